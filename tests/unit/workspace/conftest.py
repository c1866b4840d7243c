"""A workspace on a disk of its own, and alerts to put into it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from rainforest_alert_plugin.workspace.alerts import Batch, empty_alerts, pixel_keys
from rainforest_alert_plugin.workspace.geometry_blob import sql_functions
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage

SOURCE = "gfw_integrated_alerts"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed, empty workspace."""
    target = tmp_path / "federation.gpkg"
    create_geopackage(target, "Federation", "laptop A").close()
    return target


@pytest.fixture
def workspace(path: Path):
    """The same, open."""
    with open_geopackage(path) as opened:
        yield opened


def batch(source: str = SOURCE) -> Batch:
    return Batch(source, "window.tif", {"bbox": [-74.0, -9.0, -73.0, -8.0]}, "2026-11-23T10:00:00.000Z")


def pixels(count: int, first: int = 0, day: str = "2024-05-01", confidence: int = 0):
    """`count` alerts side by side on the 0.0001 degree grid, from the pixel `first` eastwards."""
    alerts = empty_alerts(count)
    alerts["lon"] = -74.0 + (np.arange(count) + first) * 1e-4 + 5e-5
    alerts["lat"] = -8.5 + 5e-5
    alerts["pixel"] = pixel_keys(alerts["lon"], alerts["lat"])
    alerts["date"] = np.datetime64(day)
    alerts["confidence"] = confidence
    alerts["area_ha"] = 0.0122
    return alerts


def bystander(path: Path) -> sqlite3.Connection:
    """A program that is not the plugin; like QGIS it has the functions of the spatial index."""
    database = sqlite3.connect(path, isolation_level=None)
    for name, function in sql_functions().items():
        database.create_function(name, 1, function)
    return database


def triggers(path: Path) -> dict[str, str]:
    """Words of all triggers of a file by name, as a program that is not the plugin reads them."""
    with closing(sqlite3.connect(path)) as database:
        return dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
