"""Which source an alert raster comes from, told by its name, its bands and its codes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Mapping

import numpy as np

from ..errors import InputError, Message
from .encoding import DATE_CONF, DIST_ALERT, GFW_INTEGRATED, GLAD_L, GLAD_S2, PAIR, RADD, SOURCES

AUTO = "auto"

_NAMES = (
    (r"gfw_integrated", GFW_INTEGRATED, DATE_CONF),
    (r"umd_glad_landsat", GLAD_L, DATE_CONF),
    (r"umd_glad_sentinel2", GLAD_S2, DATE_CONF),
    (r"wur_radd", RADD, DATE_CONF),
    (r"umd_glad_dist", DIST_ALERT, DATE_CONF),
    (r"veg-(dist|anom)-|opera_l3_dist", DIST_ALERT, PAIR),
    (r"alert(date)?\d\d_\d{3}[ew]_", GLAD_L, PAIR),
    (r"s2alert|alert(date)?[/_]\d{3}[ew]_", GLAD_S2, PAIR),
    (r"integrated", GFW_INTEGRATED, ""),
    (r"glad[-_ ]?s2", GLAD_S2, ""),
    (r"glad[-_ ]?l(?![a-z])|gladalert", GLAD_L, ""),
    (r"dist[-_ ]?alert", DIST_ALERT, ""),
    (r"(?<![a-z])radd", RADD, ""),
)
_LARGEST_STATUS = 10
_LONGEST_YEAR = 366
_ENOUGH = 0.99
_SHOWN = 5


@dataclass(frozen=True)
class RasterFacts:
    """What can be known of a raster before its source is.

    Attributes
    ----------
    path : str
        Path or connection; the file name and the two folders above it are looked at.
    data_type : str
        GDAL's name of the first band's type.
    bands : tuple of str
        Description of each band, possibly empty.
    metadata : mapping
        Metadata of the raster and of its first band.
    codes, counts : numpy.ndarray
        Sampled codes of the first band other than 0 and nodata, ascending, and how often each was met.
    has_partner : bool
        Whether a raster with the other half of a pair lies beside it.
    """

    path: str
    data_type: str
    bands: tuple[str, ...] = ("",)
    metadata: Mapping[str, str] = field(default_factory=dict)
    codes: Any = field(default_factory=lambda: np.zeros(0, np.int64))
    counts: Any = field(default_factory=lambda: np.zeros(0, np.int64))
    has_partner: bool = False

    def name(self) -> str:
        """File name."""
        return re.split(r"[\\/]", self.path)[-1]

    def example_codes(self) -> str:
        """The commonest codes, for a sentence."""
        commonest = self.codes[np.argsort(-self.counts, kind="stable")[:_SHOWN]]
        return ", ".join(str(code) for code in np.sort(commonest))


@dataclass(frozen=True)
class Recognition:
    """Source and form of a raster, with the reason.

    Attributes
    ----------
    source : str
        One of :data:`~rainforest_alert_plugin.alerts.encoding.SOURCES`.
    form : str
        ``date_conf`` or ``pair``.
    reason : Message
        What was chosen and why.
    warnings : tuple of Message
        What the user should check.
    """

    source: str
    form: str
    reason: Message
    warnings: tuple[Message, ...] = ()


def looks_like_date_conf(facts: RasterFacts) -> bool:
    """Whether nearly all codes are 2xxxx, 3xxxx or 4xxxx."""
    leading = facts.codes // 10000
    fits = (leading >= 2) & (leading <= 4)
    total = facts.counts.sum()
    return bool(total) and float(facts.counts[fits].sum()) >= _ENOUGH * float(total)


def looks_like_yydoy(facts: RasterFacts) -> bool:
    """Whether all codes could be RADD's year and day of year (19001 to 29366)."""
    day = facts.codes % 1000
    fits = (facts.codes >= 18001) & (facts.codes < 30000) & (day >= 1) & (day <= _LONGEST_YEAR)
    return len(facts.codes) > 0 and bool(fits.all())


def recognise(facts: RasterFacts, source: str = AUTO) -> Recognition:
    """Decide how a raster is to be read.

    Parameters
    ----------
    facts : RasterFacts
        The raster.
    source : str
        ``auto`` or the source the user names.

    Raises
    ------
    InputError
        ``alerts.source_unknown``, ``alerts.source_ambiguous``, ``alerts.no_alert_codes``, ``alerts.dates_without_alerts`` or
        ``alerts.date_file_missing``.
    """
    if source != AUTO and source not in SOURCES:
        raise InputError("alerts.source_unknown", source=source, sources=", ".join((AUTO, *SOURCES)))
    named = _by_name(facts)
    bands = " ".join(facts.bands).lower()
    two_bands = len(facts.bands) > 1
    if source == GFW_INTEGRATED:
        return _chosen(facts, source, DATE_CONF)
    if source == AUTO:
        if named is not None:
            source, form = named
            reason = "alerts.recognised_by_name"
        elif two_bands and "alert" in bands and "date" in bands:
            source, form, reason = RADD, PAIR, "alerts.recognised_by_bands"
        elif "disturbance" in bands or "flag_meanings" in facts.metadata:
            source, form, reason = DIST_ALERT, PAIR, "alerts.recognised_by_bands"
        else:
            return _by_codes(facts)
        form = form or _form(facts, source)
        return Recognition(source, form, Message(reason, source=source, name=facts.name(), form=form))
    form = named[1] if named is not None and named[0] == source and named[1] else _form(facts, source)
    return _chosen(facts, source, form)


def _chosen(facts: RasterFacts, source: str, form: str) -> Recognition:
    warnings: tuple[Message, ...] = ()
    if source == RADD and form == DATE_CONF and looks_like_yydoy(facts) and "date_conf" not in facts.path.lower():
        warnings = (Message("alerts.may_be_yydoy", name=facts.name(), examples=facts.example_codes()),)
    return Recognition(source, form, Message("alerts.source_chosen", source=source, form=form), warnings)


def _by_name(facts: RasterFacts) -> tuple[str, str] | None:
    tail = "/".join(re.split(r"[\\/]", facts.path)[-3:]).lower()
    packed = "date_conf" in tail
    for pattern, source, form in _NAMES:
        if re.search(pattern, tail):
            return source, DATE_CONF if packed else form
    return None


def _form(facts: RasterFacts, source: str) -> str:
    """Form of a raster whose source is known: packed codes do not fit in a pair's first raster, whose codes are small."""
    if len(facts.codes) == 0:
        return PAIR if facts.has_partner or len(facts.bands) > 1 or facts.data_type == "Byte" else DATE_CONF
    if looks_like_date_conf(facts):
        is_dates = looks_like_yydoy(facts) and facts.has_partner and source == RADD
        return PAIR if is_dates else DATE_CONF
    if int(facts.codes.max()) <= _LARGEST_STATUS or facts.has_partner or len(facts.bands) > 1:
        return PAIR
    raise InputError("alerts.no_alert_codes", name=facts.name(), examples=facts.example_codes(), source=source)


def _by_codes(facts: RasterFacts) -> Recognition:
    name = facts.name()
    if len(facts.codes) == 0:
        return Recognition(
            GFW_INTEGRATED, DATE_CONF, Message("alerts.nothing_to_recognise", source=GFW_INTEGRATED, name=name)
        )
    if looks_like_yydoy(facts) and "date_conf" not in facts.path.lower():
        raise InputError("alerts.source_ambiguous", name=name, examples=facts.example_codes())
    if looks_like_date_conf(facts):
        return Recognition(
            GFW_INTEGRATED,
            DATE_CONF,
            Message("alerts.recognised_by_codes", source=GFW_INTEGRATED, name=name, form=DATE_CONF),
        )
    if int(facts.codes.max()) <= _LARGEST_STATUS:
        raise InputError("alerts.status_ambiguous", name=name, examples=facts.example_codes())
    raise InputError("alerts.no_alert_codes", name=name, examples=facts.example_codes(), source=AUTO)
