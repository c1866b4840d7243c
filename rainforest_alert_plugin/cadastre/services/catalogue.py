"""The catalogue of services: who publishes what, where, under which name, and what is odd about it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterable, Mapping

from ...errors import InputError
from ...geo.files import replaced_file
from ...paths import resource
from ..roles import ROLES

SCHEMA = 1
KINDS = ("arcgis_rest", "wfs", "file")
GEOMETRIES = ("polygon", "line", "point")
FIELD_ROLES = ("id", "name", "holder", "resolution", "registry", "kind", "date")
_BY_NAME_ONLY = frozenset({"second_address", "for_orientation"})
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True)
class ServiceLayer:
    """A layer of a service.

    Attributes
    ----------
    id : str
        Name of its copy; unique in the service.
    title : str
    role : str
        One of :data:`~rainforest_alert_plugin.cadastre.roles.ROLES`.
    names : tuple of str
        What the service calls it, the likeliest first. Numbers of layers change, so that a layer is looked for by its name.
    geometry : str
        One of :data:`GEOMETRIES`.
    fields : mapping
        Field for each of :data:`FIELD_ROLES` that the layer has.
    name_checked : bool
        Whether the first name was seen in the service's own answer.
    only_layer : bool
        Whether the service has no other layer, so that any name will do.
    """

    id: str
    title: str
    role: str
    names: tuple[str, ...]
    geometry: str = "polygon"
    fields: Mapping[str, str] = field(default_factory=dict)
    name_checked: bool = False
    only_layer: bool = False


@dataclass(frozen=True)
class Service:
    """A service of the catalogue ``resources/services/cadastre.json`` or of the person's own.

    Attributes
    ----------
    id, authority, title : str
    kind : str
        One of :data:`KINDS`.
    url : str
        Address, without a slash at the end.
    licence, attribution : str
    verified : str
        Day on which it was last seen to answer; empty when nobody noted one.
    quirks : tuple of str
        What is odd about it, for people.
    options : mapping
        ``read_timeout_s``, ``chunk``, ``referer``, ``browser_agent``, ``axis`` where the service needs them.
    """

    id: str
    authority: str
    title: str
    kind: str
    url: str
    layers: tuple[ServiceLayer, ...]
    licence: str = ""
    attribution: str = ""
    verified: str = ""
    quirks: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def full_title(self) -> str:
        """Authority and title, as a person picks it from a list."""
        return f"{self.authority}: {self.title}"

    @property
    def is_by_name_only(self) -> bool:
        """Whether it is fetched only when it is named: it repeats what another service gives, or says nothing about rights."""
        return not _BY_NAME_ONLY.isdisjoint(self.quirks)


def shipped_services() -> dict[str, Service]:
    """Services that come with the plugin, by id."""
    return read_services(resource("services", "cadastre.json"))


def read_services(path: Path | str) -> dict[str, Service]:
    """Services of a catalogue file, by id.

    Raises
    ------
    InputError
        ``services.unreadable`` with the place that is wrong.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("services.unreadable", path=str(path), reason=str(error)) from error
    if (
        not isinstance(content, dict)
        or content.get("schema") != SCHEMA
        or not isinstance(content.get("services"), list)
    ):
        raise InputError("services.unreadable", path=str(path), reason=f"schema {SCHEMA}")
    found: dict[str, Service] = {}
    for number, entry in enumerate(content["services"], 1):
        try:
            service = _service(entry)
        except (KeyError, TypeError, ValueError) as error:
            name = entry.get("id", number) if isinstance(entry, dict) else number
            raise InputError("services.unreadable", path=str(path), reason=f"{name}: {error}") from error
        if service.id in found:
            raise InputError("services.unreadable", path=str(path), reason=f"{service.id}: 2")
        found[service.id] = service
    return found


def write_services(path: Path | str, services: Iterable[Service]) -> None:
    """Write a catalogue file, whole or not at all.

    Raises
    ------
    InputError
        When a service could not be read again.
    """
    entries = [_entry(service) for service in services]
    for entry in entries:
        try:
            _service(entry)
        except (KeyError, TypeError, ValueError) as error:
            raise InputError("services.unreadable", path=str(path), reason=f"{entry['id']}: {error}") from error
    with replaced_file(path) as partial:
        partial.write_text(
            json.dumps({"schema": SCHEMA, "services": entries}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )


def _service(entry: Mapping[str, Any]) -> Service:
    layers = tuple(_layer(layer) for layer in entry["layers"])
    service = Service(
        _text(entry, "id"),
        _text(entry, "authority"),
        _text(entry, "title"),
        _text(entry, "kind"),
        _text(entry, "url").rstrip("/"),
        layers,
        _text(entry, "licence", ""),
        _text(entry, "attribution", ""),
        _text(entry, "verified", ""),
        tuple(str(quirk) for quirk in entry.get("quirks", ())),
        dict(entry.get("options", {})),
    )
    if not _ID.match(service.id):
        raise ValueError(f"id {service.id}")
    if service.kind not in KINDS:
        raise ValueError(f"kind {service.kind}")
    if not service.url.startswith(("https://", "http://")):
        raise ValueError(f"url {service.url}")
    if not layers or len({layer.id for layer in layers}) != len(layers):
        raise ValueError("layers")
    return service


def _layer(entry: Mapping[str, Any]) -> ServiceLayer:
    layer = ServiceLayer(
        _text(entry, "id"),
        _text(entry, "title"),
        _text(entry, "role"),
        tuple(str(name) for name in entry["names"]),
        _text(entry, "geometry", "polygon"),
        {str(role): str(name) for role, name in entry.get("fields", {}).items()},
        bool(entry.get("name_checked", False)),
        bool(entry.get("only_layer", False)),
    )
    if not _ID.match(layer.id):
        raise ValueError(f"layer {layer.id}")
    if layer.role not in ROLES:
        raise ValueError(f"role {layer.role}")
    if layer.geometry not in GEOMETRIES:
        raise ValueError(f"geometry {layer.geometry}")
    if not layer.names or set(layer.fields) - set(FIELD_ROLES):
        raise ValueError(f"layer {layer.id}")
    return layer


def _text(entry: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = entry[name] if default is None else entry.get(name, default)
    if not isinstance(value, str):
        raise TypeError(name)
    return value.strip()


def _entry(service: Service) -> dict[str, Any]:
    return {
        "id": service.id,
        "authority": service.authority,
        "title": service.title,
        "kind": service.kind,
        "url": service.url,
        "verified": service.verified,
        "licence": service.licence,
        "attribution": service.attribution,
        "quirks": list(service.quirks),
        "options": dict(service.options),
        "layers": [
            {
                "id": layer.id,
                "title": layer.title,
                "role": layer.role,
                "names": list(layer.names),
                "name_checked": layer.name_checked,
                "only_layer": layer.only_layer,
                "geometry": layer.geometry,
                "fields": dict(layer.fields),
            }
            for layer in service.layers
        ],
    }
