"""What each reference layer of the project is: role, date, licence, reference system; layers of any office are brought in here."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsProjectionSelectionDialog
from qgis.PyQt.QtCore import QLocale, Qt
from qgis.PyQt.QtGui import QBrush, QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..cadastre.profile import Profile
from ..cadastre.roles import ROLES
from ..errors import Message, RainforestAlertError
from ..host.messages import describe
from ..host.project import is_result, polygon_layers
from ..host.reference_files import open_reference
from ..host.reference_roles import ReferenceFacts, choose_role, facts_of, layer_sigma_m, state_sigma_m
from ..host.settings import recall, remember
from ..i18n import translate
from .dialog_buttons import close_only

_NAME, _ROLE, _SIGMA, _DATE, _CRS = range(5)
_MOST_SIGMA_M = 500.0
_WARNING = "#b3001b"


class ReferenceRolesDialog(QDialog):
    """A table of the polygon layers of the project; a role is chosen in its row and remembered for the layer's source.

    Parameters
    ----------
    profile : Profile
        Of the procedure: its words help to guess, its country tells where coordinates may lie.
    parent : QWidget or None
    """

    def __init__(self, profile: Profile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self.setWindowTitle(translate("RainforestAlert", "Reference layers"))
        self.resize(1120, 420)
        column = QVBoxLayout(self)
        about = QLabel(
            translate(
                "RainforestAlert",
                "The role decides what an overlap with a layer means for the title. Roles in italics are guesses: check them.",
            )
        )
        about.setWordWrap(True)
        column.addWidget(about)
        self.table = QTableWidget(0, 5)
        self.table.setHorizontalHeaderLabels(
            [
                translate("RainforestAlert", "Layer"),
                translate("RainforestAlert", "What it is"),
                translate("RainforestAlert", "Accuracy"),
                translate("RainforestAlert", "Date"),
                translate("RainforestAlert", "Reference system"),
            ]
        )
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.itemSelectionChanged.connect(self._say_selected)
        column.addWidget(self.table, 1)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        self.add_button = QPushButton(translate("RainforestAlert", "&Add a file…"))
        self.add_button.setToolTip(
            translate("RainforestAlert", "Shapefile, GeoPackage, KML, GeoJSON, or a DXF drawing with closed outlines.")
        )
        self.add_button.clicked.connect(self._ask_file)
        self.crs_button = QPushButton(translate("RainforestAlert", "&Reference system…"))
        self.crs_button.setToolTip(
            translate(
                "RainforestAlert", "State in which reference system the chosen layer was drawn; nothing is moved."
            )
        )
        self.crs_button.clicked.connect(self._ask_crs)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.crs_button)
        buttons.addStretch(1)
        self.buttons = close_only(self)
        buttons.addWidget(self.buttons)
        column.addLayout(buttons)
        self.refill()

    def refill(self) -> None:
        """List the layers anew."""
        chosen = self.table.currentRow()
        self.table.setRowCount(0)
        for layer in polygon_layers():
            if not is_result(layer):
                self._add_row(layer, facts_of(layer, self._profile))
        header = self.table.horizontalHeader()
        self.table.resizeColumnsToContents()
        header.resizeSection(_NAME, min(header.sectionSize(_NAME) + 8, 300))
        header.resizeSection(_ROLE, max(header.sectionSize(_ROLE), 270))
        header.setSectionResizeMode(_CRS, QHeaderView.ResizeMode.Stretch)
        if 0 <= chosen < self.table.rowCount():
            self.table.selectRow(chosen)
        boxes = [
            self.table.cellWidget(row, column) for row in range(self.table.rowCount()) for column in (_ROLE, _SIGMA)
        ]
        for before, after in zip([self.table, *boxes], [*boxes, self.add_button]):
            QWidget.setTabOrder(before, after)
        self._say_selected()

    def add_file(self, path: str) -> None:
        """Bring the polygon layers of a file into the project."""
        try:
            layers = open_reference(path)
        except RainforestAlertError as error:
            self.note.setText(describe(error))
            return
        for layer in layers:
            QgsProject.instance().addMapLayer(layer)
        self.refill()

    def _add_row(self, layer: QgsVectorLayer, facts: ReferenceFacts) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        name = QTableWidgetItem(layer.name())
        name.setData(Qt.ItemDataRole.UserRole, layer.id())
        name.setToolTip(layer.name())
        self.table.setItem(row, _NAME, name)
        box = QComboBox()
        for role in ("", *ROLES):
            box.addItem(describe(Message(f"role.{role}")), role)
        box.setCurrentIndex(max(0, box.findData(facts.role)))
        if not facts.is_chosen:
            box.setStyleSheet("QComboBox { font-style: italic; }")
        layer_id = layer.id()
        box.activated.connect(lambda _, layer_id=layer_id, box=box: self._take(layer_id, box))
        self.table.setCellWidget(row, _ROLE, box)
        self.table.setCellWidget(row, _SIGMA, self._sigma_box(layer))
        day = self._day(facts)
        self.table.setItem(row, _DATE, QTableWidgetItem(day))
        crs = QTableWidgetItem(describe(facts.crs))
        crs.setToolTip(describe(facts.crs))
        if not facts.crs_is_good:
            crs.setForeground(QBrush(QColor(_WARNING)))
        self.table.setItem(row, _CRS, crs)

    def _sigma_box(self, layer: QgsVectorLayer) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(0.0, _MOST_SIGMA_M)
        box.setDecimals(2)
        box.setSuffix(" m")
        box.setSpecialValueText(translate("RainforestAlert", "as usual"))
        box.setToolTip(
            translate(
                "RainforestAlert",
                "How far its lines may be off (one standard deviation), if the office says so. Slivers are judged by it together with "
                "the accuracy of the boundary. “As usual” takes what the profile has for this kind of layer.",
            )
        )
        box.setValue(layer_sigma_m(layer) or 0.0)
        layer_id = layer.id()
        box.editingFinished.connect(lambda layer_id=layer_id, box=box: self._take_sigma(layer_id, box.value()))
        return box

    def _take_sigma(self, layer_id: str, sigma_m: float) -> None:
        layer = QgsProject.instance().mapLayer(layer_id)
        if isinstance(layer, QgsVectorLayer):
            state_sigma_m(layer, sigma_m or None)

    def _day(self, facts: ReferenceFacts) -> str:
        if not facts.day:
            return translate("RainforestAlert", "date unknown")
        year, month, day = facts.day.split("-")
        text = f"{day}/{month}/{year}" if QLocale().language() == QLocale.Language.Spanish else facts.day
        return text if facts.is_complete else translate("RainforestAlert", "{day}, INCOMPLETE").format(day=text)

    def _take(self, layer_id: str, box: QComboBox) -> None:
        layer = QgsProject.instance().mapLayer(layer_id)
        if isinstance(layer, QgsVectorLayer):
            choose_role(layer, box.currentData())
            self.refill()

    def _layer(self) -> QgsVectorLayer | None:
        item = self.table.item(self.table.currentRow(), _NAME) if self.table.currentRow() >= 0 else None
        layer = QgsProject.instance().mapLayer(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None
        return layer if isinstance(layer, QgsVectorLayer) else None

    def _say_selected(self) -> None:
        layer = self._layer()
        self.crs_button.setEnabled(layer is not None)
        if layer is None:
            self.note.setText(
                ""
                if self.table.rowCount()
                else translate("RainforestAlert", "The project has no polygon layer yet. Add the file of an office.")
            )
            return
        facts = facts_of(layer, self._profile)
        said = [describe(facts.crs)]
        if facts.licence:
            said.append(translate("RainforestAlert", "Licence: {licence}.").format(licence=facts.licence))
        self.note.setText(" ".join(said))

    def _ask_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self,
            translate("RainforestAlert", "Reference layer"),
            recall("reference_roles", "folder", ""),
            translate("RainforestAlert", "Layers (*.shp *.gpkg *.kml *.geojson *.json *.dxf *.zip);;All files (*)"),
        )
        if path:
            remember("reference_roles", "folder", str(Path(path).parent))
            self.add_file(path)

    def _ask_crs(self) -> None:
        layer = self._layer()
        if layer is None:
            return
        dialog = QgsProjectionSelectionDialog(self)
        if layer.crs().isValid():
            dialog.setCrs(layer.crs())
        if dialog.exec():
            layer.setCrs(dialog.crs())
            self.refill()
