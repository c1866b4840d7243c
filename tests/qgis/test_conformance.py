"""The conformance set in small: one real boundary, every planted defect and near miss; and a table without an empty cell."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

from conformance.defects import DEFECTS  # noqa: E402
from conformance.judging import lines, tally  # noqa: E402

# Section 6 of the study of the domain lists them: 14 of geometry, 9 of numbers, 13 of attributes and documents.
CHECKS = (
    [f"G{number:02d}" for number in range(1, 15)]
    + [f"N{number:02d}" for number in range(1, 10)]
    + [f"A{number:02d}" for number in range(1, 14)]
)


def test_each_of_the_36_checks_has_a_firing_case_and_a_near_miss():
    assert len(CHECKS) == 36
    firing = {defect.rule for defect in DEFECTS if defect.fires}
    near = {defect.rule for defect in DEFECTS if not defect.fires}
    assert set(CHECKS) <= firing
    assert set(CHECKS) <= near


def test_the_table_in_the_guide_is_that_of_the_cases():
    from conformance_table import table_text

    written = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert written == table_text()
    rows = [line.split("|")[1:-1] for line in written.splitlines() if line.startswith("| ")][2:]
    assert len(rows) >= len(CHECKS)
    assert all(cell.strip() for row in rows for cell in row)


def test_the_generator_knows_nothing_of_what_it_judges():
    for name in ("bundles", "defects"):
        text = (ROOT / "tests" / "conformance" / f"{name}.py").read_text(encoding="utf-8")
        assert "rainforest_alert_plugin" not in text
        assert "qgis" not in text


@pytest.mark.realdata
def test_every_planted_defect_is_found_and_no_near_miss(shared_data, tmp_path):
    # A small community: its two dozen vertices keep a hundred and thirty runs short.
    counted = tally(shared_data, tmp_path, names=("campesina-2",))
    assert counted.cases >= 120
    assert not counted.failures, "\n".join(lines(counted))


@pytest.mark.realdata
def test_small_parcels_are_judged_by_the_digits_and_lines_that_they_have(shared_data, tmp_path):
    """A third of a hectare: a last digit is a large share of it, five metres reach from one neighbour's line to the next one's."""
    names = ("predio-53", "predio-58", "predio-37")
    counted = tally(shared_data, tmp_path, names, rules=frozenset({"N01", "A08", "G12"}))
    assert counted.cases == 3 * 10
    assert not counted.failures, "\n".join(lines(counted))
