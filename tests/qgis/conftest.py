"""Header of the ring that runs inside QGIS."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot


def pytest_report_header() -> str:
    from qgis.core import Qgis
    from qgis.PyQt.QtCore import PYQT_VERSION_STR, QT_VERSION_STR

    return f"QGIS {Qgis.QGIS_VERSION}, Qt {QT_VERSION_STR}, PyQt {PYQT_VERSION_STR}"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Print a failure at once: what QGIS does at its end may leave no chance to."""
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        item.config.get_terminal_writer().line(f"\n{report.nodeid}\n{report.longreprtext}")


@pytest.fixture(scope="session", autouse=True)
def compiled_translations() -> None:
    """Documents speak the language of their profile: the compiled texts lie beside the sources, as they do in the staged plugin."""
    import build

    build.compile_translations(build.ROOT / "i18n", build.ROOT / "i18n")


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """With the patience that a busy machine needs: what comes is waited for a minute, unless a test says how long."""
    qtbot.waitUntil = partial(qtbot.waitUntil, timeout=60_000)
    qtbot.waitSignal = partial(qtbot.waitSignal, timeout=60_000)
    return qtbot


@pytest.fixture
def run_provider() -> Iterator[None]:
    """Provider ``runs`` with algorithms that are slow, that fail and that talk."""
    from qgis.core import QgsApplication
    from run_provider import RunProvider

    provider = RunProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture
def slow_algorithm(run_provider: None) -> str:
    """Id of an algorithm that works until it is cancelled."""
    return "runs:slow"


@pytest.fixture
def heard_at_each_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window has its say at each look for a stop, not ten times a second: a fast machine may be done before a tenth is over."""
    from rainforest_alert_plugin.host import main_thread

    monkeypatch.setattr(main_thread, "_LOOK_EVERY_S", 0.0)


@pytest.fixture
def fresh_settings() -> Iterator[None]:
    """QgsSettings without anything of the plugin, before and after."""
    from qgis.core import QgsSettings

    QgsSettings().remove("plugins/rainforest_alert")
    yield
    QgsSettings().remove("plugins/rainforest_alert")


@pytest.fixture
def releases_agreed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whoever is asked before an export agrees; the audiences that were asked about, for tests of what comes after the question."""
    from rainforest_alert_plugin.gui.release_question import ReleaseQuestion

    asked: list[str] = []

    def agree(dialog: ReleaseQuestion) -> int:
        asked.append(dialog.about.text())
        return int(ReleaseQuestion.DialogCode.Accepted)

    monkeypatch.setattr(ReleaseQuestion, "exec", agree)
    return asked
