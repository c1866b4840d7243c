"""Decide what laptops do not agree on."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterString,
)

from ..errors import InputError
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.merged_boundaries import forks, join
from ..territory.records import read_object, record_of
from ..workspace.merging_conflicts import conflicts, decide
from ..workspace.store import Workspace
from .base import RainforestAlgorithm

_UNREADABLE = "merging.decisions_unreadable"


class ResolveConflictsAlgorithm(RainforestAlgorithm):
    """``resolveconflicts``: the decisions applied."""

    WORKSPACE = "WORKSPACE"
    DECISIONS = "DECISIONS"
    APPLIED = "APPLIED"
    REMAINING = "REMAINING"
    VERSION_IDS = "VERSION_IDS"

    def name(self) -> str:
        return "resolveconflicts"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Resolve conflicts")

    def group(self) -> str:
        return translate("RainforestAlert", "Workspace")

    def groupId(self) -> str:
        return "workspace"

    def flags(self) -> Any:
        # Names and settings of stored database connections belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Applies decisions about what two laptops changed differently (the conflicts that Merge workspaces lists). Each decision is "
            "an ordinary change with who and when; merged further, it settles the conflict on the other laptops too.\n\n"
            "Decisions: JSON, or the path of a JSON file, for instance\n"
            '{"conflicts": [{"conflict": "place/…/name", "take": "ours"}, {"conflict": "place/…/notes", "value": "new text"}],\n'
            '"boundaries": [{"community": "Nueva Vida", "stretches": {"1": "ours", "2": "theirs"}, "author": "Rosa", "reason": "…", '
            '"record": {"act": "Acta 14", "date": "2026-11-20", "signed_by": ["Rosa Ampush"]}}]}\n\n'
            "take is ours, theirs, base, or the name or identity of a laptop. For a boundary agreed twice every stretch that differs "
            "needs its side (ours is the version agreed first), and the assembly's record: a new version follows both.\n\n"
            "All decisions are checked first; the values are written in one go, then each boundary.\n\n"
            "Outputs: APPLIED, REMAINING (conflicts that still wait), VERSION_IDS.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addParameter(
            QgsProcessingParameterString(
                self.DECISIONS, translate("RainforestAlert", "Decisions (JSON, or a JSON file)"), multiLine=True
            )
        )
        self.addOutput(QgsProcessingOutputNumber(self.APPLIED, translate("RainforestAlert", "Decisions applied")))
        self.addOutput(QgsProcessingOutputNumber(self.REMAINING, translate("RainforestAlert", "Conflicts that wait")))
        self.addOutput(QgsProcessingOutputString(self.VERSION_IDS, translate("RainforestAlert", "Versions made")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        content = read_object(self.parameterAsString(parameters, self.DECISIONS, context), _UNREADABLE)
        values, boundaries = _lists(content)
        transform_context = context.transformContext()
        with open_workspace(location) as workspace:
            made = apply_boundaries(workspace, boundaries, transform_context)
            applied = apply_values(workspace, values)
            remaining = len(conflicts(workspace))
            remaining += sum(max(len(fork.waiting), 1) for fork in forks(workspace, transform_context))
        feedback.pushInfo(
            translate("RainforestAlert", "{applied} decisions applied; {remaining} conflicts still wait.").format(
                applied=applied + len(made), remaining=remaining
            )
        )
        return {
            self.WORKSPACE: location,
            self.APPLIED: applied + len(made),
            self.REMAINING: remaining,
            self.VERSION_IDS: ", ".join(made),
        }


def _lists(content: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if not isinstance(content, dict):
        raise InputError(_UNREADABLE, reason=type(content).__name__)
    lists = [content.get(name, []) for name in ("conflicts", "boundaries")]
    for items in lists:
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise InputError(_UNREADABLE, reason=", ".join(sorted(content)))
    if not any(lists):
        raise InputError(_UNREADABLE, reason="{}")
    return lists[0], lists[1]


def apply_values(workspace: Workspace, decisions: list[dict[str, Any]]) -> int:
    """Apply decisions about values, all of them or none."""
    if not decisions:
        return 0
    with workspace.write() as work:
        waiting = {found.id: found for found in conflicts(workspace)}
        for decision in decisions:
            identity = str(decision.get("conflict"))
            if identity not in waiting:
                raise InputError("merging.no_conflict", conflict=identity)
            if "take" not in decision and "value" not in decision:
                raise InputError(_UNREADABLE, reason=identity)
            decide(work, waiting.pop(identity), decision.get("take"), decision.get("value"))
    return len(decisions)


def apply_boundaries(
    workspace: Workspace, decisions: list[dict[str, Any]], context: QgsCoordinateTransformContext
) -> list[str]:
    """Join boundaries that were agreed twice; returns the versions made."""
    forked = forks(workspace, context)
    chosen = []
    for decision in decisions:
        named = str(decision.get("community"))
        found = [fork for fork in forked if named in (fork.community["id"], fork.community["name"])]
        if len(found) != 1:
            raise InputError("merging.no_fork", community=named)
        stretches = decision.get("stretches", {})
        if not isinstance(stretches, dict):
            raise InputError(_UNREADABLE, reason="stretches")
        choices = {str(number): str(side) for number, side in stretches.items()}
        chosen.append((found[0], choices, record_of(decision.get("record")), decision))
    return [
        join(
            workspace,
            fork,
            choices,
            record,
            str(decision.get("author") or fork.ours["author"] or ""),
            str(decision.get("reason") or record.act),
            context,
        )
        for fork, choices, record, decision in chosen
    ]
