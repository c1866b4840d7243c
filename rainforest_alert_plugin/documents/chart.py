"""A chart of hectares by period as SVG text: bars stacked by kind, and a line that adds up within each year."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import Callable, Sequence

_WIDTH, _HEIGHT = 1200, 675
_LEFT, _RIGHT, _TOP, _BOTTOM = 96, 96, 108, 72
_TICKS = 5
_INK, _GRID, _LINE = "#1c2226", "#cfd8dc", "#0b3d91"
_LABEL_WIDTH = 92.0
_FONT = "font-family='DejaVu Sans, Arial, sans-serif'"


@dataclass(frozen=True)
class Stack:
    """One part of each bar: its name in the legend, its colour as ``#rrggbb`` and a value for each bar."""

    name: str
    color: str
    values: Sequence[float]


@dataclass(frozen=True)
class Chart:
    """What is drawn.

    Attributes
    ----------
    title : str
    unit : str
        Unit of all values.
    labels : sequence of str
        One for each bar.
    stacks : sequence of Stack
        Parts of the bars, the lowest first.
    line : sequence of float
        A value for each bar, read at the right-hand axis; empty for no line.
    breaks : sequence of bool
        True where the line begins anew, as at the turn of the year.
    line_name : str
    note : str
        Below the chart: source and date.
    """

    title: str
    unit: str
    labels: Sequence[str]
    stacks: Sequence[Stack]
    line: Sequence[float] = ()
    breaks: Sequence[bool] = ()
    line_name: str = ""
    note: str = ""


def svg(chart: Chart, number: Callable[[float, int], str]) -> str:
    """Draw a chart.

    Parameters
    ----------
    chart : Chart
    number : callable
        ``number(value, decimals)`` words a number in the reader's language.

    Returns
    -------
    str
        SVG 1.1 of 1200 x 675 units, text kept as text.
    """
    count = len(chart.labels)
    totals = [sum(stack.values[index] for stack in chart.stacks) for index in range(count)]
    bar_top, bar_step = axis(max(totals, default=0.0))
    line_top, line_step = axis(max(chart.line, default=0.0))
    plot_width, plot_height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    base = _HEIGHT - _BOTTOM
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {_HEIGHT}' width='{_WIDTH}' height='{_HEIGHT}'>",
        f"<rect width='{_WIDTH}' height='{_HEIGHT}' fill='#ffffff'/>",
        _text(_LEFT, 36, chart.title, 22, weight="bold"),
        *_legend(chart),
    ]
    for value in _ticks(bar_top, bar_step):
        y = base - plot_height * value / bar_top
        parts.append(
            f"<line x1='{_LEFT}' x2='{_WIDTH - _RIGHT}' y1='{y:.2f}' y2='{y:.2f}' stroke='{_GRID if value else _INK}'/>"
        )
        parts.append(_text(_LEFT - 8, y + 5, number(value, _decimals(bar_step)), 15, anchor="end"))
    if chart.line:
        for value in _ticks(line_top, line_step):
            y = base - plot_height * value / line_top
            worded = number(value, _decimals(line_step))
            parts.append(_text(_WIDTH - _RIGHT + 8, y + 5, worded, 15, color=_LINE))
    slot = plot_width / max(count, 1)
    width = min(slot * 0.8, 70.0)
    for index in range(count):
        middle, y = _LEFT + slot * (index + 0.5), float(base)
        said = chart.labels[index]
        for stack in chart.stacks:
            height = plot_height * stack.values[index] / bar_top
            if height > 0:
                y -= height
                words = escape(f"{said}, {stack.name}: {number(stack.values[index], 2)} {chart.unit}")
                parts.append(
                    f"<rect x='{middle - width / 2:.2f}' y='{y:.2f}' width='{width:.2f}' height='{height:.2f}' "
                    f"fill='{stack.color}'><title>{words}</title></rect>"
                )
    every = max(math.ceil(_LABEL_WIDTH / slot), 1)
    for index in range(0, count, every):
        parts.append(_text(_LEFT + slot * (index + 0.5), base + 24, chart.labels[index], 15, anchor="middle"))
    parts += _line(chart, slot, base, plot_height, line_top)
    if chart.note:
        parts.append(_text(_LEFT, _HEIGHT - 14, chart.note, 14))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def axis(largest: float) -> tuple[float, float]:
    """End of an axis and the distance of its lines: 1, 2 or 5 times a power of ten, with at most six lines."""
    if largest <= 0:
        return 1.0, 1.0
    power = 10.0 ** math.floor(math.log10(largest / _TICKS))
    step = next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= largest / _TICKS * (1 - 1e-12))
    return step * math.ceil(largest / step - 1e-9), step


def _ticks(top: float, step: float) -> list[float]:
    return [step * index for index in range(round(top / step) + 1)]


def _decimals(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9))


def _legend(chart: Chart) -> list[str]:
    x, parts = float(_LEFT), []
    for stack in chart.stacks:
        parts.append(f"<rect x='{x:.1f}' y='62' width='16' height='16' fill='{stack.color}'/>")
        name = f"{stack.name} ({chart.unit})"
        parts.append(_text(x + 22, 76, name, 15))
        x += 22 + 8.6 * len(name) + 24
    if chart.line:
        parts.append(f"<line x1='{x:.1f}' x2='{x + 22:.1f}' y1='70' y2='70' stroke='{_LINE}' stroke-width='3'/>")
        parts.append(_text(x + 28, 76, f"{chart.line_name} ({chart.unit})", 15, color=_LINE))
    return parts


def _line(chart: Chart, slot: float, base: float, height: float, top: float) -> list[str]:
    """The line, a piece for each year."""
    pieces: list[list[str]] = []
    for index, value in enumerate(chart.line):
        if not pieces or (index < len(chart.breaks) and chart.breaks[index]):
            pieces.append([])
        pieces[-1].append(f"{_LEFT + slot * (index + 0.5):.2f},{base - height * value / top:.2f}")
    drawn = []
    for piece in pieces:
        if len(piece) == 1:
            x, y = piece[0].split(",")
            drawn.append(f"<circle cx='{x}' cy='{y}' r='4' fill='{_LINE}'/>")
        else:
            drawn.append(f"<polyline points='{' '.join(piece)}' fill='none' stroke='{_LINE}' stroke-width='3'/>")
    return drawn


def _text(
    x: float, y: float, text: str, size: int, anchor: str = "start", color: str = _INK, weight: str = "normal"
) -> str:
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' {_FONT} font-size='{size}' font-weight='{weight}' text-anchor='{anchor}' "
        f"fill='{color}'>{escape(text)}</text>"
    )
