"""The workspace in QGIS: its algorithms, its layers, and an edit session open beside it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import uuid
from datetime import datetime, timezone

import processing
import pytest
from processing.core.Processing import Processing
from qgis.core import (
    QgsApplication,
    QgsDataSourceUri,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProviderRegistry,
    QgsSettings,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

from rainforest_alert_plugin.host.messages import catalogue
from rainforest_alert_plugin.host.messages.workspace_labels import labels as translated_labels
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
from rainforest_alert_plugin.workspace.identity import add_person
from rainforest_alert_plugin.workspace.schema import TABLES, UNLISTED, labels
from tests.qgis.title_packages import Log


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


@pytest.fixture
def workspace(tmp_path):
    made = processing.run("rainforestalert:createworkspace", {"NAME": "Federación Ñ", "LOCATION": str(tmp_path)})
    return made["WORKSPACE"]


def layer_of(workspace, table, of=""):
    layer = QgsVectorLayer(f"{workspace}|layername={table}{of}", table, "ogr")
    assert layer.isValid()
    return layer


def test_every_label_of_the_tables_has_its_words():
    assert list(translated_labels()) == list(labels())


def test_every_table_opens_as_a_layer_in_qgis(workspace):
    for table in TABLES:
        if table.name in UNLISTED:
            continue
        if table.geometry and table.geometry.type == "GEOMETRY":
            # QGIS shows a table of any geometry as a layer of each kind.
            layers = [
                layer_of(workspace, table.name, f"|geometrytype={kind}") for kind in ("Point", "LineString", "Polygon")
            ]
        else:
            layers = [layer_of(workspace, table.name)]
        for layer in layers:
            assert layer.isSpatial() == (table.geometry is not None), table.name
            assert table.geometry is None or layer.crs().authid() == "EPSG:4326"


def test_a_place_drawn_in_qgis_is_saved_while_the_plugin_has_the_workspace_open(workspace):
    with open_geopackage(workspace) as opened:
        layer = layer_of(workspace, "place", "|geometrytype=Point")
        layer.startEditing()
        # As QGIS itself makes a feature when somebody draws: with what the database says of the fields left alone.
        place = QgsVectorLayerUtils.createFeature(layer, QgsGeometry.fromPointXY(QgsPointXY(-75.25, -4.5)))
        place["name"] = "Yakuñ"
        assert layer.addFeature(place)
        assert layer.commitChanges(), layer.commitErrors()
        with opened.write() as transaction:
            transaction.insert("organization", {"name": "FECONARIN"})
        rows = opened.read("place")
    assert [(row["name"], row["sensitivity"], row["row_version"]) for row in rows] == [("Yakuñ", "community", 1)]
    assert uuid.UUID(rows[0]["id"]).version == 4
    made = datetime.fromisoformat(rows[0]["created_at"].replace("Z", "+00:00"))
    assert abs((datetime.now(timezone.utc) - made).total_seconds()) < 600
    again = layer_of(workspace, "organization")
    assert [feature["name"] for feature in again.getFeatures()] == ["FECONARIN"]


def test_an_agreed_boundary_cannot_be_drawn_over_in_qgis(workspace):
    with open_geopackage(workspace) as opened, opened.write() as transaction:
        community = transaction.insert("community", {"name": "Nuevo Horizonte"})
        transaction.insert(
            "boundary_version",
            {"community_id": community, "number": 1, "reason": "survey of 2019", "epsg": 32718, "area_ha": 5.0},
        )
    layer = layer_of(workspace, "boundary_version")
    (version,) = layer.getFeatures()
    layer.startEditing()
    assert layer.changeAttributeValue(version.id(), layer.fields().indexOf("area_ha"), 50.0)
    assert not layer.commitChanges()
    assert "Rainforest Alert" in " ".join(layer.commitErrors())
    layer.rollBack()
    with open_geopackage(workspace) as opened:
        assert [row["area_ha"] for row in opened.read("boundary_version")] == [5.0]


def test_backup_change_restore_and_verify_run_one_after_the_other(workspace, tmp_path):
    copy = str(tmp_path / "usb" / "copy.gpkg")
    done = processing.run("rainforestalert:backupworkspace", {"WORKSPACE": workspace, "FILE": copy})
    assert done["FILE"] == copy
    with open_geopackage(workspace) as opened, opened.write() as transaction:
        transaction.insert("organization", {"name": "later"})
    back = processing.run("rainforestalert:restoreworkspace", {"WORKSPACE": workspace, "FILE": copy})
    with open_geopackage(workspace) as opened:
        assert opened.count("organization") == 0
    with open_geopackage(back["ASIDE"], read_only=True) as aside:
        assert aside.count("organization") == 1
    report = str(tmp_path / "report.json")
    verified = processing.run("rainforestalert:verifyaudit", {"WORKSPACE": back["WORKSPACE"], "REPORT_JSON": report})
    assert (verified["INTACT"], verified["BROKEN_COUNT"]) == (True, 0)
    with open(report, encoding="utf-8") as file:
        said = json.load(file)
    assert said["intact"] is True
    # the first laptop made the workspace and the backup, the second began with the restore
    chains = sorted((chain["lines"], chain["intact"], chain["broken_at"]) for chain in said["chains"])
    assert chains == [(1, True, None), (2, True, None)]


def test_a_backup_is_written_down_as_a_release_to_the_circle_of_trust_in_the_copy_too(workspace, tmp_path):
    copy = str(tmp_path / "copy.gpkg")
    processing.run("rainforestalert:backupworkspace", {"WORKSPACE": workspace, "FILE": copy})
    for place in (workspace, copy):
        with open_geopackage(place, read_only=True) as opened:
            (line,) = opened.read("release_log")
            assert (line["audience"], line["purpose"], line["table_name"]) == (
                "replica",
                "backupworkspace",
                "everything",
            )


def test_a_workspace_in_a_synchronised_folder_can_still_be_backed_up(workspace, tmp_path):
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    moved = shutil.move(workspace, folder / "prueba.gpkg")
    copy = str(tmp_path / "copy.gpkg")
    assert processing.run("rainforestalert:backupworkspace", {"WORKSPACE": str(moved), "FILE": copy})["ROW_COUNT"] > 0


def test_a_broken_log_is_reported_with_its_line(workspace, tmp_path):
    with open_geopackage(workspace) as opened:
        for number in range(4):
            with opened.write() as transaction:
                transaction.insert("organization", {"name": str(number)})
    with sqlite3.connect(workspace) as database:
        database.execute("DROP TRIGGER guard_audit_log_update")
        database.execute("UPDATE audit_log SET content = '{}' WHERE sequence = 3")
    report = str(tmp_path / "report.json")
    verified = processing.run("rainforestalert:verifyaudit", {"WORKSPACE": workspace, "REPORT_JSON": report})
    assert (verified["INTACT"], verified["BROKEN_COUNT"]) == (False, 1)
    assert "row 3" in verified["SUMMARY"]
    with open(report, encoding="utf-8") as file:
        (chain,) = json.load(file)["chains"]
    assert (chain["broken_at"], chain["cause"], chain["lines"]) == (3, "changed", 5)


def test_a_release_whose_run_was_killed_is_told_and_breaks_nothing(workspace, tmp_path):
    killed, ended = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
    with open_geopackage(workspace) as opened:
        rosa = add_person(opened, "Rosa Ampush")
        with opened.write() as work:
            work.log("release_begun", "release_log", killed, {"audience": "office", "table": "place", "count": 7})
            work.log("release_begun", "release_log", ended, {"audience": "public", "table": "place", "count": 1})
            work.log("release", "release_log", ended, {"audience": "public", "table": "place", "count": 1})
    report = tmp_path / "report.json"
    log = Log()
    parameters = {"WORKSPACE": workspace, "REPORT_JSON": str(report)}
    verified = processing.run("rainforestalert:verifyaudit", parameters, feedback=log)
    assert (verified["INTACT"], verified["BROKEN_COUNT"], verified["UNENDED_COUNT"]) == (True, 0, 1)
    assert "began and have no end in the log: 1." in verified["SUMMARY"]
    said = json.loads(report.read_text(encoding="utf-8"))
    (begun,) = said["unended_releases"]
    laptop = said["chains"][0]["replica"]
    with sqlite3.connect(workspace) as database:
        ((began_at,),) = database.execute("SELECT happened_at FROM audit_log WHERE row_id = ?", [killed]).fetchall()
    database.close()
    assert begun == {
        "id": killed,
        "began_at": began_at,
        "replica_id": said["chains"][0]["replica_id"],
        "replica": laptop,
        "person_id": rosa,
        "audience": "office",
        "table": "place",
        "count": 7,
    }
    (line,) = [one for one in log.lines if "without an end" in one]
    assert began_at[:10] in line
    assert line.endswith(f"7 rows of “Places”, for the office of the State. Who: {rosa}; laptop: {laptop}.")
    # the report may go anywhere, and a history of Processing keeps the log: the name stays in the workspace
    assert "Rosa" not in report.read_text(encoding="utf-8") + line


def test_what_cannot_be_done_is_said_in_a_sentence_with_the_next_step(workspace, tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "notes.gpkg").write_text("no database", encoding="utf-8")
    cases = [
        ("createworkspace", {"NAME": "Federación Ñ", "LOCATION": str(tmp_path)}, "exists already"),
        ("createworkspace", {"NAME": "x", "LOCATION": str(tmp_path / "Dropbox")}, "copies to the cloud"),
        ("createworkspace", {"NAME": "../x", "LOCATION": str(tmp_path)}, "cannot be the name of a file"),
        ("createworkspace", {"NAME": "x", "LOCATION": "nowhere/orpio"}, "no database connection called"),
        (
            "backupworkspace",
            {"WORKSPACE": str(tmp_path / "no.gpkg"), "FILE": str(tmp_path / "c.gpkg")},
            "no workspace at",
        ),
        ("backupworkspace", {"WORKSPACE": workspace, "FILE": workspace}, "is the workspace itself"),
        ("restoreworkspace", {"WORKSPACE": workspace, "FILE": str(tmp_path / "notes.gpkg")}, "is not a workspace"),
        ("verifyaudit", {"WORKSPACE": str(tmp_path)}, "no workspace at"),
    ]
    for name, parameters, words in cases:
        with pytest.raises(QgsProcessingException, match=words):
            processing.run(f"rainforestalert:{name}", parameters)
    assert not (tmp_path / "c.gpkg").exists()


def test_every_sentence_of_the_room_can_be_worded():
    names = [
        "path",
        "name",
        "found",
        "known",
        "reason",
        "seconds",
        "folder",
        "table",
        "id",
        "connection",
        "location",
        "replica",
    ]
    names += [
        "lines",
        "line",
        "role",
        "roles",
        "audience",
        "audiences",
        "sensitivity",
        "released",
        "held_back",
        "blanked",
        "layer",
        "reduced",
        "community",
        "matter",
        "count",
        "ids",
        "withheld",
        "size_mb",
        "limit_mb",
        "day",
        "person",
        "origin",
        "level",
        "places",
        "left",
        "columns",
        "way",
        "why",
        "field",
        "fields",
        "layers",
    ]
    facts = dict.fromkeys(names, 1)
    for key, sentence in catalogue().items():
        if key.startswith("workspace."):
            assert sentence.format(**facts)


def test_a_shared_workspace_is_made_and_found_by_the_name_of_a_stored_connection(postgis, tmp_path):
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    uri = QgsDataSourceUri()
    uri.setConnection(postgis.host, str(postgis.port), postgis.database, postgis.user, "")
    metadata.saveConnection(metadata.createConnection(uri.uri(), {"saveUsername": True}), "federation")
    try:
        made = processing.run("rainforestalert:createworkspace", {"NAME": "ORPIO", "LOCATION": "federation/orpio_qgis"})
        assert made["WORKSPACE"] == "federation/orpio_qgis"
        with open_workspace(made["WORKSPACE"]) as opened:
            assert opened.replica_id == made["REPLICA_ID"]
            with opened.write() as transaction:
                transaction.insert("organization", {"name": "ORPIO"})
        verified = processing.run("rainforestalert:verifyaudit", {"WORKSPACE": "federation/orpio_qgis"})
        assert verified["INTACT"] is True
        QgsSettings().remove("rainforest_alert/replica/federation/orpio_qgis")
        with open_workspace("federation/orpio_qgis") as other_laptop:
            assert other_laptop.replica_id != made["REPLICA_ID"]
        layer = QgsVectorLayer(
            f'{uri.uri()} key=\'fid\' srid=4326 type=Point table="orpio_qgis"."alert" (geom)', "alert", "postgres"
        )
        assert layer.isValid()
        copy = str(tmp_path / "copy.gpkg")
        shared = {"WORKSPACE": "federation/orpio_qgis", "FILE": copy}
        assert processing.run("rainforestalert:backupworkspace", shared)["ROW_COUNT"] > 0
        with open_geopackage(copy, read_only=True) as saved:
            assert [row["name"] for row in saved.read("organization")] == ["ORPIO"]
        with pytest.raises(QgsProcessingException, match="exists already"):
            processing.run("rainforestalert:restoreworkspace", shared)
        back = processing.run("rainforestalert:restoreworkspace", {"WORKSPACE": "federation/orpio_back", "FILE": copy})
        with open_workspace(back["WORKSPACE"]) as brought:
            assert [row["name"] for row in brought.read("organization")] == ["ORPIO"]
    finally:
        metadata.deleteConnection("federation")


def test_a_workspace_made_by_the_host_carries_the_words_of_its_language(tmp_path, monkeypatch):
    from rainforest_alert_plugin.host import workspaces

    monkeypatch.setattr(workspaces, "labels", lambda: {"Confidence": "Confianza"})
    with create_workspace("a", str(tmp_path)) as made:
        found = made.connection.query(
            "SELECT name FROM gpkg_data_columns WHERE table_name = 'alert' AND column_name IN ('confidence', 'date')"
        )
    assert sorted(found) == [("Confianza",), ("Date",)]
