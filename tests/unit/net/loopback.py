"""A server on this machine that answers, and fails, as the real services do."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, Callable, Iterator

# Ten looks for a cancel in it are one a second.
SILENCE_S = 10.0
LOOKS = 10


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


Step = Callable[[BaseHTTPRequestHandler, Asked], None]


def text(body: str | bytes, status: int = 200, kind: str = "application/json", **headers: str) -> Step:
    """A plain answer."""
    content = body.encode() if isinstance(body, str) else body

    def step(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return step


def file(content: bytes, etag: str = '"v1"', cut_after: int | None = None, last_modified: str = "") -> Step:
    """A file with byte ranges; with `cut_after`, the connection breaks after that many bytes of the answer."""

    def step(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        start, stop = 0, len(content)
        wanted = asked.headers.get("range", "")
        condition = asked.headers.get("if-range", "")
        if wanted and (not condition or condition in (etag, last_modified)):
            first, _, last = wanted.split("=")[1].partition("-")
            start, stop = int(first), min(int(last) + 1 if last else stop, stop)
            if start >= len(content):
                text("", 416, "text/plain")(handler, asked)
                return
            handler.send_response(206)
            handler.send_header("Content-Range", f"bytes {start}-{stop - 1}/{len(content)}")
        else:
            handler.send_response(200)
        if etag:
            handler.send_header("ETag", etag)
        if last_modified:
            handler.send_header("Last-Modified", last_modified)
        handler.send_header("Content-Length", str(stop - start))
        handler.end_headers()
        handler.wfile.write(content[start : stop if cut_after is None else min(stop, start + cut_after)])
        if cut_after is not None:
            handler.wfile.flush()
            hang_up(handler, asked)

    return step


def hang_up(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
    """Break the connection without an answer."""
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def drip(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
    """Send headers and then one byte a second, for ever so long."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(30):
        try:
            handler.wfile.write(b"x")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(1.0)


def silence(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
    """Take the request and say nothing for a while."""
    handler.close_connection = True
    time.sleep(SILENCE_S)


def stop_after(looks: int, begun: Callable[[], Any] = lambda: True) -> Callable[[], bool]:
    """Somebody who cancels at a look after so many; looks before `begun` do not count.

    Whoever hears of it while the network is silent looked so often in that time, however slow the machine is.
    """
    seen = count(1)
    return lambda: bool(begun()) and next(seen) > looks


@contextmanager
def nobody() -> Iterator[str]:
    """Address of a port where nobody listens, and which nobody else can take while the block lasts."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@dataclass
class Loopback:
    """Scripted answers by path (without query); the last one of a path repeats."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    steps: dict[str, list[Step]] = field(default_factory=dict)

    def on(self, path: str, *steps: Step) -> str:
        """Set the answers of a path and give its address."""
        self.steps[path] = list(steps)
        return self.url + path

    def next_step(self, path: str) -> Step:
        steps = self.steps.get(path.partition("?")[0])
        if not steps:
            return text('{"detail":"no such route"}', 404)
        return steps.pop(0) if len(steps) > 1 else steps[0]


class running:  # noqa: N801  (a context manager reads as a verb)
    """Serve on a free port while the block lasts."""

    def __enter__(self) -> Loopback:
        service = Loopback("")

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # header and body leave in two pieces; the second would wait for the first to be acknowledged, 40 ms
            disable_nagle_algorithm = True

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                asked = Asked(
                    self.command,
                    self.path,
                    {name.lower(): value for name, value in self.headers.items()},
                    self.rfile.read(length),
                )
                service.asked.append(asked)
                service.next_step(self.path)(self, asked)

            do_GET = do_POST = do_CONNECT = answer  # noqa: N815  (names of http.server)

            def log_message(self, *unused: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda request, address: None
        service.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return service

    def __exit__(self, *unused: Any) -> None:
        self._server.shutdown()
        self._server.server_close()
