"""Cases for the rules out of QGIS layers and a workspace: the boundary as drawn, brought to one plane, with all that lies round it."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..cadastre.case import (
    METRES_PER_HECTARE,
    Case,
    Point,
    Side,
    SourceFile,
    StatedRow,
    StatedTable,
    SurveyedVertex,
)
from ..cadastre.profile import Profile, plain_words
from ..cadastre.rules.numbers import number_of
from ..cadastre.stated import StatedFacts
from ..compat import is_null
from ..errors import InputError
from ..geo.datum import OPERATIONS, PSAD56_UTM_ZONES, degrees_to_utm, psad56_degrees_to_wgs84, psad56_to_wgs84
from ..geo.features import unique_ids
from ..geo.utm import utm_epsg
from ..overlay.measure import ELLIPSOIDAL, UTM
from ..overlay.reference import mended_polygon
from ..titling.boundary import surveyed_boundary
from ..titling.ellipsoid import ellipsoidal_area_m2
from ..titling.technical_table import TechnicalTable, build_technical_table
from .boundary import system_of_zone, zone_of
from .layers import WGS84, all_features, id_text

# EPSG gives it 16 m in Peru, the best there is; a person who knows better local parameters shifts the boundary herself.
PSAD56_OPERATION = 1208
_SHAPEFILE = "ESRI Shapefile"
_MOST_DECIMALS = 6
_MOST_EXAMPLES = 5
# A full field of fewer bytes is a code, no text that was cut.
_SHORTEST_CUT = 10
# Where the sums of a printed table stand; the plan prevails over the memoria.
_TABLE_DOCUMENTS = ("technical_table", "plan", "memoria")


@dataclass(frozen=True)
class DrawnBoundary:
    """A boundary before anything is known of what lies round it."""

    case: Case
    crs: QgsCoordinateReferenceSystem
    own_names: frozenset[str]
    fid: int = -1

    @property
    def has_place(self) -> bool:
        """Whether it can be laid over other layers."""
        return self.crs.isValid() and self.case.box_degrees is not None and not self.case.polygon.isEmpty()


def drawn_boundaries(
    source: Any,
    name: str,
    id_field: str,
    id_value: str,
    layer: QgsVectorLayer | None,
    profile: Profile,
    context: QgsCoordinateTransformContext,
    today: datetime.date,
) -> list[DrawnBoundary]:
    """Every boundary of a layer, or the one that `id_value` names, whatever its geometry is like.

    Raises
    ------
    InputError
        When the layer is empty, has no such field or no such boundary.
    """
    names = source.fields().names()
    index = source.fields().lookupField(id_field) if id_field else -1
    if id_field and index < 0:
        raise InputError("input.unknown_field", layer=name, field=id_field, fields=", ".join(names))
    if id_value and index < 0:
        raise InputError("titling.value_without_field", value=id_value)
    crs = source.sourceCrs()
    file = _source_file(layer, name, crs)
    shown = _display_index(source, layer)
    examples: list[str] = []
    chosen: list[tuple[QgsFeature, str | None, str]] = []
    for feature in all_features(source):
        text = id_text(feature.attribute(index)) if index >= 0 else None
        if id_value and text != id_value:
            if text is not None and len(examples) < _MOST_EXAMPLES:
                examples.append(text)
            continue
        own = feature.attribute(shown) if shown >= 0 else None
        own_name = "" if own is None or is_null(own) else str(own).strip()
        chosen.append((QgsFeature(feature), text, own_name))
    # Two drawings of one community bear the same name: each keeps findings of its own.
    ids, _ = unique_ids([text or own or None for _, text, own in chosen], [feature.id() for feature, _, _ in chosen])
    decimals = _decimals_in_use(source.fields(), [feature for feature, _, _ in chosen])
    found = []
    for identity, (feature, text, own_name) in zip(ids, chosen):
        case = _placed(feature, identity, name, crs, profile, context)
        facts = replace(case, source=_with_fields(file, feature, decimals), evaluated_on=today.isoformat())
        names = frozenset(filter(None, (text, own_name)))
        found.append(DrawnBoundary(facts, _system(facts.crs, crs), names, feature.id()))
    if not found:
        if id_value:
            listed = ", ".join(examples) or "–"
            raise InputError("titling.no_such_feature", layer=name, field=id_field, value=id_value, examples=listed)
        raise InputError("input.empty", layer=name)
    return found


def agreed_boundary_case(
    community: Mapping[str, Any],
    version: Mapping[str, Any],
    vertices: Sequence[Any],
    profile: Profile,
    context: QgsCoordinateTransformContext,
    today: datetime.date,
) -> DrawnBoundary:
    """The agreed boundary of a community, in its surveyed coordinates.

    Parameters
    ----------
    vertices : sequence of territory.versions.Vertex
        Of one system.
    """
    crs = QgsCoordinateReferenceSystem(f"EPSG:{vertices[0].epsg}")
    rings: dict[tuple[int, int], list[Point]] = {}
    for vertex in vertices:
        rings.setdefault((vertex.part, vertex.ring), []).append((vertex.easting, vertex.northing))
    parts: dict[int, list[list[Point]]] = {}
    for (part, _), points in sorted(rings.items()):
        parts.setdefault(part, []).append([*points, points[0]])
    text = ",".join(
        "(" + ",".join("(" + ",".join(f"{x!r} {y!r}" for x, y in ring) + ")" for ring in of_part) + ")"
        for of_part in parts.values()
    )
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(f"MULTIPOLYGON({text})"))
    name = str(community["name"])
    case = _placed(feature, str(version["id"]), name, crs, profile, context)
    case = replace(case, source=SourceFile(name), evaluated_on=today.isoformat(), vertices=_surveyed(vertices))
    if case.operation == "" and version.get("operation"):
        case = replace(case, operation=str(version["operation"]))
    return DrawnBoundary(case, _system(case.crs, crs), frozenset({name}))


def with_workspace(
    drawn: DrawnBoundary, community: Mapping[str, Any], sides: Sequence[Mapping[str, Any]] | None
) -> DrawnBoundary:
    """Add what a workspace knows: the community's attributes, and its sides grouped from neighbour to neighbour.

    Parameters
    ----------
    sides : sequence of rows of ``boundary_side``, optional
        None for a boundary that is not the agreed one: then nothing is known of its sides.
    """
    columns = {
        "community": "name",
        "people": "people",
        "department": "department",
        "province": "province",
        "district": "district",
        "ubigeo": "ubigeo",
    }
    attributes = {key: str(community[column]).strip() for key, column in columns.items() if community.get(column)}
    case = replace(
        drawn.case,
        attributes={**attributes, **drawn.case.attributes},
        sides=drawn.case.sides if sides is None else tuple(_stretches(drawn.case, sides)),
        has_sides=drawn.case.has_sides or sides is not None,
    )
    return replace(drawn, case=case, own_names=drawn.own_names | {attributes.get("community", "")} - {""})


def with_stated(drawn: DrawnBoundary, facts: StatedFacts) -> DrawnBoundary:
    """Add what a person handed over; it goes before what the workspace says."""
    case = drawn.case
    case = replace(
        case,
        attributes={**case.attributes, **facts.attributes},
        documents=facts.documents,
        has_documents=facts.has_documents,
    )
    if facts.has_sides:
        case = replace(case, sides=tuple(_with_course(case, facts.sides)), has_sides=True)
    if facts.vertices:
        case = replace(case, vertices=tuple(_with_places(case, facts.vertices)))
    own = facts.attributes.get("community", "")
    return replace(drawn, case=case, own_names=drawn.own_names | ({own} if own else frozenset()))


def with_table(drawn: DrawnBoundary, table: StatedTable | None, profile: Profile, name: str) -> DrawnBoundary:
    """Add a table as printed, with the sums that the documents state for it; without one, the table this plugin would print."""
    if table is None:
        table = _own_table(drawn.case, profile, name)
    else:
        for kind in _TABLE_DOCUMENTS:
            for document in drawn.case.stated(kind):
                area, perimeter = (number_of(document.values.get(key, "")) for key in ("area_ha", "perimeter_m"))
                table = replace(table, area_ha=table.area_ha or area, perimeter_m=table.perimeter_m or perimeter)
    return replace(drawn, case=replace(drawn.case, table=table)) if table is not None else drawn


def to_degrees(drawn: DrawnBoundary, context: QgsCoordinateTransformContext) -> Any:
    """Function that carries the geometry of a finding to EPSG:4326; None for what has no place on Earth."""
    transform = QgsCoordinateTransform(drawn.crs, QgsCoordinateReferenceSystem(WGS84), context)

    def carry(wkb: bytes) -> bytes | None:
        geometry = QgsGeometry()
        geometry.fromWkb(wkb)
        if not drawn.has_place:
            return None
        try:
            geometry.transform(transform)
        except QgsCsException:
            return None
        return bytes(geometry.asWkb())

    return carry


def _placed(
    feature: QgsFeature,
    identity: str,
    name: str,
    declared: QgsCoordinateReferenceSystem,
    profile: Profile,
    context: QgsCoordinateTransformContext,
) -> Case:
    """The boundary in the plane of a UTM zone where that can be, otherwise in the numbers it came in."""
    geometry = QgsGeometry(feature.geometry())
    if not geometry.isNull() and QgsWkbTypes.isCurvedType(geometry.wkbType()):
        geometry = QgsGeometry(geometry.constGet().segmentize())
    if not geometry.isNull() and not geometry.isEmpty():
        flat = geometry.get()
        flat.dropZValue()
        flat.dropMValue()
    drawn = b"" if geometry.isNull() else bytes(geometry.asWkb())
    authid, proj = (declared.authid(), declared.toProj()) if declared.isValid() else ("", "")
    method = UTM if profile.area_method == "utm_grid" else ELLIPSOIDAL
    case = Case(
        identity, name, authid, drawn, declared_crs=authid, declared_proj=proj, drawn_wkb=drawn, area_method=method
    )
    if not declared.isValid() or geometry.isNull() or geometry.isEmpty():
        return case
    own_zone = zone_of(declared) or ""
    if _is_psad56(declared):
        return _from_psad56(case, geometry, declared)
    if own_zone:
        plane = replace(case, zone=own_zone)
        return _with_zones(plane, geometry, declared, context)
    box = geometry.boundingBox()
    try:
        centre = QgsGeometry.fromPointXY(box.center())
        centre.transform(QgsCoordinateTransform(declared, QgsCoordinateReferenceSystem(WGS84), context))
        place = centre.asPoint()
        if not (math.isfinite(place.x()) and abs(place.x()) <= 180.0 and abs(place.y()) <= 84.0):
            return case
        if declared.isGeographic() and (
            max(abs(box.xMinimum()), abs(box.xMaximum())) > 180.0 or abs(box.yMinimum()) > 90.0
        ):
            return case
        target = QgsCoordinateReferenceSystem(f"EPSG:{utm_epsg(place.x(), place.y())}")
        transform = QgsCoordinateTransform(declared, target, context)
        moved = QgsGeometry(geometry)
        moved.transform(transform)
    except QgsCsException:
        return case
    operation = transform.instantiatedCoordinateOperationDetails().proj or transform.coordinateOperation()
    plane = replace(
        case,
        crs=target.authid(),
        zone=zone_of(target) or "",
        geometry_wkb=bytes(moved.asWkb()),
        operation=operation,
    )
    return _with_zones(plane, moved, target, context)


def _with_zones(
    case: Case, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> Case:
    """Box in degrees, zones with their shares, and areas by other methods; nothing when the place is none on Earth."""
    polygon, _ = mended_polygon(case.geometry_wkb)
    source = polygon if not polygon.isEmpty() else geometry
    degrees = QgsGeometry(source)
    try:
        degrees.transform(QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), context))
    except QgsCsException:
        return case
    box = degrees.boundingBox()
    values = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
    # Transverse Mercator wraps round the world: coordinates that do not come back were none.
    if not all(math.isfinite(v) for v in values) or not _comes_back(source, degrees, crs, context):
        return case
    if abs(values[0]) > 180.0 or abs(values[2]) > 180.0:
        return case
    case = replace(case, box_degrees=values)
    if polygon.isEmpty():
        return case
    centre = degrees.centroid().asPoint()
    central = _zone_name(utm_epsg(centre.x(), centre.y()))
    shares = _zone_shares(degrees, centre.y())
    number = int(central[:-1])
    areas = {}
    for other in sorted({number - 1, number, number + 1, int(case.zone[:-1]) if case.zone else number}):
        name = f"{other}{central[-1]}"
        moved = QgsGeometry(source)
        try:
            moved.transform(QgsCoordinateTransform(crs, system_of_zone(name), context))
        except QgsCsException:
            continue
        areas[name] = moved.area() / METRES_PER_HECTARE
    return replace(
        case,
        central_zone=central,
        zones=shares,
        zone_areas_ha=areas,
        ellipsoidal_area_ha=ellipsoidal_area_m2(polygon, crs) / METRES_PER_HECTARE,
    )


def _comes_back(
    geometry: QgsGeometry,
    degrees: QgsGeometry,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
) -> bool:
    back = QgsGeometry(degrees)
    try:
        back.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), crs, context))
    except QgsCsException:
        return False
    before, after = geometry.boundingBox(), back.boundingBox()
    scale = 1.0 if not crs.isGeographic() else 1e-5
    return abs(before.xMinimum() - after.xMinimum()) < scale and abs(before.yMaximum() - after.yMaximum()) < scale


def _zone_shares(degrees: QgsGeometry, latitude: float) -> tuple[tuple[str, float], ...]:
    box = degrees.boundingBox()
    first, last = (math.floor((x + 180.0) / 6.0) for x in (box.xMinimum(), box.xMaximum()))
    side = "N" if latitude >= 0 else "S"
    if first == last:
        return ((f"{first + 1}{side}", 100.0),)
    whole = degrees.area()
    shares = []
    for index in range(first, last + 1):
        strip = QgsGeometry.fromRect(QgsRectangle(index * 6.0 - 180.0, -90.0, index * 6.0 - 174.0, 90.0))
        part = degrees.intersection(strip).area()
        if part > 0 and whole > 0:
            shares.append((f"{index + 1}{side}", 100.0 * part / whole))
    return tuple(sorted(shares, key=lambda share: -share[1]))


def _zone_name(epsg: int) -> str:
    return f"{epsg - 32700}S" if epsg > 32700 else f"{epsg - 32600}N"


def _is_psad56(crs: QgsCoordinateReferenceSystem) -> bool:
    authid = crs.authid()
    return authid == "EPSG:4248" or authid in {f"EPSG:{code}" for code in PSAD56_UTM_ZONES}


def _from_psad56(case: Case, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> Case:
    """By the pinned operation, so that no installation chooses another."""
    operation = OPERATIONS[PSAD56_OPERATION]
    places = np.array([(v.x(), v.y()) for v in geometry.vertices()], dtype=float)
    if crs.authid() == "EPSG:4248":
        longitude, latitude = psad56_degrees_to_wgs84(places[:, 0], places[:, 1], operation)
        epsg = utm_epsg(float(longitude.mean()), float(latitude.mean()))
        east, north = degrees_to_utm(longitude, latitude, epsg % 100, epsg > 32700)
    else:
        east, north, epsg = psad56_to_wgs84(places[:, 0], places[:, 1], int(crs.authid().split(":")[1]), operation)
    moved = QgsGeometry(geometry)
    for index, (x, y) in enumerate(zip(east.tolist(), north.tolist())):
        moved.moveVertex(x, y, index)
    target = QgsCoordinateReferenceSystem(f"EPSG:{epsg}")
    plane = replace(
        case,
        crs=target.authid(),
        zone=zone_of(target) or "",
        geometry_wkb=bytes(moved.asWkb()),
        operation=f"EPSG:{PSAD56_OPERATION}",
    )
    return _with_zones(plane, moved, target, QgsCoordinateTransformContext())


def _system(authid: str, declared: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem(authid) if authid and authid != declared.authid() else declared


def _display_index(source: Any, layer: QgsVectorLayer | None) -> int:
    if layer is None or not layer.displayField():
        return -1
    return source.fields().lookupField(layer.displayField())


def _source_file(layer: QgsVectorLayer | None, name: str, crs: QgsCoordinateReferenceSystem) -> SourceFile:
    if layer is None or layer.providerType() != "ogr":
        return SourceFile(name, "", crs.isValid())
    path = Path(QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("path") or "")
    if layer.storageType() != _SHAPEFILE:
        return SourceFile(path.name or name, layer.storageType(), crs.isValid())
    sidecars = {each.suffix.lower(): each for each in path.parent.glob(f"{path.stem}.*")}
    encoding = ""
    if ".cpg" in sidecars:
        encoding = sidecars[".cpg"].read_text(encoding="ascii", errors="replace").strip()
    return SourceFile(path.name, _SHAPEFILE, ".prj" in sidecars and crs.isValid(), encoding, ".cpg" in sidecars)


def _decimals_in_use(fields: QgsFields, features: Sequence[QgsFeature]) -> dict[int, int]:
    """Digits after the point of each field of numbers: as declared, else the most that any boundary of the layer has.

    A number does not keep its trailing zeros, and ``3.1`` among four-digit areas was printed ``3.1000``.
    """
    found = {}
    for index in range(fields.count()):
        values = [feature.attribute(index) for feature in features]
        shown = [
            repr(value).rpartition(".")[2] for value in values if isinstance(value, float) and "e" not in repr(value)
        ]
        digits = [0 if text == "0" else len(text) for text in shown]
        if digits:
            found[index] = min(fields.at(index).precision() or max(digits), _MOST_DECIMALS)
    return found


def _with_fields(file: SourceFile, feature: QgsFeature, decimals: Mapping[int, int]) -> SourceFile:
    """Attributes as text, and those whose text fills its field to the last byte."""
    texts = []
    cut = []
    for index, field in enumerate(feature.fields()):
        value = feature.attribute(index)
        if value is None or is_null(value):
            continue
        text = (
            f"{value:.{decimals[index]}f}" if isinstance(value, float) and index in decimals else id_text(value) or ""
        )
        texts.append((field.name(), text))
        is_full = len(text.encode("utf-8")) >= field.length() >= _SHORTEST_CUT
        if file.format == _SHAPEFILE and is_full and not text.isdigit() and isinstance(value, str):
            cut.append(field.name())
    return replace(file, fields=tuple(texts), cut_fields=tuple(cut))


def _surveyed(vertices: Sequence[Any]) -> tuple[SurveyedVertex, ...]:
    return tuple(
        SurveyedVertex(
            v.part,
            v.ring,
            v.number,
            v.label,
            v.easting,
            v.northing,
            _method(v.method or ""),
            v.sigma_m,
            v.surveyed_at or "",
            getattr(v, "receiver", None) or "",
            getattr(v, "base_station", None) or "",
            getattr(v, "raw_file", None) or "",
            v.monument or "",
        )
        for v in vertices
    )


def _method(text: str) -> str:
    """Method of survey by the words in use; what is not known stays as it is."""
    words = " ".join(plain_words(text))
    for method, pattern in (
        ("rtk", r"\brtk\b"),
        ("differential", r"diferenc|differen|post|ppk|estatic|static"),
        ("total_station", r"estacion total|total station|poligonal|traverse"),
        ("handheld", r"handheld|navegador|manual|gps|gnss|track|phone|celular"),
        ("digitised", r"digit|imagen|imagery|mapa"),
        ("derived", r"deriv|adjust|copied"),
    ):
        if re.search(pattern, words):
            return method
    return text


def _stretches(case: Case, rows: Sequence[Mapping[str, Any]]) -> Iterator[Side]:
    """Sides from one change of neighbour to the next, each with its course; a segment without a row has no neighbour."""
    known = {(int(row["part"]), int(row["ring"]), int(row["number"])): row for row in rows}
    for ring in case.rings:
        points = ring.open_points
        if len(points) < 3:
            continue
        facts = [_facts_of(known.get((ring.part, ring.ring, number))) for number in range(1, len(points) + 1)]
        corners = [i for i in range(len(points)) if facts[i] != facts[i - 1]] or [0]
        for position, start in enumerate(corners):
            end = corners[(position + 1) % len(corners)]
            count = (end - start) % len(points) or len(points)
            line = tuple(points[(start + step) % len(points)] for step in range(count + 1))
            side: Side = facts[start]
            yield replace(side, part=ring.part, ring=ring.ring, number=start + 1, line=line)


def _facts_of(row: Mapping[str, Any] | None) -> Side:
    if row is None:
        return Side(0, 0, 0)

    def text(name: str) -> str:
        return str(row.get(name) or "").strip() if row is not None else ""

    return Side(
        0,
        0,
        0,
        text("kind"),
        text("neighbour") or text("neighbour_name"),
        text("registry_entry"),
        text("record_act"),
        text("record_on"),
        text("signed_by"),
        text("mandate"),
    )


def _with_course(case: Case, sides: Sequence[Side]) -> Iterator[Side]:
    """Stated sides with their course between the vertices of the boundary."""
    rings = {(ring.part, ring.ring): ring.open_points for ring in case.rings}
    for side in sides:
        points = rings.get((side.part, side.ring), ())
        if len(points) < 3 or not 1 <= side.number <= len(points):
            yield side
            continue
        later = sorted(s.number for s in sides if (s.part, s.ring) == (side.part, side.ring) and s.number > side.number)
        first = min(s.number for s in sides if (s.part, s.ring) == (side.part, side.ring))
        end = later[0] if later else first + len(points)
        yield replace(side, line=tuple(points[(number - 1) % len(points)] for number in range(side.number, end + 1)))


def _with_places(case: Case, vertices: Sequence[SurveyedVertex]) -> Iterator[SurveyedVertex]:
    rings = {(ring.part, ring.ring): ring.open_points for ring in case.rings}
    for vertex in vertices:
        points = rings.get((vertex.part, vertex.ring), ())
        if 1 <= vertex.number <= len(points):
            east, north = points[vertex.number - 1]
            yield replace(vertex, easting=east, northing=north, method=_method(vertex.method))


def _own_table(case: Case, profile: Profile, name: str) -> StatedTable | None:
    """The table this plugin prints for the boundary; none while the boundary has no table."""
    if not case.zone or case.box_degrees is None:
        return None
    geometry = QgsGeometry()
    geometry.fromWkb(case.geometry_wkb)
    labels = {(v.easting, v.northing): v.label for v in case.vertices if v.label} or None
    try:
        boundary = surveyed_boundary(geometry, case.crs, case.zone, labels, profile.tolerances.label_m)
        return stated_of(build_technical_table(boundary, profile), name)
    except InputError:
        return None


def stated_of(table: TechnicalTable, name: str) -> StatedTable:
    """A table of this plugin as the rules read it."""
    rows = tuple(
        StatedRow(
            row.part - 1,
            row.ring,
            row.vertex,
            row.side,
            row.distance_m,
            row.interior_angle_s,
            row.azimuth_s,
            row.easting,
            row.northing,
            row.neighbour,
            row.is_sinuous,
            row.between,
        )
        for row in table.rows
    )
    return StatedTable(rows, table.area_ha, table.perimeter_m, name)
