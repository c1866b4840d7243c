"""Closing a workshop writes its act: who came, what was decided, drawn and left open, and nothing that may not leave."""

from __future__ import annotations

import zipfile

import processing
import pytest
from pyproj import Geod
from qgis.core import QgsGeometry, QgsProcessingException

from rainforest_alert_plugin.documents.docx_reading import read_docx
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.territory.places import PlaceFacts, add_place, take_back
from rainforest_alert_plugin.territory.workshops import Attendance, open_workshop
from tests.qgis.title_packages import provider

__all__ = ["provider"]
pytestmark = pytest.mark.usefixtures("provider")
CORNERS = [(-74.1, -8.1), (-74.12, -8.1), (-74.12, -8.12), (-74.1, -8.12)]
PATH = [(-74.1, -8.1), (-74.2, -8.15)]
HOSTILE = 'Ñuk <b>&amp;"\u202e {{ x }} 🐟'


@pytest.fixture
def workshop(tmp_path):
    folder = tmp_path / "datos"
    folder.mkdir()
    with create_workspace("prueba", str(folder)) as made:
        with made.write() as transaction:
            community = transaction.insert("community", {"name": "Nueva Vida", "people": "Shipibo-Konibo"})
            square = bytes(QgsGeometry.fromWkt("MultiPolygon(((-74 -8,-73 -8,-73 -7,-74 -8)))").asWkb())
            transaction.insert(
                "dispute",
                {
                    "community_id": community,
                    "other_side": "Puerto Azul",
                    "our_claim": "la quebrada",
                    "their_claim": "la loma",
                    "geom": square,
                },
            )
        identity = open_workshop(
            made,
            community,
            "2026-09-12",
            "Local comunal",
            "Mapa de usos",
            [
                Attendance("elders", 6),
                Attendance("Young people", 3),
                Attendance("mujeres", 4),
                Attendance("apu", 1, "Rosa Ampush", True),
            ],
            "Luis Wajai",
        )
        text = ",".join(f"{x} {y}" for x, y in [*CORNERS, CORNERS[0]])
        area = QgsGeometry.fromWkt(f"Polygon(({text}))")
        path = QgsGeometry.fromWkt("LineString({})".format(",".join(f"{x} {y}" for x, y in PATH)))
        add_place(
            made, area, PlaceFacts(name=HOSTILE, use="fishing", kind="area", season="low_water"), workshop_id=identity
        )
        add_place(made, path, PlaceFacts(name_es="al monte", kind="path", season="high water"), workshop_id=identity)
        add_place(made, area, PlaceFacts(name="CANARIO", sensitivity="secret"), workshop_id=identity)
        gone = add_place(made, path, PlaceFacts(name="RETIRADO"), workshop_id=identity)
        take_back(made, gone)
        return made.location, identity


def close(workshop, folder, **more):
    location, identity = workshop
    given = {
        "WORKSPACE": location,
        "WORKSHOP": identity,
        "DECIDED": "El lindero sigue la quebrada.\nSe monumenta en mayo.",
        "LEFT_OPEN": "Hablar con Puerto Azul.",
        "OUTPUT_FILE": str(folder / "acta.docx"),
    }
    return processing.run("rainforestalert:closeworkshop", {**given, **more})


def text_of(path):
    read = read_docx(path)
    cells = [cell for table in read.tables for row in table for cell in row]
    return [*read.paragraphs, *cells]


def number(value):
    return f"{value:.2f}"


def test_the_act_says_who_came_what_was_decided_drawn_and_left_open(workshop, tmp_path):
    done = close(workshop, tmp_path)
    assert (done["STROKE_COUNT"], done["HELD_BACK_COUNT"]) == (2, 1)
    texts = text_of(tmp_path / "acta.docx")
    joined = "\n".join(texts)
    for part in (
        "Acta del taller",
        "Nueva Vida",
        "Local comunal",
        "sabias y sabios",
        "jóvenes",  # an earlier version kept the words of an English laptop, and those of a Spanish one
        "mujeres",
        "apu",
        "Rosa Ampush",
        "Luis Wajai",
        "El lindero sigue la quebrada.",
        "Se monumenta en mayo.",
        "Hablar con Puerto Azul.",
        "Parte en disputa con Puerto Azul: la comunidad dice «la quebrada»; la otra parte dice «la loma».",
        "al monte",
        "pesca",
        "vaciante",
        "creciente",  # an earlier version of an English laptop wrote “high water”
    ):
        assert part in joined, part
    geod = Geod(ellps="WGS84")
    area, _ = geod.polygon_area_perimeter(*zip(*CORNERS))
    length = geod.line_length(*zip(*PATH))
    assert number(abs(area) / 1e4) in texts
    assert number(length / 1000) in texts
    assert "14" in texts  # everybody who came


def test_what_is_secret_or_taken_back_is_not_in_the_act(workshop, tmp_path):
    close(workshop, tmp_path)
    with zipfile.ZipFile(tmp_path / "acta.docx") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"CANARIO" not in content
    assert b"RETIRADO" not in content
    assert "No figuran en esta acta 1 registros" in "\n".join(text_of(tmp_path / "acta.docx"))


def test_a_name_full_of_signs_stands_in_the_act_as_it_was_written(workshop, tmp_path):
    close(workshop, tmp_path)
    # the mark that turns the direction of what follows was left out on entry
    assert HOSTILE.replace("\u202e", "") in text_of(tmp_path / "acta.docx")


def test_a_name_whose_consent_was_taken_back_is_not_in_the_act(workshop, tmp_path):
    """The database refuses such a row; the gate does not rely on it."""
    with open_workspace(workshop[0]) as opened, opened.write() as transaction:
        (row,) = opened.read("attendance", '"name" IS NOT NULL')
        transaction.connection.run("PRAGMA ignore_check_constraints = ON")
        transaction.update("attendance", row["id"], {"consented": False})
    close(workshop, tmp_path)
    joined = "\n".join(text_of(tmp_path / "acta.docx"))
    assert "apu" in joined
    assert "Rosa Ampush" not in joined


def test_names_do_not_go_to_a_wider_audience(workshop, tmp_path):
    with pytest.raises(QgsProcessingException, match="may not leave for the federation"):
        close(workshop, tmp_path, AUDIENCE="federation")
    assert not (tmp_path / "acta.docx").exists()
    with open_workspace(workshop[0], read_only=True) as opened:
        assert opened.read("workshop")[0]["closed_at"] is None


def test_closed_once_the_act_can_be_written_again_but_nothing_changes(workshop, tmp_path):
    close(workshop, tmp_path)
    first = (tmp_path / "acta.docx").read_bytes()
    (tmp_path / "acta.docx").unlink()
    close(workshop, tmp_path, DECIDED="", LEFT_OPEN="")
    assert (tmp_path / "acta.docx").read_bytes() == first
    with pytest.raises(QgsProcessingException, match="is closed"):
        close(workshop, tmp_path, DECIDED="otra cosa")
    assert (tmp_path / "acta.docx").read_bytes() == first


def test_a_workshop_stays_open_when_its_act_cannot_be_written(workshop, tmp_path):
    (tmp_path / "acta.docx").mkdir()
    with pytest.raises(QgsProcessingException):
        close(workshop, tmp_path)
    with open_workspace(workshop[0], read_only=True) as opened:
        assert opened.read("workshop")[0]["closed_at"] is None


def test_without_outcome_nothing_is_closed(workshop, tmp_path):
    with pytest.raises(QgsProcessingException, match="Say what was decided"):
        close(workshop, tmp_path, DECIDED=" ", LEFT_OPEN="")
    with pytest.raises(QgsProcessingException, match="is not in the workspace"):
        close(workshop, tmp_path, WORKSHOP="no")


def test_a_workshop_is_found_by_its_day_unless_there_were_two(workshop, tmp_path):
    location, identity = workshop
    with open_workspace(location) as opened:
        community = opened.read("community")[0]["id"]
        other = open_workshop(opened, community, "2026-09-12", "Escuela", "otro mapa")
    with pytest.raises(QgsProcessingException, match=f"2 workshops were held on 2026-09-12.*{other}"):
        close(workshop, tmp_path, WORKSHOP="2026-09-12")
    with open_workspace(location) as opened, opened.write() as transaction:
        transaction.update("workshop", other, {"held_on": "2026-09-13"})
    close(workshop, tmp_path, WORKSHOP="2026-09-12")
    with open_workspace(location, read_only=True) as opened:
        closed = {row["id"]: row["closed_at"] is not None for row in opened.read("workshop")}
    assert closed == {identity: True, other: False}
