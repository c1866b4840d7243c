"""Who may import whom among the rooms of the package, and what each may import from outside."""

from __future__ import annotations

PACKAGE = "rainforest_alert_plugin"

# Small modules on which every room may stand.
GROUND = frozenset({"errors", "paths", "about", "_vendor"})

# What stands left of a room, besides the room itself and the ground.
ROOMS: dict[str, frozenset[str]] = {
    "geo": frozenset(),
    "net": frozenset(),
    "overlay": frozenset({"geo", "net"}),
    "workspace": frozenset({"geo", "net"}),
    "documents": frozenset({"geo", "net", "overlay", "workspace"}),
    "alerts": frozenset({"geo", "net", "overlay", "workspace", "documents"}),
    "territory": frozenset({"geo", "net", "overlay", "workspace", "documents"}),
    "cadastre": frozenset({"geo", "net", "overlay", "workspace", "documents"}),
    "monitoring": frozenset({"geo", "net", "overlay", "workspace", "documents", "alerts", "territory"}),
    "titling": frozenset({"geo", "net", "overlay", "workspace", "documents", "territory", "cadastre"}),
}

# Rooms that may use the value types of qgis.core; all other rooms do without QGIS, whichever room they import.
QGIS_VALUE_ROOMS = frozenset({"overlay", "territory", "cadastre", "titling"})
QGIS_FREE_ROOMS = frozenset(ROOMS) - QGIS_VALUE_ROOMS

# The floor above the rooms.
UPPER: dict[str, frozenset[str]] = {
    "host": frozenset(ROOMS) | {"compat", "i18n"},
    "algorithms": frozenset(ROOMS) | {"host", "compat", "i18n"},
    "gui": frozenset(ROOMS) | {"host", "compat", "i18n"},
}

# Never in a room: a window, a running QGIS.
WINDOW_MODULES = (
    "qgis.PyQt",
    "qgis.gui",
    "qgis.utils",
    "qgis.processing",
    "qgis.analysis",
    "qgis._3d",
    "processing",
    "PyQt5",
    "PyQt6",
)

# The only packages, beside the standard library, that every QGIS installer ships.
RUNTIME_PACKAGES = frozenset({"qgis", "processing", "osgeo", "numpy", "requests", "jinja2", "psycopg2"})
