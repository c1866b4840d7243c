"""Where the title's boundary comes from: a layer of the project, or the agreed boundary of a workspace."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QWidget

from ..cadastre.profile import load_profile
from ..errors import RainforestAlertError
from ..host.messages import describe
from ..host.settings import recall, remember
from ..host.tasks import Outcome
from ..host.title_file import TitleFile, communities_of, read_title_file
from ..i18n import translate
from .boundary_form import DEFAULT_PROFILE, BoundaryForm
from .dock import JobDock, NotReadyError
from .workspace_box import WorkspaceBox

LAYER, WORKSPACE = "layer", "workspace"


class TitleSource(QObject):
    """Rows of the dock's form that say which boundary, and the parameters they stand for."""

    changed = pyqtSignal()

    def __init__(self, dock: JobDock) -> None:
        super().__init__(dock)
        self.dock = dock
        self.file: TitleFile | None = None
        self.origin = QComboBox()
        self.origin.addItem(translate("RainforestAlert", "a layer of the project"), LAYER)
        self.origin.addItem(translate("RainforestAlert", "the agreed boundary of a workspace"), WORKSPACE)
        dock.add_row(
            translate("RainforestAlert", "Boundary from"),
            self.origin,
            translate(
                "RainforestAlert",
                "The agreed boundary keeps its surveyed coordinates and labels, and the package is recorded in the workspace.",
            ),
        )
        self.workspace = WorkspaceBox(dock.name)
        dock.add_row(
            translate("RainforestAlert", "Workspace"),
            self.workspace,
            translate("RainforestAlert", "Workspace of the federation, with its communities and agreed boundaries."),
        )
        self.community = QComboBox()
        self.community.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.community.setMinimumContentsLength(8)
        dock.add_row(
            translate("RainforestAlert", "Community"),
            self.community,
            translate("RainforestAlert", "Community whose agreed boundary is taken."),
        )
        self.version = QComboBox()
        self.version.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.version.setMinimumContentsLength(8)
        dock.add_row(
            translate("RainforestAlert", "Version"),
            self.version,
            translate(
                "RainforestAlert",
                "Version of the agreed boundary. Any other than the newest can be looked at, and written as a draft.",
            ),
        )
        self.version_note = QLabel()
        self.version_note.setWordWrap(True)
        dock.form.addRow(self.version_note)
        self.boundary = BoundaryForm(dock, with_records=True)
        self.origin.setCurrentIndex(max(0, self.origin.findData(recall(dock.name, "origin", LAYER))))
        self.origin.currentIndexChanged.connect(lambda _: self._switch())
        self.workspace.changed.connect(self.read)
        self.workspace.folder_chosen.connect(self._make)
        self.community.currentIndexChanged.connect(lambda _: self._read_community())
        self.version.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.boundary.feature.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._show_rows()

    @property
    def is_workspace(self) -> bool:
        """Whether the agreed boundary of a workspace is taken."""
        return bool(self.origin.currentData() == WORKSPACE)

    @property
    def location(self) -> str:
        """The workspace; empty when a layer is taken or none is chosen."""
        return self.workspace.location() if self.is_workspace else ""

    def label(self) -> str:
        """Name of the community that is chosen."""
        return str(self.community.currentText()) if self.is_workspace else str(self.boundary.feature.label())

    def community_id(self) -> str:
        """Identity of the community in the workspace; empty without one."""
        return str(self.community.currentData() or "") if self.is_workspace else ""

    def earlier_version(self) -> int | None:
        """Number of the version that is chosen, when it is not the one in force."""
        chosen = self.version.currentData() if self.is_workspace and self.file is not None else ""
        if not chosen or self.file is None:
            return None
        return next(int(row["number"]) for row in self.file.versions if row["id"] == chosen)

    def parameters(self) -> dict[str, Any]:
        """Parameters of an algorithm about one boundary; remembers the choices.

        Raises
        ------
        NotReadyError
            When no boundary is chosen.
        """
        remember(self.dock.name, "origin", self.origin.currentData())
        if not self.is_workspace:
            return self.boundary.parameters()
        if not self.location:
            raise NotReadyError(translate("RainforestAlert", "Choose the workspace."), self.workspace.combo)
        if not self.community_id():
            raise NotReadyError(
                translate("RainforestAlert", "Choose the community in the list of the workspace."), self.community
            )
        remember(self.dock.name, "community", self.community_id())
        parameters: dict[str, Any] = {
            "WORKSPACE": self.location,
            "COMMUNITY": self.community_id(),
            "PROFILE": DEFAULT_PROFILE,
        }
        if self.version.currentData():
            parameters["VERSION"] = self.version.currentData()
        parameters.update(self.boundary.neighbour_parameters())
        return parameters

    def read(self) -> None:
        """Read the communities of the workspace anew."""
        chosen = self.community_id() or recall(self.dock.name, "community", "")
        self.community.blockSignals(True)
        self.community.clear()
        if self.location:
            try:
                for identity, name in communities_of(self.location):
                    self.community.addItem(name, identity)
            except RainforestAlertError as error:
                self.dock.status.say("error", describe(error))
        self.community.setCurrentIndex(max(0, self.community.findData(chosen)) if self.community.count() else -1)
        self.community.blockSignals(False)
        self._read_community()

    def let_go(self) -> None:
        """Stop following layers."""
        self.boundary.let_go()

    def _switch(self) -> None:
        self._show_rows()
        if self.is_workspace:
            self.read()
        else:
            self.file = None
            self.changed.emit()

    def _show_rows(self) -> None:
        in_workspace: list[QWidget] = [self.workspace, self.community, self.version, self.version_note]
        in_layer: list[QWidget] = [
            self.boundary.boundaries,
            self.boundary.id_field,
            self.boundary.feature,
            self.boundary.rivers_row,
            self.boundary.zone,
        ]
        for widgets, is_shown in ((in_workspace, self.is_workspace), (in_layer, not self.is_workspace)):
            for widget in widgets:
                widget.setVisible(is_shown and (widget is not self.version_note or bool(self.version_note.text())))
                label = self.dock.form.labelForField(widget)
                if label is not None:
                    label.setVisible(is_shown)

    def _make(self, folder: str) -> None:
        """Make a workspace in a folder, named after it, and open it."""
        name = folder.rstrip("/\\").replace("\\", "/").rsplit("/", 1)[-1] or "titulos"

        def take(outcome: Outcome) -> None:
            self.workspace.choose(str(outcome.outputs["WORKSPACE"]))
            said = translate("RainforestAlert", "The workspace “{workspace}” is ready.").format(workspace=name)
            self.dock.status.say("success", said)

        self.dock.run_algorithm("rainforestalert:createworkspace", {"NAME": name, "LOCATION": folder}, take)

    def _read_community(self) -> None:
        self.file = None
        if self.location and self.community_id():
            try:
                self.file = read_title_file(self.location, self.community_id(), load_profile(DEFAULT_PROFILE))
            except RainforestAlertError as error:
                self.dock.status.say("error", describe(error))
        self._list_versions()
        self.changed.emit()

    def _list_versions(self) -> None:
        """List the versions, the newest first; an earlier one that is chosen stays chosen when the list is read anew."""
        chosen = self.version.currentData()
        self.version.blockSignals(True)
        self.version.clear()
        newest = str(self.file.version["id"]) if self.file is not None and self.file.version is not None else ""
        for row in self.file.versions if self.file is not None else ():
            day = str(row.get("record_on") or row.get("created_at") or "")[:10]
            text = translate("RainforestAlert", "Version {number} of {day}").format(number=row["number"], day=day)
            if row["id"] == newest:
                text = translate("RainforestAlert", "{version} (newest)").format(version=text)
            # the newest has no id, so that its successor is taken once there is one
            self.version.addItem(text, "" if row["id"] == newest else str(row["id"]))
        found = self.version.findData(chosen) if chosen else -1
        self.version.setCurrentIndex(found if found >= 0 else self.version.findData(""))
        self.version.setEnabled(self.version.count() > 0)
        self.version.blockSignals(False)
        note = self._version_note()
        self.version_note.setText(note)
        self.version_note.setVisible(bool(note) and self.is_workspace)

    def _version_note(self) -> str:
        if self.file is None:
            return ""
        if self.file.is_forked:
            return translate("RainforestAlert", "Two versions of the boundary wait for a decision.")
        return translate("RainforestAlert", "No agreed boundary yet.") if self.file.version is None else ""
