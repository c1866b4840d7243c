"""Map tools that work on a draft: they point at vertices, sides and lines, and tell the dock, which changes the draft."""

from __future__ import annotations

from typing import Any, Callable, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapToolEdit, QgsRubberBand, QgsSnapIndicator, QgsVertexMarker
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ..errors import InputError
from ..overlay.pinned import pinned_transform
from ..territory.draft import Draft, Place
from ..territory.draft_edits import nearest_vertex
from ..territory.line_following import Followed, LineNetwork

_REACH_PIXELS = 14
_COLOR = QColor("#d81b60")
_PREVIEW = QColor("#00838f")


class DraftTool(QgsMapToolEdit):
    """A tool that knows the draft it points at.

    Parameters
    ----------
    canvas : QgsMapCanvas
    draft : callable
        Gives the draft as it stands.
    crs : callable
        Gives its reference system.
    """

    refused = pyqtSignal(object)

    def __init__(self, canvas: QgsMapCanvas, draft: Callable[[], Draft], crs: Callable[[], Any]) -> None:
        super().__init__(canvas)
        self._draft = draft
        self._crs = crs
        self._marker = QgsVertexMarker(canvas)
        self._marker.setIconType(QgsVertexMarker.IconType.ICON_CIRCLE)
        self._marker.setIconSize(16)
        self._marker.setPenWidth(3)
        self._marker.setColor(_COLOR)
        self._marker.hide()
        self.setCursor(Qt.CursorShape.CrossCursor)

    def deactivate(self) -> None:
        self._marker.hide()
        super().deactivate()

    def put_away(self) -> None:
        """Take what the tool drew off the map, before the dock goes away."""
        self.canvas().unsetMapTool(self)
        self.canvas().scene().removeItem(self._marker)

    def place_of(self, point: QgsPointXY) -> Place:
        """A place of the map in the draft's system."""
        moved = self._transform(self._crs(), reverse=True).transform(point)
        return moved.x(), moved.y()

    def point_of(self, place: Place) -> QgsPointXY:
        """A place of the draft in the map's system."""
        return self._transform(self._crs()).transform(QgsPointXY(*place))

    def reach_m(self) -> float:
        """How far the hand may miss, in the draft's metres."""
        point = self.canvas().center()
        pixel = self.canvas().mapUnitsPerPixel()
        one = self.place_of(point)
        other = self.place_of(QgsPointXY(point.x() + pixel * _REACH_PIXELS, point.y()))
        return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)

    def vertex_at(self, point: QgsPointXY) -> Place | None:
        """Place of the draft's vertex under the hand."""
        draft = self._draft()
        if not draft:
            return None
        nearest, distance = nearest_vertex(draft, self.place_of(point))
        return nearest.vertex.place if distance <= self.reach_m() else None

    def _transform(self, crs: QgsCoordinateReferenceSystem, reverse: bool = False) -> QgsCoordinateTransform:
        ends = (crs, self.canvas().mapSettings().destinationCrs())
        source, target = ends[::-1] if reverse else ends
        return pinned_transform(source, target, QgsProject.instance().transformContext())

    def _show_marker(self, place: Place | None) -> None:
        self._marker.setVisible(place is not None)
        if place is not None:
            self._marker.setCenter(self.point_of(place))


class VertexTool(DraftTool):
    """Points at a vertex."""

    picked = pyqtSignal(float, float)

    def canvasMoveEvent(self, event: Any) -> None:
        self._show_marker(self.vertex_at(event.mapPoint()))

    def canvasReleaseEvent(self, event: Any) -> None:
        place = self.vertex_at(event.mapPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(*place)


class SplitTool(VertexTool):
    """Points at a vertex at which a side is to begin; with Shift, at one at which none is to begin any more."""

    joined = pyqtSignal(float, float)

    def canvasReleaseEvent(self, event: Any) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().canvasReleaseEvent(event)
            return
        place = self.vertex_at(event.mapPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.joined.emit(*place)


class PlaceTool(DraftTool):
    """Points at a place, for instance at a side."""

    picked = pyqtSignal(float, float)

    def canvasReleaseEvent(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(*self.place_of(event.mapPoint()))


class CornerTool(DraftTool):
    """Takes a vertex with the first click and puts it down with the second, with QGIS's own snapping."""

    moved = pyqtSignal(float, float, float, float)

    def __init__(self, canvas: QgsMapCanvas, draft: Callable[[], Draft], crs: Callable[[], Any]) -> None:
        super().__init__(canvas, draft, crs)
        self._taken: Place | None = None
        self._band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.LineGeometry)
        self._band.setColor(_PREVIEW)
        self._band.setWidth(2)
        self._snap = QgsSnapIndicator(canvas)

    def deactivate(self) -> None:
        self._drop()
        super().deactivate()

    def put_away(self) -> None:
        super().put_away()
        self.canvas().scene().removeItem(self._band)

    def canvasMoveEvent(self, event: Any) -> None:
        if self._taken is None:
            self._show_marker(self.vertex_at(event.mapPoint()))
            return
        point = event.snapPoint()
        self._snap.setMatch(event.mapPointMatch())
        self._band.setToGeometry(
            QgsGeometry.fromPolylineXY([self.point_of(self._taken), point]), QgsCoordinateReferenceSystem()
        )

    def canvasReleaseEvent(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            self._drop()
        elif self._taken is None:
            self._taken = self.vertex_at(event.mapPoint())
            self._show_marker(self._taken)
        else:
            taken, target = self._taken, self._target(event)
            self._drop()
            self.moved.emit(*taken, *target)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape and self._taken is not None:
            self._drop()
            event.accept()
        else:
            event.ignore()

    def _target(self, event: Any) -> Place:
        """Where the vertex goes: exactly onto the vertex of a layer that QGIS snapped to, when that has the draft's system."""
        point = event.snapPoint()
        match = event.mapPointMatch()
        layer = match.layer()
        if match.hasVertex() and layer is not None and layer.crs() == self._crs():
            feature = layer.getFeature(match.featureId())
            vertex = feature.geometry().vertexAt(match.vertexIndex())
            return vertex.x(), vertex.y()
        return self.place_of(point)

    def _drop(self) -> None:
        self._taken = None
        self._show_marker(None)
        self._band.reset(QgsWkbTypes.GeometryType.LineGeometry)


class FollowTool(DraftTool):
    """Follows a line "from here to here": the first click begins, the way is shown under the hand, the second click ends.

    A vertex of the line near the hand is meant itself, so that communities share their corners. With Shift held down the other way
    around is taken. The right button or Escape begins anew.

    Parameters
    ----------
    lines : callable
        Gives the network of lines around the part of the map that is shown and around some places.
    """

    followed = pyqtSignal(object)

    def __init__(
        self,
        canvas: QgsMapCanvas,
        draft: Callable[[], Draft],
        crs: Callable[[], Any],
        lines: Callable[[Sequence[Place]], LineNetwork],
    ) -> None:
        super().__init__(canvas, draft, crs)
        self._lines = lines
        self._network: LineNetwork | None = None
        self._start: Place | None = None
        self._band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.LineGeometry)
        self._band.setColor(_PREVIEW)
        self._band.setWidth(4)

    def activate(self) -> None:
        super().activate()
        self._begin()
        self.canvas().extentsChanged.connect(self._look_around)

    def deactivate(self) -> None:
        self.canvas().extentsChanged.disconnect(self._look_around)
        self._begin()
        super().deactivate()

    def put_away(self) -> None:
        super().put_away()
        self.canvas().scene().removeItem(self._band)

    def canvasMoveEvent(self, event: Any) -> None:
        place = self.place_of(event.mapPoint())
        try:
            if self._start is None:
                nearest, gap = self._meant(place)
                self._show_marker(nearest if gap <= self.reach_m() else None)
            else:
                way = self._way(place, event)
                self._band.setToGeometry(
                    QgsGeometry.fromPolylineXY([self.point_of((x, y)) for x, y in way.points.tolist()]),
                    QgsCoordinateReferenceSystem(),
                )
        except InputError:  # no line under the hand; a click says so
            self._band.reset(QgsWkbTypes.GeometryType.LineGeometry)

    def canvasReleaseEvent(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            self._begin()
            return
        place = self.place_of(event.mapPoint())
        try:
            if self._start is None:
                nearest, gap = self._meant(place)
                reach = self.reach_m()
                if gap > reach:
                    raise InputError("follow.too_far", distance_m=gap, reach_m=reach)
                self._start = nearest
                self._show_marker(nearest)
                return
            way = self._way(place, event)
        except InputError as refusal:
            self.refused.emit(refusal)
            return
        self._begin()
        self.followed.emit(way)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape and self._start is not None:
            self._begin()
            event.accept()
        else:
            event.ignore()

    def _way(self, place: Place, event: Any) -> Followed:
        other_way = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        start, reach = self._start or place, self.reach_m()
        nearest, gap = self._meant(place)
        return self._known_lines().follow(start, nearest if gap <= reach else place, reach, other_way)

    def _meant(self, place: Place) -> tuple[Place, float]:
        """The place of the lines that the hand means, and how far it is."""
        return self._known_lines().nearest(place, self.reach_m() / 2.0)

    def _known_lines(self) -> LineNetwork:
        if self._network is None:
            self._network = self._lines([] if self._start is None else [self._start])
        return self._network

    def _look_around(self) -> None:
        self._network = None

    def _begin(self) -> None:
        self._network = None
        self._start = None
        self._show_marker(None)
        self._band.reset(QgsWkbTypes.GeometryType.LineGeometry)
