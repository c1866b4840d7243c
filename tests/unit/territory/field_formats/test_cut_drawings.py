"""Drawings and shapefiles that break off: said with how many features there were, and never fewer without a word."""

from __future__ import annotations

import struct
import zipfile

import pytest
from osgeo import gdal, ogr, osr

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file

COUNT = 100
SQUARE = "POLYGON(({0} 8695972,{1} 8695972,{1} 8696972,{0} 8695972))"


@pytest.fixture(params=[(), (ogr,), (osr, ogr, gdal)], ids=["GDAL answers", "OGR raises", "all of GDAL raises"])
def raising(request):
    """Whether another plugin lets GDAL raise, and how much of it: GDAL lets only the last one switch it off again."""
    before = [module for module in (osr, ogr, gdal) if module.GetUseExceptions()]
    for module in before[::-1]:
        module.DontUseExceptions()
    for module in request.param:
        module.UseExceptions()
    yield
    for module in request.param[::-1]:
        module.DontUseExceptions()
    for module in before:
        module.UseExceptions()


@pytest.fixture
def shapefile(tmp_path):
    folder = tmp_path / "shp"
    folder.mkdir()
    system = osr.SpatialReference()
    system.ImportFromEPSG(32718)
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(folder))
    layer = source.CreateLayer("com", system, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("NOMBRE", ogr.OFTString))
    for number in range(COUNT):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["NOMBRE"] = f"C{number}"
        west = 484780 + 1000 * number
        feature.SetGeometry(ogr.CreateGeometryFromWkt(SQUARE.format(west, west + 900)))
        layer.CreateFeature(feature)
    del feature, layer, source
    return folder / "com.shp"


def cut(path, suffix):
    part = path.with_suffix(suffix)
    data = part.read_bytes()
    part.write_bytes(data[: len(data) // 2])


def zipped(path):
    target = path.parent.parent / "com.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for part in path.parent.iterdir():
            archive.write(part, part.name)
    return target


def read(path):
    reading = read_field_file(path, "auto", ReadingOptions(epsg=32718))
    assert reading.tally.is_complete()
    said = {note.id: dict(note.facts) for note in reading.notes if note.id.endswith(("_cut", "_broken"))}
    return list(reading.features), reading, said


@pytest.mark.parametrize("is_zipped", [False, True], ids=["folder", "zip"])
def test_a_shapefile_whose_table_is_cut_keeps_all_geometry_and_says_so(shapefile, raising, is_zipped):
    cut(shapefile, ".dbf")
    features, _, said = read(zipped(shapefile) if is_zipped else shapefile)
    # the header of 65 bytes and records of 81: half of the 8,166 bytes hold 49 whole ones
    assert said == {"field.table_cut": {"whole": 49, "expected": COUNT}}
    assert [feature.vertices["x"][0] for feature in features] == [484780 + 1000 * number for number in range(COUNT)]
    assert [feature.name for feature in features] == [f"C{n}" for n in range(49)] + [""] * 51


@pytest.mark.parametrize("is_zipped", [False, True], ids=["folder", "zip"])
def test_a_shapefile_whose_geometry_is_cut_leaves_the_rest_out_and_says_so(shapefile, raising, is_zipped):
    cut(shapefile, ".shp")
    features, reading, said = read(zipped(shapefile) if is_zipped else shapefile)
    # the header of 100 bytes and records of 120: half of the 12,100 bytes hold 49 whole ones
    assert [feature.name for feature in features] == [f"C{n}" for n in range(49)]
    assert (reading.tally.read, len(reading.tally.left_out)) == (COUNT, 51)
    assert said == {"field.shapes_cut": {"missing": 51, "expected": COUNT}}


def test_a_table_with_fewer_records_than_there_are_shapes_is_said(shapefile):
    table = shapefile.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    struct.pack_into("<L", data, 4, 90)
    table.write_bytes(data[: 65 + 81 * 90])
    features, _, said = read(shapefile)
    assert (len(features), said) == (COUNT, {"field.table_cut": {"whole": 90, "expected": COUNT}})


def test_deleted_records_of_a_whole_shapefile_are_not_missed(shapefile):
    table = shapefile.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    for number in (3, 50, 99):
        data[65 + 81 * number] = ord("*")
    table.write_bytes(data)
    features, _, said = read(shapefile)
    assert (len(features), said) == (COUNT - 3, {})


def drawing(*objects):
    pairs = [(0, "SECTION"), (2, "ENTITIES"), *[pair for one in objects for pair in one], (0, "ENDSEC"), (0, "EOF")]
    return "".join(f"{code}\n{value}\n" for code, value in pairs)


def line(handle, east):
    corners = [(10, east), (20, 8695972), (10, east + 900), (20, 8695972), (10, east + 900), (20, 8696972)]
    return [
        (0, "LWPOLYLINE"),
        (5, handle),
        (8, "LIMITE"),
        (100, "AcDbEntity"),
        (100, "AcDbPolyline"),
        (90, 3),
        (70, 1),
        *corners,
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_drawing_that_is_cut_says_how_many_objects_begin_before_the_break(tmp_path, raising, ending):
    text = drawing(*(line(f"A{n}", 484780 + 1000 * n) for n in range(4))).replace("\n", ending)
    path = tmp_path / "plano.dxf"
    path.write_bytes(text.encode())
    features, _, said = read(path)
    assert (len(features), said) == (4, {})
    path.write_bytes(text[: text.index("A3")].encode())
    features, _, said = read(path)
    assert (len(features), said) == (3, {"field.drawing_cut": {"begun": 4, "count": 3}})


def test_a_drawing_of_which_nothing_is_whole_is_refused_with_what_began(tmp_path):
    text = drawing(line("A1", 484780), line("A2", 485780))
    path = tmp_path / "plano.dxf"
    path.write_text(text[: text.index("484780")], "utf-8")
    with pytest.raises(InputError) as refused:
        read(path)
    assert (refused.value.message.id, refused.value.message.facts["begun"]) == ("field.drawing_broken", 1)


@pytest.mark.parametrize("in_archive", [False, True])
@pytest.mark.parametrize("is_empty", [False, True])
def test_a_shapefile_without_its_index_comes_in_whole_and_its_folder_stays(shapefile, raising, in_archive, is_empty):
    index = shapefile.with_suffix(".shx")
    index.unlink()
    if is_empty:
        index.touch()
    before = sorted((part.name, part.stat().st_size) for part in shapefile.parent.iterdir())

    reading = read_field_file(zipped(shapefile) if in_archive else shapefile, "auto", ReadingOptions())

    features = list(reading.features)
    assert [feature.properties["NOMBRE"] for feature in features] == [f"C{number}" for number in range(COUNT)]
    assert [float(feature.vertices["x"].min()) for feature in features] == [484780.0 + 1000 * n for n in range(COUNT)]
    assert reading.epsg == 32718
    assert "field.index_rebuilt" in [note.id for note in reading.notes]
    assert sorted((part.name, part.stat().st_size) for part in shapefile.parent.iterdir()) == before


def test_a_cut_shapefile_without_its_index_tells_how_many_shapes_its_table_expects(shapefile, raising):
    shapefile.with_suffix(".shx").unlink()
    cut(shapefile, ".shp")

    reading = read_field_file(shapefile, "auto", ReadingOptions())

    # a record of a polygon of four places in one part: 8 bytes of header and 44 + 4 + 4 * 16 of content, behind a header of 100
    whole = ((100 + COUNT * 120) // 2 - 100) // 120
    assert len(list(reading.features)) == whole
    said = {note.id: dict(note.facts) for note in reading.notes}
    assert said["field.shapes_cut"] == {"missing": COUNT - whole, "expected": COUNT}


def test_shapes_that_do_not_follow_each_other_without_an_index_are_refused_in_words(shapefile, raising):
    shapefile.with_suffix(".shx").unlink()
    data = bytearray(shapefile.read_bytes())
    struct.pack_into(">i", data, 104, 51)  # the first record says that it is shorter than it is
    shapefile.write_bytes(data)

    with pytest.raises(InputError) as refused:
        read_field_file(shapefile, "auto", ReadingOptions())

    assert refused.value.message.id == "field.index_missing"
