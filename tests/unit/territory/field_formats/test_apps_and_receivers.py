"""Exports of CoMapeo, Mapeo, ODK and Kobo, receivers, drawings, old titles: against the files themselves and other engines."""

from __future__ import annotations

import json
import zipfile

import numpy as np
import pytest
from osgeo import ogr, osr

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file
from rainforest_alert_plugin.territory.field_formats.receivers import checksum
from rainforest_alert_plugin.territory.memoria import read_memoria
from rainforest_alert_plugin.territory.persons import names_person

COMAPEO = "CoMapeo_Springfield_Camera_Trap_Project_Obsvns_2026_07_23.geojson"


def read(path, format="auto", **options):
    return read_field_file(path, format, ReadingOptions(**options))


def write(path, text):
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    return path


@pytest.mark.realdata
def test_a_comapeo_export_keeps_accuracy_time_and_photos_and_parts_the_author(shared_data):
    path = shared_data / "geo" / "field-gc" / COMAPEO
    document = json.loads(path.read_text(encoding="utf-8"))["features"]

    reading = read(path)

    assert reading.format == "comapeo"
    assert len(reading.features) == len(document) == 8
    for feature, raw in zip(reading.features, document):
        position = raw["$comapeo"]["metadata"].get("position", {})
        assert feature.median_sigma_m() == pytest.approx(position["coords"]["accuracy"])
        assert [feature.vertices["x"][0], feature.vertices["y"][0]] == raw["geometry"]["coordinates"][:2]
        attachments = [v for k, v in raw["properties"].items() if k.startswith("attachment_") and v]
        assert list(feature.photos) == attachments
        for key in ("$authorId", "$updateAuthorId", "camera_set_up_by"):
            assert raw["properties"].get(key, "\0") not in feature.properties.values()
        assert feature.properties["$id"] == raw["properties"]["$id"]


def test_a_zip_of_comapeo_brings_its_photos_and_tells_which_are_missing(tmp_path):
    feature = {
        "type": "Feature",
        "properties": {"$id": "a", "$author": "Rosa", "attachment_1": "p1.jpg", "attachment_2": "p2.jpg"},
        "geometry": {"type": "Point", "coordinates": [-74.5, -8.5]},
    }
    path = tmp_path / "CoMapeo_x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("CoMapeo_x.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))
        archive.writestr("CoMapeo_x_Media/p1.jpg", b"jpg")

    reading = read(path)

    assert [a.name for a in reading.attachments] == ["p1.jpg"]
    note = next(note for note in reading.notes if note.id == "field.photos_missing")
    assert dict(note.facts) == {"count": 1, "example": "p2.jpg"}
    (place,) = reading.features
    assert place.author == "Rosa"
    assert "Rosa" not in json.dumps(dict(place.properties))


@pytest.mark.realdata
def test_a_track_of_comapeo_has_a_time_per_vertex(shared_data):
    path = shared_data / "alerts" / "gc-scripts-hub" / "comapeo_cloud" / "sample_track.json"
    locations = json.loads(path.read_text(encoding="utf-8"))["data"][0]["locations"]

    (track,) = read(path).features

    assert track.vertices["x"].tolist() == [entry["coords"]["longitude"] for entry in locations]
    assert [f"{t}Z" for t in track.vertices["time"]] == [entry["timestamp"] for entry in locations]


@pytest.mark.realdata
def test_a_mapeo_export_keeps_its_photos_and_dates(shared_data):
    reading = read(shared_data / "geo" / "field-gc" / "mapeo_observations.geojson")

    first = next(iter(reading.features))
    assert reading.format == "mapeo"
    assert first.photos == ("53a3841fb6028ba608a085d36b1115d9.jpg",)
    assert str(first.vertices["time"][0]) == "2021-10-11T18:33:21.059"


def test_features_without_geometry_or_with_a_malformed_one_are_left_out_with_their_reason(tmp_path):
    square = [[0, 0], [1, 0], [1, 1], [0, 0]]
    geometries = [
        None,
        {"type": "Polygon", "coordinates": [square]},
        {"type": "MultiPolygon", "coordinates": [square]},  # as SERNANP's layers have it
        {"type": "Point", "coordinates": ["a", 1]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Point", "coordinates": [float("nan"), 1]},
        {"type": "Hexagon", "coordinates": [1, 2]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]},
    ]
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]

    reading = read(write(tmp_path / "a.geojson", {"type": "FeatureCollection", "features": [*features, 5]}))

    assert [len(feature.vertices) for feature in reading.features] == [4, 4, 4]
    assert [reason.id for _, reason in reading.tally.left_out] == [
        "feature.null_geometry",
        "field.bad_geometry",
        "field.bad_geometry",
        "field.no_place",
        "field.bad_geometry",
        "field.not_a_feature",
    ]
    assert reading.tally.is_complete()


def test_a_polygon_that_crosses_itself_500_times_and_one_with_heights_are_kept_as_drawn(tmp_path):
    star = [[np.cos(a), np.sin(a), 100.0] for a in np.arange(1001) * (2 * np.pi * 500 / 1001)]
    path = write(tmp_path / "a.geojson", {"type": "Polygon", "coordinates": [[*star, star[0]]]})

    (boundary,) = read(path).features

    assert len(boundary.vertices) == 1002
    assert boundary.vertices["z"][0] == 100.0


def test_the_system_of_an_old_geojson_is_taken(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32718"}}
    path = write(
        tmp_path / "a.geojson",
        {
            "type": "FeatureCollection",
            "crs": crs,
            "features": [{"type": "Point", "coordinates": [640123.4, 8812345.6]}],
        },
    )

    assert read(path).epsg == 32718


def test_a_json_that_breaks_off_is_named_with_its_line(tmp_path):
    path = write(tmp_path / "a.geojson", '{"type": "FeatureCollection",\n"features": [\n{"type": "Feature"')

    with pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.message.id == "field.json_broken"
    assert refused.value.message.facts["line"] == 3


@pytest.mark.realdata
def test_kobo_and_odk_answers_with_their_accuracy(shared_data):
    kobo = read(shared_data / "geo" / "field-gc" / "kobotoolbox_submissions.csv")
    odk = read(shared_data / "geo" / "field-gc" / "odk_submissions.json")

    second = list(kobo.features)[1]
    assert (second.vertices["x"][0], second.vertices["y"][0]) == (-77.1899636, 38.7790289)
    assert second.median_sigma_m() == 4.134
    assert second.author == "rudo_cmi"
    assert [name for name, _ in odk.tally.left_out] == ["#1", "location"]  # a null location, and a latitude of 152
    assert kobo.tally.is_complete()
    assert odk.tally.is_complete()


def test_traces_and_shapes_of_a_form(tmp_path):
    trace = "-8.1 -74.1 150 4.5;-8.2 -74.1 151 5;-8.2 -74.2 152 6"
    answers = [
        {
            "_submission_time": "2026-01-01T00:00:00",
            "group/lindero": f"{trace};-8.1 -74.1 150 4.5",
            "group/nombre": "N",
        },
        {"_submission_time": "2026-01-01T00:00:00", "recorrido": trace, "_submitted_by": "rosa"},
    ]

    shape, line = read(write(tmp_path / "a.json", answers)).features

    assert (shape.kind, shape.shape, shape.name) == ("boundary", "polygon", "N")
    assert shape.vertices["sigma_m"].tolist() == [4.5, 5.0, 6.0, 4.5]
    assert (line.kind, line.name, line.author) == ("track", "recorrido", "rosa")
    assert line.vertices["x"].tolist() == [-74.1, -74.1, -74.2]


POS = """% program   : RTKPOST ver.2.4.2
% (lat/lon/height=WGS84/ellipsoidal,Q=1:fix,2:float,3:sbas,4:dgps,5:single,6:ppp,ns=# of satellites)
%  GPST                  latitude(deg) longitude(deg)  height(m)   Q  ns   sdn(m)   sde(m)   sdu(m)  sdne(m)  sdeu(m)  sdun(m) age(s)  ratio
2026/01/01 00:00:18.000   -8.123456789  -74.123456789   150.1234   1   9   0.0030   0.0040   0.0092  -0.0011   0.0001   0.0001   0.00   12.3
2026/01/01 00:00:19.000   -8.123456790  -74.123456790   150.1235   2   9   0.3000   0.4000   0.0092  -0.0011   0.0001   0.0001   0.00   12.3
broken line
2399 345619.000           -8.123456791  -74.123456791   150.1236   5   9   3.0000   4.0000   0.0092  -0.0011   0.0001   0.0001   0.00   12.3
"""


def test_a_solution_of_rtklib_has_quality_and_sigma_per_vertex_in_utc(tmp_path):
    reading = read(write(tmp_path / "rover.pos", POS))

    (track,) = reading.features
    assert track.vertices["quality"].tolist() == ["fix", "float", "single"]
    assert track.vertices["sigma_m"] == pytest.approx([0.005, 0.5, 5.0])  # 3-4-5
    assert track.vertices["y"].tolist() == [-8.123456789, -8.12345679, -8.123456791]
    # GPS time has been 18 s ahead of UTC since 2017
    assert str(track.vertices["time"][0]) == "2026-01-01T00:00:00.000"
    # week 2399 begins on 2025-12-28 (1980-01-06 + 2399 * 7 days); 345619 s are four days and 19 s
    assert str(track.vertices["time"][2]) == "2026-01-01T00:00:01.000"
    assert [name for name, _ in reading.tally.left_out] == ["#6"]


def test_a_solution_in_geocentric_coordinates_is_refused(tmp_path):
    with pytest.raises(InputError, match="pos_not_geographic"):
        read(write(tmp_path / "a.pos", "%  GPST    x-ecef(m)   y-ecef(m)\n2026/01/01 00:00:00 1 2 3 1 9\n"))


def test_a_folder_with_the_name_of_a_solution_says_nothing_of_its_coordinates(tmp_path):
    head = "% inp file  : D:\\ecef\\baseline_1\\UTC latitude\\rover.24O\n"

    (track,) = read(write(tmp_path / "rover.pos", head + POS)).features

    assert str(track.vertices["time"][0]) == "2026-01-01T00:00:00.000"


def test_a_solution_in_the_time_of_japan_is_nine_hours_ahead(tmp_path):
    (track,) = read(write(tmp_path / "rover.pos", POS.replace("GPST", "JST "))).features

    assert str(track.vertices["time"][0]) == "2025-12-31T15:00:18.000"


def test_nmea_has_dates_of_rmc_sigmas_of_gst_and_refuses_damaged_lines(tmp_path):
    # the first sentence and its checksum stand in NMEA's own documentation
    known = "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,"
    sentences = [
        known,
        "GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W",
        "GPGST,123519,0.006,0.023,0.020,273.6,3.0,4.0,0.031",
        "GPGGA,123520.50,0807.038,S,07431.000,W,4,08,0.9,545.4,M,46.9,M,,",
        "GPGGA,123521,,,,,0,00,,,M,,M,,",
    ]
    lines = [f"${s}*{checksum(s):02X}" for s in sentences] + [f"${known}*00"]
    assert lines[0].endswith("*47")

    reading = read(write(tmp_path / "log.nmea", "\r\n".join(lines)))

    (track,) = reading.features
    assert track.vertices["x"] == pytest.approx([11 + 31.0 / 60, -(74 + 31.0 / 60)])
    assert track.vertices["y"] == pytest.approx([48 + 7.038 / 60, -(8 + 7.038 / 60)])
    assert str(track.vertices["time"][0]) == "1994-03-23T12:35:19.000"
    assert str(track.vertices["time"][1]) == "1994-03-23T12:35:20.500"
    assert track.vertices["sigma_m"][0] == 5.0
    assert track.vertices["quality"].tolist() == ["single hdop=0.9", "fix hdop=0.9"]
    assert [reason.id for _, reason in reading.tally.left_out] == ["field.no_fix", "field.checksum"]


def nmea(*sentences):
    return "\r\n".join(f"${s}*{checksum(s):02X}" for s in sentences)


def test_two_systems_of_satellites_that_tell_of_one_moment_make_one_vertex(tmp_path):
    position = "{},12000{}.00,0807.{},S,07431.000,W,{},08,0.9,545.4,M,46.9,M,,"
    lines = [
        position.format(talker, second, minutes, quality)
        for second in (0, 1)
        for talker, minutes, quality in (("GPGGA", "030", 1), ("GNGGA", "060", 4), ("GLGGA", "090", 1))
    ]

    reading = read(write(tmp_path / "log.nmea", nmea(*lines, position.format("GPGGA", 2, "030", 1))))

    (track,) = reading.features
    assert track.vertices["y"] == pytest.approx([-(8 + 7.06 / 60), -(8 + 7.06 / 60), -(8 + 7.03 / 60)])
    assert [dict(note.facts) for note in reading.notes if note.id == "field.epochs_again"] == [{"count": 4}]
    assert reading.tally.is_complete()


def test_a_receiver_that_writes_rmc_only_has_its_positions(tmp_path):
    sentence = "GPRMC,12000{},{},0807.030,S,07431.000,W,0.1,10,010526,,,{}"
    lines = (sentence.format(0, "A", "A"), sentence.format(1, "V", "N"), sentence.format(2, "A", "D"))

    reading = read(write(tmp_path / "log.nmea", nmea(*lines)))

    (track,) = reading.features
    assert track.vertices["y"] == pytest.approx([-(8 + 7.03 / 60)] * 2)
    assert [str(time) for time in track.vertices["time"]] == ["2026-05-01T12:00:00.000", "2026-05-01T12:00:02.000"]
    assert track.vertices["quality"].tolist() == ["single", "dgps"]


def test_a_drawing_has_boundaries_vertices_and_texts(tmp_path):
    path = tmp_path / "plano.dxf"
    source = ogr.GetDriverByName("DXF").CreateDataSource(str(path))
    layer = source.CreateLayer("entities")
    for wkt, style in (
        ("LINESTRING(640000 8812000, 641000 8812000, 641000 8813000, 640000 8812000)", ""),
        ("LINESTRING(640000 8812000, 640500 8812500)", ""),
        ("POINT(640000 8812000)", ""),
        ("POINT(640500 8812200)", 'LABEL(t:"Quebrada Ñuñu",s:5g)'),
    ):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        if style:
            feature.SetStyleString(style)
        layer.CreateFeature(feature)
    del layer, source

    reading = read(path)

    assert [(f.kind, f.shape) for f in reading.features] == [
        ("boundary", "polygon"),
        ("track", "line"),
        ("vertex", "point"),
        ("place", "point"),
    ]
    assert list(reading.features)[3].name == "Quebrada Ñuñu"
    assert reading.epsg == 32718

    with zipfile.ZipFile(tmp_path / "plano.zip", "w") as archive:
        archive.write(path, "plano.dxf")
    assert len(read(tmp_path / "plano.zip").features) == 4


def shapefile(folder, encoding, with_cpg):
    folder.mkdir()
    system = osr.SpatialReference()
    system.ImportFromEPSG(32718)
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(folder / "cc.shp"))
    layer = source.CreateLayer("cc", system, ogr.wkbPolygon, options=[f"ENCODING={encoding}"])
    layer.CreateField(ogr.FieldDefn("NOMBRE", ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetField("NOMBRE", "Ñaña Peñón Río")
    feature.SetGeometry(
        ogr.CreateGeometryFromWkt("POLYGON((640000 8812000,641000 8812000,641000 8813000,640000 8812000))")
    )
    layer.CreateFeature(feature)
    del layer, source
    if not with_cpg:
        (folder / "cc.cpg").unlink(missing_ok=True)
        dbf = bytearray((folder / "cc.dbf").read_bytes())
        dbf[29] = 0  # the mark of the language
        (folder / "cc.dbf").write_bytes(dbf)
    return folder / "cc.shp"


@pytest.mark.parametrize("with_cpg", [True, False])
@pytest.mark.parametrize("encoding", ["UTF-8", "CP1252", "CP850"])
def test_accents_of_a_shapefile_survive_every_encoding(tmp_path, encoding, with_cpg):
    path = shapefile(tmp_path / "layer", encoding, with_cpg)

    reading = read(path)

    (boundary,) = reading.features
    assert boundary.name == "Ñaña Peñón Río"
    assert reading.epsg == 32718
    assert ("field.encoding_guessed" in [note.id for note in reading.notes]) is not with_cpg


def test_a_zipped_shapefile_is_read_where_it_lies(tmp_path):
    path = shapefile(tmp_path / "layer", "CP1252", with_cpg=False)
    packed = tmp_path / "cc.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for part in path.parent.iterdir():
            archive.write(part, f"datos/{part.name}")

    assert [feature.name for feature in read(packed).features] == ["Ñaña Peñón Río"]


def test_a_shapefile_without_its_parts_is_named(tmp_path):
    path = shapefile(tmp_path / "layer", "UTF-8", with_cpg=True)
    path.write_bytes(path.read_bytes()[:20])

    with pytest.raises(InputError, match="ogr_unreadable"):
        read(path)


TITLE = """Título 058-1977, zona 18 S;;;;
Lado;Rumbo;Distancia;Este;Norte
A - B;N 00°00' E;100,00 m;640000;8812000
B - C;N 90°00' E;100,00;;
C - D;S 00°00' E;100,00;;
D - A;N 90°00' O;99,00;;
"""


def test_a_title_typed_as_bearings_shows_its_closure_and_is_adjusted_when_asked(tmp_path):
    path = write(tmp_path / "title.csv", TITLE)

    plain, adjusted = read(path), read(path, adjust=True)

    closure = next(note for note in plain.notes if note.id == "field.traverse_closure")
    assert (closure.facts["closure_m"], closure.facts["perimeter_m"], closure.facts["precision"]) == (
        "1.000",
        "399.00",
        "399",
    )
    boundary = next(iter(plain.features))
    assert boundary.vertices["x"] == pytest.approx([640000, 640000, 640100, 640100, 640000])
    assert plain.epsg == 32718
    assert [f.label for f in plain.features if f.kind == "vertex"] == ["A", "B", "C", "D"]
    # the compass rule by hand: 1 m too far east over 399 m; B is 100/399 m further west, C 200/399, D 300/399
    moved = next(iter(adjusted.features)).vertices["x"]
    assert moved[:4] == pytest.approx([640000, 640000 - 100 / 399, 640100 - 200 / 399, 640100 - 300 / 399])


def test_a_bearing_that_cannot_be_read_is_named_with_its_line(tmp_path):
    with pytest.raises(InputError) as refused:
        read(write(tmp_path / "title.csv", TITLE.replace("S 00°00' E", "S 97°00' E")))
    assert refused.value.message.id == "field.bearings_row"
    assert refused.value.message.facts["line"] == 5


def test_a_station_whose_side_is_missing_is_named_and_never_left_out(tmp_path):
    lines = TITLE.splitlines(keepends=True)
    with pytest.raises(InputError) as refused:
        read(write(tmp_path / "title.csv", "".join([*lines[:3], "B2;;;;\n", *lines[3:]])))
    assert (refused.value.message.id, refused.value.message.facts["line"]) == ("field.bearings_row", 4)
    # after the last side a row may say where the walk ends
    ended = read(write(tmp_path / "title.csv", TITLE.rstrip("\n") + "\nA;;;;\n"))
    assert [f.label for f in ended.features if f.kind == "vertex"] == ["A", "B", "C", "D"]


def test_a_title_without_a_first_coordinate_asks_for_it(tmp_path):
    with pytest.raises(InputError, match="no_start"):
        read(write(tmp_path / "title.csv", TITLE.replace("640000;8812000", ";")))


PROSE = """MEMORIA DESCRIPTIVA. Sistema UTM, zona 18 S, WGS84.
Partiendo del vértice V-1 de coordenadas E: 640 000,00 N: 8 812 000,00, con rumbo N 0°00' E y una distancia de 100,00 m, se llega al
vértice V-2; de este punto con azimut de 90°00'00" y 100.00 metros se llega al vértice V-3. Luego por la quebrada Shimbe aguas arriba.
Del V-3 con rumbo S 0°00' E en 100,00 ml al V-4; del V-4 con rumbo N 90°00' O y distancia de 100,00 m se llega al V-1.
Por el norte mide 40 varas.
"""


def test_prose_becomes_vertices_and_what_was_not_understood_is_marked(tmp_path):
    reading = read(write(tmp_path / "memoria.txt", PROSE))

    boundary = next(iter(reading.features))
    assert boundary.vertices["x"] == pytest.approx([640000, 640000, 640100, 640100, 640000])
    assert boundary.vertices["y"] == pytest.approx([8812000, 8812100, 8812100, 8812000, 8812000])
    assert reading.epsg == 32718
    marked = [
        (note.facts["line"], note.facts["vertex"], note.facts["text"])
        for note in reading.notes
        if note.id == "field.not_understood_of"
    ]
    assert marked == [
        (3, "V-3", "Luego por la quebrada Shimbe aguas arriba."),
        (5, "V-1", "Por el norte mide 40 varas."),
    ]


def test_prose_with_coordinates_is_held_against_its_own_distances(tmp_path):
    text = (
        "Zona 18 S. Del vértice P-1 (E 640000.00, N 8812000.00) en línea recta de 100.00 m al vértice P-2 (E 640000.00, N 8812100.00);\n"
        "continúa 120.00 m hasta el vértice P-3 (E 640100.00, N 8812100.00); y de allí 141.42 m al vértice P-1, distancia de cierre.\n"
    )
    reading = read(write(tmp_path / "memoria.txt", text))

    assert next(iter(reading.features)).vertices["x"].tolist() == [640000, 640000, 640100, 640000]
    differs = [dict(note.facts) for note in reading.notes if note.id == "field.side_differs"]
    assert differs == [{"side": "P-2 - P-3", "stated_m": "120.00", "computed_m": "100.00"}]


@pytest.mark.parametrize(("bearing", "differs"), [("N 10° E", []), ("N 17° E", []), ("S 10° E", [("170.0", "10.0")])])
def test_a_bearing_that_its_stated_ends_contradict_is_said(tmp_path, bearing, differs):
    # 1000 m at an azimuth of 10 degrees: 173.65 m east, 984.81 m north; a compass is up to nine degrees off
    text = (
        f"Zona 18 S. Del vértice V-1 (E 500000,00, N 9000000,00) con rumbo {bearing} y 1000 m al vértice V-2 (E 500173,65, N 9000984,81), "
        "al vértice V-3 (E 501000,00, N 9001000,00) y al vértice V-1."
    )
    notes = read(write(tmp_path / "m.txt", text)).notes
    assert [(n.facts["stated"], n.facts["computed"]) for n in notes if n.id == "field.bearing_differs"] == differs


def test_a_text_is_known_by_its_corners(tmp_path):
    corners = ((500000, 9000000), (501000, 9000000), (501000, 9001000))
    text = "Zona 18 S. Sigue " + ", sigue ".join(
        f"del vértice V-{n} (E {x},00, N {y},00)" for n, (x, y) in enumerate(corners)
    )
    assert read(write(tmp_path / "m.txt", text + ".")).format == "memoria"


def test_a_side_that_the_order_of_the_vertices_contradicts_leaves_no_boundary_closed(tmp_path):
    text = PROSE.replace("con azimut de 90°00'00\" y 100.00 metros", "siguiendo la quebrada")
    reading = read(
        write(
            tmp_path / "memoria.txt",
            text + "Del V-4 al V-5 con rumbo N 10° E 5 m. Del V-5 con rumbo S 10° O 5 m al V-4.",
        )
    )

    assert "polygon" not in {feature.shape for feature in reading.features}
    said = {note.id: dict(note.facts) for note in reading.notes}
    assert said["field.boundary_open"] == {"vertices": "V-3, V-4, V-5"}
    assert said["field.boundary_branches"] == {"line": 4, "start": "V-4", "end": "V-1"}


def test_varas_and_resolutions_are_never_taken_for_metres():
    memoria = read_memoria("Del V-1 al V-2 hay 300 varas, según la Resolución 058-2016.")

    assert [leg.distance_m for leg in memoria.legs] == []
    assert len(memoria.not_understood) == 1


@pytest.mark.parametrize(
    "column",
    [
        "$author",
        "$authorId",
        "_submitted_by",
        "SubmitterName",
        "username",
        "Correo electrónico",
        "camera_set_up_by",
        "DNI",
    ],
)
def test_columns_that_name_a_person_are_known(column):
    assert names_person(column)


@pytest.mark.parametrize("column", ["comunidad", "nombre", "$category", "by_river", "notes", "autoridad"])
def test_columns_that_name_no_person_are_kept(column):
    assert not names_person(column)


def test_a_file_of_no_known_format_is_refused_with_the_formats_there_are(tmp_path):
    with pytest.raises(InputError) as refused:
        read(write(tmp_path / "a.xyz9", "hello"))
    assert refused.value.message.id == "field.unknown_format"


@pytest.mark.parametrize(
    "column",
    ["interviewer", "Nombre del vigilante", "Apu", "enumerator", "guardaparque", "observador", "Jefa de la comunidad"],
)
def test_who_asks_watches_or_leads_is_a_person(column):
    assert names_person(column)


@pytest.mark.parametrize("column", ["vigilancia", "jefatura", "observaciones", "monitoreo"])
def test_only_whole_words_name_a_person(column):
    assert not names_person(column)


@pytest.mark.parametrize(
    ("properties", "rest"),
    [
        ({"metadata": {"author": "CANARY", "x": 1}, "a": "b"}, {"metadata": '{"x": 1}', "a": "b"}),
        ({"tags": {"observador": "CANARY"}}, {}),
        ({"tags": {"list": [{"vigilante": {"nombre": "CANARY"}, "n": 2}]}}, {"tags": '{"list": [{"n": 2}]}'}),
        ({"members": [{"nombre": "CANARY"}]}, {}),
        ({"metadata": '{"createdBy": "CANARY", "x": [1]}'}, {"metadata": '{"x": [1]}'}),
        ({"metadata": {"x": {"y": 1}}, "author": "CANARY"}, {"metadata": '{"x": {"y": 1}}'}),
        ({"$author": {"name": "CANARY", "id": "x"}, "text": "{no JSON"}, {"text": "{no JSON"}),
    ],
)
def test_names_of_people_within_values_are_kept_apart(tmp_path, properties, rest):
    record = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [-74.5, -8.5]}, "properties": properties}
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [record]}), encoding="utf-8")
    (place,) = read_field_file(path, "auto", ReadingOptions()).features
    assert (place.author, dict(place.properties)) == ("CANARY", rest)
