"""What a vertex says that was carried from one datum to another: how well it is known then, and by which operation."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Iterable

from ..geo.datum import OPERATIONS, DatumOperation, PinnedShift
from .versions import Vertex

_CODE = re.compile(r"\bEPSG:(\d+)\b")


def with_shift(vertex: Vertex, shift: PinnedShift | None) -> Vertex:
    """A vertex with the accuracy of an operation in its own, and the operation beside its method; as it is when there is none."""
    if shift is None:
        return vertex
    return replace(
        vertex, method=method_with_shift(vertex.method or "", shift), sigma_m=sigma_with_shift(vertex.sigma_m, shift)
    )


def new_with_shift(vertices: Iterable[Vertex], before: Iterable[Vertex], shift: PinnedShift | None) -> list[Vertex]:
    """Vertices of which those that stand where none stood before came by an operation."""
    known = {vertex.place for vertex in before}
    return [vertex if vertex.place in known else with_shift(vertex, shift) for vertex in vertices]


def method_with_shift(method: str, shift: PinnedShift) -> str:
    """How a vertex was surveyed and what it was carried by: ``paper_title, EPSG:1208``."""
    return ", ".join(filter(None, (method, shift.code)))


def sigma_with_shift(sigma_m: float | None, shift: PinnedShift) -> float:
    """Accuracy of a vertex after an operation, in metres; what nobody stated counts as nothing."""
    return math.hypot(sigma_m or 0.0, shift.operation.accuracy_m)


def source_with_shift(source: str, epsg: int, shift: PinnedShift | None) -> str:
    """Where a boundary comes from, and how it came into the system `epsg`: ``…, EPSG:24878 → EPSG:32718, EPSG:1208, ±16 m``."""
    if shift is None:
        return source
    return f"{source} \N{RIGHTWARDS ARROW} EPSG:{epsg}, {shift.code}, ±{shift.operation.accuracy_m:.0f} m"


def operation_told(vertices: Iterable[Vertex]) -> DatumOperation | None:
    """The operation by which vertices say that they were carried from another datum; None when none says so."""
    for vertex in vertices:
        for code in _CODE.findall(vertex.method or ""):
            if int(code) in OPERATIONS:
                return OPERATIONS[int(code)]
    return None
