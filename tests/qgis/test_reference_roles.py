"""Reference layers of any office: what they are is guessed, chosen, remembered; their reference system is looked at on entry."""

from __future__ import annotations

import json

import pytest
from osgeo import ogr
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QDialogButtonBox

from rainforest_alert_plugin.cadastre.profile import load_profile
from rainforest_alert_plugin.cadastre.roles import ROLES, guess_role
from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.gui.reference_roles import ReferenceRolesDialog
from rainforest_alert_plugin.host.reference_files import open_reference
from rainforest_alert_plugin.host.reference_roles import (
    choose_role,
    chosen_role,
    crs_verdict,
    facts_of,
    layer_role,
    layer_sigma_m,
    state_sigma_m,
)

PERU = load_profile("peru_native_community")

pytestmark = pytest.mark.usefixtures("fresh_settings", "qgis_new_project")


def layer_of(wkt, name="capa", crs="EPSG:32718", fields="codigo:string"):
    layer = QgsVectorLayer(f"Polygon?field={fields}" + (f"&crs={crs}" if crs else ""), name, "memory")
    if not crs:
        layer.setCrs(QgsCoordinateReferenceSystem())
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt(wkt))
    layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


UCAYALI = "POLYGON((550000 9060000,551000 9060000,551000 9061000,550000 9061000,550000 9060000))"


@pytest.mark.parametrize(
    ("name", "fields", "role"),
    [
        # names of real files and services, as domain.md of the project lists them
        ("catastro_minero", ["CODIGOU", "TIT_CONCES"], "mining"),
        ("capa1", ["CODIGOU", "CONCESION", "LEYENDA"], "mining"),
        ("ANP_Nacional_Definitiva", ["anp_codi", "anp_nomb"], "protected_area"),
        ("ZA", ["za_nomb", "za_ubpol"], ""),
        ("Zonas de Amortiguamiento", [], "buffer_zone"),
        ("Concesiones_Forestales", ["CONTRA", "AUTFOR"], "forest_concession"),
        ("Bosque de Producción Permanente", [], "permanent_production_forest"),
        ("reservas_piaci", [], "indigenous_reserve"),
        ("Comunidades Nativas", ["nomcom", "titcom"], "registered_land"),
        ("comunidades en trámite", [], "community_in_process"),
        ("Faja Marginal Río Aguaytía", [], "riverbed"),
        ("Lotes de Contrato", ["NOMB_LOTE", "CIA"], "hydrocarbon_lot"),
        ("red_vial_vecinal", [], "road"),
        ("peru_distrital_simple", ["IDDIST", "NOMBDIST"], "district"),
        ("monumentos arqueológicos", [], "archaeological_monument"),
        ("Ecosistemas_Fragiles", [], "fragile_ecosystem"),
        ("Hábitats Críticos", [], "fragile_ecosystem"),
        ("xyz", ["id"], ""),
    ],
)
def test_the_role_of_a_layer_is_guessed_from_its_fields_and_its_name(name, fields, role):
    assert guess_role(name, fields) == role


def test_a_name_that_only_the_profile_knows_gives_the_role_of_its_rule():
    assert guess_role("ZA", (), PERU) == "buffer_zone"


def test_a_chosen_role_goes_before_the_guess_and_is_remembered_for_the_file(tmp_path):
    path = tmp_path / "catastro_minero.gpkg"
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    table = made.CreateLayer("claims", None, ogr.wkbPolygon)
    table = made = None  # noqa: F841  (closes the file)
    layer = QgsVectorLayer(f"{path}|layername=claims", "anything", "ogr")
    assert layer_role(layer) == "mining"
    choose_role(layer, "hydrocarbon_lot")
    again = QgsVectorLayer(f"{path}|layername=claims|subset=1=1", "other name", "ogr")
    assert chosen_role(again) == layer_role(again) == "hydrocarbon_lot"
    choose_role(again, "")
    layer.removeCustomProperty("rainforest_alert/role")
    assert layer_role(layer) == "mining"


def test_a_stated_accuracy_is_remembered_for_the_file_and_taken_back(tmp_path):
    path = tmp_path / "predios.gpkg"
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    table = made.CreateLayer("predios", None, ogr.wkbPolygon)
    table = made = None  # noqa: F841  (closes the file)
    layer = QgsVectorLayer(f"{path}|layername=predios", "predios", "ogr")
    assert layer_sigma_m(layer) is None
    state_sigma_m(layer, 0.25)
    again = QgsVectorLayer(f"{path}|layername=predios", "other name", "ogr")
    assert layer_sigma_m(again) == 0.25
    state_sigma_m(again, None)
    layer.removeCustomProperty("rainforest_alert/sigma_m")
    assert layer_sigma_m(layer) is None


def test_a_copy_of_a_service_says_its_role_its_day_its_licence_and_whether_it_is_whole(tmp_path):
    path = tmp_path / "serfor_2026-11-26.gpkg"
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    table = made.CreateLayer("bpp", None, ogr.wkbPolygon)
    table = made = None  # noqa: F841  (closes the file)
    note = {
        "fetched_at": "2026-11-26T15:00:00Z",
        "licence": "sin licencia declarada",
        "layers": {"bpp": {"role": "permanent_production_forest", "complete": False}},
    }
    path.with_name(path.name + ".source.json").write_text(json.dumps(note), encoding="utf-8")
    facts = facts_of(QgsVectorLayer(f"{path}|layername=bpp", "bpp", "ogr"), PERU)
    assert (facts.role, facts.is_chosen, facts.day) == ("permanent_production_forest", False, "2026-11-26")
    assert (facts.licence, facts.is_complete) == ("sin licencia declarada", False)


@pytest.mark.parametrize(
    ("wkt", "crs", "said"),
    [
        (UCAYALI, "EPSG:32718", "crs.fits"),
        ("POLYGON((-74.5 -8.5,-74.4 -8.5,-74.4 -8.4,-74.5 -8.4,-74.5 -8.5))", "EPSG:4326", "crs.fits"),
        (UCAYALI, "EPSG:24878", "crs.psad56"),
        # degrees declared as metres, and latitude where longitude should be
        ("POLYGON((-74.5 -8.5,-74.4 -8.5,-74.4 -8.4,-74.5 -8.4,-74.5 -8.5))", "EPSG:32718", "crs.read_degrees"),
        ("POLYGON((9060000 550000,9060000 551000,9061000 551000,9061000 550000,9060000 550000))", "EPSG:32718", "crs.read_swapped"),
    ],
)  # fmt: skip
def test_what_the_doctor_says_of_the_reference_system_of_a_layer(wkt, crs, said):
    message, is_good = crs_verdict(layer_of(wkt, crs=crs), PERU)
    assert message.id == said
    assert is_good == (said == "crs.fits")


def test_a_layer_without_reference_system_is_told_what_it_may_be():
    message, is_good = crs_verdict(layer_of(UCAYALI, crs=""), PERU)
    assert not is_good
    assert message.id in ("crs.missing", "crs.read_declared", "crs.read_metres")


def drawing(path, *outlines):
    """A DXF R12 drawing with polylines, closed where their last point is their first."""
    lines = ["0", "SECTION", "2", "ENTITIES"]
    for points in outlines:
        lines += ["0", "POLYLINE", "8", "PREDIOS", "66", "1", "70", "0"]
        for x, y in points:
            lines += ["0", "VERTEX", "8", "PREDIOS", "10", str(x), "20", str(y)]
        lines += ["0", "SEQEND"]
    path.write_text("\n".join([*lines, "0", "ENDSEC", "0", "EOF"]) + "\n", encoding="ascii")
    return path


SQUARE = [(550000, 9060000), (551000, 9060000), (551000, 9061000), (550000, 9061000), (550000, 9060000)]


def test_closed_outlines_of_a_drawing_become_polygons_and_open_lines_do_not(tmp_path):
    file = drawing(tmp_path / "plano.dxf", SQUARE, [(0, 0), (10, 10), (20, 0)])
    (layer,) = open_reference(file)
    assert layer.featureCount() == 1
    feature = next(layer.getFeatures())
    assert feature.geometry().area() == pytest.approx(1_000_000)
    assert feature["Layer"] == "PREDIOS"
    assert not layer.crs().isValid()


def test_a_drawing_without_closed_outlines_is_refused_and_leaves_no_file(tmp_path):
    file = drawing(tmp_path / "plano.dxf", SQUARE[:4])
    with pytest.raises(InputError) as caught:
        open_reference(file)
    assert caught.value.message.id == "reference.no_polygons"
    assert [path.name for path in tmp_path.iterdir()] == ["plano.dxf"]


def test_a_file_of_points_and_a_file_that_is_no_layer_are_refused_by_name(tmp_path):
    (tmp_path / "puntos.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[0,0]}}]}'
    )
    (tmp_path / "roto.shp").write_text("nothing")
    for name, said in (("puntos.geojson", "reference.no_polygons"), ("roto.shp", "input.unreadable")):
        with pytest.raises(InputError) as caught:
            open_reference(tmp_path / name)
        assert caught.value.message.id == said


def test_the_dialog_lists_the_layers_takes_a_role_and_brings_in_a_drawing(qtbot, tmp_path):
    layer = layer_of(UCAYALI, "xyz")
    QgsProject.instance().addMapLayer(layer)
    dialog = ReferenceRolesDialog(PERU)
    qtbot.addWidget(dialog)
    assert dialog.table.rowCount() == 1
    box = dialog.table.cellWidget(0, 1)
    assert box.currentData() == ""
    box.setCurrentIndex(box.findData("mining"))
    box.activated.emit(box.currentIndex())
    assert layer_role(layer) == "mining"
    assert dialog.table.cellWidget(0, 1).currentData() == "mining"
    accuracy = dialog.table.cellWidget(0, 2)
    assert accuracy.value() == 0.0
    accuracy.setValue(3.5)
    accuracy.editingFinished.emit()
    assert layer_sigma_m(layer) == 3.5
    dialog.add_file(str(drawing(tmp_path / "predios.dxf", SQUARE)))
    assert [dialog.table.item(row, 0).text() for row in range(2)] == ["predios", "xyz"] or dialog.table.rowCount() == 2
    at, reached = dialog.table.nextInFocusChain(), []
    wanted = [*(dialog.table.cellWidget(row, column) for row in range(2) for column in (1, 2)), dialog.add_button]
    while at is not dialog.table:
        reached += [at] if at in wanted else []
        at = at.nextInFocusChain()
    assert reached == wanted
    dialog.add_file(str(tmp_path / "no_existe.shp"))
    assert "no_existe.shp" in dialog.note.text()
    assert dialog.table.cellWidget(0, 1).count() == len(ROLES) + 1
    assert dialog.buttons.button(QDialogButtonBox.StandardButton.Close) is not None
