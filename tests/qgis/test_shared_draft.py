"""A draft for a shared workspace whose database goes away in the middle of the work: a sentence, the draft kept, nothing lost."""

from __future__ import annotations

import uuid

import pytest
from qgis.core import QgsDataSourceUri, QgsProject, QgsProviderRegistry
from qgis.PyQt.QtCore import Qt

from rainforest_alert_plugin.host.drafts import drafts_path, stored_drafts
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.workspace.identity import add_person
from rainforest_alert_plugin.workspace.postgis import PostgisConnection
from tests.qgis.test_proposals import SQUARE, agree
from tests.qgis.test_territory_dock import begin, end, iface, opened
from tests.qgis.title_packages import provider

__all__ = ["iface", "provider"]
pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings")


@pytest.fixture
def location(own_cluster):
    server = own_cluster.server
    uri = QgsDataSourceUri()
    uri.setConnection(server.host, str(server.port), server.database, server.user, "")
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    metadata.saveConnection(metadata.createConnection(uri.uri(), {"saveUsername": True}), "federacion")
    place = "federacion/taller_" + uuid.uuid4().hex[:8]
    with create_workspace("Compartido", place) as made:
        with made.write() as transaction:
            transaction.insert("community", {"name": "Nueva Vida"})
        add_person(made, "Rosa Ampush")
    agree(place, SQUARE)
    yield place
    QgsProject.instance().clear()
    metadata.deleteConnection("federacion")


def proposals(location):
    with open_workspace(location, read_only=True) as workspace:
        return workspace.read("proposal", '"state" = ?', ["open"])


@pytest.mark.parametrize("phase", ["before", "worked", "unmarked"])
def test_the_draft_stays_when_the_database_goes_away_and_is_proposed_when_it_is_back(
    location, own_cluster, iface, qtbot, monkeypatch, phase
):
    dock = opened(location, iface, qtbot)
    begin(dock, qtbot)
    dock.draw.corners.move(501_000, 9_001_000, 501_050, 9_001_050)
    dock.draw.drafts.save()
    before = dock.draw.drafts.draft
    stopped = []

    def stop():
        if not stopped:
            stopped.append(phase)
            own_cluster.stop()

    if phase == "before":
        stop()
    else:
        monkeypatch.setattr(PostgisConnection, "at", lambda self, reached: stop() if reached == phase else None)
    dock.draw.propose({"AUTHOR": "Rosa", "REASON": "taller"})
    end(dock, qtbot)
    assert stopped == [phase]
    assert dock.status.level == "error"
    sentence = {"unmarked": "broke while it was saving"}.get(phase, "does not answer")
    assert sentence in dock.status.text()
    assert "federacion/taller" in dock.status.text() or "taller_" in dock.status.text()
    # the draft: on the map, and in its own file on this laptop
    assert dock.draw.drafts.draft == before
    assert [community for _, community in stored_drafts(drafts_path(location))] == [dock.community_id]
    monkeypatch.undo()
    own_cluster.start()
    assert proposals(location) == []
    qtbot.mouseClick(dock.draw.tools.save_button, Qt.MouseButton.LeftButton)
    dock.draw.propose({"AUTHOR": "Rosa", "REASON": "taller"})
    end(dock, qtbot)
    assert dock.status.level == "success", dock.status.text()
    assert [row["reason"] for row in proposals(location)] == ["taller"]
    assert dock.draw.drafts.draft == ()
