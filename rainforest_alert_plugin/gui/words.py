"""Names of the values of the contract, as the person reads them."""

from __future__ import annotations

from datetime import date

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDate, QLocale

from ..host.choice_words import area_methods, confidences, periods
from ..i18n import translate

CONFIDENCE_COLORS = {"low": "#f2b632", "high": "#e0651a", "highest": "#9b1c1c"}


def confidence_name(confidence: str) -> str:
    """Name of a confidence of alerts."""
    return confidences().get(confidence, confidence)


def area_method_name(method: str) -> str:
    """Name of a way to measure area."""
    return area_methods()[method]


def period_name(period: str) -> str:
    """Name of a period that statistics are grouped by."""
    return periods()[period]


def period_label(day: date, period: str) -> str:
    """A period by its first day, short."""
    # Words follow the language of QGIS; QLocale() alone would be the system's.
    locale = QLocale(QgsApplication.locale())
    first = QDate(day.year, day.month, day.day)
    if period == "year":
        return str(day.year)
    if period == "month":
        return f"{locale.monthName(day.month, QLocale.FormatType.ShortFormat).rstrip('.')} {day.year}"
    return locale.toString(first, "dd/MM/yyyy")


def state_name(state: str) -> str:
    """Name of what was decided about an event."""
    return {
        "new": translate("RainforestAlert", "new"),
        "grown": translate("RainforestAlert", "grown"),
        "seen": translate("RainforestAlert", "seen"),
        "dismissed": translate("RainforestAlert", "dismissed"),
        "mission": translate("RainforestAlert", "in a mission"),
        "confirmed": translate("RainforestAlert", "confirmed"),
    }.get(state, state)


def change_name(change: str) -> str:
    """Name of what happened to an event last."""
    return {
        "new": translate("RainforestAlert", "new"),
        "grown": translate("RainforestAlert", "grown"),
        "raised": translate("RainforestAlert", "more certain"),
        "withdrawn": translate("RainforestAlert", "partly withdrawn"),
        "changed": translate("RainforestAlert", "changed"),
    }.get(change, change)


def look_name(look: str) -> str:
    """Name of a way to colour alerts and events."""
    return {
        "confidence": translate("RainforestAlert", "By confidence"),
        "age": translate("RainforestAlert", "By age"),
    }[look]


def role_name(role: str) -> str:
    """Name of what a person may do in a workspace."""
    return {
        "technician": translate("RainforestAlert", "technician"),
        "facilitator": translate("RainforestAlert", "facilitator of workshops"),
        "reader": translate("RainforestAlert", "reader"),
    }.get(role, role)
