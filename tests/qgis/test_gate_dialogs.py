"""Who works, consents, what would leave, and the clipboard, as the person meets them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QDate, QEvent, Qt, QTranslator
from qgis.PyQt.QtGui import QGuiApplication, QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTableView

import build
from rainforest_alert_plugin.gui.consents_dialog import ConsentsDialog
from rainforest_alert_plugin.gui.identity_dialog import IdentityDialog
from rainforest_alert_plugin.gui.release_preview import ReleasePreview
from rainforest_alert_plugin.gui.table import Column, ResultTable
from rainforest_alert_plugin.host import consents, people
from rainforest_alert_plugin.host.settings import remember
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.workspace.audit import verify_audit

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings")


@pytest.fixture
def location(tmp_path):
    """A workspace with a community, its places of every level, and what people said under their names."""
    with create_workspace("Federación", str(tmp_path)) as made:
        location = made.location
        with made.write() as work:
            community = work.insert("community", {"name": "Nueva Vida", "sensitivity": "public"})
            work.insert("community", {"name": "Puerto Azul"})
            for level in ("public", "federation", "community", "secret"):
                work.insert("place", {"community_id": community, "name": level, "notes": "n", "sensitivity": level})
            work.insert("field_report", {"observed_at": "2026-05-01T10:00:00.000Z", "author": "rosa ÁMPUSH"})
            work.insert(
                "boundary_version",
                {
                    "community_id": community,
                    "number": 1,
                    "reason": "x",
                    "epsg": 32718,
                    "signed_by": "Luis; Rosa Ampush",
                },
            )
    remember("alerts", "workspaces", location)
    remember("alerts", "workspace", location)
    return location


def rows(location, table):
    with open_workspace(location, read_only=True) as workspace:
        return workspace.read(table)


def opened(dialog, qtbot):
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_somebody_new_is_added_and_works_from_then_on(location, qtbot):
    dialog = opened(IdentityDialog("", None), qtbot)
    assert not dialog.ok_button.isEnabled()
    dialog.name.setText("Rosa Ampush")
    dialog.role.setCurrentIndex(dialog.role.findData("facilitator"))
    dialog.accept()
    (person,) = people.people_of(location).all
    assert (person.name, person.role, people.people_of(location).present) == ("Rosa Ampush", "facilitator", person.id)


def test_the_one_who_works_is_proposed_and_another_can_be_chosen(location, qtbot):
    rosa = people.add_and_work_as(location, "Rosa Ampush", "technician")
    luis = people.add_and_work_as(location, "Luis Wajai", "reader")
    dialog = opened(IdentityDialog(location, None), qtbot)
    assert not dialog.box.isVisible()
    assert dialog.combo.currentData() == luis
    dialog.combo.setCurrentIndex(dialog.combo.findData(rosa))
    dialog.accept()
    assert people.people_of(location).present == rosa


def test_a_person_is_erased_wherever_the_name_stands_and_the_log_stays_intact(location, qtbot):
    rosa = people.add_and_work_as(location, "Rosa Ampush", "technician")
    dialog = opened(IdentityDialog(location, None), qtbot)
    assert people.mentions_of(location, "Rosa Ampush") == 2
    dialog.erase(rosa, everywhere=True)
    assert "2 other records" in dialog.status.text()
    assert dialog.combo.count() == 0
    assert rows(location, "field_report")[0]["author"] is None
    assert rows(location, "boundary_version")[0]["signed_by"] is None
    assert rows(location, "person")[0]["name"] is None
    with open_workspace(location) as workspace:
        assert all(chain.intact for chain in verify_audit(workspace.connection))
    assert b"mpush" not in Path(location).read_bytes()


def test_the_dialog_does_not_say_erased_while_the_name_stands_in_an_agreed_version(location, qtbot):
    rosa = people.add_and_work_as(location, "Rosa Ampush", "technician")
    with open_workspace(location) as workspace, workspace.write() as work:
        community = work.insert("community", {"name": "Nueva Vida"})
        agreed = {"number": 2, "reason": "pedido de Rosa Ampush", "epsg": 32718}
        version = work.insert("boundary_version", {"community_id": community, **agreed})
    dialog = opened(IdentityDialog(location, None), qtbot)
    dialog.erase(rosa, everywhere=True)
    assert dialog.status.level == "warning"
    assert f"Agreed boundaries, Reason, {version}" in dialog.status.text()


def test_a_workspace_that_cannot_be_read_is_said_in_the_dialog(tmp_path, qtbot):
    dialog = opened(IdentityDialog(str(tmp_path / "absent.gpkg"), None), qtbot)
    assert dialog.status.level == "error"
    assert not dialog.ok_button.isEnabled()


def test_a_consent_is_written_down_and_withdrawn(location, qtbot):
    dialog = opened(ConsentsDialog(None), qtbot)
    assert dialog.community.currentText() == "Nueva Vida"
    dialog.record()
    assert (dialog.status.level, rows(location, "consent")) == ("error", [])
    dialog.act.setText("Acta 12")
    dialog.audience.setCurrentIndex(dialog.audience.findData("office"))
    dialog.given_on.setDate(QDate(2026, 1, 2))
    dialog.ends.setChecked(True)
    dialog.until.setDate(QDate.currentDate().addYears(2))
    dialog.record()
    (row,) = rows(location, "consent")
    assert (row["what"], row["audience"], row["act"], row["given_on"]) == (
        "everything",
        "office",
        "Acta 12",
        "2026-01-02",
    )
    assert row["until"] == QDate.currentDate().addYears(2).toString("yyyy-MM-dd")
    assert not dialog.withdraw_button.isEnabled()
    dialog.table.selectRow(0)
    assert dialog.withdraw_button.isEnabled()
    dialog.withdraw(row["id"])
    assert rows(location, "consent")[0]["withdrawn_on"] == QDate.currentDate().toString("yyyy-MM-dd")
    assert dialog.table.text_rows()[0][-1].startswith("withdrawn on")
    dialog.table.selectRow(0)
    assert not dialog.withdraw_button.isEnabled()
    assert dialog.status.level == "success"
    # of two acts for one matter one is taken back: the other still covers it, and that is said
    community = consents.communities_of(location)[0][0]
    first, _ = (
        consents.record(location, community, "place", "office", act, "2026-01-02", None)
        for act in ("Acta 13", "Acta 14")
    )
    dialog.withdraw(first)
    assert (dialog.status.level, "“the office of the State”" in dialog.status.text()) == ("warning", True)


def test_the_preview_shows_what_goes_and_what_stays_and_logs_nothing(location, qtbot):
    community = consents.communities_of(location)[0]
    dialog = opened(ReleasePreview(location, community, "federation", None), qtbot)
    shown = {row[0]: row[1:] for row in dialog.table.text_rows()}
    assert shown["Places"] == ["3", "as a cell of a grid: 1", "secret: 1", "Notes: 2"]
    assert rows(location, "release_log") == []
    consent = consents.record(location, community[0], "everything", "office", "Acta", "2026-01-02", None)
    consents.withdraw(location, consent)
    dialog.fill()
    assert {row[0]: row[1] for row in dialog.table.text_rows()}["Places"] == "0"
    dialog.audience.setCurrentIndex(dialog.audience.findData("replica"))
    assert {row[0]: row[1] for row in dialog.table.text_rows()}["Places"] == "4"


def test_the_preview_opens_from_the_consents_for_the_community_and_audience_that_are_shown(
    location, qtbot, monkeypatch
):
    shown = []
    monkeypatch.setattr(
        ReleasePreview, "exec", lambda self: shown.append((self.community[1], self.audience.currentData()))
    )
    dialog = opened(ConsentsDialog(None), qtbot)
    dialog.community.setCurrentIndex(dialog.community.findText("Puerto Azul"))
    dialog.audience.setCurrentIndex(dialog.audience.findData("office"))
    dialog.preview_button.click()
    assert shown == [("Puerto Azul", "office")]
    assert rows(location, "release_log") == []


def press_copy(view):
    QGuiApplication.clipboard().setText("before")
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QgsApplication.sendEvent(view, key)
    return QGuiApplication.clipboard().text()


def test_rows_of_a_layer_are_copied_with_their_headings(qtbot):
    table = ResultTable([Column("A"), Column("B")])
    qtbot.addWidget(table)
    table.show_in_order([("x", "y"), ("z", "w")])
    assert press_copy(table) == "before"
    table.selectRow(1)
    assert press_copy(table) == "A\tB\nz\tw"


@pytest.mark.parametrize(
    ("level", "goes"), [("public", True), ("federation", False), ("community", False), ("secret", False)]
)
def test_rows_of_a_workspace_are_copied_only_as_far_as_the_gate_lets_them(location, qtbot, level, goes):
    table = ResultTable([Column("Place"), Column("Notes")])
    qtbot.addWidget(table)
    table.shows_workspace(lambda: location, "place")
    (place,) = [row for row in rows(location, "place") if row["sensitivity"] == level]
    with open_workspace(location) as workspace, workspace.write() as work:
        if level == "public":  # a note is the community's whatever the level of its place
            work.update("place", place["id"], {"notes": None})
    table.show_in_order([(place["name"], "shown", place["id"])])
    table.selectRow(0)
    copied = press_copy(table)
    assert (f"{level}\tshown" in copied) == goes
    assert ("more sensitive" in copied) != goes
    (line,) = rows(location, "release_log")
    assert (line["purpose"], line["audience"]) == ("clipboard", "federation")


def test_events_are_copied_from_the_morning_page_through_the_gate(location, qtbot, window_iface):
    from rainforest_alert_plugin.gui.alerts_dock import AlertsDock
    from rainforest_alert_plugin.host.news import read_news

    with open_workspace(location) as workspace, workspace.write() as work:
        for name, level in (("Abierta", "federation"), ("Callada", "secret")):
            work.insert(
                "alert_event",
                {
                    "source": "radd", "first_date": "2026-05-01", "last_date": "2026-06-01", "pixel_count": 4, "area_ha": 1.0,
                    "max_confidence": "high", "territory_id": name, "sensitivity": level,
                    "geom": bytes.fromhex("010600000000000000"),
                },
            )  # fmt: skip
    dock = AlertsDock(window_iface)
    qtbot.addWidget(dock, before_close_func=lambda dock: dock.close_down())
    dock.news.show_news(read_news(location), {})
    dock.news.list.selectAll()
    copied = press_copy(dock.news.list)
    assert "Abierta" in copied
    assert "Callada" not in copied


@pytest.fixture
def window_iface():
    from window_iface import WindowIface

    return WindowIface()


@pytest.fixture
def in_spanish(tmp_path):
    """The plugin's own Spanish."""
    build.compile_translations(ROOT / "i18n", tmp_path)
    translator = QTranslator()
    assert translator.load(str(tmp_path / "rainforest_alert_es.qm"))
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def cut_off(widget):
    """Texts that do not fit their widget."""
    found = []
    for kind in (QAbstractButton, QLabel):
        for child in widget.findChildren(kind):
            text = child.text().replace("&", "")
            if not child.isVisible() or not text or getattr(child, "wordWrap", bool)():
                continue
            if child.fontMetrics().horizontalAdvance(text) > child.width():
                found.append(text)
    return found


@pytest.mark.parametrize("name", ["identity", "consents", "preview"])
def test_the_dialogs_fit_a_small_screen_with_nothing_cut_off(location, qtbot, in_spanish, name):
    people.add_and_work_as(location, "Rosa Ampush Wajai", "facilitator")
    community = consents.communities_of(location)[0]
    given = consents.record(location, community[0], "boundary_version", "office", "Acta 12", "2026-01-02", None)
    consents.record(
        location, community[0], "everything", "public", "Acta 14 de la asamblea", "2026-02-02", "2030-01-01"
    )
    consents.withdraw(location, given)
    made = {
        "identity": lambda: IdentityDialog("", None),
        "consents": lambda: ConsentsDialog(None),
        "preview": lambda: ReleasePreview(location, None, "federation", None),
    }[name]()
    dialog = opened(made, qtbot)
    qtbot.wait(20)
    assert dialog.width() <= 1366
    assert dialog.height() <= 700
    assert cut_off(dialog) == []
    if os.environ.get("RAINFOREST_ALERT_PICTURES"):
        assert dialog.grab().save(str(Path(os.environ["RAINFOREST_ALERT_PICTURES"]) / f"{name}.png"))
    assert dialog.findChildren((QComboBox, QLineEdit, QTableView))
