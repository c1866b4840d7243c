"""The rules, one small function each, by family."""

from __future__ import annotations

from . import rings
from .rule import Rule

ALL_RULES: tuple[Rule, ...] = (*rings.RULES,)
