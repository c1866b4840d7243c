"""Packages of many communities: a folder for each, and the table that says what became of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ..documents.phrases import Phrases
from ..documents.sheet import Cell, Sheet

WRITTEN, KEPT, FAILED, WAITING = "written", "kept", "failed", "waiting"
COLUMNS = ("community", "state", "folder", "document_state", "area_ha", "perimeter_m", "vertices", "blockers", "reason")
_LONGEST_NAME = 60
# Names that Windows keeps for devices, whatever follows the point.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))}


@dataclass(frozen=True)
class AtlasRow:
    """What became of one community.

    Attributes
    ----------
    community, state, folder : str
        State is :data:`WRITTEN`, :data:`KEPT` (it was there already, the same), :data:`FAILED` or :data:`WAITING`.
    document_state : str
        ``final`` or ``draft`` of a package.
    reason : str
        Why there is none.
    """

    community: str
    state: str
    folder: str
    document_state: str = ""
    area_ha: Decimal | None = None
    perimeter_m: Decimal | None = None
    vertices: int | None = None
    blockers: int | None = None
    reason: str = ""


def folder_names(communities: list[str]) -> list[str]:
    """A folder for each community that every file system takes, no two alike even where case does not count.

    A name that had to change and one that did not never meet: the second to want a name gets a number.
    """
    taken: set[str] = set()
    names = []
    for community in communities:
        plain = unicodedata.normalize("NFC", community)
        name = re.sub(r"[^\w.-]+", "_", plain).strip("._")[:_LONGEST_NAME].strip("._") or "comunidad"
        if name.split(".")[0].casefold() in _DEVICES:
            name = f"_{name}"
        chosen, number = name, 1
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{name}_{number}"
        taken.add(chosen.casefold())
        names.append(chosen)
    return names


def atlas_sheet(rows: list[AtlasRow], phrases: Phrases) -> Sheet:
    """The table of an atlas, in the language of the documents."""
    say = phrases.say

    def cell(value: Cell | None) -> Cell:
        return "" if value is None else value

    lines = tuple(
        (
            row.community,
            say(f"atlas.{row.state}"),
            row.folder,
            say(row.document_state) if row.document_state else "",
            cell(row.area_ha),
            cell(row.perimeter_m),
            cell(row.vertices),
            cell(row.blockers),
            row.reason,
        )
        for row in rows
    )
    area = sum((row.area_ha or Decimal(0) for row in rows), Decimal(0))
    total = (say("total"), "", "", "", area, "", "", sum(row.blockers or 0 for row in rows), "")
    headings = tuple(say(f"atlas.column.{name}") for name in COLUMNS)
    return Sheet(say("atlas.sheet"), (say("atlas.title"),), headings, lines, (total,))
