"""The road of a title file in the dock: what was written down, a line to write down more, and the federation's overview."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QGridLayout, QLabel, QLineEdit, QVBoxLayout

from ..cadastre.profile import load_profile
from ..host.settings import read_settings
from ..host.tasks import Outcome
from ..host.title_file import TitleFile
from ..i18n import translate
from .boundary_form import DEFAULT_PROFILE
from .dock import JobDock, NotReadyError
from .table import Column, ResultTable
from .title_source import TitleSource


class StepsGroup(QgsCollapsibleGroupBox):
    """Steps of the procedure for the chosen community of a workspace."""

    def __init__(self, dock: JobDock, source: TitleSource) -> None:
        super().__init__(translate("RainforestAlert", "Road of the file"))
        self.dock = dock
        self.source = source
        self.profile = load_profile(DEFAULT_PROFILE)
        self._titles = {step.id: step.title for step in self.profile.procedure}
        self.table = ResultTable(
            [
                Column(translate("RainforestAlert", "Step")),
                Column(translate("RainforestAlert", "Date")),
                Column(translate("RainforestAlert", "Who holds the file")),
                Column(translate("RainforestAlert", "Observation of the office")),
                Column(translate("RainforestAlert", "Answer to the observation")),
            ]
        )
        self.table.shows_workspace(lambda: self.source.location, "titling_step")
        self.table.setMinimumHeight(110)
        self.table.chosen.connect(self._take_entry)
        self._entry = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        column.addWidget(self.table)
        column.addLayout(self._build_form())
        column.addLayout(self._build_buttons())
        self.setCollapsed(True)

    def show_file(self, file: TitleFile | None) -> None:
        """Show what is written down about a community; nothing can be written down without a workspace."""
        self.setVisible(self.source.is_workspace)
        entries = file.entries if file is not None else ()
        self.table.show_in_order(
            [
                (
                    self._titles.get(entry.step, entry.step),
                    _day(entry.reached_on or entry.observed_on),
                    entry.held_by,
                    entry.observation,
                    entry.answer,
                    entry.id,
                )
                for entry in entries
            ]
        )
        self._take_entry(None)
        reached = [entry for entry in entries if entry.reached_on]
        title = translate("RainforestAlert", "Road of the file")
        order = list(self._titles)
        if reached and reached[-1].step in order:
            title = translate("RainforestAlert", "Road of the file: step {number} of {all}").format(
                number=order.index(reached[-1].step) + 1, all=len(order)
            )
            self.setToolTip(self._titles[reached[-1].step])
        self.setTitle(title)

    def _build_form(self) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.step = QComboBox()
        self.step.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.step.setMinimumContentsLength(8)
        for step in self.profile.procedure:
            self.step.addItem(step.title, step.id)
            self.step.setItemData(self.step.count() - 1, step.owner, Qt.ItemDataRole.ToolTipRole)
        self.edits: dict[str, QLineEdit] = {}
        form.addRow(_label(translate("RainforestAlert", "Step"), self.step), self.step)
        for name, text, is_date in (
            ("REACHED_ON", translate("RainforestAlert", "Reached on"), True),
            ("DOCUMENT", translate("RainforestAlert", "Document"), False),
            ("HELD_BY", translate("RainforestAlert", "Who holds the file"), False),
            ("OBSERVATION", translate("RainforestAlert", "Observation of the office"), False),
            ("OBSERVED_ON", translate("RainforestAlert", "Observed on"), True),
            ("ANSWER", translate("RainforestAlert", "Answer to the observation"), False),
            ("ANSWERED_ON", translate("RainforestAlert", "Answered on"), True),
        ):
            edit = QLineEdit()
            if is_date:
                edit.setPlaceholderText(translate("RainforestAlert", "YYYY-MM-DD"))
            self.edits[name] = edit
            form.addRow(_label(text, edit), edit)
        return form

    def _build_buttons(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(4)
        self.write_button = self.dock.add_job_button(
            translate("RainforestAlert", "Write down"),
            translate("RainforestAlert", "Add an entry, or complete the one chosen in the list."),
            self.write_down,
        )
        self.overview_button = self.dock.add_job_button(
            translate("RainforestAlert", "Overview of all"),
            translate("RainforestAlert", "How all files of the federation stand, as PDF, workbook and layer."),
            self.overview,
        )
        self.atlas_button = self.dock.add_job_button(
            translate("RainforestAlert", "Packages of all"),
            translate(
                "RainforestAlert",
                "Write the package of every community of the workspace; those that are there and unchanged are kept.",
            ),
            self.atlas,
        )
        grid.addWidget(self.write_button, 0, 0, 1, 2)
        grid.addWidget(self.overview_button, 1, 0)
        grid.addWidget(self.atlas_button, 1, 1)
        return grid

    def write_down(self) -> None:
        """Add or complete an entry."""
        location, community = self._place()
        parameters: dict[str, Any] = {
            "WORKSPACE": location,
            "COMMUNITY": community,
            "STEP": self.step.currentData(),
            "ENTRY_ID": self._entry,
        }
        parameters.update({name: edit.text().strip() for name, edit in self.edits.items()})
        if not any(edit.text().strip() for edit in self.edits.values()):
            raise NotReadyError(
                translate("RainforestAlert", "Enter a date, a document, who holds the file or an observation."),
                self.edits["REACHED_ON"],
            )
        self.dock.run_algorithm("rainforestalert:recordtitlingstep", parameters, self._take_written)

    def overview(self) -> None:
        """Write the overview of the federation and open its report."""
        location, _ = self._place(needs_community=False)
        folder = Path(read_settings().packages_folder()) / translate("RainforestAlert", "overview")
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{datetime.date.today().isoformat()}"
        paths = {"REPORT_PDF": f"{name}.pdf", "REPORT_XLSX": f"{name}.xlsx", "REPORT_CSV": f"{name}.csv"}
        parameters = {key: str(folder / file) for key, file in paths.items()}
        self.dock.run_algorithm(
            "rainforestalert:titlingoverview",
            {"WORKSPACE": location, "OUTPUT": None, **parameters},
            self._take_overview,
        )

    def atlas(self) -> None:
        """Write the packages of all communities of the workspace."""
        location, _ = self._place(needs_community=False)
        folder = str(Path(read_settings().packages_folder()) / Path(location).stem)
        parameters = {
            "WORKSPACE": location,
            **self.dock.package_parameters(),  # type: ignore[attr-defined]
            "OUTPUT_FOLDER": folder,
        }
        self.dock.run_algorithm("rainforestalert:titleatlas", parameters, self._take_atlas)

    def _take_entry(self, row: Any) -> None:
        """Complete the entry that is chosen; without one, a new entry is written."""
        self._entry = str(row[-1]) if row else ""
        self.step.setEnabled(not self._entry)
        for edit in self.edits.values():
            edit.clear()
        file = self.source.file
        entry = next((e for e in file.entries if e.id == self._entry), None) if file and self._entry else None
        if entry is None:
            return
        self.step.setCurrentIndex(max(0, self.step.findData(entry.step)))
        for name, value in (
            ("REACHED_ON", _day(entry.reached_on)),
            ("DOCUMENT", entry.document),
            ("HELD_BY", entry.held_by),
            ("OBSERVATION", entry.observation),
            ("OBSERVED_ON", _day(entry.observed_on)),
            ("ANSWER", entry.answer),
            ("ANSWERED_ON", _day(entry.answered_on)),
        ):
            self.edits[name].setText(value)
            self.edits[name].home(False)

    def _take_written(self, outcome: Outcome) -> None:
        self.source.read()
        self.dock.status.say("success", translate("RainforestAlert", "Written down."))

    def _take_overview(self, outcome: Outcome) -> None:
        path = str(outcome.outputs["REPORT_PDF"])
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))
        self.dock.status.say(
            "success",
            translate("RainforestAlert", "Overview of {count} communities: {path}").format(
                count=outcome.outputs["COMMUNITY_COUNT"], path=path
            ),
        )

    def _take_atlas(self, outcome: Outcome) -> None:
        outputs = outcome.outputs
        failed = int(outputs["FAILED"])
        self.dock.status.say(
            "warning" if failed else "success",
            translate(
                "RainforestAlert",
                "{written} packages written, {kept} kept as they were, {failed} communities without a package. The table in {folder} "
                "names each.",
            ).format(written=outputs["WRITTEN"], kept=outputs["KEPT"], failed=failed, folder=outputs["OUTPUT_FOLDER"]),
        )

    def _place(self, needs_community: bool = True) -> tuple[str, str]:
        if not self.source.location:
            raise NotReadyError(translate("RainforestAlert", "Choose the workspace."), self.source.workspace.combo)
        if needs_community and not self.source.community_id():
            raise NotReadyError(
                translate("RainforestAlert", "Choose the community in the list of the workspace."),
                self.source.community,
            )
        return self.source.location, self.source.community_id()


def _label(text: str, widget: Any) -> QLabel:
    label = QLabel(text)
    label.setBuddy(widget)
    return label


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
