"""From a walked track to a boundary, in four steps that each say what they changed, so that the map can take them back.

Coordinates are metres (UTM); :func:`~rainforest_alert_plugin.territory.plane.in_metres` brings a track there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Sequence

import numpy as np

from ..errors import InputError
from ..geo.arrays import Bools, Floats, Ints
from ..geo.datum import PinnedShift
from .field_feature import Vertices, closed

DEFAULT_SPEED_M_S = 3.0
_SIGMAS = 2.0


@dataclass(frozen=True)
class TrackStep:
    """One step: the vertices before and after, and what lies between.

    Attributes
    ----------
    name : str
        ``trim``, ``outliers``, ``simplify``, ``close`` or ``snap``.
    before, after : ndarray of VERTEX_DTYPE
        Undoing the step is taking `before` again.
    removed : ndarray of int64
        Indices in `before` of the vertices that are gone.
    moved : ndarray of int64
        Indices in `after` of the vertices that stand elsewhere now.
    largest_m : float
        Largest departure of the old track from the new line (``simplify``), longest move (``snap``), length of the side that was added
        (``close``); 0 otherwise.
    tolerance_m : float
        Tolerance used; NaN where there is none.
    shift : PinnedShift, optional
        Operation by which the line came from another datum onto which vertices were moved (``snap``).
    """

    name: str
    before: Vertices
    after: Vertices
    removed: Ints
    moved: Ints
    largest_m: float = 0.0
    tolerance_m: float = math.nan
    shift: PinnedShift | None = None


def trim_ends(vertices: Vertices, first: int, last: int) -> TrackStep:
    """Keep the vertices from `first` to `last`, both included.

    Raises
    ------
    InputError
        ``track.bad_ends`` when fewer than two would be left.
    """
    if not 0 <= first < last < len(vertices):
        raise InputError("track.bad_ends", first=first + 1, last=last + 1, count=len(vertices))
    index = np.arange(len(vertices))
    return _kept("trim", vertices, (index >= first) & (index <= last))


def remove_outliers(
    vertices: Vertices, max_speed_m_s: float = DEFAULT_SPEED_M_S, max_sigma_m: float = math.inf
) -> TrackStep:
    """Take out fixes that the receiver itself gives as poor, and those that nobody could have walked to.

    A fix is an outlier of speed when it cannot be reached from the fix kept before it at `max_speed_m_s`, and the track goes on without
    it: of a jump away and back only what lies away is taken out. When more fixes lie beyond a jump than before it, the ones before it are
    the outliers. Fixes without a time are judged by their sigma only.

    Parameters
    ----------
    vertices : ndarray of VERTEX_DTYPE
        In metres.
    max_speed_m_s, max_sigma_m : float
    """
    keep = ~(vertices["sigma_m"] > max_sigma_m)
    candidates = np.flatnonzero(keep)
    timed = candidates[~np.isnat(vertices["time"][candidates])]
    chain = _longest_walk(vertices, timed, max_speed_m_s)
    keep[np.setdiff1d(timed, chain)] = False
    return _kept("outliers", vertices, keep)


def _longest_walk(vertices: Vertices, timed: Ints, max_speed_m_s: float) -> Ints:
    """The longest chain of fixes each of which can be walked to from the one before it, among the runs between jumps."""
    if len(timed) < 2:
        return timed
    x, y = vertices["x"][timed], vertices["y"][timed]
    seconds = vertices["time"][timed].astype("M8[ms]").astype(np.int64) / 1000.0
    # runs without a jump between neighbours; a jump starts a new run
    distance = np.hypot(np.diff(x), np.diff(y))
    elapsed = np.diff(seconds)
    jumps = distance > max_speed_m_s * np.maximum(elapsed, 0.0)
    starts = np.r_[0, np.flatnonzero(jumps) + 1]
    stops = np.r_[starts[1:], len(timed)]
    count = len(starts)
    best = (stops - starts).astype(np.int64)
    came = np.full(count, -1)
    for i in range(1, count):
        j = np.arange(i)
        last = stops[j] - 1
        gap = np.hypot(x[starts[i]] - x[last], y[starts[i]] - y[last])
        time = seconds[starts[i]] - seconds[last]
        linked = j[(gap <= max_speed_m_s * np.maximum(time, 0.0))]
        if len(linked):
            previous = linked[np.argmax(best[linked])]
            best[i] += best[previous]
            came[i] = previous
    run = int(np.argmax(best))
    chosen = []
    while run >= 0:
        chosen.append(timed[starts[run] : stops[run]])
        run = int(came[run])
    return np.concatenate(chosen[::-1])


def default_tolerance_m(vertices: Vertices) -> float:
    """Twice the median sigma; NaN when no fix states one."""
    known = vertices["sigma_m"][np.isfinite(vertices["sigma_m"])]
    return _SIGMAS * float(np.median(known)) if len(known) else math.nan


def simplify(vertices: Vertices, tolerance_m: float | None = None) -> TrackStep:
    """Leave out vertices from which the line departs by at most the tolerance (Douglas and Peucker 1973).

    Parameters
    ----------
    vertices : ndarray of VERTEX_DTYPE
        In metres.
    tolerance_m : float, optional
        Twice the median sigma without it.

    Raises
    ------
    InputError
        ``track.no_tolerance`` when none is given and no fix states its sigma; ``track.bad_tolerance``.
    """
    tolerance = default_tolerance_m(vertices) if tolerance_m is None else float(tolerance_m)
    if math.isnan(tolerance):
        raise InputError("track.no_tolerance")
    if tolerance < 0.0 or math.isinf(tolerance):
        raise InputError("track.bad_tolerance", tolerance_m=tolerance)
    points = np.column_stack([vertices["x"], vertices["y"]])
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    largest = 0.0
    waiting = [(0, len(points) - 1)]
    while waiting:
        start, stop = waiting.pop()
        if stop - start < 2:
            continue
        away = distance_to_segment(points[start + 1 : stop], points[start], points[stop])
        farthest = int(np.argmax(away))
        if away[farthest] > tolerance:
            middle = start + 1 + farthest
            keep[middle] = True
            waiting += [(start, middle), (middle, stop)]
        else:
            largest = max(largest, float(away[farthest]))
    step = _kept("simplify", vertices, keep)
    return TrackStep("simplify", step.before, step.after, step.removed, step.moved, largest, tolerance)


def close_ring(vertices: Vertices) -> TrackStep:
    """Bring the track back to its first vertex.

    Raises
    ------
    InputError
        ``track.too_short`` with fewer than three different places.
    """
    places = np.unique(np.column_stack([vertices["x"], vertices["y"]]), axis=0)
    if len(places) < 3:
        raise InputError("track.too_short", count=len(places))
    ring = closed(vertices)
    added = math.hypot(vertices["x"][0] - vertices["x"][-1], vertices["y"][0] - vertices["y"][-1])
    nothing = np.zeros(0, dtype=np.int64)
    return TrackStep("close", vertices, ring, nothing, nothing, added)


def snap_to_lines(vertices: Vertices, lines: Sequence[Floats], tolerance_m: float) -> TrackStep:
    """Move vertices within the tolerance of a registered line onto it: onto its vertex when one is near, else onto its side.

    The registered line governs. A vertex that moved loses its sigma, time and quality: it is no measurement any more.

    Parameters
    ----------
    vertices : ndarray of VERTEX_DTYPE
        In metres.
    lines : sequence of ndarray of float, shape (m, 2)
        Registered lines in the same system.
    tolerance_m : float
    """
    after = vertices.copy()
    points = np.column_stack([vertices["x"], vertices["y"]])
    target = points.copy()
    nearest = np.full(len(points), np.inf)
    for line in lines:
        corners = np.asarray(line, float)
        for start, stop in zip(corners[:-1], corners[1:]):
            foot = _foot(points, start, stop)
            away = np.hypot(*(points - foot).T)
            closer = away < nearest
            nearest[closer], target[closer] = away[closer], foot[closer]
    within = nearest <= tolerance_m
    corner_distance = np.full(len(points), np.inf)
    for line in lines:
        for corner in np.asarray(line, float):
            away = np.hypot(points[:, 0] - corner[0], points[:, 1] - corner[1])
            chosen = (away <= tolerance_m) & (away < corner_distance)
            corner_distance[chosen], target[chosen] = away[chosen], corner
            within |= chosen
    move = np.hypot(*(target - points).T)
    moved = np.flatnonzero(within & (move > 0.0))
    after["x"][moved], after["y"][moved] = target[moved, 0], target[moved, 1]
    after["sigma_m"][moved] = np.nan
    after["time"][moved] = np.datetime64("NaT")
    after["quality"][moved] = ""
    # two vertices on one corner are one
    repeated = np.zeros(len(after), dtype=bool)
    repeated[1:] = (after["x"][1:] == after["x"][:-1]) & (after["y"][1:] == after["y"][:-1])
    keep = ~repeated
    new_place = np.cumsum(keep) - 1
    still = moved[keep[moved]]
    largest = float(move[moved].max()) if len(moved) else 0.0
    return TrackStep(
        "snap", vertices, after[keep], np.flatnonzero(repeated), new_place[still], largest, float(tolerance_m)
    )


def distance_to_segment(points: Floats, start: Floats, stop: Floats) -> Floats:
    """Distance in metres of each point to a segment, shape (n,)."""
    away: Floats = np.hypot(*(points - _foot(points, start, stop)).T)
    return away


def _foot(points: Floats, start: Floats, stop: Floats) -> Any:
    """Nearest place on a segment to each point."""
    side = stop - start
    square = float(side @ side)
    along = np.clip((points - start) @ side / square, 0.0, 1.0) if square > 0.0 else np.zeros(len(points))
    return start + along[:, None] * side


def _kept(name: str, vertices: Vertices, keep: Bools) -> TrackStep:
    nothing = np.zeros(0, dtype=np.int64)
    return TrackStep(name, vertices, vertices[keep], np.flatnonzero(~keep), nothing)
