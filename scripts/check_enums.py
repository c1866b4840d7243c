"""Resolve every name that the code takes from QGIS on the QGIS that runs this: ``check_enums.py [--expect 3.22] FOLDER...``.

Flags what that version lacks, and enum members written without their enum, which Qt 6 builds do not have.
"""

from __future__ import annotations

import argparse
import ast
import enum
import importlib
import sys
from pathlib import Path
from typing import Any

from check_qt6 import chain_of

MODULES = frozenset({"qgis.core", "qgis.gui", "qgis.analysis"})


def is_enum_class(thing: Any) -> bool:
    """Whether `thing` is an enum, of Python or of SIP."""
    return isinstance(thing, type) and (issubclass(thing, enum.Enum) or type(thing).__name__ == "enumtype")


def unscoped(owner: Any, value: Any) -> bool:
    """Whether `value` is an enum member that was reached through something else than its enum."""
    return isinstance(owner, type) and not is_enum_class(owner) and is_enum_class(type(value))


def complaints(source: str) -> list[tuple[int, str]]:
    """Lines of a module and what this QGIS does not have there, or what has no scope."""
    tree = ast.parse(source)
    found: list[tuple[int, str]] = []
    names: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in MODULES:
            module = importlib.import_module(node.module)
            for alias in node.names:
                if hasattr(module, alias.name):
                    names[alias.asname or alias.name] = getattr(module, alias.name)
                else:
                    found.append((node.lineno, f"{alias.name} is not in {node.module} of this QGIS"))
    for node in ast.walk(tree):
        chain = chain_of(node) if isinstance(node, ast.Attribute) else None
        if chain is None or chain[0] not in names:
            continue
        thing = names[chain[0]]
        written = chain[0]
        for attribute in chain[1]:
            if not isinstance(thing, type):
                break
            written = f"{written}.{attribute}"
            if not hasattr(thing, attribute):
                found.append((node.lineno, f"{written} is not in this QGIS"))
                break
            value = getattr(thing, attribute)
            if unscoped(thing, value):
                found.append((node.lineno, f"{written} has no scope: write {type(value).__qualname__}.{attribute}"))
                break
            thing = value
    return sorted(set(found))


def main(arguments: list[str]) -> int:
    """Check all modules below the folders."""
    from qgis.core import Qgis

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--expect", help="version that must be running, for instance 3.22")
    parser.add_argument("folders", nargs="+")
    options = parser.parse_args(arguments)
    if options.expect and not Qgis.QGIS_VERSION.startswith(f"{options.expect}."):
        print(f"check_enums: this is QGIS {Qgis.QGIS_VERSION}, not {options.expect}", file=sys.stderr)
        return 1
    files = sorted(
        path for folder in options.folders for path in Path(folder).rglob("*.py") if "_vendor" not in path.parts
    )
    if not files:
        print("check_enums: no Python file to check", file=sys.stderr)
        return 1
    bad = 0
    for path in files:
        for line, complaint in complaints(path.read_text(encoding="utf-8")):
            print(f"{path}:{line}: {complaint}")
            bad += 1
    print(f"check_enums: {len(files)} files on QGIS {Qgis.QGIS_VERSION}, {bad} complaints")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
