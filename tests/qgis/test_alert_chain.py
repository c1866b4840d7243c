"""From the service into the workspace and back to the service: notes, licence, what is new, what was taken back, any table."""

from __future__ import annotations

import csv
import datetime
import json
import sqlite3
from pathlib import Path

import numpy as np
import processing
import pytest
from osgeo import ogr
from pyproj import Geod
from qgis.core import QgsFeature, QgsGeometry, QgsSettings, QgsVectorLayer

from rainforest_alert_plugin.alerts.sources.service import file_sha256
from tests.qgis.test_download_alerts import Log, api, key_of, provider  # noqa: F401  (fixtures)
from tests.unit.alerts.gfw_service import VERSION

EPOCH = datetime.date(2014, 12, 31)
TRIANGLE = "POLYGON((-74.6 -8.6, -74.4 -8.6, -74.5 -8.3, -74.6 -8.6))"


def code(days_ago, confidence=3):
    return confidence * 10000 + (datetime.date.today() - EPOCH).days - days_ago


@pytest.fixture
def area():
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=name:string", "communities", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["CN1"])
    feature.setGeometry(QgsGeometry.fromWkt(TRIANGLE))
    layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "ws").mkdir()
    made = processing.run("rainforestalert:createworkspace", {"NAME": "Prueba", "LOCATION": str(tmp_path / "ws")})
    return made["WORKSPACE"]


@pytest.fixture
def morning(api, key_of, area, tmp_path, workspace):  # noqa: F811
    auth = key_of(api.key)

    def run():
        log = Log()
        got = processing.run(
            "rainforestalert:downloadalerts",
            {
                "SOURCE": "gfw_integrated",
                "AREA": area,
                "AUTH": auth,
                "ADDRESS": api.service.url,
                "WORKSPACE": workspace,
                "OUTPUT_FOLDER": str(tmp_path / "out"),
            },
            feedback=log,
        )
        taken = None
        if got["POINTS"]:
            parameters = {"INPUT": got["POINTS"][0], "TERRITORIES": area, "WORKSPACE": workspace}
            parameters["OUTPUT"] = str(tmp_path / f"{Path(got['POINTS'][0]).stem}.gpkg")
            taken = processing.run("rainforestalert:importalerts", parameters, feedback=log)
        return got, taken, log

    return run


def rows(workspace, sql):
    with sqlite3.connect(f"file:{workspace}?mode=ro", uri=True) as database:
        return database.execute(sql).fetchall()


def test_each_morning_only_what_is_new_is_asked_and_what_was_taken_back_is_marked(api, morning, workspace):  # noqa: F811
    api.alerts = [(-74.50005, -8.45005, code(30)), (-74.50015, -8.45005, code(20)), (-74.50025, -8.45005, code(170))]
    got, taken, log = morning()
    note = json.loads(Path(got["POINTS"][0] + ".source.json").read_text(encoding="utf-8"))
    assert datetime.date.fromisoformat(note["start"]) == datetime.date.today() - datetime.timedelta(days=180)
    assert taken["NEW_COUNT"] == 3
    batch = rows(workspace, "SELECT source_version, licence, sha256, end_date FROM alert_batch")
    assert batch[0][0] == VERSION
    assert batch[0][1].startswith("CC BY 4.0. Source: “Integrated Deforestation Alerts”")
    assert (batch[0][2], batch[0][3]) == (note["sha256"], datetime.date.today().isoformat())
    assert any("Licence: CC BY 4.0" in said for said in log.said)

    asked = len(api.service.asked)
    got, taken, log = morning()
    assert (got["FILE_COUNT"], taken) == (0, None)
    assert len(api.service.asked) == asked + 1
    assert any("nothing was fetched" in said for said in log.said)

    api.versions = ["v20260815"]
    api.alerts = [(-74.50005, -8.45005, code(30, 4)), (-74.50035, -8.45005, code(1))]
    got, taken, log = morning()
    assert (taken["NEW_COUNT"], taken["UPDATED_COUNT"]) == (1, 1)
    gone = rows(workspace, "SELECT date FROM alert WHERE withdrawn_batch_id IS NOT NULL")
    # the one of 170 days ago may have moved out of the span; the other one was taken back
    assert gone == [((datetime.date.today() - datetime.timedelta(days=20)).isoformat(),)]
    assert rows(workspace, "SELECT count(*) FROM alert") == [(4,)]


def test_the_licence_is_in_the_metadata_of_the_layer(api, morning):  # noqa: F811
    api.alerts = [(-74.50005, -8.45005, code(30))]
    _, taken, _ = morning()
    layer = QgsVectorLayer(taken["OUTPUT"], "points", "ogr")
    layer.loadDefaultMetadata()
    metadata = layer.metadata()
    assert metadata.licenses() == ["CC BY 4.0"]
    assert metadata.rights()[0].startswith("Source: “Integrated Deforestation Alerts”")
    assert VERSION in metadata.history()[0]
    assert Path(taken["OUTPUT"].split("|")[0]).with_suffix(".qmd").is_file()


def test_a_key_is_in_no_file_of_the_chain(api, morning, tmp_path):  # noqa: F811
    api.alerts = [(-74.50005, -8.45005, code(30))]
    morning()
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and api.key.encode() in p.read_bytes()]


def imported(path, log=None, **more):
    parameters = {"INPUT": str(path), "OUTPUT": "TEMPORARY_OUTPUT", **more}
    result = processing.run("rainforestalert:importalerts", parameters, feedback=log or Log())
    return list(result["OUTPUT"].getFeatures()), result


@pytest.fixture
def settings(qgis_app):
    yield
    QgsSettings().remove("plugins/rainforest_alert/alert_mappings")


def test_a_mapping_is_given_once_and_remembered_for_the_header(tmp_path, settings):
    header = ["punto", "oeste", "sur", "registrado", "control", "nivel"]
    path = tmp_path / "rondas.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, ["1", "-74.5", "-8.4", "14/03/2026", "2020-01-01", "high"]])
    mapping = '{"longitude": "oeste", "latitude": "sur", "date": "registrado", "confidence": "nivel"}'
    found, result = imported(path, MAPPING=mapping)
    assert (found[0]["date"].toPyDate(), found[0]["confidence"]) == (datetime.date(2026, 3, 14), "high")
    other = tmp_path / "otra.csv"
    with other.open("w", newline="") as file:
        turned = [[row[i] for i in (5, 4, 3, 2, 1, 0)] for row in csv.reader(path.open())]
        csv.writer(file).writerows(turned)
    log = Log()
    again, remembered = imported(other, log)
    assert again[0].geometry().asPoint() == found[0].geometry().asPoint()
    assert json.loads(remembered["MAPPING"]) == json.loads(result["MAPPING"]) == json.loads(mapping)
    assert any("remembered" in said for said in log.said)


def test_a_changed_header_is_named_and_nothing_is_half_imported(tmp_path, settings, workspace):
    path = tmp_path / "alertas.csv"
    path.write_text("lat2,lon2,cuando\n-8.4,-74.5,2026-03-01\n")
    with pytest.raises(Exception, match="latitude, longitude and a date are needed"):
        imported(path, WORKSPACE=workspace)
    assert rows(workspace, "SELECT count(*) FROM alert_batch") == [(0,)]


def polygons(path, driver):
    """DETER's columns, with two clearings of known outline."""
    data = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = data.CreateLayer("deter", geom_type=ogr.wkbPolygon, srs=_degrees())
    layer.CreateField(ogr.FieldDefn("gid", ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("view_date", ogr.OFTDate))
    for gid, day, wkt in (
        ("D1", "2026/08/01", TRIANGLE),
        ("D2", "2026/09/01", "POLYGON((-70 -9,-69.9 -9,-69.9 -9.1,-70 -9))"),
    ):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("gid", gid)
        feature.SetField("view_date", day)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        layer.CreateFeature(feature)
    data = None


def _degrees():
    from osgeo import osr

    system = osr.SpatialReference()
    system.ImportFromEPSG(4326)
    return system


@pytest.mark.parametrize(
    ("name", "driver"), [("d.shp", "ESRI Shapefile"), ("d.gpkg", "GPKG"), ("d.geojson", "GeoJSON")]
)
def test_polygons_come_as_points_in_them_with_their_area(tmp_path, name, driver):
    polygons(tmp_path / name, driver)
    found, result = imported(tmp_path / name)
    assert result["ALERT_COUNT"] == 2
    outline = QgsGeometry.fromWkt(TRIANGLE)
    assert outline.contains(found[0].geometry())
    # pyproj's Geod takes geodesic sides, as the ellipsoid's area does
    area_m2 = abs(Geod(ellps="WGS84").polygon_area_perimeter([-74.6, -74.4, -74.5], [-8.6, -8.6, -8.3])[0])
    assert found[0]["area_ha"] == pytest.approx(area_m2 / 1e4, rel=1e-3)
    again, _ = imported(tmp_path / name)
    assert [f["alert_id"] for f in again] == [f["alert_id"] for f in found]


def whole_raster(path):
    from osgeo import gdal, osr

    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 512, 512, 1, gdal.GDT_UInt16, ["COMPRESS=DEFLATE"])
    dataset.SetGeoTransform((-74.6, 0.0001, 0.0, -8.3, 0.0, -0.0001))
    system = osr.SpatialReference()
    system.ImportFromEPSG(4326)
    dataset.SetProjection(system.ExportToWkt())
    codes = np.random.default_rng(3).integers(30000, 33000, (512, 512)).astype(np.uint16)
    dataset.GetRasterBand(1).WriteArray(codes)
    dataset.FlushCache()
    del dataset
    return path.read_bytes()


def test_a_truncated_raster_is_named_and_nothing_is_half_imported(tmp_path, workspace):
    path = tmp_path / "gfw_integrated_alerts.tif"
    content = whole_raster(path)
    path.write_bytes(content[: len(content) // 2])
    output = tmp_path / "points.gpkg"
    with pytest.raises(Exception, match="cannot be read"):
        processing.run(
            "rainforestalert:importalerts",
            {"INPUT": str(path), "SOURCE": "gfw_integrated", "WORKSPACE": workspace, "OUTPUT": str(output)},
        )
    assert not output.exists()
    assert rows(workspace, "SELECT count(*) FROM alert_batch") == [(0,)]


def test_a_web_page_saved_as_json_is_named_and_nothing_is_half_imported(tmp_path, workspace):
    path = tmp_path / "alerts.json"
    path.write_text("<!DOCTYPE html><html><body>Sign in</body></html>")
    with pytest.raises(Exception, match="cannot be read"):
        imported(path, WORKSPACE=workspace)
    assert rows(workspace, "SELECT count(*) FROM alert_batch") == [(0,)]


def test_alerts_of_the_future_and_of_1999_are_left_out_and_the_rest_goes_on(tmp_path, workspace):
    path = tmp_path / "a.csv"
    path.write_text("x,y,fecha\n-74.5,-8.4,2026-01-05\n-74.6,-8.4,2199-01-01\n-74.7,-8.4,1999-12-31\n")
    log = Log()
    found, result = imported(path, log, WORKSPACE=workspace)
    assert [f["date"].toPyDate().isoformat() for f in found] == ["2026-01-05"]
    assert result["NEW_COUNT"] == 1
    assert any("later than tomorrow" in said and datetime.date.today().isoformat() in said for said in log.said)
    assert any("before 2014-01-01" in said for said in log.said)


def test_unknown_confidence_words_count_as_low_and_are_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("x,y,fecha,confianza\n-74.5,-8.4,2026-01-05,quizás\n")
    log = Log()
    found, _ = imported(path, log)
    assert found[0]["confidence"] == "low"
    assert any("quizás" in said for said in log.said)


def test_an_area_over_the_antimeridian_is_refused_before_anything_is_asked(api, key_of, tmp_path):  # noqa: F811
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "communities", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((-179 -8, 179 -8, 179 -9, -179 -9, -179 -8))"))
    layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    with pytest.raises(Exception, match="more than half of the earth"):
        processing.run(
            "rainforestalert:downloadalerts",
            {
                "AREA": layer,
                "AUTH": key_of(api.key),
                "ADDRESS": api.service.url,
                "OUTPUT_FOLDER": str(tmp_path / "out"),
            },
        )
    assert api.service.asked == []


def test_polygons_of_a_service_keep_their_source_their_number_and_their_licence(tmp_path, workspace):
    path = tmp_path / "deter_2026.geojson"
    ring = [[-74.6, -8.6], [-74.4, -8.6], [-74.5, -8.3], [-74.6, -8.6]]
    feature = {
        "type": "Feature",
        "id": "deter_amz.17",
        "properties": {"gid": "17_curr", "view_date": "2026-08-01", "date": "2026-08-01", "source": "deter"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    note = {
        "service": "deter", "title": "DETER", "licence": "CC BY-SA 4.0", "attribution": "INPE", "address": "https://example.org",
        "start": "2026-07-01", "end": "2026-11-01", "asked_at": "2026-11-01T10:00:00+00:00", "sha256": file_sha256(path),
    }  # fmt: skip
    (tmp_path / "deter_2026.geojson.source.json").write_text(json.dumps(note))
    found, result = imported(path, WORKSPACE=workspace)
    assert (found[0]["source"], result["NEW_COUNT"]) == ("deter", 1)
    feature["geometry"]["coordinates"][0][2][0] = -74.51
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    again, _ = imported(path, WORKSPACE=workspace)
    assert again[0]["alert_id"] == found[0]["alert_id"]
    assert rows(workspace, "SELECT count(*) FROM alert") == [(1,)]
    assert rows(workspace, "SELECT licence FROM alert_batch ORDER BY fetched_at")[0] == ("CC BY-SA 4.0. INPE",)
