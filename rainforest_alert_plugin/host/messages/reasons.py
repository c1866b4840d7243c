"""What the geometry engine finds wrong with a geometry, in the user's language."""

from __future__ import annotations

from ...i18n import translate


def _texts() -> dict[str, str]:
    """Wordings of GEOS and of QGIS, in lower case, and what they mean."""
    nested_holes = translate("RainforestAlert", "a hole lies in another hole")
    not_closed = translate("RainforestAlert", "a ring is not closed")
    return {
        "duplicate rings": translate("RainforestAlert", "a ring occurs twice"),
        "hole lies outside shell": translate("RainforestAlert", "a hole lies outside its polygon"),
        "holes are nested": nested_holes,
        "interior is disconnected": translate("RainforestAlert", "its interior falls into pieces"),
        "invalid coordinate": translate("RainforestAlert", "a coordinate is not valid"),
        "nested holes": nested_holes,
        "nested shells": translate("RainforestAlert", "a part lies in another part"),
        "repeated point": translate("RainforestAlert", "a point is repeated"),
        "ring is not closed": not_closed,
        "ring not closed": not_closed,
        "ring self-intersection": translate("RainforestAlert", "a ring touches or crosses itself"),
        "self-intersection": translate("RainforestAlert", "its boundary crosses itself"),
        "too few points in geometry component": translate("RainforestAlert", "a part has too few points"),
    }


def reworded(reason: str) -> str:
    """Word a known finding of the geometry engine for people; anything else stays as it is.

    Parameters
    ----------
    reason : str
        ``Self-intersection``, or ``Self-intersection[500000 9000000]`` with the place, which is kept.
    """
    finding, bracket, place = reason.partition("[")
    known = _texts().get(finding.strip().lower())
    if known is None:
        return reason
    return f"{known} [{place}" if bracket else known
