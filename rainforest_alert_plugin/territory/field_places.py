"""Places that a field file holds, kept in the workspace with their photos and sounds; brought in twice they are there once."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from qgis.core import QgsGeometry

from ..geo.progress import IsCancelled, stop_if
from ..workspace.attachments import attach
from ..workspace.audit import named_id
from ..workspace.store import Workspace
from .field_feature import Attachment, FieldFeature
from .field_formats.survey_forms import QUESTION, answer_name
from .photos import copy_photos
from .places import DEFAULT_SENSITIVITY, PHOTO_TYPES, SOUND_TYPES, PlaceFacts, checked_geometry
from .places import middle as middle_of

# By which an app knows its own record again.
_IDENTITIES = ("$id", "docId", "meta-instanceID", "instanceID", "_uuid", "uuid")
_KINDS = {"point": "place", "line": "path", "polygon": "area"}
_MEDIA_TYPES = {**PHOTO_TYPES, **SOUND_TYPES}


@dataclass(frozen=True)
class FieldPlace:
    """A place of a field file.

    Attributes
    ----------
    feature : FieldFeature
    geometry : QgsGeometry
        In EPSG:4326 (longitude, latitude).
    """

    feature: FieldFeature
    geometry: QgsGeometry


@dataclass(frozen=True)
class KeptPlaces:
    """What was kept.

    Attributes
    ----------
    places, files : int
        New ones.
    known : int
        Places that an earlier run had brought in; they stay as they are.
    unkept_files : tuple of str
        Names of files that came along and are of a kind that a workspace does not keep.
    """

    places: int
    files: int
    known: int
    unkept_files: tuple[str, ...] = ()


def keep_places(
    workspace: Workspace,
    places: Sequence[FieldPlace],
    attachments: Sequence[Attachment],
    source: str,
    community_id: str | None,
    sensitivity: str = DEFAULT_SENSITIVITY,
    is_cancelled: IsCancelled = lambda: False,
) -> KeptPlaces:
    """Keep places with what was recorded at them, in one transaction. Who recorded them is not kept.

    Parameters
    ----------
    source : str
        Name of the file, for records without an identity of their own.

    Raises
    ------
    InputError
        As :meth:`~.places.PlaceFacts.columns`, :func:`~.places.checked_geometry` and
        :func:`~rainforest_alert_plugin.workspace.attachments.attach` say.
    OutputError
        When a file cannot be kept.
    """
    count = files = known = 0
    unkept: dict[str, None] = {}
    wanted = {photo for place in places for photo in place.feature.photos}
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-") as folder:
        copies = {path.name: path for path in copy_photos(attachments, wanted, Path(folder), is_cancelled)}
        with workspace.write() as transaction:
            present = {id for (id,) in workspace.connection.query('SELECT "id" FROM "place"')}
            for place, id in zip(places, _identities(workspace, places, source, present)):
                stop_if(is_cancelled)
                feature = place.feature
                if id in present:
                    known += 1
                    continue
                present.add(id)
                facts = PlaceFacts(
                    feature.name or feature.label,
                    kind=_KINDS[feature.shape],
                    notes=feature.description,
                    sensitivity=sensitivity,
                )
                wkb = bytes(checked_geometry(place.geometry).asWkb())
                row = {**facts.columns(), "id": id, "community_id": community_id, "geom": wkb}
                transaction.insert("place", row)
                count += 1
                for photo in feature.photos:
                    path = copies.get(photo)
                    if path is None:
                        continue
                    media_type = _MEDIA_TYPES.get(path.suffix.lower())
                    if media_type is None:
                        unkept[photo] = None
                        continue
                    said = {"media_type": media_type, "taken_at": _time_of(feature), "sensitivity": sensitivity}
                    attach(transaction, workspace.location, path, "place", id, geom=middle_of(wkb), **said)
                    files += 1
    return KeptPlaces(count, files, known, tuple(unkept))


def _identities(workspace: Workspace, places: Sequence[FieldPlace], source: str, present: set[str]) -> list[str]:
    """Identity of each place: that of its record; further places of one record are told apart by their question or where they lie."""
    ids = [""] * len(places)
    of_record: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        own = _own_identity(place.feature)
        if own:
            of_record.setdefault(own, []).append(index)
        else:
            feature = place.feature
            name = answer_name(feature)
            ids[index] = named_id(f"field/{source}/{feature.line}/{name}/{_digest(feature)}")
    for own, indices in of_record.items():
        record = named_id(f"field/{own}")
        details = [_detail(places[index].feature) for index in indices]
        parts = {detail: named_id(f"field/{own}/{detail}") for detail in details}
        if len(parts) > 1:
            group = [places[index] for index in indices]
            holder = _holder(workspace, record, group, [parts[detail] for detail in details], present)
            parts[details[holder]] = record
        else:
            parts = dict.fromkeys(parts, record)
        for index, detail in zip(indices, details):
            ids[index] = parts[detail]
    return ids


def _holder(
    workspace: Workspace, record: str, places: Sequence[FieldPlace], parts: Sequence[str], present: set[str]
) -> int:
    """Which place of a record has the record's own identity: the one that is kept under it, otherwise the first that is not kept yet."""
    if record in present:
        kept = QgsGeometry()
        kept.fromWkb(workspace.read("place", '"id" = ?', [record])[0]["geom"])
        for index, place in enumerate(places):
            if place.geometry.equals(kept):
                return index
    return next((index for index, part in enumerate(parts) if part not in present), 0)


def _own_identity(feature: FieldFeature) -> str:
    return next((feature.properties[name] for name in _IDENTITIES if feature.properties.get(name)), "")


def _detail(feature: FieldFeature) -> str:
    return feature.properties.get(QUESTION) or _digest(feature)


def _digest(feature: FieldFeature) -> str:
    return hashlib.sha256(feature.vertices[["x", "y"]].copy().tobytes()).hexdigest()


def _time_of(feature: FieldFeature) -> str | None:
    moment = feature.vertices["time"][0]
    text = str(moment.astype("M8[ms]"))
    return None if text == "NaT" else text + "Z"
