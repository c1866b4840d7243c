"""Choosing the scan of an act, and saying how many are kept."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ..host.acts import ACT_TYPES
from ..i18n import translate
from .table import count


def ask_act(parent: QWidget) -> str:
    """Ask for the scan of an act; empty when none was chosen."""
    title = translate("RainforestAlert", "Scan of the act")
    patterns = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in ACT_TYPES)
    path, _ = QFileDialog.getOpenFileName(parent, title, str(Path.home()), f"{title} ({patterns})")
    return str(path)


def kept_acts(number: int) -> str:
    """How many scans are kept with a record, in words."""
    if not number:
        return translate("RainforestAlert", "no scan")
    return (
        translate("RainforestAlert", "1 scan")
        if number == 1
        else translate("RainforestAlert", "{count} scans").format(count=count(number))
    )
