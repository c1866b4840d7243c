"""Sentences of the sources of alerts."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "sources.out_of_reach": translate(
            "RainforestAlert",
            "{title} cannot be reached now. The data fetched {days} days ago stays in use ({start} to {end}); newer alerts are missing.",
        ),
        "sources.key_needed": translate(
            "RainforestAlert",
            "“{title}” needs a key. Choose the authentication configuration that holds it, or make one "
            "(Options, Authentication).",
        ),
        "sources.no_area": translate(
            "RainforestAlert", "The area has no usable polygon. Choose a layer with at least one territory."
        ),
        "sources.told_by_cells": translate(
            "RainforestAlert",
            "Territories of the workspace whose outline the public may not have, asked for by the cells of the grid that they touch "
            "only: {count}.",
        ),
        "sources.area_impossible": translate(
            "RainforestAlert",
            "The area reaches from {extent}: that is no place on the map, or more than half of the earth. "
            "Check the coordinates and the reference system of the layer.",
        ),
        "sources.period_impossible": translate(
            "RainforestAlert",
            "There are no alerts from {start} to {end}: they begin on {first}, and today is {today}. Correct "
            "the dates, and check the date of the computer.",
        ),
        "sources.unchanged": translate(
            "RainforestAlert", "{title}: nothing new since the last download (version {version}); the file is kept."
        ),
        "sources.answer_changed": translate(
            "RainforestAlert",
            "{title} answered in a form that is not known ({what} is missing). The service has probably "
            "changed: look for a new version of the plugin, or import a file.",
        ),
        "sources.columns_changed": translate(
            "RainforestAlert",
            "{title} sent other columns than expected. Expected: {expected}. Sent: {found}. The service has "
            "probably changed: look for a new version of the plugin.",
        ),
        "sources.cannot_split": translate(
            "RainforestAlert",
            "{title} cannot answer even for the smallest piece of the area and one day. Try again later.",
        ),
        "sources.impossible_rows": translate(
            "RainforestAlert",
            "{title}: {count} alerts have a date in the future or before 2015, or no place on the earth, and were left out.",
        ),
        "sources.unknown_confidence": translate(
            "RainforestAlert", "{title}: {count} alerts have a confidence that is not known; they will count as low."
        ),
        "sources.epoch_shifted": translate(
            "RainforestAlert", "{title}: the service gives dates a day off from its own raster; they were put right."
        ),
        "sources.epoch_unexplained": translate(
            "RainforestAlert",
            "{title}: the dates differ from the service's own raster and cannot be explained. Do not rely on the exact day.",
        ),
        "sources.epoch_not_checked": translate(
            "RainforestAlert", "{title}: the dates could not be compared with the raster and may be one day late."
        ),
        "sources.not_a_tiff": translate(
            "RainforestAlert",
            "What lies at {url} is no GeoTIFF that can be read in parts. Download the file and import it instead.",
        ),
        "sources.truncated_file": translate(
            "RainforestAlert",
            "The image at {url} is shorter than it says. Try again later; the service may be replacing it.",
        ),
        "sources.nothing_wanted": translate(
            "RainforestAlert", "The area lies outside the image. Choose another source or area."
        ),
        "sources.no_tile": translate(
            "RainforestAlert", "{title} has no file for {tiles}. It may not cover the area or the year."
        ),
        "sources.tiles_missing": translate(
            "RainforestAlert", "{title} has no file for {tiles}; the others were fetched."
        ),
        "sources.bad_archive": translate(
            "RainforestAlert", "The archive {name} cannot be used ({reason}). Delete it and download it again."
        ),
        "sources.unknown_values": translate(
            "RainforestAlert",
            "{title} {year}: {count} pixels have a value that is no day of the year; they were left out.",
        ),
        "sources.table_differs": translate(
            "RainforestAlert",
            "{title} {year}: {count} values have another date in the table than the day of the year they stand "
            "for; the table was followed.",
        ),
        "sources.licence": translate(
            "RainforestAlert", "{title}, version {version}. Licence: {licence}. {attribution}."
        ),
        "sources.nothing_new": translate(
            "RainforestAlert",
            "{title}: the workspace holds {start} to {end} in version {version} already; nothing was fetched.",
        ),
        "sources.since": translate(
            "RainforestAlert",
            "{title}: asked from {start} on, {days} days before the end of the last batch, for what was confirmed or taken back "
            "since.",
        ),
        "sources.version_gone": translate(
            "RainforestAlert",
            "{title}: version {wanted} is no longer kept by the service ({kept} others are). The latest one, {version}, was taken: "
            "its alerts may differ from the earlier result.",
        ),
        "sources.job_failed": translate(
            "RainforestAlert",
            "{title}: the joint question for all territories failed at the service ({reason}); they were asked one by one.",
        ),
        "sources.job_partial": translate(
            "RainforestAlert",
            "{title}: the service answered for all but {count} pieces of the area; those were asked one by one.",
        ),
        "sources.resumed": translate(
            "RainforestAlert", "{title}: {count} answers of a run that was broken off were used again."
        ),
        "sources.address_needed": translate(
            "RainforestAlert",
            "The address of “{title}” changes and is not known to the plugin. Look it up at {where} and enter it under “Address of "
            "the service”.",
        ),
        "sources.undated_points": translate(
            "RainforestAlert",
            "{title} gives no dates: each alert carries the day on which it was first fetched here.",
        ),
        "sources.service_error": translate(
            "RainforestAlert",
            "{title} answered with an error: {detail}. Check the address and the year, or try again later.",
        ),
        "sources.tile_doubled": translate(
            "RainforestAlert", "{title}: {count} pixels lie in two overlapping tiles and were taken once."
        ),
        "sources.undated": translate(
            "RainforestAlert", "{title}: {count} polygons have no date or no outline and were left out."
        ),
    }
