"""Run all benchmark files; write build/benchmarks.json and print a Markdown table."""

from __future__ import annotations

import argparse
import importlib
import json
import platform
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal

ROOT = Path(__file__).resolve().parent.parent
NOT_BENCHMARKS = ("__init__", "__main__", "run", "protocol")


def benchmark_names() -> list[str]:
    """Benchmark files: those that have ``measure``."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_BENCHMARKS)
    return [name for name in names if "def measure(" in (Path(__file__).parent / f"{name}.py").read_text()]


def machine() -> dict[str, Any]:
    """What it ran on."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    return {
        "date": date.today().isoformat(),
        "processor": model,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "gdal": gdal.__version__,
        "system": platform.platform(),
    }


def table(rows: list[dict[str, Any]]) -> str:
    """Markdown; a ratio of 5 says: takes five times as long as ours."""
    lines = [
        "| what | with | seconds | ratio to ours | ratio in processor time | peak MB | note |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for row in rows:
        found = [row[key] for key in ("seconds", "ratio", "processor_ratio")]
        numbers = ["–" if number is None else f"{number:.3g}" for number in found]
        lines.append(f"| {row['name']} | {row['rival']} | {' | '.join(numbers)} | {row['peak_mb']} | {row['note']} |")
    return "\n".join(lines)


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small data: shows that it runs, says nothing about speed")
    parser.add_argument("names", nargs="*", help="benchmark files; all by default")
    arguments = parser.parse_args()
    rows = []
    for name in arguments.names or benchmark_names():
        rows += importlib.import_module(f"benchmarks.{name}").measure(arguments.quick)
    output = ROOT / "build" / "benchmarks.json"
    output.parent.mkdir(exist_ok=True)
    output.write_text(json.dumps({"machine": machine(), "quick": arguments.quick, "rows": rows}, indent=1) + "\n")
    print(table(rows))
    print(f"\n{output}")
    return 0
