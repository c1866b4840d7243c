"""``verifypackage`` on intact packages and on tampered ones."""

from __future__ import annotations

import hashlib
import json
import shutil

import openpyxl
import pytest
from qgis.core import (
    QgsProcessingException,
)

from tests.qgis.title_packages import (
    BOUNDARY,
    package,
    provider,
    verify,
)

__all__ = ["package", "provider"]


def test_an_intact_package_is_verified(package, tmp_path):
    folder, _, _ = package
    report = tmp_path / "informe.json"
    result, lines = verify(folder, REPORT_JSON=str(report))
    assert result["VERIFIED"] is True
    assert result["DIFFERENCES"] == 0
    content = json.loads(report.read_text(encoding="utf-8"))
    assert content["verified"] is True
    assert content["differences"] == []
    assert any("agree" in line for line in lines)


def rehash(folder):
    """Somebody who changes a file and mends the manifest, so that only the numbers can tell."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        content = (folder / entry["name"]).read_bytes()
        entry.update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    path.write_text(json.dumps(manifest), encoding="utf-8")


def change_csv(folder, old, new):
    path = folder / "cuadro_tecnico.csv"
    text = path.read_bytes()
    assert old.encode() in text
    path.write_bytes(text.replace(old.encode(), new.encode(), 1))


def move_vertex(folder):
    from osgeo import ogr

    source = ogr.Open(str(folder / "perimetro.shp"), 1)
    layer = source.GetLayer(0)
    feature = layer.GetFeature(0)
    feature.SetGeometry(ogr.CreateGeometryFromWkt(BOUNDARY.replace("501000 9001000", "501000 9001000.01")))
    layer.SetFeature(feature)


def change_area(folder):
    from osgeo import ogr

    source = ogr.Open(str(folder / "perimetro.shp"), 1)
    layer = source.GetLayer(0)
    feature = layer.GetFeature(0)
    feature["Aarea"] = 99.0101
    layer.SetFeature(feature)


def change_gpkg(folder):
    from osgeo import ogr

    source = ogr.Open(str(folder / "paquete.gpkg"), 1)
    layer = source.GetLayerByName("lados")
    feature = layer.GetFeature(2)
    feature["distancia"] = 999.99
    layer.SetFeature(feature)


def change_xlsx(folder):
    book = openpyxl.load_workbook(folder / "cuadro_tecnico.xlsx")
    sheet = book["Cuadro técnico"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == 9001000:
                cell.value = 9001000.0001
    book.save(folder / "cuadro_tecnico.xlsx")


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        (lambda f: (f / "lados.dbf").unlink(), "difference.missing_file"),
        (lambda f: (f / "nota.txt").write_text("x"), "difference.extra_file"),
        (lambda f: change_csv(f, "V-1,", "V-9,"), "difference.sha256"),
        (lambda f: (change_csv(f, "500000.0000", "500000.0001"), rehash(f)), "difference.geometry"),
        (lambda f: (change_csv(f, "1000.00", "1000.01"), rehash(f)), "difference.value"),
        (lambda f: (move_vertex(f), rehash(f)), "difference.geometry"),
        (lambda f: (change_area(f), rehash(f)), "difference.value"),
        (lambda f: (change_gpkg(f), rehash(f)), "difference.value"),
        (lambda f: (change_xlsx(f), rehash(f)), "difference.value"),
        (lambda f: ((f / "vertices.prj").write_text(""), rehash(f)), "difference.crs"),
    ],
    ids=[
        "file deleted",
        "file added",
        "CSV edited",
        "coordinate edited, manifest mended",
        "distance edited, manifest mended",
        "vertex moved by a centimetre",
        "area attribute edited by one digit",
        "GeoPackage edited",
        "workbook edited by a tenth of a millimetre",
        "reference system taken away",
    ],
)
def test_each_tampering_is_found(package, tmp_path, tamper, what):
    folder = tmp_path / "copia"
    shutil.copytree(package[0], folder)
    tamper(folder)
    report = tmp_path / "informe.json"
    result, _ = verify(folder, REPORT_JSON=str(report))
    assert result["VERIFIED"] is False
    content = json.loads(report.read_text(encoding="utf-8"))
    assert what in {difference["id"] for difference in content["differences"]}


def test_a_folder_without_manifest_or_with_a_broken_one_is_named(tmp_path):
    with pytest.raises(QgsProcessingException, match=r"manifest\.json"):
        verify(tmp_path)
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="cannot be read"):
        verify(tmp_path)


def test_a_manifest_cannot_point_outside_its_folder(package, tmp_path):
    folder = tmp_path / "copia"
    shutil.copytree(package[0], folder)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"].append({"name": "../secreto", "bytes": 1, "sha256": ""})
    path.write_text(json.dumps(manifest), encoding="utf-8")
    _, lines = verify(folder)
    assert any("outside the folder: ../secreto" in line for line in lines)
