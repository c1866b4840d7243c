"""Agreed boundaries of the neighbours around what the Territory dock works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsCsException, QgsProject, QgsRectangle

from ..errors import InputError
from ..host.layers import WGS84
from ..host.neighbour_lines import NeighbourLine, neighbour_lines
from ..host.reference_lines import area_around
from ..host.territory import neighbours_drafts
from ..overlay.pinned import pinned_transform
from ..territory.draft import Draft, Place
from .open_drafts import OpenDrafts

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock

_MARGIN_DEGREES = 0.05


class NearNeighbours:
    """Reads them once for each part of the map; what was read holds until :meth:`forget`."""

    def __init__(self, dock: TerritoryDock, drafts: OpenDrafts) -> None:
        self.dock = dock
        self.drafts = drafts
        self._read: tuple[QgsRectangle, dict[str, tuple[str, str, Draft]]] | None = None

    def forget(self) -> None:
        """The workspace changed, or the community."""
        self._read = None

    def around(
        self, places: Sequence[Place] = (), crs: QgsCoordinateReferenceSystem | None = None
    ) -> dict[str, tuple[str, str, Draft]]:
        """Agreed boundaries of other communities around the map, the draft and some places; as :func:`.territory.neighbours_drafts`.

        Parameters
        ----------
        crs : QgsCoordinateReferenceSystem, optional
            Of the places; the draft's without it.
        """
        degrees = QgsCoordinateReferenceSystem(WGS84)
        canvas = self.dock.iface.mapCanvas()
        wanted = carried_box(canvas.extent(), canvas.mapSettings().destinationCrs(), degrees)
        own = [one.vertex.place for one in self.drafts.draft]
        for corners, system in ((places, crs or self.drafts.crs), (own, self.drafts.crs)):
            if corners:
                wanted.combineExtentWith(carried_box(area_around(QgsRectangle(), corners, 1.0), system, degrees))
        if self._read is None or not self._read[0].contains(wanted):
            area = wanted.buffered(_MARGIN_DEGREES)
            self._read = (area, neighbours_drafts(self.dock.location, self.dock.community_id, area))
        return self._read[1]

    def lines(self, places: Sequence[Place], epsg: int) -> list[NeighbourLine]:
        """Their rings around the map, the draft and some places, each in its own zone; as :func:`.neighbour_lines`.

        Parameters
        ----------
        epsg : int
            UTM system of the places.
        """
        found = self.around(places, QgsCoordinateReferenceSystem(f"EPSG:{epsg}"))
        return neighbour_lines(((name, draft) for name, _, draft in found.values()), epsg)


def carried_box(
    box: QgsRectangle, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> QgsRectangle:
    """A rectangle in another system; an empty one where it has no place there, as the whole world has none in a UTM zone.

    So it is where the datum cannot be carried.
    """
    try:
        context = QgsProject.instance().transformContext()
        return pinned_transform(source, target, context).transformBoundingBox(box)
    except (QgsCsException, InputError):
        return QgsRectangle()
