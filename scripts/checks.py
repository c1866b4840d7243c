"""Run the checks and the rings of tests: ``scripts/checks.py all``, or the names of some.

Every check runs to its end, whatever the others say; the exit code is non-zero as soon as one failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import rooms

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv/bin/python")
PYTHON_QT6 = str(ROOT / ".venv-qt6/bin/python")
QGIS322 = str(ROOT / "scripts/qgis322.sh")
PACKAGE = rooms.PACKAGE
PYTEST = (PYTHON, "-m", "pytest")
WITHOUT_QGIS = ("-p", "no:pytest_qgis")


@dataclass(frozen=True)
class Check:
    """One check.

    Parameters
    ----------
    name : str
        How it is called on the command line.
    says : str
        What it holds, for the person who reads the output.
    commands : tuple of tuple of str
        Programs with their arguments, run in turn until one fails.
    in_all : bool
        Whether ``all`` includes it.
    environment : dict
        What is set for its programs besides the common environment.
    """

    name: str
    says: str
    commands: tuple[tuple[str, ...], ...]
    in_all: bool = True
    environment: dict[str, str] = field(default_factory=dict)


def typed_rooms() -> tuple[str, ...]:
    """Arguments for mypy: the rooms that do without QGIS."""
    folders = (ROOT / PACKAGE / room for room in sorted(rooms.QGIS_FREE_ROOMS))
    return tuple(str(folder.relative_to(ROOT)) for folder in folders if folder.is_dir())


def checks() -> list[Check]:
    """All checks, the quick ones first."""
    ruff = str(ROOT / ".venv/bin/ruff")
    return [
        Check("lint", "ruff: rules and format", ((ruff, "check", "."), (ruff, "format", "--check", "."))),
        Check(
            "typecheck",
            "mypy, strict, on the rooms without QGIS",
            (
                (
                    PYTHON,
                    "-m",
                    "mypy",
                    *typed_rooms(),
                    f"{PACKAGE}/errors.py",
                    f"{PACKAGE}/paths.py",
                    f"{PACKAGE}/about.py",
                ),
            ),
        ),
        Check(
            "layering", "who may import whom", ((*PYTEST, *WITHOUT_QGIS, "tests/unit/test_layering.py"),), in_all=False
        ),
        Check("qt6", "names of Qt, resolved against PyQt6", ((PYTHON_QT6, "scripts/check_qt6.py", PACKAGE),)),
        Check("enums", "names of QGIS, resolved on the installed QGIS", ((PYTHON, "scripts/check_enums.py", PACKAGE),)),
        Check(
            "enums-3.22",
            "names of QGIS, resolved on QGIS 3.22",
            ((QGIS322, PYTHON, "scripts/check_enums.py", "--expect", "3.22", PACKAGE),),
        ),
        Check(
            "translations", "translations complete, placeholders equal", ((PYTHON, "scripts/check_translations.py"),)
        ),
        Check(
            "site",
            "the plugin site's gate on the packaged zip",
            ((PYTHON, "scripts/build.py", "package"), (PYTHON, "scripts/check_site.py")),
        ),
        Check("unit", "tests without QGIS", ((*PYTEST, *WITHOUT_QGIS, "tests/unit"),)),
        Check("qgis", "tests inside QGIS", ((*PYTEST, "tests/qgis"),)),
        Check("app", "tests of qgis_process and of the QGIS window", ((*PYTEST, *WITHOUT_QGIS, "tests/app"),)),
        Check(
            "unit-3.22",
            "tests without QGIS, libraries of QGIS 3.22",
            ((QGIS322, *PYTEST, *WITHOUT_QGIS, "tests/unit"),),
        ),
        Check(
            "gui-3.22",
            "tests of the window of QGIS 3.22",
            ((*PYTEST, *WITHOUT_QGIS, "tests/app/test_gui.py"),),
            environment={"RAINFOREST_ALERT_QGIS": f"{QGIS322} qgis"},
        ),
        Check("qgis-3.22", "tests inside QGIS 3.22", ((QGIS322, *PYTEST, "tests/qgis"),)),
        Check(
            "app-3.22",
            "the plugin in qgis_process of QGIS 3.22",
            (
                (
                    *(QGIS322, *PYTEST, *WITHOUT_QGIS),
                    *("tests/app/test_qgis_process.py", "tests/app/test_installed_plugin.py"),
                ),
            ),
        ),
        Check(
            "coverage",
            "coverage of the unit and qgis rings",
            (
                (*PYTEST, *WITHOUT_QGIS, f"--cov={PACKAGE}", "--cov-report=", "tests/unit"),
                (*PYTEST, f"--cov={PACKAGE}", "--cov-append", "--cov-report=term-missing", "tests/qgis"),
            ),
            in_all=False,
        ),
    ]


def environment(home: Path) -> dict[str, str]:
    """Environment in which no check reads or writes the user's own QGIS."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("QGIS_", "PYTHON", "GDAL_", "PROJ_"))
    }
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return {
        **kept,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": "",
        "QGIS322_ROOT": kept.get("QGIS322_ROOT", str(ROOT / ".cache" / "qgis322")),
    }


def run(check: Check) -> bool:
    """Run one check in an environment of its own."""
    print(f"\n== {check.name}: {check.says}", flush=True)
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-") as home:
        for command in check.commands:
            variables = {**environment(Path(home)), **check.environment}
            if subprocess.run(command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL).returncode:
                return False
    return True


def main() -> int:
    """Run the command line."""
    known = {check.name: check for check in checks()}
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="+", choices=["all", *known], metavar="NAME", help=", ".join(["all", *known]))
    wanted = parser.parse_args().names
    chosen = [check for check in known.values() if check.name in wanted or ("all" in wanted and check.in_all)]
    results: list[tuple[Check, bool, float]] = []
    for check in chosen:
        started = time.monotonic()
        passed = run(check)
        results.append((check, passed, time.monotonic() - started))
    failed = [check.name for check, passed, _ in results if not passed]
    if len(results) > 1:
        print("\n== summary")
        for check, passed, seconds in results:
            print(f"{'passed' if passed else 'FAILED'} {seconds:7.1f} s  {check.name}: {check.says}")
        print(f"checks: {len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
