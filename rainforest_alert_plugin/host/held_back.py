"""Rows of a layer that stay in a workspace: how many, so that nothing that is made of the other rows is taken for the whole."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsMapLayer

from ..errors import Message

_PROPERTY = "rainforest_alert/held_back"


@dataclass(frozen=True)
class HeldBack:
    """Rows of one layer that the audience of a run may not have; nothing else of them is known outside the gate.

    Attributes
    ----------
    layer : str
    count : int
    audience : str
    """

    layer: str
    count: int
    audience: str

    def message(self) -> Message:
        """What a document says of a layer that was not compared whole."""
        return Message("workspace.not_compared", layer=self.layer, count=self.count, audience=self.audience)

    def no_part(self) -> Message:
        """What a run says whose figures are of the other rows only."""
        return Message("workspace.no_part", layer=self.layer, count=self.count, audience=self.audience)


def note_held_back(copy: QgsMapLayer, held_back: HeldBack) -> None:
    """Note on the copy that a run reads in place of a layer that some rows of the layer are not in it."""
    copy.setCustomProperty(_PROPERTY, f"{held_back.audience} {held_back.count}")


def held_back_of(layer: QgsMapLayer) -> HeldBack | None:
    """Rows that are not in a layer because they stay in its workspace; None where it is whole."""
    audience, _, count = str(layer.customProperty(_PROPERTY, "") or "").partition(" ")
    return HeldBack(layer.name(), int(count), audience) if count else None
