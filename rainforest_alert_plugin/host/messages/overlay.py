"""Sentences of the room `overlay`."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "input.not_a_layer": translate("RainforestAlert", "it is no layer that QGIS can open"),
        "reference.none": translate(
            "RainforestAlert", "No reference layer was given. Choose at least one polygon layer."
        ),
        "reference.not_polygons": translate(
            "RainforestAlert",
            "The reference layer “{layer}” holds no polygons, and only polygons have an area in common with a boundary. "
            "Choose a polygon layer, or draw a buffer round its lines or points first.",
        ),
        "reference.remote": translate(
            "RainforestAlert",
            "“{layer}” comes from a server: only its features within the extent of the boundaries were read and counted.",
        ),
        "reference.server_failed": translate(
            "RainforestAlert",
            "The server of “{layer}” could not overlay it ({reason}). Run again, or save the layer to a GeoPackage and use that.",
        ),
        "reference.away": translate(
            "RainforestAlert",
            "Features that lie away from every boundary are counted as used; whether their geometry is valid was not looked at.",
        ),
        "overlap.no_usable_boundaries": translate(
            "RainforestAlert",
            "None of the {count} boundaries of “{layer}” can be used; the first one: {reason}. Correct the layer and run again.",
        ),
        "overlap.failed": translate(
            "RainforestAlert", "The geometry engine could not overlay two polygons ({reason})."
        ),
        "overlap.pair_failed": translate(
            "RainforestAlert",
            "NOT EVALUATED: {boundary} with {feature} of “{layer}”, because the geometry engine failed ({reason}). "
            "Check both polygons by hand.",
        ),
        "overlap.more_failed": translate("RainforestAlert", "… and {count} more pairs could not be evaluated."),
        "overlap.summary": translate(
            "RainforestAlert",
            "{count} overlaps found. {touching} pairs only touch; {small} overlaps ({small_ha:.4f} ha in all) are below the "
            "smallest area of {min_area_ha} ha and were left out.",
        ),
        "topology.summary": translate(
            "RainforestAlert",
            "Doubles: {duplicates}. Overlaps: {overlaps}. Gaps: {gaps}. Unshared vertices: {vertices}. Tolerance: {tolerance_m} m.",
        ),
        "topology.gaps_failed": translate(
            "RainforestAlert",
            "NOT EVALUATED: gaps round {boundaries} (layer: {layer}), because the geometry engine failed ({reason}). Check them by hand.",
        ),
        "topology.lines": translate("RainforestAlert", "Findings on the {lines} boundary lines: {count}."),
        "overlap.utm": translate(
            "RainforestAlert", "Areas are plane areas in the UTM zone named in the field utm_epsg of each row."
        ),
        "wkb.not_polygon": translate(
            "RainforestAlert", "Geometry number {index} is not a polygon. Choose a layer that holds only polygons."
        ),
        "wkb.truncated": translate(
            "RainforestAlert",
            "Geometry number {index} ends too early: the file is damaged. Get it again from its source.",
        ),
        "wkb.not_geopackage": translate(
            "RainforestAlert",
            "A geometry is not stored as a GeoPackage prescribes. Export the layer to a new GeoPackage and use that.",
        ),
    }
