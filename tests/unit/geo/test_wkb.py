"""Well-known binary against shapely, which reads and writes it through GEOS."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import shapely

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.geo.wkb import as_multipolygon, geopackage_header, multipolygons, rings, rings_of

SQUARE = shapely.box(-75.0, -8.0, -74.9, -7.9)
WITH_HOLES = shapely.Polygon(
    [(0, 0), (10, 0), (10, 10), (0, 10)], [[(1, 1), (2, 1), (2, 2)], [(5, 5), (6, 5), (6, 6), (5, 6)]]
)
TWO_PARTS = shapely.MultiPolygon([WITH_HOLES, shapely.box(20, 20, 21, 23)])
RAISED = shapely.force_3d(TWO_PARTS, 120.5)
SHAPES = [SQUARE, TWO_PARTS, shapely.MultiPolygon(), WITH_HOLES, RAISED, SQUARE]


def expected_rings(shape: shapely.Geometry) -> list[tuple[int, bool, list[tuple[float, float]]]]:
    parts = list(shape.geoms) if hasattr(shape, "geoms") else [shape]
    found = []
    for index, part in enumerate(parts):
        for number, ring in enumerate([part.exterior, *part.interiors]):
            found.append((index, number > 0, [vertex[:2] for vertex in ring.coords]))
    return found


@pytest.mark.parametrize("byte_order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_rings_of_many_geometries_are_those_shapely_sees(byte_order: int, flavor: str) -> None:
    read = rings_of([shapely.to_wkb(shape, byte_order=byte_order, flavor=flavor) for shape in SHAPES])
    assert read.count == len(SHAPES)
    for index, shape in enumerate(SHAPES):
        mine = [
            (int(read.part[r]), bool(read.is_hole[r]), [tuple(v) for v in read.xy[read.start[r] : read.start[r + 1]]])
            for r in np.flatnonzero(read.geometry == index)
        ]
        assert mine == expected_rings(shape)


def test_reference_system_inside_extended_binary_is_skipped() -> None:
    read = rings(shapely.to_wkb(shapely.set_srid(TWO_PARTS, 4326), include_srid=True))
    assert [len(ring) for _, _, ring in expected_rings(TWO_PARTS)] == read.lengths().tolist()


def test_boxes_are_the_bounds_and_nan_for_an_empty_geometry() -> None:
    boxes = rings_of([shapely.to_wkb(shape) for shape in SHAPES]).boxes()
    np.testing.assert_array_equal(boxes, shapely.bounds(SHAPES))


def test_written_multipolygons_are_those_read_without_height() -> None:
    written = multipolygons(rings_of([shapely.to_wkb(shape) for shape in SHAPES]))
    for blob, shape in zip(written, SHAPES):
        back = shapely.from_wkb(blob)
        assert back.geom_type == "MultiPolygon"
        assert not back.has_z
        flat = shapely.force_2d(shape)
        assert back == (flat if flat.geom_type == "MultiPolygon" else shapely.MultiPolygon([flat]))


@pytest.mark.parametrize(("code", "envelope"), [(0, 0), (1, 4), (2, 6), (3, 6), (4, 8)])
def test_geopackage_header_of_every_envelope_kind_is_skipped(code: int, envelope: int) -> None:
    header = b"GP\0" + bytes([1 | code << 1]) + struct.pack("<i", 4326) + struct.pack(f"<{envelope}d", *range(envelope))
    assert geopackage_header(header + shapely.to_wkb(SQUARE)) == 8 + 8 * envelope


def test_geopackage_value_marked_empty_is_header_to_its_end() -> None:
    blob = b"GP\0" + bytes([1 | 0x10]) + struct.pack("<i", 4326) + shapely.to_wkb(shapely.Polygon())
    assert geopackage_header(blob) == len(blob)


@pytest.mark.parametrize(
    ("blob", "id"),
    [
        (shapely.to_wkb(shapely.Point(1, 2)), "wkb.not_polygon"),
        (shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)])), "wkb.not_polygon"),
        (shapely.to_wkb(SQUARE)[:-3], "wkb.truncated"),
        (shapely.to_wkb(TWO_PARTS)[:40], "wkb.truncated"),
        (b"\1\3", "wkb.truncated"),
    ],
)
def test_what_is_no_polygon_or_is_cut_is_refused_by_its_index(blob: bytes, id: str) -> None:
    with pytest.raises(InputError) as raised:
        rings_of([shapely.to_wkb(SQUARE), blob])
    assert raised.value.message.id == id
    assert raised.value.message.facts["index"] == 1


def test_plain_binary_is_not_taken_for_a_geopackage_value() -> None:
    with pytest.raises(InputError) as raised:
        geopackage_header(shapely.to_wkb(SQUARE))
    assert raised.value.message.id == "wkb.not_geopackage"


def test_a_thousand_random_geometries_survive_the_round_trip() -> None:
    generator = np.random.default_rng(20261123)
    shapes = []
    for _ in range(1000):
        corner = generator.uniform(-80, 80, 2)
        boxes = [
            shapely.box(*(corner + i * 3), *(corner + i * 3 + generator.uniform(0.5, 2, 2)))
            for i in range(generator.integers(1, 5))
        ]
        shapes.append(
            shapely.MultiPolygon(
                [b.difference(b.centroid.buffer(0.1)) if generator.random() < 0.5 else b for b in boxes]
            )
        )
    back = shapely.from_wkb(multipolygons(rings_of(shapely.to_wkb(shapes).tolist())))
    assert all(a == b for a, b in zip(back, shapes))


def test_plain_polygon_becomes_a_multipolygon_and_others_are_left_to_the_reader():
    assert shapely.from_wkb(as_multipolygon(shapely.to_wkb(SQUARE))) == shapely.MultiPolygon([SQUARE])
    assert shapely.from_wkb(as_multipolygon(shapely.to_wkb(TWO_PARTS))) == TWO_PARTS
    assert as_multipolygon(shapely.to_wkb(RAISED)) is None
    assert as_multipolygon(shapely.to_wkb(SQUARE, byte_order=0)) is None


def test_ring_that_ends_elsewhere_is_seen():
    open_ring = struct.pack("<BIIBIII8d", 1, 6, 1, 1, 3, 1, 4, 0, 0, 1, 0, 1, 1, 0, 1)
    assert rings_of(
        [shapely.to_wkb(TWO_PARTS), open_ring, shapely.to_wkb(shapely.Polygon())]
    ).has_open_ring().tolist() == [
        False,
        True,
        False,
    ]


def test_geometries_of_one_ring_are_read_as_among_geometries_of_any_kind() -> None:
    generator = np.random.default_rng(3)
    parcels = shapely.multipolygons(
        shapely.buffer(shapely.points(generator.uniform(-75, -74, (40, 2))), 0.01)[:, None].tolist()
    )
    blobs = shapely.to_wkb(parcels, byte_order=1).tolist()
    alone, among = rings_of(blobs), rings_of([*blobs, shapely.to_wkb(WITH_HOLES)])
    np.testing.assert_array_equal(alone.xy, shapely.get_coordinates(parcels))
    np.testing.assert_array_equal(alone.xy, among.xy[: len(alone.xy)])
    np.testing.assert_array_equal(alone.start, among.start[:41])
    assert (alone.geometry == np.arange(40)).all()
    assert not alone.is_hole.any()
    assert multipolygons(alone) == blobs
    with pytest.raises(InputError) as raised:
        rings_of([*blobs[:7], blobs[7][:-5], *blobs[8:]])
    assert raised.value.message.facts["index"] == 7
