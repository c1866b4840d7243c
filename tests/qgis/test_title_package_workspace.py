"""A title package from the agreed boundary of a workspace, and its record there."""

from __future__ import annotations

import hashlib
import json
import subprocess

import docx
import openpyxl
import processing
import pytest
import shapefile
from qgis.core import (
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from tests.qgis.title_packages import (
    BOUNDARY,
    Log,
    layer_of,
    package,
    provider,
    verify,
)

__all__ = ["package", "provider"]


@pytest.fixture
def workspace(tmp_path):
    """A workspace with a community and two agreed versions of its boundary, the second a square of 200 m."""
    from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace

    folder = tmp_path / "datos"
    folder.mkdir()
    with create_workspace("prueba", str(folder)) as made:
        location = made.location
    square = QgsGeometry.fromWkt("MULTIPOLYGON(((-75 -9,-74 -9,-74 -8,-75 -9)))").asWkb()
    with open_workspace(location) as opened, opened.write() as transaction:
        community = transaction.insert(
            "community", {"name": "Nueva Vida", "ubigeo": "060301", "district": "Ñahuín", "sensitivity": "federation"}
        )
        for number, size in ((1, 100), (2, 200)):
            version = transaction.insert(
                "boundary_version",
                {
                    "community_id": community,
                    "number": number,
                    "reason": "prueba",
                    "epsg": 32718,
                    "sensitivity": "federation",
                    "geom": bytes(square),
                },
            )
            corners = [(0, 0), (0, size), (size, size), (size, 0)]
            for position, (east, north) in enumerate(corners, start=1):
                transaction.insert(
                    "vertex",
                    {
                        "version_id": version,
                        "part": 0,
                        "ring": 0,
                        "number": position,
                        "label": f"H-{position}",
                        "easting": 500000.0 + east,
                        "northing": 9000000.0 + north,
                        "epsg": 32718,
                    },
                )
        transaction.insert("community", {"name": "Puerto Azul", "sensitivity": "federation"})
    return location


def rows(location, table):
    from rainforest_alert_plugin.host.workspaces import open_workspace

    with open_workspace(location, read_only=True) as opened:
        return opened.read(table)


def from_workspace(location, folder, feedback=None, **parameters):
    return processing.run(
        "rainforestalert:exporttitlepackage",
        {"WORKSPACE": location, "COMMUNITY": "Nueva Vida", "OUTPUT_FOLDER": str(folder), "PLAN": False, **parameters},
        feedback=feedback or QgsProcessingFeedback(False),
    )


def test_the_newest_agreed_boundary_is_exported_and_recorded(workspace, tmp_path):
    folder = tmp_path / "p"
    result = from_workspace(workspace, folder, ATTRIBUTES='{"district": "Otro"}')
    assert result["AREA_HA"] == 4.0  # 200 m by 200 m
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["attributes"] == {"community": "Nueva Vida", "district": "Otro", "ubigeo": "060301"}
    with shapefile.Reader(str(folder / "vertices.shp"), encoding="utf-8") as reader:
        assert [record["vertice"] for record in reader.records()] == ["H-1", "H-2", "H-3", "H-4"]
    (package,) = rows(workspace, "export_package")
    assert package["id"] == result["PACKAGE_ID"]
    assert package["sha256"] == hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert package["draft"] is False
    newest = max(rows(workspace, "boundary_version"), key=lambda row: row["number"])
    assert package["version_id"] == newest["id"]
    assert {line["audience"] for line in rows(workspace, "release_log")} == {"office"}
    assert verify(folder)[0]["VERIFIED"] is True


def test_a_layer_in_place_of_the_agreed_boundary_is_recorded_without_version(workspace, tmp_path):
    result = from_workspace(workspace, tmp_path / "p", BOUNDARY=layer_of(("Nueva Vida", BOUNDARY)))
    assert result["AREA_HA"] == 99.01
    (package,) = rows(workspace, "export_package")
    assert package["version_id"] is None
    assert package["community_id"] is not None


def test_a_run_that_fails_records_no_package(workspace, tmp_path):
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        from_workspace(workspace, tmp_path / "p", Log(cancel_at=75))
    assert rows(workspace, "export_package") == []
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"COMMUNITY": "Nadie"}, "no community “Nadie”.*Nueva Vida"),
        ({"COMMUNITY": "Puerto Azul"}, "no agreed boundary"),
        ({"COMMUNITY": ""}, "no boundary"),
        ({"WORKSPACE": ""}, "choose also the workspace"),
    ],
    ids=["unknown community", "no agreed boundary", "no community", "no workspace"],
)
def test_a_community_without_boundary_is_named(workspace, tmp_path, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        from_workspace(workspace, tmp_path / "p", **parameters)
    assert not (tmp_path / "p").exists()


def test_sides_known_as_river_are_one_side_with_their_neighbour(workspace, tmp_path):
    # the newest version has H-1 (0, 0), H-2 (0, 200), H-3 (200, 200), H-4 (200, 0); the river follows it from H-1 through H-2 to H-3
    from rainforest_alert_plugin.host.workspaces import open_workspace

    newest = max(rows(workspace, "boundary_version"), key=lambda row: row["number"])
    with open_workspace(workspace) as opened, opened.write() as transaction:
        for number, kind, name in ((1, "river", "Río Tigre"), (2, "river", "Río Tigre"), (3, "state", None)):
            transaction.insert(
                "boundary_side",
                {"version_id": newest["id"], "part": 0, "ring": 0, "number": number, "kind": kind, "neighbour": name},
            )
    from_workspace(workspace, tmp_path / "p")
    with shapefile.Reader(str(tmp_path / "p" / "lados.shp"), encoding="utf-8") as reader:
        sides = [(record["lado"], record["distancia"], record["colindante"]) for record in reader.records()]
    assert sides == [("H-1 - H-3", 400.0, "Río Tigre"), ("H-3 - H-4", 200.0, ""), ("H-4 - H-1", 200.0, "")]
    assert verify(tmp_path / "p")[0]["VERIFIED"] is True


def set_level(location, level, tables=("community", "boundary_version")):
    from rainforest_alert_plugin.host.workspaces import open_workspace

    with open_workspace(location) as opened, opened.write() as transaction:
        for table in tables:
            for row in opened.read(table):
                transaction.update(table, row["id"], {"sensitivity": level})


def consent(location, audience, withdrawn=False, what="everything"):
    from rainforest_alert_plugin.host.workspaces import open_workspace
    from rainforest_alert_plugin.territory.consent import give_consent, withdraw_consent

    with open_workspace(location) as opened:
        (community,) = opened.read("community", '"name" = ?', ["Nueva Vida"])
        given = give_consent(opened, community, what, audience, "Acta 7", "2026-01-02")
        if withdrawn:
            withdraw_consent(opened, given)


@pytest.mark.parametrize("audience", ["office", "public"])
@pytest.mark.parametrize("layer", [False, True], ids=["agreed boundary", "boundary layer"])
def test_what_a_community_withdrew_leaves_in_no_package(workspace, tmp_path, audience, layer):
    parameters = {"AUDIENCE": audience, **({"BOUNDARY": layer_of(("Nueva Vida", BOUNDARY))} if layer else {})}
    set_level(workspace, "public")
    consent(workspace, "public", withdrawn=True)
    with pytest.raises(QgsProcessingException, match=r"no consent in force.*Nothing was exported"):
        from_workspace(workspace, tmp_path / "p", **parameters)
    assert not (tmp_path / "p").exists()
    assert rows(workspace, "export_package") == []
    consent(workspace, audience)
    assert from_workspace(workspace, tmp_path / "p", **parameters)["STATE"] == "final"


def test_consent_for_another_matter_or_audience_does_not_cover_the_package(workspace, tmp_path):
    consent(workspace, "federation", what="boundary_version")
    with pytest.raises(QgsProcessingException, match="“Agreed boundaries” go to: the office of the State"):
        from_workspace(workspace, tmp_path / "p")
    consent(workspace, "office", what="boundary_version")
    assert from_workspace(workspace, tmp_path / "p")["STATE"] == "final"


def test_a_second_package_for_third_parties_asks_consent_for_the_public_too(workspace, tmp_path):
    folders = {"REDACTED_FOLDER": str(tmp_path / "r")}
    set_level(workspace, "public")
    consent(workspace, "office")
    with pytest.raises(QgsProcessingException, match="go to: the public"):
        from_workspace(workspace, tmp_path / "p", **folders)
    assert not (tmp_path / "p").exists()
    consent(workspace, "public")
    from_workspace(workspace, tmp_path / "p", **folders)
    assert (tmp_path / "r" / "manifest.json").is_file()


# Who may have which level, as the guide says it.
OPEN_TO = {"office": ("public", "federation", "community"), "public": ("public",)}
LEVELS = ("public", "federation", "community", "secret")


def refusal(algorithm, **parameters):
    try:
        processing.run(f"rainforestalert:{algorithm}", parameters, feedback=Log())
    except QgsProcessingException as error:
        return str(error)
    return ""


def noted(location, table="boundary_version"):
    return {
        (line["audience"], line["purpose"]) for line in rows(location, "release_log") if line["table_name"] == table
    }


@pytest.mark.parametrize("table", ["community", "boundary_version"])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("audience", list(OPEN_TO))
def test_a_boundary_read_by_name_goes_only_to_who_may_see_its_level(workspace, tmp_path, audience, level, table):
    set_level(workspace, "public")
    set_level(workspace, level, [table])
    named = {"WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "AUDIENCE": audience}
    plan, package = tmp_path / "plan.pdf", tmp_path / "p"
    said = (
        refusal("titleplan", **named, OUTPUT=str(plan)),
        refusal("exporttitlepackage", **named, PLAN=False, OUTPUT_FOLDER=str(package)),
    )
    is_open = level in OPEN_TO[audience]
    assert [plan.exists(), package.exists()] == [is_open, is_open]
    assert noted(workspace) == ({(audience, "titleplan"), (audience, "exporttitlepackage")} if is_open else set())
    if level == "secret":
        assert all("marked as secret" in each for each in said)
    elif not is_open:
        words = {"community": "Communities", "boundary_version": "Agreed boundaries"}[table]
        level_words = f"for the {level}"
        assert all(f"“{words}” of “Nueva Vida” has the level “{level_words}”" in each for each in said)
        assert all("does not go to: the public" in each for each in said)
    else:
        assert said == ("", "")


@pytest.mark.parametrize("level", LEVELS)
def test_the_package_for_third_parties_is_refused_with_a_boundary_that_is_not_public(workspace, tmp_path, level):
    set_level(workspace, "public")
    set_level(workspace, level, ["boundary_version"])
    folders = {"OUTPUT_FOLDER": str(tmp_path / "p"), "REDACTED_FOLDER": str(tmp_path / "r")}
    said = refusal("exporttitlepackage", WORKSPACE=workspace, COMMUNITY="Nueva Vida", PLAN=False, **folders)
    assert (said == "") == (level == "public")
    assert [(tmp_path / name).exists() for name in "pr"] == [level == "public"] * 2
    assert {audience for audience, _ in noted(workspace)} == ({"office", "public"} if level == "public" else set())
    assert level in ("public", "secret") or "leave out the package for third parties" in said
    # nothing was begun, so nothing failed either
    assert level == "public" or not [line for line in rows(workspace, "audit_log") if "release" in line["action"]]


@pytest.mark.parametrize("table", ["boundary_version", "vertex", "boundary_side"])
def test_a_rule_that_reduces_a_boundary_lets_no_title_be_made_of_it(workspace, tmp_path, table):
    from rainforest_alert_plugin.host.workspaces import open_workspace

    newest = max(rows(workspace, "boundary_version"), key=lambda row: row["number"])
    with open_workspace(workspace) as opened, opened.write() as transaction:
        side = {"version_id": newest["id"], "part": 0, "ring": 0, "number": 1, "kind": "state"}
        transaction.insert("boundary_side", side)
        rule = {"level": "federation", "audience": "office", "geometry": "generalise", "size_m": 500}
        transaction.insert("release_rule", {"table_name": table, **rule})
    said = refusal(
        "exporttitlepackage",
        WORKSPACE=workspace,
        COMMUNITY="Nueva Vida",
        PLAN=False,
        ALLOW_BLOCKERS=True,
        OUTPUT_FOLDER=str(tmp_path / "p"),
    )
    assert "A rule of the workspace" in said
    assert "go only in part, or not at all, to: the office of the State" in said
    assert not (tmp_path / "p").exists()


def test_what_was_made_of_a_boundary_by_name_is_known_by_its_rows(workspace, tmp_path, qgis_new_project):
    from rainforest_alert_plugin.host.made_of import origins_of_file

    consent(workspace, "office")
    named = {"WORKSPACE": workspace, "COMMUNITY": "Nueva Vida"}
    assert from_workspace(workspace, tmp_path / "p")["STATE"] == "final"
    plan = {"OUTPUT": str(tmp_path / "plan.pdf"), "OUTPUT_GEOTIFF": str(tmp_path / "plan.tif")}
    assert refusal("titleplan", **named, **plan) == ""
    (community,) = [row["id"] for row in rows(workspace, "community") if row["name"] == "Nueva Vida"]
    newest = max(rows(workspace, "boundary_version"), key=lambda row: row["number"])["id"]
    shape = str(tmp_path / "p" / "perimetro.shp")
    for path in (shape, plan["OUTPUT"], plan["OUTPUT_GEOTIFF"]):
        known = {(each.audience, each.table, row.id) for each in origins_of_file(path) for row in each.rows}
        assert known >= {("office", "community", community), ("office", "boundary_version", newest)}, path
    again = {"BOUNDARY": shape, "AUDIENCE": "office", "OUTPUT": str(tmp_path / "again.pdf")}
    sheet = {"EXTENT": "500000,500200,9000000,9000200 [EPSG:32718]", "OUTPUT_FILE": str(tmp_path / "s.pdf")}
    below = {**sheet, "LAYERS": [plan["OUTPUT_GEOTIFF"]]}
    assert refusal("titleplan", **again) == ""
    # a boundary of the federation is no picture for the public
    log = Log()
    processing.run("rainforestalert:printworkshopsheet", {**below, "AUDIENCE": "public"}, feedback=log)
    assert any("may not go" in line for line in log.lines), log.lines
    consent(workspace, "office", withdrawn=True, what="boundary_version")
    assert "may not go" in refusal("titleplan", **again)
    set_level(workspace, "secret", ["boundary_version"])
    inner = {"BOUNDARIES": shape, "REFERENCE": [layer_of(("x", BOUNDARY))], "AUDIENCE": "community"}
    assert "may not go" in refusal("overlapanalysis", **inner, OUTPUT=str(tmp_path / "a.gpkg"))


TITLED = "POLYGON((500000 9000000,500000 9000050,500050 9000050,500050 9000000,500000 9000000))"


def set_aside(location, key, reason):
    """A finding of a validation of the community, and why it was set aside."""
    from rainforest_alert_plugin.cadastre import waivers
    from rainforest_alert_plugin.host.workspaces import open_workspace

    (community,) = [row for row in rows(location, "community") if row["name"] == "Nueva Vida"]
    with open_workspace(location) as opened:
        with opened.write() as transaction:
            run = transaction.insert(
                "validation_run",
                {"community_id": community["id"], "profile": "peru_native_community", "not_evaluated": []},
            )
            transaction.insert(
                "finding", {"run_id": run, "rule": key[:3], "severity": "blocker", "message": "x", "key": key}
            )
        waivers.set_aside(opened, community["id"], key, reason, "Rosa", "Acta 4")


def test_an_overlap_that_was_set_aside_does_not_stop_the_title_and_is_listed(workspace, tmp_path):
    titled = layer_of(("Fundo Uno", TITLED), kind="Polygon", name="predios")
    with pytest.raises(QgsProcessingException, match="Fundo Uno"):
        from_workspace(workspace, tmp_path / "p", REFERENCE=[titled])
    # 50 m by 50 m are 2 500 m2, between 2^11 and 2^12
    set_aside(workspace, "G08:predios:1:2^11", "El fundo es de la comunidad: escritura 12")
    result = from_workspace(workspace, tmp_path / "p", REFERENCE=[titled])
    assert (result["STATE"], result["BLOCKERS"]) == ("final", 0)
    (overlap,) = json.loads((tmp_path / "p" / "manifest.json").read_text("utf-8"))["overlaps"]
    assert (overlap["severity"], overlap["waived"]) == ("blocker", "El fundo es de la comunidad: escritura 12")


def test_what_was_set_aside_for_a_small_overlap_does_not_cover_one_twice_as_large(workspace, tmp_path):
    # 100 m by 50 m: the fundo has grown since
    grown = "POLYGON((500000 9000000,500000 9000050,500100 9000050,500100 9000000,500000 9000000))"
    set_aside(workspace, "G08:predios:1:2^11", "El fundo es de la comunidad: escritura 12")
    with pytest.raises(QgsProcessingException, match="Fundo Uno"):
        from_workspace(
            workspace, tmp_path / "p", REFERENCE=[layer_of(("Fundo Uno", grown), kind="Polygon", name="predios")]
        )


def test_a_blocker_of_the_rules_stops_the_title_and_a_draft_lists_it(workspace, tmp_path):
    # a neighbour without registered land, and no record of agreement with it (A05)
    from rainforest_alert_plugin.host.workspaces import open_workspace

    newest = max(rows(workspace, "boundary_version"), key=lambda row: row["number"])
    with open_workspace(workspace) as opened, opened.write() as transaction:
        side = {"version_id": newest["id"], "part": 0, "ring": 0, "number": 1, "kind": "community"}
        transaction.insert("boundary_side", {**side, "neighbour": "Puerto Azul"})
    with pytest.raises(QgsProcessingException, match=r"A05: There is no record.*Puerto Azul"):
        from_workspace(workspace, tmp_path / "p")
    assert not (tmp_path / "p").exists()
    result = from_workspace(workspace, tmp_path / "p", ALLOW_BLOCKERS=True)
    assert (result["STATE"], result["BLOCKERS"]) == ("draft", 1)
    (stopping,) = [
        each
        for each in json.loads((tmp_path / "p" / "manifest.json").read_text("utf-8"))["observations"]
        if each["severity"] == "blocker"
    ]
    # QGIS runs in English, and so does what the person reads; the office reads Spanish
    assert "acta" in stopping["text"]
    for english in ("neighbour", "record", "agreement", "boundary", "technical table"):
        texts = [
            each["text"] for each in json.loads((tmp_path / "p" / "manifest.json").read_text("utf-8"))["observations"]
        ]
        assert not [text for text in texts if english in text], english
    sheet = openpyxl.load_workbook(tmp_path / "p" / "BORRADOR_cuadro_tecnico.xlsx")["Cuadro técnico"]
    lines = [row[0].value for row in sheet.iter_rows(max_row=12)]
    assert f"A05: {stopping['text']}" in lines
    # the memoria of a draft and the cover say it too
    memoria = docx.Document(tmp_path / "p" / "BORRADOR_memoria_descriptiva.docx")
    assert any(stopping["text"] in paragraph.text for paragraph in memoria.paragraphs)
    cover = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "p" / "BORRADOR_caratula.pdf"), "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert "A05" in cover
    set_aside(workspace, stopping["key"], "El acta está en el expediente 14")
    assert from_workspace(workspace, tmp_path / "p")["STATE"] == "final"
    data = openpyxl.load_workbook(tmp_path / "p" / "cuadro_tecnico.xlsx")["Datos"]
    cells = {row[0].value: row[1].value for row in data.iter_rows()}
    assert cells["Observación A05"].endswith("[dejada de lado: El acta está en el expediente 14]")


@pytest.mark.parametrize("table", ["community", "boundary_version"])
def test_what_is_marked_as_secret_goes_into_no_package(workspace, tmp_path, table):
    from rainforest_alert_plugin.host.workspaces import open_workspace

    with open_workspace(workspace) as opened, opened.write() as transaction:
        for row in opened.read(table):
            transaction.update(table, row["id"], {"sensitivity": "secret"})
    for audience in ("office", "public"):
        with pytest.raises(QgsProcessingException, match="secret leaves for nobody"):
            from_workspace(workspace, tmp_path / "p", AUDIENCE=audience)
    assert not (tmp_path / "p").exists()


def test_an_earlier_version_is_written_as_a_draft_that_names_the_newest(workspace, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"Version 1 of the boundary was taken; the newest .* version 2"):
        from_workspace(workspace, tmp_path / "p", VERSION="1")
    result = from_workspace(workspace, tmp_path / "p", VERSION="1", ALLOW_BLOCKERS=True)
    assert (result["AREA_HA"], result["STATE"], result["BLOCKERS"]) == (1.0, "draft", 1)  # 100 m by 100 m
    oldest = min(rows(workspace, "boundary_version"), key=lambda row: row["number"])
    assert [row["version_id"] for row in rows(workspace, "export_package")] == [oldest["id"]]
    memoria = docx.Document(tmp_path / "p" / "BORRADOR_memoria_descriptiva.docx")
    said = "Se tomó la versión 1 del lindero; la acordada más reciente es la versión 2."
    assert any(said in paragraph.text for paragraph in memoria.paragraphs)
    assert verify(tmp_path / "p")[0]["VERIFIED"]
    # the newest by its number or its id is what is taken without a word
    newest = max(rows(workspace, "boundary_version"), key=lambda row: row["number"])
    for named in ("2", newest["id"]):
        assert from_workspace(workspace, tmp_path / "q", VERSION=named)["STATE"] == "final"


def test_table_and_plan_take_an_earlier_version_and_say_so(workspace, tmp_path):
    log = Log()
    asked = {"WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "VERSION": "1"}
    result = processing.run("rainforestalert:technicaltable", {**asked, "OUTPUT": "memory:"}, feedback=log)
    assert result["AREA_HA"] == 1.0
    assert any("the newest agreed one is version 2" in line for line in log.lines)
    plan = str(tmp_path / "plano.pdf")
    processing.run("rainforestalert:titleplan", {**asked, "OUTPUT": plan}, feedback=Log())
    text = subprocess.run(["pdftotext", plan, "-"], capture_output=True, check=True, text=True).stdout
    assert "BORRADOR" in text
    assert "1.0000" in text


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"VERSION": "7"}, "no version or proposal 7"),
        ({"VERSION": "1", "BOUNDARY": True}, "A version is that of the agreed boundary"),
        ({"VERSION": "1", "COMMUNITY": ""}, "A version is that of the agreed boundary"),
    ],
)
def test_a_version_that_leads_nowhere_is_refused(workspace, tmp_path, parameters, sentence):
    if "BOUNDARY" in parameters:
        parameters = {**parameters, "BOUNDARY": layer_of(("Nueva Vida", BOUNDARY))}
    with pytest.raises(QgsProcessingException, match=sentence):
        from_workspace(workspace, tmp_path / "p", **parameters)
    assert not (tmp_path / "p").exists()


def test_of_versions_that_wait_for_a_decision_each_makes_a_draft(workspace, tmp_path):
    from rainforest_alert_plugin.host.workspaces import open_workspace

    first, second = sorted(rows(workspace, "boundary_version"), key=lambda row: row["number"])
    with open_workspace(workspace) as opened, opened.write() as transaction:
        kept = {name: second[name] for name in ("community_id", "epsg", "sensitivity", "geom")}
        fork = {**kept, "number": 2, "reason": "otra laptop", "parent_id": first["id"]}
        other = transaction.insert("boundary_version", fork)
        another = transaction.insert("boundary_version", fork)
        for row in opened.read("vertex", '"version_id" = ?', [second["id"]]):
            values = {name: value for name, value in row.items() if name not in ("id", "version_id")}
            transaction.insert("vertex", {**values, "version_id": other})
    with pytest.raises(QgsProcessingException, match="stand side by side"):
        from_workspace(workspace, tmp_path / "p")
    with pytest.raises(QgsProcessingException, match=rf"bear the number 2.*{another}"):
        from_workspace(workspace, tmp_path / "p", VERSION="2", ALLOW_BLOCKERS=True)
    result = from_workspace(workspace, tmp_path / "p", VERSION=other, ALLOW_BLOCKERS=True)
    assert (result["AREA_HA"], result["STATE"]) == (4.0, "draft")
