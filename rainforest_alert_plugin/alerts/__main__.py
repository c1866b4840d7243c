"""Statistics and events of whole basins from a command line that needs no QGIS.

``python -m rainforest_alert_plugin.alerts --alerts tile.tif --territories file.gpkg --territory-id field --out table.csv statistics``

With ``--scheduler tcp://host:port`` the work is done by an existing Dask cluster, otherwise by ``--workers`` processes here. Keys for
remote files come from the environment only, as GDAL reads them (``GDAL_HTTP_HEADERS``, ``AWS_ACCESS_KEY_ID`` and others).
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import sys
from pathlib import Path
from typing import Any, Iterable, Sequence

from ..errors import InputError, Message, RainforestAlertError
from ..geo.features import PolygonFeature
from ..geo.files import replaced_file
from ..geo.progress import Progress
from .block_events import events_job, merge_events, side_by_side
from .blocks import count_job, jobs_of_rasters, merge_counts, merge_tallies
from .drivers import Dask, Driver, Processes, Serial
from .encoding import CONFIDENCE_WORDS, SOURCES
from .periods import MONTH, PERIODS, check_dates
from .pixels import refuse_foreign_codes
from .raster import AlertRaster, open_alerts
from .reach import outside_of_all
from .recognition import AUTO
from .territory_files import read_territories

_NAMED = 5
_STATISTICS = ("territory_id", "period_start", "confidence", "pixel_count", "area_ha")
_EVENTS = (
    "event_id", "first_date", "last_date", "pixel_count", "area_ha", "max_confidence", "source", "territory_id", "longitude", "latitude",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns 0, or 1 after an error that was said."""
    asked = _parser().parse_args(arguments)
    try:
        _run(asked)
    except RainforestAlertError as error:
        _say("error", error.message)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m rainforest_alert_plugin.alerts",
        description="Counts alerts per territory, or joins them to events, without QGIS. Keys are read from the environment only.",
    )
    parser.add_argument("what", nargs="?", default="statistics", choices=("statistics", "events"))
    parser.add_argument(
        "--alerts", nargs="+", required=True, metavar="RASTER", help="alert rasters; tiles of one source"
    )
    parser.add_argument("--source", default=AUTO, choices=(AUTO, *SOURCES))
    parser.add_argument("--territories", metavar="FILE", help="polygons; required for statistics")
    parser.add_argument("--territory-layer", default="", metavar="NAME")
    parser.add_argument("--territory-id", default="", metavar="FIELD")
    parser.add_argument("--period", default=MONTH, choices=PERIODS)
    parser.add_argument("--start", type=datetime.date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--end", type=datetime.date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--min-confidence", default=CONFIDENCE_WORDS[1], choices=CONFIDENCE_WORDS[1:])
    parser.add_argument("--window-days", type=int, default=90)
    parser.add_argument("--out", required=True, metavar="FILE", help="table to write, CSV")
    parser.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="of an existing Dask cluster")
    parser.add_argument("--workers", type=int, default=1, help="processes on this computer, without a cluster")
    return parser


def _run(asked: argparse.Namespace) -> None:
    check_dates(asked.start, asked.end)
    if asked.window_days < 0:
        raise InputError("alerts.window_negative", days=asked.window_days)
    if asked.what == "statistics" and not asked.territories:
        raise InputError("alerts.territories_missing")
    driver: Driver = Serial()
    if asked.scheduler:
        driver = Dask(asked.scheduler)
    elif asked.workers > 1:
        driver = Processes(asked.workers)
    rasters = [open_alerts(path, asked.source) for path in asked.alerts]
    for raster in rasters:
        _say("raster", raster.recognition.reason)
    ids, territories = _territories(asked, rasters)
    for wkt, features in territories.items():
        grids = [raster.grid for raster in rasters if raster.grid.crs_wkt == wkt]
        for message in outside_of_all(features, grids, ", ".join(Path(path).name for path in asked.alerts[:_NAMED])):
            _say("territories", message)
    columns: tuple[str, ...]
    if asked.what == "events":
        rows, columns = _events(asked, driver, rasters, ids, territories), _EVENTS
    else:
        rows, columns = _statistics(asked, driver, rasters, ids, territories), _STATISTICS
    written = _write(asked.out, columns, rows)
    print(json.dumps({"written": asked.out, "rows": written}), file=sys.stderr)


def _territories(
    asked: argparse.Namespace, rasters: Sequence[AlertRaster]
) -> tuple[list[str], dict[str, list[PolygonFeature]]]:
    """Ids, and the territories in the reference system of each raster."""
    found: dict[str, list[PolygonFeature]] = {}
    ids: list[str] = []
    if not asked.territories:
        return ids, found
    for wkt in dict.fromkeys(raster.grid.crs_wkt for raster in rasters):
        features, tally, warnings = read_territories(asked.territories, asked.territory_id, wkt, asked.territory_layer)
        for message in (*warnings, tally.summary()):
            _say("territories", message)
        for identity, reason in (*tally.left_out, *tally.repaired):
            _say(identity, reason)
        found[wkt] = features
        ids = ids or [feature.id for feature in features]
        if ids != [feature.id for feature in features]:
            raise InputError("alerts.tiles_differ", number=len(found))
    return ids, found


def _statistics(
    asked: argparse.Namespace,
    driver: Driver,
    rasters: Sequence[AlertRaster],
    ids: list[str],
    territories: dict[str, list[PolygonFeature]],
) -> Iterable[Sequence[Any]]:
    jobs = [
        job
        for raster in rasters
        for job in jobs_of_rasters(
            [raster], territories[raster.grid.crs_wkt], False, period=asked.period, start=asked.start, end=asked.end
        )
    ]
    parts = driver.run(count_job, jobs, _progress(), _never)
    tally = merge_tallies([part.tally for part in parts])
    refuse_foreign_codes(rasters[0], tally)
    for message in tally.messages(asked.alerts[0]):
        _say("raster", message)
    counts = merge_counts(tuple(ids), [part.counts for part in parts])
    kept = CONFIDENCE_WORDS.index(asked.min_confidence)
    return (
        (row.territory_id, row.period_start.isoformat(), row.confidence, row.pixel_count, row.area_ha)
        for row in counts.rows()
        if CONFIDENCE_WORDS.index(row.confidence) >= kept
    )


def _events(
    asked: argparse.Namespace,
    driver: Driver,
    rasters: Sequence[AlertRaster],
    ids: list[str],
    territories: dict[str, list[PolygonFeature]],
) -> Iterable[Sequence[Any]]:
    limits = territories[rasters[0].grid.crs_wkt] if territories else None
    jobs = jobs_of_rasters(
        rasters,
        limits,
        True,
        start=asked.start,
        end=asked.end,
        window_days=asked.window_days,
        min_confidence=CONFIDENCE_WORDS.index(asked.min_confidence),
    )
    rows, tally = merge_events(
        driver.run(events_job, jobs, _progress(), _never, side_by_side), asked.window_days, ids if territories else None
    )
    refuse_foreign_codes(rasters[0], tally)
    for message in tally.messages(asked.alerts[0]):
        _say("raster", message)
    return (
        (
            row.event_id,
            row.first_date.isoformat(),
            row.last_date.isoformat(),
            row.pixel_count,
            row.area_ha,
            row.max_confidence,
            row.source,
            row.territory_id,
            row.longitude,
            row.latitude,
        )
        for row in rows
    )


def _write(path: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    with replaced_file(Path(path)) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(columns)
        for row in rows:
            table.writerow(row)
            count += 1
    return count


def _progress() -> Progress:
    """Says every tenth part that is done."""
    said = [0]

    def progress(percent: float) -> None:
        if percent >= said[0] + 10:
            said[0] = int(percent // 10) * 10
            print(json.dumps({"done_percent": said[0]}), file=sys.stderr)

    return progress


def _never() -> bool:
    """Whoever wants to stop a command presses Ctrl+C."""
    return False


def _say(about: str, message: Message) -> None:
    """A message as JSON: this command has no language, its reader is another program or an administrator."""
    facts = {name: fact.id if isinstance(fact, Message) else fact for name, fact in message.facts.items()}
    print(
        json.dumps({"about": about, "message": message.id, **facts}, default=str, ensure_ascii=False), file=sys.stderr
    )


if __name__ == "__main__":
    sys.exit(main())
