"""The first rows of a workspace, whichever database keeps it."""

from __future__ import annotations

from typing import Any, Mapping

from ..about import version as plugin_version
from .audit import Chain
from .clock import utc_now
from .schema import SCHEMA_VERSION, table
from .store import Connection, new_id


def same_words(text: str) -> str:
    """Labels as they are, in English."""
    return text


def start(connection: Connection, name: str, replica_name: str, is_here: bool = True) -> str:
    """First rows of a fresh workspace: its schema version, this laptop, and the first line of its chain."""
    now = utc_now()
    mark, replica = new_id(), new_id()
    connection.run('INSERT INTO "writer" ("id", "started_at") VALUES (?, ?)', [mark, now])
    connection.run(
        'INSERT INTO "schema_version" ("id", "version", "applied_at", "plugin_version") VALUES (?,?,?,?)',
        [new_id(), SCHEMA_VERSION, now, plugin_version()],
    )
    add_replica(connection, name, replica_name, replica, "create", is_here)
    connection.run('DELETE FROM "writer" WHERE "id" = ?', [mark])
    return replica


def add_replica(
    connection: Connection,
    name: str,
    replica_name: str,
    replica_id: str,
    action: str,
    is_here: bool = True,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Make this laptop known and begin its chain, which knows all lines there are; in a shared database no row is "here".

    Parameters
    ----------
    facts : mapping, optional
        What else the first line says: ``from``, the laptop whose rows it goes on from, or what a file for an audience lacks.
    """
    known = dict(connection.query('SELECT "id", "audit_sequence" FROM "replica"'))
    connection.run(
        'INSERT INTO "replica" ("id", "name", "workspace_name", "is_here", "created_at") VALUES (?,?,?,?,?)',
        [replica_id, replica_name, name, is_here, utc_now()],
    )
    chain = Chain(connection, replica_id)
    content = {"name": replica_name, "workspace_name": name, "known": known, **(facts or {})}
    chain.append(action, table("replica"), replica_id, content)
    chain.finish()
