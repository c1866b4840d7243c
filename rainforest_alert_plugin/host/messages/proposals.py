"""Sentences about proposals, versions, records, merging and consent."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "territory.versions_forked": translate(
            "RainforestAlert",
            "Two agreed versions of the boundary of “{community}” stand side by side: {versions}. They were "
            "agreed on different laptops. Decide between them first (Resolve conflicts).",
        ),
        "territory.no_version": translate(
            "RainforestAlert",
            "The workspace has no version or proposal {version} of this boundary. Take the id from the list of "
            "versions.",
        ),
        "territory.version_repeated": translate(
            "RainforestAlert",
            "Several versions of this boundary bear the number {version}. Give the id of the right one: {ids}.",
        ),
        "territory.version_of_other": translate(
            "RainforestAlert",
            "The version {version} is not one of “{community}”. Choose a version of this community.",
        ),
        "territory.mixed_systems": translate(
            "RainforestAlert",
            "The vertices stand in several coordinate systems (EPSG {systems}). Bring all of them to one UTM zone "
            "and propose again.",
        ),
        "territory.untransformable": translate(
            "RainforestAlert",
            "Coordinates cannot be carried from {source} to {target}. Check the coordinate system of the layer.",
        ),
        "territory.no_epsg": translate(
            "RainforestAlert",
            "The coordinate system “{crs}” has no EPSG code, which a boundary must state. Save the layer in a WGS "
            "84 / UTM zone and propose again.",
        ),
        "territory.invalid_polygon": translate(
            "RainforestAlert",
            "The {which} boundary is not a valid polygon ({reason}). Correct it and propose again.",
        ),
        "territory.compared_repaired": translate(
            "RainforestAlert",
            "A boundary of this comparison crosses itself or is otherwise no valid polygon. Its land was taken as what its sides go round; "
            "areas gained and lost follow from that and are not to be relied on. Look at it on the map.",
        ),
        "territory.no_author": translate(
            "RainforestAlert",
            "Write who proposes the boundary, or choose who works on this laptop.",
        ),
        "territory.no_reason": translate(
            "RainforestAlert",
            "Write why the boundary changes; whoever asks later will want to know.",
        ),
        "territory.no_workshop": translate(
            "RainforestAlert",
            "“{community}” has no single workshop “{workshop}”. Workshops there are on: {dates}.",
        ),
        "territory.changes_nothing": translate(
            "RainforestAlert",
            "The boundary is the same as version {number} of “{community}”; nothing was proposed.",
        ),
        "territory.boundary_or_version": translate(
            "RainforestAlert",
            "Give a boundary layer or an earlier version, not both.",
        ),
        "territory.no_proposal": translate(
            "RainforestAlert",
            "The workspace has no proposal {proposal}. Take the id from the list of proposals.",
        ),
        "territory.proposal_closed": translate(
            "RainforestAlert",
            "The proposal {proposal} is closed already ({state}). Propose again if the boundary shall change.",
        ),
        "territory.proposal_outdated": translate(
            "RainforestAlert",
            "The boundary of “{community}” was agreed anew after this proposal was made: version {versions}; "
            "{gained_ha:.4f} ha gained, {lost_ha:.4f} ha lost since. Look at both, then propose again from the "
            "present version. Nothing was accepted.",
        ),
        "territory.unknown_state": translate(
            "RainforestAlert",
            "A proposal cannot become “{state}”. Choose one of: {states}.",
        ),
        "territory.record_unreadable": translate(
            "RainforestAlert",
            "The record cannot be read ({reason}). Give JSON with act, date and signed_by, or the path of a file "
            "that holds it.",
        ),
        "territory.record_incomplete": translate(
            "RainforestAlert",
            "The record lacks: {missing}. A boundary is accepted only with the act, its date and who signed. "
            "Nothing was accepted.",
        ),
        "territory.record_date": translate(
            "RainforestAlert",
            "“{date}” is not a date. Write it as 2026-11-23.",
        ),
        "territory.record_future": translate(
            "RainforestAlert",
            "The record is dated {date}, which is still to come. Correct the date.",
        ),
        "territory.no_disputed_land": translate(
            "RainforestAlert",
            "“{community}” and “{other}” have no land in common here; there is nothing to dispute.",
        ),
        "territory.dispute_incomplete": translate(
            "RainforestAlert",
            "Write who the other side is and what each side claims; the dispute of “{community}” was not kept.",
        ),
        "territory.no_dispute": translate(
            "RainforestAlert",
            "The workspace has no dispute {dispute}.",
        ),
        "territory.changes": translate(
            "RainforestAlert",
            "Against version {version}: {gained_ha:.4f} ha gained and {lost_ha:.4f} ha lost in the UTM plane "
            "({gained_ellipsoidal_ha:.4f} and {lost_ellipsoidal_ha:.4f} ha on the ellipsoid); {vertices} vertices "
            "and {sides} sides changed, by up to {furthest_m:.2f} m.",
        ),
        "territory.first_boundary": translate(
            "RainforestAlert",
            "The first boundary of the community: {gained_ha:.4f} ha in the UTM plane "
            "({gained_ellipsoidal_ha:.4f} ha on the ellipsoid). Nothing was agreed before.",
        ),
        "merging.done": translate(
            "RainforestAlert",
            "{rows} rows and {values} values came in, {files} files were copied; {conflicts} values wait for a "
            "decision.",
        ),
        "merging.held_back": translate(
            "RainforestAlert",
            "“{path}” does not hold {rows} rows and {values} values that its log names: they were held back for "
            "its audience, or deleted outside the plugin. Nothing was deleted here.",
        ),
        "merging.files_missing": translate(
            "RainforestAlert",
            "{count} attachments did not come along with “{path}”. Copy its folder “.attachments” beside it and "
            "merge again.",
        ),
        "merging.same_file": translate(
            "RainforestAlert",
            "“{path}” is the workspace itself. Choose the workspace of the other laptop.",
        ),
        "merging.files_too_large": translate(
            "RainforestAlert",
            "{count} attachments came without their files, which are larger than the {limit} MB that a database takes. They stay on the "
            "laptop that added them; merge with its file to get them.",
        ),
        "merging.names_withdrawn": translate(
            "RainforestAlert",
            "{count} names of people who came to a workshop were taken out: one laptop wrote the name, the other that the person does not "
            "agree to be named. Ask them; if they agree, write the name with its mark.",
        ),
        "merging.chain_broken": translate(
            "RainforestAlert",
            "The log of “{path}” is broken ({replica}, row {line}), so that nobody can say what happened there. "
            "Nothing was merged; verify the log and bring back its last backup.",
        ),
        "merging.same_laptop": translate(
            "RainforestAlert",
            "“{path}” is a plain copy of this workspace that went on under the name of the same laptop (from row "
            "{line} of its log). Nothing was merged. Give a copy to another laptop by Back up and Restore, which "
            "gives it a log of its own.",
        ),
        "merging.unwritten": translate(
            "RainforestAlert",
            "“{path}” holds {count} records that were edited in QGIS itself and are not in its log yet. On its "
            "laptop, make a backup (Back up the workspace), which writes them down, and merge that file. Nothing "
            "was merged.",
        ),
        "merging.unknown_choice": translate(
            "RainforestAlert",
            "“{take}” is no choice for {conflict}. Take ours, theirs (when there is one other), base, or a "
            "laptop: {laptops}. Nothing was decided.",
        ),
        "merging.unknown_side": translate(
            "RainforestAlert",
            "“{choice}” is no side of a boundary. Take ours, theirs or base.",
        ),
        "merging.undecided": translate(
            "RainforestAlert",
            "The boundary of “{community}” still lacks a decision about the stretches {stretches}. Decide each of "
            "them; nothing was written.",
        ),
        "merging.decided_meanwhile": translate(
            "RainforestAlert",
            "Somebody decided about the boundary of “{community}” meanwhile. List the conflicts again.",
        ),
        "merging.no_conflict": translate(
            "RainforestAlert",
            "There is no conflict {conflict} any more. List the conflicts again (Merge workspaces); nothing was "
            "decided.",
        ),
        "merging.no_fork": translate(
            "RainforestAlert",
            "“{community}” has no two agreed boundaries to decide between; nothing was decided.",
        ),
        "merging.decisions_unreadable": translate(
            "RainforestAlert",
            "The decisions cannot be read ({reason}). Give JSON with “conflicts” or “boundaries”, as the help "
            "shows, or the path of a file.",
        ),
        "territory.consent_matter": translate(
            "RainforestAlert",
            "“{what}” cannot be shared by consent. Choose one of: {matters}.",
        ),
        "territory.consent_audience": translate(
            "RainforestAlert",
            "Consent is given to one of: {audiences}; not to “{audience}”.",
        ),
        "territory.consent_period": translate(
            "RainforestAlert",
            "The consent would end ({until}) before it begins ({given_on}). Correct the dates.",
        ),
        "territory.no_consent": translate(
            "RainforestAlert",
            "The workspace has no consent {consent}.",
        ),
        "territory.consent_withdrawn": translate(
            "RainforestAlert",
            "The consent {consent} was withdrawn on {date} already.",
        ),
    }
