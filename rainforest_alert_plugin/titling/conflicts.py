"""What overlaps mean for a title, by the rules of the profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ..cadastre.profile import Profile
from ..errors import Message

BLOCKER = "blocker"
BELOW_THRESHOLD = "note"
OWN_UNIT = "own_unit"


@dataclass(frozen=True)
class Conflict:
    """An overlap of the territory with a unit of a reference layer.

    Attributes
    ----------
    layer, feature_id : str
    area_ha : Decimal
        Area in common, by the profile's method, with its decimals.
    percent : Decimal
        Of the other unit, two decimals.
    width_m : Decimal
        Mean width of the common area, two decimals: a sliver is thin.
    role : str
        What the layer was taken for.
    severity : str
        ``blocker``, ``review``, ``exclude`` or ``note``; a note also when it lies below the profile's thresholds.
    waived : str
        Why somebody set it aside; empty when nobody did.
    """

    layer: str
    feature_id: str
    area_ha: Decimal
    percent: Decimal
    width_m: Decimal
    role: str
    severity: str
    waived: str = ""

    @property
    def stops(self) -> bool:
        """Whether it stops a title."""
        return self.severity == BLOCKER and not self.waived


@dataclass(frozen=True)
class Observation:
    """What a rule of the profile observed on the boundary or its file.

    Attributes
    ----------
    rule, severity : str
        Id of the rule, and ``blocker``, ``review``, ``exclude`` or ``note``.
    text : str
        What was found, worded in the language of the package.
    key : str
        The same in every run that finds the same thing.
    waived : str
        Why somebody set it aside; empty when nobody did.
    message : Message, optional
        What was found, for whoever words it in another language; no part of the package.
    """

    rule: str
    severity: str
    text: str
    key: str
    waived: str = ""
    message: Message | None = field(default=None, compare=False, repr=False)

    @property
    def stops(self) -> bool:
        """Whether it stops a title."""
        return self.severity == BLOCKER and not self.waived

    def facts(self) -> dict[str, Any]:
        """What a manifest says of it."""
        return {name: getattr(self, name) for name in ("rule", "severity", "text", "key", "waived")}


def judge_overlap(
    layer: str,
    feature_id: str,
    area_ha: float,
    percent_of_boundary: float,
    percent_of_feature: float,
    width_m: float,
    has_own_name: bool,
    profile: Profile,
) -> Conflict:
    """Severity of one overlap.

    It counts when it reaches the profile's area or its percentage of the other unit; below both it is a note. A unit that
    bears the community's own name and covers the same land is the community itself in a layer of communities: a note.

    Parameters
    ----------
    has_own_name : bool
        Whether the unit is named as the community or its boundary is.
    """
    rule = profile.overlap_rule(layer)
    tolerances = profile.tolerances
    is_own = has_own_name and min(percent_of_boundary, percent_of_feature) >= tolerances.own_unit_percent
    counts = area_ha >= tolerances.overlap_area_ha or percent_of_feature >= tolerances.overlap_percent
    return Conflict(
        layer,
        feature_id,
        _rounded(area_ha, profile.decimals.area_ha),
        _rounded(percent_of_feature, 2),
        _rounded(width_m, 2),
        OWN_UNIT if is_own else rule.role,
        rule.severity if counts and not is_own else BELOW_THRESHOLD,
    )


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
