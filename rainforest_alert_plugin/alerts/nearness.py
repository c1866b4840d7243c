"""How far an event lies from rivers, roads, settlements, boundaries: nearest places on the ellipsoid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..geo.arrays import Bools, Floats, Ints
from ..geo.geodesic import distance_m, metres_per_degree
from ..geo.scanline import edges_of, points_inside
from ..geo.wkb import Rings

FARTHEST_M = 100_000.0
"""Beyond this a place counts as out of reach; its distance is not given."""

_CELL_DEG = 0.02
_FIRST_REACH_M = 500.0
_GROWTH = 4.0
_MOST_PAIRS = 4_000_000


@dataclass(frozen=True, eq=False)
class Segments:
    """Straight pieces of points, lines and outlines, found by place.

    Attributes
    ----------
    ends : ndarray of float64, shape (n, 4)
        Longitude and latitude of both ends in degrees (WGS 84); a point has both in one place. In the order of `cell`.
    cell : ndarray of int64, shape (n,)
        Cell of the middle, row * columns + column; ascending.
    """

    ends: Floats
    cell: Ints
    west: float
    south: float
    columns: int
    rows: int

    def near(self, box: tuple[float, float, float, float]) -> Floats:
        """Pieces that may touch a box of (west, south, east, north) degrees, shape (m, 4)."""
        if len(self.ends) == 0:
            return self.ends
        # a piece reaches at most half a cell beyond the cell of its middle
        first_col = max(int(np.floor((box[0] - self.west) / _CELL_DEG)) - 1, 0)
        last_col = min(int(np.floor((box[2] - self.west) / _CELL_DEG)) + 1, self.columns - 1)
        first_row = max(int(np.floor((box[1] - self.south) / _CELL_DEG)) - 1, 0)
        last_row = min(int(np.floor((box[3] - self.south) / _CELL_DEG)) + 1, self.rows - 1)
        if last_col < first_col or last_row < first_row:
            return self.ends[:0]
        rows = np.arange(first_row, last_row + 1) * self.columns
        begin = np.searchsorted(self.cell, rows + first_col)
        end = np.searchsorted(self.cell, rows + last_col, "right")
        found = [self.ends[a:b] for a, b in zip(begin.tolist(), end.tolist()) if b > a]
        return np.concatenate(found) if found else self.ends[:0]


def segments(ends: Floats) -> Segments:
    """Index pieces; long ones are cut, so that each stays near the cell of its middle.

    Parameters
    ----------
    ends : ndarray of float64, shape (n, 4)
        Longitude and latitude of both ends in degrees.
    """
    ends = np.asarray(ends, np.float64).reshape(-1, 4)
    if len(ends) == 0:
        return Segments(ends, np.zeros(0, np.int64), 0.0, 0.0, 0, 0)
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    count = np.maximum(np.ceil(length / _CELL_DEG).astype(np.int64), 1)
    which = np.repeat(np.arange(len(ends)), count)
    step = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    begin = (step / count[which])[:, None]
    end = ((step + 1) / count[which])[:, None]
    start, direction = ends[which, :2], ends[which, 2:] - ends[which, :2]
    cut = np.hstack([start + begin * direction, start + end * direction])
    middle = (cut[:, :2] + cut[:, 2:]) / 2
    west, south = middle.min(axis=0)
    place = np.floor((middle - (west, south)) / _CELL_DEG).astype(np.int64)
    columns, rows = (place.max(axis=0) + 1).tolist()
    cell = place[:, 1] * columns + place[:, 0]
    order = np.argsort(cell, kind="stable")
    return Segments(cut[order], cell[order], float(west), float(south), columns, rows)


def ring_segments(shapes: Rings) -> Floats:
    """Sides of all rings, shape (n, 4)."""
    if len(shapes.xy) == 0:
        return np.zeros((0, 4))
    inner = np.ones(len(shapes.xy) - 1, bool)
    inner[shapes.start[1:-1] - 1] = False
    return np.hstack([shapes.xy[:-1][inner], shapes.xy[1:][inner]])


def one_of(shapes: Rings, index: int) -> Rings:
    """A single geometry of `shapes`."""
    rings = np.flatnonzero(shapes.geometry == index)
    if len(rings) == 0:
        nothing = np.zeros(0, np.int64)
        return Rings(np.zeros((0, 2)), np.zeros(1, np.int64), nothing, nothing, nothing.astype(bool), 1)
    begin, end = shapes.start[rings[0]], shapes.start[rings[-1] + 1]
    return Rings(
        shapes.xy[begin:end],
        shapes.start[rings[0] : rings[-1] + 2] - begin,
        np.zeros(len(rings), np.int64),
        shapes.part[rings],
        shapes.is_hole[rings],
        1,
    )


def nearest_m(event: Rings, places: Segments) -> float | None:
    """Distance from an event to the nearest of some places, in metres on the ellipsoid; 0 where one lies in it or crosses it.

    Parameters
    ----------
    event : Rings
        One geometry, in degrees.
    places : Segments

    Returns
    -------
    float or None
        None when nothing is nearer than :data:`FARTHEST_M`.
    """
    sides = ring_segments(event)
    if len(sides) == 0 or len(places.ends) == 0:
        return None
    west, south, east, north = event.boxes()[0].tolist()
    per_lon, per_lat = metres_per_degree((south + north) / 2)
    reach = _FIRST_REACH_M
    while True:
        dx, dy = reach / per_lon, reach / per_lat
        near = places.near((west - dx, south - dy, east + dx, north + dy))
        if len(near):
            near = _possible(near, (west, south, east, north), per_lon, per_lat)
            found = _nearest_of(event, sides, near, per_lon, per_lat)
            if found <= min(reach, FARTHEST_M):
                return found
        if reach >= FARTHEST_M:
            return None
        reach = min(reach * _GROWTH, FARTHEST_M)


def _possible(near: Floats, box: tuple[float, float, float, float], per_lon: float, per_lat: float) -> Floats:
    """Pieces that may be the nearest, judged by their middles: most need not be measured side by side."""
    scale = np.array([per_lon, per_lat])
    centre = np.array([box[0] + box[2], box[1] + box[3]]) / 2
    radius = float(np.hypot((box[2] - box[0]) * per_lon, (box[3] - box[1]) * per_lat)) / 2
    away = np.hypot(*(((near[:, :2] + near[:, 2:]) / 2 - centre) * scale).T)
    half = np.hypot(*((near[:, 2:] - near[:, :2]) * scale).T) / 2
    return near[away - half - radius <= float(away.min()) + radius]


def _nearest_of(event: Rings, sides: Floats, near: Floats, per_lon: float, per_lat: float) -> float:
    if _meets(event, sides, near):
        return 0.0
    scale = np.array([per_lon, per_lat])
    best: tuple[float, Floats, Floats] = (np.inf, np.zeros(2), np.zeros(2))
    step = max(_MOST_PAIRS // len(sides), 1)
    for begin in range(0, len(near), step):
        part = near[begin : begin + step]
        for points, pieces in ((sides[:, :2], part), (np.vstack([part[:, :2], part[:, 2:]]), sides)):
            candidate = _closest_pair(points, pieces, scale)
            if candidate[0] < best[0]:
                best = candidate
    _, a, b = best
    # the pair was found in a plane; its distance is taken on the ellipsoid
    return float(distance_m(a[0], a[1], b[0], b[1]))


def _closest_pair(points: Floats, pieces: Floats, scale: Floats) -> tuple[float, Floats, Floats]:
    """Least distance in the plane from any point to any piece, with the point and its foot (degrees)."""
    origin = points[0]
    p = (points - origin) * scale
    a = (pieces[:, :2] - origin) * scale
    d = (pieces[:, 2:] - origin) * scale - a
    length2 = np.maximum((d**2).sum(axis=1), 1e-12)
    t = np.clip(((p[:, None, :] - a) * d).sum(axis=2) / length2, 0.0, 1.0)
    foot = a + t[:, :, None] * d
    distance2 = ((p[:, None, :] - foot) ** 2).sum(axis=2)
    i, j = np.unravel_index(int(np.argmin(distance2)), distance2.shape)
    return float(np.sqrt(distance2[i, j])), points[i], foot[i, j] / scale + origin


def _meets(event: Rings, sides: Floats, near: Floats) -> bool:
    """Whether a piece lies in the event or crosses its outline."""
    ends = near.reshape(-1, 2)
    if points_inside(edges_of(event), 0, ends[:, 0], ends[:, 1]).any():
        return True
    step = max(_MOST_PAIRS // len(sides), 1)
    return any(_cross(sides, near[begin : begin + step]).any() for begin in range(0, len(near), step))


def _cross(first: Floats, second: Floats) -> Bools:
    """Whether each of the first pieces properly crosses each of the second, shape (n, m)."""
    a, b = first[:, None, :2], first[:, None, 2:]
    c, d = second[None, :, :2], second[None, :, 2:]

    def side(p: Floats, q: Floats, r: Floats) -> Floats:
        return (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])

    return (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
