"""The row of the Draw page that offers what QGIS had not saved of the drafts when it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ..host.draft_autosave import Autosaved, put_aside
from ..host.draft_zones import half_saved_corner
from ..i18n import translate
from .open_drafts import OpenDrafts
from .territory_words import hour_name

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock


class DraftRecovery(QWidget):
    """Is seen while edits of an earlier session wait for a decision: bring them back, or leave them aside."""

    def __init__(self, dock: TerritoryDock, drafts: OpenDrafts) -> None:
        super().__init__()
        self.dock = dock
        self.drafts = drafts
        self._left: Autosaved | None = None
        self._is_closed = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.bring_back_button = QPushButton(translate("RainforestAlert", "Bring back"))
        self.bring_back_button.clicked.connect(lambda: self.dock.guarded(self.bring_back))
        self.aside_button = QPushButton(translate("RainforestAlert", "Not now"))
        self.aside_button.setToolTip(translate("RainforestAlert", "Keep it aside under another name."))
        self.aside_button.clicked.connect(lambda: self.dock.guarded(self.leave_aside))
        row.addWidget(self.note, 1)
        row.addWidget(self.bring_back_button)
        row.addWidget(self.aside_button)
        self.hide()
        drafts.laid_aside.connect(self._tell_laid_aside)

    def look(self) -> None:
        """Look whether edits wait in the dock's workspace, and show them."""
        self._left = self.drafts.left_behind()
        self.setVisible(self._left is not None)
        if self._left is not None:
            sentence = translate(
                "RainforestAlert", "QGIS ended before the draft of {communities} was saved ({time})."
            ).format(communities=", ".join(self._left.communities()), time=hour_name(self._left.saved_at))
            self.note.setText(f"{sentence} {self._half_saved(self._left)}".strip())

    def offer(self) -> None:
        """Say at the start of QGIS that edits wait which were not saved when it ended."""
        self.look()
        if self._left is None or self._is_closed:
            return
        bar = self.dock.iface.messageBar()
        message = bar.createMessage(
            translate("RainforestAlert", "Rainforest Alert"),
            translate("RainforestAlert", "The draft of {communities} was not saved ({time}).").format(
                communities=", ".join(self._left.communities()), time=hour_name(self._left.saved_at)
            ),
        )
        button = QPushButton(translate("RainforestAlert", "Look at it"))
        button.clicked.connect(self._lead_here)
        message.layout().addWidget(button)
        bar.pushWidget(message)

    def bring_back(self) -> None:
        """Take in what an earlier session did not save."""
        if self._left is None:
            return
        self.drafts.bring_back(self._left)
        self._left = None
        self.hide()
        self.drafts.show_on_map()
        self.dock.status.say(
            "success", translate("RainforestAlert", "The draft is back as it was. Save it to keep it.")
        )

    def leave_aside(self) -> None:
        """Do not take it in; it is kept under another name."""
        if self._left is None:
            return
        apart = self._half_saved(self._left)
        aside = put_aside(self._left)
        self._left = None
        self.hide()
        sentence = translate("RainforestAlert", "It was kept aside as {path}.").format(path=aside)
        self.dock.status.say("warning" if apart else "info", f"{sentence} {apart}".strip())

    def close_down(self) -> None:
        """Offer nothing any more."""
        self._is_closed = True

    def _lead_here(self) -> None:
        self.dock.iface.messageBar().popWidget()
        self.dock.setUserVisible(True)
        self.dock.refresh()
        self.dock.show_page("draw")

    def _tell_laid_aside(self, path: str) -> None:
        """Edits of this session took the place of those that an earlier one left."""
        self.look()
        self.dock.status.say(
            "warning",
            translate(
                "RainforestAlert",
                "The draft was changed before it was decided what becomes of what QGIS had not saved: that was kept aside as {path}.",
            ).format(path=path),
        )

    def _half_saved(self, left: Autosaved) -> str:
        """What is to be said when QGIS ended after it saved a moved corner in one zone and before it did in the other."""
        if self.drafts.zones is not None and self.drafts.zones.opened:
            return ""
        there, missing = half_saved_corner(self.dock.location, left, self.drafts.label_pattern)
        if not missing:
            return ""
        return translate(
            "RainforestAlert",
            "A corner that several share stands at its new place in the saved draft of {there}, and at its old one in that of "
            "{missing}: bring this back to have it at the new place in all of them.",
        ).format(there=", ".join(there), missing=", ".join(missing))
