"""Communities as other bodies list them: what their columns mean, which ones are there already, and which are the same one twice.

Column names: public replicas of SERFOR's layer of native communities, BDPI, SICNA and MIDAGRI.
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Callable, Mapping, Sequence

import numpy as np
from qgis.core import Qgis, QgsGeometry, QgsPoint, QgsPointXY, QgsWkbTypes

from ..errors import Message
from ..geo.arrays import Bools, Floats
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..workspace.levels import stricter
from ..workspace.model import SENSITIVITIES
from ..workspace.points import point_wkbs
from ..workspace.store import Row, Transaction, Workspace, new_id
from .persons import plain_words
from .plane import transformed
from .versions import last_versions

ROLES = ("name", "key", "people", "ubigeo", "district", "province", "department", "recognition_act", "title_act")
STATUSES = ("new", "known", "changed", "left_out")
# Columns by what they hold, the surest first; compared without accents, signs or case.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "nomcom",
        "nom com",
        "nombre com",
        "nomb com",
        "nomccnn",
        "nom ccnn",
        "nombre ccnn",
        "nombre cn",
        "comunidad",
    )
    + ("nombre comunidad", "nombre", "nomb", "name", "community", "terrai nom", "nom tc"),
    "key": (
        "codigo",
        "cod com",
        "codcom",
        "cod ccnn",
        "codccnn",
        "id ccnn",
        "idccnn",
        "codigo com",
        "cod comuni",
        "cod cn",
    )
    + ("id com", "codigo cn", "gml id", "terrai cod", "key", "code"),
    "people": (
        "etnia",
        "etnia1",
        "pueblo",
        "pueblo indigena",
        "pueblo ind",
        "grupo etnico",
        "grupo etni",
        "etnia nome",
        "people",
    ),
    "ubigeo": ("ubidis", "ubigeo", "iddist", "cod ubigeo", "ubigeo dis", "coddist", "ubigeo dist"),
    "district": ("distr", "distrito", "nomdis", "nomdist", "nom dist", "nombdist", "dist"),
    "province": ("provi", "provincia", "nompro", "nomprov", "nom prov", "nombprov", "prov"),
    "department": ("depar", "departamento", "departamen", "nomdep", "nom dep", "nombdep", "region", "depa", "dep"),
    "recognition_act": ("nroresolre", "res recono", "resol recon", "resol rec", "reconocimiento", "res rec"),
    "title_act": ("titcom", "tinroresol", "restit", "res titula", "resol tit", "res tit", "titulo", "resolucion"),
}
_PREFIXES = ("comunidad nativa", "comunidad campesina", "comunidad", "cc nn", "ccnn", "c n", "cn", "c c", "cc")
_SHORT_FORMS: Mapping[str, str] = {
    "sta": "santa",
    "sto": "santo",
    "sn": "san",
    "pto": "puerto",
    "pta": "punta",
    "nvo": "nuevo",
    "nva": "nueva",
    "ntra": "nuestra",
    "ntro": "nuestro",
    "sra": "senora",
    "sr": "senor",
    "qda": "quebrada",
    "gral": "general",
    "ii": "2",
    "iii": "3",
    "iv": "4",
}
_BRACKETS = re.compile(r"\([^)]*\)")
_NEAR_DEGREES = 0.3  # some 33 km: parts of one community lie apart, communities of one name in two basins further
_SAME_SHARE = 0.9
_CHECK_EVERY = 20


@dataclass(frozen=True)
class Fault:
    """Why a boundary is no valid polygon.

    Attributes
    ----------
    reason : str
        As GEOS words it.
    count : int
        Places where it crosses or meets itself.
    easting, northing : float
        The first of them, in the system of the boundary.
    """

    reason: str
    count: int
    easting: float
    northing: float


@dataclass(frozen=True)
class CommunityRecord:
    """A community as a layer has it.

    Attributes
    ----------
    fid : int
    values : mapping of str to str
        By :data:`ROLES`, without blanks; ``name`` is always there.
    rings : tuple of (int, int, ndarray of float, shape (n, 2))
        Part, ring and vertices (not closed) in the system `epsg`, as the layer has them. None for a community that is only a point.
    epsg : int
    geometry : QgsGeometry
        In EPSG:4326.
    operation : str
        Transformation by which the vertices came into `epsg`; empty when they stand as the layer has them.
    fault : Fault, optional
        Why the boundary is no valid polygon; its area is unknown then.
    level : str
        Of the row of a workspace that it was read from; ``public`` when it is of none.
    """

    fid: int
    values: Mapping[str, str]
    rings: tuple[tuple[int, int, Floats], ...]
    epsg: int
    geometry: QgsGeometry
    operation: str = ""
    fault: Fault | None = None
    level: str = SENSITIVITIES[0]

    @property
    def name(self) -> str:
        """Name of the community."""
        return self.values["name"]

    def area_ha(self) -> float | None:
        """Area in the plane of `epsg`, holes taken out; None without a boundary, or with one that is no valid polygon."""
        if self.fault is not None:
            return None
        total = 0.0
        for _, ring, vertices in self.rings:
            x, y = (vertices - vertices[0]).T
            doubled = abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)))
            total += doubled / 2.0 if ring == 0 else -doubled / 2.0
        return total / 1e4 if total > 0.0 else None


@dataclass(frozen=True)
class PlannedCommunity:
    """What will become of a record.

    Attributes
    ----------
    record : CommunityRecord
    key : str
        Identity in its source; made from name, people, district and boundary when the layer has none.
    status : str
        One of :data:`STATUSES`.
    community_id, version_id : str
        Of the workspace; ``version_id`` is empty for a community without a boundary.
    twins : tuple of str
        Names and keys of what seems to be the same community.
    """

    record: CommunityRecord
    key: str
    status: str
    community_id: str
    version_id: str
    twins: tuple[str, ...] = ()


def fault_of(polygon: QgsGeometry) -> Fault | None:
    """Why a polygon is not valid, and where; None when it is."""
    if polygon.isNull() or polygon.isGeosValid():
        return None
    geos = polygon.validateGeometry(Qgis.GeometryValidationEngine.Geos)
    lines = [QgsGeometry(part.boundary()) for part in polygon.constParts()]
    rings = [ring for line in lines for ring in line.asGeometryCollection()]
    starts = {_place(ring.vertexAt(0)) for ring in rings}
    noded = QgsGeometry.unaryUnion(rings).asGeometryCollection()
    ends = [_place(piece.vertexAt(at)) for piece in noded for at in (0, piece.constGet().nCoordinates() - 1)]
    places = list(dict.fromkeys(place for place in ends if place not in starts))
    where = geos[0].where() if geos and geos[0].hasWhere() else QgsPointXY(*(places or sorted(starts))[0])
    reason = geos[0].what() if geos else polygon.lastError()
    return Fault(reason, max(len(places), 1), where.x(), where.y())


def _place(point: QgsPoint) -> tuple[float, float]:
    return point.x(), point.y()


def guess_columns(names: Sequence[str]) -> dict[str, str]:
    """Column of each role, where one is known."""
    plain = {plain_words(name).replace(" ", ""): name for name in reversed(names)}
    found: dict[str, str] = {}
    for role, candidates in _COLUMNS.items():
        for candidate in candidates:
            column = plain.get(candidate.replace(" ", ""))
            if column is not None and column not in found.values():
                found[role] = column
                break
    return found


def plain_name(name: str) -> str:
    """Name without accents, case, signs and ``Comunidad Nativa``, so that two spellings meet."""
    bare = unicodedata.normalize("NFD", name.lower())
    words = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c)).split()
    text = " ".join(words)
    for prefix in _PREFIXES:
        if text.startswith(prefix + " "):
            text = text[len(prefix) + 1 :]
            break
    return text[3:] if text.startswith("de ") else text


def meeting_name(name: str) -> str:
    """:func:`plain_name` with the short forms of maps and lists written out and without what stands in brackets.

    So ``Com. Nat. Pto. Azul II (Awajún)`` and ``Puerto Azul 2`` meet.
    """
    words = plain_name(_BRACKETS.sub(" ", name)).split()
    if len(words) > 2 and words[0] == "com" and words[1] in ("nat", "nativa", "camp", "campesina"):
        words = words[2:]
    return " ".join(_SHORT_FORMS.get(word, word) for word in words)


def ubigeo_of(value: str) -> str:
    """Six digits, with the leading zero that numbers lose; blank when it is no code of a district."""
    digits = value.strip().split(".")[0]
    return digits.zfill(6) if digits.isdigit() and len(digits) in (5, 6) else ""


def plan_import(
    workspace: Workspace,
    records: Sequence[CommunityRecord],
    source: str,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> list[PlannedCommunity]:
    """Decide what is new, what is there already, and what seems to be one community twice; nothing is written.

    A community is known when its source and key are in the workspace. It is ``changed`` when its boundary is another one now: that is
    said, and the boundary in the workspace stays, since only an assembly changes it.

    Parameters
    ----------
    workspace : Workspace
    records : sequence of CommunityRecord
    source : str
        Name of the list they come from.
    """
    held = workspace.read("community")
    by_key = {(row["source"], row["key"]): row for row in held}
    boundaries = {str(row["id"]): _boundary(workspace, str(row["id"])) for row in held}
    planned: list[PlannedCommunity] = []
    taken: set[str] = set()
    for number, record in enumerate(records):
        if number % _CHECK_EVERY == 0:
            stop_if(is_cancelled)
            progress(50.0 * number / len(records))
        key = _key(record, taken)
        taken.add(key)
        row = by_key.get((source, key))
        if row is None:
            identity, version = new_id(), new_id() if record.rings else ""
            planned.append(PlannedCommunity(record, key, "new", identity, version))
            continue
        version_row = boundaries[str(row["id"])]
        is_same = _same_boundary(version_row, record)
        identity = "" if version_row is None else str(version_row["id"])
        planned.append(PlannedCommunity(record, key, "known" if is_same else "changed", str(row["id"]), identity))
    return _with_twins(planned, held, boundaries, source, progress, is_cancelled)


def write_communities(
    transaction: Transaction,
    planned: Sequence[PlannedCommunity],
    source: str,
    reason: Callable[[PlannedCommunity], str],
    sensitivity: str,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> None:
    """Write the new ones of a plan: community, first version of its boundary, and its vertices as surveyed.

    Parameters
    ----------
    reason : callable
        What the version gives as its reason.
    sensitivity : str
        Level of the rows, except where the row that one was read from is more closed.
    """
    fresh = [each for each in planned if each.status == "new"]
    for number, each in enumerate(fresh):
        stop_if(is_cancelled)
        progress(100.0 * number / len(fresh))
        record = each.record
        values = {role: record.values[role] for role in ROLES if role != "key" and record.values.get(role)}
        level = stricter(sensitivity, record.level)
        transaction.insert(
            "community",
            {"id": each.community_id, **values, "key": each.key, "source": source, "sensitivity": level},
        )
        if record.rings:
            _write_boundary(transaction, each, source, reason(each), level)


def _write_boundary(
    transaction: Transaction, each: PlannedCommunity, source: str, reason: str, sensitivity: str
) -> None:
    record = each.record
    transaction.insert(
        "boundary_version",
        {
            "id": each.version_id,
            "community_id": each.community_id,
            "number": 1,
            "reason": reason,
            "source": source,
            "epsg": record.epsg,
            "operation": record.operation or None,
            "area_ha": record.area_ha(),
            "sensitivity": sensitivity,
            "geom": multipolygon_wkb(record.geometry),
        },
    )
    label = 0
    for part, ring, vertices in record.rings:
        degrees = transformed(vertices, record.epsg, 4326)
        wkbs = point_wkbs(degrees[:, 0], degrees[:, 1])
        for position, (easting, northing) in enumerate(vertices.tolist()):
            label += 1
            transaction.insert(
                "vertex",
                {
                    "version_id": each.version_id,
                    "part": part,
                    "ring": ring,
                    "number": position + 1,
                    "label": f"V-{label}",
                    "easting": easting,
                    "northing": northing,
                    "epsg": record.epsg,
                    "method": "imported",
                    "geom": bytes(wkbs[position]),
                },
            )


def multipolygon_wkb(geometry: QgsGeometry) -> bytes:
    """Two-dimensional multipolygon binary."""
    copy = QgsGeometry(geometry)
    copy.convertToMultiType()
    copy.get().dropZValue()
    copy.get().dropMValue()
    return bytes(copy.asWkb())


def _boundary(workspace: Workspace, community_id: str) -> Row | None:
    """Newest version of a community's boundary."""
    found = last_versions(workspace, community_id)
    return found[-1] if found else None


def _key(record: CommunityRecord, taken: set[str]) -> str:
    """Key of the layer; made when it has none, told apart by the boundary when it occurs twice."""
    boundary = hashlib.sha256(bytes(record.geometry.asWkb())).hexdigest()
    key = record.values.get("key", "")
    if key and key not in taken:
        return key
    words = "|".join(record.values.get(role, "") for role in ("name", "people", "ubigeo", "district"))
    digest = hashlib.sha256(f"{words}|{boundary}".encode()).hexdigest()
    made = f"{key or plain_name(record.name)} #{digest[:10]}"
    # the very same feature twice in one file
    while made in taken:
        made += "'"
    return made


def _same_boundary(version: Row | None, record: CommunityRecord) -> bool:
    if version is None or version["geom"] is None:
        return not record.rings
    return bool(record.rings) and bytes(version["geom"]) == multipolygon_wkb(record.geometry)


@dataclass(frozen=True)
class _Trace:
    """What tells that two entries are one community."""

    said: str
    name: str
    people: frozenset[str]
    district: str
    geometry: QgsGeometry

    @cached_property
    def is_valid(self) -> bool:
        """Whether it can be cut with another."""
        return bool(self.geometry.isGeosValid())


def _with_twins(
    planned: list[PlannedCommunity],
    held: Sequence[Row],
    boundaries: Mapping[str, Row | None],
    source: str,
    progress: Progress,
    is_cancelled: IsCancelled,
) -> list[PlannedCommunity]:
    """Note with each new record what it seems to be a second time."""
    own = {each.community_id for each in planned}
    traces: list[_Trace] = []
    for row in held:
        if str(row["id"]) in own:
            continue
        geometry = QgsGeometry()
        version = boundaries[str(row["id"])]
        if version is not None and version["geom"] is not None:
            geometry.fromWkb(version["geom"])
        words = {"people": row["people"] or "", "ubigeo": row["ubigeo"] or "", "district": row["district"] or ""}
        traces.append(_trace(f"{row['name']} ({row['source']}, {row['key']})", row["name"], words, geometry))
    others = len(traces)
    for each in planned:
        traces.append(
            _trace(
                f"{each.record.name} ({source}, {each.key})", each.record.name, each.record.values, each.record.geometry
            )
        )
    boxes = np.array([_box(trace.geometry) for trace in traces]).reshape(-1, 4)
    names = np.array([trace.name for trace in traces])
    found = []
    for number, each in enumerate(planned):
        if number % _CHECK_EVERY == 0:
            stop_if(is_cancelled)
            progress(50.0 + 50.0 * number / len(planned))
        index = others + number
        gaps = _gaps(boxes[index], boxes)
        is_point = (boxes[:, 0] == boxes[:, 2]) | (boxes[index, 0] == boxes[index, 2])
        candidates = np.flatnonzero((names == names[index]) | (gaps <= 0.0) & (is_point | _alike(boxes[index], boxes)))
        twins = [
            traces[i].said for i in candidates if i != index and _is_twin(traces[i], traces[index], float(gaps[i]))
        ]
        found.append(replace(each, twins=tuple(twins)) if twins else each)
    return found


def _trace(said: str, name: str, values: Mapping[str, str], geometry: QgsGeometry) -> _Trace:
    people = frozenset(word for word in plain_words(values.get("people", "")).split() if len(word) > 2)
    return _Trace(
        said, meeting_name(name), people, values.get("ubigeo", "") or plain_name(values.get("district", "")), geometry
    )


def _is_twin(one: _Trace, other: _Trace, gap: float) -> bool:
    """Same name, no other people, and the same place; a longer name for a point in the polygon; or nearly the same polygon."""
    are_of_one_people = bool(one.people & other.people or not (one.people and other.people))
    if one.name == other.name and are_of_one_people:
        is_near = gap <= _NEAR_DEGREES if not math.isnan(gap) else one.district == other.district
        if is_near or (one.district and one.district == other.district):
            return True
    if not gap <= 0.0:
        return False
    land = [one.geometry, other.geometry]
    if any(geometry.type() == QgsWkbTypes.GeometryType.PointGeometry for geometry in land):
        words = [set(trace.name.split()) for trace in (one, other)]
        is_longer = bool(all(words)) and (words[0] <= words[1] or words[1] <= words[0])
        return is_longer and are_of_one_people and bool(land[0].intersects(land[1]))
    if not (one.is_valid and other.is_valid):
        # what a polygon that crosses itself holds is not known; what it spans is
        land = [geometry.convexHull() for geometry in land]
    shared = land[0].intersection(land[1]).area()
    return bool(shared > _SAME_SHARE * max(land[0].area(), land[1].area()) > 0.0)


def _box(geometry: QgsGeometry) -> tuple[float, float, float, float]:
    if geometry.isNull() or geometry.isEmpty():
        return (math.nan,) * 4
    box = geometry.boundingBox()
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()


def _gaps(box: Floats, boxes: Floats) -> Floats:
    """Distance in degrees from a box to each other one, 0 where they meet, NaN where one is missing."""
    across = np.maximum(np.maximum(box[0] - boxes[:, 2], boxes[:, 0] - box[2]), 0.0)
    along = np.maximum(np.maximum(box[1] - boxes[:, 3], boxes[:, 1] - box[3]), 0.0)
    gaps: Floats = np.hypot(across, along)
    return gaps


def _alike(box: Floats, boxes: Floats) -> Bools:
    """Whether boxes are of a size at which their polygons may be nearly the same."""
    own = (box[2] - box[0]) * (box[3] - box[1])
    sizes = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    alike: Bools = np.minimum(own, sizes) >= 0.5 * _SAME_SHARE * np.maximum(own, sizes)
    return alike


def fault_message(each: PlannedCommunity) -> Message:
    """What is wrong with the boundary of a community."""
    fault, record = each.record.fault, each.record
    if fault is None:
        raise ValueError("the boundary has no fault")
    return Message(
        "community.invalid_boundary",
        name=record.name,
        key=each.key,
        reason=fault.reason,
        count=fault.count,
        easting=fault.easting,
        northing=fault.northing,
        epsg=record.epsg,
    )


def twin_message(each: PlannedCommunity) -> Message:
    """What a person must look at."""
    return Message("community.twin", name=each.record.name, key=each.key, twins="; ".join(each.twins[:5]))
