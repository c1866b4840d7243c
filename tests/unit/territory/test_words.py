"""Words that a federation translates: what is missing falls back and is named, what is broken never reaches a form."""

from __future__ import annotations

import json
import string

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.words import languages, load_words, words_file


def own(tmp_path, texts, encoding="utf-8"):
    path = tmp_path / "awajun.json"
    path.write_text(texts if isinstance(texts, str) else json.dumps(texts), encoding=encoding)
    return path


def test_a_partly_translated_file_speaks_both_languages_and_names_what_is_missing(tmp_path):
    words = load_words("es", own(tmp_path, {"language": "Awajún", "mode.undo": "Ashimatai", "mode.lien": "x"}))
    assert words.say("mode.undo") == "Ashimatai"
    assert words.say("mode.redo") == load_words("es").say("mode.redo")
    assert "mode.redo" in words.missing
    assert "mode.undo" not in words.missing
    assert words.unknown == ("mode.lien",)
    assert [message.id for message in words.messages()] == ["words.missing", "words.unknown"]


@pytest.mark.parametrize(
    "text", ["Trazos", "{cuenta}", "{count", "{count} {0}", "{count.__class__}", "{count!r}", "{count:>9999}"]
)
def test_a_translation_without_its_facts_is_not_used(tmp_path, text):
    words = load_words("es", own(tmp_path, {"mode.strokes": text}))
    assert words.broken == ("mode.strokes",)
    assert words.say("mode.strokes", count=3) == "Trazos de este taller: 3"


def test_letters_typed_in_two_ways_are_kept_as_one(tmp_path):
    words = load_words("es", own(tmp_path, {"mode.undo": "n\u0303ako\u0301"}))
    assert words.say("mode.undo") == "ñakó"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_saved_by_notepad_is_read(tmp_path, encoding):
    path = own(tmp_path, '{"mode.undo": "Ñukanchik"}', encoding)
    assert load_words("es", path).say("mode.undo") == "Ñukanchik"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', "[" * 100_000, '{"a": "' + "x" * (1 << 20) + '"}'])
def test_a_file_that_is_no_words_is_refused_with_its_path(tmp_path, content):
    path = own(tmp_path, content)
    with pytest.raises(InputError) as refused:
        load_words("es", path)
    assert refused.value.message.id == "words.unreadable"
    assert refused.value.message.facts["path"] == str(path)


def test_a_file_that_is_gone_is_refused(tmp_path):
    with pytest.raises(InputError):
        load_words("es", tmp_path / "no.json")


def test_a_language_that_the_plugin_lacks_is_read_as_spanish():
    assert load_words("qu").language == "Español"


def test_all_languages_of_the_plugin_have_the_same_words_with_the_same_facts():
    files = [json.loads(words_file(language).read_text(encoding="utf-8")) for language in languages()]
    assert languages() == ("en", "es")

    def facts(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert set(files[0]) == set(files[1])
    for id in files[0]:
        assert facts(files[0][id]) == facts(files[1][id]), id
