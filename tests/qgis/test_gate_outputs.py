"""Figures and findings of an agreed boundary pass the release gate before they leave its workspace."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessingException

from rainforest_alert_plugin.host.workspaces import open_workspace
from tests.qgis.test_title_package_workspace import processing, provider, rows, workspace
from tests.qgis.title_packages import Log, layer_of

__all__ = ["provider", "workspace"]

OUTPUTS = [
    ("technicaltable", "OUTPUT", "gpkg"),
    ("validateboundary", "OUTPUT", "gpkg"),
    ("validateboundary", "REPORT_JSON", "json"),
    ("validateboundary", "REPORT_HTML", "html"),
    ("validateboundary", "REPORT_PDF", "pdf"),
]
SQUARE = "POLYGON((500000 9000000,500200 9000000,500200 9000200,500000 9000200,500000 9000000))"


def run(name, location, **parameters):
    given = {"WORKSPACE": location, "COMMUNITY": "Nueva Vida", **parameters}
    return processing.run(f"rainforestalert:{name}", given, feedback=Log())


def mark_as_secret(location, table):
    with open_workspace(location) as opened, opened.write() as work:
        for row in opened.read(table):
            work.update(table, row["id"], {"sensitivity": "secret"})


def noted(location):
    return [
        (line["purpose"], line["audience"], line["table_name"], line["released_count"])
        for line in rows(location, "release_log")
    ]


@pytest.mark.parametrize(("name", "output", "ending"), OUTPUTS)
def test_what_leaves_of_an_agreed_boundary_is_written_down(workspace, tmp_path, name, output, ending):
    path = tmp_path / f"out.{ending}"
    run(name, workspace, **{output: str(path)})
    assert path.exists()
    assert sorted(noted(workspace)) == [(name, "community", "boundary_version", 1), (name, "community", "community", 1)]


@pytest.mark.parametrize("table", ["community", "boundary_version"])
@pytest.mark.parametrize(("name", "output", "ending"), OUTPUTS)
def test_a_secret_boundary_is_refused_and_nothing_is_written(workspace, tmp_path, name, output, ending, table):
    mark_as_secret(workspace, table)
    path = tmp_path / f"out.{ending}"
    with pytest.raises(QgsProcessingException, match="“Nueva Vida” or its boundary is marked as secret"):
        run(name, workspace, **{output: str(path)})
    assert not path.exists()


def test_a_boundary_of_which_a_rule_lets_go_only_an_outline_gives_no_table(workspace, tmp_path):
    with open_workspace(workspace) as opened, opened.write() as work:
        rule = {"table_name": "boundary_version", "level": "federation", "audience": "community"}
        work.insert("release_rule", {**rule, "geometry": "generalise", "size_m": 500.0})
    with pytest.raises(QgsProcessingException, match="rule"):
        run("technicaltable", workspace, OUTPUT=str(tmp_path / "t.gpkg"))
    assert not (tmp_path / "t.gpkg").exists()


def test_a_secret_boundary_can_be_checked_where_nothing_leaves_the_workspace(workspace):
    mark_as_secret(workspace, "boundary_version")
    run("validateboundary", workspace)
    assert len(rows(workspace, "validation_run")) == 1
    assert noted(workspace) == []


def test_a_drawn_boundary_takes_along_only_what_is_known_of_its_community(workspace, tmp_path):
    mark_as_secret(workspace, "boundary_version")
    layer = layer_of(("Nueva Vida", SQUARE))
    run("validateboundary", workspace, BOUNDARY=layer, REPORT_JSON=str(tmp_path / "r.json"))
    assert noted(workspace) == [("validateboundary", "community", "community", 1)]
    mark_as_secret(workspace, "community")
    with pytest.raises(QgsProcessingException, match="marked as secret"):
        run("validateboundary", workspace, BOUNDARY=layer, REPORT_JSON=str(tmp_path / "s.json"))
