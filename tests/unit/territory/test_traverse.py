"""Traverses against a published worked example and a real technical table."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.bearings import azimuth_of
from rainforest_alert_plugin.territory.traverse import (
    adjust_by_compass_rule,
    azimuths_from_angles,
    compute_traverse,
)
from rainforest_alert_plugin.territory.written_values import degrees, number

# Ghilani and Wolf, Elementary Surveying, chapter 10: adjusted azimuths, measured lengths (ft) and the table of the compass rule.
AZIMUTHS = ["126°55'17\"", "178°18'58\"", "15°31'54\"", "284°35'20\"", "206°09'41\""]
LENGTHS = [647.25, 203.03, 720.35, 610.24, 285.13]
DEPARTURES = [517.451, 5.966, 192.889, -590.565, -125.715]
LATITUDES = [-388.815, -202.942, 694.045, 153.708, -255.919]
BALANCED_DEPARTURES = [517.444, 5.964, 192.881, -590.571, -125.718]
BALANCED_LATITUDES = [-388.835, -202.948, 694.022, 153.689, -255.928]


def published():
    return compute_traverse(np.array([azimuth_of(a) for a in AZIMUTHS]), np.array(LENGTHS), (10000.0, 10000.0))


def test_departures_and_latitudes_are_those_of_the_published_example():
    steps = np.diff(published().points, axis=0)

    assert steps[:, 0] == pytest.approx(DEPARTURES, abs=0.0015)
    assert steps[:, 1] == pytest.approx(LATITUDES, abs=0.0015)


def test_closure_and_precision_are_those_of_the_published_example():
    traverse = published()

    # the book adds values rounded to the thousandth: five of them may differ by 0.0025 from the sum of the unrounded
    assert (traverse.closure_east_m, traverse.closure_north_m) == pytest.approx((0.026, 0.077), abs=0.0025)
    assert traverse.closure_m == pytest.approx(0.081, abs=0.0025)
    assert traverse.perimeter_m == pytest.approx(2466.00, abs=0.005)
    assert traverse.precision == pytest.approx(30000, rel=0.04)
    assert not traverse.is_adjusted


def test_the_compass_rule_gives_the_published_balanced_values_and_closes():
    adjusted = adjust_by_compass_rule(published())
    steps = np.diff(adjusted.points, axis=0)

    assert steps[:, 0] == pytest.approx(BALANCED_DEPARTURES, abs=0.0015)
    assert steps[:, 1] == pytest.approx(BALANCED_LATITUDES, abs=0.0015)
    assert adjusted.points[-1].tolist() == adjusted.points[0].tolist()
    assert adjusted.closure_m == published().closure_m  # the error that was spread stays known


@pytest.mark.realdata
def test_the_table_of_rio_seco_closes_by_its_printed_angles_and_sides(shared_data):
    path = shared_data / "geo" / "golden" / "cuadro_datos_tecnicos_rio_seco.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    printed = np.array([[number(row["este"]), number(row["norte"])] for row in rows])
    first = np.degrees(np.arctan2(*(printed[1] - printed[0])))
    azimuths = azimuths_from_angles(first, np.array([degrees(row["angulo_interno"]) for row in rows]))

    traverse = compute_traverse(azimuths, np.array([number(row["longitud_m"]) for row in rows]), tuple(printed[0]))

    assert traverse.perimeter_m == pytest.approx(166.60)  # as printed
    # SOURCES.md: the file is consistent with itself; sides are printed to the centimetre, angles to the minute (15 mm at 50 m)
    assert traverse.closure_m < 0.03
    assert np.hypot(*(traverse.points[:-1] - printed).T).max() < 0.03


def test_angles_of_a_square_turn_right_when_it_is_walked_clockwise():
    assert azimuths_from_angles(0.0, np.array([90.0] * 4)).tolist() == [0.0, 90.0, 180.0, 270.0]
    assert azimuths_from_angles(0.0, np.array([90.0] * 4), clockwise=False).tolist() == [0.0, 270.0, 180.0, 90.0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("N 45°30'00\" E", 45.5),
        ("S 45°30' E", 134.5),
        ("S 45°30' O", 225.5),
        ("N 45°30' W", 314.5),
        ("n45-30-00o", 314.5),
        ("NORTE 10° ESTE", 10.0),
        ("SUR 10 grados OESTE", 190.0),
        ("Este", 90.0),
        ("123°45'36\"", 123.76),
        ("123,76", 123.76),
    ],
)
def test_bearings_as_old_titles_write_them(text, expected):
    assert azimuth_of(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["N 95° E", "N 45°70' E", "400", "-5", "hacia el río", ""])
def test_what_is_no_bearing_is_not_taken_for_one(text):
    assert np.isnan(azimuth_of(text))


def test_two_sides_make_no_boundary():
    with pytest.raises(InputError, match="traverse_short"):
        compute_traverse(np.array([0.0, 90.0]), np.array([1.0, 1.0]), (0.0, 0.0))


def test_a_side_without_length_is_named():
    with pytest.raises(InputError) as refused:
        compute_traverse(np.array([0.0, 90.0, 180.0]), np.array([1.0, np.nan, 1.0]), (0.0, 0.0))
    assert refused.value.message.facts["leg"] == 2
