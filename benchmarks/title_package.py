"""``exporttitlepackage`` for one community of 500 vertices against native steps, and ``titleatlas`` for a hundred communities.

The native steps give the part of the package that QGIS itself can write: vertices, sides and perimeter as shapefiles and in one
GeoPackage, the vertices as a spreadsheet. They give no angles, azimuths, labels, memoria, plan, drawing, manifest, and read nothing back.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.overlap_analysis import _processing
from benchmarks.protocol import Contestant, rounds, rows

VERTICES = 500
COMMUNITIES = 100


def measure(quick: bool) -> list[dict[str, Any]]:
    """Time everybody; see the module `protocol`."""
    times = 1 if quick else 3
    arguments = {"vertices": 50 if quick else VERTICES}
    ours = Contestant(
        "exporttitlepackage, all documents", "package", times, "memoria, plan, cover, DXF, KML; read back"
    )
    contestants = [
        ours,
        Contestant("exporttitlepackage without the plan", "package_without_plan", times),
        Contestant("native steps of QGIS", "native_steps", times, "shapefiles, GeoPackage, spreadsheet only"),
    ]
    rounds("benchmarks.title_package", contestants, arguments)
    found = rows(f"title package, {arguments['vertices']} vertices", ours, contestants)
    count = 5 if quick else COMMUNITIES
    for plans, note in ((False, "40 vertices each, without plans"), (True, "40 vertices each, with plans")):
        first = Contestant("titleatlas, written", "atlas", 1, note)
        rounds("benchmarks.title_package", [first], {"count": count, "plans": plans})
        found += rows(f"title atlas, {count} communities", first, [first])
    return found


def ring(vertices: int, east: float = 500_000.0, north: float = 9_000_000.0) -> list[tuple[float, float]]:
    """A crooked boundary of some 7 km across."""
    return [
        (
            round(east + (3000 + 300 * math.sin(7 * i) + 40 * (i % 7)) * math.sin(2 * math.pi * i / vertices), 4),
            round(north + (3000 + 300 * math.sin(7 * i) + 40 * (i % 7)) * math.cos(2 * math.pi * i / vertices), 4),
        )
        for i in range(vertices)
    ]


def package(vertices: int, run: Any, **_: Any) -> int:
    """Our export with everything; returns the number of files."""
    return _export(vertices, True, run)


def package_without_plan(vertices: int, run: Any, **_: Any) -> int:
    """Our export without the plan."""
    return _export(vertices, False, run)


def native_steps(vertices: int, run: Any, **_: Any) -> int:
    """What the toolbox of QGIS writes of the same."""
    folder = Path(tempfile.mkdtemp())
    boundary = _layer(vertices)
    points = run("native:extractvertices", {"INPUT": boundary, "OUTPUT": "memory:"})["OUTPUT"]
    points.setName("vertices")
    lines = run("native:polygonstolines", {"INPUT": boundary, "OUTPUT": "memory:"})["OUTPUT"]
    sides = run("native:explodelines", {"INPUT": lines, "OUTPUT": "memory:"})["OUTPUT"]
    sides.setName("sides")
    for layer in (boundary, points, sides):
        run("native:savefeatures", {"INPUT": layer, "OUTPUT": str(folder / f"{layer.name()}.shp")})
    run("native:package", {"LAYERS": [boundary, points, sides], "OUTPUT": str(folder / "p.gpkg"), "OVERWRITE": True})
    run(
        "native:exporttospreadsheet",
        {"LAYERS": [points], "OUTPUT": str(folder / "t.xlsx"), "OVERWRITE": True, "USE_ALIAS": False},
    )
    count = len(list(folder.iterdir()))
    shutil.rmtree(folder)
    return count


def atlas(count: int, plans: bool, run: Any, **_: Any) -> int:
    """A package for each community of a workspace, with plans or without; returns how many were written."""
    from qgis.core import QgsGeometry

    from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace

    folder = Path(tempfile.mkdtemp())
    with create_workspace("banco", str(folder)) as made:
        location = made.location
    shape = bytes(QgsGeometry.fromWkt("MULTIPOLYGON(((-75 -9,-74 -9,-74 -8,-75 -9)))").asWkb())
    with open_workspace(location) as opened, opened.write() as transaction:
        for number in range(count):
            community = transaction.insert(
                "community", {"name": f"Comunidad {number:03d}", "sensitivity": "federation"}
            )
            version = transaction.insert(
                "boundary_version",
                {
                    "community_id": community,
                    "number": 1,
                    "reason": "banco",
                    "epsg": 32718,
                    "sensitivity": "federation",
                    "geom": shape,
                },
            )
            for position, (east, north) in enumerate(ring(40, 400_000.0 + 1000.0 * number), start=1):
                values = {"part": 0, "ring": 0, "number": position, "label": f"H-{position}", "epsg": 32718}
                transaction.insert("vertex", {**values, "version_id": version, "easting": east, "northing": north})
    result = run(
        "rainforestalert:titleatlas", {"WORKSPACE": location, "OUTPUT_FOLDER": str(folder / "atlas"), "PLAN": plans}
    )
    shutil.rmtree(folder)
    return int(result["WRITTEN"])


def _export(vertices: int, with_plan: bool, run: Any) -> int:
    folder = Path(tempfile.mkdtemp())
    run(
        "rainforestalert:exporttitlepackage",
        {
            "BOUNDARY": _layer(vertices),
            "ATTRIBUTES": '{"community": "Nueva Vida", "document_date": "2026-11-26"}',
            "OUTPUT_FOLDER": str(folder / "p"),
            "PLAN": with_plan,
        },
    )
    count = len(list((folder / "p").iterdir()))
    shutil.rmtree(folder)
    return count


def prepare_package(**_: Any) -> dict[str, Any]:
    """QGIS started and the provider registered, which is not timed."""
    return _processing()


prepare_package_without_plan = prepare_native_steps = prepare_atlas = prepare_package


def _layer(vertices: int) -> Any:
    from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsVectorLayer

    layer = QgsVectorLayer("Polygon", "boundary", "memory")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32718"))
    points = ring(vertices)
    feature = QgsFeature()
    text = ",".join(f"{east!r} {north!r}" for east, north in [*points, points[0]])
    feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON(({text}))"))
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    return layer
