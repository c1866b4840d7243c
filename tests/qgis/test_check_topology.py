"""`checktopology`: what does not fit among boundaries is found with its measures, and what fits is left in peace."""

from __future__ import annotations

import json

import numpy as np
import processing
import pytest
import shapely
import shapely.affinity
from processing.core.Processing import Processing
from pyproj import Transformer
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

EAST, NORTH = 500_000.0, 9_000_000.0


@pytest.fixture(scope="module", autouse=True)
def provider(qgis_app):
    from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider

    registry = QgsApplication.processingRegistry()
    if registry.providerById("rainforestalert") is not None:
        yield
        return
    Processing.initialize()
    made = RainforestAlertProvider()
    registry.addProvider(made)
    yield
    registry.removeProvider(made)


def layer_of(shapes, name="communities", crs="EPSG:32718"):
    """A layer with the polygons of a mapping from name to shapely polygon, in metres from a corner."""
    layer = QgsVectorLayer(f"MultiPolygon?crs={crs}&field=name:string", name, "memory")
    features = []
    east, north = (EAST, NORTH) if crs == "EPSG:32718" else (0.0, 0.0)
    for key, drawn in shapes.items():
        shape = shapely.affinity.translate(drawn, east, north)
        feature = QgsFeature(layer.fields())
        feature.setAttributes([key])
        geometry = QgsGeometry()
        geometry.fromWkb(shape.wkb)
        geometry.convertToMultiType()
        feature.setGeometry(geometry)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def in_degrees(shape):
    carry = Transformer.from_crs(32718, 4326, always_xy=True)
    moved = shapely.affinity.translate(shape, EAST, NORTH)
    return shapely.transform(moved, lambda xy: np.stack(carry.transform(xy[:, 0], xy[:, 1]), -1))


def run(boundaries, reference=(), tolerance=1.0, **more):
    given = {
        "BOUNDARIES": boundaries,
        "BOUNDARY_ID": "name",
        "REFERENCE": list(reference),
        "TOLERANCE_M": tolerance,
        "AREA_METHOD": "utm",
        "OUTPUT": "memory:",
        "OUTPUT_MATRIX": "memory:",
        **more,
    }
    return processing.run("rainforestalert:checktopology", given)


def found(result):
    """Findings as (kind, boundary, other) with their rows."""
    return {(row["kind"], row["boundary_id"], row["other_id"]): row for row in result["OUTPUT"].getFeatures()}


def kinds(result):
    return sorted(row["kind"] for row in result["OUTPUT"].getFeatures())


def polygon(*points):
    return shapely.Polygon(points)


A = polygon((0, 0), (100, 0), (100, 100), (0, 100))
B = polygon((100, 0), (200, 0), (200, 100), (100, 100))


def test_two_boundaries_that_share_their_side_have_nothing_to_mend():
    result = run(layer_of({"A": A, "B": B}))
    assert kinds(result) == []
    (pair,) = result["OUTPUT_MATRIX"].getFeatures()
    # two corners, seen from each side
    assert (pair["boundary_id"], pair["other_id"], pair["shared_vertices"]) == ("A", "B", 4)


def test_a_vertex_on_the_side_of_a_neighbour_that_has_none_there_is_named():
    b = polygon((100, 0), (200, 0), (200, 100), (100, 100), (100, 40))
    result = run(layer_of({"A": A, "B": b}))
    ((key, row),) = found(result).items()
    assert key == ("unshared_vertex", "B", "A")
    assert (row["x"], row["y"], row["distance_m"]) == (EAST + 100, NORTH + 40, pytest.approx(0, abs=1e-6))
    assert row.geometry().boundingBox().center().x() == pytest.approx(EAST + 100)


def test_an_overlap_has_its_area_and_its_width():
    b = polygon((90, 0), (200, 0), (200, 100), (90, 100))
    row = found(run(layer_of({"A": A, "B": b})))["overlap", "A", "B"]
    # 10 m by 100 m; mean width 2 * 1000 / 220
    assert row["area_ha"] == pytest.approx(0.1, rel=1e-9)
    assert row["width_m"] == pytest.approx(9.0909, abs=1e-3)
    assert row["narrow"] == 0


def test_an_open_strip_narrower_than_the_tolerance_is_a_gap_with_its_four_corners():
    b = polygon((100.3, 0), (200, 0), (200, 100), (100.3, 100))
    result = run(layer_of({"A": A, "B": b}))
    row = found(result)["gap", "A", "B"]
    # 0.3 m by 100 m
    assert row["area_ha"] == pytest.approx(0.0030, rel=1e-6)
    assert row["width_m"] == pytest.approx(2 * 30 / 200.6, rel=1e-6)
    assert row["narrow"] == 1
    vertices = [each for each in result["OUTPUT"].getFeatures() if each["kind"] == "unshared_vertex"]
    assert len(vertices) == 4
    assert {round(each["distance_m"], 6) for each in vertices} == {0.3}


def test_a_strip_wider_than_the_tolerance_is_land_between_and_no_gap():
    b = polygon((102, 0), (200, 0), (200, 100), (102, 100))
    assert kinds(run(layer_of({"A": A, "B": b}))) == []
    assert "gap" in kinds(run(layer_of({"A": A, "B": b}), tolerance=3.0))


def test_a_closed_gap_from_one_moved_vertex_is_found():
    b = polygon((100, 0), (200, 0), (200, 100), (100, 100), (100.4, 50))
    result = run(layer_of({"A": A, "B": b}))
    row = found(result)["gap", "A", "B"]
    # triangle of 100 m by 0.4 m
    assert row["area_ha"] == pytest.approx(0.0020, rel=1e-6)
    vertex = found(result)["unshared_vertex", "B", "A"]
    assert vertex["distance_m"] == pytest.approx(0.4, abs=1e-6)


def test_land_that_four_boundaries_enclose_is_a_gap_of_any_width():
    frame = {
        "A": shapely.box(0, 0, 60, 20),
        "B": shapely.box(60, 0, 80, 60),
        "C": shapely.box(20, 60, 80, 80),
        "D": shapely.box(0, 20, 20, 80),
    }
    row = found(run(layer_of(frame)))["gap", "A", "B, C, D"]
    # 40 m by 40 m remain in the middle
    assert row["area_ha"] == pytest.approx(0.16, rel=1e-9)
    assert row["narrow"] == 0


def test_an_enclave_inside_one_community_is_not_a_gap_among_communities():
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    assert kinds(run(layer_of({"A": ring, "B": B}))) == []
    filled = run(layer_of({"A": ring, "B": B, "C": shapely.box(40, 40, 60, 60)}))
    assert kinds(filled) == []
    partly = found(run(layer_of({"A": ring, "B": B, "C": shapely.box(40, 40, 60, 59)})))
    assert partly["gap", "A", "C"]["area_ha"] == pytest.approx(0.002, rel=1e-9)


@pytest.mark.parametrize("angle", [15, 30, 45, 60, 90, 120])
def test_sides_that_part_from_a_common_corner_leave_no_gap(angle):
    tip = (100 + 80 * np.sin(np.radians(angle)), 80 * np.cos(np.radians(angle)))
    b = polygon((100, 0), tip, (190, -10))
    assert "gap" not in kinds(run(layer_of({"A": A, "B": b}), tolerance=5.0))


def test_a_strip_that_a_third_community_fills_is_no_gap():
    b = polygon((100.5, 0), (200, 0), (200, 100), (100.5, 100))
    strip = polygon((100, 0), (100.5, 0), (100.5, 100), (100, 100))
    assert kinds(run(layer_of({"A": A, "B": b, "S": strip}))) == []


def test_a_boundary_that_was_drawn_twice_is_named_so_and_not_as_an_overlap():
    result = run(
        layer_of({"A": A, "A again": shapely.affinity.translate(A, 0.2, 0.1), "B": shapely.box(300, 0, 400, 9)})
    )
    assert ("duplicate", "A", "A again") in found(result)
    assert (result["DUPLICATE_COUNT"], result["OVERLAP_COUNT"]) == (1, 0)


def test_an_invalid_boundary_is_repaired_and_still_checked():
    bow = polygon((100, 0), (200, 100), (200, 0), (100, 100))
    result = run(layer_of({"A": shapely.box(0, 0, 110, 100), "bow": bow}))
    # the left wing is a triangle with its tip at 150; 110 cuts off 100*10 - 10*10
    assert found(result)["overlap", "A", "bow"]["area_ha"] == pytest.approx((1000 - 100) / 1e4, rel=1e-6)


@pytest.mark.parametrize("crs", ["EPSG:32718", "EPSG:4326"])
def test_parcels_are_checked_against_the_boundary_whatever_their_reference_system(crs):
    parcels = {
        "inside": shapely.box(10, 10, 20, 20),
        "across": shapely.box(95, 80, 105, 90),
        "beside": shapely.box(100.3, 0, 140, 30),
        "far": shapely.box(500, 500, 510, 510),
    }
    if crs == "EPSG:4326":
        parcels = {name: in_degrees(shape) for name, shape in parcels.items()}
    result = run(layer_of({"A": A}), [layer_of(parcels, "parcels", crs)])
    rows = found(result)
    assert rows["overlap", "A", "inside"]["area_ha"] == pytest.approx(0.01, rel=1e-6)
    assert rows["overlap", "A", "across"]["area_ha"] == pytest.approx(0.005, rel=1e-6)
    assert rows["gap", "A", "beside"]["area_ha"] == pytest.approx(0.3 * 30 / 1e4, rel=1e-4)
    assert not any(other == "far" for _, _, other in rows)
    matrix = {row["layer"]: row for row in result["OUTPUT_MATRIX"].getFeatures()}
    assert (matrix["parcels"]["units"], matrix["parcels"]["overlaps"], matrix["parcels"]["gaps"]) == (3, 2, 1)
    (facts,) = json.loads(result["LAYERS"])
    assert (facts["read"], facts["used"], facts["evaluated"]) == (4, 4, True)


def test_the_layer_of_the_boundaries_as_reference_adds_nothing():
    layer = layer_of({"A": A, "B": polygon((90, 0), (200, 0), (200, 100), (90, 100))})
    alone, with_itself = kinds(run(layer)), kinds(run(layer, [layer]))
    assert alone.count("overlap") == 1
    assert alone == with_itself


def test_degrees_give_the_same_findings_as_metres():
    b = polygon((100.3, 0), (200, 0), (200, 100), (100.3, 100))
    row = found(run(layer_of({"A": in_degrees(A), "B": in_degrees(b)}, crs="EPSG:4326")))["gap", "A", "B"]
    assert row["area_ha"] == pytest.approx(0.0030, rel=1e-3)
    assert row["width_m"] == pytest.approx(0.2991, rel=1e-3)


def test_gaps_that_the_geometry_engine_fails_on_are_named_and_not_passed_over(monkeypatch):
    from rainforest_alert_plugin.overlay import topology
    from rainforest_alert_plugin.overlay.boundary import OverlayError

    def fails(*_unused):
        raise OverlayError("overlap.failed", reason="side location conflict")

    class Log(QgsProcessingFeedback):
        said: list[str] = []

        def pushWarning(self, text):
            self.said.append(text)

    monkeypatch.setattr(topology, "enclosed_gaps", fails)
    b = polygon((90, 0), (200, 0), (200, 100), (90, 100))
    given = {"BOUNDARIES": layer_of({"A": A, "B": b}), "BOUNDARY_ID": "name", "OUTPUT": "memory:", "TOLERANCE_M": 1.0}
    log = Log()
    processing.run("rainforestalert:checktopology", given, feedback=log)
    assert any("NOT EVALUATED: gaps round A, B" in said for said in log.said)


def test_a_cancelled_check_leaves_no_file(tmp_path):
    class Stop(QgsProcessingFeedback):
        def isCanceled(self):
            return True

    path = tmp_path / "out.gpkg"
    with pytest.raises(Exception):  # noqa: B017  (Processing's own)
        processing.run(
            "rainforestalert:checktopology",
            {"BOUNDARIES": layer_of({"A": A, "B": B}), "OUTPUT": str(path), "TOLERANCE_M": 1.0},
            feedback=Stop(),
        )
    assert not path.exists()


def test_findings_are_drawn_by_kind(qgis_app, tmp_path):
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("rainforestalert:checktopology")
    b = polygon((90, 0), (200, 0), (200, 100), (90, 100))
    outputs, is_good = algorithm.run(
        {"BOUNDARIES": layer_of({"A": A, "B": b}), "OUTPUT": "memory:", "TOLERANCE_M": 1.0}, context, feedback
    )
    assert is_good
    layer = context.getMapLayer(outputs["OUTPUT"])
    assert isinstance(layer.renderer(), QgsCategorizedSymbolRenderer)
    assert [category.value() for category in layer.renderer().categories()] == [
        "duplicate", "overlap", "gap", "unshared_vertex", "split_line", "unsplit_line", "loose_end", "side_without_line",
        "line_without_side",
    ]  # fmt: skip


def test_boundary_lines_are_checked_against_the_sides_in_the_same_run():
    lines = QgsVectorLayer("LineString?crs=EPSG:32718", "linderos", "memory")
    features = []
    # the ring of A in two lines that meet at a corner, the last side left out; and a line along nothing
    for points in ([(0, 0), (100, 0)], [(100, 0), (100, 100), (0, 100)], [(300, 0), (300, 50)]):
        feature = QgsFeature()
        words = ", ".join(f"{EAST + x} {NORTH + y}" for x, y in points)
        feature.setGeometry(QgsGeometry.fromWkt(f"LINESTRING({words})"))
        features.append(feature)
    lines.dataProvider().addFeatures(features)
    lines.updateExtents()
    result = run(layer_of({"A": A}), LINES=lines)
    rows = list(result["OUTPUT"].getFeatures())
    assert result["LINE_COUNT"] == len(rows)
    assert kinds(result).count("loose_end") == 4
    (side,) = (row for row in rows if row["kind"] == "side_without_line")
    assert (side["boundary_id"], side["distance_m"]) == ("A", pytest.approx(100, abs=0.01))
    (alone,) = (row for row in rows if row["kind"] == "line_without_side")
    assert (alone["boundary_id"], alone["distance_m"]) == ("#3", pytest.approx(50, abs=0.01))
    (cut,) = (row for row in rows if row["kind"] == "split_line")
    assert (cut["x"], cut["y"]) == (pytest.approx(EAST + 100, abs=0.01), pytest.approx(NORTH, abs=0.01))


# Real and published cases


@pytest.mark.realdata
def test_the_vertex_that_one_of_two_plots_lacks_in_the_ladm_col_case_is_found(shared_data):
    """`polygon_case7` of Asistente LADM-COL: two plots along one line, of which one has a vertex more."""
    layer = QgsVectorLayer(
        str(shared_data / "geo/topology-ladmcol/topology_cases.gpkg") + "|layername=polygon_case7", "plots", "ogr"
    )
    result = run(layer, BOUNDARY_ID="", tolerance=0.5)
    (row,) = result["OUTPUT"].getFeatures()
    assert (row["kind"], row["boundary_id"], row["other_id"]) == ("unshared_vertex", "1", "2")
    assert (round(row["x"], 4), round(row["y"], 4)) == (871583.0689, 1554559.1119)


@pytest.mark.realdata
@pytest.mark.parametrize("seed", range(6))
def test_defects_planted_in_real_districts_are_found_each_where_it_was_planted(shared_data, seed):
    """Districts of INEI meet vertex by vertex; a generator that knows nothing of the engine spoils some of them."""
    content = json.loads(
        (shared_data / "geo/pe-districts-inei2007/peru_distrital_simple.geojson").read_text(encoding="utf-8")
    )
    shapes = [
        shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        for feature in content["features"]
        if feature["geometry"] and feature["properties"]["NOMBDEP"] in ("UCAYALI", "LORETO", "AMAZONAS")
    ]
    shapes = [shape for shape in shapes if shape.geom_type == "Polygon"]
    generator = np.random.default_rng(seed)
    middle = shapes[int(generator.integers(len(shapes)))]
    near = [shape for shape in shapes if shape.distance(middle) < 0.3][:20]
    clean = {f"D{number:02d}": shape for number, shape in enumerate(near)}
    before = findings_of(clean)
    # two districts that meet along at least a kilometre
    pairs = [
        (one, other)
        for one in clean
        for other in clean
        if one < other and clean[one].intersection(clean[other]).length > 0.01
    ]
    one, other = pairs[int(generator.integers(len(pairs)))]
    line = shapely.line_merge(clean[one].intersection(clean[other]))
    line = max(shapely.get_parts(line), key=lambda part: part.length)
    place = line.interpolate(0.5, normalized=True)
    bulge = place.buffer(0.001)
    spoiled = {**clean, one: clean[one].union(bulge), "D99": clean[one]}
    after = findings_of(spoiled)
    planted = spoiled[one].intersection(clean[other])
    grown = after["overlap", one, other] - before.get(("overlap", one, other), 0.0)
    # 1 degree is 111.32 km by 110.57 km at the equator; the check only has to tell the planted piece from anything else
    square_degree_ha = 110.6 * 111.3 * np.cos(np.radians(place.y)) * 100
    already = clean[one].intersection(clean[other]).area
    assert grown == pytest.approx((planted.area - already) * square_degree_ha, rel=0.02)
    assert ("duplicate", one, "D99") in after
    # a bite out of a district leaves a gap of the bite's area
    bitten = {**clean, one: clean[one].difference(bulge)}
    gaps = findings_of(bitten)
    gap = sum(area for (kind, *ids), area in gaps.items() if kind == "gap" and one in " ".join(ids))
    gap_before = sum(area for (kind, *ids), area in before.items() if kind == "gap" and one in " ".join(ids))
    bite = clean[one].area - bitten[one].area
    assert gap - gap_before == pytest.approx(bite * square_degree_ha, rel=0.02)


def findings_of(shapes):
    """Area of the findings in degrees by kind and names, with areas added up."""
    result = run(layer_of(shapes, crs="EPSG:4326"), tolerance=2.0, AREA_METHOD="ellipsoidal")
    areas = {}
    for row in result["OUTPUT"].getFeatures():
        key = row["kind"], row["boundary_id"], row["other_id"]
        areas[key] = areas.get(key, 0.0) + row["area_ha"]
    return areas
