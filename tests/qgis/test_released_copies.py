"""Copies in memory of layers of a workspace: where they are, how their rows are numbered, what they look like."""

from __future__ import annotations

import subprocess

import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsDiagramLayerSettings,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsGraduatedSymbolRenderer,
    QgsInvertedPolygonRenderer,
    QgsPalLayerSettings,
    QgsPieDiagram,
    QgsProject,
    QgsRectangle,
    QgsRenderContext,
    QgsRendererCategory,
    QgsRendererRange,
    QgsRuleBasedRenderer,
    QgsSingleCategoryDiagramRenderer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QPainter

from rainforest_alert_plugin.compat import field
from rainforest_alert_plugin.host.drafts import open_drafts
from rainforest_alert_plugin.host.released_layers import _add_numbered, released_layers
from rainforest_alert_plugin.host.workspaces import open_workspace
from tests.qgis.test_made_of import change
from tests.qgis.test_title_package_workspace import processing, provider, workspace
from tests.qgis.test_workspace_inputs import CLAIM, disputes
from tests.qgis.title_packages import Log, layer_of

__all__ = ["disputes", "provider", "workspace"]
# Around CLAIM, in degrees; and the same width three degrees further north.
AROUND, ELSEWHERE = QgsRectangle(-75.001, -9.051, -74.99, -9.04), QgsRectangle(-75.001, -6.051, -74.99, -6.04)


@pytest.mark.parametrize(("extent", "count"), [(AROUND, 1), (ELSEWHERE, 0), (None, 1)])
def test_an_extent_in_degrees_finds_drafts_in_metres(workspace, extent, count):
    drafts = open_drafts(workspace, 32718)
    draft = QgsFeature(drafts.fields())
    with open_workspace(workspace) as opened:
        draft["community_id"] = opened.read("community")[0]["id"]
    draft.setGeometry(QgsGeometry.fromWkt(CLAIM))
    assert drafts.dataProvider().addFeatures([draft])[0]
    (copy,), _ = released_layers([drafts], "community", "test", extent)
    assert copy.featureCount() == count


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [((1, 3, 7), [1, 3, 7]), ((2, 300_000), [2, 300_000]), ((3, 300_001, 9_000_000, -5), [3, 4, 5, 6])],
)
def test_rows_keep_their_numbers_up_to_a_bound(numbers, kept):
    layer = QgsVectorLayer("Point?field=number:integer", "copy", "memory")
    features = {}
    for number in numbers:
        features[number] = QgsFeature(layer.fields())
        features[number]["number"] = number
    _add_numbered(layer, features)
    found = {feature["number"]: feature.id() for feature in layer.getFeatures()}
    assert [found[number] for number in numbers] == kept
    assert layer.featureCount() == len(numbers)


def fill(colour="200,0,0"):
    return QgsFillSymbol.createSimple({"color": colour})


def categories():
    listed = QgsRendererCategory(["federation", "secret"], fill(), "federation and secret")
    return QgsCategorizedSymbolRenderer("other_side", [category("community"), listed, category("")])


def category(value):
    return QgsRendererCategory(value, fill(), value or "others")


def ranges():
    """One range for the longest word, one for the two others, and one for none."""
    bounds = ((0, 7, "few"), (7, 9.5, "up to 9.5"), (9.5, 12, "secret range"))
    return QgsGraduatedSymbolRenderer(
        "length(other_side)", [QgsRendererRange(low, high, fill(), label) for low, high, label in bounds]
    )


def rules():
    root = QgsRuleBasedRenderer.Rule(None)
    for parent in ("near", "secret group"):
        group = QgsRuleBasedRenderer.Rule(None, label=parent)
        root.appendChild(group)
        for level in ("community", "federation") if parent == "near" else ("secret",):
            group.appendChild(QgsRuleBasedRenderer.Rule(fill(), filterExp=f"other_side = '{level}'", label=level))
    root.appendChild(QgsRuleBasedRenderer.Rule(fill(), filterExp="ELSE", label="secret rest"))
    small = QgsRuleBasedRenderer.Rule(fill(), filterExp="other_side = 'federation'", label="close by")
    small.setMinimumScale(5000)
    small.setMaximumScale(1000)
    root.appendChild(small)
    return QgsRuleBasedRenderer(root)


def inverted():
    return QgsInvertedPolygonRenderer(categories())


def legend(layer):
    return [item.label() for item in layer.renderer().legendSymbolItems() if item.label()]


# What an audience sees of the three rows: the federation one of "federation" (10 letters), the community that and "community" (9).
@pytest.mark.parametrize(
    ("renderer", "federation", "community", "everybody"),
    [
        (categories, ["federation"], ["community", "federation"], ["community", "federation and secret", "others"]),
        (inverted, ["federation"], ["community", "federation"], ["community", "federation and secret", "others"]),
        (ranges, ["10"], ["9", "10"], ["few", "up to 9.5", "secret range"]),
        (
            rules,
            ["near", "federation", "close by"],
            ["near", "community", "federation", "close by"],
            ["near", "community", "federation", "secret group", "secret", "secret rest", "close by"],
        ),
    ],
)
def test_classes_of_rows_that_stay_are_not_in_the_legend(
    disputes, workspace, renderer, federation, community, everybody
):
    disputes.setRenderer(renderer())
    for audience, labels in (("federation", federation), ("community", community)):
        (copy,), messages = released_layers([disputes], audience, "test")
        assert legend(copy) == labels
        assert [message.id for message in messages] == ["workspace.held_back"]
    change(workspace, "secret", sensitivity="community")
    disputes.dataProvider().reloadData()
    (copy,), _ = released_layers([disputes], "community", "test")
    assert legend(copy) == everybody
    # of rows that a filter leaves out nobody asks whether they may go
    disputes.setSubsetString("other_side = 'federation'")
    (copy,), _ = released_layers([disputes], "community", "test")
    assert legend(copy) == federation


def test_rows_are_drawn_by_the_class_that_drew_them(disputes):
    """Ranges end at values of the copy's rows, and the others have a class for what has none of its own."""
    colours = {"community": "#0000fe", "federation": "#00fe00"}
    others = QgsCategorizedSymbolRenderer("other_side", [category("secret"), category("community"), category("")])
    graduated = ranges()
    for number, colour in enumerate(("9,9,9", "0,0,254", "0,254,0")):
        others.updateCategorySymbol(number, fill(colour))
        graduated.updateRangeSymbol(number, fill(colour))
    for renderer in (others, graduated):
        disputes.setRenderer(renderer.clone())
        (copy,), _ = released_layers([disputes], "community", "test")
        drawing, context = copy.renderer(), QgsRenderContext()
        drawing.startRender(context, copy.fields())
        found = {}
        for feature in copy.getFeatures():
            context.expressionContext().setFeature(feature)
            found[feature["other_side"]] = drawing.symbolForFeature(feature, context).color().name()
        drawing.stopRender(context)
        assert found == colours


def test_a_plan_for_the_public_names_no_class_that_stays(disputes, workspace, qgis_new_project, tmp_path):
    change(workspace, "federation", sensitivity="public")
    disputes.dataProvider().reloadData()
    disputes.setRenderer(
        QgsCategorizedSymbolRenderer("other_side", [category(level) for level in ("community", "federation", "secret")])
    )
    QgsProject.instance().addMapLayer(disputes)
    output = tmp_path / "plan.pdf"
    given = {"BOUNDARY": layer_of(("M1", CLAIM)), "BASE_LAYERS": [disputes], "AUDIENCE": "public"}
    processing.run("rainforestalert:titleplan", {**given, "OUTPUT": str(output)}, feedback=Log())
    text = subprocess.run(["pdftotext", str(output), "-"], capture_output=True, text=True, check=True).stdout
    assert "Disputas" in text
    assert "federation" in text
    assert "secret" not in text
    assert "community" not in text


def test_a_copy_looks_like_its_layer(disputes):
    disputes.setOpacity(0.4)
    disputes.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply)
    disputes.setFeatureBlendMode(QPainter.CompositionMode.CompositionMode_Darken)
    disputes.setScaleBasedVisibility(True)
    disputes.setMinimumScale(50_000)
    disputes.setMaximumScale(100)
    diagrams = QgsSingleCategoryDiagramRenderer()
    diagrams.setDiagram(QgsPieDiagram())
    disputes.setDiagramRenderer(diagrams)
    disputes.setDiagramLayerSettings(QgsDiagramLayerSettings())
    settings = QgsPalLayerSettings()
    settings.fieldName = "other_side"
    disputes.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    disputes.setLabelsEnabled(True)
    disputes.setRenderer(QgsSingleSymbolRenderer(fill("1,2,3")))
    (copy,), messages = released_layers([disputes], "community", "test")
    assert copy is not disputes
    assert copy.opacity() == pytest.approx(0.4)
    assert copy.blendMode() == QPainter.CompositionMode.CompositionMode_Multiply
    assert copy.featureBlendMode() == QPainter.CompositionMode.CompositionMode_Darken
    assert [copy.isInScaleRange(scale) for scale in (1000, 100_000)] == [True, False]
    assert copy.diagramRenderer().rendererName() == diagrams.rendererName()
    assert copy.labelsEnabled()
    assert copy.labeling().settings().fieldName == "other_side"
    assert copy.renderer().symbol().color().name() == "#010203"
    assert [message.id for message in messages] == ["workspace.held_back"]


def test_what_is_drawn_by_a_column_that_stays_is_said(disputes, qgis_new_project):
    disputes.addExpressionField("upper(other_side)", field("loud", "string"))
    settings = QgsPalLayerSettings()
    settings.fieldName = "loud"
    disputes.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    disputes.setLabelsEnabled(True)
    _, messages = released_layers([disputes], "community", "test")
    assert [message.id for message in messages] == ["workspace.held_back", "workspace.drawn_without"]
    assert messages[1].facts == {"layer": "Disputas", "columns": "loud"}
    disputes.setLabelsEnabled(False)
    disputes.setRenderer(QgsCategorizedSymbolRenderer("loud", [category("SECRET"), category("COMMUNITY")]))
    (copy,), messages = released_layers([disputes], "community", "test")
    assert copy.renderer().type() == "singleSymbol"
    assert [message.id for message in messages[1:]] == ["workspace.drawn_without", "workspace.drawn_plain"]
