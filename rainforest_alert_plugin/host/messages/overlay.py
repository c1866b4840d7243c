"""Sentences of the room `overlay`."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "wkb.not_polygon": translate(
            "RainforestAlert", "Geometry number {index} is not a polygon. Choose a layer that holds only polygons."
        ),
        "wkb.truncated": translate(
            "RainforestAlert",
            "Geometry number {index} ends too early: the file is damaged. Get it again from its source.",
        ),
        "wkb.not_geopackage": translate(
            "RainforestAlert",
            "Geometry number {index} is not stored as a GeoPackage prescribes. Export the layer to a new GeoPackage and use that.",
        ),
    }
