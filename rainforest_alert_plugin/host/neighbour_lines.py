"""Agreed boundaries of neighbours as lines to be followed, whatever UTM zone they are stored in.

A title states its corners in one zone, and its sides are straight in the plane of that zone. A side that is straight in one zone is a
little bent in another: by 5 cm over 5 km along the meridian between two zones, by 20 cm over 10 km, growing with the square of the
length. So two titles of neighbouring zones share their corners and not every place between them. What follows a neighbour's line gets
the neighbour's own corners, carried by :func:`~.zones.carried_places`, and no other vertex: a surveyed boundary has none that nobody
surveyed. By how much the straight sides of both titles part between two corners is told, in metres. A place amid a side is taken on the
line that is straight in the neighbour's zone, for that is the registered one; and whether a line has moved is judged in its own zone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Iterable, Sequence

import numpy as np

from ..cadastre.rules.neighbours import distance_from_rings
from ..geo.arrays import Floats
from ..territory.differences import ROUNDED_M
from ..territory.draft import Draft, Place, rings
from ..territory.line_following import Followed, LinkCheck, ReferenceLine, check_link, followed_part
from .zones import are_of_one_datum, carried_places

_STEPS = 32


@dataclass(frozen=True)
class NeighbourLine:
    """A ring of a neighbour's agreed boundary.

    Attributes
    ----------
    feature : str
        The neighbour's name.
    epsg : int
        UTM system in which the boundary is stored.
    own : tuple of (float, float)
        Its corners there; the first comes again at the end.
    """

    feature: str
    epsg: int
    own: tuple[Place, ...]

    def carried(self, epsg: int) -> ReferenceLine:
        """The line through its corners in another zone."""
        return ReferenceLine(self.feature, _carried(np.array(self.own), self.epsg, epsg))


def neighbour_lines(neighbours: Iterable[tuple[str, Draft]], epsg: int) -> list[NeighbourLine]:
    """Rings of boundaries that can be carried to a zone; those of another datum are left out, for which operation fits them is a choice.

    Parameters
    ----------
    neighbours : iterable of (str, Draft)
        Name and agreed boundary.
    epsg : int
        UTM system of the draft.
    """
    return [
        NeighbourLine(name, draft[0].vertex.epsg, tuple(one.vertex.place for one in (*line, line[0])))
        for name, draft in neighbours
        if draft and are_of_one_datum(draft[0].vertex.epsg, epsg)
        for line in rings(draft).values()
    ]


def departure_m(places: Sequence[Place], epsg: int, other_epsg: int) -> float:
    """How far the straight sides between some places in one zone part from those in another: the largest distance, in metres of `epsg`.

    Parameters
    ----------
    places : sequence of (float, float)
        Corners in the system `epsg`, in their order.
    """
    corners = np.asarray(places, dtype=float).reshape(-1, 2)
    return _departure_m(corners[:-1], corners[1:], epsg, other_epsg)


def _departure_m(starts: Floats, stops: Floats, epsg: int, other_epsg: int) -> float:
    """The same of sides from `starts` to `stops`, each of shape (n, 2)."""
    if epsg == other_epsg or not len(starts):
        return 0.0
    there = _carried(np.vstack([starts, stops]), epsg, other_epsg).reshape(2, -1, 1, 2)
    shares = np.arange(1, _STEPS)[None, :, None] / _STEPS
    between = there[0] + shares * (there[1] - there[0])
    back = _carried(between.reshape(-1, 2), other_epsg, epsg).reshape(between.shape)
    step = (stops - starts)[:, None, :]
    length = np.hypot(*(stops - starts).T)[:, None]
    gone = back - starts[:, None, :]
    # the places between lie beside the side, so that its line is as near as the side itself
    away = np.abs(step[..., 0] * gone[..., 1] - step[..., 1] * gone[..., 0]) / np.where(length > 0.0, length, 1.0)
    return float(away.max())


def settled(way: Followed, lines: Sequence[NeighbourLine], epsg: int) -> tuple[Followed, float]:
    """A way along neighbours' lines with its ends on the lines as their zones have them, and the largest departure of its sides.

    Parameters
    ----------
    way : Followed
        In the system `epsg`, along the lines carried there.
    lines : sequence of NeighbourLine

    Returns
    -------
    way : Followed
    departure_m : float
        Between the straight sides in `epsg` and those of the zones of the lines; 0 when all are of `epsg`.
    """
    followed = [line for line in lines if line.feature in way.features]
    if all(line.epsg == epsg for line in followed):
        return way, 0.0
    carried = [line.carried(epsg).points for line in followed]
    points = np.array(way.points, dtype=float)
    owner = _nearest_lines((points[:-1] + points[1:]) / 2.0, carried)
    for end, number in ((0, owner[0]), (-1, owner[-1])):
        points[end] = _on_own_line(points[end], carried[number], followed[number], epsg)
    zones = np.array([line.epsg for line in followed])[owner]
    departure = max(
        _departure_m(points[:-1][zones == zone], points[1:][zones == zone], epsg, int(zone)) for zone in set(zones)
    )
    return replace(way, points=points, length_m=float(np.hypot(*np.diff(points, axis=0).T).sum())), departure


def check_neighbours_line(places: Sequence[Place], epsg: int, digest: str, lines: Sequence[NeighbourLine]) -> LinkCheck:
    """Whether the neighbours' line that a side follows still runs there, judged in the zone of that line.

    A side along neighbours of several zones is judged in the zone of the first; what their straight sides part by is no move then.

    Parameters
    ----------
    places : sequence of (float, float)
        Vertices of the side, in the system `epsg`.
    digest : str
        Of the stretch when it was followed, in the draft's own coordinates.
    lines : sequence of NeighbourLine
        Of the neighbours that it follows, as they are now.
    """
    if not lines:
        return LinkCheck("gone", math.nan)
    zone = lines[0].epsg
    part = [(float(x), float(y)) for x, y in followed_part(places, digest)]
    here = carried_places(part, epsg, zone)
    others = {line.epsg for line in lines} - {zone}
    tolerance = ROUNDED_M + max((departure_m(here, zone, other) for other in others), default=0.0)
    return check_link(np.array(here), digest, [line.carried(zone) for line in lines], tolerance)


def _nearest_lines(places: Floats, lines: Sequence[Floats]) -> Any:
    """Number of the line that runs nearest to each place, shape (n,)."""
    if len(lines) == 1:
        return np.zeros(len(places), dtype=np.int64)
    return np.argmin([distance_from_rings(places, [points[:-1]]) for points in lines], axis=0)


def _on_own_line(place: Floats, carried: Floats, line: NeighbourLine, epsg: int) -> Floats:
    """Where a place of the carried line stands on the line as its own zone has it; a corner stays what it is."""
    if line.epsg == epsg or (carried == place).all(axis=1).any():
        return place
    own = np.array(line.own)
    starts, steps = own[:-1], np.diff(own, axis=0)
    (there,) = _carried(place[None, :], epsg, line.epsg)
    square = (steps**2).sum(axis=1)
    shares = np.clip(((there - starts) * steps).sum(axis=1) / np.where(square > 0.0, square, 1.0), 0.0, 1.0)
    feet: Floats = starts + shares[:, None] * steps
    return _carried(feet[[np.argmin(np.hypot(*(feet - there).T))]], line.epsg, epsg)[0]


def _carried(points: Floats, epsg: int, other_epsg: int) -> Floats:
    return np.array(carried_places([(x, y) for x, y in points.tolist()], epsg, other_epsg), dtype=float)
