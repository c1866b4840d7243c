"""The plugin's page in QGIS's options."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..about import name as plugin_name
from ..errors import RainforestAlertError
from ..geo.files import replaced_file
from ..host.messages import describe
from ..host.settings import AREA_METHODS, CONFIDENCES, Settings, read_settings, write_settings
from ..host.words import screen_language
from ..i18n import translate
from ..paths import resource
from ..territory.words import words_to_translate
from .area_box import area_box
from .services_table import ServicesTable
from .words import area_method_name, confidence_name


class OptionsPage(QgsOptionsPageWidget):
    """What holds for every new session; a dock may choose otherwise for its run."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        settings = read_settings()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.form = QFormLayout()
        column.addLayout(self.form)
        self.output_folder = QgsFileWidget()
        self.output_folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.output_folder.setFilePath(settings.output_folder)
        self.output_folder.lineEdit().setPlaceholderText(str(Settings().packages_folder()))
        self._add(
            translate("RainforestAlert", "Folder for &packages"),
            self.output_folder,
            translate("RainforestAlert", "The Title panel proposes a new folder in here. Empty: in your documents."),
        )
        self.area_method = QComboBox()
        for method in AREA_METHODS:
            self.area_method.addItem(area_method_name(method), method)
        self.area_method.setCurrentIndex(self.area_method.findData(settings.area_method))
        self._add(
            translate("RainforestAlert", "&Area of overlaps"),
            self.area_method,
            translate("RainforestAlert", "How the Validation panel measures, unless you choose otherwise there."),
        )
        self.min_overlap_ha = area_box(settings.min_overlap_ha)
        self._add(
            translate("RainforestAlert", "&Smallest overlap listed"),
            self.min_overlap_ha,
            translate("RainforestAlert", "Overlaps smaller than this are not listed. 0 lists all of them."),
        )
        self.min_confidence = QComboBox()
        for confidence in CONFIDENCES:
            self.min_confidence.addItem(confidence_name(confidence), confidence)
        self.min_confidence.setCurrentIndex(self.min_confidence.findData(settings.min_confidence))
        self._add(
            translate("RainforestAlert", "&Least confidence of imported alerts"),
            self.min_confidence,
            translate("RainforestAlert", "Alerts below this are left out when the Alerts panel draws them as points."),
        )
        self.words_file = QgsFileWidget()
        self.words_file.setStorageMode(QgsFileWidget.StorageMode.GetFile)
        self.words_file.setFilter(translate("RainforestAlert", "Words (*.json)"))
        self.words_file.setFilePath(settings.words_file)
        self.words_file.lineEdit().setPlaceholderText(translate("RainforestAlert", "as the plugin has them"))
        self._add(
            translate("RainforestAlert", "&Words in your language"),
            self.words_file,
            translate(
                "RainforestAlert",
                "Words of forms, legends, sheets and the workshop mode, in the language of the community. Save a copy with the button "
                "below, translate what stands to the right of each colon, and choose it here.",
            ),
        )
        self.copy_words_button = QPushButton(translate("RainforestAlert", "Save a copy of the words to translate…"))
        self.copy_words_button.clicked.connect(self._ask_copy)
        self.form.addRow("", self.copy_words_button)
        services = QGroupBox(translate("RainforestAlert", "Services"))
        QVBoxLayout(services)
        self.services = ServicesTable()
        services.layout().addWidget(self.services)
        column.addWidget(services, 1)

    def copy_words(self, path: str) -> None:
        """Write the words to a file and choose it: those of the chosen file, and of the language on screen what it lacks."""
        try:
            text = words_to_translate(screen_language(), self.words_file.filePath().strip())
            with replaced_file(path) as partial:
                partial.write_text(text, encoding="utf-8")
        except RainforestAlertError as error:
            QMessageBox.warning(self, plugin_name(), describe(error))
            return
        self.words_file.setFilePath(path)

    def _ask_copy(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self,
            translate("RainforestAlert", "Copy of the words"),
            str(Path.home() / "palabras.json"),
            translate("RainforestAlert", "Words (*.json)"),
        )
        if path:
            self.copy_words(path if path.lower().endswith(".json") else f"{path}.json")

    def settings(self) -> Settings:
        """What the page says now."""
        return Settings(
            output_folder=self.output_folder.filePath().strip(),
            area_method=self.area_method.currentData(),
            min_overlap_ha=self.min_overlap_ha.value(),
            min_confidence=self.min_confidence.currentData(),
            words_file=self.words_file.filePath().strip(),
        )

    def apply(self) -> None:
        """Store it; QGIS calls this on OK."""
        write_settings(self.settings())
        self.services.apply()

    def _add(self, text: str, widget: QWidget, tip: str) -> None:
        label = QLabel(text)
        label.setBuddy(widget)
        label.setToolTip(tip)
        widget.setToolTip(tip)
        self.form.addRow(label, widget)


class OptionsFactory(QgsOptionsWidgetFactory):
    """Makes the page when the options window opens."""

    def __init__(self) -> None:
        super().__init__(plugin_name(), self.icon())

    def icon(self) -> QIcon:
        return QIcon(str(resource("icons", "rainforest_alert.svg")))

    def createWidget(self, parent: QWidget | None = None) -> OptionsPage:
        return OptionsPage(parent)
