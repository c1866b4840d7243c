"""Columns of events against the records they give, written by json and uuid of Python."""

from __future__ import annotations

import datetime
import json
import uuid

import numpy as np
import shapely

from rainforest_alert_plugin.alerts.encoding import day_texts, unix_day
from rainforest_alert_plugin.alerts.event_table import EventRecord, EventTable, SourceShare
from rainforest_alert_plugin.alerts.events import event_ids

FIRST, LAST = datetime.date(2024, 2, 29), datetime.date(2024, 12, 31)


def record(identity, source, sources, growth):
    return EventRecord(
        identity,
        FIRST,
        LAST,
        3,
        0.23244999,
        "high",
        source,
        "CN1; CN2",
        growth,
        shapely.to_wkb(shapely.MultiPolygon([shapely.box(1, 2, 3, 5)])),
        sources,
    )


RECORDS = [
    record("a", "radd", (SourceShare("radd", FIRST, LAST, "high", 3, 0.23244999),), {FIRST: 0.07748333, LAST: 0.15496666}),
    record("b", "glad_l", (SourceShare("glad_l", FIRST, FIRST, "low", 1, 1e-5),), {FIRST: 1234.5}),
]  # fmt: skip


def test_records_come_back_from_columns():
    table = EventTable.of(RECORDS)
    assert list(table) == RECORDS
    assert table[-1] == RECORDS[1]
    assert table.boxes.tolist() == [[1.0, 2.0, 3.0, 5.0]] * 2


def test_growth_and_sources_are_written_as_json_writes_them():
    table = EventTable.of(RECORDS)
    assert table.growth_texts() == [
        json.dumps({day.isoformat(): round(area, 4) for day, area in one.growth.items()}) for one in RECORDS
    ]
    sources = [
        [{"source": "radd", "first_date": "2024-02-29", "last_date": "2024-12-31", "max_confidence": "high",
          "pixel_count": 3, "area_ha": 0.2324}],
        [{"source": "glad_l", "first_date": "2024-02-29", "last_date": "2024-02-29", "max_confidence": "low",
          "pixel_count": 1, "area_ha": 0.0}],
    ]  # fmt: skip
    assert table.sources_texts() == [json.dumps(each) for each in sources]


def test_an_event_of_one_source_is_its_own_share():
    own = dict(vars(EventTable.of(RECORDS[:1])), shares=None)
    alone = EventTable(**own)
    assert list(alone) == RECORDS[:1]
    assert alone.sources_texts() == EventTable.of(RECORDS[:1]).sources_texts()


def test_no_events_make_an_empty_table():
    table = EventTable.of([])
    assert (len(table), table.growth_texts(), table.sources_texts(), table.boxes.shape) == (0, [], [], (0, 4))


def test_names_of_events_are_uuids_of_version_5():
    generator = np.random.default_rng(3)
    day = generator.integers(15000, 21000, 200)
    x, y = generator.uniform(-80, -68, 200), generator.uniform(-18, 0, 200)
    space = uuid.uuid5(uuid.NAMESPACE_DNS, "event.rainforest-alert")
    dates = [(datetime.date(1970, 1, 1) + datetime.timedelta(days=int(each))).isoformat() for each in day]
    assert event_ids("radd", day, x, y) == [
        str(uuid.uuid5(space, f"radd/{date}/{round(a, 5):.5f}/{round(b, 5):.5f}"))
        for date, a, b in zip(dates, x.tolist(), y.tolist())
    ]
    assert day_texts(np.array([unix_day(LAST), unix_day(FIRST), unix_day(LAST)])) == [
        "2024-12-31",
        "2024-02-29",
        "2024-12-31",
    ]
