"""``overlapanalysis`` against native:intersection, native:calculatevectoroverlaps, geopandas.overlay, shapely and PostGIS.

200 communities, mostly adjacent (201 to 20,001 vertices), against 99,856 and 1,000,000 parcels in a GeoPackage. Everybody goes
from the files to the area of each pair; native:intersection and geopandas.overlay give the polygons and no area, and
native:calculatevectoroverlaps one sum for each community. The algorithms of QGIS also write their rows to a GeoPackage, or where it
says so to a layer in memory. PostGIS has the tables loaded, indexed (GiST) and analysed before the clock runs, and its
server's processor seconds are counted.
"""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Callable

from benchmarks.overlay_data import communities, parcels
from benchmarks.protocol import Contestant, rounds, rows

MANY = 1_000_000
FEW = 99_856
_ONE_AREA_EACH = ("engine", "with_shapely", "with_shapely_geodesic", "algorithm", "algorithm_in_memory", "with_postgis")


def measure(quick: bool) -> list[dict[str, Any]]:
    """Time everybody; see the module `protocol`."""
    found: list[dict[str, Any]] = []
    for count in (2_500,) if quick else (FEW, MANY):
        found += measure_with(count, 1 if quick or count == MANY else 3)
    return found


def measure_with(count: int, times: int) -> list[dict[str, Any]]:
    """Everybody against one number of parcels; ours and the closest rivals `times` rounds."""
    ours = Contestant("Rainforest Alert, engine", "engine", times, "files to areas and geometries, pair by pair")
    algorithm = Contestant("Rainforest Alert, overlapanalysis", "algorithm", times, "in QGIS, rows to a GeoPackage")
    native = Contestant("native:intersection", "with_native", 1, "in QGIS, rows to a GeoPackage, no area")
    contestants = [
        ours,
        Contestant("shapely, STRtree + prepared + authalic area", "with_shapely", times, "all in memory"),
        Contestant("shapely, STRtree + prepared + pyproj.Geod", "with_shapely_geodesic", 1, "all in memory"),
        Contestant("PostGIS, contains or intersection", "with_postgis", 1, "memory is the client's"),
        Contestant("PostGIS, ST_Subdivide", "with_postgis_subdivided", 1, "pieces, not pairs; memory is the client's"),
        Contestant("Rainforest Alert, the parcels in PostGIS", "on_server", 1, "memory is the client's"),
        Contestant("native:calculatevectoroverlaps", "with_native_sums", 1, "in QGIS, one sum per community"),
        Contestant("geopandas.overlay", "with_geopandas", 1, "plane area in degrees"),
        algorithm,
        native,
    ]
    in_memory = Contestant("Rainforest Alert, overlapanalysis", "algorithm_in_memory", times, "rows to memory")
    native_in_memory = Contestant("native:intersection", "with_native_in_memory", 1, "rows to memory, no area")
    if count != MANY:
        contestants += [in_memory, native_in_memory]
    rounds(
        "benchmarks.overlap_analysis", contestants, {"boundaries": str(communities()), "reference": str(parcels(count))}
    )
    pairs = {each.rival: each.result for each in contestants if each.function in _ONE_AREA_EACH}
    if len(set(pairs.values())) != 1:
        raise RuntimeError(f"the contestants do not agree: {pairs}")
    found = rows(f"overlaps, 200 communities x {count:,} parcels", ours, contestants)
    found += rows(f"the two algorithms of QGIS, {count:,} parcels", algorithm, [native])
    if count != MANY:
        found += rows(f"the two algorithms of QGIS, {count:,} parcels, in memory", in_memory, [native_in_memory])
    return found


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


def _overlaps(boundaries: str, reference: str, run: Any, output: str) -> int:
    result = run(
        "rainforestalert:overlapanalysis",
        {"BOUNDARIES": boundaries, "BOUNDARY_ID": "name", "REFERENCE": [reference], "OUTPUT": output},
    )
    return int(result["OVERLAP_COUNT"])


def algorithm(boundaries: str, reference: str, run: Any, **_: Any) -> int:
    with tempfile.TemporaryDirectory() as folder:
        return _overlaps(boundaries, reference, run, str(Path(folder) / "overlaps.gpkg"))


def algorithm_in_memory(boundaries: str, reference: str, run: Any, **_: Any) -> int:
    return _overlaps(boundaries, reference, run, "TEMPORARY_OUTPUT")


def with_native(boundaries: str, reference: str, run: Any, **_: Any) -> int:
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "overlaps.gpkg")
        run("native:intersection", {"INPUT": boundaries, "OVERLAY": reference, "OUTPUT": output})
        return Path(output).stat().st_size


def with_native_in_memory(boundaries: str, reference: str, run: Any, **_: Any) -> int:
    result = run("native:intersection", {"INPUT": boundaries, "OVERLAY": reference, "OUTPUT": "TEMPORARY_OUTPUT"})
    return int(result["OUTPUT"].featureCount())


def with_native_sums(boundaries: str, reference: str, run: Any, **_: Any) -> int:
    parameters = {"INPUT": boundaries, "LAYERS": [reference], "OUTPUT": "TEMPORARY_OUTPUT"}
    return int(run("native:calculatevectoroverlaps", parameters)["OUTPUT"].featureCount())


prepare_algorithm_in_memory = prepare_with_native = prepare_with_native_in_memory = prepare_algorithm
prepare_with_native_sums = prepare_algorithm


def prepare_with_shapely(**_: str) -> dict[str, Any]:
    import shapely  # noqa: F401

    from rainforest_alert_plugin.geo import authalic  # noqa: F401

    return {}


prepare_with_shapely_geodesic = prepare_with_shapely


def with_shapely(boundaries: str, reference: str) -> int:
    import numpy as np
    import shapely

    from rainforest_alert_plugin.geo.authalic import ellipsoidal_area_m2
    from rainforest_alert_plugin.geo.wkb import rings_of

    def hectares(polygons: list[Any]) -> float:
        return float(ellipsoidal_area_m2(rings_of(shapely.to_wkb(np.array(polygons)).tolist())).sum()) / 1e4

    return _in_shapely(boundaries, reference, hectares)


def with_shapely_geodesic(boundaries: str, reference: str) -> int:
    from pyproj import Geod

    ellipsoid = Geod(ellps="WGS84")

    def hectares(polygons: list[Any]) -> float:
        return sum(abs(ellipsoid.geometry_area_perimeter(polygon)[0]) for polygon in polygons) / 1e4

    return _in_shapely(boundaries, reference, hectares)


def _in_shapely(boundaries: str, reference: str, hectares_of: Callable[[list[Any]], float]) -> int:
    import shapely

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
            hectares += hectares_of(polygons)
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

    def processor_seconds(self) -> float:
        """Of the server, of its processes that run and of those that ended."""
        postmaster = int((self.folder / "cluster" / "postmaster.pid").read_text().split()[0])
        ticks = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                number, state = int(path.parent.name), path.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if number == postmaster:
                ticks += sum(map(int, state[11:15]))
            elif int(state[1]) == postmaster:
                ticks += sum(map(int, state[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End the server and delete its folder."""
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
    return finder.tally.pairs


def _areas(connection: Any, territories: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(ST_Area(x::geography)) FROM (SELECT CASE WHEN ST_Contains(c.g, p.g) THEN p.g "
            f"ELSE ST_Intersection(c.g, p.g) END AS x FROM {territories} c JOIN parcels p ON ST_Intersects(c.g, p.g)) common"
        )
        found = cursor.fetchone()
    connection.close()
    return int(found[0])


def with_postgis(connection: Any, **_: Any) -> int:
    return _areas(connection, "communities")


def with_postgis_subdivided(connection: Any, **_: Any) -> int:
    return _areas(connection, "(SELECT ST_Subdivide(g, 128) AS g FROM communities)")
