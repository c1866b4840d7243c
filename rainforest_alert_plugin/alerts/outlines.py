"""Outlines of events: polygons made of whole pixel squares.

All events are drawn together. A corner of an outline is found from the eight neighbours of a pixel; sorted by row, corners pair up
to the horizontal edges of the outline, sorted by column to the vertical ones; following both in turn gives the rings.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ..geo.arrays import Bools, Columns, Ints
from ..geo.wkb import Rings
from .events import Neighbours, find_neighbours, label_pixels

# Corners of a pixel: (column step, row step) to the neighbours beside, above or below, and between.
_CORNERS = ((-1, -1), (1, -1), (-1, 1), (1, 1))


def outlines(
    row: npt.NDArray[Any],
    col: npt.NDArray[Any],
    label: Ints,
    count: int,
    width: int,
    transform: tuple[float, float, float, float, float, float],
) -> Rings:
    """Outline of each event, as valid polygons: parts that meet in a corner only are parts of a multipolygon.

    Parameters
    ----------
    row, col : numpy.ndarray of int, shape (n,)
        Pixels in row order, each once.
    label : numpy.ndarray of int64, shape (n,)
        Event of each pixel, from 0; -1 for pixels of none.
    count : int
        Number of events.
    width : int
        Of the raster, in pixels.
    transform : tuple of six floats
        GDAL's affine transform.

    Returns
    -------
    Rings
        Shells counter-clockwise where rows count southward, each followed by its holes.
    """
    inside = label >= 0
    if not inside.all():
        row, col, label = row[inside], col[inside], label[inside]
    if len(row) == 0:
        nothing = np.zeros(0, np.int64)
        return Rings(np.zeros((0, 2)), np.zeros(1, np.int64), nothing, nothing, nothing.astype(bool), count)
    neighbours = find_neighbours(row, col, width)
    x, y, pixel, is_lower, is_right, is_begin = _corners(neighbours, row, col, label)
    ring_start, corner = _trace(x, y, label[pixel], is_lower, is_right, is_begin)
    ring_start, corner = _split_touching(ring_start, corner, x, y)
    return _assemble(ring_start, corner, x, y, pixel, neighbours, label, count, transform)


def _same_neighbours(neighbours: Neighbours, label: Ints) -> dict[tuple[int, int], Bools]:
    """For each of the eight directions whether the neighbour there is of the same event."""
    n = len(label)
    same = {(step, over): np.zeros(n, bool) for over in (-1, 0, 1) for step in (-1, 0, 1) if (step, over) != (0, 0)}
    beside = np.flatnonzero(neighbours.right & (np.diff(label) == 0))
    same[1, 0][beside] = True
    same[-1, 0][beside + 1] = True
    for shift in (-1, 0, 1):
        upper, lower = neighbours.pairs(shift)
        met = label[upper] == label[lower]
        same[shift, 1][upper[met]] = True
        same[-shift, -1][lower[met]] = True
    return same


def _corners(
    neighbours: Neighbours, row: npt.NDArray[Any], col: npt.NDArray[Any], label: Ints
) -> tuple[Ints, Ints, Ints, Bools, Bools, Bools]:
    """Corners of all outlines.

    Where two pixels of an event meet in a corner only, it comes twice, once for each: the outline stays with its pixel there.

    Returns
    -------
    x, y : numpy.ndarray of int64
        Column and row of the grid line crossing.
    pixel : numpy.ndarray of int64
        Pixel the corner belongs to.
    is_lower, is_right : numpy.ndarray of bool
        Whether the vertical edge at the corner goes down, and the horizontal one to the right.
    is_begin : numpy.ndarray of bool
        Whether the horizontal edge begins here when the outline is walked with the event on the right hand.
    """
    same = _same_neighbours(neighbours, label)
    columns: list[Columns] = []
    for step, over in _CORNERS:
        beside, between, along = same[step, 0], same[step, over], same[0, over]
        outward = ~beside & ~along
        inward = beside & along & ~between
        for met, turned in ((np.flatnonzero(outward), False), (np.flatnonzero(inward), True)):
            # The edges at an outward corner run along the pixel, at an inward one away from it.
            columns.append(
                (
                    col[met].astype(np.int64) + (step > 0),
                    row[met].astype(np.int64) + (over > 0),
                    met,
                    np.full(len(met), (over < 0) != turned),
                    np.full(len(met), (step < 0) != turned),
                    np.full(len(met), (step == over) != turned),
                )
            )
    x, y, pixel, is_lower, is_right, is_begin = (np.concatenate(column) for column in zip(*columns))
    return x, y, pixel, is_lower, is_right, is_begin


def _trace(x: Ints, y: Ints, event: Ints, is_lower: Bools, is_right: Bools, is_begin: Bools) -> tuple[Ints, Ints]:
    """Follow the outlines; ring r has the corners ``corner[start[r]:start[r + 1]]``."""
    across = _partners(event, y, x, is_right)
    after = _partners(event, x, y, is_lower)[across]
    begins = np.flatnonzero(is_begin)
    # rectangles, most of all rings, are back after two steps; the others are walked corner by corner
    is_rectangle = after[after[begins]] == begins
    rectangles = begins[is_rectangle]
    rectangles = rectangles[rectangles < after[rectangles]]
    walked: list[int] = []
    lengths: list[int] = []
    seen = bytearray(len(after))
    successor = after.tolist()
    for first in begins[~is_rectangle].tolist():
        if seen[first]:
            continue
        length = len(walked)
        at = first
        while not seen[at]:
            seen[at] = 1
            walked.append(at)
            at = successor[at]
        lengths.append(len(walked) - length)
    half = np.concatenate([np.column_stack([rectangles, after[rectangles]]).ravel(), np.array(walked, np.int64)])
    corner = np.column_stack([half, across[half]]).ravel()
    sizes = 2 * np.concatenate([np.full(len(rectangles), 2, np.int64), np.array(lengths, np.int64)])
    return np.concatenate([[0], np.cumsum(sizes)]), corner


def _partners(event: Ints, line: Ints, along: Ints, opens: Bools) -> Ints:
    """Other end of the edge at each corner: on one grid line, corners pair up in their order.

    Where two corners stand in one place, the edge that ends there comes before the one that begins.
    """
    order = _order(event, line, along, opens)
    partner = np.empty(len(order), np.int64)
    partner[order[0::2]] = order[1::2]
    partner[order[1::2]] = order[0::2]
    return partner


def _order(first: Ints, second: Ints, third: Ints, fourth: Bools | None = None) -> Ints:
    """Order by several columns of numbers from 0 on: by one number made of all where it fits, which sorts much faster."""
    bits = [int(column.max()).bit_length() for column in (second, third)]
    if int(first.max()).bit_length() + sum(bits) + 1 > 62:
        return np.lexsort((third, second, first) if fourth is None else (fourth, third, second, first))
    key = (((first << bits[0]) | second) << (bits[1] + 1)) | (third << 1)
    return np.argsort(key if fourth is None else key | fourth, kind="stable")


def _split_touching(start: Ints, corner: Ints, x: Ints, y: Ints) -> tuple[Ints, Ints]:
    """Cut rings that pass a point twice in two: a ring of a valid polygon does not touch itself.

    A ring passes a point twice where two of its pixels meet in a corner and the outside goes through between them. All such chords
    lie on one side of the ring, so that they nest like brackets: what lies at one depth between two of them is a ring of its own.
    """
    ring = np.repeat(np.arange(len(start) - 1), np.diff(start))
    place = y[corner] * (int(x.max()) + 1) + x[corner]
    order = _order(ring, y[corner], x[corner])
    twice = np.flatnonzero((np.diff(ring[order]) == 0) & (np.diff(place[order]) == 0))
    if len(twice) == 0:
        return start, corner
    # The order is stable: of two passes the earlier comes first.
    opening, closing = order[twice] + 1, order[twice + 1] + 1
    step = np.zeros(len(corner) + 1, np.int32)
    step[opening] += 1
    step[closing] -= 1
    depth = np.cumsum(step[:-1])
    begins = np.zeros(len(corner), bool)
    begins[start[:-1]] = depth[start[:-1]] == 0
    begins[opening] = True
    by_depth = np.argsort(depth.astype(np.int16) if int(depth.max()) < 1 << 15 else depth, kind="stable")
    starts = np.flatnonzero(begins[by_depth])
    return np.append(starts, len(corner)), corner[by_depth]


def _assemble(
    start: Ints,
    corner: Ints,
    x: Ints,
    y: Ints,
    pixel: Ints,
    neighbours: Neighbours,
    label: Ints,
    count: int,
    transform: tuple[float, float, float, float, float, float],
) -> Rings:
    """Put shells and holes in order and close them."""
    cx, cy = x[corner], y[corner]
    end = start[1:] - 1
    following = np.arange(1, len(corner) + 1)
    following[end] = start[:-1]
    twice_area = np.add.reduceat(cx * cy[following] - cx[following] * cy, start[:-1])
    a_pixel = pixel[corner[start[:-1]]]
    event = label[a_pixel]
    # with the event on the right hand and rows counting downwards, shells have the positive sign
    is_hole = twice_area < 0
    block = _blocks(a_pixel, event, is_hole, neighbours, label, count)
    order = np.lexsort((is_hole, block, event))
    sizes = np.diff(start)[order]
    first = start[:-1][order]
    new_start = np.concatenate([[0], np.cumsum(sizes + 1)])
    within = np.arange(int(new_start[-1])) - np.repeat(new_start[:-1], sizes + 1)
    size = np.repeat(sizes, sizes + 1)
    picked = np.repeat(first, sizes + 1) + (size - within) % size
    t = transform
    xy = np.empty((len(picked), 2))
    px, py = cx[picked].astype(np.float64), cy[picked].astype(np.float64)
    xy[:, 0] = t[0] + px * t[1] + py * t[2]
    xy[:, 1] = t[3] + px * t[4] + py * t[5]
    event, block, is_hole = event[order], block[order], is_hole[order]
    return Rings(xy, new_start, event, _part_numbers(event, block), is_hole, count)


def _blocks(a_pixel: Ints, event: Ints, is_hole: Bools, neighbours: Neighbours, label: Ints, count: int) -> Ints:
    """Which of an event's shells a ring belongs to, as any number that shell and holes share."""
    shells = np.bincount(event[~is_hole], minlength=count)
    holes = np.bincount(event[is_hole], minlength=count)
    if not ((shells > 1) & (holes > 0)).any():
        return np.where(shells[event] > 1, np.arange(len(event)), 0)
    # pixels that share sides form the inside of one shell
    solid, _ = label_pixels(neighbours, label, 0, with_diagonals=False)
    return solid[a_pixel]


def _part_numbers(event: Ints, block: Ints) -> Ints:
    new_event = np.ones(len(event), bool)
    new_event[1:] = np.diff(event) != 0
    new_block = new_event.copy()
    new_block[1:] |= np.diff(block) != 0
    number = np.cumsum(new_block) - 1
    return number - np.repeat(number[new_event], np.diff(np.append(np.flatnonzero(new_event), len(event))))
