"""What the docks share: a form, a run that can be cancelled, one line that says how it stands, and the details behind a button."""

from __future__ import annotations

from typing import Any, Callable, Iterator

from qgis.core import QgsApplication, QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..host.settings import recall, remember
from ..host.tasks import AlgorithmRun, Line, Outcome, cancelled_sentence
from ..i18n import translate
from ..paths import resource
from ..workspace.release import Leaving
from .release_question import may_leave

_MOST_LINES = 5000
_FIRST_WIDTH = 400
# Background and border of the status line; the text stays dark in dark themes too, so both are set together.
_LOOKS = {
    "info": ("#eceff1", "#90a4ae"),
    "success": ("#e3f2e6", "#2e7d32"),
    "warning": ("#fff4d6", "#c77700"),
    "error": ("#fdeaea", "#c62828"),
}


class NotReadyError(Exception):
    """The form lacks something.

    Parameters
    ----------
    sentence : str
        What is missing, for the person.
    widget : QWidget
        Where to give it.
    """

    def __init__(self, sentence: str, widget: QWidget) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.widget = widget


class StatusLine(QLabel):
    """A sentence, coloured by how the work stands."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.level = ""
        self.hide()

    def say(self, level: str, sentence: str) -> None:
        """Show a sentence as ``info``, ``success``, ``warning`` or ``error``."""
        background, border = _LOOKS[level]
        self.level = level
        self.setStyleSheet(
            f"QLabel {{ background: {background}; color: #1c2226; border-left: 4px solid {border}; padding: 4px 6px; }}"
        )
        self.setText(sentence)
        self.show()


def order_tabs(layout: QLayout) -> None:
    """Let the tab key go through a layout as the eye does, from top to bottom."""
    widgets = list(_tab_stops(layout))
    for before, after in zip(widgets, widgets[1:]):
        QWidget.setTabOrder(before, after)


def _tab_stops(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        widget = item.widget()
        if widget is None:
            if item.layout() is not None:
                yield from _tab_stops(item.layout())
        elif isinstance(widget, QTabWidget):
            yield widget.tabBar()
            yield from (widget.widget(page) for page in range(widget.count()))
        elif widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        elif widget.layout() is not None:
            yield from _tab_stops(widget.layout())


class ColumnScrollArea(QScrollArea):
    """Scrolls up and down only: it is never narrower than its content, in whatever language."""

    def minimumSizeHint(self) -> QSize:
        width = self.widget().minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, 160)


class JobDock(QgsDockWidget):
    """A dock that does one job of the chain by running algorithms in the background.

    Subclasses fill ``self.form`` and ``self.results_column``, then call :meth:`complete`.

    Parameters
    ----------
    iface : QgisInterface
        The running application.
    name : str
        Name of the dock within the plugin, for settings and for Qt's saved window state.
    title : str
        Title, as the person reads it.
    purpose : str
        One sentence under the title.
    icon : str
        File name below ``resources/icons``.
    run_text : str
        What the button that starts the job says.
    """

    def __init__(self, iface: Any, name: str, title: str, purpose: str, icon: str, run_text: str) -> None:
        super().__init__(title, iface.mainWindow())
        self.iface = iface
        self.name = name
        self.purpose = purpose
        self.icon = QIcon(str(resource("icons", icon)))
        self.setObjectName(f"RainforestAlert_{name}")
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.current_run: AlgorithmRun | None = None
        self._then: Callable[[Outcome], None] | None = None
        self._otherwise: Callable[[Outcome], None] | None = None
        self.job_buttons: list[QPushButton] = []
        self._build(run_text)
        # The layer tree and the combos learn of new layers in no set order: look once all of them know.
        self._look_again = QTimer(self)
        self._look_again.setSingleShot(True)
        self._look_again.timeout.connect(self.propose_choices)
        project = QgsProject.instance()
        project.layersAdded.connect(self._layers_changed)
        project.layersRemoved.connect(self._layers_changed)

    def start_job(self) -> None:
        """Run what the form says."""
        raise NotImplementedError

    def propose_choices(self) -> None:
        """Propose layers and fields when the project's layers changed; what the person chose stays."""
        raise NotImplementedError

    def complete(self) -> None:
        """Called by a subclass once all its widgets stand: order them for the keyboard, and propose what to choose."""
        order_tabs(self.column)
        self.propose_choices()

    def close_down(self) -> None:
        """Stop a run and let go of the project, before the dock is deleted."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._layers_changed)
        project.layersRemoved.disconnect(self._layers_changed)
        self._look_again.stop()
        if self.current_run is not None:
            self.current_run.stop()
            self.current_run = None

    @property
    def is_running(self) -> bool:
        """Whether an algorithm is at work for this dock."""
        return self.current_run is not None

    def run_algorithm(
        self,
        algorithm_id: str,
        parameters: dict[str, Any],
        then: Callable[[Outcome], None],
        otherwise: Callable[[Outcome], None] | None = None,
        keeps_log: bool = False,
        is_preview: bool = False,
        handover: dict[str, str] | None = None,
    ) -> None:
        """Start an algorithm.

        Parameters
        ----------
        then : callable
            Receives the outcome when it went well.
        otherwise : callable, optional
            Receives it when it did not; without it the status line says why.
        keeps_log : bool
            Go on below the lines of the run before, of which this one is the next step.
        is_preview : bool
            Whether what it writes is only looked at here, so that nothing leaves.
        handover : dict of str to str, optional
            What it takes and gives in memory, as :class:`~rainforest_alert_plugin.host.tasks.AlgorithmRun` says.
        """
        if self.is_running:
            return
        self._then = then
        self._otherwise = otherwise
        if not keeps_log:
            self.log.clear()
        self.status.say("info", translate("RainforestAlert", "Working…"))
        self._show_running(True)
        ask = None if is_preview else self.ask_release
        self.current_run = AlgorithmRun(algorithm_id, parameters, ask_release=ask, handover=handover)
        self.current_run.progressed.connect(self._show_progress)
        self.current_run.said.connect(self._add_line)
        self.current_run.ended.connect(self._end)
        self.current_run.start()

    def ask_release(self, leaving: Leaving) -> bool:
        """Show what goes and what stays before an export is written; whether it may leave."""
        return may_leave(leaving, self, self.iface.mapCanvas().layers())

    def cancel(self) -> None:
        """Ask the run to stop."""
        if self.current_run is not None:
            self.cancel_button.setEnabled(False)
            self.status.say("info", translate("RainforestAlert", "Cancelling…"))
            self.current_run.cancel()

    def add_job_button(self, text: str, tip: str, start: Callable[[], None], icon: str = "") -> QPushButton:
        """Make a further button that starts a run; it is off while one is at work."""
        button = QPushButton(text)
        button.setToolTip(tip)
        if icon:
            button.setIcon(QgsApplication.getThemeIcon(icon))
        button.clicked.connect(lambda: self._try(start))
        self.job_buttons.append(button)
        return button

    def add_row(self, text: str, widget: QWidget, tip: str, form: QFormLayout | None = None) -> QLabel:
        """Add a line to the dock's form, or to `form` of a group in it; the label's mnemonic leads to the widget."""
        label = QLabel(text)
        label.setBuddy(widget)
        label.setToolTip(tip)
        # Qt measures a label without the kerning it draws with: its last letter would be cut.
        label.setContentsMargins(0, 0, 4, 0)
        widget.setToolTip(tip)
        (self.form if form is None else form).addRow(label, widget)
        return label

    def _build(self, run_text: str) -> None:
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(8, 6, 8, 8)
        self.column.setSpacing(6)
        purpose = QLabel(self.purpose)
        purpose.setWordWrap(True)
        self.column.addWidget(purpose)
        self.form = QFormLayout()
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setVerticalSpacing(4)
        self.form.setHorizontalSpacing(8)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.column.addLayout(self.form)
        self.column.addLayout(self._build_buttons(run_text))
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.hide()
        self.column.addWidget(self.progress)
        self.status = StatusLine()
        self.column.addWidget(self.status)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setMaximumBlockCount(_MOST_LINES)
        self.log.setMinimumHeight(110)
        self.log.setMaximumHeight(160)
        self.log.hide()
        self.details_button.toggled.connect(self.log.setVisible)
        self.column.addWidget(self.log)
        self.results = QWidget()
        self.results_column = QVBoxLayout(self.results)
        self.results_column.setContentsMargins(0, 0, 0, 0)
        self.results_column.setSpacing(4)
        self.results.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.results.hide()
        self.column.addWidget(self.results, 1)
        self.column.addStretch(0)
        scroll = ColumnScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(content)
        self.setWidget(scroll)

    def _build_buttons(self, run_text: str) -> QHBoxLayout:
        self.run_button = self.add_job_button(run_text, self.purpose, self.start_job, "/mActionStart.svg")
        self.run_button.setDefault(True)
        self.cancel_button = QPushButton(translate("RainforestAlert", "Cancel"))
        self.cancel_button.setIcon(QgsApplication.getThemeIcon("/mActionStop.svg"))
        self.cancel_button.setToolTip(
            translate("RainforestAlert", "Stop the run. Nothing half-written is left behind.")
        )
        self.cancel_button.setEnabled(False)
        self.cancel_button.clicked.connect(self.cancel)
        self.details_button = QToolButton()
        self.details_button.setText(translate("RainforestAlert", "Details"))
        self.details_button.setToolTip(
            translate("RainforestAlert", "Show what the run read, repaired and left out, line by line.")
        )
        self.details_button.setCheckable(True)
        row = QHBoxLayout()
        row.addWidget(self.run_button, 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.details_button)
        return row

    def _try(self, start: Callable[[], None]) -> None:
        try:
            start()
        except NotReadyError as missing:
            self.status.say("warning", missing.sentence)
            missing.widget.setFocus()

    def _show_running(self, is_running: bool) -> None:
        for button in self.job_buttons:
            button.setEnabled(not is_running)
        self.cancel_button.setEnabled(is_running)
        self.progress.setVisible(is_running)
        # A range without end moves by itself until the algorithm states its progress.
        self.progress.setRange(0, 0 if is_running else 100)

    def _show_progress(self, percent: float) -> None:
        if percent > 0:
            self.progress.setRange(0, 100)
            self.progress.setValue(round(percent))

    def _add_line(self, line: Line) -> None:
        marks = {"warning": "⚠ ", "error": "✖ "}
        self.log.appendPlainText(marks.get(line.level, "") + line.text)
        # once Cancel was pressed, the status line says so until the run has ended
        if line.level == "step" and self.cancel_button.isEnabled():
            self.status.say("info", line.text)

    def _end(self, outcome: Outcome) -> None:
        self.current_run = None
        self._show_running(False)
        then, self._then = self._then, None
        otherwise, self._otherwise = self._otherwise, None
        warnings = len(outcome.warnings())
        self.details_button.setText(
            translate("RainforestAlert", "Details ({count})").format(count=warnings)
            if warnings
            else translate("RainforestAlert", "Details")
        )
        if otherwise is not None and not outcome.is_success:
            otherwise(outcome)
        elif outcome.is_cancelled:
            self.status.say("warning", cancelled_sentence())
        elif outcome.error:
            self.status.say("error", outcome.error)
        elif then is not None:
            then(outcome)
            self.show_results()

    def show_results(self) -> None:
        """Bring what a run gave into sight."""
        self.results.show()
        QTimer.singleShot(0, self._scroll_to_results)

    def _scroll_to_results(self) -> None:
        # what came into sight makes the column longer; without being asked the area squeezes it into the room it had
        QCoreApplication.sendEvent(self.widget(), QEvent(QEvent.Type.LayoutRequest))
        self.widget().ensureWidgetVisible(self.results)

    def _layers_changed(self, *_: Any) -> None:
        self._look_again.start(0)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if not recall("docks", "were_sized", False):
            remember("docks", "were_sized", True)
            QTimer.singleShot(0, self._take_width)

    def _take_width(self) -> None:
        """Wide enough for the tables, narrow enough for a screen of 1366 pixels; afterwards the person's width holds."""
        if self.isVisible() and not self.isFloating():
            self.iface.mainWindow().resizeDocks([self], [_FIRST_WIDTH], Qt.Orientation.Horizontal)
