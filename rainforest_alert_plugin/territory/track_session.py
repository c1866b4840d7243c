"""A track on its way to a boundary: the steps that were done, in any order, each of which can be taken back and done again."""

from __future__ import annotations

import math
from itertools import zip_longest
from typing import Sequence

from ..geo.datum import PinnedShift
from .carried_datum import with_shift
from .draft import Draft, DraftVertex, complete_labels, joined
from .field_feature import Vertices, method_with_quality
from .track import TrackStep
from .versions import Vertex
from .written_values import iso_time


class TrackSession:
    """Steps over one track.

    Parameters
    ----------
    vertices : ndarray of VERTEX_DTYPE
        In metres of `epsg`.
    epsg : int
    method : str
        How it was surveyed; empty when unknown.
    source : str
        The file that it comes from; empty when unknown.
    labels, methods : sequence of str
        Surveyed label of each vertex, and how each was surveyed where they differ; empty for one that has none.
    shift : PinnedShift, optional
        Operation by which all vertices came from another datum. It moves the track as a whole: accuracies are without it until the draft.
    """

    def __init__(
        self,
        vertices: Vertices,
        epsg: int,
        method: str = "",
        source: str = "",
        labels: Sequence[str] = (),
        methods: Sequence[str] = (),
        shift: PinnedShift | None = None,
    ) -> None:
        self.original = vertices
        self.epsg = epsg
        self.method = method
        self.source = source
        self.shift = shift
        places = zip(vertices["x"].tolist(), vertices["y"].tolist())
        words = zip_longest(places, labels, methods, fillvalue="")
        self._surveyed = {place: (label, method or self.method) for place, label, method in words}
        self.done: list[TrackStep] = []
        self._undone: list[TrackStep] = []

    @property
    def vertices(self) -> Vertices:
        """The track as it stands."""
        return self.done[-1].after if self.done else self.original

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self.done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._undone)

    @property
    def is_closed(self) -> bool:
        """Whether the last vertex repeats the first."""
        ring = self.vertices
        return len(ring) > 3 and ring["x"][0] == ring["x"][-1] and ring["y"][0] == ring["y"][-1]

    def do(self, step: TrackStep) -> None:
        """Take a step; what was taken back before is forgotten."""
        self.done.append(step)
        self._undone.clear()

    def undo(self) -> TrackStep:
        """Take the last step back."""
        step = self.done.pop()
        self._undone.append(step)
        return step

    def redo(self) -> TrackStep:
        """Do the step again that was taken back last."""
        step = self._undone.pop()
        self.done.append(step)
        return step

    def draft(self, prefix: str) -> Draft:
        """The closed track as a draft: each vertex with its own label, accuracy and time, where it was measured.

        A vertex without a surveyed label is numbered after `prefix`.
        """
        ring = self.vertices[:-1] if self.is_closed else self.vertices
        places = list(zip(ring["x"].tolist(), ring["y"].tolist()))
        # what was moved onto a registered line stands where nobody measured, and has lost its time and accuracy
        words = [self._surveyed.get(place, ("", "")) for place in places]
        labels = complete_labels([label for label, _ in words], prefix)
        onto = self._moved_by()
        found = []
        for number, (one, place, label, (_, method)) in enumerate(zip(ring, places, labels, words), start=1):
            sigma = float(one["sigma_m"])
            vertex = Vertex(
                0,
                0,
                number,
                label,
                *place,
                self.epsg,
                method_with_quality(method, str(one["quality"])) or None,
                None if math.isnan(sigma) else sigma,
                iso_time(one["time"]) or None,
            )
            shift = self.shift if place in self._surveyed else onto.get(place)
            found.append(DraftVertex(with_shift(vertex, shift)))
        return joined({(0, 0): found})

    def _moved_by(self) -> dict[tuple[float, float], PinnedShift | None]:
        """Of the places onto which steps moved vertices, the operation by which the line of the step came."""
        found = {}
        for step in self.done:
            moved = step.after[step.moved]
            found.update(dict.fromkeys(zip(moved["x"].tolist(), moved["y"].tolist()), step.shift))
        return found
