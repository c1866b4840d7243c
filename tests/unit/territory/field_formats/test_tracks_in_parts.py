"""Tracks of several parts: the gaps are said in metres, and no boundary is closed over them."""

from __future__ import annotations

import json

import pytest

from rainforest_alert_plugin.geo.features import FeatureTally
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file
from rainforest_alert_plugin.territory.field_kinds import as_kind


def gpx(*segments):
    points = "".join(
        "<trkseg>" + "".join(f'<trkpt lat="{lat}" lon="{lon}"/>' for lon, lat in segment) + "</trkseg>"
        for segment in segments
    )
    return f"<gpx><trk><name>Lindero</name>{points}</trk></gpx>"


def read(path, text):
    path.write_text(text, encoding="utf-8")
    return read_field_file(path, "auto", ReadingOptions())


def said(reading):
    return [
        (note.id, note.facts.get("gaps", note.facts["count"])) for note in reading.notes if "track_parts" in note.id
    ]


def test_the_gaps_of_a_track_are_said_in_metres_on_the_ellipsoid(tmp_path):
    # on the equator a hundredth of a degree is 6,378,137 m x pi / 18,000 = 1,113.2 m
    track = gpx([(-74.50, 0), (-74.49, 0)], [(-74.48, 0), (-74.47, 0)], [(-74.46, 0), (-74.45, 0.01)])
    assert said(read(tmp_path / "t.gpx", track)) == [("field.track_parts", "1–2: 1113 m; 2–3: 1113 m")]
    assert said(read(tmp_path / "one.gpx", gpx([(-74.50, 0), (-74.49, 0)]))) == []


def test_the_gaps_of_a_track_in_metres_are_those_of_the_plane(tmp_path):
    lines = [[[640000, 8812000], [640000, 8812000.5]], [[643000, 8816000.5], [643000, 8817000]]]
    record = {"type": "Feature", "properties": {}, "geometry": {"type": "MultiLineString", "coordinates": lines}}
    system = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32718"}}
    text = json.dumps({"type": "FeatureCollection", "crs": system, "features": [record] * 7})
    found = said(read(tmp_path / "t.geojson", text))
    # 3,000 m east and 4,000 m north
    assert found == [("field.track_parts", "1–2: 5000 m")] * 5 + [("field.track_parts_more", 2)]


def test_no_boundary_is_closed_over_the_gaps_of_a_track(tmp_path):
    reading = read(
        tmp_path / "t.gpx",
        gpx([(-74.5, -8.5), (-74.4, -8.5), (-74.4, -8.4)], [(-74.5, -8.4), (-74.5, -8.45), (-74.5, -8.49)]),
    )
    tally = FeatureTally("t.gpx", 1, 1)
    (boundary,) = as_kind(reading.features, "boundary", tally)
    assert (boundary.kind, boundary.shape, boundary.is_open, len(boundary.parts)) == ("boundary", "line", True, 2)
    assert [(name, reason.id) for name, reason in tally.repaired] == [("Lindero", "field.boundary_in_parts")]


@pytest.mark.parametrize("closing", [[(-74.5, -8.5)], []])
def test_a_track_in_one_part_is_closed(tmp_path, closing):
    reading = read(tmp_path / "t.gpx", gpx([(-74.5, -8.5), (-74.4, -8.5), (-74.4, -8.4), *closing]))
    (boundary,) = as_kind(reading.features, "boundary", FeatureTally("t.gpx", 1, 1))
    assert (boundary.shape, boundary.is_open, len(boundary.vertices)) == ("polygon", False, 4)


def test_parts_that_are_rings_are_boundaries_of_their_own(tmp_path):
    rings = [[(x, -8.5), (x + 0.1, -8.5), (x + 0.1, -8.4), (x, -8.5)] for x in (-74.5, -74.2)]
    (boundary,) = as_kind(read(tmp_path / "t.gpx", gpx(*rings)).features, "boundary", FeatureTally("t.gpx", 1, 1))
    assert (boundary.shape, {part.polygon for part in boundary.parts}) == ("polygon", {0, 1})
