"""Files made to harm, or to say nothing: refused in a sentence, or read without what is no place; never swallowed whole."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import numpy as np
import pytest
from osgeo import ogr, osr

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file

LAUGHS = (
    '<?xml version="1.0"{}?><!DOCTYPE l [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + ']><gpx><wpt lat="-8" lon="-74"><name>&k;</name></wpt></gpx>'
)
KML = "<kml><Document>{}</Document></kml>"
PLACE = '{{"type":"Feature","properties":{},"geometry":{{"type":"Point","coordinates":[-74.5,-8.5]}}}}'


def read(path, data=None, **options):
    if data is not None:
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return read_field_file(path, "auto", ReadingOptions(**options))


def archive(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return held.getvalue()


def collection(**properties):
    return '{"type":"FeatureCollection","features":[' + PLACE.format(json.dumps(properties)) + "]}"


def lying():
    """A KMZ whose tables of contents give 100 bytes for what unpacks to 80 MB."""
    made = bytearray(archive({"doc.kml": b" " * (80 << 20)}))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = made.find(mark) + at
        made[place : place + 4] = struct.pack("<I", 100)
    return bytes(made)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("laughs.gpx", lambda: LAUGHS.format(""), "field.markup_entities"),
        ("laughs16.gpx", lambda: LAUGHS.format(' encoding="utf-16"').encode("utf-16"), "field.markup_entities"),
        ("laughs.kml", lambda: LAUGHS.format("").replace("gpx", "kml"), "field.markup_entities"),
        ("laughs.kmz", lambda: archive({"doc.kml": LAUGHS.format("")}), "field.markup_entities"),
        ("photo.zip", lambda: archive({"a.geojson": collection(), "a_Media/p.jpg": b"\0" * (64 << 20)}), "field.zip_bomb"),
        ("table.zip", lambda: archive({"p.shp": b"", "p.shx": b"", "p.dbf": b"\0" * (64 << 20)}), "field.zip_bomb"),
        ("crowd.zip", lambda: archive({f"{n}.jpg": b"" for n in range(60_000)}), "field.zip_crowded"),
        ("liar.kmz", lying, "field.zip_b"),
        ("nested.kmz", lambda: archive({"a.kmz": archive({"doc.kml": "<kml/>"})}), "field.zip_empty"),
    ],
)  # fmt: skip
def test_what_was_made_to_harm_is_refused_before_it_is_unpacked(tmp_path, name, data, said):
    with pytest.raises(InputError) as refused:
        list(read(tmp_path / name, data()).features)
    assert refused.value.message.id.startswith(said)


@pytest.mark.parametrize("name", [b"", b"\0.geojson", b"\xff\xfe.geojson"])
@pytest.mark.parametrize("mark", [b"PK\x01\x02", b"PK\x03\x04"], ids=["table of contents", "header of the member"])
def test_an_archive_whose_names_are_damaged_is_said_to_be_broken(tmp_path, mark, name):
    made = bytearray(archive({"a.geojson": collection()}))
    flags_at, length_at, name_at = (8, 28, 46) if mark == b"PK\x01\x02" else (6, 26, 30)
    at = made.find(mark)
    # the name as UTF-8 that it is not, or none at all
    struct.pack_into("<H", made, at + flags_at, 0x800)
    struct.pack_into("<H", made, at + length_at, len(name) and 9)
    made[at + name_at : at + name_at + len(name)] = name
    with pytest.raises(InputError) as refused:
        read(tmp_path / "a.zip", bytes(made))
    assert refused.value.message.id == "field.zip_broken"


def test_a_mapeo_export_in_a_zip_brings_its_photos(tmp_path):
    properties = {"type": "waterway", "$created": "2021-10-11T18:33:21.059Z", "$photos": ["a.jpg", "b.jpg"]}
    members = {"mapeo.geojson": collection(**properties), "media/original/a.jpg": b"jpg"}
    reading = read(tmp_path / "mapeo.zip", archive(members))
    (place,) = reading.features
    assert (reading.format, place.photos) == ("mapeo", ("a.jpg", "b.jpg"))
    assert [attachment.name for attachment in reading.attachments] == ["a.jpg"]
    assert {"count": 1, "example": "b.jpg"} in [dict(note.facts) for note in reading.notes]


def finite(reading):
    features = list(reading.features)
    assert reading.tally.is_complete()
    for feature in features:
        assert np.isfinite(feature.vertices["x"]).all()
        assert np.isfinite(feature.vertices["y"]).all()
    return features


POINT = "<Placemark><Point><coordinates>{}</coordinates></Point></Placemark>"
LINE = "<Placemark><LineString><coordinates>-74,-8 {} -74.1,-8.1</coordinates></LineString></Placemark>"
NUMBERS = "vertice,este,norte\nV-1,{},8812000\nV-2,640000,{}\nV-3,640000,8812000\nV-4,640100,8812100\n"
POS = "%  GPST  latitude(deg) longitude(deg)  height(m)   Q  ns   sdn(m)   sde(m)\n2026/01/01 00:00:18.000 {} -74.1 150.1 1 9 0.003 0.004\n"
GOOD_POS = "2026/01/01 00:00:19.000 -8.1 -74.1 nan 1 9 nan inf\n"
DXF = "0\nSECTION\n2\nENTITIES\n0\nPOINT\n8\n0\n10\n{}\n20\n8812000\n0\nPOINT\n8\n0\n10\n640000\n20\n8812000\n0\nENDSEC\n0\nEOF\n"
JSON_LINE = (
    '{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},"geometry":'
    '{{"type":"LineString","coordinates":[[-74,-8],[{},-8],[-74.1,-8.1]]}}}}]}}'
)


@pytest.mark.parametrize("bad", ["NaN", "inf", "-inf", "1e999"])
@pytest.mark.parametrize(
    ("name", "text", "used"),
    [
        ("a.kml", lambda bad: KML.format(POINT.format(f"{bad},-8") + LINE.format(f"{bad},-8")), 1),
        ("a.csv", lambda bad: NUMBERS.format(bad, bad), 2),
        ("a.pos", lambda bad: POS.format(bad) + GOOD_POS, 1),
        ("a.dxf", DXF.format, 1),
        ("a.json", lambda bad: JSON_LINE.format(bad.replace("-inf", "-Infinity").replace("inf", "Infinity")), 1),
    ],
)
def test_a_number_that_is_no_place_is_left_out_in_every_format(tmp_path, name, text, used, bad):
    features = finite(read(tmp_path / name, text(bad), epsg=32718 if name in ("a.csv", "a.dxf") else None))
    assert len(features) == used


TITLE = "Lado;Rumbo;Distancia;Este;Norte\nA - B;N 00°00' E;{};{};8812000\nB - C;N 90°00' E;{};;\nC - A;S 45°00' O;141,42;;\n"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("inf", "640000", "100"), "field.traverse_leg"),
        (("100", "640000", "1e308"), "field.traverse_leg"),
        (("100", "640000", "nan"), "field.bearings_row"),
        (("100", "inf", "100"), "field.no_start"),
        (("100", "1e999", "100"), "field.no_start"),
    ],
)
def test_an_old_title_with_a_side_or_a_corner_at_infinity_makes_no_boundary(tmp_path, values, said):
    with pytest.raises(InputError) as refused:
        list(read(tmp_path / "title.csv", TITLE.format(*values)).features)
    assert refused.value.message.id == said


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.kml", KML.format(POINT.format("-74,-8")), (-74.0, -8.0)),
        ("a.geojson", collection(name="Ñahui"), (-74.5, -8.5)),
        ("a.pos", POS.format("-8.1"), (-74.1, -8.1)),
        ("a.nmea", "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\n", (11 + 31 / 60, 48 + 7.038 / 60)),
        ("a.csv", TITLE.format("100,00", "640000", "100"), (640000.0, 8812000.0)),
    ],
)  # fmt: skip
def test_every_text_is_read_in_the_encodings_that_notepad_and_excel_write(tmp_path, name, text, place, encoding):
    mark = "\ufeff" if encoding != "utf-16" else ""
    first = next(
        iter(read(tmp_path / name, (mark + text).encode(encoding), epsg=32718 if name == "a.csv" else None).features)
    )
    assert (first.vertices["x"][0], first.vertices["y"][0]) == pytest.approx(place)


def test_heights_measures_and_equal_names_of_a_shapefile_stay_two_boundaries(tmp_path):
    path = tmp_path / "predios.shp"
    system = osr.SpatialReference()
    system.ImportFromEPSG(32718)
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    layer = source.CreateLayer("predios", system, ogr.wkbPolygonZM)
    layer.CreateField(ogr.FieldDefn("nombre"))
    for east in (640000, 650000):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["nombre"] = "Nueva Vida"
        ring = f"{east} 8812000 10 1,{east} 8812100 11 2,{east + 100} 8812100 12 3,{east} 8812000 10 1"
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON ZM (({ring}))"))
        layer.CreateFeature(feature)
    del feature, layer, source
    reading = read(path)
    features = finite(reading)
    assert [(one.name, one.vertices["x"][0]) for one in features] == [
        ("Nueva Vida", 640000.0),
        ("Nueva Vida", 650000.0),
    ]
