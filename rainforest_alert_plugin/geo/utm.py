"""UTM zone of a place."""

from __future__ import annotations

import math

_NORTH = 32600
_SOUTH = 32700


def utm_zone(longitude: float) -> int:
    """Number of the UTM zone, 1 to 60; the six-degree rule without the exceptions of Norway and Svalbard."""
    return math.floor((longitude + 180.0) / 6.0) % 60 + 1


def utm_epsg(longitude: float, latitude: float) -> int:
    """EPSG code of the WGS 84 / UTM system of a place; the equator counts as north."""
    return (_NORTH if latitude >= 0.0 else _SOUTH) + utm_zone(longitude)
