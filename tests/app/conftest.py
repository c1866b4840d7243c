"""The staged plugin in ``qgis_process``, with a profile of its own; ``qgis_window`` of scripts drives the real window."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import build
from qgis_window import PROFILE


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: run `make setup`")
    return found


def pytest_report_header() -> str:
    program = shutil.which("qgis_process")
    if program is None:
        return "qgis_process: not installed"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, env=dict(os.environ)).stdout
    return ", ".join(line.strip() for line in said.splitlines() if line.startswith(("QGIS", "Qt", "GDAL")))


@pytest.fixture(scope="session")
def staged_plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the staged plugin in it, as ``QGIS_PLUGINPATH`` wants it; staged once for the session."""
    folder = tmp_path_factory.mktemp("plugins")
    build.stage(folder)
    return folder


def _environment(staged_plugins: Path, home: Path, **more: str) -> dict[str, str]:
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return {
        **os.environ,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "QGIS_PLUGINPATH": str(staged_plugins),
        "QGIS_CUSTOM_CONFIG_PATH": str(home / "qgis"),
        **more,
    }


def write_profile(folder: Path, language: str) -> None:
    """Make the profile ``default`` below `folder`, with the plugin switched on, before QGIS first starts."""
    settings = folder / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(PROFILE.format(locale=language), encoding="utf-8")


@dataclass(frozen=True)
class ProcessRun:
    """What one run of ``qgis_process`` gave."""

    returncode: int
    stdout: str
    stderr: str

    @property
    def answer(self) -> dict[str, Any]:
        """The JSON that it printed."""
        return json.loads(self.stdout)

    @property
    def results(self) -> dict[str, Any]:
        """Results of the algorithm; the run must have succeeded."""
        assert self.returncode == 0, f"{self.stdout}\n{self.stderr}"
        return self.answer["results"]


@dataclass(frozen=True)
class QgisProcess:
    """``qgis_process`` with a profile of its own, in which the plugin is switched on."""

    program: str
    environment: dict[str, str]

    def call(self, *arguments: str, given: str | None = None, timeout: float = 900.0) -> ProcessRun:
        """Run it with `arguments`, with `given` on its standard input."""
        done = subprocess.run(
            [self.program, *arguments],
            env=self.environment,
            input=given if given is not None else "",
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        return ProcessRun(done.returncode, done.stdout, done.stderr)

    def beside(self, plugins: Path) -> QgisProcess:
        """The same, with the plugin taken from another plugins folder."""
        return QgisProcess(self.program, {**self.environment, "QGIS_PLUGINPATH": str(plugins)})

    def run(self, algorithm: str, inputs: dict[str, Any], timeout: float = 900.0) -> ProcessRun:
        """Run one algorithm (``alertstatistics`` or with its provider) with its parameters as JSON."""
        name = algorithm if ":" in algorithm else f"rainforestalert:{algorithm}"
        return self.call("--json", "run", name, "-", given=json.dumps({"inputs": inputs}), timeout=timeout)


@pytest.fixture(scope="session")
def qgis_process(staged_plugins: Path, tmp_path_factory: pytest.TempPathFactory) -> QgisProcess:
    """``qgis_process`` as a technician's script would call it."""
    home = tmp_path_factory.mktemp("process")
    write_profile(home / "qgis", "en_US")
    environment = _environment(staged_plugins, home, QT_QPA_PLATFORM="offscreen")
    process = QgisProcess(_program("qgis_process"), environment)
    # QGIS 3.22 keeps what qgis_process enables beside the profile, not in it.
    enabled = process.call("plugins", "enable", build.PACKAGE)
    said = enabled.stdout + enabled.stderr
    if "not found" in said or "Traceback" in said:
        pytest.fail(f"the plugin cannot be loaded: {said}", pytrace=False)
    return process
