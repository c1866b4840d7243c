"""The layers drawn below a plan, with a fingerprint that changes when what they would draw changes."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

from qgis.core import (
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProviderRegistry,
    QgsReadWriteContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from ..geo.files import sqlite_uri
from ..geo.progress import IsCancelled, never_cancelled, stop_if

# Of layers with more features, and of larger files, size and times tell of a change.
MOST_FEATURES = 20_000
LARGEST_HASHED = 16_000_000
_READ_HERE = ("ogr", "memory", "delimitedtext", "spatialite")
_SIDECARS = (".shx", ".dbf", ".prj", ".cpg", ".tfw", ".jgw", ".pgw", ".wld")
_GEOPACKAGES = (".gpkg", ".gpkx")
_LOOK_EVERY = 1000
# What differs between two readings of one style: identities of symbol layers and the version of QGIS that wrote it.
_OF_A_READING = re.compile(r'\s(?:id="\{[0-9a-f-]{36}\}"|version="[^"]*")')


@dataclass(frozen=True)
class BaseLayers:
    """Layers below a plan, the uppermost first.

    Attributes
    ----------
    layers : tuple of QgsMapLayer
    fingerprint : str
        Of their names, places, data and styles; empty without layers.
    """

    layers: tuple[QgsMapLayer, ...] = ()
    fingerprint: str = ""


NO_LAYERS = BaseLayers()


def base_layers(
    layers: Sequence[QgsMapLayer], context: QgsProcessingContext, is_cancelled: IsCancelled = never_cancelled
) -> BaseLayers:
    """Take the fingerprint of layers, in the thread that they live in.

    Of what lies in this computer the data count: of small layers each feature, of small files each byte, of larger ones size and time.
    Of layers on a server only their address does, for asking would mean downloading. The style counts of layers that somebody keeps:
    those that Processing loaded from a path have colours of chance.

    Raises
    ------
    CancelledError
    """
    if not layers:
        return NO_LAYERS
    loaded = set(context.temporaryLayerStore().mapLayers())
    told = []
    for layer in layers:
        stop_if(is_cancelled)
        style = "" if layer.id() in loaded else _style(layer)
        told.append([layer.name(), _place(layer), style, _data(layer, is_cancelled)])
    return BaseLayers(tuple(layers), hashlib.sha256(json.dumps(told).encode()).hexdigest())


def _place(layer: QgsMapLayer) -> str:
    """Where a layer comes from; one in memory comes from nowhere."""
    return "" if layer.providerType() == "memory" else str(layer.source())


def _style(layer: QgsMapLayer) -> str:
    document = QDomDocument()
    categories = QgsMapLayer.StyleCategory
    shown = categories.Symbology | categories.Labeling | categories.Diagrams | categories.Rendering
    layer.exportNamedStyle(document, QgsReadWriteContext(), shown)
    return hashlib.sha256(_OF_A_READING.sub("", document.toString()).encode()).hexdigest()


def _data(layer: QgsMapLayer, is_cancelled: IsCancelled) -> Any:
    if (
        isinstance(layer, QgsVectorLayer)
        and layer.providerType() in _READ_HERE
        and 0 <= layer.featureCount() <= MOST_FEATURES
    ):
        return _features(layer, is_cancelled)
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = Path(str(parts.get("path") or ""))
    if not path.is_file():
        return ""
    if path.suffix.lower() in _GEOPACKAGES:
        changed = _last_change(path, str(parts.get("layerName") or ""))
        if changed:
            return [changed, layer.featureCount() if isinstance(layer, QgsVectorLayer) else 0]
    return [_file(path), *_sidecars(path)]


def _features(layer: QgsVectorLayer, is_cancelled: IsCancelled) -> str:
    """Fingerprint of all features as they would be drawn, edits that nobody saved included."""
    digest = hashlib.sha256()
    request = QgsFeatureRequest().setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    for number, feature in enumerate(layer.getFeatures(request)):
        if number % _LOOK_EVERY == 0:
            stop_if(is_cancelled)
        digest.update(bytes(feature.geometry().asWkb()) if feature.hasGeometry() else b"-")
        digest.update(repr([str(value) for value in feature.attributes()]).encode())
    return digest.hexdigest()


def _last_change(path: Path, table: str) -> str:
    """When the content of a GeoPackage's table changed; the file itself changes whenever QGIS opens it."""
    try:
        with closing(sqlite3.connect(sqlite_uri(path.resolve(), "ro"), uri=True)) as database:
            rows = database.execute("SELECT table_name, last_change FROM gpkg_contents ORDER BY table_name").fetchall()
    except sqlite3.Error:
        return ""
    return "; ".join(f"{name} {changed}" for name, changed in rows if table in ("", name))


def _sidecars(path: Path) -> list[Any]:
    return [_file(path.with_suffix(suffix)) for suffix in _SIDECARS if path.with_suffix(suffix).is_file()]


def _file(path: Path) -> list[Any]:
    facts = path.stat()
    if facts.st_size <= LARGEST_HASHED:
        return [path.name, facts.st_size, hashlib.sha256(path.read_bytes()).hexdigest()]
    return [path.name, facts.st_size, facts.st_mtime_ns]
