"""What the release gate says: what is not on the paper, which parameter helps, and one row as one row."""

from __future__ import annotations

from unittest import mock

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from rainforest_alert_plugin.algorithms.layer_gate import AUDIENCE, audience_parameter
from rainforest_alert_plugin.errors import Message
from rainforest_alert_plugin.host import messages
from rainforest_alert_plugin.host.messages import describe
from rainforest_alert_plugin.host.release_words import release_lines
from rainforest_alert_plugin.workspace.release import TableShare
from tests.qgis.test_title_package_workspace import processing, provider, workspace
from tests.qgis.test_workspace_inputs import disputes, everywhere
from tests.qgis.title_packages import Log

__all__ = ["disputes", "provider", "workspace"]


class Warned(Log):
    def __init__(self):
        super().__init__()
        self.warned = []

    def pushWarning(self, text):
        self.warned.append(text)


def test_a_sheet_warns_of_the_layer_that_is_not_on_it(disputes, qgis_new_project, tmp_path):
    QgsProject.instance().addMapLayer(disputes)
    query = QgsVectorLayer(f'?query=SELECT id, geometry FROM "{disputes.id()}"', "Consulta", "virtual")
    log = Warned()
    given = {"EXTENT": "-75.01,-74.99,-9.06,-9.04 [EPSG:4326]", "LAYERS": [query, disputes, everywhere()]}
    processing.run(
        "rainforestalert:printworkshopsheet", {**given, "OUTPUT_FILE": str(tmp_path / "a.pdf")}, feedback=log
    )
    first, second = log.warned[:2]
    assert first == "Not on the sheet: “Consulta”."
    assert "by a join, a query or a group over Disputas" in second


@pytest.mark.parametrize("count", [1, 2])
def test_what_was_made_for_another_says_the_parameter_and_what_to_do_with_a_file_without_those_rows(count):
    facts = {"layer": "x", "origin": "community", "audience": "public", "count": count}
    said = describe(Message("workspace.made_for_another", **facts))
    assert audience_parameter().description().split(" (")[0] in said
    assert "save it under another name" in said
    assert f"; {count} of them may not go" in said
    with mock.patch.object(messages, "catalogue", return_value={"workspace.x": "many", "workspace.x_one": "one"}):
        assert describe(Message("workspace.x", count=count)) == ("one" if count == 1 else "many")
    assert audience_parameter().name() == AUDIENCE


def test_one_row_is_said_as_one():
    assert "1 row stays" in describe(Message("workspace.layer_held_back", layer="x", audience="public", count=1))
    assert "2 rows stay" in describe(Message("workspace.layer_held_back", layer="x", audience="public", count=2))
    assert release_lines("public", [TableShare("place", 1)]) == ["To the public: 1 row goes, nothing is held back."]
    assert release_lines("public", [TableShare("place", 2)]) == ["To the public: all 2 rows go, nothing is held back."]
