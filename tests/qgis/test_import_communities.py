"""``importcommunities`` as Processing runs it: what exists comes in once, with its surveyed vertices, and doubles are found."""

from __future__ import annotations

import json

import numpy as np
import processing
import pytest
from processing.core.Processing import Processing
from pyproj import Transformer
from qgis.core import NULL, QgsApplication, QgsProcessingException, QgsProcessingFeedback
from shapely.geometry import LineString, shape
from shapely.ops import polygonize, unary_union

from rainforest_alert_plugin.territory.communities import guess_columns, meeting_name, plain_name, ubigeo_of
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage

ALGORITHM = "rainforestalert:importcommunities"


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


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.warnings, self.said = [], []

    def pushWarning(self, text):
        self.warnings.append(text)

    def pushInfo(self, text):
        self.said.append(text)


@pytest.fixture
def workspace(tmp_path):
    path = tmp_path / "federation.gpkg"
    create_geopackage(path, "federation", "laptop").close()
    return str(path)


def layer(path, rows, crs=None):
    features = [{"type": "Feature", "properties": properties, "geometry": geometry} for properties, geometry in rows]
    content = {"type": "FeatureCollection", "features": features}
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def square(x, y, side):
    corners = [[x, y], [x, y + side], [x + side, y + side], [x + side, y], [x, y]]
    return {"type": "Polygon", "coordinates": [corners]}


def run(source, workspace, **more):
    log = Log()
    given = {"INPUT": source, "WORKSPACE": workspace, "OUTPUT": "TEMPORARY_OUTPUT", **more}
    return processing.run(ALGORITHM, given, feedback=log), log


def rows_of(workspace, table):
    with open_geopackage(workspace, read_only=True) as opened:
        return opened.read(table)


def count_of_everything(workspace):
    with open_geopackage(workspace, read_only=True) as opened:
        return {name: opened.count(name) for name in ("community", "boundary_version", "vertex", "audit_log")}


@pytest.mark.realdata
def test_communities_listed_twice_by_the_state_come_in_marked_and_a_repeat_adds_nothing(shared_data, workspace):
    path = shared_data / "geo" / "pe-cajamarca-norte" / "c_nativa.geojson"
    raw = json.loads(path.read_text(encoding="utf-8"))["features"]

    result, log = run(str(path), workspace, SOURCE="IBC-SICNA")

    assert (result["NEW_COUNT"], result["TWIN_COUNT"]) == (4, 4)
    assert len(log.warnings) >= 4
    assert any("Supayacu" in warning for warning in log.warnings)
    rows = rows_of(workspace, "community")
    assert sorted(row["name"] for row in rows) == ["Naranjos", "Naranjos", "Supayacu", "Supayacu"]
    first = next(row for row in rows if row["name"] == "Supayacu")
    assert first["people"] == "AGUARUNA (AWAJUN)"
    assert first["recognition_act"] == "084-OAE-ORAMS-II-77"
    assert first["title_act"] == "01639-79-AA-DGRA-AR"
    assert (first["district"], first["source"], first["sensitivity"]) == ("HUARANGO", "IBC-SICNA", "federation")

    # what stands in the layer, counted by shapely: every vertex of every ring once
    expected = sum(
        len(ring.coords) - 1
        for f in raw
        for part in shape(f["geometry"]).geoms
        for ring in (part.exterior, *part.interiors)
    )
    vertices = rows_of(workspace, "vertex")
    assert len(vertices) == expected
    assert {row["epsg"] for row in vertices} == {32717}
    places = Transformer.from_crs(4326, 32717, always_xy=True)
    corner = raw[0]["geometry"]["coordinates"][0][0][0]
    assert (
        np.abs(np.array(places.transform(*corner[:2])) - (vertices[0]["easting"], vertices[0]["northing"])).max() < 1e-3
    )

    before = count_of_everything(workspace)
    again, _ = run(str(path), workspace, SOURCE="IBC-SICNA")
    assert (again["NEW_COUNT"], again["KNOWN_COUNT"], again["CHANGED_COUNT"]) == (0, 4, 0)
    assert count_of_everything(workspace) == before
    with open_geopackage(workspace, read_only=True) as opened:
        assert [chain.broken_at for chain in verify_audit(opened.connection)] == [None]


@pytest.mark.realdata
def test_doubles_can_be_left_out_and_are_counted(shared_data, workspace):
    path = shared_data / "geo" / "pe-cajamarca-norte" / "c_nativa.geojson"

    result, log = run(str(path), workspace, DOUBLES="leave_out")

    assert result["NEW_COUNT"] == 2
    statuses = sorted(feature["status"] for feature in result["OUTPUT"].getFeatures())
    assert statuses == ["left_out", "left_out", "new", "new"]
    assert any("4 features read, 2 used" in said for said in log.said)


def test_utm_coordinates_are_kept_to_the_last_digit_and_give_the_plane_area(tmp_path, workspace):
    source = layer(
        tmp_path / "cc.geojson",
        [({"nomcom": "Puerto Nuevo", "codigo": "CN-1", "ubidis": 50101}, square(640123.456, 8812345.678, 1000.0))],
        32718,
    )

    result, _ = run(source, workspace)

    (feature,) = result["OUTPUT"].getFeatures()
    assert feature["area_ha"] == pytest.approx(100.0)  # one square kilometre
    assert feature["epsg"] == 32718
    (version,) = rows_of(workspace, "boundary_version")
    assert (version["number"], version["epsg"], version["operation"]) == (1, 32718, None)
    vertices = rows_of(workspace, "vertex")
    assert (vertices[0]["easting"], vertices[0]["northing"]) == (640123.456, 8812345.678)
    assert [row["label"] for row in vertices] == ["V-1", "V-2", "V-3", "V-4"]
    (row,) = rows_of(workspace, "community")
    assert (row["key"], row["ubigeo"]) == ("CN-1", "050101")  # the zero that a number loses


def test_a_boundary_that_is_another_one_now_is_told_and_not_written(tmp_path, workspace):
    properties = {"nomcom": "Puerto Nuevo", "codigo": "CN-1"}
    old = layer(tmp_path / "a.geojson", [(properties, square(640000.0, 8812000.0, 1000.0))], 32718)
    newer = layer(tmp_path / "b.geojson", [(properties, square(640000.0, 8812000.0, 1100.0))], 32718)
    run(old, workspace, SOURCE="MIDAGRI")
    before = count_of_everything(workspace)

    result, log = run(newer, workspace, SOURCE="MIDAGRI")

    assert (result["NEW_COUNT"], result["CHANGED_COUNT"]) == (0, 1)
    assert any("Puerto Nuevo" in warning and "another boundary" in warning for warning in log.warnings)
    assert count_of_everything(workspace) == before


def test_the_same_community_from_another_list_is_found_in_spite_of_its_spelling(tmp_path, workspace):
    one = layer(
        tmp_path / "bdpi.geojson",
        [({"nombre": "CN Peñón de Ñuñu", "pueblo": "Awajún", "codigo": "1"}, square(-74.5, -8.5, 0.05))],
    )
    two = layer(
        tmp_path / "sicna.geojson",
        [
            ({"nombre": "PENON DE NUNU", "pueblo": "AGUARUNA (AWAJUN)", "codigo": "77"}, square(-74.49, -8.5, 0.05)),
            ({"nombre": "Otra", "pueblo": "Asháninka", "codigo": "78"}, square(-74.5, -8.5, 0.05)),
            ({"nombre": "Penon de Nunu", "pueblo": "Shipibo", "codigo": "79"}, square(-74.3, -8.6, 0.05)),
            ({"nombre": "Peñón de Ñuñu", "pueblo": "Awajún", "codigo": "80"}, square(-77.5, -5.5, 0.05)),
        ],
    )
    run(one, workspace)

    result, _ = run(two, workspace)

    twins = {feature["key"]: feature["twins"] or "" for feature in result["OUTPUT"].getFeatures()}
    assert "bdpi" in twins["77"]  # same name, same people, same place
    assert "bdpi" in twins["78"]  # another name on the same polygon
    assert not twins["79"]  # another people
    assert not twins["80"]  # another basin


@pytest.mark.parametrize(
    ("crs", "said"),
    [
        (32718, []),
        (32618, ["IN PERU in WGS 84 / UTM zone 18N (EPSG:32618)", "in: WGS 84 / UTM zone 18S (EPSG:32718)"]),
        (32717, ["IN PERU in WGS 84 / UTM zone 17S (EPSG:32717)", "in: WGS 84 / UTM zone 18S (EPSG:32718)"]),
        (24878, ["The layer is in PSAD56 (PSAD56 / UTM zone 18S (EPSG:24878))", "carried to WGS 84 first"]),
    ],
)
def test_a_layer_that_lies_outside_of_peru_or_is_in_psad56_is_told(tmp_path, workspace, crs, said):
    # Atalaya: only in 18S do these numbers lie in Peru
    source = layer(tmp_path / "a.geojson", [({"nombre": "Nueva Vida"}, square(640000, 8812000, 1000))], crs)

    _, log = run(source, workspace)

    warnings = [text for text in log.warnings if "UTM zone" in text]
    assert len(warnings) == bool(said)
    assert all(words in warnings[0] for words in said)


def test_points_make_communities_without_a_boundary(tmp_path, workspace):
    point = {"type": "Point", "coordinates": [-74.5, -8.5]}
    source = layer(tmp_path / "bdpi.geojson", [({"nombre": "Nueva Esperanza", "codigo": "9"}, point)])

    result, _ = run(source, workspace)
    again, _ = run(source, workspace)

    assert (result["NEW_COUNT"], again["NEW_COUNT"], again["KNOWN_COUNT"]) == (1, 0, 1)
    assert len(rows_of(workspace, "community")) == 1
    assert rows_of(workspace, "boundary_version") == []


def test_features_without_name_or_geometry_are_left_out_with_their_reason(tmp_path, workspace):
    source = layer(
        tmp_path / "a.geojson",
        [
            ({"nombre": "", "codigo": "1"}, square(-74.5, -8.5, 0.05)),
            ({"nombre": "Sin mapa", "codigo": "2"}, None),
            ({"nombre": "Buena", "codigo": "3"}, square(-74.5, -8.5, 0.05)),
        ],
    )

    result, log = run(source, workspace)

    assert result["NEW_COUNT"] == 1
    assert any("3 features read, 1 used" in said for said in log.said)
    assert any("Sin mapa" in warning for warning in log.warnings)


def test_a_layer_without_a_name_is_refused_with_its_fields(tmp_path, workspace):
    source = layer(tmp_path / "a.geojson", [({"x1": "a"}, square(-74.5, -8.5, 0.05))])

    with pytest.raises(QgsProcessingException, match="x1"):
        run(source, workspace)


def test_nothing_is_left_when_the_workspace_is_not_there(tmp_path):
    source = layer(tmp_path / "a.geojson", [({"nombre": "A"}, square(-74.5, -8.5, 0.05))])

    with pytest.raises(QgsProcessingException, match="no workspace"):
        run(source, str(tmp_path / "none.gpkg"), OUTPUT=str(tmp_path / "out.gpkg"))
    assert not (tmp_path / "out.gpkg").exists()


def test_fields_of_the_public_lists_are_known():
    serfor = ["nomcom", "depar", "provi", "distr", "ubidis", "Aarea", "restit", "titcom", "codigo", "gml_id"]
    assert guess_columns(serfor) == {
        "name": "nomcom",
        "key": "codigo",
        "ubigeo": "ubidis",
        "district": "distr",
        "province": "provi",
        "department": "depar",
        "title_act": "titcom",
    }
    sicna = ["NOMBRE", "ETNIA1", "DISTRITO", "PROVINCIA", "NRORESOLRE", "TINRORESOL"]
    assert guess_columns(sicna)["recognition_act"] == "NRORESOLRE"
    assert guess_columns(sicna)["people"] == "ETNIA1"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Comunidad Nativa Ñuñu", "NUNU"), ("C.N. San José", "CN San Jose"), ("CC.NN. Alto Perú", "alto  peru")],
)
def test_spellings_of_one_name_meet(one, other):
    assert plain_name(one) == plain_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pto. Azul", "Puerto Azul"),
        ("Ntra. Sra. de Fátima", "CN Nuestra Señora de Fatima"),
        ("Com. Nat. Nvo. San Juan II (Awajún)", "Comunidad Nativa Nuevo San Juan 2"),
        ("STA ROSA", "C.N. Santa Rosa"),
    ],
)
def test_short_forms_meet_the_written_out_name(one, other):
    assert meeting_name(one) == meeting_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("San Juan", "San Juan 2"), ("Santa Rosa", "Santa Rita"), ("Puerto", "Pto. Azul")]
)
def test_other_names_do_not_meet(one, other):
    assert meeting_name(one) != meeting_name(other)


def test_a_point_of_another_list_is_found_in_its_polygon_by_short_or_longer_names(tmp_path, workspace):
    names = ("Santa Rosa", "Puerto Azul", "Nuestra Señora de Fátima", "Tsachopen")
    at = [(-75.0 - 0.2 * number, -9.0) for number in range(len(names))]
    polygons = [({"nombre": name, "codigo": f"M{n}"}, square(*at[n], 0.05)) for n, name in enumerate(names)]
    run(layer(tmp_path / "midagri.geojson", polygons), workspace)
    listed = ("Sta. Rosa", "Pto. Azul del Pisqui", "Ntra. Sra. de Fátima", "Alto Perú")
    points = [
        ({"nombre": name, "codigo": f"B{n}"}, {"type": "Point", "coordinates": [at[n][0] + 0.02, at[n][1] + 0.02]})
        for n, name in enumerate(listed)
    ]

    result, _ = run(layer(tmp_path / "bdpi.geojson", points), workspace)

    twins = {feature["key"]: bool(feature["twins"]) for feature in result["OUTPUT"].getFeatures()}
    assert twins == {"B0": True, "B1": True, "B2": True, "B3": False}
    assert result["TWIN_COUNT"] == 3


@pytest.mark.parametrize(
    ("value", "expected"), [("50101", "050101"), ("160803", "160803"), ("50101.0", "050101"), ("x", "")]
)
def test_codes_of_districts_have_six_digits(value, expected):
    assert ubigeo_of(value) == expected


def zigzag(crossings, x=500000.0, y=9000000.0):
    """A ring of whose sides one crosses all the others: it goes up and down, and home along the middle."""
    points = [[x + 10.0 * i, y + (1000.0 if i % 2 else 0.0)] for i in range(crossings + 1)]
    home = [[x + 10.0 * crossings + 10.0, y + 500.0], [x - 10.0, y + 500.0]]
    return {"type": "Polygon", "coordinates": [[*points, *home, points[0]]]}


def test_a_boundary_that_crosses_itself_comes_in_marked_without_an_area_and_can_be_replaced(tmp_path, workspace):
    right = {"type": "Polygon", "coordinates": [[[5e5, 9e6], [505000.0, 9e6], [505000.0, 9001000.0], [5e5, 9e6]]]}
    bdpi = layer(tmp_path / "bdpi.geojson", [({"nombre": "Yanayacu", "codigo": "1"}, zigzag(500))], 32718)
    box = {
        "type": "Polygon",
        "coordinates": [[[5e5, 9e6], [505010, 9e6], [505010, 9001000], [5e5, 9001000], [5e5, 9e6]]],
    }
    other = layer(tmp_path / "sicna.geojson", [({"nombre": "Otro nombre", "codigo": "77"}, box)], 32718)

    result, log = run(bdpi, workspace)
    twin, quiet = run(other, workspace)

    assert (result["NEW_COUNT"], result["INVALID_COUNT"], twin["INVALID_COUNT"]) == (1, 1, 0)
    assert any(
        "Yanayacu" in warning and "500 places" in warning and "9000500.00 N" in warning for warning in log.warnings
    )
    (feature,) = result["OUTPUT"].getFeatures()
    assert feature["area_ha"] in (None, NULL)
    assert "500 places" in feature["fault"]
    version = next(row for row in rows_of(workspace, "boundary_version") if row["source"] == "bdpi")
    assert version["area_ha"] is None
    assert "500 places" in version["reason"]
    assert len(rows_of(workspace, "vertex")) == 503 + 4  # as the layer has it
    # another list has it under another name
    assert twin["TWIN_COUNT"] == 1
    assert any("bdpi" in warning for warning in quiet.warnings)

    draft = layer(tmp_path / "draft.geojson", [({}, right)], 32718)
    given = {"WORKSPACE": workspace, "COMMUNITY": "Yanayacu", "AUTHOR": "Rosa", "REASON": "taller", "BOUNDARY": draft}
    proposed_log = Log()
    proposed = processing.run("rainforestalert:proposeboundary", given, feedback=proposed_log)
    assert any("not to be relied on" in warning for warning in proposed_log.warnings)
    # each triangle that the ring goes round, by shapely
    ring = LineString(zigzag(500)["coordinates"][0])
    land = unary_union(list(polygonize(unary_union(ring))))
    assert proposed["AREA_LOST_UTM_HA"] == pytest.approx(land.difference(shape(right)).area / 1e4, rel=1e-9)
    record = json.dumps({"act": "Acta 1", "date": "2026-10-04", "signed_by": ["Rosa"]})
    accepted = {"WORKSPACE": workspace, "PROPOSAL_ID": proposed["PROPOSAL_ID"], "RECORD": record}
    processing.run("rainforestalert:acceptproposal", accepted)
    newest = rows_of(workspace, "boundary_version")[-1]
    assert (newest["number"], newest["area_ha"]) == (2, pytest.approx(250.0))  # half of 5 km by 1 km

    both = {"WORKSPACE": workspace, "COMMUNITY": "Yanayacu", "FIRST": newest["id"], "SECOND": version["id"]}
    back = processing.run("rainforestalert:compareboundaries", both)
    assert back["AREA_GAINED_UTM_HA"] == pytest.approx(proposed["AREA_LOST_UTM_HA"], rel=1e-9)
    with pytest.raises(QgsProcessingException, match="new boundary is not a valid polygon"):
        processing.run("rainforestalert:proposeboundary", {**given, "BOUNDARY": None, "VERSION": version["id"]})
