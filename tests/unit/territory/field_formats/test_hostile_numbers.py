"""Numbers that no coordinate has and values of the wrong type: the record is left out with its reason, the good ones stay."""

from __future__ import annotations

import json
import random
from functools import reduce

import numpy as np
import pytest

from rainforest_alert_plugin.errors import InputError, RainforestAlertError
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file

HUGE = 10**400  # larger than any double
GOOD = {"type": "Feature", "properties": {"name": "good"}, "geometry": {"type": "Point", "coordinates": [-74.5, -8.5]}}
ANSWER = {"_id": 1, "_submission_time": "2024-05-01T12:00:00", "nombre": "good", "punto": "-8.5 -74.5 100 3.2"}


def read(path, data):
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return read_field_file(path, "auto", ReadingOptions())


def point(*coordinates, **more):
    return {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [*coordinates]}, **more}


def sentence(text):
    """An NMEA sentence with its checksum, the exclusive or of all characters."""
    return f"${text}*{reduce(lambda value, letter: value ^ ord(letter), text, 0):02X}\n"


def gga(second, latitude):
    return sentence(f"GNGGA,12000{second}.00,{latitude},S,07407.40740,W,4,10,0.8,200.1,M,0,M,,")


@pytest.mark.parametrize("latitude", ["inf", "-inf", "1e999", "nan"])
def test_a_fix_of_nowhere_leaves_the_other_fixes(tmp_path, latitude):
    reading = read(tmp_path / "n.nmea", gga(0, latitude) + gga(1, "0807.40740") + gga(2, "0807.40740"))
    (track,) = reading.features
    assert len(track.vertices) == 2
    assert [(name, reason.id) for name, reason in reading.tally.left_out] == [("#1", "field.no_place")]
    assert reading.tally.is_complete()


@pytest.mark.parametrize(
    "bad",
    [
        point(HUGE, -8),
        point(-74, -HUGE),
        point(True, -8),
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": 7}},
        {"type": "Feature", "properties": {}, "geometry": 7},
        {"docId": "d", "schemaName": "observation", "tags": 7, "lat": HUGE, "lon": -74, "attachments": 7},
        {
            "docId": "d",
            "schemaName": "track",
            "tags": {},
            "locations": [7, {"coords": 7}, {"coords": {"latitude": []}}],
        },
    ],
)
def test_a_feature_that_has_no_numbers_leaves_the_others(tmp_path, bad):
    reading = read(tmp_path / "a.geojson", {"type": "FeatureCollection", "features": [bad, GOOD]})
    assert [feature.name for feature in reading.features] == ["good"]
    assert len(reading.tally.left_out) == 1
    assert reading.tally.is_complete()


@pytest.mark.parametrize("properties", [7, True, 1.5, "text", ["a"], None])
def test_properties_of_any_type_leave_the_place_where_it_is(tmp_path, properties):
    collection = {"type": "FeatureCollection", "features": [{**point(-74, -8), "properties": properties}, GOOD]}
    reading = read(tmp_path / "a.geojson", collection)
    assert [feature.vertices["x"].tolist() for feature in reading.features] == [[-74.0], [-74.5]]


def test_an_accuracy_or_height_that_cannot_be_is_none(tmp_path):
    position = {"coords": {"accuracy": HUGE}, "timestamp": "2024-05-01T12:00:00Z"}
    document = point(-74, -8, HUGE, **{"$comapeo": {"metadata": {"position": position}}})
    (feature,) = read(tmp_path / "a.geojson", {"type": "FeatureCollection", "features": [document]}).features
    assert np.isnan(feature.vertices["sigma_m"]).all()
    assert np.isnan(feature.vertices["z"]).all()


def test_a_track_loses_only_the_vertex_that_is_nowhere(tmp_path):
    line = {"type": "LineString", "coordinates": [[-74, -8], [HUGE, -8], [-74, -8.1], [-74, -8.2]]}
    reading = read(tmp_path / "a.geojson", {"type": "Feature", "properties": {}, "geometry": line})
    (track,) = reading.features
    assert track.vertices["y"].tolist() == [-8.0, -8.1, -8.2]
    assert [dict(reason.facts) for _, reason in reading.tally.repaired] == [{"count": 1}]


@pytest.mark.parametrize(
    "place",
    [
        {"type": "Point", "coordinates": 7},
        {"type": "Point", "coordinates": [HUGE, -8]},
        {"type": "Polygon", "coordinates": 7},
        {"type": "LineString", "coordinates": {"a": 1}},
    ],
)
def test_an_answer_whose_place_is_none_leaves_the_others(tmp_path, place):
    reading = read(tmp_path / "k.json", [{**ANSWER, "nombre": "bad", "punto": place}, ANSWER])
    assert [feature.name for feature in reading.features] == ["good"]
    assert len(reading.tally.left_out) == 1
    assert reading.tally.is_complete()


@pytest.mark.parametrize("properties", [1.5, {"accuracy": HUGE}, {"accuracy": "x"}, []])
def test_an_accuracy_of_any_type_leaves_the_place_of_the_answer(tmp_path, properties):
    place = {"type": "Point", "coordinates": [-74, -8], "properties": properties}
    (feature,) = read(tmp_path / "k.json", [{**ANSWER, "punto": place}]).features
    assert (feature.vertices["x"][0], feature.vertices["y"][0]) == (-74.0, -8.0)
    assert np.isnan(feature.vertices["sigma_m"]).all()


@pytest.mark.parametrize(("name", "depth"), [("a.geojson", 400), ("a.geojson", 100_000), ("k.json", 400)])
def test_what_is_nested_too_deep_is_told(tmp_path, name, depth):
    geometry = '{"type":"GeometryCollection","geometries":[' * depth + json.dumps(GOOD["geometry"]) + "]}" * depth
    head = '{"_id":1,"_submission_time":"2024-05-01T12:00:00","group":' if name == "k.json" else ""
    text = f"[{head}{geometry}}}]" if head else f'{{"type":"Feature","properties":{{}},"geometry":{geometry}}}'
    try:
        reading = read(tmp_path / name, text)
        said = "counted" if reading.tally.is_complete() and reading.tally.read else "lost"
    except InputError as refused:
        said = refused.message.id
    assert said in ("counted", "field.json_broken", "field.too_deep")


SPLINTERS = (None, [], {}, "x", True, -1, [[1]], {"a": 1}, 1e308, "NaN", HUGE)
DOCUMENT = {
    "docId": "d1",
    "schemaName": "observation",
    "lat": -8.5,
    "lon": -74.5,
    "tags": {"name": "Collpa"},
    "metadata": {"position": {"coords": {"accuracy": 4.2}, "timestamp": "2024-05-01T12:00:00Z"}},
    "attachments": [{"url": "http://x/p.jpg"}],
}
TRACK = {
    "docId": "d2",
    "schemaName": "track",
    "tags": {},
    "locations": [
        {"coords": {"latitude": -8.5, "longitude": lon, "accuracy": 3}, "timestamp": "2024-05-01T12:00:00Z"}
        for lon in (-74.5, -74.6)
    ],
}
SEEDS = {
    "a.geojson": {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "EPSG:4326"}},
        "features": [GOOD, {**point(-74, -8), "$comapeo": DOCUMENT, "id": 4}],
    },
    "c.json": {"data": [DOCUMENT, TRACK]},
    "k.json": {
        "results": [
            ANSWER,
            {
                **ANSWER,
                "g": {"traza": {"type": "LineString", "coordinates": [[-74, -8], [-74.1, -8]]}},
                "r": [{"q": 1}],
            },
        ]
    },
}


def mutated(value, chance):
    """The document with one value in twelve replaced by one of another type or size, or gone."""
    if chance.random() < 0.08:
        return chance.choice(SPLINTERS)
    if isinstance(value, dict):
        return {key: mutated(one, chance) for key, one in value.items() if chance.random() > 0.03}
    if isinstance(value, list):
        return [mutated(one, chance) for one in value if chance.random() > 0.03]
    return value


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_documents_with_values_of_any_type_are_told_or_counted(tmp_path, name):
    chance = random.Random(4)
    for _ in range(250):
        try:
            reading = read(tmp_path / name, mutated(SEEDS[name], chance))
        except RainforestAlertError:
            continue
        assert reading.tally.is_complete()
        for feature in reading.features:
            assert np.isfinite([feature.vertices["x"], feature.vertices["y"]]).all()
