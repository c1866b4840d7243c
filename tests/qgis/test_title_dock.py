"""The Title dock in the order of the work: source, what is missing, previews, package, road of the file."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt

from rainforest_alert_plugin.gui.title_dock import TitleDock
from rainforest_alert_plugin.host.settings import remember
from tests.qgis.test_docks_forms import opened, window
from tests.qgis.test_title_package_workspace import set_level, workspace
from tests.qgis.title_packages import layer_of, provider

__all__ = ["provider", "window", "workspace"]

SQUARE = "POLYGON((500000 9000000,500000 9000300,500300 9000300,500300 9000000,500000 9000000))"


def from_workspace(window, qtbot, location):
    remember("title", "workspaces", location)
    remember("title", "origin", "workspace")
    dock = opened(TitleDock, window, qtbot)
    dock.source.read()
    dock.source.community.setCurrentIndex(dock.source.community.findText("Nueva Vida"))
    qtbot.waitUntil(
        lambda: dock.missing.count() and "Choose the community." not in dock.missing.texts(), timeout=120_000
    )
    return dock


pytestmark = pytest.mark.usefixtures("releases_agreed")


@pytest.fixture(autouse=True)
def forget():
    yield
    for key in ("workspaces", "origin", "community"):
        remember("title", key, "")
    QgsProject.instance().clear()


def wait(dock, qtbot):
    qtbot.waitUntil(lambda: not dock.is_running, timeout=300_000)


def test_a_community_of_the_workspace_fills_the_form_and_says_what_is_missing(window, qtbot, workspace):
    dock = from_workspace(window, qtbot, workspace)
    assert dock.source.version.currentText().startswith("Version 2 of ")
    assert dock.source.version.currentText().endswith("(newest)")
    assert dock.attributes.edits["ubigeo"].text() == "060301"
    # what is longer than its line is seen from its beginning
    assert {edit.cursorPosition() for edit in dock.attributes.edits.values()} == {0}
    texts = dock.missing.texts()
    assert texts[0] == "The boundary was not validated: Validation panel."
    assert "People is not stated." in texts
    assert not any("UBIGEO" in text for text in texts)
    # a line leads to where it is mended
    row = texts.index("People is not stated.")
    dock.missing.itemClicked.emit(dock.missing.item(row))
    assert dock.attributes.edits["people"].hasFocus() or not dock.attributes.groups[0].isCollapsed()
    dock.attributes.edits["people"].setText("Awajún")
    qtbot.waitUntil(lambda: "People is not stated." not in dock.missing.texts(), timeout=120_000)


def test_a_community_without_agreed_boundary_is_told_where_to_agree_one(window, qtbot, workspace):
    dock = from_workspace(window, qtbot, workspace)
    dock.source.community.setCurrentIndex(dock.source.community.findText("Puerto Azul"))
    qtbot.waitUntil(lambda: "No agreed boundary" in dock.missing.texts()[0], timeout=120_000)
    assert dock.source.version_note.text() == "No agreed boundary yet."
    assert not dock.source.version.isEnabled()


def test_table_and_package_come_from_the_agreed_boundary(window, qtbot, workspace, tmp_path):
    dock = from_workspace(window, qtbot, workspace)
    qtbot.mouseClick(dock.table_button, Qt.MouseButton.LeftButton)
    wait(dock, qtbot)
    assert [row[0] for row in dock.preview.text_rows()] == ["H-1", "H-2", "H-3", "H-4"]
    assert "4.0000 ha" in dock.status.text()
    dock.output_folder.setFilePath(str(tmp_path / "p"))
    dock.third_parties.setChecked(True)
    dock.start_job()
    wait(dock, qtbot)
    assert "does not go to: the public" in dock.status.text()
    assert not (tmp_path / "p").exists()
    set_level(workspace, "public")
    dock.start_job()
    wait(dock, qtbot)
    assert dock.status.level == "success", dock.status.text()
    assert (tmp_path / "p" / "plano.pdf").is_file()
    assert (tmp_path / "p_third_parties" / "manifest.json").is_file()
    assert dock.table.isVisibleTo(dock)
    assert not dock.preview.isVisibleTo(dock)


def test_an_observation_is_written_down_and_answered_in_the_list(window, qtbot, workspace):
    dock = from_workspace(window, qtbot, workspace)
    steps = dock.steps
    steps.step.setCurrentIndex(steps.step.findData("demarcation_plan"))
    steps.edits["REACHED_ON"].setText("2026-06-01")
    steps.edits["OBSERVATION"].setText("Falta el acta con Puerto Azul")
    steps.write_down()
    wait(dock, qtbot)
    assert [row[3] for row in steps.table.text_rows()] == ["Falta el acta con Puerto Azul"]
    qtbot.waitUntil(
        lambda: "Observation without answer: Falta el acta con Puerto Azul" in dock.missing.texts(), timeout=120_000
    )
    steps.table.selectRow(0)
    assert steps.edits["OBSERVATION"].text() == "Falta el acta con Puerto Azul"
    steps.edits["ANSWER"].setText("Acta 14")
    steps.write_down()
    wait(dock, qtbot)
    assert [row[4] for row in steps.table.text_rows()] == ["Acta 14"]
    assert dock.results.isHidden()
    assert not any("without answer" in text for text in dock.missing.texts())


def test_of_a_layer_the_rows_of_the_workspace_are_hidden(window, qtbot):
    layer = layer_of(("Nueva Vida", SQUARE), kind="Polygon", name="comunidades")
    QgsProject.instance().addMapLayer(layer)
    dock = opened(TitleDock, window, qtbot)
    dock.show()
    assert dock.boundary.boundaries.isVisibleTo(dock)
    assert not dock.source.workspace.isVisibleTo(dock)
    assert not dock.steps.isVisibleTo(dock)
    dock.source.origin.setCurrentIndex(1)
    assert dock.source.workspace.isVisibleTo(dock)
    assert not dock.boundary.boundaries.isVisibleTo(dock)
    assert dock.steps.isVisibleTo(dock)


def test_the_plan_is_drawn_for_a_look_and_marked_as_a_draft(window, qtbot, workspace, monkeypatch):
    from rainforest_alert_plugin.gui import title_dock

    seen = []
    monkeypatch.setattr(title_dock.QDesktopServices, "openUrl", lambda url: seen.append(url.toLocalFile()))
    dock = from_workspace(window, qtbot, workspace)
    qtbot.mouseClick(dock.plan_button, Qt.MouseButton.LeftButton)
    wait(dock, qtbot)
    assert dock.status.level == "success", dock.status.text()
    with open(seen[0], "rb") as file:
        assert file.read(4) == b"%PDF"


def test_an_earlier_version_is_previewed_and_written_beside_the_newest(window, qtbot, workspace, tmp_path):
    dock = from_workspace(window, qtbot, workspace)
    newest = dock.output_folder.filePath()
    dock.source.version.setCurrentIndex(1)
    assert dock.source.version.currentText().startswith("Version 1 of ")
    assert dock.output_folder.filePath() == f"{newest}_v1"
    qtbot.waitUntil(lambda: "Not the newest agreed boundary" in dock.missing.texts()[0], timeout=120_000)
    # what is chosen stays when the workspace is read anew
    dock.source.read()
    qtbot.mouseClick(dock.table_button, Qt.MouseButton.LeftButton)
    wait(dock, qtbot)
    assert "1.0000 ha" in dock.status.text()  # 100 m by 100 m; the newest is 200 m by 200 m
    dock.output_folder.setFilePath(str(tmp_path / "p"))
    dock.start_job()
    wait(dock, qtbot)
    assert dock.status.level == "error"
    assert "the newest agreed one is version 2" in dock.status.text()
    dock.allow_blockers.setChecked(True)
    dock.start_job()
    wait(dock, qtbot)
    assert dock.status.level == "warning", dock.status.text()
    assert (tmp_path / "p" / "BORRADOR_plano.pdf").is_file()
    # another community begins with its own newest, and without the files of this one
    assert not dock.results.isHidden()
    dock.source.community.setCurrentIndex(dock.source.community.findText("Puerto Azul"))
    assert dock.results.isHidden()
    assert dock.source.earlier_version() is None
