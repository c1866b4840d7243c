"""Sides of the draft: in a table, on the map, and who lives beyond each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..i18n import translate
from ..territory.draft import DraftSide, sides
from ..territory.draft_edits import describe_side, nearest_side
from .draft_marks import DraftMarks
from .open_drafts import OpenDrafts
from .table import Column, ResultTable, number
from .territory_dialogs import SideDialog
from .territory_words import side_kind_name

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock


class DraftSides(ResultTable):
    """The sides in the order of the boundary; the chosen one is thick on the map."""

    def __init__(self, dock: TerritoryDock, drafts: OpenDrafts) -> None:
        super().__init__(
            [
                Column(translate("RainforestAlert", "Side")),
                Column(translate("RainforestAlert", "Kind")),
                Column(translate("RainforestAlert", "Neighbour")),
                Column(translate("RainforestAlert", "Record")),
                Column(translate("RainforestAlert", "Length (m)"), number(1), is_number=True),
            ]
        )
        self.dock = dock
        self.drafts = drafts
        self.sides: list[DraftSide] = []
        self._marks: DraftMarks | None = None
        self.setMinimumHeight(95)
        self.setAccessibleName(translate("RainforestAlert", "Sides of the draft"))
        self.chosen.connect(lambda _: self._show_marks())
        self.activated.connect(lambda _: self.ask())
        self.setToolTip(translate("RainforestAlert", "Press Enter on a side to say who lives beyond it."))

    def show_draft(self) -> None:
        """Show the sides of the draft as it stands."""
        self.sides = sides(self.drafts.draft)
        self.show_in_order(
            [
                (
                    f"{side.start.vertex.label} – {side.end.vertex.label}",
                    side_kind_name(side.facts.kind),
                    side.facts.neighbour,
                    side.facts.record_act,
                    side.length_m,
                    index,
                )
                for index, side in enumerate(self.sides)
            ]
        )
        self._show_marks()

    def chosen_side(self) -> DraftSide | None:
        """The side of the row that is chosen."""
        index = self.currentIndex()
        if not index.isValid() or not self.selectionModel().hasSelection():
            return None
        return self.sides[self.row(index.row())[-1]]

    def pick(self, x: float, y: float) -> None:
        """Choose the side under the hand and ask what it is."""
        if not self.drafts.draft:
            return
        side, _ = nearest_side(self.drafts.draft, (x, y))
        index = next(i for i, one in enumerate(self.sides) if one.start == side.start and one.end == side.end)
        self.selectRow(index)
        self.ask()

    def choose(self, name: str) -> None:
        """Choose a side of the draft by its two corners; of an agreed version there is none to choose."""
        for index, side in enumerate(self.sides):
            if f"{side.start.vertex.label}\u2013{side.end.vertex.label}" == name:
                self.selectRow(index)

    def ask(self) -> None:
        """Ask who lives beyond the chosen side."""
        side = self.chosen_side()
        if side is None:
            self.dock.status.say("warning", translate("RainforestAlert", "Choose a side in the list, or on the map."))
            return
        others = [one for one in self.dock.book.communities if one[0] != self.dock.community_id]
        words = f"{side.start.vertex.label} – {side.end.vertex.label}"
        self.side_dialog = SideDialog(self.dock, words, side.facts, others)
        self.side_dialog.accepted.connect(
            lambda: self.drafts.change(
                translate("RainforestAlert", "Describe a side"),
                lambda draft: describe_side(draft, side, self.side_dialog.facts()),
            )
        )
        self.side_dialog.open()

    def close_down(self) -> None:
        """Take the marks off the map."""
        if self._marks is not None:
            self.dock.iface.mapCanvas().scene().removeItem(self._marks)
            self._marks = None

    def _show_marks(self) -> None:
        if self._marks is None:
            if self.drafts.zone is None:
                return
            self._marks = DraftMarks(self.dock.iface.mapCanvas())
        side = self.chosen_side() if self.sides else None
        chosen = self.sides.index(side) if side is not None else -1
        self._marks.show_draft(self.drafts.draft, self.drafts.crs, chosen)
