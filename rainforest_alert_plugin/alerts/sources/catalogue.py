"""Which module asks which kind of service."""

from __future__ import annotations

from typing import Protocol

from ...errors import Message, ServiceError
from ...net.client import is_out_of_reach
from ...paths import resource
from . import firms, geobosques, geobosques_recent, gfw_api, opera, polygons, raster_tiles
from .service import AlertRequest, Fetched, Service, age_days, kept_files, read_services


class Fetch(Protocol):
    """Fetch what a request wants of a service."""

    def __call__(self, service: Service, request: AlertRequest) -> list[Fetched]:
        """Fetch; see the modules."""


FETCHERS: dict[str, Fetch] = {
    "gfw_api": gfw_api.fetch,
    "raster_tiles": raster_tiles.fetch,
    "geobosques": geobosques.fetch,
    "geobosques_latest": geobosques_recent.fetch_latest,
    "geobosques_layer": geobosques_recent.fetch_layer,
    "opera": opera.fetch,
    "firms": firms.fetch,
    "wfs": polygons.fetch,
}


def services() -> dict[str, Service]:
    """Services that come with the plugin, by id."""
    return read_services(resource("services", "alerts.json"))


def fetch(service: Service, request: AlertRequest) -> list[Fetched]:
    """Fetch what a request wants of a service of any kind.

    Where the service is out of reach, what an earlier run fetched for the same area is the answer, with its age.

    Raises
    ------
    ServiceError
        When the service refuses, or is out of reach and nothing was fetched before.
    """
    try:
        return FETCHERS[service.kind](service, request)
    except ServiceError as error:
        if not is_out_of_reach(error):
            raise
        kept = kept_files(request.folder, service, request.area_digest())
        if not kept:
            raise
        days = age_days(kept[0], request.today)
        said = Message(
            "sources.out_of_reach", title=service.title, days=days, start=kept[0].note["start"], end=kept[0].note["end"]
        )
        latest = [item for item in kept if item.note.get("asked_at") == kept[0].note.get("asked_at")]
        return [Fetched(latest[0].path, latest[0].kind, latest[0].note, (said,)), *latest[1:]]


def test_key(service: Service, request: AlertRequest) -> None:
    """Ask the smallest question that needs the key; raises ``net.key_refused`` when it is not accepted."""
    testers = {"gfw_api": gfw_api.test_key, "firms": firms.test_key, "opera": opera.test_key}
    if service.kind in testers:
        testers[service.kind](service, request)
