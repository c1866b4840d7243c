"""Reference layers that do not lie where they are declared: far off in another zone or with other axes, or shifted by a datum.

Far off is told from the extent of a layer, of which nothing is read. A shift of some hundred metres is told where the same units stand
in another layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Mapping, Sequence

import numpy as np
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
from ..cadastre.datum_doctor import (
    PSAD56,
    PSAD56_TWICE,
    ZONE,
    Declared,
    Diagnosis,
    Region,
    diagnose,
    reading_at,
    readings,
)
from ..errors import Message
from ..geo.arrays import Ints
from ..geo.features import PolygonFeature
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from ..overlay.overlaps import Reference
from ..overlay.reference import mended_polygon
from .layers import WGS84
from .reference import ReferenceLayer, SearchArea

Box = tuple[float, float, float, float]

_SAMPLE = 4
_MOST_TRIED = 24
_PLACES = 3
_MOST_NEAR = 40
# A unit and its like have the same area but for what a digitiser changes.
_AREA_SHARE = 0.1
# PSAD56 lies less than 500 m from WGS 84 everywhere in the Amazon.
_REACH_DEGREES = 0.006
# A layer that begins farther than this from the boundaries does not speak of them.
_FAR_DEGREES = 1.0
# Readings whose places lie within that reach of the declared one.
_WITHIN_REACH = (PSAD56, PSAD56_TWICE)
_DISTRICT = "district"


@dataclass(frozen=True)
class _Placed:
    unit: KnownUnit
    box: QgsRectangle
    area: float

    def is_as_large_as(self, other: _Placed) -> bool:
        """Whether the other may be the same unit by its size."""
        return abs(self.area - other.area) <= _AREA_SHARE * max(self.area, other.area)


def declared_psad56(layer: ReferenceLayer) -> Message | None:
    """What is to be said of a layer that is declared in PSAD56; None for all others."""
    if not _declared(layer.crs).is_psad56:
        return None
    return Message("reference.declared_psad56", layer=layer.name, crs=layer.crs.authid() or layer.crs.description())


def layer_elsewhere(
    layer: ReferenceLayer, place: Box | None, region: Region, context: QgsCoordinateTransformContext
) -> Message | None:
    """What is to be said of a layer that lies far from the boundaries as declared, and at them in another reading.

    Parameters
    ----------
    place : tuple of float or None
        West, south, east, north of the boundaries in degrees; None when they have no place.
    region : Region
        Country of the boundaries, whose zones are tried.
    """
    extent = layer.extent
    if place is None or extent.isNull() or not extent.isFinite():
        return None
    to_degrees = QgsCoordinateTransform(layer.crs, QgsCoordinateReferenceSystem(WGS84), context)
    try:
        if to_degrees.transformBoundingBox(extent).intersects(QgsRectangle(*place).buffered(_FAR_DEGREES)):
            return None
    except QgsCsException:
        pass  # no place on Earth is far from everything
    found = reading_at([_corners(extent)], _declared(layer.crs), region, place)
    return None if found is None else _elsewhere(layer.name, found.kind, found.zone)


def units_near(
    boundaries: Sequence[PolygonFeature],
    boundaries_name: str,
    area: SearchArea,
    references: Sequence[Reference],
) -> list[KnownUnit]:
    """Some boundaries, and the largest units of each layer where these lie in any reading, in longitude and latitude.

    Parameters
    ----------
    boundaries : sequence of PolygonFeature
        In the reference system of `area`.
    """
    step = max(1, len(boundaries) // _PLACES)
    wgs84 = QgsCoordinateReferenceSystem(WGS84)
    to_degrees = QgsCoordinateTransform(area.crs, wgs84, area.context)
    known: list[KnownUnit] = []
    boxes: list[Box] = []
    for feature in boundaries[::step][:_PLACES]:
        unit = known_unit(boundaries_name, feature, to_degrees)
        if unit is None:
            continue
        known.append(unit)
        region = Region.round(_box_of(unit))
        every = readings(rings_drawn(feature.wkb), _declared(area.crs), region)
        boxes += [reading.box for reading in every if reading.kind not in _WITHIN_REACH]
    for reference in references:
        if reference.is_boundaries:
            continue
        carry = QgsCoordinateTransform(reference.crs, wgs84, area.context)
        fids = _largest(reference, boxes, carry)
        wkbs, names = reference.source.read(fids) if len(fids) else ([], [])
        for fid, wkb, name in zip(fids.tolist(), wkbs, names):
            near = known_unit(reference.source.name, PolygonFeature(name, wkb, fid), carry)
            if near is not None:
                known.append(near)
    return known


def known_unit(layer: str, feature: PolygonFeature, to_degrees: QgsCoordinateTransform) -> KnownUnit | None:
    """A unit of a layer in longitude and latitude; None where it has no place."""
    geometry, _ = mended_polygon(feature.wkb)
    if geometry.isEmpty():
        return None
    try:
        geometry.transform(to_degrees)
    except QgsCsException:
        return None
    return KnownUnit(layer, "unknown", str(feature.fid), feature.id, bytes(geometry.asWkb()))


def shifted_layers(
    known: Sequence[KnownUnit],
    layers: Mapping[str, QgsCoordinateReferenceSystem],
    place: Box | None,
    region: Region,
    context: QgsCoordinateTransformContext,
    is_cancelled: IsCancelled = never_cancelled,
) -> Iterator[tuple[str, Message]]:
    """Layers of which at least half of the units looked at, the largest that may have a like, lie on their likes in another reading.

    Parameters
    ----------
    known : sequence of KnownUnit
        Of these layers and of others, near one place, in longitude and latitude. Districts have no likes and are passed over.
    layers : Mapping of str to QgsCoordinateReferenceSystem
        The layers that may be told, by their names.
    place : tuple of float or None
        West, south, east, north of the boundaries in degrees: of two layers in different zones, the one that another zone brings
        there is told.

    Notes
    -----
    Of two layers alone, either the one was never carried from PSAD56 or the other was carried twice. The first is told: such files
    are what offices hand out.
    """
    placed = [_placed(unit) for unit in known if unit.role != _DISTRICT]
    for name, crs in layers.items():
        own = sorted((each for each in placed if each.unit.layer == name), key=lambda each: -each.area)
        others = [each for each in placed if each.unit.layer != name]
        declared = _declared(crs)
        to_degrees = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), context)
        found: dict[str, list[Diagnosis]] = {PSAD56: [], ZONE: []}
        tried = looked_at = 0
        for each in own:
            if looked_at == _SAMPLE or tried == _MOST_TRIED:
                break
            likes = [other for other in others if each.is_as_large_as(other)]
            if not likes:
                continue
            stop_if(is_cancelled)
            tried += 1
            rings = _rings(each.unit, to_degrees)
            likes = _within_reach(likes, rings, declared, region)
            if not likes:
                continue
            looked_at += 1
            diagnosis = diagnose(rings, declared, region, [like.unit for like in likes], is_cancelled=is_cancelled)
            if diagnosis is None or diagnosis.kind not in found or diagnosis.evidence != "twin":
                continue
            if diagnosis.kind != ZONE or _is_brought_to(place, diagnosis, each):
                found[diagnosis.kind].append(diagnosis)
        for kind, told in found.items():
            if told and 2 * len(told) >= looked_at:
                yield name, _shifted(name, kind, told)


def _within_reach(likes: list[_Placed], rings: Sequence[Ring], declared: Declared, region: Region) -> list[_Placed]:
    """Those that lie where a reading puts the unit, or as far off as a datum moves it."""
    boxes = [QgsRectangle(*reading.box).buffered(_REACH_DEGREES) for reading in readings(rings, declared, region)]
    return [like for like in likes if any(box.intersects(like.box) for box in boxes)]


def _is_brought_to(place: Box | None, found: Diagnosis, unit: _Placed) -> bool:
    """Whether a unit lies near the boundaries in the reading that was found, and far from them as declared."""
    if place is None:
        return False
    near = QgsRectangle(*place).buffered(_FAR_DEGREES)
    return near.intersects(QgsRectangle(*found.reading.box)) and not near.intersects(unit.box)


def _shifted(layer: str, kind: str, found: Sequence[Diagnosis]) -> Message:
    closest = min(found, key=lambda each: each.misfit_after_m)
    if kind == ZONE:
        return Message(
            "reference.units_in_zone", layer=layer, zone=_zone_name(closest.reading.zone), unit=closest.known
        )
    return Message(
        "reference.shifted",
        layer=layer,
        unit=closest.known,
        distance_m=round(closest.move_m),
        direction=closest.direction,
    )


def _elsewhere(layer: str, kind: str, zone: int | None) -> Message:
    return Message(f"reference.elsewhere_{kind}", layer=layer, zone=_zone_name(zone))


def _zone_name(zone: int | None) -> str:
    return "" if zone is None else f"{abs(zone)}{'S' if zone > 0 else 'N'}"


def _declared(crs: QgsCoordinateReferenceSystem) -> Declared:
    return Declared(crs.authid(), crs.toProj())


def _corners(extent: QgsRectangle) -> Ring:
    west, south, east, north = extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
    return Ring(0, 0, ((west, south), (west, north), (east, north), (east, south), (west, south)))


def _box_of(unit: KnownUnit) -> Box:
    box = _placed(unit).box
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()


def _largest(reference: Reference, boxes: Sequence[Box], to_degrees: QgsCoordinateTransform) -> Ints:
    """Ids of the largest units of a layer near each of some boxes in degrees."""
    chosen: set[int] = set()
    for box in boxes:
        near = QgsRectangle(*box).buffered(_REACH_DEGREES)
        try:
            carried = to_degrees.transformBoundingBox(near, Qgis.TransformDirection.Reverse)
        except QgsCsException:
            continue
        fids, extents = reference.source.search(
            (carried.xMinimum(), carried.yMinimum(), carried.xMaximum(), carried.yMaximum())
        )
        size = (extents[:, 2] - extents[:, 0]) * (extents[:, 3] - extents[:, 1])
        chosen.update(fids[np.argsort(-size)[:_MOST_NEAR]].tolist())
    return np.array(sorted(chosen), dtype=np.int64)


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
