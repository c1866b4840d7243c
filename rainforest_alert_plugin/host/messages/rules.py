"""Sentences of the rules: what was found, where, and what to do about it."""

from __future__ import annotations

from ...i18n import translate

# Facts that are keys, and before which dot their words stand.
WORDED = {"check": "check", "direction": "direction", "evidence": "evidence", "role": "role", "values": "value"}


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        **_engine(),
        **_rings(),
        **_position(),
        **_overlaps(),
        **_numbers(),
        **_documents(),
        **_words(),
        **_checks(),
    }


def _engine() -> dict[str, str]:
    return {
        "rule.profile_unverified": translate(
            "RainforestAlert",
            "The profile “{profile}” holds no verified value of the procedure: only geometry is checked.",
        ),
        "profile.geometry_only": translate(
            "RainforestAlert",
            "{profile}: no value of this procedure was verified in a norm. Only the geometry was checked; "
            "documents, numbers and overlaps were NOT evaluated.",
        ),
        "profile.norm_not_read": translate(
            "RainforestAlert",
            "{profile}: the text of {norm} itself was not read. Have the values confirmed by the office before you rely on them.",
        ),
        "profile.unverified_values": translate(
            "RainforestAlert", "{count} values of the profile were not verified in a norm: {places}."
        ),
        "rule.no_references": translate("RainforestAlert", "No reference layer was given, so nothing was compared."),
        "rule.no_rivers": translate(
            "RainforestAlert", "Neither a side along a river nor a layer of riverbeds was given."
        ),
        "rule.no_capacity": translate("RainforestAlert", "No land-capacity units were given."),
        "rule.no_table": translate(
            "RainforestAlert", "There is no technical table: the boundary has none yet, or none was given."
        ),
        "rule.no_documents": translate("RainforestAlert", "No documents were given."),
        "rule.no_stated_area": translate("RainforestAlert", "No area is stated anywhere that could be compared."),
        "rule.no_tolerance": translate(
            "RainforestAlert", "The profile states no tolerance for areas of earlier titles."
        ),
        "rule.no_antecedent": translate("RainforestAlert", "No area of an earlier title or resolution was given."),
        "rule.one_name": translate(
            "RainforestAlert", "The name of the community stands in one place only, so there is nothing to compare."
        ),
        "rule.no_place": translate(
            "RainforestAlert", "Neither a UBIGEO nor a district is stated together with a layer of districts."
        ),
        "rule.no_sides": translate("RainforestAlert", "Nothing is known of the sides and their neighbours."),
        "rule.no_survey": translate("RainforestAlert", "Nothing is known of how the vertices were surveyed."),
        "rule.no_districts": translate("RainforestAlert", "No layer of districts was given."),
        "reference.not_compared": translate(
            "RainforestAlert", "The layer “{layer}” says nothing about rights over land and was not compared."
        ),
        "reference.shifted": translate(
            "RainforestAlert",
            "“{layer}” looks like PSAD56 declared as another system: moved {distance_m} m to the {direction}, its units lie on the "
            "same units of another layer (“{unit}”). Ask the office for its datum before you rely on overlaps with it.",
        ),
        "reference.units_in_zone": translate(
            "RainforestAlert",
            "“{layer}” looks like UTM zone {zone} declared as another: read so, its units lie on the same units of another layer "
            "(“{unit}”). Ask the office for its zone before you rely on this layer.",
        ),
        "reference.declared_psad56": translate(
            "RainforestAlert",
            "“{layer}” is declared in PSAD56 ({crs}): carried to WGS 84, its lines may be tens of metres off.",
        ),
        "reference.elsewhere_zone": translate(
            "RainforestAlert",
            "“{layer}” lies far from the boundary as declared; read as UTM zone {zone} it lies there. One of the two is declared in "
            "the wrong zone: ask the office for its zone. Until then, nothing found in the layer means nothing.",
        ),
        "reference.elsewhere_swapped": translate(
            "RainforestAlert",
            "“{layer}” lies far from the boundary as declared; with easting and northing (or longitude and latitude) exchanged it lies "
            "there. Ask the office for a corrected file. Until then, nothing found in the layer means nothing.",
        ),
        "reference.elsewhere_degrees": translate(
            "RainforestAlert",
            "“{layer}” lies far from the boundary as declared: its coordinates are degrees, declared as metres. State EPSG:4326. Until "
            "then, nothing found in the layer means nothing.",
        ),
        "reference.elsewhere_metres": translate(
            "RainforestAlert",
            "“{layer}” lies far from the boundary as declared; read as metres of UTM zone {zone} it lies there. State that zone. Until "
            "then, nothing found in the layer means nothing.",
        ),
        "reference.boundary_without_place": translate(
            "RainforestAlert", "The boundary has no place on Earth that the layer could be compared with."
        ),
        "validation.step_layer": translate("RainforestAlert", "Reading “{layer}”…"),
        "validation.step_rule": translate("RainforestAlert", "Checking {rule}: {check}…"),
        "validation.readiness": translate("RainforestAlert", "{blockers}, {reviews}, {excludes}, {notes}; {layers}."),
        "validation.blockers.one": translate("RainforestAlert", "{count} blocker"),
        "validation.blockers.many": translate("RainforestAlert", "{count} blockers"),
        "validation.reviews.one": translate("RainforestAlert", "{count} for review"),
        "validation.reviews.many": translate("RainforestAlert", "{count} for review"),
        "validation.excludes.one": translate("RainforestAlert", "{count} to be excluded"),
        "validation.excludes.many": translate("RainforestAlert", "{count} to be excluded"),
        "validation.notes.one": translate("RainforestAlert", "{count} note"),
        "validation.notes.many": translate("RainforestAlert", "{count} notes"),
        "validation.layers.one": translate("RainforestAlert", "{count} layer not evaluated"),
        "validation.layers.many": translate("RainforestAlert", "{count} layers not evaluated"),
        "validation.not_evaluated": translate("RainforestAlert", "NOT EVALUATED: “{layer}”. {why}"),
        "validation.not_a_result": translate(
            "RainforestAlert",
            "The earlier report cannot be used ({reason}). Choose a JSON report of this algorithm, or run without it.",
        ),
        "stated.not_objects": translate(
            "RainforestAlert",
            'In the attributes, “{list}” must be a list of objects, for instance [{{"kind": "plan"}}]. Correct '
            "it and run again.",
        ),
        "stated.no_column": translate(
            "RainforestAlert",
            "The table “{table}” has no column “{column}”. Its columns are: {columns}. Name vertex, easting "
            "(ESTE) and northing (NORTE).",
        ),
        "stated.not_a_number": translate(
            "RainforestAlert",
            "Row {row} of the table “{table}”: “{found}” in the column {column} is no number. Correct it and run "
            "again.",
        ),
    }


def _rings() -> dict[str, str]:
    return {
        "finding.no_polygon": translate(
            "RainforestAlert",
            "The boundary is no polygon, so nothing of its geometry can be checked. Draw it as a polygon.",
        ),
        "finding.not_finite": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: vertex {vertex} has a coordinate that is not a number. Correct it with the vertex tool.",
        ),
        "finding.ring_open": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: the ring does not close, {gap_m} m are missing at E {easting}, N {northing}.",
        ),
        "finding.too_few_vertices": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: only {count} distinct vertices at E {easting}, N {northing}; three are the least.",
        ),
        "finding.repeated_vertex": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: vertex {vertex} is repeated at E {easting}, N {northing} "
            "(the next one is {distance_m} m away). Remove one of the two.",
        ),
        "finding.spike": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: a spike of {angle_deg}° at E {easting}, N {northing}. "
            "Probably a vertex keyed in the wrong order: correct or remove it.",
        ),
        "finding.crossing": translate(
            "RainforestAlert",
            "The boundary crosses or touches itself at E {easting}, N {northing} ({reason}). Correct the order of the vertices there.",
        ),
        "finding.several_parts": translate(
            "RainforestAlert",
            "The territory has {count} parts ({areas_ha} ha). Each needs its own plan and its own row of areas.",
        ),
        "finding.enclave": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: an enclave of {area_ha} ha at E {easting}, N {northing}. "
            "It needs a table of its own, and the area must be stated without it.",
        ),
        "finding.part_reversed": translate(
            "RainforestAlert", "Part {part} runs in the opposite direction of part 1. Turn it round."
        ),
        "finding.enclave_direction": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: the enclave runs in the same direction as the boundary round it. Turn it round.",
        ),
        "finding.numbers_reversed": translate(
            "RainforestAlert",
            "Part {part}: the numbers of the vertices run counterclockwise. Number them clockwise, as the table is read.",
        ),
        "finding.table_reversed": translate(
            "RainforestAlert", "Part {part}, ring {ring}: the technical table runs counterclockwise. Turn it round."
        ),
        "finding.table_start": translate(
            "RainforestAlert",
            "Part {part}: the technical table begins at {vertex}, not at the northernmost vertex (E {easting}, N {northing}).",
        ),
        "finding.short_side": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: side {side} at E {easting}, N {northing} measures only {length_m} m. Check its two vertices.",
        ),
        "finding.collinear": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: {count} vertices lie on the line between their neighbours (less than {limit_m} m off it), "
            "the first at E {easting}, N {northing}. They can be left out.",
        ),
    }


def _position() -> dict[str, str]:
    return {
        "finding.other_zone": translate(
            "RainforestAlert",
            "The coordinates are in zone {zone}, but the middle of the territory lies in zone {central_zone}. "
            "State everything in zone {central_zone}.",
        ),
        "finding.read_zone": translate(
            "RainforestAlert",
            "Declared in zone {zone}, the territory lies where nothing known fits; read in zone {other_zone} it "
            "lies right ({evidence}), {move} to the {direction}. Correct the declared zone.",
        ),
        "finding.outside_country": translate(
            "RainforestAlert",
            "The territory lies at {longitude}°, {latitude}°, outside the country ({country}). The zone, the "
            "datum or the numbers are wrong.",
        ),
        "finding.outside_zone": translate(
            "RainforestAlert",
            "{count} vertices have coordinates that zone {zone} does not have, the first is vertex {vertex}: E "
            "{easting}, N {northing}.",
        ),
        "finding.all_swapped": translate(
            "RainforestAlert",
            "In {count} vertices easting and northing are swapped, the first is {easting}, {northing}. Correct "
            "the table or the import.",
        ),
        "finding.vertex_swapped": translate(
            "RainforestAlert", "Vertex {vertex} ({easting}, {northing}): easting and northing are swapped. Correct it."
        ),
        "finding.all_degrees": translate(
            "RainforestAlert",
            "In {count} vertices degrees stand where metres should, the first is {easting}, {northing}. Correct "
            "the table or the import.",
        ),
        "finding.vertex_degrees": translate(
            "RainforestAlert", "Vertex {vertex} ({easting}, {northing}): degrees stand where metres should. Correct it."
        ),
        "finding.all_digit": translate(
            "RainforestAlert",
            "In {count} vertices a digit is missing or too much, the first is {easting}, {northing}. Correct the "
            "table or the import.",
        ),
        "finding.vertex_digit": translate(
            "RainforestAlert", "Vertex {vertex} ({easting}, {northing}): a digit is missing or too much. Correct it."
        ),
        "finding.all_metres": translate(
            "RainforestAlert",
            "In {count} vertices metres stand where degrees should, the first is {easting}, {northing}. Correct "
            "the table or the import.",
        ),
        "finding.vertex_metres": translate(
            "RainforestAlert", "Vertex {vertex} ({easting}, {northing}): metres stand where degrees should. Correct it."
        ),
        "finding.all_sign": translate(
            "RainforestAlert",
            "In {count} vertices a minus sign is missing (west, south), the first is {easting}, {northing}. "
            "Correct the table or the import.",
        ),
        "finding.vertex_sign": translate(
            "RainforestAlert",
            "Vertex {vertex} ({easting}, {northing}): a minus sign is missing (west, south). Correct it.",
        ),
        "finding.read_swapped": translate(
            "RainforestAlert",
            "Read with easting and northing swapped the coordinates lie right, {move} to the {direction}. Swap them.",
        ),
        "finding.read_degrees": translate(
            "RainforestAlert",
            "Read as degrees the coordinates lie right, {move} to the {direction}. Declare EPSG:4326 for the layer.",
        ),
        "finding.read_metres": translate(
            "RainforestAlert",
            "Read as UTM metres of zone {zone} the coordinates lie right, {move} to the {direction}. Declare "
            "that zone for the layer.",
        ),
        "finding.old_datum": translate(
            "RainforestAlert",
            "The boundary is in {crs}, a system that the office does not take; it was carried over by "
            "{operation} to be compared. Survey again, or agree on the operation with the office.",
        ),
        "finding.read_psad56": translate(
            "RainforestAlert",
            "Moved {move} to the {direction}: read as PSAD56 (by {operation}) the boundary fits ({evidence}, "
            "{known}); declared as it is, it lies {before_m} m off, then {after_m} m. Declare PSAD56 and survey "
            "again, or shift the datum.",
        ),
        "finding.read_psad56_twice": translate(
            "RainforestAlert",
            "Moved {move} to the {direction} the boundary fits ({evidence}, {known}): it was converted from "
            "PSAD56 though it was in WGS 84 already (lies {before_m} m off, then {after_m} m). Take the original "
            "coordinates.",
        ),
        "finding.zone_crossed": translate(
            "RainforestAlert",
            "The territory lies in several UTM zones ({shares}). Everything is stated in zone {zone}, and the "
            "plan says so.",
        ),
    }


def _overlaps() -> dict[str, str]:
    return {
        "finding.beside_registered": translate(
            "RainforestAlert",
            "The boundary runs beside the registered line of {unit} in “{layer}” without lying on it: {count} "
            "vertices, up to {farthest_m} m off. The registered line governs: bring the boundary to it.",
        ),
        "finding.own_unit": translate(
            "RainforestAlert",
            "The unit {unit} of “{layer}” ({date}) is the community itself: {area_ha} ha, {percent_of_feature} % "
            "of it.",
        ),
        "finding.touch": translate(
            "RainforestAlert",
            "A touch with {unit} of “{layer}” ({role}, {date}): {area_ha} ha, only {width_m} m wide in the mean, "
            "less than both lines can tell ({sigma_m} m). No land is in dispute: bring the lines together.",
        ),
        "finding.overlap": translate(
            "RainforestAlert",
            "Overlap with {unit} of “{layer}” ({role}, {date}): {area_ha} ha, {percent} % of the territory and "
            "{percent_of_feature} % of that unit.",
        ),
        "finding.overlap_small": translate(
            "RainforestAlert",
            "Small overlap with {unit} of “{layer}” ({role}, {date}): {area_ha} ha, {percent_of_feature} % of "
            "that unit, below what the profile counts.",
        ),
        "finding.river_chord": translate(
            "RainforestAlert",
            "Side {side} (part {part}, ring {ring}) along {neighbour}: {stated_m} m are stated, the course "
            "measures {length_m} m ({percent} % more). State the length of the bank, not of the chord.",
        ),
        "finding.in_the_water": translate(
            "RainforestAlert",
            "The boundary runs {length_m} m in the water of {unit} (“{layer}”). Draw it on the bank; the bed is "
            "public domain.",
        ),
        "finding.capacity_gap": translate(
            "RainforestAlert", "{area_ha} ha at E {easting}, N {northing} belong to no land-capacity unit."
        ),
        "finding.capacity_outside": translate(
            "RainforestAlert",
            "{area_ha} ha of the land-capacity units lie outside the boundary, at E {easting}, N {northing}.",
        ),
        "finding.capacity_overlap": translate(
            "RainforestAlert",
            "The land-capacity units {one} and {other} overlap in {area_ha} ha at E {easting}, N {northing}.",
        ),
        "finding.capacity_sum": translate(
            "RainforestAlert",
            "The land-capacity units state {sum_ha} ha in all, the boundary {area_ha} ha: {difference_ha} ha too "
            "much or too little.",
        ),
    }


def _numbers() -> dict[str, str]:
    return {
        "finding.area_of_table": translate(
            "RainforestAlert",
            "The table states {stated_ha} ha, its printed coordinates give {area_ha} ha: a difference of "
            "{difference_ha} ha.",
        ),
        "finding.perimeter_of_table": translate(
            "RainforestAlert",
            "The table states a perimeter of {stated_m} m, its sides add up to {sum_m} m: a difference of "
            "{difference_m} m.",
        ),
        "finding.side_of_table": translate(
            "RainforestAlert",
            "Side {side}: {stated_m} m are stated, its printed vertices lie {length_m} m apart ({difference_m} m).",
        ),
        "finding.side_shorter_than_chord": translate(
            "RainforestAlert",
            "Side {side} along a river: {stated_m} m are stated, less than the {length_m} m between its ends.",
        ),
        "finding.angle_sum": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: the interior angles add up to {stated}, they should to {due} "
            "({difference_s}″ off).",
        ),
        "finding.area_of_antecedent": translate(
            "RainforestAlert",
            "“{document}” states {before_ha} ha, the boundary now has {area_ha} ha: {percent} %, beyond the "
            "{allowed_percent} % tolerated. The antecedent must be rectified first.",
        ),
        "finding.parts_of_area": translate(
            "RainforestAlert",
            "“{document}”: title, cession and exclusions add up to {sum_ha} ha, the whole is {area_ha} ha "
            "({difference_ha} ha).",
        ),
        "finding.area_ha_differs": translate(
            "RainforestAlert", "The area is not the same everywhere: {list}. State one and the same number."
        ),
        "finding.perimeter_m_differs": translate(
            "RainforestAlert", "The perimeter is not the same everywhere: {list}. State one and the same number."
        ),
        "finding.area_ellipsoidal": translate(
            "RainforestAlert",
            "“{document}” states {stated_ha} ha, which is the area on the ellipsoid; in the plane of zone {zone} "
            "it is {area_ha} ha ({percent} %).",
        ),
        "finding.area_plane": translate(
            "RainforestAlert",
            "“{document}” states {stated_ha} ha, which is the area in the plane of zone {zone}; the profile "
            "declares another method.",
        ),
        "finding.area_other_zone": translate(
            "RainforestAlert",
            "“{document}” states {stated_ha} ha, which is the area computed in the neighbouring zone "
            "{other_zone}; in zone {zone} it is {area_ha} ha ({percent} %).",
        ),
        "finding.label_repeated": translate(
            "RainforestAlert", "The label {label} names two vertices, the second at E {easting}, N {northing}."
        ),
        "finding.label_missing": translate(
            "RainforestAlert", "{count} numbers of vertices are missing in the table: {list}."
        ),
        "finding.table_order": translate(
            "RainforestAlert",
            "Part {part}, ring {ring}: the rows of the table do not follow the boundary from vertex to vertex.",
        ),
    }


def _documents() -> dict[str, str]:
    return {
        "finding.no_crs": translate(
            "RainforestAlert",
            "“{file}” does not state its reference system (.prj). Without it nobody can place the plan.",
        ),
        "finding.other_system": translate(
            "RainforestAlert", "The boundary is in {crs}; plans of this procedure are taken in {systems} only."
        ),
        "finding.system_not_printed": translate("RainforestAlert", "“{document}” does not print: {values}."),
        "finding.zone_printed": translate(
            "RainforestAlert", "“{document}” prints zone {printed}, the coordinates are in zone {zone}."
        ),
        "finding.name_spelling": translate(
            "RainforestAlert", "The name of the community is not written alike everywhere: {list}."
        ),
        "finding.name_differs": translate("RainforestAlert", "The documents name different communities: {list}."),
        "finding.ubigeo_form": translate(
            "RainforestAlert",
            "The UBIGEO “{ubigeo}” has not six digits. Keep it as text: a leading zero is easily lost.",
        ),
        "finding.ubigeo_elsewhere": translate(
            "RainforestAlert", "The UBIGEO {ubigeo} is stated, but the territory lies in: {shares}."
        ),
        "finding.district_elsewhere": translate(
            "RainforestAlert", "The district “{stated}” is stated, but the territory lies in: {shares}."
        ),
        "finding.province_elsewhere": translate(
            "RainforestAlert", "The province “{stated}” is stated, but the territory lies in {found}."
        ),
        "finding.department_elsewhere": translate(
            "RainforestAlert", "The department “{stated}” is stated, but the territory lies in {found}."
        ),
        "finding.district_left_out": translate(
            "RainforestAlert",
            "The district “{stated}” is stated, but part of the territory lies in {lacking}: {shares}. State "
            "each of them.",
        ),
        "finding.side_without_neighbour": translate(
            "RainforestAlert",
            "Side {side} (part {part}, ring {ring}) has no neighbour. Name him; where there is none, «Terrenos "
            "del Estado».",
        ),
        "finding.side_without_kind": translate(
            "RainforestAlert",
            "Side {side} (part {part}, ring {ring}): it is not said what “{neighbour}” is (community, private "
            "parcel, State, river, road).",
        ),
        "finding.compass_incomplete": translate(
            "RainforestAlert", "“{document}”: the summary of neighbours lacks {values}."
        ),
        "finding.no_record": translate(
            "RainforestAlert",
            "There is no record of agreement with {neighbour} (side {side}, part {part}), who has no registered "
            "land. Without it SUNARP rejects the title.",
        ),
        "finding.record_incomplete": translate(
            "RainforestAlert", "The record of agreement {act} with {neighbour} lacks: {values}."
        ),
        "finding.record_mandate": translate(
            "RainforestAlert",
            "The record of agreement {act} with {neighbour} does not say by which power {signed_by} signed.",
        ),
        "finding.record_in_future": translate(
            "RainforestAlert",
            "The record of agreement {act} with {neighbour} bears a date that has not come yet ({date}).",
        ),
        "finding.no_plan": translate("RainforestAlert", "The file has no plan."),
        "finding.plan_incomplete": translate("RainforestAlert", "The plan “{document}” does not state: {values}."),
        "finding.plan_scale": translate(
            "RainforestAlert", "The plan “{document}” prints the scale {printed}, it is drawn at {drawn}."
        ),
        "finding.plan_date": translate(
            "RainforestAlert", "The plan “{document}” states a survey on {date}, which has not come yet."
        ),
        "finding.sheet_incomplete": translate("RainforestAlert", "The sheet “{document}” lacks: {values}."),
        "finding.vertices_without_method": translate(
            "RainforestAlert", "{count} vertices do not say how they were surveyed ({list})."
        ),
        "finding.vertices_without_sigma": translate(
            "RainforestAlert", "{count} vertices do not state their accuracy ({list})."
        ),
        "finding.vertices_without_base": translate(
            "RainforestAlert", "{count} post-processed vertices do not name their base station and raw data ({list})."
        ),
        "finding.vertices_coarse": translate(
            "RainforestAlert",
            "{count} vertices are less accurate than {limit_m} m, the worst {worst_m} m ({list}): a preliminary "
            "boundary, not one to register.",
        ),
        "finding.layers_undated": translate(
            "RainforestAlert",
            "{count} reference layers have no date: {list}. “Not found” means nothing without the day.",
        ),
        "finding.layers_not_evaluated": translate(
            "RainforestAlert", "NOT EVALUATED: {count} layers ({list}). What they hold is not known."
        ),
        "finding.report_undated": translate("RainforestAlert", "The overlap report “{document}” has no date."),
        "finding.report_without_list": translate(
            "RainforestAlert", "The overlap report “{document}” does not say which layers were not evaluated."
        ),
        "finding.report_hides": translate(
            "RainforestAlert", "The overlap report “{document}” does not list as not evaluated: {list}."
        ),
        "finding.stale_area": translate(
            "RainforestAlert",
            "The field “{field}” says {stated_ha} ha, the drawn boundary has {area_ha} ha: it was left from an "
            "earlier edit.",
        ),
        "finding.stale_perimeter": translate(
            "RainforestAlert",
            "The field “{field}” says {stated_m} m, the drawn boundary has {perimeter_m} m: it was left from an "
            "earlier edit.",
        ),
        "finding.several_offices": translate(
            "RainforestAlert",
            "The territory lies in {count} departments ({list}): the registry offices of all of them report, "
            "that of the community's seat registers.",
        ),
        "finding.no_assembly_act": translate(
            "RainforestAlert", "There is no act of the assembly that approves the boundaries."
        ),
        "finding.assembly_act_incomplete": translate(
            "RainforestAlert", "The act of the assembly “{document}” lacks: {values}."
        ),
        "finding.no_encoding_file": translate(
            "RainforestAlert",
            "“{file}” does not state its encoding (.cpg). Names with ñ and accents break in other programs.",
        ),
        "finding.other_encoding": translate("RainforestAlert", "“{file}” is in {encoding}, not in UTF-8."),
        "finding.text_cut": translate(
            "RainforestAlert", "The text in the field “{field}” fills it to the last letter: it was probably cut."
        ),
        "finding.lost_letters": translate(
            "RainforestAlert", "The field “{field}” has lost letters (“{text}”). Write it again with its ñ and accents."
        ),
    }


def _words() -> dict[str, str]:
    return {
        "direction.n": translate("RainforestAlert", "north"),
        "direction.ne": translate("RainforestAlert", "north-east"),
        "direction.e": translate("RainforestAlert", "east"),
        "direction.se": translate("RainforestAlert", "south-east"),
        "direction.s": translate("RainforestAlert", "south"),
        "direction.sw": translate("RainforestAlert", "south-west"),
        "direction.w": translate("RainforestAlert", "west"),
        "direction.nw": translate("RainforestAlert", "north-west"),
        "evidence.twin": translate("RainforestAlert", "it lies on the same unit of a known layer"),
        "evidence.sides": translate("RainforestAlert", "it shares its sides with known neighbours"),
        "evidence.district": translate("RainforestAlert", "it lies in the stated district"),
        "evidence.region": translate("RainforestAlert", "only so it lies in the country"),
        "evidence.surroundings": translate("RainforestAlert", "only so it lies near known land"),
        "value.datum": translate("RainforestAlert", "datum"),
        "value.projection": translate("RainforestAlert", "projection"),
        "value.zone": translate("RainforestAlert", "zone"),
        "value.ellipsoid": translate("RainforestAlert", "ellipsoid"),
        "value.professional": translate("RainforestAlert", "professional"),
        "value.cip": translate("RainforestAlert", "CIP number"),
        "value.equipment": translate("RainforestAlert", "equipment"),
        "value.method": translate("RainforestAlert", "method of survey"),
        "value.survey_date": translate("RainforestAlert", "date of the survey"),
        "value.scale": translate("RainforestAlert", "scale"),
        "value.signed": translate("RainforestAlert", "signature"),
        "value.legend": translate("RainforestAlert", "legend"),
        "value.grid": translate("RainforestAlert", "labels of the grid"),
        "value.sheet": translate("RainforestAlert", "name of the sheet"),
        "value.record_act": translate("RainforestAlert", "number of the record"),
        "value.record_on": translate("RainforestAlert", "date of the record"),
        "value.signed_by": translate("RainforestAlert", "who signed"),
        "value.date": translate("RainforestAlert", "date"),
        "value.quorum": translate("RainforestAlert", "quorum"),
        "value.approves": translate("RainforestAlert", "that it approves the boundaries"),
        "value.south": translate("RainforestAlert", "south"),
        "value.east": translate("RainforestAlert", "east"),
        "value.west": translate("RainforestAlert", "west"),
        "value.north": translate("RainforestAlert", "north"),
    }


def _checks() -> dict[str, str]:
    """What each rule looks at, in a few words."""
    return {
        "check.G01": translate("RainforestAlert", "rings closed, no vertex repeated"),
        "check.G02": translate("RainforestAlert", "no crossing sides, no spikes"),
        "check.G03": translate("RainforestAlert", "a single part"),
        "check.G04": translate("RainforestAlert", "enclaves listed"),
        "check.G05": translate("RainforestAlert", "direction of the sides and first vertex"),
        "check.G06": translate("RainforestAlert", "short sides and vertices on a straight line"),
        "check.G07": translate("RainforestAlert", "lines of registered neighbours"),
        "check.G08": translate("RainforestAlert", "slivers told from overlaps"),
        "check.G09": translate("RainforestAlert", "inside the country and the UTM zone"),
        "check.G10": translate("RainforestAlert", "no coordinates mixed up"),
        "check.G11": translate("RainforestAlert", "datum of the coordinates"),
        "check.G12": translate("RainforestAlert", "one zone for the whole plan"),
        "check.G13": translate("RainforestAlert", "sides along rivers"),
        "check.G14": translate("RainforestAlert", "land-capacity units cover the territory"),
        "check.N01": translate("RainforestAlert", "area from the printed coordinates"),
        "check.N02": translate("RainforestAlert", "perimeter from the printed sides"),
        "check.N03": translate("RainforestAlert", "sides from the printed coordinates"),
        "check.N04": translate("RainforestAlert", "sum of the interior angles"),
        "check.N05": translate("RainforestAlert", "area of the resolution or earlier title"),
        "check.N06": translate("RainforestAlert", "title, cession and exclusions add up"),
        "check.N07": translate("RainforestAlert", "one area in every document"),
        "check.N08": translate("RainforestAlert", "one method of area"),
        "check.N09": translate("RainforestAlert", "labels and order of the table"),
        "check.A01": translate("RainforestAlert", "reference system stated"),
        "check.A02": translate("RainforestAlert", "one name of the community"),
        "check.A03": translate("RainforestAlert", "district, province and UBIGEO"),
        "check.A04": translate("RainforestAlert", "a neighbour for every side"),
        "check.A05": translate("RainforestAlert", "records of agreement with neighbours"),
        "check.A06": translate("RainforestAlert", "plan signed, with its scale"),
        "check.A07": translate("RainforestAlert", "legend, north and grid of the sheet"),
        "check.A08": translate("RainforestAlert", "how each vertex was surveyed"),
        "check.A09": translate("RainforestAlert", "dates of the overlap report"),
        "check.A10": translate("RainforestAlert", "area and perimeter of the attributes"),
        "check.A11": translate("RainforestAlert", "registry offices involved"),
        "check.A12": translate("RainforestAlert", "act of the assembly"),
        "check.A13": translate("RainforestAlert", "letters and accents of the texts"),
        "check.O01": translate("RainforestAlert", "overlaps and what they mean"),
    }
