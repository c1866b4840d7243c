"""Functions for QGIS expressions: what the codes of alert rasters mean, wherever QGIS takes an expression."""

from __future__ import annotations

from functools import cache
from typing import Any

from qgis.core import QgsExpression, QgsExpressionFunction
from qgis.PyQt.QtCore import QDate

from ..about import name as plugin_name
from ..alerts.encoding import (
    CODES,
    CONFIDENCE_WORDS,
    DIST_ALERT,
    GLAD_L,
    GLAD_S2,
    NO_DAY,
    RADD,
    SOURCES,
    Encoding,
    date_conf,
    date_of,
    dist_alert,
    glad_l,
    glad_s2,
    radd,
)
from ..compat import is_null
from ..i18n import translate

_PRODUCER = "_producer"
_PRODUCERS = {GLAD_S2: glad_s2, RADD: radd, DIST_ALERT: dist_alert}
_FIRST_YEAR, _LAST_YEAR = 2015, 2100
_registered: list[QgsExpressionFunction] = []


@cache
def encoding_named(source: str) -> Encoding | None:
    """How the values of a source are read; None for a name that is not known.

    Parameters
    ----------
    source : str
        One of :data:`~rainforest_alert_plugin.alerts.encoding.SOURCES` for the packed code of Global Forest Watch; with
        ``_producer`` behind it (``radd_producer``) for the producer's own pair of rasters, GLAD-L with its year
        (``glad_l_producer_2024``).
    """
    if source in SOURCES:
        return date_conf(source)
    stem, found, year = source.partition(_PRODUCER)
    if not found:
        return None
    if stem == GLAD_L and year[1:].isdigit() and _FIRST_YEAR <= int(year[1:]) <= _LAST_YEAR:
        return glad_l(int(year[1:]))
    return _PRODUCERS[stem]() if stem in _PRODUCERS and not year else None


def source_names() -> list[str]:
    """Names that :func:`encoding_named` knows, GLAD-L at source with an example year."""
    return [*SOURCES, *(f"{source}{_PRODUCER}" for source in _PRODUCERS), f"{GLAD_L}{_PRODUCER}_2024"]


class _AlertFunction(QgsExpressionFunction):
    """A function of a value and the name of its source; NULL in, NULL out."""

    def __init__(self, name: str, help_text: str) -> None:
        parameters = [QgsExpressionFunction.Parameter("value"), QgsExpressionFunction.Parameter("source")]
        super().__init__(name, parameters, plugin_name(), help_text)

    def clone(self) -> QgsExpressionFunction:
        return type(self)(self.name(), self.helpText())

    def func(self, values: Any, context: Any, parent: Any, node: Any) -> Any:
        """Answer for one value, as QGIS asks."""
        value, source = values
        if is_null(value) or is_null(source):
            return None
        encoding = encoding_named(str(source).strip().lower())
        if encoding is None:
            parent.setEvalErrorString(
                translate("RainforestAlert", "The source “{source}” is not known. Known are: {known}.").format(
                    source=source, known=", ".join(source_names())
                )
            )
            return None
        try:
            code = float(value)
        except (TypeError, ValueError):
            parent.setEvalErrorString(
                translate("RainforestAlert", "“{value}” is not the value of an alert pixel.").format(value=value)
            )
            return None
        return self.read(encoding, int(code)) if 0 <= code < CODES and code == int(code) else None

    def read(self, encoding: Encoding, code: int) -> Any:
        """What a code means."""
        raise NotImplementedError


class AlertDate(_AlertFunction):
    """``alert_date(value, source)``."""

    def read(self, encoding: Encoding, code: int) -> Any:
        """The day of a code."""
        day = int(encoding.day[code])
        if day == NO_DAY or (encoding.form == "date_conf" and not encoding.confidence[code]):
            return None
        date = date_of(day)
        return QDate(date.year, date.month, date.day)


class AlertConfidence(_AlertFunction):
    """``alert_confidence(value, source)``."""

    def read(self, encoding: Encoding, code: int) -> Any:
        """The confidence of a code."""
        rank = int(encoding.confidence[code])
        return CONFIDENCE_WORDS[rank] if 0 < rank < len(CONFIDENCE_WORDS) else None


def register_functions() -> None:
    """Make the functions known to QGIS; a second call changes nothing."""
    if _registered:
        return
    for function in (AlertDate("alert_date", _date_help()), AlertConfidence("alert_confidence", _confidence_help())):
        if QgsExpression.registerFunction(function):
            _registered.append(function)


def unregister_functions() -> None:
    """Take them away."""
    for function in _registered:
        # QGIS looks at each function while it searches the name: none may be gone yet.
        QgsExpression.unregisterFunction(function.name())
    _registered.clear()


def _date_help() -> str:
    return _help(
        "alert_date",
        translate(
            "RainforestAlert",
            "The date of an alert, from the value of its pixel. NULL where there is no alert or no date.",
        ),
        "alert_date(41234, 'gfw_integrated') → 2018-05-18",
    )


def _confidence_help() -> str:
    return _help(
        "alert_confidence",
        translate(
            "RainforestAlert",
            "The confidence of an alert (low, high or highest), from the value of its pixel. NULL where there is no alert.",
        ),
        "alert_confidence(31234, 'radd') → 'high'",
    )


def _help(name: str, purpose: str, example: str) -> str:
    return (
        f"<h3>{name}(value, source)</h3><p>{purpose}</p><p>"
        + translate(
            "RainforestAlert",
            "source: {packed} for rasters of Global Forest Watch, where one number holds date and confidence; {pairs} for the "
            "rasters of the producers, of which one holds the confidence and the other the date (GLAD-L with its year).",
        ).format(packed=", ".join(SOURCES), pairs=", ".join(source_names()[len(SOURCES) :]))
        + f"</p><pre>{example}</pre>"
    )
