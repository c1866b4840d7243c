"""`prioritizeevents` as Processing runs it."""

from __future__ import annotations

import json

import processing
import pytest
from processing.core.Processing import Processing
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

EVENT_FIELDS = (
    "event_id:string&field=area_ha:double&field=first_date:date&field=last_date:date&field=max_confidence:string"
)
SQUARE = "POLYGON((-74 -8,-73.999 -8,-73.999 -7.999,-74 -7.999,-74 -8))"
FAR = "POLYGON((-73.5 -8,-73.499 -8,-73.499 -7.999,-73.5 -7.999,-73.5 -8))"


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


def layer(kind, fields, *rows, crs="EPSG:4326", name="layer"):
    made = QgsVectorLayer(f"{kind}?crs={crs}&field={fields}", name, "memory")
    features = []
    for wkt, *values in rows:
        feature = QgsFeature(made.fields())
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(values)
        features.append(feature)
    made.dataProvider().addFeatures(features)
    made.updateExtents()
    return made


def events(*rows, extra=""):
    return layer("Polygon", EVENT_FIELDS + extra, *rows, name="events")


def run(log=None, **parameters):
    given = {"TODAY": "2026-11-23", "OUTPUT": "TEMPORARY_OUTPUT", **parameters}
    output = processing.run("rainforestalert:prioritizeevents", given, feedback=log or QgsProcessingFeedback())[
        "OUTPUT"
    ]
    return list(output.getFeatures())


def refusal(**parameters):
    log = Log()
    with pytest.raises(QgsProcessingException) as caught:
        run(log, **parameters)
    return " ".join([*log.said, str(caught.value)])


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__()
        self.said = []

    def pushWarning(self, text):
        self.said.append(text)

    def reportError(self, text, fatalError=False):
        self.said.append(text)

    def pushInfo(self, text):
        self.said.append(text)


def test_events_come_in_the_order_of_their_priority_with_reasons_in_words():
    found = run(
        EVENTS=events(
            (FAR, "old", 0.2, "2026-01-01", "2026-01-02", "low"),
            (SQUARE, "new", 3.2, "2026-11-12", "2026-11-23", "high"),
        ),
        TERRITORIES=layer(
            "Polygon", "name:string", ("POLYGON((-74.1 -8.1,-73.99 -8.1,-73.99 -7.9,-74.1 -7.9,-74.1 -8.1))", "CN")
        ),
        RIVERS=layer("LineString", "name:string", ("LINESTRING(-74.00136 -8.1,-74.00136 -7.9)", "Río")),
        ROADS=layer("LineString", "name:string", ("LINESTRING(-73 -8,-73 -7)", "Vía")),
        SETTLEMENTS=layer("Point", "name:string", ("POINT(-74 -8.01)", "Puerto")),
    )
    assert [feature["event_id"] for feature in found] == ["new", "old"]
    first, second = found
    assert 0 <= second["priority"] < first["priority"] <= 100
    # 0.009 degrees of longitude to the eastern side: 990 m; 0.00136 to the river: 150 m; 0.01 of latitude to the village: 1.1 km
    assert first["reason"] == (
        "3.2 ha in 12 days, 990 m inside the boundary, 150 m from the river, 1.1 km from a settlement, "
        "last alert today, high confidence"
    )
    assert first["boundary_m"] == pytest.approx(992, abs=1)
    assert second["boundary_m"] == pytest.approx(-0.49 * 110_240, rel=1e-2)
    parts = [first[f"part_{name}"] for name in ("area", "growth", "recency", "confidence", "territory", "access")]
    assert sum(parts) == pytest.approx(first["priority"], abs=0.06)
    assert first["part_history"] is None or not first["part_history"]


def test_layers_in_other_reference_systems_give_the_same_priority():
    utm = processing.run(
        "native:reprojectlayer",
        {
            "INPUT": events((SQUARE, "a", 3.2, "2026-11-12", "2026-11-23", "high")),
            "TARGET_CRS": "EPSG:32718",
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
    )["OUTPUT"]
    river = layer("LineString", "name:string", ("LINESTRING(-74.00136 -8.1,-74.00136 -7.9)", "Río"))
    here = run(EVENTS=events((SQUARE, "a", 3.2, "2026-11-12", "2026-11-23", "high")), RIVERS=river)[0]
    there = run(EVENTS=utm, RIVERS=river)[0]
    assert there["river_m"] == pytest.approx(here["river_m"], abs=0.2)
    assert there["priority"] == pytest.approx(here["priority"], abs=0.1)
    assert there.geometry().area() == pytest.approx(110.24 * 110.6, rel=1e-2)


def test_only_confirmed_reports_count():
    reports = layer("Point", "status:string", ("POINT(-74.0005 -8)", "false alarm"), ("POINT(-74.01 -8)", "confirmed"))
    found = run(EVENTS=events((SQUARE, "a", 1.0, "2026-11-12", "2026-11-23", "high")), REPORTS=reports)[0]
    assert found["report_m"] == pytest.approx(0.01 * 110_240, rel=2e-3)


def test_growth_written_by_alertevents_is_used():
    growth = json.dumps({"2026-06-01": 4.0, "2026-11-20": 0.5})
    found = run(
        EVENTS=events((SQUARE, "a", 4.5, "2026-06-01", "2026-11-20", "high", growth), extra="&field=growth:string")
    )[0]
    assert found["recent_ha"] == pytest.approx(0.5)


def test_events_without_dates_or_geometry_are_counted_and_left_out():
    log = Log()
    found = run(
        log,
        EVENTS=events(
            (SQUARE, "a", 1.0, "2026-11-12", "2026-11-23", "high"),
            (SQUARE, "b", 1.0, None, None, "high"),
            ("", "c", 1.0, "2026-11-12", "2026-11-23", "high"),
        ),
    )
    assert [feature["event_id"] for feature in found] == ["a"]
    assert any("1 events have no dates" in said for said in log.said)
    assert any("3 features read, 2 used" in said for said in log.said)


def test_no_events_make_an_empty_layer():
    assert run(EVENTS=events()) == []


def test_a_layer_that_holds_no_events_is_named():
    said = refusal(EVENTS=layer("Polygon", "name:string", (SQUARE, "x"), name="communities"))
    assert "lacks area_ha, first_date" in said


def test_a_broken_profile_is_named(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text('{"parts": {"area": {"weight": 5}}}', encoding="utf-8")
    said = refusal(EVENTS=events((SQUARE, "a", 1.0, "2026-11-12", "2026-11-23", "high")), PROFILE=str(path))
    assert "none_at_ha" in said
    assert "mine.json" in said
