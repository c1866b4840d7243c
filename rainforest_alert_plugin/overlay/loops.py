"""Rings as loops of edges that all turn the same way, for finding where two sets of edges cross."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..geo.arrays import Bools, Floats, Ints
from ..geo.wkb import Rings


@dataclass(frozen=True)
class Loops:
    """Rings without their closing vertex and without repeated vertices, the land on the right of every edge.

    Attributes
    ----------
    xy : ndarray of float64, shape (n, 2)
        Vertices; edge ``i`` goes from vertex ``i`` to vertex ``following[i]``.
    following : ndarray of int64, shape (n,)
    start : ndarray of int64, shape (loops + 1,)
        Loop ``k`` is ``xy[start[k]:start[k + 1]]``.
    loop : ndarray of int64, shape (n,)
        Loop each vertex belongs to.
    """

    xy: Floats
    following: Ints
    start: Ints
    loop: Ints

    def lengths(self) -> Ints:
        """Number of vertices of each loop."""
        return np.diff(self.start)


def loops_of(shapes: Rings, chosen: Ints | None = None) -> Loops:
    """Loops of the rings of valid polygons.

    Parameters
    ----------
    shapes : Rings
    chosen : ndarray of int64, optional
        Numbers of the rings wanted, one loop each; all of them by default.
    """
    xy, start, is_hole = shapes.xy, shapes.start, shapes.is_hole
    if chosen is not None:
        n = (start[1:] - start[:-1])[chosen]
        ends = np.cumsum(n)
        xy = xy[np.repeat(start[:-1][chosen] - (ends - n), n) + np.arange(int(n.sum()))]
        start = np.concatenate([[0], ends])
        is_hole = is_hole[chosen]
    following = _following(start)
    kept = (xy != xy[following]).any(axis=1)
    start = np.concatenate([[0], np.cumsum(kept)])[start]
    xy = xy[kept]
    n = np.diff(start)
    loop = np.repeat(np.arange(len(n)), n)
    following = _following(start)
    turns_right = signed_areas(xy, following, start) < 0
    backwards = (turns_right == is_hole)[loop]
    if backwards.any():
        index = np.arange(len(xy))
        xy = xy[np.where(backwards, (start[:-1] + start[1:] - 1)[loop] - index, index)]
    return Loops(xy, following, start, loop)


def signed_areas(xy: Floats, following: Ints, start: Ints) -> Floats:
    """Plane area of each loop, positive where it turns left."""
    n = np.diff(start)
    areas = np.zeros(len(n))
    filled = n > 0
    if not filled.any():
        return areas
    # From the loop's own first vertex, so that small loops far from the origin keep their digits.
    local = xy - np.repeat(xy[start[:-1][filled]], n[filled], axis=0)
    x, y = local[:, 0], local[:, 1]
    areas[filled] = np.add.reduceat(x * y[following] - x[following] * y, start[:-1][filled]) / 2
    return areas


def _following(start: Ints) -> Ints:
    """Index of the vertex after each, round its loop."""
    following = np.arange(1, int(start[-1]) + 1)
    filled = np.diff(start) > 0
    following[start[1:][filled] - 1] = start[:-1][filled]
    return following


def spread(first: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Every index of the ranges that begin at `first`, and the number of the range each comes from."""
    owner = np.repeat(np.arange(len(counts)), counts)
    ends = np.cumsum(counts)
    return (first - (ends - counts))[owner] + np.arange(len(owner)), owner


def same_side(one: Ints, other: Ints) -> Bools:
    """Whether both ends of an edge lie beyond doubt on the same side of a line; sides are -1, 0 (in doubt) and 1."""
    same: Bools = one * other > 0
    return same
