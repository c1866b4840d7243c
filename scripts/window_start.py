"""Start-up script of a QGIS on a virtual screen: an error that QGIS would show in a dialog is printed, and ends QGIS at once.

Nobody sits before the virtual screen to close the dialog.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import Any

import qgis.utils
from qgis.core import Qgis, QgsApplication

ERROR_EXIT = 70


def stop(
    kind: type[BaseException], value: BaseException, trace: Any, text: str | None = None, *_: Any, **__: Any
) -> None:
    """Take the place of ``qgis.utils.showException``."""
    print(text or "", "".join(traceback.format_exception(kind, value, trace)), file=sys.stderr, flush=True)
    os._exit(ERROR_EXIT)


# Another lane's QGIS is started through a script that sets its own PYTHONPATH.
sys.path.insert(0, os.path.join(os.environ["RAINFOREST_ALERT_ROOT"], "scripts"))
qgis.utils.showException = stop
qgis.utils.open_stack_dialog = stop


def write_down_messages(path: str) -> None:
    """Append every message of QGIS's log to a file, those of loading the plugins included: level, tag and text between tabs."""

    def write(text: str, tag: str, level: Any) -> None:
        with open(path, "a", encoding="utf-8") as log:
            log.write(f"{int(level)}\t{tag}\t{' '.join(text.split())}\n")

    QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel].connect(write)


if "RAINFOREST_ALERT_LOG" in os.environ:
    write_down_messages(os.environ["RAINFOREST_ALERT_LOG"])
