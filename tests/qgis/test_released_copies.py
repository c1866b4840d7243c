"""Copies in memory of layers of a workspace: where they are, how their rows are numbered, what they look like."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

from rainforest_alert_plugin.host.drafts import open_drafts
from rainforest_alert_plugin.host.released_layers import _add_numbered, released_layers
from rainforest_alert_plugin.host.workspaces import open_workspace
from tests.qgis.test_title_package_workspace import provider, workspace
from tests.qgis.test_workspace_inputs import CLAIM

__all__ = ["provider", "workspace"]
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
