"""Territory dock: a community's boundary in the order of the work, from the field file to the agreed version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QAction, QComboBox, QCompleter, QFormLayout, QHBoxLayout, QTabBar, QToolButton, QWidget

from ..errors import RainforestAlertError
from ..host.messages import describe
from ..host.settings import recall, remember
from ..host.tasks import Outcome
from ..host.territory import Book, CommunityPage, read_book, read_community
from ..i18n import translate
from .agree_page import AgreePage
from .boundary_form import BoundaryForm
from .compare_page import ComparePage
from .dock import JobDock, NotReadyError
from .draw_page import DrawPage
from .get_in_page import GetInPage
from .identity_dialog import IdentityDialog
from .moved_lines import MovedLinesWatch
from .record_page import RecordPage
from .table_page import TablePage
from .workspace_box import WorkspaceBox

GET_IN, DRAW, COMPARE, AGREE, RECORD, TABLE = "get_in", "draw", "compare", "agree", "record", "table"
# The workspace that the morning page works with is the one that all of the plugin proposes.
_REMEMBERED_BY = "alerts"
_TAB_LETTERS = 0.9
_LONGEST_NAME = 12
PAGES = (GET_IN, DRAW, COMPARE, AGREE, RECORD, TABLE)


class TerritoryDock(JobDock):
    """Get in, draw, compare, agree, record; and the technical table of any boundary."""

    def __init__(self, iface: Any) -> None:
        super().__init__(
            iface,
            "territory",
            translate("RainforestAlert", "Territory"),
            translate("RainforestAlert", "From the field file to the agreed boundary."),
            "territory.svg",
            translate("RainforestAlert", "&Compute table"),
        )
        self.book = Book()
        self.known: CommunityPage | None = None
        self._is_read = False
        self._asked_who: set[str] = set()
        self._has_results = False
        self._build_head()
        self.boundary = BoundaryForm(self)
        self._table_rows = range(2, self.form.rowCount())
        self.get_in = GetInPage(self)
        self.draw = DrawPage(self)
        self.compare = ComparePage(self)
        self.agree = AgreePage(self)
        self.record = RecordPage(self)
        self.computed = TablePage(self)
        self.moved_lines = MovedLinesWatch(self)
        self.pages = dict(zip(PAGES, (self.get_in, self.draw, self.compare, self.agree, self.record, self.computed)))
        place = self.column.indexOf(self.results)
        for number, name in enumerate(PAGES[:-1]):
            self.column.insertWidget(place + number, self.pages[name], 1)
        self.complete()
        self.page_bar.currentChanged.connect(self._turn)
        self.show_page(recall(self.name, "page", GET_IN))
        # The window has to stand before it can show anything.
        QTimer.singleShot(0, self.draw.recovery.offer)

    @property
    def table(self) -> Any:
        """Rows of the technical table."""
        return self.computed.table

    @property
    def page(self) -> str:
        """Name of the page that is shown."""
        return PAGES[self.page_bar.currentIndex()]

    @property
    def community_id(self) -> str:
        """Identity of the chosen community; empty when there is none."""
        return str(self.community.currentData() or "")

    @property
    def community_name(self) -> str:
        """Its name."""
        return dict(self.book.communities).get(self.community_id, "")

    def show_page(self, page: str) -> None:
        """Turn to a page."""
        self.page_bar.setCurrentIndex(PAGES.index(page) if page in PAGES else 0)
        self._turn()

    def start_job(self) -> None:
        self.pages[self.page].start()

    def propose_choices(self) -> None:
        self.boundary.propose()
        self.draw.follower.propose_lines()

    def close_down(self) -> None:
        self.moved_lines.close_down()
        self.boundary.let_go()
        self.draw.close_down()
        self.compare.close_down()
        self.agree.conflicts.close_down()
        self.get_in.close_down()
        super().close_down()

    def show_results(self) -> None:
        if self.page == TABLE:
            self._has_results = True
            super().show_results()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.workspace.look_again()
        if not self._is_read and self.location:
            self.refresh()

    @property
    def location(self) -> str:
        """The workspace, as the algorithms take it."""
        return self.workspace.location()

    def location_or_ask(self) -> str:
        """The workspace.

        Raises
        ------
        NotReadyError
            When none is chosen.
        """
        if not self.location:
            raise NotReadyError(
                translate("RainforestAlert", "Choose the workspace of the federation, or make a new one."),
                self.workspace,
            )
        return self.location

    def community_or_ask(self) -> str:
        """Identity of the community.

        Raises
        ------
        NotReadyError
            When none is chosen.
        """
        self.location_or_ask()
        if not self.community_id:
            raise NotReadyError(
                translate(
                    "RainforestAlert",
                    "Choose the community. If the workspace has none yet, bring them in on the first page.",
                ),
                self.community,
            )
        return self.community_id

    def refresh(self) -> None:
        """Read the workspace anew: after a choice, and after every run that wrote to it."""
        self._is_read = True
        chosen = self.community_id or recall(self.name, "community", "")
        try:
            self.book = read_book(self.location, QgsProject.instance().transformContext()) if self.location else Book()
        except RainforestAlertError as error:
            self.book = Book()
            self.status.say("error", describe(error))
        self.community.blockSignals(True)
        self.community.clear()
        for identity, name in self.book.communities:
            self.community.addItem(name, identity)
        self.community.setCurrentIndex(max(0, self.community.findData(chosen)) if self.book.communities else -1)
        self.community.lineEdit().setCursorPosition(0)
        self.community.blockSignals(False)
        self._show_who()
        self._read_community()
        is_asked = self.location in self._asked_who or not self.isVisible()
        if self.book.location and self.book.person is None and not is_asked:
            self._asked_who.add(self.location)
            self.ask_who()

    def offer_workshops(self, action: QAction) -> None:
        """Give the switch of the workshop mode a place on the first page."""
        self.get_in.offer_workshops(action)

    def ask_who(self) -> None:
        """Let the person say who works."""
        if not self.book.location:
            self.status.say("warning", translate("RainforestAlert", "Choose the workspace of the federation first."))
            return
        self.who_dialog = IdentityDialog(self.location, self)
        self.who_dialog.finished.connect(lambda _: self.refresh())
        self.who_dialog.open()

    def guarded(self, act: Any) -> bool:
        """Do something in the window whose refusal the status line tells; whether it went well."""
        try:
            act()
        except NotReadyError as missing:
            self.status.say("warning", missing.sentence)
            missing.widget.setFocus()
        except RainforestAlertError as error:
            self.status.say("error", describe(error))
        else:
            return True
        return False

    def create_workspace(self, folder: str) -> None:
        """Make a workspace in a folder, named after it, and open it."""
        name = Path(folder).name or translate("RainforestAlert", "territory")

        def take(outcome: Outcome) -> None:
            self.workspace.choose(str(outcome.outputs["WORKSPACE"]))
            self.status.say(
                "success",
                translate("RainforestAlert", "The workspace “{workspace}” is ready.").format(
                    workspace=outcome.outputs["WORKSPACE"]
                ),
            )

        self.run_algorithm("rainforestalert:createworkspace", {"NAME": name, "LOCATION": folder}, take)

    def _build_head(self) -> None:
        self.page_bar = QTabBar()
        self.page_bar.setExpanding(True)
        self.page_bar.setUsesScrollButtons(False)
        self.page_bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.page_bar.setDocumentMode(True)
        # Six words beside each other, on a screen of 1366 pixels.
        letters = self.page_bar.font()
        letters.setPointSizeF(letters.pointSizeF() * _TAB_LETTERS)
        self.page_bar.setFont(letters)
        titles = (
            (
                translate("RainforestAlert", "Get in"),
                translate("RainforestAlert", "Bring field files and other laptops' work in."),
            ),
            (
                translate("RainforestAlert", "Draw"),
                translate("RainforestAlert", "Draw or change the boundary and propose it."),
            ),
            (
                translate("RainforestAlert", "Compare"),
                translate("RainforestAlert", "Set proposals and versions side by side, or one over the other."),
            ),
            (
                translate("RainforestAlert", "Agree"),
                translate("RainforestAlert", "Accept a proposal with the record of the assembly; decide conflicts."),
            ),
            (
                translate("RainforestAlert", "Recorded"),
                translate("RainforestAlert", "Every version of the boundary: show it, or bring it back as a new one."),
            ),
            (
                translate("RainforestAlert", "Table"),
                translate("RainforestAlert", "Vertices, sides, angles, area and perimeter of a boundary."),
            ),
        )
        for number, (title, tip) in enumerate(titles):
            self.page_bar.addTab(title)
            self.page_bar.setTabToolTip(number, tip)
        self.column.insertWidget(1, self.page_bar)
        self.workspace = WorkspaceBox(_REMEMBERED_BY)
        self.workspace.changed.connect(self.refresh)
        self.workspace.folder_chosen.connect(self.create_workspace)
        self.add_row(
            translate("RainforestAlert", "&Workspace"),
            self.workspace,
            translate(
                "RainforestAlert",
                "The file in which the federation keeps communities, proposals and agreed boundaries.",
            ),
        )
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.community = QComboBox()
        self.community.setEditable(True)
        self.community.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.community.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.community.setMinimumContentsLength(8)
        self.community.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.community.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.community.currentIndexChanged.connect(self._read_community)
        self.who_button = QToolButton()
        self.who_button.setToolTip(translate("RainforestAlert", "Who works on this laptop; press to change."))
        self.who_button.clicked.connect(self.ask_who)
        row.addWidget(self.community, 1)
        row.addWidget(self.who_button)
        self.add_row(
            translate("RainforestAlert", "Community"),
            line,
            translate("RainforestAlert", "Whose boundary it is. Type part of the name."),
        ).setBuddy(self.community)
        self._show_who()

    def _show_who(self) -> None:
        person = self.book.person
        name = str(person["name"] or "") if person else ""
        self.who_button.setText(name[:_LONGEST_NAME] or translate("RainforestAlert", "Who?"))

    def _read_community(self, *_: Any) -> None:
        self.known = None
        self.community.lineEdit().setCursorPosition(0)
        if self.community_id:
            remember(self.name, "community", self.community_id)
            self.guarded(self._know_community)
            self.moved_lines.look()
        for page in self.pages.values():
            page.refresh()

    def _know_community(self) -> None:
        self.known = read_community(self.location, self.community_id)

    def _turn(self, *_: Any) -> None:
        page = self.pages[self.page]
        if not self.is_running:
            # what was said belongs to the page on which it was said
            self.status.hide()
        for row in range(self.form.rowCount()):
            for role in (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole):
                widget = self.form.itemAt(row, role).widget()
                widget.setVisible((row in self._table_rows) == (self.page == TABLE))
        # Rows that are hidden keep their spacing.
        self.form.setVerticalSpacing(4 if self.page == TABLE else 2)
        for name, other in self.pages.items():
            if name != TABLE:
                other.setVisible(name == self.page)
        self.results.setVisible(self.page == TABLE and self._has_results)
        self.run_button.setText(page.run_text)
        self.run_button.setToolTip(page.run_tip)
        remember(self.name, "page", self.page)
        page.turned_to()
