"""Places and strokes: names in the own language and in Spanish, what they are used for, when, and who may see it."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from qgis.core import QgsGeometry, QgsWkbTypes

from ..errors import InputError
from ..workspace.attachments import attach
from ..workspace.clock import utc_now
from ..workspace.model import SENSITIVITIES
from ..workspace.store import Row, Workspace
from ..workspace.tables.territory import STROKE_KINDS, USES

DEFAULT_SENSITIVITY = "community"
PHOTO_TYPES: Mapping[str, str] = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".webp": "image/webp",
}
SOUND_TYPES: Mapping[str, str] = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".amr": "audio/amr",
    ".3gp": "audio/3gpp",
    ".aac": "audio/aac",
}
_LONGEST_NAME = 300
_LONGEST_NOTES = 20_000
# Marks that turn the direction of what follows would disguise a name; what scripts need inside a word (joiners) stays.
_DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])


@dataclass(frozen=True)
class PlaceFacts:
    """What people say of a place or stroke.

    Attributes
    ----------
    name : str
        In the people's own language; any script.
    name_es : str
        In Spanish.
    kind : str
        One of :data:`STROKE_KINDS`, or empty.
    use : str
        One of :data:`USES`, or empty.
    season : str
        An id of :data:`.listed_words.SEASONS`, or any other words.
    notes : str
    sensitivity : str
        Who may see it; asked on entry.
    """

    name: str = ""
    name_es: str = ""
    kind: str = ""
    use: str = ""
    season: str = ""
    notes: str = ""
    sensitivity: str = DEFAULT_SENSITIVITY

    def columns(self) -> dict[str, Any]:
        """Columns of ``place``, cleaned.

        Raises
        ------
        InputError
            ``place.unknown_kind``, ``place.unknown_use``, ``workspace.unknown_sensitivity``, ``place.too_long``.
        """
        if self.kind and self.kind not in STROKE_KINDS:
            raise InputError("place.unknown_kind", kind=self.kind, kinds=", ".join(STROKE_KINDS))
        if self.use and self.use not in USES:
            raise InputError("place.unknown_use", use=self.use, uses=", ".join(USES))
        if self.sensitivity not in SENSITIVITIES:
            raise InputError(
                "workspace.unknown_sensitivity",
                sensitivity=self.sensitivity,
                table="place",
                id=self.name or self.name_es,
            )
        return {
            "name": written(self.name),
            "name_es": written(self.name_es),
            "kind": self.kind or None,
            "use": self.use or None,
            "season": written(self.season),
            "notes": written(self.notes, _LONGEST_NOTES),
            "sensitivity": self.sensitivity,
        }


def written(text: str, longest: int = _LONGEST_NAME) -> str | None:
    """What was typed as it is kept: Unicode's composed form (NFC), without control characters; None when nothing is left.

    Two keyboards write the same letter in two ways; composed, they are one name, found and sorted as one.

    Raises
    ------
    InputError
        ``place.too_long``.
    """
    kept = "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") and character != "\n" else character
        for character in text.replace("\r\n", "\n").translate(_DIRECTIONS)
    )
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", kept).split("\n")]
    clean = "\n".join(lines).strip()
    if len(clean) > longest:
        raise InputError("place.too_long", text=clean[:40], length=len(clean), longest=longest)
    return clean or None


def add_place(
    workspace: Workspace,
    geometry: QgsGeometry,
    facts: PlaceFacts,
    community_id: str | None = None,
    workshop_id: str | None = None,
) -> str:
    """Keep a place or stroke. Returns its id.

    Parameters
    ----------
    geometry : QgsGeometry
        In EPSG:4326 (longitude, latitude).
    workshop_id : str, optional
        Workshop to which it belongs; its community is taken when none is given.

    Raises
    ------
    InputError
        ``place.bad_geometry``, ``workshop.missing``, ``workshop.is_closed``, and as :meth:`PlaceFacts.columns` says.
    """
    drawn = checked_geometry(geometry)
    columns = facts.columns()
    with workspace.write() as transaction:
        if workshop_id is not None:
            workshop = open_workshop_row(workspace, workshop_id)
            community_id = community_id or workshop["community_id"]
        return transaction.insert(
            "place",
            {**columns, "community_id": community_id, "workshop_id": workshop_id, "geom": bytes(drawn.asWkb())},
        )


def describe_place(workspace: Workspace, place_id: str, facts: PlaceFacts, expected_version: int | None = None) -> None:
    """Say what a place is, or say it anew.

    Raises
    ------
    InputError
        As :meth:`PlaceFacts.columns` says.
    WorkspaceError
        ``workspace.row_missing``, ``workspace.changed_meanwhile``.
    """
    columns = facts.columns()
    with workspace.write() as transaction:
        transaction.update("place", place_id, columns, expected_version)


def take_back(workspace: Workspace, place_id: str) -> None:
    """Undo a stroke: it is shown and counted no more, and stays in the workspace."""
    _mark(workspace, place_id, utc_now())


def bring_back(workspace: Workspace, place_id: str) -> None:
    """Redo a stroke that was taken back."""
    _mark(workspace, place_id, None)


def places_of_workshop(workspace: Workspace, workshop_id: str) -> list[Row]:
    """What a workshop drew and did not take back, in the order in which it was drawn."""
    return workspace.read("place", '"workshop_id" = ? AND "withdrawn_at" IS NULL', [workshop_id], order="created_at")


def find_place(workspace: Workspace, place_id: str) -> Row:
    """One place by its id.

    Raises
    ------
    InputError
        ``place.missing``.
    """
    found = workspace.read("place", '"id" = ?', [place_id])
    if not found:
        raise InputError("place.missing", place=place_id)
    return found[0]


def attach_to_place(workspace: Workspace, place_id: str, file: Path | str, caption: str = "") -> str:
    """Keep a photo or a sound with a place, under the place's own sensitivity. Returns the attachment's id.

    Raises
    ------
    InputError
        ``place.missing``, ``place.unknown_file``, ``workspace.attachment_unreadable``, ``workspace.attachment_too_large``.
    OutputError
        When the copy cannot be written.
    """
    path = Path(file)
    media_type = {**PHOTO_TYPES, **SOUND_TYPES}.get(path.suffix.lower())
    if media_type is None:
        known = ", ".join(suffix[1:] for suffix in (*PHOTO_TYPES, *SOUND_TYPES))
        raise InputError("place.unknown_file", path=str(path), known=known)
    with workspace.write() as transaction:
        place = find_place(workspace, place_id)
        return attach(
            transaction,
            workspace.location,
            path,
            "place",
            place_id,
            media_type=media_type,
            caption=written(caption),
            sensitivity=place["sensitivity"],
            geom=middle(place["geom"]),
        )


def open_workshop_row(workspace: Workspace, workshop_id: str) -> Row:
    """A workshop that is not closed.

    Raises
    ------
    InputError
        ``workshop.missing``, ``workshop.is_closed``.
    """
    found = workspace.read("workshop", '"id" = ?', [workshop_id])
    if not found:
        raise InputError("workshop.missing", workshop=workshop_id)
    if found[0]["closed_at"] is not None:
        raise InputError("workshop.is_closed", place=found[0]["place"] or "", date=found[0]["held_on"])
    return found[0]


def checked_geometry(geometry: QgsGeometry) -> QgsGeometry:
    """A geometry that can be kept: of one kind, finite, on the earth; drawn lines may cross themselves.

    Raises
    ------
    InputError
        ``place.bad_geometry`` with the reason.
    """
    if geometry.isNull() or geometry.isEmpty():
        raise InputError("place.bad_geometry", reason="empty")
    flat = QgsGeometry(geometry)
    flat.get().dropZValue()
    flat.get().dropMValue()
    for vertex in flat.vertices():
        if not (math.isfinite(vertex.x()) and math.isfinite(vertex.y())):
            raise InputError("place.bad_geometry", reason="NaN")
        if abs(vertex.x()) > 180 or abs(vertex.y()) > 90:
            raise InputError("place.bad_geometry", reason=f"{vertex.x():g}, {vertex.y():g}")
    kind = flat.type()
    box = flat.boundingBox()
    is_spread = box.width() > 0 or box.height() > 0
    if kind != QgsWkbTypes.GeometryType.PointGeometry and not is_spread:
        raise InputError("place.bad_geometry", reason="one point")
    if kind == QgsWkbTypes.GeometryType.PolygonGeometry and not flat.makeValid().area() > 0:
        raise InputError("place.bad_geometry", reason="no area")
    return flat


def middle(wkb: bytes | None) -> bytes | None:
    """A point on a geometry, where what was recorded at it is shown; WKB in and out."""
    if wkb is None:
        return None
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return bytes(geometry.pointOnSurface().asWkb())


def _mark(workspace: Workspace, place_id: str, when: str | None) -> None:
    with workspace.write() as transaction:
        row = find_place(workspace, place_id)
        if row["workshop_id"] is not None:
            open_workshop_row(workspace, row["workshop_id"])
        transaction.update("place", place_id, {"withdrawn_at": when})
