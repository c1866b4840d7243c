"""Table by table what goes to an audience, in part or whole, and what stays."""

from __future__ import annotations

from typing import Sequence

from ..host.messages.workspace_words import geometry_words, levels, table_words
from ..host.release_words import column_words, listed
from ..i18n import translate
from ..workspace.release import TableShare
from .table import Column, count


def share_columns() -> list[Column]:
    """Columns of :func:`share_row`."""
    return [
        Column(translate("RainforestAlert", "Table")),
        Column(translate("RainforestAlert", "Goes"), count, is_number=True),
        Column(
            translate("RainforestAlert", "Reduced"),
            tip=translate("RainforestAlert", "Rows that go with less than they hold"),
        ),
        Column(
            translate("RainforestAlert", "Stays"),
            tip=translate("RainforestAlert", "Rows held back, and why"),
        ),
        Column(
            translate("RainforestAlert", "Blanked"),
            tip=translate("RainforestAlert", "Single values taken out of rows that go"),
        ),
    ]


def share_row(share: TableShare) -> Sequence[object]:
    """What becomes of the rows of one table."""
    return (
        table_words(share.table),
        share.released,
        listed(share.reduced, geometry_words()),
        listed(share.held_back, levels()),
        listed(share.blanked, column_words(share.table)),
    )
