"""``exporttitlepackage`` for one community of 500 vertices against native steps and LFTools, and ``titleatlas`` for a hundred communities.

The native steps give the part of the package that QGIS itself can write: vertices, sides and perimeter as shapefiles and in one
GeoPackage, the vertices as a spreadsheet. They give no angles, azimuths, labels, memoria, plan, drawing, manifest, and read nothing back.

LFTools is a plugin for QGIS on Qt 5 (https://github.com/LEOXINGU/lftools, GPL) that is on no package registry. Its algorithms run when
the variable ``LFTOOLS_FOLDER`` names the folder that holds its folder ``lftools``, for instance the plugins of a profile of QGIS; else the
table says that it was not measured. What it makes that we make too is the technical table: “Synthetic deed description”, “Area and
perimeter report” and “Calculate polygon angles”, whose numbers must be ours to the last printed digit but one.
"""

from __future__ import annotations

import csv
import math
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.overlap_analysis import _processing
from benchmarks.protocol import Contestant, rounds, rows

VERTICES = 500
COMMUNITIES = 100
LFTOOLS = "LFTOOLS_FOLDER"


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
    found += _tables(arguments, times)
    count = 5 if quick else COMMUNITIES
    for plans, note in ((False, "40 vertices each, without plans"), (True, "40 vertices each, with plans")):
        first = Contestant("titleatlas, written", "atlas", 1, note)
        rounds("benchmarks.title_package", [first], {"count": count, "plans": plans})
        found += rows(f"title atlas, {count} communities", first, [first])
    return found


def _tables(arguments: dict[str, Any], times: int) -> list[dict[str, Any]]:
    """The technical table alone, beside LFTools where it is there."""
    name = f"technical table, {arguments['vertices']} vertices"
    ours = Contestant(
        "technicaltable", "technical_table", times, "one table, checked and labelled, and the ellipsoidal area"
    )
    contestants = [ours]
    if os.environ.get(LFTOOLS):
        contestants.append(Contestant("LFTools: deed description, area and perimeter, angles", "lftools", times))
    rounds("benchmarks.title_package", contestants, arguments)
    for rival in contestants[1:]:
        rival.note = agreement(ours.result, rival.result)
    found = rows(name, ours, contestants)
    if len(contestants) == 1:
        nothing = dict.fromkeys(("seconds", "ratio", "processor_ratio", "processor_seconds"))
        note = f"NOT MEASURED: set {LFTOOLS} to the folder that holds the plugin"
        found.append({"name": name, "rival": "LFTools", **nothing, "peak_mb": 0, "rounds": 0, "note": note})
    return found


def agreement(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    """In how many cells two tables have the same printed digits; both have ``area_ha``, ``perimeter_m`` and ``rows`` by coordinates.

    Raises
    ------
    RuntimeError
        When one has other vertices, or a number is off by more than the last printed digit.
    """
    if set(ours["rows"]) != set(theirs["rows"]):
        raise RuntimeError(f"other vertices: {sorted(set(ours['rows']) ^ set(theirs['rows']))[:4]}")
    pairs = [(ours[key], theirs[key]) for key in ("area_ha", "perimeter_m")]
    pairs += [pair for place, row in ours["rows"].items() for pair in zip(row, theirs["rows"][place])]
    off = [pair for pair in pairs if pair[0] != pair[1]]
    for mine, other in off:
        is_angle = "°" in mine
        if abs(_value(mine) - _value(other)) > (1 / 3600 if is_angle else 0.01) * 1.001:
            raise RuntimeError(f"{mine} here, {other} there")
    return f"{len(pairs) - len(off)} of {len(pairs)} numbers to the last digit" + "".join(
        f"; {mine} here, {other} there" for mine, other in off[:3]
    )


def _value(text: str) -> float:
    """A number, or an angle in degrees, as it is printed."""
    parts = [float(part) for part in re.findall(r"[0-9.]+", text)]
    return sum(part / 60**power for power, part in enumerate(parts))


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


def technical_table(vertices: int, run: Any, **_: Any) -> dict[str, Any]:
    """Our technical table; the distance, azimuth and interior angle of each vertex by its printed coordinates."""
    folder = Path(tempfile.mkdtemp())
    parameters = {"BOUNDARY": _layer(vertices), "OUTPUT": str(folder / "cuadro.csv")}
    result = run("rainforestalert:technicaltable", parameters)
    with (folder / "cuadro.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {
            f"{float(row['easting']):.4f} {float(row['northing']):.4f}": [
                f"{float(row['distance_m']):.2f}",
                row["azimuth"],
                row["interior_angle"],
            ]
            for row in csv.DictReader(file)
        }
    shutil.rmtree(folder)
    return {"area_ha": f"{result['AREA_HA']:.4f}", "perimeter_m": f"{result['PERIMETER_M']:.2f}", "rows": table}


def lftools(vertices: int, algorithms: list[Any], **_: Any) -> dict[str, Any]:
    """The same numbers by three algorithms of LFTools, from layers in its model TopoGeo."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    folder = Path(tempfile.mkdtemp())
    boundary = _layer(vertices)
    points, area = _topogeo(boundary)
    deed, report, angles = algorithms
    inputs: list[tuple[Any, dict[str, Any]]] = [
        (deed, {"PONTOS": points, "DECIMAL": "4,0,2", "HTML": str(folder / "deed.html")}),
        (
            report,
            {"PONTOLIMITE": points, "AREAIMOVEL": area, "DECIMAL": "4,0,2,2,2", "HTML": str(folder / "report.html")},
        ),
        (angles, {"POLYGONS": boundary, "ANGLES": str(folder / "angles.csv")}),
    ]
    for algorithm, parameters in inputs:
        context = QgsProcessingContext()
        _, is_done = algorithm.run(parameters, context, QgsProcessingFeedback(False))
        if not is_done:
            raise RuntimeError(algorithm.name())
    with (folder / "angles.csv").open(encoding="utf-8", newline="") as file:
        interior = [_seconds(float(row["ang_inner_dd"])) for row in csv.DictReader(file)]
    cells = re.findall(r"<td>([^<]*)</td>", (folder / "deed.html").read_text(encoding="utf-8"))
    table = {}
    for number, angle in enumerate(interior):
        _, east, north, _, azimuth, _, distance = cells[len(cells) - 7 * (len(interior) - number) :][:7]
        table[f"{east} {north}".replace(",", "")] = [distance.replace(",", ""), azimuth, angle]
    said = (folder / "report.html").read_text(encoding="utf-8").replace(",", "")
    shutil.rmtree(folder)
    perimeter, area_ha = re.findall(r"([0-9.]+) (?:m<br>|ha)", said)
    return {"area_ha": area_ha, "perimeter_m": perimeter, "rows": table}


def _seconds(degrees: float) -> str:
    """An angle in the form of our table; LFTools keeps it in degrees."""
    whole = round(degrees * 3600)
    return f"{whole // 3600}°{whole // 60 % 60:02d}'{whole % 60:02d}\""


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


prepare_package_without_plan = prepare_native_steps = prepare_atlas = prepare_technical_table = prepare_package


def prepare_lftools(**_: Any) -> dict[str, Any]:
    """The algorithms of LFTools, and a project in the zone, which it takes its reference system from."""
    prepared = _processing()
    from qgis.core import QgsCoordinateReferenceSystem, QgsProject

    sys.path.insert(0, os.environ[LFTOOLS])
    from lftools.processing_provider.Doc_AreaPerimeter import AreaPerimterReport
    from lftools.processing_provider.Doc_DescriptiveTable import DescriptiveTable
    from lftools.processing_provider.Vect_PolygonAngles import CalculatePolygonAngles

    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:32718"))
    made = [algorithm() for algorithm in (DescriptiveTable, AreaPerimterReport, CalculatePolygonAngles)]
    return {**prepared, "algorithms": [algorithm.create() for algorithm in made]}


def _topogeo(boundary: Any) -> tuple[Any, Any]:
    """Vertices and area in degrees, with the fields that LFTools asks for."""
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransform,
        QgsFeature,
        QgsGeometry,
        QgsPoint,
        QgsProject,
        QgsVectorLayer,
    )

    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    transform = QgsCoordinateTransform(boundary.crs(), degrees, QgsProject.instance())
    shape = QgsGeometry(next(boundary.getFeatures()).geometry())
    shape.transform(transform)
    points = QgsVectorLayer("PointZ?crs=EPSG:4326&field=code:string&field=sequence:int&field=type:string", "", "memory")
    fields = "".join(
        f"&field={name}:string"
        for name in ("property", "registry", "transcript", "owner", "county", "state", "survey_date")
    )
    area = QgsVectorLayer(f"Polygon?crs=EPSG:4326{fields}", "", "memory")
    features = []
    for number, point in enumerate(shape.asPolygon()[0][:-1], start=1):
        feature = QgsFeature(points.fields())
        feature.setAttributes([f"V-{number}", number, "V"])
        feature.setGeometry(QgsGeometry(QgsPoint(point.x(), point.y(), 0.0)))
        features.append(feature)
    points.dataProvider().addFeatures(features)
    feature = QgsFeature(area.fields())
    feature.setAttributes(["Nueva Vida", "1", "1", "CN", "Callería", "UC", "2026-11-26"])
    feature.setGeometry(shape)
    area.dataProvider().addFeatures([feature])
    return points, area


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
