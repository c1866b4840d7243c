"""What left: said of what was written, and of nothing that could not be written or was refused."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessingException

from rainforest_alert_plugin.host.workspaces import open_workspace
from rainforest_alert_plugin.territory.workshops import open_workshop
from tests.qgis.test_title_package_workspace import processing, provider, rows, workspace
from tests.qgis.title_packages import Log, layer_of

__all__ = ["provider", "workspace"]
INSIDE = "POLYGON((500050 9000050,500150 9000050,500150 9000150,500050 9000150,500050 9000050))"
OUTPUTS = [
    ("technicaltable", "OUTPUT", "t.gpkg", {"COMMUNITY": "Nueva Vida"}),
    ("validateboundary", "REPORT_JSON", "r.json", {"COMMUNITY": "Nueva Vida"}),
    ("validateboundary", "REPORT_HTML", "r.html", {"COMMUNITY": "Nueva Vida"}),
    ("exportworkspace", "FILE", "f.gpkg", {"AUDIENCE": "federation"}),
    ("backupworkspace", "FILE", "b.gpkg", {}),
    ("closeworkshop", "OUTPUT_FILE", "a.docx", {"WORKSHOP": "", "DECIDED": "Se mide en mayo."}),
    (
        "exporttitlepackage",
        "OUTPUT_FOLDER",
        "package",
        {"COMMUNITY": "Nueva Vida", "PLAN": False, "ALLOW_BLOCKERS": True},
    ),
]


def run(name, location, **parameters):
    if "WORKSHOP" in parameters:
        with open_workspace(location) as opened:
            parameters["WORKSHOP"] = open_workshop(
                opened, opened.read("community")[0]["id"], "2026-09-12", "Escuela", "mapa"
            )
    return processing.run(f"rainforestalert:{name}", {"WORKSPACE": location, **parameters}, feedback=Log())


def noted(location, action):
    """Lines of the release log that the audit log tells of, in order."""
    lines = [line for line in rows(location, "audit_log") if line["action"] == action]
    return [line["row_id"] for line in sorted(lines, key=lambda line: line["sequence"])]


@pytest.mark.parametrize(("name", "output", "file", "further"), OUTPUTS)
def test_what_was_written_is_said_to_have_left(workspace, tmp_path, name, output, file, further):
    run(name, workspace, **further, **{output: str(tmp_path / file)})
    assert (tmp_path / file).exists()
    left = [line["id"] for line in rows(workspace, "release_log")]
    assert left
    assert noted(workspace, "release") == left
    assert noted(workspace, "release_begun") == ([] if name == "backupworkspace" else left)
    assert noted(workspace, "release_failed") == []


@pytest.mark.parametrize(("name", "output", "file", "further"), OUTPUTS)
def test_what_could_not_be_written_is_not_said_to_have_left(workspace, tmp_path, name, output, file, further):
    """A file stands where the folder should be: all is computed and released, and cannot be written."""
    (tmp_path / "archivo").write_text("a file where a folder should be")
    with pytest.raises(QgsProcessingException):
        run(name, workspace, **further, **{output: str(tmp_path / "archivo" / file)})
    began = noted(workspace, "release_begun")
    if name == "backupworkspace":
        # The copy is to hold the line as well, so that it is written first; the log then says that it failed.
        began = [line["id"] for line in rows(workspace, "release_log")]
    else:
        assert rows(workspace, "release_log") == []
    assert began
    assert noted(workspace, "release_failed") == began


def test_a_package_that_is_refused_is_neither_asked_about_nor_noted(workspace, tmp_path):
    """Registered land in the middle of the boundary stops the title: nobody is asked whether it may leave."""
    log = Log()
    asked = []
    log.ask_release = lambda leaving: asked.append(leaving) or True
    parcels = layer_of(("UC 123", INSIDE), name="Predios rurales")
    parameters = {"WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "PLAN": False, "REFERENCE": [parcels]}
    with pytest.raises(QgsProcessingException, match="UC 123"):
        processing.run(
            "rainforestalert:exporttitlepackage", {**parameters, "OUTPUT_FOLDER": str(tmp_path / "p")}, feedback=log
        )
    assert asked == []
    assert rows(workspace, "release_log") == []
    assert noted(workspace, "release_begun") == noted(workspace, "release_failed") == []
    processing.run(
        "rainforestalert:exporttitlepackage",
        {**parameters, "OUTPUT_FOLDER": str(tmp_path / "p"), "ALLOW_BLOCKERS": True},
        feedback=log,
    )
    assert asked  # a draft is asked about
