"""Which module asks which kind of service."""

from __future__ import annotations

from typing import Protocol

from ...paths import resource
from . import firms, geobosques, gfw_api, polygons, raster_tiles
from .service import AlertRequest, Fetched, Service, read_services


class Fetch(Protocol):
    """Fetch what a request wants of a service."""

    def __call__(self, service: Service, request: AlertRequest) -> list[Fetched]:
        """Fetch; see the modules."""


FETCHERS: dict[str, Fetch] = {
    "gfw_api": gfw_api.fetch,
    "raster_tiles": raster_tiles.fetch,
    "geobosques": geobosques.fetch,
    "firms": firms.fetch,
    "wfs": polygons.fetch,
}


def services() -> dict[str, Service]:
    """Services that come with the plugin, by id."""
    return read_services(resource("services", "alerts.json"))


def fetch(service: Service, request: AlertRequest) -> list[Fetched]:
    """Fetch what a request wants of a service of any kind."""
    return FETCHERS[service.kind](service, request)


def test_key(service: Service, request: AlertRequest) -> None:
    """Ask the smallest question that needs the key; raises ``net.key_refused`` when it is not accepted."""
    testers = {"gfw_api": gfw_api.test_key, "firms": firms.test_key}
    if service.kind in testers:
        testers[service.kind](service, request)
