"""Files from the network: streamed to disk, resumed after a break, whole or absent under their own name."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from ..errors import ServiceError
from ..geo.files import output_error
from ..geo.progress import IsCancelled, never_cancelled
from .client import Answer, HttpClient, Received, Stream, host_of, ignore_bytes, looks_like_html
from .settings import SECRETS, Credential

_CHUNK = 1 << 20
_MOST_ERROR_BYTES = 65536
_DEFAULT_MOST_BYTES = 8 * 1024**3


@dataclass(frozen=True)
class Download:
    """A file that came whole.

    Attributes
    ----------
    path : Path
    size_bytes : int
    sha256 : str
        Of the whole file, in hexadecimal.
    version : str
        What the service calls this state of the file: its ETag, else Last-Modified, else empty.
    resumed_bytes : int
        How much of it an earlier, broken run had left.
    """

    path: Path
    size_bytes: int
    sha256: str
    version: str
    resumed_bytes: int


def partial_of(path: Path) -> Path:
    """Where the bytes of an unfinished download wait for the next run."""
    return path.with_name(f".{path.name}.partial")


def download(
    client: HttpClient,
    url: str,
    path: Path | str,
    *,
    credential: Credential | None = None,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = _DEFAULT_MOST_BYTES,
    received: Received = ignore_bytes,
    is_cancelled: IsCancelled = never_cancelled,
) -> Download:
    """Fetch a file; what an earlier run left is continued if the service still has the same state of it.

    Parameters
    ----------
    received : callable
        Told the bytes so far and in all (None when unknown).

    Raises
    ------
    ServiceError
        As :meth:`HttpClient.ask`. The bytes received so far stay beside `path` (:func:`partial_of`) for the next run.
    OutputError
        When the folder cannot be written or the disk is full.
    CancelledError
    """
    target = Path(path)
    job = _Job(client, url, target, dict(headers or {}), credential, max_bytes, received, is_cancelled)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        client.persist(job.attempt, lambda answer: False, (), is_cancelled)
        return job.finish()
    except OSError as error:
        raise output_error(target, error) from error


class _Job:
    """The attempts at one file, each starting where the one before broke off."""

    def __init__(
        self,
        client: HttpClient,
        url: str,
        target: Path,
        headers: dict[str, str],
        credential: Credential | None,
        max_bytes: int,
        received: Received,
        is_cancelled: IsCancelled,
    ) -> None:
        self._client = client
        self._url = url
        self._target = target
        self._partial = partial_of(target)
        self._state = self._partial.with_name(self._partial.name + ".json")
        self._headers = headers
        self._credential = credential
        self._max_bytes = max_bytes
        self._received = received
        self._is_cancelled = is_cancelled
        self._version = ""
        self._resumed = 0

    def attempt(self) -> Answer:
        start, validator = self._left_by_earlier_run()
        headers = {**self._headers, "Accept-Encoding": "identity"}
        if start:
            headers.update({"Range": f"bytes={start}-", "If-Range": validator})
        with self._client.open_stream(
            "GET", self._url, headers=headers, credential=self._credential, is_cancelled=self._is_cancelled
        ) as stream:
            if stream.status == 416:
                self._forget()
                raise ServiceError("net.cut", host=host_of(self._url))
            if stream.status >= 400:
                return _failure(self._url, stream)
            if stream.status == 206:
                if _range_start(stream.headers) != start:
                    self._forget()
                    raise ServiceError("net.cut", host=host_of(self._url))
            else:
                start = 0
            self._resumed = start
            self._write(stream, start)
        return Answer(self._url, 200, stream.headers, b"")

    def _write(self, stream: Stream, start: int) -> None:
        total = None if stream.expected_bytes is None else start + stream.expected_bytes
        self._refuse_too_large(total or start)
        validator = _validator(stream.headers)
        self._version = _version(stream.headers)
        size = start
        with self._partial.open("r+b" if start else "wb") as file:
            file.seek(start)
            file.truncate()
            self._state.write_text(
                json.dumps({"url": SECRETS.hide(self._url), "validator": validator}), encoding="utf-8"
            )
            for chunk in stream.chunks:
                if size == 0 and looks_like_html(chunk):
                    self._state.unlink()
                    raise ServiceError("net.html", host=host_of(self._url))
                size += len(chunk)
                self._refuse_too_large(size)
                file.write(chunk)
                self._received(size, total)

    def _refuse_too_large(self, size: int) -> None:
        if size > self._max_bytes:
            self._forget()
            raise ServiceError("net.too_large", host=host_of(self._url), most_mb=round(self._max_bytes / 1e6, 1))

    def _left_by_earlier_run(self) -> tuple[int, str]:
        """Bytes that can be continued and the state they belong to; nothing when the state cannot be told apart."""
        state = _read_state(self._state)
        validator = str(state.get("validator", ""))
        if not validator or state.get("url") != SECRETS.hide(self._url) or not self._partial.is_file():
            return 0, ""
        return self._partial.stat().st_size, validator

    def _forget(self) -> None:
        self._state.unlink(missing_ok=True)

    def finish(self) -> Download:
        digest = hashlib.sha256()
        with self._partial.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        size = self._partial.stat().st_size
        os.replace(self._partial, self._target)
        self._forget()
        return Download(self._target, size, digest.hexdigest(), self._version, self._resumed)


def _failure(url: str, stream: Stream) -> Answer:
    body = b""
    for chunk in stream.chunks:
        body += chunk
        if len(body) > _MOST_ERROR_BYTES:
            break
    return Answer(url, stream.status, stream.headers, body)


def _validator(headers: Mapping[str, str]) -> str:
    """What ``If-Range`` may hold (RFC 9110, 13.1.5): a strong ETag, else the date; empty when neither came."""
    etag = headers.get("etag", "")
    if etag and not etag.startswith("W/"):
        return etag
    return headers.get("last-modified", "")


def _version(headers: Mapping[str, str]) -> str:
    return headers.get("etag", "").strip('"') or headers.get("last-modified", "")


def _range_start(headers: Mapping[str, str]) -> int | None:
    """First byte of a partial answer, from ``Content-Range: bytes 100-199/200``."""
    unit, _, rest = headers.get("content-range", "").partition(" ")
    first = rest.split("-")[0]
    return int(first) if unit == "bytes" and first.isdigit() else None


def _read_state(path: Path) -> dict[str, Any]:
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}
