"""QGIS feature sources turned into plain records, with every feature accounted for."""

from __future__ import annotations

import math
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ..compat import is_null
from ..errors import InputError, Message
from ..geo.features import FeatureTally, PolygonFeature, unique_ids
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..overlay.repair import repair_polygon

WGS84 = "EPSG:4326"
_CHECK_EVERY = 500


def crs_of(source: Any) -> QgsCoordinateReferenceSystem:
    """Reference system of a feature source or layer.

    Raises
    ------
    InputError
        ``input.no_crs`` when it has none.
    """
    crs = source.sourceCrs() if hasattr(source, "sourceCrs") else source.crs()
    if not crs.isValid():
        raise InputError("input.no_crs", layer=source.sourceName() if hasattr(source, "sourceName") else source.name())
    return crs


def all_features(source: Any, request: QgsFeatureRequest | None = None) -> Any:
    """Iterate over every feature, invalid geometries included (Processing's own check would stop the run or drop them)."""
    request = request or QgsFeatureRequest()
    if isinstance(source, QgsProcessingFeatureSource):
        return source.getFeatures(request, QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks)
    request.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    return source.getFeatures(request)


def id_text(value: Any) -> str | None:
    """Identifier as text; None when the attribute holds nothing or blanks.

    Whole doubles lose their ``.0``; a day is written as ISO 8601 has it, and so is a moment other than midnight.
    """
    if is_null(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    elif isinstance(value, QDateTime):
        value = (value.date() if value.time() == QTime(0, 0) else value).toString(Qt.DateFormat.ISODate)
    elif isinstance(value, QDate):
        value = value.toString(Qt.DateFormat.ISODate)
    return str(value).strip() or None


def read_polygons(
    source: Any,
    name: str,
    id_field: str,
    target: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> tuple[list[PolygonFeature], FeatureTally, list[Message]]:
    """Read all polygons of a source in one reference system, repaired where needed.

    Parameters
    ----------
    source : QgsFeatureSource
        Polygons in any reference system.
    name : str
        Name of the layer, for messages.
    id_field : str
        Attribute that identifies a feature; the feature id is taken when empty.
    target : QgsCoordinateReferenceSystem
        Reference system of the result.

    Returns
    -------
    features : list of PolygonFeature
        Valid two-dimensional multipolygons.
    tally : FeatureTally
        What was read, repaired and left out, each with its reason.
    warnings : list of Message
        About identifiers that are missing or repeated.

    Raises
    ------
    InputError
        When the source is empty, has no reference system, no polygons, swapped axes or an unknown field.
    """
    crs = crs_of(source)
    if source.featureCount() == 0:
        raise InputError("input.empty", layer=name)
    if QgsWkbTypes.geometryType(source.wkbType()) not in (
        QgsWkbTypes.GeometryType.PolygonGeometry,
        QgsWkbTypes.GeometryType.UnknownGeometry,
    ):
        raise InputError("input.not_polygons", layer=name)
    field_index = source.fields().lookupField(id_field) if id_field else -1
    if id_field and field_index < 0:
        raise InputError("input.unknown_field", layer=name, field=id_field, fields=", ".join(source.fields().names()))
    refuse_impossible_extent(source, name, crs)
    transform = QgsCoordinateTransform(crs, target, transform_context)
    tally = FeatureTally(name)
    values: list[str | None] = []
    fids: list[int] = []
    geometries: list[QgsGeometry] = []
    outcomes: list[Message | None] = []
    count = max(source.featureCount(), 1)
    for feature in all_features(source):
        if tally.read % _CHECK_EVERY == 0:
            stop_if(is_cancelled)
            progress(100.0 * tally.read / count)
        tally.read += 1
        geometry, outcome = _polygon_of(feature, transform)
        values.append(id_text(feature.attribute(field_index)) if field_index >= 0 else str(feature.id()))
        fids.append(feature.id())
        geometries.append(geometry)
        outcomes.append(outcome)
    if tally.read == 0:
        raise InputError("input.empty", layer=name)
    ids, warnings = unique_ids(values, fids)
    features = []
    for identity, fid, geometry, outcome in zip(ids, fids, geometries, outcomes):
        if geometry.isEmpty():
            tally.left_out.append((identity, outcome or Message("feature.empty_geometry")))
            continue
        if outcome is not None:
            tally.repaired.append((identity, outcome))
        tally.used += 1
        features.append(PolygonFeature(identity, bytes(geometry.asWkb()), fid))
    return features, tally, warnings


def _polygon_of(feature: Any, transform: QgsCoordinateTransform) -> tuple[QgsGeometry, Message | None]:
    """Valid polygon of a feature in the target system, or an empty geometry with the reason."""
    if not feature.hasGeometry():
        return QgsGeometry(), Message("feature.null_geometry")
    geometry = QgsGeometry(feature.geometry())
    if geometry.isEmpty():
        return QgsGeometry(), Message("feature.empty_geometry")
    if geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return QgsGeometry(), Message("feature.not_polygon")
    if QgsWkbTypes.isCurvedType(geometry.wkbType()):
        geometry = QgsGeometry(geometry.constGet().segmentize())
    box = geometry.boundingBox()
    if not all(math.isfinite(v) for v in (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())):
        return QgsGeometry(), Message("feature.not_finite")
    repaired, outcome = repair_polygon(geometry)
    if repaired.isEmpty():
        return repaired, outcome
    try:
        repaired.transform(transform)
    except QgsCsException as error:
        return QgsGeometry(), Message("feature.untransformable", reason=str(error).strip())
    if not repaired.isGeosValid():
        repaired, again = repair_polygon(repaired)
        outcome = again or outcome
    return repaired, outcome


def refuse_impossible_extent(source: Any, name: str, crs: QgsCoordinateReferenceSystem) -> None:
    """Swapped axes and a wrong declaration show in the extent of geographic layers."""
    refuse_impossible_box(source.sourceExtent() if hasattr(source, "sourceExtent") else source.extent(), name, crs)


def refuse_impossible_box(extent: QgsRectangle, name: str, crs: QgsCoordinateReferenceSystem) -> None:
    """The same for an extent that is known.

    Raises
    ------
    InputError
        ``input.swapped_axes``, ``input.outside_world``.
    """
    if not crs.isGeographic() or extent.isNull():
        return
    largest_x = max(abs(extent.xMinimum()), abs(extent.xMaximum()))
    largest_y = max(abs(extent.yMinimum()), abs(extent.yMaximum()))
    if largest_x <= 90.0 < largest_y <= 180.0:
        raise InputError("input.swapped_axes", layer=name)
    if largest_x > 360.0 or largest_y > 90.0:
        raise InputError("input.outside_world", layer=name, crs=crs.authid())
