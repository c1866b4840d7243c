"""The drawing for CAD and the KML for reference, read by programs that share nothing with the writers."""

from __future__ import annotations

import json
import math
from xml.dom import minidom

import ezdxf
import pyproj
import pytest
from ezdxf import recover
from ezdxf.audit import Auditor

from tests.qgis.test_title_rivers import BENT, rivers
from tests.qgis.title_packages import ATTRIBUTES, BOUNDARY, OVERLAP, export, layer_of, provider, verify

__all__ = ["provider"]


def box(west, south, east, north):
    return f"POLYGON(({west} {south},{west} {north},{east} {north},{east} {south},{west} {south}))"


@pytest.fixture(scope="module")
def drawn(provider, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cad") / "p"
    vecinos = layer_of(("Ñuñuz & “Cía” <S.A.> 100%% 🌳", box(501000, 9000000, 502000, 9001000)), name="vecinos")
    export(folder, NEIGHBOURS=vecinos, NEIGHBOUR_NAME="nombre")
    return folder


def test_the_drawing_is_sound_and_of_the_year_2000(drawn):
    drawing = ezdxf.readfile(drawn / "plano_cad.dxf")
    assert drawing.dxfversion == "AC1015"
    auditor = Auditor(drawing)
    assert [error.message for error in auditor.run()] == []
    assert drawing.header["$INSUNITS"] == 6  # metres


def test_rings_are_closed_polylines_with_the_printed_coordinates(drawn):
    drawing = ezdxf.readfile(drawn / "plano_cad.dxf")
    rings = drawing.modelspace().query('LWPOLYLINE[layer=="PERIMETRO"]')
    assert [ring.closed for ring in rings] == [True, True, True]
    # the square of 1 000 m, its enclave of 100 m and the second part of 10 m
    corners = [{(round(x), round(y)) for x, y in ring.get_points("xy")} for ring in rings]
    assert corners[0] == {(500000, 9000000), (501000, 9000000), (501000, 9001000), (500000, 9001000)}
    assert corners[1] == {(500400, 9000400), (500500, 9000400), (500500, 9000500), (500400, 9000500)}
    assert len(corners[2]) == 4


def test_labels_lengths_and_neighbours_stand_in_layers_of_their_own(drawn):
    texts = {}
    drawing, _ = recover.readfile(drawn / "plano_cad.dxf")  # which decodes letters spelled by their number
    for text in drawing.modelspace().query("TEXT"):
        texts.setdefault(text.dxf.layer, []).append(text.plain_text())
    assert texts["ETIQUETAS"] == [f"V-{n}" for n in range(1, 13)]
    assert texts["LONGITUDES"][:4] == ["1000.00 m"] * 4
    # an emoji has no spelling in the format, and %% would begin a control sequence
    assert "Ñuñuz & “Cía” <S.A.> 100% % □" in texts["COLINDANTES"]
    assert any("99.0100 ha" in line for line in texts["NOTAS"])


def test_a_river_is_drawn_along_its_channel(tmp_path):
    export(tmp_path / "p", boundary=BENT, RIVERS=rivers(), RIVER_NAME="nombre")
    space = ezdxf.readfile(tmp_path / "p" / "plano_cad.dxf").modelspace()
    (ring,) = space.query('LWPOLYLINE[layer=="PERIMETRO"]')
    assert len(ring) == 7
    assert len(space.query("POINT")) == 4


def test_the_kml_shows_the_vertices_where_they_are_and_says_that_it_is_for_reference(drawn):
    document = minidom.parse(str(drawn / "referencia.kml"))
    names = [node.firstChild.data for node in document.getElementsByTagName("name")]
    assert names[0] == f"REFERENCIA {ATTRIBUTES['community']}"
    assert "Solo referencia" in document.getElementsByTagName("description")[0].firstChild.data
    points = [
        node.getElementsByTagName("coordinates")[0].firstChild.data.split(",")
        for node in document.getElementsByTagName("Point")
    ]
    assert len(points) == 12
    to_utm = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32718", always_xy=True)
    # V-1 is the north-western corner of the square
    assert math.dist(to_utm.transform(float(points[0][0]), float(points[0][1])), (500000, 9001000)) < 0.002


def test_a_drawing_or_a_kml_that_was_changed_is_found(drawn, tmp_path):
    import shutil

    for name, before, after in (
        ("plano_cad.dxf", b"500500.0000", b"500500.0001"),
        ("plano_cad.dxf", b"1000.00 m", b"1000.01 m"),
        ("plano_cad.dxf", b"\r\nV-3\r\n", b"\r\nV-9\r\n"),
        ("plano_cad.dxf", b"\r\n\xd1u\xf1uz", b"\r\nNu\xf1uz"),
        ("referencia.kml", b"<name>V-3<", b"<name>V-9<"),
    ):
        folder = tmp_path / "p"
        shutil.copytree(drawn, folder)
        data = (folder / name).read_bytes()
        assert before in data
        (folder / name).write_bytes(data.replace(before, after))
        result, lines = verify(folder)
        # beside the fingerprint of the file, what it states differs
        assert result["DIFFERENCES"] >= 2, (name, before, lines)
        shutil.rmtree(folder)


def test_a_draft_says_so_in_the_drawing_and_in_the_kml(tmp_path):
    titled = layer_of(("Puerto Azul", OVERLAP), name="comunidades tituladas")
    export(tmp_path / "p", boundary=BOUNDARY, REFERENCE=[titled], ALLOW_BLOCKERS=True)
    notes = [
        text.plain_text()
        for text in ezdxf.readfile(tmp_path / "p" / "BORRADOR_plano_cad.dxf").modelspace().query("TEXT")
        if text.dxf.layer == "NOTAS"
    ]
    assert any(note.startswith("BORRADOR: no presentar") for note in notes)
    assert any("Puerto Azul" in note for note in notes)
    assert "BORRADOR · REFERENCIA" in (tmp_path / "p" / "BORRADOR_referencia.kml").read_text("utf-8")
    assert json.loads((tmp_path / "p" / "manifest.json").read_text("utf-8"))["state"] == "draft"
