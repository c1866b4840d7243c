"""The title packages of many communities: one folder each, what fails is named, and a run that stopped goes on."""

from __future__ import annotations

import csv
import errno
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import processing
import pytest
from osgeo import gdal, ogr
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from rainforest_alert_plugin.host import base_layers as base_layers_module
from rainforest_alert_plugin.host.base_layers import base_layers
from tests.qgis.title_packages import Log, layer_of, provider, verify

__all__ = ["provider"]

NAMES = ("Nueva Vida", "nueva vida", "CON", "Ñahuín <Sol> / anexo: “Uno”? ", "Sin lindero")


def agree(transaction, community, square, size):
    geometry = QgsGeometry.fromWkt("MULTIPOLYGON(((-75 -9,-74 -9,-74 -8,-75 -9)))")
    version = transaction.insert(
        "boundary_version",
        {
            "community_id": community,
            "number": square,
            "reason": "prueba",
            "epsg": 32718,
            "sensitivity": "federation",
            "geom": bytes(geometry.asWkb()),
        },
    )
    for position, (east, north) in enumerate([(0, 0), (0, size), (size, size), (size, 0)], start=1):
        transaction.insert(
            "vertex",
            {
                "version_id": version,
                "part": 0,
                "ring": 0,
                "number": position,
                "label": f"H-{position}",
                "easting": 500000.0 + east,
                "northing": 9000000.0 + north,
                "epsg": 32718,
            },
        )


@pytest.fixture
def workspace(tmp_path):
    """Five communities with squares of 100 m to 400 m, the last without an agreed boundary."""
    from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace

    folder = tmp_path / "datos"
    folder.mkdir()
    with create_workspace("prueba", str(folder)) as made:
        location = made.location
    with open_workspace(location) as opened, opened.write() as transaction:
        for number, name in enumerate(NAMES, start=1):
            community = transaction.insert("community", {"name": name, "sensitivity": "federation"})
            if name != "Sin lindero":
                agree(transaction, community, 1, 100 * number)
    return location


def atlas(location, folder, log=None, **parameters):
    return processing.run(
        "rainforestalert:titleatlas",
        {"WORKSPACE": location, "OUTPUT_FOLDER": str(folder), "PLAN": False, **parameters},
        feedback=log or Log(),
    )


def table(folder):
    with (folder / "resumen.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["COMUNIDAD"]: row for row in csv.DictReader(file)}


def test_each_community_has_a_whole_package_in_a_folder_of_its_own(workspace, tmp_path):
    log = Log()
    result = atlas(workspace, tmp_path / "atlas", log)
    # squares of 1, 4, 9 and 16 ha
    assert (result["WRITTEN"], result["FAILED"], result["AREA_HA"]) == (4, 1, 30.0)
    rows = table(tmp_path / "atlas")
    assert list(rows) == sorted(NAMES)
    folders = [row["CARPETA"] for row in rows.values() if row["CARPETA"]]
    assert len({name.casefold() for name in folders}) == 4
    assert "CON" not in folders
    for name in folders:
        assert verify(tmp_path / "atlas" / name)[0]["VERIFIED"]
    assert rows["Nueva Vida"]["ÁREA (ha)"] == "1.0000"
    assert rows["Sin lindero"]["RESULTADO"] == "No escrito"
    # the summary in Spanish as the packages are, the log in the language of QGIS
    assert "lindero acordado" in rows["Sin lindero"]["MOTIVO"]
    assert any("Sin lindero" in line and "agreed boundary" in line for line in log.lines)
    totals = [
        [cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "atlas" / "resumen.xlsx").active
    ]
    assert totals[-1][4] == 30


def test_a_run_that_was_cancelled_goes_on_where_it_stopped(workspace, tmp_path):
    folder = tmp_path / "atlas"
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        atlas(workspace, folder, Log(cancel_at=45))
    rows = table(folder)
    written = [row["CARPETA"] for row in rows.values() if row["RESULTADO"] == "Escrito"]
    assert 0 < len(written) < 4
    assert any(row["RESULTADO"] == "Pendiente" for row in rows.values())
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == sorted(written)
    stamps = {name: (folder / name / "manifest.json").stat().st_mtime_ns for name in written}
    result = atlas(workspace, folder)
    assert (result["WRITTEN"], result["KEPT"]) == (4 - len(written), len(written))
    assert stamps == {name: (folder / name / "manifest.json").stat().st_mtime_ns for name in written}


def test_a_full_disk_ends_the_run_with_a_sentence_and_leaves_the_packages_that_are_whole(
    workspace, tmp_path, monkeypatch
):
    folder = tmp_path / "atlas"
    real, reports = Path.write_bytes, []

    def full(path, content):
        if path.name == "memoria_descriptiva.docx":
            reports.append(path)
            if len(reports) == 2:
                real(path, content[:100])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(QgsProcessingException, match="disk is full"):
        atlas(workspace, folder)
    monkeypatch.undo()
    rows = table(folder)
    written = [row["CARPETA"] for row in rows.values() if row["RESULTADO"] == "Escrito"]
    assert len(written) == 1
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == written
    assert verify(folder / written[0])[0]["VERIFIED"]
    result = atlas(workspace, folder)
    assert (result["WRITTEN"], result["KEPT"]) == (3, 1)


def test_a_package_whose_boundary_changed_or_whose_file_was_touched_is_written_anew(workspace, tmp_path):
    from rainforest_alert_plugin.host.workspaces import open_workspace

    folder = tmp_path / "atlas"
    atlas(workspace, folder)
    with open_workspace(workspace) as opened, opened.write() as transaction:
        (community,) = opened.read("community", '"name" = ?', ["CON"])
        agree(transaction, community["id"], 2, 50)
    place = table(folder)["Nueva Vida"]["CARPETA"]
    (folder / place / "referencia.kml").write_text("otra cosa")
    result = atlas(workspace, folder)
    assert (result["WRITTEN"], result["KEPT"]) == (2, 2)
    assert table(folder)["CON"]["ÁREA (ha)"] == "0.2500"
    assert verify(folder / place)[0]["VERIFIED"]
    # and with a community's consent to nothing changed, a third run keeps all
    assert atlas(workspace, folder)["KEPT"] == 4


@pytest.fixture
def rivers(tmp_path, qgis_new_project):
    """A river in a GeoPackage below the plans, and what changes its name without its length."""
    path = tmp_path / "rios.gpkg"
    source = layer_of(("Tigre", "LINESTRING(500000 8999990,500100 8999990)"), kind="LineString", name="ríos")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "rios"
    QgsVectorFileWriter.writeAsVectorFormatV3(source, str(path), QgsCoordinateTransformContext(), options)
    return QgsProject.instance().addMapLayer(QgsVectorLayer(f"{path}|layername=rios", "ríos", "ogr"))


def rename(layer, name):
    source = ogr.Open(layer.source().split("|")[0], 1)
    feature = source.GetLayer(0).GetNextFeature()
    feature["nombre"] = name
    source.GetLayer(0).SetFeature(feature)
    del feature, source


def test_a_run_that_goes_on_draws_anew_what_lies_on_base_layers_that_changed(workspace, tmp_path, rivers):
    def run():
        result = atlas(workspace, tmp_path / "a", COMMUNITIES="Nueva Vida", PLAN=True, PLAN_LAYERS=[rivers])
        return result["WRITTEN"], result["KEPT"]

    assert run() == (1, 0)
    # somebody looks at the file meanwhile, which touches it
    os.utime(rivers.source().split("|")[0])
    assert run() == (0, 1)
    rename(rivers, "Napo!")
    assert run() == (1, 0)
    rivers.setOpacity(0.4)
    assert run() == (1, 0)
    assert run() == (0, 1)


def fingerprint(layer, context=None):
    return base_layers([layer], context or QgsProcessingContext()).fingerprint


def test_of_a_large_layer_the_day_of_the_last_change_counts(rivers, monkeypatch):
    monkeypatch.setattr(base_layers_module, "MOST_FEATURES", 0)
    before = fingerprint(rivers)
    path = rivers.source().split("|")[0]
    os.utime(path)
    assert fingerprint(rivers) == before
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_contents SET last_change = '2026-11-20T10:00:00.000Z'")
    assert fingerprint(rivers) != before


def test_of_an_image_each_byte_counts_and_of_a_large_one_its_time(tmp_path, monkeypatch):
    path = tmp_path / "imagen.tif"
    image = gdal.GetDriverByName("GTiff").Create(str(path), 4, 4)
    image.GetRasterBand(1).Fill(7)
    del image
    layer = QgsRasterLayer(str(path), "imagen")
    before = fingerprint(layer)
    os.utime(path, ns=(1, 1))
    assert fingerprint(layer) == before
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert fingerprint(layer) != before
    monkeypatch.setattr(base_layers_module, "LARGEST_HASHED", 0)
    large = fingerprint(layer)
    os.utime(path, ns=(2, 2))
    assert fingerprint(layer) != large


def test_colours_of_chance_of_a_layer_that_processing_loaded_do_not_count(rivers):
    first, second = QgsProcessingContext(), QgsProcessingContext()
    one, other = (
        QgsProcessingUtils.mapLayerFromString(rivers.source().replace("rios.gpkg", "./rios.gpkg"), context)
        for context in (first, second)
    )
    other.renderer().symbol().setColor(QColor("red"))
    assert one.id() != other.id()
    assert fingerprint(one, first) == fingerprint(other, second)
    # of one that a person keeps in the project they are a choice
    assert fingerprint(one) != fingerprint(other)


def test_only_the_named_communities_and_their_blockers(workspace, tmp_path):
    wkt = "POLYGON((500000 9000000,500000 9000050,500050 9000050,500050 9000000,500000 9000000))"
    titled = layer_of(("Fundo Uno", wkt), kind="Polygon", name="predios")
    result = atlas(workspace, tmp_path / "a", COMMUNITIES="Nueva Vida\n\nCON\nNueva Vida", REFERENCE=[titled])
    assert (result["WRITTEN"], result["FAILED"]) == (0, 2)
    assert "Fundo Uno" in table(tmp_path / "a")["CON"]["MOTIVO"]
    result = atlas(workspace, tmp_path / "a", COMMUNITIES="Nueva Vida\nCON", REFERENCE=[titled], ALLOW_BLOCKERS=True)
    assert result["WRITTEN"] == 2
    row = table(tmp_path / "a")["CON"]
    assert (row["ESTADO"], row["IMPEDIMENTOS"]) == ("BORRADOR", "1")
    manifest = json.loads((tmp_path / "a" / row["CARPETA"] / "manifest.json").read_text("utf-8"))
    assert manifest["inputs"]["references"][0]["layer"] == "predios"


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [({"COMMUNITIES": "Nadie"}, "no community “Nadie”"), ({"ATTRIBUTES": '{"x": "y"}'}, "“?x”?")],
)
def test_what_cannot_begin_is_refused_before_anything_is_written(workspace, tmp_path, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        atlas(workspace, tmp_path / "atlas", **parameters)
    assert not (tmp_path / "atlas").exists()


def test_a_workspace_without_communities_says_so(tmp_path):
    from rainforest_alert_plugin.host.workspaces import create_workspace

    with create_workspace("vacia", str(tmp_path)) as made:
        location = made.location
    with pytest.raises(QgsProcessingException, match="no communities yet"):
        atlas(location, tmp_path / "atlas")


def test_folder_names_are_taken_by_every_file_system():
    from rainforest_alert_plugin.titling.atlas import folder_names

    names = folder_names(["../../etc", "a/b\\c", "COM1.txt", "x" * 300, "x" * 300, "🌳", "🌳", "مجتمع", ". .", "Ñá"])
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name and len(name) <= 64 and not set(name) & set('/\\:*?"<>|') for name in names)
    assert not any(name.startswith(".") or name.endswith(".") for name in names)
    assert names[2] == "_COM1.txt"
    assert names[-1] == "Ñá"
