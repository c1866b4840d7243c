"""Documents of a package that stand on a workspace: marks with photos, signed records, waivers; and the federation's template."""

from __future__ import annotations

import io
import json

import docx
import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtGui import QColor, QImage

from rainforest_alert_plugin.documents.docx_reading import read_docx
from rainforest_alert_plugin.documents.pdf_reading import read_pdf
from rainforest_alert_plugin.host.pictures import image_png
from rainforest_alert_plugin.host.title_documents import boundary_marks, document_producers, known_neighbours
from rainforest_alert_plugin.host.workspaces import open_workspace
from rainforest_alert_plugin.titling.agreements import KnownNeighbour
from rainforest_alert_plugin.workspace.attachments import attach
from tests.qgis.test_title_package_workspace import from_workspace, workspace
from tests.qgis.title_packages import export, layer_of, package, provider, verify

__all__ = ["package", "provider", "workspace"]


def newest(opened):
    return max(opened.read("boundary_version"), key=lambda row: row["number"])


def photo(path, words=b"") -> None:
    """A JPEG as a camera writes it, with a place in its EXIF block."""
    image = QImage(1600, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("#2e7d32"))
    assert image.save(str(path), "JPEG", 90)
    content = path.read_bytes()
    block = b"Exif\0\0" + words
    path.write_bytes(content[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + content[2:])


@pytest.fixture
def marked(workspace, tmp_path):
    """The community with two marks, one of them with a photo, and what is known of its sides."""
    photo(tmp_path / "hito.jpg", b"GPS -8.123456 -74.654321")
    with open_workspace(workspace) as opened, opened.write() as transaction:
        community = next(row for row in opened.read("community") if row["name"] == "Nueva Vida")
        version = transaction.insert(
            "boundary_version",
            {
                "community_id": community["id"],
                "number": 3,
                "reason": "hitos",
                "epsg": 32718,
                "sensitivity": "federation",
                "geom": bytes(newest(opened)["geom"]),
            },
        )
        for position, (east, north) in enumerate([(0, 0), (0, 200), (200, 200), (200, 0)], start=1):
            vertex = transaction.insert(
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
                    "method": "rtk",
                    "sigma_m": 0.05,
                    "monument": "Hito de concreto" if position < 3 else None,
                    "access": "Trocha de 2 km desde el puerto" if position == 1 else None,
                },
            )
            if position == 1:
                attach(transaction, workspace, tmp_path / "hito.jpg", "vertex", vertex, sensitivity="community")
        for number, (kind, name, act) in enumerate(
            [("river", "Río Tigre", None), ("community", "C.N. Sur", "Acta 7"), ("private_parcel", "Fundo", None)],
            start=1,
        ):
            transaction.insert(
                "boundary_side",
                {
                    "version_id": version,
                    "part": 0,
                    "ring": 0,
                    "number": number,
                    "kind": kind,
                    "neighbour": name,
                    "record_act": act,
                    "record_on": "2025-03-01" if act else None,
                },
            )
    return workspace


def test_a_photo_stays_with_its_mark_when_another_corner_moves(marked):
    with open_workspace(marked) as opened, opened.write() as transaction:
        before = newest(opened)
        columns = ("community_id", "reason", "epsg", "sensitivity", "geom")
        version = transaction.insert(
            "boundary_version", {**{name: before[name] for name in columns}, "number": before["number"] + 1}
        )
        for row in opened.read("vertex", '"version_id" = ?', [before["id"]]):
            kept = {name: row[name] for name in row if name not in ("id", "created_at", "version_id")}
            # the first mark is called otherwise now; the others were moved five metres east
            kept["label"] = {1: "M-1", 2: "M-2"}.get(row["number"], row["label"])
            kept["easting"] += 0 if row["number"] == 1 else 5
            transaction.insert("vertex", {**kept, "version_id": version})
    with open_workspace(marked) as opened:
        marks = {mark.label: bool(mark.photo) for mark in boundary_marks(opened, version)}
    assert marks == {"M-1": True, "M-2": False}


def test_a_workspace_gives_marks_photos_and_what_is_known_of_neighbours(marked, tmp_path):
    folder = tmp_path / "p"
    from_workspace(marked, folder, ALLOW_BLOCKERS=True)
    assert verify(folder)[0]["VERIFIED"] is True
    sheets = next(folder.glob("*fichas_de_hitos.docx"))
    read = docx.Document(io.BytesIO(sheets.read_bytes()))
    headings = [paragraph.text for paragraph in read.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings == ["Hito H-1", "Hito H-2"]
    assert "GNSS RTK" in read_docx(sheets).text()
    # how the second is reached nobody wrote down: a line to fill in by hand
    assert "Trocha de 2 km desde el puerto" in read_docx(sheets).text()
    assert read_docx(sheets).text().count("_" * 40) == 1
    # two sketches and one photo, which does not tell where it was taken
    assert len(read.inline_shapes) == 3
    assert all(b"8.123456" not in part.blob for part in read.part.package.iter_parts())
    assert len(read_pdf(next(folder.glob("*fichas_de_hitos.pdf"))).pages) == 2
    (table,) = read_docx(next(folder.glob("*relacion_de_colindancias.docx"))).tables
    assert {row[0]: row[4] for row in table[1:]} == {
        "Río Tigre": "No necesaria: dominio público",
        "C.N. Sur": "Ya firmada: Acta 7, 2025-03-01",
        "Fundo": "Por firmar",
    }
    assert [path.name.replace("BORRADOR_", "") for path in folder.glob("*acta_*")] == ["acta_01_fundo.docx"]


def test_known_neighbours_and_marks_are_read_from_the_agreed_version(marked):
    with open_workspace(marked, read_only=True) as opened:
        version = newest(opened)["id"]
        known = known_neighbours(opened, version)
        marks = boundary_marks(opened, version)
    assert known["C.N. Sur"] == KnownNeighbour("community", "", "Acta 7", "2025-03-01")
    assert [(mark.label, mark.method, mark.sigma_m, bool(mark.photo)) for mark in marks] == [
        ("H-1", "rtk", 0.05, True),
        ("H-2", "rtk", 0.05, False),
    ]


def test_other_marks_make_another_fingerprint_so_that_a_resumed_atlas_writes_anew(marked, workspace):
    with open_workspace(marked, read_only=True) as opened:
        community = next(row for row in opened.read("community") if row["name"] == "Nueva Vida")
        version = newest(opened)["id"]
        one = [producer.fingerprint for producer in document_producers(opened, community, version)]
        again = [producer.fingerprint for producer in document_producers(opened, community, version)]
        without = [producer.fingerprint for producer in document_producers(opened, community, None)]
    assert one == again
    assert [a == b for a, b in zip(one, without)] == [True, False, False, True]


def test_a_photo_is_upright_small_and_tells_nothing_beside_its_pixels(tmp_path):
    photo(tmp_path / "a.jpg", b"Camara de Juan, -8.123456")
    png = image_png(tmp_path / "a.jpg", 600)
    image = QImage.fromData(png, "PNG")
    assert (image.width(), image.height()) == (600, 450)
    assert b"Juan" not in png
    assert image_png(tmp_path / "no.jpg", 600) == b""


def test_a_neighbour_with_a_registry_entry_signs_no_record(tmp_path):
    from qgis.core import QgsField

    from rainforest_alert_plugin.compat import field

    layer = layer_of(
        ("Fundo", "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))"),
        name="vecinos",
    )
    made: QgsField = field("partida", "string", 20)
    layer.dataProvider().addAttributes([made])
    layer.updateFields()
    feature = next(layer.getFeatures())
    layer.dataProvider().changeAttributeValues({feature.id(): {layer.fields().lookupField("partida"): "11005678"}})
    export(tmp_path / "p", NEIGHBOURS=layer, NEIGHBOUR_NAME="nombre", NEIGHBOUR_REGISTRY="partida")
    (table,) = read_docx(next((tmp_path / "p").glob("*relacion_de_colindancias.docx"))).tables
    said = {row[0]: row[4] for row in table[1:]}
    assert said["Fundo"] == "No necesaria: inscrito en la partida 11005678; rige la línea inscrita"
    assert not list((tmp_path / "p").glob("*acta_*_fundo.docx"))


@pytest.mark.parametrize(
    ("name", "stated", "parameters", "signs"),
    [
        ("tipo", "Río navegable", {}, False),
        ("clase", "quebrada", {"NEIGHBOUR_KIND": "clase"}, False),
        ("clase", "quebrada", {}, True),
        ("tipo", "Predio Río Bello", {}, True),
        ("tipo", "Estado", {}, True),
        ("tipo", None, {}, True),
    ],
)
def test_a_river_drawn_as_a_neighbour_signs_no_record_when_the_layer_says_what_it_is(
    tmp_path, name, stated, parameters, signs
):
    from rainforest_alert_plugin.compat import field

    layer = layer_of(
        ("Tigre", "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))"),
        name="vecinos",
    )
    layer.dataProvider().addAttributes([field(name, "string", 40)])
    layer.updateFields()
    feature = next(layer.getFeatures())
    layer.dataProvider().changeAttributeValues({feature.id(): {layer.fields().lookupField(name): stated}})
    export(tmp_path / "p", NEIGHBOURS=layer, NEIGHBOUR_NAME="nombre", **parameters)
    assert bool(list((tmp_path / "p").glob("*acta_*_tigre.docx"))) is signs
    (table,) = read_docx(next((tmp_path / "p").glob("*relacion_de_colindancias.docx"))).tables
    assert ("No necesaria" in {row[0]: row[4] for row in table[1:]}["Tigre"]) is not signs


def test_the_federations_template_is_used_and_a_wrong_one_leaves_nothing(tmp_path):
    own = docx.Document()
    own.add_paragraph("Nosotros, {{ community }}: {{ area_ha }} ha {{ mark }}")
    own.save(tmp_path / "nuestra.docx")
    export(tmp_path / "p", TEMPLATE=str(tmp_path / "nuestra.docx"))
    (report,) = (tmp_path / "p").glob("*memoria_descriptiva.docx")
    assert read_docx(report).paragraphs[0].startswith("Nosotros, ")
    assert "99.0100 ha" in read_docx(report).paragraphs[0]
    own.add_paragraph("{{ superficie }}")
    own.save(tmp_path / "mala.docx")
    with pytest.raises(QgsProcessingException, match=r"mala\.docx.*superficie"):
        export(tmp_path / "q", TEMPLATE=str(tmp_path / "mala.docx"))
    with pytest.raises(QgsProcessingException, match="cannot be read"):
        (tmp_path / "rota.docx").write_bytes(b"roto")
        export(tmp_path / "q", TEMPLATE=str(tmp_path / "rota.docx"))
    assert not (tmp_path / "q").exists()


def test_the_manifest_says_how_often_each_text_states_each_number(package):
    documents = package[2]["documents"]
    assert documents["memoria"]["states"]["area_ha"] == 1
    assert documents["cover"]["states"]["area_ha"] == 1
    assert all(
        count > 0
        for document in documents.values()
        if isinstance(document, dict)
        for count in document.get("states", {}).values()
    ), json.dumps(documents)
