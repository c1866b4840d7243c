"""The prose of an old memoria descriptiva read back into vertices and legs, with what was not understood."""

from __future__ import annotations

import bisect
import math
import re
from dataclasses import dataclass, replace
from typing import Callable, Iterator

from .bearings import NUMBER, angle_in_prose, angle_of, coordinate_number, quadrant_of, quadrant_pattern
from .datum_names import Stated, stated_system, without_system
from .open_lengths import Length

_N = f"(?:{NUMBER})"
_EAST, _NORTH = r"(?:E(?:STE)?|X)", r"(?:N(?:ORTE)?|Y)"
_BETWEEN = r"\s*(?:m(?:ts?|etros)?\b\.?)?\s*[,;y/]?\s*"
_COORDINATES = (
    rf"\b{_EAST}\s*(?:\(\s*X\s*\))?\s*[:=]?\s*(?P<{{0}}a>{_N}){_BETWEEN}{_NORTH}\s*(?:\(\s*Y\s*\))?\s*[:=]?\s*(?P<{{0}}b>{_N})",
    rf"\b{_NORTH}\s*(?:\(\s*Y\s*\))?\s*[:=]?\s*(?P<{{0}}b>{_N}){_BETWEEN}{_EAST}\s*(?:\(\s*X\s*\))?\s*[:=]?\s*(?P<{{0}}a>{_N})",
    rf"(?P<{{0}}a>{_N})\s*m?\s*{_EAST}\b\s*[,;y/]?\s*(?P<{{0}}b>{_N})\s*m?\s*{_NORTH}\b",
)
_CORNER = r"\b(?:v[ée]rtices?|puntos?|hitos?|moj[oó]n|estaci[oó]n)\b"
# "V-1", "v-1", "PT 12", "CHPT0001"; not "de 20", and not "E 640 000".
_LABEL = r"[\"“«]?(?P<label>(?:(?-i:[A-Z]{1,5})\s?[-–.]?\s?|[A-Z]{1,5}[-–.]?)\d{1,4}[A-Z]?)\b(?![ .,]\d)[\"”»]?"
# A number or a capital letter alone, on the same line, and not the beginning of coordinates.
_PLAIN = r"[\"“«]?(?P<plain>\d{1,4}[A-Z]?|(?-i:[A-Z])(?!\s*[:=]?\s*\d))\b[\"”»]?"
_PATTERN = re.compile(
    "|".join(
        [
            *(f"(?P<c{i}>{text.replace('{0}', f'c{i}')})" for i, text in enumerate(_COORDINATES)),
            f"(?P<bearing>{quadrant_pattern()})",
            rf"(?P<azimuth>a[cz]imut\w*\s*(?:de|del|:|=|es)?\s*{angle_in_prose('z')})",
            rf"(?P<angle>[aá]ngulo(?:\s+(?:interno|interior))?\s*(?:de|:|=)?\s*{angle_in_prose('g')})",
            r"(?P<sides>\ben\s+\d+\s+lados?\b)",
            rf"(?P<distance>(?P<length>{_N})\s*(?P<unit>km|kil[oó]metros|metros(?:\s+lineales)?|ml|mts?|m)\b)",
            rf"(?P<vertex>{_CORNER}(?:\s*(?:N\s*[°º.o]{{1,2}}\s*)?{_LABEL}|[^\S\n]*(?:N\s*[°º.o]{{1,2}}\s*)?{_PLAIN}))",
            r"(?P<bare>\b(?:V|P|PT|H|BM|M)\s?[-–]\s?\d{1,4}[A-Z]?\b|\bV\d{1,4}\b)",
        ]
    ),
    re.IGNORECASE,
)
# Numbers, lengths in words or in units that are not metres, and directions in words.
_LEFT_OVER = re.compile(
    r"\d|\b(?:varas?|metros|kil[oó]metros)\b|\brumbo (?:al? )?(?:franco )?(?:nor|sur|est|oest)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r";|\.(?=\s+[A-ZÁÉÍÓÚÑ(])")
_SENTENCE = re.compile(r"[^;\n]*?(?:[;\n]|\.(?=\s+[A-ZÁÉÍÓÚÑ(])|$)")
# A vertex after or before such words is a neighbour's; after the words of _REACHED the walk itself comes to it or leaves it.
_NEIGHBOURS_BEFORE = re.compile(
    r"\b(?:colind|lind[ae])\w*(?:\s+(?:por|al|en)\s+(?:(?:el|la)\s+)?\w+)?\s+con\s+(?:el|los)\s+$", re.IGNORECASE
)
_NEIGHBOURS_AFTER = re.compile(
    r"\s*(?:\([^()\n]*\)\s*)?(?:de|del|de\s+la)\s+(?:[^\W\d_]+\s+){0,4}?(?:vecin|colindante)", re.IGNORECASE
)
_REACHED = re.compile(
    r"\b(?:hasta|llega\w*|alcanza\w*|desde|partiendo|parte|inicia\w*|del?|sigue|contin[uú]a)(?:\s+(?:hasta|al|a|en|de|del|el|por))*\s+$"
    r"|(?<!frente)(?<!junto)(?<!cerca)(?<!pr[oó]ximo)(?<!cercano)\s+al\s+$",
    re.IGNORECASE,
)
_BEFORE = 60
# Speaks of a corner, and not of the one just named ("vértice de coordenadas …").
_CORNER_WORD = re.compile(
    r"(?:v[ée]rtice|punto|hito|moj[oó]n|estaci[oó]n|esquina)\b(?!\s*(?:(?:de|con)\s+coord|ubicad|situad|[(:,]|[ENXY]\b))",
    re.IGNORECASE,
)
_SAME_PLACE_M = 1.0
_TELLING = re.compile(
    r"\d|rumbo|a[cz]imut|distancia|v[ée]rtice|coordenada|\bvaras?\b|\br[ií]o\b|quebrada", re.IGNORECASE
)
# A sentence in which none of this stands, and nothing was understood, is of laws, names and headings.
_OF_LIMITS = re.compile(
    r"\d{6}|\d{3}[ .,\u00a0]\d{3}|rumbo|a[cz]imut|distancia|v[ée]rtice|coordenadas|\bvaras?\b|\br[ií]o\b|quebrada"
    r"|linder|colind|\blado|tramo|\b(?:norte|sur|este|oeste|[NS])\b.{0,40}\d|\d.{0,40}(?:metros|grados)",
    re.IGNORECASE,
)
_LONGEST_HEADING = 3
_PERIMETER = re.compile(r"per[ií]metro(?:\s+(?:total|de|es))*\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class MemoriaVertex:
    """A vertex that the text names; coordinates are NaN when it gives none that can be.

    ``unread`` is what stands in the place of coordinates that cannot be; ``is_reached`` says whether the walk comes to the vertex or leaves
    it by the words before its name.
    """

    label: str
    easting: float
    northing: float
    line: int
    unread: str = ""
    is_reached: bool = False

    @property
    def is_placed(self) -> bool:
        """Whether it has coordinates."""
        return not math.isnan(self.easting)


@dataclass(frozen=True)
class MemoriaLeg:
    """A side: from one vertex to another, by azimuth (degrees) and distance (metres); either may be NaN. ``length`` is the distance as it
    is written.
    """

    start: str
    end: str
    azimuth_deg: float
    distance_m: float
    line: int
    length: Length | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it has both."""
        return not (math.isnan(self.azimuth_deg) or math.isnan(self.distance_m))


@dataclass(frozen=True)
class NotUnderstood:
    """A sentence of which something was not understood.

    Attributes
    ----------
    line : int
        Line of the text on which it begins, from 1.
    text : str
    vertex : str
        Vertex that is spoken of there; empty before the first one.
    start, stop : int
        Its characters in the text.
    """

    line: int
    text: str
    vertex: str
    start: int
    stop: int


@dataclass(frozen=True)
class Memoria:
    """What a text says of a boundary.

    Attributes
    ----------
    vertices : tuple of MemoriaVertex
        In the order of their first mention, those of neighbours left aside.
    legs : tuple of MemoriaLeg
    stated : Stated
        Reference system that the text names.
    not_understood : tuple of NotUnderstood
        Sentences that speak of limits or numbers and of which something was not understood.
    neighbours : tuple of MemoriaVertex
        Vertices that the text only mentions as a neighbour's.
    walk : tuple of str
        Labels of `vertices` in the order of all their mentions, none twice in a row.
    """

    vertices: tuple[MemoriaVertex, ...]
    legs: tuple[MemoriaLeg, ...]
    stated: Stated
    not_understood: tuple[NotUnderstood, ...]
    neighbours: tuple[MemoriaVertex, ...] = ()
    walk: tuple[str, ...] = ()


def read_memoria(text: str) -> Memoria:
    """Read prose such as *Partiendo del vértice V-1 (E 284 780,00, N 8 695 972,00), con rumbo S 76°01' E y una distancia de 50,00 m, se
    llega al vértice V-2*.
    """
    walk = _Walk(text)
    spans = [(found.start(), found.end()) for found in _PATTERN.finditer(text) if walk.take(found)]
    walk.end()
    return Memoria(
        tuple(walk.vertices.values()),
        tuple(walk.legs),
        stated_system(text),
        tuple(_left(text, spans, walk.named)),
        tuple(walk.neighbours.values()),
        tuple(walk.order),
    )


class _Walk:
    """What was read so far, and where in the walk the text is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.vertices: dict[str, MemoriaVertex] = {}
        self.neighbours: dict[str, MemoriaVertex] = {}
        self.legs: list[MemoriaLeg] = []
        self.order: list[str] = []
        self.named: list[tuple[int, str]] = []
        self._spellings: dict[str, str] = {}
        self._line_of = line_finder(text)
        self._current = self._told_of = self._leg_from = ""
        self._azimuth = self._distance = math.nan
        self._length: Length | None = None
        self._told_until = self._leg_told_at = self._named_until = 0
        # the vertex before the present one in its sentence
        self._came_from = ""

    def take(self, found: re.Match[str]) -> bool:
        """Take the next thing that the text says; whether it was understood."""
        line = self._line_of(found.start())
        groups = {name for name, value in found.groupdict().items() if value is not None}
        index = next((i for i in range(len(_COORDINATES)) if f"c{i}" in groups), -1)
        if index >= 0:
            return self._take_coordinates(found, f"c{index}", line)
        if "bearing" in groups:
            return self._take_azimuth(quadrant_of(found), found.end())
        if "azimuth" in groups:
            value = angle_of(found, "z")
            return self._take_azimuth(value if 0.0 <= value <= 360.0 else math.nan, found.end())
        if "distance" in groups:
            if _PERIMETER.search(self.text[max(0, found.start() - _BEFORE) : found.start()]):
                return True
            self._length = Length(found["length"], 1000.0 if found["unit"].lower().startswith("k") else 1.0)
            self._distance = self._length.metres()
            self._begin_leg(found.end())
        elif not groups & {"angle", "sides"}:
            self._take_vertex(found, line)
        return True

    def end(self) -> None:
        """A side that reaches no vertex leads back to the first one, or was told after its two ends."""
        if self._has_leg and self.vertices:
            first = next(iter(self.vertices))
            if self._current == first and self._came_from:
                self._end_leg(self._came_from, first, self._line_of(len(self.text)))
            elif self._current != first:
                self._end_leg(self._leg_from or self._current, first, self._line_of(len(self.text)))

    @property
    def _has_leg(self) -> bool:
        return not (math.isnan(self._azimuth) and math.isnan(self._distance))

    def _begin_leg(self, told_at: int) -> None:
        self._leg_from = self._leg_from or self._current
        self._leg_told_at = told_at

    def _end_leg(self, start: str, end: str, line: int) -> None:
        self.legs.append(MemoriaLeg(start, end, self._azimuth, self._distance, line, self._length))
        self._azimuth = self._distance = math.nan
        self._length = None
        self._leg_from = ""

    def _take_azimuth(self, value: float, told_at: int) -> bool:
        if math.isnan(value):
            return False
        self._azimuth = value
        self._begin_leg(told_at)
        return True

    def _take_coordinates(self, found: re.Match[str], group: str, line: int) -> bool:
        easting, northing = coordinate_number(found[f"{group}a"]), coordinate_number(found[f"{group}b"])
        label = self._told_of or f"V-{len(self.vertices) + 1}"
        among = self.neighbours if label in self.neighbours else self.vertices
        known = among.get(label, MemoriaVertex(label, math.nan, math.nan, line))
        word = _CORNER_WORD.search(self.text, self._told_until, found.start())
        if self._told_of and word and (known.is_placed or word.group()[0] in "vV"):
            # of a vertex whose name is not understood
            label = self._told_of = self._current = f"?{sum(name.startswith('?') for name in self.vertices) + 1}"
            among, known = self.vertices, MemoriaVertex(label, math.nan, math.nan, line, is_reached=True)
        self._told_until = found.end()
        if not (1e5 <= easting <= 9e5 and 1e6 <= northing <= 1.01e7):
            if not known.is_placed:
                among[label] = replace(known, unread=" ".join(found.group().split()), line=line)
            return False
        if math.hypot(easting - known.easting, northing - known.northing) > _SAME_PLACE_M:
            return False
        among[label] = replace(known, easting=easting, northing=northing)
        if among is self.vertices and self.order[-1:] != [label]:
            self.order.append(label)
        return not label.startswith("?")

    def _take_vertex(self, found: re.Match[str], line: int) -> None:
        written = _label(found["label"] or found["plain"] or found["bare"])
        # "V4" and "V-4" are one vertex, named as it was written first
        label = self._told_of = self._spellings.setdefault(written.replace("-", ""), written)
        self.named.append((found.start(), label))
        self._told_until = found.end()
        before = self.text[max(0, found.start() - _BEFORE) : found.start()]
        is_reached = _REACHED.search(before) is not None
        is_aside = _NEIGHBOURS_BEFORE.search(before) or _NEIGHBOURS_AFTER.match(self.text, found.end())
        if is_aside and not is_reached:
            if label not in self.vertices:
                self.neighbours.setdefault(label, MemoriaVertex(label, math.nan, math.nan, line))
            return
        known = self.neighbours.pop(label, MemoriaVertex(label, math.nan, math.nan, line))
        known = self.vertices.setdefault(label, known)
        self.vertices[label] = replace(known, is_reached=known.is_reached or is_reached)
        if self._has_leg and self._came_from and _SENTENCE_END.search(self.text, self._leg_told_at, found.start()):
            # "from A to B, 100 m."
            self._end_leg(self._came_from, self._current, line)
        elif self._has_leg and label != self._leg_from:
            self._end_leg(self._leg_from or self._current, label, line)
        is_other_sentence = _SENTENCE_END.search(self.text, self._named_until, found.start())
        self._came_from = "" if is_other_sentence or label == self._current else self._current
        self._named_until = found.end()
        if self.order[-1:] != [label]:
            self.order.append(label)
        self._current = label


def line_finder(text: str) -> Callable[[int], int]:
    """Finds the line, from 1, on which a character of `text` stands."""
    breaks = [found.start() for found in re.finditer("\n", text)]
    return lambda place: bisect.bisect_left(breaks, place) + 1


def _label(written: str) -> str:
    """``V - 1`` and ``v-1`` are ``V-1``."""
    return re.sub(r"\s*[-–.]\s*", "-", written.strip()).upper().replace(" ", "")


def _left(text: str, spans: list[tuple[int, int]], named: list[tuple[int, str]]) -> Iterator[NotUnderstood]:
    """Sentences of which something that tells was not consumed, with the vertex last named before it."""
    line_of = line_finder(text)
    places = [at for at, _ in named]
    blanked = list(text)
    for start, end in spans:
        blanked[start:end] = " " * (end - start)
    rest = without_system("".join(blanked))
    for sentence in _SENTENCE.finditer(text):
        left = rest[sentence.start() : sentence.end()]
        telling = _LEFT_OVER.search(left) or (_TELLING.search(left) if left == sentence.group() else None)
        said = " ".join(sentence.group().split())
        is_heading = not re.search(r"\d", said) and len(said.split()) <= _LONGEST_HEADING
        if telling and said and (left != sentence.group() or (_OF_LIMITS.search(said) and not is_heading)):
            start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
            place = sentence.start() + telling.start()
            index = bisect.bisect_right(places, place) - 1
            vertex = named[index][1] if index >= 0 else ""
            yield NotUnderstood(line_of(start), said, vertex, start, sentence.end())
