"""For whom a file of the workspace is made, and where it shall lie."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import QComboBox, QWidget

from ..host.consents import ALL_AUDIENCES
from ..host.messages.workspace_words import audiences
from ..host.settings import recall, remember
from ..i18n import translate
from .territory_dialogs import FormDialog

_CIRCLE = "replica"


class ExportDialog(FormDialog):
    """Audience and name of a file of the workspace; another laptop of the circle of trust gets a backup instead."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            translate("RainforestAlert", "Make a file of the workspace"),
            translate(
                "RainforestAlert",
                "What the chosen audience may have, in a file that they can merge. What stays is shown before anything is written.",
            ),
            translate("RainforestAlert", "Go on…"),
        )
        self.audience = QComboBox()
        for name in ALL_AUDIENCES:
            if name != _CIRCLE:
                self.audience.addItem(audiences()[name], name)
        self.audience.setCurrentIndex(
            max(0, self.audience.findData(recall("territory", "export_audience", "federation")))
        )
        self.file = QgsFileWidget()
        self.file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.file.setFilter(translate("RainforestAlert", "GeoPackage (*.gpkg)"))
        self.file.setDialogTitle(translate("RainforestAlert", "New file"))
        self.file.setConfirmOverwrite(False)
        self.file.setDefaultRoot(recall("territory", "export_folder", str(Path.home())))
        self.add_row(translate("RainforestAlert", "&Goes to"), self.audience)
        self.add_row(translate("RainforestAlert", "New file"), self.file)

    def missing(self) -> tuple[str, QWidget] | None:
        path = self.file.filePath().strip()
        if not path:
            return translate("RainforestAlert", "Choose where the new file shall lie."), self.file
        if Path(path).exists():
            return translate("RainforestAlert", "This file is there already. Choose another name."), self.file
        return None

    def parameters(self) -> dict[str, str]:
        """Parameters of ``exportworkspace``."""
        path = Path(self.file.filePath().strip())
        remember("territory", "export_audience", self.audience.currentData())
        remember("territory", "export_folder", str(path.parent))
        if path.suffix.lower() != ".gpkg":
            path = path.with_name(path.name + ".gpkg")
        return {"AUDIENCE": str(self.audience.currentData()), "FILE": str(path)}
