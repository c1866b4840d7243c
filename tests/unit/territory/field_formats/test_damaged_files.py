"""Files that were damaged at random: a sentence or a complete tally, never a fault."""

from __future__ import annotations

import random

import pytest
from osgeo import ogr, osr

from rainforest_alert_plugin.errors import RainforestAlertError
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file

SPLINTERS = (b"<", b'"', b"NaN", b"1e999", b"[", b"null", b"\xff\xfe", b"&#0;", b"-", b",", b";", b"\0", b"\xc3")
WRITTEN = {
    "title.csv": "Lado;Rumbo;Distancia;Este;Norte\nA - B;N 00°00' E;100,00;640000;8812000\nB - C;N 90°00' E;100;;\n"
    "C - A;S 45°00' O;141,42;;\n",
    "memoria.txt": "Zona 18 S. Partiendo del vértice V-1 (E 640000.00, N 8812000.00) con rumbo N 0°00' E y una distancia de 100.00 m\n"
    "al vértice V-2; con azimut 90°00' y 100 m al vértice V-3; con rumbo S 45°00' O, 141.42 m al vértice V-1.\n",
    "v.csv": "vertice,este,norte,precision,fecha\nV-1,640123.4,8812345.6,0.02,2026-01-01\nV-2,640200.5,8812400.2,,\n",
    "log.nmea": "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W\n"
    "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\n",
    "rover.pos": "%  GPST  latitude(deg) longitude(deg)  height(m)   Q  ns   sdn(m)   sde(m)\n"
    "2026/01/01 00:00:18.000   -8.123456789  -74.123456789   150.1234   1   9   0.0030   0.0040\n",
}


def damaged(data, chance):
    """The bytes with up to five of: a changed byte, a gap, a splinter, an early end."""
    pieces = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        if not pieces:
            break
        at = chance.randrange(len(pieces))
        kind = chance.randrange(5)
        if kind <= 1:
            pieces[at] = chance.randrange(256)
        elif kind == 2:
            del pieces[at : at + chance.randrange(200)]
        elif kind == 3:
            pieces[at:at] = chance.choice(SPLINTERS)
        else:
            del pieces[max(5, at) :]
    return bytes(pieces)


def hold(path, data, seed):
    chance = random.Random(seed)
    for number in range(40):
        path.write_bytes(damaged(data, chance))
        try:
            reading = read_field_file(path, "auto", ReadingOptions(recover=number % 2 == 0, adjust=number % 3 == 0))
        except RainforestAlertError:
            continue
        used = sum(1 for _ in reading.features)
        assert reading.tally.is_complete()
        assert used >= 0


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_a_damaged_file_of_an_instrument_or_a_person_is_told_or_counted(tmp_path, name):
    hold(tmp_path / name, WRITTEN[name].encode("utf-8"), 1)


@pytest.mark.realdata
@pytest.mark.parametrize(
    "name",
    [
        "locusmap_tracks.gpx",
        "locusmap_favorites.kml",
        "locus_Favorites.kmz",
        "locus_Favorites.csv",
        "mapeo_observations.geojson",
        "kobotoolbox_submissions.csv",
        "odk_submissions.json",
        "my_shapefile_data.zip",
    ],
)
def test_a_damaged_export_of_an_app_is_told_or_counted(shared_data, tmp_path, name):
    path = shared_data / "geo" / "field-gc" / name
    hold(tmp_path / f"x{path.suffix}", path.read_bytes(), 2)


@pytest.mark.parametrize("raises", [False, True], ids=["GDAL answers", "another plugin lets GDAL raise"])
def test_a_shapefile_whose_projection_is_cut_off_is_one_without_any(tmp_path, raises):
    path = tmp_path / "predio.shp"
    system = osr.SpatialReference()
    system.ImportFromEPSG(32718)
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    layer = source.CreateLayer("predio", system, ogr.wkbPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(
        ogr.CreateGeometryFromWkt("POLYGON((640000 8812000,640000 8812100,640100 8812100,640000 8812000))")
    )
    layer.CreateFeature(feature)
    del feature, layer, source
    projection = path.with_suffix(".prj")
    projection.write_text(projection.read_text()[:60])
    before = ogr.GetUseExceptions()
    (ogr.UseExceptions if raises else ogr.DontUseExceptions)()
    try:
        reading = read_field_file(path, "auto", ReadingOptions(epsg=32718))
    finally:
        (ogr.UseExceptions if before else ogr.DontUseExceptions)()
    assert len(list(reading.features)) == 1
