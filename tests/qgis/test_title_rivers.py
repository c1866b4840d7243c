"""Sides along rivers in the technical table and the package, and the second package for third parties."""

from __future__ import annotations

import json

import processing
import pytest
import shapefile
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.qgis.title_packages import Log, export, layer_of, provider, verify

__all__ = ["provider"]

# a square of 300 m; its west side bends 30 m eastward at half height
BENT = (
    "POLYGON((500000 9000000,500000 9000100,500030 9000150,500000 9000200,500000 9000300,500300 9000300,500300 9000000,"
    "500000 9000000))"
)
RIVER = "LINESTRING(500000 8999900,500000 9000100,500030 9000150,500000 9000200,500000 9000400)"


def rivers(*rows):
    return layer_of(*(rows or [("Río Tigre", RIVER)]), kind="LineString", name="ríos")


def table(boundary=BENT, **parameters):
    result = processing.run(
        "rainforestalert:technicaltable",
        {"BOUNDARY": layer_of(("Nueva Vida", boundary)), "OUTPUT": "memory:", **parameters},
        feedback=Log(),
    )
    rows = [(f["vertex"], f["side"], round(f["distance_m"], 2), f["neighbour"]) for f in result["OUTPUT"].getFeatures()]
    return rows, result


def test_a_side_along_a_river_has_the_length_of_the_channel():
    # 100 + hypot(30, 50) + hypot(30, 50) + 100 = 316.619 m
    rows, result = table(RIVERS=rivers(), RIVER_NAME="nombre")
    assert rows == [
        ("V-1", "V-1 - V-2", 300.0, ""),
        ("V-2", "V-2 - V-3", 300.0, ""),
        ("V-3", "V-3 - V-4", 300.0, ""),
        ("V-4", "V-4 - V-1", 316.62, "Río Tigre"),
    ]
    # the bend takes a triangle of 100 m by 30 m, 1 500 m2, off the 9 ha of the square
    assert result["AREA_HA"] == 8.85
    assert result["PERIMETER_M"] == 1216.62


def test_a_surveyed_mark_amid_the_river_stays_a_vertex():
    names = {"H-1": (0, 300), "H-2": (300, 300), "H-3": (300, 0), "H-4": (0, 0), "H-5": (30, 150)}
    marks = layer_of(
        *((name, f"POINT({500000 + e} {9000000 + n})") for name, (e, n) in names.items()), kind="Point", name="hitos"
    )
    rows, _ = table(RIVERS=rivers(), RIVER_NAME="nombre", VERTICES=marks, VERTEX_LABEL="nombre")
    assert [(row[1], row[2]) for row in rows][3:] == [("H-4 - H-5", 158.31), ("H-5 - H-1", 158.31)]


def test_two_rivers_are_two_sides():
    lower = "LINESTRING(500000 8999900,500000 9000100,500030 9000150)"
    upper = "LINESTRING(500030 9000150,500000 9000200,500000 9000400)"
    rows, _ = table(RIVERS=rivers(("Río Tigre", lower), ("Quebrada Sal", upper)), RIVER_NAME="nombre")
    assert [row[3] for row in rows] == ["", "", "", "Río Tigre", "Quebrada Sal"]


def test_the_package_keeps_the_points_of_the_river_and_is_verified(tmp_path):
    export(tmp_path / "p", boundary=BENT, RIVERS=rivers(), RIVER_NAME="nombre")
    result, _ = verify(tmp_path / "p")
    assert result["VERIFIED"]
    with shapefile.Reader(tmp_path / "p" / "perimetro.shp") as perimeter:
        assert (500030.0, 9000150.0) in perimeter.shape(0).points
    with shapefile.Reader(tmp_path / "p" / "vertices.shp") as vertices:
        assert len(vertices) == 4


def test_one_run_writes_both_packages_and_says_what_was_taken_out(tmp_path):
    log = Log()
    vecinos = layer_of(
        ("Puerto Azul", "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))")
    )
    export(
        tmp_path / "oficina",
        log,
        NEIGHBOURS=vecinos,
        NEIGHBOUR_NAME="nombre",
        REDACTED_FOLDER=str(tmp_path / "terceros"),
    )
    office, third = (
        json.loads((tmp_path / name / "manifest.json").read_text("utf-8")) for name in ("oficina", "terceros")
    )
    assert (office["audience"], third["audience"]) == ("office", "public")
    assert third["withheld"] == ["attribute:registry_entry", "observation:text", "row:neighbour"]
    assert office["numbers"] == third["numbers"]
    for path in (tmp_path / "terceros").iterdir():
        data = path.read_bytes()
        assert b"Puerto Azul" not in data, path.name
        assert b"11001234" not in data, path.name
    data_sheet = QgsVectorLayer(str(tmp_path / "terceros" / "cuadro_tecnico.xlsx") + "|layername=Datos", "d", "ogr")
    listed = [
        feature.attribute(1)
        for feature in data_sheet.getFeatures()
        if feature.attribute(0) == "Retirado de esta entrega"
    ]
    assert listed == ["Partida registral", "Texto de las observaciones", "COLINDANTE"]


@pytest.mark.parametrize("second", ["p", "p/terceros", "."])
def test_the_second_package_may_not_lie_in_the_first(tmp_path, second):
    with pytest.raises(QgsProcessingException, match=r"another folder|otra carpeta"):
        export(tmp_path / "p", REDACTED_FOLDER=str(tmp_path / second))
    assert not (tmp_path / "p").exists()


def test_when_the_second_package_cannot_be_written_there_is_none(tmp_path):
    (tmp_path / "terceros").mkdir()
    (tmp_path / "terceros" / "tesis.docx").write_text("no tocar")
    with pytest.raises(QgsProcessingException):
        export(tmp_path / "p", REDACTED_FOLDER=str(tmp_path / "terceros"))
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["terceros", "tesis.docx"]
