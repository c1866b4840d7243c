"""Canaries: strings and coordinates planted in every sensitive field of a workspace, and a search that unpacks whatever leaves it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import sqlite3
import struct
import subprocess
import tempfile
import unicodedata
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from osgeo import ogr, osr

from rainforest_alert_plugin.workspace.everything import INTERNAL
from rainforest_alert_plugin.workspace.levels import level_of
from rainforest_alert_plugin.workspace.schema import TABLES

LEVELS = ("public", "federation", "community", "secret")
# What the brief of the gate says each audience may have; not read from the code under test.
ALLOWED = {
    "public": {"public"},
    "federation": {"public", "federation"},
    "office": {"public", "federation", "community"},
    "community": {"public", "federation", "community"},
    "replica": set(LEVELS),
}
# Tables without a level of their own: how far their rows may go. The road of a title file is the federation's own work.
_OF_TABLE = {"titling_step": "federation"}
# Without vowels and without f and l, so that no font joins letters and no word of a language is met.
_LETTERS = "bcdghjkmnpqrstvwxz"
# Columns whose text the database or the plugin reads: paths, hashes, names of tables, codes of sheets.
_STRUCTURAL = {"relative_path", "sha256", "table_name", "media_type", "code", "manifest", "vertices", "sides", "key"}
_JSON = {"events": "[]", "not_evaluated": "[]", "manifest": "{}", "vertices": None, "sides": None}


@dataclass(frozen=True)
class Canary:
    """Something planted: where, at which level, and every form in which it could be met."""

    place: str
    level: str
    forms: tuple[bytes, ...]


def code(*parts: str) -> str:
    """A word of fourteen letters that nobody else writes."""
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:14])


def stricter(*levels: str | None) -> str:
    """The stricter of several levels."""
    return max((level for level in levels if level), key=LEVELS.index)


def word_canary(place: str, level: str, word: str) -> Canary:
    forms = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), word.upper().encode()]
    return Canary(place, level, tuple(forms))


def point_canaries(place: str, level: str, x: float, y: float) -> list[Canary]:
    """A place in degrees: its binary, its digits to a metre, and the same in the UTM zone of the test."""
    binary = tuple(struct.pack(order + "dd", x, y) for order in "<>")
    # either number alone gives it away; five decimals of a degree are a metre
    digits = tuple(f"{value:.5f}".encode() for value in (x, y))
    degrees, plane = osr.SpatialReference(), osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    plane.ImportFromEPSG(32718)
    for system in (degrees, plane):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    east, north, _ = osr.CoordinateTransformation(degrees, plane).TransformPoint(x, y)
    return [
        Canary(place + " (degrees)", level, (*binary, *(struct.pack("<d", value) for value in (x, y)), *digits)),
        Canary(place + " (UTM)", level, (f"{north:.1f}".encode(), f"{east:.2f}".encode())),
    ]


class Planting:
    """Fills a workspace: a row of every table at every level, and knows what it planted."""

    def __init__(self, workspace, community: str, version: str) -> None:
        self.workspace, self.community, self.version = workspace, community, version
        self.canaries: list[Canary] = []
        self.ids: dict[tuple[str, str], str] = {("community", level): community for level in LEVELS}
        self.count = 0

    def plant(self) -> None:
        for described in TABLES:
            if described.name in INTERNAL or described.name in ("boundary_version", "vertex", "boundary_side"):
                continue
            levels = LEVELS if described.has_sensitivity() else ("community",)
            for level in levels:
                self._row(described, level)

    def _row(self, described, level: str) -> None:
        self.count += 1
        planted: dict[str, str] = {}
        values = {}
        for column in described.columns:
            value = self._value(described, column, level, planted)
            if value is not None:
                values[column.name] = value
        place = None
        if described.geometry is not None:
            place = (-74.1 - self.count * 0.0131171, -8.2 - self.count * 0.0117313)
            values["geom"] = _geometry(described.geometry.type, *place)
        with self.workspace.write() as work:
            identity = work.insert(described.name, values)
        if (described.name, level) not in self.ids or described.name != "community":
            self.ids[described.name, level] = identity
        (row,) = self.workspace.read(described.name, '"id" = ?', [identity])
        own = level_of(self.workspace, described, row) or _OF_TABLE.get(described.name, "community")
        for name, word in planted.items():
            found = stricter(own, described.column(name).sensitivity)
            self.canaries.append(word_canary(f"{described.name}.{name} ({level})", found, word))
        if place is not None:
            self.canaries += point_canaries(f"{described.name}.geom ({level})", own, *place)

    def _value(self, described, column, level: str, planted: dict[str, str]):
        name = column.name
        if name == "sensitivity":
            return level
        if column.references:
            if column.references == "boundary_version":
                return self.version
            if column.references == described.name:
                return None
            found = self.ids.get((column.references, level)) or next(
                (identity for (table, _), identity in self.ids.items() if table == column.references), None
            )
            if found is None and column.references == "replica":
                return self.workspace.replica_id
            return found
        if column.choices:
            return column.choices[0]
        if column.kind == "uuid":
            return "11111111-1111-4111-8111-111111111111" if name == "row_id" else None
        if column.kind in ("integer", "real"):
            return self.count + 1
        if column.kind == "boolean":
            return True
        if column.kind == "date":
            return None if described.name == "consent" and name != "given_on" else "2026-05-02"
        if column.kind == "timestamp":
            return None if column.default else "2026-05-01T10:00:00.000Z"
        if name in _JSON:
            return _JSON[name]
        if name in _STRUCTURAL:
            return self._structural(described, name)
        if name == "ubigeo":
            return "060301"
        if (
            described.name == "consent"
        ):  # a consent in force for everything, so that none holds back what is tested here
            fixed = {"what": "everything", "audience": "public"}
            if name in fixed:
                return fixed[name]
        word = planted[name] = code(described.name, name, level)
        return json.dumps({"x": word}) if column.kind == "json" else word

    def _structural(self, described, name: str):
        return {
            "relative_path": f"nothing/{self.count}.jpg",
            "sha256": f"{self.count:064d}",
            "table_name": "place",
            "media_type": "image/jpeg",
            "code": f"sheet {self.count}",
            "key": f"k{self.count}",
        }.get(name)


def _geometry(kind: str, x: float, y: float) -> bytes:
    reach = 0.0007
    ring = f"{x} {y},{x + reach} {y},{x + reach} {y + reach},{x} {y + reach},{x} {y}"
    wkt = {
        "POINT": f"POINT ({x} {y})",
        "LINESTRING": f"LINESTRING ({x} {y},{x + reach} {y + reach})",
        "GEOMETRY": f"POINT ({x} {y})",
        "POLYGON": f"POLYGON (({ring}))",
        "MULTIPOLYGON": f"MULTIPOLYGON ((({ring})))",
    }[kind]
    return bytes(ogr.CreateGeometryFromWkt(wkt).ExportToIsoWkb())


def contents(path: Path) -> list[tuple[str, bytes]]:
    """Everything in a file or folder, unpacked: archives, databases row by row, the text and the streams of a PDF."""
    if path.is_dir():
        return [found for member in sorted(path.rglob("*")) if member.is_file() for found in contents(member)]
    return _unpacked(str(path), path.read_bytes())


def _unpacked(name: str, data: bytes) -> list[tuple[str, bytes]]:
    found = [(name, data)]
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                found += _unpacked(f"{name}!{member}", archive.read(member))
    elif data.startswith(b"SQLite format 3\0"):
        found.append((name + "!rows", _dumped(data)))
    elif data.startswith(b"%PDF"):
        found.append((name + "!text", _pdf_text(data)))
        for number, stream in enumerate(re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)):
            try:
                found.append((f"{name}!stream{number}", zlib.decompressobj().decompress(stream)))
            except zlib.error:
                continue
    return found


def _dumped(data: bytes) -> bytes:
    with tempfile.NamedTemporaryFile(suffix=".sqlite") as file:
        file.write(data)
        file.flush()
        with closing(sqlite3.connect(f"file:{file.name}?mode=ro&immutable=1", uri=True)) as database:
            names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            parts = []
            for table in names:
                if table.startswith("rtree_") and not table.endswith(("_node", "_parent", "_rowid")):
                    continue
                for row in database.execute(f'SELECT * FROM "{table}"'):
                    parts += [value if isinstance(value, bytes) else str(value).encode() for value in row]
            return b"\n".join(parts)


def _pdf_text(data: bytes) -> bytes:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(["pdftotext", file.name, "-"], check=True, capture_output=True, text=True)
    text = unicodedata.normalize("NFKC", done.stdout)
    # a long word may have been broken at the edge of a cell
    return text.encode() + b"\n" + re.sub(r"\s+", "", text).encode()


def sightings(path: Path, canaries: list[Canary]) -> set[str]:
    """Canaries that are in a file or folder, by their place."""
    seen = set()
    for _, data in contents(path):
        for canary in canaries:
            if any(form in data for form in canary.forms):
                seen.add(f"{canary.place}: {canary.level}")
    return seen
