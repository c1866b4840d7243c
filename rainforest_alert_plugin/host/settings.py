"""The person's preferences, as plain values; the options page writes them, the docks read them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QStandardPaths

_PREFIX = "plugins/rainforest_alert"
AREA_METHODS = ("ellipsoidal", "utm")
CONFIDENCES = ("low", "high", "highest")


@dataclass(frozen=True)
class Settings:
    """What holds for every new session, until it is changed in a dock.

    Attributes
    ----------
    output_folder : str
        Folder below which packages are proposed; empty for the person's documents.
    area_method : str
        One of :data:`AREA_METHODS`, for overlaps; by default the plane UTM area that Peruvian titles state, so that the
        docks show the hectares of the package.
    min_overlap_ha : float
        Overlaps smaller than this are not listed.
    min_confidence : str
        One of :data:`CONFIDENCES`; the least confidence of alerts that are imported as points.
    words_file : str
        The federation's own words of forms, legends and sheets; empty for those of the plugin.
    """

    output_folder: str = ""
    area_method: str = "utm"
    min_overlap_ha: float = 0.0
    min_confidence: str = "low"
    words_file: str = ""

    def packages_folder(self) -> Path:
        """Folder below which packages are proposed."""
        if self.output_folder:
            return Path(self.output_folder)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(documents or str(Path.home())) / "Rainforest Alert"


def read_settings() -> Settings:
    """Preferences as stored; a value that no version of the plugin could have stored counts as absent."""
    stored = {field.name: recall("options", field.name, field.default) for field in fields(Settings)}
    defaults = Settings()
    if stored["area_method"] not in AREA_METHODS:
        stored["area_method"] = defaults.area_method
    if stored["min_confidence"] not in CONFIDENCES:
        stored["min_confidence"] = defaults.min_confidence
    if not stored["min_overlap_ha"] >= 0.0:
        stored["min_overlap_ha"] = defaults.min_overlap_ha
    return Settings(**stored)


def write_settings(settings: Settings) -> None:
    """Store all preferences."""
    for field in fields(Settings):
        remember("options", field.name, getattr(settings, field.name))


def remember(part: str, key: str, value: Any) -> None:
    """Store a value under a part of the plugin, for instance the last choice in a dock."""
    QgsSettings().setValue(f"{_PREFIX}/{part}/{key}", value)


def recall(part: str, key: str, default: Any) -> Any:
    """Read a value that :func:`remember` stored, in the type of `default`."""
    try:
        value = QgsSettings().value(f"{_PREFIX}/{part}/{key}", default, type=type(default))
    except TypeError:  # what is stored cannot be read as this type: another version wrote it, or a hand
        return default
    return default if value is None else value
