"""Workspaces of two laptops through Processing: conflicts listed, boundaries joined by stretches, decisions applied."""

from __future__ import annotations

import json
import uuid

import processing
import pytest
from qgis.core import QgsDataSourceUri, QgsProcessingException, QgsProviderRegistry
from shapely.geometry import Polygon

from tests.qgis.test_proposals import RECORD, SQUARE, agree, rows
from tests.qgis.title_packages import Log, provider

__all__ = ["provider"]


@pytest.fixture
def laptops(tmp_path):
    """Two laptops with the same agreed square of 1 km, the second from a backup of the first."""
    from rainforest_alert_plugin.host.workspaces import backup_workspace, create_workspace, restore_workspace

    folder = tmp_path / "datos"
    folder.mkdir()
    with create_workspace("prueba", str(folder)) as made:
        first = made.location
        with made.write() as transaction:
            transaction.insert("community", {"name": "Nueva Vida"})
            transaction.insert("place", {"name": "Collpa"})
            transaction.insert("place", {"name": "Sagrado", "sensitivity": "secret"})
    agree(first, SQUARE)
    copy, second = str(tmp_path / "copy.gpkg"), str(tmp_path / "second.gpkg")
    backup_workspace(first, copy, lambda _: None, lambda: False)
    restore_workspace(second, copy, lambda _: None)
    return first, second


def merge(into, other, feedback=None):
    return processing.run(
        "rainforestalert:mergeworkspaces",
        {"WORKSPACE": into, "OTHER": other, "OUTPUT": "TEMPORARY_OUTPUT"},
        feedback=feedback or Log(),
    )


def resolve(location, decisions):
    text = decisions if isinstance(decisions, str) else json.dumps(decisions)
    return processing.run("rainforestalert:resolveconflicts", {"WORKSPACE": location, "DECISIONS": text})


def rename(location, old, new):
    from rainforest_alert_plugin.host.workspaces import open_workspace

    with open_workspace(location) as opened, opened.write() as transaction:
        (place,) = opened.read("place", '"name" = ?', [old])
        transaction.update("place", place["id"], {"name": new})


def polygon_of(location, version_id):
    vertices = [v for v in rows(location, "vertex") if v["version_id"] == version_id]
    return Polygon([(v["easting"], v["northing"]) for v in sorted(vertices, key=lambda v: v["number"])])


def test_conflicts_are_listed_with_both_values_and_secret_ones_stay_inside(laptops):
    first, second = laptops
    for location, ending in zip(laptops, "AB"):
        rename(location, "Collpa", f"Collpa {ending}")
        rename(location, "Sagrado", f"Sagrado {ending}")
    result = merge(first, second)
    assert result["CONFLICTS"] == 2
    (row,) = list(result["OUTPUT"].getFeatures())
    assert (row["base"], row["ours"], row["theirs"], row["column_name"]) == ("Collpa", "Collpa A", "Collpa B", "name")
    assert json.loads(rows(first, "release_log")[-1]["held_back"]) == {"secret": 1}
    done = resolve(first, {"conflicts": [{"conflict": row["conflict"], "take": "theirs"}]})
    assert (done["APPLIED"], done["REMAINING"]) == (1, 1)
    assert sorted(place["name"] for place in rows(first, "place"))[0] == "Collpa B"


@pytest.mark.usefixtures("fresh_settings")
def test_seasons_that_laptops_do_not_agree_on_are_shown_in_words(laptops):
    """One laptop keeps the season, the other what people said; the base is none."""
    from qgis.core import QgsCoordinateTransformContext

    from rainforest_alert_plugin.host.conflicts import waiting_conflicts
    from rainforest_alert_plugin.host.settings import Settings, write_settings
    from rainforest_alert_plugin.host.workspaces import open_workspace
    from rainforest_alert_plugin.territory.words import words_file

    write_settings(Settings(words_file=str(words_file("es"))))
    for location, season in zip(laptops, ("high_water", "al florecer el huayo")):
        with open_workspace(location) as opened, opened.write() as transaction:
            (place,) = opened.read("place", '"name" = ?', ["Collpa"])
            transaction.update("place", place["id"], {"season": season})
    (row,) = list(merge(*laptops)["OUTPUT"].getFeatures())
    assert (row["ours"], row["theirs"]) == ("creciente", "al florecer el huayo")
    (conflict,) = waiting_conflicts(laptops[0], QgsCoordinateTransformContext())
    assert [side.text for side in conflict.sides] == ["–", "creciente", "al florecer el huayo"]


def test_boundaries_that_two_assemblies_changed_at_different_corners_join_by_one_record(laptops):
    first, second = laptops
    one = agree(first, "POLYGON((500000 9000000,501000 9000000,501100 9001000,500000 9001000,500000 9000000))")
    other = agree(second, "POLYGON((500050 9000000,501000 9000000,501000 9001000,500000 9001000,500050 9000000))")
    result = merge(first, second)
    assert result["CONFLICTS"] == 1
    with pytest.raises(QgsProcessingException, match="side by side"):
        agree(first, SQUARE)
    done = resolve(first, {"boundaries": [{"community": "Nueva Vida", "record": RECORD, "reason": "las dos"}]})
    assert done["REMAINING"] == 0
    versions = {row["id"]: row for row in rows(first, "boundary_version")}
    joined = versions[done["VERSION_IDS"]]
    assert {joined["parent_id"], joined["merged_id"]} == {one, other}
    # both corners moved
    expected = Polygon([(500050, 9000000), (501000, 9000000), (501100, 9001000), (500000, 9001000)])
    assert polygon_of(first, joined["id"]).symmetric_difference(expected).area == pytest.approx(0, abs=1e-6)
    assert merge(second, first)["CONFLICTS"] == 0
    assert {row["id"] for row in rows(second, "boundary_version")} == set(versions)


@pytest.mark.parametrize(
    ("side", "corner"), [("ours", (501100, 9001000)), ("theirs", (501200, 9001000)), ("base", (501000, 9001000))]
)
def test_a_corner_that_both_moved_waits_for_its_own_decision(laptops, side, corner):
    first, second = laptops
    agree(first, "POLYGON((500000 9000000,501000 9000000,501100 9001000,500000 9001000,500000 9000000))")
    agree(second, "POLYGON((500000 9000000,501050 9000000,501200 9001000,500000 9001000,500000 9000000))")
    result = merge(first, second)
    rows_of = list(result["OUTPUT"].getFeatures())
    assert [row["table_name"] for row in rows_of] == ["boundary_version"]
    assert not rows_of[0].geometry().isEmpty()
    decision = {"community": "Nueva Vida", "record": RECORD}
    for given, said in (
        ({**decision}, "lacks a decision about the stretches 1"),
        ({**decision, "stretches": {"1": "both"}}, "no side"),
        ({"community": "Nueva Vida", "stretches": {"1": side}}, "record"),
        ({**decision, "community": "Nadie"}, "no two agreed"),
    ):
        with pytest.raises(QgsProcessingException, match=said):
            resolve(first, {"boundaries": [given]})
    done = resolve(first, {"boundaries": [{**decision, "stretches": {"1": side}}]})
    assert corner in set(polygon_of(first, done["VERSION_IDS"]).exterior.coords)


@pytest.mark.parametrize("decisions", ["{}", "[", "no such file", '{"conflicts": [1]}', '{"conflicts": {}}'])
def test_decisions_that_cannot_be_read_are_said(laptops, decisions):
    with pytest.raises(QgsProcessingException, match="cannot be read"):
        resolve(laptops[0], decisions)


def test_a_decision_about_nothing_decides_nothing(laptops):
    with pytest.raises(QgsProcessingException, match="no conflict x"):
        resolve(laptops[0], {"conflicts": [{"conflict": "x", "take": "ours"}]})


def test_a_connection_that_qgis_does_not_know_is_said(laptops):
    for into, other in (("federation/orpio", laptops[1]), (laptops[0], "federation/orpio")):
        with pytest.raises(QgsProcessingException, match="no database connection called “federation”"):
            merge(into, other)


def test_a_file_and_a_shared_workspace_merge_through_a_stored_connection(laptops, postgis, tmp_path):
    """Both directions; what was typed in the database by hand is written down first."""
    import psycopg2

    from rainforest_alert_plugin.host.workspaces import restore_workspace

    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    uri = QgsDataSourceUri()
    uri.setConnection(postgis.host, str(postgis.port), postgis.database, postgis.user, "")
    metadata.saveConnection(metadata.createConnection(uri.uri(), {"saveUsername": True}), "federation")
    try:
        shared = f"federation/merged_{uuid.uuid4().hex[:8]}"
        restore_workspace(shared, str(tmp_path / "copy.gpkg"), lambda _: None)
        rename(laptops[0], "Collpa", "Collpa A")
        assert merge(shared, laptops[0])["VALUES"] == 1
        with psycopg2.connect(postgis.dsn) as database, database.cursor() as cursor:
            cursor.execute(f"UPDATE {shared.split('/')[1]}.place SET season = 'seca' WHERE name = 'Collpa A'")
        database.close()
        assert merge(laptops[1], shared)["CONFLICTS"] == 0
        place = next(row for row in rows(laptops[1], "place") if row["name"] == "Collpa A")
        assert place["season"] == "seca"
    finally:
        metadata.deleteConnection("federation")


def test_a_file_for_the_federation_says_what_it_holds_back_when_it_is_merged(laptops, tmp_path):
    """Both through Processing; the tables are named with their counts."""
    from rainforest_alert_plugin.host.workspaces import create_workspace

    first, _ = laptops
    file = tmp_path / "federation.gpkg"
    log = Log()
    made = processing.run(
        "rainforestalert:exportworkspace",
        {"WORKSPACE": first, "AUDIENCE": "federation", "FILE": str(file)},
        feedback=log,
    )
    # of two places one is secret and one, of the community, goes as a cell of a grid
    assert any(
        "Places: 1 go" in line and "secret: 1" in line and "as a cell of a grid: 1" in line for line in log.lines
    )
    with create_workspace("otra", str(tmp_path)) as other:
        receiver = other.location
    log = Log()
    result = processing.run(
        "rainforestalert:mergeworkspaces", {"WORKSPACE": receiver, "OTHER": str(file)}, feedback=log
    )
    sentence = result["SUMMARY"][result["SUMMARY"].index("This file was made for the federation on") :]
    assert "Places: 1" in sentence
    assert any(sentence in line for line in log.lines)
    assert result["LACKING"] == made["HELD_BACK_COUNT"]
    assert [place["name"] for place in rows(receiver, "place")] == [None]
    assert [row["released_count"] for row in rows(first, "release_log") if row["table_name"] == "place"] == [1]


def test_a_file_for_an_audience_comes_out_of_a_database_and_goes_into_one(laptops, postgis, tmp_path):
    from rainforest_alert_plugin.host.workspaces import open_workspace, restore_workspace

    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    uri = QgsDataSourceUri()
    uri.setConnection(postgis.host, str(postgis.port), postgis.database, postgis.user, "")
    metadata.saveConnection(metadata.createConnection(uri.uri(), {"saveUsername": True}), "federation of files")
    try:
        shared, other = (f"federation of files/w{uuid.uuid4().hex[:12]}" for _ in range(2))
        copy = tmp_path / "copy.gpkg"
        restore_workspace(shared, str(copy), lambda _: None)
        file = tmp_path / "office.gpkg"
        exported = {"WORKSPACE": shared, "AUDIENCE": "federation", "FILE": str(file)}
        processing.run("rainforestalert:exportworkspace", exported)
        assert b"Sagrado" not in file.read_bytes()
        restore_workspace(other, str(file), lambda _: None)
        (coarse,) = rows(other, "place")
        drawn = bytes.fromhex("01010000000000000000c052c000000000000020c0")
        with open_workspace(other) as opened, opened.write() as work:
            work.update("place", coarse["id"], {"geom": drawn, "season": "seca"})
        assert merge(shared, other)["CONFLICTS"] == 0  # the place had no geometry that could have been lost
        (place,) = [row for row in rows(shared, "place") if row["id"] == coarse["id"]]
        assert (place["name"], place["season"], place["geom"]) == ("Collpa", "seca", drawn)
        before = rows(shared, "place")
        assert merge(shared, str(file))["VALUES"] == 0
        assert rows(shared, "place") == before
        merge(other, shared)
        assert {row["name"] for row in rows(other, "place")} == {"Collpa", "Sagrado"}
    finally:
        metadata.deleteConnection("federation of files")
