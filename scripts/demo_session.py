"""A QGIS without a window for the demo: the staged plugin, switched on in a profile of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import build

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "resources" / "demo"
# What QGIS and Python print beside the sentence of the error.
_NOISE = re.compile(r"^(QStandardPaths|Problem with|qt\.|ERROR: Status|ERROR:\s*An error was)|Warning: ")
LOCALES = {"es": "es", "en": "en_US"}
PROFILE = """\
[PythonPlugins]
{plugin}=true
processing=true

[qgis]
checkVersion=false
showTips=false
newsFeed\\httpfeedqgisorg\\disabled=true

[locale]
overrideFlag=true
userLocale={locale}
"""


class DemoError(Exception):
    """A step that failed, with the sentence that says why."""


@dataclass(frozen=True)
class Session:
    """A QGIS without a window, with the plugin on and a profile of its own."""

    environment: dict[str, str]
    words: Mapping[str, str]

    def run(self, algorithm: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Run one algorithm and return its results."""
        step = self.words[f"step_{algorithm}"]
        print(step, flush=True)
        done = subprocess.run(
            ["qgis_process", "--json", "run", f"rainforestalert:{algorithm}", "-"],
            input=json.dumps({"inputs": inputs}),
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise self.failure(step, reason_of(done.stdout, done.stderr))
        results: dict[str, Any] = json.loads(done.stdout)["results"]
        return results

    def failure(self, step: str, reason: str) -> DemoError:
        """The error of a step."""
        return DemoError(self.words["failed"].format(step=step.rstrip("…"), reason=reason))


def prepare(folder: Path, which: str, offscreen: bool = True) -> dict[str, str]:
    """Stage the plugin into `folder`, with a profile that has it on; return the environment in which QGIS uses them."""
    build.stage(folder / "plugins")
    settings = folder / "qgis" / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(PROFILE.format(plugin=build.PACKAGE, locale=LOCALES[which]), encoding="utf-8")
    environment = {**os.environ, "QGIS_PLUGINPATH": str(folder / "plugins")}
    if offscreen:
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        environment.update(
            HOME=str(folder),
            XDG_RUNTIME_DIR=str(runtime),
            XDG_CONFIG_HOME=str(folder / "config"),
            XDG_DATA_HOME=str(folder / "data"),
            XDG_CACHE_HOME=str(folder / "cache"),
            QGIS_CUSTOM_CONFIG_PATH=str(folder / "qgis"),
            QT_QPA_PLATFORM="offscreen",
        )
    return environment


def reason_of(answer: str, errors: str) -> str:
    """Why a run of ``qgis_process`` failed, from what it printed."""
    lines = dict.fromkeys(line.strip() for line in errors.splitlines() if line.strip())
    return " ".join(line for line in lines if not _NOISE.search(line)) or answer.strip()
