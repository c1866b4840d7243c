"""Photos of a shared workspace where people meet them: in a workshop, in the title file, and opened from the layer."""

from __future__ import annotations

import io
import uuid
from pathlib import Path

import docx
import processing
import pytest
from qgis.core import (
    QgsDataSourceUri,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsProviderRegistry,
)

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.gui import attachments as viewer
from rainforest_alert_plugin.gui.attachments import offer_files
from rainforest_alert_plugin.host.attachments import cache_folder, fetch_attachment, show_attachment
from rainforest_alert_plugin.host.workspace_layers import TABLE_PROPERTY, add_workspace
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.territory.places import PlaceFacts, add_place, attach_to_place
from rainforest_alert_plugin.territory.workshops import open_workshop
from rainforest_alert_plugin.workspace.attachments import attach
from tests.qgis.test_title_documents import marked
from tests.qgis.test_title_package_workspace import from_workspace, workspace
from tests.qgis.test_workshop_sheets import place as bring_sheet
from tests.qgis.test_workshop_sheets import save, sheet
from tests.qgis.title_packages import package, provider, verify

__all__ = ["marked", "package", "provider", "sheet", "workspace"]
pytestmark = pytest.mark.usefixtures("qgis_app", "qgis_new_project", "fresh_settings")
POINT = QgsGeometry.fromWkt("Point(-74.1 -8.1)")


@pytest.fixture
def address(postgis):
    """Where a shared workspace may be made, as QGIS names it."""
    uri = QgsDataSourceUri()
    uri.setConnection(postgis.host, str(postgis.port), postgis.database, postgis.user, "")
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    metadata.saveConnection(metadata.createConnection(uri.uri(), {"saveUsername": True}), "compartido")
    yield "compartido/fotos_" + uuid.uuid4().hex[:8]
    QgsProject.instance().clear()
    metadata.deleteConnection("compartido")


def test_the_sheets_of_a_title_file_from_a_database_show_the_marks_photo(marked, address, tmp_path):
    copy = str(tmp_path / "copia.gpkg")
    processing.run("rainforestalert:backupworkspace", {"WORKSPACE": marked, "FILE": copy})
    # on the server's side nothing is left of the laptop but its backup
    for photo in Path(marked).parent.rglob("*.jpg"):
        photo.unlink()
    processing.run("rainforestalert:restoreworkspace", {"WORKSPACE": address, "FILE": copy})
    folder = tmp_path / "p"
    from_workspace(address, folder, ALLOW_BLOCKERS=True)
    assert verify(folder)[0]["VERIFIED"] is True
    read = docx.Document(io.BytesIO(next(folder.glob("*fichas_de_hitos.docx")).read_bytes()))
    # two sketches and one photo, as from the file; it does not tell where it was taken
    assert len(read.inline_shapes) == 3
    assert all(b"8.123456" not in part.blob for part in read.part.package.iter_parts())


def test_a_mark_that_became_a_secret_shows_no_photo(marked, address, tmp_path):
    copy = str(tmp_path / "copia.gpkg")
    processing.run("rainforestalert:backupworkspace", {"WORKSPACE": marked, "FILE": copy})
    processing.run("rainforestalert:restoreworkspace", {"WORKSPACE": address, "FILE": copy})
    with open_workspace(address) as opened, opened.write() as transaction:
        for row in opened.read("attachment"):
            transaction.update("attachment", row["id"], {"sensitivity": "secret"})
    folder = tmp_path / "p"
    from_workspace(address, folder, ALLOW_BLOCKERS=True)
    read = docx.Document(io.BytesIO(next(folder.glob("*fichas_de_hitos.docx")).read_bytes()))
    assert len(read.inline_shapes) == 2


def test_a_photo_of_a_place_kept_in_a_workshop_is_opened_from_the_layer(address, tmp_path, monkeypatch):
    photo = tmp_path / "IMG 1.JPG"
    photo.write_bytes(b"\xff\xd8\xff\xe0 photo")
    with create_workspace("Compartido", address) as made:
        place = add_place(made, POINT, PlaceFacts(use="sacred", sensitivity="secret"))
        attach_to_place(made, place, photo, "la loma")
    layer = next(layer for layer in add_workspace(address) if layer.customProperty(TABLE_PROPERTY) == "attachment")
    offer_files([layer])
    offer_files([layer])
    (action,) = layer.actions().actions()
    shown = []
    monkeypatch.setattr("qgis.PyQt.QtGui.QDesktopServices.openUrl", lambda url: shown.append(url.toLocalFile()) or True)
    (feature,) = layer.getFeatures()
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    # what QGIS runs: the command with the feature's values put in; outside its window nothing runs Python for it
    exec(QgsExpression.replaceExpressionText(action.command(), context))
    (path,) = (Path(one) for one in shown)
    assert path.read_bytes() == photo.read_bytes()
    assert cache_folder() in path.parents


def test_a_row_from_elsewhere_runs_nothing_when_its_file_is_opened(address, tmp_path, monkeypatch):
    create_workspace("Compartido", address).close()
    layer = next(layer for layer in add_workspace(address) if layer.customProperty(TABLE_PROPERTY) == "attachment")
    offer_files([layer])
    (action,) = layer.actions().actions()
    feature = QgsFeature(layer.fields())
    trace = tmp_path / "trace"
    feature.setAttribute("id", f"'+str(open({str(trace)!r}, 'w'))+'")
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    asked = []
    monkeypatch.setattr(viewer, "open_file", lambda *asked_for: asked.append(asked_for))
    exec(QgsExpression.replaceExpressionText(action.command(), context))
    assert len(asked) == 1
    assert not trace.exists()


def test_a_program_among_the_files_is_not_started(address, tmp_path, monkeypatch):
    program = tmp_path / "foto.bat"
    program.write_bytes(b"echo")
    with create_workspace("Compartido", address) as made, made.write() as transaction:
        place = transaction.insert("place", {"name": "la loma", "sensitivity": "community"})
        photo = attach(transaction, address, program, "place", place)
    started = []
    monkeypatch.setattr("qgis.PyQt.QtGui.QDesktopServices.openUrl", lambda url: started.append(url) or True)
    with pytest.raises(InputError) as refused:
        show_attachment(address, photo)
    assert refused.value.message.id == "place.unknown_file"
    assert started == []


def test_a_photo_that_is_not_here_is_said_in_the_message_bar(address, monkeypatch):
    create_workspace("Compartido", address).close()
    said = []

    class Window:
        def messageBar(self):
            return self

        def pushWarning(self, title, text):
            said.append(text)

    monkeypatch.setattr(viewer.utils, "iface", Window())
    viewer.open_file(address, str(uuid.uuid4()))
    assert len(said) == 1
    assert "The file is not in" in said[0]


def test_the_photo_of_a_drawn_sheet_is_kept_with_a_workshop_in_a_database(sheet, address, tmp_path):
    printed, page = sheet
    path = save(page, tmp_path / "foto.png", "PNG")
    with create_workspace("Compartido", address) as made:
        with made.write() as transaction:
            community = transaction.insert("community", {"name": "Nueva Vida"})
        workshop = open_workshop(made, community, "2026-09-12", "Local comunal", "Mapa", [])
    bring_sheet(path, tmp_path, WORKSPACE=address, WORKSHOP=workshop)
    with open_workspace(address, read_only=True) as opened:
        (row,) = opened.read("attachment")
    assert (row["table_name"], row["row_id"], row["caption"]) == ("workshop", workshop, printed["CODE"])
    assert fetch_attachment(address, row["id"]).read_bytes() == Path(path).read_bytes()
