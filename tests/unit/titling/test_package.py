"""The package without QGIS: written, read back, and its check held against manifests and tables of any shape."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import json
import random
from decimal import Decimal

import pytest
import shapefile

from rainforest_alert_plugin.cadastre.profile import load_profile
from rainforest_alert_plugin.documents.phrases import load_phrases
from rainforest_alert_plugin.errors import CancelledError, InputError, OutputError, RainforestAlertError
from rainforest_alert_plugin.geo import files
from rainforest_alert_plugin.titling import verification
from rainforest_alert_plugin.titling.facts import release_facts
from rainforest_alert_plugin.titling.manifest import Origin
from rainforest_alert_plugin.titling.package import PackageContent, write_package
from rainforest_alert_plugin.titling.technical_table import (
    SideFacts,
    SurveyedBoundary,
    SurveyedRing,
    build_technical_table,
)
from rainforest_alert_plugin.titling.verification import differences

PERU = load_profile("peru_native_community")


def content_of(rings=(((0.0, 0.0), (0.0, 300.0), (400.0, 0.0)),), audience="office", neighbours=("Río Tigre", "", "")):
    boundary = SurveyedBoundary(
        (tuple(SurveyedRing(tuple((500000.0 + east, 9000000.0 + north) for east, north in ring)) for ring in rings),),
        "EPSG:32718",
        "18S",
    )
    table = build_technical_table(boundary, PERU)
    if len(neighbours) == len(table.rows):
        table = table.with_neighbours(neighbours)
    attributes = {"community": "Nueva Vida", "registry_entry": "11001234", "document_date": "2026-11-20"}
    return PackageContent(
        table,
        Decimal("6.0048"),
        PERU,
        load_phrases("es"),
        release_facts(table, attributes, PERU, audience),
        (),
        Origin("linderos", "1", "EPSG:32718", "", (), {"qgis": "3.40"}, "2026-11-23T00:00:00+00:00"),
    )


def river_table():
    """A square of 300 m whose west side is a river through (0, 100) and (30, 200), drawn clockwise from the south-west."""
    points = [(0, 0), (0, 100), (30, 200), (0, 300), (300, 300), (300, 0)]
    river, field = SideFacts("river", "Río Tigre"), SideFacts("river", "Río Tigre", continues=True)
    straight = SideFacts()
    ring = SurveyedRing(
        tuple((500000.0 + east, 9000000.0 + north) for east, north in points),
        None,
        (river, field, field, straight, straight, straight),
    )
    return build_technical_table(SurveyedBoundary(((ring,),), "EPSG:32718", "18S"), PERU)


def test_a_right_triangle_is_written_and_agrees(tmp_path):
    # 300 m, 400 m and hypotenuse 500 m; area 60 000 m2
    manifest = write_package(content_of(), tmp_path / "p")
    assert manifest["numbers"]["perimeter_m"] == "1200.00"
    assert manifest["numbers"]["area_ha"] == "6.0000"
    assert differences(tmp_path / "p") == []


def test_the_gate_holds_back_what_third_parties_may_not_have(tmp_path):
    manifest = write_package(content_of(audience="public"), tmp_path / "p")
    assert manifest["withheld"] == ["attribute:registry_entry", "row:neighbour"]
    assert manifest["held_back"] == {"community": 2}
    assert "COLINDANTE" not in (tmp_path / "p" / "cuadro_tecnico.csv").read_text(encoding="utf-8-sig")
    assert differences(tmp_path / "p") == []


def test_cancel_at_every_look_leaves_nothing(tmp_path):
    looks = []
    write_package(content_of(), tmp_path / "p", is_cancelled=lambda: looks.append(1) is not None)
    for stop in range(len(looks)):
        seen = []

        def now(seen=seen, stop=stop):
            seen.append(1)
            return len(seen) > stop

        with pytest.raises(CancelledError):
            write_package(content_of(), tmp_path / "otro", is_cancelled=now)
        assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_record_that_fails_leaves_nothing(tmp_path):
    def fail(manifest, sha256):
        raise InputError("titling.no_boundary")

    with pytest.raises(InputError):
        write_package(content_of(), tmp_path / "p", fail)
    assert list(tmp_path.iterdir()) == []


def places(value, at=()):
    yield at
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*at, key))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], (*at, index))


def test_a_manifest_of_any_shape_is_answered_with_a_sentence(tmp_path):
    folder = tmp_path / "p"
    manifest = write_package(content_of(), folder)
    rng = random.Random(20261123)
    wrong = [None, True, -1, 1e30, "", "x", "1e999999999", [], [1], {}, {"a": 1}]
    refused = 0
    for at in rng.sample([at for at in places(manifest) if at], 150):
        broken = copy.deepcopy(manifest)
        holder = broken
        for key in at[:-1]:
            holder = holder[key]
        holder[at[-1]] = rng.choice(wrong)
        (folder / "manifest.json").write_text(json.dumps(broken), encoding="utf-8")
        try:
            differences(folder)
        except RainforestAlertError:
            refused += 1
    assert 0 < refused < 150  # some shapes cannot be checked at all, others only differ


@pytest.mark.parametrize(
    ("column", "cell"),
    [(8, "1e999999999"), (8, "NaN"), (4, "-"), (5, "90"), (5, "90°00'00"), (9, "")],
)
def test_a_table_with_a_cell_that_is_no_number_is_named(tmp_path, column, cell):
    import csv

    folder = tmp_path / "p"
    write_package(content_of(), folder)
    path = folder / "cuadro_tecnico.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][column] = cell
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    found = [message for message in differences(folder) if message.id == "difference.unreadable"]
    assert [message.facts for message in found] == [{"file": "cuadro_tecnico.csv", "reason": cell}]


def test_two_thousand_vertices_are_written_and_verified(tmp_path):
    import math

    ring = tuple(
        (
            (3000 + 40 * (i % 7)) * math.sin(2 * math.pi * i / 2000),
            (3000 + 40 * (i % 7)) * math.cos(2 * math.pi * i / 2000),
        )
        for i in range(2000)
    )
    manifest = write_package(content_of((ring,)), tmp_path / "p")
    assert manifest["numbers"]["vertices"] == 2000
    assert manifest["numbers"]["rings"][0]["interior_angles_s"] == str(1998 * 180 * 3600)
    assert differences(tmp_path / "p") == []


def test_a_folder_that_is_refused_its_place_is_not_recorded(tmp_path, monkeypatch):
    write_package(content_of(), tmp_path / "p")
    before = (tmp_path / "p" / "manifest.json").read_bytes()
    recorded = []

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "replace", refuse)
    with pytest.raises(OutputError):
        write_package(content_of(audience="public"), tmp_path / "p", lambda *told: recorded.append(told))
    assert recorded == []
    assert (tmp_path / "p" / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_record_is_told_of_the_folder_in_its_place(tmp_path):
    recorded = []

    def record(manifest, sha256):
        there = (tmp_path / "p" / "manifest.json").read_bytes()
        recorded.append((sha256, hashlib.sha256(there).hexdigest()))

    write_package(content_of(), tmp_path / "p", record)
    assert [(told == there) for told, there in recorded] == [True]


def test_a_river_side_of_a_package_is_one_row_and_its_points_are_verified(tmp_path):
    # up the west side along a river through (0, 100) and (30, 200); the rest of the square is straight
    table = river_table()
    content = dataclasses.replace(content_of(), table=table, facts=release_facts(table, {}, PERU, "office"))
    manifest = write_package(content, tmp_path / "p")
    assert differences(tmp_path / "p") == []
    assert manifest["numbers"]["rings"][0]["vertices"] == 4
    assert manifest["numbers"]["rings"][0]["points"] == 6
    assert manifest["documents"]["channel"]["file"] == "puntos_de_cauce.csv"
    with shapefile.Reader(tmp_path / "p" / "perimetro.shp") as reader:
        assert len(reader.shape(0).points) == 7
    with shapefile.Reader(tmp_path / "p" / "lados.shp") as reader:
        assert sorted(len(shape.points) for shape in reader.shapes()) == [2, 2, 2, 4]
    path = tmp_path / "p" / "puntos_de_cauce.csv"
    path.write_bytes(path.read_bytes().replace(b"500030.0000", b"500031.0000"))
    assert {message.id for message in differences(tmp_path / "p")} == {
        "difference.sha256",
        "difference.geometry",
        "difference.value",
    }


@pytest.mark.parametrize("reader", ["read_shapefile", "read_geopackage"])
def test_a_file_that_another_reader_sees_otherwise_is_not_delivered(tmp_path, monkeypatch, reader):
    right = getattr(verification, reader)

    def moved(path, *more):
        found = right(path, *more)
        first = found[0]
        (x, y), *rest = first.lines[0]
        return [dataclasses.replace(first, lines=(((x + 0.001, y), *rest), *first.lines[1:])), *found[1:]]

    monkeypatch.setattr(verification, reader, moved)
    with pytest.raises(OutputError) as caught:
        write_package(content_of(), tmp_path / "p")
    assert caught.value.message.id == "package.read_back"
    assert not (tmp_path / "p").exists()
    monkeypatch.setattr(verification, reader, right)
    write_package(content_of(), tmp_path / "p")
    assert differences(tmp_path / "p") == []
