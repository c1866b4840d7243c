"""What the columns of a table hold, guessed from their headers and numbers, for a person to confirm."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Collection, Iterable, Mapping, Sequence

import numpy as np

from ..errors import InputError, Message
from .datum_names import OTHER, PREFERRED, PSAD56, SAD69, Stated, datum_of, stated_system, without_system
from .field_feature import ColumnGuess
from .persons import plain_words
from .written_values import decimal_mark, degrees, is_open_number, number, open_sign

# Behind a header of times: which time they are in.
_CLOCK_WORDS = r"( (utc|gmt|gps|z|zulu|local|peru))?( \d+)?"
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
        r"sigma( m)?|s hz|(precision|exactitud|accuracy|error)( h| hz| horizontal)?( m| metros)?|horizontal accuracy( m)?",
        r"(lateral|horizontal|hz) rms( m)?|acc|hrms|h rms|rms|desv\w*|std\w*|.* accuracy|.* precision",
    ),
    "vertex": (r"vertices?|vertex|vert|v|puntos?|point|pto|hito|mojon|estacion|est|label|etiqueta|codigo|code",),
    "name": (r"nombre|name|nom|lugar|place|toponimo|titulo|title",),
    "order": (r"nro|no|num|numero|number|orden|order|id|fid|item",),
    "group": (r"comunidad|community|poligono|polygon|predio|parcela|lindero|track|recorrido|grupo|group|parte|part",),
    "method": (r"metodo( .*)?|method|equipo|instrumento",),
    "quality": (
        r"calidad|quality|fix( type)?|solucion|solution( status)?|q|tipo (de )?(sol\w*|fix)|estado (de )?(la )?solucion",
    ),
    "date": (r"(fecha|date|dia)" + _CLOCK_WORDS,),
    "clock": (r"(hora|hour|time of day|clock)" + _CLOCK_WORDS,),
    "time": (
        r"(time|datetime|date time|fecha (y )?hora|timestamp|tiempo|when|averaging start|collection start)"
        + _CLOCK_WORDS,
        r"(hora |fecha hora |fecha y hora )?(utc|gmt|gps)|(utc|gmt|gps) (date)?time",
    ),
    "description": (r"desc|descripcion|description|observacion(es)?|notas?|notes?|comentarios?|comments?",),
    "photos": (r"attachments?|adjuntos?|fotos?|photos?|imagen|image",),
    "zone": (r"zona|zone|huso|zona utm|utm zone|zutm|zonutm",),
    "datum": (r"datum|sistema( de (referencia|coordenadas))?|crs|src|epsg|srid|(coordinate|reference) system|cs name",),
}
DELIMITER, DECIMAL = "delimiter", "decimal"
DELIMITERS = (";", "\t", "|", ",", " ")
DECIMALS = (".", ",")
_OTHER = {".": ",", ",": "."}
_DEGREES = ("longitude", "latitude")
_METRES = ("easting", "northing")
_NUMBERS = (*_METRES, *_DEGREES, "height", "sigma")
_HIGHEST_GROUND_M = 9000.0
_SAMPLE_ROWS = 200
_HEADER_ROWS = 25
_OLD_DATUMS = (SAD69, PSAD56, OTHER)


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
    decimals : mapping of str to str
        Decimal mark of each role that holds numbers: ``.``, ``,``, or blank where none of them has one.
    stated : Stated
        Reference system that the headers of the columns of coordinates name, otherwise the lines above them, otherwise the other rows
        without numbers.
    guesses : tuple of ColumnGuess
    notes : tuple of Message
        Which columns were taken of a table that gives its coordinates in several systems.
    """

    delimiter: str
    header_row: int
    headers: tuple[str, ...]
    roles: Mapping[str, int]
    decimals: Mapping[str, str]
    stated: Stated
    guesses: tuple[ColumnGuess, ...]
    notes: tuple[Message, ...] = ()


def table_layout(lines: Sequence[str], wanted: Mapping[str, str], path: str) -> TableLayout:
    """Guess the layout of a table from its first lines.

    Parameters
    ----------
    lines : sequence of str
        First lines of the file; two hundred tell enough.
    wanted : mapping of str to str
        Roles that the person gave a column to; an empty text says that no column has this role, whatever the headers say. Beside them
        ``delimiter``, the sign between columns, and ``decimal``, the mark of numbers that leave it open.
    path : str
        For messages.

    Raises
    ------
    InputError
        ``field.no_columns`` when no pair of columns holds coordinates; ``field.no_such_column`` for a column that is not there;
        ``field.bad_writing`` for a delimiter or decimal mark that is none.
    """
    chosen = {key: value for key, value in wanted.items() if key in (DELIMITER, DECIMAL) and value}
    for key, signs in ((DELIMITER, DELIMITERS), (DECIMAL, DECIMALS)):
        if chosen.get(key, signs[0]) not in signs:
            raise InputError("field.bad_writing", sign=chosen[key], delimiters="  ".join(DELIMITERS))
    delimiter, headers, body, at = table_head(lines, chosen.get(DELIMITER, ""))
    header_row = _line_of(lines, delimiter, at) if at >= 0 else 0
    asked = {key: value for key, value in wanted.items() if key not in (DELIMITER, DECIMAL)}
    rows = list(csv.reader(lines[:_SAMPLE_ROWS], delimiter=delimiter))
    datums = _datums_of_columns(headers, rows[at - 1] if at > 0 else []) if at >= 0 else [""] * len(headers)
    roles, guesses = _roles(headers, body, at >= 0, asked, path, datums)
    decimals, guesses = _decimals(body, roles, guesses, chosen.get(DECIMAL, ""))
    stated = _stated_by(rows, at, headers, roles, datums)
    notes = _other_columns(headers, roles, datums)
    return TableLayout(delimiter, header_row, headers, roles, decimals, stated, tuple(guesses), tuple(notes))


def _datums_of_columns(headers: Sequence[str], above: Sequence[str]) -> list[str]:
    """Datum that the header of each column names, or the cell above it, which reaches to the next one that is filled."""
    is_group = sum(bool(datum_of(cell)) for cell in above) > 1
    found, group = [], ""
    for index, header in enumerate(headers):
        cell = above[index].strip() if is_group and index < len(above) else ""
        group = datum_of(cell) if cell else group
        found.append(datum_of(header) or (group if role_of_header(header) in (*_METRES, *_DEGREES) else ""))
    return found


def _taken(roles: Mapping[str, int]) -> list[int]:
    """Columns of the two coordinates that are taken."""
    return [roles[role] for role in (_METRES if _METRES[0] in roles else _DEGREES)]


def _stated_by(
    rows: Sequence[Sequence[str]], at: int, headers: Sequence[str], roles: Mapping[str, int], datums: Sequence[str]
) -> Stated:
    """What a table says of its system: its columns of coordinates, the lines above, the other headers, the rows without numbers."""
    if at < 0:
        return stated_system(" ".join(" ".join(row) for row in rows if not _is_data(row)))
    taken = _taken(roles)
    columns = " ".join(f"{headers[index]} {datums[index]}" for index in taken)
    others = [
        header
        for index, header in enumerate(headers)
        if index not in taken and role_of_header(header) not in (*_METRES, *_DEGREES)
    ]
    is_grouped = any(datums[index] and not datum_of(headers[index]) for index in range(len(headers)))
    above = " ".join(" ".join(row) for row in (rows[: at - 1] if is_grouped else rows[:at]))
    below = " ".join(" ".join(row) for row in rows[at + 1 :] if not _is_data(row))
    return stated_system(columns, above, " ".join(others), below)


def _other_columns(headers: Sequence[str], roles: Mapping[str, int], datums: Sequence[str]) -> list[Message]:
    """A note when other columns give the coordinates in another system."""
    taken = _taken(roles)
    others = sorted(
        {
            datums[index]
            for index, header in enumerate(headers)
            if datums[index] and index not in taken and role_of_header(header) in (*_METRES, *_DEGREES)
        }
        - {datums[index] for index in taken}
    )
    if not others:
        return []
    columns = ", ".join(f"{headers[index]} ({index + 1})" for index in taken)
    return [Message("field.columns_of_datum", others=", ".join(others), columns=columns)]


def table_head(lines: Sequence[str], delimiter: str = "") -> tuple[str, tuple[str, ...], list[list[str]], int]:
    """Delimiter (guessed when none is given), headers, first rows below them, and which row the headers are (-1 when there are none)."""
    delimiter = delimiter or _delimiter(lines)
    if delimiter == " ":
        lines = [" ".join(line.split()) for line in lines]
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


def role_of_header(header: str) -> str:
    """Role that a header names, blank when it names none; a datum or a zone in it does not matter (``X WGS84``)."""
    return _role_of(plain_words(header)) or _role_of(plain_words(without_system(header)))


def _role_of(words: str) -> str:
    for role, patterns in _HEADERS.items():
        if words and any(re.fullmatch(pattern, words) for pattern in patterns):
            return role
    return ""


def _delimiter(lines: Sequence[str]) -> str:
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS[:-1]:
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


def column_mark(cells: Iterable[str]) -> str:
    """Decimal mark of a column as the numbers show that leave no doubt, blank when none does."""
    marks = Counter(decimal_mark(cell) for cell in cells)
    del marks[""]
    return marks.most_common(1)[0][0] if marks else ""


def _decimals(
    body: Sequence[Sequence[str]], roles: Mapping[str, int], guesses: Sequence[ColumnGuess], wanted: str
) -> tuple[dict[str, str], list[ColumnGuess]]:
    """How open numbers (``1,250``) of each role are read, and the guesses with decimal marks and what stays in doubt."""
    cells = {role: [row[roles[role]] for row in body if roles[role] < len(row)] for role in _NUMBERS if role in roles}
    decimals: dict[str, str] = {}
    found: list[ColumnGuess] = []
    for guess in guesses:
        if guess.role not in cells:
            found.append(guess)
            continue
        written = cells[guess.role]
        others = column_mark(itertools.chain(*(cells[other] for other in cells if other != guess.role)))
        decimals[guess.role], mark, is_open = _mark_of(guess.role, written, others, wanted)
        doubts = _two_marks(guess, written)
        if is_open:
            text = next(cell.strip() for cell in written if is_open_number(cell))
            value = f"{number(text, decimals[guess.role]):g}"
            doubts.append(Message("field.decimal_open", column=guess.column, text=text, value=value))
        found.append(replace(guess, decimal=mark, doubts=tuple(doubts)))
    return decimals, found


def _mark_of(role: str, cells: Sequence[str], others: str, wanted: str) -> tuple[str, str, bool]:
    """How the open numbers of a column are read, as `number` takes it, its decimal mark, and whether that is in doubt.

    Degrees never reach a thousand, no accuracy does, coordinates in metres are never below it, and a height is one that the ground of
    the Earth can have. What this leaves open is read as the rest of the table is written.
    """
    shown = column_mark(cells)
    unclear = [cell for cell in cells if is_open_number(cell)]
    signs = Counter(map(open_sign, unclear))
    mark = shown or (signs.most_common(1)[0][0] if signs else "")
    if not unclear or role in _DEGREES:
        return "", mark, False
    if wanted:
        return wanted, shown or wanted, False
    if role == "sigma":
        return "", mark, False
    if role in _METRES:
        return (shown, shown, False) if shown else (_OTHER[mark], _OTHER[mark], False)
    large = [number(cell, _OTHER[open_sign(cell)]) for cell in unclear if open_sign(cell) != shown]
    if not large or max(map(abs, large)) > _HIGHEST_GROUND_M:
        return "", mark, False
    taken = shown or others or mark
    return taken, taken, True


def _two_marks(guess: ColumnGuess, cells: Sequence[str]) -> list[Message]:
    """One note when a column parts its decimals by both marks."""
    is_small = guess.role in _DEGREES or guess.role == "sigma"
    shown = {decimal_mark(cell) or (open_sign(cell) if is_small else ""): cell.strip() for cell in cells}
    if "." not in shown or "," not in shown:
        return []
    return [Message("field.two_decimal_marks", column=guess.column, one=shown["."], other=shown[","])]


def _roles(
    headers: Sequence[str],
    body: Sequence[Sequence[str]],
    has_headers: bool,
    wanted: Mapping[str, str],
    path: str,
    datums: Sequence[str],
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
        same = [index for index, other in enumerate(headers) if other == header]
        roles[role] = min(same, key=lambda column: PREFERRED.index(datums[column]))
        guesses.append(ColumnGuess(role, header, Message("field.column_given")))
    if has_headers:
        # of columns in several systems those in the preferred one
        for index in sorted(range(len(headers)), key=lambda column: PREFERRED.index(datums[column])):
            header = headers[index]
            role = role_of_header(header)
            if role and role not in roles and role not in refused and index not in roles.values():
                roles[role] = index
                guesses.append(ColumnGuess(role, header, Message("field.column_named")))
    _name_vertices(body, roles, guesses, {*wanted})
    if set(_DEGREES) <= set(roles) and all(not _filled(body, roles.get(role, -1)) for role in _METRES):
        # receivers leave the columns empty that their system does not have
        roles = {role: column for role, column in roles.items() if role not in _METRES or role in wanted}
    for pair in (("easting", "northing"), ("longitude", "latitude")):
        if len([role for role in pair if role in roles]) == 1:
            del roles[next(role for role in pair if role in roles)]
    if not set(wanted) & set(_METRES) and _degrees_are_newer(roles, datums):
        for role in _METRES:
            del roles[role]
    if not _has_place(roles):
        for role, index in _by_magnitude(body, set(roles.values())).items():
            roles[role] = index
            guesses.append(ColumnGuess(role, headers[index], Message("field.column_numbers")))
        if not has_headers:
            for role, index in _beside_coordinates(body, roles, refused).items():
                roles[role] = index
                guesses.append(ColumnGuess(role, headers[index], Message("field.column_place")))
    if not _has_place(roles):
        raise InputError("field.no_columns", path=path, columns=", ".join(h for h in headers if h)[:300])
    guesses = [guess for guess in guesses if guess.role in roles and headers[roles[guess.role]] == guess.column]
    return roles, guesses


def _degrees_are_newer(roles: Mapping[str, int], datums: Sequence[str]) -> bool:
    """Whether a table gives metres on an old datum and degrees on a modern one."""
    if not {*_METRES, *_DEGREES} <= set(roles):
        return False
    is_modern = datums[roles["longitude"]] not in ("", *_OLD_DATUMS)
    return is_modern and datums[roles["easting"]] in _OLD_DATUMS


def _filled(body: Sequence[Sequence[str]], column: int) -> list[str]:
    return [row[column].strip() for row in body if 0 <= column < len(row) and row[column].strip()]


def _name_vertices(
    body: Sequence[Sequence[str]], roles: dict[str, int], guesses: list[ColumnGuess], given: Collection[str]
) -> None:
    """Take names that are all different for those of vertices, where a column of codes repeats itself or only numbers the rows."""
    if "name" not in roles or given & {"name", "vertex"}:
        return
    names = _filled(body, roles["name"])
    if len(names) < max(2, len(_filled(body, roles.get("easting", roles.get("longitude", -1))))):
        return
    is_code = [
        guess for guess in guesses if guess.role == "vertex" and re.fullmatch("codigo|code", plain_words(guess.column))
    ]
    codes = _filled(body, roles["vertex"]) if is_code else []
    is_coded = bool(is_code) and (len(codes) < len(names) or len(set(codes)) < len(codes))
    is_numbered = "vertex" not in roles and "order" in roles and not {"description", "photos"} & set(roles)
    if len(set(names)) < len(names) or not (is_coded or is_numbered):
        return
    roles["vertex"] = roles.pop("name")
    guesses[:] = [
        replace(guess, role="vertex") if guess.role == "name" else guess for guess in guesses if guess.role != "vertex"
    ]


def _beside_coordinates(
    body: Sequence[Sequence[str]], roles: Mapping[str, int], refused: Collection[str]
) -> dict[str, int]:
    """Of a list without headers (point, north, east, height, description): names before the coordinates and heights behind them."""
    if "easting" not in roles:
        return {}
    first, last = sorted((roles["easting"], roles["northing"]))
    found: dict[str, int] = {}
    names, heights = _filled(body, 0), _filled(body, last + 1)
    if first == 1 and len(set(names)) == len(names) == len(body) and "vertex" not in {*roles, *refused}:
        found["vertex"] = 0
    metres = [number(cell) for cell in heights]
    if last == first + 1 and len(metres) == len(body) and all(0.0 < metre < _HIGHEST_GROUND_M for metre in metres):
        found.update({} if "height" in {*roles, *refused} else {"height": last + 1})
    return found


def _has_place(roles: Mapping[str, int]) -> bool:
    return {"easting", "northing"} <= set(roles) or {"longitude", "latitude"} <= set(roles)


def _by_magnitude(body: Sequence[Sequence[str]], taken: set[int]) -> dict[str, int]:
    width = max((len(row) for row in body), default=0)
    metres: dict[int, tuple[float, float]] = {}
    angles: dict[int, tuple[float, float]] = {}
    for index in range(width):
        cells = [row[index] for row in body if index < len(row) and row[index].strip()]
        if index in taken or not cells:
            continue
        decimal, _, _ = _mark_of("easting", cells, "", "")
        for spans, mark in ((metres, decimal), (angles, "")):
            values = np.array([_coordinate(cell, mark) for cell in cells])
            if np.isfinite(values).mean() > 0.9:
                spans[index] = (float(np.nanmin(values)), float(np.nanmax(values)))
    eastings = [i for i, (low, high) in metres.items() if low >= 1e5 and high <= 9e5]
    northings = [i for i, (low, high) in metres.items() if low >= 1e6 and high <= 1.01e7]
    if eastings and northings:
        return {"easting": eastings[0], "northing": northings[0]}
    longitudes = [i for i, (low, high) in angles.items() if low >= -82.0 and high <= -68.0]
    latitudes = [i for i, (low, high) in angles.items() if low >= -19.0 and high <= 0.5 and low < 0.0]
    if longitudes and latitudes:
        return {"longitude": longitudes[0], "latitude": latitudes[0]}
    return {}


def _coordinate(cell: str, decimal: str) -> float:
    value = number(cell, decimal)
    return degrees(cell) if np.isnan(value) else value
