"""Workshops and places: every stroke belongs to its workshop, nothing drawn is lost, names only with consent."""

from __future__ import annotations

import hashlib

import pytest
from pyproj import Geod
from qgis.core import QgsGeometry

from rainforest_alert_plugin.errors import InputError, WorkspaceError
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.territory.places import (
    PlaceFacts,
    add_place,
    attach_to_place,
    bring_back,
    describe_place,
    find_place,
    places_of_workshop,
    take_back,
    written,
)
from rainforest_alert_plugin.territory.workshops import (
    Attendance,
    add_attendance,
    close_workshop,
    measures_of,
    open_workshop,
    open_workshops,
    workshop_record,
)
from rainforest_alert_plugin.workspace.audit import verify_audit

pytestmark = pytest.mark.usefixtures("qgis_app")
LINE = QgsGeometry.fromWkt("LineString(-74.1 -8.1,-74.2 -8.15,-74.25 -8.3)")
AREA = QgsGeometry.fromWkt("Polygon((-74.1 -8.1,-74.2 -8.1,-74.2 -8.2,-74.1 -8.2,-74.1 -8.1))")
POINT = QgsGeometry.fromWkt("Point(-74.1 -8.1)")


@pytest.fixture
def workspace(tmp_path):
    with create_workspace("prueba", str(tmp_path)) as made:
        yield made


@pytest.fixture
def community(workspace):
    with workspace.write() as transaction:
        return transaction.insert("community", {"name": "Nueva Vida"})


@pytest.fixture
def workshop(workspace, community):
    return open_workshop(
        workspace,
        community,
        "2026-09-12",
        " Local  comunal ",
        "Mapa de usos",
        [Attendance("sabias y sabios", 6), Attendance("apu", 1, "Rosa Ampush", True)],
    )


def test_a_workshop_is_opened_with_place_date_purpose_and_who_came(workspace, workshop):
    record = workshop_record(workspace, workshop)
    assert (record.workshop["place"], record.workshop["held_on"]) == ("Local comunal", "2026-09-12")
    assert [(row["role"], row["people_count"], row["name"]) for row in record.attendance] == [
        ("sabias y sabios", 6, None),
        ("apu", 1, "Rosa Ampush"),
    ]
    assert [row["id"] for row in open_workshops(workspace)] == [workshop]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"held_on": "12/09/2026"}, "territory.record_date"),
        ({"held_on": "2999-01-01"}, "workshop.in_future"),
        ({"place": " \t"}, "workshop.no_place"),
        ({"purpose": ""}, "workshop.no_purpose"),
        ({"community_id": "no"}, "workshop.no_community"),
        ({"attendance": [Attendance("apu", 1, "Rosa", False)]}, "workshop.name_without_consent"),
        ({"attendance": [Attendance("jóvenes", 0)]}, "workshop.people_count"),
        ({"attendance": [Attendance("", 3)]}, "workshop.no_role"),
    ],
)
def test_a_workshop_that_lacks_something_is_not_opened(workspace, community, change, refusal):
    given = {"community_id": community, "held_on": "2026-09-12", "place": "Local", "purpose": "mapa", **change}
    with pytest.raises(InputError) as refused:
        open_workshop(workspace, **given)
    assert refused.value.message.id == refusal
    assert workspace.count("workshop") == 0
    assert workspace.count("attendance") == 0


def test_every_stroke_belongs_to_the_workshop_and_its_community(workspace, workshop, community):
    line = add_place(workspace, LINE, PlaceFacts(kind="limit"), workshop_id=workshop)
    row = find_place(workspace, line)
    assert (row["workshop_id"], row["community_id"], row["sensitivity"]) == (workshop, community, "community")


def test_a_stroke_taken_back_is_kept_and_can_be_brought_back(workspace, workshop):
    first = add_place(workspace, LINE, PlaceFacts(), workshop_id=workshop)
    second = add_place(workspace, POINT, PlaceFacts(), workshop_id=workshop)
    take_back(workspace, second)
    assert [row["id"] for row in places_of_workshop(workspace, workshop)] == [first]
    assert workspace.count("place") == 2
    bring_back(workspace, second)
    assert [row["id"] for row in places_of_workshop(workspace, workshop)] == [first, second]
    assert all(chain.intact for chain in verify_audit(workspace.connection))


def test_after_closing_nothing_is_drawn_taken_back_or_closed_again(workspace, workshop):
    stroke = add_place(workspace, LINE, PlaceFacts(), workshop_id=workshop)
    close_workshop(workspace, workshop, "El lindero sigue la quebrada.", "")
    for late in (
        lambda: add_place(workspace, POINT, PlaceFacts(), workshop_id=workshop),
        lambda: take_back(workspace, stroke),
        lambda: close_workshop(workspace, workshop, "otra cosa", ""),
        lambda: add_attendance(workspace, workshop, Attendance("mujeres", 3)),
    ):
        with pytest.raises(InputError) as refused:
            late()
        assert refused.value.message.id == "workshop.is_closed"
    assert open_workshops(workspace) == []


def test_a_workshop_without_outcome_stays_open(workspace, workshop):
    with pytest.raises(InputError) as refused:
        close_workshop(workspace, workshop, " ", "\n")
    assert refused.value.message.id == "workshop.no_outcome"
    assert len(open_workshops(workspace)) == 1


NAMES = {
    "Nanti kántsa": "Nanti kántsa",
    "Ñuya\u0303n": "Ñuyãn",  # a and its tilde typed apart
    "Ɨnɨ ʉtʉ": "Ɨnɨ ʉtʉ",
    "ⁿdaʔa": "ⁿdaʔa",
    "مكان": "مكان",
    "ᏣᎳᎩ": "ᏣᎳᎩ",
    "🐟 cocha": "🐟 cocha",
    "a\u202egnp.exe": "agnp.exe",  # turned direction
    "dos\x00nulos\x1b": "dos nulos",
    "क्\u200dष": "क्\u200dष",  # a joiner belongs to the word
}


@pytest.mark.parametrize(("typed", "kept"), list(NAMES.items()))
def test_names_of_any_script_come_back_as_they_were_written(workspace, workshop, typed, kept):
    place = add_place(workspace, POINT, PlaceFacts(name=typed, name_es="la cocha"), workshop_id=workshop)
    assert find_place(workspace, place)["name"] == kept


def test_a_name_without_letters_is_no_name():
    assert written(" \x07 \u202e ") is None


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (PlaceFacts(use="party"), "place.unknown_use"),
        (PlaceFacts(kind="sky"), "place.unknown_kind"),
        (PlaceFacts(sensitivity="nobody"), "workspace.unknown_sensitivity"),
        (PlaceFacts(name="x" * 301), "place.too_long"),
    ],
)
def test_what_no_form_offers_is_refused(workspace, workshop, facts, refusal):
    with pytest.raises(InputError) as refused:
        add_place(workspace, POINT, facts, workshop_id=workshop)
    assert refused.value.message.id == refusal
    assert workspace.count("place") == 0


@pytest.mark.parametrize(
    "wkt",
    [
        "Point(nan -8)",
        "Point(500000 9000000)",
        "LineString(-74 -8,-74 -8)",
        "Polygon((-74 -8,-74.1 -8,-74 -8,-74 -8))",
        "LineString EMPTY",
    ],
)
def test_a_drawing_that_is_nowhere_is_refused(workspace, workshop, wkt):
    geometry = QgsGeometry.fromWkt(wkt)
    if "nan" in wkt:
        from qgis.core import QgsPointXY

        geometry = QgsGeometry.fromPointXY(QgsPointXY(float("nan"), -8))
    with pytest.raises(InputError) as refused:
        add_place(workspace, geometry, PlaceFacts(), workshop_id=workshop)
    assert refused.value.message.id == "place.bad_geometry"


def test_two_who_describe_one_place_do_not_overwrite_each_other(workspace, workshop):
    place = add_place(workspace, POINT, PlaceFacts(), workshop_id=workshop)
    version = find_place(workspace, place)["row_version"]
    describe_place(workspace, place, PlaceFacts(name="Tsegkutsmau"), version)
    with pytest.raises(WorkspaceError) as refused:
        describe_place(workspace, place, PlaceFacts(name="otro"), version)
    assert refused.value.message.id == "workspace.changed_meanwhile"
    assert find_place(workspace, place)["name"] == "Tsegkutsmau"


def test_a_photo_is_kept_by_its_content_under_the_sensitivity_of_its_place(workspace, workshop, tmp_path):
    photo = tmp_path / "IMG 1.JPG"
    photo.write_bytes(b"\xff\xd8\xff\xe0 photo")
    place = add_place(workspace, AREA, PlaceFacts(use="sacred", sensitivity="secret"), workshop_id=workshop)
    attach_to_place(workspace, place, photo, "la loma")
    row = workspace.read("attachment")[0]
    assert row["sensitivity"] == "secret"
    assert row["sha256"] == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert (tmp_path / row["relative_path"]).read_bytes() == photo.read_bytes()
    inside = QgsGeometry()
    inside.fromWkb(row["geom"])
    assert AREA.contains(inside)


@pytest.mark.parametrize("name", ["programa.exe", "sin_extension", "hoja.pdf"])
def test_what_is_neither_photo_nor_sound_is_not_attached(workspace, workshop, tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    place = add_place(workspace, POINT, PlaceFacts(), workshop_id=workshop)
    with pytest.raises(InputError) as refused:
        attach_to_place(workspace, place, tmp_path / name)
    assert refused.value.message.id == "place.unknown_file"


def test_strokes_are_measured_on_the_ellipsoid():
    geod = Geod(ellps="WGS84")
    assert measures_of(bytes(LINE.asWkb())).length_m == pytest.approx(
        geod.line_length([-74.1, -74.2, -74.25], [-8.1, -8.15, -8.3]), abs=0.001
    )
    area, _ = geod.polygon_area_perimeter([-74.1, -74.2, -74.2, -74.1], [-8.1, -8.1, -8.2, -8.2])
    assert measures_of(bytes(AREA.asWkb())).area_ha == pytest.approx(abs(area) / 1e4, rel=1e-9)


def test_an_area_drawn_across_itself_counts_both_its_lobes():
    bow = QgsGeometry.fromWkt("Polygon((-74 -8,-73.9 -8.1,-73.9 -8,-74 -8.1,-74 -8))")
    geod = Geod(ellps="WGS84")
    lobe, _ = geod.polygon_area_perimeter([-74, -73.95, -74], [-8, -8.05, -8.1])
    other, _ = geod.polygon_area_perimeter([-73.9, -73.9, -73.95], [-8.1, -8, -8.05])
    assert measures_of(bytes(bow.asWkb())).area_ha == pytest.approx((abs(lobe) + abs(other)) / 1e4, rel=1e-6)


def test_what_was_drawn_is_there_when_the_workspace_is_opened_again(workspace, workshop):
    add_place(workspace, LINE, PlaceFacts(name="Kanús"), workshop_id=workshop)
    with open_workspace(workspace.location, read_only=True) as again:
        assert [row["name"] for row in places_of_workshop(again, workshop)] == ["Kanús"]
