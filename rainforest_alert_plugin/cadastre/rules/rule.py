"""What a rule is: an id, what it looks at, when it has nothing to look at, and the check itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Iterator, Mapping

from qgis.core import QgsGeometry, QgsPointXY

from ...errors import Message
from ...geo.progress import IsCancelled
from ..case import Case
from ..findings import Finding, place_key
from ..profile import Profile

GEOMETRY = "geometry"
NUMBERS = "numbers"
DOCUMENTS = "documents"
OVERLAPS = "overlaps"

Check = Callable[[Case, Profile, IsCancelled], Iterator[Finding]]
Lacks = Callable[[Case, Profile], "Message | None"]


def lacks_nothing(case: Case, profile: Profile) -> Message | None:
    """A rule that can always look."""
    return None


@dataclass(frozen=True)
class Rule:
    """One check.

    Attributes
    ----------
    id, family : str
    check : Callable
        Gives findings; its docstring says what registries reject and why.
    inputs : tuple of str
        Attributes of the case it looks at: while they stay the same, so do its findings.
    lacks : Callable
        What it misses in a case, as a message, or None when it can look.
    version : int
        Raised when the check changes, so that findings kept from before are not taken for its own.
    """

    id: str
    family: str
    check: Check
    inputs: tuple[str, ...]
    lacks: Lacks = lacks_nothing
    version: int = 1


def finding(
    rule: str,
    profile: Profile,
    message: Message,
    *key_parts: object,
    severity: str = "",
    measure: float | None = None,
    unit: str = "",
    fix: str = "",
    geometry: QgsGeometry | None = None,
    layer: str = "",
    feature_id: str = "",
    details: Mapping[str, str] | None = None,
    legal_basis: str | None = None,
) -> Finding:
    """A finding with the severity and the legal basis that the profile gives the rule."""
    basis = profile.rule(rule)
    return Finding(
        rule,
        severity or basis.severity,
        message,
        measure,
        unit,
        basis.provenance.norm if legal_basis is None else legal_basis,
        fix,
        bytes(geometry.asWkb()) if geometry is not None and not geometry.isNull() else None,
        layer,
        feature_id,
        dict(details or {}),
        place_key(rule, *key_parts),
    )


def point(place: tuple[float, float]) -> QgsGeometry:
    """A place on the map."""
    return QgsGeometry.fromPointXY(QgsPointXY(*place))


def line(places: Any) -> QgsGeometry:
    """A stretch on the map."""
    return QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in places])


def at(place: tuple[float, float]) -> dict[str, str]:
    """Facts of a message that say where."""
    decimals = 6 if max(abs(place[0]), abs(place[1])) <= 360.0 else 2
    return {"easting": f"{place[0]:.{decimals}f}", "northing": f"{place[1]:.{decimals}f}"}
