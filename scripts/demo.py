"""Run the first chain on the demo data, through ``qgis_process`` as a person's own script would, and say what it found.

The plugin is staged as it is shipped, and runs in a profile of its own in a temporary folder; the user's is never touched.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from osgeo import gdal

import build
from demo_session import DEMO, LOCALES, ROOT, DemoError, Session, prepare, reason_of
from demo_summary import (
    ALERTS,
    COMMUNITY,
    OVERLAPS,
    OVERLAPS_TABLE,
    PACKAGE,
    PICTURE,
    STATISTICS,
    SUMMARY,
    TABLE,
    Findings,
    panel_notes,
    read_findings,
    records,
    write_summary,
)
from demo_words import language, words

REFERENCE = ("predios", "concesion", "rio", "comunidades")
# Attributes of a title by the name of their field in the demo.
ATTRIBUTES = {
    "community": "nomcom",
    "code": "codigo",
    "people": "pueblo",
    "department": "depar",
    "province": "provi",
    "district": "distr",
    "ubigeo": "ubidis",
    "communal_title": "titcom",
}
RESULTS = (
    (STATISTICS, "file_statistics"),
    (ALERTS, "file_alerts"),
    (OVERLAPS, "file_overlaps"),
    (OVERLAPS_TABLE, "file_overlaps_table"),
    (TABLE, "file_table"),
    (PACKAGE, "file_package"),
    (PICTURE, "file_picture"),
    (SUMMARY, "file_summary"),  # last: where it is, all others are
)


def main() -> int:
    """Run the demo, or with ``--gui`` open it in a window."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "out", help="folder of the results")
    parser.add_argument("--language", choices=sorted(LOCALES), default=language())
    parser.add_argument("--gui", action="store_true", help="open QGIS with the demo in it")
    parser.add_argument("--place", type=Path, default=ROOT / ".cache" / "demo", help="profile and data of that QGIS")
    chosen = parser.parse_args()
    try:
        if chosen.gui:
            from demo_gui import open_window

            return open_window(chosen.language, chosen.place.absolute())
        print("\n" + make(chosen.out.absolute(), chosen.language), flush=True)
    except (DemoError, build.BuildError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def make(out: Path, which: str) -> str:
    """Run the chain into `out`, whose results are replaced once everything has worked.

    Returns
    -------
    str
        The summary, and where the results are.
    """
    said = words(which)
    if not shutil.which("qgis_process"):
        raise DemoError(said["no_qgis_process"])
    if not is_free(out):
        raise DemoError(said["not_a_folder"].format(path=out))
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-demo-") as folder:
        print(said["staging"], flush=True)
        session = Session(prepare(Path(folder), which), said)
        # QGIS may leave side files beside a GeoPackage that it opens: not in the folder that is shipped.
        data = Path(folder) / "demo"
        shutil.copytree(DEMO, data)
        made = Path(folder) / "out"
        made.mkdir()
        summary = run_chain(session, data, made)
        replace(out, made)
    places = "\n".join(f"  {name.ljust(28)} {said[what]}" for name, what in RESULTS)
    return f"{summary}\n{said['results_heading']}: {out}\n{places}"


def run_chain(session: Session, data: Path, made: Path) -> str:
    """Run all steps on `data` into `made`; return the summary, which is also written there."""
    gpkg = data / "demo.gpkg"
    alerts = {
        "SOURCE": "auto",
        "TERRITORIES": f"{gpkg}|layername=comunidades",
        "TERRITORY_ID": "codigo",
    }
    boundary = {"BOUNDARY": f"{gpkg}|layername=comunidad", "BOUNDARY_ID": "codigo"}
    neighbours = {"NEIGHBOURS": f"{gpkg}|layername=colindantes", "NEIGHBOUR_NAME": "nombre"}
    reference = [f"{gpkg}|layername={table}" for table in REFERENCE]
    reference[-1] += f"|subset=\"codigo\" <> '{COMMUNITY}'"
    session.run(
        "alertstatistics",
        {"ALERTS": str(data / "alerts.tif"), **alerts, "PERIOD": "month", "OUTPUT": str(made / STATISTICS)},
    )
    session.run("importalerts", {"INPUT": str(data / "alerts.tif"), **alerts, "OUTPUT": str(made / ALERTS)})
    overlap = {
        "BOUNDARIES": boundary["BOUNDARY"],
        "BOUNDARY_ID": "codigo",
        "REFERENCE": reference,
        "AREA_METHOD": "utm",
    }
    compared = json.loads(session.run("overlapanalysis", {**overlap, "OUTPUT": str(made / OVERLAPS)})["LAYERS"])
    nothing_there = [
        table for table, facts in zip(REFERENCE, compared) if facts["evaluated"] and not facts["rows"] + facts["small"]
    ]
    to_csv(made / OVERLAPS, made / OVERLAPS_TABLE)
    numbers = session.run("technicaltable", {**boundary, **neighbours, "OUTPUT": str(made / TABLE)})
    package = {
        "REFERENCE": reference,
        "ATTRIBUTES": json.dumps(attributes_of(gpkg)),
        # The planted overlaps are to be seen in a package: a final one would rightly be refused.
        "ALLOW_BLOCKERS": True,
        "OUTPUT_FOLDER": str(made / PACKAGE),
    }
    numbers.update(session.run("exporttitlepackage", {**boundary, **neighbours, **package}))
    found = read_findings(made, gpkg, REFERENCE, nothing_there, numbers)
    summary = write_summary(found, session.words)
    (made / SUMMARY).write_text(summary, encoding="utf-8")
    print(session.words["step_map"], flush=True)
    draw(session, data, made, found)
    return summary


def attributes_of(gpkg: Path) -> dict[str, str]:
    """What the title states of the community, from its own record."""
    ((fields, _),) = records(gpkg, "comunidad")
    return {key: fields[field] for key, field in ATTRIBUTES.items()}


def draw(session: Session, data: Path, made: Path, found: Findings) -> None:
    """Draw the picture in a process of its own, whose QGIS uses the demo's profile."""
    first, last = found.years
    sheet = {
        "picture": str(made / PICTURE),
        "demo": str(data),
        "alerts": str(made / ALERTS),
        "overlaps": str(made / OVERLAPS),
        "words": {**session.words, "map_subtitle": session.words["map_subtitle"].format(first=first, last=last)},
        "version": build.version_of(Path(session.environment["QGIS_PLUGINPATH"]) / build.PACKAGE),
        "notes": panel_notes(found, session.words),
    }
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("demo_map.py"))],
        input=json.dumps(sheet),
        env=session.environment,
        capture_output=True,
        text=True,
    )
    if done.returncode or not (made / PICTURE).is_file():
        raise session.failure(session.words["step_map"], reason_of("", done.stderr))


def to_csv(geopackage: Path, table: Path) -> None:
    """The attributes of a layer as a CSV file that spreadsheets open with its accents."""
    gdal.UseExceptions()
    gdal.VectorTranslate(str(table), str(geopackage), format="CSV", layerCreationOptions=["WRITE_BOM=YES"])


def is_free(out: Path) -> bool:
    """Whether results may be put into a folder: those it holds by their names are of an earlier demo, or there are none."""
    if not out.exists():
        return True
    return out.is_dir() and ((out / SUMMARY).is_file() or not any((out / name).exists() for name, _ in RESULTS))


def replace(out: Path, made: Path) -> None:
    """Put the new results in the place of the old ones, the summary last; what else lies in the folder stays."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".demo-", dir=out) as folder:
        fresh, old = Path(folder) / "new", Path(folder) / "old"
        shutil.copytree(made, fresh)
        old.mkdir()
        for name, _ in RESULTS:
            if (out / name).exists():
                (out / name).rename(old / name)
            (fresh / name).rename(out / name)


if __name__ == "__main__":
    sys.exit(main())
