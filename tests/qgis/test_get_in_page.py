"""The first page of the Territory dock: an import run again with its traverse adjusted, or with what a broken file still holds."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt

from tests.qgis.test_territory_dock import end, iface, opened, workspace
from tests.qgis.title_packages import provider

__all__ = ["iface", "provider", "workspace"]
pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings")

TITLE = """Título 058-1977, zona 18 S;;;;
Lado;Rumbo;Distancia;Este;Norte
A - B;N 00°00' E;100,00 m;640000;8812000
B - C;N 90°00' E;100,00;;
C - D;S 00°00' E;100,00;;
D - A;N 90°00' O;99,00;;
"""
GPX = """<gpx version="1.1"><wpt lat="-8.5" lon="-74.5"><name>Bocana</name></wpt>
<wpt lat="-8.6" lon="-74.5"><name>Cocha</name></wpt>
<wpt lat="-8.7" l"""


@pytest.fixture
def page(workspace, iface, qtbot):
    dock = opened(workspace, iface, qtbot)
    dock.show_page("get_in")
    return dock.get_in


def bring_in(page, folder, name, text, qtbot):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    page.import_file(str(path))
    end(page.dock, qtbot)


def press(page, button, qtbot):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    end(page.dock, qtbot)


def layer(name):
    return QgsProject.instance().mapLayersByName(name)[0]


def test_a_traverse_is_adjusted_by_a_button_that_is_there_only_where_it_does_not_close(page, tmp_path, qtbot):
    assert page.again.isHidden()
    bring_in(page, tmp_path, "title.csv", TITLE, qtbot)
    assert page.again.closure.text() == "Closure error: 1.000 m."
    assert not page.again.adjust_button.isHidden()
    assert page.again.recover_button.isHidden()

    press(page, page.again.adjust_button, qtbot)

    assert page.again.closure.text() == "Closure error: 1.000 m before, 0.000 m after adjusting."
    assert page.again.adjust_button.isHidden()
    # D is the last vertex but the first: 300 of 399 metres, and of the one metre too far east
    assert f"moved by {300 / 399:.3f} m at most" in page.found.text()
    ring = next(layer("title, adjusted").getFeatures()).geometry().asMultiPolygon()[0][0]
    assert [point.x() for point in ring[:4]] == pytest.approx(
        [640000, 640000 - 100 / 399, 640100 - 200 / 399, 640100 - 300 / 399]
    )
    # what came in first stays as it was
    assert next(layer("title").getFeatures()).geometry().asMultiPolygon()[0][0][3].x() == pytest.approx(640100)

    bring_in(page, tmp_path, "sound.csv", TITLE.replace("99,00", "100,00"), qtbot)
    assert page.again.adjust_button.isHidden()


def test_what_a_broken_file_still_holds_is_taken_by_the_button_its_refusal_names(page, tmp_path, qtbot):
    bring_in(page, tmp_path, "walk.gpx", GPX, qtbot)
    assert page.dock.status.level == "error"
    assert page.again.recover_button.text() in page.dock.status.text()
    assert not page.again.recover_button.isHidden()
    assert page.again.adjust_button.isHidden()

    press(page, page.again.recover_button, qtbot)

    assert {feature["name"] for feature in layer("walk").getFeatures()} == {"Bocana", "Cocha"}
    assert page.again.isHidden()

    bring_in(page, tmp_path, "again.gpx", GPX, qtbot)
    assert not page.again.isHidden()
    # another file is chosen: what was offered for the last one is gone
    bring_in(page, tmp_path, "words.txt", "nothing to see here", qtbot)
    assert page.again.isHidden()
    page.columns_dialog.reject()


def test_a_memoria_with_a_vertex_missing_says_on_the_page_that_nothing_was_closed(page, tmp_path, qtbot):
    places = ["(E 640000, N 8812000)", "(E 640000, N 8813000)", "(E 64100, N 8813000)", "(E 641000, N 8812000)"]
    text = "Zona 18 Sur, WGS84.\n" + "".join(
        f"Del vértice V-{n} {place} el lindero sigue en línea recta hasta el vértice V-{n % 4 + 1}.\n"
        for n, place in enumerate(places, 1)
    )
    bring_in(page, tmp_path, "memoria.txt", text, qtbot)

    assert page.dock.status.level == "warning"
    assert page.dock.status.text().startswith("THE BOUNDARY IS NOT CLOSED. No place is known of: V-3.")
    assert "Line 4, at V-3, not understood: “Del vértice V-3 (E 64100, N 8813000)" in page.found.text()
