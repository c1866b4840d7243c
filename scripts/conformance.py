"""Print precision and recall of each rule over real boundaries with one planted defect: ``scripts/conformance.py [N]``.

``--table`` writes docs/conformance.md instead. Without N, every fourth boundary is judged, some three thousand cases.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
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
    arguments = parser.parse_args()
    if arguments.table:
        from conformance_table import table_text

        TABLE.write_text(table_text(), encoding="utf-8")
        return 0
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from conformance.defects import DEFECTS
    from conformance.judging import lines, tally
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    chosen = [d for d in DEFECTS if not arguments.rules or d.rule in arguments.rules.split(",")]
    folder = Path(tempfile.mkdtemp(prefix="rainforest-alert-conformance-"))
    started = time.monotonic()
    try:
        counted = tally(DATA, folder, arguments.boundaries, chosen, every=1 if arguments.boundaries else 4)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in lines(counted):
        print(line)
    from conformance.misplaced import verdicts

    judged = list(verdicts(DATA)) if not arguments.rules else []
    wrong = [(case, said) for case, said in judged if case.truth]
    missed = [(case, said) for case, said in judged if said != case.truth]
    alarms = sum(not case.truth for case, _ in missed)
    if judged:
        print(
            f"datum doctor: {len(wrong)} misplaced, recall {1 - (len(missed) - alarms) / len(wrong):.2f}; false alarms {alarms}"
        )
    for case, said in missed:
        print(f"DOCTOR {case.community}, {case.how}: said {said or 'nothing'}")
    print(f"{time.monotonic() - started:.0f} s")
    is_good = not missed and all(score.precision == score.recall == 1.0 for score in counted.scores.values())
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
