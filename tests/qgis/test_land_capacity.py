"""Title and cession in use: a territory divided by land capacity, less what the title leaves out."""

from __future__ import annotations

import gc
import json
import math
import random
from decimal import Decimal

import processing
import pytest
import shapefile
import shapely
from qgis.core import QgsGeometry, QgsProcessingException, QgsProject
from qgis.PyQt import sip

from tests.qgis.title_packages import Log, export, layer_of, provider, verify

__all__ = ["provider"]


def box(west, south, east, north):
    """Rectangle by metres from E 500 000, N 9 000 000."""
    w, s, e, n = 500000 + west, 9000000 + south, 500000 + east, 9000000 + north
    return f"POLYGON(({w} {s},{w} {n},{e} {n},{e} {s},{w} {s}))"


SQUARE = box(0, 0, 1000, 1000)
# the west half for crops, the east half forest and protection; a strip of 50 m along the south is the river
UNITS = (("A1s", box(-10, -10, 500, 1010)), ("F2se", box(500, 500, 1010, 1010)), ("Xse", box(500, -10, 1010, 500)))
RIVER = ("Río Tigre", box(-50, -50, 1050, 50))


def units_of(*rows):
    return layer_of(*(rows or UNITS), kind="Polygon", name="cum")


def divided(folder, *, units=None, exclusions=(), boundary=SQUARE, log=None, **parameters):
    export(
        folder,
        log,
        boundary=boundary,
        LAND_CAPACITY=units_of() if units is None else units,
        LAND_CAPACITY_CODE="nombre",
        EXCLUSIONS=list(exclusions),
        **parameters,
    )
    return json.loads((folder / "manifest.json").read_text("utf-8"))["numbers"]


def records(path):
    with shapefile.Reader(path, encoding="utf-8") as reader:
        return [
            (record.as_dict(), shapely.geometry.shape(shape))
            for record, shape in zip(reader.records(), reader.shapes())
        ]


def test_a_square_divided_by_hand(tmp_path):
    # of 100 ha the river takes 1 000 m by 50 m = 5 ha; the west half keeps 500 m by 950 m = 47.5 ha, forest is 500 m by 500 m = 25 ha
    # and protection 500 m by 450 m = 22.5 ha, so that cession in use is 47.5 ha
    rivers = layer_of(RIVER, kind="Polygon", name="ríos y faja marginal")
    numbers = divided(tmp_path / "p", exclusions=[rivers])
    land = numbers["land_capacity"]
    assert (land["property_ha"], land["cession_ha"], land["excluded_ha"], land["unclassified_ha"]) == (
        "47.5000",
        "47.5000",
        "5.0000",
        "0",
    )
    assert [(row["regime"], row["code"], row["kind"], row["name"], row["area_ha"]) for row in land["rows"]] == [
        ("excluded", "", "riverbed", "Río Tigre", "5.0000"),
        ("property", "A1s", "", "", "47.5000"),
        ("cession", "F2se", "", "", "25.0000"),
        ("cession", "Xse", "", "", "22.5000"),
    ]
    # two boundaries: 500 m by 950 m each, 2 900 m around
    assert [
        (record["regimen"], record["area_ha"], record["perime"])
        for record, _ in records(tmp_path / "p" / "propiedad_y_cesion.shp")
    ] == [
        ("Propiedad", 47.5, 2900.0),
        ("Cesión en uso", 47.5, 2900.0),
    ]
    assert [(record["motivo"], record["nombre"]) for record, _ in records(tmp_path / "p" / "exclusiones.shp")] == [
        ("Cauce o faja marginal", "Río Tigre")
    ]
    assert len(records(tmp_path / "p" / "unidades_cum.shp")) == 3
    assert verify(tmp_path / "p")[0]["VERIFIED"]


def test_layers_of_the_project_are_still_there_after_the_run(tmp_path):
    units = units_of()
    rivers = layer_of(RIVER, kind="Polygon", name="ríos")
    project = QgsProject.instance()
    project.addMapLayers([units, rivers])
    divided(tmp_path / "p", units=units, exclusions=[rivers])
    gc.collect()
    assert not sip.isdeleted(rivers)
    assert [layer.featureCount() for layer in project.mapLayersByName("ríos")] == [1]
    assert [layer.featureCount() for layer in project.mapLayersByName("cum")] == [3]
    project.clear()


def test_pieces_of_a_crooked_territory_add_up_to_the_last_digit(tmp_path):
    rng = random.Random(20261126)
    ring = []
    for i in range(60):
        angle, radius = 2 * math.pi * i / 60, rng.uniform(2000, 4000)
        ring.append((500000 + radius * math.cos(angle), 9000000 + radius * math.sin(angle)))
    text = ",".join(f"{e!r} {n!r}" for e, n in [*ring, ring[0]])
    # nine units in crooked stripes, that share their edges
    cuts = [
        [(-5000, -5000 + 1111 * k)]
        + [(x, -5000 + 1111 * k + rng.uniform(-300, 300)) for x in range(-4000, 4001, 800)]
        + [(5000, -5000 + 1111 * k)]
        for k in range(10)
    ]
    stripes = []
    for number, (low, high) in enumerate(zip(cuts, cuts[1:])):
        outline = ",".join(f"{500000 + x!r} {9000000 + y!r}" for x, y in [*low, *high[::-1], low[0]])
        stripes.append(("ACPFX"[number % 5] + "1", f"POLYGON(({outline}))"))
    road = shapely.LineString([(495000, 9001000), (500500, 8999500), (505000, 9000300)]).buffer(12.5)
    exclusions = [
        layer_of(("Ruta 5N", road.wkt), kind="Polygon", name="vías"),
        layer_of(RIVER, kind="Polygon", name="ríos"),
    ]
    numbers = divided(tmp_path / "p", boundary=f"POLYGON(({text}))", units=units_of(*stripes), exclusions=exclusions)
    rows = numbers["land_capacity"]["rows"]
    assert sum(Decimal(row["area_ha"]) for row in rows) == Decimal(numbers["area_ha"])
    assert sum(Decimal(row["area_m2"]) for row in rows) == Decimal(numbers["area_m2"])
    # each piece against another engine; its own rounding is half a unit, what it gives to the sum less than one more
    territory = shapely.Polygon([(round(e, 4), round(n, 4)) for e, n in ring])
    rest = territory
    for wkt in (road, shapely.from_wkt(RIVER[1])):
        rest = rest.difference(wkt)
    for code in dict.fromkeys(code for code, _ in stripes):
        stated = sum(Decimal(row["area_ha"]) for row in rows if row["code"] == code)
        expected = sum(rest.intersection(shapely.from_wkt(w)).area for c, w in stripes if c == code) / 10_000
        assert float(stated) == pytest.approx(expected, abs=3e-4)
    pieces = [shape for _, shape in records(tmp_path / "p" / "unidades_cum.shp")]
    assert sum(piece.area for piece in pieces) / 10_000 == pytest.approx(rest.area / 10_000, abs=1e-3)
    assert all(one.intersection(two).area < 1.0 for i, one in enumerate(pieces) for two in pieces[i + 1 :])
    assert verify(tmp_path / "p")[0]["VERIFIED"]


def test_land_without_a_unit_is_listed_and_in_neither_boundary(tmp_path):
    log = Log()
    numbers = divided(tmp_path / "p", units=units_of(UNITS[0]), log=log)
    land = numbers["land_capacity"]
    assert (land["property_ha"], land["cession_ha"], land["unclassified_ha"]) == ("50.0000", "0", "50.0000")
    assert list(land["tables"]) == ["property"]
    assert any("50.0000 ha of the territory lie in no unit" in line for line in log.lines)


def test_names_of_third_parties_within_do_not_reach_the_redacted_package(tmp_path):
    parcels = layer_of(("Fundo Ñato de J. Pérez", box(0, 0, 100, 100)), kind="Polygon", name="predios")
    divided(tmp_path / "p", exclusions=[parcels], REDACTED_FOLDER=str(tmp_path / "t"))
    assert "Fundo Ñato" in (tmp_path / "p" / "capacidad_de_uso.csv").read_text("utf-8-sig")
    for path in (tmp_path / "t").iterdir():
        assert "Pérez".encode() not in path.read_bytes(), path.name
    withheld = json.loads((tmp_path / "t" / "manifest.json").read_text("utf-8"))["withheld"]
    assert "exclusion:name" in withheld
    assert verify(tmp_path / "t")[0]["VERIFIED"]


@pytest.mark.parametrize(
    ("units", "exclusions", "sentence"),
    [
        ((("B1", SQUARE),), (), "“B1” belongs to none of the groups A, C, P, F, X"),
        ((("A1-F2", SQUARE),), (), "“A1-F2” joins groups"),
        ((("A1", SQUARE), ("F2", box(900, 0, 1000, 1000))), (), r"“F2” overlaps units before it by 10\.0000 ha"),
        ((("A1", SQUARE),), (("todo", box(-1, -1, 1001, 1001)),), "nothing is left to title"),
    ],
    ids=["unknown group", "mixed group", "overlapping units", "all excluded"],
)
def test_units_that_do_not_divide_are_named(tmp_path, units, exclusions, sentence):
    layers = [layer_of(*exclusions, kind="Polygon", name="otros")] if exclusions else []
    with pytest.raises(QgsProcessingException, match=sentence):
        divided(tmp_path / "p", units=units_of(*units), exclusions=layers)
    assert not (tmp_path / "p").exists()


def test_hairline_gaps_between_units_are_drawing_inaccuracy():
    # a gap of 2 mm over 1 000 m is 2 m2, below a hundredth of a hectare: it goes to a unit that it touches
    from rainforest_alert_plugin.cadastre.profile import load_profile
    from rainforest_alert_plugin.titling.boundary import surveyed_boundary
    from rainforest_alert_plugin.titling.land_capacity import UNCLASSIFIED, UnitInput, divide_land
    from rainforest_alert_plugin.titling.technical_table import build_technical_table

    profile = load_profile("peru_native_community")
    table = build_technical_table(surveyed_boundary(QgsGeometry.fromWkt(SQUARE), "EPSG:32718", "18S"), profile)
    units = [
        UnitInput("A1", QgsGeometry.fromWkt(box(0, 0, 499.999, 1000))),
        UnitInput("F1", QgsGeometry.fromWkt(box(500.001, 0, 1000, 1000))),
    ]
    land = divide_land(table, units, [], profile)
    assert land.of(UNCLASSIFIED) == ()
    assert sum(row.area_m2 for row in land.rows) == Decimal("1000000.00")
    assert {str(row.area_ha) for row in land.rows} <= {"49.9999", "50.0001"}


def test_the_spreadsheet_has_the_breakdown_and_a_table_for_each_boundary(tmp_path):
    import openpyxl

    divided(tmp_path / "p")
    book = openpyxl.load_workbook(tmp_path / "p" / "cuadro_tecnico.xlsx")
    assert book.sheetnames == ["Cuadro técnico", "Datos", "Capacidad de uso", "Propiedad", "Cesión en uso"]
    cells = [[cell.value for cell in row] for row in book["Capacidad de uso"].iter_rows()]
    assert ["Propiedad", "", "", 50, 500000] in cells[-4:] or ["Propiedad", None, None, 50, 500000] in cells[-4:]
    labels = [row[0].value for row in book["Propiedad"].iter_rows()]
    assert {"P-1", "P-2", "P-3", "P-4"} <= set(labels)


@pytest.mark.parametrize(
    ("part", "labels", "sides", "area", "perimeter"),
    [
        ("whole", "V", [1000.0, 1000.0, 1000.0, 1000.0], 100.0, 4000.0),
        ("property", "P", [500.0, 950.0, 500.0, 950.0], 47.5, 2900.0),
        ("cession", "C", [500.0, 500.0, 450.0, 500.0, 450.0, 500.0], 47.5, 2900.0),
    ],
)
def test_the_technical_table_of_a_part_is_that_of_its_land(part, labels, sides, area, perimeter):
    made = processing.run(
        "rainforestalert:technicaltable",
        {
            "BOUNDARY": layer_of(("Nueva Vida", SQUARE), kind="Polygon"),
            "LAND_CAPACITY": units_of(),
            "LAND_CAPACITY_CODE": "nombre",
            "EXCLUSIONS": [layer_of(RIVER, kind="Polygon", name="ríos")],
            "PART": part,
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
    )
    rows = list(made["OUTPUT"].getFeatures())
    assert [row["vertex"] for row in rows] == [f"{labels}-{number}" for number in range(1, len(sides) + 1)]
    assert [row["distance_m"] for row in rows] == sides
    assert (made["AREA_HA"], made["PERIMETER_M"]) == (area, perimeter)


@pytest.mark.parametrize("units", [None, UNITS[:1]], ids=["no units", "all of it is property"])
def test_a_technical_table_of_a_part_that_there_is_not_is_refused(units):
    land = {"LAND_CAPACITY": units_of(*units), "LAND_CAPACITY_CODE": "nombre"} if units else {}
    with pytest.raises(QgsProcessingException, match="Cesión en uso"):
        processing.run(
            "rainforestalert:technicaltable",
            {
                "BOUNDARY": layer_of(("Nueva Vida", SQUARE), kind="Polygon"),
                **land,
                "PART": "cession",
                "OUTPUT": "TEMPORARY_OUTPUT",
            },
        )
