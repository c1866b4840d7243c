"""The locator's filter: a community or an event by its name, in the project's layers and in the workspace."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import Any, Iterator

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsGeometry,
    QgsLocatorFilter,
    QgsLocatorResult,
    QgsVectorLayerFeatureSource,
)

from ..about import name as plugin_name
from ..compat import is_null
from ..errors import RainforestAlertError
from ..host.layers import WGS84
from ..host.news import places
from ..host.project import polygon_layers
from ..host.settings import recall
from ..i18n import translate
from .choosers import EVENT_FIELDS, name_fields
from .map_view import zoom_to_geometry

_MOST_RESULTS = 30


@dataclass(frozen=True)
class _Searched:
    """A layer as it stands when the search begins; read in the locator's thread."""

    name: str
    fields: tuple[str, ...]
    features: QgsVectorLayerFeatureSource
    crs_wkt: str


class PlaceLocator(QgsLocatorFilter):
    """Finds territories and events; choosing one leads the map there.

    Parameters
    ----------
    iface : QgisInterface
        The running application.
    """

    def __init__(self, iface: Any) -> None:
        super().__init__()
        self.iface = iface
        self._layers: list[_Searched] = []
        self._workspace = ""

    def clone(self) -> QgsLocatorFilter:
        return PlaceLocator(self.iface)

    def name(self) -> str:
        return "rainforest_alert_places"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Communities and alert events")

    def prefix(self) -> str:
        return "ra"

    def prepare(self, string: str, context: Any) -> list[str]:
        """Look at the project on the main thread; nothing is read yet."""
        self._layers = []
        for layer in polygon_layers():
            fields = tuple(name_fields(layer, (*EVENT_FIELDS,)))
            if fields:
                self._layers.append(
                    _Searched(layer.name(), fields, QgsVectorLayerFeatureSource(layer), layer.crs().toWkt())
                )
        self._workspace = recall("alerts", "workspace", "")
        return []

    def fetchResults(self, string: str, context: Any, feedback: Any) -> None:
        """Search in the locator's own thread."""
        wanted = plain(string)
        if len(wanted) < 2:
            return
        found = 0
        for label, described, wkt, crs_wkt in self._candidates(feedback):
            if feedback.isCanceled() or found >= _MOST_RESULTS:
                return
            if wanted not in plain(label):
                continue
            # text, because QGIS 3.22 does not keep a Python object alive in a result
            result = QgsLocatorResult(self, label, json.dumps([wkt, crs_wkt]))
            result.description = described
            result.group = plugin_name()
            result.score = 1.0 if plain(label).startswith(wanted) else 0.5
            self.resultFetched.emit(result)
            found += 1

    def triggerResult(self, result: QgsLocatorResult) -> None:
        """Lead the map to what was chosen."""
        data = result.userData
        # A method from QGIS 3.34 on, an attribute before.
        wkt, crs_wkt = json.loads(data() if callable(data) else data)
        crs = QgsCoordinateReferenceSystem.fromWkt(crs_wkt)
        zoom_to_geometry(self.iface, QgsGeometry.fromWkt(wkt), crs)

    def _candidates(self, feedback: Any) -> Iterator[tuple[str, str, str, str]]:
        for layer in self._layers:
            request = QgsFeatureRequest()
            request.setSubsetOfAttributes(list(layer.fields), layer.features.fields())
            for feature in layer.features.getFeatures(request):
                if feedback.isCanceled():
                    return
                texts = [str(feature[field]).strip() for field in layer.fields if not is_null(feature[field])]
                if texts and feature.hasGeometry():
                    box = QgsGeometry.fromRect(feature.geometry().boundingBox()).asWkt()
                    yield " · ".join(dict.fromkeys(texts)), layer.name, box, layer.crs_wkt
        if not self._workspace:
            return
        wgs84 = QgsCoordinateReferenceSystem(WGS84).toWkt()
        try:
            held = places(self._workspace)
        except (
            RainforestAlertError
        ):  # the dock says what is wrong with the workspace; a search only finds nothing there
            return
        for place in held:
            yield place.name, place.kind, place.wkt, wgs84


def plain(text: str) -> str:
    """Text without accents and capitals, so that “nazaret” finds “Nazarét”."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c)).strip()
