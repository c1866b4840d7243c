"""The question before coordinates of PSAD56 are carried to WGS 84, which no survey grows better by."""

from __future__ import annotations

from typing import Callable

from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtWidgets import QWidget

from ..errors import Message
from ..geo.datum import PinnedShift
from ..host.messages import describe
from ..host.project_datum import pin_in_project
from ..i18n import translate
from ..overlay.pinned import shift_between
from .territory_dialogs import FormDialog


def said_of_line(name: str, shift: PinnedShift | None) -> str:
    """What is to be said once something was laid along a line of another datum; nothing where there is one datum."""
    if shift is None:
        return ""
    accuracy_m = f"{shift.operation.accuracy_m:.0f}"
    return describe(Message("follow.psad56", layer=name, operation=shift.code, accuracy_m=accuracy_m))


def carry_when_agreed(
    parent: QWidget, name: str, crs: QgsCoordinateReferenceSystem, epsg: int, act: Callable[[], object]
) -> FormDialog | None:
    """Do something with coordinates in another system: at once where the datum is one, otherwise when the person agrees.

    Parameters
    ----------
    name : str
        What stands in `crs`, as the person knows it.
    epsg : int
        System into which they are carried.
    act : callable

    Returns
    -------
    dialog : FormDialog or None
        The question, which is open; none where there was nothing to ask.

    Raises
    ------
    InputError
        ``datum.not_pinned``.
    """
    target = QgsCoordinateReferenceSystem(f"EPSG:{epsg}")
    shift = shift_between(crs, target)
    if shift is None:
        act()
        return None
    dialog = FormDialog(
        parent,
        translate("RainforestAlert", "Carry from PSAD56 to WGS 84"),
        translate(
            "RainforestAlert",
            "“{name}” stands in PSAD56 ({source}), more than 400 m from WGS 84. It can be carried to {target} with {operation}, which is "
            "known within {accuracy_m} m: good for talking and comparing, no survey.\n\n"
            "Each vertex keeps its method with “{operation}” beside it, and {accuracy_m} m become part of its accuracy. The source of the "
            "draft says it too. A title needs a new survey.",
        ).format(
            name=name,
            source=crs.authid() or crs.description(),
            target=f"{target.description()} ({target.authid()})",
            operation=shift.code,
            accuracy_m=f"{shift.operation.accuracy_m:.0f}",
        ),
        translate("RainforestAlert", "Carry"),
    )
    dialog.cancel_button.setDefault(True)

    def carry() -> None:
        pin_in_project(crs, target)
        act()

    dialog.accepted.connect(carry)
    dialog.open()
    return dialog
