"""Open QGIS with the demo project loaded and the docks shown, in a profile of its own.

Profile and data stay in ``.cache/demo`` of the checkout, so that what a person saves there is found again; the data is put back as
it is shipped at each start.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from demo_session import DEMO, DemoError, prepare
from demo_words import words


def open_window(which: str, place: Path) -> int:
    """Start QGIS and wait until it is closed.

    Parameters
    ----------
    which : str
        Language.
    place : Path
        Folder of the profile and of the data.

    Returns
    -------
    int
        Exit code of QGIS.

    Raises
    ------
    DemoError
        Without a screen, or without QGIS.
    """
    said = words(which)
    program = shutil.which("qgis")
    if program is None:
        raise DemoError(said["no_qgis"])
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise DemoError(said["no_display"])
    print(said["opening"], flush=True)
    place.mkdir(parents=True, exist_ok=True)
    environment = prepare(place, which, offscreen=False)
    shutil.copytree(DEMO, place / "data", dirs_exist_ok=True)
    environment.update(
        RAINFOREST_ALERT_DEMO=str(place / "data"),
        RAINFOREST_ALERT_DEMO_SCRIPTS=str(Path(__file__).parent),
        RAINFOREST_ALERT_DEMO_LANGUAGE=which,
    )
    command = [program, "--profiles-path", str(place / "qgis"), "--profile", "default", "--nologo", "--noversioncheck"]
    command += ["--hide-browser", "--code", str(Path(__file__).with_name("demo_project.py"))]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL).returncode
