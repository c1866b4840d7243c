"""Drafts on a disk that is full or write-protected: a sentence that people can act on, and nothing lost."""

from __future__ import annotations

import os
import subprocess

import pytest

from rainforest_alert_plugin.errors import InputError, OutputError
from rainforest_alert_plugin.host.draft_zones import DraftZones
from rainforest_alert_plugin.host.drafts import drafts_path, open_drafts
from rainforest_alert_plugin.host.messages import describe
from tests.qgis.test_draft_zones import NUEVA_VIDA, PATTERN, later_edit, places

pytestmark = pytest.mark.usefixtures("qgis_new_project")


@pytest.fixture
def disk(tmp_path):
    """A disk of 1 MB of its own."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk):
    with open(disk / "filler", "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def full(path):
    return f"The disk is full: “{path}” was not written. Free some space and run again."


def test_a_draft_that_begins_on_a_full_disk_is_one_sentence_with_the_path(disk):
    location = str(disk / "prueba.gpkg")
    path = drafts_path(location)
    fill(disk)
    with pytest.raises(OutputError) as refused:
        open_drafts(location, 32718)
    assert describe(refused.value) == full(path)
    assert os.listdir(disk) == ["filler"]
    os.remove(disk / "filler")
    assert open_drafts(location, 32718).isValid()
    # a further zone in the file that there is
    fill(disk)
    with pytest.raises(OutputError) as refused:
        open_drafts(location, 32719)
    assert describe(refused.value) == full(path)


def test_a_draft_that_cannot_be_saved_for_want_of_space_says_so_and_is_saved_later(disk):
    location = str(disk / "prueba.gpkg")
    zones = DraftZones(location, PATTERN)
    zones.open(32718).begin("nv", "Nueva Vida", "v-nv", NUEVA_VIDA)
    assert zones.save() == ""
    later_edit(zones, 32718, "nv")
    drawn = places(zones, 32718, "nv")
    fill(disk)
    assert zones.save() == (
        f"Drafts of boundaries, zone 18S: the disk is full and “{drafts_path(location)}” stays as it was. "
        "Free some space and press “Save” again; until then leave QGIS open."
    )
    assert places(zones, 32718, "nv") == drawn
    os.remove(disk / "filler")
    assert zones.save() == ""
    zones.let_go()


def test_a_write_protected_disk_is_told_from_a_full_one(disk):
    location = str(disk / "prueba.gpkg")
    open_drafts(location, 32718)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(OutputError) as refused:
        open_drafts(location, 32719)
    assert describe(refused.value) == (
        f"The file of drafts “{drafts_path(location)}” cannot be changed: it or its disk is write-protected. Take the protection off, or "
        "open the workspace from a place where you may write."
    )
    with pytest.raises(OutputError) as refused:
        open_drafts(str(disk / "otra.gpkg"), 32718)
    assert "unable to open database file. Choose another folder" in describe(refused.value)


def test_a_file_of_drafts_that_is_none_is_refused_in_a_sentence(tmp_path):
    location = str(tmp_path / "prueba.gpkg")
    drafts_path(location).write_text("CREATE TABLE\n" * 1000, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        open_drafts(location, 32718)
    assert refused.value.message.id == "draft.unreadable"
    assert len(describe(refused.value)) < 400
