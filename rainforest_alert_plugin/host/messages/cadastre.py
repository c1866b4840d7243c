"""Sentences of the room `cadastre`."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "profile.unknown": translate("RainforestAlert", "There is no profile “{profile}”. Choose one of: {known}."),
        "profile.unreadable": translate(
            "RainforestAlert",
            "The profile “{path}” cannot be read: {reason}. Correct the file, or install the plugin again.",
        ),
        "profile.missing": translate(
            "RainforestAlert", "The profile “{path}” lacks “{place}”. Add it, or install the plugin again."
        ),
        "profile.wrong_type": translate(
            "RainforestAlert",
            "In the profile “{path}”, “{place}” is {found} where {expected} is expected. Correct it and run again.",
        ),
        "profile.not_allowed": translate(
            "RainforestAlert",
            "In the profile “{path}”, “{place}” is “{found}”; it can be: {allowed}. Correct it and run again.",
        ),
        "profile.inconsistent": translate(
            "RainforestAlert",
            "In the profile “{path}”, “{place}” is smaller than the {least} digits that are printed. Correct it and run again.",
        ),
    }
