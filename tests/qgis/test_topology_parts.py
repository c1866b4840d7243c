"""Nearness and gaps of many polygons, worked through in pieces, against shapely that looks at them whole."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from qgis.core import QgsGeometry

from rainforest_alert_plugin.geo.wkb import rings_of
from rainforest_alert_plugin.overlay import gaps, near_vertices
from rainforest_alert_plugin.overlay.folds import without_folds

TOLERANCE = 5.0


def communities(count: int, seed: int) -> list[shapely.Polygon]:
    """Cells of a jittered lattice, each drawn up to 3 m off its neighbours, every seventh left out: holes with nothing in them."""
    generator = np.random.default_rng(seed)
    corner = np.stack(np.meshgrid(np.arange(count + 1.0), np.arange(count + 1.0)), -1) * 400.0
    corner += generator.uniform(-80, 80, corner.shape)
    drawn, left_out = [], []
    for j in range(count):
        for i in range(count):
            loop = [corner[j, i], corner[j, i + 1], corner[j + 1, i + 1], corner[j + 1, i]]
            sides = [a + (b - a) * t for a, b in zip(loop, [*loop[1:], loop[0]]) for t in np.linspace(0, 1, 12)[:-1]]
            cell = shapely.Polygon(np.array(sides) + generator.uniform(-3, 3, 2))
            # in the east they overlap all round, so that what is left out stays enclosed
            cell = cell.buffer(5.0, join_style="mitre") if i > 2 else cell
            (left_out if (i + j * count) % 7 == 3 else drawn).append(cell)
    # an island within one of the holes, and one that stands apart
    return [*drawn, left_out[5].centroid.buffer(40), shapely.box(-9000, 0, -8000, 900)]


@pytest.fixture(scope="module")
def shapes():
    return communities(9, 5)


@pytest.fixture(params=[(40, 30, 5), (20_000, 50_000, 500)], ids=["in many pieces", "whole"])
def pieces(request, monkeypatch):
    points, sides, few = request.param
    monkeypatch.setattr(near_vertices, "_POINTS_AT_ONCE", points)
    monkeypatch.setattr(near_vertices, "_SIDES_AT_ONCE", sides)
    monkeypatch.setattr(near_vertices, "_FEW_POINTS", few)


def test_each_vertex_near_a_side_is_found_once_with_its_distance(shapes, pieces):
    rings = rings_of([shapely.to_wkb(shape) for shape in shapes])
    near = near_vertices.near_vertices(rings, rings, TOLERANCE, is_same=True)
    found = list(zip(near.owner.tolist(), near.other.tolist(), map(tuple, near.xy.tolist()), near.distance.tolist()))
    expected = []
    tree = shapely.STRtree(shapes)
    for owner, shape in enumerate(shapes):
        for xy in shapely.get_coordinates(shape)[:-1]:
            point = shapely.Point(xy)
            for other in sorted(tree.query(point.buffer(TOLERANCE)).tolist()):
                distance = shapely.distance(point, shapes[other].exterior)
                if other != owner and distance <= TOLERANCE:
                    expected.append((owner, other, tuple(xy.tolist()), distance))
    assert len(expected) > 1000
    assert [row[:3] for row in found] == [row[:3] for row in expected]
    assert [row[3] for row in found] == pytest.approx([row[3] for row in expected], abs=1e-9)


@pytest.mark.parametrize("at_once", [2, 3, 16, 1000])
def test_enclosed_gaps_are_the_holes_of_the_whole_union_however_it_is_put_together(shapes, at_once, monkeypatch):
    monkeypatch.setattr(gaps, "_UNITED_AT_ONCE", at_once)
    wkbs = [shapely.to_wkb(shapely.MultiPolygon([shape])) for shape in shapes]

    def shape_of(member: int) -> QgsGeometry:
        geometry = QgsGeometry()
        geometry.fromWkb(wkbs[member])
        return geometry

    members = list(range(len(shapes)))
    found = gaps.enclosed_gaps(members, shape_of, rings_of(wkbs), 1e-4)
    whole = shapely.union_all(shapes)
    holes = [
        shapely.Polygon(ring)
        for part in shapely.get_parts(whole)
        for ring in part.interiors
        if 2 * shapely.Polygon(ring).area / ring.length >= 1e-4
    ]
    # more than slivers: the cells left out, one of them with an island that stays the land of somebody
    assert sum(hole.area > 50_000 for hole in holes) >= 5
    areas = sorted(shapely.from_wkb(gap.wkb).area for gap in found)
    assert areas == pytest.approx(sorted(hole.area for hole in holes), abs=1e-6)
    for gap in found:
        hole = shapely.from_wkb(gap.wkb)
        touched = [number for number in members if shapes[number].distance(hole) < 1e-6]
        assert set(gap.between) <= set(touched)
        assert len(gap.between) > 1


def test_folds_are_taken_away_in_whatever_pieces_the_polygons_come(monkeypatch):
    fold = shapely.Polygon([(0, 0), (100, 0), (100, 1), (60, 1), (60, 1 + 1e-9), (100, 1 + 2e-9), (100, 2), (0, 2)])
    plain = shapely.box(0, 0, 5, 5)
    wkbs = [shapely.to_wkb(shape) for shape in [plain, fold] * 20]
    whole = without_folds(wkbs, 1e-5)
    monkeypatch.setattr("rainforest_alert_plugin.overlay.folds._BYTES_AT_ONCE", 300)
    assert without_folds(wkbs, 1e-5) == whole
    assert without_folds([], 1e-5) == []


def test_a_closing_that_crosses_itself_is_mended_and_not_given_up():
    """Of this boundary and the parcel 1.9 m beside its side, grown and shrunk by 2.5 m, GEOS makes an invalid polygon."""
    corners = [(-71086.1651, -106192.5758), (-70611.7615, -105978.9926), (-70112.4502, -105873.2153)]
    boundary = shapely.Polygon([*corners, (-71070.0469, -105494.5627)])
    corners = [(-70730.2686, -106078.8809), (-70775.017, -106061.411), (-70821.6542, -106075.5686)]
    parcel = shapely.Polygon([*corners, (-70866.3457, -106103.9677), (-70880.368, -106157.3538)])
    one, other = (QgsGeometry.fromWkt(shape.wkt) for shape in (boundary, parcel))
    assert not gaps._closed(one.combine(other), TOLERANCE / 2).isGeosValid()
    (gap,) = gaps.open_gaps(0, one, [(1, other)], TOLERANCE, 1e-4)
    both = shapely.union(boundary, parcel)
    how = {"quad_segs": 1, "cap_style": "flat", "join_style": "mitre", "mitre_limit": 20.0}
    closed = shapely.make_valid(both.buffer(TOLERANCE / 2, **how).buffer(-TOLERANCE / 2, **how))
    assert gap.between == (0, 1)
    assert shapely.from_wkb(gap.wkb).area == pytest.approx(shapely.difference(closed, both).area, abs=0.01)
