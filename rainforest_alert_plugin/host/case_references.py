"""What lies round a boundary: overlaps, neighbours, districts and known land out of reference layers, and land-capacity units."""

from __future__ import annotations

import datetime
import re
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Sequence

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerUtils,
    QgsWkbTypes,
)

from ..cadastre.case import (
    CapacityUnit,
    Case,
    District,
    KnownUnit,
    Overlap,
    Reference,
    ReferenceUnit,
)
from ..cadastre.datum_doctor import Declared, readings
from ..cadastre.findings import NotEvaluated
from ..cadastre.profile import Profile
from ..cadastre.rules.position import region_of
from ..errors import InputError, Message
from ..geo.features import FeatureTally, PolygonFeature
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, span, stop_if
from ..overlay.overlaps import OverlapEngine
from ..overlay.reference import mended_polygon
from .cases import DrawnBoundary
from .layers import WGS84, all_features, id_text
from .reference import ReferenceLayer, SearchArea, reference_layer
from .reference_datum import known_unit, layer_elsewhere, shifted_layers
from .reference_roles import layer_role, layer_sigma_m
from .service_catalogue import listed_services

_NEIGHBOUR_REACH_M = 200.0
_MOST_KNOWN = 300
_NO_ROLE = ("none", "river")
_DISTRICT = "district"
_KNOWN_ROLES = ("registered_land", "community_in_process", "unknown", _DISTRICT)
_SHAPEFILE = "ESRI Shapefile"
_DETAIL_FIELDS: tuple[tuple[str, str], ...] = (
    ("holder", r"titular|tit_conces|holder|cia|operador"),
    ("resolution", r"resol|tinror|nrores|_bale[acr]$|doc_?leg|docreg|titcom|restit|contrato|autfor"),
    ("document_date", r"^fec|^fereti|fecha|date|feinre"),
    ("registry_entry", r"partida|painre|registry"),
    ("state", r"estado|condic|status"),
)
_UBIGEO_FIELDS = r"^(iddist|ubigeo|ubidis|codigo_dis|cod_?dist|id_dist)"
_DISTRICT_FIELDS = r"^(nomb_?dist|distrit|nom_?dis|distri|district)"
_PROVINCE_FIELDS = r"^(nomb_?prov|provinc|nom_?pro|province)"
_DEPARTMENT_FIELDS = r"^(nomb_?dep|departam|nom_?dep|department|first_nomb)"
GROUP_FIELDS = r"^(grupo|group|cum|capacidad|aptitud|clase|categ)"


@dataclass(frozen=True)
class GivenLayer:
    """A reference layer as the main thread sees it, with what it is.

    Attributes
    ----------
    layer : ReferenceLayer or None
        None when it cannot be looked at; then `reason` says why.
    name, role, date : str
    sigma_m : float or None
        Standard deviation of its lines in metres, where a person stated it; else the profile's for its role counts.
    """

    layer: ReferenceLayer | None
    name: str
    role: str
    date: str = ""
    sigma_m: float | None = None
    reason: Message | None = None


def given_layers(
    layers: Sequence[Any],
    boundary_layer: QgsVectorLayer | None,
    profile: Profile,
    dates: Mapping[str, str] | None = None,
) -> list[GivenLayer]:
    """Look at reference layers on the main thread: role, date, and whether they can be compared at all.

    Parameters
    ----------
    dates : Mapping of str to str, optional
        Dates of layers by their file, as a workspace knows them; the day of the file is taken for all others.
    """
    found = []
    for layer in layers:
        role = (layer_role(layer, profile) if isinstance(layer, QgsVectorLayer) else "") or "unknown"
        if (
            role == "river"
            and isinstance(layer, QgsVectorLayer)
            and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
        ):
            # drawn with its banks it is the bed, which is public; a line has no area to exclude
            role = "riverbed"
        date = _date_of(layer, dates or {})
        try:
            looked_at = reference_layer(layer, boundary_layer, _name_field(layer, role))
            found.append(GivenLayer(looked_at, layer.name(), role, date, layer_sigma_m(layer)))
        except InputError as error:
            found.append(GivenLayer(None, layer.name(), role, date, reason=error.message))
    return found


def _name_field(layer: Any, role: str) -> int | None:
    """Field in which the services publish the names of this kind of unit; None where the layer's display field is better.

    A display field that a person chose stays, and so does one that QGIS guessed well.
    """
    if not isinstance(layer, QgsVectorLayer):
        return None
    fields, shown = layer.fields(), layer.displayField()
    if re.search("nom|name", shown, re.IGNORECASE) or shown != QgsVectorLayerUtils.guessFriendlyIdentifierField(fields):
        return None
    published = re.compile(_published(role, "name"), re.IGNORECASE)
    return next((index for index, name in enumerate(fields.names()) if published.fullmatch(name)), None)


def _published(role: str, meaning: str) -> str:
    """Pattern of the fields in which the catalogued services publish something of this kind of unit."""
    layers = [layer for service in listed_services().values() for layer in service.layers if layer.role == role]
    names = sorted({layer.fields[meaning] for layer in layers if layer.fields.get(meaning)})
    return "^(" + "|".join(map(re.escape, names)) + ")$" if names else "(?!)"


def with_capacity(
    drawn: DrawnBoundary, source: Any, group_field: str, context: QgsCoordinateTransformContext
) -> DrawnBoundary:
    """Add the land-capacity units of a layer that meet the boundary's box."""
    if not drawn.has_place:
        return drawn
    fields = source.fields().names()
    column = group_field or next((name for name in fields if re.match(GROUP_FIELDS, name, re.IGNORECASE)), "")
    index = source.fields().lookupField(column) if column else -1
    area = next((i for i, name in enumerate(fields) if re.match(r"^(area_?ha|a?area|ha)$", name, re.IGNORECASE)), -1)
    transform = QgsCoordinateTransform(source.sourceCrs(), drawn.crs, context)
    box = drawn.case.polygon.boundingBox()
    units = []
    for feature in all_features(source):
        geometry = QgsGeometry(feature.geometry())
        if geometry.isNull() or geometry.isEmpty():
            continue
        valid, _ = mended_polygon(bytes(geometry.asWkb()))
        try:
            valid.transform(transform)
        except QgsCsException:
            continue
        if valid.isEmpty() or not valid.boundingBox().intersects(box):
            continue
        group = id_text(feature.attribute(index)) or "" if index >= 0 else ""
        stated = id_text(feature.attribute(area)) if area >= 0 else None
        units.append(
            CapacityUnit(
                str(feature.id()), group, bytes(valid.asWkb()), Decimal(stated) if _is_number(stated) else None
            )
        )
    return replace(drawn, case=replace(drawn.case, capacity=tuple(units)))


def with_references(
    drawn: DrawnBoundary,
    layers: Sequence[GivenLayer],
    profile: Profile,
    context: QgsCoordinateTransformContext,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
    tell: Callable[[FeatureTally], None] | None = None,
    on_layer: Callable[[str], None] | None = None,
) -> DrawnBoundary:
    """Add overlaps, neighbours, districts and known land of the reference layers.

    A layer that cannot be looked at is listed as not evaluated; none is left out in silence. `on_layer` receives the name of
    each layer before it is read, `tell` what became of its features.
    """
    case = drawn.case
    references: list[Reference] = []
    overlaps: list[Overlap] = []
    districts: list[District] = []
    known: list[KnownUnit] = []
    missing: list[NotEvaluated] = []
    boxes = _boxes_of_readings(case, profile)
    for number, given in enumerate(layers):
        stop_if(is_cancelled)
        step = span(progress, 100.0 * number / len(layers), 100.0 * (number + 1) / len(layers))
        if given.role in _NO_ROLE:
            missing.append(NotEvaluated(given.name, Message("reference.not_compared", layer=given.name), True))
            continue
        if given.layer is None:
            missing.append(NotEvaluated(given.name, given.reason or Message("reference.none"), True))
            continue
        if on_layer is not None:
            on_layer(given.name)
        opened = given.layer.open(step, is_cancelled, _area_of(drawn, context))
        with closing(opened.source):
            if given.role in _KNOWN_ROLES:
                known.extend(_known_units(given, opened, boxes, context, is_cancelled))
            if not drawn.has_place:
                missing.append(NotEvaluated(given.name, Message("reference.boundary_without_place"), True))
                continue
            found, reason = _overlaps_with(drawn, given, opened, profile, context, is_cancelled)
            held_back = given.layer.held_back
            reason = reason or (held_back.message() if held_back is not None else None)
            reason = reason or layer_elsewhere(given.layer, case.box_degrees, region_of(profile), context)
            if reason is not None:
                missing.append(NotEvaluated(given.name, reason, True))
            if given.role == _DISTRICT:
                districts.extend(_districts(found))
            else:
                overlaps.extend(found)
            units = tuple(_near_units(drawn, given, opened, context)) if given.role != _DISTRICT else ()
            references.append(Reference(given.name, given.role, units, given.sigma_m, given.date))
            if tell is not None:
                tell(opened.source.tally)
    case = replace(
        case,
        references=tuple(references),
        overlaps=tuple(overlaps),
        districts=_joined(districts),
        known=tuple(known),
        layers_not_evaluated=tuple(missing),
    )
    return replace(drawn, case=case)


def datum_doubts(
    drawn: DrawnBoundary,
    layers: Sequence[GivenLayer],
    profile: Profile,
    context: QgsCoordinateTransformContext,
    is_cancelled: IsCancelled = never_cancelled,
) -> dict[str, Message]:
    """What is to be said of layers whose units, or the boundary itself, stand elsewhere in another datum or zone.

    Parameters
    ----------
    drawn : DrawnBoundary
        From :func:`with_references`.
    """
    case = drawn.case
    listed = {each.subject for each in case.layers_not_evaluated}
    known = [unit for unit in case.known if unit.layer not in listed]
    if drawn.has_place:
        itself = PolygonFeature(case.boundary_id, bytes(case.polygon.asWkb()), drawn.fid)
        to_degrees_ = QgsCoordinateTransform(drawn.crs, QgsCoordinateReferenceSystem(WGS84), context)
        unit = known_unit("", itself, to_degrees_)
        known += [unit] if unit is not None else []
    systems = {given.name: given.layer.crs for given in layers if given.layer is not None}
    return dict(shifted_layers(known, systems, case.box_degrees, region_of(profile), context, is_cancelled))


def with_doubts(drawn: DrawnBoundary, doubted: Mapping[str, Message]) -> DrawnBoundary:
    """List layers as not evaluated whose overlaps cannot be relied upon; those already listed keep their reason."""
    listed = {each.subject for each in drawn.case.layers_not_evaluated}
    more = [NotEvaluated(name, why, True) for name, why in doubted.items() if name not in listed]
    if not more:
        return drawn
    return replace(drawn, case=replace(drawn.case, layers_not_evaluated=(*drawn.case.layers_not_evaluated, *more)))


def _date_of(layer: Any, dates: Mapping[str, str]) -> str:
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "ogr":
        return ""
    path = Path(QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("path") or "")
    known = dates.get(f"{path.resolve()}|{layer.name()}") or dates.get(str(path.resolve()))
    if known:
        return known
    return datetime.date.fromtimestamp(path.stat().st_mtime).isoformat() if path.is_file() else ""


def _area_of(drawn: DrawnBoundary, context: QgsCoordinateTransformContext) -> SearchArea | None:
    if not drawn.has_place:
        return None
    box = drawn.case.polygon.boundingBox()
    box.grow(_NEIGHBOUR_REACH_M)
    return SearchArea((box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()), drawn.crs, context)


def _boxes_of_readings(case: Case, profile: Profile) -> list[tuple[float, float, float, float]]:
    """Boxes in degrees where the coordinates lie in any reading, each grown by half a kilometre."""
    found = []
    for reading in readings(case.drawn_rings, Declared(case.declared_crs, case.declared_proj), region_of(profile)):
        west, south, east, north = reading.box
        if east - west < 5.0 and north - south < 5.0:
            found.append((west - 0.005, south - 0.005, east + 0.005, north + 0.005))
    return found


def _known_units(
    given: GivenLayer,
    opened: Any,
    boxes: Sequence[tuple[float, float, float, float]],
    context: QgsCoordinateTransformContext,
    is_cancelled: IsCancelled,
) -> Iterator[KnownUnit]:
    """Land near any reading of the boundary, in longitude and latitude."""
    if opened.is_boundaries:
        return
    to_degrees_ = QgsCoordinateTransform(opened.crs, QgsCoordinateReferenceSystem(WGS84), context)
    chosen: set[int] = set()
    for box in boxes:
        stop_if(is_cancelled)
        try:
            carried = to_degrees_.transformBoundingBox(QgsRectangle(*box), Qgis.TransformDirection.Reverse)
        except QgsCsException:
            continue
        fids, extents = opened.source.search(
            (carried.xMinimum(), carried.yMinimum(), carried.xMaximum(), carried.yMaximum())
        )
        if len(fids) > _MOST_KNOWN:
            size = (extents[:, 2] - extents[:, 0]) * (extents[:, 3] - extents[:, 1])
            fids = fids[np.argsort(-size)[:_MOST_KNOWN]]
        chosen.update(int(fid) for fid in fids)
    if not chosen:
        return
    fids = np.array(sorted(chosen), dtype=np.int64)
    wkbs, names = opened.source.read(fids)
    codes = _texts(given, fids, {"ubigeo": _UBIGEO_FIELDS}) if given.role == _DISTRICT else {}
    for fid, wkb, name in zip(fids.tolist(), wkbs, names):
        geometry, _ = mended_polygon(wkb)
        if geometry.isEmpty():
            continue
        try:
            geometry.transform(to_degrees_)
        except QgsCsException:
            continue
        yield KnownUnit(
            given.name,
            given.role,
            str(fid),
            name,
            bytes(geometry.asWkb()),
            codes.get(fid, {}).get("ubigeo", ""),
        )


def _overlaps_with(
    drawn: DrawnBoundary,
    given: GivenLayer,
    opened: Any,
    profile: Profile,
    context: QgsCoordinateTransformContext,
    is_cancelled: IsCancelled,
) -> tuple[list[Overlap], Message | None]:
    """Land in common with the units of a layer, and why the layer was not evaluated whole, if so."""
    case = drawn.case
    engine = OverlapEngine(drawn.crs, context, case.area_method, 0.0)
    boundary = PolygonFeature(case.boundary_id, bytes(case.polygon.asWkb()), drawn.fid)
    rows: list[tuple[int, str, float, float, float, float, bytes]] = []
    for found in engine.overlaps([boundary], [opened], is_cancelled=is_cancelled):
        rows.extend(
            zip(
                found.feature_ids.tolist(),
                found.names,
                found.area_ha.tolist(),
                found.percent.tolist(),
                found.percent_of_feature.tolist(),
                found.width_m.tolist(),
                found.wkbs,
            )
        )
    details = _texts(given, np.array([row[0] for row in rows], dtype=np.int64), dict(_wanted(given.role)))
    least = profile.tolerances.own_unit_percent
    overlaps = []
    for fid, name, area_ha, percent, of_feature, width_m, wkb in rows:
        same_land = min(percent, of_feature) >= least
        overlaps.append(
            Overlap(
                given.name,
                given.role,
                str(fid),
                name,
                area_ha,
                percent,
                of_feature,
                width_m,
                wkb,
                given.date,
                details.get(fid, {}),
                same_land and (not name or name in drawn.own_names),
                given.sigma_m,
            )
        )
    tally = opened.source.tally
    if engine.tally.failed:
        return overlaps, engine.tally.failed[0]
    if not tally.used and tally.read:
        return overlaps, tally.left_out[0][1] if tally.left_out else Message("reference.not_polygons", layer=given.name)
    return overlaps, None


def _wanted(role: str) -> Iterator[tuple[str, str]]:
    if role == _DISTRICT:
        yield "ubigeo", _UBIGEO_FIELDS
        yield "district", _DISTRICT_FIELDS
        yield "province", _PROVINCE_FIELDS
        yield "department", _DEPARTMENT_FIELDS
        return
    yield "code", _published(role, "id")
    yield from _DETAIL_FIELDS


def _texts(given: GivenLayer, fids: Any, wanted: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """What the fields of some features say, by the patterns of the fields' names."""
    if given.layer is None or not len(fids):
        return {}
    fields = given.layer.features.fields()
    columns: dict[str, int] = {}
    for key, pattern in wanted.items():
        for index in range(fields.count()):
            if re.search(pattern, fields.at(index).name(), re.IGNORECASE):
                columns[key] = index
                break
    if not columns:
        return {}
    request = QgsFeatureRequest().setFilterFids([int(fid) for fid in fids])
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes(sorted(set(columns.values())))
    return {
        feature.id(): {key: id_text(feature.attribute(index)) or "" for key, index in columns.items()}
        for feature in given.layer.features.getFeatures(request)
    }


def _districts(overlaps: Sequence[Overlap]) -> Iterator[District]:
    for overlap in overlaps:
        details = overlap.details
        code = details.get("ubigeo", "")
        if code.isdigit() and len(code) == 5:
            code = f"0{code}"
        yield District(
            code,
            details.get("district", "") or overlap.name,
            details.get("province", ""),
            details.get("department", ""),
            overlap.percent,
        )


def _joined(districts: Sequence[District]) -> tuple[District, ...]:
    """Districts with the shares of their parts together, the greatest first."""
    shares: dict[tuple[str, str, str, str], float] = {}
    for each in districts:
        key = (each.ubigeo, each.district, each.province, each.department)
        shares[key] = shares.get(key, 0.0) + each.percent
    joined = [District(*key, percent) for key, percent in shares.items()]
    return tuple(sorted(joined, key=lambda district: (-district.percent, district.ubigeo)))


def _near_units(
    drawn: DrawnBoundary, given: GivenLayer, opened: Any, context: QgsCoordinateTransformContext
) -> Iterator[ReferenceUnit]:
    """Units that reach the boundary's line, in its system."""
    if given.role not in ("registered_land", "riverbed"):
        return
    to_boundary = QgsCoordinateTransform(opened.crs, drawn.crs, context)
    box = drawn.case.polygon.boundingBox()
    box.grow(_NEIGHBOUR_REACH_M)
    try:
        carried = to_boundary.transformBoundingBox(box, Qgis.TransformDirection.Reverse)
    except QgsCsException:
        return
    fids, _ = opened.source.search((carried.xMinimum(), carried.yMinimum(), carried.xMaximum(), carried.yMaximum()))
    if opened.is_boundaries:
        fids = fids[fids != drawn.fid]
    if not len(fids):
        return
    line = QgsGeometry(drawn.case.polygon.constGet().boundary())
    engine = QgsGeometry.createGeometryEngine(line.constGet())
    engine.prepareGeometry()
    wkbs, names = opened.source.read(fids)
    kept = []
    for fid, wkb, name in zip(fids.tolist(), wkbs, names):
        if name and name in drawn.own_names and given.role == "registered_land":
            continue
        geometry, _ = mended_polygon(wkb)
        try:
            geometry.transform(to_boundary)
        except QgsCsException:
            continue
        if geometry.isEmpty():
            continue
        reach = geometry.boundingBox()
        reach.grow(_NEIGHBOUR_REACH_M)
        # Held by a name: the engine looks at it after the call has begun.
        frame = QgsGeometry.fromRect(reach)
        # Parcels well inside the territory are no neighbours; their boxes do not meet its line.
        if engine.intersects(frame.constGet()):
            kept.append((fid, name, bytes(geometry.asWkb())))
    details = _texts(given, np.array([fid for fid, _, _ in kept], dtype=np.int64), dict(_DETAIL_FIELDS))
    for fid, name, wkb in kept:
        yield ReferenceUnit(str(fid), name, wkb, details.get(fid, {}))


def _is_number(text: str | None) -> bool:
    return text is not None and re.fullmatch(r"\d+(\.\d+)?", text) is not None
