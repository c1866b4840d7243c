"""Numbers, angles and rings as a package prints them, for those that compare its files."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Sequence

_PLAIN = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,8})?")
_ANGLE = re.compile(r"([0-9]{1,3})°([0-9]{2})'([0-9]{2}(?:\.[0-9]{1,8})?)\"")


class NoNumberError(Exception):
    """A cell of the table that should hold a number or an angle."""


def canonical_ring(points: Sequence[tuple[float, float]], is_enclave: bool) -> tuple[object, ...]:
    """A ring independent of its first vertex, to the micrometre; its direction counts."""
    micro = [(round(east * 1e6), round(north * 1e6)) for east, north in points]
    first = micro.index(min(micro))
    return (is_enclave, *micro[first:], *micro[:first])


def same_number(found: str, stated: str, decimals: int | None = None) -> bool:
    """Whether two numbers print the same in the digits of the stated one, or in so many decimals."""
    if found == "" or stated == "":
        return found == stated
    try:
        digits = -exponent_of(Decimal(stated)) if decimals is None else decimals
        unit = Decimal(1).scaleb(-digits)
        return Decimal(found).quantize(unit) == Decimal(stated).quantize(unit)
    except InvalidOperation:
        return False


def exponent_of(value: Decimal) -> int:
    """Power of ten of the last digit; -2 of ``1.25``."""
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def printed_seconds(text: str) -> Decimal:
    """Seconds of an angle such as ``89°58'00"``."""
    found = _ANGLE.fullmatch(text)
    if found is None:
        raise NoNumberError(text)
    degrees, minutes, seconds = found.groups()
    return Decimal(degrees) * 3600 + Decimal(minutes) * 60 + Decimal(seconds)


def printed_number(text: str) -> Decimal:
    """A number as the table prints it; an exponent would make a package a trap."""
    if _PLAIN.fullmatch(text) is None:
        raise NoNumberError(text)
    return Decimal(text)
