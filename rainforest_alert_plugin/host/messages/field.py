"""Sentences of field files and tracks (room `territory`)."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "field.read_as": translate("RainforestAlert", "Read as: {format}."),
        "field.empty": translate(
            "RainforestAlert",
            "“{path}” holds nothing. Check that the copy from the device was complete.",
        ),
        "field.unknown_format": translate(
            "RainforestAlert",
            "“{path}” is of no format this tool knows. Choose the format yourself, one of: {formats}.",
        ),
        "field.wrong_format": translate(
            "RainforestAlert",
            "“{path}” cannot be read as {format}: it begins as “{found}”. Choose another format, or “auto”.",
        ),
        "field.too_large": translate(
            "RainforestAlert",
            "“{path}” is larger than {megabytes} MB. Split it, or open it as a layer in QGIS.",
        ),
        "field.json_broken": translate(
            "RainforestAlert",
            "“{path}” is no complete JSON: it breaks at line {line}. Export it again from the app.",
        ),
        "field.markup_none": translate(
            "RainforestAlert",
            "“{path}” holds no XML. Check that it is the file you meant.",
        ),
        "field.markup_entities": translate(
            "RainforestAlert",
            "“{path}” declares entities at line {line}, which field tools never write and which can fill the "
            "memory of a computer. It was not read; ask where the file comes from.",
        ),
        "field.markup_deep": translate(
            "RainforestAlert",
            "“{path}” nests elements too deep (line {line}) to be a field file. It was not read.",
        ),
        "field.too_deep": translate(
            "RainforestAlert", "“{path}” nests its lists too deep to be a field file. It was not read."
        ),
        "field.markup_broken": translate(
            "RainforestAlert",
            "“{path}” breaks at line {line}: the file is not complete or was damaged. Copy it again from the "
            "device; if there is no better copy, run again with “Take what stands before the break”.",
        ),
        "field.markup_recovered": translate(
            "RainforestAlert",
            "The file breaks at line {line}; only what stands before was taken. Compare the result with the device.",
        ),
        "field.zip_broken": translate("RainforestAlert", "“{path}” is no sound archive. Copy or download it again."),
        "field.zip_escapes": translate(
            "RainforestAlert",
            "“{path}” holds a file whose name leads out of the archive (“{member}”). It was not unpacked; "
            "ask where the file comes from.",
        ),
        "field.zip_bomb": translate(
            "RainforestAlert",
            "“{path}” would unpack to {megabytes} MB, far more than field files do. It was not unpacked; ask "
            "where the file comes from.",
        ),
        "field.zip_crowded": translate(
            "RainforestAlert",
            "“{path}” holds {count} files, far more than field files do. It was not unpacked; ask where the file "
            "comes from.",
        ),
        "field.places_nowhere": translate(
            "RainforestAlert",
            "Places whose coordinates lie nowhere on Earth: {count}. They were not kept in the workspace: {names}. Correct them in the "
            "file and bring it in again.",
        ),
        "field.zip_encrypted": translate(
            "RainforestAlert",
            "“{path}” is locked with a password. Unpack it first and choose the file inside.",
        ),
        "field.zip_empty": translate(
            "RainforestAlert",
            "“{path}” holds no field file (KML, GPX, GeoJSON, shapefile, CSV, DXF).",
        ),
        "field.zip_several": translate(
            "RainforestAlert",
            "“{path}” holds several files ({members}). Unpack it and choose one at a time.",
        ),
        "field.ogr_unreadable": translate(
            "RainforestAlert",
            "“{path}” cannot be read ({reason}). Check that all its parts are there (.shp, .shx, .dbf), or "
            "export it again.",
        ),
        "field.drawing_broken": translate(
            "RainforestAlert",
            "“{path}” breaks off: its end is missing, and of the {begun} objects that begin before the break none is whole. Copy or export "
            "it again.",
        ),
        "field.drawing_cut": translate(
            "RainforestAlert",
            "THE DRAWING BREAKS OFF: its end is missing. {begun} objects begin before the break, {count} features were read of them; how "
            "many came after it nobody can tell. Copy or export it again.",
        ),
        "field.drawing_arcs": translate(
            "RainforestAlert",
            "Arcs in the drawing: {count}. They came in as short straight sides that depart at most {departure_m:.3f} m from them; a "
            "boundary has straight sides between its vertices.",
        ),
        "field.drawing_curves": translate(
            "RainforestAlert",
            "Ellipses, splines and hatches with curves in the drawing: {count}. They came in as straight sides, and how far these depart "
            "from the curve is not known. Do not take a boundary from them; ask for its vertices.",
        ),
        "field.index_rebuilt": translate(
            "RainforestAlert",
            "The index (.shx) of the shapefile is missing. It was made anew from the .shp for this reading; the folder stays as it was.",
        ),
        "field.index_missing": translate(
            "RainforestAlert",
            "The index (.shx) of “{path}” is missing and cannot be made anew. Copy the parts .shp, .dbf and .shx together.",
        ),
        "field.table_cut": translate(
            "RainforestAlert",
            "THE TABLE (.dbf) BREAKS OFF after {whole} of {expected} features. The others have their geometry only, without names. Copy "
            "the shapefile again with all its parts.",
        ),
        "field.shapes_cut": translate(
            "RainforestAlert",
            "THE GEOMETRY (.shp) BREAKS OFF: {missing} of {expected} features have lost theirs and were left out. Copy the shapefile again "
            "with all its parts.",
        ),
        "field.photos_missing": translate(
            "RainforestAlert",
            "{count} photos or sounds that the file names did not come along, for instance “{example}”. Put "
            "them next to the file, or export a zip with media.",
        ),
        "field.media_not_kept": translate(
            "RainforestAlert",
            "Files of a kind that the workspace does not keep: {count}. They stay where they are: {names}. It keeps photos (JPG, PNG, "
            "TIFF, WebP) and sounds; convert them and add them to their places with “Add a photo or sound…”.",
        ),
        "field.names_repeated": translate(
            "RainforestAlert",
            "{count} names occur more than once, for instance “{example}”; each place is kept.",
        ),
        "field.network_links": translate(
            "RainforestAlert",
            "{count} links to other files on the network were not followed.",
        ),
        "field.kml_linked": translate(
            "RainforestAlert",
            "The document links {count} other KML files of its archive; they were read with it, as Google Earth shows them.",
        ),
        "field.kml_unread": translate(
            "RainforestAlert",
            "The archive holds {count} more KML files, which its document does not link and which were NOT read: {members}. Unpack it and "
            "bring them in one at a time.",
        ),
        "field.lost_accents": translate(
            "RainforestAlert",
            "Some letters were lost before this file was written (they show as �). Correct the names by hand.",
        ),
        "field.mocked_positions": translate(
            "RainforestAlert",
            "{count} positions were set by a program that imitates a GPS, not by the phone's receiver. Check "
            "them in the field.",
        ),
        "field.encoding_guessed": translate(
            "RainforestAlert",
            "The table does not say its encoding; its letters look like {encoding}. Check the accents.",
        ),
        "field.system_unknown": translate(
            "RainforestAlert",
            "The reference system “{name}” has no EPSG code. Choose it in “Coordinate system”.",
        ),
        "field.unknown_system": translate(
            "RainforestAlert",
            "EPSG:{epsg} is no reference system that this computer knows. Choose another one.",
        ),
        "field.crs_needed": translate(
            "RainforestAlert",
            "The reference system of “{path}” cannot be told from its numbers. Choose it in “Coordinate "
            "system” and run again. {hint}",
        ),
        "field.zone_guessed": translate(
            "RainforestAlert",
            "The coordinates are UTM, taken as zone {zone} (EPSG:{epsg}): only there do they lie in Peru. "
            "The datum WGS 84 is assumed; an old title may be in PSAD56.",
        ),
        "field.zone_named": translate(
            "RainforestAlert",
            "The file itself names its reference system ({words}): {system}.",
        ),
        "field.zone_named_only": translate(
            "RainforestAlert",
            "The file names the zone ({words}), but no datum. WGS 84 is assumed: {system}. An old title may be in PSAD56, some 430 "
            "m apart: then choose it in “Coordinate system”.",
        ),
        "field.datum_named": translate(
            "RainforestAlert",
            "The file names the datum ({words}); of its zones only one lies in Peru: {system}.",
        ),
        "field.datum_zone_open": translate(
            "RainforestAlert",
            "The file names the datum ({words}) and no zone, and the coordinates lie in Peru in more than one: {systems}.",
        ),
        "field.datum_carried": translate(
            "RainforestAlert",
            "The file names its reference system ({words}): {system}. It also names {source}, as the datum out of which the "
            "coordinates were carried; that one was not taken.",
        ),
        "field.datums_open": translate(
            "RainforestAlert",
            "THE DATUM IS NOT CLEAR. The file names {datums}, and nothing tells in which one these coordinates are. The wrong one "
            "can put them hundreds of metres off: look in the paper and choose the system in “Coordinate system”.",
        ),
        "field.zones_stated": translate(
            "RainforestAlert",
            "The file names several zones ({zones}), and nothing tells in which one these coordinates are.",
        ),
        "field.zone_without_code": translate(
            "RainforestAlert",
            "The file names its reference system ({words}), but there is no EPSG code for it.",
        ),
        "field.columns_of_datum": translate(
            "RainforestAlert",
            "The table gives the coordinates also in {others}. Taken were the columns {columns}; to take the others, name them in "
            "“Columns”.",
        ),
        "field.chosen_differs": translate(
            "RainforestAlert",
            "You chose {chosen}, and so it was taken; the file itself names another system ({words}).",
        ),
        "field.choice_completed": translate(
            "RainforestAlert",
            "The file names its reference system in part ({words}), and you chose {chosen}: together that is {system}, and so it was "
            "taken.",
        ),
        "field.degrees_not_chosen": translate(
            "RainforestAlert",
            "The coordinates are degrees, and {chosen} is in metres: the choice was not taken, but {system}.",
        ),
        "field.chosen_of_several": translate(
            "RainforestAlert",
            "In {chosen}, as you chose, the coordinates lie in Peru, but also in: {others}. Compare the zone with the paper.",
        ),
        "field.choice_not_needed": translate(
            "RainforestAlert",
            "The file names its reference system: {system}. The chosen one ({chosen}) was not taken; it is only for files that name "
            "none.",
        ),
        "field.prj_recognised": translate(
            "RainforestAlert",
            "The reference system “{name}” of the .prj has no EPSG code; its datum, ellipsoid and zone are those of {system}.",
        ),
        "field.prj_unknown": translate(
            "RainforestAlert",
            "The .prj describes a reference system of its own (“{name}”, datum “{datum}”) that has no EPSG code. Nothing was "
            "assumed: open the layer in QGIS, save it in a UTM zone of its datum (Export, Save features as) and bring that in; or "
            "choose the system of its numbers in “Coordinate system” if the .prj is wrong.",
        ),
        "field.system_elsewhere": translate(
            "RainforestAlert",
            "THE COORDINATES DO NOT LIE IN PERU in {system}, but at latitude {latitude}, longitude {longitude}. They would lie in "
            "Peru in: {fitting}. Check zone and hemisphere; nothing was changed.",
        ),
        "field.system_nowhere": translate(
            "RainforestAlert",
            "The coordinates do not lie in Peru in {system}, but at latitude {latitude}, longitude {longitude}; in no other UTM "
            "zone of Peru either. Check the system and the digits.",
        ),
        "field.system_of_degrees": translate(
            "RainforestAlert",
            "THE COORDINATES LOOK LIKE DEGREES ({x}, {y}), but {system} is in metres. Choose a system of longitude and latitude, "
            "for instance EPSG:4326; nothing was changed.",
        ),
        "field.zones_carried": translate(
            "RainforestAlert",
            "The rows are in several zones (lines): {zones}. All were carried into {system}; what the file says of the others is "
            "kept as “as_written”.",
        ),
        "field.rows_as_others": translate(
            "RainforestAlert",
            "{count} rows name no zone (lines {lines}); they were taken in that of the others, {system}.",
        ),
        "field.rows_without_zone": translate(
            "RainforestAlert",
            "The rows of “{path}” are in several UTM zones, and these lines name none: {lines}. Write the zone beside them, or part "
            "the table by zones.",
        ),
        "field.rows_of_datums": translate(
            "RainforestAlert",
            "The rows of “{path}” name different datums (lines): {datums}. Part the table by datum and bring in each part.",
        ),
        "field.zone_open": translate(
            "RainforestAlert",
            "The coordinates are UTM and lie in Peru in more than one zone: {zones}.",
        ),
        "field.zone_outside": translate(
            "RainforestAlert",
            "The coordinates look like UTM, but lie in Peru in no zone (17S, 18S, 19S).",
        ),
        "field.strange_numbers": translate(
            "RainforestAlert",
            "The coordinates are neither degrees nor UTM metres (the first: {x}, {y}); a digit may be missing.",
        ),
        "field.swapped_utm": translate(
            "RainforestAlert",
            "Easting and northing stand in each other's column (easting {easting}, northing {northing}); "
            "they were put right.",
        ),
        "field.swapped_degrees": translate(
            "RainforestAlert",
            "Latitude and longitude stand in each other's column (latitude {latitude}, longitude "
            "{longitude}); they were put right.",
        ),
        "field.sign_missing": translate(
            "RainforestAlert",
            "The coordinates ({longitude}, {latitude}) would lie in Peru with minus signs. They were kept as "
            "they are: check the signs in the file.",
        ),
        "field.no_columns": translate(
            "RainforestAlert",
            "No two columns of “{path}” hold coordinates (columns: {columns}). Name them in “Columns”, for "
            'instance {{"easting": "X", "northing": "Y"}}.',
        ),
        "field.no_such_column": translate(
            "RainforestAlert",
            "“{path}”: “{column}” for “{role}” is not possible. Columns: {columns}. Roles: {roles}.",
        ),
        "field.bad_columns": translate(
            "RainforestAlert",
            '“Columns” is no JSON object of texts. Write for instance {{"easting": "X", "northing": "Y"}}.',
        ),
        "field.bad_writing": translate(
            "RainforestAlert",
            "“{sign}” parts no columns and no decimals. Columns are parted by one of: {delimiters} (or a tabulator, or a space); decimals "
            "by a point or a comma.",
        ),
        "field.two_decimal_marks": translate(
            "RainforestAlert",
            "The column “{column}” writes decimals with points (“{one}”) and with commas (“{other}”); each number was read by its own "
            "mark.",
        ),
        "field.decimal_open": translate(
            "RainforestAlert",
            "Whether “{text}” in the column “{column}” parts thousands or decimals cannot be told from it; it was taken as {value}. If "
            "that is wrong, say the decimal mark.",
        ),
        "field.length_mark": translate(
            "RainforestAlert",
            "“{text}” of the distances does not say whether it parts thousands or decimals; it was taken as {value} m, {reason}. Compare "
            "it with the paper. If it is wrong, write the distances without marks of thousands, or state the decimal mark in “Columns”: "
            '{{"decimal": "."}} or {{"decimal": ","}}.',
        ),
        "field.length_open": translate(
            "RainforestAlert",
            "THE DISTANCES MAY BE A THOUSAND TIMES TOO SHORT OR TOO LONG. Nothing shows whether “{text}” parts thousands or decimals; it "
            "was taken as {value} m, and not as {other} m. Compare it with the paper. If it is wrong, write the distances without marks of "
            'thousands, or state the decimal mark in “Columns”: {{"decimal": "."}} or {{"decimal": ","}}.',
        ),
        "field.length_by_closure": translate(
            "RainforestAlert", "since only so does the boundary close and reach the stated coordinates"
        ),
        "field.length_by_perimeter": translate("RainforestAlert", "since only so does it fit the stated perimeter"),
        "field.length_by_area": translate("RainforestAlert", "since only so does it fit the stated area"),
        "field.length_by_land": translate(
            "RainforestAlert", "since otherwise all sides would be shorter than 10 m, or one longer than 100 km"
        ),
        "field.length_by_size": translate("RainforestAlert", "since so it is of the size of the other distances"),
        "field.length_by_marks": translate("RainforestAlert", "since the other numbers are written so"),
        "field.column_given": translate("RainforestAlert", "as you said"),
        "field.column_named": translate("RainforestAlert", "by its header"),
        "field.column_numbers": translate("RainforestAlert", "by the size of its numbers"),
        "field.column_place": translate("RainforestAlert", "by its place beside the coordinates"),
        "field.times_local": translate(
            "RainforestAlert",
            "Times without an offset ({column}) were taken as Peru's time, five hours behind UTC: “{text}” is {utc}. If they are in UTC, "
            "say so in the header, for instance “Hora UTC”.",
        ),
        "field.times_utc": translate(
            "RainforestAlert",
            "Times without an offset ({column}) were taken as UTC, as the header says: “{text}” is {utc}.",
        ),
        "field.times_stated": translate(
            "RainforestAlert",
            "Times ({column}) were taken with the offset from UTC that the header states: “{text}” is {utc}.",
        ),
        "field.times_unread": translate(
            "RainforestAlert",
            "TIMES THAT CANNOT BE READ: {count} ({column}), the first in line {line}: “{text}”. These rows came in without a time. Write "
            "the day first, 01/05/2026 08:00, or the year, 2026-05-01 08:00. If the month stands first, other dates were read wrongly too.",
        ),
        "field.column_guess": translate("RainforestAlert", "Column “{column}” is taken as “{role}”, {reason}."),
        "field.column_guess_decimal": translate(
            "RainforestAlert", "Column “{column}” is taken as “{role}”, {reason}; decimal mark: {mark}."
        ),
        "field.delimiter": translate("RainforestAlert", "The columns are parted by: {delimiter}."),
        "field.no_answers": translate(
            "RainforestAlert",
            "“{path}” holds no list of answers. Export the data of the form, not the form itself.",
        ),
        "field.answer_without_place": translate("RainforestAlert", "the answer (record {line}) has no place"),
        "field.no_place": translate(
            "RainforestAlert",
            "its coordinates (line {line}) are missing, not numbers or not on the globe",
        ),
        "field.piece_too_short": translate(
            "RainforestAlert",
            "a piece of it has too few points for a line or an outline (line {line}); the rest of it came in",
        ),
        "field.no_points": translate("RainforestAlert", "it has no points (line {line})"),
        "field.track_parts": translate(
            "RainforestAlert",
            "The track “{name}” has {count} parts, with gaps between them that nobody walked, part by part: {gaps}. Nothing was drawn over "
            "them.",
        ),
        "field.track_parts_more": translate("RainforestAlert", "… and {count} more tracks of several parts."),
        "field.boundary_in_parts": translate(
            "RainforestAlert",
            "THE BOUNDARY IS NOT CLOSED: the track has {count} parts that lie apart. It came in as an open line; “Take the selected track” "
            "in the Territory panel joins the parts, or walk what is missing.",
        ),
        "field.vertices_dropped": translate(
            "RainforestAlert",
            "{count} of its vertices had no usable coordinates and were left out",
        ),
        "field.not_a_feature": translate("RainforestAlert", "record {line} is no feature"),
        "field.bad_geometry": translate("RainforestAlert", "the geometry of record {line} is malformed"),
        "field.bad_line": translate("RainforestAlert", "line {line} cannot be read"),
        "field.checksum": translate(
            "RainforestAlert",
            "line {line} was damaged on its way (its checksum does not fit)",
        ),
        "field.no_fix": translate(
            "RainforestAlert",
            "line {line} has no position: the receiver saw too few satellites",
        ),
        "field.qualities": translate("RainforestAlert", "Fixes by quality: {counts}."),
        "field.rmc_only": translate(
            "RainforestAlert",
            "The positions are those of RMC sentences, since no GGA has any: with date and time, without height, hdop or sigma.",
        ),
        "field.pos_not_geographic": translate(
            "RainforestAlert",
            "“{path}” holds geocentric or baseline coordinates. Run RTKLIB again with the output “Lat/Lon/Height”.",
        ),
        "field.not_a_point": translate("RainforestAlert", "it is a line or polygon, not a place"),
        "field.not_a_line": translate("RainforestAlert", "it is a single point beside lines or polygons"),
        "field.no_ring": translate(
            "RainforestAlert",
            "it has fewer than three different places and makes no boundary",
        ),
        "field.kinds_apart": translate(
            "RainforestAlert",
            "The file holds several kinds; this output takes the {shape}. {count} others ({kinds}) go "
            "nowhere: give a destination for them, or choose the kind.",
        ),
        "field.nothing_left": translate("RainforestAlert", "Nothing in “{path}” can be used as “{kind}”. {reason}"),
        "field.names_left_out": translate(
            "RainforestAlert",
            "The names of {count} people who recorded were left out. Ask for them only if they agreed.",
        ),
        "field.bearings_header": translate(
            "RainforestAlert",
            "“{path}” has no row of headers with a distance and a bearing, azimuth or interior angle.",
        ),
        "field.bearings_row": translate(
            "RainforestAlert",
            "Line {line} of “{path}” cannot be read: “{text}”. Write bearings as N 45°30'20\" E, azimuths as "
            "123°45'10\", distances in metres.",
        ),
        "field.bearings_unit": translate(
            "RainforestAlert",
            "“{path}” gives distances in another unit than metres (“{column}”), whose length differs from place to place. Convert them to "
            "metres, as the title or its time says.",
        ),
        "field.bearings_angles": translate(
            "RainforestAlert",
            "Interior angles alone do not say where the first side of “{path}” points. Give the coordinates "
            "of the first two vertices, or bearings.",
        ),
        "field.angles_misclosure": translate(
            "RainforestAlert", "The angles add up to {sum}°; without error they would give {expected}° ({rest}°)."
        ),
        "field.angles_outer": translate(
            "RainforestAlert",
            "The angles add up to {sum}°: they are those outside of the boundary, not the interior ones, and were taken so.",
        ),
        "field.turn_assumed": translate(
            "RainforestAlert",
            "INTERIOR ANGLES DO NOT SAY WHICH WAY ROUND the vertices follow each other: the boundary and its mirror image fit them "
            "alike. It was drawn clockwise. Compare it with the sketch of the title; if it lies on the wrong side of its first side, "
            "choose “counter-clockwise”, or give the coordinates of a third vertex.",
        ),
        "field.turn_contradicted": translate(
            "RainforestAlert", "The way round that you chose leads away from the stated coordinates of {vertex}."
        ),
        "field.turn_shown_clockwise": translate(
            "RainforestAlert", "The vertices follow each other clockwise, as the coordinates of {vertex} show."
        ),
        "field.turn_shown_counterclockwise": translate(
            "RainforestAlert", "The vertices follow each other counter-clockwise, as the coordinates of {vertex} show."
        ),
        "field.turn_by_sum_clockwise": translate(
            "RainforestAlert",
            "The vertices follow each other clockwise: the angles to the right add up to {sum}°, so that they lie outside.",
        ),
        "field.turn_by_sum_counterclockwise": translate(
            "RainforestAlert",
            "The vertices follow each other counter-clockwise: the angles to the right add up to {sum}°, so that they lie inside.",
        ),
        "field.no_start": translate(
            "RainforestAlert",
            "“{path}” gives no coordinates for the first vertex. Add its easting and northing to the first row.",
        ),
        "field.traverse_short": translate(
            "RainforestAlert",
            "A boundary needs three sides or more; {legs} were given.",
        ),
        "field.traverse_leg": translate("RainforestAlert", "Side {leg} has no direction or no length."),
        "field.traverse_closure": translate(
            "RainforestAlert",
            "The boundary closes with an error of {closure_m} m (east {east_m} m, north {north_m} m) over "
            "{perimeter_m} m: 1 in {precision}.",
        ),
        "field.traverse_poor": translate(
            "RainforestAlert",
            "A closure of {closure_m} m shows a mistake in a bearing or a distance. Compare each row with "
            "the paper before you use the result.",
        ),
        "field.traverse_adjusted": translate(
            "RainforestAlert",
            "The error was spread over the sides by their lengths (compass rule).",
        ),
        "field.adjustment": translate(
            "RainforestAlert",
            "Adjusted by the compass rule: closure error {before_m} m before, {after_m} m after; a vertex moved by "
            "{largest_m} m at most.",
        ),
        "field.memoria_few": translate(
            "RainforestAlert",
            "No vertex of the text of “{path}” has a place: {mentioned} vertices named, none with coordinates "
            "that can be read, {legs} sides with bearing and distance. Correct the text, or type it as a table of"
            " bearings and distances. {notes}",
        ),
        "field.memoria_no_start": translate(
            "RainforestAlert",
            "The text of “{path}” gives {legs} sides with bearing and distance, but no vertex has coordinates "
            "that can be read. Write the easting and northing of one vertex beside its name. {notes}",
        ),
        "field.boundary_open": translate(
            "RainforestAlert",
            "THE BOUNDARY IS NOT CLOSED. No place is known of: {vertices}. The vertices that were read come in, "
            "and between them open lines; nothing was drawn over what is missing.",
        ),
        "field.boundary_branches": translate(
            "RainforestAlert",
            "THE BOUNDARY IS NOT CLOSED. The side from {start} to {end} (line {line}) does not fit the order in "
            "which the vertices follow each other. They come in on an open line: compare them with the paper.",
        ),
        "field.boundary_short": translate(
            "RainforestAlert",
            "THE BOUNDARY IS NOT CLOSED. The text names {count} vertices; a boundary needs three or more.",
        ),
        "field.vertex_unread": translate(
            "RainforestAlert",
            "Line {line}, {vertex}: these coordinates cannot be right: “{text}”. No written bearing and distance "
            "leads there either.",
        ),
        "field.vertex_lost": translate(
            "RainforestAlert",
            "Line {line}, {vertex}: no coordinates that can be read, and no written bearing and distance leads there.",
        ),
        "field.vertex_computed": translate(
            "RainforestAlert",
            "Line {line}, {vertex}: computed from {start} by the written bearing and distance; the text gives no "
            "coordinates that can be read.",
        ),
        "field.vertex_computed_unread": translate(
            "RainforestAlert",
            "Line {line}, {vertex}: computed from {start} by the written bearing and distance; the coordinates of"
            " the text cannot be right: “{text}”.",
        ),
        "field.vertex_aside": translate(
            "RainforestAlert",
            "Line {line}, {vertex}: only mentioned, as of a neighbour or in passing. It is no vertex of this boundary.",
        ),
        "field.misfit": translate(
            "RainforestAlert",
            "Computed from {start} by bearings and distances, {end} falls {misfit_m} m from its stated coordinates.",
        ),
        "field.misfit_spread": translate(
            "RainforestAlert",
            "Computed from {start} by bearings and distances, {end} fell {misfit_m} m from its stated "
            "coordinates; this was spread over the sides by their lengths (compass rule).",
        ),
        "field.side_unwritten": translate(
            "RainforestAlert",
            "The side from {start} to {end} has no bearing and distance that could be read: whether the boundary "
            "closes cannot be checked.",
        ),
        "field.not_understood_of": translate(
            "RainforestAlert",
            "Line {line}, at {vertex}, not understood: “{text}”",
        ),
        "field.not_understood": translate("RainforestAlert", "Line {line}, not understood: “{text}”"),
        "field.not_understood_more": translate(
            "RainforestAlert",
            "… and {count} more sentences that were not understood.",
        ),
        "field.side_differs": translate(
            "RainforestAlert",
            "Side {side}: the text says {stated_m} m, its coordinates give {computed_m} m.",
        ),
        "field.bearing_differs": translate(
            "RainforestAlert", "Side {side}: the text says an azimuth of {stated}°, its coordinates give {computed}°."
        ),
        "field.epochs_again": translate(
            "RainforestAlert",
            "{count} positions were told twice for one moment, by different systems of satellites; one was taken of each.",
        ),
        "field.decimals_cut": translate(
            "RainforestAlert",
            "THE COMMA MAY PART COLUMNS AND DECIMALS HERE: “{text}” was read as two cells, without its decimals. Save the table with "
            "semicolons between the columns.",
        ),
        "track.bad_ends": translate(
            "RainforestAlert",
            "From vertex {first} to vertex {last} is no part of a track with {count} vertices. Choose two "
            "vertices, the first before the last.",
        ),
        "track.no_tolerance": translate(
            "RainforestAlert",
            "The track does not state the accuracy of its fixes. Give a tolerance in metres; 10 suits a handheld GPS.",
        ),
        "track.bad_tolerance": translate(
            "RainforestAlert",
            "A tolerance of {tolerance_m} m is not possible. Choose 0 or more.",
        ),
        "track.too_short": translate(
            "RainforestAlert",
            "The track has only {count} different places; a boundary needs three or more.",
        ),
    }
