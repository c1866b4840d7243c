"""Title dock: the package of files for the titling office, and its check."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QCheckBox, QHBoxLayout, QPushButton

from ..cadastre.profile import load_profile
from ..host.settings import read_settings, recall, remember
from ..host.tasks import Outcome
from ..i18n import translate
from .attributes_form import AttributesForm
from .boundary_form import DEFAULT_PROFILE, BoundaryForm
from .choosers import LayerChecklist
from .dock import JobDock, NotReadyError
from .table import Column, ResultTable, count

_KILOBYTE = 1024


class TitleDock(JobDock):
    """Writes the package of one community, lists its files and verifies them."""

    def __init__(self, iface: Any) -> None:
        super().__init__(
            iface,
            "title",
            translate("RainforestAlert", "Title"),
            translate("RainforestAlert", "Writes the package of files of one community for the titling office."),
            "title.svg",
            translate("RainforestAlert", "&Write package"),
        )
        self.boundary = BoundaryForm(self)
        self.attributes = AttributesForm(load_profile(DEFAULT_PROFILE))
        self.form.addRow(self.attributes)
        self._build_form()
        self._build_results()
        self._folder = ""
        self._folder_is_chosen = False
        self._is_draft = False
        self._label = ""
        self.boundary.feature.currentIndexChanged.connect(lambda _: self._follow_community())
        self.complete()
        self._follow_community()

    def _build_form(self) -> None:
        self.references = LayerChecklist(self.name)
        self.add_row(
            translate("RainforestAlert", "&Compare with"),
            self.references,
            translate(
                "RainforestAlert",
                "Layers whose overlaps with the boundary are listed in the package. What is not ticked is not evaluated.",
            ),
        )
        self.output_folder = QgsFileWidget()
        self.output_folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.output_folder.setDialogTitle(translate("RainforestAlert", "Folder for the package"))
        self.output_folder.lineEdit().textEdited.connect(self._choose_folder)
        self.add_row(
            translate("RainforestAlert", "&Folder"),
            self.output_folder,
            translate(
                "RainforestAlert",
                "A new or empty folder, or the package of an earlier run, which is replaced once the new one is complete.",
            ),
        )
        self.allow_blockers = QCheckBox(translate("RainforestAlert", "&Draft although overlaps block the title"))
        self.allow_blockers.setToolTip(
            translate(
                "RainforestAlert",
                "Overlaps that would stop the title also stop the package. Tick this to write it all the same, marked as a draft.",
            )
        )
        self.form.addRow(self.allow_blockers)
        self.boundary.boundaries.layerChanged.connect(lambda _: self._refill())

    def _build_results(self) -> None:
        buttons = QHBoxLayout()
        self.open_button = QPushButton(translate("RainforestAlert", "O&pen folder"))
        self.open_button.setToolTip(translate("RainforestAlert", "Show the files in the file browser."))
        self.open_button.clicked.connect(self._open_folder)
        self.verify_button = self.add_job_button(
            translate("RainforestAlert", "&Verify package"),
            translate("RainforestAlert", "Read every file back and compare it with the manifest and with each other."),
            self.verify,
        )
        buttons.addWidget(self.open_button, 1)
        buttons.addWidget(self.verify_button, 1)
        self.results_column.addLayout(buttons)
        self.table = ResultTable(
            [
                Column(translate("RainforestAlert", "File")),
                Column("KB", count, is_number=True, tip=translate("RainforestAlert", "Size in kilobytes")),
            ]
        )
        self.results_column.addWidget(self.table, 1)

    def propose_choices(self) -> None:
        self.boundary.propose()
        self._refill()

    def close_down(self) -> None:
        self.boundary.let_go()
        super().close_down()

    def start_job(self) -> None:
        parameters = self.boundary.parameters()
        try:
            attributes = self.attributes.values()
        except NotReadyError as missing:
            self.attributes.show_edit(missing.widget)
            raise
        folder = self.output_folder.filePath().strip()
        if not folder:
            raise NotReadyError(
                translate("RainforestAlert", "Choose the folder for the package."), self.output_folder.lineEdit()
            )
        self.references.keep()
        remember(self.name, _attributes_key(self._label), json.dumps(attributes, ensure_ascii=False))
        parameters.update(
            REFERENCE=self.references.checked(),
            ATTRIBUTES=json.dumps(attributes, ensure_ascii=False),
            ALLOW_BLOCKERS=self.allow_blockers.isChecked(),
            OUTPUT_FOLDER=folder,
        )
        self._folder = folder
        self.run_algorithm("rainforestalert:exporttitlepackage", parameters, self._take_package)

    def verify(self) -> None:
        """Check the package that was written last."""
        self.run_algorithm("rainforestalert:verifypackage", {"FOLDER": self._folder}, self._take_verification)

    def _take_package(self, outcome: Outcome) -> None:
        files = [path for path in sorted(Path(self._folder).rglob("*")) if path.is_file()]
        self.table.show_rows(
            [(path.relative_to(self._folder).as_posix(), math.ceil(path.stat().st_size / _KILOBYTE)) for path in files],
            sort_column=0,
        )
        self._is_draft = outcome.outputs["STATE"] == "draft"
        sentence = (
            translate(
                "RainforestAlert",
                "DRAFT of the package of {community}: {count} files in {folder}. {blockers} overlaps block the title; Details names them.",
            )
            if self._is_draft
            else translate("RainforestAlert", "The package of {community} is complete: {count} files in {folder}.")
        )
        self.status.say(
            "warning" if self._is_draft else "success",
            sentence.format(
                community=self._label, count=len(files), folder=self._folder, blockers=outcome.outputs["BLOCKERS"]
            ),
        )

    def _take_verification(self, outcome: Outcome) -> None:
        if outcome.outputs["VERIFIED"] and self._is_draft:
            self.status.say(
                "warning",
                translate(
                    "RainforestAlert",
                    "Verified: all files agree with the manifest and with each other. The package is a DRAFT.",
                ),
            )
        elif outcome.outputs["VERIFIED"]:
            self.status.say(
                "success",
                translate("RainforestAlert", "Verified: all files agree with the manifest and with each other."),
            )
        else:
            self.status.say(
                "error",
                translate(
                    "RainforestAlert", "{count} differences from the manifest; Details names each. First: {first}."
                ).format(count=outcome.outputs["DIFFERENCES"], first=outcome.warnings()[0]),
            )

    def _follow_community(self) -> None:
        """Propose attributes and folder for the community that is chosen now."""
        label = self.boundary.feature.label()
        if label == self._label:
            return
        self._label = label
        stored = recall(self.name, _attributes_key(label), "")
        self.attributes.propose(self.boundary.feature.feature(), json.loads(stored) if stored else {})
        if not self._folder_is_chosen and label:
            self.output_folder.setFilePath(str(read_settings().packages_folder() / _folder_name(label)))

    def _choose_folder(self, text: str) -> None:
        self._folder_is_chosen = bool(text.strip())

    def _refill(self) -> None:
        self.references.refill(self.boundary.boundaries.currentLayer())

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder))


def _folder_name(label: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^\w.-]+", "_", label).strip("._") or "paquete"


def _attributes_key(label: str) -> str:
    return f"attributes/{_folder_name(label)}"
