"""What the engine asks of a reference layer, and the check every geometry of it passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Iterator, Protocol, Sequence, runtime_checkable

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsCsException, QgsGeometry, QgsWkbTypes

from ..errors import InputError, Message
from ..geo.arrays import Bools, Floats, Ints
from ..geo.features import FeatureTally
from ..geo.progress import IsCancelled, never_cancelled
from ..geo.wkb import Rings, as_multipolygon, multipolygons, rings, rings_of
from .repair import repair_polygon
from .validity import surely_valid

_NOTHING = b""


class ReferenceSource(Protocol):
    """Polygons that can be searched by box and read by their feature ids, in their own reference system."""

    name: str
    tally: FeatureTally

    def search(self, box: tuple[float, float, float, float]) -> tuple[Ints, Floats]:
        """Ids, ascending, and boxes (n, 4) of the features that may meet a box (x min, y min, x max, y max)."""

    def read(self, fids: Ints) -> tuple[list[bytes], list[str]]:
        """Binary of the polygons and names of the features."""

    def close(self) -> None:
        """Give back the file it is read from; nothing is asked of it afterwards but its tally."""


@dataclass(frozen=True)
class ServerOverlay:
    """What a boundary meets of a layer on a server, as columns.

    Attributes
    ----------
    fids : ndarray of int64
    names : list of str
    is_plain : ndarray of bool
        Whether the feature is a valid polygon; any other is left to the engine here, which repairs and names it.
    is_inside : ndarray of bool
        Whether the boundary covers it.
    wkbs : list of bytes
        The features.
    commons : list of bytes
        Common multipolygon of each that is plain and not inside; without coordinates when they only touch.
    """

    fids: Ints
    names: list[str]
    is_plain: Bools
    is_inside: Bools
    wkbs: list[bytes]
    commons: list[bytes]


@runtime_checkable
class ServerReference(Protocol):
    """A reference source whose server overlays its features itself."""

    def overlay(
        self, boundary: bytes, without: int | None = None, is_cancelled: IsCancelled = never_cancelled
    ) -> Iterator[ServerOverlay]:
        """Overlay with a valid multipolygon in the layer's own reference system, features in ascending order.

        Parameters
        ----------
        without : int, optional
            Feature to leave out: the boundary itself.
        """


class CheckedReference:
    """Geometries of a source, valid or left out, each repaired once and accounted for once.

    Parameters
    ----------
    source : ReferenceSource
        Its tally receives what was repaired and what was left out.
    """

    def __init__(self, source: ReferenceSource) -> None:
        self.source = source
        self._mended: dict[int, bytes] = {}

    def read(self, fids: Ints) -> tuple[list[bytes], Rings, list[str]]:
        """Valid binary, its rings, and the names of features; what was left out is empty."""
        wkbs, names = self.source.read(fids)
        numbers = fids.tolist()
        for index, fid in enumerate(numbers):
            if fid in self._mended:
                wkbs[index] = self._mended[fid]
        shapes = self._rings(wkbs, numbers, names)
        doubtful = np.flatnonzero(~surely_valid(shapes)).tolist()
        is_open = shapes.has_open_ring()
        changed = False
        for index in doubtful:
            if numbers[index] not in self._mended:
                changed |= self._check(wkbs, index, numbers[index], names[index], bool(is_open[index]))
        return wkbs, rings_of(wkbs) if changed else shapes, names

    def leave_out_untransformable(
        self, wkbs: list[bytes], fids: Ints, names: Sequence[str], transform: QgsCoordinateTransform
    ) -> Rings:
        """Empty those of `wkbs` that `transform` refuses, and give the rings of the others."""
        for index, fid in enumerate(fids.tolist()):
            if not wkbs[index]:
                continue
            geometry = QgsGeometry()
            geometry.fromWkb(wkbs[index])
            try:
                geometry.transform(transform)
            except QgsCsException as error:
                self._leave_out(fid, names[index], Message("feature.untransformable", reason=str(error).strip()))
                wkbs[index] = _NOTHING
        return rings_of(wkbs)

    def _leave_out(self, fid: int, name: str, reason: Message) -> None:
        self._mended[fid] = _NOTHING
        self.source.tally.used -= 1
        self.source.tally.left_out.append((_identity(fid, name), reason))

    def _rings(self, wkbs: list[bytes], fids: Sequence[int], names: Sequence[str]) -> Rings:
        try:
            return rings_of(wkbs)
        except InputError:
            for index, wkb in enumerate(wkbs):
                try:
                    rings(wkb)
                except InputError:
                    self._mend(wkbs, index, fids[index], names[index])
            return rings_of(wkbs)

    def _check(self, wkbs: list[bytes], index: int, fid: int, name: str, is_open: bool) -> bool:
        if not wkbs[index]:
            return False
        geometry = QgsGeometry()
        geometry.fromWkb(wkbs[index])
        if not geometry.isEmpty() and not is_open and geometry.isGeosValid():
            return False
        self._mend(wkbs, index, fid, name)
        return True

    def _mend(self, wkbs: list[bytes], index: int, fid: int, name: str) -> None:
        geometry, outcome = mended_polygon(wkbs[index])
        wkbs[index] = bytes(geometry.asWkb()) if not geometry.isEmpty() else _NOTHING
        if not wkbs[index]:
            self._leave_out(fid, name, outcome or Message("feature.empty_geometry"))
            return
        self._mended[fid] = wkbs[index]
        if outcome is not None:
            self.source.tally.repaired.append((_identity(fid, name), outcome))


def _identity(fid: int, name: str) -> str:
    return f"{name} (#{fid})" if name else f"#{fid}"


def mended_polygon(wkb: bytes) -> tuple[QgsGeometry, Message | None]:
    """Valid multipolygon from binary of any kind, or an empty geometry with the reason.

    Returns
    -------
    geometry : QgsGeometry
    message : Message or None
        None when the binary was a valid polygon as it stood.
    """
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    if geometry.isNull() or geometry.isEmpty():
        return QgsGeometry(), Message("feature.empty_geometry")
    if geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return QgsGeometry(), Message("feature.not_polygon")
    if QgsWkbTypes.isCurvedType(geometry.wkbType()):
        geometry = QgsGeometry(geometry.constGet().segmentize())
    if not all(np.isfinite((vertex.x(), vertex.y())).all() for vertex in geometry.vertices()):
        return QgsGeometry(), Message("feature.not_finite")
    return repair_polygon(geometry)


def plain_multipolygons(wkbs: Iterable[bytes]) -> list[bytes]:
    """Two-dimensional little-endian multipolygons; what is no polygon stays as it is, for the check that names it."""
    plain = list(wkbs)
    for index, wkb in enumerate(plain):
        quick = as_multipolygon(wkb)
        if quick is not None:
            plain[index] = quick
            continue
        try:
            plain[index] = multipolygons(rings(wkb))[0]
        except InputError:
            continue
    return plain
