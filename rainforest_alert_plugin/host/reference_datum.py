"""Reference layers whose coordinates look shifted by a datum: the same units stand in another layer, where PSAD56 would put them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsRectangle,
)

from ..cadastre.case import KnownUnit, Ring, rings_drawn
from ..cadastre.datum_doctor import PSAD56, Declared, Diagnosis, diagnose
from ..cadastre.profile import Profile
from ..cadastre.rules.position import region_of
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from .case_references import GivenLayer
from .layers import WGS84

_SAMPLE = 4
# A unit and its like have the same area but for what a digitiser changes.
_AREA_SHARE = 0.1
# PSAD56 lies less than 500 m from WGS 84 everywhere in the Amazon.
_REACH_DEGREES = 0.006
_DISTRICT = "district"


@dataclass(frozen=True)
class ShiftedLayer:
    """A layer that fits another one when its coordinates are read as PSAD56.

    Attributes
    ----------
    layer : str
    unit : str
        One of its units, by the name it has in the other layer.
    move_m : float
        How far its units would move.
    direction : str
        To where: ``n``, ``ne`` ... ``nw``.
    """

    layer: str
    unit: str
    move_m: float
    direction: str


@dataclass(frozen=True)
class _Placed:
    unit: KnownUnit
    box: QgsRectangle
    area: float

    def may_be(self, other: _Placed) -> bool:
        """Whether the other may be the same unit, in its place or as far off as a datum moves it."""
        is_as_large = abs(self.area - other.area) <= _AREA_SHARE * max(self.area, other.area)
        return is_as_large and other.box.intersects(self.box.buffered(_REACH_DEGREES))


def shifted_layers(
    known: Sequence[KnownUnit],
    layers: Sequence[GivenLayer],
    profile: Profile,
    context: QgsCoordinateTransformContext,
    is_cancelled: IsCancelled = never_cancelled,
) -> Iterator[ShiftedLayer]:
    """Layers of which at least half of the units looked at, the largest that may have a like, lie on their likes once read as PSAD56.

    Parameters
    ----------
    known : sequence of KnownUnit
        Of these layers, near one place, in longitude and latitude. Districts have no likes and are passed over.

    Notes
    -----
    Of two layers alone, either the one was never carried from PSAD56 or the other was carried twice. The first is told: such files
    are what offices hand out.
    """
    placed = [_placed(unit) for unit in known if unit.role != _DISTRICT]
    for given in layers:
        if given.layer is None:
            continue
        own = sorted((each for each in placed if each.unit.layer == given.name), key=lambda each: -each.area)
        others = [each for each in placed if each.unit.layer != given.name]
        declared = Declared(given.layer.crs.authid(), given.layer.crs.toProj())
        to_degrees = QgsCoordinateTransform(given.layer.crs, QgsCoordinateReferenceSystem(WGS84), context)
        found = []
        looked_at = 0
        for each in own:
            if looked_at == _SAMPLE:
                break
            likes = [other.unit for other in others if each.may_be(other)]
            if not likes:
                continue
            stop_if(is_cancelled)
            looked_at += 1
            rings = _rings(each.unit, to_degrees)
            diagnosis = diagnose(rings, declared, region_of(profile), likes, is_cancelled=is_cancelled)
            if diagnosis is not None and diagnosis.kind == PSAD56 and diagnosis.evidence == "twin":
                found.append(diagnosis)
        if found and 2 * len(found) >= looked_at:
            yield _shifted(given.name, found)


def _shifted(layer: str, found: Sequence[Diagnosis]) -> ShiftedLayer:
    closest = min(found, key=lambda each: each.misfit_after_m)
    return ShiftedLayer(layer, closest.known, closest.move_m, closest.direction)


def _rings(unit: KnownUnit, to_degrees: QgsCoordinateTransform) -> list[Ring]:
    """Rings of a unit as its layer states them; none where they cannot be carried back."""
    geometry = QgsGeometry()
    geometry.fromWkb(unit.wkb)
    try:
        geometry.transform(to_degrees, Qgis.TransformDirection.Reverse)
    except QgsCsException:
        return []
    return rings_drawn(bytes(geometry.asWkb()))


def _placed(unit: KnownUnit) -> _Placed:
    geometry = QgsGeometry()
    geometry.fromWkb(unit.wkb)
    return _Placed(unit, geometry.boundingBox(), geometry.area())
