"""The HTTP client: the one file that uses ``requests``."""

from __future__ import annotations

import errno
import json
import logging
import queue
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator, Mapping

import numpy as np
import requests
from requests.compat import quote, urljoin, urlsplit

from ..errors import CancelledError, ServiceError
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from .retry import REPEATABLE_STATUSES, back_off_s, retry_after_s
from .settings import SECRETS, Credential, NetworkSettings

logging.getLogger("urllib3.connectionpool").addFilter(SECRETS)

_CHUNK = 65536
_POLL_S = 0.1
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_DETAIL = 200
_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
_OUT_OF_REACH = frozenset(
    {"net.offline", "net.refused", "net.timeout", "net.cut", "net.server_failed", "net.too_many_requests"}
)

Received = Callable[[int, "int | None"], None]


def is_out_of_reach(error: ServiceError) -> bool:
    """Whether `error` means that the service cannot be reached now, so that the last data is what there is."""
    return error.message.id in _OUT_OF_REACH


def ignore_bytes(received: int, total: int | None) -> None:
    """Bytes that nobody counts."""


@dataclass(frozen=True)
class Answer:
    """What a service answered.

    Attributes
    ----------
    url : str
        Address asked, without its key.
    status : int
    headers : mapping
        Names in lower case.
    body : bytes
        Decoded from its transfer and content encoding.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def host(self) -> str:
        """Name of the service's host."""
        return host_of(self.url)

    def text(self) -> str:
        """Body as text: UTF-8, a leading byte order mark dropped, Latin-1 where it is not UTF-8."""
        try:
            return self.body.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.body.decode("latin-1")

    def json(self) -> Any:
        """Body as JSON.

        Raises
        ------
        ServiceError
            ``net.not_json`` when it is none, ``net.html`` when a web page came instead.
        """
        try:
            return json.loads(self.text())
        except ValueError as error:
            if looks_like_html(self.body):
                raise ServiceError("net.html", host=self.host) from error
            raise ServiceError("net.not_json", host=self.host, start=SECRETS.hide(self.text()[:60])) from error


def host_of(url: str) -> str:
    """Host of an address, with its port when there is one."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""


def looks_like_html(start: bytes) -> bool:
    """Whether a body is a web page: what hotel and satellite gateways answer to anything until one signs in."""
    text = start[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return text.startswith((b"<!doctype html", b"<html"))


@dataclass
class Stream:
    """An answer whose body is still arriving; iterate `chunks` to its end."""

    url: str
    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]

    @property
    def expected_bytes(self) -> int | None:
        """Length of the body as sent; None when the service does not tell."""
        length = self.headers.get("content-length", "")
        return int(length) if length.isdigit() else None


class HttpClient:
    """Ask services, patiently and cancellably.

    The network runs in a thread of its own, because a socket that waits cannot be woken: the caller looks at `is_cancelled` ten
    times a second, whatever the network does.

    Parameters
    ----------
    settings : NetworkSettings
    """

    def __init__(self, settings: NetworkSettings | None = None) -> None:
        self.settings = settings or NetworkSettings()
        self._generator = np.random.default_rng()
        self._session = self._new_session()

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        # The host gives proxy and certificates; a .netrc must not replace the key that was chosen.
        session.trust_env = False
        session.headers["User-Agent"] = self.settings.user_agent
        return session

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def get(self, url: str, **options: Any) -> Answer:
        """Ask for a document; options as in :meth:`ask`."""
        return self.ask("GET", url, **options)

    def post_json(self, url: str, body: Any, **options: Any) -> Answer:
        """Send `body` as JSON; options as in :meth:`ask`."""
        data = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
        headers = {"Content-Type": "application/json", **options.pop("headers", {})}
        return self.ask("POST", url, headers=headers, data=data, **options)

    def ask(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        credential: Credential | None = None,
        max_bytes: int = 64 * 1024 * 1024,
        is_final: Callable[[Answer], bool] = lambda answer: False,
        accepted: tuple[int, ...] = (),
        accepts_html: bool = False,
        received: Received = ignore_bytes,
        is_cancelled: IsCancelled = never_cancelled,
    ) -> Answer:
        """Send a request, again while it may help, and return the whole answer.

        Parameters
        ----------
        params : mapping, optional
            Query of the address.
        credential : Credential, optional
        max_bytes : int
            Longest body that is accepted.
        is_final : callable
            Whether an answer with a failing status shall not be asked again.
        accepted : tuple of int
            Failing statuses that are returned instead of raised.
        accepts_html : bool
            Whether a web page may be the answer.
        received : callable
            Told the bytes so far and in all (None when unknown).

        Raises
        ------
        ServiceError
            Named after what happened: ``net.offline``, ``net.refused``, ``net.timeout``, ``net.certificate``, ``net.proxy``,
            ``net.proxy_auth``, ``net.key_refused``, ``net.not_found``, ``net.too_many_requests``, ``net.server_failed``,
            ``net.status``, ``net.cut``, ``net.too_large``, ``net.html``, ``net.no_ranges``.
        CancelledError
        """

        def once() -> Answer:
            with self.open_stream(
                method, url, params=params, headers=headers, data=data, credential=credential, is_cancelled=is_cancelled
            ) as stream:
                if stream.status == 200 and "Range" in (headers or {}):
                    raise ServiceError("net.no_ranges", host=host_of(url))
                parts = []
                size = 0
                for chunk in stream.chunks:
                    size += len(chunk)
                    if size > max_bytes:
                        raise ServiceError("net.too_large", host=host_of(url), most_mb=round(max_bytes / 1e6, 1))
                    parts.append(chunk)
                    received(size, stream.expected_bytes)
                answer = Answer(url, stream.status, stream.headers, b"".join(parts))
            if not accepts_html and answer.status < 400 and looks_like_html(answer.body):
                raise ServiceError("net.html", host=answer.host)
            return answer

        return self.persist(once, is_final, accepted, is_cancelled)

    def persist(
        self,
        once: Callable[[], Answer],
        is_final: Callable[[Answer], bool],
        accepted: tuple[int, ...],
        is_cancelled: IsCancelled,
    ) -> Answer:
        """Repeat `once` while its failure may pass: connections, time-outs, 408, 425, 429 and 5xx."""
        for attempt in range(1, self.settings.attempts + 1):
            last = attempt == self.settings.attempts
            asked_wait = None
            try:
                answer = once()
            except ServiceError as error:
                if last or error.message.id not in (
                    "net.offline",
                    "net.refused",
                    "net.timeout",
                    "net.cut",
                    "net.proxy",
                ):
                    raise
            else:
                if answer.status < 400 or answer.status in accepted:
                    return answer
                asked_wait = retry_after_s(answer.headers)
                too_long = asked_wait is not None and asked_wait > self.settings.longest_wait_s
                if last or too_long or answer.status not in REPEATABLE_STATUSES or is_final(answer):
                    raise status_error(answer)
            wait = back_off_s(attempt, self.settings.first_wait_s, self.settings.longest_wait_s, self._generator)
            self.wait(max(wait, asked_wait or 0.0), is_cancelled)
        raise ServiceError("net.offline", host="")

    def wait(self, seconds: float, is_cancelled: IsCancelled) -> None:
        """Wait, and stop waiting when the user cancels."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            stop_if(is_cancelled)
            time.sleep(min(_POLL_S, left))

    def open_stream(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        credential: Credential | None = None,
        is_cancelled: IsCancelled = never_cancelled,
    ) -> _OpenStream:
        """Send one request and give its answer as a stream, as a context manager; no repetition here.

        Redirections are followed here, so that no key travels to another host (requests would carry ``x-api-key`` along).
        """
        request = _Request(method, url, params, dict(headers or {}), data, credential)
        return _OpenStream(self._session, self.settings, request, is_cancelled, self._replace_session)

    def _replace_session(self) -> None:
        """Leave the connections of an abandoned request to themselves."""
        self._session = self._new_session()


@dataclass
class _Request:
    method: str
    url: str
    params: Mapping[str, Any] | None
    headers: dict[str, str]
    data: bytes | None
    credential: Credential | None


class _OpenStream:
    """One request in its thread; the caller takes the body from a queue."""

    def __init__(
        self,
        session: requests.Session,
        settings: NetworkSettings,
        request: _Request,
        is_cancelled: IsCancelled,
        abandon: Callable[[], None],
    ) -> None:
        self._session = session
        self._settings = settings
        self._request = request
        self._is_cancelled = is_cancelled
        self._abandon = abandon
        self._queue: queue.Queue[Any] = queue.Queue(maxsize=16)
        self._stopped = threading.Event()
        self._ended = False

    def __enter__(self) -> Stream:
        # A daemon, so that a request that waits for a dead satellite link does not keep QGIS from closing.
        threading.Thread(target=self._run, name="rainforest-alert-http", daemon=True).start()
        try:
            status, headers = self._take()
        except BaseException:
            self.__exit__()
            raise
        return Stream(self._request.url, status, headers, self._body())

    def __exit__(self, *unused: Any) -> None:
        self._stopped.set()
        if not self._ended:
            self._abandon()

    def _body(self) -> Iterator[bytes]:
        while (chunk := self._take()) is not None:
            yield chunk

    def _take(self) -> Any:
        while True:
            if self._is_cancelled():
                raise CancelledError
            try:
                item = self._queue.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            if item is None or isinstance(item, BaseException):
                self._ended = True
            if isinstance(item, BaseException):
                raise item
            return item

    def _put(self, item: Any) -> bool:
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=_POLL_S)
            except queue.Full:
                continue
            return True
        return False

    def _run(self) -> None:
        """In the thread: send, follow, pass the body on; whatever fails goes to the caller."""
        try:
            response = self._send()
            try:
                headers = {name.lower(): value for name, value in response.headers.items()}
                if not self._put((response.status_code, headers)):
                    return
                for chunk in response.iter_content(_CHUNK):
                    if not self._put(chunk):
                        return
                self._refuse_short_body(response, headers)
            finally:
                response.close()
            self._put(None)
        except ServiceError as error:
            self._put(error)
        except (requests.RequestException, OSError) as error:
            self._put(network_error(error, self._request.url))
        except BaseException as error:  # a fault of ours must reach the caller's thread, not die in this one
            self._put(error)

    def _refuse_short_body(self, response: requests.Response, headers: Mapping[str, str]) -> None:
        length = headers.get("content-length", "")
        if self._request.method == "HEAD" or not length.isdigit():
            return
        if response.raw.tell() < int(length):
            raise ServiceError("net.cut", host=host_of(self._request.url))

    def _send(self) -> requests.Response:
        request = self._request
        credential = request.credential
        url = request.url
        headers = dict(request.headers)
        if credential is not None and credential.placeholder:
            url = url.replace(credential.placeholder, quote(credential.secret, safe=""))
        if credential is not None and credential.header:
            headers[credential.header] = credential.prefix + credential.secret
        method, data, params = request.method, request.data, request.params
        for _hop in range(_MOST_REDIRECTS + 1):
            response = self._session.request(
                method,
                url,
                params=params,
                headers=headers,
                data=data,
                stream=True,
                allow_redirects=False,
                timeout=(self._settings.connect_timeout_s, self._settings.read_timeout_s),
                proxies=self._proxies(url),
                verify=str(self._settings.ca_bundle) if self._settings.ca_bundle else True,
            )
            if response.status_code not in _REDIRECTS or "location" not in response.headers:
                return response
            target = urljoin(response.url, response.headers["location"])
            response.close()
            if urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https":
                raise ServiceError("net.insecure_redirect", host=host_of(url), target=host_of(target))
            if _origin(target) != _origin(url) and credential is not None and credential.header:
                headers.pop(credential.header, None)
            if response.status_code == 303 or (response.status_code in (301, 302) and method == "POST"):
                method, data = "GET", None
                headers.pop("Content-Type", None)
            url, params = target, None
        raise ServiceError("net.too_many_redirects", host=host_of(request.url))

    def _proxies(self, url: str) -> dict[str, str]:
        if not self._settings.proxies or requests.utils.should_bypass_proxies(url, no_proxy=self._settings.no_proxy):
            return {}
        return dict(self._settings.proxies)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def status_error(answer: Answer) -> ServiceError:
    """What a failing status means to the person who asked."""
    detail = service_detail(answer)
    if answer.status in (401, 403):
        return ServiceError("net.key_refused", host=answer.host, status=answer.status, detail=detail)
    if answer.status in (404, 410):
        return ServiceError("net.not_found", host=answer.host, url=SECRETS.hide(answer.url))
    if answer.status == 407:
        return ServiceError("net.proxy_auth")
    if answer.status == 429:
        wait = retry_after_s(answer.headers)
        return ServiceError("net.too_many_requests", host=answer.host, wait_s=int(wait or 60))
    if answer.status >= 500:
        return ServiceError("net.server_failed", host=answer.host, status=answer.status, detail=detail)
    return ServiceError("net.status", host=answer.host, status=answer.status, detail=detail)


def service_detail(answer: Answer) -> str:
    """The service's own words about a failure, short, on one line and without keys."""
    text = answer.text()
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if isinstance(body, dict):
        for name in ("detail", "message", "error", "errors"):
            if body.get(name):
                text = body[name] if isinstance(body[name], str) else json.dumps(body[name], ensure_ascii=False)
                break
    elif looks_like_html(answer.body):
        text = ""
    return SECRETS.hide(" ".join(text.split()))[:_MOST_DETAIL]


def network_error(error: Exception, url: str) -> ServiceError:
    """What a failed connection means to the person who asked."""
    host = host_of(url)
    causes = list(_causes(error))
    reason = SECRETS.hide(" ".join(str(causes[-1]).split()))[:_MOST_DETAIL]
    whole = " ".join(str(cause) for cause in causes)
    if "407" in whole and isinstance(error, requests.exceptions.ProxyError):
        return ServiceError("net.proxy_auth")
    if isinstance(error, requests.exceptions.ProxyError):
        return ServiceError("net.proxy", reason=reason)
    if isinstance(error, requests.exceptions.SSLError):
        return ServiceError("net.certificate", host=host, reason=reason)
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema)):
        return ServiceError("net.bad_address", url=SECRETS.hide(url))
    if isinstance(error, requests.exceptions.InvalidSchema):
        return ServiceError("net.bad_address", url=SECRETS.hide(url))
    if any(isinstance(cause, socket.gaierror) for cause in causes) or "NameResolution" in whole:
        return ServiceError("net.offline", host=host)
    if any(isinstance(cause, OSError) and cause.errno in _UNREACHABLE for cause in causes):
        return ServiceError("net.offline", host=host)
    if isinstance(error, requests.exceptions.Timeout) or any(isinstance(cause, socket.timeout) for cause in causes):
        return ServiceError("net.timeout", host=host)
    if "timed out" in whole:
        return ServiceError("net.timeout", host=host)
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return ServiceError("net.refused", host=host)
    return ServiceError("net.cut", host=host)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what caused it, outermost first; requests hides the cause in its arguments, urllib3 in ``reason``."""
    pending: list[Any] = [error]
    seen: list[int] = []
    while pending:
        current = pending.pop(0)
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.append(id(current))
        yield current
        pending += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]
