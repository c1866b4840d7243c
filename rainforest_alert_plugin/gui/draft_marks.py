"""What the map shows of a draft beside its polygon: sides in the colour of their kind, vertices with their names, the chosen side."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainterPath, QPen, QPolygonF

from ..territory.draft import Draft, sides

KIND_COLORS = {
    "community": "#2e7d32",
    "private_parcel": "#8e24aa",
    "state": "#6d4c41",
    "river": "#1565c0",
    "road": "#424242",
    "other": "#ef6c00",
    "": "#d81b60",
}
_MOST_LABELS = 150
_DOT = 4.0
_MARK = 5.0


class DraftMarks(QgsMapCanvasItem):
    """Drawn over the map; shows nothing until :meth:`show_draft`."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._lines: list[tuple[str, bool, list[QgsPointXY]]] = []
        self._vertices: list[tuple[QgsPointXY, str, bool, bool]] = []
        self.setZValue(90)

    def show_draft(self, draft: Draft, crs: QgsCoordinateReferenceSystem, chosen: int = -1) -> None:
        """Show a draft, with one of its sides made thick."""
        transform = QgsCoordinateTransform(crs, self._canvas.mapSettings().destinationCrs(), QgsProject.instance())
        self._lines, self._vertices = [], []
        try:
            for number, side in enumerate(sides(draft)):
                points = [transform.transform(QgsPointXY(*one.vertex.place)) for one in side.vertices]
                self._lines.append((KIND_COLORS.get(side.facts.kind, KIND_COLORS[""]), number == chosen, points))
            for one in draft:
                point = transform.transform(QgsPointXY(*one.vertex.place))
                self._vertices.append((point, one.vertex.label, one.is_corner, bool(one.vertex.monument)))
        except QgsCsException:  # the map is in a system that has no such place
            self._lines, self._vertices = [], []
        self.setVisible(bool(self._lines))
        self.update()

    def labels(self) -> list[str]:
        """Names of the vertices that are shown."""
        return [label for _, label, _, _ in self._vertices]

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._canvas.width(), self._canvas.height())

    def updatePosition(self) -> None:
        self.setPos(0, 0)
        self.prepareGeometryChange()

    def paint(self, painter: Any, *_: Any) -> None:
        painter.save()
        for color, is_chosen, points in self._lines:
            pen = QPen(QColor(color), 6.0 if is_chosen else 3.0)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([self.toCanvasCoordinates(point) for point in points]))
        visible = [
            (place, *rest)
            for point, *rest in self._vertices
            if self.boundingRect().contains(place := self.toCanvasCoordinates(point))
        ]
        # Of very many only the corners are named: letters over each other say nothing.
        names_all = len(visible) <= _MOST_LABELS
        for place, label, is_corner, has_mark in visible:
            painter.setPen(QPen(QColor("#ffffff"), 1.5))
            painter.setBrush(QColor("#1c2226"))
            if has_mark:
                painter.drawRect(QRectF(place.x() - _MARK, place.y() - _MARK, 2 * _MARK, 2 * _MARK))
            else:
                painter.drawEllipse(place, _DOT, _DOT)
            if names_all or is_corner:
                path = QPainterPath()
                path.addText(place + QPointF(7.0, -6.0), painter.font(), label)
                painter.strokePath(path, QPen(QColor("#ffffff"), 3.0))
                painter.fillPath(path, QColor("#1c2226"))
        painter.restore()
