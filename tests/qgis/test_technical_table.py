"""``technicaltable`` as Processing runs it."""

from __future__ import annotations

import math

import processing
import pyproj
import pytest
from processing.core.Processing import Processing
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

UTM18 = "EPSG:32718"
SQUARE = "POLYGON((500000 9000000,500100 9000000,500100 9000100,500000 9000100,500000 9000000))"
ALGORITHM = "rainforestalert:technicaltable"


@pytest.fixture(scope="module", autouse=True)
def provider(qgis_app):
    from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider

    registry = QgsApplication.processingRegistry()
    if registry.providerById("rainforestalert") is not None:
        yield
        return
    Processing.initialize()
    made = RainforestAlertProvider()
    registry.addProvider(made)
    yield
    registry.removeProvider(made)


def layer_of(*rows, crs=UTM18, kind="Polygon", name="linderos"):
    layer = QgsVectorLayer(f"{kind}?field=nombre:string", name, "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(crs) if crs else QgsCoordinateReferenceSystem())
    features = []
    for identity, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttribute("nombre", identity)
        if wkt is not None:
            feature.setGeometry(QgsGeometry.fromWkt(wkt) if isinstance(wkt, str) else wkt)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.lines = []

    def pushWarning(self, text):
        self.lines.append(text)

    def pushInfo(self, text):
        self.lines.append(text)


def run(layer, feedback=None, **parameters):
    return processing.run(
        ALGORITHM,
        {"BOUNDARY": layer, "OUTPUT": "TEMPORARY_OUTPUT", **parameters},
        feedback=feedback or QgsProcessingFeedback(False),
    )


def rows_of(result):
    return list(result["OUTPUT"].getFeatures())


def test_a_surveyed_square_keeps_its_coordinates():
    result = run(layer_of(("Nueva Vida", SQUARE)))
    rows = rows_of(result)
    assert result["OUTPUT"].crs().authid() == UTM18
    names = result["OUTPUT"].fields().names()
    assert names[:10] == [
        "part",
        "ring",
        "vertex",
        "side",
        "distance_m",
        "interior_angle",
        "azimuth",
        "easting",
        "northing",
        "neighbour",
    ]
    assert [row["vertex"] for row in rows] == ["V-1", "V-2", "V-3", "V-4"]
    assert [(row["easting"], row["northing"]) for row in rows] == [
        (500000, 9000100),
        (500100, 9000100),
        (500100, 9000000),
        (500000, 9000000),
    ]
    assert [row["interior_angle"] for row in rows] == ["90°00'00\""] * 4
    assert [row["azimuth"] for row in rows] == ["90°00'00\"", "180°00'00\"", "270°00'00\"", "0°00'00\""]
    assert [row["neighbour"] for row in rows] == [""] * 4
    assert result["AREA_HA"] == 1.0
    assert result["PERIMETER_M"] == 400.0
    # the plane is 0.9996 of the ellipsoid at the central meridian: 1 / 0.9996^2 = 1.0008 ha
    assert result["ELLIPSOIDAL_AREA_HA"] == pytest.approx(1.0008, abs=1e-9)


def test_a_geographic_layer_goes_to_the_zone_of_its_centre():
    for longitude, epsg in ((-79.5, 32717), (-74.5, 32718), (-71.0, 32719), (-63.2, 32720)):
        corners = [(longitude, -8.5), (longitude, -8.4), (longitude + 0.1, -8.4), (longitude + 0.1, -8.5)]
        ring = ",".join(f"{x} {y}" for x, y in [*corners, corners[0]])
        result = run(layer_of(("x", f"POLYGON(({ring}))"), crs="EPSG:4326"))
        assert result["CRS"] == f"EPSG:{epsg}"
        to_utm = pyproj.Transformer.from_crs(4326, epsg, always_xy=True).transform
        expected = sorted(tuple(round(v, 4) for v in to_utm(*corner)) for corner in corners)
        found = sorted((row["easting"], row["northing"]) for row in rows_of(result))
        for one, other in zip(expected, found):
            assert math.dist(one, other) < 0.0002


def test_the_zone_can_be_chosen():
    result = run(layer_of(("x", "POLYGON((-72.2 -8,-71.9 -8,-71.9 -7.9,-72.2 -7.9,-72.2 -8))"), crs="EPSG:4326"))
    assert result["CRS"] == UTM18  # centre at 72.05 W
    other = run(
        layer_of(("x", "POLYGON((-72.2 -8,-71.9 -8,-71.9 -7.9,-72.2 -7.9,-72.2 -8))"), crs="EPSG:4326"), UTM_ZONE="19S"
    )
    assert other["CRS"] == "EPSG:32719"


def test_a_territory_across_72_west_is_stated_in_one_zone_and_that_is_said():
    log = Log()
    run(layer_of(("x", "POLYGON((-72.2 -8,-71.9 -8,-71.9 -7.9,-72.2 -7.9,-72.2 -8))"), crs="EPSG:4326"), log)
    assert any("18S, 19S" in line for line in log.lines)


def test_coordinates_of_the_neighbouring_zone_are_named():
    log = Log()
    # 850 000 m east in zone 18S is 3.18 degrees from 75 W at 8 S: 71.8 W, zone 19S
    run(layer_of(("x", "POLYGON((850000 9100000,851000 9100000,851000 9101000,850000 9100000))")), log)
    assert any("zone 19S" in line for line in log.lines)


def test_peru96_coordinates_are_taken_as_they_are():
    result = run(layer_of(("x", SQUARE), crs="EPSG:5387"))
    assert result["CRS"] == "EPSG:5387"
    assert result["AREA_HA"] == 1.0


def test_a_utm_system_without_code_is_recognised():
    layer = layer_of(("x", SQUARE))
    layer.setCrs(QgsCoordinateReferenceSystem.fromProj("+proj=utm +zone=18 +south +ellps=WGS84 +datum=WGS84 +units=m"))
    result = run(layer)
    assert result["CRS"] == UTM18
    assert {row["easting"] for row in rows_of(result)} == {500000, 500100}


def test_neighbours_are_named_along_their_sides():
    # Beside the square: Río Tigre to the east, two parcels to the north that meet at its middle, nobody to the south and west.
    neighbours = layer_of(
        ("Río Tigre", "POLYGON((500100 8999900,500200 8999900,500200 9000100,500100 9000100,500100 8999900))"),
        ("Parcela 2", "POLYGON((500050 9000100,500100 9000100,500100 9000200,500050 9000200,500050 9000100))"),
        ("Parcela 1", "POLYGON((500000 9000100.4,500050 9000100.4,500050 9000200,500000 9000200,500000 9000100.4))"),
        ("Nueva Vida", SQUARE),
        name="vecinos",
    )
    rows = rows_of(run(layer_of(("Nueva Vida", SQUARE)), NEIGHBOURS=neighbours, NEIGHBOUR_NAME="nombre"))
    assert [row["neighbour"] for row in rows] == [
        "Parcela 1; Parcela 2",
        "Río Tigre",
        "Terrenos del Estado",
        "Terrenos del Estado",
    ]


def test_one_of_several_boundaries_is_chosen_by_its_identifier():
    other = "POLYGON((600000 9000000,600010 9000000,600010 9000010,600000 9000010,600000 9000000))"
    layer = layer_of(("Nueva Vida", SQUARE), ("Puerto Azul", other))
    assert run(layer, BOUNDARY_ID="nombre", BOUNDARY_VALUE="Puerto Azul")["AREA_HA"] == 0.01
    with pytest.raises(QgsProcessingException, match="several features"):
        run(layer)
    with pytest.raises(QgsProcessingException, match="Nueva Vida, Puerto Azul"):
        run(layer, BOUNDARY_ID="nombre", BOUNDARY_VALUE="Otra")
    with pytest.raises(QgsProcessingException, match="choose also the field"):
        run(layer, BOUNDARY_VALUE="Otra")


def test_surveyed_labels_are_kept():
    corners = {"H-7": (500100, 9000100), "H-8": (500100, 9000000), "H-9": (500000, 9000000), "H-10": (500000, 9000100)}
    hitos = layer_of(*((k, f"POINT({x} {y})") for k, (x, y) in corners.items()), kind="Point", name="hitos")
    rows = rows_of(run(layer_of(("x", SQUARE)), VERTICES=hitos, VERTEX_LABEL="nombre"))
    assert [row["vertex"] for row in rows] == ["H-7", "H-8", "H-9", "H-10"]
    fewer = layer_of(("H-7", "POINT(500100 9000100)"), kind="Point", name="hitos")
    with pytest.raises(QgsProcessingException, match="no surveyed label"):
        run(layer_of(("x", SQUARE)), VERTICES=fewer, VERTEX_LABEL="nombre")


BOW_TIE = "POLYGON((500000 9000000,500100 9000100,500100 9000000,500000 9000100,500000 9000000))"
HOLE_OUTSIDE = (
    "POLYGON((500000 9000000,500100 9000000,500100 9000100,500000 9000100,500000 9000000),"
    "(500200 9000000,500210 9000000,500210 9000010,500200 9000000))"
)
REPEATED = "POLYGON((500000 9000000,500100 9000000,500100 9000000.00001,500100 9000100,500000 9000000))"


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        (layer_of, "has no features"),
        (lambda: layer_of(("x", SQUARE), crs=None), "no coordinate reference system"),
        (lambda: layer_of(("x", None)), "no geometry"),
        (lambda: layer_of(("x", BOW_TIE)), "not valid at E 500050.00, N 9000050.00"),
        (lambda: layer_of(("x", HOLE_OUTSIDE)), "not valid at E"),
        (lambda: layer_of(("x", REPEATED)), "E 500100.0000, N 9000000.0000 occurs twice"),
        (lambda: layer_of(("x", SQUARE), crs="EPSG:24878"), "PSAD56"),
        (lambda: layer_of(("x", SQUARE), crs="EPSG:5388"), "withdrawn"),
        (lambda: layer_of(("x", SQUARE), crs="EPSG:4618"), "datum is not WGS 84"),
        (lambda: layer_of(("x", SQUARE), crs="EPSG:4326"), "lies outside the area its coordinate reference system"),
        (lambda: layer_of(("x", "POLYGON((-75 -8,-74 -8,-74 -7,-75 -8))")), "no UTM coordinates"),
        (
            lambda: layer_of(
                (
                    "x",
                    "CURVEPOLYGON(CIRCULARSTRING(500000 9000000,500010 9000010,500020 9000000,500010 8999990,500000 9000000))",
                ),
                kind="CurvePolygon",
            ),
            "curved",
        ),
        (lambda: layer_of(("x", nan_square())), "not a number"),
    ],
    ids=[
        "empty layer",
        "no reference system",
        "no geometry",
        "bow-tie",
        "hole outside",
        "repeated vertex",
        "PSAD56",
        "withdrawn Peru96 17S",
        "other datum",
        "UTM declared as degrees",
        "degrees declared as UTM",
        "curve",
        "not a number",
    ],
)
def test_what_cannot_carry_a_title_is_refused_with_the_reason(layer, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        run(layer())


def nan_square():
    corners = [(500000, 9000000), (float("nan"), 9000000), (500100, 9000100), (500000, 9000000)]
    return QgsGeometry.fromPolygonXY([[QgsPointXY(*corner) for corner in corners]])


def test_cancel_leaves_nothing(tmp_path):
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    target = tmp_path / "cuadro.gpkg"
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        run(layer_of(("x", SQUARE)), feedback, OUTPUT=str(target))
    assert list(tmp_path.iterdir()) == []


def test_selected_feature_alone_is_taken():
    other = "POLYGON((600000 9000000,600010 9000000,600010 9000010,600000 9000010,600000 9000000))"
    layer = layer_of(("Nueva Vida", SQUARE), ("Puerto Azul", other))
    ids = [f.id() for f in layer.getFeatures(QgsFeatureRequest().setFilterExpression("nombre = 'Puerto Azul'"))]
    layer.selectByIds(ids)
    QgsProject.instance().addMapLayer(layer)
    definition = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    assert run(definition)["AREA_HA"] == 0.01


def test_a_destination_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "archivo").write_text("x")
    with pytest.raises(QgsProcessingException, match="archivo"):
        run(layer_of(("x", SQUARE)), OUTPUT=str(tmp_path / "archivo" / "cuadro.gpkg"))
    assert [path.name for path in tmp_path.iterdir()] == ["archivo"]
