"""What of an area is told to a service on the internet: an outline of a workspace as it is only where the public may have it so."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Sequence

from qgis.core import QgsVectorLayer

from ..compat import is_null
from ..errors import RainforestAlertError
from ..geo.features import PolygonFeature, ToldArea
from ..workspace.coarsening import touched_cells
from ..workspace.geopackage import check_is_workspace
from ..workspace.release import Record, rehearse
from ..workspace.release_rules import read_rules
from .layer_marks import mark
from .layers import all_features
from .made_of import origins_of
from .released_layers import unseen_rows, workspace_table
from .workspaces import open_workspace

CELL_M = 5000.0
"""Side of a cell, as the release rule of places has it; a rule of the workspace for the public with larger cells counts."""

_STRANGER = "public"
_ANY_TABLE = "workspace"


def area_table(layer: QgsVectorLayer) -> tuple[str, str] | None:
    """Workspace and table of a layer that names an area; None where it is of no workspace.

    The workspace is empty where it cannot be told or read, also for copies of such layers (:func:`mark_copy`) and for what runs made of
    its rows.
    """
    place = workspace_table(layer)
    if place is None and (unseen_rows(layer) is not None or origins_of(layer)):
        return "", _ANY_TABLE
    if place is None or layer.providerType() != "ogr" or not place[0]:
        return place
    try:
        check_is_workspace(Path(place[0]))
    except RainforestAlertError:
        return "", place[1]
    return place


def mark_copy(copy: QgsVectorLayer, layer: QgsVectorLayer) -> None:
    """Let a copy of some rows of a layer be known as the workspace's, as the layer is."""
    place = area_table(layer)
    if place is not None:
        mark(copy, place=place)


def told_area(source: Any, place: tuple[str, str] | None, area: Sequence[PolygonFeature]) -> ToldArea:
    """What a service is told of an area.

    Rows of a workspace that the public may not have as they are, by their level, the rules and the consents in force, are told only
    by the cells of a grid that they touch together. Where the workspace cannot be told, all rows are.

    Parameters
    ----------
    source : QgsFeatureSource
        The layer, or what of it is selected.
    place : (str, str) or None
        Workspace and table of the layer; None where it is of no workspace.
    area : sequence of PolygonFeature
        Its polygons in EPSG:4326.

    Raises
    ------
    InputError
        As :func:`~rainforest_alert_plugin.workspace.release.release`, or when the workspace cannot be opened.
    """
    if place is None:
        return ToldArea(tuple(area))
    location, table = place
    is_open: set[int] = set()
    size_m = CELL_M
    if location:
        # read before the workspace is opened: beside somebody who writes it QGIS may read nothing
        rows = _rows(source, table)
        with open_workspace(location, read_only=True) as workspace:
            kept = {(row.id, row.values.get("geom")) for row in rehearse(rows.values(), _STRANGER, workspace)}
            rules = read_rules(workspace).all()
        is_open = {fid for fid, row in rows.items() if (row.id, row.values["geom"]) in kept}
        size_m = max([CELL_M, *(rule.size_m for rule in rules if (rule.table, rule.audience) == (table, _STRANGER))])
    held_back = [feature.wkb for feature in area if feature.fid not in is_open]
    cells = tuple(PolygonFeature("", wkb) for wkb in touched_cells(held_back, size_m))
    return ToldArea(tuple(feature for feature in area if feature.fid in is_open), cells, len(held_back))


def _rows(source: Any, table: str) -> dict[int, Record]:
    """Rows by feature id, as the gate takes them."""
    names = source.fields().names()
    rows = {}
    for feature in all_features(source):
        values = {name: None if is_null(value) else value for name, value in zip(names, feature.attributes())}
        values["geom"] = bytes(feature.geometry().asWkb())
        rows[feature.id()] = Record(table, str(values.get("id")), values)
    return rows
