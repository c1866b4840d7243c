"""Boundary lines as a cadastre wants them: the cases of Asistente LADM-COL, each with what is wrong in it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from osgeo import ogr
from qgis.core import QgsGeometry

from rainforest_alert_plugin.overlay.boundary_lines import (
    LINE_WITHOUT_SIDE,
    LOOSE_END,
    SIDE_WITHOUT_LINE,
    SPLIT_LINE,
    UNSPLIT_LINE,
    BoundaryLine,
    line_defects,
)

pytestmark = [pytest.mark.realdata, pytest.mark.usefixtures("qgis_app")]
MM = 1e-3


def read(path, table):
    source = ogr.Open(str(path))
    return [
        (str(feature.GetFID()), shapely.from_wkb(bytes(feature.GetGeometryRef().ExportToWkb())))
        for feature in source.GetLayerByName(table)
    ]


def lines_of(rows):
    return [
        BoundaryLine(name, np.array(part.coords)[:, :2]) for name, shape in rows for part in shapely.get_parts(shape)
    ]


def places(found, kind):
    """Ids and places of the defects of a kind, in metres."""
    return sorted(
        (round(point.x, 1), round(point.y, 1))
        for point in (shapely.from_wkb(defect.wkb) for defect in found if defect.kind == kind)
    )


# What is wrong in each case was read off its coordinates by hand: where two lines meet and nothing else does, one boundary is
# cut in two; where a line ends on another that runs on, that one must be cut.
CASES = {
    1: (3, 0, 2),  # four lines in a row
    2: (1, 0, 2),
    3: (2, 2, 0),
    4: (3, 2, 0),
    5: (2, 2, 0),
    6: (1, 0, 3),  # three lines that meet in one place are right
    7: (1, 0, 4),
    8: (4, 0, 0),  # a square of four lines
    9: (8, 2, 0),
}


@pytest.mark.parametrize("case", CASES)
def test_every_planted_defect_of_the_boundary_cases_is_found(shared_data, case):
    path = shared_data / "geo/topology-ladmcol/adjust_boundaries_cases.gpkg"
    found = list(line_defects(lines_of(read(path, f"boundary_case_{case}")), [], MM))
    counts = tuple(len(places(found, kind)) for kind in (SPLIT_LINE, UNSPLIT_LINE, LOOSE_END))
    assert counts == CASES[case]


def test_the_place_where_a_line_must_be_cut_is_the_end_of_the_other(shared_data):
    path = shared_data / "geo/topology-ladmcol/adjust_boundaries_cases.gpkg"
    found = list(line_defects(lines_of(read(path, "boundary_case_9")), [], MM))
    assert places(found, UNSPLIT_LINE) == [(895922.2, 1545423.6), (895944.9, 1544785.8)]


@pytest.mark.parametrize("case", range(1, 8))
def test_sides_without_a_line_and_lines_without_a_side_are_those_that_shapely_finds(shared_data, case):
    path = shared_data / "geo/topology-ladmcol/topology_cases.gpkg"
    lines, polygons = read(path, f"lines_case{case}"), read(path, f"polygon_case{case}")
    given = []
    for name, shape in polygons:
        geometry = QgsGeometry()
        geometry.fromWkb(shape.wkb)
        given.append((name, geometry))
    found = list(line_defects(lines_of(lines), given, MM))
    drawn = shapely.union_all([shape for _, shape in lines]).buffer(MM)
    sides = shapely.union_all([shape.boundary for _, shape in polygons])
    expected = {
        SIDE_WITHOUT_LINE: sum(shape.boundary.difference(drawn).length for _, shape in polygons),
        LINE_WITHOUT_SIDE: sum(shape.difference(sides.buffer(MM)).length for _, shape in lines),
    }
    for kind, length in expected.items():
        assert sum(defect.length_m for defect in found if defect.kind == kind) == pytest.approx(length, abs=0.02)
