"""Copies that were read back, and bringing them home; forward migrations; places that are refused."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace

import pytest

from rainforest_alert_plugin.errors import InputError, OutputError, WorkspaceError
from rainforest_alert_plugin.workspace import creation, geopackage, geopackage_ddl, location, migration
from rainforest_alert_plugin.workspace.alerts import import_batch
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.backup import backup, restore
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage
from rainforest_alert_plugin.workspace.location import mounted_filesystem, synchronised_folder, workspace_file
from rainforest_alert_plugin.workspace.opening import database_address, open_workspace
from rainforest_alert_plugin.workspace.schema import SCHEMA_VERSION, TABLES

from .conftest import batch, bystander, pixels


def rows_of(path, table="alert"):
    with bystander(path) as database:
        return database.execute(f'SELECT * FROM "{table}" ORDER BY fid').fetchall()


def test_a_backup_made_while_qgis_has_the_workspace_open_holds_every_row(path, tmp_path):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(200))
        reader = bystander(path)
        reader.execute("BEGIN")
        assert reader.execute("SELECT COUNT(*) FROM alert").fetchone() == (200,)
        import_batch(workspace, batch(), pixels(100, first=200))
        done = backup(path, tmp_path / "usb" / "copy.gpkg")
        reader.close()
    assert done.counts["alert"] == 300
    assert done.counts["alert_batch"] == 2
    assert all(chain.intact for chain in done.chains)
    assert rows_of(done.path) == rows_of(path)
    assert sorted(os.listdir(tmp_path / "usb")) == ["copy.gpkg"]


def test_a_copy_can_be_read_from_a_disk_that_cannot_be_written(path, tmp_path):
    copy = backup(path, tmp_path / "copy.gpkg").path
    # Bytes 18 and 19 of an SQLite file: 1 is the rollback journal, 2 the write-ahead log.
    assert copy.read_bytes()[18:20] == b"\x01\x01"


def test_restoring_brings_the_rows_back_and_keeps_what_was_there(path, tmp_path):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(20))
        old_replica = workspace.replica_id
    copy = backup(path, tmp_path / "copy.gpkg").path
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(5, first=20))
    done = restore(path, copy)
    assert len(rows_of(path)) == 20
    assert len(rows_of(done.aside)) == 25
    with open_geopackage(path) as workspace:
        assert workspace.replica_id != old_replica
        import_batch(workspace, batch(), pixels(1, first=30))
        chains = verify_audit(workspace.connection)
    assert [chain.intact for chain in chains] == [True, True]
    assert len(rows_of(copy)) == 20


def test_restoring_to_a_new_place_makes_the_workspace_there(path, tmp_path):
    copy = backup(path, tmp_path / "copy.gpkg").path
    done = restore(tmp_path / "new" / "federation.gpkg", copy)
    assert done.aside is None
    with open_geopackage(done.path) as workspace:
        assert workspace.count("replica") == 2


@pytest.mark.parametrize("damage", ["cut off", "pages overwritten"])
def test_restoring_over_a_damaged_workspace_brings_it_back_and_keeps_the_damaged_file(path, tmp_path, damage):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(2000))
    copy = backup(path, tmp_path / "copy.gpkg").path
    whole = bytearray(path.read_bytes())
    if damage == "cut off":
        whole = whole[:6000]
    else:
        for page in range(1, len(whole) // 4096 - 1):
            whole[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(whole)
    with pytest.raises(WorkspaceError) as refused:
        backup(path, tmp_path / "second.gpkg")
    assert refused.value.message.id == "workspace.corrupted"
    done = restore(path, copy)
    assert done.aside.read_bytes() == whole
    assert len(rows_of(path)) == 2000
    with open_geopackage(path) as workspace:
        assert all(chain.intact for chain in verify_audit(workspace.connection))


def test_a_file_that_is_no_workspace_is_not_replaced(path, tmp_path):
    copy = backup(path, tmp_path / "copy.gpkg").path
    other = tmp_path / "photos.gpkg"
    other.write_bytes(b"something of somebody else")
    with pytest.raises(InputError) as refused:
        restore(other, copy)
    assert refused.value.message.id == "workspace.not_a_workspace"
    assert other.read_bytes() == b"something of somebody else"


def test_a_damaged_backup_is_refused_and_the_workspace_stays(path, tmp_path):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(2000))
    copy = backup(path, tmp_path / "copy.gpkg").path
    damaged = bytearray(copy.read_bytes())
    for page in range(20, len(damaged) // 4096 - 1):
        damaged[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    copy.write_bytes(damaged)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises((WorkspaceError, InputError)) as refused:
        restore(path, copy)
    assert refused.value.message.id in {"workspace.copy_damaged", "workspace.corrupted"}
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert not [name for name in os.listdir(tmp_path) if "partial" in name or "before-restore" in name]


def test_a_damaged_workspace_is_not_backed_up_over_a_good_copy(path, tmp_path):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(2000))
    copy = backup(path, tmp_path / "copy.gpkg").path
    good = copy.read_bytes()
    damaged = bytearray(path.read_bytes())
    for page in range(20, len(damaged) // 4096 - 1):
        damaged[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(damaged)
    with pytest.raises(WorkspaceError):
        backup(path, copy)
    assert copy.read_bytes() == good


def test_a_workspace_is_not_copied_onto_itself(path):
    for job in (backup, restore):
        with pytest.raises(InputError) as refused:
            job(path, path)
        assert refused.value.message.id == "workspace.copy_onto_itself"


def test_an_older_workspace_is_brought_forward_after_a_copy_was_laid_aside(path):
    def add_basin(work):
        work.connection.run('ALTER TABLE "community" ADD COLUMN "basin" TEXT')

    def add_ecosystem(work):
        work.connection.run('ALTER TABLE "community" ADD COLUMN "ecosystem" TEXT')

    steps = {SCHEMA_VERSION + 1: add_basin, SCHEMA_VERSION + 2: add_ecosystem}
    aside = migration.migrate(path, steps, SCHEMA_VERSION + 2)
    with bystander(path) as database, bystander(aside) as old:
        columns = [row[1] for row in database.execute("PRAGMA table_info(community)")]
        assert columns[-2:] == ["basin", "ecosystem"]
        assert "basin" not in [row[1] for row in old.execute("PRAGMA table_info(community)")]
        assert [row[0] for row in database.execute("SELECT version FROM schema_version")] == [
            SCHEMA_VERSION,
            SCHEMA_VERSION + 1,
            SCHEMA_VERSION + 2,
        ]
        assert [row[0] for row in old.execute("SELECT version FROM schema_version")] == [SCHEMA_VERSION]
        actions = [row[0] for row in database.execute("SELECT action FROM audit_log ORDER BY sequence")]
    assert actions == ["create", "migrate", "migrate"]
    with pytest.raises(WorkspaceError) as refused:
        open_geopackage(path)
    assert refused.value.message.id == "workspace.newer"


def test_a_migration_that_fails_leaves_the_workspace_of_the_version_before(path):
    def fails(work):
        work.connection.run('ALTER TABLE "community" ADD COLUMN "basin" TEXT')
        work.connection.run('INSERT INTO "community" ("id") VALUES (?)', ["short"])

    with pytest.raises(WorkspaceError):
        migration.migrate(path, {SCHEMA_VERSION + 1: fails}, SCHEMA_VERSION + 1)
    with open_geopackage(path) as workspace:
        assert workspace.count("schema_version") == 1
    with bystander(path) as database:
        assert "basin" not in [row[1] for row in database.execute("PRAGMA table_info(community)")]


@pytest.mark.parametrize(
    "place",
    [
        r"C:\Users\Rosa\OneDrive\Documentos\federation.gpkg",
        r"C:\Users\Rosa\OneDrive - ORPIO\federation.gpkg",
        r"G:\Mi unidad\federation.gpkg",
        r"C:\Users\Rosa\Dropbox (ORPIO)\federation.gpkg",
        "/home/rosa/Google Drive/federation.gpkg",
        "/Users/rosa/Library/Mobile Documents/com~apple~CloudDocs/federation.gpkg",
        "/Users/rosa/Library/CloudStorage/GoogleDrive-rosa/federation.gpkg",
        r"G:\Unidades compartidas\ORPIO\federation.gpkg",
        r"G:\Shared drives\ORPIO\federation.gpkg",
        r"G:\Otras computadoras\Mi laptop\federation.gpkg",
        r"C:\Users\Rosa\Google Drive (rosa@orpio.example)\federation.gpkg",
        r"C:\Users\Rosa\Documents\MEGA\federation.gpkg",
        r"C:\Users\Rosa\Box\federation.gpkg",
        r"P:\pCloud Drive\federation.gpkg",
        r"C:\Users\Rosa\Nextcloud2\federation.gpkg",
        "/home/rosa/Dropbox-ORPIO/federation.gpkg",
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(place):
    assert synchronised_folder(place)


@pytest.mark.parametrize("folder", ["mega", "box", "Boxes", "Google", "Sincronizar linderos", "Nextcloudy", "unidades"])
def test_a_folder_of_a_like_name_is_no_synchronised_folder(folder):
    assert synchronised_folder(f"/srv/{folder}/federation.gpkg") is None
    assert synchronised_folder(rf"D:\{folder}\federation.gpkg") is None


def test_a_workspace_is_not_made_in_a_synchronised_folder_nor_on_a_network_drive(tmp_path, monkeypatch):
    for folder in ("OneDrive", "marked"):
        (tmp_path / folder).mkdir()
    (tmp_path / "marked" / ".stfolder").mkdir()
    for target in (tmp_path / "OneDrive" / "a.gpkg", tmp_path / "marked" / "deep" / "a.gpkg"):
        with pytest.raises(WorkspaceError) as refused:
            create_geopackage(target, "A", "a")
        assert refused.value.message.id == "workspace.synchronised_folder"
        assert not target.exists()
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "renamed"))
    assert synchronised_folder(tmp_path / "renamed" / "a.gpkg") == str(tmp_path / "renamed")
    assert synchronised_folder(tmp_path / "plain" / "a.gpkg") is None
    # The Dropbox program keeps its settings in a folder .dropbox of the home; the synchronised folder holds a file of that name.
    (tmp_path / "home" / ".dropbox").mkdir(parents=True)
    assert synchronised_folder(tmp_path / "home" / "a.gpkg") is None
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / ".dropbox").touch()
    assert synchronised_folder(tmp_path / "box" / "a.gpkg") == str(tmp_path / "box")
    for unc in ("//server/share/a.gpkg", r"\\server\share\a.gpkg"):
        with pytest.raises(WorkspaceError) as refused:
            create_geopackage(unc, "A", "a")
        assert refused.value.message.id == "workspace.network_drive"


def test_a_workspace_in_a_synchronised_folder_can_be_read_and_backed_up_but_not_written(path, tmp_path):
    (tmp_path / "Dropbox").mkdir()
    moved = tmp_path / "Dropbox" / path.name
    shutil.move(path, moved)
    with open_geopackage(moved, read_only=True) as workspace, pytest.raises(OutputError):
        assert verify_audit(workspace.connection)[0].intact
        workspace.write()
    with pytest.raises(WorkspaceError):
        open_geopackage(moved)
    assert backup(moved, tmp_path / "home.gpkg").counts["replica"] == 1


def test_the_file_system_of_a_path_is_the_one_mounted_nearest_above_it():
    mounts = "\n".join(
        [
            "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
            "40 22 0:50 / /mnt/share\\040one rw - cifs //server/share rw",
            "41 40 0:51 / /mnt/share\\040one/local rw - ext4 /dev/sdb rw",
            "42 22 0:52 / /home rw shared:9 master:1 - nfs4 server:/home rw",
        ]
    )
    assert mounted_filesystem("/mnt/share one/a.gpkg", mounts) == "cifs"
    assert mounted_filesystem("/mnt/share one/local/a.gpkg", mounts) == "ext4"
    assert mounted_filesystem("/home/rosa/a.gpkg", mounts) == "nfs4"
    assert mounted_filesystem("/homeless/a.gpkg", mounts) == "ext4"
    assert "cifs" in location._NETWORK_FILESYSTEMS


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "a/b",
        "..",
        "../evil",
        "a\\b",
        "CON",
        "nul.gpkg",
        "a:b",
        "x" * 300,
        "tab\there",
        "dot.",
        ".hidden",
        'q"uote',
        "zero\x00",
    ],
)
def test_a_name_that_no_file_can_have_is_refused(name, tmp_path):
    with pytest.raises(WorkspaceError) as refused:
        workspace_file(name, tmp_path)
    assert refused.value.message.id == "workspace.bad_name"


@pytest.mark.parametrize(
    "name", ["O'Higgins; DROP TABLE alert", "Federación Ñ 🌳", "عربي", "100% (2)", "#fid?mode=ro&x=1"]
)
def test_an_unusual_name_works(name, tmp_path):
    if "?" in name:
        name = name.replace("?", "")
    with create_geopackage(workspace_file(name, tmp_path), name, name) as workspace:
        import_batch(workspace, batch(name), pixels(2))
        (replica,) = workspace.read("replica")
    assert (replica["name"], replica["workspace_name"]) == (name, name)
    assert backup(workspace_file(name, tmp_path), tmp_path / f"copy {name}.gpkg").counts["alert"] == 2


def test_a_location_is_a_database_only_when_it_reads_as_one(tmp_path, monkeypatch):
    assert database_address("federation/orpio") == ("federation", "orpio")
    for text in ("a/b.gpkg", "/a/b", "./a", "a/b/c", "C:\\a/b", "a", "a/", "/b", "~/x"):
        assert database_address(text) is None
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "orpio").mkdir()
    assert database_address("data/orpio") is None
    with pytest.raises(InputError) as refused:
        open_workspace("federation/orpio")
    assert refused.value.message.id == "workspace.no_connection"


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 2 MB of its own."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_the_workspace_stays_as_it_was(small_disk, path):
    here = small_disk / "federation.gpkg"
    shutil.copy(path, here)
    with open_geopackage(here) as workspace:
        import_batch(workspace, batch(), pixels(100))
        with pytest.raises(OutputError) as refused:
            import_batch(workspace, batch(), pixels(60000, first=100))
        assert refused.value.message.id == "workspace.no_space"
        assert workspace.count("alert") == 100
        assert verify_audit(workspace.connection)[0].intact
    _fill(small_disk)
    for job in (
        lambda: backup(path, small_disk / "copy.gpkg"),
        lambda: restore(small_disk / "other.gpkg", path),
        lambda: create_geopackage(small_disk / "new.gpkg", "New", "a"),
    ):
        with pytest.raises(OutputError) as refused:
            job()
        assert refused.value.message.id in {"workspace.no_space", "output.no_space"}
    assert {name for name in os.listdir(small_disk) if not name.startswith("federation")} <= {"filler"}
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    with open_geopackage(here) as workspace:
        assert workspace.count("alert") == 100
        assert import_batch(workspace, batch(), pixels(60000, first=100)).new == 60000
    assert backup(here, small_disk / "copy.gpkg").counts["alert"] == 60100


def _fill(folder):
    try:
        with open(folder / "filler", "wb") as file:
            while True:
                file.write(b"0" * 4096)
                file.flush()
    except OSError:
        return


def test_a_disk_that_cannot_be_written_is_said(small_disk, path):
    here = small_disk / "federation.gpkg"
    shutil.copy(path, here)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(OutputError) as refused:
        open_geopackage(here).__enter__()
    assert refused.value.message.id == "workspace.read_only"
    with open_geopackage(here, read_only=True) as workspace:
        assert verify_audit(workspace.connection)[0].intact
    with pytest.raises(OutputError) as refused:
        create_geopackage(small_disk / "new.gpkg", "New", "a")
    assert refused.value.message.id == "output.folder_unwritable"


def test_a_workspace_that_another_program_holds_is_said_after_a_while(path, monkeypatch):
    monkeypatch.setattr(geopackage, "BUSY_SECONDS", 0.3)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with open_geopackage(path) as workspace:
        with pytest.raises(WorkspaceError) as refused:
            import_batch(workspace, batch(), pixels(1))
        assert refused.value.message.id == "workspace.busy"
        holder.execute("ROLLBACK")
        assert import_batch(workspace, batch(), pixels(1)).new == 1
    holder.close()


def test_a_workspace_of_the_first_version_is_brought_forward_with_its_rows(tmp_path, monkeypatch):
    path = tmp_path / "first.gpkg"
    monkeypatch.setattr(geopackage_ddl, "TABLES", first_tables())
    monkeypatch.setattr(creation, "SCHEMA_VERSION", 1)
    path.touch()
    geopackage.fill_geopackage(path, "ORPIO", "laptop A", str)
    monkeypatch.undo()
    with bystander(path) as database:
        database.execute("INSERT INTO organization (name) VALUES ('ORPIO')")
        assert "merge_claim" not in [row[0] for row in database.execute("SELECT name FROM sqlite_master")]
    database.close()
    with open_geopackage(path) as workspace:
        (organization,) = workspace.read("organization")
        assert organization["name"] == "ORPIO"
        with workspace.write() as work:
            work.update("organization", organization["id"], {"name": "ORPIO 2"})
        assert workspace.count("former_value") == 1
        assert (
            workspace.read("boundary_version") == workspace.read("merge_claim") == workspace.read("alert_event") == []
        )
        assert [row["version"] for row in workspace.read("schema_version")] == list(range(1, SCHEMA_VERSION + 1))
    (aside,) = path.parent.glob("*.version1.*")
    assert restore(tmp_path / "again.gpkg", aside).counts["organization"] == 1


def test_the_guard_of_a_workspace_of_version_4_goes_after_new_alerts_in_the_words_it_had(tmp_path, monkeypatch):
    path = tmp_path / "fourth.gpkg"
    monkeypatch.setattr(geopackage_ddl, "TABLES", tuple(replace(table, is_bulk=False) for table in TABLES))
    monkeypatch.setattr(creation, "SCHEMA_VERSION", 4)
    path.touch()
    geopackage.fill_geopackage(path, "ORPIO", "laptop A", lambda text: text.replace("This table", "Esta tabla"))
    monkeypatch.undo()

    def triggers():
        with closing(bystander(path)) as database:
            return dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))

    older = triggers()
    with open_geopackage(path) as workspace:
        assert [row["version"] for row in workspace.read("schema_version")] == list(range(4, SCHEMA_VERSION + 1))
        assert import_batch(workspace, batch(), pixels(1200)).new == 1200
    assert len(list(path.parent.glob("*.version4.*"))) == 1
    newer = triggers()
    changed = {name for name in newer if newer[name] != older.get(name)}
    assert changed == {"guard_alert_INSERT", "guard_alert_event_member_INSERT"}
    assert newer.keys() == older.keys()
    with closing(bystander(path)) as database:
        with pytest.raises(sqlite3.IntegrityError, match="Esta tabla changes only through"):
            database.execute(
                "INSERT INTO alert_event_member (id, event_id, alert_id) VALUES (?, ?, ?)",
                ["1" * 36, "2" * 36, "3" * 36],
            )
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def first_tables():
    """The tables as the first version had them."""
    later = {
        "boundary_version": {"merged_id"},
        "alert_event": {"sources", "withdrawn_count", "last_change", "changed_at"},
    }
    return tuple(
        replace(
            table,
            columns=tuple(column for column in table.columns if column.name not in later.get(table.name, ())),
            indexes=tuple(group for group in table.indexes if not set(group) & later.get(table.name, set())),
        )
        for table in TABLES
        if table.name not in ("former_value", "merge_claim")
    )


def test_a_workspace_of_version_2_gains_the_tables_and_columns_described_since(tmp_path, monkeypatch):
    path = tmp_path / "second.gpkg"
    second = tuple(
        replace(table, columns=tuple(column for column in table.columns if column.name != "leader"))
        for table in TABLES
        if table.name != "activity"
    )
    monkeypatch.setattr(geopackage_ddl, "TABLES", second)
    monkeypatch.setattr(creation, "SCHEMA_VERSION", 2)
    path.touch()
    geopackage.fill_geopackage(path, "ORPIO", "laptop A", str)
    monkeypatch.undo()
    with bystander(path) as database:
        assert "leader" not in [row[1] for row in database.execute("PRAGMA table_info(mission)")]
    with open_geopackage(path) as workspace:
        assert [row["version"] for row in workspace.read("schema_version")] == list(range(2, SCHEMA_VERSION + 1))
        assert workspace.count("activity") == 0
    with bystander(path) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(activity)")]
        assert columns[:4] == ["fid", "id", "mission_id", "kind"]
        assert "leader" in [row[1] for row in database.execute("PRAGMA table_info(mission)")]
