"""The licence of alerts: said to the user, and written into the metadata of the layer that holds them."""

from __future__ import annotations

from typing import Any, Mapping

from qgis.core import QgsLayerMetadata, QgsProcessingContext, QgsProcessingUtils

from ..errors import Message
from .messages import describe


def describe_licence(note: Mapping[str, Any]) -> str:
    """Sentence with the licence, how to name the source, and the version."""
    return describe(
        Message(
            "sources.licence",
            title=str(note.get("title", "")),
            licence=str(note.get("licence", "")),
            attribution=str(note.get("attribution", "")),
            version=str(note.get("version") or "–"),
        )
    )


def write_licence(destination: str, context: QgsProcessingContext, note: Mapping[str, Any]) -> bool:
    """Put licence, attribution, address and version into a layer's metadata; for a file they stand beside it too.

    Returns
    -------
    bool
        Whether the destination is a layer that can be opened.
    """
    layer = QgsProcessingUtils.mapLayerFromString(destination, context)
    if layer is None:
        return False
    metadata = layer.metadata()
    metadata.setTitle(str(note.get("title", "")))
    metadata.setLicenses([str(note.get("licence", ""))])
    metadata.setRights([str(note.get("attribution", ""))])
    link = QgsLayerMetadata.Link()
    link.name, link.type, link.url = str(note.get("title", "")), "WWW:LINK", str(note.get("address", ""))
    metadata.setLinks([link])
    metadata.setHistory([f"{note.get('service', '')} {note.get('version') or ''} {note.get('asked_at', '')}".strip()])
    layer.setMetadata(metadata)
    if layer.providerType() != "memory":
        # saveDefaultMetadata looks for a table inside a GeoPackage, which QGIS makes only for layers in a project
        layer.saveNamedMetadata(layer.metadataUri())
    return True
