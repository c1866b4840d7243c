"""The catalogue of services as a table in the options: what is asked where, under which name, and the person's corrections."""

from __future__ import annotations

from dataclasses import replace

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..cadastre.profile import plain_words
from ..cadastre.roles import ROLES
from ..cadastre.services.catalogue import Service, ServiceLayer, shipped_services
from ..errors import Message
from ..host.messages import describe
from ..host.service_catalogue import keep_services, listed_services, with_layer_name
from ..i18n import translate
from .dialog_buttons import accept_and_cancel

_NAME = 2
_ADDRESS = 3
_KINDS = ("arcgis_rest", "wfs", "file")


class ServicesTable(QWidget):
    """One row for each layer; its name at the service and the service's address can be corrected."""

    def __init__(self) -> None:
        super().__init__()
        self._services = listed_services()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = QTableWidget(0, 5)
        self.table.setHorizontalHeaderLabels(
            [
                translate("RainforestAlert", "Authority"),
                translate("RainforestAlert", "Layer"),
                translate("RainforestAlert", "Name at the service"),
                translate("RainforestAlert", "Address"),
                translate("RainforestAlert", "Seen live"),
            ]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setMinimumHeight(180)
        self.table.itemChanged.connect(self._take)
        self.table.itemSelectionChanged.connect(self._say_selected)
        column.addWidget(self.table, 1)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        self.add_button = QPushButton(translate("RainforestAlert", "A&dd a service…"))
        self.add_button.clicked.connect(self._ask_new)
        self.reset_button = QPushButton(translate("RainforestAlert", "&Reset this service"))
        self.reset_button.setToolTip(
            translate("RainforestAlert", "Back to what came with the plugin; a service of your own is taken out.")
        )
        self.reset_button.clicked.connect(self.reset_selected)
        self.reset_all_button = QPushButton(translate("RainforestAlert", "Reset a&ll"))
        self.reset_all_button.clicked.connect(self.reset_all)
        for button in (self.add_button, self.reset_button, self.reset_all_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._fill()

    def services(self) -> dict[str, Service]:
        """The catalogue as the table says it now."""
        return dict(self._services)

    def apply(self) -> None:
        """Store what differs from the plugin's catalogue."""
        keep_services(self._services)

    def reset_selected(self) -> None:
        """Bring the chosen row's service back to what came with the plugin."""
        place = self._place(self.table.currentRow())
        if place is None:
            self.note.setText(translate("RainforestAlert", "Choose a row first."))
            return
        shipped = shipped_services()
        if place[0] in shipped:
            self._services[place[0]] = shipped[place[0]]
        else:
            del self._services[place[0]]
        self._fill()

    def reset_all(self) -> None:
        """Bring everything back to what came with the plugin."""
        self._services = shipped_services()
        self._fill()

    def add_service(self, service: Service) -> None:
        """Add a service of the person's own and go to its row."""
        self._services[service.id] = service
        self._fill()
        for row in range(self.table.rowCount()):
            if self._place(row) == (service.id, service.layers[0].id):
                self.table.selectRow(row)

    def _fill(self) -> None:
        chosen = self.table.currentRow()
        self.table.blockSignals(True)
        self.table.setRowCount(0)
        for service in self._services.values():
            for layer in service.layers:
                self._add_row(service, layer)
        self.table.blockSignals(False)
        header = self.table.horizontalHeader()
        self.table.resizeColumnsToContents()
        for column, widest in ((0, 130), (1, 210), (_NAME, 215)):
            header.resizeSection(column, min(header.sectionSize(column), widest))
        header.setSectionResizeMode(_ADDRESS, QHeaderView.ResizeMode.Stretch)
        if 0 <= chosen < self.table.rowCount():
            self.table.selectRow(chosen)
        self._say_selected()

    def _add_row(self, service: Service, layer: ServiceLayer) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        shipped = shipped_services().get(service.id)
        texts = (service.authority, layer.title, layer.names[0], service.url, service.verified or "–")
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column not in (_NAME, _ADDRESS):
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(text)
            if shipped != service:
                font = item.font()
                font.setBold(True)
                item.setFont(font)
            self.table.setItem(row, column, item)
        self.table.item(row, 0).setData(Qt.ItemDataRole.UserRole, f"{service.id}/{layer.id}")

    def _place(self, row: int) -> tuple[str, str] | None:
        """Ids of the service and the layer of a row."""
        item = self.table.item(row, 0) if row >= 0 else None
        if item is None:
            return None
        service_id, _, layer_id = str(item.data(Qt.ItemDataRole.UserRole)).partition("/")
        return service_id, layer_id

    def _take(self, item: QTableWidgetItem) -> None:
        """Take over what was typed, or put back what stood there when it cannot be."""
        place = self._place(item.row())
        if place is None:
            return
        service = self._services[place[0]]
        text = item.text().strip()
        if item.column() == _ADDRESS:
            if not is_address(text):
                self._fill()
                self.note.setText(describe(Message("net.bad_address", url=text)))
                return
            self._services[service.id] = replace(service, url=text.rstrip("/"))
        elif item.column() == _NAME and text:
            self._services[service.id] = with_layer_name(service, place[1], text)
        self._fill()

    def _say_selected(self) -> None:
        """What is to be known of the chosen service."""
        place = self._place(self.table.currentRow())
        if place is None:
            self.note.setText(
                translate(
                    "RainforestAlert",
                    "Layers are found by their names. Names and addresses can be corrected here; what is changed stands in bold.",
                )
            )
            return
        service = self._services[place[0]]
        layer = next(layer for layer in service.layers if layer.id == place[1])
        said = [describe(Message(f"role.{layer.role}")) + "."]
        if not layer.name_checked:
            said.append(translate("RainforestAlert", "Its name at the service was not seen; close names are tried."))
        said += [describe(Message(f"quirk.{quirk}")) for quirk in service.quirks]
        if service.licence:
            said.append(translate("RainforestAlert", "Licence: {licence}.").format(licence=service.licence))
        self.note.setText(" ".join(said))

    def _ask_new(self) -> None:
        dialog = NewServiceDialog(self, set(self._services))
        if dialog.exec():
            self.add_service(dialog.service())


class NewServiceDialog(QDialog):
    """Asks for a service that the catalogue does not have."""

    def __init__(self, parent: QWidget | None, taken: set[str]) -> None:
        super().__init__(parent)
        self._taken = taken
        self.setWindowTitle(translate("RainforestAlert", "New service"))
        self.setMinimumWidth(640)
        column = QVBoxLayout(self)
        form = QFormLayout()
        column.addLayout(form)
        self.authority = QLineEdit()
        self.title = QLineEdit()
        self.kind = QComboBox()
        for kind, text in zip(
            _KINDS,
            (
                translate("RainforestAlert", "ArcGIS server (…/MapServer or …/FeatureServer)"),
                translate("RainforestAlert", "Web Feature Service (WFS)"),
                translate("RainforestAlert", "File to download (GeoPackage, or a ZIP of a shapefile)"),
            ),
        ):
            self.kind.addItem(text, kind)
        self.address = QLineEdit()
        self.address.setPlaceholderText("https://")
        self.layer_name = QLineEdit()
        self.role = QComboBox()
        for role in ROLES:
            self.role.addItem(describe(Message(f"role.{role}")), role)
        for text, widget in (
            (translate("RainforestAlert", "&Authority"), self.authority),
            (translate("RainforestAlert", "&Title of the layer"), self.title),
            (translate("RainforestAlert", "&Kind"), self.kind),
            (translate("RainforestAlert", "A&ddress"), self.address),
            (translate("RainforestAlert", "&Name at the service"), self.layer_name),
            (translate("RainforestAlert", "&Role"), self.role),
        ):
            form.addRow(text, widget)
        self.buttons = accept_and_cancel(self, translate("RainforestAlert", "Add"))
        column.addWidget(self.buttons)
        for edit in (self.authority, self.title, self.address, self.layer_name):
            edit.textChanged.connect(self._check)
        self._check()

    def service(self) -> Service:
        """The service as entered."""
        base = "_".join(plain_words(f"{self.authority.text()} {self.title.text()}")) or "servicio"
        base = base if base[0].isalpha() else f"servicio_{base}"
        name, number = base, 2
        while name in self._taken:
            name, number = f"{base}_{number}", number + 1
        title = self.title.text().strip()
        layer = ServiceLayer("capa", title, self.role.currentData(), (self.layer_name.text().strip(),))
        return Service(
            name,
            self.authority.text().strip(),
            title,
            self.kind.currentData(),
            self.address.text().strip().rstrip("/"),
            (layer,),
            attribution=f"{self.authority.text().strip()}, {title}",
        )

    def _check(self) -> None:
        is_whole = all(edit.text().strip() for edit in (self.authority, self.title, self.layer_name))
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(is_whole and is_address(self.address.text().strip()))


def is_address(text: str) -> bool:
    """Whether a text can be the address of a service."""
    scheme, found, rest = text.partition("://")
    return bool(found) and scheme in ("https", "http") and len(rest.partition("/")[0]) > 3 and " " not in rest
