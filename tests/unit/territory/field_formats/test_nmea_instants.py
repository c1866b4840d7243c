"""NMEA of receivers that write RMC only, and of those that write one instant once per satellite system."""

from __future__ import annotations

import math
from functools import reduce

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file


def sentence(text):
    return f"${text}*{reduce(lambda value, letter: value ^ ord(letter), text, 0):02X}"


def read(tmp_path, *sentences):
    path = tmp_path / "log.nmea"
    path.write_text("\r\n".join(map(sentence, sentences)))
    return read_field_file(path, "auto", ReadingOptions())


def noted(reading):
    return {note.id: dict(note.facts) for note in reading.notes}


def test_sentences_of_rmc_alone_give_position_time_and_date(tmp_path):
    reading = read(
        tmp_path,
        "GPRMC,120000,A,0807.440,S,07407.200,W,0.1,10,010526,,",
        "GPRMC,120001,V,,,,,,,010526,,",
        "GPRMC,120002.25,A,0807.500,S,07407.260,W,0.1,10,010526,,",
        "GPRMC,120000,A,0807.560,S,07407.320,W,0.1,10,020526,,",
    )

    (track,) = reading.features
    # 7.44 minutes are 0.124 degrees, 7.2 are 0.12
    assert track.vertices["x"] == pytest.approx([-74.12, -74.121, -74.122])
    assert track.vertices["y"] == pytest.approx([-8.124, -8.125, -8.126])
    assert [str(time) for time in track.vertices["time"]] == [
        "2026-05-01T12:00:00.000",
        "2026-05-01T12:00:02.250",
        "2026-05-02T12:00:00.000",
    ]
    assert (track.method, track.vertices["quality"].tolist()) == ("nmea", ["", "", ""])
    assert all(math.isnan(sigma) for sigma in track.vertices["sigma_m"])
    assert (reading.tally.read, reading.tally.used) == (4, 3)
    assert [(name, reason.id) for name, reason in reading.tally.left_out] == [("#2", "field.no_fix")]
    assert "field.rmc_only" in noted(reading)
    assert "field.qualities" not in noted(reading)


def test_the_mode_of_rmc_is_its_quality(tmp_path):
    reading = read(
        tmp_path,
        "GNRMC,120000,A,0807.440,S,07407.200,W,0.1,10,010526,,,R",
        "GNRMC,120001,A,0807.500,S,07407.260,W,0.1,10,010526,,,E,V",
    )

    assert next(iter(reading.features)).vertices["quality"].tolist() == ["fix", "estimated"]


def test_positions_of_gga_are_not_mixed_with_those_of_rmc(tmp_path):
    reading = read(
        tmp_path,
        "GPRMC,120000,A,0807.440,S,07407.200,W,0.1,10,010526,,",
        "GPGGA,120000,0807.440,S,07407.200,W,1,08,0.9,200.0,M,20,M,,",
        "GPRMC,120000.5,A,0807.470,S,07407.230,W,0.1,10,010526,,",
        "GPGGA,120001,0807.500,S,07407.260,W,1,08,0.9,200.0,M,20,M,,",
    )

    assert (len(next(iter(reading.features)).vertices), reading.tally.read) == (2, 2)


@pytest.mark.parametrize("first", ["GP", "GN"])
def test_one_instant_of_two_talkers_is_one_vertex(tmp_path, first):
    second = "GN" if first == "GP" else "GP"
    minutes = {"GP": "07.2", "GN": "07.8"}
    sentences = []
    for clock in ("120000", "120001"):
        sentences += [f"{t}GGA,{clock},0807.440,S,074{minutes[t]},W,4,8,0.9,200,M,20,M,," for t in (first, second)]
        sentences += [f"{first}RMC,{clock},A,0807.440,S,07407.2,W,0,0,010526,,"]
        sentences += [f"GNGST,{clock},0,0,0,0,3.0,4.0,0", f"GPGST,{clock},0,0,0,0,6.0,8.0,0"]

    reading = read(tmp_path, *sentences)

    (track,) = reading.features
    assert track.vertices["x"] == pytest.approx([-74.13, -74.13])
    assert track.vertices["sigma_m"].tolist() == [5.0, 5.0]
    assert (reading.tally.read, reading.tally.used) == (2, 2)
    assert noted(reading)["field.epochs_again"] == {"count": 2}


def test_a_talker_with_no_fix_leaves_the_instant_to_the_other_and_one_talker_keeps_all_its_positions(tmp_path):
    reading = read(
        tmp_path,
        "GNGGA,120000,,,,,0,00,,,M,,M,,",
        "GLGGA,120000,0807.440,S,07407.200,W,1,08,0.9,200.0,M,20,M,,",
        "GLGGA,120000,0807.500,S,07407.260,W,1,08,0.9,200.0,M,20,M,,",
    )

    assert next(iter(reading.features)).vertices["x"] == pytest.approx([-74.12, -74.121])
    assert [reason.id for _, reason in reading.tally.left_out] == ["field.no_fix"]
    assert "field.epochs_again" not in noted(reading)


def test_rmc_without_any_position_holds_nothing(tmp_path):
    with pytest.raises(InputError) as refused:
        read(tmp_path, "GPRMC,120001,V,,,,,,,010526,,")

    assert refused.value.message.id == "field.empty"


def test_the_same_time_of_day_written_with_and_without_fractions_is_one_instant(tmp_path):
    reading = read(
        tmp_path,
        "GPGGA,120000,0807.440,S,07407.200,W,1,08,0.9,200.0,M,20,M,,",
        "GNGGA,120000.00,0807.440,S,07407.200,W,1,08,0.9,200.0,M,20,M,,",
        "GNRMC,120000.0,A,0807.440,S,07407.200,W,0.1,10,010526,,,A",
        "GNGST,120000,0,0,0,0,3.0,4.0,0",
    )

    (place,) = reading.features
    assert (len(place.vertices), place.vertices["sigma_m"][0]) == (1, 5.0)
    assert str(place.vertices["time"][0]) == "2026-05-01T12:00:00.000"
