"""Sentences of the room `alerts` about events and their priority."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "alerts.window_negative": translate(
            "RainforestAlert", "A window of {days} days is not possible. Choose 0 or more; 90 suits most sources."
        ),
        "alerts.points_off_grid": translate(
            "RainforestAlert",
            "The points are not the centres of alert pixels, so that it cannot be told which ones touch. "
            "Use the raster itself, or points imported from it in the raster's own reference system.",
        ),
        "alerts.points_merged": translate(
            "RainforestAlert",
            "{name}: {count} points stand in a pixel that has another one; each pixel counts once, with its earliest date "
            "and highest confidence.",
        ),
        "alerts.points_left_out": translate(
            "RainforestAlert", "{name}: {count} points have no place or no readable date and were left out."
        ),
        "alerts.confidence_unknown": translate(
            "RainforestAlert", "{name}: {count} points have a confidence other than {known}; they count as low."
        ),
        "alerts.not_points": translate(
            "RainforestAlert",
            "“{layer}” holds neither alert pixels nor points. Choose a raster or a point layer of alerts.",
        ),
        "alerts.no_date_field": translate(
            "RainforestAlert",
            "“{layer}” has no field with the date of the alerts (it has: {fields}). Import the file with “Import alerts” first.",
        ),
        "alerts.small_events": translate(
            "RainforestAlert", "{count} events are smaller than {min_area_ha} ha and were left out."
        ),
        "alerts.no_alerts_to_join": translate(
            "RainforestAlert",
            "{name}: no alerts in the chosen period, confidence and territories; there are no events.",
        ),
        "alerts.events_outside": translate(
            "RainforestAlert",
            "The territories lie outside the alerts of {name}. Choose the tile that covers them, and check the reference system "
            "of both layers.",
        ),
    }
