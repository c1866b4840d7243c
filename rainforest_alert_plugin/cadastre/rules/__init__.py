"""The rules, one small function each, by family."""

from __future__ import annotations

from . import documents, neighbours, numbers, position, rings, rivers_and_soils
from .rule import Rule

ALL_RULES: tuple[Rule, ...] = (
    *rings.RULES,
    *neighbours.RULES,
    *position.RULES,
    *rivers_and_soils.RULES,
    *numbers.RULES,
    *documents.RULES,
    *neighbours.OVERLAP_RULES,
)
