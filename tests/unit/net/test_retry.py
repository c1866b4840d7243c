"""Waiting as services ask for it."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np
import pytest

from rainforest_alert_plugin.net.retry import back_off_s, retry_after_s


def test_retry_after_in_seconds_is_taken_as_it_stands():
    assert retry_after_s({"retry-after": "120"}) == 120.0


def test_retry_after_as_a_date_counts_from_the_services_own_clock():
    # RFC 9110's example date; the service's Date is 90 s earlier, the laptop's clock two years late.
    headers = {"retry-after": "Fri, 31 Dec 1999 23:59:59 GMT", "date": "Fri, 31 Dec 1999 23:58:29 GMT"}
    assert retry_after_s(headers, datetime(1997, 12, 31, tzinfo=timezone.utc)) == 90.0


def test_retry_after_in_the_past_means_now():
    assert retry_after_s({"retry-after": "Fri, 31 Dec 1999 23:59:59 GMT"}) == 0.0


@pytest.mark.parametrize("value", ["", "soon", "-5"])
def test_retry_after_that_says_nothing_is_left_aside(value):
    assert retry_after_s({"retry-after": value}) is None


def test_the_wait_doubles_up_to_its_limit_and_is_never_less_than_half():
    generator = np.random.default_rng(7)
    for attempt, full in [(1, 1.0), (2, 2.0), (3, 4.0), (10, 60.0)]:
        waits = [back_off_s(attempt, 1.0, 60.0, generator) for _ in range(200)]
        assert full / 2 <= min(waits) < 0.6 * full
        assert 0.9 * full < max(waits) <= full
