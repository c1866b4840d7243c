"""Resolve every name that the code takes from ``qgis.PyQt`` against the real PyQt6 (no QGIS needed).

Run with the Python of ``.venv-qt6``: ``check_qt6.py FOLDER...``. Flags names and enum members that Qt 6 does not have,
direct imports of a Qt binding, and ``exec_``.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# QGIS on Qt 6 offers these where Qt 5 had them.
MOVED = {
    "QAction": "QtGui",
    "QActionGroup": "QtGui",
    "QShortcut": "QtGui",
    "QUndoCommand": "QtGui",
    "QUndoStack": "QtGui",
}
# QGIS adds these to its QtCore.
ADDED = {("QtCore", "NULL")}


def chain_of(node: ast.Attribute) -> tuple[str, list[str]] | None:
    """Name at the root of an attribute chain and the attributes after it, if the root is a plain name."""
    attributes: list[str] = []
    current: ast.expr = node
    while isinstance(current, ast.Attribute):
        attributes.insert(0, current.attr)
        current = current.value
    return (current.id, attributes) if isinstance(current, ast.Name) else None


def imported(tree: ast.AST) -> Iterator[tuple[int, str, Any, str | None]]:
    """Line, local name, object and complaint of each name imported from ``qgis.PyQt``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] in {"PyQt5", "PyQt6", "PySide2", "PySide6", "sip"}:
                    yield node.lineno, "", None, f"import {alias.name}: take it from qgis.PyQt"
        if not isinstance(node, ast.ImportFrom) or node.level:
            continue
        module = node.module or ""
        if module.split(".")[0] in {"PyQt5", "PyQt6", "PySide2", "PySide6"}:
            yield node.lineno, "", None, f"from {module}: take it from qgis.PyQt"
        elif module == "qgis.PyQt":
            for alias in node.names:
                yield node.lineno, alias.asname or alias.name, importlib.import_module(f"PyQt6.{alias.name}"), None
        elif module.startswith("qgis.PyQt."):
            part = module.split(".")[2]
            for alias in node.names:
                if (part, alias.name) in ADDED:
                    continue
                home = MOVED.get(alias.name, part) if part == "QtWidgets" else part
                found = getattr(importlib.import_module(f"PyQt6.{home}"), alias.name, None)
                complaint = None if found is not None else f"{part}.{alias.name} is not in PyQt6"
                yield node.lineno, alias.asname or alias.name, found, complaint


def complaints(source: str) -> list[tuple[int, str]]:
    """Lines of a module and what Qt 6 does not have there."""
    tree = ast.parse(source)
    found: list[tuple[int, str]] = []
    names: dict[str, Any] = {}
    for line, name, thing, complaint in imported(tree):
        if complaint:
            found.append((line, complaint))
        elif name:
            names[name] = thing
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr == "exec_":
            found.append((node.lineno, "exec_ is exec in Qt 6"))
        chain = chain_of(node)
        if chain is None or chain[0] not in names:
            continue
        thing = names[chain[0]]
        for attribute in chain[1]:
            if not hasattr(thing, attribute):
                found.append((node.lineno, f"{chain[0]}.{'.'.join(chain[1])} is not in PyQt6"))
                break
            thing = getattr(thing, attribute)
    return sorted(set(found))


def main(folders: list[str]) -> int:
    """Check all modules below the folders."""
    files = sorted(path for folder in folders for path in Path(folder).rglob("*.py") if "_vendor" not in path.parts)
    if not files:
        print("check_qt6: no Python file to check", file=sys.stderr)
        return 1
    bad = 0
    for path in files:
        for line, complaint in complaints(path.read_text(encoding="utf-8")):
            print(f"{path}:{line}: {complaint}")
            bad += 1
    print(f"check_qt6: {len(files)} files, {bad} complaints")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
