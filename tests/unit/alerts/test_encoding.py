from __future__ import annotations

import datetime

import numpy as np
import pytest

from rainforest_alert_plugin.alerts.encoding import (
    FIRST,
    HIGH,
    HIGHEST,
    INVALID,
    LOW,
    NO_DAY,
    NONE,
    date_conf,
    date_of,
    dist_alert,
    dist_status,
    glad_l,
    glad_s2,
    radd,
)
from rainforest_alert_plugin.alerts.recognition import RasterFacts, recognise
from rainforest_alert_plugin.errors import InputError


def decoded(encoding, code, date=None):
    confidence, day = encoding.decode(
        np.array([code], np.uint16), None if date is None else np.array([date], np.uint16)
    )
    return int(confidence[0]), None if day[0] == NO_DAY else date_of(day[0])


@pytest.mark.parametrize(
    ("code", "confidence", "date"),
    [
        # examples in the comments of the producer's own encoder
        (20001, LOW, "2015-01-01"),
        (30055, HIGH, "2015-02-24"),
        (21847, LOW, "2020-01-21"),
        # first and last day of the real window, days 1732 and 3347
        (31732, HIGH, "2019-09-28"),
        (43347, HIGHEST, "2024-02-29"),
    ],
)
def test_gfw_codes_decode_as_their_encoder_says(code, confidence, date):
    assert decoded(date_conf("gfw_integrated"), code) == (confidence, datetime.date.fromisoformat(date))


@pytest.mark.parametrize("code", [18030, 50389, 1, 9999, 65535])
def test_codes_outside_the_scheme_are_invalid_not_nothing(code):
    assert decoded(date_conf("gfw_integrated"), code) == (INVALID, None)


def test_zero_is_no_alert():
    assert decoded(date_conf("gfw_integrated"), 0)[0] == NONE


@pytest.mark.parametrize("source", ["glad_l", "glad_s2", "radd", "dist_alert"])
def test_one_system_cannot_have_the_highest_confidence(source):
    assert decoded(date_conf(source), 43347)[0] == INVALID
    assert decoded(date_conf(source), 33347)[0] == HIGH


def test_glad_l_date_is_the_day_of_the_year_of_the_file():
    assert decoded(glad_l(2024), 3, 366) == (HIGH, datetime.date(2024, 12, 31))
    assert decoded(glad_l(2023), 2, 60) == (LOW, datetime.date(2023, 3, 1))
    assert decoded(glad_l(2023), 3, 366) == (INVALID, None)


def test_glad_s2_repeated_observation_is_high_and_counts_from_2019():
    # GFW: B + 1461 days on 2014-12-31; 1 + 1461 = 1462 days is 2019-01-01
    assert decoded(glad_s2(), 1, 1) == (LOW, datetime.date(2019, 1, 1))
    assert decoded(glad_s2(), 2, 1) == (HIGH, datetime.date(2019, 1, 1))
    assert not glad_s2().epoch_certain


def test_radd_date_is_year_and_day_of_year():
    assert decoded(radd(), 3, 24184) == (HIGH, datetime.date(2024, 7, 2))
    assert decoded(radd(), 2, 20366) == (LOW, datetime.date(2020, 12, 31))
    assert decoded(radd(), 2, 21366) == (INVALID, None)
    assert decoded(radd(), 2, 24000) == (INVALID, None)


def test_dist_alert_version_1_knows_first_provisional_and_confirmed():
    encoding = dist_alert()
    assert [decoded(encoding, code, 1)[0] for code in range(9)] == [
        NONE, FIRST, LOW, HIGH, FIRST, LOW, HIGH, HIGH, HIGH,
    ]  # fmt: skip
    assert decoded(encoding, 6, 1)[1] == datetime.date(2021, 1, 1)


def test_dist_alert_codes_follow_the_flags_in_the_file():
    # metadata of the provisional product (version 0.1)
    status = dist_status(
        {
            "flag_meanings": "no_disturbance,provisional_<50%,confirmed_<50%,provisional_>=50%,confirmed_>=50%,no_data",
            "flag_values": "0,1,2,3,4,255",
        },
        "VEG-DIST-STATUS.tif",
    )
    assert [decoded(dist_alert(status), code, 500)[0] for code in (0, 1, 2, 3, 4, 255)] == [
        NONE, LOW, HIGH, LOW, HIGH, NONE,
    ]  # fmt: skip
    assert dist_status({}, "OPERA_L3_DIST-ALERT-HLS_T18LVR_30_v0.1_VEG-DIST-STATUS.tif") == status


def facts(path, codes=(), data_type="UInt16", **more):
    return RasterFacts(path, data_type, codes=np.array(codes, np.int64), counts=np.ones(len(codes), np.int64), **more)


@pytest.mark.parametrize(
    ("path", "source", "form"),
    [
        ("C:\\datos\\gfw_integrated_alerts_10S_080W.tif", "gfw_integrated", "date_conf"),
        ("/d/umd_glad_landsat_alerts/v20260801/date_conf.tif", "glad_l", "date_conf"),
        ("/d/umd_glad_sentinel2_alerts_date_conf.tif", "glad_s2", "date_conf"),
        ("/d/wur_radd_alerts.tif", "radd", "date_conf"),
        ("/d/umd_glad_dist_alerts_date_conf.tif", "dist_alert", "date_conf"),
        ("/d/OPERA_L3_DIST-ALERT-HLS_T18LVR_30_v1_VEG-DIST-STATUS.tif", "dist_alert", "pair"),
        ("/d/alert26_080W_10S_070W_00N.tif", "glad_l", "pair"),
        ("/d/S2alert/alert/080W_10S_070W_00N.tif", "glad_s2", "pair"),
    ],
)
def test_names_the_producers_give_tell_the_source(path, source, form):
    found = recognise(facts(path, (30055,) if form == "date_conf" else (2, 3)))
    assert (found.source, found.form) == (source, form)
    assert found.reason.id == "alerts.recognised_by_name"


def test_bands_called_alert_and_date_are_radd():
    found = recognise(facts("/d/export.tif", (2, 3), bands=("Alert", "Date")))
    assert (found.source, found.form) == ("radd", "pair")


def test_packed_codes_without_a_telling_name_are_taken_for_integrated_alerts():
    found = recognise(facts("/d/recorte.tif", (24500, 33347, 43347)))
    assert (found.source, found.form) == ("gfw_integrated", "date_conf")
    assert found.reason.id == "alerts.recognised_by_codes"


def test_codes_that_may_be_dates_of_radd_are_not_guessed():
    # 24184: low of 2026-06-15 in GFW's scheme, or 2 July 2024 in RADD's
    with pytest.raises(InputError) as error:
        recognise(facts("/d/recorte.tif", (23001, 24184)))
    assert error.value.message.id == "alerts.source_ambiguous"
    assert "24184" in error.value.message.facts["examples"]


def test_radd_dates_read_as_gfw_codes_give_a_warning():
    found = recognise(facts("/d/recorte.tif", (23001, 24184)), "radd")
    assert [warning.id for warning in found.warnings] == ["alerts.may_be_yydoy"]


def test_confidence_codes_alone_do_not_tell_the_source():
    with pytest.raises(InputError) as error:
        recognise(facts("/d/recorte.tif", (2, 3), "Byte"))
    assert error.value.message.id == "alerts.status_ambiguous"


def test_intensities_are_no_alert_codes():
    with pytest.raises(InputError) as error:
        recognise(facts("/d/intensity.tif", (55,), "Byte"))
    assert error.value.message.id == "alerts.no_alert_codes"
    with pytest.raises(InputError) as error:
        recognise(facts("/d/intensity.tif", (55,), "Byte"), "glad_l")
    assert error.value.message.id == "alerts.no_alert_codes"


def test_a_source_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(InputError) as error:
        recognise(facts("/d/a.tif"), "modis_ndvi")
    assert error.value.message.id == "alerts.source_unknown"
    assert "glad_s2" in error.value.message.facts["sources"]
