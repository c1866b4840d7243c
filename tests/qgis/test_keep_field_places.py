"""Places of an app's export, kept in a workspace with their photos: in a file and in a database, once, and for whom it was said."""

from __future__ import annotations

import hashlib
import json
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
