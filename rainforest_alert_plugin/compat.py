"""Differences between QGIS 3.22 and QGIS 4, each in one place."""

from __future__ import annotations

from typing import Any

from qgis.core import NULL, Qgis, QgsField, QgsRenderContext
from qgis.PyQt.QtCore import QT_VERSION_STR, QMetaType, QVariant
from qgis.PyQt.QtGui import QFontDatabase

QGIS_VERSION_INT = Qgis.QGIS_VERSION_INT
FIELDS_TAKE_METATYPE = QGIS_VERSION_INT >= 33800
# Earlier versions read a time that a file states in UTC as if its clock were that of the computer.
READS_ZONES_OF_FILES = QGIS_VERSION_INT >= 33800

_TYPES = {
    "string": ("String", "QString"),
    "int": ("Int", "Int"),
    "long": ("LongLong", "LongLong"),
    "double": ("Double", "Double"),
    "bool": ("Bool", "Bool"),
    "date": ("Date", "QDate"),
    "datetime": ("DateTime", "QDateTime"),
}


def field_type(kind: str) -> Any:
    """Type constant for :class:`QgsField`.

    Parameters
    ----------
    kind : str
        One of ``string, int, long, double, bool, date, datetime``.
    """
    variant_name, meta_name = _TYPES[kind]
    if FIELDS_TAKE_METATYPE:
        return getattr(QMetaType.Type, meta_name)
    return getattr(QVariant, variant_name)


def field(name: str, kind: str, length: int = 0, precision: int = 0) -> QgsField:
    """Make a field of a layer; `kind` as in :func:`field_type`."""
    return QgsField(name, field_type(kind), "", length, precision)


def is_null(value: Any) -> bool:
    """Whether an attribute holds nothing: None, or the NULL that Qt 5 builds return."""
    # Comparing what cannot be NULL with it costs more than reading it.
    return value is None or (not isinstance(value, (str, int, float)) and value == NULL)


def layer_filters(filters: Any) -> Any:
    """Filters of a layer combo in the type that this QGIS takes without complaint; members may be joined with ``|``."""
    as_flags = getattr(Qgis, "LayerFilters", None)
    return filters if as_flags is None else as_flags(filters)


def edits_in_transactions(project: Any) -> bool:
    """Whether a project edits layers of one file together in a transaction; QGIS before 3.26 knows but one kind of it."""
    modes = getattr(Qgis, "TransactionMode", None)
    return bool(project.autoTransaction()) if modes is None else project.transactionMode() != modes.Disabled


def font_families() -> list[str]:
    """Fonts of this computer; Qt 6 asks the class, Qt 5 an instance."""
    database = QFontDatabase() if QT_VERSION_STR.startswith("5.") else QFontDatabase
    return list(database.families())


def always_text() -> Any:
    """The way of exporting a layout that keeps its text as text; 3.22 names it by the class alone."""
    formats = QgsRenderContext.TextRenderFormat
    return (formats if hasattr(formats, "TextFormatAlwaysText") else QgsRenderContext).TextFormatAlwaysText


def export_failure(exporter: Any) -> str:
    """Why a layout was not exported, in QGIS's own words; empty where it gives none, as 3.22 never does."""
    return str(exporter.errorMessage()) if hasattr(exporter, "errorMessage") else ""
