"""Several sources, one clearing: the rule against a search that tries every pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rainforest_alert_plugin.alerts.touching import Squares, label_squares

SIDES = {0: 10.0, 1: 30.0, 2: 375.0}


def squares(rows) -> Squares:
    """Squares of (x, y, source, day), with the side of their source in metres."""
    x, y, source, day = (np.array(column) for column in zip(*rows))
    half = np.array([SIDES[one] / 2 for one in source.tolist()])
    return Squares(x.astype(float), y.astype(float), half, half, day.astype(np.int64), source.astype(np.int64))


def groups(rows, window):
    """Events as sets of their alerts, as the room finds them."""
    label, count = label_squares(squares(rows), window)
    assert sorted(set(label.tolist())) == list(range(count))
    return {frozenset(row for row, of in zip(rows, label.tolist()) if of == event) for event in range(count)}


def every_pair(rows, window):
    """The same, by walking from alert to alert and trying all others at each step."""

    def same(one, other):
        a, b = SIDES[one[2]], SIDES[other[2]]
        reach = (a + b) / 2 + max(a, b) / 10
        days = window + (one[2] != other[2])
        near = abs(one[0] - other[0]) <= reach and abs(one[1] - other[1]) <= reach
        return near and abs(one[3] - other[3]) <= days

    left, found = set(rows), set()
    while left:
        event, edge = set(), [left.pop()]
        while edge:
            here = edge.pop()
            event.add(here)
            joined = {other for other in left if same(here, other)}
            left -= joined
            edge += joined
        found.add(frozenset(event))
    return found


alerts = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from([0, 0, 0, 1, 1, 2]), st.integers(0, 200)),
    min_size=1,
    max_size=60,
    unique=True,
).map(lambda rows: [(x * 11.0, y * 11.0, source, day) for x, y, source, day in rows])


@settings(max_examples=50, deadline=None)
@given(alerts, st.sampled_from([0, 10, 90]), st.randoms(use_true_random=False))
def test_events_are_what_trying_every_pair_finds_in_any_order_of_sources_and_alerts(rows, window, shuffler):
    expected = every_pair(rows, window)
    assert groups(rows, window) == expected
    shuffled = list(rows)
    shuffler.shuffle(shuffled)
    assert groups(shuffled, window) == expected
    assert groups(sorted(rows, key=lambda row: -row[2]), window) == expected


@pytest.mark.parametrize(
    ("gap_m", "later", "joined"),
    [(0.0, 90, True), (3.0, 90, True), (3.1, 90, False), (0.0, 91, True), (0.0, 92, False), (-20.0, 0, True)],
)
def test_a_10_m_and_a_30_m_pixel_are_one_clearing_up_to_3_m_apart_and_one_day_over_the_window(gap_m, later, joined):
    # Sides 10 and 30: centres of touching squares are 5 + 15 = 20 m apart; a tenth of 30 m more is forgiven.
    rows = [(0.0, 0.0, 0, 0), (20.0 + gap_m, 0.0, 1, later)]
    assert len(groups(rows, 90)) == (1 if joined else 2)


def test_two_alerts_of_one_source_have_no_day_over_the_window():
    assert len(groups([(0.0, 0.0, 0, 0), (10.0, 10.0, 0, 91)], 90)) == 2
    assert len(groups([(0.0, 0.0, 0, 0), (10.0, 10.0, 0, 90)], 90)) == 1


def test_many_thousand_pixels_of_two_grids_are_numbered_in_the_order_of_their_first():
    rng = np.random.default_rng(7)
    fine = [(float(x) * 10, float(y) * 10, 0, 0) for x, y in np.unique(rng.integers(0, 300, (9000, 2)), axis=0)]
    coarse = [
        (float(x) * 30 + 4, float(y) * 30 + 4, 1, 0) for x, y in np.unique(rng.integers(0, 100, (900, 2)), axis=0)
    ]
    label, count = label_squares(squares(fine + coarse), 90)
    _, first = np.unique(label, return_index=True)
    assert count == len(first)
    assert (np.diff(first) > 0).all()
