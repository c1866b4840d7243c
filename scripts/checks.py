"""Run the checks and the rings of tests: ``scripts/checks.py all``, or the names of some.

Every check runs to its end, whatever the others say; the exit code is non-zero as soon as one failed. On more than one core the
checks on QGIS 3.22 run beside those on the installed QGIS; what a check prints then comes in one piece, when it ends.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import rooms

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv/bin/python")
PYTHON_QT6 = str(ROOT / ".venv-qt6/bin/python")
QGIS322 = str(ROOT / "scripts/qgis322.sh")
PACKAGE = rooms.PACKAGE
PYTEST = (PYTHON, "-m", "pytest")
WITHOUT_QGIS = ("-p", "no:pytest_qgis")
# What the copy of the tree takes from the tree itself, and what it does without.
LINKED = (".venv", ".venv-qt6", ".cache")
LEFT_OUT = {
    ".git",
    "build",
    "dist",
    "out",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".qgis-settings",
}


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

    @property
    def is_on_322(self) -> bool:
        """Whether it runs on QGIS 3.22 instead of the installed one."""
        return self.name.endswith("-3.22")


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


def environment(home: Path, bytecode: Path) -> dict[str, str]:
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
        # outside the tree, and compiled once for the hundreds of programs that the rings start
        "PYTHONPYCACHEPREFIX": str(bytecode),
        "PYTHONPATH": "",
        "QGIS322_ROOT": kept.get("QGIS322_ROOT", str(ROOT / ".cache" / "qgis322")),
        "RAINFOREST_ALERT_DATA": str(
            Path(kept.get("RAINFOREST_ALERT_DATA") or ROOT.parent / "shared" / "data").absolute()
        ),
    }


def run(check: Check, bytecode: Path, tree: Path = ROOT, output: IO[bytes] | None = None) -> bool:
    """Run one check in an environment of its own; what it prints goes to `output`, or straight on."""
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-") as home:
        for command in check.commands:
            done = subprocess.run(
                command,
                cwd=tree,
                env={**environment(Path(home), bytecode), **check.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
            )
            if done.returncode:
                return False
    return True


@dataclass(frozen=True)
class Result:
    """What became of a check."""

    check: Check
    passed: bool
    seconds: float


def run_in_turn(chosen: list[Check], bytecode: Path) -> list[Result]:
    """Run checks one after the other; what they print is seen at once."""
    results = []
    for check in chosen:
        print(f"\n== {check.name}: {check.says}", flush=True)
        started = time.monotonic()
        passed = run(check, bytecode)
        results.append(Result(check, passed, time.monotonic() - started))
    return results


def run_side_by_side(lanes: list[list[Check]], bytecode: Path) -> list[Result]:
    """Run lanes of checks at once, the first in the tree and each other one in a copy of it.

    Within a lane the checks run one after the other. Lanes share nothing that a test writes: what stands in the tree is copied, home,
    settings and temporary files are those of each check, and servers of the tests stand on ports of their own.
    """
    printing, stopped = threading.Lock(), threading.Event()

    def run_lane(lane: list[Check], tree: Path) -> list[Result]:
        results = []
        for check in lane:
            if stopped.is_set():
                break
            started = time.monotonic()
            with tempfile.TemporaryFile() as output:
                passed = run(check, bytecode, tree, output)
                results.append(Result(check, passed, time.monotonic() - started))
                output.seek(0)
                with printing:
                    print(f"\n== {check.name}: {check.says}", flush=True)
                    shutil.copyfileobj(output, sys.stdout.buffer)
                    sys.stdout.flush()
        return results

    def run_copied(lane: list[Check]) -> list[Result]:
        with copied_tree() as tree:
            return run_lane(lane, tree)

    with ThreadPoolExecutor(len(lanes)) as pool:
        running = [pool.submit(run_lane, lanes[0], ROOT), *(pool.submit(run_copied, lane) for lane in lanes[1:])]
        try:
            return [result for lane in running for result in lane.result()]
        except BaseException:
            stopped.set()
            raise


@contextmanager
def copied_tree() -> Iterator[Path]:
    """A copy of the tree for one lane of checks; environments and QGIS 3.22, which no test writes to, are linked."""
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-tree-") as folder:
        tree = Path(folder) / ROOT.name
        left_out = LEFT_OUT.union(LINKED)
        shutil.copytree(
            ROOT,
            tree,
            symlinks=True,
            ignore=lambda place, names: left_out.intersection(names) if Path(place) == ROOT else {"__pycache__"},
        )
        for name in LINKED:
            (tree / name).symlink_to(ROOT / name)
        yield tree


def main() -> int:
    """Run the command line."""
    known = {check.name: check for check in checks()}
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="+", choices=["all", *known], metavar="NAME", help=", ".join(["all", *known]))
    wanted = parser.parse_args().names
    chosen = [check for check in known.values() if check.name in wanted or ("all" in wanted and check.in_all)]
    lanes = [[check for check in chosen if check.is_on_322 == is_on_322] for is_on_322 in (False, True)]
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-bytecode-") as bytecode:
        if all(lanes) and len(os.sched_getaffinity(0)) > 1:
            results = run_side_by_side(lanes, Path(bytecode))
        else:
            results = run_in_turn(chosen, Path(bytecode))
    failed = [result.check.name for result in results if not result.passed]
    if len(results) > 1:
        print("\n== summary")
        for result in sorted(results, key=lambda result: chosen.index(result.check)):
            word = "passed" if result.passed else "FAILED"
            print(f"{word} {result.seconds:7.1f} s  {result.check.name}: {result.check.says}")
        print(
            f"checks: {len(results) - len(failed)} passed, {len(failed)} failed, in {time.monotonic() - started:.1f} s"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
