"""Layers of communities as records, with every feature counted."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Mapping, Sequence

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsWkbTypes,
)

from ..errors import InputError, Message
from ..geo.datum import psad56_utm
from ..geo.features import FeatureTally
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..geo.utm import utm_epsg
from ..overlay.pinned import pinned_transform, shift_between
from ..territory.communities import ROLES, CommunityRecord, fault_of, ubigeo_of
from ..territory.field_feature import WGS84_EPSG
from ..territory.plane import transformed
from ..territory.stated_systems import elsewhere_notes
from ..workspace.levels import UNSAID
from .boundary import zone_of
from .layers import WGS84, all_features, crs_of, id_text, refuse_impossible_extent

_CHECK_EVERY = 100


def read_communities(
    source: Any,
    name: str,
    columns: Mapping[str, str],
    context: QgsCoordinateTransformContext,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
    level_column: str = "",
) -> tuple[list[CommunityRecord], FeatureTally]:
    """Read the communities of a polygon or point layer.

    Vertices of a layer in UTM stand as they are; others are carried into UTM of the zone of their middle, and the operation is kept:
    WGS 84, or PSAD56 when they stand in that. Of another datum than that of EPSG:4326 the operation between the two is kept. Geometry is
    taken as drawn, also where it crosses itself; the record says so.

    Parameters
    ----------
    columns : mapping of str to str
        Column of each role.
    level_column : str
        Where rows of a workspace say how closed they are; empty for any other layer.

    Raises
    ------
    InputError
        ``input.no_crs``, ``input.empty``, ``input.swapped_axes``, ``input.outside_world``, ``datum.not_pinned``.
    """
    crs = crs_of(source)
    shift_between(crs, QgsCoordinateReferenceSystem(WGS84))
    refuse_impossible_extent(source, name, crs)
    indexes = {role: source.fields().lookupField(column) for role, column in columns.items()}
    level_index = source.fields().lookupField(level_column) if level_column else -1
    tally = FeatureTally(name)
    records = []
    count = max(source.featureCount(), 1)
    for feature in all_features(source):
        if tally.read % _CHECK_EVERY == 0:
            stop_if(is_cancelled)
            progress(100.0 * tally.read / count)
        tally.read += 1
        values = {role: id_text(feature.attribute(index)) or "" for role, index in indexes.items() if index >= 0}
        values = {role: value for role, value in values.items() if role in ROLES and value}
        if "ubigeo" in values:
            values["ubigeo"] = ubigeo_of(values["ubigeo"])
        said = values.get("name") or f"#{feature.id()}"
        record: CommunityRecord | Message = Message("community.no_name")
        if values.get("name"):
            record = _record(feature, values, crs, context)
        if isinstance(record, Message):
            tally.left_out.append((said, record))
        else:
            tally.used += 1
            if level_index >= 0:
                record = replace(record, level=id_text(feature.attribute(level_index)) or UNSAID)
            records.append(record)
    if tally.read == 0:
        raise InputError("input.empty", layer=name)
    return records, tally


def _record(
    feature: Any, values: dict[str, str], crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> CommunityRecord | Message:
    if not feature.hasGeometry() or feature.geometry().isEmpty():
        return Message("feature.null_geometry")
    geometry = QgsGeometry(feature.geometry())
    if QgsWkbTypes.isCurvedType(geometry.wkbType()):
        geometry = QgsGeometry(geometry.constGet().segmentize())
    if not all(math.isfinite(v.x()) and math.isfinite(v.y()) for v in geometry.vertices()):
        return Message("feature.not_finite")
    degrees = QgsGeometry(geometry)
    try:
        degrees.transform(pinned_transform(crs, QgsCoordinateReferenceSystem(WGS84), context))
        surveyed, epsg, operation = _surveyed(geometry, degrees, crs, context)
    except QgsCsException as error:
        return Message("feature.untransformable", reason=str(error).strip())
    rings = _rings(surveyed)
    return CommunityRecord(feature.id(), values, rings, epsg, degrees, operation, fault_of(surveyed) if rings else None)


def place_notes(source: Any, records: Sequence[CommunityRecord]) -> list[Message]:
    """What is to be said of the reference system of a layer: where communities in UTM do not lie in Peru, and of PSAD56."""
    crs = crs_of(source)
    notes: list[Message] = []
    if records and crs.authid() == f"EPSG:{records[0].epsg}":
        middles = [record.geometry.boundingBox().center() for record in records]
        places = transformed(np.array([[m.x(), m.y()] for m in middles]), WGS84_EPSG, records[0].epsg)
        notes = elsewhere_notes(places[:, 0], places[:, 1], records[0].epsg)
    shift = shift_between(crs, QgsCoordinateReferenceSystem(WGS84))
    if shift is not None:
        notes.append(
            Message(
                "community.psad56",
                system=f"{crs.description()} ({crs.authid()})",
                count=sum(bool(record.rings) for record in records),
                operation=shift.code,
                accuracy_m=f"{shift.operation.accuracy_m:.0f}",
            )
        )
    return notes


def _surveyed(
    geometry: QgsGeometry,
    degrees: QgsGeometry,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
) -> tuple[QgsGeometry, int, str]:
    """The geometry in a UTM system, its EPSG code, and the operation that brought it there, or from there to EPSG:4326."""
    shift = shift_between(crs, QgsCoordinateReferenceSystem(WGS84))
    code = shift.code if shift is not None else ""
    if zone_of(crs) is not None and str(crs.authid()).startswith("EPSG:"):
        return geometry, int(str(crs.authid()).split(":")[1]), code
    middle = degrees.boundingBox().center()
    epsg = (psad56_utm(middle.x()) if shift is not None else None) or utm_epsg(middle.x(), middle.y())
    transform = pinned_transform(crs, QgsCoordinateReferenceSystem(f"EPSG:{epsg}"), context)
    moved = QgsGeometry(geometry)
    moved.transform(transform)
    if shift is not None:
        return moved, epsg, code
    return moved, epsg, transform.instantiatedCoordinateOperationDetails().proj or transform.coordinateOperation()


def _rings(geometry: QgsGeometry) -> tuple[tuple[int, int, Any], ...]:
    """Part, ring and open vertices of polygons; nothing for points."""
    if geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return ()
    polygons = geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]
    found = []
    for part, rings in enumerate(polygons):
        for ring, points in enumerate(rings):
            vertices = np.array([[point.x(), point.y()] for point in points])
            if len(vertices) > 1 and (vertices[0] == vertices[-1]).all():
                vertices = vertices[:-1]
            if len(vertices) > 2:
                found.append((part, ring, vertices))
    return tuple(found)
