"""The scale of a plan and the spacing of its grid."""

from __future__ import annotations

import math
from typing import Sequence

from ..errors import InputError

_MM_PER_M = 1000.0
_ROUND = (1.0, 2.0, 5.0)


def choose_scale(
    width_m: float,
    height_m: float,
    frame_width_mm: float,
    frame_height_mm: float,
    fill_share: float,
    scales: Sequence[int],
) -> int:
    """Smallest standard denominator at which a territory fits its frame.

    Parameters
    ----------
    width_m, height_m : float
        Extent of the territory in the plane of the projection.
    frame_width_mm, frame_height_mm : float
        Size of the map on paper.
    fill_share : float
        Largest share of the frame that the territory may take in either direction.
    scales : sequence of int
        Standard denominators, ascending.

    Raises
    ------
    InputError
        ``plan.too_large`` when not even the last of them fits.
    """
    needed = max(width_m / frame_width_mm, height_m / frame_height_mm) * _MM_PER_M / fill_share
    for denominator in scales:
        if denominator >= needed:
            return denominator
    raise InputError("plan.too_large", needed=math.ceil(needed), largest=scales[-1])


def grid_interval_m(denominator: int, least_mm: float) -> float:
    """Smallest round number of metres (1, 2 or 5 times a power of ten) whose distance on paper is at least `least_mm`."""
    least_m = least_mm * denominator / _MM_PER_M
    power = 10.0 ** math.floor(math.log10(least_m))
    candidates = [step * power * factor for factor in (1.0, 10.0) for step in _ROUND]
    return next(interval for interval in candidates if interval >= least_m * (1 - 1e-12))
