"""Many points at once, as bytes for the database."""

from __future__ import annotations

from typing import Any

import numpy as np

_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
_BLOB = np.dtype([("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srid", "<i4"), ("point", _POINT)])


def _filled(longitudes: Any, latitudes: Any) -> Any:
    points = np.zeros(len(longitudes), dtype=_POINT)
    points["order"] = 1
    points["kind"] = 1
    points["x"] = longitudes
    points["y"] = latitudes
    return points


def point_wkbs(longitudes: Any, latitudes: Any) -> list[bytes]:
    """Little-endian well-known binary of points; float64 arrays of one length, degrees."""
    points = _filled(longitudes, latitudes)
    size, joined = points.itemsize, points.tobytes()
    return [joined[start : start + size] for start in range(0, len(joined), size)]


def point_blobs(longitudes: Any, latitudes: Any, srid: int = 4326) -> list[bytearray]:
    """GeoPackage geometries of points, without envelope.

    Not as ``bytes``: for each of those, Python's sqlite3 looks for an adapter in vain, which takes longer than writing the point.
    """
    blobs = np.zeros(len(longitudes), dtype=_BLOB)
    blobs["magic"] = b"GP"
    blobs["flags"] = 1
    blobs["srid"] = srid
    blobs["point"] = _filled(longitudes, latitudes)
    size, joined = blobs.itemsize, bytearray(blobs.tobytes())
    return [joined[start : start + size] for start in range(0, len(joined), size)]


def point_coordinates(wkbs: list[bytes]) -> tuple[Any, Any]:
    """Longitudes and latitudes (float64 arrays) of little-endian well-known binary of points.

    Raises
    ------
    ValueError
        When one of them is not such a point.
    """
    points = np.frombuffer(b"".join(wkbs), dtype=_POINT)
    if len(points) != len(wkbs) or not np.all((points["order"] == 1) & (points["kind"] == 1)):
        raise ValueError("not a little-endian point")
    return points["x"], points["y"]
