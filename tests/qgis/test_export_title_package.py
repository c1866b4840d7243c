"""The files of ``exporttitlepackage``, read by pyshp, openpyxl, OGR and the standard library."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
from decimal import Decimal

import openpyxl
import processing
import shapefile

from tests.qgis.title_packages import (
    ATTRIBUTES,
    FILES,
    Log,
    export,
    layer_of,
    package,
    provider,
    verify,
)

__all__ = ["package", "provider"]


def test_the_package_has_its_files_and_the_manifest_their_fingerprints(package):
    folder, _, manifest = package
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert [entry["name"] for entry in manifest["files"]] == [name for name in FILES if name != "manifest.json"]
    for entry in manifest["files"]:
        content = (folder / entry["name"]).read_bytes()
        assert entry["bytes"] == len(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()


def test_the_manifest_states_the_numbers(package):
    # 1 000 000 m2 - 10 000 m2 + 100 m2 = 990 100 m2; 4 000 m + 400 m + 40 m
    _, result, manifest = package
    numbers = manifest["numbers"]
    assert numbers["area_ha"] == "99.0100"
    assert numbers["area_m2"] == "990100.00"
    assert numbers["perimeter_m"] == "4440.00"
    assert (numbers["vertices"], numbers["parts"], numbers["enclaves"]) == (12, 2, 1)
    assert [ring["area_ha"] for ring in numbers["rings"]] == ["100.0000", "1.0000", "0.0100"]
    assert result["AREA_HA"] == 99.01
    assert result["STATE"] == "final"
    assert manifest["state"] == "final"
    assert manifest["profile"]["norm_read"] is False
    assert "decimals.angle_s" in manifest["profile"]["unverified"]
    assert set(manifest["versions"]) == {"rainforest_alert", "qgis", "gdal", "proj", "python"}
    assert manifest["operations"] == []


def test_pyshp_reads_the_perimeter_with_the_ring_order_of_the_standard(package):
    folder, _, manifest = package
    with shapefile.Reader(str(folder / "perimetro.shp"), encoding="utf-8") as reader:
        assert reader.shapeType == shapefile.POLYGON
        (record,) = reader.shapeRecords()
    parts = [*record.shape.parts, len(record.shape.points)]
    rings = [record.shape.points[a:b] for a, b in zip(parts, parts[1:])]

    def signed_area(points):
        return sum(a * d - c * b for (a, b), (c, d) in zip(points, points[1:])) / 2

    # outer rings clockwise (negative), the enclave counterclockwise
    assert sorted(signed_area(ring) for ring in rings) == [-1000000, -100, 10000]
    assert abs(sum(signed_area(ring) for ring in rings)) == float(manifest["numbers"]["area_m2"])
    values = record.record.as_dict()
    assert values["nomcom"] == ATTRIBUTES["community"]
    assert values["depar"] == "San Martín"
    assert values["ubidis"] == "060301"
    assert values["fereti"] == datetime.date(2016, 3, 31)
    assert values["fectit"] is None
    assert values["Aarea"] == 99.01
    assert values["perime"] == 4440.0
    assert values["zutm"] == "18S"
    assert values["estado"] == "DEFINITIVO"


def test_vertices_and_sides_state_the_technical_table(package):
    folder, _, _ = package
    with shapefile.Reader(str(folder / "vertices.shp"), encoding="utf-8") as reader:
        vertices = reader.shapeRecords()
    assert [(v.record["vertice"], v.shape.points[0]) for v in vertices[:4]] == [
        ("V-1", (500000, 9001000)),
        ("V-2", (501000, 9001000)),
        ("V-3", (501000, 9000000)),
        ("V-4", (500000, 9000000)),
    ]
    assert all(v.shape.points[0] == (v.record["este"], v.record["norte"]) for v in vertices)
    with shapefile.Reader(str(folder / "lados.shp"), encoding="utf-8") as reader:
        sides = reader.shapeRecords()
    assert [s.record["lado"] for s in sides[:4]] == ["V-1 - V-2", "V-2 - V-3", "V-3 - V-4", "V-4 - V-1"]
    assert sides[1].record["colindante"] == "=Fundo “El Ñato” & Hnos. <S.A.>"
    assert sides[0].record["colindante"] == "Terrenos del Estado"
    assert sum(Decimal(str(s.record["distancia"])) for s in sides) == Decimal("4440")
    assert list(sides[3].shape.points) == [(500000, 9000000), (500000, 9001000)]


def test_shapefile_says_its_system_and_encoding(package):
    folder, _, _ = package
    for name in ("perimetro", "vertices", "lados"):
        assert (folder / f"{name}.cpg").read_text(encoding="ascii").strip() == "UTF-8"
        prj = (folder / f"{name}.prj").read_text(encoding="ascii")
        assert prj.startswith('PROJCS["WGS_1984_UTM_Zone_18S"')  # Esri's name, not EPSG's
        # bytes 1 to 3 of a DBF: year since 1900, month, day
        assert tuple((folder / f"{name}.dbf").read_bytes()[1:4]) == (126, 11, 20)


def test_workbook_holds_numbers_widths_header_and_totals(package):
    folder, _, _ = package
    book = openpyxl.load_workbook(folder / "cuadro_tecnico.xlsx")
    sheet = book["Cuadro técnico"]
    rows = list(sheet.iter_rows(values_only=True))
    top = next(i for i, row in enumerate(rows) if row[0] == "PARTE")
    assert rows[top] == (
        "PARTE",
        "ANILLO",
        "VÉRTICE",
        "LADO",
        "DISTANCIA (m)",
        "ÁNGULO INTERNO",
        "AZIMUT",
        "COLINDANTE",
        "ESTE (X)",
        "NORTE (Y)",
    )
    assert rows[top + 1] == (
        1,
        0,
        "V-1",
        "V-1 - V-2",
        1000,
        "90°00'00\"",
        "90°00'00\"",
        "Terrenos del Estado",
        500000,
        9001000,
    )
    assert rows[top + 2][7] == "=Fundo “El Ñato” & Hnos. <S.A.>"
    assert sheet.cell(top + 3, 8).data_type == "s"  # text, never a formula
    assert sheet.cell(top + 2, 9).number_format == "0.0000"
    assert sheet.cell(top + 2, 5).number_format == "0.00"
    totals = rows[top + 13 : top + 16]
    assert [(row[2], row[4]) for row in totals] == [("TOTAL", 4000), ("TOTAL DEL ENCLAVE", 400), ("TOTAL", 40)]
    assert totals[0][5] == "360°00'00\""
    assert sheet.column_dimensions["D"].width >= len("V-12 - V-9")
    data = dict(list(book["Datos"].iter_rows(values_only=True))[1:])
    assert data["Área (ha)"] == 99.01
    assert data["Comunidad"] == ATTRIBUTES["community"]
    assert book.properties.created == datetime.datetime(2026, 11, 20)


def test_csv_opens_in_excel_with_its_accents_and_runs_nothing(package):
    folder, _, _ = package
    content = (folder / "cuadro_tecnico.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert len(rows) == 12
    assert rows[0]["VÉRTICE"] == "V-1"
    assert rows[0]["ESTE (X)"] == "500000.0000"
    assert rows[1]["COLINDANTE"] == "'=Fundo “El Ñato” & Hnos. <S.A.>"


def test_geopackage_holds_the_same_layers(package):
    folder, _, _ = package
    from osgeo import ogr

    source = ogr.Open(str(folder / "paquete.gpkg"))
    assert sorted(layer.GetName() for layer in source) == ["lados", "perimetro", "vertices"]
    (feature,) = list(source.GetLayerByName("perimetro"))
    assert feature.GetGeometryRef().GetArea() == 990100
    assert feature["fereti"] == "2016/03/31"
    assert source.GetLayerByName("perimetro").GetSpatialRef().GetAuthorityCode(None) == "32718"


def test_two_runs_give_the_same_bytes(package, tmp_path):
    folder, _, manifest = package
    neighbours = layer_of(
        (
            "=Fundo “El Ñato” & Hnos. <S.A.>",
            "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))",
        ),
        name="vecinos",
    )
    export(tmp_path / "otra", NEIGHBOURS=neighbours, NEIGHBOUR_NAME="nombre")
    for name in FILES:
        if name != "manifest.json":
            assert (folder / name).read_bytes() == (tmp_path / "otra" / name).read_bytes(), name
    again = json.loads((tmp_path / "otra" / "manifest.json").read_text(encoding="utf-8"))
    assert {**again, "made_at": ""} == {**manifest, "made_at": ""}


def test_a_boundary_in_degrees_says_how_its_coordinates_were_made(tmp_path):
    square = "MULTIPOLYGON(((-74.5 -8.5,-74.5 -8.49,-74.49 -8.49,-74.49 -8.5,-74.5 -8.5)))"
    log = Log()
    processing.run(
        "rainforestalert:exporttitlepackage",
        {"BOUNDARY": layer_of(("x", square), crs="EPSG:4326"), "OUTPUT_FOLDER": str(tmp_path / "p")},
        feedback=log,
    )
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["boundary"]["crs"] == "EPSG:4326"
    (operation,) = manifest["operations"]
    assert "+proj=utm +zone=18 +south" in operation
    assert any("not the surveyed ones" in line for line in log.lines)
    assert verify(tmp_path / "p")[0]["VERIFIED"] is True
