"""Overlaps of boundaries with reference polygons: every pair with area in common, measured, boundary by boundary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterator, Sequence

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsRectangle,
)

from ..errors import Message
from ..geo.arrays import Floats, Ints
from ..geo.features import PolygonFeature
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..geo.wkb import Rings, joined, multipolygons, rings_of
from .boundary import OverlayError, PreparedBoundary
from .cutting import CUT, Cuts, cut_along
from .folds import without_folds
from .interior import INSIDE, OUTSIDE, UNDECIDED, InteriorGrid
from .measure import METRES_PER_DEGREE, AreaMeasure, measure_for, width_in_crs_m
from .reference import CheckedReference, ReferenceSource, ServerReference
from .transformation import transform_points

_CHUNK = 10_000
_NO_POLYGON = b"\x01\x06\x00\x00\x00\x00\x00\x00\x00"
_WORTH_A_GRID = 24
_CHECK_EVERY = 200
# Polygons that share a side leave slivers of the coordinates' own rounding (nanometres); nothing surveyed is this thin.
TOUCHING_WIDTH_M = 1e-6
FOLD_WIDTH_M = 1e-5


@dataclass(frozen=True)
class Reference:
    """A reference layer in the engine.

    Attributes
    ----------
    source : ReferenceSource
    crs : QgsCoordinateReferenceSystem
    is_boundaries : bool
        Whether it is the very layer of the boundaries: then a feature is not compared with itself.
    """

    source: ReferenceSource
    crs: QgsCoordinateReferenceSystem
    is_boundaries: bool = False


@dataclass(frozen=True)
class Overlaps:
    """Overlaps of one boundary with some features of one layer, as columns of equal length.

    Attributes
    ----------
    boundary : PolygonFeature
    layer : str
    feature_ids : ndarray of int64
    names : list of str
    area_ha, percent, percent_of_feature, width_m : ndarray of float64
        Area in common; its share of the boundary and of the feature, measured alike; its mean width.
    wkbs : list of bytes
        Multipolygons in the boundaries' reference system.
    boxes : ndarray of float64, shape (n, 4)
        Of the multipolygons: x min, y min, x max, y max.
    utm_epsg : int or None
        System of the plane the areas were measured in.
    """

    boundary: PolygonFeature
    layer: str
    feature_ids: Ints
    names: list[str]
    area_ha: Floats
    percent: Floats
    percent_of_feature: Floats
    width_m: Floats
    wkbs: list[bytes]
    boxes: Floats
    utm_epsg: int | None


@dataclass
class OverlapTally:
    """What did not become a row.

    Attributes
    ----------
    pairs : int
        Overlaps found and given.
    touching : int
        Pairs that meet in a point or along a line only, slivers of rounding included.
    small, small_ha : int, float
        Overlaps below the smallest area asked for, and their area in all.
    failed : list of Message
        Pairs the geometry engine could not overlay, ``overlap.pair_failed``.
    """

    pairs: int = 0
    touching: int = 0
    small: int = 0
    small_ha: float = 0.0
    failed: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class _Common:
    """What a boundary has in common with the features of a chunk.

    Attributes
    ----------
    inside, cut : ndarray of int64
        Positions of the features wholly inside, ascending, and of those partly inside.
    parts : Rings
        Common polygons of those partly inside.
    wkbs : list of bytes
        The same, as binary.
    boxes : ndarray of float64, shape (n, 4)
        Of all features, whole.
    """

    inside: Ints
    cut: Ints
    parts: Rings
    wkbs: list[bytes]
    boxes: Floats


class OverlapEngine:
    """Find the overlaps of boundaries with reference layers.

    Edges are straight in the reference system of the boundaries: vertices of other layers are brought to it and overlaid there,
    so that sides two layers of one system share stay shared.

    Parameters
    ----------
    crs : QgsCoordinateReferenceSystem
        Of the boundaries, and of the result.
    context : QgsCoordinateTransformContext
        Decides the datum operations.
    area_method : str
        One of :data:`~rainforest_alert_plugin.overlay.measure.AREA_METHODS`.
    min_area_ha : float
        Overlaps below it are counted, not given.
    unfolds : bool
        Whether to take away what of a common polygon is folded along a side that both share. Other engines (PostGIS, shapely)
        leave it, and it has an area on the ellipsoid; what is compared with them keeps it.
    """

    def __init__(
        self,
        crs: QgsCoordinateReferenceSystem,
        context: QgsCoordinateTransformContext,
        area_method: str,
        min_area_ha: float = 0.0,
        unfolds: bool = False,
    ) -> None:
        self._unfolds = unfolds
        self._crs = crs
        self._context = context
        self._method = area_method
        self._min_area_ha = min_area_ha
        self.tally = OverlapTally()
        self.by_reference: list[OverlapTally] = []
        self._counted = [self.tally]
        self._checked: dict[int, CheckedReference] = {}

    def checked(self, source: ReferenceSource) -> CheckedReference:
        """The checked geometries of a source; one for all runs of this engine, so that each feature is accounted for once."""
        return self._checked.setdefault(id(source), CheckedReference(source))

    def overlaps(
        self,
        boundaries: Sequence[PolygonFeature],
        references: Sequence[Reference],
        progress: Progress = no_progress,
        is_cancelled: IsCancelled = never_cancelled,
    ) -> Iterator[Overlaps]:
        """Give the overlaps, boundary by boundary and layer by layer, features in ascending order of their ids.

        Parameters
        ----------
        boundaries : sequence of PolygonFeature
            Valid multipolygons in the engine's reference system.
        references : sequence of Reference
            Their tallies are complete once the iteration ends, and so is ``by_reference``: what became of the pairs of each.

        Raises
        ------
        CancelledError
            When the user stopped.
        """
        checked = [(reference, self.checked(reference.source)) for reference in references]
        self.by_reference = [OverlapTally() for _ in references]
        for number, feature in enumerate(boundaries):
            stop_if(is_cancelled)
            boundary = PreparedBoundary(feature.wkb)
            measure = measure_for(self._method, boundary.shape, self._crs, self._context)
            boundary_ha = float(measure.measure(boundary.shape).area_ha[0])
            for (reference, source), of_layer in zip(checked, self.by_reference):
                self._counted = [self.tally, of_layer]
                for found in self._with_layer(feature, boundary, measure, boundary_ha, reference, source, is_cancelled):
                    for tally in self._counted:
                        tally.pairs += len(found.wkbs)
                    yield found
            progress(100.0 * (number + 1) / len(boundaries))

    def _with_layer(
        self,
        feature: PolygonFeature,
        boundary: PreparedBoundary,
        measure: AreaMeasure,
        boundary_ha: float,
        reference: Reference,
        source: CheckedReference,
        is_cancelled: IsCancelled,
    ) -> Iterator[Overlaps]:
        to_boundary = QgsCoordinateTransform(reference.crs, self._crs, self._context)
        if to_boundary.isShortCircuited() and isinstance(source.source, ServerReference):
            yield from self._on_server(feature, boundary, measure, boundary_ha, reference, source, is_cancelled)
            return
        fids, boxes = source.source.search(box_in_layer(boundary.box(), to_boundary))
        if reference.is_boundaries:
            other = fids != feature.fid
            fids, boxes = fids[other], boxes[other]
        grid = InteriorGrid(boundary.shape, len(fids)) if len(fids) >= _WORTH_A_GRID else None
        if grid is not None and to_boundary.isShortCircuited():
            fids = fids[grid.classify(boxes) != OUTSIDE]
        for first in range(0, len(fids), _CHUNK):
            stop_if(is_cancelled)
            some = fids[first : first + _CHUNK]
            wkbs, shapes, names = source.read(some)
            if not to_boundary.isShortCircuited():
                wkbs, shapes = self._carry(wkbs, shapes, some, names, to_boundary, source)
            common = self._common(
                feature, boundary, grid, reference.source.name, some, names, wkbs, shapes, is_cancelled
            )
            if len(common.inside) or len(common.cut):
                found = self._measured(feature, measure, boundary_ha, reference, some, names, wkbs, shapes, common)
                if found.wkbs:
                    yield found

    def _on_server(
        self,
        feature: PolygonFeature,
        boundary: PreparedBoundary,
        measure: AreaMeasure,
        boundary_ha: float,
        reference: Reference,
        source: CheckedReference,
        is_cancelled: IsCancelled,
    ) -> Iterator[Overlaps]:
        """Overlaps that the server finds; of what is not plain there, those found here."""
        server: Any = source.source
        without = feature.fid if reference.is_boundaries else None
        for met in server.overlay(feature.wkb, without, is_cancelled):
            stop_if(is_cancelled)
            plain = np.flatnonzero(met.is_plain).tolist()
            if plain:
                wkbs = [met.wkbs[index] for index in plain]
                names = [met.names[index] for index in plain]
                inside = met.is_inside[met.is_plain]
                parts = self._parts([met.commons[index] for index in plain])
                empty = np.bincount(parts.geometry, minlength=parts.count) == 0
                for tally in self._counted:
                    tally.touching += int((empty & ~inside).sum())
                cut = np.flatnonzero(~inside & ~empty)
                commons = [met.commons[plain[index]] for index in cut.tolist()]
                shapes = rings_of(wkbs)
                common = _Common(np.flatnonzero(inside), cut, rings_of(commons), commons, shapes.boxes())
                fids = met.fids[met.is_plain]
                found = self._measured(feature, measure, boundary_ha, reference, fids, names, wkbs, shapes, common)
                if found.wkbs:
                    yield found
            if not met.is_plain.all():
                fids = met.fids[~met.is_plain]
                wkbs, shapes, names = source.read(fids)
                common = self._common(
                    feature, boundary, None, reference.source.name, fids, names, wkbs, shapes, is_cancelled
                )
                found = self._measured(feature, measure, boundary_ha, reference, fids, names, wkbs, shapes, common)
                if found.wkbs:
                    yield found

    @staticmethod
    def _parts(commons: list[bytes]) -> Rings:
        """Rings of common polygons, none where there is no polygon."""
        return rings_of([common or _NO_POLYGON for common in commons])

    def _carry(
        self,
        wkbs: list[bytes],
        shapes: Rings,
        fids: Ints,
        names: list[str],
        transform: QgsCoordinateTransform,
        source: CheckedReference,
    ) -> tuple[list[bytes], Rings]:
        """Bring a chunk to the boundaries' reference system; what cannot be transformed is left out by name."""
        try:
            xy = transform_points(shapes.xy, transform)
        except QgsCsException:
            shapes = source.leave_out_untransformable(wkbs, fids, names, transform)
            xy = transform_points(shapes.xy, transform)
        shapes = Rings(xy, shapes.start, shapes.geometry, shapes.part, shapes.is_hole, shapes.count)
        return multipolygons(shapes), shapes

    def _common(
        self,
        feature: PolygonFeature,
        boundary: PreparedBoundary,
        grid: InteriorGrid | None,
        layer: str,
        fids: Ints,
        names: list[str],
        wkbs: list[bytes],
        shapes: Rings,
        is_cancelled: IsCancelled,
    ) -> _Common:
        """Which features have something in common with the boundary, and what."""
        boxes = shapes.boxes()
        where = grid.classify(boxes) if grid is not None else np.full(shapes.count, UNDECIDED)
        where[np.isnan(boxes[:, 0])] = OUTSIDE
        across = np.flatnonzero(where == UNDECIDED)
        cuts = cut_along(grid, shapes, boxes, across) if grid is not None else Cuts.none(len(across))
        where[across] = cuts.where
        undecided = np.flatnonzero(where == UNDECIDED)
        vertices = np.bincount(shapes.geometry, weights=shapes.lengths(), minlength=shapes.count)
        chosen = [wkbs[index] for index in undecided.tolist()]
        results: dict[int, bytes] = {}
        for number, (position, common) in enumerate(boundary.common(chosen, boxes[undecided], vertices[undecided])):
            if number % _CHECK_EVERY == 0:
                stop_if(is_cancelled)
            index = int(undecided[position])
            if isinstance(common, OverlayError):
                failure = Message(
                    "overlap.pair_failed",
                    boundary=feature.id,
                    layer=layer,
                    feature=names[index] or f"#{fids[index]}",
                    reason=common.message.facts["reason"],
                )
                for tally in self._counted:
                    tally.failed.append(failure)
            elif common is wkbs[index]:
                where[index] = INSIDE
            elif common:
                results[index] = common
            elif common is not None:
                for tally in self._counted:
                    tally.touching += 1
        by_engine = list(results.values())
        if self._unfolds:
            by_engine = without_folds(
                by_engine, FOLD_WIDTH_M / (METRES_PER_DEGREE if self._crs.isGeographic() else 1.0)
            )
        return _Common(
            np.flatnonzero(where == INSIDE),
            np.concatenate([np.flatnonzero(where == CUT), np.fromiter(results, np.int64, len(results))]),
            joined(cuts.parts, rings_of(by_engine)) if by_engine else cuts.parts,
            multipolygons(cuts.parts) + by_engine,
            boxes,
        )

    def _measured(
        self,
        feature: PolygonFeature,
        measure: AreaMeasure,
        boundary_ha: float,
        reference: Reference,
        fids: Ints,
        names: list[str],
        wkbs: list[bytes],
        shapes: Rings,
        common: _Common,
    ) -> Overlaps:
        whole = measure.measure(shapes)
        kept = np.union1d(common.inside, common.cut)
        area = whole.area_ha[kept]
        width = whole.width_m[kept]
        feature_area = area.copy()
        touching = np.zeros(len(kept), dtype=bool)
        if len(common.cut):
            parts = measure.measure(common.parts)
            at = np.searchsorted(kept, common.cut)
            touching[at] = width_in_crs_m(common.parts, self._crs) < TOUCHING_WIDTH_M
            area[at] = parts.area_ha
            width[at] = parts.width_m
        small = ~touching & (area < self._min_area_ha)
        for tally in self._counted:
            tally.touching += int(touching.sum())
            tally.small += int(small.sum())
            tally.small_ha += float(area[small].sum())
        given = ~touching & ~small
        chosen = kept[given].tolist()
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(feature_area > 0, 100.0 * area / feature_area, 0.0)
        in_common = wkbs.copy()
        boxes = common.boxes
        if len(common.cut):
            for index, wkb in zip(common.cut.tolist(), common.wkbs):
                in_common[index] = wkb
            boxes = boxes.copy()
            boxes[common.cut] = common.parts.boxes()
        return Overlaps(
            feature,
            reference.source.name,
            fids[kept[given]],
            [names[index] for index in chosen],
            area[given],
            100.0 * area[given] / boundary_ha,
            share[given],
            width[given],
            [in_common[index] for index in chosen],
            boxes[kept[given]],
            measure.epsg,
        )


def box_in_layer(
    box: tuple[float, float, float, float], to_boundary: QgsCoordinateTransform
) -> tuple[float, float, float, float]:
    """Box of the boundary in the layer's reference system, bulging sides included."""
    if to_boundary.isShortCircuited():
        return box
    rectangle = QgsRectangle(*box)
    try:
        carried = to_boundary.transformBoundingBox(rectangle, Qgis.TransformDirection.Reverse)
    except QgsCsException:
        # The boundary lies beyond what the layer's system can describe: everything is looked at.
        return -np.inf, -np.inf, np.inf, np.inf
    carried.grow(1e-3 * max(carried.width(), carried.height()))
    return carried.xMinimum(), carried.yMinimum(), carried.xMaximum(), carried.yMaximum()
