"""What laptops do not agree on, value by value, and deciding it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence

from ..errors import InputError
from .merging_history import Cell, Dot, History, read_history
from .schema import table
from .store import Transaction, Workspace, value_of_text

OURS, THEIRS, BASE = "ours", "theirs", "base"


@dataclass(frozen=True)
class Claim:
    """A value that somebody wrote without knowing the others.

    Attributes
    ----------
    replica_id, replica : str
        Laptop it was written on.
    person_id : str or None
    happened_at : str
        UTC time.
    value : object
    """

    replica_id: str
    replica: str
    person_id: str | None
    happened_at: str
    value: Any


@dataclass(frozen=True)
class Conflict:
    """A value that waits for a decision.

    Attributes
    ----------
    table, row_id, column : str
    base : object
        The value that all began from, where it was kept.
    ours : Claim
        Of this laptop, or the first in the order of laptops when it has none.
    theirs : tuple of Claim
    sensitivity : str
        Level of the row or the column, the stricter.
    """

    table: str
    row_id: str
    column: str
    base: Any
    ours: Claim
    theirs: tuple[Claim, ...]
    sensitivity: str

    @property
    def id(self) -> str:
        """By which decisions name it."""
        return f"{self.table}/{self.row_id}/{self.column}"


def conflicts(workspace: Workspace) -> list[Conflict]:
    """Everything that waits for a decision; a value that was changed since by somebody who knew all claims waits no more."""
    connection = workspace.connection
    cells: dict[Cell, dict[Dot, Any]] = {}
    for row in connection.read("merge_claim"):
        cell = (row["table_name"], row["row_id"], row["column_name"])
        dot = Dot(row["replica_id"], row["sequence"])
        cells.setdefault(cell, {})[dot] = value_of_text(cell[2], row["value"])
    if not cells:
        return []
    history = read_history(connection)
    names = {row["id"]: row["name"] for row in connection.read("replica")}
    found = []
    for cell, values in sorted(cells.items()):
        last = history.last([*values, *history.by_cell.get(cell, ())], cell)
        waiting = [dot for dot in last if dot in values]
        if len(waiting) < 2:
            continue
        waiting.sort(key=lambda dot: (dot.replica_id != workspace.replica_id, dot))
        claims = [
            Claim(
                dot.replica_id,
                names[dot.replica_id],
                history.lines[dot].person_id,
                history.lines[dot].happened_at,
                values[dot],
            )
            for dot in waiting
        ]
        base = _base(workspace, history, cell, waiting)
        found.append(Conflict(*cell, base, claims[0], tuple(claims[1:]), _level(workspace, cell)))
    return found


def _base(workspace: Workspace, history: History, cell: Cell, waiting: Sequence[Dot]) -> Any:
    """The value before the first change that not all claims knew of."""
    parted = [
        dot
        for dot in history.by_cell.get(cell, ())
        if any(history.knows(claim, dot) for claim in waiting)
        and not all(history.knows(claim, dot) for claim in waiting)
    ]
    for dot in sorted(parted, key=lambda dot: history.lines[dot].order):
        kept = workspace.read(
            "former_value",
            '"replica_id" = ? AND "sequence" = ? AND "column_name" = ?',
            [*dot, cell[2]],
        )
        if kept:
            return value_of_text(cell[2], kept[0]["value"])
    return None


def _level(workspace: Workspace, cell: Cell) -> str:
    described = table(cell[0])
    levels = ["federation"]
    if cell[2] != "geom" and described.column(cell[2]).sensitivity:
        levels.append(str(described.column(cell[2]).sensitivity))
    if described.has_sensitivity():
        levels += [row["sensitivity"] for row in workspace.read(cell[0], '"id" = ?', [cell[1]])]
    order = ("public", "federation", "community", "secret")
    return max(levels, key=order.index)


def decide(work: Transaction, conflict: Conflict, take: str | None, value: Any = None) -> None:
    """Write the decision as an ordinary change, which knows all claims and so replaces them on every laptop.

    Parameters
    ----------
    take : str or None
        ``ours``, ``theirs`` (when there is one other), ``base``, or the identity of a laptop; None to take `value`.

    Raises
    ------
    InputError
        ``merging.unknown_choice``.
    """
    if take is None:
        chosen = value
    elif take == OURS:
        chosen = conflict.ours.value
    elif take == BASE:
        chosen = conflict.base
    elif take == THEIRS and len(conflict.theirs) == 1:
        chosen = conflict.theirs[0].value
    else:
        claims = [claim for claim in (conflict.ours, *conflict.theirs) if take in (claim.replica_id, claim.replica)]
        if len(claims) != 1:
            laptops = ", ".join(f"{claim.replica} ({claim.replica_id})" for claim in (conflict.ours, *conflict.theirs))
            raise InputError("merging.unknown_choice", take=take, conflict=conflict.id, laptops=laptops)
        chosen = claims[0].value
    work.update(conflict.table, conflict.row_id, {conflict.column: chosen})
    sql = 'DELETE FROM "merge_claim" WHERE "table_name" = ? AND "row_id" = ? AND "column_name" = ?'
    work.connection.run(sql, [conflict.table, conflict.row_id, conflict.column])
