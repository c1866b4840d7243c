"""What a check found: one thing a registry would observe, where it is, how much it is, and what settles it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Mapping

from ..errors import Message

BLOCKER = "blocker"
REVIEW = "review"
EXCLUDE = "exclude"
NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One observation.

    Attributes
    ----------
    rule : str
        Id of the rule, ``G01`` ... ``A13``, ``O01``.
    severity : str
        ``blocker``, ``review``, ``exclude`` or ``note``.
    message : Message
        What was found; ``host.messages`` words it.
    measure : float or None
        How much, in `unit`; None when nothing is measured.
    unit : str
        ``m``, ``ha``, ``deg``, ``%``, ``count`` or empty.
    legal_basis : str
        Norm that the profile gives for the rule; empty when none is known.
    fix : str
        Id of the fix of ``fixboundary`` that mends it; empty when only a person can.
    geometry_wkb : bytes or None
        Where it is, in the reference system of the case.
    layer, feature_id : str
        The other unit, when there is one.
    details : Mapping of str to str
        What is known of the other unit or the document: name, holder, resolution, date, who gives an opinion, what settles it.
    key : str
        The same in every run that finds the same thing; see :func:`place_key`. Waivers hold on to it.
    """

    rule: str
    severity: str
    message: Message
    measure: float | None = None
    unit: str = ""
    legal_basis: str = ""
    fix: str = ""
    geometry_wkb: bytes | None = None
    layer: str = ""
    feature_id: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True)
class NotEvaluated:
    """A layer that could not be looked at, or a rule that had nothing to look at.

    Attributes
    ----------
    subject : str
        Name of the layer, or id of the rule.
    reason : Message
    is_layer : bool
        Whether it is a layer: then a report lists it as NOT EVALUATED.
    """

    subject: str
    reason: Message
    is_layer: bool = False


def overlap_key(rule: str, layer: str, feature_id: str, area_ha: float) -> str:
    """Key of an overlap: its unit, and how large it is in powers of two of a square metre.

    Whoever set aside a strip of 0.02 ha did not set aside 400 ha with the same unit: an overlap that doubled is another finding.
    """
    return place_key(rule, layer, feature_id, magnitude(area_ha))


def magnitude(area_ha: float) -> str:
    """How large an area is, in powers of two of a square metre."""
    return f"2^{math.floor(math.log2(max(area_ha * 10_000.0, 1.0)))}"


def place_key(rule: str, *parts: object) -> str:
    """Key of a finding out of the rule and what tells its place or unit apart; coordinates to the metre.

    A metre is finer than any two observations of one rule lie apart, and coarser than what re-reading a file changes.
    """
    texts = [f"{part:.0f}" if isinstance(part, float) else str(part) for part in parts]
    return ":".join([rule, *texts])
