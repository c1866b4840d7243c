"""Pages of the workshop mode: open, draw, say what was drawn, who came, sheets, close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Sequence

from qgis.PyQt.QtCore import QDate
from qgis.PyQt.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QLineEdit, QPushButton, QSpinBox

from ..host.words import choice_word
from ..territory.listed_words import ATTENDANCE_ROLES, SEASONS
from ..territory.places import DEFAULT_SENSITIVITY, PlaceFacts
from ..territory.words import Words
from ..territory.workshops import Attendance
from ..workspace.model import SENSITIVITIES
from ..workspace.store import Row
from ..workspace.tables.territory import PAPERS, STROKE_KINDS, USES
from .big_widgets import Page, big_button, big_combo, big_text
from .stroke_tool import AREA, LINE, POINT, STROKES
from .workspace_box import WorkspaceBox

_MOST_PEOPLE = 9999
_NEW = ""
_KIND_OF_STROKE = {POINT: "place", LINE: "path", AREA: "area"}


@dataclass(frozen=True)
class OpeningFacts:
    """What a facilitator says to open a workshop."""

    community_id: str
    held_on: str
    place: str
    purpose: str
    facilitator: str
    attendance: tuple[Attendance, ...]


class PeopleForm:
    """Fields of the people of one role who came, below each other on a page."""

    def __init__(self, page: Page, words: Words) -> None:
        self.words = words
        page.add_text(words.say("mode.who"))
        self.role = big_combo(
            [(ATTENDANCE_ROLES.word_of(words, role), role) for role in ATTENDANCE_ROLES.ids], is_editable=True
        )
        self.role.setCurrentIndex(-1)
        self.role.setAccessibleName(words.say("attendance.role"))
        self.number = QSpinBox()
        self.number.setMaximum(_MOST_PEOPLE)
        self.number.setAccessibleName(words.say("attendance.people_count"))
        row = QHBoxLayout()
        row.addWidget(self.role, 1)
        row.addWidget(self.number)
        page.column.addLayout(row)
        self.name = QLineEdit()
        page.add_field(words.say("attendance.name"), self.name)
        self.consent = QCheckBox(words.say("attendance.consented"))
        page.column.addWidget(self.consent)

    @property
    def is_filled(self) -> bool:
        """Whether somebody was typed."""
        return bool(self.role.currentText().strip() and self.number.value())

    def attendance(self) -> Attendance:
        """Who was typed."""
        role = ATTENDANCE_ROLES.id_of(self.words, self.role.currentText())
        return Attendance(role, self.number.value(), self.name.text(), self.consent.isChecked())

    def clear(self) -> None:
        """Room for the next ones."""
        self.role.setCurrentIndex(-1)
        self.role.clearEditText()
        self.number.setValue(0)
        self.name.clear()
        self.consent.setChecked(False)

    def set_enabled(self, is_enabled: bool) -> None:
        """Let people type, or not."""
        for widget in (self.role, self.number, self.name, self.consent):
            widget.setEnabled(is_enabled)

    def lines(self, people: Sequence[Attendance]) -> str:
        """People who came in words, a line for each role."""
        say = self.words.say
        lines = []
        for one in people:
            facts = {"count": one.people_count, "role": ATTENDANCE_ROLES.word_of(self.words, one.role)}
            name = one.name.strip()
            lines.append(say("mode.came_named", **facts, name=name) if name else say("mode.came", **facts))
        return "\n".join(lines) or self.words.say("mode.nobody_yet")


class OpenPage(Page):
    """Which workspace, and which workshop: one that is open still, or a new one."""

    def __init__(self, words: Words, begin: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.words = words
        self.people: list[Attendance] = []
        self.add_title(words.say("mode.title"))
        self.box = WorkspaceBox("alerts")
        self.box.new_button.hide()
        self.add_field(words.say("mode.workspace"), self.box)
        self.workshop = big_combo()
        self.workshop.currentIndexChanged.connect(self._ask_for_new)
        self.add_field(words.say("mode.continue"), self.workshop)
        self.community = big_combo()
        self.date = QDateEdit(QDate.currentDate())
        self.date.setMaximumDate(QDate.currentDate())
        self.date.setDisplayFormat("dd/MM/yyyy")
        self.date.setCalendarPopup(True)
        self.place = QLineEdit()
        self.purpose = QLineEdit()
        self.facilitator = QLineEdit()
        self._new_fields = [
            self.add_field(words.say(f"workshop.{name}"), widget)
            for name, widget in (
                ("community_id", self.community),
                ("held_on", self.date),
                ("place", self.place),
                ("purpose", self.purpose),
                ("facilitator", self.facilitator),
            )
        ]
        self._add_attendance()
        self.open_button = big_button(words.say("mode.open"), begin, is_primary=True)
        self.add_buttons([self.open_button, big_button(words.say("mode.leave"), leave)], at_foot=True)
        self.column.addStretch(1)

    def show_workspace(self, communities: Sequence[Row], workshops: Sequence[Row]) -> None:
        """List the communities of a workspace and its workshops that are open still."""
        self.workshop.clear()
        for row in workshops:
            day = QDate.fromString(row["held_on"], "yyyy-MM-dd").toString("dd/MM/yyyy")
            self.workshop.addItem(f"{row['place'] or '–'}, {day}", row["id"])
        self.workshop.addItem(self.words.say("mode.new"), _NEW)
        self.community.clear()
        for row in communities:
            self.community.addItem(row["name"], row["id"])
        self._ask_for_new()

    def chosen_workshop(self) -> str:
        """Identity of the open workshop that goes on; empty for a new one."""
        return str(self.workshop.currentData() or "")

    def facts(self) -> OpeningFacts:
        """What was said about a new workshop; people typed and not added yet are added."""
        if self.people_form.is_filled:
            self.add_people()
        return OpeningFacts(
            community_id=str(self.community.currentData() or ""),
            held_on=self.date.date().toString("yyyy-MM-dd"),
            place=self.place.text(),
            purpose=self.purpose.text(),
            facilitator=self.facilitator.text(),
            attendance=tuple(self.people),
        )

    def add_people(self) -> None:
        """Note the people of one role."""
        self.people.append(self.people_form.attendance())
        self.people_form.clear()
        self._list_people()

    def forget_people(self) -> None:
        """Take back the people added last."""
        if self.people:
            self.people.pop()
        self._list_people()

    def _add_attendance(self) -> None:
        words = self.words
        self.people_form = PeopleForm(self, words)
        self.add_button = big_button(words.say("mode.add"), self.add_people)
        self.forget_button = big_button(words.say("mode.undo"), self.forget_people)
        self.add_buttons([self.add_button, self.forget_button])
        self.came = self.add_text()
        self._list_people()

    def _list_people(self) -> None:
        self.came.setText(self.people_form.lines(self.people))
        self.forget_button.setEnabled(bool(self.people))

    def _ask_for_new(self, *_: Any) -> None:
        is_new = not self.chosen_workshop()
        for widget in (*self._new_fields, self.add_button, self.came):
            widget.setEnabled(is_new)
        self.people_form.set_enabled(is_new)
        self.forget_button.setEnabled(is_new and bool(self.people))


class DrawPage(Page):
    """The few large controls under the map."""

    def __init__(
        self,
        words: Words,
        choose: Callable[[str], None],
        undo: Callable[[], None],
        redo: Callable[[], None],
        finish: Callable[[], None],
        zoom: Callable[[float], None],
        go: Callable[[str], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self.words = words
        self.title = self.add_title()
        self.hint = self.add_text()
        self.strokes: dict[str, QPushButton] = {
            stroke: big_button(words.say(f"mode.{stroke}"), lambda stroke=stroke: choose(stroke), is_switch=True)
            for stroke in STROKES
        }
        self.move_button = big_button(words.say("mode.move"), lambda: choose(""), is_switch=True)
        self.undo_button = big_button(words.say("mode.undo"), undo)
        self.redo_button = big_button(words.say("mode.redo"), redo)
        self.finish_button = big_button(words.say("mode.finish"), finish, is_primary=True)
        self.add_buttons(
            [
                *self.strokes.values(),
                self.move_button,
                self.undo_button,
                self.redo_button,
                big_button(words.say("mode.closer"), lambda: zoom(0.5)),
                big_button(words.say("mode.farther"), lambda: zoom(2.0)),
            ]
        )
        self.add_buttons([self.finish_button], columns=1)
        self.count = self.add_text()
        self.column.addStretch(1)
        self.people_button = big_button(words.say("mode.attendance"), lambda: go("people"))
        self.add_buttons(
            [
                self.people_button,
                big_button(words.say("mode.sheet"), lambda: go("sheet")),
                big_button(words.say("mode.bring"), lambda: go("bring")),
                big_button(words.say("mode.close"), lambda: go("close")),
                big_button(words.say("mode.leave"), leave),
            ],
            at_foot=True,
        )

    def show_tool(self, stroke: str) -> None:
        """Mark the tool in use and say how to use it; empty for moving the map."""
        for name, button in self.strokes.items():
            button.setChecked(name == stroke)
        self.move_button.setChecked(not stroke)
        hints = {POINT: "mode.point_hint", LINE: "mode.draw_hint", AREA: "mode.draw_hint"}
        self.hint.setText(self.words.say(hints[stroke]) if stroke else "")

    def show_state(self, count: int, can_undo: bool, can_redo: bool, can_finish: bool) -> None:
        """Say how much was drawn, and switch off what cannot be done now."""
        self.count.setText(self.words.say("mode.strokes", count=count))
        self.undo_button.setEnabled(can_undo)
        self.redo_button.setEnabled(can_redo)
        self.finish_button.setEnabled(can_finish)


class DescribePage(Page):
    """What was drawn, in the words of those who drew it; it is kept already, so that it may wait."""

    def __init__(
        self, words: Words, save: Callable[[], None], later: Callable[[], None], attach: Callable[[str], None]
    ) -> None:
        super().__init__()
        self.words = words
        self.add_title(words.say("mode.describe"))
        self.kind = big_combo([(choice_word(words, "kind", kind), kind) for kind in STROKE_KINDS])
        self.name = QLineEdit()
        self.name_es = QLineEdit()
        self.use = big_combo([("", ""), *((choice_word(words, "use", use), use) for use in USES)])
        self.season = big_combo(
            [("", ""), *((SEASONS.word_of(words, season), season) for season in SEASONS.ids)], is_editable=True
        )
        self.sensitivity = big_combo([(choice_word(words, "sensitivity", level), level) for level in SENSITIVITIES])
        self.notes = big_text(2)
        for name in ("kind", "name", "name_es", "use", "season", "sensitivity", "notes"):
            self.add_field(words.say(f"place.{name}"), getattr(self, name))
        self.add_buttons(
            [
                big_button(words.say("mode.photo"), lambda: attach("photo")),
                big_button(words.say("mode.sound"), lambda: attach("sound")),
            ]
        )
        self.save_button = big_button(words.say("mode.save"), save, is_primary=True)
        self.add_buttons([self.save_button, big_button(words.say("mode.later"), later)], at_foot=True)
        self.column.addStretch(1)

    def begin(self, stroke: str) -> None:
        """Empty the form for a stroke that was just drawn; who may see it is asked anew each time."""
        self.kind.setCurrentIndex(self.kind.findData(_KIND_OF_STROKE[stroke]))
        self.name.clear()
        self.name_es.clear()
        self.use.setCurrentIndex(0)
        self.season.setCurrentIndex(0)
        self.sensitivity.setCurrentIndex(self.sensitivity.findData(DEFAULT_SENSITIVITY))
        self.notes.clear()
        self.scroller.verticalScrollBar().setValue(0)
        self.name.setFocus()

    def facts(self) -> PlaceFacts:
        """What was said."""
        return PlaceFacts(
            name=self.name.text(),
            name_es=self.name_es.text(),
            kind=str(self.kind.currentData()),
            use=str(self.use.currentData() or ""),
            season=SEASONS.id_of(self.words, self.season.currentText()),
            notes=self.notes.toPlainText(),
            sensitivity=str(self.sensitivity.currentData()),
        )


def first_facts(stroke: str) -> PlaceFacts:
    """What is known of a stroke before anybody said anything."""
    return PlaceFacts(kind=_KIND_OF_STROKE[stroke])


class PeoplePage(Page):
    """Who came to the workshop so far, and people who come later: each is kept as soon as it is added."""

    def __init__(self, words: Words, add: Callable[[Attendance], bool], back: Callable[[], None]) -> None:
        super().__init__()
        self._keep = add
        self._back = back
        self.add_title(words.say("mode.attendance"))
        self.came = self.add_text()
        self.people_form = PeopleForm(self, words)
        self.add_button = big_button(words.say("mode.add"), self.add_people, is_primary=True)
        self.back_button = big_button(words.say("mode.back"), self.go_back)
        self.add_buttons([self.add_button, self.back_button], at_foot=True)
        self.column.addStretch(1)

    def begin(self, people: Sequence[Attendance]) -> None:
        """Show who came so far."""
        self.people_form.clear()
        self.show_people(people)

    def show_people(self, people: Sequence[Attendance]) -> None:
        """List who came."""
        self.came.setText(self.people_form.lines(people))

    def add_people(self) -> bool:
        """Keep the people typed; what is refused stays in the fields. Whether they were kept."""
        is_kept = self._keep(self.people_form.attendance())
        if is_kept:
            self.people_form.clear()
        return is_kept

    def go_back(self) -> None:
        """Back to the map; people typed and not added yet are added."""
        if not self.people_form.is_filled or self.add_people():
            self._back()


class SheetPage(Page):
    """Print a sheet of what the map shows."""

    def __init__(self, words: Words, print_sheet: Callable[[], None], back: Callable[[], None]) -> None:
        super().__init__()
        self.add_title(words.say("mode.sheet"))
        self.add_text(words.say("mode.sheet_hint"))
        self.paper = big_combo([(choice_word(words, "paper", paper), paper) for paper in PAPERS])
        self.paper.setCurrentIndex(self.paper.findData("A3"))
        self.add_field(words.say("mode.paper"), self.paper)
        self.landscape = QCheckBox(words.say("mode.landscape"))
        self.landscape.setChecked(True)
        self.column.addWidget(self.landscape)
        self.print_button = big_button(words.say("mode.print"), print_sheet, is_primary=True)
        self.add_buttons([self.print_button, big_button(words.say("mode.back"), back)], columns=1, at_foot=True)
        self.column.addStretch(1)


class BringPage(Page):
    """Bring a drawn sheet back."""

    def __init__(self, words: Words, choose: Callable[[], None], back: Callable[[], None]) -> None:
        super().__init__()
        self.add_title(words.say("mode.bring"))
        self.add_text(words.say("mode.bring_hint"))
        self.choose_button = big_button(words.say("mode.choose_photo"), choose, is_primary=True)
        self.add_buttons([self.choose_button, big_button(words.say("mode.back"), back)], columns=1, at_foot=True)
        self.column.addStretch(1)


class ClosePage(Page):
    """What was decided and what is left open."""

    def __init__(self, words: Words, close: Callable[[], None], back: Callable[[], None]) -> None:
        super().__init__()
        self.add_title(words.say("mode.close"))
        self.decided = big_text(5)
        self.add_field(words.say("workshop.decided"), self.decided)
        self.left_open = big_text(5)
        self.add_field(words.say("workshop.left_open"), self.left_open)
        self.add_text(words.say("mode.act_note"))
        self.close_button = big_button(words.say("mode.finish_close"), close, is_primary=True)
        self.add_buttons([self.close_button, big_button(words.say("mode.keep"), back)], columns=1, at_foot=True)
        self.column.addStretch(1)
