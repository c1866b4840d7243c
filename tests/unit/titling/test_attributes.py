"""Attributes as a person enters them."""

from __future__ import annotations

import pytest

from rainforest_alert_plugin.cadastre.profile import load_profile
from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.titling.attributes import one_line, read_attributes

PERU = load_profile("peru_native_community")


def test_blanks_around_are_taken_off_and_empty_ones_left_out():
    given = read_attributes('{"community": "  Nueva Vida ", "basin": " ", "ubigeo": "060301", "code": null}', PERU)
    assert given == {"community": "Nueva Vida", "ubigeo": "060301"}


def test_nothing_given_is_nothing_stated():
    assert read_attributes("", PERU) == {}
    assert read_attributes(None, PERU) == {}


@pytest.mark.parametrize("text", ["{", "3", '"x"', "no/such/file.json"])
def test_text_that_is_no_object_is_refused(text):
    with pytest.raises(InputError) as refused:
        read_attributes(text, PERU)
    assert refused.value.message.id == "attributes.unreadable"


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "datos.json"
    path.write_bytes('{"community": "Ñ"}'.encode("latin-1"))
    with pytest.raises(InputError) as refused:
        read_attributes(str(path), PERU)
    assert refused.value.message.id == "attributes.unreadable"


def test_names_of_other_layers_come_in_one_line():
    assert one_line(" Fundo\r\nEl\tÑato \x00 2 ") == "Fundo El Ñato 2"
