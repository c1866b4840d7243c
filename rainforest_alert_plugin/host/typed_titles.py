"""What was typed or pasted of an old paper: kept in the person's profile until it is emptied, and written out for one import."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from qgis.core import QgsApplication

from ..geo.files import output_error, replaced_file
from ..territory.field_formats.typed import Typed

_LONGEST_NAME = 60


def typed_path() -> Path:
    """Where it is kept."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "rainforest_alert" / "typed_title.json"


def keep_typed(typed: Typed) -> None:
    """Keep it as it stands, for the next time QGIS runs; of nothing no file stays.

    Raises
    ------
    OutputError
        When the profile cannot be written.
    """
    if typed == Typed(is_table=typed.is_table):
        try:
            typed_path().unlink(missing_ok=True)
        except OSError as error:
            raise output_error(typed_path(), error) from error
        return
    with replaced_file(typed_path()) as path:
        path.write_text(json.dumps(asdict(typed), ensure_ascii=False), encoding="utf-8")


def kept_typed() -> Typed:
    """What was kept; nothing where there is nothing, or no version of the plugin could have written it."""
    try:
        kept = json.loads(typed_path().read_text(encoding="utf-8"))
        legs = tuple((str(vertex), str(bearing), str(distance)) for vertex, bearing, distance in kept["legs"])
        words = {name: str(kept[name]) for name in ("name", "easting", "northing", "text", "system")}
        return Typed(legs=legs, is_table=bool(kept["is_table"]), **words)
    except (OSError, ValueError, KeyError, TypeError):
        return Typed()


class TypedFile:
    """A file of its own in a private folder, which goes when the import has ended."""

    def __init__(self, typed: Typed, unnamed: str) -> None:
        self._folder = TemporaryDirectory(prefix="rainforest-alert-")
        name = re.sub(r'[\x00-\x1f<>:"/\\|?*.]+', " ", typed.name).strip()[:_LONGEST_NAME].strip() or unnamed
        self.path = Path(self._folder.name) / f"{name}.txt"
        self.path.write_text(typed.as_text(), encoding="utf-8")

    def delete(self) -> None:
        """Delete it; a second time does nothing."""
        self._folder.cleanup()
