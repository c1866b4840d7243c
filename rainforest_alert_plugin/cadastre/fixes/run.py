"""Running chosen fixes one after the other, in the order in which each finds its work undisturbed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Sequence

from ...errors import InputError
from ...geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .cutting import EXCLUDE, SLIVERS, CutUnit, close_slivers, exclude, polygon_of
from .own_line import orient_rings, remove_collinear, remove_duplicates, remove_spikes
from .registered_line import RegisteredRing, snap_to_registered
from .vertices import FixedBoundary, FixRing, VertexChange
from .whole_frame import shift_datum, swap_axes

# What stands first changes what the later ones see; cutting needs a valid boundary and comes last.
FIXES = (
    "swap_axes",
    "shift_datum",
    "remove_duplicates",
    "remove_spikes",
    "snap_to_registered",
    SLIVERS,
    EXCLUDE,
    "remove_collinear",
    "orient_rings",
)
NEED_VALID = (SLIVERS, EXCLUDE)
# What lies around shapes what these make of a boundary.
NEED_SURROUNDINGS = ("snap_to_registered", SLIVERS, EXCLUDE)
# These change where on the ground the boundary lies: what is around it is looked up only after them.
FRAME = ("swap_axes", "shift_datum")


@dataclass(frozen=True)
class FixSettings:
    """How fixes work.

    Attributes
    ----------
    tolerance_m : float
        Distance within which a registered line attracts, and mean width below which land between two lines is a sliver.
    repeated_vertex_m, spike_angle_deg, collinear_m : float
        Thresholds of the profile.
    beyond_sigma : bool
        Whether surveyed vertices may move by more than their accuracy.
    psad56_epsg, operation_code : int
        System the numbers stand in and operation to carry them, for ``shift_datum``.
    registered : tuple of RegisteredRing
    neighbours, excluded : tuple of CutUnit
        Registered neighbours for slivers, and land to take out.
    """

    tolerance_m: float
    repeated_vertex_m: float
    spike_angle_deg: float
    collinear_m: float
    beyond_sigma: bool = False
    psad56_epsg: int = 0
    operation_code: int = 0
    registered: tuple[RegisteredRing, ...] = ()
    neighbours: tuple[CutUnit, ...] = ()
    excluded: tuple[CutUnit, ...] = ()


@dataclass(frozen=True)
class FixRun:
    """A boundary before and after.

    Attributes
    ----------
    before, after : tuple of FixRing
    changes : tuple of VertexChange
        In the order they were made; those that were asked and not made among them.
    epsg : int
        System of the result.
    applied : tuple of str
        Fixes that changed something.
    area_before_ha, area_after_ha : float
        In the plane of each one's system.
    """

    before: tuple[FixRing, ...]
    after: tuple[FixRing, ...]
    changes: tuple[VertexChange, ...]
    epsg: int
    applied: tuple[str, ...] = field(default=())
    area_before_ha: float = 0.0
    area_after_ha: float = 0.0

    @property
    def asked(self) -> tuple[VertexChange, ...]:
        """Changes that wait for somebody's word."""
        return tuple(change for change in self.changes if change.is_asked)

    @property
    def furthest_m(self) -> float:
        """Largest distance of a change that was made."""
        return max((change.distance_m for change in self.changes if not change.is_asked), default=0.0)


LookAround = Callable[["tuple[FixRing, ...]", int], FixSettings]


def run_fixes(
    rings: Sequence[FixRing],
    fixes: Sequence[str],
    settings: FixSettings,
    epsg: int,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
    look_around: LookAround | None = None,
) -> FixRun:
    """Apply fixes; each works on what the one before left.

    Parameters
    ----------
    rings : sequence of FixRing
    fixes : sequence of str
        Of :data:`FIXES`; they are applied in that order.
    settings : FixSettings
    epsg : int
        System of the rings.
    look_around : callable, optional
        Gives the settings with what lies around the rings, in the system given: asked once, when axes and datum are right.

    Raises
    ------
    InputError
        ``fix.unknown``; ``fix.not_valid`` (with place) when a fix that cuts meets a boundary that crosses itself; ``fix.nothing_left``.
    """
    unknown = [fix for fix in fixes if fix not in FIXES]
    if unknown:
        raise InputError("fix.unknown", fix=", ".join(unknown), known=", ".join(FIXES))
    now = tuple(rings)
    changes: list[VertexChange] = []
    applied = []
    wanted = [fix for fix in FIXES if fix in fixes]
    for number, fix in enumerate(wanted):
        stop_if(is_cancelled)
        if look_around is not None and fix not in FRAME:
            settings, look_around = look_around(now, epsg), None
        if fix in NEED_VALID:
            _refuse_invalid(now)
        done, epsg = _apply(fix, now, settings, epsg, is_cancelled)
        if done.made:
            applied.append(fix)
        changes += done.changes
        now = done.rings
        progress(100.0 * (number + 1) / len(wanted))
    if not any(ring.ring == 0 and len(ring.vertices) >= 3 for ring in now):
        raise InputError("fix.nothing_left")
    return FixRun(
        tuple(rings),
        now,
        tuple(changes),
        epsg,
        tuple(applied),
        FixedBoundary(tuple(rings)).area_ha(),
        FixedBoundary(now).area_ha(),
    )


def _apply(
    fix: str, rings: tuple[FixRing, ...], settings: FixSettings, epsg: int, is_cancelled: IsCancelled
) -> tuple[FixedBoundary, int]:
    beyond = settings.beyond_sigma
    if fix == "swap_axes":
        return swap_axes(rings), epsg
    if fix == "shift_datum":
        return shift_datum(rings, settings.psad56_epsg, settings.operation_code)
    if fix == "remove_duplicates":
        return remove_duplicates(rings, settings.repeated_vertex_m, beyond, is_cancelled), epsg
    if fix == "remove_spikes":
        least_deg, least_m = settings.spike_angle_deg, settings.repeated_vertex_m
        return remove_spikes(rings, least_deg, least_m, beyond, is_cancelled), epsg
    if fix == "snap_to_registered":
        return snap_to_registered(rings, settings.registered, settings.tolerance_m, beyond, is_cancelled), epsg
    if fix == SLIVERS:
        return close_slivers(rings, settings.neighbours, settings.tolerance_m, beyond, is_cancelled), epsg
    if fix == EXCLUDE:
        return exclude(rings, settings.excluded, is_cancelled), epsg
    if fix == "remove_collinear":
        return remove_collinear(rings, settings.collinear_m, beyond, is_cancelled), epsg
    return orient_rings(rings), epsg


def _refuse_invalid(rings: Sequence[FixRing]) -> None:
    polygon = polygon_of(rings)
    if polygon.isGeosValid():
        return
    faults = polygon.validateGeometry()
    place = next((fault.where() for fault in faults if fault.hasWhere()), polygon.boundingBox().center())
    reason = faults[0].what() if faults else polygon.lastError()
    raise InputError("fix.not_valid", reason=reason, easting=f"{place.x():.2f}", northing=f"{place.y():.2f}")
