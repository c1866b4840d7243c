"""A fresh workspace as other programs see it."""

from __future__ import annotations

import re
import sqlite3
import struct
import time
import uuid

import pytest
from osgeo import gdal, ogr
from osgeo_utils.samples import validate_gpkg

from rainforest_alert_plugin.errors import InputError, OutputError, WorkspaceError
from rainforest_alert_plugin.workspace.alerts import import_batch
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage
from rainforest_alert_plugin.workspace.points import point_blobs
from rainforest_alert_plugin.workspace.schema import GUARD_SENTENCE, SCHEMA_VERSION, TABLES

from .conftest import batch, bystander, pixels

# DESIGN, section 2.
DESIGNED = {
    "replica", "person", "attachment", "audit_log", "release_log", "schema_version",
    "organization", "community", "boundary_version", "boundary_side", "vertex", "place", "workshop", "attendance", "proposal", "dispute",
    "consent", "alert_batch", "alert", "alert_event", "alert_event_member", "mission", "field_report", "case_file", "activity",
    "reference_layer", "validation_run", "finding", "waiver", "titling_step", "export_package", "release_rule",
    "workshop_sheet",  # beside the design: sheets that were printed for a workshop
}  # fmt: skip


def test_every_table_of_the_design_is_there_and_described(path):
    with bystander(path) as database:
        listed = {row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")}
        there = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert listed == DESIGNED
    assert listed <= there


def test_gdal_finds_the_geopackage_valid_even_with_alerts_in_it(path):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(50))
    validate_gpkg.check(str(path), extra_checks=True, warning_as_error=True)


def test_ogr_reads_every_layer_and_a_point_stands_where_it_was_put(path):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(3))
    data = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    assert {data.GetLayer(i).GetName() for i in range(data.GetLayerCount())} == DESIGNED
    layer = data.GetLayerByName("alert")
    # The second pixel from the west: -74 + 1.5 x 0.0001.
    layer.SetSpatialFilterRect(-73.99986, -8.5, -73.99984, -8.4)
    found = [feature.GetGeometryRef().GetPoint_2D() for feature in layer]
    assert found == [pytest.approx((-73.99985, -8.49995), abs=1e-9)]
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4326"


def test_aliases_are_in_the_language_of_the_user(tmp_path):
    words = {"Confidence": "Confianza"}
    create_geopackage(tmp_path / "a.gpkg", "A", "a", lambda label: words.get(label, label)).close()
    with bystander(tmp_path / "a.gpkg") as database:
        alias = database.execute(
            "SELECT name FROM gpkg_data_columns WHERE table_name = 'alert' AND column_name = 'confidence'"
        ).fetchone()
    assert alias == ("Confianza",)


def test_another_program_cannot_write_an_agreed_boundary_but_can_add_a_place(path):
    with bystander(path) as database:
        with pytest.raises(sqlite3.IntegrityError, match="only through Rainforest Alert"):
            database.execute(
                "INSERT INTO schema_version (id, version, applied_at, plugin_version) VALUES (?, 9, '2026-01-01T00:00:00Z', 'x')",
                ["0" * 36],
            )
        with pytest.raises(sqlite3.IntegrityError, match="only through Rainforest Alert"):
            database.execute("UPDATE replica SET name = 'mine'")
        with pytest.raises(sqlite3.IntegrityError, match="only through Rainforest Alert"):
            database.execute("DELETE FROM audit_log")
    data = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    place = ogr.Feature(data.GetLayerByName("place").GetLayerDefn())
    place["id"] = "5c5e3f0e-1111-4222-8333-944455556666"
    place["name"] = "Quebrada Shinkeyaku"
    place["created_at"] = "2026-11-23T10:00:00.000Z"
    place.SetGeometry(ogr.CreateGeometryFromWkt("POINT (-75.5 -4.25)"))
    assert data.GetLayerByName("place").CreateFeature(place) == 0
    ogr.UseExceptions()
    try:
        boundary = ogr.Feature(data.GetLayerByName("boundary_version").GetLayerDefn())
        boundary["id"] = "5c5e3f0e-1111-4222-8333-944455556667"
        with pytest.raises(RuntimeError, match="only through Rainforest Alert"):
            data.GetLayerByName("boundary_version").CreateFeature(boundary)
    finally:
        ogr.DontUseExceptions()
    data = None
    with open_geopackage(path) as workspace:
        (place,) = workspace.read("place")
        assert workspace.count("boundary_version") == 0
    assert (place["name"], place["sensitivity"]) == ("Quebrada Shinkeyaku", "community")
    assert place["geom"] == struct.pack("<BIdd", 1, 1, -75.5, -4.25)


def test_every_guarded_table_refuses_a_stranger_with_the_sentence(path):
    guarded = [table.name for table in TABLES if table.guarded and not table.is_bulk]
    assert {"boundary_version", "boundary_side", "vertex", "proposal", "audit_log", "alert_batch"} <= set(guarded)
    with bystander(path) as database:
        for name in guarded:
            with pytest.raises(sqlite3.IntegrityError, match=GUARD_SENTENCE):
                database.execute(f'INSERT INTO "{name}" ("id") VALUES (?)', ["1" * 36])


ALERT = {
    "id": "1" * 36, "geom": point_blobs([-74.5], [-8.5])[0], "source": "radd", "pixel": 5, "date": "2024-05-01", "confidence": "high",
    "first_batch_id": "2" * 36, "changed_batch_id": "2" * 36,
}  # fmt: skip
COMPLETE = {"alert": ALERT, "alert_event_member": {"id": "1" * 36, "event_id": "3" * 36, "alert_id": "4" * 36}}


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE"])
@pytest.mark.parametrize("name", [table.name for table in TABLES if table.is_bulk])
def test_a_bulk_table_refuses_a_strangers_whole_row_with_the_sentence_and_any_other_at_all(path, name, verb):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(3))
        before = workspace.read(name)
    row = COMPLETE[name]
    with bystander(path) as database:
        into = f'{verb} INTO "{name}" ({", ".join(row)}) VALUES ({", ".join("?" * len(row))})'
        with pytest.raises(sqlite3.IntegrityError, match=GUARD_SENTENCE):
            database.execute(into, list(row.values()))
        if verb != "INSERT OR IGNORE":
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(f'{verb} INTO "{name}" ("id") VALUES (?)', ["5" * 36])
        else:
            # SQLite's way of skipping what it cannot take: no error, and no row.
            database.execute(f'{verb} INTO "{name}" ("id") VALUES (?)', ["5" * 36])
        for action in (f'UPDATE "{name}" SET "id" = "id"', f'DELETE FROM "{name}"'):
            if before:
                with pytest.raises(sqlite3.IntegrityError, match=GUARD_SENTENCE):
                    database.execute(action)
        assert database.execute("SELECT rtreecheck('rtree_alert_geom')").fetchall() == [("ok",)]
    database.close()
    with open_geopackage(path) as workspace:
        assert workspace.read(name) == before


def test_a_stranger_cannot_put_his_alert_in_the_place_of_another(path):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(3))
        before = workspace.read("alert")
    with bystander(path) as database:
        columns = "id, geom, source, pixel, date, confidence, first_batch_id, changed_batch_id"
        taken = columns.replace("confidence", "'highest'")
        for text in (
            f"REPLACE INTO alert ({columns}) SELECT {taken} FROM alert",
            f"INSERT INTO alert ({columns}) SELECT {taken} FROM alert WHERE 1 ON CONFLICT (id) DO UPDATE SET confidence = 'high'",
        ):
            with pytest.raises(sqlite3.IntegrityError, match=GUARD_SENTENCE):
                database.execute(text)
    database.close()
    with open_geopackage(path) as workspace:
        assert workspace.read("alert") == before


def test_qgis_or_gdal_cannot_add_an_alert(path):
    ogr.UseExceptions()
    try:
        source = ogr.Open(str(path), 1)
        layer = source.GetLayerByName("alert")
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in ALERT.items():
            if name != "geom":
                feature[name] = value
        feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT (-74.5 -8.5)"))
        with pytest.raises(RuntimeError, match=GUARD_SENTENCE):
            layer.CreateFeature(feature)
        del feature, layer, source
    finally:
        ogr.DontUseExceptions()
    with open_geopackage(path) as workspace:
        assert workspace.count("alert") == 0


def test_the_log_cannot_be_rewritten_even_by_the_plugin(workspace):
    with pytest.raises(WorkspaceError) as refused, workspace.write() as transaction:
        transaction.connection.run('UPDATE "audit_log" SET "action" = ?', ["nothing"])
    assert refused.value.message.id == "workspace.rejected"
    assert GUARD_SENTENCE in refused.value.message.facts["reason"]


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("place", {"name": "x", "sensitivity": "everybody"}),
        ("community", {"name": "x", "ubigeo": "123"}),
        ("activity", {"kind": "patrol", "start_on": "2026-05-02", "end_on": "2026-05-01"}),
        ("activity", {"kind": "patrol", "start_on": "02/05/2026"}),
        ("activity", {"kind": "patrol", "start_on": "2026-02-31"}),
        ("place", {"name": "x", "created_at": "yesterday"}),
        ("place", {"name": "x", "created_at": "2026-05-01T27:00:00Z"}),
        ("workshop", {"community_id": "99999999-9999-4999-8999-999999999999", "held_on": "2026-05-02"}),
        (
            "attachment",
            {"table_name": "place", "row_id": "a", "relative_path": "../x", "sha256": "0" * 64, "size_bytes": 1},
        ),
        ("organization", {"name": None}),
    ],
    ids=[
        "level",
        "ubigeo",
        "order of dates",
        "form of a date",
        "no such day",
        "no time",
        "no such hour",
        "orphan",
        "path that climbs",
        "no name",
    ],
)
def test_the_database_itself_refuses_what_cannot_be(workspace, table, values):
    with pytest.raises(WorkspaceError) as refused, workspace.write() as transaction:
        transaction.insert(table, values)
    assert refused.value.message.id == "workspace.rejected"
    assert workspace.count(table) == 0
    assert workspace.count("audit_log") == 1


def test_a_form_open_in_qgis_loses_against_a_newer_change(path):
    with open_geopackage(path) as workspace:
        with workspace.write() as transaction:
            place = transaction.insert("place", {"name": "Tambo"})
        read = workspace.read("place")[0]["row_version"]
        with bystander(path) as database:
            database.execute("UPDATE place SET name = 'Tambo Viejo'")
        with pytest.raises(WorkspaceError) as refused, workspace.write() as transaction:
            transaction.update("place", place, {"name": "Tambo Nuevo"}, expected_version=read)
        assert refused.value.message.id == "workspace.changed_meanwhile"
        assert workspace.read("place")[0]["name"] == "Tambo Viejo"
        with workspace.write() as transaction:
            transaction.update("place", place, {"name": "Tambo Nuevo"}, expected_version=read + 1)
        assert workspace.read("place")[0]["name"] == "Tambo Nuevo"


def test_a_name_taken_is_left_as_it_is(path):
    before = path.read_bytes()
    with pytest.raises(WorkspaceError) as refused:
        create_geopackage(path, "Other", "b")
    assert refused.value.message.id == "workspace.exists"
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_workspace_of_a_newer_plugin_is_not_touched(path):
    with open_geopackage(path) as workspace, workspace.write() as transaction:
        transaction.connection.run(
            'INSERT INTO "schema_version" ("id", "version", "applied_at", "plugin_version") VALUES (?,?,?,?)',
            ["7" * 36, SCHEMA_VERSION + 3, "2031-01-01T00:00:00.000Z", "9.0.0"],
        )
    before = path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(WorkspaceError) as refused:
            open_geopackage(path, read_only)
        assert refused.value.message.id == "workspace.newer"
        assert refused.value.message.facts["found"] == SCHEMA_VERSION + 3
    assert path.read_bytes() == before


def test_files_that_are_no_workspace_are_named_as_such(tmp_path):
    text = tmp_path / "notes.gpkg"
    text.write_text("not a database", encoding="utf-8")
    other = tmp_path / "other.gpkg"
    rivers = ogr.GetDriverByName("GPKG").CreateDataSource(str(other))
    rivers.CreateLayer("rivers")
    rivers = None
    cut = tmp_path / "cut.gpkg"
    create_geopackage(tmp_path / "whole.gpkg", "A", "a").close()
    cut.write_bytes((tmp_path / "whole.gpkg").read_bytes()[:5000])
    for file, ids in (
        (tmp_path / "absent.gpkg", {"workspace.missing"}),
        (tmp_path, {"workspace.missing"}),
        (text, {"workspace.not_a_workspace"}),
        (other, {"workspace.not_a_workspace"}),
        (cut, {"workspace.corrupted"}),
    ):
        with pytest.raises((InputError, OutputError, WorkspaceError)) as refused:
            open_geopackage(file)
        assert refused.value.message.id in ids, file


def test_a_row_written_by_another_program_gets_an_identity_and_a_time(path):
    with bystander(path) as database:
        database.executemany("INSERT INTO organization (name) VALUES (?)", [("A",), ("B",)])
        found = database.execute("SELECT id, created_at FROM organization").fetchall()
    assert [uuid.UUID(identity).version for identity, _ in found] == [4, 4]
    assert [uuid.UUID(identity).variant for identity, _ in found] == [uuid.RFC_4122] * 2
    assert found[0][0] != found[1][0]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", moment) for _, moment in found)


def test_times_are_utc_whichever_zone_they_were_written_in(path, monkeypatch):
    monkeypatch.setenv("TZ", "America/Lima")
    time.tzset()
    try:
        written = {
            "Z": ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00.000Z"),
            "offset": ("2026-11-23T05:00:00.250-05:00", "2026-11-23T10:00:00.250Z"),
            # Lima is five hours behind UTC all year.
            "local": ("2026-11-23T05:00:00.000", "2026-11-23T10:00:00.000Z"),
        }
        with bystander(path) as database:
            for name, (text, _) in written.items():
                database.execute("INSERT INTO organization (name, created_at) VALUES (?, ?)", [name, text])
        with open_geopackage(path) as workspace:
            read = {row["name"]: row["created_at"] for row in workspace.read("organization")}
    finally:
        monkeypatch.undo()
        time.tzset()
    assert read == {name: utc for name, (_, utc) in written.items()}
