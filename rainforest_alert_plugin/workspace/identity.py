"""Who works: a local identity chosen at start, whose name can be erased without touching the audit log."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Sequence

from ..errors import InputError
from .attachments import delete_beside, forget_content
from .named_texts import NameFinder, Place, mask_name, named_places
from .schema import TABLES, table
from .sql import quoted, statement
from .store import Connection, Row, Transaction, Workspace, value_of_text

ROLES = ("technician", "facilitator", "reader")
# What the log calls the file of an attachment, beside the columns of its row.
FILE = "file"
# Parts of Spanish names that are words of every sentence.
_PARTICLES = frozenset({"del", "las", "los"})
_SHORTEST_NAME = 3


def unknown_person(named: str) -> InputError:
    """What to say of somebody whom the workspace does not know."""
    return InputError("workspace.unknown_person", id=named)


def people(workspace: Workspace) -> list[Row]:
    """Everybody who may be chosen: people whose data was not erased, by name."""
    return workspace.read("person", '"erased_at" IS NULL', order="name")


def present_person(workspace: Workspace) -> Row | None:
    """Who works on this laptop now; None before anybody chose."""
    found = workspace.connection.query('SELECT "person_id" FROM "replica" WHERE "id" = ?', [workspace.replica_id])
    if not found or found[0][0] is None:
        return None
    rows = workspace.read("person", '"id" = ? AND "erased_at" IS NULL', [found[0][0]])
    return rows[0] if rows else None


def add_person(workspace: Workspace, name: str, role: str = "technician", organization: str | None = None) -> str:
    """Make an identity and choose it; returns its id.

    Raises
    ------
    InputError
        ``workspace.no_name`` when `name` is empty, ``workspace.unknown_role``.
    """
    if not name.strip():
        raise InputError("workspace.no_name")
    if role not in ROLES:
        raise InputError("workspace.unknown_role", role=role, roles=", ".join(ROLES))
    with workspace.write() as transaction:
        person_id = transaction.insert(
            "person", {"name": name.strip(), "role": role, "organization": organization, "sensitivity": "community"}
        )
        transaction.set_person(person_id)
    return person_id


def choose_person(workspace: Workspace, person_id: str) -> None:
    """Say who works from now on.

    Raises
    ------
    InputError
        ``workspace.unknown_person``.
    """
    if not workspace.read("person", '"id" = ? AND "erased_at" IS NULL', [person_id]):
        raise unknown_person(person_id)
    with workspace.write() as transaction:
        transaction.set_person(person_id)


def mentions(workspace: Workspace, name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Rows of all tables that name a person in a personal column, now or before a change, as (table, row, columns).

    Accents and capitals do not matter.
    """
    wanted = _plain(name)
    if not wanted:
        return []
    kept = _kept_mentions(workspace, wanted)
    found = []
    for described in TABLES:
        personal = [column.name for column in described.columns if column.personal]
        for row in workspace.read(described.name) if personal and described.name != "person" else ():
            before = kept.get((described.name, row["id"]), ())
            named = tuple(column for column in personal if column in before or _mentions(row[column], wanted))
            if named:
                found.append((described.name, row["id"], named))
    return found


def _kept_mentions(workspace: Workspace, wanted: str) -> dict[tuple[str, str], set[str]]:
    """Columns, by table and row, of which a former value or one that waits for a decision names somebody."""
    found: dict[tuple[str, str], set[str]] = {}
    for name in ("former_value", "merge_claim"):
        for row in workspace.read(name):
            if row["column_name"] != "geom" and _mentions(value_of_text("", row["value"]), wanted):
                found.setdefault((row["table_name"], row["row_id"]), set()).add(row["column_name"])
    return found


def _mentions(value: Any, wanted: str) -> bool:
    return bool(value) and wanted in _plain(str(value))


def find_person(workspace: Workspace, named: str) -> Row:
    """Somebody who may be chosen, by identity or by name; accents and capitals do not matter.

    Raises
    ------
    InputError
        ``workspace.unknown_person``, or ``workspace.person_repeated`` when several people have the name.
    """
    known = people(workspace)
    found = [row for row in known if row["id"] == named]
    if not found and _plain(named):
        found = [row for row in known if _plain(str(row["name"] or "")) == _plain(named)]
    if not found:
        raise unknown_person(named)
    if len(found) > 1:
        raise InputError("workspace.person_repeated", count=len(found), ids=", ".join(str(row["id"]) for row in found))
    return found[0]


@dataclass(frozen=True)
class Erased:
    """What became of the data of a person.

    Attributes
    ----------
    rows : int
        Other rows in which the name was blanked or replaced.
    left : tuple of Place
        Where it still stands, for what stands there cannot be changed.
    """

    rows: int
    left: tuple[Place, ...] = ()


def count_mentions(workspace: Workspace, name: str) -> int:
    """Rows besides the list of people, or places of the log, that name a person."""
    if not _plain(name):
        return 0
    rows = {(table_name, row_id) for table_name, row_id, _ in mentions(workspace, name)}
    rows |= {(place.table, place.row_id) for place in named_places(workspace.connection, NameFinder(name))}
    return len(rows)


def erase_person(workspace: Workspace, person_id: str, everywhere: bool = False, reason: str = "") -> Erased:
    """Erase a person's data on request: their name goes, and the salt that ties it to the audit log; the chain stays intact.

    Parameters
    ----------
    everywhere : bool
        Also blank what other rows say of them: whoever reported, signed, attended or denounced under this name; delete the photos
        and sounds whose caption names them; and replace the name by a mark in texts that hold it among other words.
    reason : str
        Why, for the log; what stands there stays for good.

    Returns
    -------
    Erased

    Raises
    ------
    InputError
        ``workspace.unknown_person``; ``workspace.reason_names_person`` when the reason would keep the name that is to go.
    """
    rows = workspace.read("person", '"id" = ?', [person_id])
    if not rows:
        raise unknown_person(person_id)
    name = str(rows[0]["name"] or "")
    if _names(reason, name):
        raise InputError("workspace.reason_names_person")
    workspace.connection.overwrite_deleted()
    finder = NameFinder(name) if everywhere and _plain(name) else None
    left: list[Place] = []
    with workspace.write() as transaction:
        named = (
            {(table_name, row_id): columns for table_name, row_id, columns in mentions(workspace, name)}
            if finder
            else {}
        )
        texts = mask_name(transaction, finder) if finder else {}
        for table_name, row_id in dict.fromkeys([*named, *texts]):
            columns = named.get((table_name, row_id), ())
            if table_name == "attachment":
                _erase_file(transaction, row_id, columns)
            else:
                erase_row(transaction, table_name, row_id, columns, texts=texts.get((table_name, row_id), ()))
        moment = erase_row(transaction, "person", person_id, reason=reason)
        transaction.connection.run('UPDATE "person" SET "erased_at" = ? WHERE "id" = ?', [moment, person_id])
        transaction.connection.run('UPDATE "replica" SET "person_id" = NULL WHERE "person_id" = ?', [person_id])
        if finder:
            left = named_places(transaction.connection, finder)
    delete_beside(workspace.location, erased_files(workspace.connection))
    return Erased(len(named.keys() | texts.keys()), tuple(left))


def erased_files(connection: Connection) -> list[Row]:
    """Attachments whose file was erased on request, now or earlier, and of whose content nobody added another since.

    A file that was open elsewhere when it should have gone is found again here.
    """
    sql = 'SELECT "content" FROM "audit_log" WHERE "action" = ? AND "table_name" = ?'
    lines = [json.loads(content) for (content,) in connection.query(sql, ["erase", "attachment"])]
    erased = {line["erased_row"] for line in lines if FILE in line["columns"]}
    rows = connection.read("attachment") if erased else []
    kept = {row["sha256"] for row in rows if row["id"] not in erased}
    return [row for row in rows if row["id"] in erased and row["sha256"] not in kept]


def _erase_file(transaction: Transaction, row_id: str, columns: Sequence[str]) -> None:
    """Blank what is said of a file and delete its bytes; every attachment of the same content loses it."""
    (row,) = transaction.connection.read("attachment", '"id" = ?', [row_id])
    rows = transaction.connection.read("attachment", '"sha256" = ?', [row["sha256"]])
    for same in rows:
        blanked = blank_row(transaction.connection, "attachment", same["id"], columns)
        transaction.log("erase", "attachment", None, {"erased_row": same["id"], "columns": [*blanked, FILE]})
    forget_content(transaction.connection, row)


def erase_row(
    transaction: Transaction,
    table_name: str,
    row_id: str,
    columns: Sequence[str] | None = None,
    reason: str = "",
    texts: Sequence[str] = (),
) -> str:
    """Blank personal columns of a row and delete its salt, so that no digest in the log can be guessed back.

    A column that may not be NULL becomes an empty text. The log says which columns were erased, when and by whom.

    Parameters
    ----------
    columns : sequence of str, optional
        Which personal columns; all of them by default.
    reason : str
        Why, for the log.
    texts : sequence of str
        Further columns of which something was erased already, for the log.

    Returns
    -------
    str
        When, as the log says it: the same moment wherever the line comes.
    """
    blanked = blank_row(transaction.connection, table_name, row_id, columns)
    why = {"reason": reason.strip()} if reason.strip() else {}
    return transaction.log(
        "erase", table_name, None, {"erased_row": row_id, "columns": sorted({*blanked, *texts}), **why}
    )


def blank_row(connection: Connection, table_name: str, row_id: str, columns: Sequence[str] | None = None) -> list[str]:
    """Blank personal columns of a row and everything kept of their former values; returns their names."""
    described = table(table_name)
    erased = [column for column in described.columns if column.personal and (columns is None or column.name in columns)]
    blanks: dict[str, str | None] = {column.name: "" if column.required else None for column in erased}
    if blanks:
        assignments = ", ".join(quoted(name) + " = ?" for name in blanks)
        sql = statement("UPDATE $table SET ", table=table_name) + assignments + ' WHERE "id" = ?'
        connection.run(sql, [*blanks.values(), row_id])
    for kept in ("former_value", "merge_claim"):
        condition = '"table_name" = ? AND "row_id" = ? AND "column_name" = ?'
        for name in blanks:
            connection.run(statement("DELETE FROM $table WHERE ", table=kept) + condition, [table_name, row_id, name])
    connection.run('DELETE FROM "audit_salt" WHERE "row_id" = ?', [row_id])
    return sorted(blanks)


def _names(text: str, name: str) -> bool:
    """Whether a text holds a part of a name by which people would know who is meant."""
    parts = {part for part in re.split(r"\W+", _plain(name)) if len(part) >= _SHORTEST_NAME} - _PARTICLES
    return bool(parts & set(re.split(r"\W+", _plain(text))))


def _plain(text: str) -> str:
    parted = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(letter for letter in parted if not unicodedata.combining(letter)).split())
