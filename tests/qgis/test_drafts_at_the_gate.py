"""Drafts at the release gate: their workspace is asked for consents wherever it lies, and files are told by what is in them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from contextlib import closing

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsVectorLayer

from rainforest_alert_plugin.host.draft_file import make_table, noted_workspace
from rainforest_alert_plugin.host.drafts import drafts_path, open_drafts
from rainforest_alert_plugin.host.made_of import register_file
from rainforest_alert_plugin.host.released_layers import workspace_table
from tests.qgis.test_title_package_workspace import processing, provider, rows, workspace
from tests.qgis.test_workspace_inputs import CLAIM, everywhere, overlay
from tests.qgis.title_packages import Log

__all__ = ["provider", "workspace"]
pytestmark = pytest.mark.usefixtures("qgis_new_project")
SHARED = "federacion/taller_" + uuid.uuid4().hex[:8]


@pytest.fixture(autouse=True)
def register():
    register_file().unlink(missing_ok=True)
    yield
    register_file().unlink(missing_ok=True)
    for left in drafts_path(SHARED).parent.glob(f"{drafts_path(SHARED).name}*"):
        left.unlink()


def drafted(path, community_id="x", epsg=32718):
    """The layer of a file of drafts with a draft in it, as QGIS opens the file."""
    layer = QgsVectorLayer(f"{path}|layername=draft_{epsg}", "Borradores", "ogr")
    feature = QgsFeature(layer.fields())
    feature["community_id"] = community_id
    feature.setGeometry(QgsGeometry.fromWkt(CLAIM))
    assert layer.dataProvider().addFeatures([feature])[0]
    return layer


@pytest.fixture
def draft(workspace):
    """Address of a community's draft beside its workspace, whose consent for the office was withdrawn."""
    open_drafts(workspace, 32718)
    source = drafted(drafts_path(workspace), rows(workspace, "community")[0]["id"]).source()
    given = {"WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "MATTER": "everything", "AUDIENCE": "office"}
    for act in ({"ACT": "acta 1"}, {"WITHDRAW": True}):
        processing.run("rainforestalert:recordconsent", {**given, **act}, feedback=Log())
    return source


def refused(layer, folder, audience, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        overlay(layer, str(folder / f"{audience}.gpkg"), AUDIENCE=audience)
    assert not (folder / f"{audience}.gpkg").exists()


def test_a_draft_whose_workspace_was_renamed_is_not_for_whom_a_consent_is_needed(workspace, draft, tmp_path):
    refused(draft, tmp_path, "office", "Nothing of")
    os.rename(workspace, tmp_path / "renamed.gpkg")
    for audience in ("office", "federation", "public"):
        refused(draft, tmp_path, audience, "cannot be opened to ask")
    made = overlay(draft, str(tmp_path / "made.gpkg"), AUDIENCE="community")
    refused(made, tmp_path, "office", "nothing says of which one")


def test_a_draft_moved_with_its_workspace_is_asked_for_where_they_are_now(workspace, draft, tmp_path):
    for place, name in ((workspace, "otra.gpkg"), (drafts_path(workspace), "otra.drafts.gpkg")):
        os.rename(place, tmp_path / name)
    layer = QgsVectorLayer(f"{tmp_path}/otra.drafts.gpkg|layername=draft_32718", "b", "ogr")
    assert workspace_table(layer) == (f"{tmp_path}/otra.gpkg", "proposal")
    refused(layer, tmp_path, "office", "Nothing of")


def test_a_file_of_drafts_under_any_name_is_known_by_what_is_in_it(workspace, draft, tmp_path):
    shutil.copy(drafts_path(workspace), tmp_path / "mis lindes.gpkg")
    layer = QgsVectorLayer(f"{tmp_path}/mis lindes.gpkg|layername=draft_32718", "b", "ogr")
    assert workspace_table(layer) == (workspace, "proposal")
    refused(layer, tmp_path, "office", "Nothing of")


def test_drafts_of_an_earlier_version_say_no_workspace_until_they_are_opened(provider, workspace, tmp_path):
    path = tmp_path / "elsewhere" / "old.drafts.gpkg"
    path.parent.mkdir()
    make_table(path, 32718)
    assert noted_workspace(path) == ""
    refused(drafted(path), tmp_path, "office", "nothing says of which one")

    make_table(drafts_path(workspace), 32718)
    open_drafts(workspace, 32718)
    assert noted_workspace(drafts_path(workspace)) == workspace


def test_drafts_of_a_database_say_which_and_are_held_back_when_it_does_not_answer(provider, tmp_path):
    open_drafts(SHARED, 32718)
    layer = drafted(drafts_path(SHARED))
    assert workspace_table(layer) == (SHARED, "proposal")
    refused(layer, tmp_path, "office", f"workspace “{SHARED}”, which cannot be opened")
    overlay(layer, str(tmp_path / "community.gpkg"), AUDIENCE="community")


def test_a_file_of_hers_that_is_called_like_drafts_is_hers(provider, tmp_path):
    path = str(tmp_path / "mis.drafts.gpkg")
    processing.run("native:savefeatures", {"INPUT": everywhere(), "OUTPUT": str(tmp_path / "mis.gpkg")})
    os.rename(tmp_path / "mis.gpkg", path)
    layer = QgsVectorLayer(path, "m", "ogr")
    assert workspace_table(layer) is None
    overlay(layer, str(tmp_path / "public.gpkg"), AUDIENCE="public")


def test_a_table_of_hers_in_the_file_of_a_workspace_gets_its_own_sentence(provider, workspace, tmp_path):
    with closing(sqlite3.connect(workspace)) as database:
        database.execute("CREATE TABLE mis_predios (fid INTEGER PRIMARY KEY, name TEXT)")
        database.commit()
    layer = QgsVectorLayer(f"{workspace}|layername=mis_predios", "Mis predios", "ogr")
    refused(layer, tmp_path, "community", "Mis predios” lies in the file of a workspace, and is no table of it")
