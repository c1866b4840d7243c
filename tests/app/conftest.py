"""The staged plugin in ``qgis_process`` and in a real QGIS window, each with a profile of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import build

PLUGIN = build.PACKAGE
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
userLocale={language}
"""


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
    settings.write_text(PROFILE.format(plugin=PLUGIN, language=language), encoding="utf-8")


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

    def call(self, *arguments: str, given: str | None = None, timeout: float = 300.0) -> ProcessRun:
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

    def run(self, algorithm: str, inputs: dict[str, Any], timeout: float = 300.0) -> ProcessRun:
        """Run one algorithm (``alertstatistics`` or with its provider) with its parameters as JSON."""
        name = algorithm if ":" in algorithm else f"rainforestalert:{algorithm}"
        return self.call("--json", "run", name, "-", given=json.dumps({"inputs": inputs}), timeout=timeout)


@pytest.fixture(scope="session")
def qgis_process(staged_plugins: Path, tmp_path_factory: pytest.TempPathFactory) -> QgisProcess:
    """``qgis_process`` as a technician's script would call it."""
    home = tmp_path_factory.mktemp("process")
    write_profile(home / "qgis", "en_US")
    environment = _environment(staged_plugins, home, QT_QPA_PLATFORM="offscreen")
    return QgisProcess(_program("qgis_process"), environment)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A virtual screen of 1366x768, at 96 dots per inch, as the laptops have."""
    program = _program("Xvfb")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-dpi", "96", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            pytest.fail("the virtual screen did not start", pytrace=False)
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(20)


@dataclass(frozen=True)
class QgisWindow:
    """A real QGIS, started with the plugin on, that runs a script and ends."""

    program: str
    staged_plugins: Path
    home: Path
    display: str

    def run(self, script: Path, language: str = "es", timeout: float = 300.0, **variables: str) -> ProcessRun:
        """Start QGIS, run `script` in it and wait for the end; the script ends QGIS with ``os._exit``.

        Parameters
        ----------
        script : Path
            Python file, run by QGIS with ``--code`` once its window stands.
        language : str
            Locale of the window.
        **variables : str
            Environment for the script.
        """
        write_profile(self.home, language)
        environment = _environment(
            self.staged_plugins,
            self.home,
            DISPLAY=self.display,
            QT_QPA_PLATFORM="xcb",
            PYQGIS_STARTUP=str(Path(__file__).with_name("on_error_stop.py")),
            **variables,
        )
        environment.pop("QGIS_CUSTOM_CONFIG_PATH")
        command = [self.program, "--profiles-path", str(self.home), "--profile", "default"]
        command += ["--nologo", "--noversioncheck", "--hide-browser", "--code", str(script)]
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout
        )
        return ProcessRun(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def qgis_window(staged_plugins: Path, tmp_path: Path, display: str) -> QgisWindow:
    """A QGIS window on the virtual screen, with a fresh profile for each test."""
    home = tmp_path / "window"
    home.mkdir()
    return QgisWindow(_program("qgis"), staged_plugins, home, display)
