"""What every kind of service shares: the question, what came of it, and the checks that an answer passes."""

from __future__ import annotations

import datetime
import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlencode

from osgeo import ogr, osr

from ...errors import Message, ServiceError
from ...geo.files import replaced_file
from ...geo.progress import IsCancelled, Progress, never_cancelled, no_progress
from ...net.client import HttpClient
from .area import Box, meet
from .catalogue import Service, ServiceLayer

DEGREES = 4326
# After these it makes no sense to ask the same service for anything else.
HOPELESS = frozenset(
    {"net.offline", "net.refused", "net.certificate", "net.proxy", "net.proxy_auth", "net.bad_address"}
)
_KEPT_FOR_S = 2 * 86400.0
_NEAR_DEG = 0.02
_MOST_ATTEMPTS = 3
# Midnight in UTC and midnight in Peru (UTC-5), since services keep days as moments.
_DAY_HOURS = (0, 5)


@dataclass(frozen=True, eq=False)
class LayerRequest:
    """What is asked of a service.

    Attributes
    ----------
    boxes : sequence of Box
        Where; nothing else of the area leaves the computer.
    client : HttpClient
    parts : Path
        Folder in which the pieces of an answer wait until all are there, for the run after a broken one.
    """

    boxes: Sequence[Box]
    client: HttpClient
    parts: Path
    progress: Progress = no_progress
    is_cancelled: IsCancelled = never_cancelled


@dataclass(frozen=True)
class Found:
    """A feature as a service sent it."""

    identity: str
    properties: Mapping[str, Any]
    geometry: Any


@dataclass(frozen=True, eq=False)
class LayerAnswer:
    """What a service gave of one layer.

    Attributes
    ----------
    layer : ServiceLayer
    fields : list of (str, str)
        Name and kind (``text``, ``integer``, ``real``) of each.
    features : callable
        Iterates over :class:`Found`, each feature once; may be called again.
    epsg : int
        Reference system of the geometries.
    expected : int or None
        How many there are by the service's own count.
    received : int
    called : str
        What the service calls the layer now.
    messages : tuple of Message
        What a person should know.
    """

    layer: ServiceLayer
    fields: list[tuple[str, str]]
    features: Callable[[], Iterator[Found]]
    epsg: int
    expected: int | None
    received: int
    called: str = ""
    messages: tuple[Message, ...] = field(default=())

    @property
    def is_complete(self) -> bool:
        """Whether everything the service counts in the area arrived."""
        return self.expected is None or self.received >= self.expected


def is_fresh(path: Path) -> bool:
    """Whether a file is there that an earlier run left and that is not too old to be used."""
    try:
        return time.time() - path.stat().st_mtime <= _KEPT_FOR_S
    except OSError:
        return False


def read_part(path: Path) -> Any:
    """A piece that an earlier run left, or None when there is none that may still be used."""
    try:
        return part(path) if is_fresh(path) else None
    except (OSError, ValueError):
        return None


def part(path: Path) -> Any:
    """A piece of this run, however old."""
    return json.loads(path.read_text(encoding="utf-8"))


def write_part(path: Path, content: Any) -> None:
    """Keep a piece."""
    with replaced_file(path) as partial:
        partial.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def json_answer(service: Service, request: LayerRequest, method: str, url: str, values: Mapping[str, Any]) -> Any:
    """Ask and give the JSON of the answer; failures that the service words itself are raised, and asked again while that may help.

    Raises
    ------
    ServiceError
        ``services.refused`` with ``code`` and ``detail``, or what the client raises.
    """
    client = request.client
    attempts = min(client.settings.attempts, _MOST_ATTEMPTS)
    for attempt in range(1, attempts + 1):
        is_last = attempt == attempts
        try:
            return _once(service, request, method, url, values)
        except ServiceError as error:
            is_passing = error.message.id == "services.refused" and int(error.message.facts["code"]) in (500, 503, 504)
            if is_last or not (is_passing or error.message.id == "net.html"):
                raise
        client.wait(
            min(client.settings.longest_wait_s, client.settings.first_wait_s * 2 ** (attempt - 1)), request.is_cancelled
        )
    raise ServiceError("services.refused", title=service.full_title, code=0, detail="")


def _once(service: Service, request: LayerRequest, method: str, url: str, values: Mapping[str, Any]) -> Any:
    headers = headers_for(service, request)
    if method == "POST":
        body = _form(values)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = request.client.ask("POST", url, headers=headers, data=body, is_cancelled=request.is_cancelled)
    else:
        answer = request.client.ask("GET", url, params=values, headers=headers, is_cancelled=request.is_cancelled)
    text = answer.text()
    if text.lstrip()[:1] == "<":
        # a WFS words its refusals in XML, with the status of success
        raise ServiceError("services.refused", title=service.full_title, code=400, detail=_plain_xml(text))
    content = answer.json()
    if isinstance(content, dict) and isinstance(content.get("error"), dict):
        error = content["error"]
        said = [str(error.get("message") or ""), *[str(detail) for detail in error.get("details") or [] if detail]]
        code = error.get("code")
        raise ServiceError(
            "services.refused",
            title=service.full_title,
            code=code if isinstance(code, int) else 0,
            detail=" ".join(part for part in said if part)[:200],
        )
    return content


def headers_for(service: Service, request: LayerRequest) -> dict[str, str]:
    """Headers without which a service does not answer."""
    headers = {"Referer": str(service.options["referer"])} if "referer" in service.options else {}
    if service.options.get("browser_agent"):
        headers["User-Agent"] = f"Mozilla/5.0 (compatible; {request.client.settings.user_agent})"
    return headers


def _form(values: Mapping[str, Any]) -> bytes:
    """Values as a web form sends them."""
    return urlencode({name: str(value) for name, value in values.items()}).encode("ascii")


def _plain_xml(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())[:200]


def day_or_moment(milliseconds: Any) -> str | None:
    """Text of a moment in milliseconds since 1970: a day where it is midnight in UTC or in Peru, else with its time in UTC."""
    if not isinstance(milliseconds, (int, float)):
        return None if milliseconds is None else str(milliseconds)
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    try:
        moment = epoch + datetime.timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
    is_day = moment.hour in _DAY_HOURS and not (moment.minute or moment.second)
    return moment.date().isoformat() if is_day else moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def refuse_elsewhere(
    service: Service, layer: ServiceLayer, boxes: Sequence[Box], epsg: int, envelopes: Iterable[Box]
) -> None:
    """Refuse an answer none of whose features lies where was asked: its coordinates are not what it says.

    Raises
    ------
    ServiceError
        ``services.wrong_reference_system``.
    """
    asked = [box_in(box, epsg) for box in boxes]
    found = list(envelopes)
    if found and not any(meet(envelope, box) for envelope in found for box in asked):
        x0, y0, x1, y1 = found[0]
        raise ServiceError(
            "services.wrong_reference_system",
            title=service.full_title,
            layer=layer.title,
            epsg=epsg,
            extent=f"{x0:.3f}, {y0:.3f} – {x1:.3f}, {y1:.3f}",
        )


def box_in(box: Box, epsg: int, grown_deg: float = _NEAR_DEG) -> Box:
    """Box round a box in degrees in another system, a little grown."""
    x0, x1, y0, y1 = box_polygon(box, epsg, grown_deg).GetEnvelope()
    return x0, y0, x1, y1


def box_polygon(box: Box, epsg: int, grown_deg: float) -> Any:
    """Polygon of a box in degrees in another system, grown or, with a negative number, shrunk."""
    west, south, east, north = box
    x0, y0, x1, y1 = west - grown_deg, south - grown_deg, east + grown_deg, north + grown_deg
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)):
        ring.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    if epsg == DEGREES:
        return polygon
    degrees, target = osr.SpatialReference(), osr.SpatialReference()
    for system, code in ((degrees, DEGREES), (target, epsg)):
        if system.ImportFromEPSG(code) != ogr.OGRERR_NONE:
            return polygon
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    polygon.Transform(osr.CoordinateTransformation(degrees, target))
    return polygon


def envelope_of(geometry: Any) -> Box:
    """X min, y min, x max, y max of an OGR geometry."""
    x0, x1, y0, y1 = geometry.GetEnvelope()
    return x0, y0, x1, y1


def kind_of(values: Iterable[Any]) -> str:
    """Kind of a field by its values."""
    kinds = {type(value) for value in values if value is not None}
    if kinds and kinds <= {int, bool}:
        return "integer"
    return "real" if kinds and kinds <= {int, float, bool} else "text"
