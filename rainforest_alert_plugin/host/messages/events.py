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
        "alerts.joint_rule": translate(
            "RainforestAlert",
            "Alerts of two systems are the same clearing when their pixels touch or overlap and their dates differ by at most "
            "{days} days and one day more. The event lists each system, with its first and last date and its confidence.",
        ),
        "alerts.events_summary": translate(
            "RainforestAlert",
            "Events in the workspace: {new} new, {grown} grown, {changed} changed, {merged} now part of another.",
        ),
        "alerts.withdrawn_summary": translate("RainforestAlert", "{count} alerts were withdrawn by their source."),
        "alerts.rows_more_closed": translate(
            "RainforestAlert",
            "Events of alerts are for the federation, and rows of “{layer}” are more closed: they do not come into a workspace as alerts. "
            "Leave the workspace empty, or filter the layer to the rows that the federation has.",
        ),
        "alerts.complete_but_filtered": translate(
            "RainforestAlert",
            "Only an import of everything can tell which alerts were withdrawn. Leave out the dates and choose the lowest confidence, "
            "or do not mark the alerts as complete.",
        ),
        "alerts.tiles_differ": translate(
            "RainforestAlert",
            "The raster number {number} is not on the same grid as the first one (pixel size, reference system or alignment), so that "
            "events across their edges cannot be joined. Give tiles of one product.",
        ),
        "alerts.no_dask": translate(
            "RainforestAlert",
            "Dask is not installed here. Install “distributed”, or leave out the scheduler and say how many processes to use.",
        ),
        "alerts.no_scheduler": translate(
            "RainforestAlert",
            "The scheduler at {address} does not answer ({reason}). Check the address and that the cluster runs.",
        ),
        "alerts.territories_missing": translate(
            "RainforestAlert", "Statistics need territories. Give a file of polygons."
        ),
        "alerts.systems_differ": translate(
            "RainforestAlert",
            "The alert layers have different reference systems ({first} and {other}), so that it cannot be told which pixels touch. "
            "Bring them to points with “Import alerts” first; it gives all of them in EPSG:4326.",
        ),
        "alerts.turned_raster": translate(
            "RainforestAlert",
            "An alert raster is turned or mirrored, so that it cannot be joined with other sources. "
            "Bring it to points with “Import alerts” first.",
        ),
        "alerts.source_without_size": translate(
            "RainforestAlert",
            "{source}: {count} alerts have no known size (fires, for instance) and were left out of the events.",
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
        "priority.bad_profile": translate(
            "RainforestAlert",
            "The profile “{path}” cannot be used: “{name}” of “{part}” is missing or not a fitting number. "
            "Compare it with the profile that comes with the plugin.",
        ),
        "priority.no_weight": translate(
            "RainforestAlert",
            "All weights are 0, so that nothing tells the events apart. Give at least one part a weight.",
        ),
        "priority.no_events": translate(
            "RainforestAlert", "“{layer}” is no layer of events: it lacks {fields}. Make it with “Events from alerts”."
        ),
        "priority.report_not_confirmed": translate("RainforestAlert", "the report is not confirmed"),
        "priority.area_in_days": translate("RainforestAlert", "{area_ha} ha in {days} days"),
        "priority.area_in_one_day": translate("RainforestAlert", "{area_ha} ha in one day"),
        "priority.inside": translate("RainforestAlert", "{distance} inside the boundary"),
        "priority.outside": translate("RainforestAlert", "{distance} outside the boundary"),
        "priority.on_boundary": translate("RainforestAlert", "on the boundary"),
        "priority.deep_inside": translate("RainforestAlert", "more than 100 km inside the boundary"),
        "priority.far_outside": translate("RainforestAlert", "more than 100 km outside the boundary"),
        "priority.at_river": translate("RainforestAlert", "at the river"),
        "priority.from_river": translate("RainforestAlert", "{distance} from the river"),
        "priority.at_road": translate("RainforestAlert", "at the road"),
        "priority.from_road": translate("RainforestAlert", "{distance} from the road"),
        "priority.at_settlement": translate("RainforestAlert", "at a settlement"),
        "priority.from_settlement": translate("RainforestAlert", "{distance} from a settlement"),
        "priority.from_report": translate("RainforestAlert", "{distance} from a confirmed report"),
        "priority.in_concession": translate("RainforestAlert", "{percent} % in a concession"),
        "priority.last_seen": translate("RainforestAlert", "last alert {days} days ago"),
        "priority.seen_today": translate("RainforestAlert", "last alert today"),
        "priority.confidence_low": translate("RainforestAlert", "low confidence"),
        "priority.confidence_high": translate("RainforestAlert", "high confidence"),
        "priority.confidence_highest": translate("RainforestAlert", "highest confidence"),
    }
