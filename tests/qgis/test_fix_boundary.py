"""fixboundary through Processing: what comes out, what is asked, what becomes a proposal."""

from __future__ import annotations

import processing
import pytest
import shapely
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsVectorLayer
from title_packages import UTM18, Log, layer_of, provider  # noqa: F401

from rainforest_alert_plugin.cadastre.fixes.registered_line import RegisteredRing
from rainforest_alert_plugin.cadastre.fixes.run import FixSettings, run_fixes
from rainforest_alert_plugin.host.fixing import agreed_to_fix, mended_vertices
from rainforest_alert_plugin.territory.versions import Vertex, agreed_version
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage

E, N = 500_000.0, 9_000_000.0


def place(x, y):
    return f"{E + x} {N + y}"


def polygon_wkt(points):
    return "POLYGON((" + ",".join(place(*point) for point in [*points, points[0]]) + "))"


SQUARE = [(0, 100), (100, 100), (100, 0), (0, 0)]


def layer_named(name, *rows, kind="Polygon"):
    layer = QgsVectorLayer(f"{kind}?crs={UTM18}&field=nombre:string", name, "memory")
    features = []
    for identity, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([identity])
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.setDisplayExpression('"nombre"')
    return layer


def fix(boundary, rules, log=None, **parameters):
    return processing.run(
        "rainforestalert:fixboundary",
        {
            "BOUNDARY": layer_of(("Nueva Vida", boundary)) if boundary else None,
            "RULES": rules,
            "OUTPUT": "TEMPORARY_OUTPUT",
            "OUTPUT_CHANGES": "TEMPORARY_OUTPUT",
            **parameters,
        },
        feedback=log or Log(),
    )


def shape_of(result):
    (feature,) = result["OUTPUT"].getFeatures()
    return shapely.from_wkb(bytes(feature.geometry().asWkb())), feature


def test_a_spike_and_a_repeated_vertex_go_and_every_change_has_its_point():
    drawn = [(0, 100), (100, 100), (100.004, 100), (100, 0), (0, 0), (-300, 0.1), (0, 0.01)]
    result = fix(polygon_wkt(drawn), ["remove_spikes", "remove_duplicates"])
    shape, feature = shape_of(result)
    assert shape.area == pytest.approx(10_000, abs=1)
    assert result["CHANGES"] == result["OUTPUT_CHANGES"].featureCount() >= 2
    assert result["AREA_BEFORE_HA"] == pytest.approx(shapely.Polygon(drawn).area / 1e4)
    assert feature["area_after_ha"] == pytest.approx(shape.area / 1e4)
    kinds = {(row["fix"], row["kind"]) for row in result["OUTPUT_CHANGES"].getFeatures()}
    assert kinds == {("remove_duplicates", "removed"), ("remove_spikes", "removed")}


def test_a_boundary_that_crosses_itself_is_mended_as_far_as_it_can_be_and_the_rest_is_said():
    log = Log()
    result = fix(polygon_wkt([(0, 0), (100, 100), (100, 0), (0, 100)]), ["remove_duplicates"], log)
    assert result["CHANGES"] == 0
    assert any("crosses or touches itself" in line for line in log.lines)


def test_the_registered_line_governs_and_the_river_is_cut_out_of_named_layers():
    parcels = layer_named(
        "Predios inscritos", ("P-7", polygon_wkt([(100.3, 150), (100.3, 50), (100.2, -50), (200, -50), (200, 150)]))
    )
    rivers = layer_named("Ríos", ("Tamaya", f"LINESTRING({place(30, -50)}, {place(30, 150)})"), kind="LineString")
    log = Log()
    result = fix(
        polygon_wkt(SQUARE),
        ["snap_to_registered", "exclude"],
        log,
        REFERENCE=[parcels, rivers],
        TOLERANCE_M=0.5,
        STRIP_M=5.0,
    )
    shape, _ = shape_of(result)
    neighbour = shapely.Polygon([(100.3, 150), (100.3, 50), (100.2, -50), (200, -50), (200, 150)])
    strip = shapely.LineString([(30, -50), (30, 150)]).buffer(5.0)
    local = shapely.transform(shape, lambda xy: xy - [E, N])
    assert local.intersection(neighbour).area < 1e-3
    assert local.intersection(strip).area < 1e-3
    # 100.25 m wide on the mean, less the strip of 10 m
    assert local.area == pytest.approx((100.3 + 100.25) / 2 * 50 + (100.25 + 100.2) / 2 * 50 - 1000, abs=5)
    reasons = " ".join(row["reason"] for row in result["OUTPUT_CHANGES"].getFeatures())
    assert "P-7" in reasons
    assert "Tamaya" in reasons


def test_lines_without_a_strip_are_said_not_to_be_cut():
    rivers = layer_named("Ríos", ("Tamaya", f"LINESTRING({place(30, -50)}, {place(30, 150)})"), kind="LineString")
    log = Log()
    result = fix(polygon_wkt(SQUARE), ["exclude"], log, REFERENCE=[rivers])
    assert shape_of(result)[0].area == pytest.approx(10_000)
    assert any("no strip was given" in line for line in log.lines)


def test_the_communitys_own_polygon_in_a_layer_of_communities_is_left_aside():
    communities = layer_named(
        "Comunidades tituladas", ("Nueva Vida", polygon_wkt([(1, 99), (101, 99), (101, -1), (1, -1)]))
    )
    log = Log()
    result = fix(polygon_wkt(SQUARE), ["exclude"], log, REFERENCE=[communities], CUT_REGISTERED=True)
    assert shape_of(result)[0].area == pytest.approx(10_000)
    assert any("taken for the community itself" in line for line in log.lines)


def test_a_surveyed_vertex_is_asked_about_and_the_layer_says_so():
    parcels = layer_named("Predios", ("P-7", polygon_wkt([(100.4, 150), (100.4, -50), (200, -50), (200, 150)])))
    vertices = QgsVectorLayer(f"Point?crs={UTM18}&field=label:string&field=sigma_m:double", "vértices", "memory")
    features = []
    for label, sigma, (x, y) in zip(("V-1", "V-2", "V-3", "V-4"), (0.02, 0.02, 0.5, 0.02), SQUARE):
        feature = QgsFeature(vertices.fields())
        feature.setAttributes([label, sigma])
        feature.setGeometry(QgsGeometry.fromWkt(f"POINT({place(x, y)})"))
        features.append(feature)
    vertices.dataProvider().addFeatures(features)
    log = Log()
    asked = {"REFERENCE": [parcels], "TOLERANCE_M": 1.0, "VERTICES": vertices, "VERTEX_LABEL": "label"}
    result = fix(polygon_wkt(SQUARE), ["snap_to_registered"], log, **asked)
    rows = {row["label"]: (row["kind"], row["asked"]) for row in result["OUTPUT_CHANGES"].getFeatures() if row["label"]}
    assert rows == {"V-2": ("moved", True), "V-3": ("moved", False)}
    assert result["ASKED"] == 1
    assert any("V-2: NOT moved" in line for line in log.lines)
    allowed = fix(polygon_wkt(SQUARE), ["snap_to_registered"], BEYOND_SIGMA=True, **asked)
    assert allowed["ASKED"] == 0


def test_psad56_numbers_are_carried_by_the_operation_named():
    # by hand against pyproj: the pinned pipeline of EPSG:1201
    import pyproj

    result = fix(polygon_wkt(SQUARE), ["shift_datum"], DATUM_FROM="EPSG:24878", DATUM_OPERATION="EPSG:1201")
    shape, _ = shape_of(result)
    pipeline = pyproj.Transformer.from_pipeline(
        "+proj=pipeline +step +inv +proj=utm +zone=18 +south +ellps=intl +step +proj=push +v_3 +step +proj=cart +ellps=intl "
        "+step +proj=helmert +x=-288 +y=175 +z=-376 +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
        "+step +proj=utm +zone=18 +south +ellps=WGS84"
    )
    expected = shapely.Polygon([pipeline.transform(E + x, N + y) for x, y in SQUARE])
    assert shape.hausdorff_distance(expected) < 0.001
    assert result["FURTHEST_M"] > 300


def test_neighbours_are_looked_up_where_the_boundary_lies_once_its_datum_is_right():
    # the neighbour is in WGS 84, 0.3 m east of where the square lands; read as PSAD56 it lies some 400 m away
    carried, _ = shape_of(fix(polygon_wkt(SQUARE), ["shift_datum"], DATUM_FROM="EPSG:24878"))
    ring = [tuple(xy) for xy in shapely.get_coordinates(carried)]
    east = sorted(set(ring))[-2:]
    (x1, y1), (x2, y2) = sorted(east, key=lambda xy: xy[1])
    corners = [(x1 + 0.3, y1), (x2 + 0.3, y2), (x2 + 90, y2), (x1 + 90, y1)]
    drawn = ",".join(f"{x} {y}" for x, y in [*corners, corners[0]])
    parcels = layer_named("Predios", ("P-7", f"POLYGON(({drawn}))"))
    result = fix(
        polygon_wkt(SQUARE),
        ["shift_datum", "snap_to_registered"],
        DATUM_FROM="EPSG:24878",
        REFERENCE=[parcels],
        TOLERANCE_M=1.0,
    )
    snapped = [row for row in result["OUTPUT_CHANGES"].getFeatures() if row["fix"] == "snap_to_registered"]
    assert [row["distance_m"] for row in snapped] == pytest.approx([0.3, 0.3], abs=1e-6)
    assert shape_of(result)[0].area == pytest.approx(carried.area + 0.3 * (y2 - y1), abs=0.5)


@pytest.mark.parametrize("rule", ["shift_datum", "swap_axes"])
def test_numbers_in_degrees_are_not_carried_to_utm_before_their_frame_is_mended(rule):
    degrees = QgsVectorLayer("Polygon?crs=EPSG:4326", "lindero", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((-8.4 -74.5,-8.4 -74.4,-8.3 -74.4,-8.3 -74.5,-8.4 -74.5))"))
    degrees.dataProvider().addFeatures([feature])
    with pytest.raises(QgsProcessingException) as refused:
        fix(None, [rule], BOUNDARY=degrees)
    assert "needs UTM coordinates" in str(refused.value)


def test_an_accuracy_with_a_decimal_comma_is_read_and_a_word_is_refused_by_name():
    vertices = QgsVectorLayer(f"Point?crs={UTM18}&field=label:string&field=sigma_m:string", "puntos", "memory")
    feature = QgsFeature(vertices.fields())
    feature.setAttributes(["V-2", "0,02"])
    feature.setGeometry(QgsGeometry.fromWkt(f"POINT({place(100, 100)})"))
    vertices.dataProvider().addFeatures([feature])
    parcels = layer_named("Predios", ("P-7", polygon_wkt([(100.4, 150), (100.4, -50), (200, -50), (200, 150)])))
    asked = {"REFERENCE": [parcels], "TOLERANCE_M": 1.0, "VERTICES": vertices, "VERTEX_LABEL": "label"}
    assert fix(polygon_wkt(SQUARE), ["snap_to_registered"], **asked)["ASKED"] == 1
    (written,) = vertices.getFeatures()
    vertices.dataProvider().changeAttributeValues({written.id(): {1: "buena"}})
    with pytest.raises(QgsProcessingException) as refused:
        fix(polygon_wkt(SQUARE), ["snap_to_registered"], **asked)
    assert "V-2" in str(refused.value)
    assert "buena" in str(refused.value)


def test_a_vertex_moved_beyond_its_accuracy_is_no_surveyed_one_any_more():
    known = {
        label: Vertex(0, 0, n, label, E + x, N + y, 32718, method="gnss", sigma_m=sigma)
        for n, (label, sigma, (x, y)) in enumerate(
            zip(("V-1", "V-2", "V-3", "V-4"), (0.02, 0.02, 0.5, 0.02), SQUARE), 1
        )
    }
    boundary = agreed_to_fix(list(known.values()), "Nueva Vida")
    line = RegisteredRing(
        "Predios", "P-7", tuple((E + x, N + y) for x, y in ((100.4, 150), (200, 150), (200, -50), (100.4, -50)))
    )
    settings = FixSettings(1.0, 0.01, 1.0, 0.05, beyond_sigma=True, registered=(line,))
    run = run_fixes(boundary.rings, ["snap_to_registered"], settings, boundary.epsg)
    facts = {vertex.label: (vertex.method, vertex.sigma_m) for vertex in mended_vertices(run, known)}
    assert facts == {"V-1": ("gnss", 0.02), "V-2": ("derived", None), "V-3": ("gnss", 0.5), "V-4": ("gnss", 0.02)}


@pytest.fixture
def workspace(tmp_path, qgis_app):
    path = tmp_path / "trabajo.gpkg"
    create_geopackage(path, "ORAU", "laptop").close()
    with open_geopackage(path) as opened, opened.write() as transaction:
        transaction.insert("community", {"name": "Nueva Vida"})
    return path


def test_with_a_workspace_the_result_waits_as_a_proposal_and_the_agreed_boundary_stays(workspace):
    processing.run(
        "rainforestalert:proposeboundary",
        {
            "WORKSPACE": str(workspace),
            "COMMUNITY": "Nueva Vida",
            "BOUNDARY": layer_of(("Nueva Vida", polygon_wkt([*SQUARE, (0, 50)]))),
            "AUTHOR": "Rosa",
            "REASON": "primer lindero",
        },
        feedback=Log(),
    )
    with open_geopackage(workspace) as opened:
        (first,) = opened.read("proposal")
    processing.run(
        "rainforestalert:acceptproposal",
        {
            "WORKSPACE": str(workspace),
            "PROPOSAL_ID": first["id"],
            "RECORD": '{"act": "Acta 1", "date": "2026-11-20", "signed_by": ["Rosa", "Juan"]}',
        },
        feedback=Log(),
    )
    result = fix(None, ["remove_collinear"], WORKSPACE=str(workspace), COMMUNITY="Nueva Vida", AUTHOR="Rosa")
    with open_geopackage(workspace) as opened:
        (community,) = opened.read("community")
        version = agreed_version(opened, community)
        proposals = {row["id"]: row for row in opened.read("proposal")}
        kept = opened.read("vertex", '"version_id" = ?', [version["id"]])
    assert version["number"] == 1
    assert len(kept) == 5
    made = proposals[result["PROPOSAL_ID"]]
    assert made["state"] == "open"
    assert made["base_version_id"] == version["id"]
    assert made["reason"] == "Corrections: vertices on straight lines removed"
    assert made["vertices"].count('"label"') == 4


def test_nothing_to_mend_makes_no_proposal(workspace):
    result = fix(
        polygon_wkt(SQUARE), ["remove_duplicates"], WORKSPACE=str(workspace), COMMUNITY="Nueva Vida", AUTHOR="Rosa"
    )
    assert result["PROPOSAL_ID"] == ""
    with open_geopackage(workspace) as opened:
        assert opened.count("proposal") == 0


def test_several_boundaries_at_once_are_refused():
    two = layer_of(("A", polygon_wkt(SQUARE)), ("B", polygon_wkt([(300, 0), (400, 0), (400, 100)])))
    with pytest.raises(QgsProcessingException) as refused:
        fix(None, ["remove_duplicates"], BOUNDARY=two)
    assert "gives 2" in str(refused.value)
