"""Sentences of the room `alerts`: reading, recognising and counting alerts."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {**_rasters(), **_recognition(), **_pixels(), **_territories(), **_points()}


def _rasters() -> dict[str, str]:
    return {
        "alerts.no_georeference": translate(
            "RainforestAlert",
            "The raster “{name}” does not say where on the Earth it lies. Get it again from its source, as GeoTIFF.",
        ),
        "alerts.wrong_dtype": translate(
            "RainforestAlert",
            "The raster “{name}” holds numbers of type {dtype}; alert codes are whole numbers (Byte, UInt16 or Int16). "
            "Choose the original alert raster, not one that was calculated, scaled or coloured.",
        ),
        "alerts.not_a_file": translate(
            "RainforestAlert",
            "The layer “{name}” is a picture from a web service; its pixels hold colours, not alert codes. "
            "Download the alerts as a raster or points first.",
        ),
        "alerts.pair_differs": translate(
            "RainforestAlert",
            "“{name}” and “{other}” belong together but do not cover the same pixels. Get both for the same tile.",
        ),
        "alerts.partner_missing": translate(
            "RainforestAlert",
            "“{name}” holds only one half of the alerts: codes and dates stand in two rasters. Put the other one beside it under "
            "its original name (alert… and alertDate…, …_Alert and …_Date, …VEG-DIST-STATUS and …VEG-DIST-DATE) and run again.",
        ),
        "alerts.year_unknown": translate(
            "RainforestAlert",
            "GLAD-L dates are days of a year, and “{name}” does not name the year. Give the file its original name, for instance "
            "alert26_080W_10S_070W_00N.tif, and run again.",
        ),
    }


def _recognition() -> dict[str, str]:
    return {
        "alerts.source_unknown": translate(
            "RainforestAlert", "There is no alert source “{source}”. Choose one of: {sources}."
        ),
        "alerts.source_chosen": translate("RainforestAlert", "Source: {source}, as chosen; codes read as {form}."),
        "alerts.recognised_by_name": translate(
            "RainforestAlert", "Source: {source}, recognised by the file name “{name}”; codes read as {form}."
        ),
        "alerts.recognised_by_bands": translate(
            "RainforestAlert", "Source: {source}, recognised by the bands of “{name}”; codes read as {form}."
        ),
        "alerts.recognised_by_codes": translate(
            "RainforestAlert",
            "Source: {source}, recognised by the codes of “{name}” (2, 3 or 4 followed by a day). GLAD-L, GLAD-S2, RADD and "
            "DIST-ALERT from Global Forest Watch are written alike: choose the source if it is one of them.",
        ),
        "alerts.nothing_to_recognise": translate(
            "RainforestAlert", "“{name}” holds no codes at all; it is read as {source} without alerts."
        ),
        "alerts.source_ambiguous": translate(
            "RainforestAlert",
            "The codes of “{name}” (for instance {examples}) may be Global Forest Watch's codes or the dates of RADD. Choose the "
            "source; if it is RADD's own Date raster, put its Alert raster beside it.",
        ),
        "alerts.status_ambiguous": translate(
            "RainforestAlert",
            "“{name}” holds only confidence codes ({examples}), and its name does not tell whose. Choose the source, and put "
            "the raster of dates beside it.",
        ),
        "alerts.no_alert_codes": translate(
            "RainforestAlert",
            "“{name}” holds no alert codes of the source “{source}” (it holds, for instance, {examples}). Choose another source, "
            "or the raster of dates and confidences (date_conf) instead of intensities or other bands.",
        ),
        "alerts.may_be_yydoy": translate(
            "RainforestAlert",
            "The codes of “{name}” (for instance {examples}) were read as Global Forest Watch writes RADD. If this is RADD's own "
            "Date raster, the dates are wrong: put its Alert raster beside it and run again.",
        ),
    }


def _pixels() -> dict[str, str]:
    return {
        "alerts.invalid_codes": translate(
            "RainforestAlert",
            "{name}: {count} pixels hold codes the source does not define (for instance {examples}); they are not counted.",
        ),
        "alerts.undated_pixels": translate(
            "RainforestAlert", "{name}: {count} pixels have a confidence but no date; they are not counted."
        ),
        "alerts.first_pixels": translate(
            "RainforestAlert",
            "{name}: {count} pixels were seen changed only once and are no alerts yet; they are not counted.",
        ),
        "alerts.weak_pixels": translate(
            "RainforestAlert",
            "{name}: {count} pixels lost less than 30 % of their vegetation; they are not counted, as Global Forest Watch does.",
        ),
        "alerts.clipped_pixels": translate(
            "RainforestAlert",
            "{name}: {count} pixels hold 32767, the largest number this file can hold: later or surer alerts were probably cut to "
            "it when the file was converted. Get the raster again as UInt16.",
        ),
        "alerts.none_in_raster": translate(
            "RainforestAlert", "{name}: no alerts in the part of the raster where the territories lie."
        ),
        "alerts.dates_reversed": translate(
            "RainforestAlert", "The first day ({start}) is after the last day ({end}). Exchange them and run again."
        ),
    }


def _territories() -> dict[str, str]:
    return {
        "alerts.territories_outside": translate(
            "RainforestAlert",
            "None of the territories lies on the raster “{name}”. The raster covers {raster_extent}, the territories "
            "{territories_extent}. Choose the raster of their area, or check the reference system of both layers.",
        ),
        "alerts.territories_swapped": translate(
            "RainforestAlert",
            "None of the territories lies on the raster “{name}”, but they would if latitude and longitude were exchanged: their "
            "coordinates look swapped. Swap them (Processing toolbox, “Swap X and Y coordinates”) and run again.",
        ),
        "alerts.some_territories_outside": translate(
            "RainforestAlert",
            "{count} territories lie outside “{name}” and have no rows: {ids}. That says nothing about alerts there.",
        ),
        "alerts.some_territories_partly_outside": translate(
            "RainforestAlert",
            "{count} territories reach beyond “{name}”: {ids}. What lies outside the raster is not counted; for the whole, "
            "run again with a raster that covers them.",
        ),
        "alerts.no_usable_territories": translate(
            "RainforestAlert",
            "None of the {count} territories of “{layer}” can be used; the first one: {reason}. Correct the layer and run again.",
        ),
    }


def _points() -> dict[str, str]:
    return {
        "alerts.points_unreadable": translate(
            "RainforestAlert",
            "“{name}” has no columns that look like alerts: latitude, longitude and a date are needed; it has {fields}. "
            "Choose another file, or rename its columns.",
        ),
        "alerts.no_points": translate(
            "RainforestAlert", "“{name}” holds no alerts: it may be the answer to a question without results."
        ),
        "alerts.point_fields_missing": translate(
            "RainforestAlert",
            "The point layer “{layer}” lacks {missing}; alerts need the fields date, confidence and area_ha. "
            "Bring the file in with “Import alerts” first.",
        ),
        "alerts.points_without": translate(
            "RainforestAlert",
            "{name}: {count} rows have no place or no date and are left out; the first is row {first}.",
        ),
        "alerts.points_swapped": translate(
            "RainforestAlert",
            "“{name}”: latitudes beyond 90 degrees: latitude and longitude look swapped. Exchange the two columns and run again.",
        ),
        "alerts.words_unknown": translate(
            "RainforestAlert",
            "{name}: {count} alerts have a confidence that is not known ({words}); they are taken as low.",
        ),
        "alerts.points_undetected": translate(
            "RainforestAlert", "{name}: {count} rows say “not_detected” and are no alerts; they are left out."
        ),
        "alerts.points_repeated": translate(
            "RainforestAlert",
            "{name}: {count} alerts stand several times in the file; each is taken once, with its highest confidence.",
        ),
        "alerts.no_pixel_size": translate(
            "RainforestAlert",
            "{name}: the size of the pixels of these alerts is not known; their area is left empty (0 when counted).",
        ),
        "alerts.import_summary": translate(
            "RainforestAlert",
            "{name}: {read} alerts in the dates and confidence asked for; {kept} of them kept, {outside} outside the territories.",
        ),
        "alerts.epoch_uncertain": translate(
            "RainforestAlert",
            "GLAD-S2 dates may be one day off, because its producer does not say whether it counts from 0 or from 1.",
        ),
        "alerts.workspace_summary": translate(
            "RainforestAlert",
            "Workspace: {new} alerts new, {updated} updated, {unchanged} already there.",
        ),
        "alerts.mapping_given": translate(
            "RainforestAlert", "{name}: columns as given: {mapping}. They are remembered."
        ),
        "alerts.mapping_remembered": translate(
            "RainforestAlert", "{name}: columns as remembered for this header: {mapping}."
        ),
        "alerts.mapping_guessed": translate(
            "RainforestAlert",
            "{name}: columns as guessed: {mapping}. Where that is wrong, give their meaning (MAPPING).",
        ),
        "alerts.mapping_unreadable": translate(
            "RainforestAlert",
            'The meaning of the columns cannot be read ({reason}). Write JSON such as {{"latitude": "y"}} with some of: {parts}.',
        ),
        "alerts.mapping_column_missing": translate(
            "RainforestAlert",
            "The table has no column {missing}; it has {fields}. Correct the meaning of the columns and run again.",
        ),
        "alerts.dates_in_future": translate(
            "RainforestAlert",
            "{count} alerts are dated later than tomorrow and were left out. This computer says that today is {today}: check "
            "that, and the column of dates.",
        ),
        "alerts.dates_too_early": translate(
            "RainforestAlert",
            "{count} alerts are dated before {first}, when there was no such source, and were left out.",
        ),
        "alerts.note_differs": translate(
            "RainforestAlert",
            "“{name}” was changed after it was downloaded; version and question of its note are not taken over.",
        ),
        "alerts.daily_totals": translate(
            "RainforestAlert",
            "“{name}” holds totals per day and area, without places. Choose a file with latitude and longitude.",
        ),
    }
