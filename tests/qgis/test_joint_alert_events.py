"""`alertevents` with several sources: one clearing, one event."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import processing
import pytest
import rasterio
import shapely
from processing.core.Processing import Processing
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsProcessingException, QgsVectorLayer

ALERTS = Path(__file__).parents[2] / "resources" / "demo" / "alerts.tif"


@pytest.fixture(scope="module", autouse=True)
def provider(qgis_app):
    from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider

    registry = QgsApplication.processingRegistry()
    if registry.providerById("rainforestalert") is not None:
        yield
        return
    Processing.initialize()
    made = RainforestAlertProvider()
    registry.addProvider(made)
    yield
    registry.removeProvider(made)


def points(rows, crs="EPSG:4326", area_ha=None):
    """Layer of alert points out of (x, y, source, date, confidence)."""
    layer = QgsVectorLayer(
        f"Point?crs={crs}&field=source:string&field=date:date&field=confidence:string&field=area_ha:double",
        "alerts",
        "memory",
    )
    for x, y, source, day, confidence in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        feature.setAttributes([source, day, confidence, area_ha])
        layer.dataProvider().addFeature(feature)
    return layer


def run(**parameters):
    parameters = {"OUTPUT": "TEMPORARY_OUTPUT", **parameters}
    return list(processing.run("rainforestalert:alertevents", parameters)["OUTPUT"].getFeatures())


def test_points_of_two_systems_in_one_layer_are_one_event_that_lists_both():
    radd = [(-73.99995 + i * 1e-4, -8.00005, "radd", "2024-05-11", "high") for i in range(5)]
    glad = [(-73.999875, -8.000125, "glad_l", "2024-05-01", "low")]
    far = [(-73.95005, -8.00005, "radd", "2024-05-11", "low")]
    # A fire, which is a place without a size.
    fire = [(-73.9998, -8.0001, "viirs", "2024-05-11", "high")]
    both, alone = sorted(run(ALERTS=points(radd + glad + far + fire)), key=lambda feature: -feature["pixel_count"])
    assert (both["source"], both["pixel_count"], both["max_confidence"]) == ("glad_l+radd", 6, "high")
    assert (both["first_date"].toString("yyyy-MM-dd"), both["last_date"].toString("yyyy-MM-dd")) == (
        "2024-05-01",
        "2024-05-11",
    )
    shares = json.loads(both["sources"])
    assert [(share["source"], share["first_date"], share["pixel_count"]) for share in shares] == [
        ("glad_l", "2024-05-01", 1),
        ("radd", "2024-05-11", 5),
    ]
    expected = shapely.union(shapely.box(-74, -8.0001, -73.9995, -8), shapely.box(-74, -8.00025, -73.99975, -8))
    drawn = shapely.from_wkb(bytes(both.geometry().asWkb()))
    assert drawn.symmetric_difference(expected).area < 1e-6 * expected.area
    assert (alone["source"], alone["pixel_count"]) == ("radd", 1)


def test_a_raster_and_points_of_another_system_are_joined_in_either_order():
    with rasterio.open(ALERTS) as dataset:
        codes, transform, crs = dataset.read(1), dataset.transform, dataset.crs.to_string()
    row, col = (int(index[0]) for index in codes.nonzero())
    x, y = transform * (col + 0.5, row + 0.5)
    code = int(codes[row, col])
    alone = run(ALERTS=str(ALERTS))
    pixel_ha = sum(feature["area_ha"] for feature in alone) / sum(feature["pixel_count"] for feature in alone)
    day = datetime.date(2014, 12, 31) + datetime.timedelta(days=code % 10000)
    other = points(
        [(x, y, "radd", day.isoformat(), "high"), (x + 40 * transform.a, y, "radd", "1999-01-01", "low")],
        crs,
        pixel_ha,
    )
    joined = run(ALERTS=str(ALERTS), MORE_ALERTS=[other])
    assert len(joined) == len(alone) + 1
    (both,) = [feature for feature in joined if "+" in feature["source"]]
    assert {share["source"] for share in json.loads(both["sources"])} == {"gfw_integrated", "radd"}
    turned = run(ALERTS=other, MORE_ALERTS=[str(ALERTS)])
    key = ["event_id", "pixel_count", "source", "sources"]
    assert sorted([feature[name] for name in key] for feature in turned) == sorted(
        [feature[name] for name in key] for feature in joined
    )
    assert sum(feature["area_ha"] for feature in alone) == pytest.approx(
        sum(feature["area_ha"] for feature in joined if feature["source"] != "radd"), rel=1e-6
    )


def test_layers_in_different_reference_systems_are_refused_with_what_to_do():
    with pytest.raises(QgsProcessingException, match="EPSG:4326"):
        run(
            ALERTS=points([(-74.0, -8.0, "radd", "2024-05-01", "low")]),
            MORE_ALERTS=[points([(500000.0, 9000000.0, "glad_l", "2024-05-01", "low")], "EPSG:32718")],
        )
