"""Expressions that read only the layer that they stand in are left alone beside a workspace; whatever may read another one is found."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessingException, QgsProject

from rainforest_alert_plugin.compat import field
from rainforest_alert_plugin.host.messages import describe
from rainforest_alert_plugin.host.released_layers import released_layers, unseen_rows
from tests.qgis.test_title_package_workspace import provider, workspace
from tests.qgis.test_ways_round_the_gate import label
from tests.qgis.test_workspace_inputs import disputes, everywhere, overlay

__all__ = ["disputes", "provider", "workspace"]

OF_ITSELF = [
    "layer_property(@layer_name, 'crs')",
    "layer_property(@layer_id, 'crs')",
    "get_feature_by_id(@layer_id, 1)",
    "'usar aggregate(''Disputas'') para sumar'",
    "\"name\" = 'eval('",
    "map('a', 'overlay_nearest(')['a']",
    "concatenate(\"name\") -- aggregate('Disputas', 'count', 1)",
]
OF_OTHERS = [
    "with_variable('layer_id', 'Disputas', get_feature_by_id(@layer_id, 1))",
    "with_variable('layer_name', 'Disputas', layer_property(@layer_name, 'extent'))",
    "with_variable('lay' || 'er', 'Disputas', concatenate(\"other_side\"))",
    "get_feature_by_id(@layer_id || '', 1)",
    "map('a', eval('x'))['a']",
    "'aggregate(' || aggregate('Disputas', 'concatenate', \"other_side\")",
]


@pytest.mark.parametrize("expression", OF_ITSELF)
def test_an_expression_that_reads_its_own_layer_passes(disputes, qgis_new_project, expression):
    plain = everywhere()
    plain.addExpressionField(expression, field("all", "string"))
    QgsProject.instance().addMapLayers([disputes, plain])
    label(plain, expression)
    assert unseen_rows(plain, is_drawn=True) is None


@pytest.mark.parametrize("expression", OF_OTHERS)
def test_what_may_read_another_layer_is_found(disputes, qgis_new_project, expression):
    plain, counted = everywhere(), everywhere()
    QgsProject.instance().addMapLayers([disputes, plain, counted])
    label(plain, expression)
    counted.addExpressionField(expression, field("all", "string"))
    assert unseen_rows(plain, is_drawn=True) is not None
    assert unseen_rows(counted) is not None


def test_a_layer_named_like_one_of_the_workspace_does_not_read_it_by_its_name(disputes, qgis_new_project):
    """By a name that two layers bear QGIS takes whichever it finds first; the copy of a layer bears its name too."""
    plain = everywhere()
    plain.setName("Disputas")
    QgsProject.instance().addMapLayers([disputes, plain])
    for layer in (plain, disputes):
        label(layer, "aggregate(@layer_name, 'concatenate', \"other_side\")")
        assert released_layers([layer], "federation", "test")[0] == []


def test_the_sentence_names_what_is_meant(disputes, qgis_new_project, tmp_path):
    asks = "aggregate('Disputas', 'count', 1)"
    plain, counted = everywhere(), everywhere()
    QgsProject.instance().addMapLayers([disputes, plain])
    counted.addExpressionField("1", field("one", "string"))
    counted.addExpressionField(asks, field("cuántas", "string"))
    with pytest.raises(QgsProcessingException, match=r"expressions of its columns \(cuántas\) may read"):
        overlay(counted, str(tmp_path / "a.gpkg"))
    label(plain, asks)
    (said,) = released_layers([plain], "public", "test")[1]
    assert "expressions of its labels may read" in describe(said)
