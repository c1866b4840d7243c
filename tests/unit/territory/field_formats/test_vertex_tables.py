"""Tables of vertices in every dress: delimiter, decimals, encoding, swapped columns, zones, two million rows."""

from __future__ import annotations

import csv
import tracemalloc

import numpy as np
import pytest
from pyproj import Transformer

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file
from rainforest_alert_plugin.territory.plane import guess_system
from rainforest_alert_plugin.territory.written_values import degrees, number, utc_time

# Atalaya, Ucayali: in 18S it lies in Peru, in 17S off the coast, in 19S in Brazil
EAST, NORTH = 640123.456, 8812345.678


def read(path, format="auto", **options):
    return read_field_file(path, format, ReadingOptions(**options))


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def points(reading):
    return [(float(f.vertices["x"][0]), float(f.vertices["y"][0])) for f in reading.features]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850"])
@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
def test_names_and_numbers_are_the_same_in_every_encoding_and_with_every_delimiter(tmp_path, encoding, delimiter):
    rows = [("Vértice", "Este", "Norte"), ("Peñón", "640123.456", "8812345.678"), ("Ñuñurí", "640200.5", "8812400.25")]
    path = write(tmp_path / "a.csv", "\n".join(delimiter.join(row) for row in rows), encoding)

    reading = read(path)

    assert [feature.label for feature in reading.features] == ["Peñón", "Ñuñurí"]
    assert points(reading) == [(EAST, NORTH), (640200.5, 8812400.25)]
    assert reading.epsg == 32718


def test_decimal_commas_with_thousands_are_read(tmp_path):
    path = write(tmp_path / "a.csv", "punto;X;Y\nV-1;640.123,456;8.812.345,678\nV-2;640 200,5;8 812 400,25\n")

    assert points(read(path)) == [(EAST, NORTH), (640200.5, 8812400.25)]


def test_guesses_of_columns_are_told_and_can_be_corrected(tmp_path):
    path = write(
        tmp_path / "a.csv", "a,b,c,d\nhito 1,640123.4,8812345.6,640999.9\nhito 2,640223.4,8812445.6,640999.9\n"
    )

    reading = read(path)
    assert {guess.role: (guess.column, guess.reason.id) for guess in reading.columns} == {
        "easting": ("b", "field.column_numbers"),
        "northing": ("c", "field.column_numbers"),
    }

    corrected = read(path, columns={"easting": "d", "northing": "c", "vertex": "a"})
    assert points(corrected)[0] == (640999.9, 8812345.6)
    assert [feature.label for feature in corrected.features] == ["hito 1", "hito 2"]


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path):
    path = write(tmp_path / "a.csv", "X,Y\n640123,8812345\n")

    with pytest.raises(InputError) as refused:
        read(path, columns={"easting": "Este"})
    assert refused.value.message.id == "field.no_such_column"
    assert refused.value.message.facts["columns"] == "X, Y"


def test_a_table_without_coordinates_is_refused(tmp_path):
    with pytest.raises(InputError, match="no_columns"):
        read(write(tmp_path / "a.csv", "nombre,edad\nRosa,30\nJuan,40\n"))


def test_a_table_without_headers_is_read_by_its_numbers(tmp_path):
    path = write(tmp_path / "a.txt", "1 640123.456 8812345.678 201.3\n2 640200.5 8812400.25 202.0\n")

    assert points(read(path, "csv")) == [(EAST, NORTH), (640200.5, 8812400.25)]


def test_swapped_easting_and_northing_are_put_right_and_told(tmp_path):
    reading = read(write(tmp_path / "a.csv", "vertice,este,norte\nV1,8812345.678,640123.456\n"))

    assert points(reading) == [(EAST, NORTH)]
    assert "field.swapped_utm" in [note.id for note in reading.notes]


def test_swapped_latitude_and_longitude_are_put_right_and_told(tmp_path):
    reading = read(write(tmp_path / "a.csv", "punto,lat,lon\nV1,-74.5,-8.25\nV2,-74.6,-8.35\n"))

    assert points(reading) == [(-74.5, -8.25), (-74.6, -8.35)]
    assert "field.swapped_degrees" in [note.id for note in reading.notes]


def test_degrees_minutes_and_seconds_are_read(tmp_path):
    reading = read(write(tmp_path / "a.csv", "punto;latitud;longitud\nV1;8°15'00\" S;74°30'36\" W\n"))

    assert points(reading) == [(pytest.approx(-74.51), -8.25)]


@pytest.mark.parametrize(
    ("header", "epsg"),
    [
        ("CUADRO DE DATOS TÉCNICOS (WGS84) ZONA 18S", 32718),
        ("Coordenadas UTM PSAD56 - Zona 18", 24878),
        ("DATUM WGS-84, UTM 19 S", 32719),
    ],
)
def test_the_system_that_the_table_names_is_taken(tmp_path, header, epsg):
    # E 284780, N 8695972 lies in Peru in zone 18S and in zone 19S
    reading = read(write(tmp_path / "a.csv", f"{header};;\nvertice;este;norte\nA;284780;8695972\nB;284828;8695959\n"))

    assert reading.epsg == epsg
    assert [feature.label for feature in reading.features] == ["A", "B"]


def test_a_column_of_the_zone_is_taken(tmp_path):
    assert read(write(tmp_path / "a.csv", "v,este,norte,zona\nA,284780,8695972,19 S\n")).epsg == 32719


def test_a_zone_that_the_numbers_leave_open_is_not_guessed(tmp_path):
    reading = read(write(tmp_path / "a.csv", "vertice,este,norte\nA,284780,8695972\n"))

    assert reading.epsg is None
    note = next(note for note in reading.notes if note.id == "field.zone_open")
    assert note.facts["zones"] == "18S (EPSG:32718), 19S (EPSG:32719)"


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ((-73.25, -3.75), 18),  # Iquitos: in 17S it would lie in Ecuador, in 19S in Brazil
        ((-74.55, -8.38), 18),  # Pucallpa: the sea, Brazil
        ((-69.19, -12.59), None),  # Puerto Maldonado: in 18S it would lie in Huancavelica
        ((-77.9, -4.6), None),  # Condorcanqui: in 19S it would lie in Loreto
    ],
)
def test_a_zone_is_guessed_only_where_no_other_one_lies_in_peru(place, zone):
    # six degrees from zone to zone; pyproj gives the coordinates
    own = int((place[0] + 180) // 6 + 1)
    easting, northing = Transformer.from_crs(4326, 32700 + own, always_xy=True).transform(*place)

    guess = guess_system(np.array([easting]), np.array([northing]))

    assert guess.epsg == (None if zone is None else 32700 + zone)


@pytest.mark.realdata
def test_every_corner_of_every_department_lies_in_the_coarse_outline(shared_data):
    import json

    text = (shared_data / "geo" / "pe-anp-amazonia" / "peru_departamentos_light.geojson").read_text(encoding="utf-8")
    corners = []

    def gather(values):
        if isinstance(values[0], (int, float)):
            corners.append(values[:2])
        else:
            for value in values:
                gather(value)

    for feature in json.loads(text)["features"]:
        gather(feature["geometry"]["coordinates"])
    places = np.array(corners)
    # swapped on purpose: only a place that lies inside is recognised
    for x, y in places[:: max(1, len(places) // 400)]:
        assert guess_system(np.array([y]), np.array([x])).swapped, (x, y)


def test_rows_that_hold_no_place_are_left_out_with_their_line(tmp_path):
    reading = read(
        write(
            tmp_path / "a.csv",
            "v,este,norte\nA,640123.4,8812345.6\nB,nan,8812345.6\nC,,\nD,inf,1\n\nE,640124,8812346\n",
        )
    )

    assert [feature.label for feature in reading.features] == ["A", "E"]
    assert [name for name, _ in reading.tally.left_out] == ["#3", "#4", "#5"]
    assert reading.tally.is_complete()


def test_method_accuracy_quality_and_time_are_kept(tmp_path):
    (vertex,) = read(
        write(
            tmp_path / "a.csv",
            "Punto;Este;Norte;Cota;Precisión (m);Método;Solución;Fecha;Hora\n"
            "V-1;640123,456;8812345,678;201,25;0,012;RTK;FIX;03/11/2026;14:30:00\n",
        )
    ).features

    assert (vertex.label, vertex.method, str(vertex.vertices["quality"][0])) == ("V-1", "RTK", "FIX")
    assert vertex.vertices["sigma_m"][0] == 0.012
    assert vertex.vertices["z"][0] == 201.25
    assert str(vertex.vertices["time"][0]) == "2026-11-03T19:30:00.000"  # noted in Peru's time, five hours behind UTC


@pytest.mark.realdata
def test_the_favourites_of_locus_have_their_times_and_attachments(shared_data):
    reading = read(shared_data / "geo" / "field-gc" / "locus_Favorites.csv")

    places = list(reading.features)
    assert [place.kind for place in places] == ["place", "place"]
    assert points(reading) == [(-73.974922, 40.768731), (-73.297812, 40.948215)]
    assert str(places[0].vertices["time"][0]) == "2025-01-09T20:11:40.532"  # 15:11:40.532-0500
    assert len(places[1].photos) == 2


@pytest.mark.realdata
def test_the_table_of_rio_seco_keeps_its_printed_coordinates(shared_data):
    path = shared_data / "geo" / "golden" / "cuadro_datos_tecnicos_rio_seco.csv"
    with path.open(encoding="utf-8") as file:
        expected = [
            (float(r["este"].replace(",", ".")), float(r["norte"].replace(",", "."))) for r in csv.DictReader(file)
        ]

    reading = read(path, epsg=24878)

    assert points(reading) == expected
    assert reading.epsg == 24878


def test_a_large_table_does_not_stand_in_memory(tmp_path):
    count = 40_000
    path = tmp_path / "big.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("v,este,norte\n")
        file.writelines(f"V{i},{640000 + i * 0.01:.2f},8812345.5\n" for i in range(count))
    tracemalloc.start()

    reading = read(path)
    seen = sum(1 for _ in reading.features)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seen == len(reading.features) == count
    # two doubles, a line number and a flag per row, some of them twice while they are gathered: 60 bytes; objects would take 1000
    assert peak < 100 * count


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234,567.8", 1234567.8),
        ("1.234.567,8", 1234567.8),
        ("8'695'972.5", 8695972.5),
        ("-0,5", -0.5),
        ("1e3", 1000.0),
    ],
)
def test_numbers_in_several_dresses(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "V-1", "1.2.3,4,5", "12:30"])
def test_what_is_no_number(text):
    assert np.isnan(number(text))


def test_minutes_of_sixty_are_no_angle():
    assert np.isnan(degrees("8°60'00\" S"))


def test_an_impossible_second_is_no_time():
    assert np.isnat(utc_time("2024-01-01T04:20:69Z"))  # stands so in a real export
