"""Reference layers opened for the overlay engine: GeoPackages directly, every other layer through its provider."""

from __future__ import annotations

import sqlite3
import tempfile
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any, Sequence

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsFields,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ..errors import InputError, Message
from ..geo.arrays import Floats, Ints
from ..geo.features import FeatureTally, PolygonFeature
from ..geo.files import sqlite_uri
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..geo.wkb import as_multipolygon, geopackage_header, rings, rings_of
from ..overlay.overlaps import Reference, box_in_layer
from ..overlay.reference import mended_polygon, plain_multipolygons
from ..workspace.sql import quoted_any
from .held_back import HeldBack, held_back_of
from .layers import crs_of, id_text, refuse_impossible_extent
from .postgis_reference import PostgisReference, PostgisTable, postgis_table
from .reference_roles import is_whole_copy
from .released_layers import original_id
from .stored_index import StoredIndex, statement

_CHECK_EVERY = 1000
_SPOOL_CHUNK = 5000
# Providers whose features come over a network: of these only what lies near the boundaries is read.
REMOTE_PROVIDERS = frozenset({"WFS", "OAPIF", "arcgisfeatureserver", "postgres", "mssql", "oracle", "hana"})
# What is read of a feature that another program deleted meanwhile: an empty geometry value.
_DELETED = b"GP\x00\x11\x00\x00\x00\x00"


@dataclass(frozen=True)
class SearchArea:
    """Where a run will search.

    Attributes
    ----------
    box : tuple of float
        X min, y min, x max, y max round all boundaries.
    crs : QgsCoordinateReferenceSystem
        Of the box.
    context : QgsCoordinateTransformContext
    """

    box: tuple[float, float, float, float]
    crs: QgsCoordinateReferenceSystem
    context: QgsCoordinateTransformContext

    @classmethod
    def round_all(
        cls,
        boundaries: Sequence[PolygonFeature],
        crs: QgsCoordinateReferenceSystem,
        context: QgsCoordinateTransformContext,
    ) -> SearchArea | None:
        """Area of valid boundaries; None when there are none."""
        if not boundaries:
            return None
        boxes = rings_of([feature.wkb for feature in boundaries]).boxes()
        x0, y0 = boxes[:, :2].min(axis=0).tolist()
        x1, y1 = boxes[:, 2:].max(axis=0).tolist()
        return cls((x0, y0, x1, y1), crs, context)

    def rectangle_in(self, crs: QgsCoordinateReferenceSystem) -> QgsRectangle | None:
        """The area in a layer's reference system; None when that cannot describe it."""
        box = box_in_layer(self.box, QgsCoordinateTransform(crs, self.crs, self.context))
        return QgsRectangle(*box) if np.isfinite(box).all() else None


@dataclass(frozen=True)
class ReferenceLayer:
    """A reference layer as the main thread sees it; :meth:`open` is called on the thread that computes.

    Attributes
    ----------
    name : str
    crs : QgsCoordinateReferenceSystem
    is_boundaries : bool
        Whether it is the layer of the boundaries.
    geopackage : GeoPackageTable or None
        Where its features lie when they may be read without the provider.
    features : QgsVectorLayerFeatureSource
        Snapshot of the layer with its filter, joins and unsaved edits.
    name_field : int
        Field that names a feature, -1 for none.
    is_remote : bool
        Whether its features come over a network.
    postgis : PostgisTable or None
        Where its features lie when the server can be asked without the provider.
    is_copy : bool
        Whether it is a whole copy of what a service showed near an area: that nothing is in it is an answer.
    extent : QgsRectangle
        As the provider states it, in the layer's own system; null when it states none.
    held_back : HeldBack or None
        Rows of the layer that stay in a workspace, so that nothing found says little.
    """

    name: str
    crs: QgsCoordinateReferenceSystem
    is_boundaries: bool
    geopackage: GeoPackageTable | None
    features: QgsVectorLayerFeatureSource
    feature_count: int
    name_field: int
    is_remote: bool = False
    postgis: PostgisTable | None = None
    is_copy: bool = False
    extent: QgsRectangle = field(default_factory=QgsRectangle)
    held_back: HeldBack | None = None

    def open(
        self,
        progress: Progress = no_progress,
        is_cancelled: IsCancelled = never_cancelled,
        area: SearchArea | None = None,
    ) -> Reference:
        """Open for searching; the caller closes the source.

        Parameters
        ----------
        area : SearchArea, optional
            Of a remote layer only what meets it is read, and only that is in the tally.

        Raises
        ------
        CancelledError
            When the user stopped.
        """
        source: Any = None
        if self.geopackage is not None:
            source = GeoPackageReference.open(self.name, self.geopackage)
        if self.postgis is not None:
            rectangle = area.rectangle_in(self.crs) if area is not None else None
            box = None
            if rectangle is not None:
                box = rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum()
            source = PostgisReference.open(self.name, self.postgis, box, is_cancelled)
        if source is None:
            source = SpooledReference.read_from(self, progress, is_cancelled, area)
        if self.held_back is not None:
            source.tally.hold_back(self.held_back.count)
        return Reference(source, self.crs, self.is_boundaries)


@dataclass(frozen=True)
class GeoPackageTable:
    """Table of a GeoPackage with its columns."""

    path: Path
    table: str
    geometry: str
    key: str
    name: str | None

    @property
    def index(self) -> str:
        """Name of the R-tree (OGC 12-128, extension gpkg_rtree_index)."""
        return f"rtree_{self.table}_{self.geometry}"


def reference_layer(layer: Any, boundaries: QgsVectorLayer | None, name_field: int | None = None) -> ReferenceLayer:
    """Look at a layer on the main thread and refuse what is no polygon layer.

    Parameters
    ----------
    layer : QgsMapLayer
    boundaries : QgsVectorLayer or None
        Layer of the boundaries, to know whether both are one.
    name_field : int, optional
        Field that names a feature; the display field of the layer by default.

    Raises
    ------
    InputError
        When it is no vector layer, holds points or lines, is empty, has no reference system or swapped axes.
    """
    if not isinstance(layer, QgsVectorLayer) or layer.geometryType() not in (
        QgsWkbTypes.GeometryType.PolygonGeometry,
        QgsWkbTypes.GeometryType.UnknownGeometry,
    ):
        raise InputError("reference.not_polygons", layer=layer.name())
    crs = crs_of(layer)
    is_copy = is_whole_copy(layer)
    if layer.featureCount() == 0 and not is_copy:
        raise InputError("input.empty", layer=layer.name())
    refuse_impossible_extent(layer, layer.name(), crs)
    if name_field is None:
        name_field = layer.fields().lookupField(layer.displayField()) if layer.displayField() else -1
    return ReferenceLayer(
        layer.name(),
        crs,
        boundaries is not None and _place_of(layer) == _place_of(boundaries),
        _geopackage_table(layer, name_field),
        QgsVectorLayerFeatureSource(layer),
        layer.featureCount(),
        name_field,
        layer.providerType() in REMOTE_PROVIDERS,
        postgis_table(layer, name_field),
        is_copy,
        layer.extent(),
        held_back_of(layer),
    )


def _place_of(layer: QgsVectorLayer) -> tuple[Any, ...]:
    """What identifies the data of a layer, whatever its filter."""
    provider = layer.providerType()
    if provider == "memory":
        return (provider, original_id(layer))
    parts = QgsProviderRegistry.instance().decodeUri(provider, layer.source())
    path = parts.get("path")
    if path:
        table = parts.get("layerName") or _only_table(layer)
        return (provider, str(Path(path).resolve()), table)
    kept = {key: str(value) for key, value in parts.items() if key not in ("subset", "sql")}
    return (provider, tuple(sorted(kept.items())) or layer.source())


def _only_table(layer: QgsVectorLayer) -> str | None:
    """Name of the table when a path alone names it."""
    if layer.storageType() != "GPKG":
        return None
    sublayers = layer.dataProvider().subLayers()
    return sublayers[0].split(layer.dataProvider().sublayerSeparator())[1] if len(sublayers) == 1 else None


def _geopackage_table(layer: QgsVectorLayer, name_field: int) -> GeoPackageTable | None:
    """Table to read directly, unless a filter, a join, an unsaved edit or a view asks for the provider."""
    if layer.providerType() != "ogr" or layer.storageType() != "GPKG" or layer.subsetString() or layer.isModified():
        return None
    path = Path(QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("path") or "")
    if not path.is_file():
        return None
    table = _place_of(layer)[2]
    column = None
    if name_field >= 0:
        if layer.fields().fieldOrigin(name_field) != QgsFields.FieldOrigin.OriginProvider:
            return None
        column = layer.fields().at(name_field).name()
    try:
        connection = _connect(path)
    except sqlite3.Error:
        return None
    try:
        found = connection.execute(
            "SELECT g.table_name, g.column_name FROM gpkg_geometry_columns g JOIN sqlite_master m ON m.name = g.table_name "
            "AND m.type = 'table' WHERE lower(g.table_name) = lower(?)",
            (table,),
        ).fetchone()
        if found is None:
            return None
        keys = [row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (found[0],)) if row[5]]
        if len(keys) != 1:
            return None
        there = GeoPackageTable(path, found[0], found[1], keys[0], column)
        index = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (there.index,)).fetchone()
    except sqlite3.Error:
        return None
    finally:
        connection.close()
    return there if index else None


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(sqlite_uri(path.resolve(), "ro"), uri=True)


class GeoPackageReference:
    """Table of a GeoPackage, searched by its R-tree and read as it is stored."""

    def __init__(self, name: str, place: GeoPackageTable, connection: sqlite3.Connection, tally: FeatureTally) -> None:
        self.name = name
        self.tally = tally
        self._connection = connection
        table, key, geometry = quoted_any(place.table), quoted_any(place.key), quoted_any(place.geometry)
        label = quoted_any(place.name) if place.name else "NULL"
        self._index = StoredIndex(connection, place.index, tally.used)
        columns = "t." + geometry + ", t." + label if place.name else "t." + geometry + ", NULL"
        self._read_runs = statement(
            "SELECT",
            columns,
            "FROM temp.runs r CROSS JOIN",
            table,
            "t ON t." + key,
            "BETWEEN r.first AND r.last ORDER BY r.first",
        )
        self._read_each = statement(
            "SELECT", columns, "FROM temp.wanted w LEFT JOIN", table, "t ON t." + key, "= w.id ORDER BY w.id"
        )
        connection.execute("CREATE TEMP TABLE runs (first INTEGER PRIMARY KEY, last INTEGER)")
        connection.execute("CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY)")

    @classmethod
    def open(cls, name: str, place: GeoPackageTable) -> GeoPackageReference | None:
        """Open the table; None when its index does not know all its geometries, or another program keeps the file."""
        table, key, geometry = quoted_any(place.table), quoted_any(place.key), quoted_any(place.geometry)
        label = quoted_any(place.name) if place.name else "NULL"
        try:
            connection = _connect(place.path)
        except sqlite3.Error:
            return None
        source = None
        try:
            total = connection.execute(statement("SELECT count(*) FROM", table)).fetchone()[0]
            indexed = connection.execute(statement("SELECT count(*) FROM", quoted_any(place.index))).fetchone()[0]
            tally = FeatureTally(name, read=total, used=indexed)
            rest: Any = ()
            if total != indexed:
                rest = connection.execute(
                    statement("SELECT", key, ",", geometry, ",", label, "FROM", table, "WHERE", key)
                    + statement(" NOT IN (SELECT id FROM", quoted_any(place.index), ")")
                )
            for fid, blob, label_value in rest:
                if blob is not None and len(blob) > geopackage_header(blob):
                    return None
                reason = "feature.null_geometry" if blob is None else "feature.empty_geometry"
                identity = id_text(label_value)
                tally.left_out.append((f"{identity} (#{fid})" if identity else f"#{fid}", Message(reason)))
            source = cls(name, place, connection, tally) if tally.is_complete() else None
            return source
        except (sqlite3.Error, InputError):
            return None
        finally:
            if source is None:
                connection.close()

    def search(self, box: tuple[float, float, float, float]) -> tuple[Ints, Floats]:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        return self._index.search(box)

    def read(self, fids: Ints) -> tuple[list[bytes], list[str]]:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        blobs, labels = zip(*self._rows(fids))
        stored = _multipolygons_stored([blob or _DELETED for blob in blobs])
        return stored, [label.strip() if label.__class__ is str else id_text(label) or "" for label in labels]

    def close(self) -> None:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        self._connection.close()

    def _rows(self, fids: Ints) -> list[tuple[Any, Any]]:
        """Geometry and label of features, in ascending order of their ids."""
        breaks = np.flatnonzero(np.diff(fids) != 1)
        first, last = fids[np.r_[0, breaks + 1]], fids[np.r_[breaks, len(fids) - 1]]
        # Committed at once: an open transaction would keep other programs from writing to the file.
        with self._connection:
            self._connection.execute("DELETE FROM temp.runs")
            self._connection.executemany("INSERT INTO temp.runs VALUES (?, ?)", zip(first.tolist(), last.tolist()))
        rows = self._connection.execute(self._read_runs).fetchall()
        if len(rows) == len(fids):
            return rows
        # Another program deleted some of them meanwhile.
        with self._connection:
            self._connection.execute("DELETE FROM temp.wanted")
            self._connection.executemany("INSERT INTO temp.wanted VALUES (?)", zip(fids.tolist()))
        return self._connection.execute(self._read_each).fetchall()


def _multipolygons_stored(blobs: list[bytes]) -> list[bytes]:
    """Multipolygons of geometry values, at once where all have one kind of header and of geometry, as in most tables."""
    start = geopackage_header(blobs[0])
    lead = as_multipolygon(blobs[0][start : start + 5])
    if lead is not None:
        headers = set(map(itemgetter(slice(4)), blobs))
        kinds = set(map(itemgetter(slice(start, start + 5)), blobs))
        if len(headers) == len(kinds) == 1:
            prefix = lead[:-5]
            return [prefix + blob[start:] for blob in blobs]
    return plain_multipolygons(blob[geopackage_header(blob) :] for blob in blobs)


class SpooledReference:
    """Features of any provider, read once: binary in a temporary file, boxes and ids in memory."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tally = FeatureTally(name)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (open as long as the source is searched)
        self._fids: list[int] = []
        self._labels: list[str] = []
        self._offsets = [0]
        self._boxes = np.zeros((0, 4))
        self._order: Ints = np.zeros(0, dtype=np.int64)

    @classmethod
    def read_from(
        cls, layer: ReferenceLayer, progress: Progress, is_cancelled: IsCancelled, area: SearchArea | None = None
    ) -> SpooledReference:
        """Read all features of a layer, of a remote one only those whose boxes meet `area`.

        Raises
        ------
        CancelledError
            When the user stopped.
        """
        spooled = cls(layer.name)
        try:
            spooled._read_all(layer, progress, is_cancelled, area)
        except BaseException:
            spooled.close()
            raise
        return spooled

    def _read_all(
        self, layer: ReferenceLayer, progress: Progress, is_cancelled: IsCancelled, area: SearchArea | None
    ) -> None:
        request = QgsFeatureRequest()
        rectangle = area.rectangle_in(layer.crs) if area is not None and layer.is_remote else None
        if rectangle is not None:
            request.setFilterRect(rectangle)
        request.setSubsetOfAttributes([layer.name_field] if layer.name_field >= 0 else [])
        waiting: list[bytes] = []
        boxes: list[Floats] = []
        count = max(layer.feature_count, 1)
        for feature in layer.features.getFeatures(request):
            if self.tally.read % _CHECK_EVERY == 0:
                stop_if(is_cancelled)
                progress(min(100.0, 100.0 * self.tally.read / count))
            self.tally.read += 1
            label = id_text(feature.attribute(layer.name_field)) or "" if layer.name_field >= 0 else ""
            geometry = feature.geometry()
            if geometry.isNull() or geometry.isEmpty():
                reason = "feature.null_geometry" if geometry.isNull() else "feature.empty_geometry"
                identity = f"{label} (#{feature.id()})" if label else f"#{feature.id()}"
                self.tally.left_out.append((identity, Message(reason)))
                continue
            self.tally.used += 1
            self._fids.append(feature.id())
            self._labels.append(label)
            waiting.append(bytes(geometry.asWkb()))
            if len(waiting) == _SPOOL_CHUNK:
                boxes.append(self._spool(waiting))
                waiting = []
        boxes.append(self._spool(waiting))
        fids = np.array(self._fids, dtype=np.int64)
        self._boxes = np.concatenate(boxes)
        self._order = np.argsort(fids, kind="stable")

    def close(self) -> None:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        self._file.close()

    def _spool(self, wkbs: list[bytes]) -> Floats:
        """Append binary to the file and give its boxes."""
        try:
            wkbs = plain_multipolygons(wkbs)
            boxes = rings_of(wkbs).boxes()
        except InputError:
            boxes = np.concatenate([_box_of(wkb) for wkb in wkbs])
        for wkb in wkbs:
            self._file.write(wkb)
            self._offsets.append(self._offsets[-1] + len(wkb))
        return boxes

    def search(self, box: tuple[float, float, float, float]) -> tuple[Ints, Floats]:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        b = self._boxes
        # A box that is not a number belongs to a geometry that must be looked at to say what is wrong with it.
        apart = (b[:, 0] > box[2]) | (b[:, 2] < box[0]) | (b[:, 1] > box[3]) | (b[:, 3] < box[1])
        rows = self._order[~apart[self._order]]
        return np.array(self._fids, dtype=np.int64)[rows], b[rows]

    def read(self, fids: Ints) -> tuple[list[bytes], list[str]]:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        sorted_fids = np.array(self._fids, dtype=np.int64)[self._order]
        rows = self._order[np.searchsorted(sorted_fids, fids)].tolist()
        wkbs = []
        for row in rows:
            self._file.seek(self._offsets[row])
            wkbs.append(self._file.read(self._offsets[row + 1] - self._offsets[row]))
        return wkbs, [self._labels[row] for row in rows]


def _box_of(wkb: bytes) -> Floats:
    try:
        return rings(wkb).boxes()
    except InputError:
        geometry, _ = mended_polygon(wkb)
        return rings(bytes(geometry.asWkb())).boxes() if not geometry.isEmpty() else np.full((1, 4), np.nan)
