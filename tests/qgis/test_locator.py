"""Finding a community or an event by its name."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsFeature,
    QgsFeedback,
    QgsGeometry,
    QgsLocatorContext,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from window_iface import WindowIface

from rainforest_alert_plugin.gui.locator import PlaceLocator
from rainforest_alert_plugin.host.settings import remember

pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings")


@pytest.fixture
def communities():
    layer = QgsVectorLayer("Polygon?crs=EPSG:32718&field=codigo:string&field=nombre:string", "CCNN", "memory")
    features = []
    for number, (code, name) in enumerate((("N1", "Nazarét de Yarina"), ("S1", "San José"), ("X", None))):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code, name])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(500_000 + 10_000 * number, 9e6, 505_000, 9.01e6)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return QgsProject.instance().addMapLayer(layer)


def found(text, iface=None):
    locator = PlaceLocator(iface or WindowIface()).clone()
    results = []
    locator.resultFetched.connect(results.append)
    context = QgsLocatorContext()
    locator.prepare(text, context)
    locator.fetchResults(text, context, QgsFeedback())
    return locator, results


@pytest.mark.parametrize(("text", "label"), [("nazaret", "Nazarét de Yarina · N1"), ("JOSÉ", "San José · S1")])
def test_a_community_is_found_without_accents_and_capitals(communities, text, label):
    _, results = found(text)
    assert [result.displayString for result in results] == [label]
    assert results[0].description == "CCNN"


def test_choosing_a_community_leads_the_map_to_it(communities):
    iface = WindowIface()
    iface.mapCanvas().resize(400, 400)
    iface.mapCanvas().setDestinationCrs(communities.crs())
    locator, results = found("nazaret", iface)
    locator.triggerResult(results[0])
    centre = iface.mapCanvas().extent().center()
    assert (centre.x(), centre.y()) == (pytest.approx(502_500), pytest.approx(9_005_000))


def test_one_letter_and_unknown_names_find_nothing(communities):
    assert found("n")[1] == []
    assert found("iquitos")[1] == []


def test_an_event_of_the_workspace_is_found_and_a_lost_workspace_is_passed_over(tmp_path, communities):
    from rainforest_alert_plugin.host.workspaces import create_workspace

    with create_workspace("federacion", str(tmp_path)) as workspace, workspace.write() as transaction:
        location = workspace.location
        square = bytes(QgsGeometry.fromWkt("MultiPolygon(((-74 -8, -73.9 -8, -73.9 -7.9, -74 -7.9, -74 -8)))").asWkb())
        transaction.insert(
            "alert_event",
            {
                "source": "radd",
                "first_date": "2026-10-01",
                "last_date": "2026-10-12",
                "pixel_count": 3,
                "area_ha": 3.25,
                "max_confidence": "high",
                "territory_id": "Puerto Nuevo",
                "geom": square,
            },
        )
    remember("alerts", "workspace", location)
    _, results = found("puerto nuevo")
    assert [result.displayString for result in results] == ["Event Puerto Nuevo 12/10/2026, 3.25 ha"]
    remember("alerts", "workspace", str(tmp_path / "perdido.gpkg"))
    assert found("puerto nuevo")[1] == []
    assert len(found("nazaret")[1]) == 1
