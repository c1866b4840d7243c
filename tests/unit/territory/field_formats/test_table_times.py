"""Times of tables, against Python's own datetime, and columns of receivers' exports."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file
from rainforest_alert_plugin.territory.written_values import utc_time

LIMA = timezone(timedelta(hours=-5))
EMLID = (
    "Name,Code,Easting,Northing,Elevation,Description,Longitude,Latitude,Ellipsoidal height,Origin,Easting RMS,Northing RMS,Elevation RMS,"
    "Lateral RMS,Antenna height,Antenna height units,Solution status,Averaging start,Averaging end,Samples,PDOP,CS name\n"
)


def read(path, text, **options):
    path.write_text(text, encoding="utf-8")
    return read_field_file(path, "csv", ReadingOptions(**{"epsg": 32718, **options}))


def table(headers, *rows):
    lines = [f"{n};48478{n}.25;8695972.10;{row}" for n, row in enumerate(rows)]
    return "\n".join([f"Vertice;Este;Norte;{headers}", *lines]) + "\n"


def times(reading):
    return [str(feature.vertices["time"][0])[:19] for feature in reading.features]


def said(reading):
    return {note.id[12:]: dict(note.facts) for note in reading.notes if note.id.startswith("field.times_")}


@pytest.mark.parametrize(
    ("headers", "row", "utc", "note"),
    [
        ("fecha y hora", "01/05/2026 08:00", "2026-05-01T13:00:00", "local"),
        ("fecha_hora", "2026/05/01 08:00", "2026-05-01T13:00:00", "local"),
        ("datetime", "2026-05-01T08:00:00", "2026-05-01T13:00:00", "local"),
        ("fecha;hora", "01/05/2026;08:00", "2026-05-01T13:00:00", "local"),
        ("fecha;hora", "01-05-2026;20:30", "2026-05-02T01:30:00", "local"),
        ("fecha;hora", "1/5/26;8:00:00 a. m.", "2026-05-01T13:00:00", "local"),
        ("fecha;hora", "01.05.2026;12:00 p.m.", "2026-05-01T17:00:00", "local"),
        ("fecha;hora", "1 de mayo de 2026;12:15 a. m.", "2026-05-01T05:15:00", "local"),
        ("fecha;hora", "01/05/2026 00:00:00;30/12/1899 08:00:00", "2026-05-01T13:00:00", "local"),
        ("fecha;time", "2026-05-01;08:00:00", "2026-05-01T13:00:00", "local"),
        ("fecha", "01/05/2026", "2026-05-01T05:00:00", "local"),
        ("fecha y hora UTC", "01/05/2026 08:00", "2026-05-01T08:00:00", "utc"),
        ("fecha;hora UTC", "01/05/2026;08:00", "2026-05-01T08:00:00", "utc"),
        ("GPS time", "2026-05-01 08:00:00", "2026-05-01T08:00:00", "utc"),
        ("UTC", "2026-05-01 08:00:00", "2026-05-01T08:00:00", "utc"),
        ("fecha;hora (UTC-3)", "01/05/2026;08:00", "2026-05-01T11:00:00", "stated"),
        ("time", "2026-05-01T08:00:00-03:00", "2026-05-01T11:00:00", None),
        ("time", "2026-05-01 08:00:00 -0500", "2026-05-01T13:00:00", None),
        ("time", "2026-05-01T08:00Z", "2026-05-01T08:00:00", None),
        ("UTC", "2026-05-01T08:00:00-05:00", "2026-05-01T13:00:00", None),
    ],
)
def test_a_time_is_perus_unless_it_or_its_header_says_otherwise(tmp_path, headers, row, utc, note):
    reading = read(tmp_path / "t.csv", table(headers, row))

    assert times(reading) == [utc]
    assert list(said(reading)) == ([note] if note else [])
    if note:
        assert said(reading)[note]["utc"] == f"{utc}.000Z"


def test_times_that_cannot_be_read_are_counted_with_their_first_line(tmp_path):
    rows = (
        "01/05/2026;08:00",
        ";",
        "05/13/2026;08:00",
        ";8:00",
        "31/02/2026;8:00",
        "1/5/2026;25:00",
        "1/5/2026;14:00 a. m.",
    )
    reading = read(tmp_path / "t.csv", table("Fecha;Hora", *rows))

    assert times(reading) == ["2026-05-01T13:00:00", *["NaT"] * 6]
    assert said(reading)["unread"] == {"column": "Fecha, Hora", "count": 5, "line": 4, "text": "05/13/2026 08:00"}


def test_written_times_are_those_that_python_wrote():
    random_ = random.Random(7)
    forms = (
        "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S",
        "%d/%m/%y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p", "%d-%b-%Y %H:%M:%S", "%d %B %Y %H:%M:%S",
    )  # fmt: skip
    for _ in range(600):
        moment = datetime(2000, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=random_.randrange(35 * 365 * 86400))
        expected = np.datetime64(moment.replace(tzinfo=None), "ms")
        local, form = moment.astimezone(LIMA), random_.choice(forms)
        assert utc_time(local.strftime(form), assume_local=True) == expected, (form, moment)
        assert utc_time(moment.strftime(form)) == expected, (form, moment)
        hours = random_.randrange(-12, 15)
        zoned = moment.astimezone(timezone(timedelta(hours=hours, minutes=random_.choice((0, 30)))))
        assert utc_time(zoned.isoformat()) == expected
        assert utc_time(zoned.strftime("%Y-%m-%d %H:%M:%S %z")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8:00",
        "20:00 01/05/2026",
        "2026-13-01",
        "1/5/2026-8:00",
        "05-01-2026T",
        "46143.33",
        "2026-05-01 8",
        "1/5-2026",
        "9999-12-31T23:59-05:00",
    ],
)
def test_what_is_no_time(text):
    assert np.isnat(utc_time(text))


def test_an_export_of_emlid_has_names_accuracy_quality_and_time(tmp_path):
    row = (
        "{},HITO,48{}780.251,8695972.103,210.5,,-75.1,-11.8,235.1,Global,0.011,0.012,0.02,{},1.8,m,{},"
        "2026-05-01 08:{}0:00.0 UTC-05:00,,51,1.5,x\n"
    )
    reading = read(
        tmp_path / "e.csv", EMLID + row.format("V-1", 4, 0.016, "FIX", 0) + row.format("V-2", 5, 0.516, "FLOAT", 1)
    )

    vertices = [feature.vertices[0] for feature in reading.features]
    assert [(f.kind, f.label, f.properties["Code"]) for f in reading.features] == [
        ("vertex", "V-1", "HITO"),
        ("vertex", "V-2", "HITO"),
    ]
    assert [float(v["sigma_m"]) for v in vertices] == [0.016, 0.516]
    assert [str(v["quality"]) for v in vertices] == ["FIX", "FLOAT"]
    assert times(reading) == ["2026-05-01T13:00:00", "2026-05-01T13:10:00"]


def test_an_export_of_emlid_in_degrees_has_its_places_though_its_metres_are_blank(tmp_path):
    row = "{},,,,210.5,,-75.1{},-11.8,235.1,Global,,,,0.01,1.8,m,FIX,2026-05-01 08:00:00.0 UTC-05:00,,51,1.5,WGS 84\n"
    reading = read(tmp_path / "e.csv", EMLID + row.format("V-1", 1) + row.format("V-2", 2), epsg=None)

    assert [(f.label, float(f.vertices["x"][0])) for f in reading.features] == [("V-1", -75.11), ("V-2", -75.12)]
    assert reading.epsg == 4326


@pytest.mark.parametrize(
    ("headers", "rows", "labels"),
    [
        ("ID,Name", ("1,V-1", "2,V-2"), ["V-1", "V-2"]),
        ("Codigo,Nombre", ("A1,Quebrada X", "A2,Purma"), ["A1", "A2"]),
        ("Codigo,Nombre", ("HITO,V-1", "HITO,V-1"), ["HITO", "HITO"]),
        ("Nro,Nombre", ("1,CN Nueva Luz", "2,CN Nueva Luz"), ["1", "2"]),
    ],
)
def test_names_are_those_of_vertices_where_codes_and_numbers_are_not(tmp_path, headers, rows, labels):
    text = f"{headers},Este,Norte\n" + "".join(f"{row},48478{n}.25,8695972.10\n" for n, row in enumerate(rows))
    assert [feature.label for feature in read(tmp_path / "v.csv", text).features] == labels


def test_a_list_of_points_without_headers_keeps_names_and_heights(tmp_path):
    reading = read(
        tmp_path / "p.txt", "V-1,8695972.103,484780.251,210.512,HITO\nV-2,8695973.103,484880.251,211.5,HITO\n"
    )

    assert [(f.label, float(f.vertices["z"][0])) for f in reading.features] == [("V-1", 210.512), ("V-2", 211.5)]
    assert {guess.reason.id for guess in reading.columns if guess.role in ("vertex", "height")} == {
        "field.column_place"
    }


@pytest.mark.parametrize(
    "header", ["Exactitud horizontal (m)", "Precisión H (m)", "Lateral RMS", "Horizontal accuracy (m)"]
)
def test_headers_of_an_accuracy(tmp_path, header):
    (vertex,) = read(tmp_path / "v.csv", f"Punto;Este;Norte;{header}\nV;484780.25;8695972.10;0.5\n").features
    assert vertex.median_sigma_m() == 0.5
