"""The scanned act of an assembly or of a consent: kept with what it proves, and for nobody beyond the community."""

from __future__ import annotations

import hashlib
import uuid

import processing
import pytest
from qgis.core import QgsDataSourceUri, QgsGeometry, QgsProviderRegistry
from test_territory_dock import MapIface, opened

from rainforest_alert_plugin.errors import InputError, WorkspaceError
from rainforest_alert_plugin.gui import act_file
from rainforest_alert_plugin.gui.consents_dialog import ConsentsDialog
from rainforest_alert_plugin.host.acts import act_counts, attach_act
from rainforest_alert_plugin.host.attachments import fetch_attachment
from rainforest_alert_plugin.host.settings import remember
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.workspace.attachments import attachment_folder
from rainforest_alert_plugin.workspace.everything import records_of
from rainforest_alert_plugin.workspace.release import preview
from tests.qgis.title_packages import Log, provider

__all__ = ["provider"]
pytestmark = pytest.mark.usefixtures("provider", "qgis_new_project", "fresh_settings")
PDF = b"%PDF-1.4\nacta 12 de la asamblea CANARIO\n%%EOF\n"


@pytest.fixture(params=["file", "database"])
def location(request, tmp_path):
    """A workspace with an agreed boundary and a consent, in each kind of database."""
    place = str(tmp_path)
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    if request.param == "database":
        server = request.getfixturevalue("postgis")
        uri = QgsDataSourceUri()
        uri.setConnection(server.host, str(server.port), server.database, server.user, "")
        metadata.saveConnection(metadata.createConnection(uri.uri(), {"saveUsername": True}), "actas")
        place = "actas/actas_" + uuid.uuid4().hex[:8]
    with create_workspace("prueba", place) as made, made.write() as work:
        community = work.insert("community", {"name": "Nueva Vida", "sensitivity": "public"})
        square = bytes(QgsGeometry.fromWkt("MultiPolygon(((-74 -8,-73 -8,-73 -7,-74 -8)))").asWkb())
        version = {"number": 1, "reason": "asamblea", "record_act": "Acta 12", "epsg": 32718, "geom": square}
        work.insert("boundary_version", {**version, "community_id": community, "sensitivity": "public"})
        given = {"what": "everything", "audience": "public", "act": "Acta 13", "given_on": "2026-01-02"}
        work.insert("consent", {**given, "community_id": community})
    yield made.location
    if request.param == "database":
        metadata.deleteConnection("actas")


def rows(location, table):
    with open_workspace(location, read_only=True) as workspace:
        return workspace.read(table)


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "Acta Nº 12 ñ.PDF"
    path.write_bytes(PDF)
    return str(path)


@pytest.mark.parametrize(("table", "act"), [("boundary_version", "Acta 12"), ("consent", "Acta 13")])
def test_the_scan_of_an_act_is_kept_with_what_it_proves_and_leaves_to_nobody_else(location, scan, tmp_path, table, act):
    (proven,) = rows(location, table)
    attach_act(location, table, proven["id"], scan)
    (kept,) = rows(location, "attachment")
    assert (kept["table_name"], kept["row_id"], kept["caption"]) == (table, proven["id"], act)
    assert (kept["media_type"], kept["sensitivity"]) == ("application/pdf", "community")
    assert kept["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert act_counts(location, table) == {proven["id"]: 1}
    assert fetch_attachment(location, kept["id"]).read_bytes() == PDF
    # The boundary is public and the consent covers everything: of the scan, the level decides.
    with open_workspace(location, read_only=True) as workspace:
        for audience in ("public", "federation"):
            (share,) = [s for s in preview(records_of(workspace), audience, workspace) if s.table == "attachment"]
            assert (share.released, share.held_back) == (0, {"community": 1})
    for audience in ("public", "federation", "office", "community"):
        file = tmp_path / f"{audience}.gpkg"
        processing.run(
            "rainforestalert:exportworkspace",
            {"WORKSPACE": location, "AUDIENCE": audience, "FILE": str(file)},
            feedback=Log(),
        )
        # A PDF cannot be cleaned of what it tells besides, so that it stays even from those who may see it.
        assert b"CANARIO" not in file.read_bytes()
        assert not attachment_folder(file).exists()


def test_what_is_no_act_or_proves_nothing_is_refused(location, scan, tmp_path):
    program = tmp_path / "acta.exe"
    program.write_bytes(b"MZ")
    (consent,) = rows(location, "consent")
    with pytest.raises(InputError) as refused:
        attach_act(location, "consent", consent["id"], str(program))
    assert refused.value.message.id == "act.unknown_file"
    with pytest.raises(WorkspaceError) as missing:
        attach_act(location, "consent", str(uuid.uuid4()), scan)
    assert missing.value.message.id == "workspace.row_missing"
    with pytest.raises(InputError) as gone:
        attach_act(location, "consent", consent["id"], str(tmp_path / "no.pdf"))
    assert gone.value.message.id == "workspace.attachment_unreadable"
    assert rows(location, "attachment") == []


def test_the_record_page_and_the_consents_attach_the_act_that_was_chosen(location, scan, qtbot, monkeypatch):
    monkeypatch.setattr(act_file.QFileDialog, "getOpenFileName", lambda *_: (scan, ""))
    dock = opened(location, MapIface(), qtbot)
    dock.show_page("record")
    dock.record.act_button.click()
    assert (dock.status.level, rows(location, "attachment")) == ("warning", [])  # no version chosen
    dock.record.table.selectRow(0)
    dock.record.act_button.click()
    assert dock.status.level == "success", dock.status.text()
    assert "Act: 1 scan." in dock.record.detail.text()
    remember("alerts", "workspaces", location)
    remember("alerts", "workspace", location)
    dialog = ConsentsDialog(None)
    qtbot.addWidget(dialog)
    assert not dialog.act_button.isEnabled()
    assert dialog.table.text_rows()[0][3] == "no scan"
    dialog.table.selectRow(0)
    dialog.act_button.click()
    assert dialog.status.level == "success", dialog.status.text()
    assert dialog.table.text_rows()[0][3] == "1 scan"
    kept = {row["table_name"] for row in rows(location, "attachment")}
    assert kept == {"boundary_version", "consent"}
