"""Page of the Territory dock on which proposals and versions are set beside each other, or one over the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsGeometry,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QFormLayout, QGridLayout, QLabel, QListWidget, QWidget

from ..host.clipboard import released_text
from ..host.layers import WGS84
from ..host.project import add_result
from ..host.tasks import Outcome
from ..host.territory import boundaries_layer
from ..i18n import translate
from ..workspace.store import Row
from .copying import CopyGate
from .dock import NotReadyError
from .map_view import zoom_to_features, zoom_to_geometry, zoom_to_layer
from .table import Column, ResultTable, number
from .territory_dialogs import ActDialog, DisputeDialog
from .territory_page import TerritoryPage, button_grid, tool_button
from .territory_words import proposal_name, proposal_state_name, told_apart, version_name

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock

_FIRST_COLOR, _SECOND_COLOR = "#1565c0", "#e65100"
_GAINED_COLOR, _LOST_COLOR = "#2e7d32", "#c62828"


class ComparePage(TerritoryPage):
    """What the second boundary changes against the first: on the map, in hectares and metres."""

    def __init__(self, dock: TerritoryDock) -> None:
        super().__init__(
            dock,
            translate("RainforestAlert", "Compare"),
            translate("RainforestAlert", "Draw land gained and lost, sides and vertices moved, and measure them."),
        )
        self._vertices_id = ""
        self._sides_id = ""
        self._compared: tuple[str, str] | None = None
        self.window_of_two: TwoMaps | None = None
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.first, self.second = _boundary_box(), _boundary_box()
        for text, box in (
            (translate("RainforestAlert", "First"), self.first),
            (translate("RainforestAlert", "Second"), self.second),
        ):
            label = QLabel(text)
            label.setBuddy(box)
            label.setContentsMargins(0, 0, 4, 0)
            box.currentTextChanged.connect(box.setToolTip)
            form.addRow(label, box)
        self.column.addLayout(form)
        self.overlay_button = tool_button(
            translate("RainforestAlert", "Overlay"),
            translate("RainforestAlert", "Show both boundaries on the map, one over the other."),
            lambda: self.dock.guarded(self.overlay),
            "/mActionAddLayer.svg",
        )
        self.beside_button = tool_button(
            translate("RainforestAlert", "Side by side"),
            translate("RainforestAlert", "Show both boundaries in two maps that move together."),
            lambda: self.dock.guarded(self.show_beside),
            "/mActionNewMap.svg",
        )
        self.dispute_button = tool_button(
            translate("RainforestAlert", "Disputed…"),
            translate(
                "RainforestAlert", "Keep the land in which they differ as disputed, with the claims of both sides."
            ),
            lambda: self.dock.guarded(self.ask_dispute),
            "/mActionTextAnnotation.svg",
        )
        self.column.addLayout(button_grid([self.overlay_button, self.beside_button, self.dispute_button], 3))
        self.sums = self.add_note()
        self.table = ResultTable(
            [
                Column(translate("RainforestAlert", "What")),
                Column(translate("RainforestAlert", "Where")),
                Column(translate("RainforestAlert", "Distance (m)"), number(2), is_number=True),
            ]
        )
        self.table.setAccessibleName(translate("RainforestAlert", "What differs"))
        self.table.chosen.connect(self._zoom)
        self.table.copy_gate.take(self._copied_rows)
        self.column.addWidget(self.table, 1)
        self.disputes_heading = self.add_heading(translate("RainforestAlert", "Disputed parts"))
        self.disputes = QListWidget()
        self.disputes.setWordWrap(True)
        self.disputes.setMaximumHeight(90)
        self.dispute_gate = CopyGate(self.disputes, self._copied_dispute)
        self.disputes.setAccessibleName(translate("RainforestAlert", "Disputed parts"))
        self.disputes.currentRowChanged.connect(lambda _: self._show_dispute())
        self.column.addWidget(self.disputes)
        self.settle_button = tool_button(
            translate("RainforestAlert", "Settled…"),
            translate("RainforestAlert", "Write down by which act the chosen dispute was settled."),
            lambda: self.dock.guarded(self.ask_settlement),
            "/mIconSuccess.svg",
        )
        self.column.addLayout(button_grid([self.settle_button], 1))
        self.refresh()

    def close_down(self) -> None:
        """Close the window of two maps."""
        if self.window_of_two is not None:
            self.window_of_two.close()
            self.window_of_two = None

    def refresh(self) -> None:
        known = self.dock.known
        chosen = [box.currentData() for box in (self.first, self.second)]
        entries: list[tuple[str, str]] = []
        if known is not None:
            entries += [(version_name(row), str(row["id"])) for row in known.versions]
            entries += [
                (f"{proposal_name(row)} · {proposal_state_name(str(row['state']))}", str(row["id"]))
                for row in known.proposals
            ]
        names = told_apart(text for text, _ in entries)
        for box in (self.first, self.second):
            box.clear()
            for name, (_, identity) in zip(names, entries):
                box.addItem(name, identity)
                box.setItemData(box.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        open_ones = [str(row["id"]) for row in known.proposals if row["state"] == "open"] if known is not None else []
        first = known.agreed_id if known is not None else ""
        if not first and len(open_ones) > 1:
            first, open_ones = open_ones[1], open_ones[:1]
        self._choose(self.first, chosen[0], first)
        self._choose(self.second, chosen[1], open_ones[0] if open_ones else "")
        self.disputes.clear()
        for row in known.disputes if known is not None else ():
            self.disputes.addItem(
                translate("RainforestAlert", "{other} ({state}). We: {ours} They: {theirs}").format(
                    other=row["other_side"],
                    state=translate("RainforestAlert", "open")
                    if row["state"] == "open"
                    else translate("RainforestAlert", "settled"),
                    ours=row["our_claim"] or "–",
                    theirs=row["their_claim"] or "–",
                )
            )
        has_disputes = self.disputes.count() > 0
        self.disputes.setVisible(has_disputes)
        self.disputes_heading.setVisible(has_disputes)
        self.settle_button.setVisible(has_disputes)

    def choose(self, first: str, second: str) -> None:
        """Choose what is compared."""
        self._choose(self.first, None, first)
        self._choose(self.second, None, second)

    def start(self) -> None:
        """Compare the two and draw the difference."""
        self._run({}, self._take)

    def overlay(self) -> None:
        """Put both boundaries on the map as one layer."""
        layer = boundaries_layer(self.dock.location, self._both(), "comparison")
        outline(layer, {self._name(self.first): _FIRST_COLOR, self._name(self.second): _SECOND_COLOR})
        add_result(
            layer,
            translate("RainforestAlert", "Boundaries of {community}, one over the other").format(
                community=self.dock.community_name
            ),
        )
        zoom_to_layer(self.dock.iface, layer)

    def show_beside(self) -> None:
        """Show both in two maps that move together."""
        layers = []
        for (table, identity, name), color in zip(self._both(), (_FIRST_COLOR, _SECOND_COLOR)):
            layer = boundaries_layer(self.dock.location, [(table, identity, name)], "comparison")
            outline(layer, {name: color})
            layers.append((name, layer))
        self.close_down()
        self.window_of_two = TwoMaps(self.dock, self.dock.iface.mapCanvas(), layers)
        self.window_of_two.show()

    def ask_dispute(self) -> None:
        """Ask for the claims of both sides, and keep the difference as disputed."""
        self._both()
        area = f"{self._name(self.first)} / {self._name(self.second)}"
        self.dispute_dialog = DisputeDialog(self.dock, area)
        self.dispute_dialog.accepted.connect(lambda: self.keep_dispute(self.dispute_dialog.parameters()))
        self.dispute_dialog.open()

    def keep_dispute(self, claims: dict[str, str]) -> None:
        """Compare, and keep the difference as disputed land with these claims."""

        def take(outcome: Outcome) -> None:
            self._take(outcome)
            self.dock.refresh()
            self.dock.status.say(
                "success", translate("RainforestAlert", "The disputed part is kept, with both claims.")
            )

        self._run(claims, take)

    def ask_settlement(self) -> None:
        """Ask for the act that settled the chosen dispute."""
        row = self._dispute()
        if row is None or row["state"] != "open":
            raise NotReadyError(translate("RainforestAlert", "Choose an open dispute in the list."), self.disputes)
        self.act_dialog = ActDialog(self.dock, str(row["other_side"]))
        identity = str(row["id"])
        self.act_dialog.accepted.connect(lambda: self.settle(identity, self.act_dialog.act.text().strip()))
        self.act_dialog.open()

    def settle(self, dispute_id: str, act: str) -> None:
        """Close a dispute by an act."""

        def take(_: Outcome) -> None:
            self.dock.refresh()
            self.dock.status.say(
                "success", translate("RainforestAlert", "The dispute is settled by {act}.").format(act=act)
            )

        parameters = {"WORKSPACE": self.dock.location, "DISPUTE_ID": dispute_id, "ACT": act}
        self.dock.run_algorithm("rainforestalert:settledispute", parameters, take)

    def _dispute(self) -> Row | None:
        number = self.disputes.currentRow()
        known = self.dock.known
        return known.disputes[number] if known is not None and 0 <= number < len(known.disputes) else None

    def _show_dispute(self) -> None:
        row = self._dispute()
        if row is not None and row["geom"]:
            land = QgsGeometry()
            land.fromWkb(row["geom"])
            zoom_to_geometry(self.dock.iface, land, QgsCoordinateReferenceSystem(WGS84))

    def _run(self, more: dict[str, str], then: Any) -> None:
        both = self._both()
        self._compared = both[1][:2]
        parameters = {
            "WORKSPACE": self.dock.location,
            "COMMUNITY": self.dock.community_id,
            "FIRST": both[0][1],
            "SECOND": both[1][1],
            **dict.fromkeys(("OUTPUT", "OUTPUT_SIDES", "OUTPUT_VERTICES"), "TEMPORARY_OUTPUT"),
            **more,
        }
        self.dock.run_algorithm("rainforestalert:compareboundaries", parameters, then)

    def _take(self, outcome: Outcome) -> None:
        community = self.dock.community_name
        names = {
            "OUTPUT": translate("RainforestAlert", "Land gained and lost of {community}"),
            "OUTPUT_SIDES": translate("RainforestAlert", "Sides moved of {community}"),
            "OUTPUT_VERTICES": translate("RainforestAlert", "Vertices moved of {community}"),
        }
        added = {
            key: add_result(outcome.layers[key], words.format(community=community)) for key, words in names.items()
        }
        land, lines, points = (added[key] for key in names)
        _style_land(land)
        lines.setRenderer(QgsSingleSymbolRenderer(QgsLineSymbol.createSimple({"color": "#6a1b9a", "width": "0.9"})))
        points.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple({"color": "#6a1b9a", "size": "2.6"})))
        for layer in (land, lines, points):
            layer.triggerRepaint()
            layer.emitStyleChanged()
        self._sides_id, self._vertices_id = lines.id(), points.id()
        kinds = {
            "moved": translate("RainforestAlert", "vertex moved"),
            "added": translate("RainforestAlert", "vertex added"),
            "removed": translate("RainforestAlert", "vertex removed"),
        }
        rows: list[tuple[Any, ...]] = [
            (
                translate("RainforestAlert", "side moved"),
                f"{f['start']} – {f['end']}",
                f["distance_m"],
                self._sides_id,
                f.id(),
            )
            for f in lines.getFeatures()
        ]
        rows += [
            (kinds[f["kind"]], f["label"], f["distance_m"], self._vertices_id, f.id()) for f in points.getFeatures()
        ]
        self.table.show_rows(rows, sort_column=2, descending=True)
        outputs = outcome.outputs
        self.sums.setText(
            translate(
                "RainforestAlert",
                "Gained: {gained} ha. Lost: {lost} ha (UTM plane). On the ellipsoid: {gained_e} and {lost_e} ha.",
            ).format(
                gained=number(4)(outputs["AREA_GAINED_UTM_HA"]),
                lost=number(4)(outputs["AREA_LOST_UTM_HA"]),
                gained_e=number(4)(outputs["AREA_GAINED_HA"]),
                lost_e=number(4)(outputs["AREA_LOST_HA"]),
            )
        )
        self.dock.status.say("success", str(outputs["SUMMARY"]))
        if land.featureCount():
            zoom_to_layer(self.dock.iface, land)

    def _both(self) -> list[tuple[str, str, str]]:
        """Table, identity and name of the two that are chosen."""
        self.dock.community_or_ask()
        found = []
        for box in (self.first, self.second):
            known = self.dock.known.boundary(str(box.currentData() or "")) if self.dock.known is not None else None
            if known is None:
                raise NotReadyError(
                    translate("RainforestAlert", "Choose the two boundaries that shall be compared."), box
                )
            found.append((known[0], str(known[1]["id"]), self._name(box)))
        if found[0][1] == found[1][1]:
            raise NotReadyError(translate("RainforestAlert", "Choose two different boundaries."), self.second)
        return found

    def _name(self, box: QComboBox) -> str:
        return str(box.currentText())

    def _copied_rows(self) -> str:
        """Rows of the comparison leave as the second boundary that they are about."""
        chosen = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        rows = self.table.text_rows()
        if not chosen or self._compared is None:
            return ""
        table, identity = self._compared
        return released_text(self.dock.location, table, {identity: "\n".join("\t".join(rows[row]) for row in chosen)})

    def _copied_dispute(self) -> str:
        item, row = self.disputes.currentItem(), self._dispute()
        if item is None or row is None:
            return ""
        return released_text(self.dock.location, "dispute", {str(row["id"]): item.text()})

    def _choose(self, box: QComboBox, kept: Any, proposed: str) -> None:
        for identity in (kept, proposed):
            index = box.findData(identity) if identity else -1
            if index >= 0:
                box.setCurrentIndex(index)
                return
        box.setCurrentIndex(-1)

    def _zoom(self, row: Any) -> None:
        zoom_to_features(self.dock.iface, row[3], [row[4]])


class TwoMaps(QDialog):
    """Two maps of the project that move together, each with one boundary on top."""

    def __init__(self, parent: QWidget, like: QgsMapCanvas, layers: list[tuple[str, QgsVectorLayer]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("RainforestAlert", "Side by side"))
        self.resize(1100, 600)
        # Names above, maps below: a name that takes two lines makes neither map smaller than the other.
        grid = QGridLayout(self)
        grid.setRowStretch(1, 1)
        self.layers = [layer for _, layer in layers]
        self.canvases: list[QgsMapCanvas] = []
        self._tools = []
        self._is_moving = False
        below: list[QgsMapLayer] = list(like.layers())
        for place, (name, layer) in enumerate(layers):
            label = QLabel(name)
            label.setWordWrap(True)
            canvas = QgsMapCanvas()
            canvas.setDestinationCrs(like.mapSettings().destinationCrs())
            canvas.setCanvasColor(like.canvasColor())
            canvas.setLayers([layer, *below])
            tool = QgsMapToolPan(canvas)
            canvas.setMapTool(tool)
            self._tools.append(tool)
            canvas.extentsChanged.connect(lambda canvas=canvas: self._move_others(canvas))
            grid.addWidget(label, 0, place)
            grid.addWidget(canvas, 1, place)
            grid.setColumnStretch(place, 1)
            self.canvases.append(canvas)
        self.show_all()

    def show_all(self) -> None:
        """Show the whole of both boundaries."""
        extent = QgsRectangle()
        for canvas, layer in zip(self.canvases, self.layers):
            extent.combineExtentWith(canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent()))
        extent.scale(1.15)
        for canvas in self.canvases:
            canvas.setExtent(extent, True)
            canvas.refresh()

    def _move_others(self, moved: QgsMapCanvas) -> None:
        if self._is_moving:
            return
        self._is_moving = True
        for canvas in self.canvases:
            if canvas is not moved:
                canvas.setExtent(moved.extent(), True)
                canvas.refresh()
        self._is_moving = False


def _boundary_box() -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(14)
    return box


def outline(layer: QgsVectorLayer, colors: dict[str, str]) -> None:
    """One outline per name, the first full and the second dashed, so that both are seen where they run together."""
    categories = []
    for (name, color), style in zip(colors.items(), ("solid", "dash")):
        symbol = QgsFillSymbol.createSimple(
            {"style": "no", "outline_color": color, "outline_width": "0.9", "outline_style": style}
        )
        categories.append(QgsRendererCategory(name, symbol, name))
    layer.setRenderer(QgsCategorizedSymbolRenderer("name", categories))


def _style_land(layer: QgsVectorLayer) -> None:
    words = {
        "gained": (translate("RainforestAlert", "Land gained"), _GAINED_COLOR),
        "lost": (translate("RainforestAlert", "Land lost"), _LOST_COLOR),
    }
    categories = []
    for change, (text, color) in words.items():
        symbol = QgsFillSymbol.createSimple({"color": color, "outline_color": color})
        symbol.setOpacity(0.5)
        categories.append(QgsRendererCategory(change, symbol, text))
    layer.setRenderer(QgsCategorizedSymbolRenderer("change", categories))
