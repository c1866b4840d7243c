"""Who adjoins each side of a boundary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle

from ..geo.progress import IsCancelled, never_cancelled, stop_if
from .sides import RIVER
from .technical_table import TableRow, TechnicalTable

_SEGMENTS = 8


@dataclass(frozen=True)
class Neighbour:
    """A polygon that may adjoin, in the reference system of the table.

    Attributes
    ----------
    name : str
    geometry : QgsGeometry
        Valid polygon.
    """

    name: str
    geometry: QgsGeometry


def neighbours_of(
    table: TechnicalTable,
    neighbours: Sequence[Neighbour],
    distance_m: float,
    share: float,
    nobody: str,
    is_cancelled: IsCancelled = never_cancelled,
) -> list[str]:
    """Names of the neighbours of each side.

    A neighbour adjoins a side when at least `share` of the side's length lies within `distance_m` of its polygon. Several
    are named in the order in which they follow along the side. A side along a river of known name adjoins the river, and one
    beside which no polygon lies keeps the neighbour that the table already has.

    Parameters
    ----------
    table : TechnicalTable
    neighbours : sequence of Neighbour
    distance_m : float
        Metres.
    share : float
        Between 0 and 1.
    nobody : str
        What is written where nobody adjoins.

    Returns
    -------
    list of str
        One per row of the table, in its order; several names are joined by ``"; "``.
    """
    eastings = [float(row.easting) for row in table.rows]
    northings = [float(row.northing) for row in table.rows]
    extent = QgsRectangle(min(eastings), min(northings), max(eastings), max(northings))
    extent.grow(2.0 * distance_m + 1.0)
    near: list[tuple[str, QgsGeometry, QgsRectangle]] = []
    for neighbour in neighbours:
        stop_if(is_cancelled)
        if not neighbour.geometry.boundingBoxIntersects(extent):
            continue
        zone = neighbour.geometry.clipped(extent).buffer(distance_m, _SEGMENTS)
        if not zone.isEmpty():
            near.append((neighbour.name, zone, zone.boundingBox()))
    names = []
    for ring in table.rings:
        for row, following in zip(ring.rows, [*ring.rows[1:], ring.rows[0]]):
            stop_if(is_cancelled)
            river = row.neighbour if row.kind == RIVER else ""
            names.append(river or _along(row, following, near, share) or row.neighbour or nobody)
    return names


def _along(
    row: TableRow, following: TableRow, near: Sequence[tuple[str, QgsGeometry, QgsRectangle]], share: float
) -> str:
    start = QgsPointXY(float(row.easting), float(row.northing))
    points = [QgsPointXY(float(east), float(north)) for east, north in row.points]
    side = QgsGeometry.fromPolylineXY([*points, QgsPointXY(float(following.easting), float(following.northing))])
    box = side.boundingBox()
    length = side.length()
    found: dict[str, float] = {}
    for name, zone, zone_box in near:
        if not zone_box.intersects(box):
            continue
        shared = side.intersection(zone)
        if shared.isEmpty() or shared.length() < share * length:
            continue
        at = min(start.distance(vertex.x(), vertex.y()) for vertex in shared.vertices())
        found[name] = min(at, found.get(name, at))
    return "; ".join(sorted(found, key=lambda name: (found[name], name)))
