"""A chart says what its numbers say, in any program that reads SVG."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from rainforest_alert_plugin.documents.chart import Chart, Stack, axis, svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart):
    return ElementTree.fromstring(svg(chart, lambda value, decimals: f"{value:.{decimals}f}"))


@pytest.mark.parametrize(
    ("largest", "top", "step"),
    [(0, 1, 1), (0.7, 0.8, 0.2), (3.2, 4, 1), (100, 100, 20), (101, 150, 50), (4999, 5000, 1000)],
)
def test_an_axis_ends_at_a_round_number_with_at_most_six_lines(largest, top, step):
    assert axis(largest) == (pytest.approx(top), pytest.approx(step))
    assert top / step <= 6


def test_bars_stand_on_each_other_and_are_as_high_as_their_values():
    chart = Chart(
        "Alertas", "ha", ["2024-01", "2024-02"], [Stack("baja", "#f2b632", [1, 0]), Stack("alta", "#e0651a", [2, 4])]
    )
    bars = [element for element in drawn(chart).iter(f"{SVG}rect") if element.find(f"{SVG}title") is not None]
    tops = [float(bar.get("y")) for bar in bars]
    heights = [float(bar.get("height")) for bar in bars]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.02)
    assert heights[2] == pytest.approx(4 * heights[0], abs=0.04)
    assert tops[1] + heights[1] == pytest.approx(tops[0], abs=0.02)
    assert bars[2].find(f"{SVG}title").text == "2024-02, alta: 4.00 ha"


def test_names_that_look_like_markup_stay_text():
    chart = Chart("A & B <C>", "ha", ["x"], [Stack("'low' & \"more\"", "#f2b632", [1])], [1], [True], "<line>", "R&D")
    texts = [element.text for element in drawn(chart).iter(f"{SVG}text")]
    assert {"A & B <C>", "'low' & \"more\" (ha)", "<line> (ha)", "R&D"} <= set(texts)


def test_two_thousand_weeks_get_labels_that_do_not_cover_each_other():
    labels = [f"week {number}" for number in range(2000)]
    found = list(drawn(Chart("t", "ha", labels, [Stack("a", "#000000", [1] * 2000)])).iter(f"{SVG}text"))
    places = [float(element.get("x")) for element in found if element.text in labels]
    assert len(places) > 5
    assert min(b - a for a, b in zip(places, places[1:])) > 90


def test_no_alerts_give_an_empty_chart_not_an_error():
    assert drawn(Chart("t", "ha", [], [Stack("a", "#000000", [])])).find(f"{SVG}text").text == "t"
