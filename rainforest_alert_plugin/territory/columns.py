"""What the columns of a table hold, guessed from their headers and numbers, for a person to confirm."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import Mapping, Sequence

import numpy as np

from ..errors import InputError, Message
from .field_feature import ColumnGuess
from .persons import plain_words
from .written_values import degrees, number

# Headers by role, without accents or signs; the first that fits a free column wins.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "longitude": (
        r"lon|long|longitud|longitude|lng|longitud x|x lon|coord long|coordenada longitud|.* (longitude|longitud)",
    ),
    "latitude": (r"lat|latitud|latitude|latitud y|y lat|coord lat|coordenada latitud|.* (latitude|latitud)",),
    "easting": (
        r"(coord\w* )?(e|este|easting|x)( ?m| metros)?|este x|x este|e x|(utm|coord\w*) ?[xe]|[xe] ?utm|(este|easting) .*|coor ?x",
    ),
    "northing": (
        r"(coord\w* )?(n|norte|northing|y)( ?m| metros)?|norte y|y norte|n y|(utm|coord\w*) ?[yn]|[yn] ?utm|(norte|northing) .*|coor ?y",
    ),
    "height": (r"alt|altitud|altura|altitude|elev\w*|ele|z|cota|height|h|msnm|.* altitude|.* altitud",),
    "sigma": (
        r"sigma( m)?|s hz|(precision|exactitud|accuracy|error)( m| horizontal)?|horizontal accuracy",
        r"acc|hrms|h rms|rms|desv\w*|std\w*|.* accuracy|.* precision",
    ),
    "vertex": (r"vertices?|vertex|vert|v|puntos?|point|pto|hito|mojon|estacion|est|label|etiqueta|codigo|code",),
    "name": (r"nombre|name|nom|lugar|place|toponimo|titulo|title",),
    "order": (r"nro|no|num|numero|number|orden|order|id|fid|item",),
    "group": (r"comunidad|community|poligono|polygon|predio|parcela|lindero|track|recorrido|grupo|group|parte|part",),
    "method": (r"metodo( .*)?|method|equipo|instrumento",),
    "quality": (r"calidad|quality|fix|solucion|solution|q|tipo sol\w*",),
    "date": (r"fecha|date|dia",),
    "clock": (r"hora|hour|time of day|clock",),
    "time": (r"time|datetime|fecha hora|fecha y hora|timestamp|tiempo|utc|when",),
    "description": (r"desc|descripcion|description|observacion(es)?|notas?|notes?|comentarios?|comments?",),
    "photos": (r"attachments?|adjuntos?|fotos?|photos?|imagen|image",),
    "zone": (r"zona|zone|huso|zona utm|utm zone|zutm|zonutm",),
}
_DELIMITERS = (";", "\t", "|", ",")
_SAMPLE_ROWS = 200
_HEADER_ROWS = 25
_ZONE = re.compile(r"\b(?:zona|zone|huso|utm)\D{0,12}(1[789])\s*([SLMN])?\b|\b(1[789])\s*(?:S|L|M)\b", re.IGNORECASE)
_PSAD = re.compile(r"PSAD\s*-?\s*(19)?56", re.IGNORECASE)
_WGS84_SOUTH, _PSAD56_SOUTH = 32700, 24860


@dataclass(frozen=True)
class TableLayout:
    """How a table is written and what its columns hold.

    Attributes
    ----------
    delimiter : str
    header_row : int
        Number of the line with the headers, from 1; 0 when there is none.
    headers : tuple of str
    roles : mapping of str to int
        Column of each role.
    decimal : str
        ``.`` or ``,``.
    epsg : int, optional
        Reference system that headers or the lines above them name.
    guesses : tuple of ColumnGuess
    """

    delimiter: str
    header_row: int
    headers: tuple[str, ...]
    roles: Mapping[str, int]
    decimal: str
    epsg: int | None
    guesses: tuple[ColumnGuess, ...]


def table_layout(lines: Sequence[str], wanted: Mapping[str, str], path: str) -> TableLayout:
    """Guess the layout of a table from its first lines.

    Parameters
    ----------
    lines : sequence of str
        First lines of the file; two hundred tell enough.
    wanted : mapping of str to str
        Roles that the person gave a column to; an empty text says that no column has this role, whatever the headers say.
    path : str
        For messages.

    Raises
    ------
    InputError
        ``field.no_columns`` when no pair of columns holds coordinates; ``field.no_such_column`` for a column that is not there.
    """
    delimiter, headers, body, at = table_head(lines)
    header_row = _line_of(lines, delimiter, at) if at >= 0 else 0
    decimal = _decimal(body)
    roles, guesses = _roles(headers, body, decimal, at >= 0, wanted, path)
    rows = list(csv.reader(lines[:_SAMPLE_ROWS], delimiter=delimiter))
    above = " ".join(" ".join(row) for row in rows[: at + 1]) if at >= 0 else ""
    return TableLayout(delimiter, header_row, headers, roles, decimal, named_system(above), tuple(guesses))


def table_head(lines: Sequence[str]) -> tuple[str, tuple[str, ...], list[list[str]], int]:
    """Delimiter, headers, first rows below them, and which row the headers are (-1 when there are none)."""
    delimiter = _delimiter(lines)
    rows = list(csv.reader(lines[:_SAMPLE_ROWS], delimiter=delimiter))
    at = _header_index(rows)
    if at < 0:
        body = [row for row in rows if row]
        width = max((len(row) for row in body), default=0)
        headers = tuple(f"column {number + 1}" for number in range(width))
    else:
        headers = tuple(cell.strip().lstrip("\ufeff") for cell in rows[at])
        body = rows[at + 1 :]
    # rows may be longer than the row of headers
    widest = max((len(row) for row in body), default=0)
    headers += tuple(f"column {number + 1}" for number in range(len(headers), widest))
    return delimiter, headers, body, at


def named_system(text: str) -> int | None:
    """EPSG code of a UTM zone of Peru that a text names (``WGS84 - ZONA 18S``, ``PSAD56 zona 18``), None when it names none."""
    found = _ZONE.search(text)
    if found is None:
        return None
    zone = int(found.group(1) or found.group(3))
    return (_PSAD56_SOUTH if _PSAD.search(text) else _WGS84_SOUTH) + zone


def role_of_header(header: str) -> str:
    """Role that a header names, blank when it names none."""
    words = plain_words(header)
    for role, patterns in _HEADERS.items():
        if words and any(re.fullmatch(pattern, words) for pattern in patterns):
            return role
    return ""


def _delimiter(lines: Sequence[str]) -> str:
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(lines[:_SAMPLE_ROWS], delimiter=delimiter) if row)
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        # A comma may be the decimal mark; the rarer signs are never part of a number.
        score = count / sum(widths.values()) * (1.0 if delimiter == "," else 1.5) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    if best_score == 0.0 and any(len(line.split()) > 1 for line in lines):
        return " "
    return best


def _header_index(rows: Sequence[Sequence[str]]) -> int:
    scores = []
    for row in rows[:_HEADER_ROWS]:
        roles = {role_of_header(cell) for cell in row} - {""}
        is_numeric = sum(not np.isnan(number(cell)) for cell in row if cell.strip()) >= 2
        scores.append(0 if is_numeric else len(roles) + 0.01 * len(row))
    best = max(scores, default=0.0)
    return scores.index(best) if best >= 1.0 else (0 if rows and best > 0 and not _is_data(rows[0]) else -1)


def _is_data(row: Sequence[str]) -> bool:
    return sum(not np.isnan(number(cell)) for cell in row) >= 2


def _line_of(lines: Sequence[str], delimiter: str, at: int) -> int:
    reader = csv.reader(lines, delimiter=delimiter)
    for index, _ in enumerate(reader):
        if index == at:
            return int(reader.line_num)
    return 0


def _decimal(body: Sequence[Sequence[str]]) -> str:
    commas = points = 0
    for row in body:
        for cell in row:
            if re.fullmatch(r"\s*[-+]?[\d ]+,\d+\s*", cell) or re.fullmatch(r"\s*[-+]?\d{1,3}(\.\d{3})+,\d+\s*", cell):
                commas += 1
            elif re.fullmatch(r"\s*[-+]?[\d ]+\.\d+\s*", cell):
                points += 1
    return "," if commas > points else "."


def _roles(
    headers: Sequence[str],
    body: Sequence[Sequence[str]],
    decimal: str,
    has_headers: bool,
    wanted: Mapping[str, str],
    path: str,
) -> tuple[dict[str, int], list[ColumnGuess]]:
    roles: dict[str, int] = {}
    guesses: list[ColumnGuess] = []
    refused = {role for role, header in wanted.items() if role in _HEADERS and not header}
    for role, header in wanted.items():
        if role in refused:
            continue
        if role not in _HEADERS or header not in headers:
            raise InputError(
                "field.no_such_column",
                path=path,
                role=role,
                column=header,
                columns=", ".join(headers),
                roles=", ".join(_HEADERS),
            )
        roles[role] = headers.index(header)
        guesses.append(ColumnGuess(role, header, Message("field.column_given")))
    if has_headers:
        for index, header in enumerate(headers):
            role = role_of_header(header)
            if role and role not in roles and role not in refused and index not in roles.values():
                roles[role] = index
                guesses.append(ColumnGuess(role, header, Message("field.column_named")))
    for pair in (("easting", "northing"), ("longitude", "latitude")):
        if len([role for role in pair if role in roles]) == 1:
            del roles[next(role for role in pair if role in roles)]
    if not _has_place(roles):
        for role, index in _by_magnitude(body, decimal, set(roles.values())).items():
            roles[role] = index
            guesses.append(ColumnGuess(role, headers[index], Message("field.column_numbers")))
    if not _has_place(roles):
        raise InputError("field.no_columns", path=path, columns=", ".join(h for h in headers if h)[:300])
    guesses = [guess for guess in guesses if guess.role in roles and headers[roles[guess.role]] == guess.column]
    return roles, guesses


def _has_place(roles: Mapping[str, int]) -> bool:
    return {"easting", "northing"} <= set(roles) or {"longitude", "latitude"} <= set(roles)


def _by_magnitude(body: Sequence[Sequence[str]], decimal: str, taken: set[int]) -> dict[str, int]:
    width = max((len(row) for row in body), default=0)
    spans: dict[int, tuple[float, float]] = {}
    for index in range(width):
        cells = [row[index] for row in body if index < len(row) and row[index].strip()]
        values = np.array([_coordinate(cell, decimal) for cell in cells])
        if index not in taken and len(values) and np.isfinite(values).mean() > 0.9:
            spans[index] = (float(np.nanmin(values)), float(np.nanmax(values)))
    eastings = [i for i, (low, high) in spans.items() if low >= 1e5 and high <= 9e5]
    northings = [i for i, (low, high) in spans.items() if low >= 1e6 and high <= 1.01e7]
    if eastings and northings:
        return {"easting": eastings[0], "northing": northings[0]}
    longitudes = [i for i, (low, high) in spans.items() if low >= -82.0 and high <= -68.0]
    latitudes = [i for i, (low, high) in spans.items() if low >= -19.0 and high <= 0.5 and low < 0.0]
    if longitudes and latitudes:
        return {"longitude": longitudes[0], "latitude": latitudes[0]}
    return {}


def _coordinate(cell: str, decimal: str) -> float:
    value = number(cell, decimal)
    return degrees(cell) if np.isnan(value) else value
