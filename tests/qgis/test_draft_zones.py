"""A corner that communities share across two UTM zones: moved, taken back, done again, saved and recovered in both or in none.

Where it stands in the other zone is what pyproj says.
"""

from __future__ import annotations

import math
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pyproj import Transformer
from qgis.core import QgsProject

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.host.draft_autosave import autosave_path, left_behind
from rainforest_alert_plugin.host.draft_zones import DraftZones, half_saved_corner
from rainforest_alert_plugin.host.drafts import drafts_of_zone, drafts_path
from rainforest_alert_plugin.territory.draft import draft_of
from rainforest_alert_plugin.territory.versions import Vertex

pytestmark = pytest.mark.usefixtures("qgis_new_project")

ROOT = Path(__file__).resolve().parents[2]
PATTERN = "V-{n}"
TO_19 = Transformer.from_crs(32718, 32719, always_xy=True)
CORNER, TARGET = (830_000.0, 9_001_000.0), (830_010.0, 9_001_020.0)
THERE = tuple(round(value, 2) for value in TO_19.transform(*CORNER))


def draft(epsg, *places):
    return draft_of([Vertex(0, 0, n, f"V-{n}", x, y, epsg) for n, (x, y) in enumerate(places, start=1)])


def triangle(epsg, corner, east, north):
    x, y = corner
    return draft(epsg, corner, (x + east, y), (x + east, y + north))


NUEVA_VIDA = triangle(32718, CORNER, -900.0, -900.0)
PUERTO_AZUL = triangle(32719, THERE, 900.0, 900.0)
SANTA_ROSA = triangle(32719, THERE, 900.0, -900.0)
NEIGHBOURS = {"pa": ("Puerto Azul", "v-pa", PUERTO_AZUL), "sr": ("Santa Rosa", "v-sr", SANTA_ROSA)}


@pytest.fixture
def location(tmp_path):
    return str(tmp_path / "prueba.gpkg")


@pytest.fixture
def zones(location):
    made = begun(location)
    yield made
    made.let_go()


def begun(location):
    made = DraftZones(location, PATTERN)
    made.open(32718).begin("nv", "Nueva Vida", "v-nv", NUEVA_VIDA)
    made.save()
    made.opened[32718].start_editing()
    made.told = []
    made.steps.refused.connect(made.told.append)
    return made


def places(zones, epsg, community_id):
    return {one.vertex.place for one in zones.opened[epsg].draft(community_id)} if epsg in zones.opened else set()


def stand(zones):
    """Which communities have the corner at its new place, and which at its old one; nothing of those that have no draft."""
    new, old = TO_19.transform(*TARGET), THERE
    found = {}
    for epsg, community_id, at, to in (
        (32718, "nv", CORNER, TARGET),
        (32719, "pa", old, new),
        (32719, "sr", old, new),
    ):
        for place in places(zones, epsg, community_id):
            for name, one in (("old", at), ("new", to)):
                if math.dist(place, one) < 1e-6:
                    found[community_id] = name
    return found


def stack(zones, epsg):
    return zones.opened[epsg].layer.undoStack()


def later_edit(zones, epsg, community_id, words="Moved vertex"):
    """An edit of QGIS's own tools, or of a script where it is without words: another vertex than the corner goes 5 m east."""
    layer = zones.opened[epsg].layer
    feature = zones.opened[epsg].feature(community_id)
    geometry = feature.geometry()
    vertex = geometry.vertexAt(1)
    geometry.moveVertex(vertex.x() + 5.0, vertex.y(), 1)
    if not words:
        layer.changeGeometry(feature.id(), geometry)
        return
    layer.beginEditCommand(words)
    layer.changeGeometry(feature.id(), geometry)
    layer.endEditCommand()


def test_a_corner_of_three_communities_in_two_zones_moves_to_one_place_on_the_ground(zones):
    moved = zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)

    assert [(one.community, one.epsg, one.is_begun) for one in moved.moved] == [
        ("Nueva Vida", 32718, False), ("Puerto Azul", 32719, True), ("Santa Rosa", 32719, True),
    ]  # fmt: skip
    expected = TO_19.transform(*TARGET)
    assert all(math.dist(one.place, expected) < 1e-6 for one in moved.moved[1:])
    assert stand(zones) == {"nv": "new", "pa": "new", "sr": "new"}
    # the other vertices of the neighbour stay as they were surveyed
    assert {one.vertex.place for one in PUERTO_AZUL[1:]} < places(zones, 32719, "pa")
    assert zones.opened[32719].entries()[0].base_version_id == "v-pa"


def test_one_undo_takes_it_back_everywhere_and_one_redo_brings_it_again(zones):
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    for _ in range(2):
        zones.undo(32718)
        assert stand(zones) == {"nv": "old"}
        zones.redo(32719)
        assert stand(zones) == {"nv": "new", "pa": "new", "sr": "new"}


@pytest.mark.parametrize("epsg", [32718, 32719])
def test_ctrl_z_of_qgis_in_either_layer_goes_through_both(zones, epsg):
    """QGIS's own action moves the list of undo of the layer that is active."""
    followed = []
    zones.steps.followed.connect(lambda step, forth: followed.append((step.communities(), forth)))
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    stack(zones, epsg).undo()
    assert stand(zones) == {"nv": "old"}
    stack(zones, epsg).redo()
    assert stand(zones) == {"nv": "new", "pa": "new", "sr": "new"}
    assert followed == [("Nueva Vida, Puerto Azul, Santa Rosa", False), ("Nueva Vida, Puerto Azul, Santa Rosa", True)]


def test_what_was_changed_after_it_in_the_other_zone_is_taken_back_first(zones, qtbot):
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    later_edit(zones, 32719, "pa")
    whole = {"nv": "new", "pa": "new", "sr": "new"}
    with pytest.raises(InputError) as refused:
        zones.undo(32718)
    assert (refused.value.message.id, refused.value.message.facts["changed"]) == (
        "draft.shared_changed",
        "Puerto Azul, Santa Rosa",
    )
    assert stand(zones) == whole
    # QGIS asks nobody: its step is put back and told
    stack(zones, 32718).undo()
    qtbot.waitUntil(lambda: len(zones.told) == 1)
    assert zones.told[0].id == "draft.shared_changed"
    assert stand(zones) == whole
    zones.undo(32719)
    zones.undo(32718)
    assert stand(zones) == {"nv": "old"}
    # forth in the same order: the later step waits for the common one
    zones.redo(32718)
    zones.redo(32719)
    assert stand(zones) == whole


def test_a_jump_over_several_steps_in_the_list_of_undo_goes_as_far_as_both_can(zones, qtbot):
    other = (830_020.0, 9_001_040.0)
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    later_edit(zones, 32719, "pa")
    later_edit(zones, 32718, "nv")
    zones.move_corner(32718, TARGET, other, NEIGHBOURS)
    stack(zones, 32718).setIndex(0)
    qtbot.waitUntil(lambda: len(zones.told) == 1)
    # the second move went back in both, the first stays in both: Puerto Azul was changed between them
    assert stand(zones) == {"nv": "new", "pa": "new", "sr": "new"}
    assert (stack(zones, 32718).index(), stack(zones, 32719).index()) == (1, 2)
    stack(zones, 32718).setIndex(3)
    assert other in places(zones, 32718, "nv")
    assert math.dist(TO_19.transform(*other), min(places(zones, 32719, "sr"))) < 1e-6


@pytest.mark.parametrize(
    ("goes_on", "asked", "words"),
    [
        (32718, 32719, "Moved vertex"),
        (32719, 32718, "Moved vertex"),
        (32718, 32719, ""),
        (32719, 32718, "Move a corner"),
    ],
)
def test_what_was_taken_back_is_not_done_again_in_one_zone_after_the_other_went_on(zones, goes_on, asked, words):
    zones.open(32719).begin("pa", "Puerto Azul", "v-pa", PUERTO_AZUL)
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    later_edit(zones, asked, {32718: "nv", 32719: "pa"}[asked])
    zones.undo(asked)
    zones.undo(32718)
    before = stand(zones)
    assert before == {"nv": "old", "pa": "old"}
    later_edit(zones, goes_on, {32718: "nv", 32719: "pa"}[goes_on], words)
    assert stand(zones) == before
    for _ in range(3):
        stack(zones, asked).redo()
        assert stand(zones) == before
    # and the lists work on
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    zones.undo(asked)
    assert stand(zones) == before


@pytest.mark.parametrize("epsg", [32718, 32719])
def test_saving_one_zone_with_qgis_saves_the_other(zones, location, qtbot, epsg):
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    assert zones.opened[epsg].layer.commitChanges(False)
    qtbot.waitUntil(lambda: not any(one.layer.isModified() for one in zones.opened.values()))
    assert not autosave_path(drafts_path(location)).exists()
    assert {entry.community for entry, _ in drafts_of_zone(drafts_path(location), 32719, "V-")} == {
        "Puerto Azul",
        "Santa Rosa",
    }
    assert stand(zones) == {"nv": "new", "pa": "new", "sr": "new"}


def test_discarding_the_edits_of_one_zone_takes_the_move_back_in_the_other(zones):
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    zones.opened[32719].layer.rollBack()
    assert stand(zones) == {"nv": "old"}
    stack(zones, 32718).redo()
    assert stand(zones) == {"nv": "old"}
    assert zones.told == []


def test_edits_discarded_in_one_zone_alone_are_said_to_part_the_corner(zones):
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    later_edit(zones, 32719, "pa")
    zones.opened[32718].layer.rollBack()
    assert stand(zones) == {"nv": "old", "pa": "new", "sr": "new"}
    (said,) = zones.told
    assert (said.id, said.facts["discarded"], said.facts["changed"]) == (
        "draft.shared_apart",
        "Nueva Vida",
        "Puerto Azul, Santa Rosa",
    )


def test_a_zone_that_cannot_be_saved_keeps_its_half_and_the_next_session_says_so(zones, location, monkeypatch):
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    monkeypatch.setattr(zones.opened[32719], "save", lambda: "the disk is full")
    assert zones.save().endswith("19S: the disk is full")
    zones.let_go()
    QgsProject.instance().removeAllMapLayers()
    left = left_behind(drafts_path(location))
    assert left.communities() == ["Puerto Azul", "Santa Rosa"]
    assert half_saved_corner(location, left, PATTERN) == (["Nueva Vida"], ["Puerto Azul", "Santa Rosa"])


def test_a_layer_taken_out_of_the_project_keeps_its_half_and_the_other_is_not_taken_back_alone(zones, location, qtbot):
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    QgsProject.instance().removeMapLayer(zones.opened[32719].layer.id())
    assert set(zones.opened) == {32718}
    with pytest.raises(InputError) as refused:
        zones.undo(32718)
    assert (refused.value.message.id, refused.value.message.facts["saved"]) == (
        "draft.shared_saved",
        "Puerto Azul, Santa Rosa",
    )
    stack(zones, 32718).undo()
    qtbot.waitUntil(lambda: len(zones.told) == 1)
    zones.autosave()
    assert set(left_behind(drafts_path(location)).zones) == {32718, 32719}
    zones.bring_back(zones.left_behind())
    assert stand(zones) == {"nv": "new", "pa": "new", "sr": "new"}


def test_a_neighbour_with_a_draft_is_moved_in_its_draft_wherever_that_is_kept(zones, location):
    """In another session the neighbour's draft was changed elsewhere and saved; its layer is not in the project."""
    other = DraftZones(location, PATTERN)
    changed = draft(32719, THERE, (THERE[0] + 950.0, THERE[1]), (THERE[0] + 900.0, THERE[1] + 900.0))
    other.open(32719).begin("pa", "Puerto Azul", "v-old", changed)
    other.save()
    layer = other.opened[32719].layer
    other.let_go()
    QgsProject.instance().removeMapLayer(layer.id())
    moved = zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    assert [(one.community, one.is_begun) for one in moved.moved] == [
        ("Nueva Vida", False), ("Puerto Azul", False), ("Santa Rosa", True),
    ]  # fmt: skip
    assert (THERE[0] + 950.0, THERE[1]) in places(zones, 32719, "pa")
    assert [entry.base_version_id for entry in zones.opened[32719].entries()] == ["v-old", "v-sr"]
    zones.undo(32719)
    assert stand(zones) == {"nv": "old", "pa": "old"}


@pytest.mark.parametrize(("off_m", "count"), [(0.03, 1), (0.015, 2)])
def test_a_corner_that_is_off_by_more_than_rounding_is_another_one(zones, off_m, count):
    there = (THERE[0] + off_m, THERE[1])
    off = math.dist(there, TO_19.transform(*CORNER))
    assert (off > 0.02) == (count == 1)
    neighbours = {"pa": ("Puerto Azul", "v", triangle(32719, there, 900.0, 900.0))}
    done = zones.move_corner(32718, CORNER, TARGET, neighbours)
    assert len(done.moved) == count
    assert (32719 in zones.opened) == (count == 2)
    # one so near is not passed over in silence
    assert list(done.beside) == ([("Puerto Azul", pytest.approx(off, abs=1e-6))] if count == 1 else [])


def test_a_neighbour_whose_datum_is_another_one_is_passed_over(zones):
    neighbours = {"pa": ("Puerto Azul", "v", triangle(24879, THERE, 900.0, 900.0))}
    assert [one.community for one in zones.move_corner(32718, CORNER, TARGET, neighbours).moved] == ["Nueva Vida"]
    with pytest.raises(InputError) as refused:
        zones.move_corner(32718, CORNER, TARGET, neighbours)
    assert refused.value.message.id == "draft.no_vertex"


def test_both_zones_come_back_after_a_break_down_as_one_step(zones, location):
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    zones.let_go()
    QgsProject.instance().removeAllMapLayers()
    made = DraftZones(location, PATTERN)
    left = made.left_behind()
    assert left.communities() == ["Nueva Vida", "Puerto Azul", "Santa Rosa"]
    assert half_saved_corner(location, left, PATTERN) == ([], [])
    made.bring_back(left)
    assert stand(made) == {"nv": "new", "pa": "new", "sr": "new"}
    made.undo(32719)
    assert stand(made) == {"nv": "old"}
    made.redo(32718)
    made.save()
    assert not left.path.exists()
    made.let_go()


def test_edits_of_an_earlier_session_are_decided_on_before_a_corner_moves_into_them(zones, location):
    zones.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    zones.let_go()
    QgsProject.instance().removeAllMapLayers()
    made = begun(location)
    with pytest.raises(InputError) as refused:
        made.move_corner(32718, CORNER, TARGET, NEIGHBOURS)
    assert refused.value.message.id == "draft.left_in_zone"
    assert 32719 not in made.opened
    # what this session keeps of its own zone puts the earlier edits of that zone aside, and leaves the other zone's
    later_edit(made, 32718, "nv")
    made.autosave()
    assert set(left_behind(drafts_path(location)).zones) == {32718, 32719}
    (aside,) = Path(location).parent.glob("*.aside.json")
    assert "Nueva Vida" in aside.read_text(encoding="utf-8")
    assert set(made.left_behind().zones) == {32719}
    made.let_go()


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests/qgis"]
from qgis.core import QgsApplication, QgsProject
application = QgsApplication([], False)
application.initQgis()
import test_draft_zones as case
location, phase = sys.argv[2:]
zones = case.begun(location)
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
zones.move_corner(32718, case.CORNER, case.TARGET, case.NEIGHBOURS)
if phase == "moved":
    die()
if phase == "kept":
    zones.autosave()
    die()
zones.opened[{"first saved": 32719, "second saved": 32718}[phase]].saving.connect(die)
if phase == "first saved":
    zones.opened[32718].layer.commitChanges(False)
    application.processEvents()
zones.opened = dict(sorted(zones.opened.items(), reverse=True))
zones.save()
"""


@pytest.mark.parametrize(
    ("phase", "offered", "apart"),
    [
        ("moved", [], ([], [])),
        ("kept", ["Nueva Vida", "Puerto Azul", "Santa Rosa"], ([], [])),
        ("first saved", ["Nueva Vida", "Puerto Azul", "Santa Rosa"], (["Nueva Vida"], ["Puerto Azul", "Santa Rosa"])),
        ("second saved", ["Nueva Vida", "Puerto Azul", "Santa Rosa"], (["Puerto Azul", "Santa Rosa"], ["Nueva Vida"])),
    ],
)
def test_a_killed_process_leaves_both_zones_or_none_and_a_half_save_is_said(location, phase, offered, apart):
    command = [sys.executable, "-c", KILLED, str(ROOT), location, phase]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr
    made = DraftZones(location, PATTERN)
    left = made.left_behind()
    assert (left.communities() if left else []) == offered
    if left is None:
        made.open(32718)
        assert stand(made) == {"nv": "old"}
    else:
        assert half_saved_corner(location, left, PATTERN) == apart
        made.bring_back(left)
        assert stand(made) == {"nv": "new", "pa": "new", "sr": "new"}
    made.let_go()
