"""Versions of a data set at the GFW Data API: which one is asked, and what happens when it is no longer kept.

Versions vanish after 21 or 90 days. A stored version that is asked for again may be gone: the latest is taken then, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator

from ...errors import Message, ServiceError
from ...geo.progress import stop_if
from .service import AlertRequest, Service

_PAGE = 50
_MOST_PAGES = 40


@dataclass(frozen=True)
class Version:
    """The version that is asked.

    Attributes
    ----------
    name : str
    wanted : str
        The one that an earlier result had, where it is gone; empty otherwise.
    messages : tuple of Message
    """

    name: str
    wanted: str = ""
    messages: tuple[Message, ...] = ()


def settled_version(service: Service, request: AlertRequest) -> Version:
    """Version to ask: the one that is wanted while the service keeps it, else the latest.

    Raises
    ------
    ServiceError
        ``sources.answer_changed`` when the answer names none.
    """
    if not request.version:
        return Version(latest_version(service, request))
    try:
        _ask(service, request, request.version)
    except ServiceError as error:
        if error.message.id != "net.not_found":
            raise
        return replacement_of(service, request, request.version)
    return Version(request.version)


def replacement_of(service: Service, request: AlertRequest, gone: str) -> Version:
    """The latest version in the place of one that is gone, with the sentence that says so."""
    latest = latest_version(service, request)
    kept = sum(name != latest for name in kept_versions(service, request))
    said = Message("sources.version_gone", title=service.title, wanted=gone, version=latest, kept=kept)
    return Version(latest, gone, (said,))


def latest_version(service: Service, request: AlertRequest) -> str:
    """Version that ``latest`` stands for now; versions vanish after weeks, so that it is part of every saved result.

    Raises
    ------
    ServiceError
        ``sources.answer_changed`` when the answer names none.
    """
    data = data_of(_ask(service, request, "latest"))
    version = data.get("version") if isinstance(data, dict) else None
    if not isinstance(version, str) or not version:
        raise ServiceError("sources.answer_changed", title=service.title, what="version")
    return version


def kept_versions(service: Service, request: AlertRequest) -> list[str]:
    """Versions that the service still keeps, from all pages of its metadata; empty when it does not tell."""
    found: list[str] = []
    for data in _pages(service, request):
        names = data.get("versions") if isinstance(data, dict) else None
        fresh = [str(name) for name in names or [] if str(name) not in found]
        found += fresh
        if len(names or []) < _PAGE or not fresh:
            break
    return found


def _pages(service: Service, request: AlertRequest) -> Iterator[Any]:
    for page in range(1, _MOST_PAGES + 1):
        stop_if(request.is_cancelled)
        answer = request.client.get(
            f"{service.base}/dataset/{service.options['dataset']}",
            params={"page[number]": page, "page[size]": _PAGE},
            accepted=(404,),
            is_cancelled=request.is_cancelled,
        )
        if answer.status == 404:
            return
        yield data_of(answer.json())


def _ask(service: Service, request: AlertRequest, version: str) -> Any:
    address = f"{service.base}/dataset/{service.options['dataset']}/{version}"
    return request.client.get(address, is_cancelled=request.is_cancelled).json()


def data_of(answer: Any) -> Any:
    """Member ``data`` of an answer; None when there is none."""
    return answer.get("data") if isinstance(answer, dict) else None
