"""The catalogue of services as this person uses it: what comes with the plugin, and their own changes in the QGIS profile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qgis.core import QgsApplication

from ..cadastre.services.catalogue import Service, read_services, shipped_services, write_services
from ..errors import RainforestAlertError


def own_file() -> Path:
    """Where the person's changes stand: in the profile, so that they outlive an update of the plugin."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "rainforest_alert" / "services.json"


def services() -> dict[str, Service]:
    """Services by id, with the person's changes.

    Raises
    ------
    InputError
        ``services.unreadable`` when their file is damaged.
    """
    found = shipped_services()
    if own_file().is_file():
        found.update(read_services(own_file()))
    return found


def listed_services() -> dict[str, Service]:
    """The same for lists that must always be shown: with a damaged file, what comes with the plugin."""
    try:
        return services()
    except RainforestAlertError:
        return shipped_services()


def keep_services(wanted: dict[str, Service]) -> None:
    """Store what differs from the plugin's own catalogue; nothing differs, no file stays."""
    shipped = shipped_services()
    changed = [service for name, service in wanted.items() if shipped.get(name) != service]
    if changed:
        own_file().parent.mkdir(parents=True, exist_ok=True)
        write_services(own_file(), changed)
    elif own_file().is_file():
        own_file().unlink()


def with_layer_name(service: Service, layer_id: str, name: str) -> Service:
    """A service that calls a layer by another name; the former names are tried after it."""
    layers = tuple(
        replace(layer, names=(name, *(other for other in layer.names if other != name)), name_checked=False)
        if layer.id == layer_id and name != layer.names[0]
        else layer
        for layer in service.layers
    )
    return replace(service, layers=layers)
