"""The title package: one geometry written to every file the office asks for, read back before it counts as made."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

from ..cadastre.profile import Profile
from ..documents.numbers import cell_text
from ..documents.phrases import Phrases
from ..documents.sheet import Cell, Sheet, csv_bytes, xlsx_bytes
from ..errors import InputError, Message, OutputError
from ..geo.files import replaced_folder
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .conflicts import Conflict, Observation
from .drawing import DRAWN_PARTS, drawing_bytes, kml_bytes, layer_name
from .facts import TitleFacts
from .land_capacity import CESSION, EXCLUDED, PROPERTY, UNCLASSIFIED, LandCapacity
from .layers import (
    SHAPEFILE_SUFFIXES,
    DeliveredLayer,
    delivered_layers,
    geopackage_bytes,
    land_layers,
    shapefile_bytes,
)
from .manifest import (
    KIND,
    MANIFEST,
    SCHEMA,
    Origin,
    file_entries,
    land_of,
    manifest_bytes,
    numbers_of,
    overlaps_of,
    profile_of,
    read_manifest,
    sha256_of,
)
from .stated_texts import Texts, counted_states, readable
from .technical_table import TechnicalTable, degrees_minutes_seconds
from .verification import differences

# Without a date of the document, files state this day: the clock would make two runs differ.
UNDATED = datetime.date(1980, 1, 1)
LAND_COLUMNS = ("regime", "code", "exclusion", "area_ha", "area_m2")
CHANNEL_COLUMNS = ("part", "ring", "side", "point", "easting", "northing")


@dataclass(frozen=True)
class Produced:
    """Further files of a package.

    Attributes
    ----------
    files : Mapping of str to bytes
        By name; a draft's names get the word before them.
    documents : Mapping of str to Mapping
        What the manifest says of each under ``documents``, for those who verify the package: its ``file``, its ``kind`` (``docx`` or
        ``pdf``), which numbers it ``states``, its ``mark``, and what of the technical table it holds (``stated_texts``).
    """

    files: Mapping[str, bytes]
    documents: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PackageContent:
    """All that a package states.

    Attributes
    ----------
    table : TechnicalTable
        Its neighbours are replaced by those that were released.
    ellipsoidal_area_ha : Decimal
    profile : Profile
    phrases : Phrases
        In the language of the documents.
    facts : TitleFacts
        Attributes and neighbours that the audience may have.
    conflicts : tuple of Conflict
    origin : Origin
    producers : tuple of Producer
        Make the documents of the package (memoria, plan, records) from this content, the table's neighbours being the released
        ones; called one after the other, each with the callback that tells whether the user stopped.
    observations : tuple of Observation
        What the rules of the profile found, beside the overlaps.
    rules_not_evaluated : tuple of str
        Rules that had nothing to look at.
    land : LandCapacity, optional
        Division into property, cession in use and exclusions, its names replaced by those that were released.
    """

    table: TechnicalTable
    ellipsoidal_area_ha: Decimal
    profile: Profile
    phrases: Phrases
    facts: TitleFacts
    conflicts: tuple[Conflict, ...]
    origin: Origin
    producers: tuple[Producer, ...] = ()
    land: LandCapacity | None = None
    observations: tuple[Observation, ...] = ()
    rules_not_evaluated: tuple[str, ...] = ()

    @property
    def blockers(self) -> tuple[Conflict, ...]:
        """Overlaps that stop a title; those that somebody set aside do not, and are listed."""
        return tuple(conflict for conflict in self.conflicts if conflict.stops)

    @property
    def stopping(self) -> tuple[Observation, ...]:
        """Observations that stop a title; those that somebody set aside do not, and are listed."""
        return tuple(observation for observation in self.observations if observation.stops)

    @property
    def blocker_count(self) -> int:
        """How many things stop a title."""
        return len(self.blockers) + len(self.stopping)

    @property
    def is_draft(self) -> bool:
        """Whether every file must say that it is one."""
        return bool(self.blocker_count)

    @property
    def made_on(self) -> datetime.date:
        """Date of the document."""
        stated = self.facts.attributes.get("document_date")
        return datetime.date.fromisoformat(stated) if stated else UNDATED


Producer = Callable[[PackageContent, IsCancelled], Produced]


def refuse_blockers(conflicts: Sequence[Conflict], observations: Sequence[Observation], allow_blockers: bool) -> None:
    """Raise :class:`InputError` ``package.blocked`` when something stops the title and nobody allowed a draft."""
    reasons: list[Message | str] = [f"{_overlap_words(conflict)}." for conflict in conflicts if conflict.stops]
    reasons += [
        Message("package.observation", rule=observation.rule, text=observation.message or observation.text)
        for observation in observations
        if observation.stops
    ]
    if reasons and not allow_blockers:
        raise InputError("package.blocked", count=len(reasons), list=tuple(reasons))


def finished_package(content: PackageContent, folder: Path | str) -> dict[str, Any] | None:
    """Manifest of a package that is in `folder` already, whole and of this very content; None when there is no such package."""
    try:
        manifest = read_manifest(Path(folder))
        if manifest.get("content_sha256") != content_sha256(_with_released(content)):
            return None
        return None if differences(folder) else manifest
    except InputError:
        return None


def content_sha256(content: PackageContent) -> str:
    """Fingerprint of all that a package states, whenever it is made."""
    told = {
        "table": repr([(row, row.points) for row in content.table.rows]),
        "land": repr(content.land and content.land.rows),
        "attributes": dict(content.facts.attributes),
        "withheld": list(content.facts.withheld),
        "audience": content.facts.audience,
        "profile": content.profile.digest,
        "overlaps": overlaps_of(content.conflicts),
        "observations": [observation.facts() for observation in content.observations],
        "origin": repr(replace(content.origin, made_at="")),
        "texts": sorted(content.phrases.texts.items()),
        "producers": [getattr(producer, "fingerprint", repr(producer)) for producer in content.producers],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _with_released(content: PackageContent) -> PackageContent:
    """The content with the neighbours and names that were released, in place of all."""
    return replace(
        content,
        table=content.table.with_neighbours(content.facts.neighbours(content.table)),
        land=content.facts.land(content.land),
        conflicts=content.facts.conflicts(content.conflicts),
        observations=content.facts.observations(content.observations),
    )


def write_package(
    content: PackageContent,
    folder: Path | str,
    record: Callable[[dict[str, Any], str], object] | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> dict[str, Any]:
    """Write a package, whole or not at all.

    Parameters
    ----------
    content : PackageContent
    folder : Path
        Absent, empty, or an earlier package, which is replaced.
    record : callable, optional
        Given the manifest and its SHA-256 when everything is written, read back and in its place; when it fails, the folder
        is taken away again.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    InputError
        When a text does not fit its field.
    OutputError
        When the folder cannot be written, or a file read back differs (``package.read_back``).
    CancelledError
        When the user stopped; nothing is left.
    """
    stop_if(is_cancelled)
    content = _with_released(content)
    state = content.phrases.say("draft" if content.is_draft else "final")
    layers = delivered_layers(content.table, content.profile, content.facts.attributes, state)
    if content.land is not None:
        words = land_words(content.land, content.phrases)
        layers += land_layers(content.land, content.profile, content.facts.attributes, words)
    table_sheet, data_sheet, channel = _table_sheet(content), _data_sheet(content), _channel_sheet(content)
    names = _file_names(content)
    progress(10.0)
    stop_if(is_cancelled)

    def placed() -> None:
        if record is not None:
            record(manifest, sha256_of(Path(folder) / MANIFEST))

    with replaced_folder(folder, MANIFEST, placed) as partial:
        for number, layer in enumerate(layers):
            stop_if(is_cancelled)
            files = shapefile_bytes(layer, content.table.crs, content.made_on)
            for suffix in SHAPEFILE_SUFFIXES:
                (partial / f"{names[layer.role]}{suffix}").write_bytes(files[suffix])
            progress(10.0 + 45.0 * (number + 1) / len(layers))
        stop_if(is_cancelled)
        plain = {layer.role: content.phrases.say(f"file.{layer.role}") for layer in layers}
        named = [(plain[layer.role], layer) for layer in layers]
        (partial / names["geopackage"]).write_bytes(geopackage_bytes(named, content.table.crs, content.made_on))
        progress(65.0)
        stop_if(is_cancelled)
        (partial / names["xlsx"]).write_bytes(
            xlsx_bytes([table_sheet, data_sheet, *land_sheets(content)], content.made_on)
        )
        (partial / names["csv"]).write_bytes(csv_bytes(_csv_sheet(content)))
        if content.land is not None:
            (partial / names["land"]).write_bytes(csv_bytes(land_sheet(content, (), ())))
        (partial / names["dxf"]).write_bytes(
            drawing_bytes(content.table, content.phrases, content.land, _drawing_notes(content))
        )
        (partial / names["kml"]).write_bytes(_kml(content))
        if channel is not None:
            (partial / names["channel"]).write_bytes(csv_bytes(channel))
        manifest = _manifest(content, layers, names, plain, table_sheet)
        if content.land is not None:
            manifest["numbers"]["land_capacity"] = land_of(content.land)
            manifest["documents"]["land_capacity"] = {
                "file": names["land"],
                "columns": list(LAND_COLUMNS),
                "words": land_words(content.land, content.phrases),
            }
        texts = Texts()
        for number, produce in enumerate(content.producers):
            progress(70.0 + 10.0 * number / len(content.producers))
            stop_if(is_cancelled)
            made = produce(content, is_cancelled)
            for name, data in made.files.items():
                _write_new(partial / f"{_prefix(content)}{name}", data)
            for key, document in made.documents.items():
                file = f"{_prefix(content)}{document['file']}"
                states = counted_states(partial / file, document, manifest, texts)
                manifest["documents"][key] = {**document, "file": file, "states": states}
                if document.get("is_of_template"):
                    kept = readable(partial / file, document, manifest, _printed_rows(content), texts)
                    manifest["documents"][key].update(kept)
        progress(80.0)
        stop_if(is_cancelled)
        if channel is not None:
            manifest["documents"]["channel"] = {"file": names["channel"], "columns": list(CHANNEL_COLUMNS)}
        if content.land is not None:
            manifest["documents"]["xlsx"]["regimes"] = {
                regime: {"sheet": content.phrases.say(f"regime.{regime}"), "columns": _part_columns(content, table)}
                for regime, table in content.land.tables
            }
            manifest["documents"]["xlsx"]["breakdown"] = {
                "sheet": content.phrases.say("land.sheet"),
                "headings": [content.phrases.say(f"column.{column}") for column in LAND_COLUMNS],
                "total": content.phrases.say("total"),
            }
            manifest["documents"]["dxf"]["regimes"] = {
                regime: layer_name(content.phrases, regime) for regime, _ in content.land.tables
            }
            manifest["documents"]["dxf"]["codes"] = layer_name(content.phrases, "codes")
            roles = {"exclusions" if row.regime == EXCLUDED else "units" for row in content.land.rows}
            manifest["documents"]["dxf"]["pieces"] = {role: layer_name(content.phrases, role) for role in sorted(roles)}
        manifest["files"] = file_entries(partial)
        (partial / MANIFEST).write_bytes(manifest_bytes(manifest))
        found = differences(partial, is_cancelled, texts)
        if found:
            first = found[0]
            raise OutputError("package.read_back", path=str(folder), difference=f"{first.id} {dict(first.facts)}")
        progress(95.0)
        stop_if(is_cancelled)
    progress(100.0)
    return manifest


def _overlap_words(conflict: Conflict) -> str:
    return f"{conflict.layer}, {conflict.feature_id}: {conflict.area_ha} ha ({conflict.percent} %)"


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that no other part of the package has written."""
    if path.exists():
        raise FileExistsError(path.name)
    path.write_bytes(data)


def _prefix(content: PackageContent) -> str:
    """What every file name of a draft begins with."""
    return f"{content.phrases.say('draft')}_" if content.is_draft else ""


def _file_names(content: PackageContent) -> dict[str, str]:
    """Names of the files; in a draft each bears the word."""
    say = content.phrases.say
    prefix = _prefix(content)
    return {
        "perimeter": prefix + say("file.perimeter"),
        "vertices": prefix + say("file.vertices"),
        "sides": prefix + say("file.sides"),
        "geopackage": f"{prefix}{say('file.package')}.gpkg",
        "xlsx": f"{prefix}{say('file.table')}.xlsx",
        "csv": f"{prefix}{say('file.table')}.csv",
        "channel": f"{prefix}{say('file.channel')}.csv",
        "regimes": prefix + say("file.regimes"),
        "units": prefix + say("file.units"),
        "exclusions": prefix + say("file.exclusions"),
        "land": f"{prefix}{say('file.land')}.csv",
        "dxf": f"{prefix}{say('file.drawing')}.dxf",
        "kml": f"{prefix}{say('file.reference')}.kml",
    }


def _columns(content: PackageContent, with_rings: bool) -> list[str]:
    columns = [c for c in content.profile.table_columns if f"row:{c}" not in content.facts.withheld]
    if with_rings:
        columns = ["part", "ring", *(c for c in columns if c not in ("part", "ring"))]
    return columns


def _part_columns(content: PackageContent, table: TechnicalTable) -> list[str]:
    """Columns of the table of the titled or the ceded land."""
    return [column for column in _columns(content, len(table.rings) > 1) if column != "neighbour"]


def _rows(table: TechnicalTable, columns: Sequence[str]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(getattr(row, column) for column in columns) for row in table.rows)


def _csv_sheet(content: PackageContent) -> Sheet:
    columns = _columns(content, True)
    headings = tuple(content.phrases.say(f"column.{column}") for column in columns)
    return Sheet("", (), headings, _rows(content.table, columns))


def _printed_rows(content: PackageContent) -> list[dict[str, str]]:
    """Cells of the technical table by column, as the CSV has them."""
    columns = _columns(content, True)
    return [dict(zip(columns, map(cell_text, row))) for row in _rows(content.table, columns)]


def _channel_sheet(content: PackageContent) -> Sheet | None:
    """Points along channels, which the table leaves out and the area needs; None when there are none."""
    rows: list[tuple[Cell, ...]] = [
        (row.part, row.ring, row.side, number, easting, northing)
        for row in content.table.rows
        for number, (easting, northing) in enumerate(row.between, start=1)
    ]
    if not rows:
        return None
    return Sheet("", (), tuple(content.phrases.say(f"column.{column}") for column in CHANNEL_COLUMNS), tuple(rows))


def _table_sheet(content: PackageContent) -> Sheet:
    say = content.phrases.say
    table = content.table
    columns = _columns(content, len(table.rings) > 1)
    lines = [say("table.title"), say("table.frame", crs=table.crs, zone=table.zone)]
    if any(ring.is_sinuous for ring in table.rings):
        lines.append(say("table.channel"))
    if content.facts.attributes.get("community"):
        lines.insert(1, content.facts.attributes["community"])
    return Sheet(
        say("table.sheet"),
        (*draft_lines(content), *lines),
        tuple(say(f"column.{column}") for column in columns),
        _rows(table, columns),
        ring_totals(table, columns, content.phrases),
    )


def ring_totals(table: TechnicalTable, columns: Sequence[str], phrases: Phrases) -> tuple[tuple[Cell, ...], ...]:
    """Sums of each ring below its table."""
    say = phrases.say
    totals = []
    for ring in table.rings:
        total: dict[str, Cell] = {
            "vertex": say("total.enclave" if ring.ring else "total"),
            "distance_m": ring.perimeter_m,
            # along a channel the angles of its points are not listed, so a sum over the vertices would be no check
            "interior_angle": "" if ring.is_sinuous else degrees_minutes_seconds(ring.angle_sum_s),
            "part": ring.part,
            "ring": ring.ring,
        }
        totals.append(tuple(total.get(column, "") for column in columns))
    return tuple(totals)


def land_sheets(content: PackageContent) -> list[Sheet]:
    """The breakdown by land capacity, and the tables of the titled and the ceded part."""
    land = content.land
    if land is None:
        return []
    say = content.phrases.say
    head = tuple(draft_lines(content))
    totals = [
        (say(f"regime.{regime}"), "", "", land.area_ha(regime), _square_metres(land, regime))
        for regime in (PROPERTY, CESSION, UNCLASSIFIED, EXCLUDED)
        if land.of(regime)
    ]
    totals.append((say("total"), "", "", content.table.area_ha, content.table.area_m2))
    sheets = [land_sheet(content, (*head, say("land.title")), tuple(totals))]
    for regime, table in land.tables:
        columns = _part_columns(content, table)
        lines = (
            *head,
            say("table.title"),
            say(f"regime.{regime}"),
            say("table.frame", crs=table.crs, zone=table.zone),
            say("land.area", area_ha=table.area_ha, perimeter_m=table.perimeter_m),
        )
        headings = tuple(say(f"column.{column}") for column in columns)
        totals_of_rings = ring_totals(table, columns, content.phrases)
        sheets.append(Sheet(say(f"regime.{regime}"), lines, headings, _rows(table, columns), totals_of_rings))
    return sheets


def land_sheet(content: PackageContent, lines: tuple[str, ...], totals: tuple[tuple[Cell, ...], ...]) -> Sheet:
    """Every piece of the territory with its area."""
    say = content.phrases.say
    rows = []
    for row in content.land.rows if content.land else ():
        what = " ".join(part for part in (kind_words(row.kind, content.phrases), row.name) if part)
        rows.append((say(f"regime.{row.regime}"), row.code, what, row.area_ha, row.area_m2))
    headings = tuple(say(f"column.{column}") for column in LAND_COLUMNS)
    return Sheet(say("land.sheet"), lines, headings, tuple(rows), totals)


def land_words(land: LandCapacity, phrases: Phrases) -> dict[str, str]:
    """Regimes and kinds of exclusions in the language of the documents."""
    words = {regime: phrases.say(f"regime.{regime}") for regime in (PROPERTY, CESSION, UNCLASSIFIED, EXCLUDED)}
    words.update({row.kind: kind_words(row.kind, phrases) for row in land.rows if row.kind})
    return words


def kind_words(kind: str, phrases: Phrases) -> str:
    """What an exclusion is; a role that a profile invents stays as it is written there."""
    return phrases.texts.get(f"role.{kind}", kind)


def _square_metres(land: LandCapacity, regime: str) -> Decimal:
    return sum((row.area_m2 for row in land.of(regime)), Decimal(0))


def _drawing_notes(content: PackageContent) -> list[str]:
    """What stands above the territory in the drawing."""
    say = content.phrases.say
    table = content.table
    named = content.facts.attributes.get("community", "")
    return [
        *draft_lines(content),
        *([named] if named else []),
        say("table.frame", crs=table.crs, zone=table.zone),
        say("land.area", area_ha=table.area_ha, perimeter_m=table.perimeter_m),
        f"{say('item.checksum')}: {table.checksum()}",
    ]


def _kml(content: PackageContent) -> bytes:
    say = content.phrases.say
    title = " ".join((say("kml.title"), content.facts.attributes.get("community", ""))).strip()
    if content.is_draft:
        title = f"{say('draft')} · {title}"
    data = {
        say("item.area_ha"): str(content.table.area_ha),
        say("item.perimeter_m"): str(content.table.perimeter_m),
        say("item.checksum"): content.table.checksum(),
    }
    return kml_bytes(content.table, title, "\n".join((*draft_lines(content), say("kml.note"))), data)


def draft_lines(content: PackageContent) -> list[str]:
    """What every document of a draft says first: that it is one, and what stops the title; nothing for a final package."""
    if not content.is_draft:
        return []
    say = content.phrases.say
    return (
        [say("draft.reason")]
        + [
            say("draft.overlap", layer=c.layer, feature_id=c.feature_id, area_ha=c.area_ha, percent=c.percent)
            for c in content.blockers
        ]
        + [say("draft.observation", rule=o.rule, text=o.text) for o in content.stopping]
    )


def _data_sheet(content: PackageContent) -> Sheet:
    say = content.phrases.say
    table = content.table
    rows: list[tuple[Cell, ...]] = [(say(f"attribute.{key}"), text) for key, text in content.facts.attributes.items()]
    rows += [
        (say("item.area_ha"), table.area_ha),
        (say("item.area_m2"), table.area_m2),
        (say("item.perimeter_m"), table.perimeter_m),
    ]
    if len(table.parts) > 1:
        rows += [(say("item.part_area_ha", part=part), table.part_area_ha(part)) for part in table.parts]
    rows += [
        (say("item.enclave_area_ha", part=ring.part, ring=ring.ring), ring.area_ha) for ring in table.rings if ring.ring
    ]
    rows += [
        (say("item.vertices"), len(table.rows)),
        (say("item.crs"), table.crs),
        (say("item.zone"), table.zone),
        (say("item.ellipsoidal_area_ha"), content.ellipsoidal_area_ha),
        (say("item.checksum"), table.checksum()),
    ]
    if not content.profile.norm_read:
        rows.append((say("item.norm_unread"), content.profile.norm_id))
    rows += [(say("item.unverified"), place) for place in content.profile.unverified()]
    rows += [
        (say("item.observation", rule=o.rule), say("item.waived", text=o.text, reason=o.waived) if o.waived else o.text)
        for o in content.observations
    ]
    rows += [(say("item.withheld"), _origin_words(content, origin)) for origin in content.facts.withheld]
    return Sheet(say("data.sheet"), tuple(draft_lines(content)), (say("column.item"), say("column.value")), tuple(rows))


def _origin_words(content: PackageContent, origin: str) -> str:
    """What was held back, in the words of the documents."""
    where, name = origin.split(":", 1)
    return content.phrases.say(
        {"attribute": f"attribute.{name}", "row": f"column.{name}"}.get(where, f"{where}.{name}")
    )


def _manifest(
    content: PackageContent,
    layers: Sequence[DeliveredLayer],
    names: Mapping[str, str],
    plain: Mapping[str, str],
    table_sheet: Sheet,
) -> dict[str, Any]:
    say = content.phrases.say
    origin = content.origin
    columns = {"csv": _columns(content, True), "xlsx": _columns(content, len(content.table.rings) > 1)}
    return {
        "kind": KIND,
        "schema": SCHEMA,
        "state": "draft" if content.is_draft else "final",
        "content_sha256": content_sha256(content),
        "audience": content.facts.audience,
        "withheld": list(content.facts.withheld),
        "held_back": dict(content.facts.released.held_back),
        "made_at": origin.made_at,
        "versions": dict(origin.versions),
        "profile": profile_of(content.profile),
        "inputs": {
            "boundary": {"layer": origin.layer, "feature_id": origin.feature_id, "crs": origin.crs},
            "references": [reference.facts() for reference in origin.references],
        },
        "operations": [origin.operation] if origin.operation else [],
        "attributes": dict(content.facts.attributes),
        "missing_attributes": list(content.facts.missing),
        "numbers": numbers_of(content.table, str(content.ellipsoidal_area_ha)),
        "overlaps": overlaps_of(content.conflicts),
        "observations": [observation.facts() for observation in content.observations],
        "rules_not_evaluated": list(content.rules_not_evaluated),
        "documents": {
            "csv": {"file": names["csv"], "columns": columns["csv"]},
            "xlsx": {
                "file": names["xlsx"],
                "sheet": table_sheet.name,
                "columns": columns["xlsx"],
                "headings": [say(f"column.{column}") for column in columns["xlsx"]],
            },
            "geopackage": {"file": names["geopackage"]},
            "dxf": {
                "file": names["dxf"],
                **{part: layer_name(content.phrases, part) for part in DRAWN_PARTS},
            },
            "kml": {"file": names["kml"]},
            "layers": [
                {
                    "role": layer.role,
                    "file": f"{names[layer.role]}.shp",
                    "table": plain[layer.role],
                    "records": len(layer.records),
                    "fields": [[f.name, f.type, f.decimals, f.origin] for f in layer.fields],
                }
                for layer in layers
            ],
        },
    }
