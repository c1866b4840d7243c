"""Sentences of fixes: what was done to a vertex and why, and what somebody must decide."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {**_reasons(), **_names(), **_offers(), **_run(), **_refusals()}


def _reasons() -> dict[str, str]:
    return {
        "fix.duplicate": translate("RainforestAlert", "stands {distance_m} m from {other}: one vertex, drawn twice"),
        "fix.spike": translate("RainforestAlert", "tip of a spike: its sides stand {angle_deg}° apart"),
        "fix.collinear": translate("RainforestAlert", "{distance_m} m from the straight line between those that stay"),
        "fix.direction": translate("RainforestAlert", "ring {ring} of part {part} ran the wrong way"),
        "fix.axes": translate("RainforestAlert", "easting and northing had changed places"),
        "fix.datum": translate(
            "RainforestAlert", "read as PSAD56 and carried by {operation} ({name}), which is good to {accuracy_m} m"
        ),
        "fix.snapped": translate("RainforestAlert", "onto the registered line of “{unit}” ({layer})"),
        "fix.shared_vertex": translate("RainforestAlert", "vertex of the registered line of “{unit}” ({layer})"),
        "fix.excluded": translate("RainforestAlert", "“{unit}” ({layer}) was taken out, {area_ha} ha"),
        "fix.sliver_given": translate(
            "RainforestAlert",
            "thin overlap with “{unit}” ({layer}) given back: {area_m2} m², {width_m} m wide on the mean",
        ),
        "fix.sliver_taken": translate(
            "RainforestAlert", "thin gap to “{unit}” ({layer}) closed: {area_m2} m², {width_m} m wide on the mean"
        ),
    }


def _names() -> dict[str, str]:
    return {
        "fix.name.swap_axes": translate("RainforestAlert", "axes swapped back"),
        "fix.name.shift_datum": translate("RainforestAlert", "datum carried to WGS 84"),
        "fix.name.remove_duplicates": translate("RainforestAlert", "repeated vertices removed"),
        "fix.name.remove_spikes": translate("RainforestAlert", "spikes removed"),
        "fix.name.snap_to_registered": translate("RainforestAlert", "snapped to the registered line"),
        "fix.name.close_slivers": translate("RainforestAlert", "slivers closed"),
        "fix.name.exclude": translate("RainforestAlert", "land of others taken out"),
        "fix.name.remove_collinear": translate("RainforestAlert", "vertices on straight lines removed"),
        "fix.name.orient_rings": translate("RainforestAlert", "direction of the rings put right"),
        "fix.kind.moved": translate("RainforestAlert", "moved"),
        "fix.kind.added": translate("RainforestAlert", "added"),
        "fix.kind.removed": translate("RainforestAlert", "removed"),
        "fix.kind.reversed": translate("RainforestAlert", "reversed"),
    }


def _offers() -> dict[str, str]:
    return {
        "fix.offer.swap_axes": translate("RainforestAlert", "Fix the boundary: swap the axes back"),
        "fix.offer.shift_datum": translate(
            "RainforestAlert", "Fix the boundary: carry the datum with a named operation"
        ),
        "fix.offer.remove_duplicates": translate("RainforestAlert", "Fix the boundary: remove repeated vertices"),
        "fix.offer.remove_spikes": translate("RainforestAlert", "Fix the boundary: remove spikes"),
        "fix.offer.remove_collinear": translate(
            "RainforestAlert", "Fix the boundary: remove vertices on straight lines"
        ),
        "fix.offer.orient_rings": translate(
            "RainforestAlert", "Fix the boundary: put the direction of the rings right"
        ),
        "fix.offer.close_rings": translate("RainforestAlert", "Fix the boundary: any fix closes the ring"),
        "fix.offer.snap_to_registered": translate("RainforestAlert", "Fix the boundary: snap to the registered line"),
        "fix.offer.close_slivers": translate("RainforestAlert", "Fix the boundary: close slivers"),
        "fix.offer.exclude": translate("RainforestAlert", "Fix the boundary: take the land out"),
        "fix.offer.refresh_attributes": translate(
            "RainforestAlert", "Write area and perimeter anew from the present geometry (title package)"
        ),
    }


def _run() -> dict[str, str]:
    return {
        "fix.change": translate("RainforestAlert", "{vertex}: {kind}, {distance_m} m; {why}."),
        "fix.asked": translate(
            "RainforestAlert",
            "{vertex}: NOT {kind}. It would be {distance_m} m, and the vertex was surveyed to {sigma_m} m; {why}. Check it in the "
            "field, or allow changes beyond the accuracy.",
        ),
        "fix.more": translate("RainforestAlert", "… and {count} more changes; the layer of changes has them all."),
        "fix.nothing": translate("RainforestAlert", "Nothing to mend was found by the fixes chosen."),
        "fix.summary": translate(
            "RainforestAlert",
            "{changes} changes made, {asked} wait for a decision; the farthest is {furthest_m} m. Area {before_ha} ha before, "
            "{after_ha} ha after.",
        ),
        "fix.still_invalid": translate(
            "RainforestAlert",
            "The boundary still crosses or touches itself. Correct it on the map with the vertex tool and run again.",
        ),
        "fix.proposed": translate(
            "RainforestAlert",
            "The fixed boundary of {community} waits as a proposal. It becomes the agreed one only with the record of an assembly.",
        ),
        "fix.proposal_reason": translate("RainforestAlert", "Corrections: {fixes}"),
        "fix.layer_unused": translate(
            "RainforestAlert", "“{layer}” was not used: it is neither registered land nor something to take out."
        ),
        "fix.layer_unread": translate("RainforestAlert", "“{layer}” could not be read near the boundary: {reason}."),
        "fix.lines_without_strip": translate(
            "RainforestAlert",
            "“{layer}” has {count} lines near the boundary and no strip was given: they were not taken out. State half the width of the "
            "strip and run again.",
        ),
        "fix.own_unit": translate(
            "RainforestAlert",
            "“{unit}” of “{layer}” covers the same land: it is taken for the community itself and left aside.",
        ),
    }


def _refusals() -> dict[str, str]:
    return {
        "fix.unknown": translate("RainforestAlert", "There is no fix “{fix}”. There are: {known}."),
        "fix.not_valid": translate(
            "RainforestAlert",
            "The boundary crosses or touches itself at E {easting}, N {northing} ({reason}), and land cannot be taken out of it before "
            "that is mended. Correct the vertex there and run again.",
        ),
        "fix.nothing_left": translate(
            "RainforestAlert",
            "Nothing of the boundary would be left. Look at the reference layers: one of them covers it whole.",
        ),
        "fix.several_features": translate(
            "RainforestAlert",
            "One boundary is mended at a time, and “{layer}” gives {count}. Select one and tick “selected features only”, or name it with "
            "the identifier field and its value.",
        ),
        "fix.needs_utm": translate(
            "RainforestAlert",
            "“{fix}” reads the numbers as they stand in the layer and needs UTM coordinates; “{layer}” is in {crs}. Save the layer in "
            "UTM first (or swap the coordinates with the QGIS tool “Swap X and Y coordinates”) and run again.",
        ),
        "fix.bad_sigma": translate(
            "RainforestAlert",
            "The accuracy of vertex {vertex} in “{layer}” is “{value}”: it has to be a number of metres.",
        ),
        "datum.unknown_operation": translate(
            "RainforestAlert", "There is no datum operation {operation} here. There are: {known}."
        ),
    }
