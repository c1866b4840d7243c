"""Page of the Territory dock with every version of a community's boundary: show it, compare it, bring it back as a new one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..host.acts import act_counts, attach_act
from ..host.project import add_result
from ..host.tasks import Outcome
from ..host.territory import VERSION, boundaries_layer
from ..i18n import translate
from ..workspace.store import Row
from .act_file import ask_act, kept_acts
from .compare_page import outline
from .dock import NotReadyError
from .export_dialog import ExportDialog
from .map_view import zoom_to_layer
from .table import Column, ResultTable, number
from .territory_dialogs import ProposeDialog
from .territory_page import TerritoryPage, button_grid, tool_button
from .territory_words import day_name, version_name

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock


class RecordPage(TerritoryPage):
    """Who agreed on what, when and by which act; nothing of it is ever overwritten."""

    def __init__(self, dock: TerritoryDock) -> None:
        super().__init__(
            dock,
            translate("RainforestAlert", "Bring back…"),
            translate(
                "RainforestAlert",
                "Propose the chosen version anew. Accepted with a record, it becomes one more version, and nothing between is lost.",
            ),
        )
        self.note = self.add_note()
        self.table = ResultTable(
            [
                Column(translate("RainforestAlert", "Version"), is_number=True),
                Column(translate("RainforestAlert", "Record")),
                Column(translate("RainforestAlert", "Date")),
                Column("ha", number(4), is_number=True),
                Column(translate("RainforestAlert", "Author")),
                Column(translate("RainforestAlert", "Reason")),
                Column(translate("RainforestAlert", "Signed by")),
            ]
        )
        self.table.shows_workspace(lambda: self.dock.location, "boundary_version")
        self.table.setAccessibleName(translate("RainforestAlert", "Versions of the boundary"))
        self.table.chosen.connect(self._tell)
        self.column.addWidget(self.table, 1)
        self.detail = self.add_note()
        self.show_button = tool_button(
            translate("RainforestAlert", "Show on the map"),
            translate("RainforestAlert", "Put the chosen version on the map."),
            lambda: self.dock.guarded(self.show_on_map),
            "/mActionZoomToLayer.svg",
        )
        self.compare_button = tool_button(
            translate("RainforestAlert", "Compare"),
            translate("RainforestAlert", "Compare the chosen version with the one in force."),
            lambda: self.dock.guarded(self.compare),
            "/mIconSelectIntersect.svg",
        )
        self.file_button = tool_button(
            translate("RainforestAlert", "Make a file for…"),
            translate(
                "RainforestAlert",
                "A file of the workspace that others can merge, with what their audience may have and nothing else.",
            ),
            lambda: self.dock.guarded(self.ask_file),
            "/mActionSharingExport.svg",
        )
        self.log_button = tool_button(
            translate("RainforestAlert", "Check the log"),
            translate(
                "RainforestAlert",
                "Say of each laptop's log of changes whether it is intact, or at which row it was broken.",
            ),
            lambda: self.dock.guarded(self.check_log),
            "/mIconSuccess.svg",
        )
        self.act_button = tool_button(
            translate("RainforestAlert", "Attach the act…"),
            translate(
                "RainforestAlert",
                "Keep the scan or a photo of the assembly's act with the chosen version. Nobody beyond the community receives it.",
            ),
            lambda: self.dock.guarded(self.ask_act),
            "/mActionAddHtml.svg",
        )
        buttons = [self.show_button, self.compare_button, self.file_button, self.log_button, self.act_button]
        self.column.addLayout(button_grid(buttons, 2))
        self.refresh()

    def refresh(self) -> None:
        known = self.dock.known
        versions = known.versions if known is not None else ()
        self.table.show_rows(
            [
                (
                    row["number"],
                    row["record_act"] or "–",
                    day_name(row["record_on"]) or "–",
                    row["area_ha"],
                    row["author"] or "–",
                    row["reason"] or "–",
                    row["signed_by"] or "–",
                    row["id"],
                )
                for row in versions
            ],
            sort_column=0,
            descending=True,
        )
        self.detail.clear()
        if not versions:
            self.note.setText(translate("RainforestAlert", "No boundary of this community was agreed yet."))
        elif known is not None and known.agreed_id:
            agreed = next(row for row in versions if row["id"] == known.agreed_id)
            self.note.setText(translate("RainforestAlert", "In force: {version}.").format(version=version_name(agreed)))
        else:
            self.note.setText(
                translate(
                    "RainforestAlert",
                    "Two versions stand side by side: they were agreed on different laptops. Decide on the page “Agree”.",
                )
            )

    def start(self) -> None:
        """Ask why, and propose the chosen version anew."""
        version = self._chosen()
        known = self.dock.known
        person = self.dock.book.person
        self.propose_dialog = ProposeDialog(
            self.dock,
            self.dock.community_name,
            str(person["name"] or "") if person else "",
            known.workshops if known is not None else (),
        )
        identity = str(version["id"])
        self.propose_dialog.accepted.connect(lambda: self.bring_back(identity, self.propose_dialog.parameters()))
        self.propose_dialog.open()

    def bring_back(self, version_id: str, said: dict[str, str]) -> None:
        """Propose a version anew."""

        def take(outcome: Outcome) -> None:
            self.dock.refresh()
            self.dock.show_page("agree")
            self.dock.status.say(
                "success",
                translate("RainforestAlert", "{summary} Accept it here with the record of the assembly.").format(
                    summary=outcome.outputs["SUMMARY"]
                ),
            )

        parameters = {
            "WORKSPACE": self.dock.location,
            "COMMUNITY": self.dock.community_id,
            "VERSION": version_id,
            **said,
        }
        self.dock.run_algorithm("rainforestalert:proposeboundary", parameters, take)

    def show_on_map(self) -> None:
        """Put the chosen version on the map."""
        version = self._chosen()
        name = version_name(version)
        layer = boundaries_layer(self.dock.location, [(VERSION, str(version["id"]), name)], "map")
        outline(layer, {name: "#1565c0"})
        add_result(layer, f"{self.dock.community_name}: {name}")
        zoom_to_layer(self.dock.iface, layer)

    def compare(self) -> None:
        """Compare the chosen version with the one in force."""
        version = self._chosen()
        known = self.dock.known
        self.dock.show_page("compare")
        self.dock.compare.choose(str(version["id"]), known.agreed_id if known is not None else "")
        self.dock.compare.start()

    def check_log(self) -> None:
        """Say whether the log of changes is intact, and how many releases have no end in it."""

        def take(outcome: Outcome) -> None:
            outputs = outcome.outputs
            level = "error" if not outputs["INTACT"] else "warning" if outputs["UNENDED_COUNT"] else "success"
            self.dock.status.say(level, str(outputs["SUMMARY"]))

        self.dock.run_algorithm("rainforestalert:verifyaudit", {"WORKSPACE": self.dock.location_or_ask()}, take)

    def ask_act(self) -> None:
        """Ask for the scan of the act of the chosen version, and keep it."""
        version = self._chosen()
        path = ask_act(self.dock)
        if path:
            self.attach_act(version, path)

    def attach_act(self, version: Row, path: str) -> None:
        """Keep the scan of the act of a version."""
        attach_act(self.dock.location, "boundary_version", str(version["id"]), path)
        self._tell(self.table.row(self.table.currentIndex().row()))
        self.dock.status.say(
            "success",
            translate("RainforestAlert", "Kept with {version}: {file}").format(
                version=version_name(version), file=Path(path).name
            ),
        )

    def ask_file(self) -> None:
        """Ask for whom a file of the workspace shall be made, and where."""
        self.dock.location_or_ask()
        self.file_dialog = ExportDialog(self.dock)
        self.file_dialog.accepted.connect(lambda: self.make_file(self.file_dialog.parameters()))
        self.file_dialog.open()

    def make_file(self, chosen: dict[str, str]) -> None:
        """Make a file of the workspace for an audience."""

        def take(outcome: Outcome) -> None:
            self.dock.status.say(
                "success",
                translate("RainforestAlert", "{summary} The file: {file}").format(
                    summary=outcome.outputs["SUMMARY"], file=outcome.outputs["FILE"]
                ),
            )

        parameters = {"WORKSPACE": self.dock.location, **chosen}
        self.dock.run_algorithm("rainforestalert:exportworkspace", parameters, take)

    def _chosen(self) -> Row:
        self.dock.community_or_ask()
        index = self.table.currentIndex()
        if not index.isValid():
            raise NotReadyError(translate("RainforestAlert", "Choose a version in the list."), self.table)
        identity = self.table.row(index.row())[-1]
        known = self.dock.known
        return next(row for row in (known.versions if known is not None else ()) if row["id"] == identity)

    def _tell(self, row: Any) -> None:
        number_of_acts = act_counts(self.dock.location, "boundary_version").get(str(row[-1]), 0)
        self.detail.setText(
            translate("RainforestAlert", "{reason} ({author}). Signed by: {signed}. Act: {acts}.").format(
                reason=row[5], author=row[4], signed=row[6], acts=kept_acts(number_of_acts)
            )
        )
