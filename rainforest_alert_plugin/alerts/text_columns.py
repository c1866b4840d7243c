"""Columns of a delimited text that are read without making a Python object of each field."""

from __future__ import annotations

from typing import Any, Callable, Iterator, Sequence

import numpy as np

from ..geo.arrays import Floats, Ints

_LINE_END, _MINUS, _POINT, _ZERO = b"\n-.0"
# Quotes, and what else ends a line or a text: such texts are for the reader of the standard library, as are longer fields.
_NOT_PLAIN = '"\0\v\f\x1c\x1d\x1e\x85\u2028\u2029'
_LONGEST_FIELD = 100_000
# Up to 15 digits are a whole number that 64-bit floats hold; divided by such a power of ten it is rounded once, as Python rounds.
_MOST_DIGITS = 15
_POWERS = np.array([float(f"1e{power}") for power in range(_MOST_DIGITS + 1)])
_MOST_SIGNS = _MOST_DIGITS + 2
_WIDEST_WORD = 32
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WORD = 8
_KEPT = np.array([(1 << 8 * kept) - 1 for kept in range(_WORD + 1)], np.uint64)
_PADDING = "\0" * (_WIDEST_WORD + 2 * _WORD)
_BLOCK = 1 << 14


class TextColumn(Sequence[Any]):
    """Fields of a column, made a text when somebody looks at one.

    Parameters
    ----------
    octets : ndarray of uint8
        The whole text in UTF-8 and :data:`_PADDING` behind it.
    start, end : ndarray of int64, shape (n,)
        Where each field begins, and the place behind it.
    """

    def __init__(self, octets: Any, start: Ints, end: Ints) -> None:
        self._octets = octets
        self._start = start
        self._end = end

    def __len__(self) -> int:
        return len(self._start)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        return self._octets[self._start[index] : self._end[index]].tobytes().decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        octets = self._octets.tobytes()
        for start, end in zip(self._start.tolist(), self._end.tolist()):
            yield octets[start:end].decode("utf-8")

    def numbers(self, number_of: Callable[[str], float]) -> Floats:
        """Fields as numbers: plain decimals are read at once, all others by `number_of`."""
        found, is_plain = np.empty(len(self)), np.empty(len(self), bool)
        for first in range(0, len(self), _BLOCK):
            block = slice(first, first + _BLOCK)
            found[block], is_plain[block] = _decimals(self._octets, self._start[block], self._end[block])
        rest = np.flatnonzero(~is_plain)
        if len(rest):
            others = TextColumn(self._octets, self._start[rest], self._end[rest])
            read = others.each(number_of)
            found[rest] = [number_of(text) for text in others] if read is None else read
        return found

    def each(self, meaning: Callable[[str], float]) -> Floats | None:
        """What each field means, each text looked at once; None when the texts are too long to be told apart here."""
        width = int((self._end - self._start).max(initial=0))
        if width > _WIDEST_WORD:
            return None
        length = self._end - self._start
        words = [self._word(place, length) for place in range(0, max(width, 1), _WORD)]
        mixed = words[0]
        for word in words[1:]:
            mixed = mixed * _MIX + word
        _, first, which = np.unique(mixed, return_index=True, return_inverse=True)
        if not all((word[first][which] == word).all() for word in words):
            return None  # two texts that mix alike
        return np.array([meaning(self[place]) for place in first.tolist()], np.float64)[which]

    def _word(self, place: int, length: Ints) -> Any:
        """Eight bytes of each field from a place on, zero behind its end."""
        at_every_byte: Any = np.ndarray(len(self._octets) - _WORD, "<u8", self._octets, strides=(1,))
        return at_every_byte[self._start + place] & _KEPT[np.clip(length - place, 0, _WORD)]


def _decimals(octets: Any, start: Ints, end: Ints) -> tuple[Floats, Any]:
    """Numbers of fields that are a minus or none, digits, and a point or none; and which are."""
    is_negative = octets[start] == _MINUS
    at = start + is_negative
    whole = np.zeros(len(start), np.int64)
    digits, decimals = np.zeros(len(start), np.int8), np.zeros(len(start), np.int8)
    is_after_point = np.zeros(len(start), bool)
    is_plain = end - start <= _MOST_SIGNS
    for _ in range(min(int((end - at).max(initial=0)), _MOST_SIGNS)):
        is_inside = at < end
        # Behind every field stands a delimiter or the end of the line, so that a place behind the last is still in the text.
        sign = octets[np.minimum(at, end)]
        digit = sign - np.uint8(_ZERO)
        is_digit = is_inside & (digit < 10)
        is_point = is_inside & (sign == _POINT)
        is_plain &= ~is_inside | is_digit | (is_point & ~is_after_point)
        whole = np.where(is_digit, whole * 10 + digit, whole)
        digits += is_digit
        decimals += is_digit & is_after_point
        is_after_point |= is_point
        at = at + 1
    is_plain &= (digits > 0) & (digits <= _MOST_DIGITS)
    found = whole / _POWERS[np.minimum(decimals, _MOST_DIGITS)]
    return np.where(is_negative, -found, found), is_plain


def text_columns(text: str, delimiter: str) -> tuple[list[str], list[TextColumn]] | None:
    """Names and columns of a text without quotes or empty lines, all of whose lines have as many fields; None for any other."""
    if any(mark in text for mark in _NOT_PLAIN):
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            return None
    octets = np.frombuffer((text.strip("\n") + "\n" + _PADDING).encode("utf-8"), np.uint8)
    ends = np.flatnonzero((octets == ord(delimiter)) | (octets == _LINE_END))
    starts = np.concatenate([[0], ends[:-1] + 1])
    is_last = octets[ends] == _LINE_END
    width = int(is_last.argmax()) + 1
    if len(ends) % width or (ends - starts).max() > _LONGEST_FIELD:
        return None
    last = is_last.reshape(-1, width)
    if not last[:, -1].all() or last[:, :-1].any():
        return None
    begin, finish = starts.reshape(-1, width).T, ends.reshape(-1, width).T
    names = TextColumn(octets, begin[:, 0], finish[:, 0])
    pairs = zip(begin[:, 1:], finish[:, 1:])
    return list(names), [TextColumn(octets, np.ascontiguousarray(a), np.ascontiguousarray(b)) for a, b in pairs]
