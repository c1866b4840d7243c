"""Sentences of the room `titling`."""

from __future__ import annotations


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {}
