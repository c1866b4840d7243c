"""Sentences on the State's services, and the words for the roles of reference layers."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "services.unreadable": translate(
            "RainforestAlert",
            "The catalogue of services “{path}” cannot be read: {reason}. Reset it in the options (Rainforest Alert, Services).",
        ),
        "services.refused": translate(
            "RainforestAlert",
            "{title} answered with an error instead of data (code {code}: {detail}). Try again later.",
        ),
        "services.no_layer": translate(
            "RainforestAlert",
            "{title} has no layer called like “{layer}”. It has: {names}. Correct the name in the options (Rainforest Alert, Services).",
        ),
        "services.changed_answer": translate(
            "RainforestAlert",
            "{title} does not answer as it used to (“{what}” is missing). The service may have changed.",
        ),
        "services.wrong_reference_system": translate(
            "RainforestAlert",
            "{title} sent “{layer}” in coordinates that are not in EPSG:{epsg} as it says ({extent}). It was not kept.",
        ),
        "services.mixed_reference_systems": translate(
            "RainforestAlert", "{title} sent “{layer}” in several reference systems at once. It was not kept."
        ),
        "services.other_reference_system": translate(
            "RainforestAlert", "“{title}” came in EPSG:{epsg} and is kept so, without any transformation."
        ),
        "services.limit": translate("RainforestAlert", "the service cut its answer off"),
        "services.missing": translate(
            "RainforestAlert", "“{title}”: {missing} of {expected} features did not come ({reason})."
        ),
        "services.nothing_came": translate(
            "RainforestAlert", "None of the {expected} features that {title} counts here came ({reason})."
        ),
        "services.broken_chain": translate(
            "RainforestAlert",
            "{host} does not send its whole chain of certificates, so that it cannot be trusted. That is the service's fault: tell "
            "them, or add the missing certificate in QGIS (Options, Authentication).",
        ),
        "services.unpack_by_hand": translate(
            "RainforestAlert",
            "{title} publishes an archive that this QGIS cannot open. Unpack “{path}” by hand and add the layer to the project.",
        ),
        "services.not_a_layer": translate(
            "RainforestAlert", "What {title} publishes is no layer that QGIS can open: “{path}”."
        ),
        "services.kept": translate("RainforestAlert", "{layer}: {count} features kept."),
        "services.incomplete": translate(
            "RainforestAlert",
            "{layer}: INCOMPLETE, {count} of {expected} features kept. Run again: only what is missing is asked for.",
        ),
        "services.not_read": translate("RainforestAlert", "{layer}: NOT READ. {reason}"),
        "services.copy_stays": translate("RainforestAlert", "{layer}: the copy of {day} stays in use."),
        "services.without_geometry": translate(
            "RainforestAlert", "{layer}: {count} features have no geometry and cannot be compared."
        ),
        "services.unchanged": translate("RainforestAlert", "{layer}: nothing changed near here since {since}."),
        "services.changes": translate(
            "RainforestAlert",
            "{layer}: since {since}, near here {new} new, {gone} gone, {changed} redrawn. New: {names}",
        ),
        "services.no_area": translate(
            "RainforestAlert", "The area holds no polygon that can be used. Choose the layer with the boundary."
        ),
        "reference.no_polygons": translate(
            "RainforestAlert",
            "“{path}” holds no polygons and no closed outlines. Ask the office for the polygons, or close the outlines first.",
        ),
        "crs.fits": translate("RainforestAlert", "{crs}, lies in the country"),
        "crs.missing": translate("RainforestAlert", "No reference system: state it before comparing"),
        "crs.psad56": translate(
            "RainforestAlert", "{crs} is PSAD56: lines may be tens of metres off once carried to WGS 84"
        ),
        "crs.read_declared": translate("RainforestAlert", "No reference system is stated"),
        "crs.read_psad56": translate(
            "RainforestAlert", "Fits read as PSAD56, zone {zone}: ask the office, then state it"
        ),
        "crs.read_psad56_twice": translate(
            "RainforestAlert", "Looks as if it was carried from PSAD56 twice: ask the office for the original"
        ),
        "crs.read_zone": translate(
            "RainforestAlert", "Fits read as UTM zone {zone}, {distance_km} km from here: ask the office, then state it"
        ),
        "crs.read_swapped": translate(
            "RainforestAlert", "Easting and northing are swapped: ask the office for a corrected file"
        ),
        "crs.read_degrees": translate("RainforestAlert", "Its coordinates are degrees: state EPSG:4326"),
        "crs.read_metres": translate("RainforestAlert", "Its coordinates are UTM metres, zone {zone}: state that zone"),
        **_quirks(),
        **_roles(),
    }


def _quirks() -> dict[str, str]:
    """What is odd about a service, as tips in lists."""
    return {
        "quirk.ids_drift": translate("RainforestAlert", "The numbers of its layers change: they are found by name."),
        "quirk.code_not_unique": translate("RainforestAlert", "An area in several parts has several rows of one code."),
        "quirk.transfer_limit": translate("RainforestAlert", "It cuts long answers off; the rest is asked for."),
        "quirk.rest_in_path": translate("RainforestAlert", "Its address needs “/rest/”."),
        "quirk.slow": translate("RainforestAlert", "It answers slowly."),
        "quirk.very_slow": translate(
            "RainforestAlert", "It answers very slowly: 44 seconds for two features were measured."
        ),
        "quirk.no_wfs": translate("RainforestAlert", "Its WFS does not work; REST does."),
        "quirk.complete_in_two_regions": translate(
            "RainforestAlert", "Complete in San Martín and Ucayali only (October 2026)."
        ),
        "quirk.replica": translate("RainforestAlert", "A replica, not the official record."),
        "quirk.large_answers": translate("RainforestAlert", "Its layers are large: 33 to 59 MB for the whole country."),
        "quirk.pages_of_1000": translate("RainforestAlert", "It gives 1,000 features at a time."),
        "quirk.no_paging": translate("RainforestAlert", "It knows no pages: features are asked for by their numbers."),
        "quirk.for_orientation": translate(
            "RainforestAlert",
            "It says nothing about rights over land: fetched only when it is chosen, and not compared.",
        ),
        "quirk.second_address": translate(
            "RainforestAlert", "A second address of what another service gives: for when that one does not answer."
        ),
        "quirk.not_official": translate("RainforestAlert", "Data of an institute, not the official record."),
        "quirk.fails_intermittently": translate("RainforestAlert", "It fails now and then: it is asked again."),
        "quirk.browser_agent": translate("RainforestAlert", "It answers browsers only."),
        "quirk.only_delimited_strips": translate(
            "RainforestAlert", "Only strips that were delimited: what is not in it may still be a riverside strip."
        ),
        "quirk.tens_of_metres": translate("RainforestAlert", "Drawn at 1:100 000: errors of tens of metres."),
        "quirk.differs_from_inei": translate("RainforestAlert", "Differs from INEI along some borders."),
        "quirk.differs_from_ign": translate("RainforestAlert", "Differs from IGN along some borders."),
        "quirk.rar_archive": translate(
            "RainforestAlert", "A RAR archive: where QGIS cannot open it, it is unpacked by hand."
        ),
        "quirk.lines_need_right_of_way": translate(
            "RainforestAlert", "Centre lines: the right of way is a strip on both sides."
        ),
        "quirk.other_port": translate("RainforestAlert", "Uses port 8443, which some offices block."),
        "quirk.may_need_peruvian_connection": translate("RainforestAlert", "May answer only to connections from Peru."),
        "quirk.wants_referer": translate("RainforestAlert", "It answers only when told which page asks."),
    }


def _roles() -> dict[str, str]:
    return {
        "role.": translate("RainforestAlert", "not chosen yet"),
        "role.registered_land": translate("RainforestAlert", "Registered land or titled community"),
        "role.community_in_process": translate("RainforestAlert", "Community in process"),
        "role.protected_area": translate("RainforestAlert", "Protected area"),
        "role.buffer_zone": translate("RainforestAlert", "Buffer zone of a protected area"),
        "role.permanent_production_forest": translate("RainforestAlert", "Permanent production forest"),
        "role.forest_concession": translate("RainforestAlert", "Forest right or concession"),
        "role.forest_zoning": translate("RainforestAlert", "Forest zoning"),
        "role.fragile_ecosystem": translate("RainforestAlert", "Fragile ecosystem or critical habitat"),
        "role.mining": translate("RainforestAlert", "Mining right"),
        "role.hydrocarbon_lot": translate("RainforestAlert", "Hydrocarbon lot"),
        "role.indigenous_reserve": translate("RainforestAlert", "Indigenous or territorial reserve"),
        "role.archaeological_monument": translate("RainforestAlert", "Archaeological monument"),
        "role.riverbed": translate("RainforestAlert", "Riverbed or riverside strip"),
        "role.river": translate("RainforestAlert", "River (line)"),
        "role.road": translate("RainforestAlert", "Road"),
        "role.population_centre": translate("RainforestAlert", "Populated centre"),
        "role.district": translate("RainforestAlert", "District or province"),
        "role.none": translate("RainforestAlert", "Not to be compared"),
    }
