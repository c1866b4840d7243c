"""The table of the conformance set: each check with the cases that must be found and those that must not."""

from __future__ import annotations


def table_text() -> str:
    """The table of checks: rule, firing cases, near misses."""
    from conformance.defects import DEFECTS

    rows: dict[str, tuple[str, list[str], list[str]]] = {}
    for defect in DEFECTS:
        row = rows.setdefault(defect.rule, (defect.check, [], []))
        row[1 if defect.fires else 2].append(defect.name)
    head = (
        "# Conformance of the rules\n\n"
        "Written by `scripts/conformance.py --table`. Each case is a real boundary with one planted defect, or a near miss that\n"
        "must not be reported; `make conformance` prints precision and recall. The generator (`tests/conformance`) shares no code\n"
        "with the rules: its figures come from shapely and pyproj.\n\n"
        "| rule | check | must be found | must not be found |\n| --- | --- | --- | --- |\n"
    )
    lines = [
        f"| {rule} | {check} | {'; '.join(firing)} | {'; '.join(near)} |"
        for rule, (check, firing, near) in rows.items()
    ]
    return head + "\n".join(lines) + "\n"
