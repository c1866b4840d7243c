"""What the gate does with rows that an audience may not have as they are: rules of the plugin, and those of the workspace before them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Iterable, Mapping

from ..errors import InputError
from ..paths import resource
from .model import SENSITIVITIES
from .store import Row, Workspace
from .tables.workspace import RELEASE_GEOMETRIES

HOLD, KEEP, DROP, GRID, GENERALISE = RELEASE_GEOMETRIES
_SIZED = (GRID, GENERALISE)
_NEVER_OPENED = SENSITIVITIES[-1]


@dataclass(frozen=True)
class ReleaseRule:
    """How rows of one table and level go to one audience.

    Attributes
    ----------
    table, sensitivity, audience : str
    geometry : str
        One of :data:`~rainforest_alert_plugin.workspace.tables.workspace.RELEASE_GEOMETRIES`.
    size_m : float
        Side of a cell of the grid, or smallest detail that stays.
    keep : tuple of str
        The only columns that go along when the audience may not have the row as it is.
    hold_if : mapping of str to tuple of str
        Values by column with which a row stays behind all the same.
    """

    table: str
    sensitivity: str
    audience: str
    geometry: str
    size_m: float = 0.0
    keep: tuple[str, ...] = ()
    hold_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether a row stays behind."""
        if self.geometry == HOLD or self.sensitivity == _NEVER_OPENED:
            return True
        return any(str(values.get(column)) in found for column, found in self.hold_if.items())


class ReleaseRules:
    """Rules by table, level and audience."""

    def __init__(self, rules: Iterable[ReleaseRule]) -> None:
        self._rules = {(rule.table, rule.sensitivity, rule.audience): rule for rule in rules}

    def find(self, table: str, sensitivity: str, audience: str) -> ReleaseRule | None:
        """The rule for rows of a table and level and an audience, None when there is none."""
        return self._rules.get((table, sensitivity, audience))

    def all(self) -> tuple[ReleaseRule, ...]:
        """Every rule."""
        return tuple(self._rules.values())


def read_rules(workspace: Workspace | None = None) -> ReleaseRules:
    """Rules in force: those of the plugin, replaced where the workspace has its own.

    Raises
    ------
    InputError
        ``workspace.bad_release_rule`` with facts ``table`` and ``reason``; nothing is released by a rule that cannot be read.
    """
    content = json.loads(resource("release", "rules.json").read_text(encoding="utf-8"))
    rules = [_rule(row) for row in content["rules"]]
    if workspace is not None:
        rules += [_rule(_unpacked(row)) for row in workspace.read("release_rule")]
    return ReleaseRules(rules)


def _unpacked(row: Row) -> dict[str, Any]:
    values = dict(row)
    for name in ("keep", "hold_if"):
        try:
            values[name] = json.loads(row[name]) if row[name] else None
        except ValueError as error:
            raise InputError(
                "workspace.bad_release_rule", table=row["table_name"], reason=f"{name}: {error}"
            ) from error
    return {**values, "table": row["table_name"], "sensitivity": row["level"]}


def _rule(values: Mapping[str, Any]) -> ReleaseRule:
    table, geometry = str(values["table"]), str(values["geometry"])
    size_m = float(values.get("size_m") or 0.0)
    keep, hold_if = values.get("keep") or [], values.get("hold_if") or {}
    reason = ""
    if geometry not in RELEASE_GEOMETRIES:
        reason = f"geometry: {geometry}"
    elif geometry in _SIZED and not size_m > 0:
        reason = f"size_m: {size_m:g}"
    elif not isinstance(keep, list):
        reason = f"keep: {keep}"
    elif not isinstance(hold_if, dict) or not all(isinstance(found, list) for found in hold_if.values()):
        reason = f"hold_if: {hold_if}"
    if reason:
        raise InputError("workspace.bad_release_rule", table=table, reason=reason)
    return ReleaseRule(
        table,
        str(values["sensitivity"]),
        str(values["audience"]),
        geometry,
        size_m,
        tuple(str(name) for name in keep),
        {str(column): tuple(str(value) for value in found) for column, found in hold_if.items()},
    )
