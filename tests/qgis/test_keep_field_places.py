"""Places of an app's export, kept in a workspace with their photos: in a file and in a database, once, and for whom it was said."""

from __future__ import annotations

import hashlib
import json
import struct
import uuid
import zipfile

import processing
import psycopg2
import pytest
from qgis.core import (
    QgsDataSourceUri,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsProviderRegistry,
)
from qgis.PyQt.QtCore import Qt

from rainforest_alert_plugin.host.attachments import fetch_attachment
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.workspace.audit import named_id
from tests.qgis.test_territory_dock import end, iface, opened
from tests.qgis.title_packages import provider

__all__ = ["iface", "provider"]
pytestmark = pytest.mark.usefixtures("qgis_app", "qgis_new_project", "fresh_settings")


def record(number, longitude, **properties):
    return {
        "type": "Feature",
        "properties": {"$id": f"doc{number}", "$created": "2026-05-01T10:00:00.000Z", "$author": "Rosa", **properties},
        "geometry": {"type": "Point", "coordinates": [longitude, -8.5]},
    }


@pytest.fixture
def export(tmp_path):
    """A zip of CoMapeo: two places, three photos of which one did not come along, and a file that is neither photo nor sound."""
    records = [
        record(1, -74.5, name="Collpa", notes="llegan sajinos", attachment_1="p1.jpg", attachment_2="p2.jpg"),
        record(2, -74.6, name="Purma", attachment_1="p3.jpg", attachment_2="tool.exe"),
    ]
    path = tmp_path / "CoMapeo_x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("CoMapeo_x.geojson", json.dumps({"type": "FeatureCollection", "features": records}))
        for name in ("p1.jpg", "p3.jpg", "tool.exe"):
            archive.writestr(f"CoMapeo_x_Media/{name}", f"bytes of {name}")
    return path


@pytest.fixture
def connection(postgis):
    """A stored connection of QGIS to the server."""
    uri = QgsDataSourceUri()
    uri.setConnection(postgis.host, str(postgis.port), postgis.database, postgis.user, "")
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    metadata.saveConnection(metadata.createConnection(uri.uri(), {"saveUsername": True}), "campo")
    yield "campo"
    QgsProject.instance().clear()
    metadata.deleteConnection("campo")


@pytest.fixture(params=["file", "database"])
def location(request, tmp_path):
    if request.param == "file":
        place = str(tmp_path / "datos")
        (tmp_path / "datos").mkdir()
    else:
        place = f"{request.getfixturevalue('connection')}/fotos_{uuid.uuid4().hex[:8]}"
    with create_workspace("Federación", place) as made:
        with made.write() as work:
            work.insert("community", {"name": "Nueva Vida"})
        return made.location


def keep(path, location, **parameters):
    given = {
        "INPUT": str(path),
        "WORKSPACE": location,
        "COMMUNITY": "Nueva Vida",
        "OUTPUT": "TEMPORARY_OUTPUT",
        **parameters,
    }
    return processing.run("rainforestalert:importfieldgeometry", given, feedback=QgsProcessingFeedback(False))


def test_places_and_their_photos_are_kept_once(export, location):
    first = keep(export, location)
    assert (first["FEATURE_COUNT"], first["PLACE_COUNT"], first["FILE_COUNT"]) == (2, 2, 2)
    again = keep(export, location)
    assert (again["PLACE_COUNT"], again["FILE_COUNT"]) == (0, 0)
    with open_workspace(location, read_only=True) as workspace:
        places = {row["name"]: row for row in workspace.read("place")}
        photos = {row["row_id"]: row for row in workspace.read("attachment")}
        (community,) = workspace.read("community")
        everything = json.dumps([dict(row, geom=None) for row in workspace.read("place")])
    assert set(places) == {"Collpa", "Purma"}
    collpa = places["Collpa"]
    assert (collpa["kind"], collpa["sensitivity"], collpa["community_id"]) == ("place", "community", community["id"])
    drawn = QgsGeometry()
    drawn.fromWkb(collpa["geom"])
    assert (drawn.asPoint().x(), drawn.asPoint().y()) == (-74.5, -8.5)
    assert "Rosa" not in everything
    for place, name in ((places["Collpa"], "p1.jpg"), (places["Purma"], "p3.jpg")):
        row = photos[place["id"]]
        assert row["sha256"] == hashlib.sha256(f"bytes of {name}".encode()).hexdigest()
        assert (row["media_type"], row["sensitivity"], row["taken_at"]) == (
            "image/jpeg",
            "community",
            "2026-05-01T10:00:00.000Z",
        )
        assert fetch_attachment(location, row["id"]).read_bytes() == f"bytes of {name}".encode()


def test_what_only_the_community_may_see_is_not_for_a_reader_of_the_database(export, postgis, connection):
    schema = "lectura_" + uuid.uuid4().hex[:8]
    with create_workspace("Federación", f"{connection}/{schema}") as made, made.write() as work:
        work.insert("community", {"name": "Nueva Vida"})
    keep(export, f"{connection}/{schema}", SENSITIVITY="community")
    login = f"u_{uuid.uuid4().hex[:8]}"
    with postgis.connect() as database, database.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {login} LOGIN IN ROLE {schema}_reader")
    reader = psycopg2.connect(f"host={postgis.host} port={postgis.port} user={login} dbname={postgis.database}")
    with reader, reader.cursor() as cursor:
        for table in ("place", "attachment", "attachment_content"):
            cursor.execute(f"SELECT count(*) FROM {schema}.{table}")
            assert cursor.fetchone() == (0,), table
    reader.close()


def test_nothing_is_kept_when_one_place_cannot_be(export, location):
    with pytest.raises(QgsProcessingException):
        keep(export, location, COMMUNITY="Nadie")
    with open_workspace(location, read_only=True) as workspace:
        assert workspace.count("place") == workspace.count("attachment") == 0


@pytest.mark.parametrize("northing", ["1e12", "9e99", "1e30"])
def test_a_place_that_lies_nowhere_is_named_and_the_others_are_kept(tmp_path, northing):
    (tmp_path / "datos").mkdir()
    create_workspace("Federación", str(tmp_path / "datos")).close()
    table = tmp_path / "puntos.csv"
    table.write_text(f"vertice,este,norte\nLoma,512000,8900000\nError,{northing},{northing}\nPurma,512100,8900100\n")
    feedback = QgsProcessingFeedback(False)
    location = str(next((tmp_path / "datos").glob("*.gpkg")))
    given = {"INPUT": str(table), "CRS": "EPSG:32718", "KIND": "place", "WORKSPACE": location, "OUTPUT": "memory:"}
    done = processing.run("rainforestalert:importfieldgeometry", given, feedback=feedback)
    assert (done["FEATURE_COUNT"], done["PLACE_COUNT"]) == (3, 2)
    assert "nowhere on Earth: 1. They were not kept in the workspace: Error." in feedback.textLog()
    with open_workspace(location, read_only=True) as workspace:
        assert {row["name"] for row in workspace.read("place")} == {"Loma", "Purma"}


FAMILY = {"casa": "-8.5 -74.5 100 3.2", "chacra": "-8.6 -74.6 100 3.2"}


def answers(path, *all_answers):
    common = {"_submission_time": "2024-05-01T12:00:00"}
    path.write_text(json.dumps([{"_id": n, **common, **answer} for n, answer in enumerate(all_answers)]), "utf-8")
    return path


def kept_names(location):
    with open_workspace(location, read_only=True) as workspace:
        return sorted(row["name"] for row in workspace.read("place"))


@pytest.fixture
def in_file(tmp_path):
    (tmp_path / "datos").mkdir()
    with create_workspace("Federación", str(tmp_path / "datos")) as made, made.write() as work:
        work.insert("community", {"name": "Nueva Vida"})
    return made.location


@pytest.mark.parametrize("own", [{"_uuid": "u-1"}, {}], ids=["own identity", "none"])
def test_two_places_of_one_answer_are_two_places_with_their_questions(in_file, tmp_path, own):
    path = answers(
        tmp_path / "k.json",
        {**own, "nombre": "Familia", **FAMILY},
        {"_uuid": "u-2", "nombre": "Tía", "casa": "-8.7 -74.7"},
    )
    first = keep(path, in_file)
    assert (first["FEATURE_COUNT"], first["PLACE_COUNT"]) == (3, 3)
    assert kept_names(in_file) == ["Familia (casa)", "Familia (chacra)", "Tía"]
    questions = {f["name"]: json.loads(f["properties"])["_question"] for f in first["OUTPUT"].getFeatures()}
    assert questions == {"Familia (casa)": "casa", "Familia (chacra)": "chacra", "Tía": "casa"}
    assert keep(path, in_file)["PLACE_COUNT"] == 0


@pytest.mark.parametrize("order", [("casa", "chacra"), ("chacra", "casa")])
@pytest.mark.parametrize("is_moved", [False, True])
def test_the_place_that_an_earlier_version_kept_of_an_answer_is_known(in_file, tmp_path, order, is_moved):
    # an earlier version kept the first place under the identity of the whole answer, and lost the second
    drawn = QgsGeometry.fromWkt("POINT(-74.51 -8.51)" if is_moved else "POINT(-74.5 -8.5)")
    with open_workspace(in_file) as workspace, workspace.write() as work:
        row = {"id": named_id("field/u-1"), "name": "Familia", "kind": "place", "geom": bytes(drawn.asWkb())}
        work.insert("place", row)
    path = answers(tmp_path / "k.json", {"_uuid": "u-1", "nombre": "Familia", **{key: FAMILY[key] for key in order}})
    assert keep(path, in_file)["PLACE_COUNT"] == 1
    assert keep(path, in_file)["PLACE_COUNT"] == 0
    # of a place that was moved since, the order of the questions is all that tells which one it is
    new = order[1] if is_moved else "chacra"
    assert kept_names(in_file) == ["Familia", f"Familia ({new})"]


def test_an_answer_without_identity_that_an_earlier_version_kept_is_known(in_file, tmp_path):
    # its identity is made of the bytes of the record in memory, of which only the two coordinates are not zero
    digest = hashlib.sha256(struct.pack("<dd120x", -74.6, -8.6)).hexdigest()
    drawn = QgsGeometry.fromWkt("POINT(-74.6 -8.6)")
    with open_workspace(in_file) as workspace, workspace.write() as work:
        id = named_id(f"field/k.json/1/Familia/{digest}")
        work.insert("place", {"id": id, "name": "Familia", "kind": "place", "geom": bytes(drawn.asWkb())})
    assert keep(answers(tmp_path / "k.json", {"nombre": "Familia", **FAMILY}), in_file)["PLACE_COUNT"] == 1
    assert kept_names(in_file) == ["Familia", "Familia (casa)"]


def test_the_order_of_the_questions_makes_no_new_places(in_file, tmp_path):
    answer = {
        "_uuid": "u-1",
        "nombre": "Familia",
        "otra": {"casa": "-8.9 -74.9"},
        "r": [{"casa": FAMILY["casa"]}, {"casa": FAMILY["chacra"]}],
    }
    assert keep(answers(tmp_path / "k.json", answer), in_file)["PLACE_COUNT"] == 3
    assert kept_names(in_file) == ["Familia (casa 1)", "Familia (casa 2)", "Familia (casa)"]
    turned = {key: answer[key] for key in reversed(answer)}
    assert keep(answers(tmp_path / "k2.json", turned), in_file)["PLACE_COUNT"] == 0


def test_points_of_one_record_are_all_kept(in_file, tmp_path):
    several = {"type": "MultiPoint", "coordinates": [[-74.5, -8.5], [-74.6, -8.5], [-74.5, -8.5]]}
    path = tmp_path / "c.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [{**record(1, 0), "geometry": several}]}))
    # the third point is the first once more
    assert keep(path, in_file)["PLACE_COUNT"] == 2
    assert keep(path, in_file)["PLACE_COUNT"] == 0


def test_files_of_a_kind_that_is_not_kept_are_named(in_file, tmp_path):
    path = tmp_path / "h.gpx"
    points = "".join(
        f'<wpt lat="-8.{n}" lon="-74"><name>{n}</name><link href="{name}"/></wpt>'
        for n, name in enumerate(("b.heic", "v.mp4", "p.jpg", "v.mp4"))
    )
    path.write_text(f"<gpx>{points}</gpx>")
    for name in ("b.heic", "v.mp4", "p.jpg"):
        (tmp_path / name).write_bytes(b"bytes")
    feedback = QgsProcessingFeedback(False)
    given = {"INPUT": str(path), "WORKSPACE": in_file, "OUTPUT": "memory:"}
    done = processing.run("rainforestalert:importfieldgeometry", given, feedback=feedback)
    assert (done["PLACE_COUNT"], done["FILE_COUNT"]) == (4, 1)
    assert "does not keep: 2. They stay where they are: b.heic, v.mp4." in feedback.textLog()


def test_the_page_keeps_them_for_whom_it_says(export, tmp_path, iface, qtbot):
    (tmp_path / "datos").mkdir()
    with create_workspace("Federación", str(tmp_path / "datos")) as made, made.write() as work:
        work.insert("community", {"name": "Nueva Vida"})
    dock = opened(made.location, iface, qtbot)
    page = dock.get_in
    assert not page.sensitivity.isEnabled()
    assert page.sensitivity.currentData() == "community"
    qtbot.mouseClick(page.keeps_places, Qt.MouseButton.LeftButton)
    if not page.keeps_places.isChecked():  # the click fell beside its words
        page.keeps_places.setChecked(True)
    page.sensitivity.setCurrentIndex(page.sensitivity.findData("secret"))
    page.import_file(str(export))
    end(dock, qtbot)
    assert "2 new places, 2 photos and sounds" in dock.status.text()
    with open_workspace(made.location, read_only=True) as workspace:
        assert {row["sensitivity"] for row in [*workspace.read("place"), *workspace.read("attachment")]} == {"secret"}
        (community,) = workspace.read("community")
        assert {row["community_id"] for row in workspace.read("place")} == {community["id"]}
