"""What would go to an audience and what would stay, before anything leaves."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QComboBox, QDialog, QFormLayout, QLabel, QVBoxLayout, QWidget

from ..errors import RainforestAlertError
from ..host.consents import ALL_AUDIENCES, shares_of
from ..host.messages import describe
from ..host.messages.workspace_words import audiences
from ..i18n import translate
from .dialog_buttons import close_only
from .dock import StatusLine
from .release_table import share_columns, share_row
from .table import ResultTable, count


class ReleasePreview(QDialog):
    """Table by table: rows that go, rows in reduced form, rows that stay and why, values blanked.

    Parameters
    ----------
    location : str
        Workspace.
    community : tuple of (str, str), optional
        Identity and name of the only community to look at.
    audience : str
        Shown first.
    """

    def __init__(self, location: str, community: tuple[str, str] | None, audience: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.location, self.community = location, community
        self.setWindowTitle(translate("RainforestAlert", "What would leave"))
        column = QVBoxLayout(self)
        about = QLabel(
            translate("RainforestAlert", "Of “{community}”, as of today. Nothing leaves by looking.").format(
                community=community[1]
            )
            if community
            else translate("RainforestAlert", "Of the whole workspace, as of today. Nothing leaves by looking.")
        )
        about.setWordWrap(True)
        column.addWidget(about)
        self.audience = QComboBox()
        for name in ALL_AUDIENCES:
            self.audience.addItem(audiences()[name], name)
        self.audience.setCurrentIndex(self.audience.findData(audience))
        form = QFormLayout()
        label = QLabel(translate("RainforestAlert", "&Goes to"))
        label.setBuddy(self.audience)
        form.addRow(label, self.audience)
        column.addLayout(form)
        self.table = ResultTable(share_columns())
        column.addWidget(self.table, 1)
        self.status = StatusLine()
        column.addWidget(self.status)
        column.addWidget(close_only(self))
        self.resize(1120, 480)
        self.audience.currentIndexChanged.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """Ask the gate."""
        audience = str(self.audience.currentData())
        try:
            shares = shares_of(self.location, audience, self.community[0] if self.community else None)
        except RainforestAlertError as error:
            self.table.show_in_order([])
            self.status.say("error", describe(error))
            return
        self.table.show_in_order([share_row(share) for share in shares])
        goes, stays = sum(s.released for s in shares), sum(sum(s.held_back.values()) for s in shares)
        self.status.say(
            "info",
            translate("RainforestAlert", "To {audience}: {goes} rows would go, {stays} would stay.").format(
                audience=audiences()[audience], goes=count(goes), stays=count(stays)
            ),
        )
