"""A bar chart of hectares by period, stacked by confidence, drawn with nothing but Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

from qgis.PyQt.QtCore import QLocale, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen
from qgis.PyQt.QtWidgets import QSizePolicy, QToolTip, QWidget

_EXPORT_SIZE = QSize(1600, 900)
_EXPORT_SCALE = 2.4
_TICKS = 4
_INK = QColor("#1c2226")
_GRID = QColor("#cfd8dc")
_PAPER = QColor("#ffffff")


@dataclass(frozen=True)
class Series:
    """One part of each bar.

    Attributes
    ----------
    name : str
        As the legend shows it.
    color : str
        As ``#rrggbb``.
    values : sequence of float
        One value for each bar, from the bottom of the stack upwards in the order of the series.
    """

    name: str
    color: str
    values: Sequence[float]


def nice_step(largest: float, ticks: int = _TICKS) -> float:
    """Distance between the lines of an axis: 1, 2 or 5 times a power of ten, with at most `ticks` + 1 lines up to `largest`."""
    if largest <= 0:
        return 1.0
    rough = largest / ticks
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= rough * (1 - 1e-12))


class BarChart(QWidget):
    """Stacked bars with a labelled axis and a legend; always dark on white, so that a projector shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.unit = ""
        self.labels: list[str] = []
        self.series: list[Series] = []
        self._bars: list[tuple[QRectF, str]] = []
        self.setMinimumHeight(170)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    def show_bars(self, title: str, unit: str, labels: Sequence[str], series: Sequence[Series]) -> None:
        """Replace what is drawn.

        Parameters
        ----------
        title : str
            What the bars show; on the picture that is saved too.
        unit : str
            Unit of the values.
        labels : sequence of str
            One label for each bar.
        series : sequence of Series
            Parts of the bars, the lowest first.
        """
        self.title = title
        self.unit = unit
        self.labels = list(labels)
        self.series = list(series)
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(self._bar_text(index) for index in range(len(self.labels))))
        self.update()

    def save_png(self, path: Path) -> bool:
        """Write the chart as a picture for a slide; false when the file cannot be written."""
        image = QImage(_EXPORT_SIZE, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(_PAPER)
        painter = QPainter(image)
        painter.scale(_EXPORT_SCALE, _EXPORT_SCALE)
        size = QRectF(0, 0, _EXPORT_SIZE.width() / _EXPORT_SCALE, _EXPORT_SIZE.height() / _EXPORT_SCALE)
        self._draw(painter, size)
        painter.end()
        return bool(image.save(str(path), "PNG"))

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), _PAPER)
        self._bars = self._draw(painter, QRectF(self.rect()))
        painter.end()

    def mouseMoveEvent(self, event: Any) -> None:
        position = QPointF(event.pos())
        text = next((text for area, text in self._bars if area.contains(position)), "")
        QToolTip.showText(self.mapToGlobal(event.pos()), text, self)

    def sizeHint(self) -> QSize:
        return QSize(340, 200)

    def _totals(self) -> list[float]:
        return [sum(series.values[index] for series in self.series) for index in range(len(self.labels))]

    def _bar_text(self, index: int) -> str:
        parts = [
            f"{series.name}: {_figure(series.values[index])} {self.unit}"
            for series in self.series
            if series.values[index]
        ]
        return f"{self.labels[index]}: " + ", ".join(parts)

    def _draw(self, painter: QPainter, area: QRectF) -> list[tuple[QRectF, str]]:
        """Draw into `area`; the place of each bar with what it says."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plain = QFont(self.font())
        bold = QFont(plain)
        bold.setBold(True)
        metrics = QFontMetricsF(plain)
        line = metrics.height()
        painter.setPen(_INK)
        painter.setFont(bold)
        title = QFontMetricsF(bold).elidedText(
            f"{self.title} ({self.unit})", Qt.TextElideMode.ElideRight, area.width() - 12
        )
        painter.drawText(QPointF(area.left() + 6, area.top() + line), title)
        painter.setFont(plain)
        self._draw_legend(painter, metrics, area.left() + 6, area.top() + 2 * line + 3)
        totals = self._totals()
        largest = max(totals, default=0.0)
        step = nice_step(largest)
        top = step * max(1, math.ceil(largest / step - 1e-9))
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        ticks = [step * index for index in range(round(top / step) + 1)]
        texts = [QLocale().toString(value, "f", decimals) for value in ticks]
        left = max(metrics.horizontalAdvance(text) for text in texts) + 12
        plot = QRectF(
            area.left() + left, area.top() + 2.6 * line + 6, area.width() - left - 14, area.height() - 4.1 * line - 10
        )
        for value, text in zip(ticks, texts):
            y = plot.bottom() - plot.height() * value / top
            painter.setPen(QPen(_GRID if value else _INK, 1.0))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(_INK)
            painter.drawText(QPointF(plot.left() - 6 - metrics.horizontalAdvance(text), y + line / 3.2), text)
        return self._draw_bars(painter, plot, metrics, top)

    def _draw_legend(self, painter: QPainter, metrics: QFontMetricsF, x: float, y: float) -> None:
        box = metrics.height() * 0.7
        for series in self.series:
            painter.fillRect(QRectF(x, y - box, box, box), QColor(series.color))
            painter.setPen(_INK)
            painter.drawText(QPointF(x + box + 4, y), series.name)
            x += box + metrics.horizontalAdvance(series.name) + 16

    def _draw_bars(
        self, painter: QPainter, plot: QRectF, metrics: QFontMetricsF, top: float
    ) -> list[tuple[QRectF, str]]:
        if not self.labels:
            return []
        slot = plot.width() / len(self.labels)
        width = min(slot * 0.78, 64.0) if slot > 3 else slot
        free_from = plot.left() - 8
        places = []
        for index, label in enumerate(self.labels):
            centre = plot.left() + slot * (index + 0.5)
            y = plot.bottom()
            for series in self.series:
                height = plot.height() * series.values[index] / top
                painter.fillRect(QRectF(centre - width / 2, y - height, width, height), QColor(series.color))
                y -= height
            places.append((QRectF(centre - slot / 2, plot.top(), slot, plot.height()), self._bar_text(index)))
            text_width = metrics.horizontalAdvance(label)
            x = min(max(centre - text_width / 2, plot.left() - 4), plot.right() + 12 - text_width)
            if x >= free_from and (index == 0 or centre + text_width / 2 <= plot.right() + 12):
                painter.setPen(_INK)
                painter.drawText(QPointF(x, plot.bottom() + metrics.height() + 1), label)
                painter.drawLine(QPointF(centre, plot.bottom()), QPointF(centre, plot.bottom() + 3))
                free_from = x + text_width + 10
        return places


def _figure(value: float) -> str:
    return QLocale().toString(value, "f", 2)
