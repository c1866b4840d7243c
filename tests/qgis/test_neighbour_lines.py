"""Neighbours' lines across the meridians 72 W and 78 W: corners from pyproj, departures by the formula of geodesy and by hand."""

from __future__ import annotations

import json

import numpy as np
import processing
import pytest
from pyproj import Transformer
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.host.moved_lines import AGREED, LineCopy, LinkedSide, moved_boundaries, moved_lines
from rainforest_alert_plugin.host.neighbour_lines import (
    NeighbourLine,
    check_neighbours_line,
    departure_m,
    neighbour_lines,
    settled,
)
from rainforest_alert_plugin.host.territory import AgreedBoundary, draft_from
from rainforest_alert_plugin.host.workspaces import backup_workspace, open_workspace, restore_workspace
from rainforest_alert_plugin.territory.differences import compare
from rainforest_alert_plugin.territory.draft import SideFacts, draft_of
from rainforest_alert_plugin.territory.line_following import LineNetwork, line_digest
from rainforest_alert_plugin.territory.merged_boundaries import forks
from rainforest_alert_plugin.territory.versions import Vertex
from tests.qgis.test_moved_lines import idle, line_layer
from tests.qgis.test_proposals import accept, propose
from tests.qgis.test_territory_dock import begin, click, dock, end, iface, look_at, opened, workspace
from tests.qgis.test_validate_boundary import run
from tests.qgis.title_packages import layer_of, provider

__all__ = ["dock", "iface", "provider", "workspace"]
pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings")

TO_18, TO_19 = (Transformer.from_crs(*ends, always_xy=True).transform for ends in ((32719, 32718), (32718, 32719)))
# A side of 10 km along 72 W at 8.5 S, in zone 19: 500 000 - 0.9996 * 330.3 km
SOUTH, NORTH = (169_700.0, 9_055_000.0), (169_700.0, 9_065_000.0)
RING = (SOUTH, (180_000.0, 9_055_000.0), (180_000.0, 9_065_000.0), NORTH, SOUTH)
REGISTERED = NeighbourLine("Puerto Azul", 32719, RING)


def outlined(name, corners, epsg):
    outline = ",".join(f"{x!r} {y!r}" for x, y in [*corners, corners[0]])
    return layer_of((name, f"POLYGON(({outline}))"), kind="Polygon", crs=f"EPSG:{epsg}", name=name)


def shifted(east: float, *corners: tuple[float, float]) -> NeighbourLine:
    return NeighbourLine("Puerto Azul", 32719, tuple((x + east * ((x, y) in corners), y) for x, y in RING))


def follow(start: tuple[float, float], stop: tuple[float, float], lines=(REGISTERED,), epsg=32718):
    network = LineNetwork([line.carried(epsg) for line in lines])
    return settled(network.follow(start, stop), lines, epsg)


def test_straight_sides_of_two_zones_part_as_the_arc_to_chord_correction_says():
    corners = [TO_18(*SOUTH), TO_18(*NORTH)]
    # Each projection bends a side by L² x / (8 R²), x from its central meridian, to opposite sides: together L² x / (4 R²).
    expected = 10_000.0**2 * 330_300.0 / (4.0 * 6_357_000.0**2)
    assert departure_m(corners, 32718, 32719) == pytest.approx(expected, rel=0.01)
    assert expected == pytest.approx(0.204, abs=0.001)
    # it grows with the square of the length, and a side from west to east stays straight
    half = [corners[0], TO_18(169_700.0, 9_060_000.0)]
    assert departure_m(half, 32718, 32719) == pytest.approx(expected / 4.0, rel=0.01)
    assert departure_m([corners[0], TO_18(180_000.0, 9_055_000.0)], 32718, 32719) < 0.01
    assert departure_m(corners, 32718, 32718) == 0.0


def test_corners_that_are_followed_are_those_that_pyproj_carries_and_no_others_come():
    way, apart = follow(TO_18(*SOUTH), TO_18(*NORTH))
    assert np.hypot(*(way.points - [TO_18(*SOUTH), TO_18(*NORTH)]).T).max() < 1e-6
    assert apart == pytest.approx(0.204, abs=0.003)


def test_a_place_amid_a_side_stands_on_the_line_that_is_straight_in_the_neighbours_zone():
    middle = TO_18(SOUTH[0], 9_060_000.0)
    way, apart = follow(middle, TO_18(*NORTH))
    easting, northing = TO_19(*way.points[0])
    assert easting == pytest.approx(SOUTH[0], abs=1e-6)
    assert northing == pytest.approx(9_060_000.0, abs=0.5)
    assert apart == pytest.approx(0.051, abs=0.001)
    # on the chord of the own zone it would stand 20 cm beside
    chord, _ = LineNetwork([REGISTERED.carried(32718)]).nearest(middle)
    assert abs(TO_19(*chord)[0] - SOUTH[0]) == pytest.approx(0.204, abs=0.003)


def test_within_one_zone_the_way_is_left_as_it_is():
    here = NeighbourLine("Puerto Azul", 32718, RING)
    way, apart = follow((SOUTH[0], 9_060_000.0), NORTH, [here])
    assert (way.points.tolist(), apart) == ([[SOUTH[0], 9_060_000.0], list(NORTH)], 0.0)


@pytest.mark.parametrize("begin_at", [9_055_000.0, 9_060_000.0])
def test_the_line_is_the_same_until_it_moves_in_its_own_zone(begin_at):
    way, _ = follow(TO_18(SOUTH[0], begin_at), TO_18(*NORTH))
    side = [(830_000.0, 9_050_000.0), *map(tuple, way.points.tolist())]  # with a surveyed corner that stayed beside
    digest = line_digest(way.points)

    def check(*lines):
        return check_neighbours_line(side, 32718, digest, lines)

    assert check(REGISTERED).state == "same"
    assert check(REGISTERED).departure_m < 1e-6
    # corners that were written anew to the centimetre have not moved
    assert check(shifted(0.01, SOUTH, NORTH)).state == "same"
    moved = check(shifted(1.0, SOUTH, NORTH))
    assert (moved.state, moved.departure_m) == ("moved", pytest.approx(1.0, abs=1e-6))
    # one corner by 5 cm
    moved = check(shifted(0.05, NORTH))
    assert (moved.state, moved.departure_m) == ("moved", pytest.approx(0.05, abs=1e-4))
    bent = NeighbourLine("Puerto Azul", 32719, (*RING[:4], (SOUTH[0] + 3.0, 9_062_000.0), SOUTH))
    assert check(bent).state == "moved"
    assert check().state == "gone"


def test_a_side_along_neighbours_of_two_zones_is_the_same_until_one_moves():
    further = NORTH[0], 9_067_000.0
    here = NeighbourLine(
        "Bajo Santa Rosa", 32718, (TO_18(*NORTH), TO_18(*further), TO_18(180_000.0, 9_067_000.0), TO_18(*NORTH))
    )
    way, apart = follow(TO_18(*SOUTH), TO_18(*further), [REGISTERED, here])
    assert way.features == ("Puerto Azul", "Bajo Santa Rosa")
    assert apart == pytest.approx(0.204, abs=0.003)
    side, digest = [(x, y) for x, y in way.points.tolist()], line_digest(way.points)
    for order in ((REGISTERED, here), (here, REGISTERED)):
        assert check_neighbours_line(side, 32718, digest, order).state == "same"
    moved = check_neighbours_line(side, 32718, digest, [shifted(1.0, SOUTH, NORTH), here])
    assert (moved.state, moved.departure_m) == ("moved", pytest.approx(1.0, abs=0.01))


def agreed(line: NeighbourLine, day: str = "2026-11-20", identity: str = "p", name: str = "") -> AgreedBoundary:
    vertices = [Vertex(0, 0, n, f"V-{n}", *place, line.epsg) for n, place in enumerate(line.own[:-1], 1)]
    return AgreedBoundary(identity, name or line.feature, day, draft_of(vertices))


def test_the_watch_is_silent_without_a_move_and_tells_each_state_of_the_neighbours_line_once():
    way, _ = follow(TO_18(*SOUTH), TO_18(*NORTH))
    facts = SideFacts("community", "Puerto Azul", "p", linked_layer=AGREED, linked_feature="Puerto Azul")
    facts = SideFacts(**{**facts.values(), "linked_digest": line_digest(way.points)})
    side = LinkedSide("V-1–V-2", facts, tuple(map(tuple, way.points.tolist())), 32718)

    assert moved_boundaries([side], [agreed(REGISTERED)]) == []
    assert moved_boundaries([side], []) == []
    (moved,) = moved_boundaries([side], [agreed(shifted(1.0, SOUTH, NORTH))])
    assert (moved.layer, moved.day, moved.is_gone) == (AGREED, "2026-11-20", False)
    assert moved.departure_m == pytest.approx(1.0, abs=1e-6)
    # the community may have got another name; another of its old name is not asked
    renamed = agreed(shifted(1.0, SOUTH, NORTH), name="Puerto Azul II")
    (same,) = moved_boundaries([side], [renamed, agreed(REGISTERED, identity="q")])
    assert same.key == moved.key
    far = NeighbourLine("Puerto Azul", 32719, tuple((x + 9_000.0, y) for x, y in RING))
    assert moved_boundaries([side], [agreed(far)])[0].is_gone
    old_datum = NeighbourLine("Puerto Azul", 24879, RING)
    assert moved_boundaries([side], [agreed(old_datum)]) == []


def test_boundaries_of_another_datum_are_left_out():
    assert neighbour_lines([("X", agreed(NeighbourLine("X", 24878, RING)).draft), ("Y", ())], 32718) == []
    with pytest.raises(InputError):
        NeighbourLine("X", 24878, RING).carried(32718)


@pytest.mark.realdata
def test_the_outline_of_huiquilla_at_78_west_is_followed_from_zone_17_corner_by_corner(shared_data):
    """A private conservation area of SERNANP on both sides of the meridian, stored in zone 18 and followed in zone 17."""
    text = (shared_data / "geo" / "pe-anp-amazonia" / "anp_acp_light.geojson").read_text(encoding="utf-8")
    (shape,) = [one for one in json.loads(text)["features"] if "Huiquilla" in json.dumps(one["properties"])]
    outline = shape["geometry"]["coordinates"]
    while isinstance(outline[0][0], list):
        outline = outline[0]
    assert min(x for x, _ in outline) < -78.0 < max(x for x, _ in outline)
    there, here = (Transformer.from_crs(4326, epsg, always_xy=True).transform for epsg in (32718, 32717))
    line = NeighbourLine("Huiquilla", 32718, tuple(there(x, y) for x, y in outline))
    count = len(outline) // 3
    way, apart = follow(here(*outline[0]), here(*outline[count]), [line], 32717)
    expected = np.array([here(x, y) for x, y in outline])
    walked = {tuple(np.round(place, 3)) for place in way.points.tolist()}
    assert walked <= {tuple(np.round(place, 3)) for place in expected.tolist()}
    assert max(np.hypot(*(expected - place).T).min() for place in way.points) < 1e-6
    longest = float(np.hypot(*np.diff(way.points, axis=0).T).max())
    assert 0.0 < apart <= 1.02 * longest**2 * 332_000.0 / (4.0 * 6_350_000.0**2)
    side = [(x, y) for x, y in way.points.tolist()]
    assert check_neighbours_line(side, 32717, line_digest(way.points), [line]).state == "same"


@pytest.mark.parametrize(
    ("begin_at", "is_east"), [(9_055_000.0, True), (9_055_000.0, False), (9_060_000.0, True), (9_060_000.0, False)]
)
def test_a_validation_takes_what_straight_sides_part_by_for_no_land_in_common(tmp_path, begin_at, is_east):
    """The registered parcel lies to the east or to the west; from its corner, or from amid its side, the boundary runs to its other."""
    way, _ = follow(TO_18(SOUTH[0], begin_at), TO_18(*NORTH))
    (a_east, a_north), (b_east, b_north) = way.points.tolist()
    away = -3_000.0 if is_east else 3_000.0
    own = [(a_east, a_north), (b_east, b_north), (b_east + away, b_north), (a_east + away, a_north)]
    parcel = [SOUTH, NORTH, *((SOUTH[0] + (10_000.0 if is_east else -10_000.0), y) for y in (9_065_000.0, 9_055_000.0))]
    layers = [outlined(*shape) for shape in (("Nueva Vida", own, 32718), ("predios", parcel, 32719))]
    _, findings, _, _ = run(tmp_path, BOUNDARY=layers[0], REFERENCE=[layers[1]])
    found = [one for one in findings if one["rule"] in ("G07", "G08")]
    if begin_at == SOUTH[1]:  # both corners are the neighbour's
        assert found == []
    elif is_east:
        (touch,) = found
        assert (touch["message"]["id"], touch["severity"]) == ("finding.touch", "review")
        assert touch["measure"] == pytest.approx(0.204 / 2.0, abs=0.003)
    else:
        (beside,) = found
        assert (beside["rule"], beside["measure"]) == ("G07", pytest.approx(0.204, abs=0.003))


# one boundary stated in two zones


def stated_in_18(corners):
    """As a plan of zone 18 states them: to the centimetre."""
    return [tuple(round(value, 2) for value in TO_18(*corner)) for corner in corners]


def vertices(corners, epsg):
    return [Vertex(0, 0, n, f"V-{n}", *corner, epsg) for n, corner in enumerate(corners, 1)]


def test_a_boundary_stated_anew_in_another_zone_has_only_the_corners_moved_that_were_moved():
    context = QgsProject.instance().transformContext()
    new = stated_in_18(RING[:-1])
    assert compare(vertices(RING[:-1], 32719), vertices(new, 32718), context).is_nothing
    new[1] = (new[1][0] + 50.0, new[1][1])
    difference = compare(vertices(RING[:-1], 32719), vertices(new, 32718), context)
    (change,) = difference.vertices
    assert (change.kind, change.label, change.distance_m) == ("moved", "V-2", pytest.approx(50.0, abs=0.008))
    assert {change.start for change in difference.sides} == {"V-1", "V-2"}


def test_what_two_laptops_changed_in_two_zones_is_joined_corner_by_corner(tmp_path, workspace):
    propose_in(workspace, "Nueva Vida", RING[:-1], 32719)
    copy, second = str(tmp_path / "copia.gpkg"), str(tmp_path / "otra.gpkg")
    backup_workspace(workspace, copy, lambda _: None, lambda: False)
    restore_workspace(second, copy, lambda _: None)
    ours, theirs = stated_in_18(RING[:-1]), list(RING[:-1])
    ours[1] = (ours[1][0] + 50.0, ours[1][1])
    theirs[3] = (theirs[3][0], theirs[3][1] + 30.0)
    propose_in(workspace, "Nueva Vida", ours, 32718)
    propose_in(second, "Nueva Vida", theirs, 32719)
    processing.run("rainforestalert:mergeworkspaces", {"WORKSPACE": workspace, "OTHER": second})
    with open_workspace(workspace, read_only=True) as merged:
        (fork,) = forks(merged, QgsProject.instance().transformContext())
    assert (fork.epsg, fork.waiting) == (32718, [])
    taken = [one.place for ring in fork.rings.values() for stretch in ring for one in stretch.taken]
    assert taken[:3] == ours[:3]
    assert taken[3] == pytest.approx(TO_18(*theirs[3]), abs=1e-6)


def test_a_link_to_a_creek_holds_when_the_community_states_its_boundary_in_another_zone():
    """The surveyed corners stand 30 m beside the creek; nothing of it has moved."""
    creek = [(SOUTH[0] + 30.0 * (n % 2), SOUTH[1] + 100.0 * n) for n in range(6)]
    layer = line_layer(creek, crs="EPSG:32719")
    side = [(SOUTH[0] - 30.0, SOUTH[1]), *creek, (SOUTH[0] - 30.0, SOUTH[1] + 500.0)]
    facts = SideFacts(
        "river", linked_layer=layer.name(), linked_feature="Quebrada Sábalo", linked_digest=line_digest(creek)
    )
    copy = LineCopy(layer, "2026-11-01")
    for places, epsg in ((side, 32719), (stated_in_18(side), 32718)):
        assert moved_lines([LinkedSide("V-1–V-8", facts, tuple(places), epsg)], [copy]) == []
    elsewhere = [(x - 20.0, y) for x, y in stated_in_18(side)]
    (moved,) = moved_lines([LinkedSide("V-1–V-8", facts, tuple(elsewhere), 32718)], [copy])
    assert moved.departure_m > 15.0


# in the window

INSIDE = [(-3_000.0, 0.0), (-4.0, 0.0), (-4.0, 1.0), (-3_000.0, 1.0)]


def propose_in(location, name, corners, epsg):
    return accept(location, propose(location, "()", BOUNDARY=outlined(name, corners, epsg), COMMUNITY=name))


@pytest.fixture
def across(workspace, iface, qtbot):
    """Nueva Vida in zone 18, whose eastern side stands 4 m west of Puerto Azul's line of 10 km in zone 19."""
    ends = [TO_18(*SOUTH), TO_18(*NORTH)]
    propose_in(workspace, "Nueva Vida", [(ends[int(n)][0] + dx, ends[int(n)][1]) for dx, n in INSIDE], 32718)
    propose_in(workspace, "Puerto Azul", RING[:-1], 32719)
    return opened(workspace, iface, qtbot)


def said(iface):
    labels = (label for item in iface.bar.items() for label in item.findChildren(QLabel))
    return [label.text() for label in labels if "agreed anew" in label.text()]


def corners_of(dock):
    return [one.vertex.place for one in draft_from(dock.location, dock.known.agreed_id)]


def follow_in_the_window(dock, iface, qtbot):
    begin(dock, qtbot)
    look_at(iface.canvas, qtbot, *((np.array(TO_18(*SOUTH)) + TO_18(*NORTH)) / 2.0), width=14_000)
    dock.draw.follower.move_ends.setValue(5.0)
    qtbot.mouseClick(dock.draw.tools.follow_button, Qt.MouseButton.LeftButton)
    for corner in (SOUTH, NORTH):
        click(iface.canvas, qtbot, *TO_18(*corner))


def test_a_side_is_laid_onto_the_line_of_a_neighbour_in_another_zone_and_taken_back(across, iface, qtbot):
    follow_in_the_window(across, iface, qtbot)
    text = across.status.text()
    assert across.status.level == "success", text
    (side,) = [side for side in across.draw.sides.sides if side.facts.kind == "community"]
    assert (side.facts.neighbour, side.facts.linked_layer) == ("Puerto Azul", AGREED)
    # both ends were 4 m beside and are the neighbour's own corners now, though a pixel of the hand is 23 m
    ends = sorted((TO_19(*one.vertex.place) for one in side.vertices), key=lambda place: place[1])
    assert [place for end in ends for place in end] == pytest.approx([*SOUTH, *NORTH], abs=1e-6)
    assert "another UTM zone" in text
    assert "part by up to 0.20" in text
    before = {one.vertex.place for one in across.draw.drafts.draft}
    qtbot.mouseClick(across.draw.tools.undo_button, Qt.MouseButton.LeftButton)
    assert not any(one.side.linked_digest for one in across.draw.drafts.draft)
    assert len(across.draw.drafts.draft) == 4
    qtbot.mouseClick(across.draw.tools.redo_button, Qt.MouseButton.LeftButton)
    assert {one.vertex.place for one in across.draw.drafts.draft} == before
    across.draw.follower.check_lines()
    assert (across.status.level, "in the workspace" in across.status.text()) == ("success", True)


def test_the_window_says_once_when_the_neighbours_line_in_another_zone_has_moved(across, iface, qtbot, workspace):
    follow_in_the_window(across, iface, qtbot)
    across.draw.propose({"AUTHOR": "Rosa", "REASON": "taller"})
    end(across, qtbot)
    (proposal,) = [row for row in across.known.proposals if row["state"] == "open"]
    accept(workspace, {"PROPOSAL_ID": proposal["id"]})
    across.refresh()
    idle(across, qtbot)
    assert said(iface) == []
    line = shifted(1.0, SOUTH, NORTH)
    propose_in(workspace, "Puerto Azul", line.own[:-1], 32719)
    across.refresh()
    idle(across, qtbot)
    (text,) = said(iface)
    assert "Puerto Azul, agreed anew on 04/10/2026, runs up to 1.00 m away from side" in text
    across.moved_lines.look()
    idle(across, qtbot)
    assert len(said(iface)) == 1


def test_the_link_holds_when_the_community_states_its_boundary_in_the_neighbours_zone(across, iface, qtbot, workspace):
    follow_in_the_window(across, iface, qtbot)
    across.draw.propose({"AUTHOR": "Rosa", "REASON": "taller"})
    end(across, qtbot)
    (proposal,) = [row for row in across.known.proposals if row["state"] == "open"]
    accept(workspace, {"PROPOSAL_ID": proposal["id"]})
    across.refresh()
    there = [tuple(round(value, 2) for value in TO_19(*corner)) for corner in corners_of(across)]
    propose_in(workspace, "Nueva Vida", there, 32719)
    across.refresh()
    assert draft_from(workspace, across.known.agreed_id)[0].vertex.epsg == 32719
    assert across.known.followed == (AGREED,)
    idle(across, qtbot)
    assert said(iface) == []
    assert set(corners_of(across)) >= {SOUTH, NORTH}


def test_check_lines_says_that_a_neighbours_line_has_moved_whatever_layer_is_chosen(across, iface, qtbot, workspace):
    follow_in_the_window(across, iface, qtbot)
    propose_in(workspace, "Puerto Azul", shifted(1.0, SOUTH, NORTH).own[:-1], 32719)
    across.draw.follower.check_lines()
    assert across.status.level == "warning"
    assert "Puerto Azul has moved by up to 1.00 m" in across.status.text()
