"""Proposals and versions: what changes, who agreed, and that nothing is overwritten."""

from __future__ import annotations

import json

import processing
import pytest
from pyproj import Geod, Transformer
from qgis.core import QgsCoordinateTransformContext, QgsFeature, QgsGeometry, QgsProcessingException, QgsVectorLayer
from shapely import wkt
from shapely.ops import transform as carry

from tests.qgis.title_packages import Log, layer_of, provider

__all__ = ["provider"]

SQUARE = "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000))"
# the north-eastern corner 100 m further east, the south-western one 50 m further east
CHANGED = "POLYGON((500050 9000000,501000 9000000,501100 9001000,500000 9001000,500050 9000000))"
RECORD = {"act": "Acta 12", "date": "2026-10-04", "signed_by": ["Rosa Ampush", "Luis Wajai"]}
LAYERS = ("OUTPUT", "OUTPUT_SIDES", "OUTPUT_VERTICES")
CONTEXT = QgsCoordinateTransformContext()


def ellipsoidal_ha(polygon):
    """Area by pyproj's geodesics, with the edges that the plane has."""
    to_degrees = Transformer.from_crs(32718, 4326, always_xy=True)
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(carry(to_degrees.transform, polygon))[0]) / 1e4


@pytest.fixture
def workspace(tmp_path):
    from rainforest_alert_plugin.host.workspaces import create_workspace

    folder = tmp_path / "datos"
    folder.mkdir()
    with create_workspace("prueba", str(folder)) as made:
        with made.write() as transaction:
            community = transaction.insert("community", {"name": "Nueva Vida"})
            transaction.insert("community", {"name": "Puerto Azul"})
            transaction.insert("workshop", {"community_id": community, "held_on": "2026-09-12"})
        return made.location


def rows(location, table):
    from rainforest_alert_plugin.host.workspaces import open_workspace

    with open_workspace(location, read_only=True) as opened:
        return opened.read(table)


def propose(location, wkt_or_version, **more):
    given = {"VERSION": wkt_or_version}
    if "(" in wkt_or_version:
        given = {"BOUNDARY": layer_of(("Nueva Vida", wkt_or_version), kind="Polygon")}
    return processing.run(
        "rainforestalert:proposeboundary",
        {"WORKSPACE": location, "COMMUNITY": "Nueva Vida", "AUTHOR": "Rosa", "REASON": "taller", **given, **more},
    )


def accept(location, proposal, record=RECORD, **more):
    text = record if isinstance(record, str) else json.dumps(record)
    return processing.run(
        "rainforestalert:acceptproposal",
        {"WORKSPACE": location, "PROPOSAL_ID": proposal["PROPOSAL_ID"], "RECORD": text, **more},
    )


def agree(location, wkt_or_version):
    return accept(location, propose(location, wkt_or_version))["VERSION_ID"]


def test_the_first_boundary_is_proposed_and_agreed_with_its_surveyed_coordinates(workspace):
    proposed = propose(workspace, SQUARE, WORKSHOP="2026-09-12")
    assert proposed["BASE_VERSION_ID"] == ""
    assert proposed["AREA_GAINED_UTM_HA"] == pytest.approx(100.0, abs=1e-9)  # 1 000 m by 1 000 m
    assert proposed["AREA_GAINED_HA"] == pytest.approx(ellipsoidal_ha(wkt.loads(SQUARE)), rel=1e-8)
    assert rows(workspace, "boundary_version") == []
    agreed = accept(workspace, proposed)
    assert (agreed["NUMBER"], agreed["AREA_HA"]) == (1, 100.0)
    (version,) = rows(workspace, "boundary_version")
    assert (version["author"], version["reason"], version["parent_id"]) == ("Rosa", "taller", None)
    assert (version["record_act"], version["record_on"]) == ("Acta 12", "2026-10-04")
    assert version["signed_by"] == "Rosa Ampush; Luis Wajai"
    assert version["workshop_id"] == rows(workspace, "workshop")[0]["id"]
    assert "utm" in version["operation"]
    vertices = rows(workspace, "vertex")
    assert {(v["easting"], v["northing"], v["epsg"]) for v in vertices} == {
        (500000, 9000000, 32718), (501000, 9000000, 32718), (501000, 9001000, 32718), (500000, 9001000, 32718),
    }  # fmt: skip
    to_degrees = Transformer.from_crs(32718, 4326, always_xy=True)
    for vertex in vertices:
        point = QgsGeometry()
        point.fromWkb(vertex["geom"])
        expected = to_degrees.transform(vertex["easting"], vertex["northing"])
        assert (point.asPoint().x(), point.asPoint().y()) == pytest.approx(expected, abs=1e-9)
    assert [row["state"] for row in rows(workspace, "proposal")] == ["accepted"]


def test_a_proposal_says_what_it_gains_loses_and_moves_and_draws_it(workspace):
    agree(workspace, SQUARE)
    result = propose(workspace, CHANGED, **dict.fromkeys(LAYERS, "TEMPORARY_OUTPUT"))
    old, new = wkt.loads(SQUARE), wkt.loads(CHANGED)
    # triangles of 1 000 m by 100 m and of 1 000 m by 50 m
    assert result["AREA_GAINED_UTM_HA"] == pytest.approx(5.0, abs=1e-6)
    assert result["AREA_LOST_UTM_HA"] == pytest.approx(2.5, abs=1e-6)
    assert result["AREA_GAINED_HA"] == pytest.approx(ellipsoidal_ha(new.difference(old)), rel=1e-6)
    assert result["AREA_LOST_HA"] == pytest.approx(ellipsoidal_ha(old.difference(new)), rel=1e-6)
    assert (result["VERTICES_CHANGED"], result["FURTHEST_M"]) == (2, pytest.approx(100.0))
    land = {f["change"]: f for f in result["OUTPUT"].getFeatures()}
    for change, expected in (("gained", new.difference(old)), ("lost", old.difference(new))):
        drawn = wkt.loads(land[change].geometry().asWkt(9))
        assert drawn.symmetric_difference(expected).area == pytest.approx(0.0, abs=1e-3)
    moved = {f["label"]: (f["kind"], f["distance_m"]) for f in result["OUTPUT_VERTICES"].getFeatures()}
    assert sorted(moved.values()) == [("moved", pytest.approx(50.0)), ("moved", pytest.approx(100.0))]
    # The southern side still runs along the old one; the oblique ones and the longer northern one do not. The western one is as far
    # from the old western as from the old southern side where 50 (1 - h / 1000) = h, h = 1000 / 21 m; looked at every 10 m.
    sides = sorted(f["distance_m"] for f in result["OUTPUT_SIDES"].getFeatures())
    assert sides == pytest.approx([1000 / 21, 100.0, 100.0], abs=0.5)
    (open_one,) = [row for row in rows(workspace, "proposal") if row["state"] == "open"]
    assert (open_one["area_gained_ha"], open_one["area_lost_ha"]) == pytest.approx((5.0, 2.5), abs=1e-6)
    assert {row["purpose"] for row in rows(workspace, "release_log")} == {"proposeboundary"}


def test_a_vertex_put_into_a_side_is_added_and_moves_nothing(workspace):
    agree(workspace, SQUARE)
    result = propose(
        workspace,
        "POLYGON((500000 9000000,500500 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000))",
        OUTPUT_VERTICES="TEMPORARY_OUTPUT",
    )
    assert result["AREA_GAINED_UTM_HA"] == result["AREA_LOST_UTM_HA"] == result["SIDES_CHANGED"] == 0
    (vertex,) = list(result["OUTPUT_VERTICES"].getFeatures())
    assert (vertex["kind"], vertex["distance_m"], vertex["label"]) == ("added", pytest.approx(0, abs=1e-9), "V-5")


def test_a_boundary_is_never_overwritten_and_an_earlier_version_comes_back_as_a_new_one(workspace):
    first = agree(workspace, SQUARE)
    second = agree(workspace, CHANGED)
    back = propose(workspace, first)
    assert back["AREA_GAINED_UTM_HA"] == pytest.approx(2.5, abs=1e-6)
    third = accept(workspace, back, OUTPUT="TEMPORARY_OUTPUT")
    versions = rows(workspace, "boundary_version")
    assert [(v["id"], v["number"], v["parent_id"]) for v in versions] == [
        (first, 1, None),
        (second, 2, first),
        (third["VERSION_ID"], 3, second),
    ]
    assert versions[2]["source"] == f"boundary_version {first}"
    by_version = {}
    for vertex in rows(workspace, "vertex"):
        by_version.setdefault(vertex["version_id"], []).append((vertex["easting"], vertex["northing"], vertex["label"]))
    assert by_version[first] == by_version[third["VERSION_ID"]] != by_version[second]
    shown = {f["number"]: f for f in third["OUTPUT"].getFeatures()}
    assert sorted(shown) == [1, 2, 3]
    assert shown[1].geometry().equals(shown[3].geometry())


def test_a_proposal_made_before_the_present_version_is_refused_with_what_changed_since(workspace):
    agree(workspace, SQUARE)
    late = propose(workspace, CHANGED)
    agree(workspace, "POLYGON((500000 9000000,501000 9000000,501000 9002000,500000 9001000,500000 9000000))")
    # 1 000 m by 1 000 m, half of it
    with pytest.raises(QgsProcessingException, match=r"version 2 \(Acta 12, 2026-10-04\); 50\.0000 ha gained"):
        accept(workspace, late)
    assert len(rows(workspace, "boundary_version")) == 2
    with pytest.raises(QgsProcessingException, match="closed already"):
        accept(workspace, {"PROPOSAL_ID": rows(workspace, "proposal")[0]["id"]})


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"act": "Acta 1"}, "lacks: date, signed_by"),
        ({"act": " ", "date": "2026-01-01", "signed_by": [" "]}, "lacks: act, signed_by"),
        ({"act": "1", "date": "01/02/2026", "signed_by": "Rosa"}, "not a date"),
        ({"act": "1", "date": "2126-01-01", "signed_by": "Rosa"}, "still to come"),
        ("{", "cannot be read"),
        ("no such file.json", "cannot be read"),
        ("[1]", "cannot be read"),
    ],
)
def test_nothing_is_accepted_without_a_whole_record(workspace, record, said):
    proposed = propose(workspace, SQUARE)
    with pytest.raises(QgsProcessingException, match=said):
        accept(workspace, proposed, record)
    assert rows(workspace, "boundary_version") == []
    assert [row["state"] for row in rows(workspace, "proposal")] == ["open"]


def test_a_record_may_stand_in_a_file(workspace, tmp_path):
    file = tmp_path / "acta.json"
    file.write_text(json.dumps(RECORD), encoding="utf-8-sig")
    assert accept(workspace, propose(workspace, SQUARE), str(file))["NUMBER"] == 1


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"COMMUNITY": "Nadie"}, "no community"),
        ({"WORKSHOP": "2026-01-01"}, "2026-09-12"),
        ({"AUTHOR": " "}, "who proposes"),
        ({"REASON": " "}, "why the boundary changes"),
        ({"VERSION": "x"}, "not both"),
        ({"COMPARE_WITH": "x"}, "no version or proposal x"),
    ],
)
def test_what_is_missing_or_wrong_is_said(workspace, parameters, said):
    with pytest.raises(QgsProcessingException, match=said):
        propose(workspace, SQUARE, **parameters)


def test_the_same_boundary_again_is_no_proposal(workspace):
    agree(workspace, SQUARE)
    with pytest.raises(QgsProcessingException, match="same as version 1"):
        propose(workspace, "POLYGON((501000 9001000,501000 9000000,500000 9000000,500000 9001000,501000 9001000))")


def test_labels_method_accuracy_and_marks_of_the_survey_are_kept_and_stay_with_their_vertices(workspace):
    points = QgsVectorLayer(
        "Point?crs=EPSG:32718&field=label:string&field=method:string&field=sigma_m:double&field=monument:string",
        "hitos",
        "memory",
    )
    corners = [(500000, 9000000), (501000, 9000000), (501000, 9001000), (500000, 9001000)]
    for number, (x, y) in enumerate(corners, 1):
        feature = QgsFeature(points.fields())
        feature.setAttributes([f"H-{number}", "RTK", 0.02 * number, "hito de concreto"])
        feature.setGeometry(QgsGeometry.fromWkt(f"POINT({x} {y})"))
        points.dataProvider().addFeature(feature)
    accept(workspace, propose(workspace, SQUARE, VERTICES=points, VERTEX_LABEL="label"))
    agree(workspace, CHANGED)
    by_version = {}
    for vertex in rows(workspace, "vertex"):
        by_version.setdefault(vertex["version_id"], {})[vertex["easting"], vertex["northing"]] = vertex
    first, second = by_version.values()
    assert {(v["label"], v["method"], round(v["sigma_m"], 2)) for v in first.values()} == {
        ("H-1", "RTK", 0.02), ("H-2", "RTK", 0.04), ("H-3", "RTK", 0.06), ("H-4", "RTK", 0.08),
    }  # fmt: skip
    kept = second[501000, 9000000]
    assert (kept["label"], kept["method"], kept["monument"]) == ("H-2", "RTK", "hito de concreto")
    moved = second[501100, 9001000]
    assert (moved["method"], moved["monument"]) == (None, None)
    assert len({vertex["label"] for vertex in second.values()}) == 4


def test_what_is_known_of_a_neighbour_stays_with_the_sides_that_did_not_move(workspace):
    from rainforest_alert_plugin.host.workspaces import open_workspace

    first = agree(workspace, SQUARE)
    vertices = {(v["easting"], v["northing"]): v["number"] for v in rows(workspace, "vertex")}
    south, east = vertices[500000, 9000000], vertices[501000, 9000000]
    with open_workspace(workspace) as opened, opened.write() as transaction:
        for number, kind in ((south, "river"), (east, "community")):
            side = {"version_id": first, "part": 0, "ring": 0, "number": number, "kind": kind}
            transaction.insert("boundary_side", {**side, "neighbour": kind, "record_act": "Acta de colindancia"})
    # the eastern side moves, the southern one stays
    agree(workspace, "POLYGON((500000 9000000,501000 9000000,501100 9001000,500000 9001000,500000 9000000))")
    kept = [side for side in rows(workspace, "boundary_side") if side["version_id"] != first]
    assert [(side["kind"], side["record_act"], side["length_m"]) for side in kept] == [
        ("river", "Acta de colindancia", 1000.0)
    ]


def test_proposals_of_one_community_are_compared_two_by_two_and_disputed_land_carries_both_claims(workspace):
    from rainforest_alert_plugin.host.workspaces import open_workspace
    from rainforest_alert_plugin.territory.differences import compare
    from rainforest_alert_plugin.territory.disputes import record_dispute, settle_dispute
    from rainforest_alert_plugin.territory.proposals import close_proposal, disputed_land, proposal_vertices
    from rainforest_alert_plugin.territory.versions import find_community

    agree(workspace, SQUARE)
    shapes = [
        CHANGED,
        "POLYGON((500000 9000000,501000 9000000,501100 9001000,500000 9001000,500000 9000000))",
        "POLYGON((500000 9000000,501200 9000000,501000 9001000,500000 9001000,500000 9000000))",
    ]
    proposed = [propose(workspace, shape)["PROPOSAL_ID"] for shape in shapes]
    with open_workspace(workspace) as opened:
        community = find_community(opened, "Nueva Vida")
        rows = {row["id"]: row for row in opened.read("proposal")}
        vertices = [proposal_vertices(rows[identity]) for identity in proposed]
        polygons = [wkt.loads(shape) for shape in shapes]
        for one, other in ((0, 1), (0, 2), (1, 2)):
            expected = polygons[one].symmetric_difference(polygons[other])
            land = wkt.loads(disputed_land(compare(vertices[one], vertices[other], CONTEXT)).asWkt(9))
            assert land.symmetric_difference(expected).area == pytest.approx(0, abs=1e-2)
        land = disputed_land(compare(vertices[0], vertices[1], CONTEXT))
        dispute = record_dispute(
            opened, community, "los mayores", "hasta la quebrada", "hasta la loma", land, "EPSG:32718", CONTEXT
        )
        (row,) = opened.read("dispute")
        assert (row["our_claim"], row["their_claim"], row["state"]) == ("hasta la quebrada", "hasta la loma", "open")
        drawn = QgsGeometry()
        drawn.fromWkb(row["geom"])
        assert ellipsoidal_ha(wkt.loads(land.asWkt(9))) == pytest.approx(
            abs(Geod(ellps="WGS84").geometry_area_perimeter(wkt.loads(drawn.asWkt(15)))[0]) / 1e4, rel=1e-6
        )
        settle_dispute(opened, dispute, "Acta 14")
        assert [(r["state"], r["settled_act"]) for r in opened.read("dispute")] == [("settled", "Acta 14")]
        close_proposal(opened, proposed[0], "withdrawn")
        assert [row["id"] for row in opened.read("proposal", '"state" = ?', ["open"])] == proposed[1:]
    compared = propose(workspace, CHANGED, COMPARE_WITH=proposed[1])
    # against the proposal without the south-western change: 2.5 ha lost, nothing gained
    assert (compared["AREA_GAINED_UTM_HA"], compared["AREA_LOST_UTM_HA"]) == pytest.approx((0, 2.5), abs=1e-6)


SIDE_FIELDS = ("kind", "neighbour", "record_act", "record_on", "linked_layer", "linked_on")


def sides_of(*sides, crs="EPSG:32718"):
    """A layer of sides; each is its line and the values of its fields."""
    fields = "".join(f"&field={name}:string" for name in SIDE_FIELDS)
    layer = QgsVectorLayer(f"LineString?crs={crs}{fields}", "lados", "memory")
    features = []
    for line, *values in sides:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(line))
        feature.setAttributes([*values, *[None] * (len(SIDE_FIELDS) - len(values))])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


SOUTH = "LINESTRING(500000 9000000,501000 9000000)"
REST = "LINESTRING(501000 9000000,501000 9001000,500000 9001000,500000 9000000)"


def test_the_sides_of_a_proposal_become_those_of_the_version_and_stay_with_sides_that_do_not_move(workspace):
    layer = sides_of(
        (SOUTH, "river", "Quebrada Sábalo", None, None, "ríos", "2026-10-01"),
        (REST, "community", "Puerto Azul", "Acta 3", "2026-03-02"),
    )
    first = accept(workspace, propose(workspace, SQUARE, SIDES=layer))
    by_kind = {}
    for side in rows(workspace, "boundary_side"):
        assert side["version_id"] == first["VERSION_ID"]
        by_kind.setdefault(side["kind"], []).append(side)
    assert [len(by_kind[kind]) for kind in ("river", "community")] == [1, 3]
    assert (by_kind["river"][0]["linked_layer"], by_kind["river"][0]["linked_on"]) == ("ríos", "2026-10-01")
    assert {(s["record_act"], s["record_on"], s["length_m"]) for s in by_kind["community"]} == {
        ("Acta 3", "2026-03-02", 1000.0)
    }
    assert len({side["stretch"] for side in by_kind["community"]}) == 1
    # the north-eastern corner moves: two sides lose their neighbour, the southern and the western keep theirs
    second = accept(workspace, propose(workspace, SQUARE.replace("501000 9001000", "501100 9001000")))
    kept = [side for side in rows(workspace, "boundary_side") if side["version_id"] == second["VERSION_ID"]]
    assert sorted(side["kind"] for side in kept) == ["community", "river"]


def test_a_record_of_agreement_is_a_proposal_even_where_no_vertex_moves(workspace):
    agree(workspace, SQUARE)
    with pytest.raises(QgsProcessingException, match="nothing was proposed"):
        propose(workspace, SQUARE)
    layer = sides_of((SOUTH, "state", "Terrenos del Estado"))
    accept(workspace, propose(workspace, SQUARE, SIDES=layer))
    with pytest.raises(QgsProcessingException, match="nothing was proposed"):
        propose(workspace, SQUARE, SIDES=layer)
    assert [side["kind"] for side in rows(workspace, "boundary_side")] == ["state"]


def test_sides_that_lie_elsewhere_or_of_no_kind_are_said(workspace):
    log = Log()
    elsewhere = sides_of((SOUTH.replace("501000", "500900"), "river"), (REST, "state"))
    processing.run(
        "rainforestalert:proposeboundary",
        {
            "WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "AUTHOR": "Rosa", "REASON": "taller", "SIDES": elsewhere,
            "BOUNDARY": layer_of(("Nueva Vida", SQUARE), kind="Polygon"),
        },
        feedback=log,
    )  # fmt: skip
    assert any("1 segments" in line for line in log.lines)
    assert len(json.loads(rows(workspace, "proposal")[0]["sides"])) == 3
    with pytest.raises(QgsProcessingException, match="no kind of side"):
        propose(workspace, SQUARE, SIDES=sides_of((SOUTH, "fence")))
