"""The window says by itself, and once, when a creek has moved in a newer layer; distances calculated by hand."""

from __future__ import annotations

import math
import os
import threading

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QPushButton

from rainforest_alert_plugin.host import moved_lines as host
from rainforest_alert_plugin.host.moved_lines import LineCopy, LinkedSide, MovedLinesTask, moved_lines, news
from rainforest_alert_plugin.host.workspaces import open_workspace
from rainforest_alert_plugin.territory.draft import SideFacts
from rainforest_alert_plugin.territory.line_following import line_digest
from tests.qgis.test_territory_dock import CREEK, begin, dock, iface, look_at, opened, rivers, workspace
from tests.qgis.title_packages import provider

__all__ = ["dock", "iface", "provider", "workspace"]
pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings")

STRAIGHT = [(500_000.0, 9_000_000.0 + 100.0 * step) for step in range(5)]


def line_layer(points, name="Red de quebradas", crs="EPSG:32718"):
    return line_of("LINESTRING(" + ",".join(f"{x!r} {y!r}" for x, y in points) + ")", name, crs)


def line_of(wkt, name, crs="EPSG:32718"):
    layer = QgsVectorLayer(f"LineString?crs={crs}&field=nombre:string", name, "memory")
    one = QgsFeature(layer.fields())
    one.setAttributes(["Quebrada Sábalo"])
    one.setGeometry(QgsGeometry.fromWkt(wkt))
    layer.dataProvider().addFeatures([one])
    layer.updateExtents()
    return layer


def linked(points=STRAIGHT, layer="Red de quebradas"):
    facts = SideFacts("river", linked_layer=layer, linked_feature="Quebrada Sábalo", linked_digest=line_digest(points))
    return LinkedSide("V-12–V-15", facts, tuple(points), 32718)


def bent(east, at=2):
    return [(x + (east if number == at else 0.0), y) for number, (x, y) in enumerate(STRAIGHT)]


def test_a_bend_of_forty_metres_is_told_as_the_distance_of_the_side_from_the_new_line():
    (moved,) = moved_lines([linked()], [LineCopy(line_layer(bent(40.0)), "2026-11-01")])
    # from (0, 200) to the line through (0, 100) and (40, 200): 100 * 40 / sqrt(40² + 100²)
    assert moved.departure_m == pytest.approx(4000 / math.hypot(40, 100), abs=1e-9)
    assert (moved.layer, moved.day, moved.is_gone) == ("Red de quebradas", "2026-11-01", False)


def test_a_bend_between_two_vertices_of_the_side_is_told_too():
    points = [*STRAIGHT[:2], (500_025.0, 9_000_150.0), *STRAIGHT[2:]]
    (moved,) = moved_lines([linked()], [LineCopy(line_layer(points), "2026-11-01")])
    assert moved.departure_m == pytest.approx(25.0, abs=1e-9)


def test_rounding_another_system_and_more_vertices_are_no_move():
    systems = [QgsCoordinateReferenceSystem(code) for code in ("EPSG:32718", "EPSG:4326")]
    carry = QgsCoordinateTransform(*systems, QgsProject.instance())
    carried = [(point.x(), point.y()) for point in (carry.transform(QgsPointXY(*one)) for one in STRAIGHT)]
    denser = [STRAIGHT[0], (500_000.0, 9_000_050.0), *STRAIGHT[1:], (500_000.0, 9_000_900.0)]
    for copy in (line_layer(carried, crs="EPSG:4326"), line_layer(denser), line_layer(bent(0.3))):
        assert moved_lines([linked()], [LineCopy(copy, "2026-11-01")]) == []


def test_the_newest_copy_counts_whatever_year_stands_in_its_name():
    old = LineCopy(line_layer(bent(40.0), "Red de quebradas 2019"), "2019-05-01")
    new = LineCopy(line_layer(STRAIGHT, "RED DE QUEBRADAS 2026"), "2026-05-01")
    assert moved_lines([linked()], [old, new]) == moved_lines([linked()], [new, old]) == []
    other = LineCopy(line_layer(bent(40.0), "Curvas de nivel"), "2026-06-01")
    assert moved_lines([linked()], [new, other]) == []


def test_a_creek_that_is_gone_is_told_only_where_the_copy_reaches():
    far = [(x + 50_000.0, y) for x, y in STRAIGHT]
    cut_off = line_layer(far)
    assert moved_lines([linked()], [LineCopy(cut_off, "2026-11-01")]) == []
    around = line_layer([(480_000.0, 8_980_000.0), (480_001.0, 9_020_000.0), (520_000.0, 9_020_000.0)])
    (moved,) = moved_lines([linked()], [LineCopy(around, "2026-11-01")])
    assert moved.is_gone


def test_the_same_state_has_one_key_and_the_next_move_another():
    keys = {
        moved_lines([linked()], [LineCopy(line_layer(bent(east), name), day)])[0].key
        for east, name, day in (
            (40.0, "Red de quebradas", "2026-11-01"),
            (40.0, "Red de quebradas 2", "2026-12-01"),
            (55.0, "Red de quebradas", "2026-12-01"),
        )
    }
    assert len(keys) == 2


# in the window


def follow_the_creek(dock, iface, qtbot):
    begin(dock, qtbot)
    old = rivers(("Quebrada Sábalo", CREEK))
    look_at(iface.canvas, qtbot)
    dock.draw.follower.lines.setLayer(old)
    dock.draw.follower.lay_along(dock.draw.follower.network([]).follow((500_000, 8_999_940), (501_000, 8_999_945)))
    assert dock.status.level == "success", dock.status.text()
    return old


def idle(dock, qtbot):
    qtbot.wait(300)
    qtbot.waitUntil(lambda: dock.moved_lines.task is None and not dock.moved_lines._soon.isActive(), timeout=20_000)


def said(iface):
    """Texts of the messages in the bar, the newest first."""
    return [
        label.text() for item in iface.bar.items() for label in item.findChildren(QLabel) if "Sábalo" in label.text()
    ]


MOVED = CREEK.replace("500300 8999900", "500300 8999860")


def test_a_newer_layer_that_comes_into_the_project_says_so_and_leads_to_the_side(dock, iface, qtbot):
    follow_the_creek(dock, iface, qtbot)
    idle(dock, qtbot)
    assert said(iface) == []
    rivers(("Quebrada Sábalo", MOVED), name="rios 2026")
    idle(dock, qtbot)
    (text,) = said(iface)
    # the side's vertex (500300, 8999900) from the new line through (500300, 8999860) and (500700, 8999960): 40 · 400 / sqrt(400² + 100²)
    assert f"has moved by up to {40 * 400 / math.hypot(400, 100):.1f} m along side" in text.replace(",", ".")
    assert "in the layer rios 2026 of" in text
    (message,) = iface.bar.items()
    dock.show_page("get_in")
    look_at(iface.canvas, qtbot, x=700_000, y=9_300_000)
    button = next(one for one in message.findChildren(QPushButton) if one.text() == "Show the side")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.wait(50)
    assert said(iface) == []
    assert dock.page == "draw"
    assert iface.canvas.extent().contains(QgsGeometry.fromWkt("POINT(500300 8999900)").boundingBox())
    assert dock.draw.sides.chosen_side().facts.kind == "river"


def test_the_same_copy_is_told_of_once_and_the_next_move_again(dock, iface, qtbot, workspace):
    follow_the_creek(dock, iface, qtbot)
    first = rivers(("Quebrada Sábalo", MOVED), name="rios 2026")
    idle(dock, qtbot)
    assert len(said(iface)) == 1
    iface.bar.clearWidgets()
    QgsProject.instance().removeMapLayer(first.id())
    rivers(("Quebrada Sábalo", MOVED), name="rios 2026")
    dock.refresh()
    idle(dock, qtbot)
    assert said(iface) == []
    rivers(("Quebrada Sábalo", CREEK.replace("500300 8999900", "500300 8999800")), name="rios 2027")
    idle(dock, qtbot)
    assert len(said(iface)) == 1
    # the button says it as often as it is pressed
    dock.draw.follower.lines.setLayer(QgsProject.instance().mapLayersByName("rios 2026")[0])
    for _ in range(2):
        dock.draw.follower.check_lines()
        assert "has moved by up to" in dock.status.text()


def agree_by_the_creek(workspace):
    """An agreed version whose southern side follows the creek of the layer `rios`."""
    creek = [(500_000.0, 9_000_000.0), (500_300.0, 8_999_900.0), (500_700.0, 8_999_960.0), (501_000.0, 9_000_000.0)]
    with open_workspace(workspace) as opened_, opened_.write() as work:
        (community,) = opened_.read("community", '"name" = ?', ["Nueva Vida"])
        ring = [*creek, (501_000.0, 9_001_000.0), (500_000.0, 9_001_000.0)]
        version = work.insert(
            "boundary_version",
            {"community_id": community["id"], "number": 1, "reason": "x", "epsg": 32718, "signed_by": "Rosa"},
        )
        for number, (x, y) in enumerate(ring, start=1):
            corner = {"part": 0, "ring": 0, "number": number, "label": f"V-{number + 11}", "easting": x, "northing": y}
            work.insert("vertex", {"version_id": version, "epsg": 32718, **corner})
        digest = line_digest(creek[1:3])
        for number in (1, 2, 3):
            link = {"linked_layer": "rios", "linked_feature": "Quebrada Sábalo", "linked_digest": digest}
            side = {"part": 0, "ring": 0, "number": number, "kind": "river", "neighbour": "Quebrada Sábalo"}
            work.insert(
                "boundary_side", {"version_id": version, "stretch": 1, "linked_on": "2026-01-05", **side, **link}
            )
        for number in (4, 5, 6):
            side = {"part": 0, "ring": 0, "number": number, "kind": "state", "stretch": number}
            work.insert("boundary_side", {"version_id": version, **side})


def kept_copy(workspace, folder, line, day, name="rios"):
    """A copy of a reference layer that the workspace knows, as downloadreferencelayers leaves it."""
    layer = line_of(line, name)
    path = folder / f"rios_{day}.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "rios"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsProject.instance().transformContext(), options)
    with open_workspace(workspace) as opened_, opened_.write() as work:
        work.insert(
            "reference_layer",
            {
                "name": name, "service": "ana", "role": "river", "fetched_at": f"{day}T10:00:00.000Z",
                "relative_path": os.path.relpath(path, os.path.dirname(workspace)), "layer": "rios",
                "feature_count": 1, "complete": True,
            },
        )  # fmt: skip


def test_the_agreed_version_is_looked_at_when_its_community_is_opened(workspace, iface, qtbot, tmp_path):
    agree_by_the_creek(workspace)
    kept_copy(workspace, tmp_path, CREEK, "2026-01-05")
    kept_copy(workspace, tmp_path, MOVED, "2026-11-20")
    dock = opened(workspace, iface, qtbot)
    idle(dock, qtbot)
    (text,) = said(iface)
    assert "along side V-12–V-15 in the layer rios of 20/11/2026" in text
    # leading to it needs no draft
    task = MovedLinesTask(workspace, dock.known.agreed_id, (), [])
    assert task.run()
    dock.moved_lines.lead_to(task.found[0])
    assert iface.canvas.extent().contains(QgsGeometry.fromWkt("POINT(500300 8999900)").boundingBox())


def test_a_download_of_newer_layers_is_heard_of(workspace, iface, qtbot, tmp_path):
    agree_by_the_creek(workspace)
    kept_copy(workspace, tmp_path, CREEK, "2026-01-05")
    dock = opened(workspace, iface, qtbot)
    idle(dock, qtbot)
    assert said(iface) == []
    kept_copy(workspace, tmp_path, MOVED, "2026-11-20")
    news.came.emit("another workspace")
    idle(dock, qtbot)
    assert said(iface) == []
    news.came.emit(workspace)
    idle(dock, qtbot)
    assert len(said(iface)) == 1


def test_the_window_goes_on_while_the_lines_are_looked_at(workspace, iface, qtbot, tmp_path, monkeypatch):
    agree_by_the_creek(workspace)
    kept_copy(workspace, tmp_path, MOVED, "2026-11-20")
    goes_on, threads = threading.Event(), []
    compare = host.moved_lines

    def slow(*values):
        threads.append(threading.current_thread())
        assert goes_on.wait(60)
        return compare(*values)

    monkeypatch.setattr(host, "moved_lines", slow)
    dock = opened(workspace, iface, qtbot)
    qtbot.waitUntil(lambda: bool(threads), timeout=120_000)
    assert threads[0] is not threading.main_thread()
    # meanwhile a page is turned, and another reason to look does not start a second look
    dock.show_page("draw")
    dock.moved_lines.look()
    qtbot.wait(300)
    assert (dock.page, len(threads)) == ("draw", 1)
    goes_on.set()
    idle(dock, qtbot)
    assert len(said(iface)) == 1


def test_a_dock_that_closes_while_it_looks_is_not_waited_for(workspace, iface, qtbot, tmp_path):
    agree_by_the_creek(workspace)
    kept_copy(workspace, tmp_path, MOVED, "2026-11-20")
    dock = opened(workspace, iface, qtbot)
    dock.moved_lines._look()
    dock.moved_lines.close_down()
    qtbot.wait(300)
    assert said(iface) == []
    dock.moved_lines = type("Closed", (), {"close_down": lambda self: None, "look": lambda self: None})()
