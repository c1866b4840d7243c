"""Sentences about communities that come from other lists."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "community.no_name": translate("RainforestAlert", "it has no name in the chosen field"),
        "community.no_name_field": translate(
            "RainforestAlert",
            "No field of “{layer}” is known to hold the names of communities (it has: {fields}). Choose the field of the name.",
        ),
        "community.column": translate("RainforestAlert", "Field “{column}” is taken as {role}."),
        "community.no_key": translate(
            "RainforestAlert",
            "No field with a code of the communities: they are known by name, people, district and boundary.",
        ),
        "community.psad56": translate(
            "RainforestAlert",
            "The layer is in PSAD56 ({system}), some 430 m from WGS 84, and no operation of the registry carries it better than "
            "{accuracy_m} m. The workspace keeps the numbers of its {count} boundaries as they are; on the map and in comparisons they are "
            "carried by {operation}. No title is made from them. A draft that begins from one of them is carried to WGS 84 first, when the "
            "person agrees: good for talking and comparing, no survey.",
        ),
        "community.twin": translate(
            "RainforestAlert",
            "“{name}” ({key}) seems to be the same community as {twins}. Both are kept apart; compare them and decide with the community.",
        ),
        "community.twin_left_out": translate(
            "RainforestAlert", "it seems to be the same community as {twins}, and doubles were to be left out"
        ),
        "community.changed": translate(
            "RainforestAlert",
            "“{name}” ({key}) has another boundary in this layer than in the workspace, which stays as it is. If the new one is right, "
            "propose it (Propose boundary).",
        ),
        "community.invalid_boundary": translate(
            "RainforestAlert",
            "The boundary of “{name}” ({key}) is no valid polygon: it crosses or meets itself in {count} places, for instance at "
            "{easting:.2f} E, {northing:.2f} N (EPSG:{epsg}; {reason}). It comes in as the layer has it, marked and without an area. "
            "Draw it right with the community and propose it (Propose boundary).",
        ),
        "community.mark_invalid": translate(
            "RainforestAlert",
            "no valid polygon: crosses or meets itself in {count} places, for instance at {easting:.2f} E, {northing:.2f} N; area unknown",
        ),
        "community.summary": translate(
            "RainforestAlert",
            "{new} new communities, {known} already in the workspace, {changed} with another boundary, {twins} that seem to be double.",
        ),
    }
