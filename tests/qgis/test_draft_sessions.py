"""Edits of drafts that another session, another version or another workspace left: none is lost, and none is told apart wrongly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import Qgis, QgsProject

from rainforest_alert_plugin.errors import InputError, OutputError
from rainforest_alert_plugin.host.draft_autosave import autosave_path, keep, left_behind
from rainforest_alert_plugin.host.draft_zones import DraftZones
from rainforest_alert_plugin.host.drafts import drafts_path, open_drafts
from tests.qgis.test_draft_zones import CORNER, NEIGHBOURS, PATTERN, TARGET, later_edit, location, zones

__all__ = ["location", "zones"]
pytestmark = pytest.mark.usefixtures("qgis_new_project")


def kept_of(zones, epsg, community_id):
    """What an autosave keeps of an edit, which is then discarded."""
    later_edit(zones, epsg, community_id)
    kept = zones.opened[epsg].kept()
    zones.opened[epsg].layer.rollBack()
    return kept


def kept_by_zone(location, epsg, kept, saved_at="2026-11-20T10:00:00Z"):
    """A file as earlier versions of the plugin wrote it."""
    path = drafts_path(location)
    content = {"saved_at": saved_at, "epsg": epsg, "drafts": kept}
    file = path.with_name(f"{path.stem}.{epsg}.autosave.json")
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def texts(location, pattern="*.json"):
    return [one.read_text(encoding="utf-8") for one in Path(location).parent.glob(pattern)]


def test_what_an_earlier_version_kept_per_zone_is_offered_and_goes_once_it_is_saved(zones, location):
    kept = kept_of(zones, 32718, "nv")
    before = zones.opened[32718].feature("nv").geometry().asWkt()
    zones.let_go()
    QgsProject.instance().removeAllMapLayers()
    file = kept_by_zone(location, 32718, kept)
    made = DraftZones(location, PATTERN)
    left = made.left_behind()
    assert (left.communities(), left.saved_at) == (["Nueva Vida"], "2026-11-20T10:00:00Z")
    made.bring_back(left)
    assert made.opened[32718].feature("nv").geometry().asWkt() != before
    made.autosave()
    # taken over into the one file of all zones
    assert not file.exists()
    assert set(left_behind(drafts_path(location)).zones) == {32718}
    assert made.save() == ""
    assert left_behind(drafts_path(location)) is None
    made.let_go()


def test_edits_of_another_zone_do_not_drop_what_an_earlier_version_kept(zones, location):
    kept_by_zone(location, 32719, zones.opened[32718].kept())
    later_edit(zones, 32718, "nv")
    zones.autosave()
    assert set(left_behind(drafts_path(location)).zones) == {32718, 32719}
    assert zones.save() == ""
    assert set(left_behind(drafts_path(location)).zones) == {32719}


def test_an_autosave_that_cannot_be_read_gets_another_name_before_a_new_one_is_written(zones, location):
    autosave_path(drafts_path(location)).write_text('{"of": "a later version"}', encoding="utf-8")
    later_edit(zones, 32718, "nv")
    zones.autosave()
    zones.autosave()
    assert set(left_behind(drafts_path(location)).zones) == {32718}
    assert texts(location, "*.unreadable.json") == ['{"of": "a later version"}']


def test_a_layer_that_was_edited_before_the_panel_opened_it_does_not_replace_what_was_left(zones, location):
    later_edit(zones, 32718, "nv")
    zones.autosave()
    left = left_behind(drafts_path(location)).zones[32718][0]["wkb"]
    zones.let_go()
    QgsProject.instance().removeAllMapLayers()
    layer = open_drafts(location, 32718)
    layer.startEditing()
    feature = next(layer.getFeatures())
    geometry = feature.geometry()
    geometry.translate(100.0, 0.0)
    layer.changeGeometry(feature.id(), geometry)
    made = DraftZones(location, PATTERN)
    made.open(32718)
    made.autosave()
    (aside,) = texts(location, "*.aside.json")
    assert left in aside
    made.let_go()
    # of this session's own edits nothing is put aside when the panel opens the layer again
    again = DraftZones(location, PATTERN)
    again.open(32718)
    again.autosave()
    assert len(texts(location, "*.aside.json")) == 1
    again.let_go()


def test_a_zone_that_could_not_be_saved_with_the_one_that_qgis_saved_is_told(zones, location, qtbot, monkeypatch):
    told = []
    zones.not_saved.connect(told.append)
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    monkeypatch.setattr(zones.opened[32719], "save", lambda: "the disk is full")
    assert zones.opened[32718].layer.commitChanges(False)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert "the disk is full" in told[0]
    assert set(left_behind(drafts_path(location)).zones) == {32719}


def test_an_autosave_that_cannot_be_taken_away_is_told_and_stops_nothing(zones, location, monkeypatch):
    later_edit(zones, 32718, "nv")
    zones.autosave()

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError):
        keep(autosave_path(drafts_path(location)), {}, [])
    told = []
    zones.not_kept.connect(told.append)
    assert zones.save() == ""
    assert len(told) >= 1


def test_what_was_left_is_offered_until_this_session_changes_the_zone_and_is_then_told_to_be_aside(zones, location):
    later_edit(zones, 32718, "nv")
    zones.autosave()
    zones.let_go()
    QgsProject.instance().removeAllMapLayers()
    made = DraftZones(location, PATTERN)
    told = []
    made.laid_aside.connect(told.append)
    made.open(32718).start_editing()
    assert made.left_behind().communities() == ["Nueva Vida"]
    assert made.save() == ""
    assert made.left_behind().communities() == ["Nueva Vida"]
    later_edit(made, 32718, "nv")
    made.autosave()
    assert made.left_behind() is None
    assert [Path(one).name for one in told] == [one.name for one in Path(location).parent.glob("*.aside.json")]
    made.let_go()


@pytest.fixture(params=["AutomaticGroups", "BufferedGroups"])
def transactions(request):
    """A project that edits in transactions; before QGIS 3.26 there is one kind of it."""
    project = QgsProject.instance()
    if hasattr(Qgis, "TransactionMode"):
        change, off = project.setTransactionMode, Qgis.TransactionMode.Disabled
        change(getattr(Qgis.TransactionMode, request.param))
    else:
        change, off = project.setAutoTransaction, False
        change(True)
    yield
    change(off)


def test_drafts_are_not_edited_in_transactions_which_lock_the_other_zone_out(location, transactions):
    made = DraftZones(location, PATTERN)
    with pytest.raises(InputError) as refused:
        made.open(32718)
    assert refused.value.message.id == "draft.transactions"
    assert not drafts_path(location).exists()
    made.let_go()
