"""What other layers draw over boundaries, layer by layer, and what is to be said of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ..compat import is_null
from ..errors import Message
from ..host.messages import describe
from ..host.project import add_result
from ..host.styles import apply_style
from ..host.tasks import Outcome
from ..i18n import translate
from .map_view import zoom_to_features
from .table import number

_LEAST_PERCENT = 0.01
_FID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class LayerAsked:
    """A reference layer as it was when the run began."""

    name: str
    dated: str
    is_own: bool


@dataclass(frozen=True)
class LayerAnswer:
    """What the run says of a layer: its facts (see ``overlapanalysis``, output LAYERS) and its overlaps."""

    asked: LayerAsked
    facts: dict[str, Any]
    features: list[Any]

    @property
    def is_answered(self) -> bool:
        """Whether something was found, or all that was to be looked at was."""
        return bool(self.facts["evaluated"] or self.features or self.facts["small"])


class OverlapsPage(QWidget):
    """The overlaps that a run found, by layer.

    Parameters
    ----------
    iface : QgisInterface
    """

    def __init__(self, iface: Any) -> None:
        super().__init__()
        self.iface = iface
        self._overlaps_id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels(
            [
                translate("RainforestAlert", "Layer and unit"),
                translate("RainforestAlert", "Boundary"),
                "ha",
                "%",
            ]
        )
        self.tree.headerItem().setToolTip(
            3, translate("RainforestAlert", "Share of the boundary that the overlap takes, in percent")
        )
        self.tree.setMinimumHeight(170)
        self.tree.setAlternatingRowColors(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(12)
        self.tree.header().setStretchLastSection(False)
        self.tree.currentItemChanged.connect(self._zoom)
        column.addWidget(self.tree, 1)

    def take(
        self, outcome: Outcome, boundaries: str, layers_asked: list[LayerAsked], not_asked: list[str]
    ) -> tuple[str, str]:
        """Show the outcome of ``overlapanalysis``; returns level and sentence for the status line."""
        layer = add_result(
            outcome.layers["OUTPUT"],
            translate("RainforestAlert", "Overlaps of {boundaries}").format(boundaries=boundaries),
        )
        apply_style(layer, "overlaps")
        self._overlaps_id = layer.id()
        found: dict[str, list[Any]] = {}
        for feature in layer.getFeatures():
            found.setdefault(feature["layer"], []).append(feature)
        answers = [
            LayerAnswer(asked, facts, found.get(facts["layer"], []))
            for asked, facts in zip(layers_asked, json.loads(outcome.outputs["LAYERS"]))
        ]
        self.tree.clear()
        for answer in sorted(answers, key=lambda answer: not answer.features):
            self._add_layer(answer)
        for name in not_asked:
            self._add_sentence(translate("RainforestAlert", "{layer}: NOT EVALUATED (not ticked)").format(layer=name))
        self._fit_columns()
        boundaries_left_out = int(outcome.outputs["BOUNDARIES_LEFT_OUT"])
        is_plain = not boundaries_left_out and all(_is_plain(answer) for answer in answers)
        sentence = self._sentence(answers, boundaries_left_out, len(not_asked))
        return "info" if is_plain else "warning", sentence

    def _sentence(self, answers: list[LayerAnswer], boundaries_left_out: int, not_asked: int) -> str:
        overlaps = sum(len(answer.features) for answer in answers)
        small = sum(answer.facts["small"] for answer in answers)
        compared = sum(answer.is_answered for answer in answers)
        said = []
        if overlaps:
            said.append(
                translate(
                    "RainforestAlert", "Overlaps found: {overlaps}, with {layers} of the {asked} layers compared."
                ).format(overlaps=overlaps, layers=sum(bool(answer.features) for answer in answers), asked=compared)
            )
        elif small:
            said.append(
                translate("RainforestAlert", "All overlaps found are below the smallest area and are not listed.")
            )
        elif compared:
            said.append(
                translate(
                    "RainforestAlert", "No overlap was found in the {asked} layers compared, as they are today."
                ).format(asked=compared)
            )
        counts = (
            (small, translate("RainforestAlert", "Overlaps below the smallest area: {count}.")),
            (
                len(answers) - compared + not_asked,
                translate("RainforestAlert", "Layers not evaluated: {count}."),
            ),
            (
                sum(answer.facts["failed"] for answer in answers),
                translate("RainforestAlert", "Pairs not evaluated: {count}."),
            ),
            (
                sum(answer.facts["left_out"] for answer in answers),
                translate("RainforestAlert", "Features not evaluated: {count}."),
            ),
            (boundaries_left_out, translate("RainforestAlert", "Boundaries not evaluated: {count}.")),
        )
        return " ".join([*said, *(text.format(count=count) for count, text in counts if count)])

    def _add_layer(self, answer: LayerAnswer) -> None:
        if answer.features:
            self._add_found(answer)
        for sentence in _sentences_on(answer):
            self._add_sentence(sentence)

    def _add_found(self, answer: LayerAnswer) -> None:
        asked, features, name = answer.asked, answer.features, answer.facts["layer"]
        # Among themselves each overlap stands there from both sides: a sum would count it twice.
        total = "" if asked.is_own else number(4)(sum(feature["area_ha"] for feature in features))
        parent = QTreeWidgetItem([f"{name} ({len(features)})", "", total, ""])
        parent.setToolTip(0, f"{name}: {asked.dated}")
        self._align(parent)
        font = parent.font(0)
        font.setBold(True)
        for column in range(4):
            parent.setFont(column, font)
        parent.setData(0, _FID, [feature.id() for feature in features])
        self.tree.addTopLevelItem(parent)
        for feature in sorted(features, key=lambda feature: -feature["area_ha"]):
            child = QTreeWidgetItem(
                [
                    _unit(feature),
                    str(feature["boundary_id"]),
                    number(4)(feature["area_ha"]),
                    _share(feature["percent"]),
                ]
            )
            child.setToolTip(0, _unit(feature))
            child.setData(0, _FID, [feature.id()])
            self._align(child)
            parent.addChild(child)
        parent.setExpanded(True)

    def _add_sentence(self, text: str) -> None:
        item = QTreeWidgetItem([text])
        item.setToolTip(0, text)
        self.tree.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)

    def _align(self, item: QTreeWidgetItem) -> None:
        for column in (2, 3):
            item.setTextAlignment(column, int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignVCenter))

    def _fit_columns(self) -> None:
        header = self.tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def _zoom(self, item: QTreeWidgetItem | None, _previous: Any) -> None:
        fids = item.data(0, _FID) if item is not None else None
        if fids:
            zoom_to_features(self.iface, self._overlaps_id, fids)


def _is_plain(answer: LayerAnswer) -> bool:
    """Whether a layer was looked at whole and nothing was found."""
    facts = answer.facts
    return bool(facts["evaluated"]) and not (answer.features or facts["small"] or facts["left_out"])


def _sentences_on(answer: LayerAnswer) -> list[str]:
    """What is to be said of a layer besides its overlaps."""
    facts = answer.facts
    name = facts["layer"]
    if facts["doubt"]:
        return [describe(Message("validation.not_evaluated", layer=name, why=facts["doubt"]))]
    if not facts["used"] and facts["left_out"]:
        return [
            translate(
                "RainforestAlert",
                "{layer}: NOT EVALUATED (none of its {count} features can be used; the first: {reason})",
            ).format(layer=name, count=facts["read"], reason=facts["reason"])
        ]
    if not facts["evaluated"] and not facts["failed"] and not facts["used"]:
        return [translate("RainforestAlert", "{layer}: NOT EVALUATED (no feature could be read)").format(layer=name)]
    said = []
    if facts["small"]:
        text = (
            translate("RainforestAlert", "{layer}: besides, overlaps below the smallest area: {count}")
            if answer.features
            else translate("RainforestAlert", "{layer}: only overlaps below the smallest area: {count}")
        )
        said.append(text.format(layer=name, count=facts["small"]))
    elif not answer.features and facts["evaluated"]:
        said.append(
            translate("RainforestAlert", "{layer}: not found in this layer ({date})").format(
                layer=name, date=answer.asked.dated
            )
        )
    if facts["failed"]:
        said.append(
            translate(
                "RainforestAlert", "{layer}: NOT EVALUATED (pairs the geometry engine failed on: {count})"
            ).format(layer=name, count=facts["failed"])
        )
    if facts["left_out"]:
        said.append(
            translate(
                "RainforestAlert", "{layer}: NOT EVALUATED (features that cannot be used: {count}; the first: {reason})"
            ).format(layer=name, count=facts["left_out"], reason=facts["reason"])
        )
    return said


def _unit(feature: Any) -> str:
    """What the reference layer calls the unit, or its number there."""
    name = feature["feature_name"]
    return f"#{feature['feature_id']}" if is_null(name) or not str(name).strip() else str(name)


def _share(percent: float) -> str:
    """A share of the boundary; one that rounds to nothing is still there."""
    return f"< {number(2)(_LEAST_PERCENT)}" if 0 < percent < _LEAST_PERCENT else number(2)(percent)
