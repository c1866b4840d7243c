"""Start a real QGIS on a virtual screen of 1366x768 with the staged plugin, in Spanish, and let a script drive its window."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import build

ROOT = Path(__file__).resolve().parent.parent
SCREEN = "-screen 0 1366x768x24 -dpi 96"
PROFILE = """[PythonPlugins]
rainforest_alert_plugin=true
processing=true

[qgis]
checkVersion=false
newsFeed\\disabled=true

[core]
NewsFeed\\httpsfeedqgisorg\\disabled=true

[locale]
overrideFlag=true
userLocale={locale}
"""


class NoWindowError(Exception):
    """QGIS did not come to the end of the script; the text holds what it printed."""


def drive(
    script: Path, variables: dict[str, str], locale: str = "es", qgis: tuple[str, ...] = ("qgis",), seconds: int = 1260
) -> str:
    """Run a script inside QGIS's window and wait for its end.

    Parameters
    ----------
    script : Path
        Ends with ``os._exit(0)``: a QGIS that is told to quit asks about unsaved layers, which nobody answers here.
    variables : dict of str to str
        Environment of the script.
    locale : str
        Language of QGIS.
    qgis : tuple of str
        Program, for instance ``("scripts/qgis322.sh", "qgis")``.
    seconds : int
        Longest wait.

    Returns
    -------
    str
        What QGIS printed.

    Raises
    ------
    NoWindowError
        When QGIS cannot be started, ends otherwise or takes longer.
    """
    xvfb = shutil.which("xvfb-run")
    if xvfb is None:
        raise NoWindowError("xvfb-run is not installed: run `make setup`.")
    build.stage(ROOT / "build")
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-window-") as folder:
        home = Path(folder)
        ini = home / "profiles/profiles/default/QGIS/QGIS3.ini"
        ini.parent.mkdir(parents=True)
        ini.write_text(PROFILE.format(locale=locale), encoding="utf-8")
        (home / "runtime").mkdir(mode=0o700)
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("QGIS_", "QT_", "PYTHONDONT"))
        }
        environment = {
            **inherited,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "runtime"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "QGIS_PLUGINPATH": str(ROOT / "build"),
            "LC_ALL": "C.UTF-8",
            # compiled once, outside the tree: a plugin that is loaded again is not compiled again, as in a user's QGIS
            "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
            "PYTHONPATH": os.pathsep.join(
                part for part in (str(ROOT / "scripts"), str(ROOT), os.environ.get("PYTHONPATH", "")) if part
            ),
            "RAINFOREST_ALERT_ROOT": str(ROOT),
            "PYQGIS_STARTUP": str(ROOT / "scripts" / "window_start.py"),
            **variables,
        }
        command = [
            *(xvfb, "-a", "-s", SCREEN, *qgis, "--profiles-path", str(home / "profiles"), "--profile", "default"),
            *("--nologo", "--noversioncheck", "--hide-browser", "--code", str(script)),
        ]
        # A session of its own, so that a QGIS that hangs is ended together with its virtual screen.
        program = subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            printed, _ = program.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as late:
            os.killpg(program.pid, signal.SIGKILL)
            printed, _ = program.communicate()
            raise NoWindowError(f"QGIS did not end within {seconds} s:\n{printed}") from late
    if program.returncode:
        raise NoWindowError(f"QGIS ended with {program.returncode}:\n{printed}")
    return printed


if __name__ == "__main__":
    sys.exit("This module is used by screenshots.py and by the tests of the window.")
