"""What a run leaves where it writes: whole outputs, or the place as it was."""

from __future__ import annotations

import os

import processing
import pytest
from osgeo import ogr
from processing.core.Processing import Processing
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsProperty,
    QgsRemappingSinkDefinition,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

ALGORITHM = "rainforestalert:overlapanalysis"
COMMUNITY = "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000))"
CLAIM = "POLYGON((500500 9000500,501500 9000500,501500 9001500,500500 9001500,500500 9000500))"


@pytest.fixture(scope="module", autouse=True)
def provider(qgis_app):
    from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider

    registry = QgsApplication.processingRegistry()
    if registry.providerById("rainforestalert") is not None:
        yield
        return
    Processing.initialize()
    made = RainforestAlertProvider()
    registry.addProvider(made)
    yield
    registry.removeProvider(made)


@pytest.fixture(autouse=True)
def clean_project(qgis_app):
    QgsProject.instance().removeAllMapLayers()
    yield
    QgsProject.instance().removeAllMapLayers()


class Impatient(QgsProcessingFeedback):
    """Cancels in the middle."""

    def setProgress(self, percent):
        if percent > 50:
            self.cancel()


def layer_of(*rows):
    layer = QgsVectorLayer("Polygon?crs=EPSG:32718&field=nombre:string", "capa", "memory")
    for identity, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([identity])
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeature(feature)
    return layer


def save(path, name, *rows):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile" if path.suffix == ".shp" else "GPKG"
    options.layerName = name
    written = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer_of(*rows), str(path), QgsCoordinateTransformContext(), options
    )
    assert written[0] == QgsVectorFileWriter.WriterError.NoError


def run(output, feedback=None, boundaries=None):
    if boundaries is None:
        boundaries = layer_of(*((f"C{n}", COMMUNITY) for n in range(30)))
    reference = layer_of(("M1", CLAIM))
    QgsProject.instance().addMapLayers(
        [each for each in (boundaries, reference) if isinstance(each, QgsVectorLayer)], False
    )
    given = {"BOUNDARIES": boundaries, "BOUNDARY_ID": "nombre", "REFERENCE": [reference], "OUTPUT": output}
    return processing.run(ALGORITHM, given, feedback=feedback or QgsProcessingFeedback(False))


def table_in(path, table="cruces"):
    return f"ogr:dbname='{path}' table=\"{table}\" (geom)"


def tables(path):
    source = ogr.Open(str(path))
    return {source.GetLayer(n).GetName(): source.GetLayer(n).GetFeatureCount() for n in range(source.GetLayerCount())}


@pytest.fixture
def broken_rows(monkeypatch):
    """The engine gives some rows and then meets a fault of its own."""
    from rainforest_alert_plugin.algorithms import overlap_analysis

    rows = overlap_analysis._rows

    def broken(found):
        yield next(rows(found))
        raise MemoryError("river")

    monkeypatch.setattr(overlap_analysis, "_rows", broken)


@pytest.mark.parametrize("is_definition", [False, True])
def test_cancelled_table_goes_and_the_other_tables_of_the_geopackage_stay(tmp_path, is_definition):
    path = tmp_path / "territorio.gpkg"
    save(path, "precious", ("A", COMMUNITY), ("B", CLAIM))
    output = table_in(path)
    with pytest.raises(QgsProcessingException, match="Nothing was written"):
        run(QgsProcessingOutputLayerDefinition(output) if is_definition else output, Impatient())
    assert tables(path) == {"precious": 2}
    assert os.listdir(tmp_path) == ["territorio.gpkg"]


def test_table_of_a_run_that_breaks_goes_and_the_other_tables_stay(tmp_path, broken_rows):
    path = tmp_path / "territorio.gpkg"
    save(path, "precious", ("A", COMMUNITY))
    with pytest.raises(Exception, match="river"):
        run(table_in(path))
    assert tables(path) == {"precious": 1}


def test_earlier_geopackage_survives_a_run_that_breaks_over_it(tmp_path, broken_rows):
    path = tmp_path / "cruces.gpkg"
    save(path, "precious", ("A", COMMUNITY), ("B", CLAIM))
    with pytest.raises(Exception, match="river"):
        run(str(path))
    assert tables(path) == {"precious": 2}
    assert os.listdir(tmp_path) == ["cruces.gpkg"]


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson"])
def test_earlier_result_survives_a_cancelled_run_over_it(tmp_path, suffix):
    path = tmp_path / f"cruces.{suffix}"
    run(str(path))
    before = {name: (tmp_path / name).read_bytes() for name in sorted(os.listdir(tmp_path))}
    with pytest.raises(QgsProcessingException, match="Nothing was written"):
        run(str(path), Impatient(), layer_of(*((f"X{n}", COMMUNITY) for n in range(90))))
    assert {name: (tmp_path / name).read_bytes() for name in sorted(os.listdir(tmp_path))} == before
    assert list(tables(path).values()) == [30]


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson"])
def test_new_file_of_a_cancelled_run_is_gone(tmp_path, suffix):
    with pytest.raises(QgsProcessingException, match="Nothing was written"):
        run(str(tmp_path / f"cruces.{suffix}"), Impatient())
    assert os.listdir(tmp_path) == []


def test_new_geopackage_for_a_table_of_a_cancelled_run_is_gone(tmp_path):
    with pytest.raises(QgsProcessingException, match="Nothing was written"):
        run(table_in(tmp_path / "nuevo.gpkg"), Impatient())
    assert os.listdir(tmp_path) == []


def test_results_are_written_into_new_files_old_files_and_tables_without_leftovers(tmp_path):
    path = tmp_path / "territorio.gpkg"
    save(path, "precious", ("A", COMMUNITY))
    run(table_in(path))
    assert tables(path) == {"precious": 1, "cruces": 30}
    result = tmp_path / "cruces.gpkg"
    run(str(result), None, layer_of(("A", COMMUNITY)))
    run(str(result))
    assert list(tables(result).values()) == [30]
    assert sorted(os.listdir(tmp_path)) == ["cruces.gpkg", "territorio.gpkg"]


def test_a_place_that_cannot_be_written_is_named_as_the_person_chose_it(tmp_path):
    blocked = tmp_path / "archivo"
    blocked.write_text("a file where a folder should be")
    target = str(blocked / "salida.gpkg")
    with pytest.raises(QgsProcessingException) as refused:
        run(QgsProcessingOutputLayerDefinition(target))
    assert target in str(refused.value)
    assert "object at" not in str(refused.value)
    assert "QgsProcessing" not in str(refused.value)


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
@pytest.mark.parametrize("is_layer", [False, True])
def test_an_input_as_output_is_refused_and_stays(tmp_path, suffix, is_layer):
    path = tmp_path / f"comunidades.{suffix}"
    save(path, "comunidades", ("A", COMMUNITY))
    before = path.read_bytes()
    boundaries = QgsVectorLayer(str(path), "comunidades", "ogr") if is_layer else str(path)
    with pytest.raises(QgsProcessingException, match="same file as an input layer"):
        run(QgsProcessingOutputLayerDefinition(str(path)), None, boundaries)
    assert path.read_bytes() == before


def test_the_input_s_own_table_is_refused_and_another_table_of_its_file_is_fine(tmp_path):
    path = tmp_path / "territorio.gpkg"
    save(path, "comunidades", ("A", COMMUNITY))
    with pytest.raises(QgsProcessingException, match="same file as an input layer"):
        run(table_in(path, "comunidades"), None, f"{path}|layername=comunidades")
    run(table_in(path), None, f"{path}|layername=comunidades")
    assert tables(path) == {"comunidades": 1, "cruces": 1}


def test_rows_appended_to_an_empty_layer_of_degrees_come_in_degrees(tmp_path):
    """The first community begins at the central meridian of zone 18, 75° W; the claim begins 500 m east of it."""
    first = tmp_path / "primera.gpkg"
    run(str(first))
    layer = QgsVectorLayer(str(first), "primera", "ogr")
    fields = QgsFields(layer.fields())
    fields.remove(fields.lookupField("fid"))
    path = tmp_path / "todas.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    shape = QgsWkbTypes.Type.MultiPolygon
    QgsVectorFileWriter.create(str(path), fields, shape, degrees, QgsCoordinateTransformContext(), options)
    target = QgsProject.instance().addMapLayer(QgsVectorLayer(str(path), "todas", "ogr"))
    mapping = QgsRemappingSinkDefinition()
    mapping.setSourceCrs(QgsCoordinateReferenceSystem("EPSG:32718"))
    mapping.setDestinationCrs(degrees)
    mapping.setDestinationWkbType(shape)
    mapping.setDestinationFields(target.fields())
    mapping.setFieldMap({name: QgsProperty.fromField(name) for name in fields.names()})
    definition = QgsProcessingOutputLayerDefinition(str(path))
    definition.setRemappingDefinition(mapping)
    run(definition)
    rows = QgsVectorLayer(str(path), "todas", "ogr")
    assert rows.featureCount() == layer.featureCount() > 0
    box = next(rows.getFeatures()).geometry().boundingBox()
    assert -75 + 500 / 112_000 < box.xMinimum() < -75 + 500 / 108_000
    assert -9.1 < box.yMinimum() < -9.0
