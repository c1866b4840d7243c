"""Page of the Territory dock on which an assembly's record makes a proposal the agreed boundary, and laptops' conflicts are decided."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtGui import QIcon

from ..host.tasks import Outcome
from ..i18n import translate
from ..paths import resource
from ..workspace.store import Row
from .conflict_panel import ConflictPanel
from .consents_dialog import show_consents
from .dock import NotReadyError
from .table import Column, ResultTable, number
from .territory_dialogs import RecordDialog
from .territory_page import TerritoryPage, button_grid, show_icon, tool_button
from .territory_words import day_name, proposal_state_name

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock

_FEW_ROWS, _ALL_ROWS = 110, 16_777_215


class AgreePage(TerritoryPage):
    """Proposals of the community, and what waits for a decision between laptops."""

    def __init__(self, dock: TerritoryDock) -> None:
        super().__init__(
            dock,
            translate("RainforestAlert", "Accept with record…"),
            translate(
                "RainforestAlert", "Make the chosen proposal the agreed boundary, by the record of the assembly."
            ),
        )
        self.table = ResultTable(
            [
                Column(translate("RainforestAlert", "Author")),
                Column(translate("RainforestAlert", "Date")),
                Column(translate("RainforestAlert", "State")),
                Column(translate("RainforestAlert", "+ ha"), number(2), is_number=True),
                Column(translate("RainforestAlert", "− ha"), number(2), is_number=True),
                Column(translate("RainforestAlert", "Reason")),
            ]
        )
        self.table.shows_workspace(lambda: self.dock.location, "proposal")
        self.table.setMinimumHeight(110)
        self.table.setAccessibleName(translate("RainforestAlert", "Proposals of the community"))
        self.table.chosen.connect(self._tell)
        self.column.addWidget(self.table, 1)
        self.detail = self.add_note()
        self.compare_button = tool_button(
            translate("RainforestAlert", "Compare"),
            translate("RainforestAlert", "Compare the chosen proposal with the boundary in force."),
            lambda: self.dock.guarded(self.compare),
            "/mIconSelectIntersect.svg",
        )
        self.reject_button = tool_button(
            translate("RainforestAlert", "Reject"),
            translate("RainforestAlert", "The assembly rejected the proposal; it stays to be read and compared."),
            lambda: self.dock.guarded(lambda: self.close("rejected")),
            "/mActionCancelEdits.svg",
        )
        self.withdraw_button = tool_button(
            translate("RainforestAlert", "Withdraw"),
            translate("RainforestAlert", "Its author withdraws the proposal; it stays to be read and compared."),
            lambda: self.dock.guarded(lambda: self.close("withdrawn")),
            "/mActionUndo.svg",
        )
        self.consent_button = tool_button(
            translate("RainforestAlert", "Consent…"),
            translate(
                "RainforestAlert", "Write down and withdraw what a community lets leave, and see what would leave."
            ),
            lambda: show_consents(self.dock),
        )
        show_icon(self.consent_button, QIcon(str(resource("icons", "consent.svg"))))
        buttons = [self.compare_button, self.reject_button, self.withdraw_button, self.consent_button]
        self.column.addLayout(button_grid(buttons, 2))
        self.conflicts = ConflictPanel(dock)
        # What waits between laptops comes first: until it is decided nothing more can be agreed.
        self.column.insertWidget(0, self.conflicts)
        self.refresh()

    def refresh(self) -> None:
        known = self.dock.known
        rows = sorted(known.proposals if known is not None else (), key=lambda row: row["state"] != "open")
        self.table.show_in_order(
            [
                (
                    row["author"] or "–",
                    day_name(row["created_at"]),
                    proposal_state_name(str(row["state"])),
                    row["area_gained_ha"],
                    row["area_lost_ha"],
                    row["reason"] or "–",
                    row["id"],
                )
                for row in rows
            ]
        )
        self.detail.setText(
            ""
            if rows
            else translate("RainforestAlert", "There are no proposals of this community. Draw one and propose it.")
        )
        self.conflicts.refresh()
        self.table.setMaximumHeight(_FEW_ROWS if self.conflicts.found else _ALL_ROWS)

    def turned_to(self) -> None:
        self.conflicts.show_on_map()

    def start(self) -> None:
        """Ask for the record, and accept."""
        proposal = self._chosen()
        self.record_dialog = RecordDialog(
            self.dock,
            translate(
                "RainforestAlert",
                "The proposal of {author} becomes the agreed boundary of {community}. Every earlier version stays and can be brought back.",
            ).format(author=proposal["author"] or "–", community=self.dock.community_name),
        )
        identity = str(proposal["id"])
        self.record_dialog.accepted.connect(lambda: self.accept(identity, self.record_dialog.record()))
        self.record_dialog.open()

    def accept(self, proposal_id: str, record: dict[str, Any]) -> None:
        """Accept a proposal by a record."""

        def take(outcome: Outcome) -> None:
            self.dock.refresh()
            self.dock.status.say(
                "success",
                translate("RainforestAlert", "Version {number} of {community} is agreed: {area} ha.").format(
                    number=outcome.outputs["NUMBER"],
                    community=self.dock.community_name,
                    area=number(4)(outcome.outputs["AREA_HA"]),
                ),
            )

        parameters = {
            "WORKSPACE": self.dock.location,
            "PROPOSAL_ID": proposal_id,
            "RECORD": json.dumps(record, ensure_ascii=False),
        }
        self.dock.run_algorithm("rainforestalert:acceptproposal", parameters, take)

    def close(self, state: str) -> None:
        """Reject or withdraw the chosen proposal."""
        proposal = self._chosen()

        def take(_: Outcome) -> None:
            self.dock.refresh()
            self.dock.status.say(
                "success",
                translate("RainforestAlert", "The proposal of {author} is {state} now.").format(
                    author=proposal["author"] or "–", state=proposal_state_name(state)
                ),
            )

        parameters = {"WORKSPACE": self.dock.location, "PROPOSAL_ID": str(proposal["id"]), "STATE": state}
        self.dock.run_algorithm("rainforestalert:closeproposal", parameters, take)

    def compare(self) -> None:
        """Compare the chosen proposal with the boundary in force."""
        proposal = self._chosen(is_open=False)
        known = self.dock.known
        self.dock.show_page("compare")
        self.dock.compare.choose(known.agreed_id if known is not None else "", str(proposal["id"]))
        self.dock.compare.start()

    def _chosen(self, is_open: bool = True) -> Row:
        self.dock.community_or_ask()
        index = self.table.currentIndex()
        known = self.dock.known
        proposals = known.proposals if known is not None else ()
        wanted = [row for row in proposals if row["state"] == "open"] if is_open else list(proposals)
        if index.isValid():
            identity = self.table.row(index.row())[-1]
            found = [row for row in wanted if row["id"] == identity]
            if found:
                return found[0]
        elif len(wanted) == 1:
            return wanted[0]
        raise NotReadyError(
            translate("RainforestAlert", "Choose an open proposal in the list.")
            if is_open
            else translate("RainforestAlert", "Choose a proposal in the list."),
            self.table,
        )

    def _tell(self, row: Any) -> None:
        known = self.dock.known
        proposal = next((one for one in (known.proposals if known is not None else ()) if one["id"] == row[-1]), None)
        if proposal is not None:
            self.detail.setText(
                translate("RainforestAlert", "{reason} (source: {source})").format(
                    reason=proposal["reason"] or "–", source=proposal["source"] or "–"
                )
            )
