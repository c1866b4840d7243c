"""A workshop in a shared workspace by the login of a facilitator, from opening to the act."""

from __future__ import annotations

import uuid
import zipfile
from contextlib import closing

import processing
import pytest
from qgis.core import QgsDataSourceUri, QgsGeometry, QgsProcessingException, QgsProject, QgsProviderRegistry

from rainforest_alert_plugin.gui.stroke_tool import AREA, POINT
from rainforest_alert_plugin.host.settings import remember
from rainforest_alert_plugin.host.workspace_layers import TABLE_PROPERTY, workspace_layers
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.territory.workshops import open_workshop
from tests.qgis.test_territory_dock import MapIface, opened
from tests.qgis.test_workshop_mode import mode, parts, press, strokes, tap, wait
from tests.qgis.title_packages import layer_of, provider

__all__ = ["mode", "parts", "provider"]
pytestmark = pytest.mark.usefixtures("provider", "qgis_new_project", "fresh_settings")
PROPOSED = "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000))"
SQUARE = "MultiPolygon(((-75.5 -9.5,-75.4 -9.5,-75.4 -9.4,-75.5 -9.4,-75.5 -9.5)))"


@pytest.fixture
def location(postgis):
    """A workspace with what is not a facilitator's to see, as the login of a facilitator opens it."""
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    schema, login = (f"{start}_{uuid.uuid4().hex[:8]}" for start in ("taller", "u"))
    for name, user in (("dueno", postgis.user), ("facilitadora", login)):
        uri = QgsDataSourceUri()
        uri.setConnection(postgis.host, str(postgis.port), postgis.database, user, "")
        metadata.saveConnection(metadata.createConnection(uri.uri(), {"saveUsername": True}), name)
    with create_workspace("Compartido", f"dueno/{schema}") as made, made.write() as work:
        community = work.insert("community", {"name": "Nueva Vida"})
        square = bytes(QgsGeometry.fromWkt(SQUARE).asWkb())
        agreed = {"number": 1, "reason": "x", "epsg": 32718, "signed_by": "canary", "geom": square}
        work.insert("boundary_version", {"community_id": community, **agreed})
        work.insert("case_file", {"complainant": "canary"})
        work.insert("place", {"name": "canary", "sensitivity": "secret", "geom": square})
    with closing(postgis.connect()) as database, database.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {login} LOGIN IN ROLE {schema}_facilitator")
        database.commit()
    remember("alerts", "workspaces", f"facilitadora/{schema}")
    remember("alerts", "workspace", f"facilitadora/{schema}")
    yield f"facilitadora/{schema}"
    QgsProject.instance().clear()
    for name in ("dueno", "facilitadora"):
        metadata.deleteConnection(name)


def test_a_facilitator_holds_a_workshop_from_opening_to_the_act(mode, location, releases_agreed, qtbot, tmp_path):
    press(mode.draw_page.strokes[POINT])
    tap(mode, 150, 150)
    mode.describe_page.name.setText("Ani Paru")
    mode.describe_page.sensitivity.setCurrentIndex(mode.describe_page.sensitivity.findData("secret"))
    mode.save_description()
    photo = tmp_path / "IMG_1.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 photo")
    mode.attach_file(str(photo))
    assert mode.status.level == "success", mode.status.text()
    press(mode.draw_page.strokes[AREA])
    for place in ((100, 100), (200, 100), (200, 200)):
        tap(mode, *place)
    press(mode.draw_page.finish_button)
    mode.save_description()
    press(mode.draw_page.undo_button)
    press(mode.draw_page.redo_button)
    press(mode.draw_page.people_button)
    mode.people_page.people_form.role.setEditText("jóvenes")
    mode.people_page.people_form.number.setValue(4)
    press(mode.people_page.add_button)
    assert mode.people_page.came.text() == "6 elders\n4 young people"
    mode.print_sheet_to(str(tmp_path / "hoja.pdf"))
    wait(mode, qtbot)
    assert (tmp_path / "hoja.pdf").is_file(), mode.status.text()
    assert [row["name"] for row in strokes(mode)] == ["Ani Paru", None]
    mode.close_page.decided.setPlainText("El lindero sigue la quebrada.")
    mode.close_workshop_to(str(tmp_path / "acta.docx"))
    wait(mode, qtbot)
    with zipfile.ZipFile(tmp_path / "acta.docx") as act:
        written = act.read("word/document.xml").decode("utf-8")
    assert releases_agreed  # a secret stays behind
    assert "jóvenes" in written
    assert "El lindero sigue la quebrada." in written
    # the layers show what the login may see, and no name of who signed or denounced
    layers = {layer.customProperty(TABLE_PROPERTY): layer for layer in workspace_layers(location)}
    assert layers["boundary_version"].featureCount() == 1
    assert layers["case_file"].featureCount() == 0
    shown = [str(row.attributes()) for layer in workspace_layers(location) for row in layer.getFeatures()]
    assert shown
    assert not any("canary" in row for row in shown)


def test_the_territory_panel_shows_a_facilitator_the_boundary_and_takes_a_proposal_of_a_workshop(location, qtbot):
    with open_workspace(location) as workspace:
        (community,) = workspace.read("community")
        workshop = open_workshop(workspace, community["id"], "2026-09-12", "Escuela", "mapa", [], "Luis")
    dock = opened(location, MapIface(), qtbot)
    assert dock.status.level != "error", dock.status.text()
    assert [row["signed_by"] for row in dock.known.versions] == [None]
    given = {"WORKSPACE": location, "COMMUNITY": "Nueva Vida", "AUTHOR": "Rosa", "REASON": "taller"}
    given["BOUNDARY"] = layer_of(("Nueva Vida", PROPOSED), kind="Polygon")
    done = processing.run("rainforestalert:proposeboundary", {**given, "WORKSHOP": workshop})
    dock.refresh()
    assert [row["id"] for row in dock.known.proposals] == [done["PROPOSAL_ID"]]
    with pytest.raises(QgsProcessingException, match="does not let you"):
        processing.run("rainforestalert:proposeboundary", given)
