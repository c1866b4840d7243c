"""Moving a corner that several communities share, and saying where it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Sequence

from qgis.core import QgsCoordinateReferenceSystem

from ..host.boundary import zone_of
from ..host.draft_zones import CornerMove, MovedCorner
from ..i18n import translate
from .near_neighbours import NearNeighbours
from .open_drafts import OpenDrafts
from .table import number

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock


class SharedCorners:
    """Moves corners in the drafts and agreed boundaries of all communities that have them."""

    def __init__(self, dock: TerritoryDock, drafts: OpenDrafts, neighbours: NearNeighbours) -> None:
        self.dock = dock
        self.drafts = drafts
        self.neighbours = neighbours

    def move(self, from_x: float, from_y: float, to_x: float, to_y: float) -> None:
        """Move a corner, in whichever zone a community has it, from one place of the zone that is worked in to another."""
        zones, zone = self.drafts.zones, self.drafts.zone
        if zones is None or zone is None:
            return
        done: list[CornerMove] = []

        def act() -> None:
            done.append(zones.move_corner(zone.epsg, (from_x, from_y), (to_x, to_y), self.neighbours.around()))

        if self.dock.guarded(act):
            (found,) = done
            distance = ((from_x - to_x) ** 2 + (from_y - to_y) ** 2) ** 0.5
            self.dock.status.say(
                "warning" if found.beside else "success", " ".join(_said_of(found, distance, zone.epsg))
            )


def _said_of(found: CornerMove, distance_m: float, epsg: int) -> list[str]:
    said = [
        translate(
            "RainforestAlert", "The corner was moved by {distance} m in: {communities}. Propose each of them."
        ).format(distance=number(2)(distance_m), communities=", ".join(one.community for one in found.moved)),
        *_said_of_zones(found.moved, epsg),
    ]
    if found.beside:
        near = ", ".join(f"{name} ({number(3)(distance)} m)" for name, distance in found.beside)
        said.append(
            translate("RainforestAlert", "Beside it stands another corner, which was not moved: {communities}.").format(
                communities=near
            )
        )
    return said


def _said_of_zones(moved: Sequence[MovedCorner], epsg: int) -> list[str]:
    """Where a corner stands now in zones other than the one that is worked in, and whose drafts began by moving it."""
    said = []
    for zone in sorted({one.epsg for one in moved} - {epsg}):
        here = [one for one in moved if one.epsg == zone]
        said.append(
            translate(
                "RainforestAlert", "In zone {zone} ({communities}) it stands at E {easting}, N {northing}."
            ).format(
                zone=zone_of(QgsCoordinateReferenceSystem(f"EPSG:{zone}")),
                communities=", ".join(one.community for one in here),
                easting=f"{here[0].place[0]:.2f}",
                northing=f"{here[0].place[1]:.2f}",
            )
        )
    begun = [one.community for one in moved if one.is_begun]
    if begun:
        said.append(
            translate("RainforestAlert", "By this a draft began from the agreed boundary of: {communities}.").format(
                communities=", ".join(begun)
            )
        )
    return said
