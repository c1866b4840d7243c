"""Sentences that any room may need."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "run.cancelled": translate("RainforestAlert", "Cancelled. Nothing was written."),
        "input.empty": translate(
            "RainforestAlert", "The layer “{layer}” has no features. Choose another layer, or clear its filter."
        ),
        "input.no_crs": translate(
            "RainforestAlert",
            "The layer “{layer}” has no coordinate reference system. Set it (right click on the layer, Layer CRS) and run again.",
        ),
        "input.unreadable": translate(
            "RainforestAlert", "“{path}” cannot be read: {reason}. Check the file, or get it again from its source."
        ),
        "input.not_polygons": translate(
            "RainforestAlert", "The layer “{layer}” holds no polygons. Choose a polygon layer."
        ),
        "input.swapped_axes": translate(
            "RainforestAlert",
            "The coordinates of “{layer}” look swapped: latitude stands where longitude belongs. "
            "Swap them (Processing toolbox, “Swap X and Y coordinates”) and run again.",
        ),
        "input.outside_world": translate(
            "RainforestAlert",
            "The layer “{layer}” lies outside the area its coordinate reference system ({crs}) can describe. "
            "Its reference system is probably declared wrongly: correct it and run again.",
        ),
        "input.unknown_field": translate(
            "RainforestAlert", "The layer “{layer}” has no field “{field}”. Choose one of: {fields}."
        ),
        "output.folder_unwritable": translate(
            "RainforestAlert",
            "Nothing can be written in “{path}”: {reason}. Choose another folder, for instance in your documents.",
        ),
        "output.folder_not_empty": translate(
            "RainforestAlert",
            "The folder “{path}” holds other files and is left as it is. Choose an empty or a new folder.",
        ),
        "output.no_space": translate(
            "RainforestAlert", "The disk is full: “{path}” was not written. Free some space and run again."
        ),
        "output.in_use": translate(
            "RainforestAlert",
            "“{path}” is open in another program. Close it there and run again; what was there before is left as it was.",
        ),
        "output.locked": translate(
            "RainforestAlert",
            "“{path}” is open in LibreOffice. Close it there and run again; what was there before is left as it was. "
            "If no program has it open, delete “{lock}”.",
        ),
        "output.not_put_back": translate(
            "RainforestAlert",
            "The run failed, and “{file}” is open in another program, so that what was in “{path}” before could not be put back. It is "
            "whole in “{earlier}”: close the file and give that folder the name of the other.",
        ),
        "output.not_taken_back": translate(
            "RainforestAlert",
            "The run failed, and “{file}” is open in another program, so that “{path}” could not be taken back. Close the file, "
            "delete that folder and run again.",
        ),
        "output.is_input": translate(
            "RainforestAlert", "The output “{path}” is the same file as an input layer. Choose another name."
        ),
        "features.tally": translate(
            "RainforestAlert",
            "{layer}: {read} features read, {used} used ({repaired} of them repaired), {left_out} left out.",
        ),
        "features.ids_missing": translate(
            "RainforestAlert",
            "{count} features have no identifier; they are named by their feature number, for instance {example}.",
        ),
        "features.ids_repeated": translate(
            "RainforestAlert",
            "{count} features share their identifier with another; each is kept apart, for instance as “{example}”.",
        ),
        "datum.not_pinned": translate(
            "RainforestAlert",
            "From {source} to {target} the datum changes, and no operation for that is pinned here: QGIS's own choice may be tens of "
            "metres off and differ from one computer to another. Carry the layer to WGS 84 first with the operation that your office uses, "
            "write down which one, and go on with the result.",
        ),
        "datum.unknown_system": translate(
            "RainforestAlert",
            "EPSG:{epsg} is not a PSAD56 / UTM system this operation can start from. Choose one of: {known}.",
        ),
        "feature.null_geometry": translate("RainforestAlert", "it has no geometry"),
        "feature.empty_geometry": translate("RainforestAlert", "its geometry is empty"),
        "feature.not_polygon": translate("RainforestAlert", "it is not a polygon"),
        "feature.not_finite": translate("RainforestAlert", "it has coordinates that are not numbers"),
        "feature.untransformable": translate("RainforestAlert", "its coordinates cannot be transformed ({reason})"),
        "feature.unrepairable": translate(
            "RainforestAlert", "its geometry is invalid and could not be repaired ({reason})"
        ),
        "feature.repaired": translate("RainforestAlert", "its geometry was invalid and was repaired ({reason})"),
    }
