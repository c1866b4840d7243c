"""A boundary made ready to be overlaid with thousands of polygons."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import QgsGeometry

from ..errors import RainforestAlertError
from ..geo.arrays import Floats
from ..geo.wkb import rings
from .repair import polygons_only, repair_polygon

_PIECE_VERTICES = 96
_SMALL_BOUNDARY = 160
_LARGE_OTHER = 400
_MANY_PIECES = 12
_BOXES_AT_ONCE = 1000


class OverlayError(RainforestAlertError):
    """The geometry engine could not overlay two polygons."""


class PreparedBoundary:
    """One boundary, cut into pieces with few vertices so that a parcel meets only those near it.

    Parameters
    ----------
    wkb : bytes
        Valid multipolygon.
    """

    def __init__(self, wkb: bytes) -> None:
        self.geometry = QgsGeometry()
        self.geometry.fromWkb(wkb)
        self.shape = rings(wkb)
        self._engine = QgsGeometry.createGeometryEngine(self.geometry.constGet())
        self._engine.prepareGeometry()
        self._pieces: list[QgsGeometry] = []
        self._piece_engines: list[Any] = []
        self._piece_boxes = np.zeros((0, 4))

    def box(self) -> tuple[float, float, float, float]:
        """X min, y min, x max, y max."""
        x0, y0, x1, y1 = self.shape.boxes()[0].tolist()
        return x0, y0, x1, y1

    def _cut(self) -> None:
        if len(self.shape.xy) <= _SMALL_BOUNDARY:
            self._pieces = [self.geometry]
        else:
            self._pieces = polygons_only(self.geometry.subdivide(_PIECE_VERTICES)).asGeometryCollection()
        boxes = [piece.boundingBox() for piece in self._pieces]
        self._piece_boxes = np.array([(b.xMinimum(), b.yMinimum(), b.xMaximum(), b.yMaximum()) for b in boxes])
        self._piece_engines = [QgsGeometry.createGeometryEngine(piece.constGet()) for piece in self._pieces]

    def pieces_near(self, boxes: Floats) -> list[list[int]]:
        """Index of the pieces whose boxes meet each of `boxes`, shape (n, 4)."""
        if not self._pieces:
            self._cut()
        found: list[list[int]] = []
        p = self._piece_boxes
        for first in range(0, len(boxes), _BOXES_AT_ONCE):
            b = boxes[first : first + _BOXES_AT_ONCE, None, :]
            meet = (p[:, 0] <= b[..., 2]) & (p[:, 2] >= b[..., 0]) & (p[:, 1] <= b[..., 3]) & (p[:, 3] >= b[..., 1])
            row, piece = np.nonzero(meet)
            ends = np.cumsum(np.bincount(row, minlength=len(b)))[:-1]
            found.extend(part.tolist() for part in np.split(piece, ends))
        return found

    def overlap(self, wkb: bytes, near: list[int], vertices: int) -> bytes | None:
        """Common polygon of the boundary and a valid multipolygon.

        Parameters
        ----------
        wkb : bytes
            Multipolygon in the boundary's reference system.
        near : list of int
            Pieces of the boundary that its box meets; see :meth:`pieces_near`.
        vertices : int
            How many it has.

        Returns
        -------
        bytes or None
            `wkb` itself when the boundary contains it, a multipolygon, or None when they have no area in common.

        Raises
        ------
        OverlayError
            ``overlap.failed`` with ``reason``, when the engine gives up on both the pieces and the whole.
        """
        other = QgsGeometry()
        other.fromWkb(wkb)
        if self._engine.contains(other.constGet()):
            return wkb
        if not self._engine.intersects(other.constGet()):
            return None
        if vertices <= _LARGE_OTHER and len(near) <= _MANY_PIECES:
            common = self._overlap_pieces(other, near)
            if common is not None:
                return common or None
        return self._overlap_whole(other)

    def _overlap_pieces(self, other: QgsGeometry, near: list[int]) -> bytes | None:
        """Union of what each piece has in common with the other; empty when nothing, None when the engine gave up."""
        found = []
        for index in near:
            common, error = _intersection(self._piece_engines[index], other)
            if error:
                return None
            if common is not None and not common.isEmpty():
                found.append(common)
        if not found:
            return b""
        whole = polygons_only(
            QgsGeometry(found[0]) if len(found) == 1 else QgsGeometry.unaryUnion([QgsGeometry(f) for f in found])
        )
        if len(found) > 1 and whole.isEmpty() and any(f.area() > 0 for f in found):
            return None
        return b"" if whole.isEmpty() else bytes(whole.asWkb())

    def _overlap_whole(self, other: QgsGeometry) -> bytes | None:
        common = self.geometry.intersection(other)
        if common.isNull():
            # A result of the engine's own rounding, or a transformation that folded an edge: both sides are mended once more.
            mine, _ = repair_polygon(self.geometry.buffer(0.0, 1))
            theirs, _ = repair_polygon(other.buffer(0.0, 1))
            common = mine.intersection(theirs)
            if common.isNull():
                raise OverlayError("overlap.failed", reason=self.geometry.lastError() or common.lastError())
        common = polygons_only(common)
        return None if common.isEmpty() else bytes(common.asWkb())


def _intersection(engine: Any, other: QgsGeometry) -> tuple[Any, str]:
    """Result and error of the geometry engine, whose binding returns one or both depending on the version."""
    answer = engine.intersection(other.constGet())
    if isinstance(answer, tuple):
        return answer[0], answer[1] or ""
    return answer, "" if answer is not None else "null"
