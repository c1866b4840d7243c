"""Who works with a workspace: choosing, adding, and erasing on request; short reads and writes on the main thread."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Message
from ..workspace import identity
from ..workspace.named_texts import Place
from ..workspace.schema import table
from .workspaces import label_words, open_workspace

ROLES = identity.ROLES
ERASED = "workspace.person_erased"
_MOST_NAMED = 20


@dataclass(frozen=True)
class Person:
    """Somebody who may be chosen: `role` is one of :data:`ROLES`."""

    id: str
    name: str
    role: str


@dataclass(frozen=True)
class People:
    """Everybody who may be chosen, and who works now (`present`, an identity; None before anybody chose)."""

    all: tuple[Person, ...]
    present: str | None


def people_of(location: str) -> People:
    """Who is known in a workspace."""
    with open_workspace(location, read_only=True) as workspace:
        present = identity.present_person(workspace) if workspace.replica_id else None
        rows = identity.people(workspace)
    return People(
        tuple(Person(row["id"], str(row["name"] or ""), str(row["role"] or ROLES[0])) for row in rows),
        present["id"] if present else None,
    )


def add_and_work_as(location: str, name: str, role: str) -> str:
    """Make an identity and choose it; returns it."""
    with open_workspace(location) as workspace:
        return identity.add_person(workspace, name, role)


def work_as(location: str, person_id: str) -> None:
    """Say who works from now on."""
    with open_workspace(location) as workspace:
        identity.choose_person(workspace, person_id)


def mentions_of(location: str, name: str) -> int:
    """Rows in which a name is written besides the list of people."""
    with open_workspace(location, read_only=True) as workspace:
        return identity.count_mentions(workspace, name)


def erase(location: str, person_id: str, everywhere: bool) -> Message:
    """Erase a person's data on request; returns what is to be said of it."""
    with open_workspace(location) as workspace:
        return erased_message(identity.erase_person(workspace, person_id, everywhere))


def erased_message(erased: identity.Erased) -> Message:
    """What became of a person's data: that it is erased, or where the name still stands."""
    if not erased.left:
        return Message(ERASED, count=erased.rows)
    named = "; ".join(list(map(place_text, erased.left[:_MOST_NAMED])) + ["…"] * (len(erased.left) > _MOST_NAMED))
    return Message("workspace.name_stands", count=erased.rows, left=len(erased.left), places=named)


def place_text(place: Place) -> str:
    """Where a text stands, in words: table, column, identity of the row."""
    words, described = label_words(), table(place.table)
    return f"{words(described.label)}, {words(described.column(place.column).label)}, {place.row_id}"
