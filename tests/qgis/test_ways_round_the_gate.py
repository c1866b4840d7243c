"""Whichever address, expression or grouping shows rows of a workspace, they pass the release gate or stay."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    QgsAnnotationLayer,
    QgsAnnotationPointTextItem,
    QgsCoordinateTransformContext,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt import sip

from rainforest_alert_plugin.compat import field
from rainforest_alert_plugin.host.layer_files import files_of
from rainforest_alert_plugin.host.made_of import register_file
from rainforest_alert_plugin.host.released_layers import released_layers, workspace_table
from rainforest_alert_plugin.paths import resource

try:
    from qgis.core import QgsGroupLayer
except ImportError:
    QgsGroupLayer = None

from tests.qgis.test_title_package_workspace import processing, provider, workspace
from tests.qgis.test_workspace_inputs import CLAIM, DISPUTES, disputes, everywhere, overlay, wests
from tests.qgis.title_packages import Log, layer_of

__all__ = ["disputes", "provider", "workspace"]
FEDERATION = DISPUTES["federation"]


@pytest.fixture(autouse=True)
def register():
    register_file().unlink(missing_ok=True)
    yield
    register_file().unlink(missing_ok=True)


def moved(workspace, folder, name):
    """The workspace under a name that says something else."""
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(workspace, place)
    return str(place)


@pytest.mark.parametrize("name", ["w.zip.gpkg", "datos.zip/w.gpkg", "copia.tar.d/w.gpkg", "a.gz.gpkg"])
def test_a_path_that_reads_like_an_archive_is_the_file_itself(disputes, workspace, tmp_path, name):
    layer = QgsVectorLayer(f"{moved(workspace, tmp_path, name)}|layername=dispute", "w", "ogr")
    assert layer.featureCount() == 3
    assert wests(overlay(layer, str(tmp_path / "a.gpkg"), AUDIENCE="federation")) == [FEDERATION]


@pytest.mark.parametrize(
    "address", ["GPKG:{0}|layername=dispute", "gpkg:{0}|layername=dispute", "GPKG:{0}:dispute|layername=dispute"]
)
def test_the_driver_s_name_before_the_path_changes_nothing(disputes, workspace, tmp_path, address):
    layer = QgsVectorLayer(address.format(workspace), "w", "ogr")
    assert layer.isValid()
    assert workspace_table(layer) is not None
    with pytest.raises(QgsProcessingException):
        overlay(layer, str(tmp_path / "a.gpkg"), AUDIENCE="public")


VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="d"><SrcDataSource{1}>{0}</SrcDataSource>{2}</OGRVRTLayer></OGRVRTDataSource>'
)
SQL = "<SrcSQL>SELECT id, geom FROM dispute</SrcSQL>"


def behind(workspace, folder, way):
    """A layer over the workspace whose address is none of it."""
    if way == "vrt":
        (folder / "w.xml").write_text(VRT.format(workspace, "", SQL), encoding="utf-8")
        return str(folder / "w.xml")
    if way == "vrt of a vrt":
        (folder / "inner.vrt").write_text(VRT.format(workspace, "", SQL), encoding="utf-8")
        text = VRT.format("inner.vrt", ' relativeToVRT="1"', "<SrcLayer>d</SrcLayer>")
        (folder / "outer.dat").write_text(text, encoding="utf-8")
        return str(folder / "outer.dat")
    if way == "inline vrt":
        return VRT.format(workspace, "", SQL)
    if way == "driver in a vrt":
        (folder / "w.vrt").write_text(VRT.format(f"SQLITE:{workspace}", "", SQL), encoding="utf-8")
        return str(folder / "w.vrt")
    if way == "archive":
        with zipfile.ZipFile(folder / "w.zip", "w") as archive:
            archive.write(workspace, "w.gpkg")
        return f"GPKG:/vsizip/{folder}/w.zip/w.gpkg:dispute"
    return f"GPKG:/vsisubfile/0_,{workspace}:dispute"


@pytest.mark.parametrize("way", ["vrt", "vrt of a vrt", "inline vrt", "driver in a vrt", "archive", "part of a file"])
def test_what_is_read_through_something_else_does_not_pass(disputes, workspace, tmp_path, way):
    layer = QgsVectorLayer(behind(workspace, tmp_path, way), "w", "ogr")
    assert layer.isValid()

    with pytest.raises(QgsProcessingException, match=r"past the control|as they are stored"):
        overlay(layer, str(tmp_path / "a.gpkg"), AUDIENCE="public")
    # QGIS holds what was raised, and with it this frame; GDAL must not find a VRT open when it ends.
    sip.delete(layer)


def test_a_query_over_a_plain_file_does_not_read_another(disputes, workspace, provider, tmp_path):
    plain = str(tmp_path / "p.geojson")
    processing.run("native:savefeatures", {"INPUT": everywhere(), "OUTPUT": plain})
    layer = QgsVectorLayer(plain, "p", "ogr")
    assert layer.setSubsetString(f"SELECT * FROM '{workspace}'.dispute")
    assert layer.featureCount() == 3
    with pytest.raises(QgsProcessingException, match="past the control"):
        overlay(layer, str(tmp_path / "a.gpkg"), AUDIENCE="public")


@pytest.mark.parametrize("ending", [".shp", ".shx", ".dbf", "folder"])
def test_a_shapefile_is_known_by_each_of_its_files(disputes, tmp_path, ending):
    made = overlay(disputes, str(tmp_path / "m" / "community.shp") if (tmp_path / "m").mkdir() is None else "")
    address = str(tmp_path / "m") if ending == "folder" else str(Path(made).with_suffix(ending))
    layer = QgsVectorLayer(f"{address}|layername=community", "made", "ogr")
    assert layer.featureCount() == 2
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(layer, str(tmp_path / "a.gpkg"), AUDIENCE="public")


@pytest.mark.parametrize(
    "address", ["GPKG:{0}:community", "GPKG:{0}|layername=community", "/vsisubfile/0_,{0}|layername=community"]
)
def test_a_made_file_is_known_by_other_addresses(disputes, tmp_path, address):
    made = overlay(disputes, str(tmp_path / "community.gpkg"))
    layer = QgsVectorLayer(address.format(made), "made", "ogr")
    assert layer.featureCount() == 2
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(layer, str(tmp_path / "a.gpkg"), AUDIENCE="public")


def test_files_of_a_raster_are_found_behind_a_vrt(tmp_path, qgis_app):
    path = str(tmp_path / "r.tif")
    raster = gdal.GetDriverByName("GTiff").Create(path, 2, 2)
    raster.SetGeoTransform((0, 1, 0, 0, 0, -1))
    raster = None
    gdal.Translate(str(tmp_path / "v.vrt"), path, format="VRT")
    for address in (str(tmp_path / "v.vrt"), f"GTIFF_DIR:1:{path}", f"/vsisubfile/0_,{path}"):
        assert path in files_of(QgsRasterLayer(address, "r")), address


def test_a_layer_whose_source_was_changed_is_what_it_shows_now(disputes, workspace, provider, tmp_path):
    """The mark that the plugin set on the layer says the first workspace."""
    other = moved(workspace, tmp_path, "otra.gpkg")
    disputes.setCustomProperty("rainforest_alert/workspace", workspace)
    disputes.setCustomProperty("rainforest_alert/workspace_table", "dispute")
    disputes.setDataSource(f"{other}|layername=dispute", "Disputas", "ogr")
    assert workspace_table(disputes) == (other, "dispute")
    plain = str(tmp_path / "p.gpkg")
    processing.run("native:savefeatures", {"INPUT": everywhere(), "OUTPUT": plain})
    disputes.setDataSource(plain, "Disputas", "ogr")
    assert workspace_table(disputes) is None


def test_lists_of_a_model_are_read_one_by_one(disputes, qgis_new_project, tmp_path):
    """A model that joins two sources for one parameter gives a list in a list."""
    from qgis.core import QgsProcessingContext

    from rainforest_alert_plugin.algorithms.layer_gate import GateOrder, gated_inputs
    from rainforest_alert_plugin.algorithms.overlap_analysis import OverlapAnalysisAlgorithm

    QgsProject.instance().addMapLayer(disputes)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = OverlapAnalysisAlgorithm().create()
    plain = everywhere()
    given = {"REFERENCE": [[disputes.id()], plain], "OUTPUT": str(tmp_path / "a.gpkg"), "AUDIENCE": "federation"}
    taken = gated_inputs(algorithm, GateOrder(), given, context, Log()).values["REFERENCE"]
    assert [each.featureCount() for each in taken] == [1, 1]


ASKING = [
    "aggregate('Disputas', 'concatenate', \"other_side\")",
    "AGGREGATE('Disputas', 'concatenate', \"other_side\")",
    "aggregate\n('Disputas', 'concatenate', \"other_side\")",
    "aggregate /* x */ ('Disputas', 'concatenate', \"other_side\")",
    "aggregate -- x\n('Disputas', 'concatenate', \"other_side\")",
    "aggregate(layer:='Disputas', aggregate:='concatenate', expression:=\"other_side\")",
    "aggregate('Dispu' || 'tas', 'concatenate', \"other_side\")",
    "with_variable('layer', 'Disputas', concatenate(\"other_side\"))",
    "attribute(get_feature('Disputas', 'sensitivity', 'secret'), 'other_side')",
    "Get_Feature_By_Id('Disputas', 3)",
    "eval('1')",
    "array_to_string(overlay_nearest('Disputas', \"other_side\"))",
    "layer_property('Disputas', 'extent')",
]
NOT_ASKING = [
    "aggregate(@layer, 'concatenate', \"name\")",
    "aggregate('plain', 'concatenate', \"name\")",
    'represent_value("name")',
    "with_variable('x', 1, @x)",
    "'medieval (no expression)'",
]


def label(layer, expression):
    settings = QgsPalLayerSettings()
    settings.isExpression = True
    settings.fieldName = expression
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


@pytest.mark.parametrize("expression", ASKING)
def test_labels_and_columns_that_read_rows_are_found(disputes, qgis_new_project, tmp_path, expression):
    plain = everywhere()
    QgsProject.instance().addMapLayers([disputes, plain])
    label(plain, expression)
    assert released_layers([plain], "public", "test")[0] == []
    # the layer itself: by its name an expression reads the original, not what may leave
    label(disputes, expression)
    assert released_layers([disputes], "federation", "test")[0] == []
    counted = everywhere()
    counted.addExpressionField(expression, field("all", "string"))
    with pytest.raises(QgsProcessingException, match="past the control"):
        overlay(counted, str(tmp_path / "a.gpkg"))


@pytest.mark.parametrize("expression", NOT_ASKING)
def test_other_expressions_are_left_alone(disputes, qgis_new_project, expression):
    plain = everywhere()
    QgsProject.instance().addMapLayers([disputes, plain])
    label(plain, expression)
    assert released_layers([plain], "public", "test")[0] == [plain]


def test_a_group_is_as_closed_as_its_layers(disputes, qgis_new_project):
    if QgsGroupLayer is None:
        pytest.skip("needs QGIS 3.24: earlier ones do not draw a group as one layer")
    plain = everywhere()
    group = QgsGroupLayer("g", QgsGroupLayer.LayerOptions(QgsCoordinateTransformContext()))
    QgsProject.instance().addMapLayers([disputes, plain, group])
    group.setChildLayers([plain])
    assert released_layers([group], "public", "test")[0] == [group]
    group.setChildLayers([plain, disputes])
    assert released_layers([group], "public", "test")[0] == []
    group.setChildLayers([])


def test_notes_on_the_map_do_not_read_rows(disputes, qgis_new_project):
    QgsProject.instance().addMapLayer(disputes)
    notes = QgsAnnotationLayer("n", QgsAnnotationLayer.LayerOptions(QgsCoordinateTransformContext()))
    notes.addItem(QgsAnnotationPointTextItem("Reunión del sábado", QgsPointXY(0, 0)))
    assert released_layers([notes], "public", "test")[0] == [notes]
    notes.addItem(QgsAnnotationPointTextItem(f"[% {ASKING[0]} %]", QgsPointXY(0, 0)))
    assert released_layers([notes], "public", "test")[0] == []


def test_a_frame_of_html_in_a_template_does_not_read_rows(disputes, qgis_new_project, tmp_path):
    QgsProject.instance().addMapLayer(disputes)
    (tmp_path / "f.html").write_text(f"<p>[% {ASKING[0]} %]</p>", encoding="utf-8")
    written = resource("layouts", "plan_a3.qpt").read_text(encoding="utf-8")
    frame = f'<LayoutItem type="65640" url="file://{tmp_path}/f.html"/></Layout>'
    (tmp_path / "own.qpt").write_text(written.replace("</Layout>", frame), encoding="utf-8")
    given = {"BOUNDARY": layer_of(("M1", CLAIM)), "TEMPLATE": str(tmp_path / "own.qpt")}
    with pytest.raises(QgsProcessingException, match="reads other layers by an expression"):
        processing.run("rainforestalert:titleplan", {**given, "OUTPUT": str(tmp_path / "a.pdf")}, feedback=Log())
