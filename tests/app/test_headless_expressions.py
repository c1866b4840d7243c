"""The functions of expressions in ``qgis_process``, where there is no window."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from conftest import QgisProcess


def test_codes_of_a_table_get_their_date_and_confidence_without_a_window(
    qgis_process: QgisProcess, tmp_path: Path
) -> None:
    codes = [41234, 30060, 20001, 0]
    table = tmp_path / "codigos.csv"
    table.write_text("fila,valor\n" + "".join(f"{n},{code}\n" for n, code in enumerate(codes)), encoding="utf-8")
    output = tmp_path / "fechas.csv"
    formula = (
        "coalesce(format_date(alert_date(\"valor\", 'gfw_integrated'), 'yyyy-MM-dd'), '') || '|' || "
        "coalesce(alert_confidence(\"valor\", 'gfw_integrated'), '')"
    )
    inputs = {
        "INPUT": str(table),
        "FIELD_NAME": "leido",
        "FIELD_TYPE": 2,
        "FIELD_LENGTH": 40,
        "FORMULA": formula,
        "OUTPUT": str(output),
    }
    run = qgis_process.run("native:fieldcalculator", inputs)
    assert run.returncode == 0, run.stdout + run.stderr
    with output.open(encoding="utf-8", newline="") as file:
        found = [row["leido"] for row in csv.DictReader(file)]
    # Global Forest Watch: first digit 2 low, 3 high, 4 highest; then days since 2014-12-31.
    words = {2: "low", 3: "high", 4: "highest"}
    expected = [
        f"{date(2014, 12, 31) + timedelta(days=code % 10_000)}|{words[code // 10_000]}" if code else "|"
        for code in codes
    ]
    assert found == expected
