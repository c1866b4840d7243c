"""Sentences about drawing a boundary: drafts, following a line, sides."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "follow.no_line": translate(
            "RainforestAlert",
            "There is no line to follow in this part of the map. Choose the layer of the river, the ridge or the neighbour, and move the "
            "map there.",
        ),
        "follow.too_far": translate(
            "RainforestAlert",
            "The nearest line is {distance_m:.1f} m away from the place you pointed at. Point nearer to it (within {reach_m:.1f} m).",
        ),
        "follow.not_connected": translate(
            "RainforestAlert",
            "The layer has no connected line between the two places. Follow it piece by piece, or choose a layer without gaps.",
        ),
        "follow.same_place": translate(
            "RainforestAlert",
            "Both places are one and the same. Point at where the stretch begins and at where it ends.",
        ),
        "draft.empty": translate(
            "RainforestAlert",
            "The draft has no boundary yet. Draw it as a polygon first.",
        ),
        "draft.no_vertex": translate(
            "RainforestAlert",
            "The draft has no vertex at {easting}, {northing} any more. Choose it again on the map.",
        ),
        "draft.two_rings": translate(
            "RainforestAlert",
            "The two vertices stand on different outlines. Choose two of the same one.",
        ),
        "draft.one_vertex": translate(
            "RainforestAlert",
            "A side needs two different vertices. Point at the beginning and at the end of the stretch.",
        ),
        "draft.side_begins": translate(
            "RainforestAlert",
            "A side begins at {label} already; nothing was changed. To make one side of the two, hold Shift and click.",
        ),
        "draft.no_side_begins": translate(
            "RainforestAlert",
            "No side begins at {label}; nothing was changed.",
        ),
        "draft.sides_differ": translate(
            "RainforestAlert",
            "Of the two sides that meet at {label} different things are known (neighbour, kind or record); nothing was changed. Write the "
            "same for both with “Side…” first.",
        ),
        "draft.label_taken": translate(
            "RainforestAlert",
            "Another vertex is called {label} already. Give each vertex a name of its own.",
        ),
        "draft.shared_changed": translate(
            "RainforestAlert",
            "“{step}” is one step of {communities}, and among the drafts of {changed} something was changed after it. Choose one of these "
            "above and take that back first; then it goes back in all at once.",
        ),
        "draft.shared_undone": translate(
            "RainforestAlert",
            "“{step}” is one step of {communities}, and among the drafts of {changed} more was taken back. Choose one of these above and "
            "do that again first; then it is done again in all at once.",
        ),
        "draft.shared_saved": translate(
            "RainforestAlert",
            "“{step}” is one step of {communities}, and the draft of {saved} is saved or closed already: it is not taken back in the "
            "others alone. Move the corner back with “Move corner”.",
        ),
        "draft.shared_apart": translate(
            "RainforestAlert",
            "The edits of {discarded} were discarded, but the draft of {changed} was changed after the step they share and stays: a corner "
            "that both have stands in two places. Discard the edits of {changed} too, or move the corner with “Move corner”.",
        ),
        "draft.left_in_zone": translate(
            "RainforestAlert",
            "The corner is also in the draft of {communities}, of which an earlier session of QGIS kept edits that were not saved. Bring "
            "them back or leave them aside above, then move the corner.",
        ),
        "draft.transactions": translate(
            "RainforestAlert",
            "This project edits layers in transaction groups, in which the drafts of two zones lock each other out. Save and end all "
            "edits; switch these groups off in Project properties, Data Sources (from QGIS 3.26 on: Transaction mode “Local Edit "
            "Buffer”); then try again.",
        ),
        "draft.unreadable": translate(
            "RainforestAlert",
            "The file of drafts “{path}” cannot be read ({reason}). It was left as it is; move it aside to begin a new one.",
        ),
        "draft.no_space": translate(
            "RainforestAlert",
            "the disk is full and “{path}” stays as it was. Free some space and press “Save” again; until then leave QGIS open.",
        ),
        "draft.not_written": translate(
            "RainforestAlert",
            "“{path}” stays as it was ({reason}). Press “Save” again when that is mended; until then leave QGIS open.",
        ),
        "draft.read_only": translate(
            "RainforestAlert",
            "The file of drafts “{path}” cannot be changed: it or its disk is write-protected. Take the protection off, or open the "
            "workspace from a place where you may write.",
        ),
        "draft.no_zone": translate(
            "RainforestAlert",
            "Nothing says in which UTM zone the boundary of “{community}” lies. Move the map to the community and begin the draft again.",
        ),
        "merging.decide_here": translate("RainforestAlert", "{summary} Decide below what laptops changed differently."),
        "track.no_line": translate(
            "RainforestAlert", "The selected feature is no line. Select a track, or import the points as a track."
        ),
        "track.done_trim": translate(
            "RainforestAlert", "{removed} vertices at the ends were taken off; {left} are left."
        ),
        "track.done_outliers": translate(
            "RainforestAlert", "{removed} outliers were taken out; {left} vertices are left."
        ),
        "track.done_simplify": translate(
            "RainforestAlert",
            "{removed} vertices were left out, {left} are left. The track departs from the new line by at most {largest_m} m (tolerance "
            "{tolerance_m} m).",
        ),
        "track.done_close": translate("RainforestAlert", "The track is closed by a side of {largest_m} m."),
        "track.done_snap": translate(
            "RainforestAlert", "{moved} vertices were moved onto the registered line, by at most {largest_m} m."
        ),
        "territory.changes_proposal": translate(
            "RainforestAlert",
            "Against the proposal of {version}: {gained_ha:.4f} ha gained and {lost_ha:.4f} ha lost in the UTM plane "
            "({gained_ellipsoidal_ha:.4f} and {lost_ellipsoidal_ha:.4f} ha on the ellipsoid); {vertices} vertices and {sides} sides "
            "differ, by up to {furthest_m:.2f} m.",
        ),
        "territory.side_kind": translate(
            "RainforestAlert",
            "“{kind}” is no kind of side. Choose one of: {kinds}.",
        ),
        "follow.psad56": translate(
            "RainforestAlert",
            "The layer “{layer}” stands in PSAD56: its line was carried to WGS 84 by {operation}, known within {accuracy_m} m, and so are "
            "the vertices that were laid on it.",
        ),
        "territory.carried_psad56": translate(
            "RainforestAlert",
            "{count} vertices were carried from PSAD56 by {operation}, known within {accuracy_m} m, which is part of their accuracy: good "
            "for talking and comparing, no survey. A title needs a new one.",
        ),
        "territory.sides_unmatched": translate(
            "RainforestAlert",
            "{count} segments of the layer of sides do not run along the boundary; what they say was not kept.",
        ),
    }
