"""Reference layers in PostGIS: searched and overlaid on the server, so that only what a boundary meets travels."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Callable, Iterator, TypeVar

import numpy as np
import psycopg2
from psycopg2 import sql
from qgis.core import QgsDataSourceUri, QgsFields, QgsVectorLayer

from ..errors import CancelledError, InputError
from ..geo.arrays import Floats, Ints
from ..geo.features import FeatureTally
from ..geo.progress import IsCancelled, never_cancelled
from ..overlay.reference import ServerOverlay, plain_multipolygons
from .layers import id_text

_KEY_TYPES = ("int2", "int4", "int8", "smallint", "integer", "bigint")
_ROWS_AT_ONCE = 5000
_POLL_S = 0.1
R = TypeVar("R")

_SEARCH = """
SELECT {key}, ST_XMin({geom}), ST_YMin({geom}), ST_XMax({geom}), ST_YMax({geom}) FROM {table}
WHERE {geom} && ST_MakeEnvelope(%s, %s, %s, %s, {srid}) ORDER BY {key}
"""
_COUNT = "SELECT count(*) FROM {table} WHERE {geom} && ST_MakeEnvelope(%s, %s, %s, %s, {srid})"
_READ = "SELECT ST_AsBinary({geom}, 'NDR'), {label} FROM {table} WHERE {key} = ANY(%s) ORDER BY {key}"
_OVERLAY = """
WITH boundary AS MATERIALIZED (SELECT ST_GeomFromWKB(%s, {srid}) AS whole),
told AS MATERIALIZED (
  SELECT t.{key} AS key, t.{label} AS label, t.{geom} AS geom, kind.is_plain,
    kind.is_plain AND ST_Covers((SELECT whole FROM boundary), t.{geom}) AS is_inside
  FROM {table} t, LATERAL (
    SELECT ST_GeometryType(t.{geom}) IN ('ST_Polygon', 'ST_MultiPolygon') AND ST_IsValid(t.{geom}) AS is_plain
  ) kind
  WHERE t.{geom} && (SELECT whole FROM boundary)
    AND (NOT kind.is_plain OR ST_Intersects((SELECT whole FROM boundary), t.{geom}))
)
SELECT key, label, is_plain, is_inside, ST_AsBinary(ST_Multi(ST_Force2D(geom)), 'NDR'),
  CASE WHEN is_plain AND NOT is_inside THEN
    ST_AsBinary(ST_Multi(ST_CollectionExtract(ST_Intersection(ST_Force2D(geom), (SELECT whole FROM boundary)), 3)), 'NDR') END
FROM told ORDER BY key
"""


@dataclass(frozen=True)
class PostgisTable:
    """Table of a PostgreSQL database, as a layer of QGIS names it.

    Attributes
    ----------
    dsn : str
        Connection string; it may hold a password and is never shown.
    schema, table, geometry, key : str
    label : str
        Column that names a feature; empty for none.
    srid : int
    """

    dsn: str
    schema: str
    table: str
    geometry: str
    key: str
    label: str
    srid: int

    def __repr__(self) -> str:
        return f"PostgisTable({self.schema}.{self.table})"


def postgis_table(layer: QgsVectorLayer, name_field: int) -> PostgisTable | None:
    """Table to ask directly, unless a filter, a join, an unsaved edit, a query or another kind of key asks for the provider."""
    if layer.providerType() != "postgres" or layer.subsetString() or layer.isModified():
        return None
    uri = QgsDataSourceUri(layer.source())
    # a query stands in brackets where the name of a table would
    if not uri.table() or uri.table().startswith("(") or not uri.geometryColumn() or "," in uri.keyColumn():
        return None
    keys = layer.primaryKeyAttributes()
    if len(keys) != 1 or layer.fields().at(keys[0]).typeName().lower() not in _KEY_TYPES:
        return None
    label = ""
    if name_field >= 0:
        if layer.fields().fieldOrigin(name_field) != QgsFields.FieldOrigin.OriginProvider:
            return None
        label = layer.fields().at(name_field).name()
    srid = int(uri.srid() or 0)
    if srid <= 0 or layer.crs().authid() != f"EPSG:{srid}":
        return None
    return PostgisTable(
        uri.connectionInfo(True),
        uri.schema() or "public",
        uri.table(),
        uri.geometryColumn(),
        layer.fields().at(keys[0]).name(),
        label,
        srid,
    )


class PostgisReference:
    """Table in PostGIS as a reference: index, predicates and intersections are the server's work."""

    def __init__(self, name: str, place: PostgisTable, connection: Any, read: int) -> None:
        self.name = name
        self.tally = FeatureTally(name, read, read)
        self._connection = connection
        self._is_overlaying = False
        label = sql.Identifier(place.label) if place.label else sql.Identifier(place.key)
        self._has_label = bool(place.label)
        self._words = {
            "key": sql.Identifier(place.key),
            "geom": sql.Identifier(place.geometry),
            "label": label,
            "table": sql.Identifier(place.schema, place.table),
            "srid": sql.Literal(place.srid),
        }

    @classmethod
    def open(
        cls, name: str, place: PostgisTable, box: tuple[float, float, float, float] | None, is_cancelled: IsCancelled
    ) -> PostgisReference | None:
        """Connect; None when the server cannot be reached so, and the provider has to be asked.

        Parameters
        ----------
        box : tuple of float or None
            Where the run will search: what lies there is what the tally counts.
        """
        try:
            connection = psycopg2.connect(place.dsn)
        except psycopg2.Error:
            return None
        source = None
        try:
            connection.set_session(readonly=True)
            source = cls(name, place, connection, 0)
            wide = box or (-np.inf, -np.inf, np.inf, np.inf)
            ((count,),) = source._rows(_COUNT, tuple(map(float, wide)), is_cancelled)
            source.tally.read = source.tally.used = int(count)
            return source
        except psycopg2.Error:
            source = None
            return None
        finally:
            if source is None:
                connection.close()

    def search(self, box: tuple[float, float, float, float]) -> tuple[Ints, Floats]:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        rows = self._rows(_SEARCH, tuple(map(float, box)))
        fids = np.array([row[0] for row in rows], dtype=np.int64)
        return fids, np.array([row[1:] for row in rows], dtype=np.float64).reshape(-1, 4)

    def read(self, fids: Ints) -> tuple[list[bytes], list[str]]:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        rows = self._rows(_READ, (fids.tolist(),))
        wkbs = plain_multipolygons(bytes(row[0]) for row in rows)
        return wkbs, [self._label(row[1]) for row in rows]

    def overlay(
        self, boundary: bytes, without: int | None = None, is_cancelled: IsCancelled = never_cancelled
    ) -> Iterator[ServerOverlay]:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ServerReference`."""
        cursor = self._connection.cursor("rainforest_alert_overlay")
        cursor.itersize = _ROWS_AT_ONCE
        self._is_overlaying = True
        try:
            statement = sql.SQL(_OVERLAY).format(**self._words)
            self._patiently(lambda: cursor.execute(statement, (psycopg2.Binary(boundary),)), is_cancelled)
            while True:
                rows = self._patiently(lambda: cursor.fetchmany(_ROWS_AT_ONCE), is_cancelled)
                if not rows:
                    return
                some = [row for row in rows if row[0] != without]
                yield ServerOverlay(
                    np.array([row[0] for row in some], dtype=np.int64),
                    [self._label(row[1]) for row in some],
                    np.array([bool(row[2]) for row in some], dtype=bool),
                    np.array([bool(row[3]) for row in some], dtype=bool),
                    [bytes(row[4]) for row in some],
                    [bytes(row[5]) if row[5] is not None else b"" for row in some],
                )
        except psycopg2.Error as error:
            raise InputError("reference.server_failed", layer=self.name, reason=_reason(error)) from error
        finally:
            self._is_overlaying = False
            if not self._connection.closed:
                self._connection.rollback()

    def close(self) -> None:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        self._connection.close()

    def _label(self, value: Any) -> str:
        return (id_text(value) or "") if self._has_label else ""

    def _rows(self, words: str, values: tuple[Any, ...], is_cancelled: IsCancelled = never_cancelled) -> list[Any]:
        with self._connection.cursor() as cursor:

            def ask() -> list[Any]:
                cursor.execute(sql.SQL(words).format(**self._words), values)
                return list(cursor.fetchall())

            rows = self._patiently(ask, is_cancelled)
        if not self._is_overlaying:
            self._connection.rollback()  # a transaction left open would keep the server from cleaning up
        return rows

    def _patiently(self, work: Callable[[], R], is_cancelled: IsCancelled) -> R:
        """Wait for the server, and stop it when the user cancels."""
        outcome: list[R] = []
        trouble: list[BaseException] = []

        def run() -> None:
            try:
                outcome.append(work())
            except BaseException as error:  # it goes to the thread that waits
                trouble.append(error)

        thread = threading.Thread(target=run, name="rainforest-alert-postgis", daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(_POLL_S)
            if thread.is_alive() and is_cancelled():
                self._connection.cancel()
                thread.join()
                raise CancelledError
        if trouble:
            raise trouble[0]
        return outcome[0]


def _reason(error: psycopg2.Error) -> str:
    """The server's own words, on one line."""
    return " ".join(str(error).split())[:200]
