"""How alerts and events look on the map: by confidence, by age, legible, in time."""

from __future__ import annotations

import datetime

import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsDateTimeRange,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsRasterLayer,
    QgsRectangle,
    QgsRenderContext,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime
from qgis.PyQt.QtGui import QColor

from rainforest_alert_plugin.host.styles import AGE, CONFIDENCE, apply_look, kind_of, look_of, refresh_raster_ages

pytestmark = pytest.mark.usefixtures("qgis_app")
EPOCH = datetime.date(2014, 12, 31)
AGE_NAMES = ["last 7 days", "8 to 30 days", "31 to 90 days", "older than 90 days"]
# The bounds that the legend names: the last day of each age and the first of the next.
AGES = {0: 0, 7: 0, 8: 1, 30: 1, 31: 2, 90: 2, 91: 3, 4000: 3}


def points(ages):
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=confidence:string&field=date:date", "p", "memory")
    features = []
    for number, (age, confidence) in enumerate(ages):
        feature = QgsFeature(layer.fields())
        day = datetime.date.today() - datetime.timedelta(days=age)
        feature.setAttributes([confidence, QDate(day.year, day.month, day.day)])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(-74 + number / 100, -8)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def events(age, area_ha=3.2):
    layer = QgsVectorLayer(
        "MultiPolygon?crs=EPSG:4326&field=first_date:date&field=last_date:date&field=max_confidence:string&field=area_ha:double",
        "e",
        "memory",
    )
    feature = QgsFeature(layer.fields())
    day = datetime.date.today() - datetime.timedelta(days=age)
    last = QDate(day.year, day.month, day.day)
    feature.setAttributes([last.addDays(-20), last, "high", area_ha])
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(-74, -8, -73.99, -7.99)))
    layer.dataProvider().addFeatures([feature])
    return layer


def colors_drawn(layer):
    """Colour of the symbol that the renderer gives each feature, in the order of the layer."""
    renderer = layer.renderer().clone()
    context = QgsRenderContext()
    scopes = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setExpressionContext(scopes)
    renderer.startRender(context, layer.fields())
    drawn = []
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        symbol = renderer.symbolForFeature(feature, context)
        drawn.append(None if symbol is None else symbol.symbolLayer(0).color().name())
    renderer.stopRender(context)
    return drawn


def test_points_are_coloured_by_their_age_today():
    layer = points([(age, "high") for age in AGES])
    assert apply_look(layer, AGE)
    ranges = layer.renderer().ranges()
    assert [one.label() for one in ranges] == AGE_NAMES
    by_age = [one.symbol().symbolLayer(0).color().name() for one in ranges]
    assert len(set(by_age)) == 4
    assert colors_drawn(layer) == [by_age[number] for number in AGES.values()]


def test_points_are_coloured_by_their_confidence():
    layer = points([(1, "low"), (1, "high"), (1, "highest")])
    assert apply_look(layer, CONFIDENCE)
    labels = {one.value(): one.label() for one in layer.renderer().categories()}
    assert labels == {"low": "low confidence", "high": "high confidence", "highest": "highest confidence"}
    assert len(set(colors_drawn(layer))) == 3
    assert None not in colors_drawn(layer)


@pytest.mark.parametrize("look", [CONFIDENCE, AGE])
def test_labels_of_events_have_a_halo_and_say_area_and_day(look):
    layer = events(3)
    assert apply_look(layer, look)
    assert look_of(layer) == look
    settings = layer.labeling().settings()
    letters = settings.format()
    halo = letters.buffer()
    assert layer.labelsEnabled()
    assert halo.enabled()
    assert halo.size() >= 0.8
    # White letters on a dark halo: readable over forest, bare soil and cloud.
    assert letters.color().lightness() > 240
    assert halo.color().lightness() < 60
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    feature = next(layer.getFeatures())
    context.setFeature(feature)
    text = settings.getLabelExpression()
    assert not text.hasParserError()
    day = datetime.date.today() - datetime.timedelta(days=3)
    assert text.evaluate(context) == f"3.2 ha\n{day:%d/%m/%Y}"


def test_a_small_event_is_not_labelled_as_nothing():
    layer = events(3, 0.048)
    apply_look(layer, AGE)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(next(layer.getFeatures()))
    assert layer.labeling().settings().getLabelExpression().evaluate(context).startswith("0.05 ha")


def test_the_temporal_controller_takes_alerts_and_events():
    alerts, clearings = points([(10, "high")]), events(3)
    for layer in (alerts, clearings):
        apply_look(layer, CONFIDENCE)
        assert layer.temporalProperties().isActive()


@pytest.mark.parametrize(("age", "count"), [(2, 0), (3, 1), (15, 1), (23, 1), (24, 0)])
def test_on_a_day_of_the_controller_an_event_is_drawn_from_its_first_to_its_last_day(age, count):
    # The event lasts from 23 to 3 days ago.
    assert drawn_on_the_day(events(3), age) == count


@pytest.mark.parametrize(("age", "count"), [(9, 0), (10, 1), (11, 0)])
def test_on_a_day_of_the_controller_an_alert_is_drawn_that_day_alone(age, count):
    assert drawn_on_the_day(points([(10, "high")]), age) == count


def drawn_on_the_day(layer, age):
    """Number of features that the controller lets through on the day `age` days ago."""
    apply_look(layer, CONFIDENCE)
    day = datetime.date.today() - datetime.timedelta(days=age)
    begin = QDateTime(QDate(day.year, day.month, day.day), QTime(0, 0))
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    shown = layer.temporalProperties().createFilterString(
        context, QgsDateTimeRange(begin, begin.addDays(1), True, False)
    )
    return len(list(layer.getFeatures(QgsFeatureRequest().setFilterExpression(shown))))


def raster(path, ages):
    """A row of GFW codes: confidence 2, 3 and 4 of each age, and one pixel without an alert."""
    codes = [0] + [
        kind * 10000 + (datetime.date.today() - EPOCH - datetime.timedelta(days=age)).days
        for age in ages
        for kind in (2, 3, 4)
    ]
    made = gdal.GetDriverByName("GTiff").Create(str(path), len(codes), 1, 1, gdal.GDT_UInt16)
    made.SetGeoTransform((-74, 0.0001, 0, -8, 0, -0.0001))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    made.SetProjection(reference.ExportToWkt())
    array = made.GetRasterBand(1).ReadAsArray()
    array[0, :] = codes
    made.GetRasterBand(1).WriteArray(array)
    del made
    return QgsRasterLayer(str(path), "gfw_integrated")


def raster_colors(layer, count):
    block = layer.renderer().block(1, layer.extent(), count, 1)
    return [(QColor(block.color(0, c)).name(), QColor.fromRgba(block.color(0, c)).alpha()) for c in range(count)]


def test_a_raster_is_coloured_by_age_whatever_its_confidence(tmp_path):
    layer = raster(tmp_path / "gfw_integrated_alerts.tif", AGES)
    assert apply_look(layer, AGE)
    drawn = raster_colors(layer, 1 + 3 * len(AGES))
    assert drawn[0][1] == 0
    named = [color for color, _ in drawn[1:]]
    by_age = {}
    for age, number in AGES.items():
        three = named[:3]
        named = named[3:]
        assert len(set(three)) == 1, age
        by_age.setdefault(number, set()).add(three[0])
    assert all(len(colors) == 1 for colors in by_age.values())
    assert len({next(iter(colors)) for colors in by_age.values()}) == 4


def test_a_raster_is_coloured_by_confidence_whatever_its_age(tmp_path):
    layer = raster(tmp_path / "gfw_integrated_alerts.tif", [0, 2500])
    assert apply_look(layer, CONFIDENCE)
    drawn = raster_colors(layer, 7)
    assert drawn[0][1] == 0
    assert drawn[1:4] == drawn[4:7]
    assert len(set(drawn[1:4])) == 3
    labels = [item.label for item in layer.renderer().shader().rasterShaderFunction().colorRampItemList()]
    assert labels[1:] == ["low confidence", "high confidence", "highest confidence"]


def test_a_project_opened_later_counts_the_ages_of_its_raster_anew(tmp_path):
    layer = raster(tmp_path / "gfw_integrated_alerts.tif", [0])
    apply_look(layer, AGE)
    fresh = raster_colors(layer, 4)[1]
    refresh_raster_ages([layer], datetime.date.today() + datetime.timedelta(days=100))
    old = raster_colors(layer, 4)[1]
    assert fresh != old
    assert old[0] == "#8a8fa3"


def test_what_is_no_alert_keeps_its_look(tmp_path):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=nombre:string", "comunidades", "memory")
    before = layer.renderer().type()
    assert kind_of(layer) == ""
    assert not apply_look(layer, AGE)
    assert layer.renderer().type() == before
    made = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "dem.tif"), 2, 2, 1, gdal.GDT_Float32)
    made.SetGeoTransform((-74, 0.1, 0, -8, 0, -0.1))
    del made
    dem = QgsRasterLayer(str(tmp_path / "dem.tif"), "dem")
    assert not apply_look(dem, AGE)
    assert look_of(dem) == ""
