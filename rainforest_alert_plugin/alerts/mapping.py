"""Which column of a table means what: given by a person, remembered for tables with the same header, or guessed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Callable, Iterable, Mapping, Sequence

from ..errors import InputError

_LATITUDE = ("latitude", "lat", "latitud", "y", "point_y", "coord_y", "y_", "lat_dd", "decimal_latitude")
_LONGITUDE = (
    "longitude",
    "long",
    "lon",
    "lng",
    "longitud",
    "x",
    "point_x",
    "coord_x",
    "x_",
    "lon_dd",
    "decimal_longitude",
)
_DATES = (
    "date", "alert_date", "acq_date", "view_date", "detected_at", "datadetec", "fecha", "fe_alerta", "fecha_alerta",
    "md_fecimg", "fecha_deteccion", "data_alerta", "data", "dat_detec", "date_end_t1", "detection_date",
)  # fmt: skip
_CONFIDENCES = ("confidence", "confianza", "confidence__cat", "md_conf", "confiabilidad", "nivel", "confianca")
_AREAS = ("area_ha", "alert_area__ha", "area_alert_ha", "md_sup", "areaha", "sup_ha", "superficie_ha", "alertha")
_IDENTITIES = ("alert_id", "codealerta", "alert_code", "gid", "id", "uuid", "objectid", "cod_alerta")
_DATE_WORDS = ("fecha", "date", "data", "dia", "day")
_LOOKED_AT = 200
_ENOUGH = 0.9


@dataclass(frozen=True)
class ColumnMapping:
    """Columns by what they mean; names in lower case, empty where the table has none.

    Attributes
    ----------
    longitude, latitude : str
        Degrees, WGS 84.
    date : str
    confidence : str
    area_ha : str
        Hectares.
    identity : str
        Number by which the source names an alert (a polygon's); without it the place is the identity.
    """

    longitude: str = ""
    latitude: str = ""
    date: str = ""
    confidence: str = ""
    area_ha: str = ""
    identity: str = ""

    def to_json(self) -> str:
        """As a person writes it in the parameter MAPPING."""
        return json.dumps({name: column for name, column in asdict(self).items() if column}, ensure_ascii=False)

    def is_complete(self) -> bool:
        """Whether place and date are known."""
        return bool(self.longitude and self.latitude and self.date)


def header_signature(columns: Iterable[str]) -> str:
    """Name of a header, the same for all tables with these columns in whatever order."""
    names = "\n".join(sorted(column.lower() for column in columns))
    return hashlib.sha256(names.encode("utf-8")).hexdigest()[:16]


def mapping_of_json(text: str, columns: Iterable[str]) -> ColumnMapping:
    """Mapping that a person wrote or an earlier import remembered.

    Raises
    ------
    InputError
        ``alerts.mapping_unreadable``, ``alerts.mapping_column_missing``.
    """
    parts = [field.name for field in fields(ColumnMapping)]
    try:
        given = json.loads(text)
    except ValueError as error:
        raise InputError("alerts.mapping_unreadable", parts=", ".join(parts), reason=str(error)) from error
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise InputError("alerts.mapping_unreadable", parts=", ".join(parts), reason=text[:80])
    unknown = [name for name in given if name not in parts]
    if unknown:
        raise InputError("alerts.mapping_unreadable", parts=", ".join(parts), reason=", ".join(unknown))
    present = {column.lower() for column in columns}
    mapping = ColumnMapping(**{name: value.strip().lower() for name, value in given.items()})
    missing = [column for column in asdict(mapping).values() if column and column not in present]
    if missing:
        raise InputError("alerts.mapping_column_missing", missing=", ".join(missing), fields=", ".join(sorted(present)))
    return mapping


def guess_mapping(
    rows: Sequence[Mapping[str, Any]], is_day: Callable[[Any], bool], is_polygons: bool = False
) -> ColumnMapping:
    """Columns told by their names, and the date by its values (`is_day`) where no name tells it.

    The identity is guessed for polygons only: the pixels of a grid are known by their place.
    """
    columns = list(rows[0]) if rows else []
    return ColumnMapping(
        longitude=_named(_LONGITUDE, columns),
        latitude=_named(_LATITUDE, columns),
        date=_named(_DATES, columns) or _dated(rows, columns, is_day),
        confidence=_named(_CONFIDENCES, columns),
        area_ha=_named(_AREAS, columns),
        identity=_named(_IDENTITIES, columns) if is_polygons else "",
    )


def _named(names: Sequence[str], columns: Sequence[str]) -> str:
    return next((name for name in names if name in columns), "")


def _dated(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], is_day: Callable[[Any], bool]) -> str:
    """The column whose values nearly all are dates; one whose name speaks of dates goes first."""
    found = []
    for column in columns:
        values = [row.get(column) for row in rows[:_LOOKED_AT]]
        filled = [value for value in values if value not in (None, "")]
        speaks = any(word in column for word in _DATE_WORDS)
        if not filled or (isinstance(filled[0], (int, float)) and not speaks):
            continue
        if sum(is_day(value) for value in filled) >= _ENOUGH * len(filled):
            found.append((not speaks, columns.index(column), column))
    return min(found)[2] if found else ""
