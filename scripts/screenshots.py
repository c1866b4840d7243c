"""Take pictures of the four docks in Spanish at 1366x768, with the demo's data and finished results, into out/screenshots."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import qgis_window

ROOT = Path(__file__).resolve().parent.parent
NAMES = (
    "alerts",
    "alerts_mission",
    "alerts_mission_dialog",
    "alerts_weights",
    "alerts_figures",
    "territory",
    "territory_get_in",
    "territory_draw",
    "validation",
    "title",
    "title_attributes",
    "workshop_open",
    "workshop_describe",
    "workshop_mode",
    "workshop_sheet",
    "workshop_form",
    "options",
)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "screenshots")
    parser.add_argument("--locale", default="es")
    options = parser.parse_args()
    folder = options.out.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        (folder / f"{name}.png").unlink(missing_ok=True)
    try:
        printed = qgis_window.drive(
            ROOT / "scripts" / "screenshots_window.py", {"RAINFOREST_ALERT_OUT": str(folder)}, options.locale
        )
    except qgis_window.NoWindowError as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 1
    missing = [name for name in NAMES if not (folder / f"{name}.png").is_file()]
    if missing:
        print(printed, file=sys.stderr)
        print(f"screenshots: not taken: {', '.join(missing)}", file=sys.stderr)
        return 1
    print(f"{len(NAMES)} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
