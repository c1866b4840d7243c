"""``checktopology`` against the same questions asked of shapely, of PostGIS and of native:intersection.

200 communities, mostly adjacent (201 to 20,001 vertices, 916,000 in all), and a federation of 2,000 (37 to 1,641 vertices, as the real
ones have, 846,000 in all), each drawn up to 3 m off its neighbours: overlaps, gaps that they enclose together, vertices near the
neighbour's sides. The rivals answer a part of it: shapely overlaps, enclosed holes and vertices near a side (no open strips, no
matrix); PostGIS and native:intersection the overlaps alone. Then the federation, and one community, against a million parcels; there
shapely and PostGIS give the overlaps with their areas.

The rules that QGIS checks geometries by are algorithms since QGIS 3.44 (``native:checkgeometry*``): overlaps, gaps, doubles and missing
vertices, each a run of its own. They get the boundaries in metres (EPSG:32718): with degrees they leave out whatever is smaller than 1e-4
square degrees, some 120 ha. Missing vertices are looked for within 0.1 m of a side, the largest tolerance that they take. Where QGIS is
older the table says that they were not measured; ``scripts/qgis344.sh --python -m benchmarks topology`` runs this on QGIS 3.44.
"""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.overlap_analysis import Server, _processing, _qgis
from benchmarks.overlay_data import communities, federation, in_metres, parcels
from benchmarks.protocol import Contestant, alone, rounds, rows

MANY = 1_000_000
TOLERANCE_M = 5.0
_ONE_DIGIT = 1  # 10 to the power of -1 map units; the algorithms take no larger tolerance
_CHECKS = {
    "native:checkgeometryoverlap": "overlaps between pairs",
    "native:checkgeometrygap": "holes of the union",
    "native:checkgeometryduplicate": "equal polygons only",
    "native:checkgeometrymissingvertex": "vertices within 0.1 m of a side",
}
_COUNTS = ("duplicate", "overlap", "gap", "unshared_vertex")


def measure(quick: bool) -> list[dict[str, Any]]:
    """Time everybody; see the module `protocol`."""
    found = _measure_among("200 communities", communities(), quick)
    if not quick:
        found += measure_checks("200 communities", communities())
        found += _measure_among("2,000 communities", federation(), quick)
        found += measure_checks("2,000 communities", federation())
        found += _measure_with_parcels()
    one = Contestant("Rainforest Alert, engine", "one_with_parcels", 1, "one community of 2,001 vertices")
    arguments = {"boundaries": str(communities()), "reference": str(parcels(2_500 if quick else MANY))}
    rounds("benchmarks.topology", [one], arguments)
    return found + rows("topology, one community x parcels", one, [one])


def _measure_among(name: str, boundaries: Path, quick: bool) -> list[dict[str, Any]]:
    ours = Contestant("Rainforest Alert, engine", "among", 1, "overlaps, gaps, strips, vertices, matrix")
    contestants = [ours]
    if not quick:
        contestants += [
            Contestant("Rainforest Alert, checktopology", "algorithm", 1, "the same, layer and matrix to GeoPackages"),
            Contestant("shapely: STRtree, union_all, dwithin", "with_shapely", 1, "no open strips, no matrix"),
            Contestant("PostGIS: ST_Intersects, ST_Intersection", "with_postgis", 1, "overlaps only; client's memory"),
            Contestant("native:intersection with itself", "with_native", 1, "overlaps only"),
        ]
    rounds("benchmarks.topology", contestants, {"boundaries": str(boundaries)})
    return rows(f"topology among {name}", ours, contestants)


def measure_checks(name: str, boundaries: Path) -> list[dict[str, Any]]:
    """``checktopology`` and the geometry checks of QGIS, on boundaries in metres; checks that this QGIS lacks are named."""
    there = alone("benchmarks.topology", "checks_of_qgis", {})["result"]
    ours = Contestant("Rainforest Alert, checktopology", "algorithm", 1)
    checks = [Contestant(check, _function(check), 1, note) for check, note in _CHECKS.items() if check in there]
    rounds("benchmarks.topology", [ours, *checks], {"boundaries": str(in_metres(boundaries))})
    for contestant in (ours, *checks):
        contestant.note = "; ".join(filter(None, (contestant.note, _said(contestant.result))))
    title = f"topology among {name}, in metres"
    found = rows(title, ours, [ours, *checks])
    nothing = dict.fromkeys(("seconds", "ratio", "processor_ratio", "processor_seconds"))
    missing = {**nothing, "name": title, "peak_mb": 0, "rounds": 0, "note": "NOT MEASURED: needs QGIS 3.44"}
    return found + [{**missing, "rival": check} for check in _CHECKS if check not in there]


def _function(check: str) -> str:
    return check.replace("native:", "with_")


def _said(result: dict[str, int] | int) -> str:
    """What a contestant found, for the table."""
    if isinstance(result, int):
        return f"{result:,} found"
    return ", ".join(f"{kind} {count:,}" for kind, count in result.items())


def _measure_with_parcels() -> list[dict[str, Any]]:
    arguments = {"boundaries": str(federation()), "reference": str(parcels(MANY))}
    ours = Contestant("Rainforest Alert, engine", "with_parcels", 1, "among themselves and with the parcels")
    algorithm = Contestant("Rainforest Alert, checktopology", "algorithm_with_parcels", 1, "the same, to GeoPackages")
    rivals = [
        Contestant("shapely, STRtree + prepared + authalic area", "with_shapely", 1, "overlaps with the parcels only"),
        Contestant("PostGIS, contains or intersection", "with_postgis", 1, "the same; client's memory"),
    ]
    rounds("benchmarks.topology", [ours, algorithm], arguments)
    rounds("benchmarks.overlap_analysis", rivals, arguments)
    return rows("topology, 2,000 communities x 1,000,000 parcels", ours, [ours, algorithm, *rivals])


def prepare_among(**_: str) -> dict[str, Any]:
    application = _qgis()
    from rainforest_alert_plugin.overlay import topology  # noqa: F401  (imports are not timed)

    return {"application": application}


def _engine(boundaries: str) -> tuple[Any, Any, Any]:
    from qgis.core import QgsCoordinateTransformContext, QgsVectorLayer

    from rainforest_alert_plugin.host.layers import read_polygons
    from rainforest_alert_plugin.overlay.topology import TopologyEngine

    context = QgsCoordinateTransformContext()
    layer = QgsVectorLayer(boundaries, "communities", "ogr")
    features, _, _ = read_polygons(layer, "communities", "name", layer.crs(), context)
    return layer, features, TopologyEngine(layer.crs(), context, TOLERANCE_M, "ellipsoidal")


def _counted(found: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for defect in found:
        counts[defect.kind] = counts.get(defect.kind, 0) + 1
    return counts


def among(boundaries: str, application: Any) -> dict[str, int]:
    _, features, engine = _engine(boundaries)
    return _counted(engine.check(features))


def prepare_algorithm(**_: str) -> dict[str, Any]:
    return _processing()


prepare_algorithm_with_parcels = prepare_algorithm


def algorithm(boundaries: str, run: Any, **_: Any) -> dict[str, int]:
    return _checked(run, {"BOUNDARIES": boundaries})


def algorithm_with_parcels(boundaries: str, reference: str, run: Any, **_: Any) -> dict[str, int]:
    return _checked(run, {"BOUNDARIES": boundaries, "REFERENCE": [reference]})


def _checked(run: Any, layers: dict[str, Any]) -> dict[str, int]:
    """``checktopology`` with both results in GeoPackages."""
    with tempfile.TemporaryDirectory() as folder:
        given = {**layers, "BOUNDARY_ID": "name", "TOLERANCE_M": TOLERANCE_M}
        outputs = {"OUTPUT": f"{folder}/found.gpkg", "OUTPUT_MATRIX": f"{folder}/matrix.gpkg"}
        result = run("rainforestalert:checktopology", {**given, **outputs})
        return {kind: int(result[f"{kind.upper()}_COUNT"]) for kind in _COUNTS}


def prepare_checks_of_qgis(**_: str) -> dict[str, Any]:
    return _processing()


prepare_with_checkgeometryoverlap = prepare_with_checkgeometrygap = prepare_checks_of_qgis
prepare_with_checkgeometryduplicate = prepare_with_checkgeometrymissingvertex = prepare_checks_of_qgis


def checks_of_qgis(application: Any, **_: Any) -> list[str]:
    """Those of the geometry checks that this QGIS has."""
    return [check for check in _CHECKS if application.processingRegistry().algorithmById(check) is not None]


def with_checkgeometryoverlap(boundaries: str, run: Any, **_: Any) -> int:
    return _errors("native:checkgeometryoverlap", boundaries, run)


def with_checkgeometrygap(boundaries: str, run: Any, **_: Any) -> int:
    return _errors("native:checkgeometrygap", boundaries, run, NEIGHBORS="TEMPORARY_OUTPUT")


def with_checkgeometryduplicate(boundaries: str, run: Any, **_: Any) -> int:
    return _errors("native:checkgeometryduplicate", boundaries, run)


def with_checkgeometrymissingvertex(boundaries: str, run: Any, **_: Any) -> int:
    return _errors("native:checkgeometrymissingvertex", boundaries, run, TOLERANCE=_ONE_DIGIT)


def _errors(check: str, boundaries: str, run: Any, **more: Any) -> int:
    """How many rows a check of QGIS writes to a GeoPackage, with the polygons where it has them."""
    from qgis.core import QgsVectorLayer

    with tempfile.TemporaryDirectory() as folder:
        outputs = {"ERRORS": f"{folder}/errors.gpkg", "OUTPUT": f"{folder}/polygons.gpkg"}
        run(check, {"INPUT": boundaries, "UNIQUE_ID": "name", **outputs, **more})
        return int(QgsVectorLayer(outputs["ERRORS"], "errors", "ogr").featureCount())


prepare_with_parcels = prepare_one_with_parcels = prepare_among


def with_parcels(boundaries: str, reference: str, application: Any) -> dict[str, int]:
    from qgis.core import QgsVectorLayer

    from rainforest_alert_plugin.host.reference import reference_layer

    layer, features, engine = _engine(boundaries)
    source = reference_layer(QgsVectorLayer(reference, "parcels", "ogr"), layer).open()
    return _counted(engine.check(features, [source]))


def one_with_parcels(boundaries: str, reference: str, application: Any) -> dict[str, int]:
    from qgis.core import QgsVectorLayer

    from rainforest_alert_plugin.host.reference import reference_layer

    layer, features, engine = _engine(boundaries)
    one = min(features, key=lambda feature: abs(len(feature.wkb) - 16 * 2001))
    source = reference_layer(QgsVectorLayer(reference, "parcels", "ogr"), layer).open()
    return _counted(engine.check([one], [source]))


def prepare_with_native(**_: str) -> dict[str, Any]:
    return _processing()


def with_native(boundaries: str, run: Any, **_: Any) -> int:
    result = run("native:intersection", {"INPUT": boundaries, "OVERLAY": boundaries, "OUTPUT": "TEMPORARY_OUTPUT"})
    return int(result["OUTPUT"].featureCount())


def prepare_with_postgis(boundaries: str) -> dict[str, Any]:
    server = Server()
    return {"server": server, "connection": server.load({"communities": boundaries})}


def with_postgis(connection: Any, **_: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(ST_Area(x::geography)) FROM (SELECT ST_Intersection(a.g, b.g) AS x FROM communities a "
            "JOIN communities b ON a.ctid < b.ctid AND ST_Intersects(a.g, b.g)) common WHERE ST_Dimension(x) = 2"
        )
        found = cursor.fetchone()
    connection.close()
    return int(found[0])


def prepare_with_shapely(**_: str) -> dict[str, Any]:
    import shapely  # noqa: F401

    return {}


def with_shapely(boundaries: str) -> dict[str, int]:
    import numpy as np
    import shapely

    blobs = [row[0][40:] for row in sqlite3.connect(boundaries).execute("SELECT geom FROM communities")]
    shapes = shapely.make_valid(shapely.from_wkb(blobs))
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    common = shapely.intersection(shapes[one[one < other]], shapes[other[one < other]])
    overlaps = int((shapely.area(common) > 0).sum())
    whole = shapely.union_all(shapes)
    holes = sum(shapely.get_num_interior_rings(part) for part in shapely.get_parts(whole))
    near = 0
    reach = TOLERANCE_M / 111_320
    rings = shapely.boundary(shapes)
    for number, shape in enumerate(shapes):
        others = [int(index) for index in tree.query(shape.buffer(reach), predicate="intersects") if index != number]
        points = shapely.points(shapely.get_coordinates(shape))
        for neighbour in others:
            ring = rings[neighbour]
            shapely.prepare(ring)
            near += int(shapely.dwithin(ring, points, reach).sum())
    if not np.isfinite(near):
        raise RuntimeError("nothing near")
    return {"overlap": overlaps, "gap": int(holes), "near": near}
