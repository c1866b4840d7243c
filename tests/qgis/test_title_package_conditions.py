"""What stops a title package, what marks it as a draft, what is held back, and what a bad destination leaves."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
import shapefile
from qgis.core import (
    QgsProcessingException,
)

from tests.qgis.title_packages import (
    BOUNDARY,
    FILES,
    OVERLAP,
    Log,
    export,
    layer_of,
    package,
    provider,
    verify,
)

__all__ = ["package", "provider"]


def test_an_overlap_with_registered_land_stops_the_export(tmp_path):
    parcels = layer_of(("UC 123", OVERLAP), name="Predios rurales")
    with pytest.raises(QgsProcessingException, match=r"Predios rurales, UC 123.*1\.0000 ha"):
        export(tmp_path / "p", REFERENCE=[parcels])
    assert list(tmp_path.iterdir()) == []


def test_a_draft_bears_its_word_on_every_file(tmp_path):
    # 100 m by 100 m of the parcel of 200 m by 100 m lie inside: 1 ha, 50 %
    folder = tmp_path / "p"
    parcels = layer_of(("UC 123", OVERLAP), name="Predios rurales")
    result = export(folder, REFERENCE=[parcels], ALLOW_BLOCKERS=True)
    assert result["STATE"] == "draft"
    assert result["BLOCKERS"] == 1
    names = [path.name for path in folder.iterdir() if path.name != "manifest.json"]
    assert names
    assert all(name.startswith("BORRADOR_") for name in names)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["state"] == "draft"
    (overlap,) = manifest["overlaps"]
    assert overlap["area_ha"] == "1.0000"
    assert overlap["percent"] == "50.00"
    assert overlap["severity"] == "blocker"
    assert overlap["role"] == "registered_land"
    book = openpyxl.load_workbook(folder / "BORRADOR_cuadro_tecnico.xlsx")
    for sheet in book:
        assert sheet["A1"].value.startswith("BORRADOR")
        assert "UC 123" in sheet["A2"].value
    with shapefile.Reader(str(folder / "BORRADOR_perimetro.shp"), encoding="utf-8") as reader:
        assert reader.record(0)["estado"] == "BORRADOR"
    assert verify(folder)[0]["VERIFIED"] is True


def test_overlaps_that_do_not_stop_a_title_are_listed(tmp_path):
    river = layer_of(("Río Tigre", OVERLAP), name="Ríos principales")
    mining = layer_of(("M-1", OVERLAP), name="Concesiones mineras")
    sliver = layer_of(
        ("UC 9", "POLYGON((500999.9 9000000,501500 9000000,501500 9001000,500999.9 9001000,500999.9 9000000))"),
        name="Predios rurales",
    )
    points = layer_of(("x", "POINT(500000 9000000)"), kind="Point", name="Centros poblados")
    log = Log()
    result = export(tmp_path / "p", log, REFERENCE=[river, mining, sliver, points])
    assert result["STATE"] == "final"
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    # the sliver of 0.1 m by 1 000 m is 0.0100 ha and 0.02 % of its parcel: below both thresholds
    assert [(o["role"], o["severity"], o["area_ha"]) for o in manifest["overlaps"]] == [
        ("riverbed", "exclude", "1.0000"),
        ("mining", "note", "1.0000"),
        ("registered_land", "note", "0.0100"),
    ]
    references = manifest["inputs"]["references"]
    assert [(r["layer"], r["read"], r["evaluated"]) for r in references] == [
        ("Ríos principales", 1, True),
        ("Concesiones mineras", 1, True),
        ("Predios rurales", 1, True),
        ("Centros poblados", 1, False),
    ]
    assert any("NOT EVALUATED" in line and "Centros poblados" in line for line in log.lines)


def test_a_layer_of_unknown_kind_is_taken_for_registered_land(tmp_path):
    with pytest.raises(QgsProcessingException, match="xyz"):
        export(tmp_path / "p", REFERENCE=[layer_of(("1", OVERLAP), name="xyz")])


def test_the_public_gets_no_neighbours_and_no_registry_entry(tmp_path):
    neighbours = layer_of(
        ("Juan Pérez", "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))"),
        name="vecinos",
    )
    folder = tmp_path / "p"
    export(folder, NEIGHBOURS=neighbours, NEIGHBOUR_NAME="nombre", AUDIENCE="public")
    for path in folder.iterdir():
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                content = b"".join(book.read(name) for name in book.namelist())
        assert "Juan Pérez".encode() not in content, path.name
        assert b"11001234" not in content, path.name
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["withheld"] == ["attribute:registry_entry", "observation:text", "row:neighbour"]
    assert verify(folder)[0]["VERIFIED"] is True


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ("{", "not valid JSON"),
        ("[1]", "not valid JSON"),
        ({"comunidad": "x"}, "no attribute “comunidad”"),
        ({"ubigeo": 60301}, "leading zeros"),
        ({"ubigeo": "60301"}, "does not have the form"),
        ({"document_date": "20/11/2026"}, "must be a date"),
        ({"community": "Nueva\nVida"}, "line break"),
        ({"community": "ñ" * 300}, "600 bytes.*“nomcom”.*200"),
    ],
    ids=["broken", "list", "unknown", "number", "five digits", "date", "line break", "300 letters"],
)
def test_attributes_that_cannot_be_printed_are_named(tmp_path, attributes, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        export(tmp_path / "p", attributes=attributes)
    assert list(tmp_path.iterdir()) == []


def test_attributes_come_from_a_file_too(tmp_path):
    path = tmp_path / "datos.json"
    path.write_text(json.dumps({"community": "Nueva Vida"}), encoding="utf-8")
    log = Log()
    export(tmp_path / "p", log, attributes=str(path))
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["attributes"] == {"community": "Nueva Vida"}
    assert "ubigeo" in manifest["missing_attributes"]
    assert any("ubigeo" in line and "stay empty" in line for line in log.lines)


def test_a_neighbour_with_300_letters_is_refused_and_not_cut(tmp_path):
    neighbours = layer_of(
        ("N" * 300, "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))"),
        name="vecinos",
    )
    with pytest.raises(QgsProcessingException, match=r"300 bytes.*“colindante”.*254"):
        export(tmp_path / "p", NEIGHBOURS=neighbours, NEIGHBOUR_NAME="nombre")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_left_as_it_is(tmp_path):
    folder = tmp_path / "fotos"
    folder.mkdir()
    (folder / "foto.jpg").write_bytes(b"x")
    with pytest.raises(QgsProcessingException, match="holds other files"):
        export(folder)
    assert [path.name for path in tmp_path.rglob("*")] == ["fotos", "foto.jpg"]


def test_an_earlier_package_is_replaced_whole(tmp_path):
    export(tmp_path / "p", boundary="POLYGON((500000 9000000,500100 9000000,500100 9000100,500000 9000000))")
    export(tmp_path / "p")
    assert verify(tmp_path / "p")[0]["VERIFIED"] is True
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["numbers"]["area_ha"] == "99.0100"


@pytest.mark.parametrize("at", [10, 60, 75, 85, 97])
def test_cancel_in_the_middle_leaves_the_earlier_package(tmp_path, at):
    export(tmp_path / "p")
    before = {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()}
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        export(
            tmp_path / "p",
            Log(cancel_at=at),
            boundary="POLYGON((500000 9000000,500100 9000000,500100 9000100,500000 9000000))",
        )
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()} == before


def test_a_full_disk_at_each_file_leaves_nothing(tmp_path, monkeypatch):
    real = Path.write_bytes
    written = []

    def count(path, content):
        written.append(path.name)
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", count)
    export(tmp_path / "p")
    monkeypatch.undo()
    # without neighbours nobody signs a record, and the list of neighbours says so
    assert len(written) == len([name for name in FILES if not name.startswith("acta_")])
    for stop in range(len(written)):
        seen = []

        def full(path, content, stop=stop, seen=seen):
            seen.append(path.name)
            if len(seen) > stop:
                real(path, content[: len(content) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(path, content)

        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(QgsProcessingException, match="disk is full"):
            export(tmp_path / "otro")
        monkeypatch.undo()
        assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_destination_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "archivo").write_text("x")
    with pytest.raises(QgsProcessingException, match="Nothing can be written"):
        export(tmp_path / "archivo" / "p")
    assert [path.name for path in tmp_path.iterdir()] == ["archivo"]


def test_the_community_itself_in_a_layer_of_communities_does_not_stop_it(tmp_path):
    communities = layer_of(("Nueva Vida", BOUNDARY), name="Comunidades nativas")
    attributes = {"community": "Nueva Vida"}
    assert export(tmp_path / "p", attributes=attributes, REFERENCE=[communities])["STATE"] == "final"
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    assert [(o["role"], o["severity"], o["percent"]) for o in manifest["overlaps"]] == [("own_unit", "note", "100.00")]
    # the same land under another name is somebody else's
    with pytest.raises(QgsProcessingException, match="Nueva Vida"):
        export(tmp_path / "otro", attributes={"community": "Puerto Azul"}, REFERENCE=[communities])
    # the same name on other land is a conflict too
    half = layer_of(("Nueva Vida", OVERLAP), name="Comunidades nativas")
    with pytest.raises(QgsProcessingException, match="Nueva Vida"):
        export(tmp_path / "otro", attributes=attributes, REFERENCE=[half])
