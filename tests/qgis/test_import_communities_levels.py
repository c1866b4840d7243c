"""What comes out of a workspace and goes into one again is no less closed there than the rows that it was made of."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeatureSourceDefinition, QgsProject

from rainforest_alert_plugin.host.made_of import Made, note_made, origins_of_file
from rainforest_alert_plugin.host.workspaces import create_workspace
from tests.qgis.test_made_of import for_the_community
from tests.qgis.test_title_package_workspace import processing, provider, rows, workspace
from tests.qgis.test_workspace_inputs import disputes
from tests.qgis.title_packages import Log

__all__ = ["disputes", "for_the_community", "provider", "workspace"]


@pytest.fixture
def other(tmp_path):
    """A second workspace, without rows."""
    (tmp_path / "otro").mkdir()
    with create_workspace("otra", str(tmp_path / "otro")) as made:
        return made.location


def take_in(layer, location, name_field, log=None, **parameters):
    given = {"INPUT": layer, "NAME_FIELD": name_field, "WORKSPACE": location, "OUTPUT": "memory:", **parameters}
    processing.run("rainforestalert:importcommunities", given, feedback=log or Log())


def levels(location, table="community", name="name"):
    return {row[name]: row["sensitivity"] for row in rows(location, table)}


@pytest.mark.parametrize("way", ["layer", "definition"])
def test_each_row_keeps_its_own_level_where_that_is_stricter(disputes, other, way):
    # The layer has a row for the community, one for the federation and a secret, each named by its level; the secret stays.
    QgsProject.instance().addMapLayer(disputes, False)
    log = Log()
    given = disputes if way == "layer" else QgsProcessingFeatureSourceDefinition(disputes.id())
    take_in(given, other, "other_side", log)
    QgsProject.instance().takeMapLayer(disputes)
    assert levels(other) == {"community": "community", "federation": "federation"}
    assert {row["sensitivity"] for row in rows(other, "boundary_version")} == {"community", "federation"}
    assert (
        len([line for line in log.lines if "1 new rows came in at a stricter level than “for the federation”" in line])
        == 1
    )


def test_a_stricter_choice_counts_for_all(disputes, other):
    log = Log()
    take_in(disputes, other, "other_side", log, SENSITIVITY="secret")
    assert levels(other) == {"community": "secret", "federation": "secret"}
    assert not any("stricter level" in line for line in log.lines)


def test_of_a_file_made_of_rows_the_strictest_of_them_counts_for_all(disputes, for_the_community, tmp_path, other):
    log = Log()
    take_in(for_the_community, other, "feature_id", log, SENSITIVITY="public")
    assert set(levels(other).values()) == {"community"}
    assert any("2 new rows came in at a stricter level than “public”" in line for line in log.lines)


def test_places_of_a_file_made_of_rows_are_no_less_closed(for_the_community, tmp_path, other):
    point = {"type": "Point", "coordinates": [-74.5, -8.5]}
    place = {"type": "Feature", "properties": {"name": "Collpa"}, "geometry": point}
    files = [tmp_path / "plain.geojson", tmp_path / "made.geojson"]
    for number, file in enumerate(files):
        place["properties"]["name"] = file.stem
        point["coordinates"][0] += number
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [place]}), encoding="utf-8")
    note_made([Made(str(files[1]), "", origins_of_file(for_the_community))])
    logs = [Log(), Log()]
    for file, log in zip(files, logs):
        given = {"INPUT": str(file), "KIND": "place", "WORKSPACE": other, "SENSITIVITY": "public", "OUTPUT": "memory:"}
        processing.run("rainforestalert:importfieldgeometry", given, feedback=log)
    assert levels(other, "place") == {"plain": "public", "made": "community"}
    assert [sum("1 new rows came in at a stricter level" in line for line in log.lines) for log in logs] == [0, 1]


@pytest.mark.parametrize("output", ["memory:", "alerts.gpkg"])
def test_alerts_of_more_closed_rows_do_not_come_in(disputes, workspace, tmp_path, other, output):
    meaning = {"longitude": "longitude", "latitude": "latitude", "date": "created_at", "identity": "id"}
    given = {
        "INPUT": disputes,
        "MAPPING": json.dumps(meaning),
        "WORKSPACE": other,
        "OUTPUT": output if output == "memory:" else str(tmp_path / output),
    }
    with pytest.raises(QgsProcessingException, match="rows of “Disputas” are more closed"):
        processing.run("rainforestalert:importalerts", given, feedback=Log())
    assert rows(other, "alert") == []
    # What the federation has comes in.
    assert disputes.setSubsetString("\"sensitivity\" = 'federation'")
    assert processing.run("rainforestalert:importalerts", given, feedback=Log())["NEW_COUNT"] == 1
