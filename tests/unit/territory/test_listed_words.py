"""Seasons and roles: laptops with different words keep the same thing, and what has no word stays as people said it."""

from __future__ import annotations

import json

import pytest

from rainforest_alert_plugin.territory.listed_words import ATTENDANCE_ROLES, LISTED, SEASONS
from rainforest_alert_plugin.territory.words import languages, load_words


@pytest.fixture
def awajun(tmp_path):
    path = tmp_path / "awajun.json"
    path.write_text(json.dumps({"choice.season.high_water": "Nujanku\u0301", "role.elders": "Muun"}), encoding="utf-8")
    return load_words("es", path)


@pytest.mark.parametrize(
    "said", ["Nujank\u00fa", "  nujanku\u0301 ", "creciente", "Creciente", "high water", "high_water"]
)
def test_all_words_for_high_water_are_kept_as_one_season(awajun, said):
    assert SEASONS.id_of(awajun, said) == "high_water"
    assert SEASONS.word_of(awajun, said) == "Nujank\u00fa"
    assert SEASONS.word_of(load_words("es"), SEASONS.id_of(awajun, said)) == "creciente"


@pytest.mark.parametrize("said", ["cuando madura el aguaje", "Seca y creciente", "<b>&", ""])
def test_what_no_language_has_a_word_for_stays_as_it_was_said(awajun, said):
    assert SEASONS.id_of(awajun, said) == said
    assert SEASONS.word_of(awajun, said) == said


@pytest.mark.parametrize("said", ["Muun", "sabias y sabios", "Elders", "elders"])
def test_all_words_for_those_who_came_are_kept_as_one_role(awajun, said):
    assert ATTENDANCE_ROLES.id_of(awajun, said) == "elders"
    assert ATTENDANCE_ROLES.word_of(load_words("es"), ATTENDANCE_ROLES.id_of(awajun, said)) == "sabias y sabios"
    assert ATTENDANCE_ROLES.id_of(awajun, "apu de la cuenca") == "apu de la cuenca"


@pytest.mark.parametrize("listed", LISTED.values(), ids=lambda listed: listed.column)
def test_everything_listed_has_a_word_of_its_own_in_every_language(listed):
    for language in languages():
        words = load_words(language)
        said = [listed.word_of(words, id) for id in listed.ids]
        assert len(set(said)) == len(listed.ids)
        assert all(words.find(listed.prefix + id) for id in listed.ids)
        assert [listed.id_of(words, word) for word in said] == list(listed.ids)
