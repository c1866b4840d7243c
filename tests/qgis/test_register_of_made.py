"""The register of what was made of workspaces: it stands in nobody's way who does not need it, and is never silently thrown away."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from qgis.core import QgsProcessingException

from rainforest_alert_plugin.host import made_of
from rainforest_alert_plugin.host.made_of import origins_of_file, register_file
from tests.qgis.test_made_of import for_the_community, register
from tests.qgis.test_title_package_workspace import processing, provider, workspace
from tests.qgis.test_workspace_inputs import CLAIM, disputes, noted, overlay, wests
from tests.qgis.title_packages import Log, layer_of

__all__ = ["disputes", "for_the_community", "provider", "register", "workspace"]
DAMAGE = b"SQLite format 3\x00 and then nothing that makes sense"
OTHER_TABLE = "CREATE TABLE other (x INTEGER)"


@pytest.fixture
def plain(provider, tmp_path):
    """A file in which no row of a workspace is."""
    path = str(tmp_path / "cadastre.gpkg")
    processing.run("native:savefeatures", {"INPUT": layer_of(("M1", CLAIM)), "OUTPUT": path})
    return path


def opened_with(pragma):
    def opened(mode):
        connection = sqlite3.connect(register_file())
        connection.execute(pragma)
        return connection

    return opened


def not_opened(mode):
    raise AssertionError("the register was opened")


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_register_that_a_full_disk_left_empty_is_an_empty_one(disputes, plain, register, tmp_path, is_empty):
    register.parent.mkdir(parents=True, exist_ok=True)
    if is_empty:
        register.write_bytes(b"")
    else:
        with closing(sqlite3.connect(register)) as made, made:
            made.execute(OTHER_TABLE)
    overlay(plain, "memory:shown")
    overlay(plain, str(tmp_path / "a.gpkg"), AUDIENCE="public")
    made = overlay(disputes, str(tmp_path / "b.gpkg"))
    assert [origin.table for origin in origins_of_file(made)] == ["dispute"]


def test_a_damaged_register_stops_only_runs_that_need_it(disputes, for_the_community, plain, register, tmp_path):
    register.write_bytes(DAMAGE)
    overlay(plain, "memory:shown")
    assert wests(overlay(plain, str(tmp_path / "a.gpkg"), AUDIENCE="public"))
    assert len(wests(overlay(disputes, "memory:shown"))) == 3
    for needing, output in ((for_the_community, "memory:shown"), (disputes, str(tmp_path / "b.gpkg"))):
        with pytest.raises(
            QgsProcessingException, match=r"is damaged: .* move that file elsewhere; the next run begins"
        ):
            overlay(needing, output)
    # beside a made file another workspace can be begun
    given = {"NAME": "otro", "LOCATION": str(tmp_path)}
    assert processing.run("rainforestalert:createworkspace", given, feedback=Log())
    assert register.read_bytes() == DAMAGE
    assert not (tmp_path / "b.gpkg").exists()


def test_without_its_list_of_things_a_damaged_register_may_know_any_file(for_the_community, plain, register, tmp_path):
    made_of.places_file().unlink()
    overlay(plain, str(tmp_path / "a.gpkg"), AUDIENCE="public")
    register.write_bytes(DAMAGE)
    made_of.places_file().unlink()
    with pytest.raises(QgsProcessingException, match="is damaged"):
        overlay(plain, str(tmp_path / "b.gpkg"), AUDIENCE="public")


def test_runs_of_no_rows_do_not_open_the_register(for_the_community, plain, monkeypatch, tmp_path):
    monkeypatch.setattr(made_of, "_opened", not_opened)
    overlay(plain, str(tmp_path / "a.gpkg"), AUDIENCE="public")
    overlay(plain, "memory:shown")


def test_another_window_that_writes_the_register_is_named(disputes, for_the_community, plain, monkeypatch, tmp_path):
    monkeypatch.setattr(made_of, "_WAIT_ON_MAIN_THREAD_S", 0.1)
    with closing(sqlite3.connect(register_file(), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        overlay(plain, str(tmp_path / "a.gpkg"), AUDIENCE="public")
        with pytest.raises(QgsProcessingException, match="is being written by another window of QGIS"):
            overlay(disputes, str(tmp_path / "b.gpkg"))
    assert not (tmp_path / "b.gpkg").exists()


@pytest.mark.parametrize(
    ("pragma", "said"),
    [("PRAGMA max_page_count = 1", "There is no room on the disk"), ("PRAGMA query_only = ON", "cannot be used: ")],
)
def test_a_full_disk_and_a_write_protected_one_are_told_apart(disputes, register, monkeypatch, tmp_path, pragma, said):
    monkeypatch.setattr(made_of, "_opened", opened_with(pragma))
    with pytest.raises(QgsProcessingException, match=said):
        overlay(disputes, str(tmp_path / "a.gpkg"))
    assert not (tmp_path / "a.gpkg").exists()


def test_a_plain_run_looks_at_no_file_of_the_register(for_the_community, plain, monkeypatch, tmp_path):
    """What it knows may lie on a drive that is away; of a file written anew only its line goes."""
    looked = []
    monkeypatch.setattr(made_of, "_holds_something", lambda folder: bool(looked.append(folder)))
    for_the_community_too = overlay(for_the_community, str(tmp_path / "b.gpkg"))
    (tmp_path / "community.gpkg").unlink()
    overlay(plain, for_the_community_too)
    assert (looked, origins_of_file(for_the_community_too)) == ([], ())


def test_what_was_being_written_when_the_power_went_is_taken_back(for_the_community, register):
    """SQLite leaves its journal beside the file, and whoever may only read cannot read then."""
    known = origins_of_file(for_the_community)
    dying = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA cache_size = 5'); "
        "c.executemany('INSERT INTO made VALUES (?, ?, ?)', [(str(n), '', bytes(1000)) for n in range(200)]); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", dying, str(register)], check=False)
    assert register.with_name(register.name + "-journal").exists()
    assert known
    assert origins_of_file(for_the_community) == known


def test_an_atlas_marks_what_it_wrote_and_not_the_folder(workspace, plain, tmp_path):
    """Her work folder holds other files, and will hold more."""
    folder = tmp_path / "trabajo"
    folder.mkdir()
    hers = str(folder / "predios.gpkg")
    processing.run("native:savefeatures", {"INPUT": layer_of(("M1", CLAIM)), "OUTPUT": hers})
    given = {"WORKSPACE": workspace, "OUTPUT_FOLDER": str(folder), "PLAN": False, "ALLOW_BLOCKERS": True}
    assert processing.run("rainforestalert:titleatlas", given, feedback=Log())["WRITTEN"] == 1
    shape, *_ = folder.rglob("*.shp")
    made = (folder / "resumen.csv", folder / "resumen.xlsx", shape.parent, shape)
    assert all(origins_of_file(str(each)) for each in made)
    before = noted(workspace)
    overlay(hers, str(tmp_path / "a.gpkg"), AUDIENCE="public")
    assert origins_of_file(hers) == origins_of_file(str(tmp_path / "a.gpkg")) == ()
    assert noted(workspace) == before
