"""Drawing with a finger, a pen or a mouse: lines and areas in one sweep or point by point, places with one tap."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

LINE, AREA, POINT = "line", "area", "point"
STROKES = (LINE, AREA, POINT)
# A finger trembles by this much without meaning to draw.
_SWEEP_PIXELS = 12
_SMOOTHED_PIXELS = 1.5
_INK = QColor("#ff1744")
_FILL = QColor(255, 23, 68, 60)
_WIDTH = 5
_LEAST = {LINE: 2, AREA: 3, POINT: 1}
_KINDS = {
    LINE: QgsWkbTypes.GeometryType.LineGeometry,
    AREA: QgsWkbTypes.GeometryType.PolygonGeometry,
    POINT: QgsWkbTypes.GeometryType.PointGeometry,
}


class StrokeTool(QgsMapTool):
    """Gives each finished stroke as a geometry in the system of the map.

    Parameters
    ----------
    canvas : QgsMapCanvas
    stroke : str
        One of :data:`STROKES`.
    """

    finished = pyqtSignal(object)
    changed = pyqtSignal()

    def __init__(self, canvas: Any, stroke: str) -> None:
        super().__init__(canvas)
        self.stroke = stroke
        self.points: list[QgsPointXY] = []
        self._pressed_at: Any = None
        self._is_sweeping = False
        self.band = new_band(canvas, stroke)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def can_finish(self) -> bool:
        """Whether what is drawn is a line or an area by now."""
        return len(self.points) >= _LEAST[self.stroke]

    def canvasPressEvent(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.pos()

    def canvasMoveEvent(self, event: Any) -> None:
        if self._pressed_at is None or self.stroke == POINT:
            self._show(event.mapPoint() if self.points else None)
            return
        if not self._is_sweeping:
            if (event.pos() - self._pressed_at).manhattanLength() < _SWEEP_PIXELS:
                return
            self._is_sweeping = True
            self.points.append(self.toMapCoordinates(self._pressed_at))
        self.points.append(event.mapPoint())
        self._show()

    def canvasReleaseEvent(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.finish()
            return
        if event.button() != Qt.MouseButton.LeftButton or self._pressed_at is None:
            return
        was_sweeping = self._is_sweeping
        self._pressed_at, self._is_sweeping = None, False
        if was_sweeping:
            self.finish(is_smoothed=True)
            return
        self.points.append(event.mapPoint())
        self._show()
        if self.stroke == POINT:
            self.finish()
        else:
            self.changed.emit()

    def canvasDoubleClickEvent(self, event: Any) -> None:
        # The first click of the two set its point already.
        self.finish()

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
            event.accept()

    def take_back_point(self) -> bool:
        """Undo the last point of what is being drawn; whether there was one."""
        if not self.points:
            return False
        self.points.pop()
        self._show()
        self.changed.emit()
        return True

    def finish(self, is_smoothed: bool = False) -> None:
        """Give the stroke away, if it is one already."""
        if not self.can_finish:
            return
        geometry = geometry_of(self.stroke, self.points)
        if is_smoothed:
            simpler = geometry.simplify(_SMOOTHED_PIXELS * self.canvas().mapUnitsPerPixel())
            geometry = geometry if simpler.isEmpty() else simpler
        self.clear()
        self.finished.emit(geometry)

    def clear(self) -> None:
        """Forget what is being drawn."""
        self.points.clear()
        self._pressed_at, self._is_sweeping = None, False
        self._show()
        self.changed.emit()

    def deactivate(self) -> None:
        self.clear()
        super().deactivate()

    def let_go(self) -> None:
        """Take the drawing off the map, before the tool is deleted."""
        self.canvas().scene().removeItem(self.band)

    def _show(self, cursor: QgsPointXY | None = None) -> None:
        points = [*self.points, cursor] if cursor is not None else self.points
        self.band.reset(_KINDS[self.stroke])
        for index, point in enumerate(points):
            # A band shows itself with the point that updates it, and with no other.
            self.band.addPoint(point, index == len(points) - 1)


def geometry_of(stroke: str, points: list[QgsPointXY]) -> QgsGeometry:
    """Geometry of a stroke."""
    if stroke == POINT:
        return QgsGeometry.fromPointXY(points[-1])
    if stroke == LINE:
        return QgsGeometry.fromPolylineXY(points)
    return QgsGeometry.fromPolygonXY([[*points, points[0]]])


def new_band(canvas: Any, stroke: str) -> QgsRubberBand:
    """A bold drawing on the map that a projector shows."""
    band = QgsRubberBand(canvas, _KINDS[stroke])
    band.setColor(_INK)
    band.setFillColor(_FILL)
    band.setWidth(_WIDTH)
    band.setIconSize(16)
    return band
