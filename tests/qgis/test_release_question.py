"""Before an export is written: what goes and what stays is shown, and nothing leaves that nobody agreed to."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication
from test_gate_dialogs import cut_off, in_spanish
from test_territory_dock import MapIface, end, opened

from rainforest_alert_plugin.gui import release_question
from rainforest_alert_plugin.gui.identity_dialog import IdentityDialog
from rainforest_alert_plugin.gui.release_question import ReleaseQuestion
from rainforest_alert_plugin.host.tasks import AlgorithmRun
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.workspace.identity import add_person
from rainforest_alert_plugin.workspace.release import Leaving, Record, announce, consulting, release
from tests.qgis.test_proposals import SQUARE, agree, rows
from tests.qgis.title_packages import Log, processing, provider

__all__ = ["in_spanish", "provider"]
pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings")


@pytest.fixture(autouse=True)
def asked_about_everything():
    release_question.forget_agreements()
    yield
    release_question.forget_agreements()


@pytest.fixture
def workspace(tmp_path):
    """A workspace with a boundary and places of every level around it."""
    with create_workspace("prueba", str(tmp_path)) as made:
        add_person(made, "Rosa Ampush")
        with made.write() as work:
            community = work.insert("community", {"name": "Nueva Vida"})
            for number, level in enumerate(("public", "federation", "community", "secret")):
                place = {"community_id": community, "name": f"Lugar {level}", "use": "hunting", "sensitivity": level}
                work.insert("place", {**place, "geom": _point(-75.0 + number * 0.01, -9.04)})
        location = made.location
    agree(location, SQUARE)
    return location


def _point(x, y):
    from qgis.core import QgsGeometry, QgsPointXY

    return bytes(QgsGeometry.fromPointXY(QgsPointXY(x, y)).asWkb())


class Answer:
    """Somebody before the screen, who answers each question that comes up."""

    def __init__(self, agrees, again=False):
        self.agrees, self.again = agrees, again
        self.seen = []
        self.timer = QTimer()
        self.timer.timeout.connect(self.look)
        self.timer.start(20)

    def look(self):
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ReleaseQuestion):
            self.seen.append((dialog.about.text(), dialog.table.text_rows(), dialog.rows.text_rows()))
            dialog.again.setChecked(self.again)
            (dialog.release_button if self.agrees else dialog.cancel_button).click()


@pytest.fixture
def answering():
    made = []
    yield lambda **how: made.append(Answer(**how)) or made[-1]
    for answer in made:
        answer.timer.stop()


def make_file(dock, qtbot, path, audience="federation"):
    dock.record.make_file({"AUDIENCE": audience, "FILE": str(path)})
    end(dock, qtbot)


@pytest.fixture
def dock(workspace, qtbot):
    made = opened(workspace, MapIface(), qtbot)
    made.show_page("record")
    return made


def test_what_goes_and_what_stays_is_shown_before_the_file_is_written(dock, workspace, qtbot, tmp_path, answering):
    answer = answering(agrees=True)
    make_file(dock, qtbot, tmp_path / "f.gpkg")
    ((about, tables, listed),) = answer.seen
    assert "To the federation:" in about
    # three places go, one of them as a cell of 5 km; the secret one stays
    assert ("Places", "3", "as a cell of a grid: 1", "secret: 1", "") in {tuple(row) for row in tables}
    assert {tuple(row) for row in listed} >= {
        ("Places", "Lugar secret", "stays: secret"),
        ("Places", "Lugar community", "goes coarser; left blank: Name in the own language"),
    }
    assert (tmp_path / "f.gpkg").is_file()
    assert "To the federation" in dock.status.text()


def test_who_says_no_keeps_all_of_it_inside_and_the_log_says_nothing_left(dock, workspace, qtbot, tmp_path, answering):
    answer = answering(agrees=False)
    make_file(dock, qtbot, tmp_path / "f.gpkg")
    assert len(answer.seen) == 1, dock.status.text()
    assert not (tmp_path / "f.gpkg").exists()
    assert rows(workspace, "release_log") == []
    assert dock.status.level == "warning"


def test_the_same_is_not_asked_twice_in_a_session_until_something_else_stays(
    dock, workspace, qtbot, tmp_path, answering
):
    answer = answering(agrees=True, again=True)
    for number in range(2):
        make_file(dock, qtbot, tmp_path / f"{number}.gpkg")
    assert len(answer.seen) == 1
    make_file(dock, qtbot, tmp_path / "public.gpkg", "public")
    assert len(answer.seen) == 2
    with open_workspace(workspace) as opened_, opened_.write() as work:
        (community,) = opened_.read("community")
        said = {"community_id": community["id"], "what": "place", "audience": "federation", "act": "A"}
        work.insert("consent", {**said, "given_on": "2026-01-02", "withdrawn_on": "2026-01-03"})
    make_file(dock, qtbot, tmp_path / "later.gpkg")
    assert len(answer.seen) == 3
    assert any("no consent: 3" in row[3] for row in answer.seen[2][1])


def test_another_person_is_asked_again(dock, workspace, qtbot, tmp_path, answering):
    answer = answering(agrees=True, again=True)
    make_file(dock, qtbot, tmp_path / "rosa.gpkg")
    dialog = IdentityDialog(workspace, None)
    qtbot.addWidget(dialog)
    dialog.name.setText("Luis Wajai")
    dialog.accept()
    make_file(dock, qtbot, tmp_path / "luis.gpkg")
    assert len(answer.seen) == 2


def test_an_export_of_which_all_goes_says_so_in_one_line_and_asks_nothing(dock, workspace, qtbot, tmp_path, answering):
    answer = answering(agrees=False)
    asked = []
    run = AlgorithmRun(
        "rainforestalert:technicaltable",
        {"WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "OUTPUT": str(tmp_path / "t.gpkg")},
        ask_release=lambda leaving: asked.append(leaving) or release_question.may_leave(leaving, dock),
    )
    outcomes = []
    run.ended.connect(outcomes.append)
    run.start()
    qtbot.waitUntil(lambda: bool(outcomes), timeout=120_000)
    assert outcomes[0].is_success, outcomes[0].error
    assert "To the community itself: all 2 rows go, nothing is held back." in [line.text for line in outcomes[0].lines]
    assert len(asked) == 1
    assert answer.seen == []


def test_what_is_only_shown_in_the_window_is_not_asked_about(workspace, qtbot):
    asked = []
    run = AlgorithmRun(
        "rainforestalert:technicaltable",
        {"WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "OUTPUT": "TEMPORARY_OUTPUT"},
        ask_release=lambda leaving: bool(asked.append(leaving)),
    )
    outcomes = []
    run.ended.connect(outcomes.append)
    run.start()
    qtbot.waitUntil(lambda: bool(outcomes), timeout=120_000)
    assert outcomes[0].is_success, outcomes[0].error
    assert asked == []


def test_a_title_package_and_the_one_for_others_are_asked_about_in_one_each_before_anything_is_written(
    dock, workspace, qtbot, tmp_path
):
    with open_workspace(workspace) as opened_, opened_.write() as work:
        for side in opened_.read("boundary_side"):
            work.update("boundary_side", side["id"], {"neighbour": "Fundo El Retiro"})
        for table in ("community", "boundary_version"):
            for row in opened_.read(table):
                work.update(table, row["id"], {"sensitivity": "public"})
    folder, redacted = tmp_path / "package", tmp_path / "others"
    existing = []

    def ask(leaving):
        existing.append((leaving.audience, folder.exists(), {share.table for share in leaving.shares}))
        return leaving.audience == "office"

    run = AlgorithmRun(
        "rainforestalert:exporttitlepackage",
        {
            "WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "PLAN": False, "ALLOW_BLOCKERS": True,
            "OUTPUT_FOLDER": str(folder), "REDACTED_FOLDER": str(redacted),
        },
        ask_release=ask,
    )  # fmt: skip
    outcomes = []
    run.ended.connect(outcomes.append)
    run.start()
    qtbot.waitUntil(lambda: bool(outcomes), timeout=60_000)
    assert outcomes[0].is_cancelled
    assert [(audience, was_there) for audience, was_there, _ in existing] == [("office", False), ("public", False)]
    assert existing[1][2] >= {"community", "boundary_version", "title_attribute", "title_observation"}
    assert not folder.exists()
    assert not redacted.exists()
    assert [row for row in rows(workspace, "release_log") if row["audience"] == "public"] == []


def test_headless_the_log_of_the_run_says_what_goes_and_what_stays_before_it_writes(workspace, tmp_path):
    log = Log()
    processing.run(
        "rainforestalert:exportworkspace",
        {"WORKSPACE": workspace, "AUDIENCE": "federation", "FILE": str(tmp_path / "f.gpkg")},
        feedback=log,
    )
    said = "\n".join(log.lines)
    assert "Places: 3 go, in part: as a cell of a grid: 1, stay: secret: 1" in said


def test_consent_withdrawn_while_the_question_stands_open_holds(workspace):
    """What is agreed to is what was shown: when the decision changes meanwhile, it is asked again."""
    with open_workspace(workspace) as opened_:
        (community,) = opened_.read("community")
        said = {"community_id": community["id"], "what": "place", "audience": "public", "act": "A"}
        with opened_.write() as work:
            consent = work.insert("consent", {**said, "given_on": "2026-01-02"})
        records = [Record("place", row["id"], row) for row in opened_.read("place")]
        shown = []

        def ask(leaving: Leaving) -> None:
            shown.append([share.released for share in leaving.shares])
            if len(shown) == 1:
                with open_workspace(workspace) as other, other.write() as work:
                    work.update("consent", consent, {"withdrawn_on": "2026-01-03"})

        with consulting(ask):
            released = release(records, "public", "test", opened_)
        assert (shown, released.rows) == ([[1], [0]], ())
        (line,) = opened_.read("release_log")
        assert json.loads(line["held_back"])["consent"] == 1


def test_what_was_announced_is_not_shown_again_and_more_than_that_is(workspace):
    with open_workspace(workspace) as opened_:
        records = [Record("place", row["id"], row) for row in opened_.read("place")]
        shown = []
        with consulting(lambda leaving: shown.append(leaving.audience)):
            announce(records, "federation", "test", opened_)
            assert opened_.read("release_log") == []
            release(records, "federation", "test", opened_)
            release(records[:2], "federation", "test", opened_)
            release(records, "public", "test", opened_)
        assert shown == ["federation", "federation", "public"]


@pytest.mark.parametrize("is_seen_by_many", [False, True])
def test_the_question_fits_a_small_screen_in_spanish_and_a_projector_shows_numbers_only(
    workspace, qtbot, in_spanish, is_seen_by_many
):
    shown = []
    with open_workspace(workspace) as opened_:
        records = [
            Record(t, row["id"], row) for t in ("community", "place", "boundary_version") for row in opened_.read(t)
        ]
        with consulting(shown.append):
            announce(records, "federation", "exportworkspace", opened_)
    dialog = ReleaseQuestion(shown[0], None, is_seen_by_many=is_seen_by_many)
    qtbot.addWidget(dialog, before_close_func=lambda dialog: dialog.close_down())
    dialog.show()
    qtbot.wait(400)
    assert dialog.width() <= 1366
    assert dialog.height() <= 700
    assert cut_off(dialog) == []
    assert dialog.cancel_button.isDefault()
    assert (dialog.map is None) == is_seen_by_many
    assert bool(dialog.rows.text_rows()) != is_seen_by_many
    if os.environ.get("RAINFOREST_ALERT_PICTURES"):
        name = f"release_question{'_many' if is_seen_by_many else ''}.png"
        assert dialog.grab().save(str(Path(os.environ["RAINFOREST_ALERT_PICTURES"]) / name))
