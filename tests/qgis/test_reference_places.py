"""Reference layers that do not lie where they are declared, given straight to the algorithms; pyproj carries the planted mistakes."""

from __future__ import annotations

import json

import pytest
import shapely
from pyproj import Transformer
from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from rainforest_alert_plugin.algorithms.check_topology import CheckTopologyAlgorithm
from rainforest_alert_plugin.algorithms.overlap_analysis import OverlapAnalysisAlgorithm
from rainforest_alert_plugin.algorithms.validate_boundary import ValidateBoundaryAlgorithm

ALGORITHMS = [OverlapAnalysisAlgorithm, CheckTopologyAlgorithm, ValidateBoundaryAlgorithm]
E, N = 500_000.0, 9_000_000.0
COMMUNITY = shapely.box(E, N, E + 1000, N + 1000)
# Sizes and shapes all different: no lot can be taken for another.
LOTS = {
    "Fundo El Sol": shapely.Polygon([(E + 900, N), (E + 930, N + 820), (E + 1900, N + 760), (E + 1850, N - 40)]),
    "Fundo La Luna": shapely.Polygon([(E - 900, N + 100), (E - 800, N + 900), (E - 60, N + 1020), (E - 20, N + 40)]),
    "Fundo Tres Ríos": shapely.Polygon([(E, N + 1100), (E + 40, N + 1800), (E + 900, N + 1900), (E + 1010, N + 1150)]),
}
# WGS 84 to PSAD56 by EPSG:1208, written out so that no default of PROJ decides.
TO_PSAD56 = (
    "+proj=pipeline +step +inv +proj=utm +zone=18 +south +ellps=WGS84 +step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
    "+step +proj=helmert +x=279 +y=-175 +z=379 +step +inv +proj=cart +ellps=intl +step +proj=pop +v_3 "
    "+step +proj=utm +zone=18 +south +ellps=intl"
)


def moved(shapes, carry):
    return {name: shapely.transform(shape, carry, interleaved=False) for name, shape in shapes.items()}


def between(source: int, target: int):
    return Transformer.from_crs(source, target, always_xy=True).transform


def layer(name, shapes, epsg):
    made = QgsVectorLayer(f"Polygon?crs=EPSG:{epsg}&field=nombre:string(60)", name, "memory")
    for label, shape in shapes.items():
        feature = QgsFeature(made.fields())
        feature.setAttributes([label])
        feature.setGeometry(QgsGeometry.fromWkt(shape.wkt))
        made.dataProvider().addFeatures([feature])
    made.updateExtents()
    return made


def run(kind, tmp_path, boundaries, references, **parameters):
    """Names of the layers that are not evaluated, with why; and the log."""
    algorithm = kind()
    algorithm.initAlgorithm()
    is_validation = kind is ValidateBoundaryAlgorithm
    report = tmp_path / "informe.json"
    asked = {"REFERENCE": references, "BOUNDARY" if is_validation else "BOUNDARIES": boundaries, **parameters}
    asked.update({"REPORT_JSON": str(report)} if is_validation else {"OUTPUT": "TEMPORARY_OUTPUT"})
    feedback = QgsProcessingFeedback(False)
    outputs, is_done = algorithm.create().run(asked, QgsProcessingContext(), feedback)
    log = feedback.textLog()
    assert is_done, log
    if not is_validation:
        return {each["layer"]: each["doubt"] for each in json.loads(outputs["LAYERS"]) if not each["evaluated"]}, log
    (content,) = json.loads(report.read_text(encoding="utf-8"))["boundaries"]
    found = [each for each in content["not_evaluated"] if each["is_layer"]]
    return {each["subject"]: each["reason"]["text"] for each in found}, log


WRONG = {
    "zone": (lambda shapes: shapes, 32717, "read as UTM zone 18S"),
    "zone of the north": (lambda shapes: shapes, 32618, "read as UTM zone 18S"),
    "coordinates of the next zone": (
        lambda shapes: moved(shapes, between(32718, 32719)),
        32718,
        "read as UTM zone 19S",
    ),
    "axes": (lambda shapes: moved(shapes, lambda x, y: (y, x)), 32718, "exchanged"),
    "axes of degrees": (
        lambda shapes: moved(moved(shapes, between(32718, 4326)), lambda x, y: (y, x)),
        4326,
        "exchanged",
    ),
    "degrees declared as metres": (lambda shapes: moved(shapes, between(32718, 4326)), 32718, "are degrees"),
}


@pytest.mark.parametrize("kind", ALGORITHMS)
@pytest.mark.parametrize("mistake", WRONG)
def test_a_layer_in_another_zone_or_with_other_axes_is_named_and_not_taken_for_empty(kind, mistake, tmp_path):
    plant, epsg, said = WRONG[mistake]
    wrong, right = layer("parcelas", plant(LOTS), epsg), layer("catastro minero", LOTS, 32718)
    doubted, log = run(kind, tmp_path, layer("lindero", {"Nueva Vida": COMMUNITY}, 32718), [wrong, right])
    assert list(doubted) == ["parcelas"]
    assert said in doubted["parcelas"]
    assert doubted["parcelas"] in log


@pytest.mark.parametrize("kind", ALGORITHMS)
@pytest.mark.parametrize(
    ("shapes", "epsg"),
    [(LOTS, 32718), (moved(LOTS, between(32718, 32719)), 32719), (moved(LOTS, between(32718, 4326)), 4326)],
    ids=("own zone", "next zone", "degrees"),
)
def test_a_layer_that_lies_where_it_is_declared_is_left_alone(kind, shapes, epsg, tmp_path):
    given = [layer("parcelas", shapes, epsg), layer("predios del catastro", LOTS, 32718)]
    assert run(kind, tmp_path, layer("lindero", {"Nueva Vida": COMMUNITY}, 32718), given)[0] == {}


@pytest.mark.parametrize("kind", ALGORITHMS)
def test_a_layer_of_another_region_is_no_mistake(kind, tmp_path):
    """300 km to the north no reading puts it at the boundary."""
    far = layer("parcelas", moved(LOTS, lambda x, y: (x, y + 300_000)), 32718)
    assert run(kind, tmp_path, layer("lindero", {"Nueva Vida": COMMUNITY}, 32718), [far])[0] == {}


@pytest.mark.parametrize("kind", ALGORITHMS)
def test_a_layer_in_psad56_labelled_wgs84_is_named_when_another_has_its_units(kind, tmp_path):
    carry = Transformer.from_pipeline(TO_PSAD56).transform
    wrong, right = layer("parcelas", moved(LOTS, carry), 32718), layer("predios del catastro", LOTS, 32718)
    boundary = layer("lindero", {"Nueva Vida": COMMUNITY}, 32718)
    doubted, _ = run(kind, tmp_path, boundary, [wrong, right])
    assert list(doubted) == ["parcelas"]
    assert "looks like PSAD56" in doubted["parcelas"]
    assert "to the south-west" in doubted["parcelas"]
    # the boundary itself is a unit that another layer may have
    doubted, _ = run(kind, tmp_path, boundary, [layer("comunidades", moved({"NV": COMMUNITY}, carry), 32718)])
    assert list(doubted) == ["comunidades"]
    assert run(kind, tmp_path, boundary, [layer("comunidades", {"NV": COMMUNITY}, 32718)])[0] == {}


@pytest.mark.parametrize("kind", ALGORITHMS)
def test_a_wide_layer_in_another_zone_is_named_by_units_that_another_layer_has(kind, tmp_path):
    """A lot six degrees to the east brings the extent of the layer to the boundary, though its lots lie elsewhere."""
    beyond = moved({"Lejos": shapely.box(E, N, E + 5000, N + 3000)}, lambda x, y: (x + 660_000, y))
    wrong, right = layer("parcelas", {**LOTS, **beyond}, 32717), layer("predios del catastro", LOTS, 32718)
    doubted, _ = run(kind, tmp_path, layer("lindero", {"Nueva Vida": COMMUNITY}, 32718), [wrong, right])
    assert list(doubted) == ["parcelas"]
    assert "looks like UTM zone 18S" in doubted["parcelas"]


@pytest.mark.parametrize("kind", ALGORITHMS)
def test_a_layer_declared_in_psad56_is_said_to_be_less_certain_and_is_compared(kind, tmp_path):
    carry = Transformer.from_pipeline(TO_PSAD56).transform
    old = layer("parcelas", moved(LOTS, carry), 24878)
    doubted, log = run(kind, tmp_path, layer("lindero", {"Nueva Vida": COMMUNITY}, 32718), [old])
    assert doubted == {}
    assert "“parcelas” is declared in PSAD56 (EPSG:24878)" in log


@pytest.mark.realdata
@pytest.mark.parametrize("kind", [OverlapAnalysisAlgorithm, ValidateBoundaryAlgorithm])
def test_no_real_layer_is_suspected(kind, shared_data, tmp_path):
    folder = shared_data / "geo" / "pe-cajamarca-norte"
    boundary = QgsVectorLayer(str(folder / "c_nativa.geojson"), "c_nativa", "ogr")
    one = boundary.materialize(QgsFeatureRequest([next(boundary.getFeatures()).id()]))
    names = ("c_nativa", "c_campesina", "predio_rural", "ANP", "catastro_minero", "distrito")
    given = [QgsVectorLayer(str(folder / f"{name}.geojson"), name, "ogr") for name in names]
    assert run(kind, tmp_path, one, given)[0] == {}
