"""Questions to the GFW Data API: one piece of the area, some days, rows or their number; answers that came once are kept.

A run that was killed leaves its answers in a folder beside the result, and the next one asks only for what is missing.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

from ...errors import ServiceError
from ...geo.files import replaced_file
from ...net.client import Answer
from .gfw_versions import data_of
from .service import AlertRequest, Service

MOST_ANSWER_BYTES = 6_291_556
GFW_EPOCH = datetime.date(2014, 12, 31)
NO_DAY = datetime.date.min
_DAY = datetime.timedelta(days=1)
_KNOWN_WORDS = frozenset({"nominal", "low", "high", "highest", "not_detected", ""})
_LONGEST_SHAPE = 16_384
_TOO_LONG = "took too long"


@dataclass(frozen=True)
class Row:
    """An alert as the service gives it; `day` is :data:`NO_DAY` where its date or place is impossible."""

    longitude: str
    latitude: str
    day: datetime.date
    confidence: str


@dataclass
class Tally:
    """What the answers held besides alerts, and how many questions it took."""

    outside: int = 0
    impossible: int = 0
    unknown_words: int = 0
    repeated: int = 0
    requests: int = 0
    reused: int = 0


@dataclass(frozen=True)
class KeptAnswers:
    """Answers of a run that has not finished, in a folder of their own.

    Attributes
    ----------
    folder : Path
    """

    folder: Path

    @classmethod
    def beside(cls, path: Path) -> KeptAnswers:
        """Those of the run that makes `path`."""
        return cls(path.with_name(f".{path.name}.answers"))

    def get(self, question: str) -> str | None:
        """Answer to a question; None when it was not asked yet."""
        try:
            return self._file(question).read_text(encoding="utf-8")
        except OSError:
            return None

    def put(self, question: str, answer: str) -> None:
        """Keep an answer."""
        with replaced_file(self._file(question)) as partial:
            partial.write_text(answer, encoding="utf-8", newline="")

    def forget(self, question: str) -> None:
        """Ask this question again next time."""
        self._file(question).unlink(missing_ok=True)

    def drop(self) -> None:
        """Forget them, since the result is there."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _file(self, question: str) -> Path:
        return self.folder / hashlib.sha256(question.encode("utf-8")).hexdigest()[:32]


@dataclass
class Asker:
    """Asks one version of a data set."""

    service: Service
    request: AlertRequest
    version: str
    kept: KeptAnswers
    tally: Tally = field(default_factory=Tally)
    _stored: dict[str, str] = field(default_factory=dict)

    def count(self, shape: Any, first: datetime.date, last: datetime.date) -> int:
        """Number of alerts in a polygon, both days included."""
        sql = self.sql(("count(*)",), first, last)
        return self._once(sql, shape, "count", lambda: str(self._count(sql, shape)), int)

    def rows(self, shape: Any, first: datetime.date, last: datetime.date, count: int) -> list[Row]:
        """Alerts in a polygon; fewer than `count` when the answer was cut off."""
        sql = self.sql(self.columns(), first, last)

        def ask() -> str:
            return self._query(shape, sql, "csv").text()

        return self._once(sql, shape, "rows", ask, self.read_rows, lambda rows: len(rows) >= count)

    def columns(self) -> tuple[str, str, str, str]:
        """Names of the columns that are asked for."""
        prefix = self.service.options["prefix"]
        return ("latitude", "longitude", f"{prefix}__date", f"{prefix}__confidence")

    def sql(self, columns: Sequence[str], first: datetime.date, last: datetime.date) -> str:
        """Question in the service's SQL; the names come from the catalogue of services, the dates are dates."""
        date = f"{self.service.options['prefix']}__date"
        since, until = f"'{first.isoformat()}'", f"'{last.isoformat()}'"
        words = ["SELECT", ", ".join(columns), "FROM results WHERE", date, ">=", since, "AND", date, "<=", until]
        return " ".join(words)

    def read_rows(self, text: str) -> list[Row]:
        """Rows of a CSV answer, whose body is empty when there are none.

        Raises
        ------
        ServiceError
            ``sources.columns_changed``.
        """
        if not text.strip():
            return []
        columns = self.columns()
        reader = csv.reader(io.StringIO(text))
        header = [name.strip() for name in next(reader)]
        if not set(columns) <= set(header):
            raise ServiceError(
                "sources.columns_changed",
                title=self.service.title,
                expected=", ".join(columns),
                found=", ".join(header)[:200],
            )
        # a line with fewer values is the last one of an answer that was cut off
        return [self.row(dict(zip(header, values))) for values in reader if len(values) >= len(header)]

    def row(self, values: Mapping[str, Any]) -> Row:
        """One alert, counted where it is impossible or its confidence is not known."""
        latitude, longitude, day, word = (str(values[name]).strip() for name in self.columns())
        try:
            when = datetime.date.fromisoformat(day[:10])
            is_place = abs(float(latitude)) <= 90.0 and abs(float(longitude)) <= 180.0
        except ValueError:
            when, is_place = NO_DAY, False
        if not is_place or when <= GFW_EPOCH or when > self.request.today + 2 * _DAY:
            self.tally.impossible += 1
            when = NO_DAY
        if word not in _KNOWN_WORDS:
            self.tally.unknown_words += 1
        return Row(longitude, latitude, when, word)

    def _once(
        self,
        sql: str,
        shape: Any,
        what: str,
        ask: Callable[[], str],
        read: Callable[[str], Any],
        is_whole: Callable[[Any], bool] = lambda value: True,
    ) -> Any:
        """The answer that is kept, or the service's, which is kept if it is whole."""
        question = " ".join((what, self.version, sql, shape.ExportToWkt()))
        known = self.kept.get(question)
        if known is not None:
            self.tally.reused += 1
            return read(known)
        self.tally.requests += 1
        text = ask()
        value = read(text)
        if is_whole(value):
            self.kept.put(question, text)
        return value

    def _count(self, sql: str, shape: Any) -> int:
        data = data_of(self._query(shape, sql, "json").json())
        if data == []:
            return 0
        if isinstance(data, list) and isinstance(data[0], dict):
            counted = next((value for name, value in data[0].items() if name.startswith("count")), None)
            if isinstance(counted, (int, float)):
                return int(counted)
        raise ServiceError("sources.answer_changed", title=self.service.title, what="count")

    def _query(self, shape: Any, sql: str, form: str) -> Answer:
        address = f"{self.service.base}/dataset/{self.service.options['dataset']}/{self.version}/query/{form}"
        options: dict[str, Any] = {
            "credential": self.request.credential,
            "max_bytes": MOST_ANSWER_BYTES,
            "is_final": lambda answer: _TOO_LONG in answer.text(),
            "is_cancelled": self.request.is_cancelled,
        }
        geometry = members_of(shape)
        stored = self._store(geometry)
        if stored:
            params = {"sql": sql, "geostore_id": stored, "geostore_origin": "gfw"}
            return self.request.client.get(address, params=params, **options)
        return self.request.client.post_json(address, {"geometry": geometry, "sql": sql}, **options)

    def _store(self, geometry: Mapping[str, Any]) -> str:
        """Identity of a long geometry that the service keeps, so that it travels once; empty for a short one."""
        body = json.dumps(geometry, separators=(",", ":"))
        if len(body) <= _LONGEST_SHAPE:
            return ""
        name = hashlib.sha256(body.encode("utf-8")).hexdigest()
        if name not in self._stored:
            answer = self.request.client.post_json(
                f"{self.service.base}/geostore/",
                {"geometry": geometry},
                credential=self.request.credential,
                accepted=(400, 404, 413, 422),
                is_cancelled=self.request.is_cancelled,
            )
            data = data_of(answer.json()) if answer.status < 400 else None
            # a service that keeps no geometry is asked with the geometry itself
            self._stored[name] = str(data.get("gfw_geostore_id") or "") if isinstance(data, dict) else ""
        return self._stored[name]


def members_of(shape: Any) -> dict[str, Any]:
    """Polygon as the service takes it: it refuses unknown members, a ``crs`` among them, and closes no rings."""
    return {name: value for name, value in json.loads(shape.ExportToJson()).items() if name in ("type", "coordinates")}


def is_too_much(error: ServiceError) -> bool:
    """Whether a smaller question may be answered."""
    return error.message.id in ("net.too_large", "net.timeout") or (
        error.message.id == "net.server_failed" and _TOO_LONG in str(error.message.facts["detail"])
    )
