"""``overlapanalysis`` against native:intersection, geopandas.overlay, shapely and PostGIS.

200 communities, mostly adjacent (201 to 20,001 vertices), against 99,856 and 1,000,000 parcels in a GeoPackage. Everybody goes
from the files to the area of each pair; the algorithms of QGIS also write their rows to a layer in memory (100,000 parcels) or to a
GeoPackage (a million).
"""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
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
        if count != MANY:
            found += postgis_rows(count)
    return found


def postgis_rows(count: int) -> list[dict[str, Any]]:
    """PostGIS on a server of its own, loading not timed, with whole and with subdivided boundaries."""
    ours = Contestant("Rainforest Alert, engine", "engine", 1)
    contestants = [
        Contestant("PostGIS, contains or intersection", "with_postgis", 1, "loading not timed; memory is the client's"),
        Contestant(
            "PostGIS, ST_Subdivide",
            "with_postgis_subdivided",
            1,
            "loading not timed; pieces, not pairs; memory is the client's",
        ),
        Contestant(
            "Rainforest Alert, engine, the parcels in PostGIS",
            "on_server",
            1,
            "the query on the server; loading not timed; memory is the client's",
        ),
    ]
    arguments = {"boundaries": str(communities()), "reference": str(parcels(count))}
    rounds("benchmarks.overlap_analysis", [ours, *contestants], arguments)
    return rows(f"overlaps, 200 communities x {count:,} parcels", ours, contestants)


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


class Server:
    """A PostgreSQL cluster in a temporary folder; PostgreSQL refuses to run as root."""

    def __init__(self) -> None:
        programs = max(
            (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
            key=lambda path: int(path.parent.name),
        )
        self.folder = Path(tempfile.mkdtemp(prefix="rainforest-alert-bench-pg-"))
        self._prefix = []
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
            self._prefix = ["runuser", "-u", "postgres", "--"]
        self._control = str(programs / "pg_ctl")
        cluster = str(self.folder / "cluster")
        self._run(str(programs / "initdb"), "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off -c shared_buffers=256MB"
        self._run(self._control, "-D", cluster, "-l", str(self.folder / "log"), "-w", "-o", settings, "start")

    def _run(self, *command: str) -> None:
        subprocess.run(
            [*self._prefix, *command], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, check=True
        )

    def load(self, tables: dict[str, str]) -> Any:
        """Copy GeoPackage tables in and index them; gives a connection."""
        import psycopg2

        connection = psycopg2.connect(host=str(self.folder), user="postgres", dbname="postgres")
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION postgis")
            for table, path in tables.items():
                cursor.execute(f"CREATE TABLE {table} (g geometry)")
                blobs = sqlite3.connect(path).execute(f"SELECT hex(substr(geom, 41)) FROM {table}")
                cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO("".join(row[0] + "\n" for row in blobs)))
                cursor.execute(
                    f"UPDATE {table} SET g = ST_SetSRID(g, 4326); CREATE INDEX ON {table} USING gist (g); ANALYZE {table}"
                )
        return connection

    def stop(self) -> None:
        self._run(self._control, "-D", str(self.folder / "cluster"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def _with_server(boundaries: str, reference: str) -> dict[str, Any]:
    server = Server()
    return {"server": server, "connection": server.load({"communities": boundaries, "parcels": reference})}


def prepare_with_postgis(boundaries: str, reference: str) -> dict[str, Any]:
    return _with_server(boundaries, reference)


def prepare_with_postgis_subdivided(boundaries: str, reference: str) -> dict[str, Any]:
    return _with_server(boundaries, reference)


def prepare_on_server(boundaries: str, reference: str) -> dict[str, Any]:
    prepared = _with_server(boundaries, reference)
    with prepared["connection"].cursor() as cursor:
        cursor.execute("ALTER TABLE parcels ADD COLUMN fid serial PRIMARY KEY; ANALYZE parcels")
    prepared["connection"].commit()
    return {**prepared, **prepare_engine()}


def on_server(boundaries: str, server: Server, connection: Any, application: Any, **_: str) -> int:
    from qgis.core import QgsCoordinateTransformContext, QgsDataSourceUri, QgsVectorLayer, QgsWkbTypes

    from rainforest_alert_plugin.host.layers import read_polygons
    from rainforest_alert_plugin.host.postgis_reference import PostgisReference
    from rainforest_alert_plugin.host.reference import reference_layer
    from rainforest_alert_plugin.overlay.overlaps import OverlapEngine

    uri = QgsDataSourceUri()
    uri.setConnection(str(server.folder), "5432", "postgres", "postgres", "")
    uri.setDataSource("public", "parcels", "g", "", "fid")
    uri.setSrid("4326")
    uri.setWkbType(QgsWkbTypes.Type.Polygon)
    context = QgsCoordinateTransformContext()
    layer = QgsVectorLayer(boundaries, "communities", "ogr")
    features, _, _ = read_polygons(layer, "communities", "name", layer.crs(), context)
    parcels_layer = reference_layer(QgsVectorLayer(uri.uri(False), "parcels", "postgres"), layer).open()
    if not isinstance(parcels_layer.source, PostgisReference):
        raise RuntimeError("the server was not asked")
    finder = OverlapEngine(layer.crs(), context, "ellipsoidal")
    for _found in finder.overlaps(features, [parcels_layer]):
        pass
    parcels_layer.source.close()
    connection.close()
    server.stop()
    return finder.tally.pairs


def _areas(server: Server, connection: Any, territories: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(ST_Area(x::geography)) FROM (SELECT CASE WHEN ST_Contains(c.g, p.g) THEN p.g "
            f"ELSE ST_Intersection(c.g, p.g) END AS x FROM {territories} c JOIN parcels p ON ST_Intersects(c.g, p.g)) common"
        )
        found = cursor.fetchone()
    connection.close()
    server.stop()
    return int(found[0])


def with_postgis(server: Server, connection: Any, **_: str) -> int:
    return _areas(server, connection, "communities")


def with_postgis_subdivided(server: Server, connection: Any, **_: str) -> int:
    return _areas(server, connection, "(SELECT ST_Subdivide(g, 128) AS g FROM communities)")
