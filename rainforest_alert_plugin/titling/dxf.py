"""Drawings as DXF of AutoCAD 2000 (AC1015), the oldest that every program of the offices opens: lines, points and texts in layers.

OGR's writer leaves polylines open and takes its frame from GDAL's data folder, so the few records of the format are written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Mapping, Sequence, Union

Place = tuple[Decimal, Decimal]

_METRES = 6
_CODE_PAGE = "cp1252"
_OUTSIDE_PLANE = "□"


@dataclass(frozen=True)
class Line:
    """A polyline; a closed one does not repeat its first point."""

    layer: str
    points: tuple[Place, ...]
    is_closed: bool = False


@dataclass(frozen=True)
class Mark:
    """A point."""

    layer: str
    place: Place


@dataclass(frozen=True)
class Text:
    """A line of text, its lower left corner at a place."""

    layer: str
    place: Place
    text: str
    height_m: Decimal


Entity = Union[Line, Mark, Text]


def dxf_bytes(layers: Mapping[str, int], entities: Sequence[Entity]) -> bytes:
    """A drawing; the same entities give the same bytes.

    Parameters
    ----------
    layers : Mapping of str to int
        Colour index (1 red, 3 green, 5 blue, 7 black or white) by name of the layer.
    """
    drawing = _Drawing()
    drawing.header(entities)
    drawing.tables(layers)
    drawing.blocks()
    drawing.section("ENTITIES", [tag for entity in entities for tag in drawing.entity(entity)])
    drawing.objects()
    drawing.put(0, "EOF")
    return drawing.bytes()


def dxf_text(text: str) -> str:
    """Text as the format spells it: letters beyond its code page by their number, control sequences undone.

    A character outside the basic plane (an emoji) has no spelling in the format; an empty box stands for it.
    """
    spelled = []
    for letter in text.replace("%%", "% %").replace("^", "^ "):
        code = ord(letter)
        if code >= 32 and _is_in_code_page(letter):
            spelled.append(letter)
        else:
            spelled.append(f"\\U+{code if code < 0x10000 else ord(_OUTSIDE_PLANE):04X}")
    return "".join(spelled)


def same_text(found: str, stated: str) -> bool:
    """Whether a text that OGR read is the stated one as the format spells it.

    OGR takes the code page for Latin-1, so that its quotation marks come back as control characters.
    """
    read = "".join(bytes([ord(c)]).decode(_CODE_PAGE, "replace") if 0x80 <= ord(c) < 0xA0 else c for c in found)
    return dxf_text(read).split() == dxf_text(stated).split()


def _is_in_code_page(letter: str) -> bool:
    try:
        letter.encode(_CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return True


class _Drawing:
    """Records in the order of the file. Handles are counted up; those of the frame are fixed, because records refer to them."""

    MODEL, PAPER, MODEL_LAYOUT_BLOCK, PAPER_LAYOUT_BLOCK = "1F", "1E", "20", "1C"
    BLOCK_RECORDS, LAYERS, LINETYPES, STYLES, APPS, DIMSTYLES, VIEWS, UCS, VIEWPORTS = (
        "1",
        "2",
        "5",
        "3",
        "9",
        "A",
        "6",
        "7",
        "8",
    )
    ROOT, GROUPS = "C", "D"

    def __init__(self) -> None:
        self.tags: list[tuple[int, str]] = []
        self.next_handle = 0x100

    def put(self, code: int, value: object) -> None:
        self.tags.append((code, str(value)))

    def all(self, tags: Sequence[tuple[int, object]]) -> None:
        for code, value in tags:
            self.put(code, value)

    def section(self, name: str, tags: Sequence[tuple[int, object]]) -> None:
        self.all([(0, "SECTION"), (2, name), *tags, (0, "ENDSEC")])

    def handle(self) -> str:
        self.next_handle += 1
        return f"{self.next_handle:X}"

    def bytes(self) -> bytes:
        # what is left to say of the handles is known only now: the seed is above all of them
        text = "".join(f"{code:>3}\r\n{value}\r\n" for code, value in self.tags)
        return text.replace("{HANDSEED}", f"{self.next_handle + 1:X}").encode(_CODE_PAGE)

    def header(self, entities: Sequence[Entity]) -> None:
        places = [place for entity in entities for place in _places(entity)] or [(Decimal(0), Decimal(0))]
        eastings, northings = zip(*places)
        tags: list[tuple[int, object]] = [
            (9, "$ACADVER"),
            (1, "AC1015"),
            (9, "$DWGCODEPAGE"),
            (3, "ANSI_1252"),
            (9, "$INSUNITS"),
            (70, _METRES),
            (9, "$EXTMIN"),
            (10, min(eastings)),
            (20, min(northings)),
            (30, 0),
            (9, "$EXTMAX"),
            (10, max(eastings)),
            (20, max(northings)),
            (30, 0),
            (9, "$HANDSEED"),
            (5, "{HANDSEED}"),
        ]
        self.section("HEADER", tags)
        self.section("CLASSES", [])

    def tables(self, layers: Mapping[str, int]) -> None:
        tags: list[tuple[int, object]] = []
        tags += self.table("VPORT", self.VIEWPORTS, [])
        linetypes = [
            self.record("LTYPE", self.LINETYPES, "AcDbLinetypeTableRecord", name)
            + [(70, 0), (3, described), (72, 65), (73, 0), (40, 0)]
            for name, described in (("ByBlock", ""), ("ByLayer", ""), ("Continuous", "Solid line"))
        ]
        tags += self.table("LTYPE", self.LINETYPES, linetypes)
        shown = [
            self.record("LAYER", self.LAYERS, "AcDbLayerTableRecord", dxf_text(name))
            + [(70, 0), (62, color), (6, "Continuous"), (370, -3), (390, "F")]
            for name, color in {"0": 7, **layers}.items()
        ]
        tags += self.table("LAYER", self.LAYERS, shown)
        style = self.record("STYLE", self.STYLES, "AcDbTextStyleTableRecord", "Standard")
        style += [(70, 0), (40, 0), (41, 1), (50, 0), (71, 0), (42, 1), (3, "arial.ttf"), (4, "")]
        tags += self.table("STYLE", self.STYLES, [style])
        tags += self.table("VIEW", self.VIEWS, [])
        tags += self.table("UCS", self.UCS, [])
        app = self.record("APPID", self.APPS, "AcDbRegAppTableRecord", "ACAD") + [(70, 0)]
        tags += self.table("APPID", self.APPS, [app])
        dimstyle: list[tuple[int, object]] = [
            (0, "DIMSTYLE"),
            (105, self.handle()),
            (330, self.DIMSTYLES),
            (100, "AcDbSymbolTableRecord"),
            (100, "AcDbDimStyleTableRecord"),
            (2, "Standard"),
            (70, 0),
        ]
        tags += self.table("DIMSTYLE", self.DIMSTYLES, [dimstyle], [(100, "AcDbDimStyleTable"), (71, 0)])
        records = []
        for name, handle in (("*Model_Space", self.MODEL), ("*Paper_Space", self.PAPER)):
            record: list[tuple[int, object]] = [
                (0, "BLOCK_RECORD"),
                (5, handle),
                (330, self.BLOCK_RECORDS),
                (100, "AcDbSymbolTableRecord"),
                (100, "AcDbBlockTableRecord"),
                (2, name),
                (340, 0),
            ]
            records.append(record)
        tags += self.table("BLOCK_RECORD", self.BLOCK_RECORDS, records)
        self.section("TABLES", tags)

    def table(
        self,
        name: str,
        handle: str,
        records: Sequence[list[tuple[int, object]]],
        more: Sequence[tuple[int, object]] = (),
    ) -> list[tuple[int, object]]:
        head: list[tuple[int, object]] = [
            (0, "TABLE"),
            (2, name),
            (5, handle),
            (330, 0),
            (100, "AcDbSymbolTable"),
            (70, len(records)),
        ]
        return [*head, *more, *(tag for record in records for tag in record), (0, "ENDTAB")]

    def record(self, kind: str, owner: str, subclass: str, name: str) -> list[tuple[int, object]]:
        return [
            (0, kind),
            (5, self.handle()),
            (330, owner),
            (100, "AcDbSymbolTableRecord"),
            (100, subclass),
            (2, name),
        ]

    def blocks(self) -> None:
        tags: list[tuple[int, object]] = []
        for name, owner, handle in (
            ("*Model_Space", self.MODEL, self.MODEL_LAYOUT_BLOCK),
            ("*Paper_Space", self.PAPER, self.PAPER_LAYOUT_BLOCK),
        ):
            tags += [
                (0, "BLOCK"),
                (5, handle),
                (330, owner),
                (100, "AcDbEntity"),
                (8, "0"),
                (100, "AcDbBlockBegin"),
                (2, name),
                (70, 0),
                (10, 0),
                (20, 0),
                (30, 0),
                (3, name),
                (1, ""),
                (0, "ENDBLK"),
                (5, self.handle()),
                (330, owner),
                (100, "AcDbEntity"),
                (8, "0"),
                (100, "AcDbBlockEnd"),
            ]
        self.section("BLOCKS", tags)

    def entity(self, entity: Entity) -> list[tuple[int, object]]:
        def head(kind: str) -> list[tuple[int, object]]:
            return [
                (0, kind),
                (5, self.handle()),
                (330, self.MODEL),
                (100, "AcDbEntity"),
                (8, dxf_text(entity.layer)),
            ]

        if isinstance(entity, Line):
            tags = head("LWPOLYLINE")
            tags += [(100, "AcDbPolyline"), (90, len(entity.points)), (70, int(entity.is_closed)), (43, 0)]
            for east, north in entity.points:
                tags += [(10, east), (20, north)]
            return tags
        east, north = entity.place
        if isinstance(entity, Mark):
            return [*head("POINT"), (100, "AcDbPoint"), (10, east), (20, north), (30, 0)]
        return [
            *head("TEXT"),
            (100, "AcDbText"),
            (10, east),
            (20, north),
            (30, 0),
            (40, entity.height_m),
            (1, dxf_text(entity.text)),
            (7, "Standard"),
            (100, "AcDbText"),
        ]

    def objects(self) -> None:
        tags: list[tuple[int, object]] = [
            (0, "DICTIONARY"),
            (5, self.ROOT),
            (330, 0),
            (100, "AcDbDictionary"),
            (281, 1),
            (3, "ACAD_GROUP"),
            (350, self.GROUPS),
            (3, "ACAD_PLOTSTYLENAME"),
            (350, "E"),
            (0, "DICTIONARY"),
            (5, self.GROUPS),
            (330, self.ROOT),
            (100, "AcDbDictionary"),
            (281, 1),
            (0, "ACDBDICTIONARYWDFLT"),
            (5, "E"),
            (330, self.ROOT),
            (100, "AcDbDictionary"),
            (281, 1),
            (3, "Normal"),
            (350, "F"),
            (100, "AcDbDictionaryWithDefault"),
            (340, "F"),
            (0, "ACDBPLACEHOLDER"),
            (5, "F"),
            (330, "E"),
        ]
        self.section("OBJECTS", tags)


def _places(entity: Entity) -> tuple[Place, ...]:
    return entity.points if isinstance(entity, Line) else (entity.place,)
