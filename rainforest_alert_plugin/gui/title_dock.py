"""Title dock: the package of files for the titling office, and its check."""

from __future__ import annotations

import json
import math
import re
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QCheckBox, QDockWidget, QHBoxLayout, QPushButton

from ..cadastre.profile import Profile, load_profile
from ..compat import is_null
from ..host.settings import read_settings, recall, remember
from ..host.tasks import Outcome
from ..host.title_file import TitleFile
from ..i18n import translate
from ..titling.land_capacity import WHOLE
from .attributes_form import AttributesForm
from .boundary_form import DEFAULT_PROFILE
from .choosers import LayerChecklist
from .dock import JobDock, NotReadyError
from .land_form import LandForm
from .plan_layers import PlanLayersGroup
from .table import Column, ResultTable, count, number
from .title_missing import Missing, MissingList, lead_to
from .title_source import TitleSource
from .title_steps import StepsGroup

_KILOBYTE = 1024
# What plan, memoria and registry ask for first; the rest may stay empty.
_NEEDED = (
    *("community", "people", "basin", "district", "province", "department", "ubigeo", "representative"),
    *("survey_method", "professional", "professional_registration", "document_date"),
)


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
        self.source = TitleSource(self)
        self.boundary = self.source.boundary
        self._proposed_folder = ""
        self._folder_is_chosen = False
        profile = load_profile(DEFAULT_PROFILE)
        self.attributes = AttributesForm(profile)
        self.form.addRow(self.attributes)
        self._look_for_missing = QTimer(self)
        self._look_for_missing.setSingleShot(True)
        self._look_for_missing.timeout.connect(self._show_missing)
        self._build_form(profile)
        self._build_results()
        self._folder = ""
        self._label = ""
        self._preview_folder: TemporaryDirectory[str] | None = None
        self.source.changed.connect(self._follow_community)
        for edit in self.attributes.edits.values():
            edit.textChanged.connect(lambda _: self._look_for_missing.start(0))
        self.complete()
        self._follow_community()

    def _build_form(self, profile: Profile) -> None:
        self.references = LayerChecklist(self.name)
        self.add_row(
            translate("RainforestAlert", "&Compare with"),
            self.references,
            translate(
                "RainforestAlert",
                "Layers whose overlaps with the boundary are listed in the package. What is not ticked is not evaluated.",
            ),
        )
        self.land = LandForm(self, profile, profile.land_capacity)
        self.form.addRow(self.land)
        self.plan_layers = PlanLayersGroup(self.name)
        self.form.addRow(self.plan_layers)
        self.missing = MissingList()
        label = self.add_row(
            translate("RainforestAlert", "Missing"),
            self.missing,
            translate("RainforestAlert", "Click a line to go where it is mended."),
        )
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        previews = QHBoxLayout()
        previews.setSpacing(6)
        self.table_button = self.add_job_button(
            translate("RainforestAlert", "Preview table"),
            translate("RainforestAlert", "Show vertices, sides, angles and area as the package will state them."),
            self.preview_table,
        )
        self.plan_button = self.add_job_button(
            translate("RainforestAlert", "Preview plan"),
            translate("RainforestAlert", "Draw the plan and open it, before anything is written for the office."),
            self.preview_plan,
        )
        previews.addWidget(self.table_button, 1)
        previews.addWidget(self.plan_button, 1)
        self.form.addRow(previews)
        self._build_export_rows()
        self.references.model().itemChanged.connect(lambda _: self._look_for_missing.start(0))
        self.boundary.neighbours.layerChanged.connect(lambda _: self._look_for_missing.start(0))
        self.boundary.boundaries.layerChanged.connect(lambda _: self._refill())
        for signal in (self.land.units.layerChanged, self.source.origin.currentIndexChanged):
            signal.connect(lambda _: self._refill())
        self.land.changed.connect(lambda: self._look_for_missing.start(0))

    def _build_export_rows(self) -> None:
        self.output_folder = QgsFileWidget()
        self.output_folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.output_folder.setDialogTitle(translate("RainforestAlert", "Folder for the package"))
        self.output_folder.fileChanged.connect(self._take_folder)
        self.add_row(
            translate("RainforestAlert", "&Folder"),
            self.output_folder,
            translate(
                "RainforestAlert",
                "A new or empty folder, or the package of an earlier run, which is replaced once the new one is complete.",
            ),
        )
        self.allow_blockers = QCheckBox(translate("RainforestAlert", "&Draft although there are blockers"))
        self.allow_blockers.setToolTip(
            translate(
                "RainforestAlert",
                "What would stop the title also stops the package. Tick this to write it all the same, marked as a draft.",
            )
        )
        self.form.addRow(self.allow_blockers)
        self.third_parties = QCheckBox(translate("RainforestAlert", "Also a package for third parties"))
        self.third_parties.setToolTip(
            translate(
                "RainforestAlert",
                "A second folder beside the first, without the names of neighbours and what else third parties may not have.",
            )
        )
        self.form.addRow(self.third_parties)

    def _build_results(self) -> None:
        self.check_buttons = QHBoxLayout()
        self.open_button = QPushButton(translate("RainforestAlert", "O&pen folder"))
        self.open_button.setToolTip(translate("RainforestAlert", "Show the files in the file browser."))
        self.open_button.clicked.connect(self._open_folder)
        self.verify_button = self.add_job_button(
            translate("RainforestAlert", "&Verify package"),
            translate("RainforestAlert", "Read every file back and compare it with the manifest and with each other."),
            self.verify,
        )
        self.check_buttons.addWidget(self.verify_button, 1)
        self.check_buttons.addWidget(self.open_button, 1)
        # below the row of the button that writes
        self.column.insertLayout(3, self.check_buttons)
        self.table = ResultTable(
            [
                Column(translate("RainforestAlert", "File")),
                Column("KB", count, is_number=True, tip=translate("RainforestAlert", "Size in kilobytes")),
            ]
        )
        self.results_column.addWidget(self.table, 1)
        self.preview = ResultTable(
            [
                Column(translate("RainforestAlert", "Vertex")),
                Column(translate("RainforestAlert", "Side")),
                Column(translate("RainforestAlert", "Distance (m)"), number(2), is_number=True),
                Column(translate("RainforestAlert", "Interior angle")),
                Column(translate("RainforestAlert", "Azimuth")),
                Column(translate("RainforestAlert", "Neighbour")),
            ]
        )
        self.results_column.addWidget(self.preview, 1)
        self._show_files(True)
        self.steps = StepsGroup(self, self.source)
        self.column.addWidget(self.steps)

    def propose_choices(self) -> None:
        self.boundary.propose()
        self.land.units.propose()
        self._refill()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self.source.is_workspace:
            self.source.read()

    def close_down(self) -> None:
        self._look_for_missing.stop()
        self.source.let_go()
        if self._preview_folder is not None:
            self._preview_folder.cleanup()
            self._preview_folder = None
        super().close_down()

    def start_job(self) -> None:
        parameters = self.source.parameters()
        attributes = self._stated()
        folder = self._chosen_folder()
        parameters.update(self.package_parameters())
        remember(self.name, _attributes_key(self._label), json.dumps(attributes, ensure_ascii=False))
        parameters.update(ATTRIBUTES=json.dumps(attributes, ensure_ascii=False), OUTPUT_FOLDER=folder)
        if self.third_parties.isChecked():
            parameters["REDACTED_FOLDER"] = f"{folder}_{translate('RainforestAlert', 'third_parties')}"
        self._folder = folder
        self.run_algorithm("rainforestalert:exporttitlepackage", parameters, self._take_package)

    def package_parameters(self) -> dict[str, Any]:
        """What the package of one community has in common with those of all; remembers the choices.

        Raises
        ------
        NotReadyError
            When units of land capacity lack the field with their class.
        """
        parameters = self.land.parameters()
        self.references.keep()
        return {
            **parameters,
            "REFERENCE": self.references.checked(),
            "PLAN_LAYERS": self.plan_layers.chosen(),
            "ALLOW_BLOCKERS": self.allow_blockers.isChecked(),
        }

    def preview_table(self) -> None:
        """Show the technical table as the package will state it."""
        parameters = self.source.parameters()
        part = self.land.shown_part()
        if part != WHOLE:
            parameters.update(self.land.parameters(), PART=part)
        parameters["OUTPUT"] = "TEMPORARY_OUTPUT"
        shown = self._label if part == WHOLE else f"{self._label}, {self.land.part.currentText()}"
        self.run_algorithm("rainforestalert:technicaltable", parameters, partial(self._take_table, shown))

    def preview_plan(self) -> None:
        """Draw the plan, with the land as it is divided, into a folder of its own and open it."""
        parameters = {**self.source.parameters(), **self.land.parameters()}
        if self._preview_folder is None:
            self._preview_folder = TemporaryDirectory(prefix="rainforest_alert_")
        path = Path(self._preview_folder.name) / f"{self._proposed_name()}.pdf"
        parameters.update(ATTRIBUTES=json.dumps(self._stated(), ensure_ascii=False), DRAFT=True, OUTPUT=str(path))
        parameters.update(PART=self.land.shown_part(), BASE_LAYERS=self.plan_layers.chosen())
        self.run_algorithm("rainforestalert:titleplan", parameters, self._take_plan, is_preview=True)

    def verify(self) -> None:
        """Check the package in the folder, written now or another day."""
        self._folder = self._chosen_folder()
        self.run_algorithm("rainforestalert:verifypackage", {"FOLDER": self._folder}, self._take_verification)

    def _chosen_folder(self) -> str:
        folder = str(self.output_folder.filePath()).strip()
        if not folder:
            raise NotReadyError(
                translate("RainforestAlert", "Choose the folder for the package."), self.output_folder.lineEdit()
            )
        return folder

    def _stated(self) -> dict[str, str]:
        """Attributes that are filled in; what does not have its form is shown where it stands."""
        try:
            return self.attributes.values()
        except NotReadyError as missing:
            self.attributes.show_edit(missing.widget)
            raise

    def show_results(self) -> None:
        """Bring files or preview into sight; what gives neither, as an entry about a step, leaves the window as it is."""
        shown = self.preview if self.table.isHidden() else self.table
        if shown.rows_model.rows:
            super().show_results()

    def _forget_results(self) -> None:
        """Take away what stands there of another community."""
        self.table.show_rows([], sort_column=0)
        self.preview.show_in_order([])
        self.results.hide()

    def _show_files(self, are_files: bool) -> None:
        """Show the files of a package, or the preview of the table."""
        self.table.setVisible(are_files)
        self.preview.setVisible(not are_files)

    def _take_table(self, shown: str, outcome: Outcome) -> None:
        self._show_files(False)
        layer = outcome.layers["OUTPUT"]
        names = ("vertex", "side", "distance_m", "interior_angle", "azimuth", "neighbour")
        rows = [tuple(feature[name] for name in names) for feature in layer.getFeatures()]
        self.preview.show_in_order([tuple("" if is_null(cell) else cell for cell in row) for row in rows])
        self.status.say(
            "success",
            translate("RainforestAlert", "{community}: {area} ha, {perimeter} m, {count} vertices, {crs}.").format(
                community=shown,
                area=number(4)(outcome.outputs["AREA_HA"]),
                perimeter=number(2)(outcome.outputs["PERIMETER_M"]),
                count=count(outcome.outputs["VERTEX_COUNT"]),
                crs=outcome.outputs["CRS"],
            ),
        )

    def _take_plan(self, outcome: Outcome) -> None:
        path = str(outcome.outputs["OUTPUT"])
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))
        self.status.say(
            "success",
            translate(
                "RainforestAlert", "Plan at 1:{scale} on {paper}, {sheets} sheets, marked as a draft: {path}"
            ).format(
                scale=count(outcome.outputs["SCALE_DENOMINATOR"]),
                paper=outcome.outputs["PAPER_USED"],
                sheets=outcome.outputs["SHEETS"],
                path=path,
            ),
        )

    def _list_files(self) -> int:
        """List the files of the package; how many there are."""
        self._show_files(True)
        files = [path for path in sorted(Path(self._folder).rglob("*")) if path.is_file()]
        self.table.show_rows(
            [(path.relative_to(self._folder).as_posix(), math.ceil(path.stat().st_size / _KILOBYTE)) for path in files],
            sort_column=0,
        )
        return len(files)

    def _take_package(self, outcome: Outcome) -> None:
        files = self._list_files()
        is_draft = outcome.outputs["STATE"] == "draft"
        sentence = (
            translate(
                "RainforestAlert",
                "DRAFT of the package of {community}: {count} files in {folder}. {blockers} blockers stop the title; Details names them.",
            )
            if is_draft
            else translate("RainforestAlert", "The package of {community} is complete: {count} files in {folder}.")
        )
        self.status.say(
            "warning" if is_draft else "success",
            sentence.format(
                community=self._label, count=files, folder=self._folder, blockers=outcome.outputs["BLOCKERS"]
            ),
        )

    def _take_verification(self, outcome: Outcome) -> None:
        self._list_files()
        if outcome.outputs["VERIFIED"] and outcome.outputs["STATE"] == "draft":
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
        """Propose attributes and folder for the community that is chosen now, and say what is missing."""
        label = self.source.label()
        file = self.source.file
        if label != self._label:
            self._label = label
            self._forget_results()
            stored = recall(self.name, _attributes_key(label), "")
            remembered = json.loads(stored) if stored else {}
            if file is not None:
                self.attributes.propose(None, {**file.attributes, **remembered})
            else:
                self.attributes.propose(self.boundary.feature.feature(), remembered)
        if not self._folder_is_chosen and label:
            self._proposed_folder = str(read_settings().packages_folder() / self._proposed_name())
            self.output_folder.setFilePath(self._proposed_folder)
        self.steps.show_file(file)
        self._look_for_missing.start(0)

    def _proposed_name(self) -> str:
        """Name of the folder; an earlier version never takes the place of the newest."""
        number = self.source.earlier_version()
        name = _folder_name(self._label)
        return f"{name}_v{number}" if number is not None else name

    def _show_missing(self) -> None:
        self.missing.show_missing(self._missing())

    def _missing(self) -> list[Missing]:
        """What a title still lacks, each with where it is mended, in the order of the work."""
        found: list[Missing] = []
        file = self.source.file
        if not self._label:
            chooser = self.source.community if self.source.is_workspace else self.boundary.feature
            found.append((translate("RainforestAlert", "Choose the community."), lead_to(chooser)))
        elif self.source.is_workspace and file is not None:
            found += self._missing_of(file)
        for key in _NEEDED:
            edit = self.attributes.edits.get(key)
            if edit is not None and not edit.text().strip():
                found.append(
                    (
                        translate("RainforestAlert", "{name} is not stated.").format(name=self.attributes.name_of(key)),
                        partial(self._go_to_edit, edit),
                    )
                )
        if not self.references.checked():
            found.append(
                (
                    translate("RainforestAlert", "No layer is compared with the boundary."),
                    lead_to(self.references),
                )
            )
        found += self.land.missing(self.references.checked())
        if self.boundary.neighbours.currentLayer() is None and not self.source.is_workspace:
            found.append((translate("RainforestAlert", "No layer of neighbours."), lead_to(self.boundary.neighbours)))
        return found

    def _missing_of(self, file: TitleFile) -> list[Missing]:
        found: list[Missing] = []
        if self.source.earlier_version() is not None:
            said = translate("RainforestAlert", "Not the newest agreed boundary: the package can only be a draft.")
            found.append((said, lead_to(self.source.version)))
        if file.version is None:
            said = (
                translate("RainforestAlert", "Two versions of the boundary wait for a decision: Territory panel.")
                if file.is_forked
                else translate("RainforestAlert", "No agreed boundary: propose and accept one in the Territory panel.")
            )
            found.append((said, partial(self._open_dock, "territory")))
        elif not file.validated_on:
            said = translate("RainforestAlert", "The boundary was not validated: Validation panel.")
            found.append((said, partial(self._open_dock, "validation")))
        elif file.blockers:
            said = translate(
                "RainforestAlert", "{count} blockers in the validation of {day}: Validation panel."
            ).format(count=file.blockers, day=file.validated_on)
            found.append((said, partial(self._open_dock, "validation")))
        for entry in file.entries:
            if entry.is_open:
                said = translate("RainforestAlert", "Observation without answer: {text}").format(text=entry.observation)
                found.append((said, self._open_steps))
        return found

    def _go_to_edit(self, edit: Any) -> None:
        self.attributes.show_edit(edit)
        edit.setFocus()

    def _open_steps(self) -> None:
        self.steps.setCollapsed(False)
        self.steps.table.setFocus()

    def _open_dock(self, name: str) -> None:
        dock = self.iface.mainWindow().findChild(QDockWidget, f"RainforestAlert_{name}")
        if dock is not None:
            dock.show()
            dock.raise_()

    def _take_folder(self, path: str) -> None:
        """A folder that is not the one proposed was written or chosen, and stays."""
        self._folder_is_chosen = path.strip() not in ("", self._proposed_folder)

    def _refill(self) -> None:
        boundaries = self.boundary.boundaries.currentLayer()
        self.references.refill(boundaries, self.land.units.currentLayer())
        titled = None if self.source.is_workspace else boundaries
        self.land.refill(titled)
        self.plan_layers.refill(titled)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.output_folder.filePath().strip()))


def _folder_name(label: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^\w.-]+", "_", label).strip("._") or "paquete"


def _attributes_key(label: str) -> str:
    return f"attributes/{_folder_name(label)}"
