"""Reference layers of a workspace: which copy of which layer is the latest, and where it lies."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from ..workspace.store import Transaction, Workspace
from .services.catalogue import Service, ServiceLayer
from .services.copies import Copy


@dataclass(frozen=True)
class KeptLayer:
    """A copy that a workspace knows.

    Attributes
    ----------
    id : str
        Of its row.
    name, service, role, licence : str
    fetched_at : str
        UTC.
    path : Path
        Where its file should be.
    table : str
    feature_count : int
    is_complete : bool
    fields : mapping
        Field for what the rules want to know of a unit (``id``, ``name``, ``holder``, ``resolution``, ``date`` ...).
    """

    id: str
    name: str
    service: str
    role: str
    fetched_at: str
    licence: str
    path: Path
    table: str
    feature_count: int
    is_complete: bool
    fields: Mapping[str, str]

    @property
    def is_here(self) -> bool:
        """Whether the file is on this computer; the row may have come with another laptop's data."""
        return self.path.is_file()


def record_copy(transaction: Transaction, location: str, service: Service, layer: ServiceLayer, copy: Copy) -> str:
    """Make a copy known to a workspace; returns the id of its row."""
    return transaction.insert(
        "reference_layer",
        {
            "name": layer.title,
            "service": service.id,
            "role": layer.role,
            "fetched_at": copy.fetched_at.replace("Z", ".000Z"),
            "licence": f"{service.attribution}. {service.licence}",
            "relative_path": stored_path(copy.path, location),
            "layer": copy.table,
            "feature_count": int(copy.facts["features"]),
            "complete": copy.is_complete,
            "expected_count": copy.facts["expected"],
            "address": service.url,
            "boxes": [list(box) for box in copy.boxes],
            "fields": dict(copy.facts["fields"]),
        },
    )


def stored_path(path: Path, location: str) -> str:
    """How a workspace notes a file: relative to its own folder, whole where that cannot be (a database, another drive)."""
    if not location.lower().endswith(".gpkg"):
        return path.resolve().as_posix()
    try:
        return Path(os.path.relpath(path.resolve(), Path(location).resolve().parent)).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def latest_layers(workspace: Workspace) -> list[KeptLayer]:
    """The latest complete copy of each layer that is on this computer; an incomplete one where there is no other."""
    rows = workspace.connection.read("reference_layer", order="fetched_at")
    chosen: dict[tuple[str, str], KeptLayer] = {}
    for row in rows:
        kept = _kept(row, workspace.location)
        key = kept.service, kept.table
        before = chosen.get(key)
        if kept.is_here and (before is None or kept.is_complete or not before.is_complete):
            chosen[key] = kept
    return sorted(chosen.values(), key=lambda kept: (kept.service, kept.table))


def _kept(row: Mapping[str, Any], location: str) -> KeptLayer:
    stored = Path(row["relative_path"] or "")
    path = stored if stored.is_absolute() else Path(location).resolve().parent / stored
    return KeptLayer(
        row["id"],
        row["name"],
        row["service"],
        row["role"] or "",
        row["fetched_at"],
        row["licence"] or "",
        path,
        row["layer"] or "",
        int(row["feature_count"] or 0),
        bool(row["complete"]),
        _mapping(row["fields"]),
    )


def _mapping(stored: Any) -> Mapping[str, str]:
    if isinstance(stored, str):
        stored = json.loads(stored)
    return dict(stored or {})
