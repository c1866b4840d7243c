"""How a rival is timed: in a process of its own, so that its peak memory is its own, in rounds beside the others.

A benchmark file has ``measure(quick: bool) -> list[dict]`` whose rows have the keys ``name`` (what is measured), ``rival``,
``seconds`` (median), ``ratio`` (to ours; above 1 is slower than ours), ``peak_mb`` and ``note``; ``processor_seconds`` (of the
process itself, all its threads, and of programs that it runs) and ``processor_ratio`` say what it cost on a machine that others
load. It times its contestants with :func:`rounds`; each is a function of its module that takes keyword arguments and returns
something JSON can hold. A function ``prepare_NAME`` beside it gives it more of them, untimed; one called ``server`` is an object whose
``processor_seconds()`` are counted too and whose ``stop()`` is called at the end.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Contestant:
    """A function to time."""

    rival: str
    function: str
    rounds: int = 5
    note: str = ""
    seconds: list[float] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    result: Any = None


def rounds(module: str, contestants: list[Contestant], arguments: dict[str, Any]) -> None:
    """Time all contestants in turn, round after round, so that a disturbance of the machine falls on all alike."""
    for number in range(max(contestant.rounds for contestant in contestants)):
        for contestant in contestants:
            if number >= contestant.rounds:
                continue
            outcome = alone(module, contestant.function, arguments)
            contestant.seconds.append(outcome["seconds"])
            contestant.processor_seconds.append(outcome["processor_seconds"])
            contestant.peak_mb = max(contestant.peak_mb, outcome["peak_mb"])
            contestant.result = outcome["result"]


def alone(module: str, function: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Run ``module.function(**arguments)`` in a fresh process and give seconds, peak memory and result."""
    command = [sys.executable, "-m", "benchmarks.protocol", module, function, json.dumps(arguments)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{module}.{function} failed:\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def rows(name: str, ours: Contestant, contestants: list[Contestant]) -> list[dict[str, Any]]:
    """Rows of the table; ratios are medians of the rounds' own ratios where both ran, else of the medians."""
    found = []
    for contestant in contestants:
        paired = [theirs / mine for theirs, mine in zip(contestant.seconds, ours.seconds)]
        processor = [theirs / mine for theirs, mine in zip(contestant.processor_seconds, ours.processor_seconds)]
        found.append(
            {
                "name": name,
                "rival": contestant.rival,
                "seconds": round(statistics.median(contestant.seconds), 4),
                "ratio": round(statistics.median(paired), 3),
                "processor_ratio": round(statistics.median(processor), 3),
                "processor_seconds": round(statistics.median(contestant.processor_seconds), 4),
                "peak_mb": round(contestant.peak_mb),
                "rounds": len(contestant.seconds),
                "note": contestant.note,
            }
        )
    return found


def _in_this_process(module: str, function: str, arguments: dict[str, Any]) -> dict[str, Any]:
    loaded = importlib.import_module(module)
    prepare = getattr(loaded, f"prepare_{function}", None)
    prepared = prepare(**arguments) if prepare is not None else {}
    server = prepared.get("server")

    def processor() -> float:
        return _processor_seconds() + (server.processor_seconds() if server is not None else 0.0)

    try:
        start, start_processor = time.perf_counter(), processor()
        result = getattr(loaded, function)(**arguments, **prepared)
        seconds, processor_seconds = time.perf_counter() - start, processor() - start_processor
    finally:
        if server is not None:
            server.stop()
    return {"seconds": seconds, "processor_seconds": processor_seconds, "peak_mb": _peak_mb(), "result": result}


def _processor_seconds() -> float:
    """Of this process and of the programs it ran and waited for, such as ogr2ogr."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak_mb() -> float:
    """Largest resident memory of this process; getrusage would still count what the parent held before it started us."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_in_this_process(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))) + "\n")
    sys.stdout.flush()
    # QGIS's own destructors at exit are nobody's measure
    os._exit(0)
