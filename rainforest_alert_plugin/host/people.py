"""Who works with a workspace: choosing, adding, and erasing on request; short reads and writes on the main thread."""

from __future__ import annotations

from dataclasses import dataclass

from ..workspace import identity
from .workspaces import open_workspace

ROLES = identity.ROLES


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
        return len(identity.mentions(workspace, name))


def erase(location: str, person_id: str, everywhere: bool) -> int:
    """Erase a person's data on request; returns the number of other rows in which the name was blanked."""
    with open_workspace(location) as workspace:
        return identity.erase_person(workspace, person_id, everywhere)
