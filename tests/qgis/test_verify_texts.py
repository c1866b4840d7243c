"""A package whose texts somebody changed, manifest mended: the numbers tell file, value and what was stated."""

from __future__ import annotations

import datetime
import json
import shutil
import zipfile
from dataclasses import replace

import pytest

from rainforest_alert_plugin.documents.model import Document, KeyValues, Paragraph
from rainforest_alert_plugin.host.pdf import pdf_bytes
from tests.qgis.test_verify_package import rehash
from tests.qgis.title_packages import OVERLAP, export, layer_of, package, provider, verify

__all__ = ["package", "provider"]

DAY = datetime.date(2026, 11, 20)
ACTA = "acta_01_terrenos_del_estado.docx"
LIST = "relacion_de_colindancias.docx"


def rewritten(path, change) -> None:
    """A DOCX with its document part changed, as somebody does in Word."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts["word/document.xml"].decode("utf-8")
    after = change(before)
    assert after != before
    parts["word/document.xml"] = after.encode("utf-8")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def replaced_text(old, new, count=1):
    return lambda xml: xml.replace(old, new, count)


def without_row(label):
    def change(xml):
        end = xml.index("</w:tr>", xml.index(f">{label}<"))
        return xml[: xml.rindex("<w:tr>", 0, end)] + xml[end + len("</w:tr>") :]

    return change


def other_cover(folder, manifest) -> None:
    """A cover that somebody printed anew with another area."""
    numbers = manifest["numbers"]
    pairs = (
        ("Comunidad", manifest["attributes"]["community"]),
        ("Área (ha)", "99.0101 ha"),
        ("Perímetro (m)", f"{numbers['perimeter_m']} m"),
        ("Huella", numbers["geometry_sha256"]),
    )
    document = Document("Carátula", "es", (KeyValues(pairs),), DAY)
    (folder / "caratula.pdf").write_bytes(pdf_bytes(document))


CASES = {
    "area in the report": (
        lambda f, m: rewritten(f / "memoria_descriptiva.docx", replaced_text("99.0100 ha", "99.0110 ha", 99)),
        ("memoria_descriptiva.docx", "area_ha", "99.0100"),
    ),
    "fingerprint in the report": (
        lambda f, m: rewritten(
            f / "memoria_descriptiva.docx", replaced_text(m["numbers"]["geometry_sha256"], "0" * 64, 99)
        ),
        None,
    ),
    "coordinate in the table of the report": (
        lambda f, m: rewritten(f / "memoria_descriptiva.docx", replaced_text(">501000.0000<", ">501000.0001<", 99)),
        ("memoria_descriptiva.docx", "V-2 easting", "501000.0000"),
    ),
    "row taken from the table of the report": (
        lambda f, m: rewritten(f / "memoria_descriptiva.docx", without_row("V-2")),
        None,
    ),
    "coordinate in a record of agreement": (
        lambda f, m: rewritten(f / ACTA, replaced_text(">9001000.0000<", ">9001000.0010<", 99)),
        None,
    ),
    "sum below the table of the report": (
        lambda f, m: rewritten(f / "memoria_descriptiva.docx", replaced_text(">4000.00<", ">4000.01<", 99)),
        ("memoria_descriptiva.docx", "TOTAL distance_m", "4000.00"),
    ),
    "length of a side told in words": (
        lambda f, m: rewritten(
            f / "memoria_descriptiva.docx", replaced_text("recta de 1000.00 m", "recta de 1000.01 m")
        ),
        ("memoria_descriptiva.docx", "V-1 – V-2", "1000.00"),
    ),
    "length of the sides to the east": (
        lambda f, m: rewritten(
            f / "memoria_descriptiva.docx", replaced_text("longitud de 1000.00", "longitud de 1000.10")
        ),
        None,
    ),
    "distance in a record of agreement": (
        lambda f, m: rewritten(f / ACTA, replaced_text(">1000.00<", ">1000.10<")),
        (ACTA, "V-3 - V-4 distance_m", "1000.00"),
    ),
    "azimuth in a record of agreement": (
        lambda f, m: rewritten(f / ACTA, replaced_text("270°00", "270°01")),
        (ACTA, "V-3 - V-4 azimuth", "270°00'00\""),
    ),
    "length in the list of neighbours": (
        lambda f, m: rewritten(f / LIST, replaced_text(">1000.00<", ">1000.10<")),
        (LIST, "=Fundo “El Ñato” & Hnos. <S.A.> length_m", "1000.00"),
    ),
    "area on the cover": (
        other_cover,
        ("caratula.pdf", "area_ha", "99.0100"),
    ),
}


@pytest.mark.parametrize("case", list(CASES))
def test_a_text_that_differs_is_named_with_its_file_and_value(package, tmp_path, case):
    change, expected = CASES[case]
    folder = tmp_path / "copia"
    shutil.copytree(package[0], folder)
    change(folder, package[2])
    rehash(folder)
    report = tmp_path / "informe.json"
    result, _ = verify(folder, REPORT_JSON=str(report))
    assert result["VERIFIED"] is False
    differences = json.loads(report.read_text(encoding="utf-8"))["differences"]
    assert {difference["facts"]["file"] for difference in differences} <= {
        "memoria_descriptiva.docx",
        "caratula.pdf",
        ACTA,
        LIST,
    }
    assert differences
    if expected:
        stated = [tuple(d["facts"][key] for key in ("file", "place", "stated")) for d in differences]
        assert expected in stated


def test_a_text_that_cannot_be_read_is_said_to_be_unreadable(package, tmp_path):
    folder = tmp_path / "copia"
    shutil.copytree(package[0], folder)
    (folder / "memoria_descriptiva.docx").write_bytes(b"roto")
    (folder / "caratula.pdf").write_bytes(b"roto")
    rehash(folder)
    report = tmp_path / "informe.json"
    verify(folder, REPORT_JSON=str(report))
    differences = json.loads(report.read_text(encoding="utf-8"))["differences"]
    assert {(d["id"], d["facts"]["file"]) for d in differences} == {
        ("difference.unreadable", "memoria_descriptiva.docx"),
        ("difference.unreadable", "caratula.pdf"),
    }


def test_hostile_names_are_written_into_every_document_and_verified(tmp_path):
    name = 'C.N. "Río & Yavarí" <b>Ñandú</b> 🌳 שלום عربي ' + "x" * 120
    neighbours = layer_of(
        (name, "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))"), name="vecinos"
    )
    export(
        tmp_path / "p",
        NEIGHBOURS=neighbours,
        NEIGHBOUR_NAME="nombre",
        ATTRIBUTES=json.dumps({"community": name, "document_date": "2026-11-20"}),
    )
    assert verify(tmp_path / "p")[0]["VERIFIED"] is True


def test_a_draft_bears_its_mark_in_every_document_and_its_loss_is_found(tmp_path):
    blocked = layer_of(("X", OVERLAP), name="predios")
    export(tmp_path / "p", REFERENCE=[blocked], ALLOW_BLOCKERS=True)
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["state"] == "draft"
    marked = {d["file"] for d in manifest["documents"].values() if isinstance(d, dict) and d.get("mark") == "BORRADOR"}
    assert marked == {path.name for path in (tmp_path / "p").iterdir() if path.suffix in (".docx", ".pdf")}
    assert verify(tmp_path / "p")[0]["VERIFIED"] is True
    cover = tmp_path / "p" / "BORRADOR_caratula.pdf"
    numbers = manifest["numbers"]
    said = f"{manifest['attributes'].get('community', '')} {numbers['area_ha']} {numbers['perimeter_m']}"
    overlap = " ".join(manifest["overlaps"][0][name] for name in ("layer", "feature_id", "area_ha", "percent"))
    fingerprints = Paragraph(f"{numbers['geometry_sha256']} " * 6)
    document = Document("x", "es", (Paragraph(said), Paragraph(overlap), fingerprints), DAY)
    cover.write_bytes(pdf_bytes(document))
    rehash(tmp_path / "p")
    report = tmp_path / "informe.json"
    verify(tmp_path / "p", REPORT_JSON=str(report))
    differences = json.loads(report.read_text(encoding="utf-8"))["differences"]
    assert [(d["facts"]["file"], d["facts"]["stated"]) for d in differences] == [("BORRADOR_caratula.pdf", "BORRADOR")]
    cover.write_bytes(pdf_bytes(replace(document, mark="BORRADOR")))
    rehash(tmp_path / "p")
    assert verify(tmp_path / "p")[0]["VERIFIED"] is True
