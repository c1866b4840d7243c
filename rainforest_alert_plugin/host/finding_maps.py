"""Pictures of findings: the boundary, the place in red, what lies there, and a scale; drawn without a map canvas, on any thread."""

from __future__ import annotations

import math
from typing import Iterable, Sequence

from qgis.core import QgsGeometry, QgsRectangle, QgsWkbTypes
from qgis.PyQt.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPainterPath, QPen

from ..cadastre.case import Case
from ..cadastre.findings import Finding
from ..compat import font_families
from ..geo.progress import IsCancelled, never_cancelled, stop_if

_FAMILIES = ("Open Sans", "Arial", "Liberation Sans", "DejaVu Sans")
_WIDTH, _HEIGHT = 1200, 760
_OVERVIEW_HEIGHT = 900
_MARGIN = 0.35
_LEAST_SPAN_M = 20.0
_MARK_PX = 11.0
_INK, _RED, _LAND, _OTHER = "#22302a", "#c0392b", "#fff3c4", "#7a8c99"
_COLOURS = {"blocker": "#c0392b", "review": "#d68910", "exclude": "#2471a3", "note": "#616a6b"}
_MOST_PICTURES = 40
_MOST_COVERED = 0.8


def finding_pictures(
    case: Case, findings: Sequence[Finding], is_cancelled: IsCancelled = never_cancelled
) -> dict[str, bytes]:
    """PNG of each finding that has a place, by its key; the gravest first, at most forty.

    Parameters
    ----------
    case : Case
    findings : sequence of Finding
        In the order of the report.
    """
    pictures: dict[str, bytes] = {}
    for finding in findings:
        stop_if(is_cancelled)
        if len(pictures) >= _MOST_PICTURES:
            break
        place = _geometry(finding.geometry_wkb)
        if place is not None:
            pictures[finding.key] = _drawn(case, [(place, _RED)], _view(case, place), _HEIGHT)
    return pictures


def overview_picture(case: Case, findings: Sequence[Finding]) -> bytes:
    """PNG of the whole boundary with the places of all findings, coloured by severity; empty when the boundary has no area."""
    polygon = case.polygon
    if polygon.isNull() or polygon.isEmpty():
        return b""
    # what covers nearly the whole territory (the community itself in another layer) would hide all else
    limit = polygon.area() * _MOST_COVERED
    places = [
        (place, _COLOURS[finding.severity])
        for finding in reversed(findings)
        if (place := _geometry(finding.geometry_wkb)) is not None and place.area() < limit
    ]
    box = QgsRectangle(polygon.boundingBox())
    box.scale(1.15)
    return _drawn(case, places, box, _OVERVIEW_HEIGHT, is_overview=True)


def _geometry(wkb: bytes | None) -> QgsGeometry | None:
    if not wkb:
        return None
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return None if geometry.isNull() or geometry.isEmpty() else geometry


def _view(case: Case, place: QgsGeometry) -> QgsRectangle:
    """What is shown round a place: enough of the boundary to know where one is."""
    box = QgsRectangle(place.boundingBox())
    span = max(box.width(), box.height(), _LEAST_SPAN_M / case.metres_per_unit)
    whole = case.polygon.boundingBox()
    if not whole.isNull():
        span = max(span, min(max(whole.width(), whole.height()) * 0.08, span * 12))
    centre = box.center()
    half = span * (0.5 + _MARGIN)
    return QgsRectangle(centre.x() - half, centre.y() - half, centre.x() + half, centre.y() + half)


def _drawn(
    case: Case,
    places: Iterable[tuple[QgsGeometry, str]],
    view: QgsRectangle,
    height: int,
    is_overview: bool = False,
) -> bytes:
    image = QImage(_WIDTH, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    paper = _Paper(view, _WIDTH, height)
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_font(17))
        _draw_grid(painter, paper)
        painter.setPen(QPen(QColor(_INK), 4.0))
        painter.setBrush(QBrush(QColor(_LAND)))
        painter.drawPath(paper.path(case.polygon))
        if not is_overview:
            _draw_neighbours(painter, paper, case)
            painter.setPen(QPen(QColor(_INK), 4.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(paper.path(case.polygon))
        for place, colour in places:
            _draw_place(painter, paper, place, QColor(colour))
        _draw_scale(painter, paper, case)
    finally:
        painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def _draw_neighbours(painter: QPainter, paper: _Paper, case: Case) -> None:
    """Units of the reference layers that reach into the picture, with their names."""
    window = QgsGeometry.fromRect(paper.view)
    painter.setFont(_font(15))
    for reference in case.references:
        for unit in reference.units:
            geometry = _geometry(unit.wkb)
            if geometry is None or not geometry.boundingBoxIntersects(paper.view):
                continue
            painter.setPen(QPen(QColor(_OTHER), 2.0, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(paper.path(geometry))
            seen = geometry.intersection(window)
            anchor = seen.pointOnSurface() if not seen.isEmpty() else QgsGeometry()
            if unit.name and not anchor.isNull() and not anchor.isEmpty():
                at = paper.at(anchor.asPoint().x(), anchor.asPoint().y())
                painter.setPen(QColor("#46535c"))
                box = QRectF(at.x() - 220, at.y() - 26, 440, 52)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), unit.name[:60])


def _draw_place(painter: QPainter, paper: _Paper, place: QgsGeometry, colour: QColor) -> None:
    kind = place.type()
    fill = QColor(colour)
    fill.setAlpha(90)
    painter.setPen(QPen(colour, 3.0))
    painter.setBrush(QBrush(fill))
    if kind == QgsWkbTypes.GeometryType.PointGeometry:
        for vertex in place.vertices():
            painter.drawEllipse(paper.at(vertex.x(), vertex.y()), _MARK_PX, _MARK_PX)
        return
    if kind == QgsWkbTypes.GeometryType.LineGeometry:
        painter.setPen(QPen(colour, 7.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(paper.path(place))
    box = place.boundingBox()
    # a sliver is thinner than a line: a circle shows where it is
    if max(box.width(), box.height()) * paper.scale < 3 * _MARK_PX:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(paper.at(box.center().x(), box.center().y()), 2 * _MARK_PX, 2 * _MARK_PX)


def _draw_grid(painter: QPainter, paper: _Paper) -> None:
    """Lines of round coordinates with their numbers, as on a plan."""
    interval = _round_step(paper.view.width() / 4)
    decimals = 0 if interval >= 1 else min(8, math.ceil(-math.log10(interval)))
    painter.setFont(_font(14))
    pen = QPen(QColor(70, 110, 140, 90), 1.0)
    x = math.ceil(paper.view.xMinimum() / interval) * interval
    while x < paper.view.xMaximum():
        at = paper.at(x, paper.view.yMinimum())
        painter.setPen(pen)
        painter.drawLine(QPointF(at.x(), 0), QPointF(at.x(), paper.height))
        painter.setPen(QColor("#2d5068"))
        painter.drawText(QPointF(at.x() + 4, paper.height - 8), f"{x:.{decimals}f}")
        x += interval
    y = math.ceil(paper.view.yMinimum() / interval) * interval
    while y < paper.view.yMaximum():
        at = paper.at(paper.view.xMinimum(), y)
        painter.setPen(pen)
        painter.drawLine(QPointF(0, at.y()), QPointF(paper.width, at.y()))
        painter.setPen(QColor("#2d5068"))
        painter.drawText(QPointF(8, at.y() - 4), f"{y:.{decimals}f}")
        y += interval


def _draw_scale(painter: QPainter, paper: _Paper, case: Case) -> None:
    metres = _round_step(paper.view.width() * case.metres_per_unit / 6)
    length = metres / case.metres_per_unit * paper.scale
    right, bottom = paper.width - 24.0, paper.height - 46.0
    painter.setPen(QPen(QColor(_INK), 4.0))
    painter.drawLine(QPointF(right - length, bottom), QPointF(right, bottom))
    painter.setFont(_font(16))
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    painter.drawText(QRectF(right - length - 60, bottom - 34, length + 60, 28), int(Qt.AlignmentFlag.AlignRight), text)


def _round_step(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= value * 0.999)


def _font(pixels: int) -> QFont:
    known = set(font_families())
    font = QFont(next((family for family in _FAMILIES if family in known), QFont().defaultFamily()))
    font.setPixelSize(pixels)
    return font


class _Paper:
    """From coordinates to pixels, with the view widened to the shape of the picture."""

    def __init__(self, view: QgsRectangle, width: int, height: int) -> None:
        self.width, self.height = width, height
        centre = view.center()
        units = max(view.width() / width, view.height() / height, 1e-12)
        self.scale = 1.0 / units
        self.view = QgsRectangle(
            centre.x() - width * units / 2,
            centre.y() - height * units / 2,
            centre.x() + width * units / 2,
            centre.y() + height * units / 2,
        )

    def at(self, x: float, y: float) -> QPointF:
        """Pixel of a place."""
        return QPointF((x - self.view.xMinimum()) * self.scale, (self.view.yMaximum() - y) * self.scale)

    def path(self, geometry: QgsGeometry) -> QPainterPath:
        """Outline of lines and polygons; what lies far outside is cut away first, or its pixels would overflow."""
        window = QgsRectangle(self.view)
        window.scale(3.0)
        near = geometry if window.contains(geometry.boundingBox()) else geometry.clipped(window)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for part in near.asGeometryCollection():
            if part.type() == QgsWkbTypes.GeometryType.PolygonGeometry:
                for ring in part.asPolygon():
                    self._add(path, ring)
            elif part.type() == QgsWkbTypes.GeometryType.LineGeometry:
                self._add(path, part.asPolyline())
        return path

    def _add(self, path: QPainterPath, points: Sequence) -> None:
        for number, point in enumerate(points):
            at = self.at(point.x(), point.y())
            if number:
                path.lineTo(at)
            else:
                path.moveTo(at)
