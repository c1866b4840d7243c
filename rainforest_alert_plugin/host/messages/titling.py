"""Sentences of the rooms `titling` and `documents`."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {**_boundary(), **_package(), **_differences(), **_words()}


def _boundary() -> dict[str, str]:
    return {
        "titling.no_geometry": translate(
            "RainforestAlert", "The boundary has no geometry. Draw it, or choose another feature."
        ),
        "titling.not_polygon": translate(
            "RainforestAlert", "The boundary is not a polygon. Close its line into a polygon and run again."
        ),
        "titling.curved": translate(
            "RainforestAlert",
            "The boundary has curved sides, which a technical table cannot state. "
            "Turn them into segments (Processing toolbox, “Segmentize by maximum distance”) and run again.",
        ),
        "titling.not_finite": translate(
            "RainforestAlert",
            "Vertex {vertex} of the boundary has a coordinate that is not a number. Correct it with the vertex tool.",
        ),
        "titling.invalid": translate(
            "RainforestAlert",
            "The boundary is not valid at E {easting}, N {northing}: {reason}. A title is not made from a repaired guess: "
            "correct the vertex there and run again.",
        ),
        "titling.invalid_when_printed": translate(
            "RainforestAlert",
            "With its coordinates rounded as they are printed, the boundary is no longer valid at E {easting}, N {northing}: "
            "{reason}. Two vertices or sides lie too close there: correct them and run again.",
        ),
        "titling.repeated_vertex": translate(
            "RainforestAlert",
            "The vertex at E {easting}, N {northing} occurs twice in a row once rounded as printed. "
            "Remove one of the two with the vertex tool and run again.",
        ),
        "titling.too_few_vertices": translate(
            "RainforestAlert",
            "A ring of the boundary at E {easting}, N {northing} has only {count} vertices; three are the least. Correct it.",
        ),
        "titling.no_area": translate(
            "RainforestAlert", "The ring of the boundary at E {easting}, N {northing} encloses no area. Correct it."
        ),
        "titling.repeated_label": translate(
            "RainforestAlert",
            "The label “{label}” names two vertices, the second at E {easting}, N {northing}. Each vertex needs its own.",
        ),
        "titling.label_missing": translate(
            "RainforestAlert",
            "The vertex at E {easting}, N {northing} has no surveyed label within {distance_m} m. "
            "Complete the layer of vertices, or run without it.",
        ),
        "titling.label_unused": translate(
            "RainforestAlert",
            "The surveyed vertex “{label}” (E {easting}, N {northing}) is not a vertex of the boundary. "
            "Boundary and survey differ: correct one of them.",
        ),
        "titling.label_empty": translate(
            "RainforestAlert", "Feature {feature} of “{layer}” has no label or no point. Complete it and run again."
        ),
        "titling.several_features": translate(
            "RainforestAlert",
            "The layer “{layer}” has several features and a title is for one. Select one and tick “selected features only”, "
            "or name it with the identifier field and its value.",
        ),
        "titling.value_without_field": translate(
            "RainforestAlert", "To find the boundary “{value}”, choose also the field that holds it."
        ),
        "titling.no_such_feature": translate(
            "RainforestAlert",
            "In “{layer}” no feature has “{value}” in the field “{field}”. There are, for instance: {examples}.",
        ),
        "titling.value_repeated": translate(
            "RainforestAlert",
            "In “{layer}”, {count} features have “{value}” in the field “{field}”. Select the right one and tick "
            "“selected features only”.",
        ),
        "titling.crs_psad56": translate(
            "RainforestAlert",
            "The layer “{layer}” is in PSAD56 ({crs}). Turning it into WGS 84 is a choice among operations that differ by "
            "metres, and none is good to better than 16 m: survey again, or transform it with the operation that the "
            "office accepts, and run with the result. To talk about it and compare it, begin a draft from it in the Territory panel.",
        ),
        "titling.crs_deprecated": translate(
            "RainforestAlert",
            "The layer “{layer}” uses {crs}, a withdrawn system whose northings are off by 10 000 km. "
            "Set the right system (for zone 17S: EPSG:5839 or EPSG:32717) and run again.",
        ),
        "titling.crs_other_datum": translate(
            "RainforestAlert",
            "The layer “{layer}” is in {crs}, whose datum is not WGS 84. Transform it with an operation of known accuracy, "
            "and run with the result.",
        ),
        "titling.not_utm": translate(
            "RainforestAlert",
            "The boundary in “{layer}” lies at E {easting}, N {northing}, which are no UTM coordinates of {crs}. "
            "The reference system is declared wrongly, or easting and northing are swapped, or the zone is another: correct it.",
        ),
        "titling.transformed": translate(
            "RainforestAlert",
            "The coordinates of “{layer}” were transformed from {source} to {target}; they are not the surveyed ones.",
        ),
        "titling.other_zone": translate(
            "RainforestAlert",
            "The coordinates are in zone {zone}, but the centre of the territory lies in zone {centre_zone}. "
            "An area computed in the neighbouring zone is larger by several tenths of a percent.",
        ),
        "titling.zone_crossed": translate(
            "RainforestAlert", "The territory reaches across UTM zones {zones}; everything is stated in zone {zone}."
        ),
        "titling.numbers": translate(
            "RainforestAlert",
            "Area {area_ha} ha, perimeter {perimeter_m} m, {vertices} vertices, {crs} (zone {zone}). "
            "Ellipsoidal area, for information: {ellipsoidal_area_ha} ha.",
        ),
        "titling.unverified": translate(
            "RainforestAlert",
            "The profile “{profile}” holds {count} values that nobody has verified in a norm (for instance {example}); "
            "have them confirmed before you submit.",
        ),
        "titling.no_boundary": translate(
            "RainforestAlert",
            "There is no boundary. Choose a boundary layer, or a workspace and a community with an agreed boundary.",
        ),
        "titling.community_without_workspace": translate(
            "RainforestAlert", "To take a community, choose also the workspace that holds it."
        ),
        "titling.no_community": translate(
            "RainforestAlert", "The workspace has no community “{community}”. There are, for instance: {examples}."
        ),
        "titling.community_repeated": translate(
            "RainforestAlert",
            "{count} communities of the workspace are called “{community}”. Give the id of the right one.",
        ),
        "titling.not_newest": translate(
            "RainforestAlert",
            "Version {number} of the boundary was taken; the newest agreed one is version {newest}.",
        ),
        "titling.not_decided": translate(
            "RainforestAlert",
            "Version {number} of the boundary was taken; several agreed versions wait for a decision.",
        ),
        "titling.version_without_community": translate(
            "RainforestAlert",
            "A version is that of the agreed boundary of a community. Give the workspace and the community, and no layer.",
        ),
        "titling.no_agreed_boundary": translate(
            "RainforestAlert",
            "The community “{community}” has no agreed boundary in the workspace yet. Have a proposal accepted, or choose a layer.",
        ),
        "titling.mixed_systems": translate(
            "RainforestAlert",
            "The vertices of the agreed boundary of “{community}” stand in several reference systems (EPSG {systems}). "
            "Propose the boundary again in one of them.",
        ),
        "phrases.unreadable": translate(
            "RainforestAlert", "The phrases “{path}” cannot be read: {reason}. Install the plugin again."
        ),
        "phrases.missing": translate(
            "RainforestAlert",
            "The phrases of the language “{language}” lack “{phrase}”. Add it, or install the plugin again.",
        ),
    }


def _package() -> dict[str, str]:
    return {
        "attributes.unreadable": translate(
            "RainforestAlert",
            'The attributes are not valid JSON: {reason}. Write for instance {{"community": "Nueva Vida"}}, or give a file.',
        ),
        "attributes.unknown": translate(
            "RainforestAlert", "There is no attribute “{key}” in the profile. There are: {known}."
        ),
        "attributes.not_text": translate(
            "RainforestAlert",
            "The attribute “{key}” must be text between quotes (a number would lose its leading zeros); it is {found}.",
        ),
        "attributes.not_date": translate(
            "RainforestAlert", "The attribute “{key}” must be a date such as 2026-11-23; it is “{found}”."
        ),
        "attributes.pattern": translate(
            "RainforestAlert", "The attribute “{key}” is “{found}”, which does not have the form {pattern}. Correct it."
        ),
        "attributes.control_character": translate(
            "RainforestAlert",
            "“{found}” ({key}) holds a line break or another invisible character. Write it again in one line.",
        ),
        "attributes.missing": translate("RainforestAlert", "These attributes were not given and stay empty: {keys}."),
        "layer_field.too_long": translate(
            "RainforestAlert",
            "“{text}…” takes {bytes} bytes, but the field “{field}” of the shapefile holds {width}. "
            "Nothing is cut silently: shorten it and run again.",
        ),
        "layer_field.too_large": translate(
            "RainforestAlert",
            "The number {text} does not fit the field “{field}” of the shapefile, {width} characters wide.",
        ),
        "package.observation": translate("RainforestAlert", "{rule}: {text}"),
        "package.blocked": translate(
            "RainforestAlert",
            "The package was not made. What would stop the title ({count}): {list} Resolve it, or allow blockers; "
            "then every document is marked as a draft.",
        ),
        "package.overlap": translate(
            "RainforestAlert",
            "{severity}: overlap with “{layer}”, {feature_id}: {area_ha} ha, {percent} % of that unit ({role}).",
        ),
        "package.not_found": translate(
            "RainforestAlert", "No overlap was found with “{layer}”, as that layer was read today."
        ),
        "package.not_evaluated": translate(
            "RainforestAlert", "NOT EVALUATED: “{layer}” holds no polygons that could be read."
        ),
        "package.draft": translate(
            "RainforestAlert", "The package is a DRAFT: {count} blockers are not resolved. Every file bears it."
        ),
        "package.withheld": translate("RainforestAlert", "Held back for this audience: {fields}."),
        "package.read_back": translate(
            "RainforestAlert",
            "A file read back differs from what was to be written ({difference}). “{path}” was left as it was. "
            "Check the disk and run again.",
        ),
        "package.write_failed": translate(
            "RainforestAlert",
            "“{file}” could not be written: {reason}. Nothing was left half-written. Check the free space and run again.",
        ),
        "package.done": translate("RainforestAlert", "{count} files written and read back in “{path}”."),
        "verify.no_manifest": translate(
            "RainforestAlert", "“{path}” holds no manifest.json, so it is not a package. Choose the package's folder."
        ),
        "verify.bad_manifest": translate(
            "RainforestAlert", "The manifest “{path}” cannot be read: {reason}. The package cannot be checked."
        ),
        "verify.agrees": translate(
            "RainforestAlert", "The {count} files of the package agree with the manifest and with each other."
        ),
        "verify.differs": translate("RainforestAlert", "{count} differences: the package is not as it was made."),
    }


def _differences() -> dict[str, str]:
    return {
        "difference.missing_file": translate("RainforestAlert", "the file {file} is missing"),
        "difference.extra_file": translate("RainforestAlert", "the file {file} does not belong to the package"),
        "difference.bad_name": translate("RainforestAlert", "the manifest names a file outside the folder: {file}"),
        "difference.size": translate("RainforestAlert", "{file} has {found} bytes, the manifest says {stated}"),
        "difference.sha256": translate("RainforestAlert", "the content of {file} was changed"),
        "difference.unreadable": translate("RainforestAlert", "{file} cannot be read: {reason}"),
        "difference.count": translate("RainforestAlert", "{file} has {found} records, the manifest says {stated}"),
        "difference.value": translate("RainforestAlert", "{file}, {place}: {found}, where {stated} was stated"),
        "difference.geometry": translate(
            "RainforestAlert", "{file}: the coordinates are not those of the technical table (at {place})"
        ),
        "difference.crs": translate("RainforestAlert", "{file}: its reference system is not {stated}"),
    }


def _words() -> dict[str, str]:
    return {
        "severity.blocker": translate("RainforestAlert", "Blocker"),
        "severity.review": translate("RainforestAlert", "For review"),
        "severity.exclude": translate("RainforestAlert", "To be excluded"),
        "severity.note": translate("RainforestAlert", "Note"),
        "role.mining": translate("RainforestAlert", "mining right"),
        "role.forest_concession": translate("RainforestAlert", "forest concession"),
        "role.permanent_production_forest": translate("RainforestAlert", "permanent production forest"),
        "role.buffer_zone": translate("RainforestAlert", "buffer zone"),
        "role.protected_area": translate("RainforestAlert", "protected area"),
        "role.indigenous_reserve": translate("RainforestAlert", "indigenous reserve"),
        "role.riverbed": translate("RainforestAlert", "riverbed"),
        "role.road": translate("RainforestAlert", "road"),
        "role.district": translate("RainforestAlert", "district"),
        "role.registered_land": translate("RainforestAlert", "registered land"),
        "role.own_unit": translate("RainforestAlert", "the community itself"),
        "role.unknown": translate("RainforestAlert", "layer of unknown kind, taken for registered land"),
    }
