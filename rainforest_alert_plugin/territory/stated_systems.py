"""Which reference system coordinates are taken in: what a person chose, what the file says, what the numbers say."""

from __future__ import annotations

import numpy as np

from ..errors import Message
from ..geo.arrays import Floats
from .datum_names import WGS84, Stated, datum_of_code, degrees_code, utm_code
from .field_feature import WGS84_EPSG
from .plane import SystemGuess, guess_system, is_geographic, share_in_peru, system_name, transformed

_MOST_SAMPLE = 2000
_HALF = 0.5
_ZONE_NOTES = "field.zone_"


def settled(stated: Stated, x: Floats, y: Floats, chosen: int | None) -> SystemGuess:
    """The system of coordinates, and what is to be said of it for a person to confirm.

    Parameters
    ----------
    stated : Stated
        What the file says.
    x, y : ndarray of float, shape (n,)
        What it gives as longitude or easting, and as latitude or northing.
    chosen : int, optional
        What a person chose; it holds whatever the file says.
    """
    guess = guess_system(x, y)
    notes = tuple(note for note in guess.notes if not note.id.startswith(_ZONE_NOTES))
    if chosen is not None:
        is_other = stated.epsg not in (None, chosen) and not is_geographic(chosen)
        said = [Message("field.chosen_differs", chosen=system_name(chosen), words=stated.words)] if is_other else []
        others = [code for zone in guess.zones if (code := utm_code(datum_of_code(chosen), zone)) not in (None, chosen)]
        if chosen not in others and len(guess.zones) > len(others) > 0:
            listed = ", ".join(system_name(code) for code in others if code is not None)
            said.append(Message("field.chosen_of_several", chosen=system_name(chosen), others=listed))
        return SystemGuess(chosen, guess.swapped, (*notes, *said), guess.zones)
    if stated.is_open:
        return SystemGuess(None, guess.swapped, (*notes, _open(stated)), guess.zones)
    epsg, said = _of_degrees(stated) if guess.epsg == WGS84_EPSG else _of_metres(stated, guess)
    return SystemGuess(epsg, guess.swapped, (*notes, *said), guess.zones)


def _open(stated: Stated) -> Message:
    if stated.datums:
        return Message("field.datums_open", datums=", ".join(stated.datums))
    return Message("field.zones_stated", zones=", ".join(stated.zones))


def _of_degrees(stated: Stated) -> tuple[int | None, list[Message]]:
    if stated.code and is_geographic(stated.code):
        return stated.code, [_named(stated.code, stated)]
    if not stated.datum:
        return WGS84_EPSG, []
    epsg = degrees_code(stated.datum)
    return epsg, [_named(epsg, stated)] if epsg is not None and epsg != WGS84_EPSG else []


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
    ((longitude, latitude),) = transformed(np.array([[x[0], y[0]]]), epsg, WGS84_EPSG)
    place = {"latitude": f"{latitude:.2f}", "longitude": f"{longitude:.2f}"}
    datum = datum_of_code(epsg) or WGS84
    codes = [code for code in (utm_code(datum, zone) for zone in guess.zones) if code is not None]
    if not codes:
        return [Message("field.system_nowhere", system=system_name(epsg), **place)]
    fitting = ", ".join(map(system_name, codes))
    return [Message("field.system_elsewhere", system=system_name(epsg), fitting=fitting, **place)]
