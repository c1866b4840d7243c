"""Photos and sounds of shared workspaces: their bytes in the database, for those who may see them, and in every copy."""

from __future__ import annotations

import hashlib
import os
import uuid
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from rainforest_alert_plugin.errors import InputError, OutputError
from rainforest_alert_plugin.workspace import attachments
from rainforest_alert_plugin.workspace.attachments import PART_BYTES, attach, attachment_file, attachment_folder
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.backup import backup, restore
from rainforest_alert_plugin.workspace.copying import rows_of_copy, save_database
from rainforest_alert_plugin.workspace.everything import records_of
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage
from rainforest_alert_plugin.workspace.identity import add_person, erase_person
from rainforest_alert_plugin.workspace.merging import merge
from rainforest_alert_plugin.workspace.postgis import create_postgis, open_postgis
from rainforest_alert_plugin.workspace.release import Record, release

LEVELS = ("public", "federation", "community", "secret")


@pytest.fixture
def schema():
    return "orpio_" + uuid.uuid4().hex[:8]


@pytest.fixture
def shared(postgis, schema):
    with create_postgis(postgis.dsn, f"federation/{schema}", schema, "ORPIO", "laptop A") as workspace:
        yield workspace


@pytest.fixture
def photo(tmp_path):
    """Two whole parts and a rest, as a phone makes them, with every value of a byte."""
    made = tmp_path / "IMG 0001.JPG"
    made.write_bytes(bytes(range(256)) + os.urandom(2 * PART_BYTES))
    return made


def keep(workspace, file, level="community", workshop=None, **facts):
    """A place with a file; the id of the place."""
    with workspace.write() as work:
        place = work.insert("place", {"name": f"p {level}", "workshop_id": workshop, "sensitivity": level})
        attach(work, workspace.location, file, "place", place, sensitivity=level, **facts)
    return place


def bytes_of(workspace, cache):
    """What comes back of each attachment."""
    files = [attachment_file(workspace, row, cache) for row in workspace.read("attachment")]
    return [file and file.read_bytes() for file in files]


def login(postgis, schema, role):
    name = f"u_{uuid.uuid4().hex[:8]}"
    with closing(postgis.connect()) as database, database.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name} LOGIN IN ROLE {schema}_{role}")
        database.commit()
    return f"host={postgis.host} port={postgis.port} user={name} dbname={postgis.database}"


def ask(dsn, sql):
    with closing(psycopg2.connect(dsn)) as database, database.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_a_photo_is_kept_once_in_the_database_and_comes_back_as_it_was(shared, postgis, schema, photo, tmp_path):
    for _ in range(2):
        keep(shared, photo)
    sha256 = hashlib.sha256(photo.read_bytes()).hexdigest()
    # PostgreSQL itself puts the parts together and takes their digest
    sql = f"SELECT encode(sha256(string_agg(content, ''::bytea ORDER BY part)), 'hex'), count(*) FROM {schema}.attachment_content"
    assert ask(postgis.dsn, sql) == [(sha256, 3)]
    cache = tmp_path / "cache"
    assert bytes_of(shared, cache) == [photo.read_bytes()] * 2
    assert [file.suffix for file in cache.rglob("*") if file.is_file()] == [".jpg"]
    (first, _) = shared.read("attachment")
    assert (first["sha256"], first["size_bytes"]) == (sha256, photo.stat().st_size)
    assert first["relative_path"] == f"{schema}.attachments/{sha256[:2]}/{sha256}.jpg"
    assert all(chain.intact for chain in verify_audit(shared.connection))


def test_what_lies_in_the_cache_is_looked_at_before_it_is_trusted(shared, photo, tmp_path):
    keep(shared, photo)
    (row,) = shared.read("attachment")
    fetched = attachment_file(shared, row, tmp_path / "cache")
    fetched.write_bytes(b"half of it")
    assert attachment_file(shared, row, tmp_path / "cache").read_bytes() == photo.read_bytes()


@pytest.mark.parametrize("sha256", ["0" * 64, "a" * 64])
def test_a_row_that_names_another_file_beside_the_workspace_neither_opens_nor_deletes_it(path, sha256, tmp_path):
    """Such a row may come by merging a file of anybody."""
    neighbour, lookalike = path.parent / "otro.gpkg", path.parent / ("a" * 64 + ".jpg")
    for file in (neighbour, lookalike):
        file.write_bytes(b"all of another federation")
    with open_geopackage(path) as laptop:
        rosa = add_person(laptop, "Rosa Ampush")
        names = (neighbour.name, lookalike.name, f"C:/{sha256}.jpg")
        with laptop.write() as work:
            for name in names:
                said = {"table_name": "place", "row_id": "x", "relative_path": name, "sha256": sha256, "size_bytes": 1}
                work.insert("attachment", {**said, "caption": "Rosa Ampush"})
        assert bytes_of(laptop, tmp_path / "cache") == [None] * len(names)
        if sha256[0] == "0":
            assert erase_person(laptop, rosa, everywhere=True).rows == len(names)
            assert all(file.exists() for file in (neighbour, lookalike))


def test_an_empty_file_and_one_too_large_are_told_apart(shared, photo, tmp_path, monkeypatch):
    empty = tmp_path / "empty.wav"
    empty.touch()
    keep(shared, empty)
    assert bytes_of(shared, tmp_path / "cache") == [b""]
    monkeypatch.setattr(attachments, "FILE_LIMIT_MB", 0.5)
    with pytest.raises(InputError) as refused:
        keep(shared, photo)
    said = refused.value.message
    assert (said.id, said.facts["size_mb"], said.facts["limit_mb"]) == ("workspace.attachment_too_large", 0.5, 0.5)
    assert shared.count("place") == shared.count("attachment") == 1


def test_a_reader_gets_no_photo_of_a_row_that_is_the_communitys_or_secret(shared, postgis, schema, tmp_path):
    for level in LEVELS:
        picture = tmp_path / f"{level}.jpg"
        picture.write_bytes(f"picture {level}".encode())
        keep(shared, picture, level)
    dsn = login(postgis, schema, "reader")
    sql = f"SELECT convert_from(content, 'UTF8') FROM {schema}.attachment_content"
    assert {row[0] for row in ask(dsn, sql)} == {"picture public", "picture federation"}
    known = [row for row in shared.read("attachment") if row["sensitivity"] == "community"]
    with open_postgis(dsn, f"federation/{schema}", schema, None, "laptop R", read_only=True) as reader:
        assert sorted(bytes_of(reader, tmp_path / "cache")) == [b"picture federation", b"picture public"]
        # knowing the row from elsewhere, or the digest of the picture, opens nothing
        assert attachment_file(reader, known[0], tmp_path / "cache") is None
    for sql in (
        f"INSERT INTO {schema}.attachment_content (id, sha256, part, content) VALUES ('{uuid.uuid4()}', repeat('0', 64), 0, '')",
        f"DELETE FROM {schema}.attachment_content",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(dsn, sql)


def test_a_place_that_becomes_a_secret_takes_its_photo_along(shared, postgis, schema, photo, tmp_path):
    place = keep(shared, photo, "public", caption="la collpa")
    dsn = login(postgis, schema, "reader")
    count = f"SELECT count(*) FROM {schema}.attachment_content"
    assert ask(dsn, count) == [(3,)]
    with shared.write() as work:
        work.update("place", place, {"sensitivity": "secret"})
    assert ask(dsn, count) == ask(dsn, f"SELECT count(*) FROM {schema}.attachment") == [(0,)]
    # and the gate lets nothing of it go, whoever asks
    gone = release([one for one in records_of(shared) if one.table == "attachment"], "community", "test", shared)
    assert (gone.rows, dict(gone.held_back)) == ((), {"secret": 1})
    (row,) = shared.read("attachment")
    copied = release([Record("attachment", row["id"], row)], "public", "clipboard", shared)
    assert copied.rows == ()


def test_technicians_and_facilitators_keep_files_and_only_technicians_take_them_away(
    shared, postgis, schema, photo, tmp_path
):
    with shared.write() as work:
        community = work.insert("community", {"name": "Nueva Vida"})
        workshop = work.insert("workshop", {"community_id": community, "held_on": "2026-05-02"})
    keep(shared, photo, "secret")
    logins = {role: login(postgis, schema, role) for role in ("facilitator", "technician")}
    for role, dsn in logins.items():
        with open_postgis(dsn, f"federation/{schema}", schema, None, f"laptop {role}") as workspace:
            # a file that is there already with a row that the facilitator does not see
            keep(workspace, photo, workshop=workshop)
            assert bytes_of(workspace, tmp_path / role)[-1] == photo.read_bytes()
            other = tmp_path / f"{role}.jpg"
            other.write_bytes(role.encode())
            keep(workspace, other, workshop=workshop)
    assert shared.count("attachment_content") == 3 + 2
    with open_postgis(logins["facilitator"], f"federation/{schema}", schema, None, "laptop F") as workspace:
        assert len(workspace.read("attachment")) == 4
        with pytest.raises(OutputError) as refused:
            keep(workspace, photo)
        assert refused.value.message.id == "workspace.not_allowed"
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(login(postgis, schema, "facilitator"), f"DELETE FROM {schema}.attachment_content")
    # the guard keeps everybody out who does not come through the plugin
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="Rainforest Alert"):
        ask(login(postgis, schema, "technician"), f"DELETE FROM {schema}.attachment_content")


def test_a_backup_of_a_database_holds_the_files_and_brings_them_back(shared, postgis, photo, tmp_path):
    keep(shared, photo)
    copy = save_database(shared, tmp_path / "copy.gpkg")
    assert copy.counts["attachment_content"] == 3
    photo.rename(tmp_path / "gone.jpg")
    original = (tmp_path / "gone.jpg").read_bytes()
    home = restore(tmp_path / "home.gpkg", copy.path)
    with open_geopackage(home.path) as file:
        assert bytes_of(file, tmp_path / "cache1") == [original]
    again = "brought_" + uuid.uuid4().hex[:8]
    fill = rows_of_copy(copy.path, "laptop B")
    with create_postgis(postgis.dsn, f"federation/{again}", again, "", "laptop B", fill=fill) as brought:
        assert bytes_of(brought, tmp_path / "cache2") == [original]


def test_a_backup_of_a_file_holds_the_files_that_lay_beside_it(path, postgis, photo, tmp_path):
    with open_geopackage(path) as workspace:
        keep(workspace, photo)
    copy = backup(path, tmp_path / "usb" / "copy.gpkg")
    original = photo.read_bytes()
    elsewhere = restore(tmp_path / "new laptop" / "home.gpkg", copy.path).path
    with open_geopackage(elsewhere) as brought:
        assert not attachment_folder(elsewhere).exists()
        assert bytes_of(brought, tmp_path / "cache1") == [original]
    # a workspace that was copied with its folder goes into a database with its files too
    again = "brought_" + uuid.uuid4().hex[:8]
    fill = rows_of_copy(path, "laptop B")
    with create_postgis(postgis.dsn, f"federation/{again}", again, "", "laptop B", fill=fill) as brought:
        assert bytes_of(brought, tmp_path / "cache2") == [original]


def test_files_pass_between_a_laptop_and_a_database_in_both_directions(shared, photo, tmp_path):
    laptop, second = tmp_path / "one" / "a.gpkg", tmp_path / "two" / "b.gpkg"
    for target in (laptop, second):
        target.parent.mkdir()
        create_geopackage(target, "ORPIO", target.stem).close()
    with open_geopackage(laptop) as workspace:
        keep(workspace, photo)
        merged = merge(shared, workspace)
        assert (merged.files, merged.missing_files) == (1, 0)
        assert merge(shared, workspace).files == 0
    assert bytes_of(shared, tmp_path / "cache") == [photo.read_bytes()]
    with open_geopackage(second) as workspace:
        assert merge(workspace, shared).files == 1
        (row,) = workspace.read("attachment")
        assert (second.parent / row["relative_path"]).read_bytes() == photo.read_bytes()
        assert merge(workspace, shared).files == 0


def test_a_file_too_large_for_the_database_stays_and_is_counted(shared, path, photo, monkeypatch):
    monkeypatch.setattr(attachments, "FILE_LIMIT_MB", 0.1)
    with open_geopackage(path) as laptop:
        keep(laptop, photo)
        merged = merge(shared, laptop)
        assert (merged.files, merged.missing_files, merged.too_large_files) == (0, 0, 1)
        assert merge(shared, laptop).too_large_files == 0
    assert (shared.count("attachment"), shared.count("attachment_content")) == (1, 0)


def test_erasing_somebody_takes_the_pictures_of_them_from_every_workspace(shared, path, photo, tmp_path):
    other = tmp_path / "otro.jpg"
    other.write_bytes(b"a tree")
    with open_geopackage(path) as laptop:
        rosa = add_person(laptop, "Rosa Ampush")
        keep(laptop, photo, caption="Rosa Ampush en la quebrada")
        keep(laptop, other, caption="un arbol")
        merge(shared, laptop)
        files = {row["caption"]: path.parent / row["relative_path"] for row in laptop.read("attachment")}
        assert erase_person(shared, rosa, everywhere=True).rows == 1
        assert bytes_of(shared, tmp_path / "cache") == [None, b"a tree"]
        assert [row["caption"] for row in shared.read("attachment")] == [None, "un arbol"]
        # the laptop that has the picture still does not bring it back, and loses it when it hears of it
        assert merge(shared, laptop).files == 0
        assert shared.count("attachment_content") == 1
        merge(laptop, shared)
        assert [file.exists() for file in files.values()] == [False, True]
        assert all(chain.intact for chain in verify_audit(laptop.connection))
    third = tmp_path / "third.gpkg"
    create_geopackage(third, "ORPIO", "third").close()
    with open_geopackage(third) as late:
        assert (merge(late, shared).files, late.count("attachment")) == (1, 2)


def test_a_picture_that_was_open_when_it_should_have_gone_goes_the_next_time(path, tmp_path, monkeypatch):
    photos = [tmp_path / f"{number}.jpg" for number in range(2)]
    with open_geopackage(path) as laptop:
        rosa, luis = add_person(laptop, "Rosa Ampush"), add_person(laptop, "Luis Wampash")
        for number, photo in enumerate(photos):
            photo.write_bytes(b"picture %d" % number)
            keep(laptop, photo, caption="Rosa Ampush")
        files = [path.parent / row["relative_path"] for row in laptop.read("attachment", order="fid")]
        delete = Path.unlink
        is_open = {files[0]}

        def refuse(file, *given, **named):
            if file in is_open:
                raise PermissionError(13, "open elsewhere", str(file))
            delete(file, *given, **named)

        monkeypatch.setattr(Path, "unlink", refuse)
        with pytest.raises(OutputError):
            erase_person(laptop, rosa, everywhere=True)
        assert [file.exists() for file in files] == [True, False]
        is_open.clear()
        erase_person(laptop, luis)
        assert [file.exists() for file in files] == [False, False]
        # who adds the same picture later keeps it
        keep(laptop, photos[1])
        erase_person(laptop, add_person(laptop, "Ana Tsamaren"))
        assert [file.exists() for file in files] == [False, True]


def test_a_shared_workspace_of_the_version_before_gets_the_table_and_its_rights(postgis, schema, monkeypatch, photo):
    from rainforest_alert_plugin.workspace import creation, postgis_ddl, postgis_roles
    from rainforest_alert_plugin.workspace.schema import SCHEMA_VERSION, TABLES

    older = tuple(table for table in TABLES if table.name != "attachment_content")
    for module in (postgis_ddl, postgis_roles):
        monkeypatch.setattr(module, "TABLES", older)
    monkeypatch.setattr(creation, "SCHEMA_VERSION", 3)
    with create_postgis(postgis.dsn, f"federation/{schema}", schema, "ORPIO", "laptop A") as workspace:
        replica = workspace.replica_id
    monkeypatch.undo()
    with open_postgis(postgis.dsn, f"federation/{schema}", schema, replica, "laptop A") as workspace:
        assert workspace.read("schema_version")[-1]["version"] == SCHEMA_VERSION
    dsn = login(postgis, schema, "technician")
    with open_postgis(dsn, f"federation/{schema}", schema, None, "laptop T") as workspace:
        keep(workspace, photo)
    assert ask(login(postgis, schema, "reader"), f"SELECT count(*) FROM {schema}.attachment_content") == [(0,)]
