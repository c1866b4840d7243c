"""Which reference system coordinates are taken in: what a person chose, what the file says, what the numbers say."""

from __future__ import annotations

from pathlib import PurePath

import numpy as np

from ..errors import Message
from ..geo.arrays import Floats
from .datum_names import WGS84, Stated, combined, degrees_code, stated_system, utm_code, utm_of_code
from .field_feature import WGS84_EPSG
from .plane import SystemGuess, guess_system, is_geographic, roughly_transformed, share_in_peru, system_name

_MOST_SAMPLE = 2000
_HALF = 0.5
_ZONE_NOTES = "field.zone_"


def with_name(stated: Stated, file_name: str, chosen: int | None) -> Stated:
    """What a file says, and what its name says besides where a person chose nothing."""
    return stated if chosen is not None else combined(stated, stated_system(PurePath(file_name).stem))


def settled(stated: Stated, x: Floats, y: Floats, chosen: int | None) -> SystemGuess:
    """The system of coordinates, and what is to be said of it for a person to confirm.

    Parameters
    ----------
    stated : Stated
        What the file says.
    x, y : ndarray of float, shape (n,)
        What it gives as longitude or easting, and as latitude or northing.
    chosen : int, optional
        What a person chose for files that do not say their system: it fills up what the file leaves open, and degrees stay degrees.
    """
    guess = guess_system(x, y)
    notes = tuple(note for note in guess.notes if not note.id.startswith(_ZONE_NOTES))
    if stated.is_open and chosen is None:
        return SystemGuess(None, guess.swapped, (*notes, _open(stated)), guess.zones)
    if guess.epsg == WGS84_EPSG:
        epsg, said = _of_degrees(stated, chosen)
    elif chosen is None:
        epsg, said = _of_metres(stated, guess)
    else:
        epsg, said = _filled_up(stated, guess, chosen)
    return SystemGuess(epsg, guess.swapped, (*notes, *said), guess.zones)


def _open(stated: Stated) -> Message:
    if stated.datums:
        return Message("field.datums_open", datums=", ".join(stated.datums))
    return Message("field.zones_stated", zones=", ".join(stated.zones))


def _of_degrees(stated: Stated, chosen: int | None) -> tuple[int | None, list[Message]]:
    own = stated.code if stated.code and is_geographic(stated.code) else degrees_code(stated.datum)
    if chosen is not None and is_geographic(chosen):
        return (chosen, []) if own in (None, chosen) else (own, [_not_needed(chosen, own)])
    epsg = own or WGS84_EPSG
    said = [_named(epsg, stated)] if epsg != WGS84_EPSG else []
    if chosen is not None:
        said.append(Message("field.degrees_not_chosen", chosen=system_name(chosen), system=system_name(epsg)))
    return epsg, said


def _filled_up(stated: Stated, guess: SystemGuess, chosen: int) -> tuple[int, list[Message]]:
    """System in metres of a file and a choice: the file's where it names one whole, otherwise the choice for what it leaves open."""
    epsg = stated.epsg if stated.code or stated.datum else None
    if epsg is not None:
        return epsg, [_named(epsg, stated) if epsg == chosen else _not_needed(chosen, epsg)]
    datum, zone, is_north = utm_of_code(chosen)
    if stated.is_open or not stated.words or not datum:
        differs = [] if stated.is_open or not stated.words else [stated.words]
        said = [Message("field.chosen_differs", chosen=system_name(chosen), words=words) for words in differs]
        return chosen, [*said, *_beside(guess, chosen)]
    filled = utm_code(stated.datum or datum, stated.zone or zone, stated.is_north if stated.zone else is_north)
    if filled is None or filled == chosen:
        return chosen, []
    facts = {"words": stated.words, "chosen": system_name(chosen), "system": system_name(filled)}
    return filled, [Message("field.choice_completed", **facts)]


def _beside(guess: SystemGuess, chosen: int) -> list[Message]:
    """A note when the coordinates lie in Peru in the chosen zone, and in others too."""
    datum, zone, is_north = utm_of_code(chosen)
    others = [code for other in guess.zones if other != zone and (code := utm_code(datum, other)) is not None]
    if is_north or zone not in guess.zones or not others:
        return []
    listed = ", ".join(map(system_name, others))
    return [Message("field.chosen_of_several", chosen=system_name(chosen), others=listed)]


def _not_needed(chosen: int, epsg: int | None) -> Message:
    return Message("field.choice_not_needed", chosen=system_name(chosen), system=system_name(int(epsg or 0)))


def _of_metres(stated: Stated, guess: SystemGuess) -> tuple[int | None, list[Message]]:
    epsg = stated.epsg
    if epsg is not None and (stated.code or stated.datum):
        return epsg, [_named(epsg, stated)]
    if epsg is not None:
        return epsg, [Message("field.zone_named_only", words=stated.words, system=system_name(epsg))]
    if stated.zone:
        return None, [Message("field.zone_without_code", words=stated.words)]
    if not stated.datum or stated.datum == WGS84:
        return guess.epsg, [note for note in guess.notes if note.id.startswith(_ZONE_NOTES)]
    codes = [utm_code(stated.datum, zone) for zone in guess.zones]
    if len(codes) == 1 and codes[0] is not None:
        return codes[0], [Message("field.datum_named", words=stated.words, system=system_name(codes[0]))]
    if codes:
        listed = ", ".join(system_name(code) for code in codes if code is not None)
        return None, [Message("field.datum_zone_open", words=stated.words, systems=listed)]
    return None, [note for note in guess.notes if note.id.startswith(_ZONE_NOTES)]


def _named(epsg: int, stated: Stated) -> Message:
    if stated.source:
        return Message("field.datum_carried", words=stated.words, source=stated.source, system=system_name(epsg))
    return Message("field.zone_named", words=stated.words, system=system_name(epsg))


def elsewhere_notes(x: Floats, y: Floats, epsg: int | None) -> list[Message]:
    """A warning when coordinates lie outside of Peru in the system in metres that was chosen or stated, with those in which they fit."""
    if epsg is None or is_geographic(epsg):
        return []
    finite = np.isfinite(x) & np.isfinite(y)
    step = max(1, int(finite.sum()) // _MOST_SAMPLE)
    x, y = x[finite][::step], y[finite][::step]
    if not len(x) or share_in_peru(x, y, epsg) >= _HALF:
        return []
    guess = guess_system(x, y)
    if guess.epsg == WGS84_EPSG:
        return [Message("field.system_of_degrees", system=system_name(epsg), x=f"{x[0]:.5f}", y=f"{y[0]:.5f}")]
    ((longitude, latitude),) = roughly_transformed(np.array([[x[0], y[0]]]), epsg, WGS84_EPSG)
    place = {"latitude": f"{latitude:.2f}", "longitude": f"{longitude:.2f}"}
    datum = utm_of_code(epsg)[0] or WGS84
    codes = [code for code in (utm_code(datum, zone) for zone in guess.zones) if code is not None]
    if not codes:
        return [Message("field.system_nowhere", system=system_name(epsg), **place)]
    fitting = ", ".join(map(system_name, codes))
    return [Message("field.system_elsewhere", system=system_name(epsg), fitting=fitting, **place)]
