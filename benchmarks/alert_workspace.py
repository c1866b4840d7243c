"""A million alerts into the workspace against a plain GeoPackage of ogr2ogr and of pyogrio.

The rivals write points with five attributes and a spatial index. Ours also checks each alert against those already there, guards the
tables, keeps the audit log, and where the row says so joins the alerts to events, all in one transaction. It begins with arrays in
memory, as a raster gives them, or with the file that ogr2ogr reads.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.protocol import Contestant, rounds, rows

PIXEL_DEG = 0.0001
CLUMP = 6
_HEADER = "longitude,latitude,date,confidence,area_ha,territory_id"


def measure(quick: bool) -> list[dict[str, Any]]:
    """Time everybody; see the module `protocol`."""
    count = 20_000 if quick else 1_000_000
    folder = Path(tempfile.gettempdir()) / "rainforest_alert_bench_workspace_v1"
    folder.mkdir(exist_ok=True)
    made = folder / f"alerts_{count}.csv"
    if not made.exists():
        _write(made, count)
    arguments = {"table": str(made)}
    ours = Contestant("Rainforest Alert, alerts", "take_alerts", 2, "checked against those there, audited")
    whole = Contestant("Rainforest Alert, from the CSV", "take_table", 2, "read, checked, audited")
    again = Contestant("Rainforest Alert, the same again", "take_again", 1, "nothing changes")
    events = Contestant(
        "Rainforest Alert, alerts and events", "take_alerts_and_events", 1, "the same, joined to events"
    )
    ogr2ogr = Contestant("ogr2ogr CSV to GPKG", "with_ogr2ogr", 2, "with spatial index, GDAL of the system")
    pyogrio = Contestant("pyogrio", "with_pyogrio", 2, "from a GeoDataFrame in memory, newer GDAL")
    everybody = [ours, whole, again, events, ogr2ogr, pyogrio]
    rounds("benchmarks.alert_workspace", everybody, arguments)
    return rows(f"{count} alerts into a GeoPackage", ours, everybody)


def _write(path: Path, count: int) -> None:
    """Alerts in clumps of 6 x 6 pixels spread over a degree and more, seeded."""
    rng = np.random.default_rng(20261123)
    clumps = -(-count // (CLUMP * CLUMP))
    cells = rng.choice(4_000_000, clumps, replace=False)
    inner = np.arange(CLUMP)
    col = (cells % 2000 * 8)[:, None, None] + inner[None, None, :]
    row = (cells // 2000 * 8)[:, None, None] + inner[None, :, None]
    col, row = (np.broadcast_to(one, (clumps, CLUMP, CLUMP)).reshape(-1)[:count] for one in (col, row))
    day = np.repeat(rng.integers(0, 700, clumps), CLUMP * CLUMP)[:count]
    confidence = np.array(["low", "high", "highest"])[rng.integers(0, 3, count)]
    with path.with_suffix(".partial").open("w") as file:
        file.write(_HEADER + "\n")
        dates = (np.datetime64("2024-01-01") + day).astype(str)
        east, north = (-75 + (col + 0.5) * PIXEL_DEG).tolist(), (-8 - (row + 0.5) * PIXEL_DEG).tolist()
        for x, y, date, word in zip(east, north, dates.tolist(), confidence.tolist()):
            file.write(f"{x:.6f},{y:.6f},{date},{word},0.0122,CN1\n")
    path.with_suffix(".partial").replace(path)


def _alerts(table: str) -> Any:
    import pandas

    from rainforest_alert_plugin.workspace.alerts import empty_alerts, pixel_keys

    rows = pandas.read_csv(table)
    alerts = empty_alerts(len(rows))
    alerts["lon"], alerts["lat"] = rows["longitude"], rows["latitude"]
    alerts["pixel"] = pixel_keys(alerts["lon"], alerts["lat"])
    alerts["date"] = rows["date"].to_numpy().astype("M8[D]")
    alerts["confidence"] = rows["confidence"].map({"low": 0, "high": 1, "highest": 2})
    alerts["area_ha"] = rows["area_ha"]
    alerts["territory_id"] = rows["territory_id"]
    return alerts


def _workspace() -> Any:
    from rainforest_alert_plugin.workspace.geopackage import create_geopackage

    return create_geopackage(Path(tempfile.mkdtemp()) / "federation.gpkg", "Federation", "laptop")


def _batch() -> Any:
    from rainforest_alert_plugin.workspace.alerts import Batch

    return Batch("gfw_integrated", "alerts.csv", {}, "2026-11-23T10:00:00.000Z")


def prepare_take_alerts(table: str) -> dict[str, Any]:
    return {"alerts": _alerts(table), "workspace": _workspace()}


prepare_take_alerts_and_events = prepare_take_alerts


def prepare_take_again(table: str) -> dict[str, Any]:
    from rainforest_alert_plugin.workspace.alerts import import_batch

    prepared = prepare_take_alerts(table)
    import_batch(prepared["workspace"], _batch(), prepared["alerts"])
    return prepared


def take_alerts(table: str, alerts: Any, workspace: Any) -> int:
    from rainforest_alert_plugin.workspace.alerts import import_batch

    return import_batch(workspace, _batch(), alerts).new


take_again = take_alerts


def prepare_take_table(table: str) -> dict[str, Any]:
    return {"workspace": _workspace()}


def take_table(table: str, workspace: Any) -> int:
    from rainforest_alert_plugin.alerts.collection import Wanted, collect_points, workspace_alerts
    from rainforest_alert_plugin.alerts.tables import alert_points, read_table
    from rainforest_alert_plugin.workspace.alerts import import_batch

    alerts = workspace_alerts(collect_points(alert_points(read_table(table)), None, Wanted()), ())
    return import_batch(workspace, _batch(), alerts).new


def take_alerts_and_events(table: str, alerts: Any, workspace: Any) -> int:
    from rainforest_alert_plugin.alerts.workspace_events import take_in

    return take_in(workspace, _batch(), alerts).events.new


def with_ogr2ogr(table: str) -> int:
    output = Path(tempfile.mkdtemp()) / "alerts.gpkg"
    places = ["-oo", "X_POSSIBLE_NAMES=longitude", "-oo", "Y_POSSIBLE_NAMES=latitude", "-oo", "AUTODETECT_TYPE=YES"]
    subprocess.run(["ogr2ogr", "-q", "-f", "GPKG", str(output), table, *places, "-a_srs", "EPSG:4326"], check=True)
    return output.stat().st_size


def prepare_with_pyogrio(table: str) -> dict[str, Any]:
    import geopandas
    import pandas
    import pyogrio  # noqa: F401  (the import is not timed)

    rows = pandas.read_csv(table)
    points = geopandas.points_from_xy(rows["longitude"], rows["latitude"], crs="EPSG:4326")
    return {"frame": geopandas.GeoDataFrame(rows, geometry=points)}


def with_pyogrio(table: str, frame: Any) -> int:
    import pyogrio

    output = Path(tempfile.mkdtemp()) / "alerts.gpkg"
    pyogrio.write_dataframe(frame, output)
    return output.stat().st_size
