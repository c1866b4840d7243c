"""Dated copies of layers: a GeoPackage for each service and day, with a note, and what changed since the copy before."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

from osgeo import gdal, ogr, osr

from ...errors import OutputError
from ...geo.files import replaced_file
from ...geo.progress import IsCancelled, never_cancelled, stop_if
from .answer import LayerAnswer, box_polygon
from .area import Box, common_boxes
from .catalogue import Service, ServiceLayer

NOTE_SUFFIX = ".source.json"
_OGR_KINDS = {"text": ogr.OFTString, "integer": ogr.OFTInteger64, "real": ogr.OFTReal}
_TYPES = {"polygon": ogr.wkbMultiPolygon, "line": ogr.wkbMultiLineString, "point": ogr.wkbPoint}
_FORCES = {"polygon": ogr.ForceToMultiPolygon, "line": ogr.ForceToMultiLineString}
_TAKEN = ("fid", "geom")
_CHECK_EVERY = 500
_DIGEST_DECIMALS = 7
_MOST_NAMED = 50
_EDGE_DEG = 1e-6


@dataclass(frozen=True)
class Copy:
    """A layer that was kept.

    Attributes
    ----------
    path : Path
        The GeoPackage.
    table : str
        Its table there.
    facts : mapping
        What the note says of it: ``title``, ``role``, ``features``, ``complete``, ``expected``, ``without_geometry``, ``called``,
        ``epsg``, ``fields``.
    fetched_at : str
        UTC.
    boxes : list of Box
        Where was asked.
    """

    path: Path
    table: str
    facts: Mapping[str, Any]
    fetched_at: str
    boxes: list[Box]

    @property
    def day(self) -> str:
        """Day of the copy, by UTC."""
        return self.fetched_at[:10]

    @property
    def is_complete(self) -> bool:
        """Whether everything that the service counted arrived."""
        return bool(self.facts.get("complete"))


@dataclass(frozen=True)
class Difference:
    """What changed between two copies, where both looked.

    Attributes
    ----------
    since : str
        Day of the copy before.
    new, gone, changed : list of str
        Names of features.
    new_count, gone_count, changed_count : int
    """

    since: str
    new: list[str]
    gone: list[str]
    changed: list[str]
    new_count: int
    gone_count: int
    changed_count: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.new_count or self.gone_count or self.changed_count)


def free_path(folder: Path, service: Service, now: datetime.datetime) -> Path:
    """Place of a new copy; an earlier one of the day stays."""
    stem = f"{service.id}_{now.date().isoformat()}"
    path = folder / f"{stem}.gpkg"
    number = 2
    while path.exists():
        path = folder / f"{stem}_{number}.gpkg"
        number += 1
    return path


def write_copy(
    path: Path,
    service: Service,
    answers: Sequence[LayerAnswer],
    boxes: Sequence[Box],
    now: datetime.datetime,
    unread: Mapping[str, str],
    is_cancelled: IsCancelled = never_cancelled,
) -> list[Copy]:
    """Write the layers of a service and the note beside them, whole or not at all.

    Parameters
    ----------
    unread : mapping
        Layers that could not be read, and why.

    Raises
    ------
    OutputError
        When the file cannot be written, or a feature could not be kept.
    CancelledError
    """
    facts: dict[str, dict[str, Any]] = {}
    with replaced_file(path) as partial:
        source = ogr.GetDriverByName("GPKG").CreateDataSource(str(partial))
        if source is None:
            raise _failed(path)
        try:
            for answer in answers:
                facts[answer.layer.id] = _write_layer(source, path, answer, is_cancelled)
        finally:
            source = None
    fetched_at = now.astimezone(datetime.timezone.utc).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    note = {
        "service": service.id,
        "authority": service.authority,
        "title": service.title,
        "address": service.url,
        "fetched_at": fetched_at,
        "licence": service.licence,
        "attribution": service.attribution,
        "boxes": [list(box) for box in boxes],
        "layers": facts,
        "not_read": dict(unread),
    }
    with replaced_file(note_path(path)) as partial:
        partial.write_text(json.dumps(note, ensure_ascii=False, indent=2), encoding="utf-8")
    return [Copy(path, table, layer_facts, fetched_at, list(boxes)) for table, layer_facts in facts.items()]


def note_path(path: Path) -> Path:
    """Where the note of a copy stands."""
    return path.with_name(path.name + NOTE_SUFFIX)


def _write_layer(source: Any, path: Path, answer: LayerAnswer, is_cancelled: IsCancelled) -> dict[str, Any]:
    system = osr.SpatialReference()
    system.ImportFromEPSG(answer.epsg)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    layer = answer.layer
    target = source.CreateLayer(
        layer.id, system, _TYPES[layer.geometry], ["GEOMETRY_NAME=geom", "FID=fid", f"IDENTIFIER={layer.title}"]
    )
    if target is None:
        raise _failed(path)
    stored: dict[str, str] = {}
    for name, kind in answer.fields:
        column = name
        while column.casefold() in _TAKEN or column.casefold() in {used.casefold() for used in stored.values()}:
            column += "_"
        stored[name] = column
        if target.CreateField(ogr.FieldDefn(column, _OGR_KINDS[kind])) != ogr.OGRERR_NONE:
            raise _failed(path)
    kinds = dict(answer.fields)
    count, bare = 0, 0
    target.StartTransaction()
    for item in answer.features():
        if count % _CHECK_EVERY == 0:
            stop_if(is_cancelled)
        feature = ogr.Feature(target.GetLayerDefn())
        for name, value in item.properties.items():
            if name in stored and value is not None:
                feature.SetField(stored[name], _plain(value, kinds[name]))
        if item.geometry is None:
            bare += 1
        else:
            force = _FORCES.get(layer.geometry)
            feature.SetGeometry(force(item.geometry.Clone()) if force is not None else item.geometry)
        if target.CreateFeature(feature) != ogr.OGRERR_NONE:
            raise _failed(path)
        count += 1
    target.CommitTransaction()
    fields = {role: stored[name] for role, name in _present_fields(layer, stored).items()}
    return {
        "title": layer.title,
        "role": layer.role,
        "called": answer.called,
        "epsg": answer.epsg,
        "features": count,
        "without_geometry": bare,
        "expected": answer.expected,
        "complete": answer.is_complete,
        "fields": fields,
    }


def _present_fields(layer: ServiceLayer, stored: Mapping[str, str]) -> dict[str, str]:
    """Fields of the catalogue that the answer has, whatever the case of their letters."""
    by_letters = {name.casefold(): name for name in stored}
    return {role: by_letters[name.casefold()] for role, name in layer.fields.items() if name.casefold() in by_letters}


def _plain(value: Any, kind: str) -> Any:
    if kind == "integer":
        return int(value)
    if kind == "real":
        return float(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip()


def _failed(path: Path) -> OutputError:
    return OutputError("output.folder_unwritable", path=str(path), reason=gdal.GetLastErrorMsg() or "GDAL")


def copies_in(folder: Path, service_id: str = "", layer_id: str = "") -> list[Copy]:
    """Copies in a folder, the latest first."""
    found = []
    for beside in sorted(folder.glob("*" + NOTE_SUFFIX)):
        path = beside.with_name(beside.name[: -len(NOTE_SUFFIX)])
        try:
            note = json.loads(beside.read_text(encoding="utf-8"))
            boxes = [(float(w), float(s), float(e), float(n)) for w, s, e, n in note["boxes"]]
            layers = dict(note["layers"])
            fetched_at = str(note["fetched_at"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if not path.is_file() or service_id not in ("", note.get("service")):
            continue
        for table, facts in layers.items():
            if layer_id in ("", table):
                found.append(Copy(path, table, facts, fetched_at, boxes))
    return sorted(found, key=lambda copy: (copy.fetched_at, copy.path.name), reverse=True)


def difference(before: Copy, now: Copy, is_cancelled: IsCancelled = never_cancelled) -> Difference | None:
    """What changed where both copies looked; None when they did not look at the same place or one is incomplete.

    Features are known by the field that the catalogue names as their identity; those without one by their geometry.
    """
    boxes = common_boxes(before.boxes, now.boxes)
    if not boxes or not before.is_complete or not now.is_complete:
        return None
    old, new = _contents(before, boxes, is_cancelled), _contents(now, boxes, is_cancelled)
    added = sorted(new[key][0] for key in new.keys() - old.keys())
    gone = sorted(old[key][0] for key in old.keys() - new.keys())
    changed = sorted(new[key][0] for key in new.keys() & old.keys() if new[key][1] != old[key][1])
    return Difference(
        before.day,
        added[:_MOST_NAMED],
        gone[:_MOST_NAMED],
        changed[:_MOST_NAMED],
        len(added),
        len(gone),
        len(changed),
    )


def _contents(copy: Copy, boxes: Sequence[Box], is_cancelled: IsCancelled) -> dict[str, tuple[str, list[str]]]:
    """Name and digests of geometry by identity; several rows of one identity are one unit in parts."""
    found: dict[str, tuple[str, list[str]]] = {}
    for identity, name, digest in _rows(copy, boxes, is_cancelled):
        if identity in found:
            found[identity][1].append(digest)
            found[identity][1].sort()
        else:
            found[identity] = (name, [digest])
    return found


def _rows(copy: Copy, boxes: Sequence[Box], is_cancelled: IsCancelled) -> Iterator[tuple[str, str, str]]:
    source = ogr.Open(str(copy.path))
    table = source.GetLayerByName(copy.table) if source is not None else None
    if table is None:
        return
    fields = copy.facts.get("fields") or {}
    # A box's very edge is left out: whether what only touches it belongs to an answer is each server's own rule.
    where = [box_polygon(box, int(copy.facts["epsg"]), -_EDGE_DEG) for box in boxes]
    for number, feature in enumerate(table):
        if number % _CHECK_EVERY == 0:
            stop_if(is_cancelled)
        geometry = feature.GetGeometryRef()
        if geometry is not None and not any(geometry.Intersects(box) for box in where):
            continue
        digest = geometry_digest(geometry)
        identity = str(feature.GetField(fields["id"]) or "").strip() if "id" in fields else ""
        name = str(feature.GetField(fields["name"]) or "").strip() if "name" in fields else ""
        label = " ".join(dict.fromkeys(part for part in (identity, name) if part)) or f"#{feature.GetFID()}"
        yield identity or digest, label, digest


def geometry_digest(geometry: Any) -> str:
    """SHA-256 of the coordinates rounded to centimetres, whichever vertex a ring starts from."""
    if geometry is None:
        return ""
    return hashlib.sha256(json.dumps(_normal(geometry)).encode("ascii")).hexdigest()


def _normal(geometry: Any) -> list[Any]:
    if geometry.GetGeometryCount():
        return sorted((_normal(geometry.GetGeometryRef(i)) for i in range(geometry.GetGeometryCount())), key=json.dumps)
    points = [[round(value, _DIGEST_DECIMALS) for value in point[:2]] for point in geometry.GetPoints() or []]
    if len(points) > 2 and points[0] == points[-1]:
        ring = points[:-1]
        if ring:
            first = ring.index(min(ring))
            ring = ring[first:] + ring[:first]
            if ring[1] > ring[-1]:
                ring = [ring[0], *reversed(ring[1:])]
        return ring
    return points
