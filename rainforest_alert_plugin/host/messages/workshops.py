"""Sentences about workshops, places, the words of forms, and sheets."""

from __future__ import annotations

from ...errors import Message
from ...i18n import translate
from ...territory.listed_words import ATTENDANCE_ROLES
from ..words import federation_words


def known_words(message: Message) -> dict[str, str]:
    """Who came, in the federation's words, where a sentence about a workshop names them."""
    if not message.id.startswith("workshop.") or "role" not in message.facts:
        return {}
    return {"role": ATTENDANCE_ROLES.word_of(federation_words()[0], str(message.facts["role"]))}


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
        "act.unknown_file": translate(
            "RainforestAlert", "“{path}” is neither a PDF nor a picture of an act. Kinds of files: {known}."
        ),
        "workspace.layer_unreadable": translate(
            "RainforestAlert",
            "The table “{table}” of “{path}” cannot be opened as a layer. Close other programs that use the workspace and try again.",
        ),
    }


def _workshops() -> dict[str, str]:
    return {
        "workshop.missing": translate(
            "RainforestAlert",
            "The workshop {workshop} is not in the workspace. Give its identity, or its date as 2026-11-23.",
        ),
        "workshop.repeated": translate(
            "RainforestAlert", "{count} workshops were held on {date}. Give the identity of one of them: {ids}."
        ),
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
        "workshop.act_held_back": translate(
            "RainforestAlert",
            "This workshop may not leave for {audience}; no act was written. Choose the community, or change the sensitivity of "
            "the workshop.",
        ),
        "workshop.no_outcome": translate(
            "RainforestAlert", "Say what was decided, or what was left open; one of them at least."
        ),
    }


def _sheets() -> dict[str, str]:
    return {
        "sheet.no_extent": translate(
            "RainforestAlert", "Choose the land that the sheet shows: a rectangle on the map, or the extent of a layer."
        ),
        "sheet.outside": translate(
            "RainforestAlert",
            "The place ({easting}, {northing}, EPSG {epsg}) is outside what a UTM sheet can show. Choose other land.",
        ),
        "sheet.too_large": translate(
            "RainforestAlert",
            "{width_km} km by {height_km} km do not fit on a sheet at any scale. Choose less land or larger paper.",
        ),
        "sheet.unknown_paper": translate("RainforestAlert", "“{paper}” is no size of paper. There are: {papers}."),
        "sheet.bad_scale": translate(
            "RainforestAlert", "1:{scale} is no scale of a sheet. Choose one between 1:100 and 1:1000000."
        ),
        "sheet.bad_code": translate(
            "RainforestAlert",
            "“{code}” is no code of a sheet, or a digit is wrong. Type it as it is printed at the foot of the sheet, for instance "
            "7F3A-18S-512000-9012000-10000-A3H-20261123.",
        ),
        "sheet.no_code": translate(
            "RainforestAlert",
            "Which sheet is it? Type the code that is printed at its foot. Sheets of this workshop: {codes}.",
        ),
        "sheet.bad_corners": translate(
            "RainforestAlert",
            "The four corners do not go round a map. Give those of the map's frame, from the upper left one clockwise as the sheet "
            "is read.",
        ),
        "sheet.photo_unreadable": translate(
            "RainforestAlert",
            "“{path}” cannot be read as a picture ({reason}). Save it as JPEG or PNG; photos of an iPhone (HEIC) must be converted first.",
        ),
        "sheet.marks_not_found": translate(
            "RainforestAlert",
            "{found} corner marks were found, {needed} are needed. Take the photo again with the whole sheet in it, lying flat, in even "
            "light; or click the four corners of the map.",
        ),
        "sheet.several_sheets": translate(
            "RainforestAlert", "The photo shows several sheets ({codes}). Take a photo of each of them alone."
        ),
    }
