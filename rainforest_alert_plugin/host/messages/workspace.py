"""Sentences of the room `workspace`."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "workspace.missing": translate(
            "RainforestAlert", "There is no workspace at “{path}”. Check the path, or create a workspace first."
        ),
        "workspace.not_a_workspace": translate(
            "RainforestAlert",
            "“{path}” is not a workspace of Rainforest Alert. Choose another file, or create a workspace first.",
        ),
        "workspace.reason_missing": translate(
            "RainforestAlert",
            "Give the reason why the event is dismissed; whoever looks at it later will want to know.",
        ),
        "workspace.exists": translate(
            "RainforestAlert", "“{path}” exists already and is left as it is. Choose another name or another folder."
        ),
        "workspace.bad_name": translate(
            "RainforestAlert",
            "“{name}” cannot be the name of a file. Use letters, numbers, spaces and hyphens, for instance “Federation 2026”.",
        ),
        "workspace.newer": translate(
            "RainforestAlert",
            "The workspace “{path}” was made by a newer version of Rainforest Alert (tables of version {found}; this one knows "
            "version {known}). Update the plugin; the workspace was not touched.",
        ),
        "workspace.older": translate(
            "RainforestAlert",
            "The workspace “{path}” has tables of version {found}; this plugin reads version {known}. Open it once for writing, which "
            "brings it forward, and try again.",
        ),
        "workspace.corrupted": translate(
            "RainforestAlert",
            "The workspace “{path}” is damaged ({reason}). Keep the file, and bring back the last backup (Restore workspace).",
        ),
        "workspace.cannot_open": translate(
            "RainforestAlert",
            "“{path}” cannot be opened. Check that you may read the file and its folder, and that the disk is connected.",
        ),
        "workspace.read_only": translate(
            "RainforestAlert",
            "“{path}” is write-protected. Copy the workspace to a folder where you may write, for instance in your documents.",
        ),
        "workspace.no_space": translate(
            "RainforestAlert", "The disk is full: nothing was written to “{path}”. Free some space and run again."
        ),
        "workspace.disk_error": translate(
            "RainforestAlert",
            "The disk that holds “{path}” reports an error; nothing was written. Check the disk and make a backup.",
        ),
        "workspace.busy": translate(
            "RainforestAlert",
            "“{path}” is in use by another program, which did not finish within {seconds} seconds. Save or close the edits there "
            "and run again.",
        ),
        "workspace.rejected": translate(
            "RainforestAlert", "The workspace “{path}” refused the data ({reason}). Nothing was written."
        ),
        "workspace.name_without_consent": translate(
            "RainforestAlert",
            "A name of somebody who came to a workshop is stored only with the mark that they agreed to be named. Mark it or leave the "
            "name empty; nothing was written to “{path}”.",
        ),
        "workspace.network_drive": translate(
            "RainforestAlert",
            "“{path}” lies on a network drive, where several programs writing at once would lose data. Keep the workspace on this "
            "computer's own disk and share backups, or use a PostGIS workspace.",
        ),
        "workspace.synchronised_folder": translate(
            "RainforestAlert",
            "“{path}” lies in a folder that another program copies to the cloud ({folder}); that would damage the workspace. Keep it "
            "in a folder that is not synchronised, and put only backups there.",
        ),
        "workspace.changed_meanwhile": translate(
            "RainforestAlert",
            "Somebody changed this record of “{table}” since you opened it ({id}). Open it again and repeat your change.",
        ),
        "workspace.row_missing": translate(
            "RainforestAlert", "The record {id} is not in “{table}” any more. Open the list again."
        ),
        "workspace.no_connection": translate(
            "RainforestAlert",
            "There is no database connection called “{connection}”. Add it in QGIS (Browser, PostgreSQL, New connection), or give the "
            "path of a .gpkg file.",
        ),
        "workspace.no_postgis": translate(
            "RainforestAlert",
            "The database of “{location}” has no PostGIS. Ask its administrator to run CREATE EXTENSION postgis.",
        ),
        "workspace.bad_schema": translate(
            "RainforestAlert",
            "“{name}” cannot be the name of a schema. Use small letters, numbers and underscores, for instance “federation”.",
        ),
        "workspace.not_allowed": translate(
            "RainforestAlert",
            "The database does not let you do this in “{location}” ({reason}). Ask its administrator for the right to write.",
        ),
        "workspace.database_gone": translate(
            "RainforestAlert",
            "The database of “{location}” does not answer ({reason}). Nothing was written; check the connection and run again.",
        ),
        "workspace.commit_unknown": translate(
            "RainforestAlert",
            "The connection to the database of “{location}” broke while it was saving ({reason}). All of it was saved, or nothing of it. "
            "Open the workspace again and look: if it is not there, save it again.",
        ),
        "workspace.older_copy": translate(
            "RainforestAlert",
            "The backup “{path}” was made by an older version. Restore it to a file first, which brings it forward; back that file up, "
            "and restore that backup to the database.",
        ),
        "workspace.no_name": translate("RainforestAlert", "Write the name of the person who works."),
        "workspace.unknown_role": translate("RainforestAlert", "There is no role “{role}”. Choose one of: {roles}."),
        "workspace.unknown_person": translate(
            "RainforestAlert",
            "The workspace knows nobody with the identity {id}. Choose a person from the list, or add one.",
        ),
        "workspace.unknown_audience": translate(
            "RainforestAlert", "There is no audience “{audience}”. Choose one of: {audiences}. Nothing was released."
        ),
        "workspace.unknown_sensitivity": translate(
            "RainforestAlert",
            "A row of “{table}” ({id}) has the unknown sensitivity “{sensitivity}”. Correct it; nothing was released.",
        ),
        "workspace.held_back": translate(
            "RainforestAlert",
            "For the audience “{audience}”: rows released: {released}; rows held back: {held_back}; single values held back: {blanked}.",
        ),
        "workspace.layer_held_back": translate(
            "RainforestAlert",
            "Nothing of “{layer}” may go to {audience}: {count} rows stay. Choose another audience, or layers that it may have.",
        ),
        "workspace.no_part": translate(
            "RainforestAlert",
            "“{layer}”: rows that may not go to {audience} and take no part in this run: {count}. Its figures are of the other rows only.",
        ),
        "workspace.not_compared": translate(
            "RainforestAlert",
            "“{layer}” was NOT EVALUATED whole: rows that may not go to {audience} and were not compared: {count}. Look at them on the "
            "screen, without a file; to state it whole, choose an audience that may have them, or write down the consent that is lacking.",
        ),
        "workspace.shapes_result": translate(
            "RainforestAlert",
            "Rows of “{layer}” that may not go to {audience}: {count}. Without them the result would be false, and nothing was made. "
            "Choose an audience that may have them, run without a file to see it on the screen, or give only rows that may go (a filter "
            "or a selection).",
        ),
        "workspace.neighbour_not_compared": translate("RainforestAlert", "NOT EVALUATED (rows held back)"),
        "workspace.layer_held_back_one": translate(
            "RainforestAlert",
            "Nothing of “{layer}” may go to {audience}: 1 row stays. Choose another audience, or layers that it may have.",
        ),
        "workspace.stricter_level": translate(
            "RainforestAlert",
            "{count} new rows came in at a stricter level than “{level}”: the rows of a workspace that they come from are more closed.",
        ),
        "workspace.made_for_the_screen": translate(
            "RainforestAlert",
            "“{layer}” was made of a workspace's rows as they are, for the screen, and nobody can tell which. Make it again with “For whom "
            "layers of a workspace are read” (advanced parameters) filled in, or into a file, and take that one.",
        ),
        "workspace.made_of_all_rows": translate(
            "RainforestAlert",
            "“{layer}” was made of all rows of a workspace, for the screen; {count} of them may not go to {audience}. Make it again with "
            "“For whom layers of a workspace are read” (advanced parameters), and take that layer.",
        ),
        "workspace.made_of_all_rows_one": translate(
            "RainforestAlert",
            "“{layer}” was made of all rows of a workspace, for the screen; 1 of them may not go to {audience}. Make it again with "
            "“For whom layers of a workspace are read” (advanced parameters), and take that layer.",
        ),
        "workspace.shows_rows": translate(
            "RainforestAlert",
            "“{layer}” shows rows of a workspace past the control of what may leave: {way}. Take the workspace's own layer, or take "
            "that out.",
        ),
        "workspace.way_layers": translate("RainforestAlert", "by a join, a query or a group over {layers}"),
        "workspace.way_address": translate("RainforestAlert", "by a query, a view or another address"),
        "workspace.way_columns": translate(
            "RainforestAlert", "the expressions of its columns ({columns}) may read other layers"
        ),
        "workspace.way_symbols": translate("RainforestAlert", "the expressions of its symbols may read other layers"),
        "workspace.way_labels": translate("RainforestAlert", "the expressions of its labels may read other layers"),
        "workspace.way_diagrams": translate("RainforestAlert", "the expressions of its diagrams may read other layers"),
        "workspace.way_notes": translate("RainforestAlert", "the expressions of its notes may read other layers"),
        "workspace.way_expression": translate("RainforestAlert", "the expression given for it may read other layers"),
        "workspace.connection_not_stored": translate(
            "RainforestAlert",
            "“{layer}” is a table of a workspace in a database to which QGIS has no stored connection, so that nobody can ask for the "
            "consents. Save the connection in QGIS, or add the layers with the plugin.",
        ),
        "workspace.made_for_another": translate(
            "RainforestAlert",
            "“{layer}” was made of rows of a workspace for {origin}; {count} of them may not go to {audience} like that. Make it again "
            "under another name with “For whom layers of a workspace are read” (advanced parameters): {audience}; and take that one. If "
            "nothing of those rows is in it any more, save it under another name.",
        ),
        "workspace.made_for_another_one": translate(
            "RainforestAlert",
            "“{layer}” was made of rows of a workspace for {origin}; 1 of them may not go to {audience} like that. Make it again "
            "under another name with “For whom layers of a workspace are read” (advanced parameters): {audience}; and take that one. If "
            "nothing of those rows is in it any more, save it under another name.",
        ),
        "workspace.not_on_the_plan": translate("RainforestAlert", "Not on the plan: “{layer}”. {why}"),
        "workspace.not_on_the_sheet": translate("RainforestAlert", "Not on the sheet: “{layer}”."),
        "workspace.origin_gone": translate(
            "RainforestAlert",
            "“{layer}” was made of rows of the workspace “{location}”, which cannot be opened to ask what may leave. Connect its drive or "
            "its server, or make the layer again from where the workspace is now.",
        ),
        "workspace.origin_unknown": translate(
            "RainforestAlert",
            "“{layer}” has rows or drafts of a workspace, and nothing says of which one, so that nobody can ask for the consents. Open "
            "that workspace in the Territory panel and its drafts once on the page “Draw”, and run again.",
        ),
        "workspace.table_of_others": translate(
            "RainforestAlert",
            "“{layer}” lies in the file of a workspace, and is no table of it: nobody can tell what in it may leave. Save it into a file "
            "of its own with QGIS, if nothing in it is of the workspace, and take that one.",
        ),
        "workspace.some_held_back": translate(
            "RainforestAlert",
            "{count} rows of “{layer}” may not go to {audience}, for whom the second folder is. Leave out the layer, or the second folder.",
        ),
        "workspace.some_held_back_one": translate(
            "RainforestAlert",
            "1 row of “{layer}” may not go to {audience}, for whom the second folder is. Leave out the layer, or the second folder.",
        ),
        "workspace.register_unreadable": translate(
            "RainforestAlert",
            "The register of what was made of workspaces ({path}) is damaged: {reason}. Nothing goes on with layers of a workspace, or "
            "with what was made of them, until you move that file elsewhere; the next run begins a new one. What is lost then: of no file "
            "made before is it known for whom it may be, so do not use those for a wider audience; make them again.",
        ),
        "workspace.register_locked": translate(
            "RainforestAlert",
            "The register of what was made of workspaces ({path}) is being written by another window of QGIS. Wait or close the other "
            "windows, and run again.",
        ),
        "workspace.register_full": translate(
            "RainforestAlert",
            "There is no room on the disk for the register of what was made of workspaces ({path}). Make room there, and run again.",
        ),
        "workspace.register_read_only": translate(
            "RainforestAlert",
            "The register of what was made of workspaces ({path}) cannot be used: {reason}. See that its disk works and that your "
            "account may write that file and its folder, and run again.",
        ),
        "workspace.computed_columns": translate(
            "RainforestAlert",
            "“{layer}”: columns that QGIS computes or joins do not leave with the rows of the workspace ({columns}).",
        ),
        "workspace.column_stays": translate(
            "RainforestAlert",
            "“{layer}”: QGIS computes or joins the column “{field}”, and such a column does not leave with the rows of the workspace. "
            "Choose one of these: {fields}. With “community_id” statistics and overlaps name the community.",
        ),
        "workspace.names_stay": translate(
            "RainforestAlert",
            "“{layer}”: of {count} communities the name may not go to {audience}, or two have the same one; their identity stays.",
        ),
        "workspace.drawn_without": translate(
            "RainforestAlert",
            "“{layer}”: its symbols or labels use columns that do not leave ({columns}); what depends on them is not drawn.",
        ),
        "workspace.drawn_plain": translate(
            "RainforestAlert",
            "“{layer}” is drawn with a single symbol, because its classes depend on what does not leave.",
        ),
        "workspace.layer_changed": translate(
            "RainforestAlert",
            "“{layer}” does not show the rows of its workspace as they are stored, so that nobody can tell which of them may leave. Take "
            "away its query, save or discard its edits, and run again.",
        ),
        "workspace.for_the_community": translate(
            "RainforestAlert",
            "What is read from the workspace itself is for the community, not for {audience}. Leave the audience empty, or leave out the "
            "workspace and give layers.",
        ),
        "workspace.attachment_unreadable": translate(
            "RainforestAlert", "“{path}” cannot be read: {reason}. Check the file and add it again."
        ),
        "workspace.attachment_absent": translate(
            "RainforestAlert",
            "The file is not in “{location}”: it stayed on the laptop that added it, was erased on request, or is not for you to see. "
            "Merge with the workspace that holds it.",
        ),
        "workspace.attachment_too_large": translate(
            "RainforestAlert",
            "“{path}” has {size_mb} MB; a shared workspace keeps files of up to {limit_mb} MB. Make it smaller (a shorter recording, a "
            "photo of less detail), or attach it in a workspace on this laptop.",
        ),
        "workspace.copy_damaged": translate(
            "RainforestAlert",
            "The copy of the workspace is not sound ({reason}) and was not kept. Check the disk, then run again.",
        ),
        "workspace.copy_onto_itself": translate(
            "RainforestAlert", "“{path}” is the workspace itself. Choose another file for the copy."
        ),
        "workspace.chain_intact": translate("RainforestAlert", "{replica}: intact ({lines} rows)."),
        "workspace.chain_partial": translate(
            "RainforestAlert",
            "{replica}: intact as far as it is here ({lines} rows); {withheld} more rows were held back when a file was made for an "
            "audience.",
        ),
        "workspace.releases_unended": translate(
            "RainforestAlert",
            "Releases that began and have no end in the log: {count}. Their run was broken off, or is still writing; what it wrote by "
            "then may have left. The log is no less intact for it.",
        ),
        "workspace.release_unended": translate(
            "RainforestAlert",
            "Began on {day} (UTC) without an end: {count} rows of “{table}”, for {audience}. Who: {person}; laptop: {replica}.",
        ),
        "workspace.extract_for_replica": translate(
            "RainforestAlert",
            "Another laptop of the circle of trust gets everything: make a backup for it (Back up the workspace). Nothing was written.",
        ),
        "workspace.chain_broken_changed": translate(
            "RainforestAlert", "{replica}: broken at row {line}: the row was changed after it was written."
        ),
        "workspace.chain_broken_unlinked": translate(
            "RainforestAlert", "{replica}: broken at row {line}: the row does not follow the one before it."
        ),
        "workspace.chain_broken_missing": translate(
            "RainforestAlert", "{replica}: broken at row {line}: the row is not there."
        ),
        "workspace.chain_broken_cut_off": translate(
            "RainforestAlert", "{replica}: broken at row {line}: it and all rows after it are not there."
        ),
        "workspace.chain_broken_foreign": translate(
            "RainforestAlert", "{replica}: broken at row {line}: the workspace does not know this laptop."
        ),
    }
