"""XML as phones write it, and XML that must not be read."""

from __future__ import annotations

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.markup import parse_markup, unescape


def test_a_stray_bracket_as_locus_writes_it_changes_nothing():
    text = "<kml>\n<Placemark><name>A > B & C</name>>\n<Point><coordinates>1,2</coordinates></Point></Placemark></kml>"

    document = parse_markup(text, "f.kml")

    assert document.broken_line == 0
    placemark = document.root.child("placemark")
    assert placemark.word("name") == "A > B & C"
    assert placemark.word("point", "coordinates") == "1,2"


def test_an_opening_bracket_that_somebody_typed_is_text():
    assert parse_markup("<a>width < 3 m</a>", "f").root.text == "width < 3 m"


def test_a_billion_laughs_is_refused_with_its_line():
    entities = "\n".join(f'<!ENTITY lol{i} "{f"&lol{i - 1};" * 10}">' for i in range(1, 10))
    text = f'<?xml version="1.0"?>\n<!DOCTYPE gpx [\n<!ENTITY lol0 "lol">\n{entities}\n]>\n<gpx>&lol9;</gpx>'

    with pytest.raises(InputError) as refused:
        parse_markup(text, "laughs.gpx")

    assert refused.value.message.id == "field.markup_entities"
    assert refused.value.message.facts["line"] == 2


def test_an_external_entity_is_refused():
    text = '<!DOCTYPE gpx SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx>&x;</gpx>'

    with pytest.raises(InputError, match="markup_entities"):
        parse_markup(text, "f.gpx")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<gpx>\n<wpt>\n<name>a</wpt></gpx>", 3),
        ("<gpx>\n<wpt lat='1'", 2),
        ("<gpx>\n<wpt>", 2),
        ("<gpx>\n<!-- never closed", 2),
        ("<gpx>\n<name><![CDATA[cut", 2),
    ],
)
def test_a_break_is_found_at_its_line(text, line):
    assert parse_markup(text, "f").broken_line == line


def test_a_thousand_levels_are_refused():
    with pytest.raises(InputError, match="markup_deep"):
        parse_markup("<a>" * 1000, "f")


def test_a_file_without_any_element_is_named():
    with pytest.raises(InputError, match="markup_none"):
        parse_markup("lat,lon\n1,2", "f")


def test_only_the_five_entities_and_numbers_are_replaced():
    assert unescape("&lt;&gt;&amp;&quot;&apos;&#241;&#xf1;&nbsp;&#0;&#xD800;") == "<>&\"'ññ&nbsp;&#0;&#xD800;"
