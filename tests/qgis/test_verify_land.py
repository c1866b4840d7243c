"""A package whose division of the land somebody changed in one file, manifest mended: file and number are named."""

from __future__ import annotations

import json
import re
import shutil
import zipfile

import openpyxl
import pytest
from qgis.core import QgsProcessingException

from tests.qgis.test_land_capacity import RIVER, divided
from tests.qgis.test_verify_package import rehash
from tests.qgis.title_packages import layer_of, provider, verify

__all__ = ["provider"]

BOOK, REPORT, DRAWING, BREAKDOWN = (
    "cuadro_tecnico.xlsx",
    "memoria_descriptiva.docx",
    "plano_cad.dxf",
    "capacidad_de_uso.csv",
)


@pytest.fixture(scope="module")
def land_package(provider, tmp_path_factory):
    """The square of ``test_land_capacity``: 47.5 ha of property and of cession, 5 ha of river, with the plans."""
    folder = tmp_path_factory.mktemp("land") / "paquete"
    divided(folder, exclusions=[layer_of(RIVER, kind="Polygon", name="ríos y faja marginal")], PLAN=True)
    return folder


def cell_changed(sheet, old, new, nth=0):
    """The nth cell of a worksheet that holds a value holds another."""

    def change(folder):
        book = openpyxl.load_workbook(folder / BOOK)
        cells = [cell for row in book[sheet].iter_rows() for cell in row if cell.value == old]
        cells[nth].value = new
        book.save(folder / BOOK)

    return change


def row_taken_out(sheet, number):
    def change(folder):
        book = openpyxl.load_workbook(folder / BOOK)
        book[sheet].delete_rows(number)
        book.save(folder / BOOK)

    return change


def report_changed(label, old, new):
    """In the row of the report that begins with a label."""

    def change(folder):
        path = folder / REPORT
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        text = parts["word/document.xml"].decode("utf-8")
        row = re.search(rf"<w:tr\b(?:(?!</w:tr>).)*>{label}<(?:(?!</w:tr>).)*</w:tr>", text, re.DOTALL)
        assert row is not None
        changed = row.group().replace(f">{old}", f">{new}", 1)
        assert changed != row.group()
        parts["word/document.xml"] = text.replace(row.group(), changed).encode("utf-8")
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return change


def drawing_changed(layer, old, new):
    """The first line of a layer goes through another point."""

    def change(folder):
        path = folder / DRAWING
        text = path.read_bytes().decode("cp1252")
        at = text.index(old, text.index(layer, text.index("ENTITIES")))
        path.write_bytes((text[:at] + new + text[at + len(old) :]).encode("cp1252"))

    return change


def csv_changed(old, new):
    def change(folder):
        path = folder / BREAKDOWN
        text = path.read_text(encoding="utf-8-sig")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8-sig")

    return change


def differences_of(folder, tmp_path):
    report = tmp_path / "informe.json"
    verify(folder, REPORT_JSON=str(report))
    return json.loads(report.read_text(encoding="utf-8"))["differences"]


CASES = {
    "area of a unit": (cell_changed("Capacidad de uso", 25, 25.0001), BOOK, "Capacidad de uso 3 area_ha", "25.0001"),
    "class of a unit": (cell_changed("Capacidad de uso", "F2se", "F2s"), BOOK, "Capacidad de uso 3 code", "F2s"),
    "regime of a unit": (
        cell_changed("Capacidad de uso", "Cesión en uso", "Propiedad"),
        BOOK,
        "Capacidad de uso 3 regime",
        "Propiedad",
    ),
    "square metres of an exclusion": (
        cell_changed("Capacidad de uso", 50000, 50000.01),
        BOOK,
        "Capacidad de uso 1 area_m2",
        "50000.01",
    ),
    "name of an exclusion": (
        cell_changed("Capacidad de uso", "Cauce o faja marginal Río Tigre", "Cauce o faja marginal Río Tigra"),
        BOOK,
        "Capacidad de uso 1 exclusion",
        "Cauce o faja marginal Río Tigra",
    ),
    "sum of the property": (
        cell_changed("Capacidad de uso", 47.5, 47.5001, nth=1),
        BOOK,
        "Capacidad de uso Propiedad area_ha",
        "47.5001",
    ),
    "sum of the whole": (
        cell_changed("Capacidad de uso", 100, 100.0001),
        BOOK,
        "Capacidad de uso TOTAL area_ha",
        "100.0001",
    ),
    "unit taken out": (row_taken_out("Capacidad de uso", 5), BOOK, None, "3"),
    "regime in the breakdown as CSV": (
        csv_changed("Propiedad,A1s", "Exclusión,A1s"),
        BREAKDOWN,
        "2 regime",
        "Exclusión",
    ),
    "distance in the worksheet of the property": (
        cell_changed("Propiedad", 950, 950.01),
        BOOK,
        "Propiedad P-2 distance_m",
        "950.01",
    ),
    "azimuth in the worksheet of the cession": (
        cell_changed("Cesión en uso", "270°00'00\"", "270°00'01\""),
        BOOK,
        "Cesión en uso C-4 azimuth",
        "270°00'01\"",
    ),
    "angle in the worksheet of the property": (
        cell_changed("Propiedad", "90°00'00\"", "90°00'02\""),
        BOOK,
        "Propiedad P-1 interior_angle",
        "90°00'02\"",
    ),
    "angle by the last digit": (
        cell_changed("Propiedad", "90°00'00\"", "90°00'01\""),
        BOOK,
        "Propiedad Σ interior_angle",
        "360°00'01\"",
    ),
    "perimeter below the worksheet of the property": (
        cell_changed("Propiedad", 2900, 2900.01),
        BOOK,
        "Propiedad TOTAL distance_m",
        "2900.01",
    ),
    "perimeter below the table of the whole": (
        cell_changed("Cuadro técnico", 4000, 4000.01),
        BOOK,
        "TOTAL distance_m",
        "4000.01",
    ),
    "angles below the table of the whole": (
        cell_changed("Cuadro técnico", "360°00'00\"", "360°00'01\""),
        BOOK,
        "TOTAL interior_angle",
        "360°00'01\"",
    ),
    "distance in the report": (report_changed("P-2", "950.00", "950.10"), REPORT, "P-2 distance_m", "950.10"),
    "azimuth in the report": (
        report_changed("C-4", "270°", "271°"),
        REPORT,
        "C-4 azimuth",
        "271°00'00\"",
    ),
    "angle in the report": (
        report_changed("C-3", "180°", "181°"),
        REPORT,
        "C-3 interior_angle",
        "181°00'00\"",
    ),
    "unit in the report": (
        report_changed("Propiedad", "47.5000", "47.5001"),
        REPORT,
        "2 area_ha",
        "47.5001",
    ),
    "sum of the cession in the report": (
        report_changed("TOTAL Cesión en uso", "47.5000", "47.6000"),
        REPORT,
        "Σ area_ha",
        "47.6000",
    ),
    "unit in the drawing": (
        drawing_changed("UNIDADES_CUM", "9000050.0000", "9000050.0020"),
        DRAWING,
        "UNIDADES_CUM",
        "500000.0000, 9000050.0020",
    ),
    "exclusion in the drawing": (
        drawing_changed("EXCLUSIONES", "9000000.0000", "9000000.0100"),
        DRAWING,
        "EXCLUSIONES",
        "501000.0000, 9000000.0100",
    ),
    "class of a unit in the drawing": (
        drawing_changed("CODIGOS_CUM", "F2se", "F3se"),
        DRAWING,
        "CODIGOS_CUM 2",
        "F3se",
    ),
    "class written outside its unit": (
        drawing_changed("CODIGOS_CUM", "500250.0000", "500750.0000"),
        DRAWING,
        "CODIGOS_CUM A1s",
        None,
    ),
    "label of a vertex in the drawing": (
        drawing_changed("ETIQUETAS", "V-1", "V-9"),
        DRAWING,
        "ETIQUETAS V-1",
        "V-9",
    ),
    "length of a side in the drawing": (
        drawing_changed("LONGITUDES", "1000.00 m", "1000.01 m"),
        DRAWING,
        "LONGITUDES V-1 - V-2",
        "1000.01 m",
    ),
    "vertex in the drawing": (
        drawing_changed("VERTICES", "500000.0000", "500000.0010"),
        DRAWING,
        "V-1",
        None,
    ),
    "perimeter above the drawing": (
        drawing_changed("NOTAS", "4000.00", "4001.00"),
        DRAWING,
        "NOTAS perimeter_m",
        "–",
    ),
    "boundary of the property in the drawing": (
        drawing_changed("PROPIEDAD", "9000050.0000", "9000050.0010"),
        DRAWING,
        "PROPIEDAD",
        "500500.0000, 9000050.0010",
    ),
}


@pytest.mark.parametrize("case", list(CASES))
def test_a_changed_number_is_named_with_its_file_and_no_other_file(land_package, tmp_path, case):
    change, file, place, said = CASES[case]
    folder = tmp_path / "copia"
    shutil.copytree(land_package, folder)
    change(folder)
    rehash(folder)
    found = [difference["facts"] for difference in differences_of(folder, tmp_path)]
    assert (file, place, said) in [(facts["file"], facts.get("place"), facts.get("found")) for facts in found]
    assert {facts["file"] for facts in found} == {file}


def test_the_package_as_it_was_written_agrees(land_package):
    assert verify(land_package)[0]["VERIFIED"] is True


def test_a_line_of_the_drawing_that_is_left_open_is_found(land_package, tmp_path):
    from osgeo import ogr

    folder = tmp_path / "copia"
    shutil.copytree(land_package, folder)
    source = ogr.Open(str(folder / DRAWING))
    names = [feature["Layer"] for feature in source.GetLayer(0)]
    assert names.count("PROPIEDAD") == names.count("CESION_EN_USO") == 1
    path = folder / DRAWING
    text = path.read_bytes().decode("cp1252")
    at = text.index("PROPIEDAD", text.index("ENTITIES"))
    opened = re.sub(r"(\s70\s+)1(\s)", r"\g<1>0\2", text[at:], count=1)
    assert opened != text[at:]
    path.write_bytes((text[:at] + opened).encode("cp1252"))
    rehash(folder)
    found = differences_of(folder, tmp_path)
    assert {difference["facts"]["file"] for difference in found} == {DRAWING}


@pytest.mark.parametrize(
    ("table", "part", "row", "old", "new", "place"),
    [
        ("table_rows", "property", "P-2", "950.00", "950.01", "P-2 distance_m"),
        ("table_rows", "property", "P-2", "180°00'00\"", "180°00'10\"", "P-2 azimuth"),
        ("table_rows", "", "V-3", "1000.00", "1000.10", "V-3 distance_m"),
        ("table_rows", "", "V-3", "90°00'00\"", "90°00'10\"", "V-3 interior_angle"),
        ("table_rows", "", "V-3", "270°00'00\"", "270°00'10\"", "V-3 azimuth"),
        ("table_rows", "", "TOTAL", "4000.00", "4000.01", "TOTAL distance_m"),
        ("table_rows", "", "TOTAL", "360°00'00\"", "361°00'00\"", "TOTAL interior_angle"),
        ("land_table", "", "Propiedad", "47.5000", "47.5001", "2 area_ha"),
        ("land_table", "", "Propiedad", "475000.00", "475000.10", "2 area_m2"),
        ("land_table", "", "TOTAL", "1000000.00", "1000000.10", "Σ area_m2"),
    ],
)
def test_a_plan_with_another_number_in_a_table_stops_the_run(tmp_path, monkeypatch, table, part, row, old, new, place):
    from rainforest_alert_plugin.host import plan_layout

    honest = getattr(plan_layout, table)

    def other(content):
        headings, rows = honest(content)
        if content.part == part:
            assert any(old in line for line in rows if line[0] == row)
            rows = [[new if line[0] == row and cell == old else cell for cell in line] for line in rows]
        return headings, rows

    monkeypatch.setattr(plan_layout, table, other)
    with pytest.raises(QgsProcessingException) as raised:
        divided(tmp_path / "p", PLAN=True, exclusions=[layer_of(RIVER, kind="Polygon", name="ríos y faja marginal")])
    assert place in str(raised.value)
    assert ("plano_propiedad.pdf" if part else "plano.pdf") in str(raised.value)
    assert not (tmp_path / "p").exists()
