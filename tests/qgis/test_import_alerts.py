"""``importalerts`` as Processing runs it: one form for every source, the same identity twice, nothing left behind."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import numpy as np
import processing
import pytest
from osgeo import gdal
from processing.core.Processing import Processing
from pyproj import Transformer
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from tests.unit.alerts.alert_rasters import write_raster

ALGORITHM = "rainforestalert:importalerts"
FIELDS = ["alert_id", "source", "date", "confidence", "area_ha", "territory_id"]
# 4 x 4 pixels of 0.0001 degrees from -75, -8: columns of low, high, highest and nothing, all of day 3347 = 2024-02-29
CODES = np.tile(np.array([23347, 33347, 43347, 0], np.uint16), (4, 1))
WEST_HALF = "POLYGON((-75 -8, -74.9998 -8, -74.9998 -8.0004, -75 -8.0004, -75 -8))"
ALL = "POLYGON((-75 -8, -74.9996 -8, -74.9996 -8.0004, -75 -8.0004, -75 -8))"
FAR = "POLYGON((-60 -8, -59 -8, -59 -7, -60 -8))"


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
    """Feedback that keeps what is said, and cancels itself at a given progress."""

    def __init__(self, cancel_at=None):
        super().__init__(False)
        self.warnings, self.said, self.cancel_at = [], [], cancel_at
        if cancel_at is not None:
            self.progressChanged.connect(self.watch)

    def pushWarning(self, text):
        self.warnings.append(text)

    def pushInfo(self, text):
        self.said.append(text)

    def watch(self, percent):
        if percent >= self.cancel_at:
            self.cancel()


def territories_of(*rows):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=code:string", "communities", "memory")
    features = []
    for code, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code])
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def run(alerts, log=None, output="TEMPORARY_OUTPUT", **more):
    log = log or Log()
    result = processing.run(ALGORITHM, {"INPUT": alerts, "OUTPUT": output, **more}, feedback=log)
    layer = result["OUTPUT"]
    if isinstance(layer, str):
        layer = QgsVectorLayer(layer, "points", "ogr")
    assert layer.crs().authid() == "EPSG:4326"
    assert [field.name() for field in layer.fields() if field.name() != "fid"] == FIELDS
    rows = []
    for feature in layer.getFeatures():
        point = feature.geometry().asPoint()
        row = {name: feature[name] for name in FIELDS}
        row["date"] = row["date"].toPyDate().isoformat()
        rows.append({**row, "x": point.x(), "y": point.y()})
    return rows, log, result


def refused(alerts, **more):
    with pytest.raises(QgsProcessingException) as error:
        run(alerts, **more)
    return str(error.value)


@pytest.fixture
def raster(tmp_path):
    return write_raster(tmp_path / "gfw_integrated_alerts.tif", CODES)


@pytest.fixture
def answer(tmp_path):
    """What the Data API says about the first row of the same pixels."""
    rows = [
        {
            "latitude": -8.00005,
            "longitude": x,
            "gfw_integrated_alerts__date": "2024-02-29",
            "gfw_integrated_alerts__confidence": word,
        }
        for x, word in ((-74.99995, "nominal"), (-74.99985, "high"), (-74.99975, "highest"))
    ]
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"data": rows, "status": "success"}))
    return str(path)


def test_raster_pixels_become_points_at_their_centres(raster):
    rows, _, result = run(raster)
    assert result["ALERT_COUNT"] == 12
    centres = [(-75 + 0.0001 * (col + 0.5), -8 - 0.0001 * (row + 0.5)) for row in range(4) for col in range(3)]
    np.testing.assert_allclose([(row["x"], row["y"]) for row in rows], centres, rtol=0, atol=1e-9)
    assert [row["confidence"] for row in rows[:3]] == ["low", "high", "highest"]
    assert {(row["source"], row["date"]) for row in rows} == {("gfw_integrated", "2024-02-29")}
    assert rows[0]["area_ha"] == pytest.approx(11.0242 * 11.0596 / 1e4, rel=1e-5)


def test_raster_and_service_name_the_same_pixel_alike(raster, answer):
    from_raster, _, _ = run(raster)
    from_service, _, _ = run(answer)
    assert [row["alert_id"] for row in from_service] == [row["alert_id"] for row in from_raster[:3]]
    assert len({row["alert_id"] for row in from_raster}) == 12
    assert [row["confidence"] for row in from_service] == ["low", "high", "highest"]
    assert from_service[0]["area_ha"] == pytest.approx(from_raster[0]["area_ha"], rel=1e-9)


def test_an_alert_in_overlapping_territories_is_a_point_for_each(raster):
    rows, _, _ = run(raster, TERRITORIES=territories_of(("A", WEST_HALF), ("B", ALL)), TERRITORY_ID="code")
    assert sum(row["territory_id"] == "A" for row in rows) == 8
    assert sum(row["territory_id"] == "B" for row in rows) == 12
    assert len({row["alert_id"] for row in rows}) == 12


def test_alerts_outside_the_territories_are_counted_not_written(answer):
    rows, log, result = run(answer, TERRITORIES=territories_of(("A", WEST_HALF)), TERRITORY_ID="code")
    assert [row["territory_id"] for row in rows] == ["A", "A"]
    assert result["ALERT_COUNT"] == 2
    assert any("1 outside the territories" in line for line in log.said)


def test_dates_and_confidence_filter(raster):
    rows, _, _ = run(raster, MIN_CONFIDENCE="high", START="2024-02-29", END="2024-02-29")
    assert {row["confidence"] for row in rows} == {"high", "highest"}
    assert run(raster, START="2024-03-01")[0] == []


def test_raster_in_another_system_is_brought_to_degrees(tmp_path):
    x, y = Transformer.from_crs(4326, 32718, always_xy=True).transform(-75.0, -8.0)
    path = write_raster(tmp_path / "gfw_integrated.tif", CODES, transform=(x, 10, 0, y, 0, -10), epsg=32718)
    rows, _, _ = run(path)
    back = Transformer.from_crs(32718, 4326, always_xy=True).transform(x + 5, y - 5)
    assert (rows[0]["x"], rows[0]["y"]) == pytest.approx(back, abs=1e-9)
    # 100 m2 of the plane; k0 = 0.9996 at the central meridian: 100 / 0.9996**2 m2 on the ground
    assert rows[0]["area_ha"] == pytest.approx(0.01 / 0.9996**2, rel=1e-7)


def test_point_layers_and_delimited_text_are_read(tmp_path, answer):
    expected = [row["alert_id"] for row in run(answer)[0]]
    points = json.loads(Path(answer).read_text())["data"]
    csv = tmp_path / "alertas.csv"
    csv.write_text("\n".join([",".join(points[0]), *(",".join(str(v) for v in row.values()) for row in points)]))
    features = [
        {
            "type": "Feature",
            "properties": {
                "date": row["gfw_integrated_alerts__date"],
                "confidence": row["gfw_integrated_alerts__confidence"],
            },
            "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
        }
        for row in points
    ]
    for suffix in (".geojson", ".json"):
        (tmp_path / f"points{suffix}").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert [row["alert_id"] for row in run(str(csv))[0]] == expected
    for suffix in (".geojson", ".json"):
        path = str(tmp_path / f"points{suffix}")
        assert [row["alert_id"] for row in run(path, SOURCE="gfw_integrated")[0]] == expected


def test_what_was_imported_can_be_imported_and_counted_again(raster, tmp_path):
    first = str(tmp_path / "first.gpkg")
    rows, _, _ = run(raster, output=first)
    again, _, _ = run(first)
    assert [row["alert_id"] for row in again] == [row["alert_id"] for row in rows]
    counted = processing.run(
        "rainforestalert:alertstatistics",
        {
            "ALERTS": first,
            "TERRITORIES": territories_of(("A", ALL)),
            "TERRITORY_ID": "code",
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
    )
    direct = processing.run(
        "rainforestalert:alertstatistics",
        {
            "ALERTS": raster,
            "TERRITORIES": territories_of(("A", ALL)),
            "TERRITORY_ID": "code",
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
    )
    assert counted["PIXEL_COUNT"] == direct["PIXEL_COUNT"] == 12
    assert counted["AREA_HA"] == pytest.approx(direct["AREA_HA"], rel=1e-9)


@pytest.fixture
def workspace(tmp_path):
    made = processing.run("rainforestalert:createworkspace", {"NAME": "Prueba", "LOCATION": str(tmp_path / "ws")})
    return made["WORKSPACE"]


@pytest.fixture(autouse=True)
def workspace_folder(tmp_path):
    (tmp_path / "ws").mkdir()


def alerts_in(workspace):
    with sqlite3.connect(f"file:{workspace}?mode=ro", uri=True) as database:
        return database.execute(
            "SELECT id, date, confidence, territory_id, previous_confidence FROM alert ORDER BY id"
        ).fetchall()


def test_the_workspace_holds_each_alert_once(raster, answer, workspace):
    territories = territories_of(("A", WEST_HALF), ("B", ALL))
    rows, _, result = run(raster, WORKSPACE=workspace, TERRITORIES=territories, TERRITORY_ID="code")
    assert (result["NEW_COUNT"], result["UPDATED_COUNT"], result["WORKSPACE"]) == (12, 0, workspace)
    assert sorted({row["alert_id"] for row in rows}) == [row[0] for row in alerts_in(workspace)]
    _, _, again = run(raster, WORKSPACE=workspace)
    assert (again["NEW_COUNT"], again["UPDATED_COUNT"]) == (0, 0)
    _, log, other = run(answer, WORKSPACE=workspace)
    assert (other["NEW_COUNT"], other["UPDATED_COUNT"]) == (0, 0)
    assert other["BATCH_ID"] != again["BATCH_ID"]
    assert any("3 already there" in line for line in log.said)


def test_a_surer_alert_updates_the_workspace(answer, workspace):
    run(answer, WORKSPACE=workspace)
    answered = json.loads(Path(answer).read_text())
    answered["data"][0]["gfw_integrated_alerts__confidence"] = "highest"
    Path(answer).write_text(json.dumps(answered))
    _, _, result = run(answer, WORKSPACE=workspace)
    assert (result["NEW_COUNT"], result["UPDATED_COUNT"]) == (0, 1)
    assert ("highest", "low") in {(row[2], row[4]) for row in alerts_in(workspace)}


def events_in(workspace):
    with sqlite3.connect(f"file:{workspace}?mode=ro", uri=True) as database:
        return database.execute("SELECT id, pixel_count, withdrawn_count, last_change FROM alert_event").fetchall()


def test_the_events_of_the_workspace_follow_the_import(raster, answer, workspace):
    run(answer, WORKSPACE=workspace)
    ((first, count, _, change),) = events_in(workspace)
    assert (count, change) == (3, "new")
    _, log, _ = run(raster, WORKSPACE=workspace)
    after = {row[0]: row for row in events_in(workspace)}
    assert sum(row[1] for row in after.values()) == 12
    assert after[first][1] > 3
    assert any("grown" in line for line in log.said)


def test_what_a_complete_import_no_longer_holds_is_marked_as_withdrawn_never_deleted(answer, workspace):
    run(answer, WORKSPACE=workspace, COMPLETE=True)
    answered = json.loads(Path(answer).read_text())
    del answered["data"][1]
    Path(answer).write_text(json.dumps(answered))
    run(answer, WORKSPACE=workspace)
    assert [row[1:3] for row in events_in(workspace)] == [(3, 0)], "only an import that is said to be complete can tell"
    _, log, _ = run(answer, WORKSPACE=workspace, COMPLETE=True, TERRITORIES=territories_of(("B", ALL)))
    assert len(alerts_in(workspace)) == 3
    assert [row[1:] for row in events_in(workspace)] == [(2, 1, "withdrawn")]
    assert any("1 alerts were withdrawn" in line for line in log.said)


def test_a_filtered_import_is_never_complete(answer, workspace):
    assert "complete" in refused(answer, WORKSPACE=workspace, COMPLETE=True, START="2024-01-01")
    assert "complete" in refused(answer, WORKSPACE=workspace, COMPLETE=True, MIN_CONFIDENCE="high")


def test_a_workspace_that_is_none_leaves_no_output(answer, tmp_path):
    output = tmp_path / "points.gpkg"
    before = sorted(path.name for path in tmp_path.iterdir())
    refused(answer, WORKSPACE=str(tmp_path / "none.gpkg"), output=str(output))
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("percent", [5, 40, 69])
def test_cancel_leaves_nothing(raster, tmp_path, workspace, percent):
    before = sorted(path.name for path in tmp_path.iterdir())
    log = Log(cancel_at=percent)
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        run(
            raster,
            log=log,
            output=str(tmp_path / "points.gpkg"),
            WORKSPACE=workspace,
            TERRITORIES=territories_of(("A", ALL)),
            TERRITORY_ID="code",
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert alerts_in(workspace) == []


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "none.tif" in refused(str(tmp_path / "none.tif"))


def test_a_page_saved_as_tif_is_refused(tmp_path):
    path = tmp_path / "alerts.tif"
    path.write_text("<html>403</html>")
    assert "cannot be read" in refused(str(path))


def test_float_raster_is_refused(tmp_path):
    assert "Float32" in refused(write_raster(tmp_path / "a.tif", CODES.astype(np.float32)))


def test_raster_without_system_is_refused(tmp_path):
    assert "no coordinate reference system" in refused(write_raster(tmp_path / "gfw_integrated.tif", CODES, epsg=None))


def test_territories_outside_the_raster_are_refused(raster):
    assert "None of the territories" in refused(raster, TERRITORIES=territories_of(("far", FAR)), TERRITORY_ID="code")


def test_polygons_without_a_date_are_no_alerts():
    assert "a date are needed" in refused(territories_of(("A", ALL)))


def test_table_without_columns_of_alerts_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("nombre,hectareas\nA,3\n")
    assert "hectareas" in refused(str(path))


def test_empty_answer_is_refused(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"data":[]}')
    assert "without results" in refused(str(path))


def test_destination_that_cannot_be_written_is_refused(answer, tmp_path):
    (tmp_path / "file").write_text("x")
    assert "Nothing can be written" in refused(answer, output=str(tmp_path / "file" / "points.gpkg"))


def test_block_cache_is_as_before(raster):
    before = gdal.GetCacheMax()
    run(raster)
    assert gdal.GetCacheMax() == before
