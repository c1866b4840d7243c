"""Who may import whom: the rules of the house, held against every module, and shown to catch a breach."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import rooms

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / rooms.PACKAGE

IMPORT_ALL = """
import importlib, pkgutil, sys
room, *blocked = sys.argv[2:]
if sys.argv[1] == "with-qgis-core":
    import qgis.core
for name in list(sys.modules):
    if any(name == wanted or name.startswith(wanted + ".") for wanted in blocked):
        del sys.modules[name]
for name in blocked:
    sys.modules[name] = None
package = importlib.import_module(room)
names = [module.name for module in pkgutil.walk_packages(package.__path__, room + ".")]
for name in names:
    importlib.import_module(name)
print(len(names) + 1)
"""
OTHERS = (
    "shapely",
    "pandas",
    "scipy",
    "lxml",
    "PIL",
    "rasterio",
    "pyproj",
    "geopandas",
    "openpyxl",
    "yaml",
    "matplotlib",
)


def import_all_of(room: str, root: Path) -> subprocess.CompletedProcess[str]:
    """Import every module of a room in a fresh Python in which the forbidden packages cannot be imported."""
    free = room in rooms.QGIS_FREE_ROOMS
    forbidden = ("qgis", "PyQt5", "PyQt6", "processing") if free else rooms.WINDOW_MODULES
    mode = "bare" if free else "with-qgis-core"
    command = [sys.executable, "-c", IMPORT_ALL, mode, f"{rooms.PACKAGE}.{room}", *forbidden, *OTHERS]
    return subprocess.run(command, cwd=root, capture_output=True, text=True)


def test_no_module_imports_what_stands_right_of_it_or_above_it():
    assert rooms.violations(PACKAGE) == []


@pytest.mark.parametrize("room", sorted(room for room in rooms.ROOMS if (PACKAGE / room).is_dir()))
def test_every_module_of_a_room_imports_where_the_forbidden_packages_are_blocked(room):
    done = import_all_of(room, ROOT)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == len([path for path in (PACKAGE / room).rglob("*.py") if "_vendor" not in path.parts])


@pytest.fixture
def house(tmp_path):
    """A small house with one module per room, none of which imports anything."""
    for room in [*rooms.ROOMS, *rooms.UPPER]:
        folder = tmp_path / rooms.PACKAGE / room
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / rooms.PACKAGE / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / rooms.PACKAGE / "errors.py").write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("place", "line", "said"),
    [
        ("alerts/events.py", "from qgis.core import QgsGeometry", "alerts must not import qgis.core"),
        ("alerts/events.py", "def read():\n    import qgis", "alerts must not import qgis"),
        ("overlay/engine.py", "from qgis.PyQt.QtCore import QVariant", "overlay must not import qgis.PyQt"),
        ("overlay/engine.py", "import qgis.gui", "overlay must not import qgis.gui"),
        ("overlay/engine.py", "from qgis import gui", "overlay must not import qgis.gui"),
        ("titling/table.py", "import processing", "titling must not import processing"),
        ("titling/table.py", "from qgis.utils import iface", "titling must not import qgis.utils"),
        ("geo/area.py", "from ..overlay import engine", "geo must not import overlay"),
        ("workspace/schema.py", "from .. import overlay", "workspace must not import overlay"),
        ("alerts/deep/down.py", "from ...territory import community", "alerts must not import territory"),
        ("cadastre/rules.py", "from ..host import layers", "cadastre must not import host"),
        ("algorithms/technical_table.py", "from ..gui import dock", "algorithms must not import gui"),
        ("gui/dock.py", "from rainforest_alert_plugin.algorithms import provider", "gui must not import algorithms"),
        ("host/layers.py", "from ..algorithms.base import Base", "host must not import algorithms"),
        ("geo/area.py", "import shapely", "shapely is not in every QGIS installer"),
        ("errors.py", "from .geo import area", "errors must not import geo"),
        ("helpers/more.py", "", "helpers is no room of the house"),
    ],
)
def test_a_planted_breach_is_found(house, place, line, said):
    path = house / rooms.PACKAGE / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line, encoding="utf-8")

    found = rooms.violations(house / rooms.PACKAGE)

    assert len(found) == 1
    assert found[0].startswith(place.split("/")[0])
    assert found[0].endswith(said)


def test_what_the_rules_allow_is_not_reported(house):
    package = house / rooms.PACKAGE
    (package / "titling" / "table.py").write_text(
        "import json\nimport numpy as np\nfrom osgeo import ogr\nfrom qgis.core import QgsGeometry\n"
        "from . import angles\nfrom ..cadastre import rules\nfrom ..errors import Message\nfrom .._vendor import xlsxwriter\n",
        encoding="utf-8",
    )
    (package / "gui" / "dock.py").write_text(
        "from qgis.PyQt.QtCore import Qt\nfrom ..host import tasks\n", encoding="utf-8"
    )

    assert rooms.violations(package) == []


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("alerts", "from ..overlay import engine"),
        ("overlay", "from qgis.PyQt import QtCore"),
        ("titling", "import importlib; importlib.import_module('qgis.gui')"),
        ("geo", "import importlib; importlib.import_module('shapely')"),
    ],
)
def test_a_breach_that_hides_behind_another_module_or_a_name_in_a_string_fails_on_import(house, room, line):
    package = house / rooms.PACKAGE
    (package / "overlay" / "engine.py").write_text("from qgis.core import QgsGeometry", encoding="utf-8")
    assert import_all_of(room, house).returncode == 0

    (package / room / "planted.py").write_text(line, encoding="utf-8")

    assert import_all_of(room, house).returncode != 0
