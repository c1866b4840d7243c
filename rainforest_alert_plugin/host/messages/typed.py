"""Sentences about what a person types of an old paper."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "typed.nothing": translate("RainforestAlert", "Nothing is typed yet."),
        "typed.read": translate("RainforestAlert", "Read so far: {count} vertices ({vertices})."),
        "typed.marked": translate("RainforestAlert", "Not understood: {count}, listed below and coloured."),
        "typed.rows_marked": translate(
            "RainforestAlert",
            "It can be brought in when the marked rows are corrected ({count}); a boundary is not closed over a side "
            "that is missing.",
        ),
        "typed.bad_bearing": translate(
            "RainforestAlert",
            "Row {row} {vertex}: “{text}” is no bearing. Write N 45°30'20\" E, or an azimuth such as 123°45'10\".",
        ),
        "typed.no_bearing": translate("RainforestAlert", "Row {row} {vertex}: the bearing is missing."),
        "typed.bad_distance": translate("RainforestAlert", "Row {row} {vertex}: “{text}” is no distance in metres."),
        "typed.no_distance": translate("RainforestAlert", "Row {row} {vertex}: the distance is missing."),
        "typed.bad_easting": translate("RainforestAlert", "The east of the first vertex is no number: “{text}”."),
        "typed.bad_northing": translate("RainforestAlert", "The north of the first vertex is no number: “{text}”."),
        "typed.no_start": translate(
            "RainforestAlert", "Give the east and the north of the first vertex, and it can be brought in."
        ),
        "typed.no_vertex": translate(
            "RainforestAlert",
            "No vertex has coordinates that can be read yet. Write the east and the north of one vertex beside its name.",
        ),
        "typed.no_system": translate(
            "RainforestAlert", "Choose the coordinate system above; the numbers do not tell it. {hint}"
        ),
    }
