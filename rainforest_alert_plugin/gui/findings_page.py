"""What a validation found: a tree by severity, the map that follows, and what can be done about each finding."""

from __future__ import annotations

import json
from typing import Any

from qgis.core import QgsFeatureRequest, QgsProject
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..cadastre.fixes.run import FIXES
from ..errors import Message
from ..host.messages import describe
from ..host.project import add_result
from ..host.styles import apply_style
from ..i18n import translate
from .map_view import zoom_to_features

_SEVERITIES = ("blocker", "review", "exclude", "note")
_KEY = Qt.ItemDataRole.UserRole
_DETAIL_PX = 104


class FindingsPage(QWidget):
    """Findings by severity, with what each means and what settles it.

    Parameters
    ----------
    iface : QgisInterface

    Attributes
    ----------
    fix_wanted, waive_wanted : signal
        With the key of the finding that is selected.
    """

    fix_wanted = pyqtSignal(str)
    waive_wanted = pyqtSignal(str)

    def __init__(self, iface: Any) -> None:
        super().__init__()
        self.iface = iface
        self._layer_id = ""
        self._findings: dict[str, dict[str, Any]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([translate("RainforestAlert", "Finding"), translate("RainforestAlert", "Measure")])
        self.tree.setMinimumHeight(180)
        self.tree.setAlternatingRowColors(True)
        self.tree.setIndentation(12)
        self.tree.header().setStretchLastSection(False)
        self.tree.currentItemChanged.connect(self._show)
        column.addWidget(self.tree, 1)
        self.detail = QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setTabChangesFocus(True)
        self.detail.setFixedHeight(_DETAIL_PX)
        column.addWidget(self.detail)
        self.fix_button = QPushButton(translate("RainforestAlert", "Fi&x…"))
        self.fix_button.setToolTip(
            translate("RainforestAlert", "Mend the boundary: what moves is shown, and nothing is changed silently.")
        )
        self.fix_button.clicked.connect(lambda: self.fix_wanted.emit(self.key()))
        self.waive_button = QPushButton(translate("RainforestAlert", "Set asi&de…"))
        self.waive_button.clicked.connect(lambda: self.waive_wanted.emit(self.key()))
        row = QHBoxLayout()
        row.addWidget(self.fix_button)
        row.addWidget(self.waive_button)
        column.addLayout(row)
        self._show(None, None)

    def key(self) -> str:
        """Key of the finding that is selected; empty for none."""
        item = self.tree.currentItem()
        return str(item.data(0, _KEY) or "") if item is not None else ""

    def clear(self) -> None:
        """Show nothing."""
        self._findings = {}
        self.tree.clear()
        self._show(None, None)

    def finding(self, key: str) -> dict[str, Any]:
        """A finding of the last run, as its JSON report has it."""
        return self._findings[key]

    def take(self, report: str, layer: Any, boundaries: str) -> None:
        """Show a run; the findings of an earlier run over the same boundaries leave the map.

        Parameters
        ----------
        report : str
            Text of the JSON report.
        layer : QgsVectorLayer
            Layer of the findings.
        boundaries : str
            Name of what was validated.
        """
        name = translate("RainforestAlert", "Findings of {boundaries}").format(boundaries=boundaries)
        earlier = QgsProject.instance().mapLayer(self._layer_id)
        if earlier is not None and earlier.name() == name and earlier.providerType() == "memory":
            QgsProject.instance().removeMapLayer(self._layer_id)
        shown = add_result(layer, name)
        apply_style(shown, "findings")
        self._layer_id = shown.id()
        content = json.loads(report)
        several = len(content["boundaries"]) > 1
        self._findings = {}
        self.tree.clear()
        groups: dict[str, list[QTreeWidgetItem]] = {severity: [] for severity in (*_SEVERITIES, "set_aside")}
        for boundary in content["boundaries"]:
            for found in boundary["findings"]:
                key = f"{boundary['id']}\n{found['key']}"
                self._findings[key] = {**found, "boundary_id": boundary["id"]}
                groups["set_aside" if found["set_aside"] else found["severity"]].append(
                    _item(key, found, boundary, several)
                )
        for severity, items in groups.items():
            self._add_group(_group_name(severity), items, severity in ("blocker", "review", "exclude"))
        missing = [
            QTreeWidgetItem([f"{each['subject']}: {each['reason']['text']}", ""])
            for boundary in content["boundaries"]
            for each in boundary["not_evaluated"]
        ]
        self._add_group(translate("RainforestAlert", "NOT EVALUATED"), missing, False)
        header = self.tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._show(None, None)

    def _add_group(self, name: str, items: list[QTreeWidgetItem], is_open: bool) -> None:
        if not items:
            return
        group = QTreeWidgetItem([f"{name} ({len(items)})", ""])
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.addChildren(items)
        self.tree.addTopLevelItem(group)
        group.setExpanded(is_open)

    def _show(self, item: QTreeWidgetItem | None, _previous: Any) -> None:
        key = str(item.data(0, _KEY) or "") if item is not None else ""
        found = self._findings.get(key)
        self.fix_button.setEnabled(found is not None and (found["fix"] in FIXES or found["fix"] == "close_rings"))
        self.waive_button.setEnabled(found is not None)
        is_aside = found is not None and bool(found["set_aside"])
        self.waive_button.setText(
            translate("RainforestAlert", "Coun&t it again…")
            if is_aside
            else translate("RainforestAlert", "Set asi&de…")
        )
        self.waive_button.setToolTip(
            translate("RainforestAlert", "A finding set aside stays in every report with who decided and why.")
        )
        self.detail.setPlainText(_detail(found) if found is not None else (item.text(0) if item is not None else ""))
        if found is not None:
            zoom_to_features(self.iface, self._layer_id, self._fids(found))

    def _fids(self, found: dict[str, Any]) -> list[int]:
        from qgis.core import QgsProject

        layer = QgsProject.instance().mapLayer(self._layer_id)
        if layer is None:
            return []
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        return [
            feature.id()
            for feature in layer.getFeatures(request)
            if feature["key"] == found["key"] and feature["boundary_id"] == found["boundary_id"]
        ]


def _item(key: str, found: dict[str, Any], boundary: dict[str, Any], several: bool) -> QTreeWidgetItem:
    name = f"{boundary['id']} · " if several else ""
    item = QTreeWidgetItem([f"{name}{found['rule']}  {found['message']['text']}", _measure(found)])
    item.setToolTip(0, found["message"]["text"])
    item.setTextAlignment(1, int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignVCenter))
    item.setData(0, _KEY, key)
    return item


def _group_name(severity: str) -> str:
    return {
        "blocker": translate("RainforestAlert", "Blockers"),
        "review": translate("RainforestAlert", "To review"),
        "exclude": translate("RainforestAlert", "To exclude"),
        "note": translate("RainforestAlert", "Notes"),
        "set_aside": translate("RainforestAlert", "Set aside"),
    }[severity]


def _measure(found: dict[str, Any]) -> str:
    if found["measure"] is None:
        return ""
    decimals = {"ha": 4, "m": 2, "deg": 3, "%": 2, "count": 0}.get(found["unit"], 2)
    unit = {"deg": "°", "count": ""}.get(found["unit"], f" {found['unit']}")
    return f"{found['measure']:.{decimals}f}{unit}"


def _detail(found: dict[str, Any]) -> str:
    details = found["details"]
    lines = [found["message"]["text"]]
    named = (
        (translate("RainforestAlert", "Legal basis: {text}"), found["legal_basis"]),
        (translate("RainforestAlert", "What it means: {text}"), details.get("consequence")),
        (translate("RainforestAlert", "Who gives an opinion: {text}"), details.get("opinion")),
        (translate("RainforestAlert", "What settles it: {text}"), details.get("settled_by")),
    )
    lines += [text.format(text=value) for text, value in named if value]
    if found["fix"]:
        lines.append(describe(Message(f"fix.offer.{found['fix']}")))
    if found["set_aside"]:
        lines.append(
            translate("RainforestAlert", "Set aside by {author}: {reason}").format(
                author=found["set_aside"]["author"], reason=found["set_aside"]["reason"]
            )
        )
    return "\n".join(lines)
