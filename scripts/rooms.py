"""Who may import whom among the rooms of the package, and what each may import from outside."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "rainforest_alert_plugin"

# Small modules on which every room may stand.
GROUND = frozenset({"errors", "paths", "about", "_vendor"})

# What stands left of a room, besides the room itself and the ground.
ROOMS: dict[str, frozenset[str]] = {
    "geo": frozenset(),
    "net": frozenset({"geo"}),  # progress, cancelling and whole files stand in geo
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

# Top modules of the package, which belong to no room.
TOP_MODULES: dict[str, frozenset[str]] = {
    "__init__": frozenset({"plugin"}),
    "plugin": frozenset({"host", "algorithms", "gui", "compat", "i18n"}),
    "errors": frozenset(),
    "paths": frozenset(),
    "about": frozenset({"paths"}),
    "compat": frozenset(),
    "i18n": frozenset({"paths"}),
}
WITH_QGIS = frozenset(UPPER) | {"plugin", "compat", "i18n"}


def imports_of(path: Path, package: Path) -> Iterator[tuple[int, str]]:
    """Line and absolute dotted name of everything a module imports, at its top or inside a function.

    ``from a import b`` gives ``a.b``, since ``b`` may be a module.
    """
    dotted = [PACKAGE, *path.relative_to(package).with_suffix("").parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            # For the package's own __init__ a level counts from the folder, for a module from the module.
            base = dotted[: len(dotted) - node.level] if node.level else []
            stem = ".".join([*base, node.module] if node.module else base)
            for alias in node.names:
                yield node.lineno, f"{stem}.{alias.name}"


def allowed_inside(owner: str) -> frozenset[str]:
    """What a room, or a top module, may import from the package."""
    if owner in ROOMS:
        return ROOMS[owner] | GROUND | {owner}
    if owner in UPPER:
        return UPPER[owner] | GROUND | {owner}
    return TOP_MODULES.get(owner, frozenset()) | (GROUND if owner not in GROUND else frozenset())


def complaint(owner: str, name: str) -> str | None:
    """Why `owner` (a room or a top module) may not import `name`, or None if it may."""
    parts = name.split(".")
    if parts[0] == PACKAGE:
        wanted = parts[1] if len(parts) > 1 else ""
        if wanted in allowed_inside(owner) or owner == wanted:
            return None
        return f"{owner} must not import {wanted or PACKAGE}"
    if parts[0] == "__future__" or parts[0] in sys.stdlib_module_names:
        return None
    if parts[0] not in RUNTIME_PACKAGES:
        return f"{parts[0]} is not in every QGIS installer"
    if parts[0] == "qgis" and owner in QGIS_VALUE_ROOMS and parts[1:2] == ["core"]:
        return None
    if parts[0] in {"qgis", "processing"} and owner not in WITH_QGIS:
        return f"{owner} must not import {'.'.join(parts[:2])}"
    return None


def violations(package: Path) -> list[str]:
    """Every import in the package that breaks the rules, with its place."""
    found = []
    for path in sorted(package.rglob("*.py")):
        relative = path.relative_to(package)
        if relative.parts[0] == "_vendor":
            continue
        owner = relative.parts[0] if len(relative.parts) > 1 else relative.stem
        if owner not in ROOMS and owner not in UPPER and owner not in TOP_MODULES:
            found.append(f"{relative}: {owner} is no room of the house")
            continue
        for line, name in imports_of(path, package):
            said = complaint(owner, name)
            if said:
                found.append(f"{relative}:{line}: {said}")
    return list(dict.fromkeys(found))
