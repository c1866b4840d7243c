"""Sentences of the room `monitoring`."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "monitoring.mission_name_missing": translate(
            "RainforestAlert", "Give the mission a name, for instance that of the river or the place where it goes."
        ),
        "monitoring.mission_name_taken": translate(
            "RainforestAlert",
            "There is a mission called “{name}” that is not over. Choose it in the list, or give this one another name.",
        ),
        "monitoring.mission_not_planned": translate(
            "RainforestAlert",
            "The mission “{name}” has set out, or is over, and takes no more events. Choose another, or plan a new one.",
        ),
        "monitoring.nothing_to_visit": translate(
            "RainforestAlert",
            "None of these events can be sent: {elsewhere} are in another mission that is not over, {left_out} were dismissed or are "
            "part of another event. Nothing was written.",
        ),
    }
