"""Sentences about workshops, places, the words of forms, and sheets."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {**_words_and_places(), **_workshops(), **_sheets()}


def _words_and_places() -> dict[str, str]:
    return {
        "words.unreadable": translate(
            "RainforestAlert",
            "The file of words “{path}” cannot be used ({reason}); the words of the plugin are shown. Copy the plugin's file again and "
            "translate what stands to the right of each colon.",
        ),
        "words.missing": translate(
            "RainforestAlert",
            "{language}: {count} words are not translated yet and are shown as the plugin has them: {ids}",
        ),
        "words.unknown": translate(
            "RainforestAlert", "{language}: {count} words are used nowhere; are they misspelled? {ids}"
        ),
        "words.broken": translate(
            "RainforestAlert",
            "{language}: {count} words lack what stands in braces, for instance {{count}}, and are shown as the plugin has them: {ids}",
        ),
        "place.unknown_kind": translate("RainforestAlert", "“{kind}” is no kind of place. There are: {kinds}."),
        "place.unknown_use": translate("RainforestAlert", "“{use}” is no use of a place. There are: {uses}."),
        "place.too_long": translate(
            "RainforestAlert",
            "“{text}…” has {length} letters; at most {longest} fit here. Write the rest in the notes.",
        ),
        "place.missing": translate("RainforestAlert", "The place {place} is not in the workspace."),
        "place.bad_geometry": translate(
            "RainforestAlert", "This drawing cannot be kept ({reason}). Draw it again on the map."
        ),
        "place.unknown_file": translate(
            "RainforestAlert", "“{path}” is neither a photo nor a sound that can be kept. Kinds of files: {known}."
        ),
        "place.no_files_in_database": translate(
            "RainforestAlert",
            "A shared workspace keeps no files: “{path}” was not taken. Attach it in a workspace on this laptop.",
        ),
        "workspace.layer_unreadable": translate(
            "RainforestAlert",
            "The table “{table}” of “{path}” cannot be opened as a layer. Close other programs that use the workspace and try again.",
        ),
    }


def _workshops() -> dict[str, str]:
    return {
        "workshop.missing": translate("RainforestAlert", "The workshop {workshop} is not in the workspace."),
        "workshop.is_closed": translate(
            "RainforestAlert",
            "The workshop in {place} of {date} is closed; nothing more is drawn in it. Open a new workshop.",
        ),
        "workshop.in_future": translate(
            "RainforestAlert", "The date {date} lies in the future. Write the day on which the workshop is held."
        ),
        "workshop.no_place": translate("RainforestAlert", "Say where the workshop is held."),
        "workshop.no_purpose": translate("RainforestAlert", "Say what the workshop is for."),
        "workshop.no_community": translate(
            "RainforestAlert",
            "Choose the community of the workshop. If the list is empty, bring in the communities first (Import communities).",
        ),
        "workshop.no_role": translate("RainforestAlert", "Say who they are: elders, women, young people, the chief …"),
        "workshop.people_count": translate(
            "RainforestAlert", "{role}: {count} is no number of people who came. Write a number from 1 on."
        ),
        "workshop.name_without_consent": translate(
            "RainforestAlert",
            "{role}: a name is written down only when the person agreed. Mark the consent, or leave the name empty.",
        ),
        "workshop.no_outcome": translate(
            "RainforestAlert", "Say what was decided, or what was left open; one of them at least."
        ),
    }


def _sheets() -> dict[str, str]:
    return {}
