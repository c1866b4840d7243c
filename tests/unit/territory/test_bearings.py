"""Bearings and azimuths in the spellings of titles and of those who type them: what they are was laid out before they were written."""

from __future__ import annotations

import math
import random

import pytest

from rainforest_alert_plugin.territory.bearings import azimuth_of
from rainforest_alert_plugin.territory.memoria import read_memoria
from rainforest_alert_plugin.territory.written_values import degrees, number

# Between degrees, minutes and seconds, and behind the last.
SIGNS = (
    ("°", "'", '"'), ("º ", "’ ", "”"), ("o", "´", "´´"), ("° ", "′ ", "″ "), ("°", "'", "''"), ("-", "-", ""), (" ", " ", ""),
    (":", ":", ""), ("˚", "'", "’’"), (" grados ", " minutos ", " segundos "), ("°", " ", ""),
)  # fmt: skip
NORTH_SOUTH = {True: ("N", "n.", "Norte", "N.", "N "), False: ("S", "s.", "SUR", "S ", "Sur ")}
EAST_WEST = {True: ("E", " E", "Este", " ESTE.", " E."), False: ("O", " W", " Oeste", "W", " OESTE")}
# Around the circle: N, then E, as 90 degrees less or more the angle.
QUADRANTS = {(True, True): (0, 1), (False, True): (180, -1), (False, False): (180, 1), (True, False): (360, -1)}


def spelled(random_, count):
    """Angles of a quadrant in whole seconds, as text and in degrees."""
    for _ in range(count):
        seconds = random_.randrange(0, 90 * 3600)
        d, m, s = seconds // 3600, seconds // 60 % 60, seconds % 60
        first, second, third = random_.choice(SIGNS)
        width = random_.choice((1, 2))
        kind = random_.randrange(4)
        if kind == 0:
            yield f"{d}{first.replace('-', '°').replace(':', '°') if first != ' ' else '°'}", float(d)
        elif kind == 1:
            yield f"{d}{first}{m:0{width}d}{second if second not in ('-', ':', ' ') else ''}", d + m / 60
        elif kind == 2:
            text = f"{seconds / 3600:.6f}"
            yield text.replace(".", random_.choice(".,")) + random_.choice(("", "°")), float(text)
        else:
            yield f"{d}{first}{m:0{width}d}{second}{s:0{width}d}{third}", d + m / 60 + s / 3600


def test_bearings_in_many_spellings_are_those_that_were_written():
    random_ = random.Random(4)
    for text, angle in spelled(random_, 1500):
        is_north, is_east = random_.random() < 0.5, random_.random() < 0.5
        start, sign = QUADRANTS[is_north, is_east]
        ns, ew = random_.choice(NORTH_SOUTH[is_north]), random_.choice(EAST_WEST[is_east])
        written = f"{ns}{text}{ew}"
        assert azimuth_of(written) % 360 == pytest.approx((start + sign * angle) % 360, abs=1e-9), written
        assert azimuth_of(text) == pytest.approx(angle, abs=1e-9), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("E 30° N", 60.0),  # from east towards north
        ("E 30° S", 120.0),
        ("O 30° N", 300.0),
        ("W 30° S", 240.0),
        ("NE 45°30'", 45.5),
        ("N.O. 45°", 315.0),
        ("45°30' SE", 134.5),
        ("SO 10-30-00", 190.5),
        ("N-45-30-15-E", 45 + 30 / 60 + 15 / 3600),
        ("50g", 45.0),  # 400 to the circle
        ("350 gon", 315.0),
        ("50 grados centesimales", 45.0),
        ("N 50g O", 315.0),
        ("45 grados y 30 minutos", 45.5),
        ("45°, 30'", 45.5),
        ("N 45° 30' 15,5\" E", 45 + 30 / 60 + 15.5 / 3600),
        ("Azimut: 123°45'", 123.75),
        ("3 15", 3.25),
        ("n45o", 315.0),
        ("N45oO", 315.0),
        ("360°", 360.0),
    ],
)
def test_what_a_bearing_says_is_read(text, expected):
    assert azimuth_of(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        'N 45° 30" E', "N 45° 30' 15' E", "45°30\"15'", "N 453015 E", "N 0530 E", "N 8959 E", "N 45.5°30' E", "N 45°30.5'15\" E",
        "N 45.30' E",
        "N 45", "45° S", "E 45", "N 45 E 30", "N 45o", "N 45°30'15\" NE", "NE 45° NE", "NE", "Noreste", "N 45°60' E", "N 45°30'60\" E",
        "E 95° N", "361", "401g", "50g 30", "-5", "1e2", "N 45 ° 1000 E", "rumbo", "45 m", "N 4 5 6 7 E", "'", "N E", "0x10",
    ],
)  # fmt: skip
def test_what_leaves_a_bearing_open_is_refused(text):
    assert math.isnan(azimuth_of(text))


def test_no_digit_of_garbage_becomes_a_part_of_another_number():
    random_ = random.Random(5)
    for _ in range(4000):
        text = "".join(random_.choice("0123456789°'\"NSEO .,-") for _ in range(random_.randrange(1, 12)))
        digits = "".join(c if c.isdigit() else " " for c in text).split()
        if not math.isnan(azimuth_of(text)) and digits:
            # three numbers with decimals at most, and none of minutes or seconds longer than two digits before them
            assert len(digits) <= 4, text
            assert len(digits[0]) <= 3, text
            assert len(digits) < 2 or "." in text or "," in text or len(digits[1]) <= 2, text


@pytest.mark.parametrize(
    ("said", "azimuth", "distance"),
    [
        ("con rumbo NE 45°00' y distancia de 1000,00 m", 45.0, 1000.0),
        ("con rumbo 45°30' NO y 100 m", 314.5, 100.0),
        ("con rumbo E 30° N y 100 m", 60.0, 100.0),
        ("con azimut de 50g y 100 m", 45.0, 100.0),
        ("con azimut 90 50.00 m", 90.0, 50.0),
        ("con azimut 90°, 50.00 m", 90.0, 50.0),
        ("con azimut 90° y 30 metros", 90.0, 30.0),
        ("con rumbo NE 45° 50.00 m", 45.0, 50.0),
        ('con azimut 45° 30" y 100 m', math.nan, 100.0),
        ("con azimut 45°15'' y 100 m", math.nan, 100.0),
        ('con rumbo N 45° 30" E y 100 m', math.nan, 100.0),
        ('con rumbo NE 45° 30" y 100 m', math.nan, 100.0),
    ],
)
def test_prose_takes_a_whole_angle_or_marks_it(said, azimuth, distance):
    memoria = read_memoria(f"Del vértice V-1 {said} al vértice V-2.")

    (leg,) = memoria.legs
    assert (leg.azimuth_deg, leg.distance_m) == pytest.approx((azimuth, distance), nan_ok=True)
    assert bool(memoria.not_understood) == math.isnan(azimuth)


@pytest.mark.parametrize(
    ("text", "plain", "angle"),
    [
        ("8 695 972,10", 8695972.1, 8695972.1),
        ("8'695'972.5", 8695972.5, 8695972.5),
        ("'484780.25", 484780.25, 484780.25),
        ("- 74.5", -74.5, -74.5),
        ("8 15 00", math.nan, 8.25),
        ("8 7.5", math.nan, 8.125),
        ("8.5°30'", math.nan, math.nan),
        ("E 30° N", math.nan, math.nan),
    ],
)
def test_a_space_parts_thousands_or_minutes_and_never_vanishes(text, plain, angle):
    assert (number(text), degrees(text)) == pytest.approx((plain, angle), nan_ok=True)
