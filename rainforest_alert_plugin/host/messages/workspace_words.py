"""Words for the names that the workspace knows itself by: its tables, and the audiences of a release."""

from __future__ import annotations

from typing import Any, Mapping

from ...i18n import translate
from ...workspace.consents import EVERYTHING
from ...workspace.schema import table
from .workspace_labels import labels

_LABELLED = ("table", "matter")


def audiences() -> dict[str, str]:
    """Audiences of a release, in words."""
    return {
        "public": translate("RainforestAlert", "the public"),
        "federation": translate("RainforestAlert", "the federation"),
        "office": translate("RainforestAlert", "the office of the State"),
        "community": translate("RainforestAlert", "the community itself"),
        "replica": translate("RainforestAlert", "another laptop of the circle of trust"),
    }


def levels() -> dict[str, str]:
    """Why rows stay behind: their sensitivity, a consent that is lacking, or what they hang on."""
    return {
        "public": translate("RainforestAlert", "public"),
        "federation": translate("RainforestAlert", "for the federation"),
        "community": translate("RainforestAlert", "for the community"),
        "secret": translate("RainforestAlert", "secret"),
        "consent": translate("RainforestAlert", "no consent"),
        "belongs": translate("RainforestAlert", "belongs to what stays"),
        "in_part": translate("RainforestAlert", "cannot go in part"),
        "file": translate("RainforestAlert", "file that cannot be cleaned"),
    }


def geometry_words() -> dict[str, str]:
    """What becomes of a geometry that leaves in reduced form."""
    return {
        "drop": translate("RainforestAlert", "without geometry"),
        "grid": translate("RainforestAlert", "as a cell of a grid"),
        "generalise": translate("RainforestAlert", "with a generalised outline"),
    }


def _facts_words() -> dict[str, str]:
    """What leaves with a title package and stands in no table as it leaves."""
    return {
        "title_attribute": translate("RainforestAlert", "Facts stated in the title package"),
        "title_neighbour": translate("RainforestAlert", "Neighbours of the sides"),
        "title_known_neighbour": translate("RainforestAlert", "What is known of the neighbours"),
        "title_exclusion": translate("RainforestAlert", "Names of excluded areas"),
        "title_overlap": translate("RainforestAlert", "Units that overlap"),
        "title_observation": translate("RainforestAlert", "Observations of the rules"),
        "title_mark": translate("RainforestAlert", "Boundary marks and their photos"),
        "conflict": translate("RainforestAlert", "Conflicts between laptops"),
    }


def table_words(name: str) -> str:
    """A table by its name or its English label, in words; what is unknown stays as it was written."""
    if name in _facts_words():
        return _facts_words()[name]
    try:
        label = table(name).label
    except KeyError:
        label = name
    return labels().get(label, label)


def matter_words(matter: str) -> str:
    """What a consent is about, in words."""
    return translate("RainforestAlert", "Everything") if matter == EVERYTHING else table_words(matter)


def known_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """Facts of a message that name a table, an audience or a level, in words; what is unknown stays as it was written."""
    found = {}
    for name in _LABELLED:
        if isinstance(facts.get(name), str):
            found[name] = table_words(facts[name])
    for name in ("audience", "origin"):
        if isinstance(facts.get(name), str):
            found[name] = audiences().get(facts[name], facts[name])
    if isinstance(facts.get("level"), str):
        found["level"] = levels().get(facts["level"], facts["level"])
    return found
