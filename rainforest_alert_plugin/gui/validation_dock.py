"""Validation dock: every observation that a registry would make, what settles it, and what other layers draw over a boundary."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsMapLayerProxyModel, QgsProcessingFeatureSourceDefinition
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDialog, QFileDialog, QGridLayout, QTabWidget

from ..cadastre.profile import load_profile
from ..errors import Message, RainforestAlertError
from ..host.choice_words import profiles
from ..host.consents import communities_of
from ..host.messages import describe
from ..host.people import people_of
from ..host.project import add_result, layer_date
from ..host.settings import AREA_METHODS, read_settings, recall, remember
from ..host.tasks import Outcome
from ..i18n import translate
from .area_box import area_box
from .boundary_form import DEFAULT_PROFILE, side_by_side
from .choosers import LayerChecklist, NameFieldCombo, communities_combo
from .dock import JobDock, NotReadyError
from .finding_dialogs import FixChoice, FixDialog, WaiverDialog
from .findings_page import FindingsPage
from .overlaps_page import LayerAsked, OverlapsPage
from .reference_roles import ReferenceRolesDialog
from .words import area_method_name
from .workspace_box import WorkspaceBox


class ValidationDock(JobDock):
    """Validates boundaries by the rules of a profile, mends them, sets findings aside, and measures overlaps."""

    def __init__(self, iface: Any) -> None:
        super().__init__(
            iface,
            "validation",
            translate("RainforestAlert", "Validation"),
            translate("RainforestAlert", "Makes the checks of the registry before the registry makes them."),
            "validation.svg",
            translate("RainforestAlert", "&Validate"),
        )
        self._asked: list[LayerAsked] = []
        self._not_asked: list[str] = []
        # Report of the last run as JSON, in memory only: it may tell of rows that leave for nobody.
        self._last_json = ""
        self._build_form()
        self._build_more_buttons()
        self._build_results()
        self.boundaries.layerChanged.connect(lambda _: self._forget_run())
        self.profile.currentIndexChanged.connect(lambda _: self._forget_run())
        self.community.currentIndexChanged.connect(lambda _: self._forget_run())
        self.complete()

    def _build_form(self) -> None:
        settings = read_settings()
        self.boundaries = communities_combo(QgsMapLayerProxyModel.Filter.PolygonLayer, self.name)
        self.add_row(
            translate("RainforestAlert", "&Boundaries"),
            self.boundaries,
            translate("RainforestAlert", "Polygon layer with the boundaries to check."),
        )
        self.id_field = NameFieldCombo(self.boundaries, self.name, "id_field")
        self.add_row(
            translate("RainforestAlert", "&Identifier"),
            self.id_field,
            translate("RainforestAlert", "Field with the code or name that tells the boundaries apart."),
        )
        self.selected_only = QCheckBox(translate("RainforestAlert", "Selected boundaries &only"))
        self.selected_only.setToolTip(
            translate("RainforestAlert", "Check only the boundaries that are selected on the map.")
        )
        self.form.addRow("", self.selected_only)
        self.references = LayerChecklist(self.name)
        self.add_row(
            translate("RainforestAlert", "&Compare with"),
            self.references,
            translate(
                "RainforestAlert",
                "Tick the layers to compare with: concessions, parcels, protected areas, other communities. "
                "What is not ticked is reported as not evaluated.",
            ),
        )
        self.profile = QComboBox()
        for name, title in profiles().items():
            self.profile.addItem(title, name)
        self.profile.setCurrentIndex(max(0, self.profile.findData(recall(self.name, "profile", DEFAULT_PROFILE))))
        self.profile.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.profile.setMinimumContentsLength(12)
        self.add_row(
            translate("RainforestAlert", "&Profile"),
            self.profile,
            translate("RainforestAlert", "Procedure whose limits and consequences apply."),
        )
        self.workspace = WorkspaceBox(self.name)
        self.add_row(
            translate("RainforestAlert", "&Workspace"),
            self.workspace,
            translate("RainforestAlert", "Keeps validations, findings set aside and proposals. It may stay empty."),
        )
        self.community = QComboBox()
        self.community.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.community.setMinimumContentsLength(12)
        self.add_row(
            translate("RainforestAlert", "Comm&unity"),
            self.community,
            translate("RainforestAlert", "Of the workspace: its agreed boundary is validated in place of the layer."),
        )
        self.workspace.changed.connect(self._fill_communities)
        self._fill_communities()
        self.area_method = QComboBox()
        for method in AREA_METHODS:
            self.area_method.addItem(area_method_name(method), method)
        self.area_method.setCurrentIndex(self.area_method.findData(settings.area_method))
        self.min_area = area_box(settings.min_overlap_ha)
        smallest = translate("RainforestAlert", "Overlaps smaller than this are not listed. 0 lists all of them.")
        both = side_by_side(self.area_method, self.min_area)
        label = self.add_row(
            translate("RainforestAlert", "Overl&aps"),
            both,
            translate(
                "RainforestAlert", "On the ellipsoid: true area. Plane UTM: as plans and registries in Peru state it."
            ),
        )
        label.setBuddy(self.area_method)
        self.min_area.setToolTip(smallest)
        self.min_area.setAccessibleName(smallest)
        self.boundaries.layerChanged.connect(lambda _: self._refill())

    def _build_more_buttons(self) -> None:
        self.again_button = self.add_job_button(
            translate("RainforestAlert", "What chan&ged"),
            translate("RainforestAlert", "Validate again; rules whose inputs are the same keep what they found."),
            lambda: self._validate(self._last_json),
        )
        self.report_button = self.add_job_button(
            translate("RainforestAlert", "&Report…"),
            translate("RainforestAlert", "Write the report as PDF and HTML, with a map of each finding, and open it."),
            self._ask_report,
        )
        self.overlaps_button = self.add_job_button(
            translate("RainforestAlert", "&Find overlaps"),
            translate(
                "RainforestAlert", "Only measure what the ticked layers draw over the boundaries, layer by layer."
            ),
            self._start_overlaps,
        )
        self.roles_button = self.add_job_button(
            translate("RainforestAlert", "&Layers…"),
            translate(
                "RainforestAlert", "What each reference layer is, its date, its licence and its reference system."
            ),
            self._ask_roles,
        )
        self.more_buttons = QGridLayout()
        for place, button in enumerate(
            (self.again_button, self.report_button, self.overlaps_button, self.roles_button)
        ):
            self.more_buttons.addWidget(button, place // 2, place % 2)
        self.column.insertLayout(3, self.more_buttons)
        for button in (self.again_button, self.report_button):
            button.setEnabled(False)

    def _show_running(self, is_running: bool) -> None:
        super()._show_running(is_running)
        if not self._last_json:
            for button in (self.again_button, self.report_button):
                button.setEnabled(False)

    def _build_results(self) -> None:
        self.findings = FindingsPage(self.iface)
        self.findings.fix_wanted.connect(lambda key: self._try(lambda: self._ask_fix(key)))
        self.findings.waive_wanted.connect(lambda key: self._try(lambda: self._ask_waiver(key)))
        self.overlaps = OverlapsPage(self.iface)
        self.tree = self.overlaps.tree
        self.tabs = QTabWidget()
        self.tabs.addTab(self.findings, translate("RainforestAlert", "Findings"))
        self.tabs.addTab(self.overlaps, translate("RainforestAlert", "Overlaps"))
        self.results_column.addWidget(self.tabs, 1)

    def propose_choices(self) -> None:
        self.boundaries.propose()
        self._refill()

    def start_job(self) -> None:
        self._validate()

    def _boundaries(self) -> Any:
        """The boundary parameter: the layer, or its selected features."""
        boundaries = self.boundaries.currentLayer()
        if boundaries is None:
            raise NotReadyError(
                translate("RainforestAlert", "Choose the polygon layer with the boundaries to check."), self.boundaries
            )
        if self.selected_only.isChecked() and not boundaries.selectedFeatureCount():
            raise NotReadyError(
                translate("RainforestAlert", "Select a boundary on the map, or untick “Selected boundaries only”."),
                self.selected_only,
            )
        for chooser in (self.boundaries, self.id_field, self.references):
            chooser.keep()
        return (
            QgsProcessingFeatureSourceDefinition(boundaries.id(), True)
            if self.selected_only.isChecked()
            else boundaries
        )

    def _place(self) -> dict[str, Any]:
        """The workspace and the community, when both are chosen."""
        community = str(self.community.currentData() or "")
        location = self.workspace.location()
        return {"WORKSPACE": location, "COMMUNITY": community} if location and community else {}

    def _subject(self) -> dict[str, Any]:
        """What is validated or mended: the agreed boundary of a community, or boundaries of a layer."""
        place = self._place()
        if place:
            return place
        return {"BOUNDARY": self._boundaries(), "BOUNDARY_ID": self.id_field.currentField()}

    def _subject_name(self) -> str:
        if self._place():
            return self.community.currentText()
        layer = self.boundaries.currentLayer()
        return layer.name() if layer is not None else ""

    def _validate(self, earlier: str = "") -> None:
        """Run the rules, for the screen; with `earlier`, only what changed."""
        handover = {"EARLIER": earlier} if earlier else {}
        self._run_rules(
            {"OUTPUT": "TEMPORARY_OUTPUT"},
            lambda outcome: self._take_findings(outcome, handover["REPORT_JSON"]),
            handover,
        )

    def _run_rules(self, outputs: dict[str, str], then: Callable[[Outcome], None], handover: dict[str, str]) -> None:
        parameters = {
            **self._subject(),
            "PROFILE": self.profile.currentData(),
            "REFERENCE": self.references.checked(),
            **outputs,
        }
        remember(self.name, "profile", self.profile.currentData())
        remember(self.name, "community", str(self.community.currentData() or ""))
        self.run_algorithm("rainforestalert:validateboundary", parameters, then, handover=handover)

    def _forget_run(self) -> None:
        """Another boundary or profile was chosen: what was found of the one before is not said of it."""
        if not self._last_json or self.is_running:
            return
        self._last_json = ""
        self.findings.clear()
        self._show_running(False)

    def _take_findings(self, outcome: Outcome, report: str) -> None:
        self._last_json = report
        self.findings.take(report, outcome.layers["OUTPUT"], self._subject_name())
        self.tabs.setCurrentWidget(self.findings)
        for button in (self.again_button, self.report_button):
            button.setEnabled(True)
        self._say_readiness(outcome)

    def _say_readiness(self, outcome: Outcome, further: str = "") -> None:
        is_ready = not outcome.outputs["BLOCKERS"] and not outcome.outputs["NOT_EVALUATED"]
        self.status.say("info" if is_ready else "warning", str(outcome.outputs["READINESS"]) + further)

    def _take_report(self, outcome: Outcome) -> None:
        """Open what was written; the list keeps what is for this screen only, and the line counts what is in the report."""
        path = str(outcome.outputs["REPORT_PDF"])
        self._say_readiness(outcome, " " + translate("RainforestAlert", "Report: {path}").format(path=path))
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def _ask_report(self) -> None:
        proposed = str(Path.home() / translate("RainforestAlert", "validation_report.pdf"))
        path, _ = QFileDialog.getSaveFileName(
            self,
            translate("RainforestAlert", "Save the report (PDF, with the HTML beside it)"),
            recall(self.name, "report", proposed),
            translate("RainforestAlert", "PDF files (*.pdf)"),
        )
        if path:
            path = path if path.lower().endswith(".pdf") else f"{path}.pdf"
            remember(self.name, "report", path)
            files = {"REPORT_PDF": path, "REPORT_HTML": str(Path(path).with_suffix(".html"))}
            self._run_rules(files, self._take_report, {"EARLIER": self._last_json})

    def _ask_fix(self, key: str) -> None:
        found = self.findings.finding(key)
        tolerance = load_profile(self.profile.currentData()).tolerances.neighbour_m
        dialog = FixDialog(found["fix"], tolerance, bool(self._place()), self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        chosen = dialog.choice()
        if not chosen.fixes:
            raise NotReadyError(translate("RainforestAlert", "Tick at least one fix."), self.findings.fix_button)
        self.start_fix(chosen, found["boundary_id"])

    def start_fix(self, chosen: FixChoice, boundary_id: str) -> None:
        """Mend the boundary of a finding as was chosen."""
        subject = self._subject()
        if "BOUNDARY" in subject and self.id_field.currentField():
            subject["BOUNDARY_VALUE"] = boundary_id
        parameters = {
            **subject,
            "RULES": list(chosen.fixes),
            "TOLERANCE_M": chosen.tolerance_m,
            "STRIP_M": chosen.strip_m,
            "BEYOND_SIGMA": chosen.beyond_sigma,
            "CUT_REGISTERED": chosen.cut_registered,
            **({"DATUM_OPERATION": chosen.operation} if chosen.operation else {}),
            "PROFILE": self.profile.currentData(),
            "REFERENCE": self.references.checked(),
            "OUTPUT": "TEMPORARY_OUTPUT",
            "OUTPUT_CHANGES": "TEMPORARY_OUTPUT",
        }
        self.run_algorithm("rainforestalert:fixboundary", parameters, self._take_fix)

    def _take_fix(self, outcome: Outcome) -> None:
        name = self._subject_name()
        for output, words in (
            ("OUTPUT", translate("RainforestAlert", "Fixed boundary of {name}")),
            ("OUTPUT_CHANGES", translate("RainforestAlert", "Changes of {name}")),
        ):
            if output in outcome.layers:
                add_result(outcome.layers[output], words.format(name=name))
        outputs = outcome.outputs
        said = describe(
            Message(
                "fix.summary",
                changes=outputs["CHANGES"],
                asked=outputs["ASKED"],
                furthest_m=f"{outputs['FURTHEST_M']:.3f}",
                before_ha=f"{outputs['AREA_BEFORE_HA']:.4f}",
                after_ha=f"{outputs['AREA_AFTER_HA']:.4f}",
            )
        )
        if outputs.get("PROPOSAL_ID"):
            said += " " + describe(Message("fix.proposed", community=name))
        self.status.say("warning" if outputs["ASKED"] else "success", said)

    def _ask_waiver(self, key: str) -> None:
        found = self.findings.finding(key)
        place = self._place()
        if not place:
            raise NotReadyError(
                translate(
                    "RainforestAlert",
                    "A finding is set aside in a workspace: choose the workspace and the community, validate, and try again.",
                ),
                self.workspace,
            )
        try:
            people = people_of(place["WORKSPACE"])
        except RainforestAlertError as error:
            raise NotReadyError(describe(error), self.workspace) from error
        author = next((person.name for person in people.all if person.id == people.present), "")
        dialog = WaiverDialog(found["message"]["text"], author, bool(found["set_aside"]), self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self.run_algorithm(
            "rainforestalert:waivefinding",
            {
                **place,
                "FINDING": found["key"],
                "REASON": dialog.reason.toPlainText(),
                "DOCUMENT": dialog.document.text(),
                "AUTHOR": dialog.author.text(),
                "WITHDRAW": bool(found["set_aside"]),
            },
            lambda _outcome: self._validate(self._last_json),
        )

    def _ask_roles(self) -> None:
        ReferenceRolesDialog(load_profile(self.profile.currentData()), self).exec()

    def _fill_communities(self) -> None:
        """Communities of the workspace; the first line stands for the layer."""
        wanted = str(self.community.currentData() or recall(self.name, "community", ""))
        self.community.clear()
        self.community.addItem(translate("RainforestAlert", "— boundaries of the layer —"), "")
        location = self.workspace.location()
        try:
            communities = communities_of(location) if location else []
        except RainforestAlertError as error:
            # a workspace that was moved or is on another drive: said when it is asked for, not an obstacle before
            self.community.setToolTip(describe(error))
            communities = []
        for identity, name in communities:
            self.community.addItem(name, identity)
        self.community.setCurrentIndex(max(0, self.community.findData(wanted)))

    def _start_overlaps(self) -> None:
        boundaries = self._boundaries()
        references = self.references.checked()
        if not references:
            raise NotReadyError(
                translate(
                    "RainforestAlert",
                    "Tick at least one layer to compare with. If there is none, add it to the project.",
                ),
                self.references,
            )
        layer = self.boundaries.currentLayer()
        self._asked = [LayerAsked(each.name(), layer_date(each), each is layer) for each in references]
        self._not_asked = [each.name() for each in self.references.unchecked()]
        self.run_algorithm(
            "rainforestalert:overlapanalysis",
            {
                "BOUNDARIES": boundaries,
                "BOUNDARY_ID": self.id_field.currentField(),
                "REFERENCE": references,
                "AREA_METHOD": self.area_method.currentData(),
                "MIN_AREA_HA": self.min_area.value(),
                "OUTPUT": "TEMPORARY_OUTPUT",
            },
            self._take_overlaps,
        )

    def _take_overlaps(self, outcome: Outcome) -> None:
        layer = self.boundaries.currentLayer()
        name = layer.name() if layer is not None else ""
        level, sentence = self.overlaps.take(outcome, name, self._asked, self._not_asked)
        self.tabs.setCurrentWidget(self.overlaps)
        self.status.say(level, sentence)

    def _refill(self) -> None:
        self.references.refill(self.boundaries.currentLayer())
