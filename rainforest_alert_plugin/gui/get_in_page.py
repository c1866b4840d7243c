"""Page of the Territory dock on which the field comes in: communities, field files, tracks, the work of other laptops."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayerProxyModel, QgsWkbTypes
from qgis.gui import QgsCollapsibleGroupBox, QgsFieldComboBox, QgsMapLayerComboBox, QgsProjectionSelectionWidget
from qgis.PyQt.QtWidgets import (
    QAction,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ..compat import layer_filters
from ..errors import Message
from ..host.choice_words import field_kinds
from ..host.field_tables import look_at_table
from ..host.messages import describe
from ..host.project import add_result
from ..host.settings import recall, remember
from ..host.tasks import Outcome, cancelled_sentence
from ..host.typed_titles import TypedFile
from ..host.words import choice_word, federation_words
from ..host.workspace_layers import refresh_workspace
from ..i18n import translate
from ..territory.field_formats.typed import Typed
from ..territory.places import DEFAULT_SENSITIVITY
from ..workspace.model import SENSITIVITIES
from .columns_dialog import ColumnsDialog
from .import_again import ImportAgain
from .map_view import zoom_to_layer
from .territory_dialogs import FormDialog
from .territory_page import TerritoryPage, button_grid, show_icon, tool_button
from .track_panel import TrackPanel
from .typed_title_dialog import TypedTitleDialog
from .workspace_dialog import show_workspace

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock

_MOST_FOUND = 12


class GetInPage(TerritoryPage):
    """Everything that is brought in before anybody draws."""

    def __init__(self, dock: TerritoryDock) -> None:
        super().__init__(
            dock,
            translate("RainforestAlert", "Import field file…"),
            translate(
                "RainforestAlert",
                "Bring in a track, points or a boundary: GPX, KML, CSV, GeoJSON, CoMapeo, ODK, RTKLIB, NMEA, DXF, shapefile, "
                "bearings, memoria.",
            ),
        )
        self.typed_dialog: TypedTitleDialog | None = None
        self._last: dict[str, Any] = {}
        self._typed: Typed | None = None
        self._typed_file: TypedFile | None = None
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.kind = QComboBox()
        for kind, name in field_kinds().items():
            self.kind.addItem(name, kind)
        self.crs = QgsProjectionSelectionWidget()
        self.crs.setOptionVisible(QgsProjectionSelectionWidget.CrsOption.CrsNotSet, True)
        self.crs.setMinimumWidth(60)
        for text, widget, tip in (
            (
                translate("RainforestAlert", "Take it as"),
                self.kind,
                translate("RainforestAlert", "What the points or lines of the file shall become."),
            ),
            (
                translate("RainforestAlert", "System"),
                self.crs,
                translate(
                    "RainforestAlert",
                    "Coordinate system, only when the file does not say it and the numbers do not tell.",
                ),
            ),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            label.setContentsMargins(0, 0, 4, 0)
            label.setToolTip(tip)
            widget.setToolTip(tip)
            form.addRow(label, widget)
        form.addRow(self._build_keeping())
        self.column.addLayout(form)
        self.typed_button = tool_button(
            translate("RainforestAlert", "Type or paste…"),
            translate(
                "RainforestAlert",
                "Type the bearings and distances of an old title, or paste the text of its memoria. What was read is said meanwhile.",
            ),
            self.show_typed,
            "/mActionEditPaste.svg",
        )
        self.communities_button = tool_button(
            translate("RainforestAlert", "Communities…"),
            translate(
                "RainforestAlert", "Bring the communities of a layer into the workspace, with their present boundaries."
            ),
            lambda: self.dock.guarded(self.ask_communities),
            "/mActionAddOgrLayer.svg",
        )
        self.merge_button = tool_button(
            translate("RainforestAlert", "Other laptop…"),
            translate("RainforestAlert", "Take in what was done in the workspace of another laptop."),
            lambda: self.dock.guarded(self.ask_merge),
            "/mActionMergeFeatures.svg",
        )
        self.map_button = tool_button(
            translate("RainforestAlert", "On the map"),
            translate(
                "RainforestAlert",
                "Add the tables of the workspace to the map: places, workshops, agreed boundaries and proposals.",
            ),
            lambda: self.dock.guarded(self.show_workspace),
            "/mActionAddLayer.svg",
        )
        self.workshop_button = tool_button(
            translate("RainforestAlert", "Workshop mode"),
            translate(
                "RainforestAlert",
                "The map full, the controls few and large: for a workshop with a projector or a touch screen.",
            ),
            lambda: None,
        )
        self.workshop_button.hide()
        buttons = [
            self.typed_button,
            self.communities_button,
            self.merge_button,
            self.map_button,
            self.workshop_button,
        ]
        self.column.addLayout(button_grid(buttons, 2))
        self.again = ImportAgain(self.import_again)
        self.column.addWidget(self.again)
        self.found = self.add_note()
        self.found.hide()
        self.track_box = QgsCollapsibleGroupBox(translate("RainforestAlert", "From a track to a boundary"))
        inside = QVBoxLayout(self.track_box)
        inside.setContentsMargins(6, 4, 6, 6)
        self.track = TrackPanel(dock)
        inside.addWidget(self.track)
        self.column.addWidget(self.track_box)
        self.column.addStretch(1)

    def _build_keeping(self) -> QHBoxLayout:
        words, _ = federation_words()
        self.keeps_places = QCheckBox(translate("RainforestAlert", "Keep places and photos, for"))
        self.sensitivity = QComboBox()
        for level in SENSITIVITIES:
            self.sensitivity.addItem(choice_word(words, "sensitivity", level), level)
        self.sensitivity.setCurrentIndex(self.sensitivity.findData(DEFAULT_SENSITIVITY))
        self.sensitivity.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sensitivity.setMinimumContentsLength(8)
        self.sensitivity.setAccessibleName(translate("RainforestAlert", "Who may see these places"))
        self.sensitivity.setEnabled(False)
        self.keeps_places.toggled.connect(self.sensitivity.setEnabled)
        tip = translate(
            "RainforestAlert",
            "Keep the places of the file in the workspace, with their photos and sounds, for those who may see them.",
        )
        for widget in (self.keeps_places, self.sensitivity):
            widget.setToolTip(tip)
        row = QHBoxLayout()
        row.addWidget(self.keeps_places)
        row.addWidget(self.sensitivity, 1)
        return row

    def offer_workshops(self, action: QAction) -> None:
        """Let the button of the workshop mode switch it."""
        self.workshop_button.clicked.connect(action.trigger)
        show_icon(self.workshop_button, action.icon())
        self.workshop_button.show()

    def show_workspace(self) -> None:
        """Add the tables of the workspace to the map."""
        show_workspace(self.dock.iface, self.dock.location_or_ask())

    def close_down(self) -> None:
        """Take what the page drew off the map; what was typed is kept."""
        self.track.close_down()
        if self.typed_dialog is not None:
            self.typed_dialog.close()
        self._forget_typed_file()

    def start(self) -> None:
        """Ask for a file and bring it in."""
        path, _ = QFileDialog.getOpenFileName(
            self,
            translate("RainforestAlert", "Field file"),
            recall(self.dock.name, "field_folder", str(Path.home())),
            translate(
                "RainforestAlert",
                "Field files (*.gpx *.kml *.kmz *.csv *.txt *.tsv *.json *.geojson *.zip *.pos *.nmea *.dxf *.shp);;All files (*)",
            ),
        )
        if path:
            self.import_file(path)

    def show_typed(self) -> None:
        """Let the person type or paste an old title."""
        if self.typed_dialog is None:
            self.typed_dialog = TypedTitleDialog(self, self.import_typed)
        if not self.typed_dialog.system.crs().isValid():
            self.typed_dialog.system.setCrs(self.crs.crs())
        self.typed_dialog.show()
        self.typed_dialog.raise_()

    def import_typed(self, typed: Typed, format: str, adjust: bool) -> None:
        """Bring in what was typed, as a file of its own would be."""
        if self.dock.is_running:
            return
        self._typed = typed
        path = self._write_typed(typed)
        if format == "csv":
            self._confirm_columns(path, {"CRS": typed.system})
        else:
            self.run_import({"INPUT": path, "FORMAT": format, "KIND": "auto", "ADJUST": adjust, "CRS": typed.system})

    def _write_typed(self, typed: Typed) -> str:
        self._forget_typed_file()
        self._typed_file = TypedFile(typed, translate("RainforestAlert", "Typed title"))
        return str(self._typed_file.path)

    def _forget_typed_file(self) -> None:
        if self._typed_file is not None:
            self._typed_file.delete()
            self._typed_file = None

    def import_file(self, path: str) -> None:
        """Bring a file in; of a table of coordinates its columns are confirmed first."""
        remember(self.dock.name, "field_folder", str(Path(path).parent))
        self._typed = None
        self._confirm_columns(path, {})

    def _confirm_columns(self, path: str, given: dict[str, Any]) -> None:
        self.again.clear()
        if self.keeps_places.isChecked():
            self.dock.location_or_ask()
        look = look_at_table(path)
        if look is None:
            self.run_import({"INPUT": path, **given})
            return
        self.columns_dialog = ColumnsDialog(self.dock, look)
        self.columns_dialog.accepted.connect(
            lambda: self.run_import({"INPUT": path, "COLUMNS": self.columns_dialog.columns(), **given})
        )
        self.columns_dialog.rejected.connect(self._forget_typed_file)
        self.columns_dialog.open()

    def import_again(self, **more: Any) -> None:
        """Run the last import again with further parameters."""
        path = self._last["INPUT"] if self._typed is None else self._write_typed(self._typed)
        self.run_import({**self._last, **more, "INPUT": path})

    def run_import(self, given: dict[str, Any]) -> None:
        """Run ``importfieldgeometry`` with what is `given` and what the page says, and put its layers on the map."""
        if self.crs.crs().isValid():
            given = {"CRS": self.crs.crs(), **{name: value for name, value in given.items() if value != ""}}
        self._last = given
        path = str(given["INPUT"])
        self.again.clear()
        parameters: dict[str, Any] = {
            "KIND": self.kind.currentData(),
            **dict.fromkeys(("OUTPUT", "OUTPUT_LINES", "OUTPUT_POINTS"), "TEMPORARY_OUTPUT"),
            **{name: value for name, value in given.items() if value != ""},
        }
        if self.keeps_places.isChecked():
            parameters.update(
                WORKSPACE=self.dock.location,
                COMMUNITY=self.dock.community_id,
                SENSITIVITY=self.sensitivity.currentData(),
            )

        name = Path(path).stem
        if given.get("ADJUST"):
            name = translate("RainforestAlert", "{name}, adjusted").format(name=name)

        def take(outcome: Outcome) -> None:
            self._forget_typed_file()
            # it was said of this file, not of the next one
            self.crs.setCrs(QgsCoordinateReferenceSystem())
            layers = []
            for key in ("OUTPUT", "OUTPUT_LINES", "OUTPUT_POINTS"):
                if key in outcome.layers and outcome.layers[key].featureCount():
                    layers.append(add_result(outcome.layers[key], name))
            main = layers[0]
            self.dock.iface.setActiveLayer(main)
            is_line = main.geometryType() == QgsWkbTypes.GeometryType.LineGeometry
            if main.featureCount() == 1:
                main.selectAll()
            zoom_to_layer(self.dock.iface, main)
            sentence = translate(
                "RainforestAlert", "{count} features came in, {left_out} were left out ({file})."
            ).format(
                count=outcome.outputs["FEATURE_COUNT"], left_out=outcome.outputs["LEFT_OUT_COUNT"], file=Path(path).name
            )
            if parameters.get("WORKSPACE"):
                sentence += " " + translate(
                    "RainforestAlert", "Kept in the workspace: {places} new places, {files} photos and sounds."
                ).format(places=outcome.outputs["PLACE_COUNT"], files=outcome.outputs["FILE_COUNT"])
                for table in ("place", "attachment"):
                    refresh_workspace(str(parameters["WORKSPACE"]), table)
            if outcome.outputs["MISSING_VERTICES"]:
                sentence = describe(Message("field.boundary_open", vertices=outcome.outputs["MISSING_VERTICES"]))
            self.dock.status.say("warning" if outcome.warnings() else "success", sentence)
            self._show_found([warning for warning in outcome.warnings() if warning != sentence])
            self.again.offer_after(outcome, Path(path).name, bool(given.get("ADJUST")))
            if is_line and not outcome.outputs["MISSING_VERTICES"]:
                self.track_box.setCollapsed(False)
            if self._typed is not None and self.typed_dialog is not None:
                self.typed_dialog.close()

        def tell(outcome: Outcome) -> None:
            self._forget_typed_file()
            if outcome.error and self._typed is not None and self.typed_dialog is not None:
                self.typed_dialog.say(outcome.error)
            self._show_found(outcome.warnings())
            self.dock.status.say(*(("error", outcome.error) if outcome.error else ("warning", cancelled_sentence())))
            self.again.offer_after(outcome, Path(path).name, False)

        self.dock.run_algorithm("rainforestalert:importfieldgeometry", parameters, take, tell)

    def _show_found(self, warnings: list[str]) -> None:
        """What the import warned of, the most important first."""
        more = len(warnings) - _MOST_FOUND
        said = warnings[:_MOST_FOUND]
        if more > 0:
            said.append(translate("RainforestAlert", "… and {count} more: press Details.").format(count=more))
        self.found.setText("\n".join(said))
        self.found.setVisible(bool(said))

    def ask_communities(self) -> None:
        """Ask for a layer of communities."""
        self.dock.location_or_ask()
        self.communities_dialog = CommunitiesDialog(self.dock)
        self.communities_dialog.accepted.connect(lambda: self.import_communities(self.communities_dialog.parameters()))
        self.communities_dialog.open()

    def import_communities(self, chosen: dict[str, Any]) -> None:
        """Bring communities into the workspace."""

        def take(outcome: Outcome) -> None:
            self.dock.refresh()
            warnings = outcome.warnings()
            self._show_found(warnings)
            self.dock.status.say(
                "warning" if warnings else "success",
                translate(
                    "RainforestAlert", "{new} new communities, {known} were known, {twins} seem to be double."
                ).format(
                    new=outcome.outputs["NEW_COUNT"],
                    known=outcome.outputs["KNOWN_COUNT"],
                    twins=outcome.outputs["TWIN_COUNT"],
                ),
            )

        parameters = {"WORKSPACE": self.dock.location, "OUTPUT": "TEMPORARY_OUTPUT", **chosen}
        self.dock.run_algorithm("rainforestalert:importcommunities", parameters, take)

    def ask_merge(self) -> None:
        """Ask for the workspace of another laptop."""
        self.dock.location_or_ask()
        path, _ = QFileDialog.getOpenFileName(
            self,
            translate("RainforestAlert", "Workspace of the other laptop"),
            str(Path.home()),
            translate("RainforestAlert", "Workspace (*.gpkg)"),
        )
        if path:
            self.merge(path)

    def merge(self, path: str) -> None:
        """Take another laptop's work in; what waits for a decision is shown on the page “Agree”."""

        def take(outcome: Outcome) -> None:
            self.dock.refresh()
            waiting = int(outcome.outputs["CONFLICTS"])
            sentence = str(outcome.outputs["SUMMARY"])
            if waiting:
                self.dock.show_page("agree")
                sentence = describe(Message("merging.decide_here", summary=sentence))
            self.dock.status.say("warning" if waiting else "success", sentence)

        parameters = {"WORKSPACE": self.dock.location, "OTHER": path}
        self.dock.run_algorithm("rainforestalert:mergeworkspaces", parameters, take)


class CommunitiesDialog(FormDialog):
    """Which layer holds the communities, and which fields their code and name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            translate("RainforestAlert", "Bring communities in"),
            translate(
                "RainforestAlert",
                "Communities that the workspace knows already are found by their code, name and place, and not doubled.",
            ),
            translate("RainforestAlert", "Bring in"),
        )
        self.layers = QgsMapLayerComboBox()
        filters = QgsMapLayerProxyModel.Filter
        self.layers.setFilters(layer_filters(filters.PolygonLayer | filters.PointLayer))
        self.key, self.name = QgsFieldComboBox(), QgsFieldComboBox()
        for box in (self.key, self.name):
            box.setAllowEmptyFieldName(True)
            self.layers.layerChanged.connect(box.setLayer)
            box.setLayer(self.layers.currentLayer())
        self.source = QLineEdit()
        self.source.setPlaceholderText(translate("RainforestAlert", "for instance BDPI, SICNA, MIDAGRI"))
        self.add_row(translate("RainforestAlert", "Layer"), self.layers)
        self.add_row(translate("RainforestAlert", "Field with the code"), self.key)
        self.add_row(translate("RainforestAlert", "Field with the name"), self.name)
        self.add_row(translate("RainforestAlert", "Source"), self.source)

    def missing(self) -> tuple[str, QWidget] | None:
        if self.layers.currentLayer() is None:
            return (
                translate("RainforestAlert", "Choose the layer. If the project has none, add it to the map first."),
                self.layers,
            )
        return None

    def parameters(self) -> dict[str, Any]:
        """Parameters of ``importcommunities``; fields that were not chosen are found by their names."""
        chosen = {"INPUT": self.layers.currentLayer(), "SOURCE": self.source.text().strip()}
        for key, box in (("KEY_FIELD", self.key), ("NAME_FIELD", self.name)):
            if box.currentField():
                chosen[key] = box.currentField()
        return chosen
