"""The prose of an old memoria descriptiva read back into vertices and legs, with what was not understood."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from .bearings import ANGLE, NUMBER, coordinate_number, quadrant_azimuth, quadrant_pattern
from .columns import named_system
from .written_values import number, sexagesimal

_N = f"(?:{NUMBER})"
_EAST, _NORTH = r"(?:E(?:STE)?|X)", r"(?:N(?:ORTE)?|Y)"
_BETWEEN = r"\s*(?:m(?:ts?|etros)?\b\.?)?\s*[,;y/]?\s*"
_COORDINATES = (
    rf"\b{_EAST}\s*(?:\(\s*X\s*\))?\s*[:=]?\s*(?P<{{0}}a>{_N}){_BETWEEN}{_NORTH}\s*(?:\(\s*Y\s*\))?\s*[:=]?\s*(?P<{{0}}b>{_N})",
    rf"\b{_NORTH}\s*(?:\(\s*Y\s*\))?\s*[:=]?\s*(?P<{{0}}b>{_N}){_BETWEEN}{_EAST}\s*(?:\(\s*X\s*\))?\s*[:=]?\s*(?P<{{0}}a>{_N})",
    rf"(?P<{{0}}a>{_N})\s*m?\s*{_EAST}\b\s*[,;y/]?\s*(?P<{{0}}b>{_N})\s*m?\s*{_NORTH}\b",
)
_LABEL = r"[\"“«]?(?P<label>[A-Z]{1,3}\s?[-–.]?\s?\d{1,4}[A-Z]?|\d{1,4}[A-Z]?|[A-Z])\b[\"”»]?"
_PATTERN = re.compile(
    "|".join(
        [
            *(f"(?P<c{i}>{text.replace('{0}', f'c{i}')})" for i, text in enumerate(_COORDINATES)),
            f"(?P<bearing>{quadrant_pattern()})",
            rf"(?P<azimuth>a[cz]imut\w*\s*(?:de|del|:|=|es)?\s*{ANGLE.format('z')})",
            rf"(?P<distance>(?P<length>{_N})\s*(?P<unit>km|kil[oó]metros|metros(?:\s+lineales)?|ml|mts?|m)\b)",
            rf"(?P<vertex>\b(?:v[ée]rtices?|puntos?|hitos?|moj[oó]n|estaci[oó]n)\s*(?:N\s*[°º.o]{{1,2}}\s*)?{_LABEL})",
            r"(?P<bare>\b(?:V|P|PT|H|BM|M)\s?[-–]\s?\d{1,4}[A-Z]?\b|\bV\d{1,4}\b)",
        ]
    ),
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^;\n]*?(?:[;\n]|\.(?=\s+[A-ZÁÉÍÓÚÑ(])|$)")
_SYSTEM_WORDS = re.compile(
    r"(?:zona|zone|huso|utm)\W{0,3}1[789]\s*(?:sur|[SLM]\b)?|PSAD\W?(?:19)?56|WGS\W?(?:19)?84", re.IGNORECASE
)
_TELLING = re.compile(r"\d|rumbo|a[cz]imut|distancia|v[ée]rtice|coordenada|\bvaras?\b|r[ií]o|quebrada", re.IGNORECASE)


@dataclass(frozen=True)
class MemoriaVertex:
    """A vertex that the text names; coordinates are NaN when it gives none."""

    label: str
    easting: float
    northing: float
    line: int


@dataclass(frozen=True)
class MemoriaLeg:
    """A side: from one vertex to another, by azimuth (degrees) and distance (metres); either may be NaN."""

    start: str
    end: str
    azimuth_deg: float
    distance_m: float
    line: int


@dataclass(frozen=True)
class Memoria:
    """What a text says of a boundary.

    Attributes
    ----------
    vertices : tuple of MemoriaVertex
        In the order of their first mention.
    legs : tuple of MemoriaLeg
    epsg : int, optional
        Reference system that the text names.
    not_understood : tuple of (int, str)
        Line and text of each sentence that speaks of limits or numbers and of which something was not understood.
    """

    vertices: tuple[MemoriaVertex, ...]
    legs: tuple[MemoriaLeg, ...]
    epsg: int | None
    not_understood: tuple[tuple[int, str], ...]


def read_memoria(text: str) -> Memoria:
    """Read prose such as *Partiendo del vértice V-1 (E 284 780,00, N 8 695 972,00), con rumbo S 76°01' E y una distancia de 50,00 m, se
    llega al vértice V-2*.
    """
    vertices: dict[str, MemoriaVertex] = {}
    legs: list[MemoriaLeg] = []
    spans: list[tuple[int, int]] = []
    current = ""
    leg_from = ""
    azimuth = distance = math.nan
    for found in _PATTERN.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        groups = {name for name, value in found.groupdict().items() if value is not None}
        index = next((i for i in range(len(_COORDINATES)) if f"c{i}" in groups), -1)
        if index >= 0:
            easting, northing = coordinate_number(found[f"c{index}a"]), coordinate_number(found[f"c{index}b"])
            if not (1e5 <= easting <= 9e5 and 1e6 <= northing <= 1.01e7):
                continue
            label = current or f"V-{len(vertices) + 1}"
            known = vertices.get(label, MemoriaVertex(label, math.nan, math.nan, line))
            vertices[label] = replace(known, easting=easting, northing=northing)
        elif "bearing" in groups:
            value = quadrant_azimuth(found["bns"], found["bew"], sexagesimal(found["bd"], found["bm"], found["bs"]))
            if math.isnan(value):
                continue
            azimuth, leg_from = value, leg_from or current
        elif "azimuth" in groups:
            value = sexagesimal(found["zd"], found["zm"], found["zs"])
            if not 0.0 <= value <= 360.0:
                continue
            azimuth, leg_from = value, leg_from or current
        elif "distance" in groups:
            factor = 1000.0 if found["unit"].lower().startswith("k") else 1.0
            distance, leg_from = number(found["length"]) * factor, leg_from or current
        else:
            label = _label(found["label"] or found["bare"])
            vertices.setdefault(label, MemoriaVertex(label, math.nan, math.nan, line))
            if not (math.isnan(azimuth) and math.isnan(distance)) and label != leg_from:
                legs.append(MemoriaLeg(leg_from, label, azimuth, distance, line))
                azimuth = distance = math.nan
                leg_from = ""
            current = label
        spans.append((found.start(), found.end()))
    if not (math.isnan(azimuth) and math.isnan(distance)) and vertices:
        first = next(iter(vertices))
        legs.append(MemoriaLeg(leg_from or current, first, azimuth, distance, text.count("\n") + 1))
    return Memoria(tuple(vertices.values()), tuple(legs), named_system(text), tuple(_left(text, spans)))


def _label(written: str) -> str:
    """``V - 1`` and ``v-1`` are ``V-1``."""
    return re.sub(r"\s*[-–.]\s*", "-", written.strip()).upper().replace(" ", "")


def _left(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, str]]:
    """Sentences of which something that tells was not consumed."""
    blanked = list(text)
    for start, end in spans:
        blanked[start:end] = " " * (end - start)
    rest = _SYSTEM_WORDS.sub(lambda found: " " * len(found.group()), "".join(blanked))
    found = []
    for sentence in _SENTENCE.finditer(text):
        left = rest[sentence.start() : sentence.end()]
        if re.search(r"\d|\bvaras?\b", left) or (left == sentence.group() and _TELLING.search(left)):
            said = " ".join(sentence.group().split())
            if said:
                start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
                found.append((text.count("\n", 0, start) + 1, said))
    return found
