"""What is known of a layer in memory that has rows of a workspace: it belongs to the layer itself, and no style takes it away or brings it.

A layer keeps it as a property of the object, which lives as long as the layer, goes with it from a task to the project and is no part of a
style. A custom property repeats it, for copies and for projects that are opened again; styles carry that one from layer to layer, so
that it counts only where it names the layer itself or one that this is a copy of.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Iterable, Sequence

from qgis.core import QgsMapLayer, QgsVectorLayer

from ..workspace.origins import Origin, from_json, merged, to_json

MARK_PROPERTY = "rainforest_alert/mark"
_OWN = "rainforest_alert_mark"
_MEMORY = "memory"
# Of the columns of a layer a copy still has at least this part.
_LEAST_ALIKE = 0.5


@dataclass(frozen=True)
class Mark:
    """What is known of a layer.

    Attributes
    ----------
    origins : tuple of Origin
        Rows of workspaces that it was made of.
    is_unseen : bool
        Whether rows of a workspace went into it as they are of which nobody can tell which.
    place : tuple of (str, str), optional
        Workspace and table that it is a copy of.
    """

    origins: tuple[Origin, ...] = ()
    is_unseen: bool = False
    place: tuple[str, str] | None = None


_NOTHING = Mark()


def mark(
    layer: QgsMapLayer,
    origins: Sequence[Origin] = (),
    is_unseen: bool = False,
    place: tuple[str, str] | None = None,
) -> None:
    """Let a layer bear what is known of it, also that it is nothing; what was known of it before goes."""
    known = {
        "layer": layer.id(),
        "provider": layer.providerType(),
        "columns": _columns(layer),
        "origins": json.loads(to_json(origins)),
        "is_unseen": is_unseen,
        "place": place,
    }
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    layer.setProperty(_OWN, text)
    if origins or is_unseen or place:
        layer.setCustomProperty(MARK_PROPERTY, text)


def mark_of(layer: QgsMapLayer) -> Mark:
    """What is known of a layer."""
    own = layer.property(_OWN)
    if own:
        known = json.loads(str(own))
        # A layer whose source was changed shows something else.
        return _mark(known) if known["provider"] == layer.providerType() else _NOTHING
    text = str(layer.customProperty(MARK_PROPERTY, "") or "") if layer.providerType() == _MEMORY else ""
    known = json.loads(text) if text else None
    if known is None or not (known["layer"] == layer.id() or _is_copy(layer, known["columns"])):
        return _NOTHING
    layer.setProperty(_OWN, text)
    return _mark(known)


def mark_copies(layers: Iterable[QgsMapLayer]) -> None:
    """Let layers that come into the project bear by themselves what they bear as copies, before a style takes it away."""
    for layer in layers:
        mark_of(layer)


def _mark(known: dict[str, Any]) -> Mark:
    place = tuple(known["place"]) if known["place"] else None
    return Mark(merged(from_json(json.dumps(known["origins"]))), bool(known["is_unseen"]), place)


def _columns(layer: QgsMapLayer) -> list[str]:
    """Kind of geometry and columns of a layer, by which a copy is told from a layer of something else."""
    if not isinstance(layer, QgsVectorLayer):
        return []
    return [str(int(layer.wkbType())), *layer.fields().names()]


def _is_copy(layer: QgsMapLayer, columns: list[str]) -> bool:
    """Whether a layer in memory may be a copy of one with some columns, some of which may have been taken away since."""
    own = _columns(layer)
    return own[:1] == columns[:1] and len(set(own) & set(columns)) >= _LEAST_ALIKE * len(columns)
