"""Print precision and recall of each rule over real boundaries with one planted defect: ``scripts/conformance.py [N]``.

``--table`` writes docs/conformance.md instead. Without N, every fourth boundary is judged, some three thousand cases; two
processes, or as many as ``--jobs`` says, share them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "scripts")]
DATA = Path(os.environ.get("RAINFOREST_ALERT_DATA") or ROOT.parent / "shared" / "data")
TABLE = ROOT / "docs" / "conformance.md"


def main() -> int:
    """Judge and print; the exit code is non-zero when a rule fell short of 1.00."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("boundaries", nargs="?", type=int, help="how many boundaries (default: every fourth)")
    parser.add_argument("--table", action="store_true", help="write docs/conformance.md")
    parser.add_argument("--rules", default="", help="only these rules, separated by commas")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes (default: 2)")
    arguments = parser.parse_args()
    if arguments.table:
        from conformance_table import table_text

        TABLE.write_text(table_text(), encoding="utf-8")
        return 0
    from conformance.defects import DEFECTS
    from conformance.judging import Tally, boundary_names, lines, restored

    rules = frozenset(filter(None, arguments.rules.split(",")))
    names = boundary_names(DATA, arguments.boundaries, every=1 if arguments.boundaries else 4)
    folder = Path(tempfile.mkdtemp(prefix="rainforest-alert-conformance-"))
    started = time.monotonic()
    counted, judged = Tally(), []
    try:
        # QGIS is begun anew in each: what a process has open of it cannot be shared
        with ProcessPoolExecutor(arguments.jobs, get_context("spawn"), _begin) as pool:
            doctor = None if rules else pool.submit(_doctor)
            waiting = {pool.submit(_judge, name, folder, rules): name for name in names}
            verdicts = {}
            for done in as_completed(waiting):
                verdicts[waiting[done]] = done.result()
                print(f"{len(verdicts)} of {len(names)} boundaries, {_since(started)}", file=sys.stderr, flush=True)
            for name in names:
                for row in verdicts[name]:
                    counted.count(restored(row, DEFECTS))
            judged = doctor.result() if doctor else []
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in lines(counted):
        print(line)
    wrong = [(case, said) for case, said in judged if case.truth]
    missed = [(case, said) for case, said in judged if said != case.truth]
    alarms = sum(not case.truth for case, _ in missed)
    if judged:
        right = len(judged) - len(wrong)
        print(
            f"datum doctor: {len(wrong)} misplaced, recall {1 - (len(missed) - alarms) / len(wrong):.2f}; "
            f"{right} in their place, false alarms {alarms}"
        )
    for case, said in missed:
        print(f"DOCTOR {case.community}, {case.how}: said {said or 'nothing'}")
    print(_since(started))
    is_good = not missed and all(score.precision == score.recall == 1.0 for score in counted.scores.values())
    return 0 if is_good else 1


def _since(started: float) -> str:
    return f"{time.monotonic() - started:.0f} s"


def _begin() -> None:
    """QGIS in a process of the pool; the application is kept by its module as long as the process lives."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.core import QgsApplication

    _kept.append(QgsApplication([], False))
    QgsApplication.initQgis()


def _judge(name: str, folder: Path, rules: frozenset[str]) -> list[tuple]:
    """Verdicts on one boundary, as :func:`conformance.judging.restored` takes them."""
    from conformance.judging import rows_of

    rows = rows_of(name, DATA, folder, rules)
    shutil.rmtree(folder / name, ignore_errors=True)
    return rows


def _doctor() -> list[tuple]:
    """What the datum doctor says of every community in its own and in each wrong place."""
    from conformance.misplaced import verdicts

    return list(verdicts(DATA))


_kept: list[object] = []


if __name__ == "__main__":
    sys.exit(main())
