"""Sentences of the rules: what was found, where, and what to do about it."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {**_engine(), **_rings()}


def _engine() -> dict[str, str]:
    return {
        "rule.profile_unverified": translate(
            "RainforestAlert",
            "The profile “{profile}” holds no verified value of the procedure: only geometry is checked.",
        ),
        "profile.geometry_only": translate(
            "RainforestAlert",
            "{profile}: no value of this procedure was verified in a norm. Only the geometry was checked; "
            "documents, numbers and overlaps were NOT evaluated.",
        ),
        "profile.norm_not_read": translate(
            "RainforestAlert",
            "{profile}: the text of {norm} itself was not read. Have the values confirmed by the office before you rely on them.",
        ),
        "profile.unverified_values": translate(
            "RainforestAlert", "{count} values of the profile were not verified in a norm: {places}."
        ),
    }


def _rings() -> dict[str, str]:
    return {
        "finding.no_polygon": translate(
            "RainforestAlert",
            "The boundary is no polygon, so nothing of its geometry can be checked. Draw it as a polygon.",
        ),
        "finding.ring_open": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: the ring does not close, {gap_m} m are missing at E {easting}, N {northing}.",
        ),
        "finding.too_few_vertices": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: only {count} distinct vertices at E {easting}, N {northing}; three are the least.",
        ),
        "finding.repeated_vertex": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: vertex {vertex} is repeated at E {easting}, N {northing} "
            "(the next one is {distance_m} m away). Remove one of the two.",
        ),
        "finding.spike": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: a spike of {angle_deg}° at E {easting}, N {northing}. "
            "Probably a vertex keyed in the wrong order: correct or remove it.",
        ),
        "finding.crossing": translate(
            "RainforestAlert",
            "The boundary crosses or touches itself at E {easting}, N {northing} ({reason}). Correct the order of the vertices there.",
        ),
        "finding.several_parts": translate(
            "RainforestAlert",
            "The territory has {count} parts ({areas_ha} ha). Each needs its own plan and its own row of areas.",
        ),
        "finding.enclave": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: an enclave of {area_ha} ha at E {easting}, N {northing}. "
            "It needs a table of its own, and the area must be stated without it.",
        ),
        "finding.part_reversed": translate(
            "RainforestAlert", "Part {part} runs in the opposite direction of part 1. Turn it round."
        ),
        "finding.enclave_direction": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: the enclave runs in the same direction as the boundary round it. Turn it round.",
        ),
        "finding.numbers_reversed": translate(
            "RainforestAlert",
            "Part {part}: the numbers of the vertices run counterclockwise. Number them clockwise, as the table is read.",
        ),
        "finding.table_reversed": translate(
            "RainforestAlert", "Part {part}, ring {ring}: the technical table runs counterclockwise. Turn it round."
        ),
        "finding.table_start": translate(
            "RainforestAlert",
            "Part {part}: the technical table begins at {vertex}, not at the northernmost vertex (E {easting}, N {northing}).",
        ),
        "finding.short_side": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: side {side} at E {easting}, N {northing} measures only {length_m} m. Check its two vertices.",
        ),
        "finding.collinear": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: {count} vertices lie on the line between their neighbours (less than {limit_m} m off it), "
            "the first at E {easting}, N {northing}. They can be left out.",
        ),
    }
