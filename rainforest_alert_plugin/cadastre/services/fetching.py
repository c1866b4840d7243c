"""A service fetched: each of its layers read or named as not read, the copy written, the difference to the copy before."""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, Sequence

from ...errors import Message, ServiceError
from ...geo.progress import IsCancelled, Progress, never_cancelled, no_progress, span, stop_if
from ...net.client import HttpClient
from ...net.settings import NetworkSettings
from . import arcgis_rest, file, wfs
from .answer import HOPELESS, LayerAnswer, LayerRequest
from .area import Box
from .catalogue import Service, ServiceLayer
from .copies import Copy, Difference, copies_in, difference, free_path, write_copy

PARTS_FOLDER = ".partial"
_MOST_ATTEMPTS = 3


class FetchLayer(Protocol):
    """Fetch a layer of a service of one kind."""

    def __call__(self, service: Service, layer: ServiceLayer, request: LayerRequest) -> LayerAnswer:
        """See the modules."""


FETCHERS: dict[str, FetchLayer] = {"arcgis_rest": arcgis_rest.fetch, "wfs": wfs.fetch, "file": file.fetch}


@dataclass(frozen=True)
class LayerOutcome:
    """What became of a layer.

    Attributes
    ----------
    service : Service
    layer : ServiceLayer
    copy : Copy or None
        The new copy; None when the layer could not be read.
    previous : Copy or None
        The complete copy before, which stays in use where there is no new one.
    changes : Difference or None
    messages : tuple of Message
        What happened, for people.
    """

    service: Service
    layer: ServiceLayer
    copy: Copy | None
    previous: Copy | None
    changes: Difference | None
    messages: tuple[Message, ...] = field(default=())


def fetch_service(
    service: Service,
    boxes: Sequence[Box],
    folder: Path,
    network: NetworkSettings,
    now: datetime.datetime,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> list[LayerOutcome]:
    """Fetch all layers of a service; one that fails does not keep the others from coming.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    CancelledError
        Nothing was written; pieces that came wait for the next run.
    """
    patience = float(service.options.get("read_timeout_s") or network.read_timeout_s)
    client = HttpClient(replace(network, read_timeout_s=patience, attempts=min(network.attempts, _MOST_ATTEMPTS)))
    parts = folder / PARTS_FOLDER / f"{service.id}-{_digest(service, boxes)}"
    answers: list[LayerAnswer] = []
    troubles: dict[str, ServiceError] = {}
    hopeless: ServiceError | None = None
    try:
        for number, layer in enumerate(service.layers):
            stop_if(is_cancelled)
            share = 95.0 / len(service.layers)
            request = LayerRequest(
                boxes, client, parts / layer.id, span(progress, number * share, (number + 1) * share), is_cancelled
            )
            if hopeless is not None:
                troubles[layer.id] = hopeless
                continue
            try:
                answer = FETCHERS[service.kind](service, layer, request)
                if answer.received == 0 and answer.expected:
                    reason = answer.messages[0].facts["reason"]
                    raise ServiceError(
                        "services.nothing_came", title=service.full_title, expected=answer.expected, reason=reason
                    )
                answers.append(answer)
            except ServiceError as error:
                troubles[layer.id] = error
                hopeless = error if error.message.id in HOPELESS else None
    finally:
        client.close()
    copies: dict[str, Copy] = {}
    earlier = {layer.id: _complete_copy(folder, service, layer) for layer in service.layers}
    if answers:
        unread = {name: error.message.id for name, error in troubles.items()}
        written = write_copy(free_path(folder, service, now), service, answers, boxes, now, unread, is_cancelled)
        copies = {copy.table: copy for copy in written}
    if len(answers) == len(service.layers) and all(answer.is_complete for answer in answers):
        shutil.rmtree(parts, ignore_errors=True)
    outcomes = []
    for layer in service.layers:
        said = next((answer.messages for answer in answers if answer.layer is layer), ())
        outcomes.append(_outcome(service, layer, copies.get(layer.id), earlier[layer.id], said, troubles, is_cancelled))
    progress(100.0)
    return outcomes


def _outcome(
    service: Service,
    layer: ServiceLayer,
    copy: Copy | None,
    previous: Copy | None,
    said: tuple[Message, ...],
    troubles: dict[str, ServiceError],
    is_cancelled: IsCancelled,
) -> LayerOutcome:
    title = f"{service.authority}, {layer.title}"
    if copy is None:
        reason = troubles[layer.id].message
        messages = [Message("services.not_read", layer=title, reason=_clear(reason))]
        if previous is not None:
            messages.append(Message("services.copy_stays", layer=title, day=previous.day))
        return LayerOutcome(service, layer, None, previous, None, tuple(messages))
    messages = [
        Message("services.kept" if copy.is_complete else "services.incomplete", layer=title, **_counts(copy)),
        *said,
    ]
    if copy.facts["without_geometry"]:
        messages.append(Message("services.without_geometry", layer=title, count=copy.facts["without_geometry"]))
    changes = difference(previous, copy, is_cancelled) if previous is not None else None
    if changes is not None and changes.is_empty:
        messages.append(Message("services.unchanged", layer=title, since=changes.since))
    elif changes is not None:
        messages.append(
            Message(
                "services.changes",
                layer=title,
                since=changes.since,
                new=changes.new_count,
                gone=changes.gone_count,
                changed=changes.changed_count,
                names=", ".join(changes.new[:10]),
            )
        )
    return LayerOutcome(service, layer, copy, previous, changes, tuple(messages))


def _counts(copy: Copy) -> dict[str, int]:
    count = int(copy.facts["features"])
    expected = copy.facts["expected"]
    return {"count": count, "expected": count if expected is None else int(expected)}


def _clear(reason: Message) -> Message:
    """A certificate whose chain the server does not send whole is the server's fault, and is named so."""
    if reason.id == "net.certificate" and "local issuer" in str(reason.facts.get("reason")):
        return Message("services.broken_chain", host=reason.facts["host"])
    return reason


def _complete_copy(folder: Path, service: Service, layer: ServiceLayer) -> Copy | None:
    return next((copy for copy in copies_in(folder, service.id, layer.id) if copy.is_complete), None)


def _digest(service: Service, boxes: Sequence[Box]) -> str:
    asked = json.dumps([service.url, [list(box) for box in boxes]])
    return hashlib.sha256(asked.encode("utf-8")).hexdigest()[:12]
