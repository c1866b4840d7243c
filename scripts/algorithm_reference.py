"""Write ``docs/algorithms.md`` from the algorithms themselves, so that the reference names every parameter as it is."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "algorithms.md"
HEAD = """\
# Reference of the algorithms

Provider `rainforestalert`. Ids and parameter names are stable: scripts and models may rely on them. Made by
`scripts/algorithm_reference.py` from the plugin itself; do not edit by hand.

From a terminal (paths are absolute; on Windows use the OSGeo4W shell):

    qgis_process plugins enable rainforest_alert_plugin
    qgis_process list
    qgis_process help rainforestalert:alertstatistics
    qgis_process run rainforestalert:alertstatistics --ALERTS=/data/alerts.tif \\
        --TERRITORIES="/data/communities.gpkg|layername=communities" --TERRITORY_ID=code --OUTPUT=/data/statistics.csv

From QGIS 3.24 on, parameters may also be given as JSON on standard input, which suits paths with unusual characters:

    echo '{"inputs": {"ALERTS": "/data/alerts.tif", ...}}' | qgis_process --json run rainforestalert:alertstatistics -

A run that fails prints a sentence with the cause and the next step, ends with a code other than zero and leaves no half-written
file.
"""


def main() -> int:
    """Write the reference, or with ``--check`` say whether it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is out of date")
    checking = parser.parse_args().check
    text = reference()
    if checking:
        if REFERENCE.is_file() and REFERENCE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/algorithms.md is out of date: run scripts/algorithm_reference.py", file=sys.stderr)
        return 1
    REFERENCE.write_text(text, encoding="utf-8")
    return 0


def reference() -> str:
    """The reference as Markdown, in English, the algorithms in the order of their groups and ids."""
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-reference-") as folder:
        os.environ.update(QT_QPA_PLATFORM="offscreen", QGIS_CUSTOM_CONFIG_PATH=folder, LANG="C.UTF-8", LANGUAGE="en")
        sys.path.insert(0, str(ROOT))
        from qgis.core import QgsApplication

        application = QgsApplication([], False)
        application.initQgis()
        try:
            from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider

            provider = RainforestAlertProvider()
            provider.loadAlgorithms()
            algorithms = sorted(provider.algorithms(), key=lambda a: (a.groupId(), a.name()))
            return "\n".join([HEAD, *(section(algorithm) for algorithm in algorithms)])
        finally:
            application.exitQgis()


def section(algorithm: Any) -> str:
    """One algorithm: what it does, its parameters, its outputs."""
    lines = [f"## rainforestalert:{algorithm.name()}", "", f"{algorithm.displayName()} ({algorithm.group()})", ""]
    for paragraph in algorithm.shortHelpString().split("\n"):
        lines.append(paragraph and (f"- {paragraph}" if is_field(paragraph) else paragraph))
    lines += ["", "| parameter | what | type | default |", "| --- | --- | --- | --- |"]
    lines += [row(parameter) for parameter in algorithm.parameterDefinitions()]
    lines += ["", "| output | what | type |", "| --- | --- | --- |"]
    lines += [f"| {o.name()} | {o.description()} | {o.type()} |" for o in algorithm.outputDefinitions()]
    return "\n".join([*lines, ""])


def is_field(paragraph: str) -> bool:
    """Whether a line of the help describes output fields (``area_ha: ...``)."""
    head = paragraph.split(":", maxsplit=1)[0]
    return ":" in paragraph and all(word.strip().isidentifier() for word in head.split(","))


def row(parameter: Any) -> str:
    """One parameter; optional ones and the values of an enum are named."""
    from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterEnum

    kind = parameter.type()
    default = parameter.defaultValue()
    if isinstance(parameter, QgsProcessingParameterEnum):
        kind = " / ".join(f"`{option}`" for option in parameter.options())
    if parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional:
        kind += ", optional"
    # A file of the plugin lies elsewhere on each machine: below the plugin its place is the same.
    shown = "" if default in (None, "") else f"`{default}`".replace(f"{ROOT}{os.sep}", "")
    return f"| {parameter.name()} | {parameter.description()} | {kind} | {shown} |"


if __name__ == "__main__":
    sys.exit(main())
