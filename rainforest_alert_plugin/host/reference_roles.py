"""What each reference layer of the project is: its role, its date, its licence, and whether its reference system can be right."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsFeatureRequest, QgsProviderRegistry, QgsVectorLayer, QgsWkbTypes

from ..cadastre.case import Ring, rings_drawn
from ..cadastre.datum_doctor import Declared, Diagnosis, diagnose
from ..cadastre.profile import Profile
from ..cadastre.roles import ROLES, guess_role
from ..cadastre.rules.position import region_of
from ..cadastre.services.copies import note_path
from ..errors import Message
from .layers import all_features
from .settings import recall, remember

_PART = "reference_roles"
_SIGMAS_PART = "reference_accuracies"
_ROLE_PROPERTY = "rainforest_alert/role"
_SIGMA_PROPERTY = "rainforest_alert/sigma_m"
_RINGS_LOOKED_AT = 40


@dataclass(frozen=True)
class ReferenceFacts:
    """A reference layer as a person judges it.

    Attributes
    ----------
    role : str
        One of :data:`~rainforest_alert_plugin.cadastre.roles.ROLES`; empty when nothing tells.
    is_chosen : bool
        Whether a person said so; otherwise it is a guess.
    day : str
        Day of the copy or of the file, ISO 8601; empty when unknown.
    licence : str
    is_complete : bool
        Whether a copy of a service holds all that the service counted.
    crs : Message
        What is to be said of its reference system.
    crs_is_good : bool
    """

    role: str
    is_chosen: bool
    day: str
    licence: str
    is_complete: bool
    crs: Message
    crs_is_good: bool


def layer_role(layer: QgsVectorLayer, profile: Profile | None = None) -> str:
    """Role of a layer: what a person chose, what the note beside a copy says, else a guess; empty when nothing tells."""
    chosen = chosen_role(layer)
    if chosen:
        return chosen
    noted = str(copy_facts(layer).get("role") or "")
    if noted in ROLES:
        return noted
    return guess_role(f"{layer.name()} {_path_of(layer).stem}", layer.fields().names(), profile)


def chosen_role(layer: QgsVectorLayer) -> str:
    """Role that a person chose for a layer or for the file it comes from; empty when nobody did."""
    for role in (str(layer.customProperty(_ROLE_PROPERTY) or ""), recall(_PART, _key(layer), "")):
        if role in ROLES:
            return role
    return ""


def choose_role(layer: QgsVectorLayer, role: str) -> None:
    """Remember the role of a layer, in the project and for its source; an empty one takes it back."""
    if role:
        layer.setCustomProperty(_ROLE_PROPERTY, role)
    else:
        layer.removeCustomProperty(_ROLE_PROPERTY)
    remember(_PART, _key(layer), role)


def layer_sigma_m(layer: QgsVectorLayer) -> float | None:
    """Standard deviation of a layer's lines in metres, as a person stated it for the layer or its file; None when nobody did."""
    for stated in (layer.customProperty(_SIGMA_PROPERTY), recall(_SIGMAS_PART, _key(layer), 0.0)):
        try:
            sigma = float(stated or 0.0)
        except (TypeError, ValueError):
            continue
        if 0.0 < sigma < float("inf"):
            return sigma
    return None


def state_sigma_m(layer: QgsVectorLayer, sigma_m: float | None) -> None:
    """Remember the accuracy of a layer, in the project and for its source; None takes it back."""
    if sigma_m:
        layer.setCustomProperty(_SIGMA_PROPERTY, sigma_m)
    else:
        layer.removeCustomProperty(_SIGMA_PROPERTY)
    remember(_SIGMAS_PART, _key(layer), sigma_m or 0.0)


def facts_of(layer: QgsVectorLayer, profile: Profile) -> ReferenceFacts:
    """Look at a layer; of its features only some are read."""
    noted = copy_facts(layer)
    crs, is_good = crs_verdict(layer, profile)
    return ReferenceFacts(
        layer_role(layer, profile),
        bool(chosen_role(layer)),
        layer_day(layer),
        str(noted.get("licence") or ""),
        bool(noted.get("complete", True)),
        crs,
        is_good,
    )


def copy_facts(layer: QgsVectorLayer) -> dict[str, Any]:
    """What the note beside a downloaded copy says of the layer, with ``fetched_at`` and ``licence``; empty for other layers."""
    path = _path_of(layer)
    try:
        note = json.loads(note_path(path).read_text(encoding="utf-8"))
        layers = dict(note["layers"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    table = str(parts.get("layerName") or "") or (next(iter(layers)) if len(layers) == 1 else "")
    if table not in layers:
        return {}
    return {**layers[table], "fetched_at": note.get("fetched_at", ""), "licence": note.get("licence", "")}


def is_whole_copy(layer: QgsVectorLayer) -> bool:
    """Whether a layer is a copy that holds all a service counted, by the note beside it."""
    return layer.providerType() == "ogr" and not layer.subsetString() and bool(copy_facts(layer).get("complete"))


def layer_day(layer: QgsVectorLayer) -> str:
    """Day of a copy by its note, else of the file; empty when neither is there."""
    fetched = str(copy_facts(layer).get("fetched_at") or "")[:10]
    if fetched:
        return fetched
    path = _path_of(layer)
    try:
        return datetime.date.fromtimestamp(path.stat().st_mtime).isoformat() if path.is_file() else ""
    except OSError:
        return ""


def crs_verdict(layer: QgsVectorLayer, profile: Profile) -> tuple[Message, bool]:
    """What the datum and zone doctor says of a layer's reference system, and whether it can be compared as it is."""
    crs = layer.crs()
    # a GeoPackage without a system says “undefined”, which QGIS takes for one
    is_stated = crs.isValid() and not crs.description().startswith("Undefined")
    declared = Declared(crs.authid(), crs.toProj()) if is_stated else Declared()
    rings = _some_rings(layer)
    found = diagnose(rings, declared, region_of(profile), ()) if rings else None
    if not is_stated:
        return (_proposal(found) if found is not None else Message("crs.missing")), False
    if found is not None:
        return _proposal(found), False
    if declared.is_psad56:
        return Message("crs.psad56", crs=crs.authid()), False
    return Message("crs.fits", crs=crs.authid()), True


def _proposal(found: Diagnosis) -> Message:
    zone = f"{abs(found.reading.zone)}{'S' if found.reading.zone > 0 else 'N'}" if found.reading.zone else ""
    return Message(f"crs.read_{found.reading.kind}", zone=zone, distance_km=round(found.move_m / 1000.0, 1))


def _some_rings(layer: QgsVectorLayer) -> list[Ring]:
    """Rings of the first polygons."""
    if layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return []
    request = QgsFeatureRequest()
    request.setLimit(_RINGS_LOOKED_AT)
    request.setNoAttributes()
    rings: list[Ring] = []
    for feature in all_features(layer, request):
        if feature.hasGeometry():
            rings += rings_drawn(bytes(feature.geometry().asWkb()))
    return rings


def _path_of(layer: QgsVectorLayer) -> Path:
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return Path(str(parts.get("path") or ""))


def _key(layer: QgsVectorLayer) -> str:
    """Short name of a layer's source, without its filter; layers in memory are known by their name."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = parts.get("path")
    kept = [str(Path(str(path)).resolve()), str(parts.get("layerName") or "")] if path else [layer.source()]
    if layer.providerType() == "memory":
        kept = [layer.name()]
    return hashlib.sha256("\n".join([layer.providerType(), *kept]).encode("utf-8")).hexdigest()[:24]
