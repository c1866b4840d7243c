"""``validateboundary``: what a registry would observe, found before it does, in layers, workspace and report."""

from __future__ import annotations

import csv
import json
import re
import time
from decimal import Decimal
from pathlib import Path

import jsonschema
import numpy
import pytest
import shapely
from pyproj import Transformer
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsVectorLayer,
)
from shapely.geometry import shape
from shapely.ops import transform

from rainforest_alert_plugin.algorithms.validate_boundary import ValidateBoundaryAlgorithm
from rainforest_alert_plugin.cadastre.case import Case
from rainforest_alert_plugin.cadastre.engine import validate
from rainforest_alert_plugin.cadastre.profile import load_profile
from rainforest_alert_plugin.cadastre.rules import ALL_RULES
from rainforest_alert_plugin.cadastre.stated import stated_table
from rainforest_alert_plugin.errors import Message
from rainforest_alert_plugin.host.messages import describe

E, N = 500_000.0, 9_000_000.0
SCHEMAS = Path(__file__).resolve().parents[2] / "resources" / "schemas"


def layer(name: str, *rows: tuple[str, str], epsg: int = 32718, kind: str = "MultiPolygon") -> QgsVectorLayer:
    """Layer in memory; rows are a name and WKT in metres from (E, N)."""
    made = QgsVectorLayer(f"{kind}?crs=EPSG:{epsg}&field=nombre:string(60)", name, "memory")
    for label, wkt in rows:
        geometry = QgsGeometry.fromWkt(wkt)
        geometry.translate(E, N)
        feature = QgsFeature(made.fields())
        feature.setAttributes([label])
        feature.setGeometry(geometry)
        made.dataProvider().addFeatures([feature])
    return made


def box(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"POLYGON(({x0} {y0},{x0} {y1},{x1} {y1},{x1} {y0},{x0} {y0}))"


def run(tmp_path: Path, **parameters) -> tuple[dict, list[dict], dict, str]:
    """Outputs, findings, the whole report, and the log."""
    algorithm = ValidateBoundaryAlgorithm()
    algorithm.initAlgorithm()
    report = tmp_path / "informe.json"
    parameters.setdefault("REPORT_JSON", str(report))
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    outputs, is_done = algorithm.create().run(parameters, context, feedback)
    log = feedback.textLog()
    assert is_done, log
    content = json.loads(Path(parameters["REPORT_JSON"]).read_text(encoding="utf-8"))
    run.context = context
    return outputs, [f for b in content["boundaries"] for f in b["findings"]], content, log


COMMUNITY = ("Nueva Vida", box(0, 0, 1000, 1000))


def test_overlap_with_a_registered_parcel_blocks_and_says_how_much(tmp_path):
    # The parcel of 100 m by 300 m lies with 200 m of its length inside: 100 m x 200 m = 2 ha, two thirds of it.
    parcel = layer("predios", ("Predio 7", box(800, 400, 1100, 500)))
    outputs, findings, _, _ = run(tmp_path, BOUNDARY=layer("lindero", COMMUNITY), REFERENCE=[parcel])
    (found,) = [f for f in findings if f["rule"] == "G08"]
    assert found["severity"] == "blocker"
    assert found["measure"] == pytest.approx(2.0, abs=1e-9)
    assert found["unit"] == "ha"
    assert found["details"]["name"] == "Predio 7"
    assert found["details"]["percent"] == "2.00"
    assert found["details"]["percent_of_feature"] == "66.67"
    assert found["details"]["settled_by"]
    assert outputs["BLOCKERS"] == 1


def test_strip_thinner_than_both_surveys_is_a_touch_and_no_blocker(tmp_path):
    # 50 cm over a line whose surveys are good to a metre each: root of two metres together.
    parcel = layer("predios", ("Predio 7", box(999.5, 0, 1500, 1000)))
    _, findings, _, _ = run(tmp_path, BOUNDARY=layer("lindero", COMMUNITY), REFERENCE=[parcel])
    (found,) = [f for f in findings if f["rule"] == "G08"]
    assert (found["severity"], found["message"]["id"], found["fix"]) == (
        "review",
        "finding.touch",
        "snap_to_registered",
    )
    assert found["measure"] == pytest.approx(0.5, abs=0.001)


def test_the_accuracy_stated_for_a_layer_decides_what_is_a_touch(tmp_path):
    """A strip of 2 m: an overlap for two surveys good to 1 m, root of 2; a touch where the layer is good to 3 m, root of 10."""
    parcel = layer("predios", ("Predio 7", box(998, 0, 1500, 1000)))
    boundary = layer("lindero", COMMUNITY)
    _, findings, content, _ = run(tmp_path, BOUNDARY=boundary, REFERENCE=[parcel])
    assert [f["message"]["id"] for f in findings if f["rule"] == "G08"] == ["finding.overlap"]
    parcel.setCustomProperty("rainforest_alert/sigma_m", 3.0)
    _, findings, content, _ = run(tmp_path, BOUNDARY=boundary, REFERENCE=[parcel])
    (found,) = [f for f in findings if f["rule"] == "G08"]
    assert found["message"]["id"] == "finding.touch"
    assert found["details"]["sigma_m"] == "3.16"
    assert content["boundaries"][0]["references"][0]["sigma_m"] == 3.0


@pytest.mark.parametrize(
    ("name", "severity", "rule"),
    [
        ("concesiones forestales", "blocker", "O01"),
        ("área natural protegida", "review", "O01"),
        ("faja marginal", "exclude", "O01"),
        ("catastro minero", "note", "O01"),
        ("comunidades en trámite", "blocker", "G08"),
    ],
)
def test_each_kind_of_overlap_has_its_consequence(tmp_path, name, severity, rule):
    other = layer(name, ("X", box(400, 400, 600, 600)))
    _, findings, _, _ = run(tmp_path, BOUNDARY=layer("lindero", COMMUNITY), REFERENCE=[other])
    (found,) = [f for f in findings if f["rule"] in ("O01", "G08")]
    assert (found["rule"], found["severity"]) == (rule, severity)
    assert found["measure"] == pytest.approx(4.0, abs=1e-9)


class Steps(QgsProcessingFeedback):
    """Keeps what a run says it is at."""

    def __init__(self):
        super().__init__(False)
        self.said: list[str] = []

    def setProgressText(self, text):
        self.said.append(text)


def steps_of(tmp_path, **parameters):
    """What a run said it was at, and its report."""
    report = tmp_path / "informe.json"
    algorithm = ValidateBoundaryAlgorithm()
    algorithm.initAlgorithm()
    steps = Steps()
    parameters["REPORT_JSON"] = str(report)
    _, is_done = algorithm.create().run(parameters, QgsProcessingContext(), steps)
    assert is_done
    return steps.said, json.loads(report.read_text(encoding="utf-8"))


def test_each_layer_and_each_rule_is_named_while_it_is_looked_at(tmp_path):
    boundary, parcel = layer("lindero", COMMUNITY), layer("predios", ("Predio 7", box(800, 400, 1100, 500)))
    said, content = steps_of(tmp_path, BOUNDARY=boundary, REFERENCE=[parcel])
    assert said[0] == "Reading “predios”…"
    assert "Checking G11: datum of the coordinates…" in said
    assert [text.split(":")[0].split()[-1] for text in said[1:]] == content["boundaries"][0]["rules_run"]
    # a rule that keeps its findings is not checked, and not said to be
    (tmp_path / "informe.json").rename(tmp_path / "antes.json")
    said, _ = steps_of(tmp_path, BOUNDARY=boundary, REFERENCE=[parcel], EARLIER=str(tmp_path / "antes.json"))
    assert said == ["Reading “predios”…"]


def test_of_many_boundaries_a_step_names_the_boundary_and_is_said_seldom(tmp_path):
    rows = [(f"CN {number}", box(number * 2000, 0, number * 2000 + 1000, 1000)) for number in range(4)]
    started = time.monotonic()
    said, _ = steps_of(tmp_path, BOUNDARY=layer("linderos", *rows), BOUNDARY_ID="nombre")
    assert said[0] == "CN 0 (1/4): Checking G01: rings closed, no vertex repeated…"
    assert len(said) <= 1 + 2 * (time.monotonic() - started)


LOTS = {
    "Fundo El Sol": "POLYGON((1100 0,1130 820,1900 760,1850 -40,1100 0))",
    "Fundo La Luna": "POLYGON((-900 100,-800 900,-60 1020,-20 40,-900 100))",
    "Fundo Tres Ríos": "POLYGON((0 1100,40 1800,900 1900,1010 1150,0 1100))",
}


def carried(pipeline: str) -> dict[str, str]:
    """The lots with their corners carried by a PROJ pipeline in UTM 18S, in metres from (E, N)."""
    carry = Transformer.from_pipeline(pipeline).transform
    origin = numpy.array([E, N])

    def there(xy):
        return numpy.column_stack(carry(*(xy + origin).T)) - origin

    return {name: shapely.transform(shapely.from_wkt(wkt), there).wkt for name, wkt in LOTS.items()}


# WGS 84 to PSAD56 by EPSG:1208 (279, -175, 379 the other way round), written out so that no default of PROJ decides
TO_PSAD56 = (
    "+proj=pipeline +step +inv +proj=utm +zone=18 +south +ellps=WGS84 +step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
    "+step +proj=helmert +x=279 +y=-175 +z=379 +step +inv +proj=cart +ellps=intl +step +proj=pop +v_3 "
    "+step +proj=utm +zone=18 +south +ellps=intl"
)
NOTHING = "+proj=noop"


@pytest.mark.parametrize(("pipeline", "is_suspected"), [(TO_PSAD56, True), (NOTHING, False)], ids=("psad56", "wgs84"))
def test_a_reference_layer_in_psad56_labelled_wgs84_is_warned_of_when_another_has_its_units(
    tmp_path, pipeline, is_suspected
):
    office = layer("parcelas de la oficina", *carried(pipeline).items())
    state = layer("predios del catastro", *LOTS.items())
    boundary = layer("lindero", COMMUNITY)
    _, _, _, log = run(tmp_path, BOUNDARY=boundary, REFERENCE=[office, state])
    said = [line for line in log.splitlines() if "looks like PSAD56" in line]
    assert len(said) == is_suspected
    if is_suspected:
        assert "“parcelas de la oficina”" in said[0]
        # 224.1 m east and 372.6 m north of where it should lie, as PROJ carries the place
        assert "to the south-west" in said[0]
        assert int(re.search(r"moved (\d+) m", said[0])[1]) == pytest.approx(numpy.hypot(224.1, 372.6), abs=3.0)
    # without another layer that has the units, nothing can be told
    _, _, _, log = run(tmp_path, BOUNDARY=boundary, REFERENCE=[office])
    assert "looks like PSAD56" not in log


def test_every_rule_has_words_for_what_it_looks_at():
    for rule in ALL_RULES:
        words = describe(Message("validation.step_rule", rule=rule.id, check=rule.id))
        assert words.startswith(f"Checking {rule.id}: ")
        assert words != f"Checking {rule.id}: {rule.id}…"


def test_bow_tie_is_a_finding_with_a_place_and_the_run_goes_on(tmp_path):
    bow_tie = layer("lindero", ("Nueva Vida", "POLYGON((0 0,1000 1000,1000 0,0 1000,0 0))"))
    parcel = layer("predios", ("Predio 7", box(800, 400, 1100, 500)))
    outputs, findings, _, _ = run(tmp_path, BOUNDARY=bow_tie, REFERENCE=[parcel], OUTPUT="memory:")
    (crossing,) = [f for f in findings if f["rule"] == "G02"]
    place = QgsGeometry.fromWkt(crossing["geometry_wkt"]).asPoint()
    assert (place.x(), place.y()) == (E + 500, N + 500)
    assert [f["rule"] for f in findings if f["severity"] == "blocker"].count("G08") == 1
    drawn = QgsProcessingUtils.mapLayerFromString(outputs["OUTPUT"], run.context)
    assert drawn.featureCount() == len(findings)
    assert drawn.crs().authid() == "EPSG:32718"
    rows = {f["rule"]: f for f in drawn.getFeatures()}
    assert rows["G02"]["place"] == "point"
    assert rows["G02"].geometry().contains(QgsGeometry.fromPointXY(place))


def test_what_cannot_be_read_is_listed_as_not_evaluated(tmp_path):
    roads = layer("predios en línea", ("x", "LINESTRING(0 0,100 100)"), kind="LineString")
    outputs, findings, content, log = run(tmp_path, BOUNDARY=layer("lindero", COMMUNITY), REFERENCE=[roads])
    assert outputs["NOT_EVALUATED"] == 1
    assert [e["subject"] for e in content["boundaries"][0]["not_evaluated"] if e["is_layer"]] == ["predios en línea"]
    assert "A09" in {f["rule"] for f in findings}
    assert "free of overlap" not in log.lower()


def test_report_follows_the_published_schema(tmp_path):
    parcel = layer("predios", ("Predio 7", box(800, 400, 1100, 500)), ("Predio 8", box(999.5, 600, 1500, 800)))
    bow_tie = ("Otra", "POLYGON((2000 0,3000 1000,3000 0,2000 1000,2000 0))")
    _, _, content, _ = run(tmp_path, BOUNDARY=layer("lindero", COMMUNITY, bow_tie), REFERENCE=[parcel])
    schema = json.loads((SCHEMAS / "findings.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema).validate(content)
    assert [b["id"] for b in content["boundaries"]] == ["Nueva Vida", "Otra"]


def test_second_run_with_the_first_report_looks_only_at_what_changed(tmp_path):
    parcel = layer("predios", ("Predio 7", box(800, 400, 1100, 500)))
    first = tmp_path / "primero.json"
    _, before, _, _ = run(tmp_path, BOUNDARY=layer("lindero", COMMUNITY), REFERENCE=[parcel], REPORT_JSON=str(first))
    boundary = layer("lindero", COMMUNITY)
    _, again, content, _ = run(tmp_path, BOUNDARY=boundary, REFERENCE=[parcel], EARLIER=str(first))
    assert [f["key"] for f in again] == [f["key"] for f in before]
    assert content["boundaries"][0]["reused"] == content["boundaries"][0]["rules_run"]
    other = layer("predios", ("Predio 7", box(900, 400, 1100, 500)))
    _, changed, content, _ = run(tmp_path, BOUNDARY=boundary, REFERENCE=[other], EARLIER=str(first))
    assert "G08" not in content["boundaries"][0]["reused"]
    assert "G01" in content["boundaries"][0]["reused"]
    assert [f["measure"] for f in changed if f["rule"] == "G08"] == [pytest.approx(1.0)]


def test_boundary_that_is_not_there_is_answered_with_those_that_are(tmp_path):
    with pytest.raises(AssertionError, match="Nueva Vida"):
        run(tmp_path, BOUNDARY=layer("lindero", COMMUNITY), BOUNDARY_ID="nombre", BOUNDARY_VALUE="Otra")


def test_boundary_in_psad56_is_carried_by_the_pinned_operation_and_blocked(tmp_path):
    _, findings, content, _ = run(tmp_path, BOUNDARY=layer("lindero", COMMUNITY, epsg=24878))
    (boundary,) = content["boundaries"]
    assert (boundary["declared_crs"], boundary["crs"], boundary["operation"]) == (
        "EPSG:24878",
        "EPSG:32718",
        "EPSG:1208",
    )
    assert [(f["rule"], f["message"]["id"]) for f in findings if f["severity"] == "blocker"] == [
        ("G11", "finding.old_datum")
    ]
    # Near Pucallpa EPSG:1208 moves 225 m to the west and 373 m to the south (table of the domain notes).
    (old,) = [f for f in findings if f["rule"] == "G11"]
    place = QgsGeometry.fromWkt(old["geometry_wkt"]).asPoint()
    assert (place.x() - E - 500, place.y() - N - 500) == (pytest.approx(-225, abs=3), pytest.approx(-372, abs=3))


def test_layer_without_a_reference_system_is_observed_and_nothing_is_compared(tmp_path):
    bare = QgsVectorLayer("Polygon?field=nombre:string(60)", "lindero", "memory")
    bare.setCrs(QgsCoordinateReferenceSystem())
    feature = QgsFeature(bare.fields())
    feature.setGeometry(
        QgsGeometry.fromWkt(f"POLYGON(({E} {N},{E} {N + 1000},{E + 1000} {N + 1000},{E + 1000} {N},{E} {N}))")
    )
    bare.dataProvider().addFeatures([feature])
    parcel = layer("predios", ("Predio 7", box(800, 400, 1100, 500)))
    outputs, findings, _, _ = run(tmp_path, BOUNDARY=bare, REFERENCE=[parcel], OUTPUT="memory:")
    assert "A01" in {f["rule"] for f in findings}
    assert "G08" not in {f["rule"] for f in findings}
    assert outputs["NOT_EVALUATED"] == 1


def test_the_printed_table_of_a_boundary_with_close_vertices_is_in_order(tmp_path):
    """Vertices a centimetre apart are a remark of G01 or G06; the table this plugin prints follows them all the same."""
    close = ("Nueva Vida", "POLYGON((0 0,0 1000,0.008 1000.011,1000 1000,1000 0,0 0))")
    _, findings, _, _ = run(tmp_path, BOUNDARY=layer("lindero", close))
    assert {f["rule"] for f in findings} <= {"G01", "G06"}


def test_profile_without_a_verified_value_checks_geometry_only_and_says_so_first(tmp_path):
    # A square in Guyana, UTM 21N: nothing of that procedure was verified.
    square = QgsVectorLayer("Polygon?crs=EPSG:32621", "village", "memory")
    feature = QgsFeature()
    feature.setGeometry(
        QgsGeometry.fromWkt("POLYGON((300000 600000,300000 601000,301000 601000,301000 600000,300000 600000))")
    )
    square.dataProvider().addFeatures([feature])
    _, _, content, log = run(tmp_path, BOUNDARY=square, PROFILE="guyana_amerindian")
    assert content["profile"]["notes"][0]["id"] == "profile.geometry_only"
    assert {rule[0] for rule in content["boundaries"][0]["rules_run"]} == {"G"}
    assert content["profile"]["notes"][0]["text"] in log
    _, _, content, _ = run(tmp_path, BOUNDARY=layer("lindero", COMMUNITY))
    assert {rule[0] for rule in content["boundaries"][0]["rules_run"]} == {"G", "A", "N"}


def test_profiles_follow_their_schema():
    schema = json.loads((SCHEMAS / "profile.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    folder = SCHEMAS.parent / "profiles"
    files = sorted(folder.glob("*.json"))
    assert len(files) >= 8
    for path in files:
        jsonschema.Draft7Validator(schema).validate(json.loads(path.read_text(encoding="utf-8")))


def test_run_is_kept_in_the_workspace_with_the_records_that_are_missing(tmp_path):
    from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace

    folder = tmp_path / "datos"
    folder.mkdir()
    with create_workspace("prueba", str(folder)) as made:
        location = made.location
    with open_workspace(location) as opened, opened.write() as transaction:
        community = transaction.insert(
            "community", {"name": "Nueva Vida", "ubigeo": "250101", "sensitivity": "federation"}
        )
        version = transaction.insert(
            "boundary_version",
            {
                "community_id": community,
                "number": 1,
                "reason": "prueba",
                "epsg": 32718,
                "sensitivity": "federation",
                "geom": bytes(QgsGeometry.fromWkt("MULTIPOLYGON(((-75 -9,-74 -9,-74 -8,-75 -9)))").asWkb()),
            },
        )
        corners = [(0, 0), (0, 1000), (1000, 1000), (1000, 0)]
        for number, (x, y) in enumerate(corners, start=1):
            transaction.insert(
                "vertex",
                {
                    "version_id": version,
                    "part": 0,
                    "ring": 0,
                    "number": number,
                    "label": f"V-{number}",
                    "easting": E + x,
                    "northing": N + y,
                    "epsg": 32718,
                    "method": "handheld",
                    "sigma_m": 5.0,
                    "geom": bytes(QgsGeometry.fromWkt("POINT(-75 -9)").asWkb()),
                },
            )
        neighbours = ("community", "Alto Peña"), ("community", "Alto Peña"), ("state", None), ("river", None)
        for number, (kind, neighbour) in enumerate(neighbours, start=1):
            transaction.insert(
                "boundary_side",
                {
                    "version_id": version,
                    "part": 0,
                    "ring": 0,
                    "number": number,
                    "kind": kind,
                    "neighbour": neighbour,
                    "geom": bytes(QgsGeometry.fromWkt("LINESTRING(-75 -9,-74 -9)").asWkb()),
                },
            )
    outputs, findings, _, _ = run(tmp_path, WORKSPACE=location, COMMUNITY="Nueva Vida")
    by_rule = {f["rule"]: f for f in findings}
    # One neighbour along two sides without a record is one finding, along both sides.
    assert by_rule["A05"]["details"]["name"] == "Alto Peña"
    assert QgsGeometry.fromWkt(by_rule["A05"]["geometry_wkt"]).length() == pytest.approx(2000.0)
    assert by_rule["A08"]["message"]["id"] == "finding.vertices_coarse"
    with open_workspace(location, read_only=True) as opened:
        (kept,) = opened.read("validation_run")
        rows = opened.read("finding", '"run_id" = ?', [kept["id"]])
    assert kept["id"] == outputs["RUN_ID"]
    assert kept["community_id"] == community
    assert sorted(row["rule"] for row in rows) == sorted(f["rule"] for f in findings)
    assert {row["key"] for row in rows} == {f["key"] for f in findings}


@pytest.mark.realdata
def test_official_areas_of_91_parcels_hold_and_those_of_the_neighbouring_zone_are_named(tmp_path, shared_data):
    source = shared_data / "geo" / "pe-cajamarca-norte" / "predio_rural.geojson"
    _, findings, content, _ = run(tmp_path, BOUNDARY=str(source))
    assert len(content["boundaries"]) == 91
    assert [f for f in findings if f["rule"] in ("A10", "N08", "N01", "N02")] == []
    # The same parcels with the area that a program gives in zone 18S.
    to_17, to_18 = (Transformer.from_crs(4326, 32700 + zone, always_xy=True).transform for zone in (17, 18))
    parcels = json.loads(source.read_text(encoding="utf-8"))
    told_apart = 0
    for feature in parcels["features"]:
        right, wrong = (transform(to, shape(feature["geometry"])).area / 10_000 for to in (to_17, to_18))
        feature["properties"]["AREA_PR"] = round(wrong, 4)
        # Four tenths of a percent of the smallest parcel are less than a printed digit.
        told_apart += round(wrong, 4) - right > 1.5e-4
    path = tmp_path / "zona_18.geojson"
    path.write_text(json.dumps(parcels), encoding="utf-8")
    _, findings, _, _ = run(tmp_path, BOUNDARY=str(path))
    named = [f for f in findings if f["rule"] == "N08"]
    assert told_apart >= 90
    assert len(named) >= told_apart
    assert {f["message"]["facts"]["other_zone"] for f in named} == {"18S"}


@pytest.mark.realdata
def test_published_technical_table_agrees_with_itself(shared_data):
    """A table of a Peruvian file, transcribed: sides to the centimetre, angles to the minute, perimeter 166,60."""
    path = shared_data / "geo" / "golden" / "cuadro_datos_tecnicos_rio_seco.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    table = stated_table(rows[0], rows[1:], "Río Seco", perimeter_m="166,60", area_ha="0,1665")
    profile = load_profile("peru_native_community")
    wkb = bytes(QgsGeometry.fromWkt("POLYGON EMPTY").asWkb())
    case = Case("1", "Río Seco", "EPSG:24878", wkb, "18S", table=table)
    result = validate(case, profile)
    assert [f.rule for f in result.findings if f.rule[0] == "N"] == []
    assert {"N01", "N02", "N03", "N04", "N09"} <= set(result.rules_run)
    assert table.rows[0].interior_angle_s == Decimal(89 * 3600 + 58 * 60)
    # With two sides exchanged in the print it does not.
    wrong = [rows[1], rows[2][:1] + ["36,20"] + rows[2][2:], *rows[3:]]
    case = Case(
        "1", "Río Seco", "EPSG:24878", wkb, "18S", table=stated_table(rows[0], wrong, "x", perimeter_m="166,60")
    )
    assert [f.rule for f in validate(case, profile).findings if f.rule[0] == "N"] == ["N02", "N03"]
