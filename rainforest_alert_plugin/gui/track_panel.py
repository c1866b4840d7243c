"""From a walked track to a boundary in four steps that can be taken back, each shown on the map before and after it is done."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsMapLayerProxyModel,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapLayerComboBox, QgsRubberBand
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..compat import layer_filters
from ..errors import InputError, Message
from ..host.messages import describe
from ..host.reference_lines import area_around, lines_around
from ..host.tracks import gaps_of_track, track_of
from ..i18n import translate
from ..overlay.pinned import shift_between
from ..territory.field_feature import Vertices
from ..territory.track import (
    DEFAULT_SPEED_M_S,
    TrackStep,
    close_ring,
    default_tolerance_m,
    remove_outliers,
    simplify,
    snap_to_lines,
    trim_ends,
)
from ..territory.track_gaps import gap_words
from ..territory.track_session import TrackSession
from .datum_question import carry_when_agreed, said_of_line
from .dock import NotReadyError
from .map_view import zoom_to_geometry
from .table import number
from .territory_dialogs import FormDialog
from .territory_page import button_grid, tool_button

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock

_BEFORE, _AFTER = QColor(97, 97, 97, 150), QColor("#d81b60")
_MARGIN_M = 500.0


class TrackPanel(QWidget):
    """Takes the track that is selected on the map through its four steps and hands it over as a draft."""

    def __init__(self, dock: TerritoryDock) -> None:
        super().__init__()
        self.dock = dock
        self.session: TrackSession | None = None
        self.carry_dialog: FormDialog | None = None
        self._bands: dict[str, QgsRubberBand] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.take_button = tool_button(
            translate("RainforestAlert", "Take the selected track"),
            translate(
                "RainforestAlert", "Select one line on the map, then press here. The layer itself is not changed."
            ),
            lambda: self.dock.guarded(self.take_track),
            "/mActionAddHtml.svg",
        )
        self.undo_button = tool_button(
            translate("RainforestAlert", "Undo"),
            translate("RainforestAlert", "Take the last step back."),
            self.undo,
            "/mActionUndo.svg",
        )
        self.redo_button = tool_button(
            translate("RainforestAlert", "Redo"),
            translate("RainforestAlert", "Do the step again that was taken back."),
            self.redo,
            "/mActionRedo.svg",
        )
        row = QHBoxLayout()
        row.setSpacing(3)
        row.addWidget(self.take_button, 1)
        row.addWidget(self.undo_button)
        row.addWidget(self.redo_button)
        column.addLayout(row)
        self.state = QLabel()
        self.state.setWordWrap(True)
        column.addWidget(self.state)
        self.first, self.last = QSpinBox(), QSpinBox()
        for box, tip in (
            (self.first, translate("RainforestAlert", "First vertex that stays")),
            (self.last, translate("RainforestAlert", "Last vertex that stays")),
        ):
            box.setToolTip(tip)
            box.setAccessibleName(tip)
            box.valueChanged.connect(self._preview_trim)
        self.speed = _metres(
            DEFAULT_SPEED_M_S, " m/s", translate("RainforestAlert", "Fastest walk; who goes by boat needs more")
        )
        self.speed.setRange(0.1, 100.0)
        self.speed.setDecimals(1)
        self.sigma = _metres(
            0.0, " m", translate("RainforestAlert", "Fixes that are less accurate go; at 0 all accuracies stay")
        )
        self.tolerance = _metres(
            0.0,
            " m",
            translate(
                "RainforestAlert", "How far the line may depart from the track; at first twice the median accuracy"
            ),
        )
        self.lines = QgsMapLayerComboBox()
        filters = QgsMapLayerProxyModel.Filter
        self.lines.setFilters(layer_filters(filters.LineLayer | filters.PolygonLayer))
        self.lines.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.lines.setMinimumContentsLength(6)
        self.lines.setAdditionalItems([translate("RainforestAlert", "Agreed boundaries of the neighbours")])
        self.lines.setLayer(None)
        self.lines.setCurrentIndex(self.lines.count() - 1)
        self.lines.setToolTip(translate("RainforestAlert", "Registered line onto which near vertices are moved"))
        self.reach = _metres(
            0.0,
            " m",
            translate("RainforestAlert", "Vertices nearer to the registered line are moved onto it; at 0 none"),
        )
        steps: tuple[tuple[str, list[QWidget], Callable[[], None]], ...] = (
            (translate("RainforestAlert", "1. Trim ends"), [self.first, self.last], self.trim),
            (translate("RainforestAlert", "2. Outliers"), [self.speed, self.sigma], self.outliers),
            (translate("RainforestAlert", "3. Simplify"), [self.tolerance], self.simplify),
            (translate("RainforestAlert", "4. Close, snap"), [self.reach], self.close_and_snap),
        )
        grid = QGridLayout()
        grid.setSpacing(3)
        self.step_buttons: list[QToolButton] = []
        for line, (text, boxes, act) in enumerate(steps):
            button = tool_button(
                text,
                translate("RainforestAlert", "Do this step with the values beside it."),
                lambda _checked=False, act=act: self.dock.guarded(act),
            )
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
            self.step_buttons.append(button)
            grid.addWidget(button, line, 0)
            for at, box in enumerate(boxes):
                grid.addWidget(box, line, 1 + at, 1, 2 if len(boxes) == 1 else 1)
        # names of layers are long: they have the whole width
        grid.addWidget(self.lines, len(steps), 0, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
        self.draft_button = tool_button(
            translate("RainforestAlert", "Go on drawing with it"),
            translate("RainforestAlert", "The closed track becomes the draft of the chosen community."),
            lambda: self.dock.guarded(self.hand_over),
            "/mActionArrowRight.svg",
        )
        column.addLayout(button_grid([self.draft_button], 1))
        self.show_session()

    def take_track(self) -> None:
        """Begin with the line that is selected in the active layer."""
        layer = self.dock.iface.activeLayer()
        if layer is None or not hasattr(layer, "selectedFeatures") or layer.selectedFeatureCount() != 1:
            raise NotReadyError(
                translate("RainforestAlert", "Select one track of the active layer on the map first."), self.take_button
            )
        feature = layer.selectedFeatures()[0]
        session = track_of(layer, feature)
        self.carry_dialog = carry_when_agreed(
            self.dock,
            layer.name(),
            layer.crs(),
            session.epsg,
            lambda: self.dock.guarded(lambda: self._take(layer, feature, session)),
        )

    def _take(self, layer: QgsVectorLayer, feature: QgsFeature, session: TrackSession) -> None:
        gaps = gap_words(gaps_of_track(layer, feature))
        if gaps and not self._joins(gaps):
            self.dock.status.say("info", translate("RainforestAlert", "The track was not taken."))
            return
        self.begin(session)
        if gaps:
            self.dock.status.say(
                "warning",
                translate(
                    "RainforestAlert",
                    "The parts of the track were joined by straight sides that nobody walked: {gaps}.",
                ).format(gaps=gaps),
            )

    def _joins(self, gaps: str) -> bool:
        """Ask whether the parts of a track are to be joined."""
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(translate("RainforestAlert", "A track of several parts"))
        question.setText(
            translate(
                "RainforestAlert",
                "The receiver was off or saw too few satellites between the parts of this track. They lie apart, part by part: {gaps}. "
                "Joined, the boundary goes straight over these gaps, where nobody walked.",
            ).format(gaps=gaps)
        )
        yes = question.addButton(translate("RainforestAlert", "Join the parts"), QMessageBox.ButtonRole.AcceptRole)
        no = question.addButton(translate("RainforestAlert", "Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(no)
        question.exec()
        return question.clickedButton() is yes

    def begin(self, session: TrackSession) -> None:
        """Begin with a track."""
        vertices = session.original
        if len(vertices) < 2:
            raise InputError("track.too_short", count=len(vertices))
        self.session = session
        tolerance = default_tolerance_m(vertices)
        self.tolerance.setValue(0.0 if math.isnan(tolerance) else tolerance)
        self.show_session()
        zoom_to_geometry(self.dock.iface, _line(vertices), self._crs())
        stated = int(np.isfinite(vertices["sigma_m"]).sum())
        timed = int((~np.isnat(vertices["time"])).sum())
        self.dock.status.say(
            "info",
            translate("RainforestAlert", "{count} vertices; {stated} state their accuracy, {timed} their time.").format(
                count=len(vertices), stated=stated, timed=timed
            ),
        )

    def trim(self) -> None:
        """Step 1."""
        self._do(trim_ends(self._session().vertices, self.first.value() - 1, self.last.value() - 1))

    def outliers(self) -> None:
        """Step 2."""
        sigma = self.sigma.value() or math.inf
        self._do(remove_outliers(self._session().vertices, self.speed.value(), sigma))

    def simplify(self) -> None:
        """Step 3."""
        self._do(simplify(self._session().vertices, self.tolerance.value() or None))

    def close_and_snap(self) -> None:
        """Step 4: two steps of undo, for closing and for moving onto the registered line."""
        session = self._session()
        if not session.is_closed:
            self._do(close_ring(session.vertices))
        if self.reach.value() > 0.0:
            step = snap_to_lines(session.vertices, self._registered(), self.reach.value())
            layer = self.lines.currentLayer()
            shift = None if layer is None else shift_between(layer.crs(), self._crs())
            self._do(replace(step, shift=shift))
            if shift is not None and len(step.moved):
                self.dock.status.say("warning", said_of_line(layer.name(), shift))

    def undo(self) -> None:
        """Take the last step back."""
        if self.session is not None and self.session.can_undo:
            self.session.undo()
            self.show_session()
            self.dock.status.say("info", translate("RainforestAlert", "The step was taken back."))

    def redo(self) -> None:
        """Do it again."""
        if self.session is not None and self.session.can_redo:
            self._tell(self.session.redo())
            self.show_session()

    def hand_over(self) -> None:
        """The closed track becomes the draft of the community."""
        session = self._session()
        self.dock.community_or_ask()
        if not session.is_closed:
            raise NotReadyError(translate("RainforestAlert", "Close the track first (step 4)."), self.step_buttons[3])
        draft = session.draft(self.dock.draw.drafts.prefix)
        if self.dock.draw.begin_with_draft(draft, session.epsg, session.source):
            self.session = None
            self.show_session()

    def show_session(self) -> None:
        """Show the track as it was and as it is, and what can be done."""
        session = self.session
        for button in (*self.step_buttons, self.draft_button):
            button.setEnabled(session is not None)
        self.undo_button.setEnabled(session is not None and session.can_undo)
        self.redo_button.setEnabled(session is not None and session.can_redo)
        if session is None:
            self._clear_map()
            self.state.setText(translate("RainforestAlert", "No track is taken yet."))
            return
        count = len(session.vertices)
        for box, value in ((self.first, 1), (self.last, count)):
            box.blockSignals(True)
            box.setRange(1, count)
            box.setValue(value)
            box.blockSignals(False)
        self.state.setText(
            translate("RainforestAlert", "{now} of {before} vertices, {length} m{closed}").format(
                now=count - int(session.is_closed),
                before=len(session.original),
                length=number(1)(_line(session.vertices).length()),
                closed=translate("RainforestAlert", ", closed.")
                if session.is_closed
                else translate("RainforestAlert", ", open."),
            )
        )
        self._draw("before", session.original, _BEFORE, 2)
        self._draw("after", session.vertices, _AFTER, 3)

    def close_down(self) -> None:
        """Take the lines off the map."""
        self._clear_map()

    def _do(self, step: TrackStep) -> None:
        self._session().do(step)
        self._tell(step)
        self.show_session()

    def _tell(self, step: TrackStep) -> None:
        self.dock.status.say(
            "success",
            describe(
                Message(
                    f"track.done_{step.name}",
                    removed=len(step.removed),
                    moved=len(step.moved),
                    left=len(step.after),
                    largest_m=_written_m(step.largest_m),
                    tolerance_m=_written_m(0.0 if math.isnan(step.tolerance_m) else step.tolerance_m),
                )
            ),
        )

    def _session(self) -> TrackSession:
        if self.session is None:
            raise NotReadyError(translate("RainforestAlert", "Take a track first."), self.take_button)
        return self.session

    def _crs(self) -> QgsCoordinateReferenceSystem:
        return QgsCoordinateReferenceSystem(f"EPSG:{self._session().epsg}")

    def _registered(self) -> list[Any]:
        layer = self.lines.currentLayer()
        crs = self._crs()
        if layer is None:
            self.dock.location_or_ask()
            vertices = self._session().vertices
            epsg = self._session().epsg
            places = list(zip(vertices["x"].tolist(), vertices["y"].tolist()))
            lines = [line.carried(epsg).points for line in self.dock.draw.neighbours.lines(places, epsg)]
        else:
            vertices = self._session().vertices
            area = area_around(
                QgsRectangle(
                    float(vertices["x"].min()),
                    float(vertices["y"].min()),
                    float(vertices["x"].max()),
                    float(vertices["y"].max()),
                ),
                [],
                _MARGIN_M,
            )
            lines = [line.points for line in lines_around(layer, crs, area)]
        if not lines:
            raise InputError("follow.no_line")
        return lines

    def _preview_trim(self, *_: Any) -> None:
        """What would stay is shown while the boxes turn."""
        if self.session is not None and self.first.value() < self.last.value():
            self._draw("after", self.session.vertices[self.first.value() - 1 : self.last.value()], _AFTER, 3)

    def _draw(self, name: str, vertices: Vertices, color: QColor, width: int) -> None:
        band = self._bands.get(name)
        if band is None:
            band = self._bands[name] = QgsRubberBand(self.dock.iface.mapCanvas(), QgsWkbTypes.GeometryType.LineGeometry)
            band.setColor(color)
            band.setWidth(width)
        band.setToGeometry(_line(vertices), self._crs())
        band.show()

    def _clear_map(self) -> None:
        for band in self._bands.values():
            self.dock.iface.mapCanvas().scene().removeItem(band)
        self._bands = {}


def _line(vertices: Vertices) -> QgsGeometry:
    return QgsGeometry.fromPolylineXY([QgsPointXY(float(x), float(y)) for x, y in zip(vertices["x"], vertices["y"])])


def _written_m(value: float) -> str:
    """To the millimetre below a metre."""
    return number(3 if value < 1.0 else 2)(value)


def _metres(value: float, suffix: str, tip: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0.0, 1000.0)
    box.setDecimals(3)  # a receiver that measures centimetres gives its accuracy in millimetres
    box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
    box.setSuffix(suffix)
    box.setValue(value)
    box.setToolTip(tip)
    box.setAccessibleName(tip)
    return box
