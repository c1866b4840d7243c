"""What adjoins and what overlaps, G07, G08 and O01: a touch within the accuracy of both lines is told from land in common."""

from __future__ import annotations

import math
from typing import Iterator

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from ...errors import Message
from ...geo.arrays import Bools, Floats
from ...geo.progress import IsCancelled, stop_if
from ..case import Case, Overlap, Reference, ReferenceUnit, rings_drawn
from ..findings import NOTE, REVIEW, Finding, magnitude
from ..profile import OverlapRule, Profile
from .rule import GEOMETRY, OVERLAPS, Rule, finding

LAND = ("registered_land", "community_in_process", "unknown")
_BLOCK = 2000


def boundary_sigma_m(case: Case, profile: Profile) -> float:
    """Accuracy of the boundary: that of its worst vertices, or what the profile expects where nothing is stated."""
    sigmas = [vertex.sigma_m for vertex in case.vertices if vertex.sigma_m is not None]
    if sigmas:
        return float(max(sigmas))
    methods = {vertex.method for vertex in case.vertices if vertex.method}
    known = [profile.accuracies[f"method.{m}"] for m in methods if f"method.{m}" in profile.accuracies]
    return max(known) if known else profile.accuracies["method.unknown"]


def combined_sigma_m(case: Case, profile: Profile, role: str, layer_sigma_m: float | None) -> float:
    """Standard deviation of the distance between a line of the boundary and a line of a layer."""
    layer = profile.accuracies.get(f"layer.{role}", profile.accuracies["layer.unknown"])
    return math.hypot(boundary_sigma_m(case, profile), layer if layer_sigma_m is None else layer_sigma_m)


def on_registered_lines(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G07: where a registered neighbour adjoins, the boundary lies on his line and shares his vertices.

    The registered line governs. A boundary that runs beside it within the accuracy of both surveys leaves gaps and slivers of
    centimetres that the graphic base of the registry shows as such, and the title is observed. A vertex on the line of one
    neighbour need not lie on that of the next, however coarse the survey.
    """
    touched = {(o.layer, o.feature_id) for o in case.overlaps}
    on_line = profile.threshold("neighbour_line_m") / case.metres_per_unit
    own = [np.asarray(ring.open_points, dtype=float) for ring in case.rings if len(ring.open_points) >= 3]
    if not own:
        return
    registered = [reference for reference in case.references if reference.role == "registered_land"]
    lines = {
        (reference.name, unit.feature_id): [
            np.asarray(r.open_points, dtype=float) for r in rings_drawn(unit.wkb) if len(r.open_points) >= 3
        ]
        for reference in registered
        for unit in reference.units
    }
    for reference in registered:
        reach = (
            profile.threshold("adjoining_sigmas")
            * combined_sigma_m(case, profile, reference.role, reference.sigma_m)
            / case.metres_per_unit
        )
        for unit in reference.units:
            stop_if(is_cancelled)
            key = reference.name, unit.feature_id
            if key not in touched and lines[key]:
                others = [rings for other, rings in lines.items() if other != key and rings]
                yield from _beside(case, profile, reference, unit, own, lines[key], others, on_line, reach)


def _beside(
    case: Case,
    profile: Profile,
    reference: Reference,
    unit: ReferenceUnit,
    own: list[Floats],
    theirs: list[Floats],
    others: list[list[Floats]],
    on_line: float,
    reach: float,
) -> Iterator[Finding]:
    low, high = np.concatenate(theirs).min(axis=0) - reach, np.concatenate(theirs).max(axis=0) + reach
    mine = np.concatenate(own)
    mine = mine[((mine >= low) & (mine <= high)).all(axis=1)]
    mine = mine[~_on_any_line(mine, others, on_line)]
    off_line = _beyond(mine, theirs, on_line, reach)
    own_low, own_high = np.concatenate(own).min(axis=0) - reach, np.concatenate(own).max(axis=0) + reach
    other = np.concatenate(theirs)
    other = other[((other >= own_low) & (other <= own_high)).all(axis=1)]
    missed = _beyond(other, own, on_line, reach)
    places = [*off_line, *missed]
    if not places:
        return
    farthest = max(distance for _, distance in places) * case.metres_per_unit
    yield finding(
        "G07",
        profile,
        Message(
            "finding.beside_registered",
            layer=reference.name,
            unit=_named(unit.name, unit.feature_id),
            count=len(places),
            farthest_m=f"{farthest:.2f}",
        ),
        reference.name,
        unit.feature_id,
        measure=farthest,
        unit="m",
        fix="snap_to_registered",
        geometry=QgsGeometry.fromMultiPointXY([QgsPointXY(*place) for place, _ in places]),
        layer=reference.name,
        feature_id=unit.feature_id,
        details={**unit.details, "name": unit.name, "date": reference.date},
    )


def _beyond(
    points: Floats, rings: list[Floats], on_line: float, reach: float
) -> list[tuple[tuple[float, float], float]]:
    """Points near a line but not on it, each with its distance."""
    if not len(points):
        return []
    distance = distance_from_rings(points, rings)
    chosen = np.flatnonzero((distance > on_line) & (distance <= reach))
    return [((float(points[i, 0]), float(points[i, 1])), float(distance[i])) for i in chosen]


def _on_any_line(points: Floats, units: list[list[Floats]], on_line: float) -> Bools:
    """Which points lie on a line of any unit, shape (n,)."""
    found = np.zeros(len(points), dtype=bool)
    for rings in units:
        corners = np.concatenate(rings)
        low, high = corners.min(axis=0) - on_line, corners.max(axis=0) + on_line
        near = np.flatnonzero(~found & ((points >= low) & (points <= high)).all(axis=1))
        found[near] = distance_from_rings(points[near], rings) <= on_line
    return found


def distance_from_rings(points: Floats, rings: list[Floats]) -> Floats:
    """Distance of points from the nearest side of any ring, shape (n,)."""
    nearest = np.full(len(points), np.inf)
    for ring in rings:
        step = np.roll(ring, -1, axis=0) - ring
        square = (step**2).sum(axis=1)
        square[square == 0] = 1.0
        for first in range(0, len(ring), _BLOCK):
            a, d, q = ring[first : first + _BLOCK], step[first : first + _BLOCK], square[first : first + _BLOCK]
            for start in range(0, len(points), _BLOCK):
                some = points[start : start + _BLOCK]
                rel = some[:, None, :] - a[None]
                t = np.clip((rel * d[None]).sum(axis=2) / q, 0.0, 1.0)
                off = rel - t[:, :, None] * d[None]
                found = np.sqrt((off**2).sum(axis=2)).min(axis=1)
                nearest[start : start + _BLOCK] = np.minimum(nearest[start : start + _BLOCK], found)
    return nearest


def land_in_common(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G08: an overlap with another's land is a touch when it is thinner than both surveys can tell, otherwise an overlap.

    Titles that overlap registered land or a community in process are observed and then rejected. A strip thinner than the
    combined standard deviation is no land in dispute: the boundary is brought to the registered line.
    """
    for overlap in case.overlaps:
        stop_if(is_cancelled)
        if overlap.role in LAND:
            yield _judged("G08", case, profile, overlap)


def overlaps_by_kind(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """O01: each overlap with what the State has drawn, with what it means, who gives an opinion and what settles it.

    A protected area is reviewed, a riverbed or a road is excluded, a mining right is noted: the profile says which.
    """
    for overlap in case.overlaps:
        stop_if(is_cancelled)
        if overlap.role not in LAND:
            yield _judged("O01", case, profile, overlap)


def _judged(rule: str, case: Case, profile: Profile, overlap: Overlap) -> Finding:
    kind = profile.rule_for_role(overlap.role)
    sigma = combined_sigma_m(case, profile, overlap.role, overlap.sigma_m)
    tolerances = profile.tolerances
    is_sliver = overlap.width_m < profile.threshold("sliver_sigmas") * sigma
    counts = overlap.area_ha >= tolerances.overlap_area_ha or overlap.percent_of_feature >= tolerances.overlap_percent
    message, severity, fix = _verdict(kind, overlap, is_sliver, counts)
    return finding(
        rule,
        profile,
        Message(
            message,
            layer=overlap.layer,
            date=overlap.date or "-",
            unit=_named(overlap.name, overlap.feature_id),
            role=overlap.role,
            area_ha=f"{overlap.area_ha:.{profile.decimals.area_ha}f}",
            percent=f"{overlap.percent:.2f}",
            percent_of_feature=f"{overlap.percent_of_feature:.2f}",
            width_m=f"{overlap.width_m:.2f}",
            sigma_m=f"{sigma:.2f}",
        ),
        overlap.layer,
        overlap.feature_id,
        magnitude(overlap.area_ha),
        severity=severity,
        measure=overlap.width_m if is_sliver and not overlap.is_own else overlap.area_ha,
        unit="m" if is_sliver and not overlap.is_own else "ha",
        fix=fix,
        geometry=_geometry(overlap.wkb),
        layer=overlap.layer,
        feature_id=overlap.feature_id,
        legal_basis=kind.provenance.norm,
        details={
            **overlap.details,
            "name": overlap.name,
            "role": overlap.role,
            "date": overlap.date,
            "area_ha": f"{overlap.area_ha:.{profile.decimals.area_ha}f}",
            "area_method": case.area_method,
            "percent": f"{overlap.percent:.2f}",
            "percent_of_feature": f"{overlap.percent_of_feature:.2f}",
            "width_m": f"{overlap.width_m:.2f}",
            "sigma_m": f"{sigma:.2f}",
            "consequence": kind.consequence,
            "opinion": kind.opinion,
            "settled_by": kind.settled_by,
            "source": kind.provenance.source,
            "verified": kind.provenance.verified,
        },
    )


def _verdict(kind: OverlapRule, overlap: Overlap, is_sliver: bool, counts: bool) -> tuple[str, str, str]:
    """Message, severity and fix of an overlap."""
    if overlap.is_own:
        return "finding.own_unit", NOTE, ""
    is_land = overlap.role in LAND
    if is_sliver:
        if kind.severity == NOTE:
            return "finding.touch", NOTE, ""
        return "finding.touch", REVIEW if is_land else NOTE, "snap_to_registered" if is_land else ""
    fix = "exclude" if kind.severity in ("exclude", "blocker") else ""
    if not counts:
        return "finding.overlap_small", NOTE, fix
    return "finding.overlap", kind.severity, fix


def _named(name: str, feature_id: str) -> str:
    number = feature_id if feature_id.startswith("#") else f"#{feature_id}"
    return f"{name} ({number})" if name and name != feature_id else number


def _geometry(wkb: bytes) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def _lacks_references(case: Case, profile: Profile) -> Message | None:
    return None if case.references else Message("rule.no_references")


_SURVEY = ("geometry_wkb", "vertices", "overlaps")

RULES = (
    Rule("G07", GEOMETRY, on_registered_lines, (*_SURVEY, "references"), _lacks_references),
    Rule("G08", GEOMETRY, land_in_common, (*_SURVEY, "area_method"), _lacks_references),
)
OVERLAP_RULES = (Rule("O01", OVERLAPS, overlaps_by_kind, (*_SURVEY, "area_method"), _lacks_references),)
