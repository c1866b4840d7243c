"""What ``metadata.txt`` says of the plugin."""

from __future__ import annotations

from configparser import RawConfigParser
from functools import lru_cache

from .paths import metadata_file


@lru_cache(maxsize=1)
def _general() -> dict[str, str]:
    parser = RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(metadata_file(), encoding="utf-8")
    return dict(parser.items("general"))


def name() -> str:
    """Name under which QGIS lists the plugin."""
    return _general()["name"]


def version() -> str:
    """Version of the plugin, as released."""
    return _general()["version"]


def homepage() -> str:
    """Address of the documentation."""
    return _general()["homepage"]


def tracker() -> str:
    """Address where faults are reported."""
    return _general()["tracker"]
