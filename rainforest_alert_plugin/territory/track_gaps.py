"""Gaps between the parts of a track, where the receiver was off or saw too few satellites."""

from __future__ import annotations

from typing import Iterable, Sequence

import numpy as np

from ..errors import Message
from ..geo.arrays import Floats
from ..geo.geodesic import distance_m
from .field_feature import FieldFeature
from .plane import is_geographic

_MOST_NOTES = 5
_MOST_GAPS = 6


def gaps_m(ends: Floats, starts: Floats, epsg: int | None) -> Floats:
    """Distance in metres from the end of each part to the start of the next, shape (parts - 1,).

    Parameters
    ----------
    ends, starts : ndarray of float, shape (parts - 1, 2)
        Last place of each part but the last, and first place of the one after it, in the system `epsg`: on the ellipsoid for degrees,
        otherwise in the plane.
    """
    if epsg is not None and is_geographic(epsg):
        return distance_m(ends[:, 0], ends[:, 1], starts[:, 0], starts[:, 1])
    plane: Floats = np.hypot(*(starts - ends).T)
    return plane


def gap_words(gaps: Sequence[float] | Floats) -> str:
    """Gaps between the parts of a track as people read them: ``1–2: 5559 m; 2–3: 12 m``."""
    said = [f"{n}–{n + 1}: {gap:.0f} m" for n, gap in enumerate(gaps, start=1)]
    return "; ".join([*said[:_MOST_GAPS], *(["…"] if len(said) > _MOST_GAPS else [])])


def gap_notes(features: Iterable[FieldFeature], epsg: int | None) -> list[Message]:
    """A note for each track of several parts; of many such tracks the first ones, and how many more there are."""
    notes = []
    for feature in features:
        if feature.kind != "track" or len(feature.parts) < 2:
            continue
        places = np.column_stack([feature.vertices["x"], feature.vertices["y"]])
        ends = places[[part.stop - 1 for part in feature.parts[:-1]]]
        starts = places[[part.start for part in feature.parts[1:]]]
        gaps = gap_words(gaps_m(ends, starts, epsg))
        name = feature.name or f"#{feature.line}"
        notes.append(Message("field.track_parts", name=name, count=len(feature.parts), gaps=gaps))
    more = len(notes) - _MOST_NOTES
    return notes if more <= 0 else [*notes[:_MOST_NOTES], Message("field.track_parts_more", count=more)]
