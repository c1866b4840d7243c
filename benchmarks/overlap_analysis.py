"""``overlapanalysis`` against native:intersection, geopandas.overlay, shapely and PostGIS.

200 communities, mostly adjacent (201 to 20,001 vertices), against 99,856 and 1,000,000 parcels in a GeoPackage. Everybody goes
from the files to the area of each pair; the algorithms of QGIS also write their rows to a layer in memory (100,000 parcels) or to a
GeoPackage (a million).
"""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.overlay_data import communities, parcels
from benchmarks.protocol import Contestant, rounds, rows

MANY = 1_000_000
FEW = 99_856


def measure(quick: bool) -> list[dict[str, Any]]:
    """Time everybody; see the module `protocol`."""
    found: list[dict[str, Any]] = []
    for count in (2_500,) if quick else (FEW, MANY):
        arguments = {"boundaries": str(communities()), "reference": str(parcels(count))}
        times = 1 if quick or count == MANY else 3
        ours = Contestant("Rainforest Alert, engine", "engine", times, "files to areas and geometries, pair by pair")
        contestants = [
            ours,
            Contestant(
                "shapely, STRtree + prepared + authalic area", "with_shapely", times, "holds everything in memory"
            ),
            Contestant("Rainforest Alert, overlapanalysis", "algorithm", times, "in QGIS, rows written"),
        ]
        if count != MANY:
            contestants += [
                Contestant("native:intersection", "with_native", 1, "in QGIS, rows written, no area"),
                Contestant("geopandas.overlay", "with_geopandas", 1, "plane area in degrees"),
            ]
        rounds("benchmarks.overlap_analysis", contestants, arguments)
        pairs = {each.rival: each.result for each in contestants}
        if (
            len({pairs[each.rival] for each in contestants if each.function in ("engine", "with_shapely", "algorithm")})
            != 1
        ):
            raise RuntimeError(f"the contestants do not agree: {pairs}")
        found += rows(f"overlaps, 200 communities x {count:,} parcels", ours, contestants)
        found += _algorithm_ratio(count, contestants)
    return found


def _algorithm_ratio(count: int, contestants: list[Contestant]) -> list[dict[str, Any]]:
    """native:intersection against our algorithm, both writing their rows."""
    by_function = {each.function: each for each in contestants}
    if "with_native" not in by_function:
        return []
    return rows(
        f"the two algorithms of QGIS, {count:,} parcels", by_function["algorithm"], [by_function["with_native"]]
    )


def _qgis() -> Any:
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    return application


def prepare_engine(**_: str) -> dict[str, Any]:
    application = _qgis()
    from rainforest_alert_plugin.host import reference  # noqa: F401  (imports are not timed)

    return {"application": application}


def engine(boundaries: str, reference: str, application: Any) -> int:
    from qgis.core import QgsCoordinateTransformContext, QgsVectorLayer

    from rainforest_alert_plugin.host.layers import read_polygons
    from rainforest_alert_plugin.host.reference import reference_layer
    from rainforest_alert_plugin.overlay.overlaps import OverlapEngine

    context = QgsCoordinateTransformContext()
    layer = QgsVectorLayer(boundaries, "communities", "ogr")
    features, _, _ = read_polygons(layer, "communities", "name", layer.crs(), context)
    parcels_layer = reference_layer(QgsVectorLayer(reference, "parcels", "ogr"), layer).open()
    finder = OverlapEngine(layer.crs(), context, "ellipsoidal")
    hectares = sum(float(found.area_ha.sum()) for found in finder.overlaps(features, [parcels_layer]))
    if hectares <= 0:
        raise RuntimeError("no overlaps")
    return finder.tally.pairs


def _processing() -> dict[str, Any]:
    application = _qgis()
    import sys

    sys.path.append(application.pkgDataPath() + "/python/plugins")
    import processing
    from processing.core.Processing import Processing

    from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider

    Processing.initialize()
    provider = RainforestAlertProvider()
    application.processingRegistry().addProvider(provider)
    return {"application": application, "run": processing.run, "provider": provider}


def prepare_algorithm(**_: str) -> dict[str, Any]:
    return _processing()


def _output(reference: str) -> str:
    return "TEMPORARY_OUTPUT" if "1000000" not in reference else str(Path(tempfile.mkdtemp()) / "overlaps.gpkg")


def algorithm(boundaries: str, reference: str, run: Any, **_: Any) -> int:
    output = _output(reference)
    result = run(
        "rainforestalert:overlapanalysis",
        {"BOUNDARIES": boundaries, "BOUNDARY_ID": "name", "REFERENCE": [reference], "OUTPUT": output},
    )
    Path(output).unlink(missing_ok=True)
    return int(result["OVERLAP_COUNT"])


def prepare_with_native(**_: str) -> dict[str, Any]:
    return _processing()


def with_native(boundaries: str, reference: str, run: Any, **_: Any) -> int:
    output = _output(reference)
    result = run("native:intersection", {"INPUT": boundaries, "OVERLAY": reference, "OUTPUT": output})["OUTPUT"]
    return int(result.featureCount()) if output == "TEMPORARY_OUTPUT" else 0


def prepare_with_shapely(**_: str) -> dict[str, Any]:
    import shapely  # noqa: F401

    from rainforest_alert_plugin.geo import authalic  # noqa: F401

    return {}


def with_shapely(boundaries: str, reference: str) -> int:
    import numpy as np
    import shapely

    from rainforest_alert_plugin.geo.authalic import ellipsoidal_area_m2
    from rainforest_alert_plugin.geo.wkb import rings_of

    def read(path: str, table: str) -> Any:
        # the envelope of these files' geometry values ends at byte 40
        blobs = [row[0][40:] for row in sqlite3.connect(path).execute(f"SELECT geom FROM {table}")]
        return shapely.from_wkb(blobs)

    territories = read(boundaries, "communities")
    land = read(reference, "parcels")
    tree = shapely.STRtree(land)
    shapely.prepare(territories)
    pairs = 0
    hectares = 0.0
    for territory in territories:
        near = land[tree.query(territory, predicate="intersects")]
        inside = shapely.contains(territory, near)
        cut = shapely.intersection(territory, near[~inside])
        for found in (near[inside], cut[shapely.area(cut) > 0]):
            polygons = [each for each in found if each.geom_type != "GeometryCollection"]
            hectares += float(ellipsoidal_area_m2(rings_of(shapely.to_wkb(np.array(polygons)).tolist())).sum()) / 1e4
            pairs += len(found)
    if hectares <= 0:
        raise RuntimeError("no overlaps")
    return pairs


def prepare_with_geopandas(**_: str) -> dict[str, Any]:
    import geopandas  # noqa: F401
    import pyogrio  # noqa: F401

    return {}


def with_geopandas(boundaries: str, reference: str) -> int:
    import warnings

    import geopandas

    warnings.simplefilter("ignore")
    found = geopandas.overlay(geopandas.read_file(boundaries), geopandas.read_file(reference), how="intersection")
    return int((found.area > 0).sum())
