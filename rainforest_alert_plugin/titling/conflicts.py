"""What overlaps mean for a title, by the rules of the profile."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..cadastre.profile import Profile

BLOCKER = "blocker"
BELOW_THRESHOLD = "note"


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
    """

    layer: str
    feature_id: str
    area_ha: Decimal
    percent: Decimal
    width_m: Decimal
    role: str
    severity: str


def judge_overlap(
    layer: str, feature_id: str, area_ha: float, percent_of_feature: float, width_m: float, profile: Profile
) -> Conflict:
    """Severity of one overlap.

    It counts when it reaches the profile's area or its percentage of the other unit; below both it is a note.
    """
    rule = profile.overlap_rule(layer)
    tolerances = profile.tolerances
    counts = area_ha >= tolerances.overlap_area_ha or percent_of_feature >= tolerances.overlap_percent
    return Conflict(
        layer,
        feature_id,
        _rounded(area_ha, profile.decimals.area_ha),
        _rounded(percent_of_feature, 2),
        _rounded(width_m, 2),
        rule.role,
        rule.severity if counts else BELOW_THRESHOLD,
    )


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
