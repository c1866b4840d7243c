"""What the host knows about the network, as plain values: proxy, certificates, patience, keys."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping

HIDDEN = "…"
_SHORTEST_SECRET = 4


@dataclass(frozen=True)
class NetworkSettings:
    """How to reach the network.

    Attributes
    ----------
    proxies : mapping
        Proxy address by scheme (``http``, ``https``), credentials included where the proxy asks for them.
    no_proxy : str
        Hosts that are reached directly, separated by commas.
    ca_bundle : Path or None
        Certificates in PEM form that are trusted; None for those that came with the HTTP library.
    user_agent : str
        How the plugin names itself.
    connect_timeout_s, read_timeout_s : float
        Longest wait for a connection, and for the next byte.
    attempts : int
        How often a request is sent before it counts as failed.
    first_wait_s, longest_wait_s : float
        Wait before the second attempt (it doubles from then on) and the longest one that is accepted, also from ``Retry-After``.
    """

    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)
    no_proxy: str = "localhost,127.0.0.1"
    ca_bundle: Path | None = None
    user_agent: str = "RainforestAlert"
    connect_timeout_s: float = 15.0
    read_timeout_s: float = 60.0
    attempts: int = 5
    first_wait_s: float = 1.0
    longest_wait_s: float = 120.0


@dataclass(frozen=True)
class Credential:
    """A key, and where a service wants it.

    Attributes
    ----------
    secret : str
        The key itself; it appears in no ``repr``, message or log.
    header : str
        Name of the request header that carries it; empty when it goes elsewhere.
    prefix : str
        What stands before it in the header (``"Bearer "``).
    placeholder : str
        Text in the address that it replaces when the request is sent (``"{MAP_KEY}"``); addresses in messages keep the placeholder.
    """

    secret: str = field(repr=False)
    header: str = ""
    prefix: str = ""
    placeholder: str = ""

    def __post_init__(self) -> None:
        SECRETS.add(self.secret)


class _Secrets(logging.Filter):
    """Take keys out of what the HTTP library logs when somebody turns its debug log on."""

    def __init__(self) -> None:
        super().__init__()
        self._secrets: set[str] = set()

    def add(self, secret: str) -> None:
        if len(secret) >= _SHORTEST_SECRET:
            self._secrets.add(secret)

    def hide(self, text: str) -> str:
        """Text without any known key."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self.hide(record.getMessage())
        record.args = ()
        return True


SECRETS = _Secrets()
