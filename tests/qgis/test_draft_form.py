"""QGIS's own form of a draft: names and words, what only programs read out of sight, and no form while people draw."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsApplication,
    QgsEditFormConfig,
    QgsProject,
    QgsVectorLayerUtils,
)
from qgis.gui import QgsAttributeForm
from qgis.PyQt.QtWidgets import QComboBox, QLabel

from rainforest_alert_plugin.host.draft_zones import DraftZones
from rainforest_alert_plugin.host.drafts import open_drafts
from rainforest_alert_plugin.host.workspace_layers import add_workspace
from tests.qgis.test_draft_zones import NUEVA_VIDA, PATTERN
from tests.qgis.test_proposals import SQUARE, agree, rows, workspace
from tests.qgis.title_packages import provider

__all__ = ["provider", "workspace"]
pytestmark = pytest.mark.usefixtures("qgis_new_project")


@pytest.fixture
def drafts(workspace):
    """Drafts of one community, from its agreed version."""
    agree(workspace, SQUARE)
    community = next(row["id"] for row in rows(workspace, "community") if row["name"] == "Nueva Vida")
    (version,) = rows(workspace, "boundary_version")
    zones = DraftZones(workspace, PATTERN)
    zones.open(32718).begin(community, "Nueva Vida", version["id"], NUEVA_VIDA, "gnss.csv, EPSG:32718")
    assert zones.save() == ""
    yield zones.opened[32718]
    zones.let_go()


def shown(layer):
    """What each field of the first draft shows, by the name that people read; hidden ones are left out."""
    feature = next(layer.getFeatures())
    found = {}
    for index, name in enumerate(layer.fields().names()):
        setup = layer.editorWidgetSetup(index)
        if setup.type() != "Hidden":
            formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter(setup.type())
            value = formatter.representValue(layer, index, setup.config(), None, feature.attribute(name))
            found[layer.attributeDisplayName(index)] = (setup.type(), value)
    return found


def test_a_draft_shows_its_community_by_a_relation_where_the_project_has_the_workspace(drafts, workspace):
    layer = drafts.layer
    assert {name: kind for name, (kind, _) in shown(layer).items()} == {
        "Community": "ValueMap", "Changes the version": "ValueMap", "Changed (UTC)": "DateTime", "Source": "TextEdit",
    }  # fmt: skip
    added = []
    # what is added and taken away again is followed
    for kind in ("ValueMap", "ValueRelation", "ValueMap"):
        if kind == "ValueRelation":
            added = add_workspace(workspace)
        else:
            QgsProject.instance().removeMapLayers([one.id() for one in added])
        words = shown(layer)
        assert words["Community"] == (kind, "Nueva Vida")
        assert words["Changes the version"] == (kind, "v1 · taller")
    assert words["Source"][1] == "gnss.csv, EPSG:32718"
    changed = next(layer.getFeatures())["changed_at"]
    assert words["Changed (UTC)"][1] == f"{changed[8:10]}/{changed[5:7]}/{changed[:4]} {changed[11:16]}"


def test_the_form_of_a_draft_is_of_use_and_never_comes_up_while_people_draw(drafts, workspace, qtbot):
    add_workspace(workspace)
    layer = drafts.layer
    drafts.start_editing()
    form = QgsAttributeForm(layer, next(layer.getFeatures()))
    qtbot.addWidget(form)
    labels = {label.text() for label in form.findChildren(QLabel) if label.text()}
    assert {"Community", "Changes the version", "Source", "Changed (UTC)"} <= labels
    assert not labels & {"fid", "facts", "community_id", "Vertices and sides"}
    assert {"Nueva Vida", "v1 · taller"} <= {box.currentText() for box in form.findChildren(QComboBox)}
    form.changeAttribute("source", "acta de 1998")
    assert form.save()
    assert drafts.entries()[0].source == "acta de 1998"
    assert layer.editFormConfig().suppress() == QgsEditFormConfig.FeatureFormSuppress.SuppressOn


def test_drafts_of_a_workspace_that_cannot_be_read_show_the_name_they_keep(tmp_path):
    layer = open_drafts(str(tmp_path / "otro.gpkg"), 32718)
    assert [name for name in layer.fields().names() if layer.editorWidgetSetup(layer.fields().lookupField(name)).type() != "Hidden"] == [
        "community", "changed_at", "source",
    ]  # fmt: skip


def test_an_outline_drawn_where_nothing_was_agreed_changes_no_version(drafts):
    drafts.start_editing()
    drafts.draw_for("pa", "Puerto d'Azul", "")
    outline = next(drafts.layer.getFeatures()).geometry()
    drafts.layer.addFeature(QgsVectorLayerUtils.createFeature(drafts.layer, outline))
    (entry,) = [one for one in drafts.entries() if one.community_id == "pa"]
    assert (entry.community, entry.base_version_id, entry.source) == ("Puerto d'Azul", "", "Drawn on the map")
