"""What a reading says of the closure of its traverse, before and after it was adjusted."""

from __future__ import annotations

from typing import Iterable

import numpy as np

from ..errors import Message
from ..geo.arrays import Floats
from .field_feature import FieldFeature, FieldReading

# Facts of the notes that state a closure in metres: of a whole traverse, and of one between two stated vertices.
_FACTS = {"field.traverse_closure": "closure_m", "field.misfit": "misfit_m", "field.misfit_spread": "misfit_m"}


def closure_m(notes: Iterable[Message]) -> float | None:
    """The largest closure error in metres before any adjustment; None where nothing was computed from bearings and distances."""
    stated = [float(note.facts[_FACTS[note.id]]) for note in notes if note.id in _FACTS]
    return max(stated, default=None)


def adjustment(plain: FieldReading, adjusted: FieldReading) -> Message:
    """What adjusting did: the closure error before and after, and how far a vertex moved at most."""
    before, after = _places(plain.features), _places(adjusted.features)
    return Message(
        "field.adjustment",
        before_m=f"{closure_m(plain.notes) or 0.0:.3f}",
        after_m="0.000",
        largest_m=f"{float(np.hypot(*(after - before).T).max()):.3f}",
    )


def _places(features: Iterable[FieldFeature]) -> Floats:
    places: Floats = np.array(
        [(f.vertices["x"][0], f.vertices["y"][0]) for f in features if f.kind == "vertex"]
    ).reshape(-1, 2)
    return places
