"""Typing and pasting an old title in the Territory dock: with the keys, live, kept, and brought in as a file is."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication

from rainforest_alert_plugin.gui.typed_title_dialog import TypedTitleDialog
from rainforest_alert_plugin.host.typed_titles import TypedFile, kept_typed, typed_path
from rainforest_alert_plugin.territory.field_formats.typed import Typed
from tests.qgis.test_territory_dock import end, iface, opened, workspace
from tests.qgis.title_packages import provider

__all__ = ["iface", "provider", "workspace"]
pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings")

LEGS = (("A", "N 0 E", "100,00"), ("B", "N 90 E", "100,00"), ("C", "S 0 E", "100,00"), ("D", "N 90 O", "99,00"))
PROSE = (
    "Zona 18 Sur, WGS84.\n"
    "Del vértice V-1 (E 640000, N 8812000) 🌳 al vértice V-2 (E 640000, N 8813000). Tiene 40 varas.\n"
    "Del V-2 al vértice V-3 (E 64100, N 8813000); del V-3 al vértice V-4 (E 641000, N 8812000); del V-4 al V-1.\n"
)


@pytest.fixture(autouse=True)
def profile(tmp_path, monkeypatch):
    monkeypatch.setattr(QgsApplication, "qgisSettingsDirPath", lambda: f"{tmp_path}/profile/")


@pytest.fixture
def page(workspace, iface, qtbot):
    dock = opened(workspace, iface, qtbot)
    dock.show_page("get_in")
    return dock.get_in


@pytest.fixture
def dialog(page, qtbot):
    qtbot.mouseClick(page.typed_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.typed_dialog.isVisible)
    page.typed_dialog.activateWindow()
    return page.typed_dialog


def write(qtbot, text):
    """Type where the focus is, key by key."""
    keys = {"\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return}
    for letter in text:
        if letter in keys:
            qtbot.keyClick(QApplication.focusWidget(), keys[letter])
            QApplication.processEvents()
        else:
            qtbot.keyClicks(QApplication.focusWidget(), letter)


def layer(name):
    return QgsProject.instance().mapLayersByName(name)[0]


def colours(dialog):
    return {
        (row, column)
        for row in range(dialog.legs.rowCount())
        for column in range(3)
        if dialog.legs.item(row, column) is not None
        and dialog.legs.item(row, column).data(Qt.ItemDataRole.BackgroundRole) is not None
    }


def test_a_title_is_typed_with_the_keys_alone_adjusted_and_brought_in(page, dialog, qtbot, tmp_path):
    dialog.easting.setFocus()
    write(qtbot, "640 000,00\n8 812 000,00\n")
    write(qtbot, "\n".join("\t".join(leg) for leg in LEGS) + "\t")
    assert dialog.legs.legs() == LEGS
    # behind the last cell of a filled row there is one more row; behind that, Tab leaves the table
    write(qtbot, "\t\t\t")
    assert QApplication.focusWidget() is dialog.delete_button
    dialog.look()
    assert dialog.state.text().startswith(
        "Read so far: 4 vertices (A, B, C, D). The boundary closes with an error of 1.000 m"
    )
    assert not dialog.adjusts.isHidden()
    assert dialog.adjusting.text() == (
        "Closure error 1.000 m before, 0.000 m after; a vertex moves by 0.752 m at most."
    )

    dialog.adjusts.setChecked(True)
    dialog.name.setText("Título 058/1977")
    qtbot.mouseClick(dialog.bring_button, Qt.MouseButton.LeftButton)
    folder = page._typed_file.path.parent
    assert folder.stat().st_mode & 0o077 == 0
    end(page.dock, qtbot)

    made = layer("Título 058 1977, adjusted")
    assert made.crs() == QgsCoordinateReferenceSystem("EPSG:32718")
    ring = next(made.getFeatures()).geometry().asMultiPolygon()[0][0]
    assert [point.x() for point in ring[:4]] == pytest.approx(
        [640000, 640000 - 100 / 399, 640100 - 200 / 399, 640100 - 300 / 399]
    )
    assert not folder.exists()
    assert not dialog.isVisible()
    assert kept_typed().legs == LEGS


def test_a_row_that_is_not_understood_is_coloured_said_in_words_and_gone_to(dialog, qtbot):
    dialog.easting.setText("640000")
    dialog.northing.setText("8812000")
    dialog.legs.show_legs((*LEGS[:2], ("C", "S 97 E", "100"), LEGS[3]))
    dialog.look()
    assert colours(dialog) == {(2, 1)}
    assert [dialog.marks.item(row).text() for row in range(dialog.marks.count())] == [
        "⚠ Row 3 C: “S 97 E” is no bearing. Write N 45°30'20\" E, or an azimuth such as 123°45'10\"."
    ]
    qtbot.mouseClick(dialog.bring_button, Qt.MouseButton.LeftButton)
    assert dialog.state.text().startswith("✖ It can be brought in when the marked rows are corrected (1)")

    dialog.marks.itemActivated.emit(dialog.marks.item(0))
    assert (dialog.legs.currentRow(), dialog.legs.currentColumn()) == (2, 1)
    dialog.legs.item(2, 1).setText("S 0 E")
    dialog.look()
    assert (colours(dialog), dialog.marks.isHidden()) == (set(), True)


def test_cells_of_a_spreadsheet_are_pasted_and_a_table_with_headers_goes_where_text_goes(dialog, qtbot):
    rows = "\n".join("\t".join(leg) for leg in LEGS)
    dialog.legs.setFocus()
    dialog.legs.setCurrentCell(0, 0)
    QApplication.clipboard().setText(rows)
    qtbot.keyClick(dialog.legs, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert dialog.legs.legs() == LEGS

    headed = f"Vértice\tRumbo\tDistancia\n{rows}"
    QApplication.clipboard().setText(headed)
    qtbot.keyClick(dialog.legs, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (dialog.text.toPlainText(), dialog.tabs.currentIndex(), dialog.legs.legs()) == (headed, 1, LEGS)


def test_prose_is_marked_where_it_stands_and_comes_in_open_over_what_is_missing(page, dialog, qtbot):
    dialog.tabs.setCurrentIndex(1)
    dialog.text.setPlainText(PROSE)
    dialog.look()
    assert [selection.cursor.selectedText().strip() for selection in dialog.text.extraSelections()] == [
        "Tiene 40 varas.",
        "Del V-2 al vértice V-3 (E 64100, N 8813000);",
    ]
    assert "THE BOUNDARY IS NOT CLOSED. No place is known of: V-3." in dialog.state.text()
    qtbot.mouseClick(dialog.bring_button, Qt.MouseButton.LeftButton)
    end(page.dock, qtbot)

    assert page.dock.status.text().startswith("THE BOUNDARY IS NOT CLOSED. No place is known of: V-3.")
    line = next(layer("Typed title").getFeatures()).geometry().asMultiPolyline()
    assert [[(p.x(), p.y()) for p in part] for part in line] == [
        [(641000, 8812000), (640000, 8812000), (640000, 8813000)]
    ]


def test_what_was_typed_is_there_again_after_qgis_was_closed_and_after_it_was_emptied(page, dialog, qtbot):
    dialog.text.setPlainText(PROSE)
    dialog.legs.show_legs(LEGS)
    dialog.system.setCrs(QgsCoordinateReferenceSystem("EPSG:24878"))
    page.close_down()
    again = TypedTitleDialog(page, lambda *_: None)
    assert again.typed() == Typed("", True, "", "", LEGS, PROSE, "EPSG:24878")

    qtbot.mouseClick(again.empty_button, Qt.MouseButton.LeftButton)
    assert again.typed() == Typed()
    # until something else is typed, what was emptied is still kept
    assert kept_typed().legs == LEGS
    qtbot.mouseClick(again.empty_button, Qt.MouseButton.LeftButton)
    assert again.typed().legs == LEGS
    # emptied and closed, it is gone from the disk
    qtbot.mouseClick(again.empty_button, Qt.MouseButton.LeftButton)
    again.reject()
    assert not typed_path().exists()

    typed_path().write_text('{"legs": [["A"]]}', encoding="utf-8")
    assert kept_typed() == Typed()


def test_an_import_that_fails_keeps_what_was_typed_and_says_why_in_the_dialog(page, dialog, qtbot, monkeypatch):
    dialog.easting.setText("640000")
    dialog.northing.setText("8812000")
    dialog.legs.show_legs(LEGS)
    dialog.look()
    monkeypatch.setattr(Typed, "as_text", lambda self: "Rumbo;Distancia\nS 97 E;x\n")
    page.import_typed(dialog.typed(), "bearings", False)
    end(page.dock, qtbot)

    assert dialog.isVisible()
    assert dialog.state.text().startswith("✖ Line 2 of “Typed title.txt” cannot be read")
    assert page._typed_file is None
    assert dialog.legs.legs() == kept_typed().legs == LEGS


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c:d", "...", "\x00", "x" * 300])
def test_a_name_never_leads_out_of_the_private_folder(name):
    file = TypedFile(Typed(name=name), "Typed title")
    assert file.path.resolve().parent == file.path.parent.resolve()
    assert file.path.is_file()
    file.delete()
    assert not file.path.parent.exists()
