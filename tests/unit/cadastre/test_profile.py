"""The profile: every value with its source, and every fault named with its place."""

from __future__ import annotations

import json

import pytest

from rainforest_alert_plugin.cadastre.profile import (
    VERIFIED_STATES,
    available_profiles,
    load_profile,
    plain_words,
    read_profile,
)
from rainforest_alert_plugin.documents.phrases import load_phrases
from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.paths import resource

PERU = resource("profiles", "peru_native_community.json")


def changed(tmp_path, change):
    content = json.loads(PERU.read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / "perfil.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_the_peruvian_profile_is_carried_and_its_norm_was_not_read():
    assert "peru_native_community" in available_profiles()
    profile = load_profile("peru_native_community")
    assert profile.norm_id == "RM 0443-2019-MINAGRI"
    assert profile.norm_read is False  # its text and annexes could not be had, so reports must say so


def test_every_value_says_where_it_comes_from():
    profile = load_profile("peru_native_community")
    for place, origin in profile.provenance.items():
        assert origin.source, place
        assert origin.verified in VERIFIED_STATES, place
    assert "tolerances.neighbour_m" in profile.unverified()
    assert "decimals.area_ha" not in profile.unverified()


def test_zones_are_those_of_peru():
    # EPSG registry: WGS 84 / UTM zones 17S, 18S, 19S
    assert load_profile("peru_native_community").zones == {"17S": 32717, "18S": 32718, "19S": 32719}


def test_field_names_fit_a_dbf():
    for fields in load_profile("peru_native_community").layer_fields.values():
        names = [field.name for field in fields]
        assert all(len(name.encode()) <= 10 for name in names)
        assert len({name.lower() for name in names}) == len(names)


@pytest.mark.parametrize(
    ("layer", "role", "severity"),
    [
        ("Predios rurales", "registered_land", "blocker"),
        ("comunidades_nativas_2024", "registered_land", "blocker"),
        ("Concesiones forestales", "forest_concession", "blocker"),
        ("Concesiones mineras INGEMMET", "mining", "note"),
        ("Ríos principales", "riverbed", "exclude"),
        ("Vía Carretera Marginal", "road", "exclude"),
        ("Territorio de los mayores", "unknown", "blocker"),
        ("Zona de amortiguamiento ANP", "buffer_zone", "note"),
        ("ANP nacional", "protected_area", "review"),
        ("neighbours", "registered_land", "blocker"),
        ("viajes", "unknown", "blocker"),
    ],
)
def test_a_layer_is_known_by_its_name(layer, role, severity):
    rule = load_profile("peru_native_community").overlap_rule(layer)
    assert (rule.role, rule.severity) == (role, severity)


def test_words_lose_accents_and_case():
    assert plain_words("RÍOS_principales-2024 Ñahuín") == ["rios", "principales", "nahuin"]


@pytest.mark.parametrize(
    ("change", "what", "place"),
    [
        (lambda c: c.pop("decimals"), "profile.missing", "decimals"),
        (lambda c: c["decimals"].pop("area_ha"), "profile.missing", "decimals.area_ha"),
        (lambda c: c["decimals"]["area_ha"].pop("source"), "profile.missing", "decimals.area_ha.source"),
        (lambda c: c["decimals"]["area_ha"].update(value="4"), "profile.wrong_type", "decimals.area_ha"),
        (lambda c: c["decimals"]["area_ha"].update(value=-1), "profile.wrong_type", "decimals.area_ha"),
        (lambda c: c["decimals"]["area_ha"].update(verified="yes"), "profile.not_allowed", "decimals.area_ha.verified"),
        (lambda c: c["vertex"]["label_pattern"].update(value="V"), "profile.missing", "vertex.label_pattern: {n}"),
        (lambda c: c["vertex"]["label_pattern"].update(value="V-{n}{x}"), "profile.wrong_type", "vertex.label_pattern"),
        (
            lambda c: c["vertex"]["side_pattern"].update(value="{start} {end} {"),
            "profile.wrong_type",
            "vertex.side_pattern",
        ),
        (
            lambda c: c["crs"]["refused"]["value"][0].update(reason="old"),
            "profile.not_allowed",
            "crs.refused[0].reason",
        ),
        (lambda c: c["area_method"].update(value="guess"), "profile.not_allowed", "area_method"),
        (lambda c: c["table_columns"].update(value=["vertice"]), "profile.not_allowed", "table_columns[0]"),
        (lambda c: c["overlap_rules"][0].update(severity="bad"), "profile.not_allowed", "overlap_rules[0].severity"),
        (lambda c: c["attributes"][0].update(pattern="["), "profile.wrong_type", "attributes[0].pattern"),
        (
            lambda c: c["layer_fields"]["perimeter"][0].update(name="elevennames"),
            "profile.wrong_type",
            "layer_fields.perimeter[0].name",
        ),
        (
            lambda c: c["layer_fields"]["perimeter"][0].update({"from": "attribute:nobody"}),
            "profile.not_allowed",
            "layer_fields.perimeter[0].from",
        ),
        (
            lambda c: c["layer_fields"]["vertices"][3].update(decimals=2),
            "profile.inconsistent",
            "layer_fields.vertices[3].decimals",
        ),
        (lambda c: c.update(schema=2), "profile.not_allowed", "schema"),
    ],
)
def test_a_broken_profile_names_the_place(tmp_path, change, what, place):
    with pytest.raises(InputError) as refused:
        read_profile(changed(tmp_path, change))
    assert refused.value.message.id == what
    assert refused.value.message.facts["place"] == place


def test_a_profile_that_is_no_json_or_not_there_is_refused(tmp_path):
    path = tmp_path / "perfil.json"
    path.write_text("{", encoding="utf-8")
    for bad in (path, tmp_path / "nada.json"):
        with pytest.raises(InputError) as refused:
            read_profile(bad)
        assert refused.value.message.id == "profile.unreadable"
    with pytest.raises(InputError) as refused:
        load_profile("peru_campesina")
    assert refused.value.message.id == "profile.unknown"


@pytest.mark.parametrize("name", available_profiles())
def test_the_origin_of_every_kind_of_overlap_can_be_said_in_spanish(name):
    content = json.loads(resource("profiles", f"{name}.json").read_text(encoding="utf-8"))
    phrases = load_phrases("es").texts
    for entry in [*content["overlap_rules"], content["unknown_layer"]]:
        assert phrases.get(f"validation.source.{entry['source']}"), entry["source"]
