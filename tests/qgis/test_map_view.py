"""What the docks show on the map."""

from __future__ import annotations

from types import SimpleNamespace

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas

from rainforest_alert_plugin.gui.map_view import zoom_to_layer


class Canvas(QgsMapCanvas):
    """A map that notes which features it is asked for one by one."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def zoomToFeatureIds(self, layer, ids):
        self.asked.append(len(ids))

    def flashFeatureIds(self, layer, ids):
        self.asked.append(len(ids))


def points(count):
    layer = QgsVectorLayer("Point?crs=EPSG:4326", "points", "memory")
    features = []
    for number in range(count):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(-75 + number / count, -9 + number / count)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_of_many_features_the_map_shows_where_they_lie_without_asking_for_each(qgis_app, qgis_new_project):
    canvas = Canvas()
    canvas.resize(400, 400)
    canvas.show()
    qgis_app.processEvents()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    zoom_to_layer(SimpleNamespace(mapCanvas=lambda: canvas), points(1000))
    assert canvas.asked == [1000, 1000]
    layer = points(1001)
    zoom_to_layer(SimpleNamespace(mapCanvas=lambda: canvas), layer)
    assert canvas.asked == [1000, 1000]
    assert canvas.extent().contains(layer.extent())
    assert canvas.extent().width() < 4
