"""The documents of a title package: what they need of the workspace, of Qt's drawing and of its printing, put together."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from typing import Callable, Mapping, Sequence

from ..cadastre.profile import Profile
from ..cadastre.waivers import latest_finding, waivers_of
from ..documents.model import Document
from ..errors import InputError
from ..geo.progress import IsCancelled
from ..territory.versions import find_version, versions_of
from ..titling.agreements import KnownNeighbour, known_together, produce_agreements
from ..titling.cover import WAIVER, produce_cover
from ..titling.facts import AUDIENCES, PURPOSE
from ..titling.memoria import produce_memoria, template_of
from ..titling.monuments import BoundaryMark, mark_records, produce_monuments
from ..titling.package import PackageContent, Produced, Producer
from ..workspace.attachments import attachment_file
from ..workspace.levels import level_of
from ..workspace.release import Record, release
from ..workspace.schema import table
from ..workspace.store import Row, Workspace
from .attachments import cache_folder
from .pdf import pdf_bytes
from .pictures import image_png, png_bytes

# Sketches and photos at 250 to 300 dots per inch of the width they have on paper.
_PHOTO_PIXELS = 900
_SKETCH_SCALE = 1
_MARK_SENSITIVITY = "community"
_NEIGHBOUR = "title_known_neighbour"


def document_records(
    profile: Profile,
    workspace: Workspace,
    community: Row | None = None,
    version_id: str | None = None,
    neighbours: Mapping[str, KnownNeighbour] | None = None,
) -> list[Record]:
    """What the documents of :func:`document_producers` will take to the release gate, to be shown before the first of them is made."""
    known = known_together(known_neighbours(workspace, version_id) if version_id else {}, neighbours or {})
    marks = boundary_marks(workspace, version_id) if version_id else ()
    waivers = waiver_records(workspace, community) if community else []
    return [*_neighbour_records(known, profile), *mark_records(marks, _MARK_SENSITIVITY), *waivers]


def document_producers(
    workspace: Workspace | None = None,
    community: Row | None = None,
    version_id: str | None = None,
    neighbours: Mapping[str, KnownNeighbour] | None = None,
    template: Path | None = None,
) -> tuple[Producer, ...]:
    """What makes the documents of a package, in the order in which they are made.

    Parameters
    ----------
    workspace : Workspace, optional
        Where marks, photos, signed records and waivers are known; each passes the release gate for the package's audience.
    community : Row, optional
    version_id : str, optional
        The agreed boundary that the package is of.
    neighbours : Mapping of str to KnownNeighbour, optional
        What a layer of neighbours says of them, by name; joined with what the workspace knows.
    template : Path, optional
        The federation's own template of the descriptive report.
    """
    known = known_together(
        known_neighbours(workspace, version_id) if workspace and version_id else {}, neighbours or {}
    )
    marks = boundary_marks(workspace, version_id) if workspace and version_id else ()
    records = waiver_records(workspace, community) if workspace and community else None
    chosen = template or template_of("")
    try:
        written = chosen.read_bytes()
    except OSError as error:
        raise InputError("input.unreadable", path=str(chosen), reason=error.strerror or str(error)) from error

    def memoria(content: PackageContent, is_cancelled: IsCancelled) -> Produced:
        return produce_memoria(content, is_cancelled, template)

    def agreements(content: PackageContent, is_cancelled: IsCancelled) -> Produced:
        return produce_agreements(content, is_cancelled, _released(known, content, workspace), _sketch_png)

    def monuments(content: PackageContent, is_cancelled: IsCancelled) -> Produced:
        if not marks:
            return Produced({})
        audience = AUDIENCES[content.facts.audience]
        released = release(mark_records(marks, _MARK_SENSITIVITY), audience, PURPOSE, workspace)
        return produce_monuments(content, is_cancelled, released, _sketch_png, _printing(is_cancelled))

    def cover(content: PackageContent, is_cancelled: IsCancelled) -> Produced:
        audience = AUDIENCES[content.facts.audience]
        waivers = release(records, audience, PURPOSE, workspace) if records is not None else None
        return produce_cover(content, is_cancelled, waivers, _printing(is_cancelled))

    return (
        DocumentProducer(memoria, written),
        DocumentProducer(agreements, sorted(known.items())),
        DocumentProducer(monuments, marks),
        DocumentProducer(cover, [(record.id, sorted(record.values.items(), key=str)) for record in records or ()]),
    )


class DocumentProducer:
    """Makes documents of a package.

    Attributes
    ----------
    fingerprint : str
        Of all that it puts into them beside the content of the package: a package made from other facts is another one.
    """

    def __init__(self, make: Producer, inputs: object) -> None:
        self.make = make
        self.fingerprint = f"{make.__name__}:{hashlib.sha256(repr(inputs).encode()).hexdigest()}"

    def __call__(self, content: PackageContent, is_cancelled: IsCancelled) -> Produced:
        """Files and what the manifest says of them."""
        return self.make(content, is_cancelled)


def known_neighbours(workspace: Workspace, version_id: str) -> dict[str, KnownNeighbour]:
    """What the sides of an agreed boundary say of each neighbour; the latest record counts."""
    rows = workspace.read("boundary_side", '"version_id" = ?', [version_id])
    names: dict[str, str] = {}
    if any(row["neighbour_id"] for row in rows):
        names = {str(row["id"]): str(row["name"]) for row in workspace.read("community")}
    known: dict[str, KnownNeighbour] = {}
    for row in sorted(rows, key=lambda row: str(row["record_on"] or "")):
        name = str(row["neighbour"] or names.get(str(row["neighbour_id"]), "")).strip()
        if name:
            before = known.get(name, KnownNeighbour())
            known[name] = KnownNeighbour(
                str(row["kind"]),
                before.registry_entry,
                str(row["record_act"] or before.record_act),
                str(row["record_on"] or before.record_on),
            )
    return known


def boundary_marks(workspace: Workspace, version_id: str) -> tuple[BoundaryMark, ...]:
    """Vertices of an agreed boundary at which a mark stands, with the latest photo of each, of whichever version it was taken."""
    rows = [
        row for row in workspace.read("vertex", '"version_id" = ?', [version_id]) if str(row["monument"] or "").strip()
    ]
    photos = _photos(workspace, _standing_at(workspace, version_id, rows))
    return tuple(
        BoundaryMark(
            str(row["label"]),
            str(row["monument"]).strip(),
            str(row["method"] or ""),
            float(row["sigma_m"]) if row["sigma_m"] is not None else None,
            str(row["surveyed_at"] or "")[:10],
            str(row.get("access") or "").strip(),
            photos.get(str(row["id"]), b""),
        )
        for row in rows
    )


def waiver_records(workspace: Workspace, community: Row) -> list[Record]:
    """Findings about a community that are set aside, as the release gate takes them."""
    identity = str(community["id"])
    records = []
    for key, waiver in waivers_of(workspace, identity).items():
        finding = latest_finding(workspace, identity, key) or {}
        values = {
            "rule": waiver.rule,
            "message": str(finding.get("message") or ""),
            "reason": waiver.reason,
            "author": waiver.author,
            "document": waiver.document,
        }
        records.append(Record(WAIVER, waiver.id, values, "federation"))
    return records


def _released(
    known: Mapping[str, KnownNeighbour], content: PackageContent, workspace: Workspace | None
) -> dict[str, KnownNeighbour]:
    """What the audience of a package may know of the neighbours, at the level of their names."""
    records = _neighbour_records(known, content.profile)
    if not records:
        return {}
    released = release(records, AUDIENCES[content.facts.audience], PURPOSE, workspace)
    return {row.id: row.values["known"] for row in released.rows}


def _neighbour_records(known: Mapping[str, KnownNeighbour], profile: Profile) -> list[Record]:
    level = profile.sensitivity.get("row:neighbour", _MARK_SENSITIVITY)
    return [Record(_NEIGHBOUR, name, {"known": facts}, level) for name, facts in known.items()]


def _printing(is_cancelled: IsCancelled) -> Callable[[Document], bytes]:
    return partial(pdf_bytes, is_cancelled=is_cancelled)


def _sketch_png(svg: str) -> bytes:
    return png_bytes(svg, _SKETCH_SCALE)


def _standing_at(workspace: Workspace, version_id: str, rows: Sequence[Row]) -> dict[str, str]:
    """Vertices of every version of the boundary that stand where one of `rows` does, each with the identity of that row.

    A mark stays where it is when another corner moves; its photo was taken of it and not of a version.
    """
    marks = {_place(row): str(row["id"]) for row in rows}
    if not marks:
        return {}
    found = {identity: identity for identity in marks.values()}
    community_id = str(find_version(workspace, version_id)["community_id"])
    open_versions = [row for row in versions_of(workspace, community_id) if row["sensitivity"] != "secret"]
    for version in open_versions:
        for row in workspace.read("vertex", '"version_id" = ?', [version["id"]]):
            if _place(row) in marks:
                found.setdefault(str(row["id"]), marks[_place(row)])
    return found


def _place(row: Row) -> tuple[int, float, float]:
    """Where a vertex stands, to the millimetre."""
    return int(row["epsg"]), round(float(row["easting"]), 3), round(float(row["northing"]), 3)


def _photos(workspace: Workspace, owners: Mapping[str, str]) -> dict[str, bytes]:
    """Photos kept with vertices, as PNG without what the camera wrote into them; the latest of each owner."""
    if not owners:
        return {}
    found: dict[str, bytes] = {}
    rows = workspace.read("attachment", '"table_name" = ?', ["vertex"])
    for row in sorted(rows, key=lambda row: str(row["taken_at"] or row["created_at"] or "")):
        if str(row["row_id"]) in owners and level_of(workspace, table("attachment"), row) != "secret":
            path = attachment_file(workspace, row, cache_folder())
            png = image_png(path, _PHOTO_PIXELS) if path is not None else b""
            if png:
                found[owners[str(row["row_id"])]] = png
    return found
