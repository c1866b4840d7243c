"""What leaves and what stays, in words: for the log of a run, a dialog, and whoever merges a file made for an audience."""

from __future__ import annotations

from typing import Iterable, Mapping

from qgis.PyQt.QtCore import QDateTime, QLocale, Qt

from ..i18n import translate
from ..workspace.extract_note import ExtractNote
from ..workspace.release import TableShare
from ..workspace.schema import table
from .messages.workspace_labels import labels
from .messages.workspace_words import audiences, geometry_words, levels, table_words

_SEPARATOR = "; "


def listed(counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    """Counts by name as ``secret: 2; no consent: 1``."""
    locale = QLocale()
    return _SEPARATOR.join(f"{words.get(name, name)}: {locale.toString(number)}" for name, number in counts.items())


def column_words(table_name: str) -> dict[str, str]:
    """Titles of the columns of a table, in words."""
    try:
        described = table(table_name)
    except KeyError:
        return {}
    return {column.name: labels().get(column.label, column.label) for column in described.columns}


def share_sentence(share: TableShare) -> str:
    """What becomes of the rows of one table."""
    parts = [translate("RainforestAlert", "{count} go").format(count=QLocale().toString(share.released))]
    if share.reduced:
        parts.append(
            translate("RainforestAlert", "in part: {what}").format(what=listed(share.reduced, geometry_words()))
        )
    if share.blanked:
        what = listed(share.blanked, column_words(share.table))
        parts.append(translate("RainforestAlert", "left blank: {what}").format(what=what))
    if share.held_back:
        parts.append(translate("RainforestAlert", "stay: {what}").format(what=listed(share.held_back, levels())))
    return f"{table_words(share.table)}: " + ", ".join(parts)


def is_whole(shares: Iterable[TableShare]) -> bool:
    """Whether all of it goes as it is."""
    return not any(share.held_back or share.reduced or share.blanked for share in shares)


def release_lines(audience: str, shares: Iterable[TableShare]) -> list[str]:
    """What leaves for an audience, a line for each table of which something stays; one line when all of it goes."""
    found = list(shares)
    goes = sum(share.released for share in found)
    stays = sum(sum(share.held_back.values()) for share in found)
    facts = {"audience": audiences()[audience], "goes": QLocale().toString(goes), "stays": QLocale().toString(stays)}
    if is_whole(found) and goes == 1:
        return [translate("RainforestAlert", "To {audience}: 1 row goes, nothing is held back.").format(**facts)]
    if is_whole(found):
        return [
            translate("RainforestAlert", "To {audience}: all {goes} rows go, nothing is held back.").format(**facts)
        ]
    head = translate("RainforestAlert", "To {audience}: rows that go: {goes}; rows that stay: {stays}.").format(**facts)
    return [head, *(share_sentence(share) for share in found if not is_whole([share]))]


def made_for_sentence(note: ExtractNote) -> str:
    """What a file made for an audience says of itself to whoever merges it."""
    made_at = QDateTime.fromString(note.made_at, Qt.DateFormat.ISODateWithMs).toLocalTime()
    by_table = {name: sum(counts.values()) for name, counts in note.held_back.items()}
    held_back = listed(by_table, {name: table_words(name) for name in by_table})
    return translate(
        "RainforestAlert",
        "This file was made for {audience} on {day}. It holds back {count} rows{tables}; {reduced} rows are in it in reduced form and "
        "{blanked} values are left blank. Nothing of that was deleted or replaced here.",
    ).format(
        audience=audiences().get(note.audience, note.audience),
        day=QLocale().toString(made_at, QLocale.FormatType.ShortFormat),
        count=QLocale().toString(note.held_back_count()),
        tables=f" ({held_back})" if held_back else "",
        reduced=QLocale().toString(note.reduced_count()),
        blanked=QLocale().toString(note.blanked_count()),
    )
