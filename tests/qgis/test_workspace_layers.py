"""A workspace in the project: what may be changed by hand, what the forms offer, what they refuse."""

from __future__ import annotations

import json

import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFieldConstraints,
    QgsGeometry,
    QgsProject,
    QgsVectorLayerUtils,
)
from qgis.gui import QgsAttributeForm, QgsGui
from qgis.PyQt.QtWidgets import QComboBox

from rainforest_alert_plugin.gui import attachments as viewer
from rainforest_alert_plugin.gui.attachments import offer_files
from rainforest_alert_plugin.host.settings import Settings, write_settings
from rainforest_alert_plugin.host.words import choice_word, federation_words
from rainforest_alert_plugin.host.workspace_layers import PLANS, TABLE_PROPERTY, add_workspace, workspace_layers
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.territory.places import PlaceFacts, add_place
from rainforest_alert_plugin.territory.words import languages, load_words, words_file
from rainforest_alert_plugin.workspace.attachments import attachment_file
from rainforest_alert_plugin.workspace.schema import TABLES, table
from tests.qgis.title_packages import provider

pytestmark = pytest.mark.usefixtures("qgis_app", "qgis_new_project", "fresh_settings")
__all__ = ["provider"]
PAPERS = {"A4", "A3", "A2", "A1", "A0"}


@pytest.fixture
def location(tmp_path):
    with create_workspace("Federación del Bajo Ucayali", str(tmp_path)) as made:
        with made.write() as transaction:
            community = transaction.insert("community", {"name": "Nueva Vida", "people": "Shipibo-Konibo"})
            transaction.insert(
                "workshop", {"community_id": community, "held_on": "2026-09-12", "place": "Local comunal"}
            )
            transaction.insert(
                "proposal",
                {
                    "community_id": community,
                    "author": "Rosa",
                    "reason": "taller",
                    "geom": bytes(QgsGeometry.fromWkt("MultiPolygon(((-74 -8,-73 -8,-73 -7,-74 -8)))").asWkb()),
                },
            )
        return made.location


@pytest.fixture
def layers(location):
    return {
        layer.customProperty(TABLE_PROPERTY) + ({0: "", 1: "_lines", 2: "_areas"}.get(int(layer.geometryType()), "")
        if layer.customProperty(TABLE_PROPERTY) == "place" else ""): layer
        for layer in add_workspace(location)
    }  # fmt: skip


def new_feature(layer, wkt=None, **values):
    """A feature as QGIS itself makes it when somebody digitises: with the defaults of the form."""
    given = {layer.fields().lookupField(name): value for name, value in values.items()}
    geometry = QgsGeometry.fromWkt(wkt) if wkt else QgsGeometry()
    return QgsVectorLayerUtils.createFeature(layer, geometry, given, layer.createExpressionContext())


def test_the_group_carries_the_name_that_the_federation_gave(layers):
    group = QgsProject.instance().layerTreeRoot().findGroup("Federación del Bajo Ucayali")
    assert len(group.findLayers()) == len(layers)
    assert all(layer.isValid() for layer in layers.values())


def test_what_is_agreed_or_computed_cannot_be_edited_by_hand(layers):
    guarded = {table.name for table in TABLES if table.guarded}
    for name, layer in layers.items():
        table = layer.customProperty(TABLE_PROPERTY)
        if table in guarded or table in ("attachment", "alert_event", "workshop_sheet"):
            assert layer.readOnly(), name
            assert not layer.startEditing(), name
        else:
            assert not layer.readOnly(), name


def test_a_place_drawn_by_hand_is_of_the_community_alone_unless_said_otherwise(layers, location):
    layer = layers["place"]
    assert layer.startEditing()
    assert layer.addFeature(new_feature(layer, "Point(-74.1 -8.2)", name="Ani Paru"))
    assert layer.commitChanges(), layer.commitErrors()
    with open_workspace(location, read_only=True) as opened:
        row = opened.read("place")[0]
    assert (row["name"], row["sensitivity"], row["row_version"]) == ("Ani Paru", "community", 1)
    assert len(row["id"]) == 36
    assert row["created_at"]


def test_a_form_insists_on_what_the_database_would_refuse(layers):
    hard = QgsFieldConstraints.ConstraintStrength.ConstraintStrengthHard
    attendance = layers["attendance"]
    named = new_feature(attendance, role="apu", people_count=1, name="Rosa Ampush", consented=False)
    index = attendance.fields().lookupField("name")
    is_valid, _ = QgsVectorLayerUtils.validateAttribute(attendance, named, index, hard)
    assert not is_valid  # a name without consent
    named["consented"] = True
    assert QgsVectorLayerUtils.validateAttribute(attendance, named, index, hard)[0]
    nobody = new_feature(attendance, role="apu", people_count=0)
    index = attendance.fields().lookupField("people_count")
    assert not QgsVectorLayerUtils.validateAttribute(attendance, nobody, index, hard)[0]
    community = layers["community"]
    index = community.fields().lookupField("ubigeo")
    assert not QgsVectorLayerUtils.validateAttribute(
        community, new_feature(community, name="x", ubigeo="25010"), index, hard
    )[0]
    assert QgsVectorLayerUtils.validateAttribute(
        community, new_feature(community, name="x", ubigeo="250101"), index, hard
    )[0]


def test_forms_offer_words_for_codes_and_names_for_identities(layers):
    place = layers["place"]
    use = place.editorWidgetSetup(place.fields().lookupField("use"))
    assert use.type() == "ValueMap"
    pairs = {value: word for pair in use.config()["map"] for word, value in pair.items()}
    words, _ = federation_words()
    assert pairs["burial"] == words.say("choice.use.burial")
    community = place.editorWidgetSetup(place.fields().lookupField("community_id"))
    assert community.type() == "ValueRelation"
    target = QgsProject.instance().mapLayer(community.config()["Layer"])
    assert [feature[community.config()["Value"]] for feature in target.getFeatures()] == ["Nueva Vida"]
    workshop = layers["attendance"].editorWidgetSetup(layers["attendance"].fields().lookupField("workshop_id"))
    target = QgsProject.instance().mapLayer(workshop.config()["Layer"])
    assert [feature[workshop.config()["Value"]] for feature in target.getFeatures()] == ["2026-09-12 Local comunal"]


def test_the_form_of_a_place_lists_seasons_and_keeps_what_it_does_not_list(location):
    """Saved through QGIS's own form: a season chosen, the word of an earlier version, people's own, one that came later, none."""
    ids = {}
    point = QgsGeometry.fromWkt("Point(-74.1 -8.2)")
    with open_workspace(location) as opened:
        for season in ("", "low_water", "creciente", "cuando madura el aguaje"):
            ids[season] = add_place(opened, point, PlaceFacts(season=season))
    write_settings(Settings(words_file=str(words_file("es"))))
    layer = next(one for one in add_workspace(location) if one.customProperty(TABLE_PROPERTY) == "place")
    with open_workspace(location) as opened:
        ids["llega después"] = add_place(opened, point, PlaceFacts(season="llega después"))
    index = layer.fields().lookupField("season")
    assert layer.startEditing()
    QgsGui.editorWidgetRegistry().initEditors()
    shown = {}
    for feature in layer.getFeatures():
        form = QgsAttributeForm(layer, feature)
        boxes = [box for box in form.findChildren(QComboBox) if box.findData("all_year") >= 0]
        # QGIS 3.22 makes the box of the search too, which is hidden
        (box,) = [box for box in boxes if box.isVisibleTo(form)]
        shown[feature["id"]] = box.currentText()
        form.changeAttribute("notes", "revisado")
        if feature["id"] == ids["low_water"]:
            box.setCurrentIndex(box.findData("dry"))
        assert form.save()
    assert layer.commitChanges(), layer.commitErrors()
    offered = [word for pair in layer.editorWidgetSetup(index).config()["map"] for word in pair]
    seasons = ["todo el año", "creciente", "vaciante", "tiempo de lluvias", "verano (seca)"]
    assert offered == ["", *seasons, "«creciente»", "cuando madura el aguaje"]
    expected = ("", "vaciante", "«creciente»", "cuando madura el aguaje", "(llega después)")
    assert tuple(shown[id] for id in ids.values()) == expected
    with open_workspace(location, read_only=True) as opened:
        kept = {row["id"]: (row["season"], row["notes"]) for row in opened.read("place")}
    stored = (None, "dry", "creciente", "cuando madura el aguaje", "llega después")
    assert [kept[id] for id in ids.values()] == [(season, "revisado") for season in stored]


def test_the_form_of_attendance_lists_roles_in_words_and_those_that_people_said(location):
    with open_workspace(location) as opened, opened.write() as work:
        workshop = opened.read("workshop")[0]["id"]
        for role in ("elders", "apu"):
            work.insert("attendance", {"workshop_id": workshop, "role": role, "people_count": 1})
    write_settings(Settings(words_file=str(words_file("es"))))
    layer = next(one for one in add_workspace(location) if one.customProperty(TABLE_PROPERTY) == "attendance")
    pairs = layer.editorWidgetSetup(layer.fields().lookupField("role")).config()["map"]
    named = {word: value for pair in pairs for word, value in pair.items()}
    assert (named["sabias y sabios"], named["jóvenes"], named["apu"]) == ("elders", "youth", "apu")
    assert "" not in named  # somebody came


def test_every_value_that_a_form_offers_has_a_word_in_both_languages():
    for language in languages():
        words = load_words(language)
        for plan in PLANS:
            for column in table(plan.table).columns:
                for choice in column.choices:
                    # without a word the code itself would be shown
                    shown = choice_word(words, column.name, choice)
                    assert language == "en" or shown != choice or choice in PAPERS, (plan.table, column.name, choice)


def test_every_name_in_forms_and_legends_stands_in_the_file_that_a_federation_translates(tmp_path, location):
    """Each word of the file is replaced by its id in brackets: what has no brackets then was taken from elsewhere."""
    own = tmp_path / "marked.json"
    texts = json.loads(words_file("es").read_text(encoding="utf-8"))
    marked = {id: f"[{id}]" for id, text in texts.items() if "{" not in text}
    own.write_text(json.dumps({**marked, "language": "marked"}), encoding="utf-8")
    write_settings(Settings(words_file=str(own)))
    foreign = []
    for layer in add_workspace(location):
        shown = [layer.name()]
        for index in layer.attributeList():
            setup = layer.editorWidgetSetup(index)
            if setup.type() == "Hidden":
                continue
            shown.append(layer.attributeAlias(index))
            if setup.type() == "ValueMap":
                shown += [word for pair in setup.config()["map"] for word in pair if word]
        if isinstance(layer.renderer(), QgsCategorizedSymbolRenderer):
            shown += [category.label() for category in layer.renderer().categories()]
        foreign += [(layer.name(), word) for word in shown if not word.startswith("[")]
    assert foreign == []
    root = QgsProject.instance().layerTreeRoot()
    assert "[legend.tables]" in [group.name() for group in root.findGroups(True)]


def test_a_photo_taken_after_the_workshop_is_kept_with_its_place(layers, location, tmp_path, monkeypatch):
    """What QGIS runs when somebody presses the action; of the file chosen, the workspace holds the bytes."""
    photo = tmp_path / "ñaña 1.JPG"
    photo.write_bytes(b"\xff\xd8\xff\xe0 loma")
    with open_workspace(location) as opened:
        facts = PlaceFacts(use="sacred", sensitivity="secret")
        place = add_place(opened, QgsGeometry.fromWkt("Point(-74 -8)"), facts)
    said = []

    class Window:
        def mainWindow(self):
            return None

        def messageBar(self):
            return self

        def pushWarning(self, title, text):
            said.append(("warning", text))

        def pushSuccess(self, title, text):
            said.append(("success", text))

    monkeypatch.setattr(viewer.utils, "iface", Window())
    offer_files(layers.values())
    offer_files(layers.values())
    layer = layers["place"]
    (action,) = layer.actions().actions()
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    (feature,) = [one for one in layer.getFeatures() if one["id"] == place]
    context.setFeature(feature)
    for chosen in (str(photo), "", str(tmp_path / "carta.pdf")):
        monkeypatch.setattr(viewer.QFileDialog, "getOpenFileName", lambda *_, chosen=chosen: (chosen, ""))
        exec(QgsExpression.replaceExpressionText(action.command(), context))
    assert [level for level, _ in said] == ["success", "warning"]
    with open_workspace(location, read_only=True) as opened:
        (row,) = opened.read("attachment")
        assert (row["table_name"], row["row_id"], row["sensitivity"]) == ("place", place, "secret")
        kept = attachment_file(opened, row, tmp_path / "cache")
    assert kept.read_bytes() == photo.read_bytes()


def test_technical_fields_stay_out_of_sight(layers):
    for layer in layers.values():
        hidden = {column.name for column in layer.attributeTableConfig().columns() if column.hidden}
        for name in ("fid", "id", "row_version", "vertices", "shown_as"):
            index = layer.fields().lookupField(name)
            if index >= 0:
                assert layer.editorWidgetSetup(index).type() == "Hidden", (layer.name(), name)
                assert name in hidden, (layer.name(), name)


def test_legends_are_in_words_and_not_in_codes(layers):
    labels = [category.label() for category in layers["place_lines"].renderer().categories()]
    words, _ = federation_words()
    assert labels[:3] == [words.say(f"choice.kind.{kind}") for kind in ("limit", "path", "creek")]


def test_what_was_taken_back_is_not_drawn(layers, location):
    with open_workspace(location) as opened, opened.write() as transaction:
        point = bytes(QgsGeometry.fromWkt("Point(-74 -8)").asWkb())
        transaction.insert("place", {"name": "queda", "geom": point})
        transaction.insert("place", {"name": "retirado", "geom": point, "withdrawn_at": "2026-09-12T10:00:00.000Z"})
    layers["place"].dataProvider().reloadData()
    assert [feature["name"] for feature in layers["place"].getFeatures()] == ["queda"]


def test_added_twice_the_group_is_replaced_and_not_doubled(layers, location):
    count = len(layers)
    layers.clear()
    add_workspace(location)
    assert len(workspace_layers(location)) == count
    groups = [group.name() for group in QgsProject.instance().layerTreeRoot().findGroups()]
    assert groups.count("Federación del Bajo Ucayali") == 1


def test_the_federation_reads_forms_and_legends_in_its_own_language(tmp_path, location):
    own = tmp_path / "shipibo.json"
    own.write_text(
        '{"language": "Shipibo", "choice.use.fishing": "yapa bití", "place.use": "Jawekiki"}', encoding="utf-8"
    )
    write_settings(Settings(words_file=str(own)))
    layer = next(layer for layer in add_workspace(location) if layer.customProperty(TABLE_PROPERTY) == "place")
    index = layer.fields().lookupField("use")
    assert layer.attributeAlias(index) == "Jawekiki"
    pairs = {value: word for pair in layer.editorWidgetSetup(index).config()["map"] for word, value in pair.items()}
    assert pairs["fishing"] == "yapa bití"
    assert pairs["hunting"]  # falls back


def test_a_workspace_of_a_database_comes_in_with_the_same_forms(postgis, provider):
    from qgis.core import QgsDataSourceUri, QgsProviderRegistry

    uri = QgsDataSourceUri()
    uri.setConnection(postgis.host, str(postgis.port), postgis.database, postgis.user, "")
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    metadata.saveConnection(metadata.createConnection(uri.uri(), {"saveUsername": True}), "talleres")
    with create_workspace("Compartido", "talleres/capas") as made, made.write() as transaction:
        community = transaction.insert("community", {"name": "Nueva Vida"})
        line = bytes(QgsGeometry.fromWkt("LineString(-74 -8,-74.1 -8)").asWkb())
        transaction.insert("place", {"name": "camino", "kind": "path", "geom": line, "community_id": community})
    added = {
        (layer.customProperty(TABLE_PROPERTY), int(layer.geometryType())): layer
        for layer in add_workspace("talleres/capas")
    }
    assert [feature["name"] for feature in added["place", 1].getFeatures()] == ["camino"]
    assert added["place", 0].featureCount() == 0
    assert added["boundary_version", 2].readOnly()
    use = added["place", 2].editorWidgetSetup(added["place", 2].fields().lookupField("use"))
    assert use.type() == "ValueMap"
