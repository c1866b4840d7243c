"""Words for the choices that algorithms and docks both offer, by the names that scripts use."""

from __future__ import annotations

from functools import cache

from ..alerts.sources.catalogue import services
from ..cadastre.profile import available_profiles, load_profile
from ..i18n import translate
from ..territory.traverse import CLOCKWISE, COUNTERCLOCKWISE

AUTO = "auto"


def automatic() -> dict[str, str]:
    """The choice not to choose."""
    return {AUTO: translate("RainforestAlert", "the plugin finds out")}


def confidences() -> dict[str, str]:
    """Confidences of alerts."""
    return {
        "low": translate("RainforestAlert", "low"),
        "high": translate("RainforestAlert", "high"),
        "highest": translate("RainforestAlert", "highest"),
    }


def alert_services() -> dict[str, str]:
    """Titles of the services of alerts, which are the same in every language."""
    return {name: service.title for name, service in services().items()}


def area_methods() -> dict[str, str]:
    """Ways to measure area."""
    return {
        "ellipsoidal": translate("RainforestAlert", "On the ellipsoid"),
        "utm": translate("RainforestAlert", "Plane UTM"),
    }


def periods() -> dict[str, str]:
    """Periods that statistics are grouped by."""
    return {
        "day": translate("RainforestAlert", "Day"),
        "week": translate("RainforestAlert", "Week"),
        "month": translate("RainforestAlert", "Month"),
        "year": translate("RainforestAlert", "Year"),
    }


def proposal_states() -> dict[str, str]:
    """How a proposal stands."""
    return {
        "open": translate("RainforestAlert", "open"),
        "accepted": translate("RainforestAlert", "accepted"),
        "rejected": translate("RainforestAlert", "rejected"),
        "withdrawn": translate("RainforestAlert", "withdrawn"),
    }


def field_kinds() -> dict[str, str]:
    """What points or lines of a field file may be taken as."""
    return {
        AUTO: translate("RainforestAlert", "as the file has it"),
        "boundary": translate("RainforestAlert", "Boundary"),
        "track": translate("RainforestAlert", "Track"),
        "place": translate("RainforestAlert", "Place"),
        "vertex": translate("RainforestAlert", "Vertex"),
    }


def doubles() -> dict[str, str]:
    """What becomes of communities that seem to be double."""
    return {
        "keep": translate("RainforestAlert", "bring in both, marked"),
        "leave_out": translate("RainforestAlert", "bring in the first one only"),
    }


def turns() -> dict[str, str]:
    """Ways round in which vertices follow each other."""
    return {
        **automatic(),
        CLOCKWISE: translate("RainforestAlert", "clockwise"),
        COUNTERCLOCKWISE: translate("RainforestAlert", "counter-clockwise"),
    }


def land_parts() -> dict[str, str]:
    """Parts of a territory by the class of its land."""
    return {
        "whole": translate("RainforestAlert", "the whole territory"),
        "property": translate("RainforestAlert", "what is titled"),
        "cession": translate("RainforestAlert", "what is ceded in use"),
    }


@cache
def profiles() -> dict[str, str]:
    """Titles of the plugin's profiles; each in the language of its country."""
    return {name: load_profile(name).title for name in available_profiles()}
