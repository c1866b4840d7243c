"""What stands in PSAD56 is carried by EPSG:1208 and by nothing else, when the person agrees, and says so ever after."""

from __future__ import annotations

import json
import math

import processing
import pytest
from pyproj import Transformer
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.overlay.pinned import pinned_transform
from rainforest_alert_plugin.territory.plane import transformed
from tests.helmert import ACCURACY_M, carried_degrees, carried_utm
from tests.qgis.test_proposals import accept, rows
from tests.qgis.test_territory_dock import end, iface, opened, rivers, workspace
from tests.qgis.title_packages import Log, provider

__all__ = ["iface", "provider", "workspace"]
pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings")

CORNERS = [(500_000.0, 9_000_000.0), (501_000.0, 9_000_000.0), (501_000.0, 9_001_000.0), (500_000.0, 9_001_000.0)]
CARRIED = [carried_utm(*corner) for corner in CORNERS]


def crs(code):
    return QgsCoordinateReferenceSystem(code)


def polygon_layer(places, code="EPSG:24878", name="Título 1978", **fields):
    columns = "".join(f"&field={column}:string(2000)" for column in ("nombre", *fields))
    layer = QgsVectorLayer(f"Polygon?crs={code}{columns}", name, "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPolygonXY([[QgsPointXY(*place) for place in [*places, places[0]]]]))
    feature.setAttributes(["Santa Rosa", *fields.values()])
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    return QgsProject.instance().addMapLayer(layer)


def surveyed(code="EPSG:24878"):
    """A title as ``importfieldgeometry`` brings it in, whose first vertex was measured again within 4 m."""
    facts = {
        "vertex_count": "4",
        "vertex_place": json.dumps(CORNERS),
        "epsg": code.partition(":")[2],
        "method": "paper_title",
        "vertex_label": json.dumps(["A", "B", "C", "D"]),
        "vertex_sigma_m": json.dumps([4.0, None, None, None]),
    }
    return polygon_layer(CORNERS, code, **facts)


def import_communities(workspace, layer, log=None):
    given = {"WORKSPACE": workspace, "INPUT": layer, "SOURCE": "federación", "OUTPUT": "TEMPORARY_OUTPUT"}
    return processing.run("rainforestalert:importcommunities", given, feedback=log)


def begin_from(dock, words):
    dock.show_page("draw")
    source = dock.draw.source
    source.setCurrentIndex(source.findText(words, Qt.MatchFlag.MatchStartsWith))
    return dock.guarded(dock.draw.begin)


def propose_draft(dock, qtbot):
    dock.draw.propose({"AUTHOR": "Rosa", "WORKSHOP": "", "REASON": "título", "SOURCE": dock.draw.drafts.source})
    end(dock, qtbot)


def assert_near(found, expected, within):
    assert len(found) == len(expected)
    assert max(math.dist(one, other) for one, other in zip(found, expected)) < within


@pytest.mark.parametrize("target", ["EPSG:32718", "EPSG:5387"])
def test_both_engines_carry_by_the_published_parameters_whatever_a_project_chose(target):
    context = QgsProject.instance().transformContext()
    mean = "+proj=noop"
    context.addCoordinateOperation(crs("EPSG:24878"), crs(target), mean)
    context.addCoordinateOperation(crs(target), crs("EPSG:24878"), mean)

    by_qgis = pinned_transform(crs("EPSG:24878"), crs(target), context).transform(QgsPointXY(*CORNERS[0]))
    by_osr = transformed([CORNERS[0]], 24878, int(target[5:]))[0]

    assert_near([(by_qgis.x(), by_qgis.y()), tuple(by_osr)], [CARRIED[0]] * 2, 0.0005)


def test_a_file_in_another_datum_comes_in_as_it_is(tmp_path):
    path = tmp_path / "sad69.csv"
    path.write_text("Vertice;Este;Norte\n" + "\n".join(f"V-{n};{x};{y}" for n, (x, y) in enumerate(CORNERS)), "utf-8")

    given = {"INPUT": str(path), "CRS": "EPSG:29188", "KIND": "boundary", "OUTPUT": "TEMPORARY_OUTPUT"}
    layer = processing.run("rainforestalert:importfieldgeometry", given)["OUTPUT"]

    (feature,) = layer.getFeatures()
    assert layer.crs().authid() == "EPSG:29188"
    assert [(v.x(), v.y()) for v in feature.geometry().vertices()][:4] == CORNERS


def test_degrees_of_psad56_are_carried_too():
    expected = carried_degrees(-75.0, -9.0)
    by_qgis = pinned_transform(crs("EPSG:4248"), crs("EPSG:4326"), QgsProject.instance().transformContext())
    found = by_qgis.transform(QgsPointXY(-75.0, -9.0))

    assert_near([(found.x(), found.y()), tuple(transformed([(-75.0, -9.0)], 4248, 4326)[0])], [expected] * 2, 5e-9)


@pytest.mark.parametrize("code", ["EPSG:29188", "EPSG:26718"], ids=["SAD69", "NAD27"])
def test_a_datum_without_a_pinned_operation_is_refused_with_what_to_do(workspace, iface, qtbot, code):
    layer = polygon_layer(CORNERS, code)
    with pytest.raises(InputError):
        pinned_transform(crs(code), crs("EPSG:32718"), QgsProject.instance().transformContext())
    with pytest.raises(QgsProcessingException, match="Carry the layer to WGS 84 first"):
        import_communities(workspace, layer)

    dock = opened(workspace, iface, qtbot)
    layer.selectAll()
    iface.setActiveLayer(layer)
    assert not begin_from(dock, "The polygon selected")
    assert "Carry the layer to WGS 84 first" in dock.status.text()
    assert rows(workspace, "boundary_version") == []
    assert not dock.draw.drafts.draft


def test_communities_in_psad56_keep_their_numbers_and_are_compared_by_the_pinned_operation(workspace):
    log = Log()
    import_communities(workspace, polygon_layer(CORNERS), log)

    (version,) = rows(workspace, "boundary_version")
    vertices = sorted(rows(workspace, "vertex"), key=lambda row: row["number"])
    assert any(
        "is in PSAD56 (PSAD56 / UTM zone 18S (EPSG:24878))" in said and "EPSG:1208" in said for said in log.lines
    )
    assert (version["epsg"], version["operation"]) == (24878, "EPSG:1208")
    assert version["reason"].endswith("PSAD56 (EPSG:24878)")
    assert [(row["easting"], row["northing"]) for row in vertices] == CORNERS
    drawn = QgsGeometry()
    drawn.fromWkb(version["geom"])
    to_utm = Transformer.from_crs(4326, 32718, always_xy=True)
    assert_near([to_utm.transform(v.x(), v.y()) for v in drawn.vertices()][:4], CARRIED, 0.001)
    for row, place in zip(vertices, CARRIED):
        point = QgsGeometry()
        point.fromWkb(row["geom"])
        assert_near([to_utm.transform(point.asPoint().x(), point.asPoint().y())], [place], 0.001)

    # the same land in WGS 84 changes nothing
    done = processing.run(
        "rainforestalert:proposeboundary",
        {
            "WORKSPACE": workspace,
            "COMMUNITY": "Santa Rosa",
            "AUTHOR": "Rosa",
            "REASON": "x",
            "BOUNDARY": polygon_layer(CARRIED, "EPSG:32718", "wgs84"),
        },
    )
    assert (done["AREA_GAINED_UTM_HA"], done["AREA_LOST_UTM_HA"], done["VERTICES_CHANGED"]) == (0.0, 0.0, 0)


def test_degrees_of_psad56_come_in_as_its_own_utm_zone(workspace):
    to_degrees = Transformer.from_crs(24878, 4248, always_xy=True)
    import_communities(workspace, polygon_layer([to_degrees.transform(*corner) for corner in CORNERS], "EPSG:4248"))

    vertices = sorted(rows(workspace, "vertex"), key=lambda row: row["number"])
    assert {row["epsg"] for row in vertices} == {24878}
    assert_near([(row["easting"], row["northing"]) for row in vertices], CORNERS, 0.001)
    assert rows(workspace, "boundary_version")[0]["operation"] == "EPSG:1208"


def test_a_title_in_psad56_is_carried_only_when_the_person_agrees_and_says_so_ever_after(workspace, iface, qtbot):
    dock = opened(workspace, iface, qtbot)
    layer = surveyed()
    layer.selectAll()
    iface.setActiveLayer(layer)

    assert begin_from(dock, "The polygon selected")
    question = dock.draw.carry_dialog
    assert question.isVisible()
    question.cancel_button.click()
    assert not dock.draw.drafts.draft

    assert begin_from(dock, "The polygon selected")
    dock.draw.carry_dialog.accept_button.click()
    draft = [one.vertex for one in dock.draw.drafts.draft]
    assert_near([vertex.place for vertex in draft], CARRIED, 0.0005)
    assert {vertex.epsg for vertex in draft} == {32718}
    assert [vertex.label for vertex in draft] == ["A", "B", "C", "D"]
    assert {vertex.method for vertex in draft} == {"paper_title, EPSG:1208"}
    assert [vertex.sigma_m for vertex in draft] == pytest.approx([math.hypot(4.0, ACCURACY_M), *[ACCURACY_M] * 3])
    told = "Título 1978, EPSG:24878 → EPSG:32718, EPSG:1208, ±16 m"
    assert dock.draw.drafts.source == told
    # QGIS draws by the same operation and has nothing to ask
    assert QgsProject.instance().transformContext().hasTransform(crs("EPSG:24878"), crs("EPSG:32718"))
    context = QgsProject.instance().transformContext()
    shown = QgsCoordinateTransform(crs("EPSG:24878"), crs("EPSG:32718"), context).transform(QgsPointXY(*CORNERS[0]))
    assert_near([(shown.x(), shown.y())], [CARRIED[0]], 0.0005)

    propose_draft(dock, qtbot)
    (proposal,) = rows(workspace, "proposal")
    kept = json.loads(proposal["vertices"])
    assert proposal["source"] == told
    assert {one["method"] for one in kept} == {"paper_title, EPSG:1208"}
    assert kept[0]["sigma_m"] == pytest.approx(math.hypot(4.0, ACCURACY_M))
    assert "4 vertices were carried from PSAD56 by EPSG:1208" in dock.log.toPlainText()
    accept(workspace, {"PROPOSAL_ID": proposal["id"]})
    (version,) = rows(workspace, "boundary_version")
    assert (version["epsg"], version["operation"], version["source"]) == (32718, "EPSG:1208", told)


def test_a_draft_from_a_version_in_psad56_goes_the_same_way_and_is_proposed(workspace, iface, qtbot):
    import_communities(workspace, polygon_layer(CORNERS))
    dock = opened(workspace, iface, qtbot)
    dock.community.setCurrentIndex(dock.community.findText("Santa Rosa"))
    qtbot.wait(20)

    assert begin_from(dock, "Version 1")
    dock.draw.carry_dialog.accept_button.click()
    draft = [one.vertex for one in dock.draw.drafts.draft]
    assert_near([vertex.place for vertex in draft], CARRIED, 0.0005)
    assert {(vertex.method, vertex.sigma_m) for vertex in draft} == {("imported, EPSG:1208", ACCURACY_M)}
    assert dock.draw.drafts.source.endswith(", EPSG:24878 → EPSG:32718, EPSG:1208, ±16 m")

    dock.draw.corners.move(*draft[1].place, draft[1].easting + 100.0, draft[1].northing)
    propose_draft(dock, qtbot)
    assert dock.status.level == "success", dock.status.text()
    (proposal,) = rows(workspace, "proposal")
    # the moved corner alone: a triangle of 100 m by 1000 m
    assert (proposal["area_gained_ha"], proposal["area_lost_ha"]) == pytest.approx((5.0, 0.0), abs=0.001)
    assert {one["epsg"] for one in json.loads(proposal["vertices"])} == {32718}


def test_a_track_in_psad56_is_carried_when_it_is_taken(workspace, iface, qtbot):
    dock = opened(workspace, iface, qtbot)
    layer = QgsVectorLayer(
        "LineString?crs=EPSG:24878&field=method:string&field=vertex_sigma_m:string", "recorrido", "memory"
    )
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in CORNERS]))
    feature.setAttributes(["gnss_handheld", json.dumps([4.0] * 4)])
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer).selectAll()
    iface.setActiveLayer(layer)
    dock.show_page("get_in")
    panel = dock.get_in.track

    assert dock.guarded(panel.take_track)
    assert panel.session is None
    panel.carry_dialog.accept_button.click()
    assert panel.session.epsg == 32718
    # twice what the receiver stated: the operation moves the track as a whole
    assert panel.tolerance.value() == pytest.approx(8.0)
    assert dock.guarded(panel.close_and_snap)
    assert dock.guarded(panel.hand_over)
    draft = [one.vertex for one in dock.draw.drafts.draft]
    assert_near([vertex.place for vertex in draft], CARRIED, 0.0005)
    assert {vertex.method for vertex in draft} == {"gnss_handheld, EPSG:1208"}
    assert {vertex.sigma_m for vertex in draft} == {math.hypot(4.0, ACCURACY_M)}
    assert dock.draw.drafts.source == "recorrido, EPSG:24878 → EPSG:32718, EPSG:1208, ±16 m"


def test_a_track_moved_onto_a_line_in_psad56_says_so_and_no_more_once_that_is_taken_back(workspace, iface, qtbot):
    dock = opened(workspace, iface, qtbot)
    old = polygon_layer(CORNERS, "EPSG:24878", "título")
    registered = polygon_layer([(x + 1.0, y) for x, y in CARRIED], "EPSG:32718", "registrado")
    # a walk in the middle of the land, whose two eastern corners lie 3 m beside the title's
    west = [(x + 500.0, y) for x, y in (CARRIED[0], CARRIED[3])]
    walk = [west[0], *((x - 3.0, y) for x, y in CARRIED[1:3]), west[1]]
    layer = QgsVectorLayer("LineString?crs=EPSG:32718", "recorrido", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(
        QgsGeometry.fromPolylineXY([QgsPointXY(x, y + 20.0 * (1 if i < 2 else -1)) for i, (x, y) in enumerate(walk)])
    )
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer).selectAll()
    iface.setActiveLayer(layer)
    dock.show_page("get_in")
    panel = dock.get_in.track
    assert dock.guarded(panel.take_track)
    panel.reach.setValue(5.0)

    def told(line):
        panel.lines.setLayer(line)
        assert dock.guarded(panel.close_and_snap), dock.status.text()
        draft = [one.vertex for one in panel.session.draft("V-")]
        return sorted((round(vertex.easting - CARRIED[1][0]), vertex.method, vertex.sigma_m) for vertex in draft)[-2:]

    assert told(old) == [(0, "EPSG:1208", ACCURACY_M)] * 2
    assert "stands in PSAD56" in dock.status.text()
    panel.undo()
    assert told(registered) == [(1, None, None)] * 2


def test_a_line_in_psad56_is_followed_by_the_pinned_operation_and_that_is_said(workspace, iface, qtbot):
    dock = opened(workspace, iface, qtbot)
    layer = polygon_layer(CARRIED, "EPSG:32718", "levantado")
    layer.selectAll()
    iface.setActiveLayer(layer)
    assert begin_from(dock, "The polygon selected")
    creek = [(500_000.0, 8_999_950.0), (500_400.0, 8_999_900.0), (501_000.0, 8_999_950.0)]
    river = rivers(("Sábalo", QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in creek]).asWkt()))
    river.setCrs(crs("EPSG:24878"))
    follower = dock.draw.follower
    follower.lines.setLayer(river)
    expected = [carried_utm(*place) for place in creek]

    follower.lay_along(follower.network([CARRIED[0]]).follow(expected[0], expected[-1]))

    draft = [one.vertex for one in dock.draw.drafts.draft]
    new = [vertex for vertex in draft if min(math.dist(vertex.place, corner) for corner in CARRIED) > 1.0]
    assert min(math.dist(vertex.place, expected[1]) for vertex in new) < 0.0005
    assert {(vertex.method, vertex.sigma_m) for vertex in new} == {("EPSG:1208", ACCURACY_M)}
    assert {vertex.method for vertex in draft if vertex not in new} == {None}
    assert dock.status.level == "warning"
    assert "stands in PSAD56" in dock.status.text()
