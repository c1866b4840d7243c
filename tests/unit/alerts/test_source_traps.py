"""What sources do not say aloud: the day from which GLAD-S2 counts, in the alerts that it gives."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from rainforest_alert_plugin.alerts.collection import Wanted, collect_raster
from rainforest_alert_plugin.alerts.encoding import date_of
from rainforest_alert_plugin.alerts.raster import open_alerts
from tests.unit.alerts.alert_rasters import write_raster

gdal.UseExceptions()


def test_dates_of_glad_s2_are_those_of_gfw_and_said_to_be_certain_to_a_day_only(tmp_path):
    """GFW encodes day B of GLAD-S2 as B + 1461 after 2014-12-31, which makes 1 the first of January 2019; others read it as 0."""
    for folder, value in (("alert", 2), ("alertDate", 1)):
        (tmp_path / folder).mkdir()
        write_raster(tmp_path / folder / "080W_10S_070W_00N.tif", np.full((2, 2), value, np.uint16))
    raster = open_alerts(str(tmp_path / "alert" / "080W_10S_070W_00N.tif"), "glad_s2")
    found = collect_raster(raster, None, Wanted())
    assert {date_of(day).isoformat() for day in found.points.day} == {"2019-01-01"}
    assert "alerts.epoch_uncertain" in [message.id for message in found.messages]
    assert not raster.encoding.epoch_certain
