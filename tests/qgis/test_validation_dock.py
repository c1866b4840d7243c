"""The Validation dock: from the readiness line to the fix, the waiver and the report."""

from __future__ import annotations

import json
from pathlib import Path

import processing
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QLabel
from test_docks_runs import end, opened, provider  # noqa: F401

from rainforest_alert_plugin.algorithms.validate_boundary import readiness
from rainforest_alert_plugin.gui.finding_dialogs import FixChoice, FixDialog, WaiverDialog
from rainforest_alert_plugin.gui.validation_dock import ValidationDock
from rainforest_alert_plugin.host.messages import describe
from rainforest_alert_plugin.host.settings import remember
from rainforest_alert_plugin.i18n import speaking
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage

pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings", "run_provider")

UTM18 = "EPSG:32718"


def polygon_layer(name, *rows):
    layer = QgsVectorLayer(f"Polygon?crs={UTM18}&field=codigo:string", name, "memory")
    features = []
    for code, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code])
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.setDisplayExpression('"codigo"')
    return QgsProject.instance().addMapLayer(layer)


def rectangle(x0, y0, x1, y1):
    x0, x1, y0, y1 = x0 + 500_000, x1 + 500_000, y0 + 9_000_000, y1 + 9_000_000
    return f"POLYGON(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))"


@pytest.fixture
def layers(qgis_new_project):
    # a spike of 500 m in the west, and a parcel of which 1 ha lies within
    spiky = (
        "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000500,499500 9000500.5,"
        "500000 9000499,500000 9000000))"
    )
    polygon_layer("comunidades", ("A", spiky))
    polygon_layer("predios inscritos", ("P-7", rectangle(900, 100, 1100, 200)))


def groups(dock):
    tree = dock.findings.tree
    return {
        tree.topLevelItem(row).text(0): [
            tree.topLevelItem(row).child(child).text(0) for child in range(tree.topLevelItem(row).childCount())
        ]
        for row in range(tree.topLevelItemCount())
    }


def select(dock, words):
    tree = dock.findings.tree
    for row in range(tree.topLevelItemCount()):
        for child in range(tree.topLevelItem(row).childCount()):
            item = tree.topLevelItem(row).child(child)
            if words in item.text(0):
                tree.setCurrentItem(item)
                return item
    raise AssertionError(words)


def validated(qtbot):
    dock = opened(ValidationDock, qtbot)
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    return dock


def test_findings_stand_by_severity_with_the_readiness_line_and_the_map_follows(qtbot, provider, layers):  # noqa: F811
    dock = validated(qtbot)
    found = groups(dock)
    blockers = next(lines for name, lines in found.items() if name.startswith("Blockers"))
    assert any("P-7" in line for line in blockers)
    assert any(line.startswith("G02") for lines in found.values() for line in lines)
    assert f"{len(blockers)} blockers" in dock.status.text()
    select(dock, "P-7")
    assert dock.findings.fix_button.isEnabled()
    assert "settles" in dock.findings.detail.toPlainText()
    extent = dock.iface.mapCanvas().extent()
    assert extent.contains(QgsGeometry.fromWkt("POINT(500950 9000150)").asPoint())


def test_only_what_changed_is_checked_again(qtbot, provider, layers):  # noqa: F811
    dock = validated(qtbot)
    first = groups(dock)
    qtbot.mouseClick(dock.again_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert groups(dock) == first
    boundary = json.loads(dock._last_json)["boundaries"][0]
    assert boundary["reused"] == boundary["rules_run"]
    # what an earlier run found does not stay on the map beside it
    (shown,) = QgsProject.instance().mapLayersByName("Findings of comunidades")
    assert shown.featureCount() == sum(len(lines) for name, lines in first.items() if not name.startswith("NOT"))


def test_a_fix_brings_the_mended_boundary_and_its_changes_and_leaves_the_layer_alone(qtbot, provider, layers):  # noqa: F811
    dock = validated(qtbot)
    select(dock, "G02")
    dialog = FixDialog("remove_spikes", 1.0, False)
    qtbot.addWidget(dialog)
    assert dialog.choice().fixes == ("remove_spikes",)
    dock.start_fix(FixChoice(("remove_spikes",), 1.0, 0.0, False, False), "A")
    end(dock, qtbot)
    (mended,) = QgsProject.instance().mapLayersByName("Fixed boundary of comunidades")
    (feature,) = mended.getFeatures()
    assert feature.geometry().area() == pytest.approx(1_000_000, rel=1e-3)
    (changes,) = QgsProject.instance().mapLayersByName("Changes of comunidades")
    assert changes.featureCount() >= 1
    (source,) = QgsProject.instance().mapLayersByName("comunidades")
    assert next(source.getFeatures()).geometry().constGet().nCoordinates() == 8
    assert "changes made" in dock.status.text()


def test_a_finding_is_set_aside_only_in_a_workspace(qtbot, provider, layers):  # noqa: F811
    dock = validated(qtbot)
    select(dock, "P-7")
    qtbot.mouseClick(dock.findings.waive_button, Qt.MouseButton.LeftButton)
    assert "choose the workspace and the community" in dock.status.text()


def test_an_agreed_boundary_is_validated_set_aside_and_counted_again(
    qtbot,
    provider,  # noqa: F811
    layers,
    tmp_path,
    monkeypatch,
):
    path = tmp_path / "trabajo.gpkg"
    create_geopackage(path, "ORAU", "laptop").close()
    with open_geopackage(path) as workspace, workspace.write() as transaction:
        transaction.insert("community", {"name": "Nueva Vida"})
    place = {"WORKSPACE": str(path), "COMMUNITY": "Nueva Vida"}
    square = polygon_layer("propuesta", ("A", rectangle(0, 0, 1000, 1000)))
    proposed = processing.run(
        "rainforestalert:proposeboundary", {**place, "BOUNDARY": square, "AUTHOR": "Rosa", "REASON": "taller"}
    )
    record = '{"act": "Acta 1", "date": "2026-11-20", "signed_by": ["Rosa"]}'
    processing.run(
        "rainforestalert:acceptproposal",
        {"WORKSPACE": str(path), "PROPOSAL_ID": proposed["PROPOSAL_ID"], "RECORD": record},
    )
    QgsProject.instance().removeMapLayer(square.id())
    remember("validation", "workspaces", str(path))
    dock = opened(ValidationDock, qtbot)
    dock.community.setCurrentIndex(dock.community.findText("Nueva Vida"))
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    before = dock.status.text()
    select(dock, "P-7")

    def answer(dialog):
        dialog.reason.setPlainText("Acuerdo firmado")
        dialog.author.setText("Rosa")
        return WaiverDialog.DialogCode.Accepted

    monkeypatch.setattr(WaiverDialog, "exec", answer)
    qtbot.mouseClick(dock.findings.waive_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    end(dock, qtbot)
    aside = next(lines for name, lines in groups(dock).items() if name.startswith("Set aside"))
    assert len(aside) == 1
    assert "P-7" in aside[0]
    assert dock.status.text() != before
    select(dock, "P-7")
    assert "Acuerdo firmado" in dock.findings.detail.toPlainText()
    qtbot.mouseClick(dock.findings.waive_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    end(dock, qtbot)
    assert dock.status.text() == before


def test_the_report_is_written_beside_its_html_and_opened(qtbot, provider, layers, tmp_path, monkeypatch):  # noqa: F811
    seen = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toLocalFile()) or True)
    save_as(monkeypatch, tmp_path / "informe")
    dock = validated(qtbot)
    qtbot.mouseClick(dock.report_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert (tmp_path / "informe.pdf").read_bytes().startswith(b"%PDF")
    assert "INFORME DE VALIDACIÓN" in (tmp_path / "informe.html").read_text(encoding="utf-8")
    assert seen == [str(tmp_path / "informe.pdf")]


def test_buttons_that_need_a_run_are_off_before_it(qtbot, provider, layers):  # noqa: F811
    dock = opened(ValidationDock, qtbot)
    assert not dock.again_button.isEnabled()
    assert not dock.report_button.isEnabled()
    assert dock.overlaps_button.isEnabled()


def test_a_finding_with_a_code_of_three_hundred_letters_fits_the_screen_and_html_in_it_stays_text(qtbot):
    name = "<b>" + "X" * 300
    dialog = WaiverDialog(f"Overlap of 3 ha with {name}.", "Rosa", False)
    qtbot.addWidget(dialog)
    dialog.adjustSize()
    assert dialog.minimumSizeHint().width() <= 800
    (label,) = [each for each in dialog.findChildren(QLabel) if "XXX" in each.text()]
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_the_fix_of_a_datum_keeps_its_capitals(qtbot):
    translated = "Corregir el lindero: pasar de PSAD56 a WGS 84"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rainforest_alert_plugin.gui.finding_dialogs.describe", lambda message: translated)
        dialog = FixDialog("shift_datum", 1.0, False)
    qtbot.addWidget(dialog)
    assert dialog.list.item(0).text() == "Pasar de PSAD56 a WGS 84"


def test_findings_of_one_boundary_are_not_shown_for_another(qtbot, provider, layers):  # noqa: F811
    dock = validated(qtbot)
    assert groups(dock)
    other = polygon_layer("otra comunidad", ("B", rectangle(5000, 0, 6000, 1000)))
    dock.boundaries.setLayer(other)
    assert groups(dock) == {}
    assert not dock.again_button.isEnabled()
    assert not dock.report_button.isEnabled()


def test_a_shift_of_datum_names_its_operation_with_its_accuracy(qtbot):
    dialog = FixDialog("shift_datum", 1.0, False)
    qtbot.addWidget(dialog)
    texts = [dialog.operation.itemText(row) for row in range(dialog.operation.count())]
    assert texts == ["EPSG:1201, PSAD56 to WGS 84 (1) (± 42 m)", "EPSG:1208, PSAD56 to WGS 84 (8) (± 16 m)"]
    assert dialog.choice().operation == "EPSG:1201"
    assert FixDialog("remove_spikes", 1.0, False).choice().operation == ""


def test_the_readiness_line_counts_one_and_many_in_their_own_words():
    counts = {"blocker": 1, "review": 3, "exclude": 0, "note": 1}
    assert describe(readiness(counts, 1)) == "1 blocker, 3 for review, 0 to be excluded, 1 note; 1 layer not evaluated."
    with speaking("es"):
        said = describe(readiness({**counts, "blocker": 2}, 2))
    assert said == "2 bloqueos, 3 por revisar, 0 por excluir, 1 nota; 2 capas no evaluadas."


@pytest.fixture
def territory(tmp_path):
    """A workspace with a secret boundary of 1 km by 1 km, and two disputes within it, one of them secret."""
    path = tmp_path / "secreto.gpkg"
    create_geopackage(path, "ORAU", "laptop").close()
    with open_geopackage(path) as workspace, workspace.write() as work:
        community = work.insert("community", {"name": "Nueva Vida", "sensitivity": "federation"})
        said = {"community_id": community, "number": 1, "reason": "x", "epsg": 32718, "sensitivity": "secret"}
        version = work.insert("boundary_version", {**said, "geom": in_degrees(0, 0, 1000, 1000)})
        for number, (x, y) in enumerate(((0, 0), (0, 1000), (1000, 1000), (1000, 0)), start=1):
            place = {"easting": 500_000.0 + x, "northing": 9_000_000.0 + y, "epsg": 32718, "label": f"V-{number}"}
            work.insert("vertex", {"version_id": version, "part": 0, "ring": 0, "number": number, **place})
        for level, west in (("federation", 100), ("secret", 500)):
            dispute = {"community_id": community, "other_side": f"Fundo {level}", "sensitivity": level}
            work.insert("dispute", {**dispute, "geom": in_degrees(west, 100, west + 200, 300)})
    return str(path)


def in_degrees(x0, y0, x1, y1):
    polygon = QgsGeometry.fromWkt(rectangle(x0, y0, x1, y1).replace("POLYGON((", "MULTIPOLYGON(((") + ")")
    systems = [QgsCoordinateReferenceSystem(code) for code in (UTM18, "EPSG:4326")]
    polygon.transform(QgsCoordinateTransform(*systems, QgsProject.instance()))
    return bytes(polygon.asWkb())


def save_as(monkeypatch, path):
    """Answer for the person who is asked where the report is to be saved."""
    monkeypatch.setattr(
        "rainforest_alert_plugin.gui.validation_dock.QFileDialog.getSaveFileName", lambda *_: (str(path), "")
    )


def left(location):
    with open_geopackage(Path(location), read_only=True) as workspace:
        lines = [row for row in workspace.read("audit_log") if row["action"].startswith("release")]
        return len(lines) + len(workspace.read("release_log"))


def over_disputes(dock):
    return sorted(line for name, lines in groups(dock).items() for line in lines if "Fundo" in line)


@pytest.mark.parametrize("by_name", [True, False])
def test_what_is_only_shown_is_found_in_all_rows_asks_nobody_and_is_in_no_file(
    qtbot,
    provider,  # noqa: F811
    territory,
    releases_agreed,
    tmp_path,
    monkeypatch,
    by_name,
):
    for table, name in (("dispute", "predios inscritos"), ("boundary_version", "comunidades")):
        shown = QgsVectorLayer(f"{territory}|layername={table}", name, "ogr")
        QgsProject.instance().addMapLayer(shown)
    # what a finding calls the unit that lies over the boundary
    QgsProject.instance().mapLayersByName("predios inscritos")[0].setDisplayExpression('"other_side"')
    before = set(Path(QgsProcessingUtils.tempFolder()).rglob("*.json"))
    if by_name:
        remember("validation", "workspaces", territory)
    dock = opened(ValidationDock, qtbot)
    dock.boundaries.setLayer(QgsProject.instance().mapLayersByName("comunidades")[0])
    if by_name:
        dock.community.setCurrentIndex(dock.community.findText("Nueva Vida"))
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert len(over_disputes(dock)) == 2, (dock.status.text(), groups(dock))
    assert (releases_agreed, left(territory)) == ([], 0)
    assert set(Path(QgsProcessingUtils.tempFolder()).rglob("*.json")) == before
    qtbot.mouseClick(dock.again_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert len(over_disputes(dock)) == 2
    assert json.loads(dock._last_json)["boundaries"][0]["reused"]
    # the layer of the findings bears the rows: no file is made of it
    (findings,) = [each for each in QgsProject.instance().mapLayers().values() if each.name().startswith("Findings of")]
    parcels = polygon_layer("parcels", ("P", rectangle(0, 0, 900, 900)))
    outputs = {"OUTPUT": str(tmp_path / "a.gpkg")}
    with pytest.raises(QgsProcessingException, match="may not go to the community itself"):
        processing.run("rainforestalert:overlapanalysis", {"BOUNDARIES": findings, "REFERENCE": [parcels], **outputs})
    assert not (tmp_path / "a.gpkg").exists()
    # and the report of a secret boundary stays a matter of the gate
    save_as(monkeypatch, tmp_path / "informe")
    qtbot.mouseClick(dock.report_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert dock.status.level == "error"
    assert "secret" in dock.status.text() or "Nothing of “comunidades” may go" in dock.status.text()
    assert not list(tmp_path.glob("informe*"))
    assert len(over_disputes(dock)) == 2


def test_a_report_holds_what_may_leave_and_the_list_keeps_all(
    qtbot,
    provider,  # noqa: F811
    territory,
    releases_agreed,
    tmp_path,
    monkeypatch,
):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: True)
    save_as(monkeypatch, tmp_path / "informe")
    shown = QgsVectorLayer(f"{territory}|layername=dispute", "predios inscritos", "ogr")
    shown.setDisplayExpression('"other_side"')
    QgsProject.instance().addMapLayer(shown)
    polygon_layer("comunidades", ("A", rectangle(0, 0, 1000, 1000)))
    dock = validated(qtbot)
    assert len(over_disputes(dock)) == 2
    assert (releases_agreed, left(territory)) == ([], 0)
    qtbot.mouseClick(dock.report_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    report = (tmp_path / "informe.html").read_text(encoding="utf-8")
    assert ("Fundo federation" in report, "Fundo secret" in report) == (True, False)
    assert len(releases_agreed) == 1
    assert left(territory) > 0
    assert len(over_disputes(dock)) == 2
