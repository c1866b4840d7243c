"""Reference systems as titles, tables and memorias name them: datum, UTM zone, EPSG code."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Mapping, Sequence

WGS84, SIRGAS2000, SIRGAS95, PERU96 = "WGS 84", "SIRGAS 2000", "SIRGAS 1995", "Peru96"
SAD69, PSAD56, OTHER = "SAD69", "PSAD56", "International 1924"
# The first one is taken where a table gives its coordinates in several; columns that name none stand before the old ones.
PREFERRED = (WGS84, SIRGAS2000, PERU96, SIRGAS95, "", SAD69, PSAD56, OTHER)
# They differ by less than a metre.
_MODERN = (WGS84, SIRGAS2000, PERU96, SIRGAS95)

# EPSG code of longitude and latitude, and of the UTM zones south and north of the equator.
_DEGREES: Mapping[str, int] = {
    WGS84: 4326,
    SIRGAS2000: 4674,
    SIRGAS95: 4170,
    PERU96: 5373,
    SAD69: 4618,
    PSAD56: 4248,
}
_SOUTH: Mapping[str, Mapping[int, int]] = {
    WGS84: {zone: 32700 + zone for zone in range(1, 61)},
    SIRGAS2000: {zone: 31960 + zone for zone in range(17, 26)},
    SIRGAS95: {zone: 31975 + zone for zone in range(17, 26)},
    PERU96: {17: 5839, 18: 5387, 19: 5389},
    SAD69: {zone: 29170 + zone for zone in range(17, 26)},
    PSAD56: {zone: 24860 + zone for zone in range(17, 23)},
}
_NORTH: Mapping[str, Mapping[int, int]] = {
    WGS84: {zone: 32600 + zone for zone in range(1, 61)},
    SIRGAS2000: {zone: 31954 + zone for zone in range(11, 23)},
    PSAD56: {zone: 24800 + zone for zone in range(17, 22)},
}

_YEAR56, _YEAR84, _YEAR69 = r"(?:19)?56(?!\d)", r"(?:19)?84(?!\d)", r"(?:19)?69(?!\d)"
_OF = r"(?:(?:datum|de|del|para|la) +)*"
_AMERICAN = r"(?<![a-z])(?:s(?:o|ud|ur|uth|outh)? *am(?:er|r)[a-z]*|s +am(?![a-z])|america +del +sur)"
# On folded text: small letters without accents, blanks for all signs.
_DATUMS: Sequence[tuple[str, str]] = (
    (WGS84, rf"(?<![a-z])w *g *s(?: *(?:de +)?{_YEAR84}|(?![a-z])(?! *\d))"),
    (WGS84, rf"world +geodetic +system(?: +(?:of +)?{_YEAR84})?|geodesico +mundial(?: +(?:de +)?{_YEAR84})?"),
    (SIRGAS95, r"sirgas *(?:19)?95(?!\d)"),
    (SIRGAS2000, r"sirgas(?: *(?:de +)?(?:20)?00(?!\d))?(?! *(?:19)?95)|geocentrico +para +las? +americas? +2000"),
    (PERU96, r"(?<![a-z])peru *(?:19)?96(?!\d)"),
    (SAD69, rf"(?<![a-z])s *a *d *{_YEAR69}|{_AMERICAN} +{_OF}{_YEAR69}"),
    (PSAD56, rf"(?<![a-z])p *s *a *d(?![a-z])(?: *{_OF}{_YEAR56})?"),
    (PSAD56, rf"(?<![a-z])s *a *[dm] *{_YEAR56}"),
    (PSAD56, rf"(?<![a-z])prov(?:is[a-z]*)? +{_OF}{_AMERICAN}(?: +{_OF}{_YEAR56})?"),
    (PSAD56, rf"{_AMERICAN} +(?:provi[a-z]* *)?{_OF}{_YEAR56}|{_AMERICAN} +provi[a-z]*"),
    (PSAD56, rf"datum +(?:horizontal +)?(?:de +)?(?:la +canoa|{_YEAR56})"),
    (OTHER, r"hayford|internacional +(?:de +)?(?:1909|1924)|international +(?:1909|1924)"),
)
_DATUM = re.compile("|".join(f"(?P<d{number}>{text})" for number, (_, text) in enumerate(_DATUMS)))
_ZONE_WORDS = r"(?:utm|n|no|nro|num|numero|geografica|cartografica|de +proyeccion|huso|zona|es|s|sur)"
_ZONE = re.compile(
    rf"(?<![a-z])(?:(?:zona|zone|huso|fuso)s?(?: *{_ZONE_WORDS})*|u *t *m(?: *(?:n|no|nro|zona|zone|huso|s|sur))*) *"
    r"0?(?P<zone>1[5-9]|2[0-5])(?P<side> *(?:sur|norte|south|north)(?![a-z]| *\d)| ?[slkmnp](?![a-z\d]| *\d)|(?![a-z]))(?!\d)"
    r"(?: *(?:y|e|and) *(?P<second>1[5-9]|2[0-5])(?: *(?:sur|s|[klm])(?![a-z]))?(?![a-z\d]))?"
)
# "zona 18.5 ha" and "zona 18 hectáreas" name no zone of a map.
_OTHER_NUMBER = re.compile(r"[.,]\d|\s*(?:ha|has|hect\w*|km2?|metros|casas|lotes?|parcelas?)\b|\s*[°º%]", re.IGNORECASE)
# "18S" alone; "18 S" only after a datum, since 18 metres and 18° S are written so too.
_BARE_ZONE = re.compile(r"(?<![a-z\d])z?(?P<zone>1[789])(?P<gap> ?)(?P<side>[slkmn])(?![a-z\d]| *\d)")
_IN_NUMBERS = (".", ",", "'", "’", "′")
_BARE_LETTERS = "SLK"
_AFTER_DATUM = 4
_NORTHERN = re.compile(r" *(?:norte|north|[np])")
_CODE = re.compile(r"(?<![a-z])(?:epsg|srid) *(\d{4,5})(?!\d)")
# The coordinates came out of the datum that stands after such words; the one beside them holds.
_CARRIED = r"(?:transform|convert|convers|traslad|reproyect|migr|pasad)[a-z]*"
_SOURCE = re.compile(
    rf"(?<![a-z]){_CARRIED}(?: +(?!a |al |hacia )[a-z]+){{0,8}}? +(?:de|del|desde)(?: +(?!a |al |hacia )[a-z]+){{0,8}} +$"
)
_BEFORE = 90
_SENTENCE = re.compile(r"[;\n]|\.(?=\s+[A-ZÁÉÍÓÚÑ])")
_LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Stated:
    """What a file says of its reference system.

    Attributes
    ----------
    datum : str
        One of the names of this module; blank when none is named, or several.
    zone : int
        UTM zone; 0 when none is named, or several.
    is_north : bool
        Whether the zone is said to lie north of the equator.
    code : int
        EPSG code that stands there; 0 when none does.
    datum_words, zone_words : str
        How the file says it; the code stands with the words of the datum.
    datums, zones : tuple
        Those between which nothing decides.
    source : str
        Datum out of which the coordinates are said to have been carried.
    """

    datum: str = ""
    zone: int = 0
    is_north: bool = False
    code: int = 0
    datum_words: str = ""
    zone_words: str = ""
    datums: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    source: str = ""

    @property
    def words(self) -> str:
        """The words that name it."""
        return ", ".join(words for words in dict.fromkeys((self.datum_words, self.zone_words)) if words)

    @property
    def is_open(self) -> bool:
        """Whether it names several systems, or one that is none by itself, and nothing decides."""
        return bool(self.datums or self.zones)

    @property
    def epsg(self) -> int | None:
        """System in metres that is named whole, WGS 84 where a zone stands without a datum; None otherwise."""
        if self.is_open:
            return None
        if self.code:
            return self.code
        return utm_code(self.datum or WGS84, self.zone, self.is_north) if self.zone else None


@dataclass(frozen=True)
class _Mention:
    name: str
    start: int
    stop: int
    is_north: bool = False


def utm_code(datum: str, zone: int, is_north: bool = False) -> int | None:
    """EPSG code of a UTM zone on a datum, None when the registry has none."""
    return (_NORTH if is_north else _SOUTH).get(datum, {}).get(zone)


def utm_of_code(epsg: int) -> tuple[str, int, bool]:
    """Datum and number of a UTM zone by its code, and whether it lies north of the equator; blank and 0 for all other systems."""
    for is_north, tables in ((False, _SOUTH), (True, _NORTH)):
        for datum, codes in tables.items():
            for zone, code in codes.items():
                if code == epsg:
                    return datum, zone, is_north
    return "", 0, False


def degrees_code(datum: str) -> int | None:
    """EPSG code of longitude and latitude on a datum."""
    return _DEGREES.get(datum)


def datum_of(text: str) -> str:
    """The one datum that a text names; blank when it names none, or several."""
    found = {mention.name for mention in _datums(folded(text))}
    return found.pop() if len(found) == 1 else ""


def without_system(text: str) -> str:
    """A text without the words that name datum and zone."""
    flat = folded(text)
    cut = list(text)
    for mention in (*_datums(flat), *_zones(text, flat)):
        cut[mention.start : mention.stop] = " " * (mention.stop - mention.start)
    return "".join(cut)


def stated_system(*levels: str) -> Stated:
    """What texts say of the reference system of coordinates, those first that stand closest to them; see :func:`combined`.

    Where one text names several datums, none is taken but the one out of which the coordinates are not said to have been carried.
    """
    return combined(*map(_stated, levels))


def combined(*found: Stated) -> Stated:
    """The first one that names a datum decides on it, and the first one that names a zone on that."""
    datum = next((one for one in found if one.code or one.datum or one.datums), Stated())
    if datum.code:
        return datum
    zone = next((one for one in found if one.zone or one.zones), Stated())
    return replace(datum, zone=zone.zone, is_north=zone.is_north, zone_words=zone.zone_words, zones=zone.zones)


def _stated(text: str) -> Stated:
    flat = folded(text)
    codes = {int(found.group(1)): found for found in _CODE.finditer(flat)}
    if len(codes) == 1:
        ((code, found),) = codes.items()
        return Stated(code=code, datum_words=_quote(text, found.start(), found.end()))
    if codes:
        return Stated(datums=tuple(f"EPSG:{code}" for code in sorted(codes)))
    mentions = _datums(flat)
    sources = {mention.name for mention in mentions if _is_source(text, flat, mention)}
    named = {mention.name: mention for mention in reversed(mentions)}
    if OTHER in named and len(named) > 1:  # the ellipsoid of the datum beside it
        del named[OTHER]
    holding = sorted(
        (mention for name, mention in named.items() if name not in sources),
        key=lambda mention: PREFERRED.index(mention.name),
    )
    if all(mention.name in _MODERN for mention in holding):
        del holding[1:]
    zones = {(mention.name, mention.is_north): mention for mention in reversed(_zones(text, flat))}
    is_one = len(holding) == 1 and holding[0].name != OTHER
    ((zone, is_north),) = zones if len(zones) == 1 else [("0", False)]
    return Stated(
        holding[0].name if is_one else "",
        int(zone),
        is_north,
        0,
        _quote(text, holding[0].start, holding[0].stop) if holding else "",
        _quote(text, min(m.start for m in zones.values()), max(m.stop for m in zones.values())) if zones else "",
        () if is_one else tuple(sorted(named)),
        tuple(sorted(f"{name}{'N' if north else 'S'}" for name, north in zones)) if len(zones) > 1 else (),
        next(iter(sorted(sources)), "") if is_one else "",
    )


def _datums(flat: str) -> list[_Mention]:
    return [
        _Mention(_DATUMS[int(str(found.lastgroup)[1:])][0], found.start(), found.end())
        for found in _DATUM.finditer(flat)
    ]


def _zones(text: str, flat: str) -> list[_Mention]:
    found = []
    for match in _ZONE.finditer(flat):
        if _OTHER_NUMBER.match(text, match.end()):
            continue
        is_north = bool(_NORTHERN.fullmatch(match["side"] or ""))
        found.append(_Mention(match["zone"], match.start(), match.end(), is_north))
        if match["second"]:
            found.append(_Mention(match["second"], match.start(), match.end(), is_north))
    ends = [mention.stop for mention in _datums(flat)]
    for match in _BARE_ZONE.finditer(flat):
        is_after_datum = any(0 <= match.start() - end <= _AFTER_DATUM for end in ends)
        letter = text[match.start("side")]
        if text[match.start() - 1 : match.start()] in _IN_NUMBERS:
            continue
        is_known = any(one.start <= match.start() < one.stop for one in found)
        if not is_known and (is_after_datum or (not match["gap"] and letter in _BARE_LETTERS)):
            found.append(_Mention(match["zone"], match.start(), match.end(), letter in "nN"))
    return sorted(found, key=lambda mention: mention.start)


def _is_source(text: str, flat: str, mention: _Mention) -> bool:
    begin = max(0, mention.start - _BEFORE)
    breaks = [found.end() for found in _SENTENCE.finditer(text, begin, mention.start)]
    return bool(_SOURCE.search(" ".join(flat[max([begin, *breaks]) : mention.start].split()) + " "))


def _quote(text: str, start: int, stop: int) -> str:
    return " ".join(text[start:stop].split())[:_LONGEST_QUOTE]


def folded(text: str) -> str:
    """A text of the same length in small letters without accents, with blanks for all signs."""
    return "".join(map(_fold, text))


def _fold(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)[:1].lower()
    return plain if plain.isascii() and plain.isalnum() else " "
