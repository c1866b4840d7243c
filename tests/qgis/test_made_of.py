"""What a run made of rows of a workspace for one audience passes the gate again before it goes to another."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import zlib
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    QgsExpression,
    QgsPalLayerSettings,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsProperty,
    QgsRemappingSinkDefinition,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt import sip

from rainforest_alert_plugin.algorithms.overlap_analysis import OverlapAnalysisAlgorithm
from rainforest_alert_plugin.compat import field
from rainforest_alert_plugin.errors import OutputError
from rainforest_alert_plugin.host.made_of import Made, note_made, origins_of_file, register_file
from rainforest_alert_plugin.host.released_layers import released_layers
from rainforest_alert_plugin.host.told_area import area_table
from rainforest_alert_plugin.host.workspaces import open_workspace
from rainforest_alert_plugin.paths import resource
from tests.qgis.test_title_package_workspace import processing, provider, rows, workspace
from tests.qgis.test_workspace_inputs import CLAIM, DISPUTES, disputes, everywhere, noted, overlay, wests
from tests.qgis.title_packages import Log, layer_of

__all__ = ["disputes", "provider", "workspace"]
FEDERATION, COMMUNITY = DISPUTES["federation"], DISPUTES["community"]


@pytest.fixture(autouse=True)
def register():
    """No run before this test made anything."""
    register_file().unlink(missing_ok=True)
    yield register_file()
    register_file().unlink(missing_ok=True)


@pytest.fixture
def for_the_community(disputes, tmp_path):
    """A file of overlaps with the rows for the community and for the federation."""
    return overlay(disputes, str(tmp_path / "community.gpkg"))


def change(location, level, **values):
    with open_workspace(location) as opened, opened.write() as work:
        (row,) = opened.read("dispute", '"sensitivity" = ?', [level])
        work.update("dispute", row["id"], values)


def test_a_file_for_the_community_does_not_go_further(for_the_community, workspace, tmp_path):
    for audience in ("federation", "public"):
        with pytest.raises(QgsProcessingException, match="was made of rows of a workspace for the community itself"):
            overlay(for_the_community, str(tmp_path / "b.gpkg"), AUDIENCE=audience)
    assert not (tmp_path / "b.gpkg").exists()
    assert wests(overlay(for_the_community, str(tmp_path / "c.gpkg"))) == [COMMUNITY, FEDERATION]
    assert noted(workspace) == [
        ("overlapanalysis", "community", "dispute", 2, {"secret": 1}),
        ("overlapanalysis", "community", "dispute", 2, {}),
    ]
    # and what is made of that in turn does not either
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(str(tmp_path / "c.gpkg"), str(tmp_path / "d.gpkg"), AUDIENCE="federation")


def test_rows_that_another_audience_may_have_go_on_to_it(disputes, workspace, tmp_path):
    made = overlay(disputes, str(tmp_path / "a.gpkg"), AUDIENCE="federation")
    assert wests(overlay(made, str(tmp_path / "b.gpkg"), AUDIENCE="office")) == [FEDERATION]
    with pytest.raises(QgsProcessingException, match="for the federation; 1 of them may not go to the public"):
        overlay(made, str(tmp_path / "c.gpkg"), AUDIENCE="public")
    assert [line[:2] for line in noted(workspace)] == [
        ("overlapanalysis", "federation"),
        ("overlapanalysis", "office"),
    ]


def test_a_layer_in_memory_bears_it_too(disputes, tmp_path):
    made = overlay(disputes, "memory:made", AUDIENCE="community")
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(made, str(tmp_path / "a.gpkg"), AUDIENCE="federation")
    shown = overlay(made, "memory:shown")
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(shown, str(tmp_path / "a.gpkg"), AUDIENCE="federation")
    assert wests(overlay(shown, str(tmp_path / "b.gpkg"))) == [COMMUNITY, FEDERATION]


def test_what_became_more_secret_since_goes_to_nobody(for_the_community, workspace, tmp_path):
    change(workspace, "community", sensitivity="secret")
    with pytest.raises(QgsProcessingException, match="1 of them may not go to the community itself"):
        overlay(for_the_community, str(tmp_path / "b.gpkg"))
    change(workspace, "federation", state="settled")
    assert not (tmp_path / "b.gpkg").exists()


def test_a_consent_that_was_withdrawn_holds_for_what_was_made_before(disputes, workspace, tmp_path):
    with open_workspace(workspace) as opened, opened.write() as work:
        community = opened.read("community")[0]["id"]
        consent = work.insert(
            "consent",
            {
                "community_id": community,
                "what": "dispute",
                "audience": "federation",
                "given_on": "2026-01-02",
                "act": "Acta 1",
            },
        )
    made = overlay(disputes, str(tmp_path / "a.gpkg"), AUDIENCE="federation")
    assert wests(overlay(made, str(tmp_path / "b.gpkg"), AUDIENCE="federation")) == [FEDERATION]
    with open_workspace(workspace) as opened, opened.write() as work:
        work.update("consent", consent, {"withdrawn_on": "2026-01-03"})
    with pytest.raises(QgsProcessingException, match="1 of them may not go to the federation"):
        overlay(made, str(tmp_path / "c.gpkg"), AUDIENCE="federation")


def test_where_consents_cannot_be_asked_nothing_goes_to_strangers(for_the_community, workspace, tmp_path):
    Path(workspace).rename(tmp_path / "elsewhere.gpkg")
    with pytest.raises(QgsProcessingException, match="which cannot be opened to ask what may leave"):
        overlay(for_the_community, str(tmp_path / "b.gpkg"), AUDIENCE="office")
    assert wests(overlay(for_the_community, str(tmp_path / "c.gpkg"))) == [COMMUNITY, FEDERATION]


def test_other_rows_written_over_a_file_take_away_what_was_known_of_it(for_the_community, tmp_path):
    plain = layer_of(("M1", CLAIM))
    assert [origin.table for origin in origins_of_file(for_the_community)] == ["dispute"]
    overlay(plain, for_the_community)
    assert origins_of_file(for_the_community) == ()
    overlay(for_the_community, str(tmp_path / "b.gpkg"), AUDIENCE="public")


def test_rows_appended_to_a_file_leave_known_what_was_in_it(for_the_community, tmp_path):
    there = QgsVectorLayer(for_the_community, "there", "ogr")
    mapping = QgsRemappingSinkDefinition()
    mapping.setDestinationFields(there.fields())
    mapping.setDestinationCrs(there.crs())
    mapping.setDestinationWkbType(there.wkbType())
    mapping.setFieldMap({each.name(): QgsProperty.fromField(each.name()) for each in list(there.fields())[1:]})
    appended = QgsProcessingOutputLayerDefinition(for_the_community)
    appended.setRemappingDefinition(mapping)
    del there
    overlay(layer_of(("M1", CLAIM)), appended)
    assert len(wests(for_the_community)) == 3
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(for_the_community, str(tmp_path / "b.gpkg"), AUDIENCE="public")


@pytest.mark.parametrize("address", ["/vsimem/made.gpkg", "/vsizip/{folder}/o.zip/a.geojson"])
def test_what_is_no_file_of_its_own_is_known_by_its_address(disputes, tmp_path, address):
    output = address.format(folder=tmp_path)
    overlay(disputes, output)
    made = QgsVectorLayer(output, "read anew", "ogr")
    assert made.isValid()
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(made, str(tmp_path / "b.gpkg"), AUDIENCE="public")
    del made
    if output.startswith("/vsimem"):
        gdal.Unlink(output)


def test_a_file_that_is_no_more_leaves_the_register_with_the_next(for_the_community, tmp_path, monkeypatch):
    """What lay in a folder that is empty now may be on a drive that is not connected."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    known = origins_of_file(for_the_community)
    other, away = tmp_path / "other.txt", tmp_path / "drive" / "x.gpkg"
    other.touch()
    away.parent.mkdir()
    Path(for_the_community).unlink()
    note_made([Made(str(away), "", known), Made(str(other), "", known)])
    assert known
    assert origins_of_file(for_the_community) == ()
    assert origins_of_file(str(away)) == origins_of_file(str(other)) == known


def test_what_was_in_a_folder_stays_known_when_a_run_writes_into_it(for_the_community, tmp_path):
    known = origins_of_file(for_the_community)
    folder = tmp_path / "downloads"
    folder.mkdir()
    note_made([Made(str(folder), "", known)])
    note_made([Made(str(folder), "", ())])
    assert known
    assert origins_of_file(str(folder / "earlier.gpkg")) == known


def test_notes_of_a_run_are_all_kept_or_none(for_the_community, tmp_path):
    known = origins_of_file(for_the_community)
    with pytest.raises(OutputError):
        note_made([Made(for_the_community, "", ()), Made("\0", "", known)])
    assert origins_of_file(for_the_community) == known


def test_a_table_in_a_file_is_known_apart_from_the_others(disputes, tmp_path):
    path = str(tmp_path / "a.gpkg")
    overlay(layer_of(("M1", CLAIM)), path)
    overlay(disputes, f"ogr:dbname='{path}' table=\"secretas\" (geom)")
    overlay(f"{path}|layername=a", str(tmp_path / "b.gpkg"), AUDIENCE="public")
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(f"{path}|layername=secretas", str(tmp_path / "c.gpkg"), AUDIENCE="public")
    whole = QgsVectorLayer(path, "w", "ogr")
    shown = [each.split("!!::!!") for each in whole.dataProvider().subLayers()]
    numbers = {name: number for number, name, *_ in shown}
    overlay(f"{path}|layerid={numbers['a']}", str(tmp_path / "d.gpkg"), AUDIENCE="public")
    for other in (f"layerid={numbers['secretas']}", "layername=SECRETAS", "layername=a|subset=SELECT * FROM secretas"):
        layer = QgsVectorLayer(f"{path}|{other}", "w", "ogr")
        assert layer.featureCount() == 2
        with pytest.raises(QgsProcessingException, match="for the community itself"):
            overlay(layer, str(tmp_path / "e.gpkg"), AUDIENCE="public")


def test_a_file_that_is_read_as_a_file_hands_on_what_it_was_made_of(workspace, tmp_path):
    table = str(tmp_path / "t.csv")
    given = {"WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "OUTPUT": table}
    processing.run("rainforestalert:technicaltable", given, feedback=Log())
    assert {origin.table for origin in origins_of_file(table)} >= {"boundary_version"}
    points = str(tmp_path / "points.gpkg")
    processing.run("rainforestalert:importfieldgeometry", {"INPUT": table, "OUTPUT": points}, feedback=Log())
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(points, str(tmp_path / "b.gpkg"), AUDIENCE="public")


def test_a_file_that_is_read_as_a_file_is_asked_about(for_the_community, tmp_path):
    """Given as text, as a file or as the folder that holds one."""
    (tmp_path / "words").mkdir()
    words = tmp_path / "words" / "words.json"
    words.write_text("{}", encoding="utf-8")
    note_made([Made(str(words), "", origins_of_file(for_the_community))])
    given = {"BOUNDARY": layer_of(("M1", CLAIM)), "PLAN": False, "ALLOW_BLOCKERS": True, "AUDIENCE": "public"}
    for number, value in enumerate((str(words), str(words.parent))):
        package = {**given, "ATTRIBUTES": value, "OUTPUT_FOLDER": str(tmp_path / str(number))}
        with pytest.raises(QgsProcessingException, match=r"“words.*was made of rows .* for the community itself"):
            processing.run("rainforestalert:exporttitlepackage", package, feedback=Log())
        assert not (tmp_path / str(number)).exists()


def test_a_text_that_an_expression_takes_from_rows_does_not_leave(disputes, qgis_new_project, tmp_path):
    QgsProject.instance().addMapLayer(disputes.clone())
    told = QgsProperty.fromExpression("aggregate('Disputas', 'concatenate', \"other_side\")")
    given = {
        "BOUNDARY": layer_of(("M1", CLAIM)),
        "PLAN": False,
        "ATTRIBUTES": told,
        "OUTPUT_FOLDER": str(tmp_path / "p"),
    }
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    with pytest.raises(
        QgsProcessingException, match=r"shows rows of a workspace past the control .* the expression given for it"
    ):
        processing.run("rainforestalert:exporttitlepackage", given, feedback=Log(), context=context)
    assert not (tmp_path / "p").exists()


def test_the_second_package_goes_to_third_parties_and_the_first_does_not(workspace, tmp_path):
    with open_workspace(workspace) as opened, opened.write() as work:
        for table in ("community", "boundary_version"):
            for row in opened.read(table):
                work.update(table, row["id"], {"sensitivity": "public"})
        attended = opened.read("community")[0]["id"]
        work.insert("dispute", {"community_id": attended, "other_side": "x", "sensitivity": "community"})
    folders = {"OUTPUT_FOLDER": str(tmp_path / "office"), "REDACTED_FOLDER": str(tmp_path / "redacted")}
    given = {"WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "PLAN": False, "ALLOW_BLOCKERS": True}
    processing.run("rainforestalert:exporttitlepackage", {**given, **folders}, feedback=Log())
    origins = {name: {origin.audience for origin in origins_of_file(folder)} for name, folder in folders.items()}
    assert origins == {"OUTPUT_FOLDER": {"office"}, "REDACTED_FOLDER": {"public"}}
    # a file in a folder is known by the folder
    (shape, *_) = sorted((tmp_path / "redacted").rglob("*.shp"))
    assert {origin.audience for origin in origins_of_file(str(shape))} == {"public"}


def test_what_is_known_of_a_layer_hides_its_area_from_services(for_the_community):
    layer = QgsVectorLayer(for_the_community, "made", "ogr")
    assert area_table(layer) == ("", "workspace")


def test_a_drawn_layer_stays_behind_where_it_may_not_go(for_the_community):
    layer = QgsVectorLayer(for_the_community, "made", "ogr")
    drawn, messages = released_layers([layer], "public", "test")
    assert (drawn, [message.id for message in messages]) == ([], ["workspace.made_for_another"])
    assert released_layers([layer], "community", "test") == ([layer], [])


def test_a_vrt_over_a_file_shows_what_the_file_was_made_of(for_the_community, tmp_path):
    inner = f'<OGRVRTLayer name="community"><SrcDataSource>{for_the_community}</SrcDataSource></OGRVRTLayer>'
    (tmp_path / "w.vrt").write_text(f"<OGRVRTDataSource>{inner}</OGRVRTDataSource>", encoding="utf-8")
    layer = QgsVectorLayer(str(tmp_path / "w.vrt"), "w", "ogr")
    assert layer.featureCount() == 2
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(layer, str(tmp_path / "b.gpkg"), AUDIENCE="federation")
    sip.delete(layer)


def test_a_copy_under_another_name_is_not_known(for_the_community, tmp_path):
    """As the guide says of what other programs make."""
    shutil.copy2(for_the_community, tmp_path / "copy.gpkg")
    assert origins_of_file(str(tmp_path / "copy.gpkg")) == ()


def test_a_register_that_cannot_be_read_is_said(for_the_community, register, tmp_path):
    register.write_bytes(b"SQLite format 3\x00 and then nothing that makes sense")
    with pytest.raises(QgsProcessingException, match="The register of what was made of workspaces"):
        overlay(for_the_community, str(tmp_path / "b.gpkg"))
    assert not (tmp_path / "b.gpkg").exists()


def test_the_register_holds_no_place_and_no_name(for_the_community, register):
    with sqlite3.connect(register) as opened:
        ((packed,),) = opened.execute(
            "SELECT origins FROM made WHERE path = ?", (os.path.realpath(for_the_community),)
        ).fetchall()
    (line,) = json.loads(zlib.decompress(packed))
    for rows_alike in line["rows"]:
        assert {each.count("-") for each in rows_alike.pop("ids")} == {4}
        rows_alike["values"].pop("community_id")
    line.pop("location")
    assert "75" not in json.dumps(line)
    assert "other_side" not in json.dumps(line)


def test_a_run_that_is_given_up_before_it_begins_leaves_nothing_in_the_log(disputes, workspace, tmp_path):
    given = {"BOUNDARIES": everywhere(), "REFERENCE": [disputes], "OUTPUT": str(tmp_path / "a.gpkg")}
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = OverlapAnalysisAlgorithm().create()
    assert algorithm.prepare(given, context, Log())
    actions = [line["action"] for line in rows(workspace, "audit_log")]
    assert not any(action.startswith("release") for action in actions)


def test_rows_that_go_keep_the_numbers_of_their_features(disputes, workspace, tmp_path):
    """Of three rows the first stays: the others are not numbered as if it were not there."""
    change(workspace, "community", sensitivity="secret")
    numbers = {feature["sensitivity"]: feature.id() for feature in disputes.getFeatures() if feature.id() != 1}
    made = QgsVectorLayer(overlay(disputes, str(tmp_path / "a.gpkg")), "made", "ogr")
    assert {str(feature["feature_id"]) for feature in made.getFeatures()} == {str(numbers["federation"])}
    (drawn,), _ = released_layers([disputes], "community", "test")
    assert {feature.id(): feature["sensitivity"] for feature in drawn.getFeatures()} == {
        numbers["federation"]: "federation"
    }


def test_rows_that_change_after_the_decision_do_not_leave(disputes, workspace):
    (drawn,), _ = released_layers([disputes], "community", "test")
    change(workspace, "community", other_side="what was written later", sensitivity="secret")
    assert {feature["other_side"] for feature in drawn.getFeatures()} == {"community", "federation"}


def test_columns_that_qgis_computes_stay_behind(disputes, qgis_new_project, tmp_path):
    QgsProject.instance().addMapLayer(disputes)
    everything = f"aggregate('{disputes.id()}', 'concatenate', \"other_side\", concatenator:=',')"
    disputes.addExpressionField(everything, field("all", "string"))
    assert "secret" in next(disputes.getFeatures())["all"]
    log = Log()
    made = overlay(everywhere(), str(tmp_path / "a.gpkg"), log, BOUNDARIES=disputes, AUDIENCE="federation")
    assert any("columns that QGIS computes or joins do not leave" in line for line in log.lines)
    assert b"secret" not in Path(made).read_bytes()
    other = everywhere()
    other.addExpressionField(everything, field("all", "string"))
    with pytest.raises(QgsProcessingException, match="past the control"):
        overlay(other, str(tmp_path / "b.gpkg"))


@pytest.mark.parametrize("is_of_the_workspace", [True, False])
def test_labels_that_read_other_rows_are_not_drawn(disputes, qgis_new_project, is_of_the_workspace):
    layer = disputes if is_of_the_workspace else everywhere()
    QgsProject.instance().addMapLayers([disputes] if is_of_the_workspace else [disputes, layer])
    other = QgsVectorLayer(disputes.source(), "the same", "ogr")
    QgsProject.instance().addMapLayer(other)
    settings = QgsPalLayerSettings()
    settings.isExpression = True
    settings.fieldName = f"aggregate('{other.id()}', 'concatenate', \"other_side\")"
    assert not QgsExpression(settings.fieldName).hasParserError()
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    drawn, messages = released_layers([layer], "federation", "test")
    assert (drawn, [message.id for message in messages]) == ([], ["workspace.shows_rows"])
    settings.fieldName = 'concatenate("name")'
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    assert len(released_layers([layer], "federation", "test")[0]) == 1


@pytest.mark.parametrize("has_layers", [True, False])
def test_a_template_does_not_read_rows_by_itself(disputes, qgis_new_project, tmp_path, has_layers):
    if has_layers:
        QgsProject.instance().addMapLayer(disputes)
    written = resource("layouts", "plan_a3.qpt").read_text(encoding="utf-8")
    reading = "[% aggregate('Disputas', 'concatenate', &quot;other_side&quot;) %] plano"
    assert "[% @plan_frame_text %]" in written
    (tmp_path / "own.qpt").write_text(written.replace("[% @plan_frame_text %]", reading), encoding="utf-8")
    given = {"BOUNDARY": layer_of(("M1", CLAIM)), "TEMPLATE": str(tmp_path / "own.qpt")}
    output = tmp_path / "a.pdf"
    if has_layers:
        with pytest.raises(QgsProcessingException, match="reads other layers by an expression"):
            processing.run("rainforestalert:titleplan", {**given, "OUTPUT": str(output)}, feedback=Log())
    else:
        processing.run("rainforestalert:titleplan", {**given, "OUTPUT": str(output)}, feedback=Log())
    assert output.exists() is not has_layers


def package_for_two(tmp_path, **given):
    folders = {"OUTPUT_FOLDER": str(tmp_path / "office"), "REDACTED_FOLDER": str(tmp_path / "redacted")}
    log = Log()
    given = {"BOUNDARY": layer_of(("M1", CLAIM)), "PLAN": False, "ALLOW_BLOCKERS": True, **folders, **given}
    processing.run("rainforestalert:exporttitlepackage", given, feedback=log)
    return log


def test_a_reference_that_third_parties_may_not_have_makes_no_second_package(disputes, workspace, tmp_path):
    with pytest.raises(QgsProcessingException, match="Nothing of “Disputas” may go to the public"):
        package_for_two(tmp_path, REFERENCE=[disputes])
    change(workspace, "federation", sensitivity="public")
    with pytest.raises(
        QgsProcessingException, match="2 rows of “Disputas” may not go to the public, for whom the second"
    ):
        package_for_two(tmp_path, REFERENCE=[disputes])
    assert not (tmp_path / "office").exists()
    assert noted(workspace) == []


def test_a_layer_that_is_boundary_and_reference_is_asked_for_both(disputes, workspace, tmp_path):
    change(workspace, "federation", sensitivity="public")
    chosen = {"BOUNDARY": disputes, "BOUNDARY_ID": "other_side", "BOUNDARY_VALUE": "federation"}
    with pytest.raises(QgsProcessingException, match="for whom the second"):
        package_for_two(tmp_path, **chosen, REFERENCE=[disputes])
    package_for_two(tmp_path, **chosen)
    assert (tmp_path / "redacted").is_dir()


def test_what_lies_below_the_plan_is_what_third_parties_may_have(disputes, workspace, qgis_new_project, tmp_path):
    log = package_for_two(tmp_path, PLAN_LAYERS=[disputes], PLAN=True)
    assert [line[1:4] for line in noted(workspace) if line[2] == "dispute"] == [
        ("office", "dispute", 2),
        ("public", "dispute", 0),
    ]
    assert any(
        "Not on the plan: “Disputas”. For the audience “the public”: rows released: 0" in line for line in log.lines
    )
