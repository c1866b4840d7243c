"""A person erased also from free texts: what can be changed bears a mark, and what cannot is named."""

from __future__ import annotations

import json
import uuid

import pytest

from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage
from rainforest_alert_plugin.workspace.identity import add_person, count_mentions, erase_person
from rainforest_alert_plugin.workspace.named_texts import NameFinder
from rainforest_alert_plugin.workspace.postgis import create_postgis
from rainforest_alert_plugin.workspace.schema import TABLES

from .test_workspace_merging import bring, intact, laptops, state

NAME = "Rosalinda Ámpush"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dice Rosalinda Ámpush, y calla", "dice […], y calla"),
        ("ROSALINDA  AMPUSH\nRosalinda\nA\u0301mpush.", "[…]\n[…]."),
        ("gps_rosalinda ampush.gpx", "gps_[…].gpx"),
        ('{"neighbour": "Rosalinda Ámpush"}', '{"neighbour": "[…]"}'),
        ("Rosalinda Ampushito, Xrosalinda Ámpush", "Rosalinda Ampushito, Xrosalinda Ámpush"),
        ("Rosalinda", "Rosalinda"),
        ("ĳ ﬁn ß Rosalinda Ámpush ß", "ĳ ﬁn ß […] ß"),
    ],
)
def test_a_name_is_replaced_as_a_whole_and_nothing_else(text, expected):
    finder = NameFinder(NAME)
    assert finder.masked(text) == expected
    assert finder.names(text) == (text != expected)


def test_a_name_of_one_word_is_found_among_others_and_replaced_only_alone():
    finder = NameFinder("Rosa")
    assert (finder.masked("rosa "), finder.masked("Taller en Santa Rosa")) == ("[…]", "Taller en Santa Rosa")
    assert finder.names("Taller en Santa Rosa")
    assert not finder.names("rosas")
    assert not NameFinder(" ").names("cualquiera")


def fill(workspace):
    """A person named among other words in all that people write; the identity of the person."""
    with workspace.write() as work:
        community = work.insert("community", {"name": f"C. N. {NAME}", "representative": NAME})
        workshop = work.insert(
            "workshop",
            {
                "community_id": community,
                "held_on": "2026-11-01",
                "purpose": f"charla de {NAME.upper()}",
                "facilitator": NAME,
                "decided": f"{NAME} cede su chacra",
                "left_open": f"ver con {NAME}",
            },
        )
        came = {"role": "apu", "people_count": 1, "name": NAME, "consented": True}
        work.insert("attendance", {"workshop_id": workshop, **came})
        place = work.insert("place", {"name": f"Chacra de {NAME}", "notes": f"dice {NAME}"})
        said = {"author": NAME, "reason": f"pedido de {NAME}", "source": f"gps de {NAME}"}
        work.insert("proposal", {"community_id": community, **said})
        sides = {"other_side": NAME, "our_claim": f"de {NAME}", "their_claim": "nuestra"}
        work.insert("dispute", {"community_id": community, **sides})
        agreed = {"number": 1, "reason": f"acta de {NAME}", "epsg": 32718, "signed_by": NAME}
        work.insert("boundary_version", {"community_id": community, **agreed})
        work.insert("titling_step", {"community_id": community, "step": "x", "document": f"carta de {NAME}"})
    with workspace.write() as work:
        work.update("place", place, {"name": "Otra"})
    return add_person(workspace, NAME)


def texts_of(workspace):
    """Every text of every table, as (table, column, text)."""
    for described in TABLES:
        for row in workspace.read(described.name):
            for column, value in row.items():
                if isinstance(value, str):
                    yield described.name, column, value


@pytest.fixture(params=["file", "database"])
def workspace(request, tmp_path):
    if request.param == "file":
        with create_geopackage(tmp_path / "a.gpkg", "ORPIO", "laptop A") as made:
            yield made
        return
    schema = "orpio_" + uuid.uuid4().hex[:8]
    dsn = request.getfixturevalue("postgis").dsn
    with create_postgis(dsn, f"federation/{schema}", schema, "ORPIO", "laptop A") as made:
        yield made


def test_a_person_erased_everywhere_stands_only_where_it_is_told(workspace):
    person = fill(workspace)
    assert count_mentions(workspace, NAME) > 8
    erased = erase_person(workspace, person, everywhere=True)
    standing = [one for one in texts_of(workspace) if "mpush" in one[2].lower()]
    # agreed text, what the community is called, and the plain lines of the log about a table that has no levels
    expected = {("boundary_version", "reason"), ("community", "name"), ("audit_log", "content")}
    assert {one[:2] for one in standing} == expected == {(one.table, one.column) for one in erased.left}
    assert len(standing) == len(erased.left)
    assert all(workspace.read(one.table, '"id" = ?', [one.row_id]) for one in erased.left)
    (workshop,) = workspace.read("workshop")
    told = tuple(workshop[name] for name in ("purpose", "facilitator", "decided", "left_open"))
    assert told == ("charla de […]", None, "[…] cede su chacra", "ver con […]")
    (place,) = workspace.read("place")
    assert (place["name"], place["notes"]) == ("Otra", "dice […]")
    former = [json.loads(row["value"]) for row in workspace.read("former_value", "\"column_name\" = 'name'")]
    assert former == ["Chacra de […]"]
    (dispute,) = workspace.read("dispute")
    assert [dispute[name] for name in ("other_side", "our_claim", "their_claim")] == ["[…]", "de […]", "nuestra"]
    assert [chain.broken_at for chain in verify_audit(workspace.connection)] == [None]
    # no digest of what stood there can be guessed back
    salted = {row["row_id"] for row in workspace.read("audit_salt")}
    assert not salted & {workshop["id"], place["id"], dispute["id"]}


def test_what_was_not_asked_for_stays(workspace):
    person = fill(workspace)
    erased = erase_person(workspace, person)
    assert (erased.rows, erased.left) == (0, ())
    assert workspace.read("workshop")[0]["left_open"] == f"ver con {NAME}"


def test_another_laptop_takes_the_marks_over_and_forgets_what_was_written_before(tmp_path):
    (a, b), _ = laptops(tmp_path, 2)
    with open_geopackage(a) as workspace:
        person = fill(workspace)
    bring(b, a)
    with open_geopackage(a) as workspace:
        erase_person(workspace, person, everywhere=True)
    bring(b, a)
    bring(a, b)
    for name in ("workshop", "place", "dispute", "proposal", "titling_step"):
        assert state(a)[name] == state(b)[name], name
    for path in (a, b):
        assert intact(path)
        with open_geopackage(path, read_only=True) as workspace:
            standing = {text[:2] for text in texts_of(workspace) if "mpush" in text[2].lower()}
        assert standing == {("boundary_version", "reason"), ("community", "name"), ("audit_log", "content")}


def test_nothing_of_an_erased_text_is_left_in_the_file(tmp_path):
    path = tmp_path / "a.gpkg"
    with create_geopackage(path, "ORPIO", "laptop A") as workspace:
        # as SQLite does on Windows; Debian's overwrites by itself
        workspace.connection.run("PRAGMA secure_delete = OFF")
        with workspace.write() as work:
            place = work.insert("place", {"name": "Chacra", "notes": "dice Rosalinda Campush. " * 400})
        with workspace.write() as work:
            work.update("place", place, {"notes": "otra cosa"})
        erased = erase_person(workspace, add_person(workspace, "Rosalinda Campush"), everywhere=True)
        assert erased.left == ()
    assert all(b"Campush" not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
