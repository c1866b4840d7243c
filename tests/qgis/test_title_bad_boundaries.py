"""Boundaries with one finding each, taken to a package: it is refused with the place, or whole, and states what was found."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsProcessingException

from tests.qgis.title_packages import Log, export, layer_of, provider, verify

__all__ = ["provider"]
# a square of 1 000 m whose south side the cases spoil
NORTH = "501000 9000000,501000 9001000,500000 9001000,500000 9000000"


def square(*south):
    return f"POLYGON((500000 9000000,{''.join(point + ',' for point in south)}{NORTH}))"


@pytest.mark.parametrize(
    ("boundary", "rule", "severity"),
    [
        # a vertex 4 mm beside another
        (square("500500 8999900", "500500.004 8999900"), "G01", "blocker"),
        # a needle of 300 m that comes back 10 cm beside itself
        (square("500500 9000000", "500500 8999700", "500500.1 9000000"), "G02", "blocker"),
        # a side of 20 cm, by corners that are no straight line
        (square("500500 8999900", "500500.2 8999900.1"), "G06", ""),
        # a vertex 1 cm off the line of its neighbours
        (square("500500 9000000.01"), "G06", ""),
        # 160 km south of the southernmost point of the country
        ("POLYGON((500000 7780000,501000 7780000,501000 7781000,500000 7781000,500000 7780000))", "G09", "blocker"),
        # a part of a square metre beside, an enclave, two parts: each is stated
        (
            "MULTIPOLYGON(((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000),"
            "(500400 9000400,500500 9000400,500500 9000500,500400 9000500,500400 9000400)),"
            "((502000 9000000,502001 9000000,502001 9000001,502000 9000001,502000 9000000)))",
            "G03",
            "",
        ),
    ],
)
def test_what_the_rules_find_is_stated_or_stops_the_package(tmp_path, boundary, rule, severity):
    folder = tmp_path / "p"
    is_stopped = severity == "blocker"
    if is_stopped:
        with pytest.raises(QgsProcessingException, match=rf"\b{rule}\b"):
            export(folder, boundary=boundary)
        assert list(tmp_path.iterdir()) == []
    result = export(folder, boundary=boundary, ALLOW_BLOCKERS=True)
    assert result["STATE"] == ("draft" if is_stopped else "final")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert rule in {observation["rule"] for observation in manifest["observations"]}
    assert verify(folder)[0]["VERIFIED"]
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    ("boundary", "sentence"),
    [
        ("POLYGON((500000 9000000,501000 9001000,501000 9000000,500000 9001000,500000 9000000))", "itself"),
        ("POLYGON((500000 9000000,501000 9000000,500000 9000000,500000 9000000))", ""),
        ("POLYGON EMPTY", ""),
    ],
)
def test_what_is_no_boundary_is_refused_with_a_sentence_and_leaves_nothing(tmp_path, boundary, sentence):
    with pytest.raises(QgsProcessingException) as caught:
        export(tmp_path / "p", boundary=boundary, ALLOW_BLOCKERS=True)
    said = str(caught.value)
    assert sentence in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_check_that_is_cancelled_says_nothing_of_the_package(tmp_path):
    import processing

    export(tmp_path / "p")
    log = Log()
    log.cancel()
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        processing.run("rainforestalert:verifypackage", {"FOLDER": str(tmp_path / "p")}, feedback=log)
    assert verify(tmp_path / "p")[0]["VERIFIED"]


def test_a_layer_of_communities_without_names_still_gives_a_whole_package(tmp_path):
    export(tmp_path / "p", attributes="", BOUNDARY=layer_of((None, square("500500 8999900"))))
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    assert "community" in manifest["missing_attributes"]
    assert verify(tmp_path / "p")[0]["VERIFIED"]
