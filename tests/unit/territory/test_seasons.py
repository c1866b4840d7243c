"""Seasons: laptops with different words keep the same thing, and what has no word stays as people said it."""

from __future__ import annotations

import json

import pytest

from rainforest_alert_plugin.territory.seasons import SEASONS, season_id, season_word
from rainforest_alert_plugin.territory.words import languages, load_words


@pytest.fixture
def awajun(tmp_path):
    path = tmp_path / "awajun.json"
    path.write_text(json.dumps({"choice.season.high_water": "Nujanku\u0301"}), encoding="utf-8")
    return load_words("es", path)


@pytest.mark.parametrize(
    "said", ["Nujank\u00fa", "  nujanku\u0301 ", "creciente", "Creciente", "high water", "high_water"]
)
def test_all_words_for_high_water_are_kept_as_one_season(awajun, said):
    assert season_id(awajun, said) == "high_water"
    assert season_word(awajun, said) == "Nujank\u00fa"
    assert season_word(load_words("es"), season_id(awajun, said)) == "creciente"


@pytest.mark.parametrize("said", ["cuando madura el aguaje", "Seca y creciente", "<b>&", ""])
def test_what_no_language_has_a_word_for_stays_as_it_was_said(awajun, said):
    assert season_id(awajun, said) == said
    assert season_word(awajun, said) == said


def test_every_season_has_a_word_of_its_own_in_every_language():
    for language in languages():
        words = load_words(language)
        said = [season_word(words, season) for season in SEASONS]
        assert len({*said, *SEASONS}) == 2 * len(SEASONS)
        assert [season_id(words, word) for word in said] == list(SEASONS)
