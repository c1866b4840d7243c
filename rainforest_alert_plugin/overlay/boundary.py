"""A boundary made ready to be overlaid with thousands of polygons."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

import numpy as np
from qgis.core import QgsGeometry, QgsRectangle

from ..errors import RainforestAlertError
from ..geo.arrays import Floats, Ints
from ..geo.wkb import rings
from .repair import polygons_only, repair_polygon

# A window is cut again while its vertices times the polygons in it cost more than the cut.
_WORTH_A_CUT = 3000
_SMALL_WINDOW = 160
# A polygon as complex as the boundary, or as large, gains nothing from a window.
_LARGE_OTHER = 400
_MARGIN = 0.01


class OverlayError(RainforestAlertError):
    """The geometry engine could not overlay two polygons."""


class PreparedBoundary:
    """One boundary and its common part with other polygons.

    Parameters
    ----------
    wkb : bytes
        Valid multipolygon.
    """

    def __init__(self, wkb: bytes) -> None:
        self.geometry = QgsGeometry()
        self.geometry.fromWkb(wkb)
        self.shape = rings(wkb)

    def box(self) -> tuple[float, float, float, float]:
        """X min, y min, x max, y max."""
        x0, y0, x1, y1 = self.shape.boxes()[0].tolist()
        return x0, y0, x1, y1

    def common(
        self, wkbs: Sequence[bytes], boxes: Floats, vertices: Ints
    ) -> Iterator[tuple[int, bytes | OverlayError | None]]:
        """Common polygon of the boundary and each of several valid multipolygons, in no particular order.

        Each is overlaid with what of the boundary lies in a window round it. The window is cut beyond the polygon, so that no
        vertex of the cut appears in the result: an added vertex would bend an edge in another reference system.

        Parameters
        ----------
        wkbs : sequence of bytes
            In the boundary's reference system.
        boxes : ndarray of float64, shape (n, 4)
            Their bounding boxes.
        vertices : ndarray of int64, shape (n,)
            How many each has.

        Yields
        ------
        index : int
        common : bytes, None or OverlayError
            The binary given, when the boundary contains it; a multipolygon; nothing (``b""``) when they only touch; None when
            they are apart; ``overlap.failed`` with ``reason`` when the engine gave up.
        """
        size = boxes[:, 2:] - boxes[:, :2]
        x0, y0, x1, y1 = self.box()
        is_large = (vertices > _LARGE_OTHER) | (size > np.array([x1 - x0, y1 - y0]) / 4).any(axis=1)
        large, small = np.flatnonzero(is_large), np.flatnonzero(~is_large)
        if len(large):
            yield from self._in_window(_Window(self.geometry), wkbs, large)
        if not len(small):
            return
        reach = size[small].max(axis=0)
        waiting = [(_Window(self.geometry), np.array([x0, y0, x1, y1]), small)]
        while waiting:
            window, core, members = waiting.pop()
            if not len(members):
                continue
            extent = core[2:] - core[:2]
            axis = int(np.argmax(extent / reach))
            is_cheap = window.vertices <= _SMALL_WINDOW or window.vertices * len(members) < _WORTH_A_CUT
            if is_cheap or extent[axis] <= 2 * reach[axis]:
                yield from self._in_window(window, wkbs, members)
                continue
            middle = (core[axis] + core[axis + 2]) / 2
            lower = boxes[members, axis] < middle
            for chosen, corner in ((lower, axis + 2), (~lower, axis)):
                if chosen.any():
                    half = core.copy()
                    half[corner] = middle
                    waiting.append((window.cut(half, reach), half, members[chosen]))

    def _in_window(
        self, window: _Window, wkbs: Sequence[bytes], members: Ints
    ) -> Iterator[tuple[int, bytes | OverlayError | None]]:
        if window.geometry.isEmpty():
            yield from ((index, None) for index in members.tolist())
            return
        # The fast clipping is not robust where a ring runs along the rectangle.
        geometry = window.geometry if window.geometry.isGeosValid() else self.geometry
        engine = QgsGeometry.createGeometryEngine(geometry.constGet())
        engine.prepareGeometry()
        for index in members.tolist():
            other = QgsGeometry()
            other.fromWkb(wkbs[index])
            bare = other.constGet()
            if engine.contains(bare):
                yield index, wkbs[index]
            elif not engine.intersects(bare):
                yield index, None
            else:
                common, failed = _intersection(engine, bare)
                yield index, self._with_whole(other) if failed else _polygons(common)

    def _with_whole(self, other: QgsGeometry) -> bytes | OverlayError:
        """Common part by the whole boundary, after the engine gave up on a window."""
        common = self.geometry.intersection(other)
        if common.isNull():
            # The two lie almost on each other: both sides are noded anew.
            mine, _ = repair_polygon(self.geometry.buffer(0.0, 1))
            theirs, _ = repair_polygon(other.buffer(0.0, 1))
            common = mine.intersection(theirs)
            if common.isNull():
                return OverlayError("overlap.failed", reason=mine.lastError())
        return _polygons(common)


class _Window:
    """What of a boundary lies in a rectangle."""

    def __init__(self, geometry: QgsGeometry) -> None:
        self.geometry = geometry
        self.vertices = geometry.constGet().nCoordinates() if not geometry.isEmpty() else 0

    def cut(self, core: Floats, reach: Floats) -> _Window:
        """Part for the polygons whose lower left corner lies in `core` and that reach at most `reach` beyond."""
        low = core[:2] - _MARGIN * reach
        high = core[2:] + (1 + _MARGIN) * reach
        rectangle = QgsRectangle(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        clipped = self.geometry.clipped(rectangle)
        # Nothing in the rectangle is an empty geometry; null says that the clipping failed, and the larger window is as right.
        return self if clipped.isNull() else _Window(polygons_only(clipped))


def _polygons(common: QgsGeometry) -> bytes:
    polygons = polygons_only(common)
    return b"" if polygons.isEmpty() else bytes(polygons.asWkb())


def _intersection(engine: Any, bare: Any) -> tuple[QgsGeometry, bool]:
    """Result of the geometry engine and whether it failed; its binding returns a pair on some versions of QGIS."""
    answer = engine.intersection(bare)
    error = ""
    if isinstance(answer, tuple):
        answer, error = answer
    if answer is None or error:
        return QgsGeometry(), True
    # the geometry belongs to this object from now on: the bare one must not be touched again
    return QgsGeometry(answer), False
