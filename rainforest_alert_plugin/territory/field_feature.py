"""What a field file holds, in one form for all formats."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Collection, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ..errors import Message
from ..geo.features import FeatureTally

KINDS = ("boundary", "track", "place", "vertex")
SHAPES = ("point", "line", "polygon")
WGS84_EPSG = 4326
VERTEX_DTYPE = np.dtype(
    [("x", "f8"), ("y", "f8"), ("z", "f8"), ("sigma_m", "f8"), ("time", "M8[ms]"), ("quality", "U24")]
)
Vertices = npt.NDArray[Any]  # structured, of VERTEX_DTYPE


@dataclass(frozen=True)
class Part:
    """A run of vertices: a line, or a ring.

    Attributes
    ----------
    polygon : int
        Polygon the ring belongs to; its first ring is the outer one. For lines the number of the line.
    start, stop : int
        Vertices of the run, ``stop`` excluded. Rings are closed: the last vertex repeats the first.
    """

    polygon: int
    start: int
    stop: int


@dataclass(frozen=True)
class FieldFeature:
    """A thing that people surveyed or noted.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    shape : str
        One of :data:`SHAPES`.
    vertices : ndarray of VERTEX_DTYPE, shape (n,)
        Coordinates as they stand in the file (longitude and latitude in degrees, or easting and northing in metres); height and sigma
        in metres are NaN, time (UTC) is NaT and quality is empty where the file has none. Sigma is the radius that holds about two
        thirds of the fixes: the accuracy that phones state, or the root of the sum of squares of the deviations in east and north.
    parts : tuple of Part
    name, label, description : str
        ``label`` is the surveyed name of a vertex.
    method : str
        How it was surveyed: ``gnss_handheld``, ``gnss_phone``, ``gnss_postprocessed``, ``nmea``, ``placed_by_hand``, ``paper_title``, or
        what the file says; empty when unknown.
    photos : tuple of str
        Names of photos and sounds, as the file gives them.
    author : str
        Name or account of the person who recorded it. Sensitive: whoever defends land can be hurt by it.
    properties : mapping of str to str
        Everything else that the file says, without what names a person.
    line : int
        Line (or record) of the file it stands on, from 1; 0 when the format has none.
    is_open : bool
        Whether it is a boundary that nothing may close.
    missing : tuple of str
        Labels of its vertices of which no place is known.
    vertex_labels, vertex_methods : tuple of str
        Of lines and polygons, a word per vertex: its surveyed name, and how it was surveyed where that differs within the feature.
        Empty when the file says nothing of single vertices.
    """

    kind: str
    shape: str
    vertices: Vertices
    parts: tuple[Part, ...]
    name: str = ""
    label: str = ""
    description: str = ""
    method: str = ""
    photos: tuple[str, ...] = ()
    author: str = field(default="", repr=False)
    properties: Mapping[str, str] = field(default_factory=dict)
    line: int = 0
    is_open: bool = False
    missing: tuple[str, ...] = ()
    vertex_labels: tuple[str, ...] = ()
    vertex_methods: tuple[str, ...] = ()

    def surveyed(self) -> Vertices:
        """Its vertices, without the last one of each ring, which only repeats the first."""
        found: Vertices = self.vertices[self._is_surveyed()]
        return found

    def surveyed_words(self, words: Sequence[str]) -> list[str]:
        """Words of which there is one per vertex, as :meth:`surveyed` takes the vertices."""
        return [word for word, is_surveyed in zip(words, self._is_surveyed()) if is_surveyed]

    def _is_surveyed(self) -> Any:
        keep = np.ones(len(self.vertices), dtype=bool)
        if self.shape == "polygon":
            keep[[part.stop - 1 for part in self.parts]] = False
        return keep

    def median_sigma_m(self) -> float:
        """Median of the sigmas that the file states, NaN when it states none."""
        stated = self.surveyed()["sigma_m"]
        known = stated[np.isfinite(stated)]
        return float(np.median(known)) if len(known) else float("nan")


@dataclass(frozen=True)
class ColumnGuess:
    """Which column of a table was taken for what, for the person to confirm.

    Attributes
    ----------
    role : str
        ``easting``, ``northing``, ``longitude``, ``latitude``, ``label``, ``group`` and so on.
    column : str
        Header of the column, or ``column 3`` where there is no header.
    reason : Message
        Why.
    decimal : str
        Mark that parts the decimals of its numbers, ``.`` or ``,``; blank where no number has one.
    doubts : tuple of Message
        What its numbers leave open, and how it was taken.
    """

    role: str
    column: str
    reason: Message
    decimal: str = ""
    doubts: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Attachment:
    """A photo or sound that came with the file: a member of an archive, or a file beside it."""

    name: str
    archive: Path | None
    member: str


@dataclass
class FieldReading:
    """All that was read from a file.

    Attributes
    ----------
    format : str
    features : collection of FieldFeature
        May be made on demand, so that two million vertices do not stand in memory as objects.
    epsg : int, optional
        Reference system of the coordinates; None when the file does not say and the numbers do not tell.
    tally : FeatureTally
    notes : list of Message
        What was guessed and why, and what is worth a look.
    columns : list of ColumnGuess
    attachments : list of Attachment
    delimiter : str
        Sign between the columns of a table; blank when it is none.
    """

    format: str
    features: Collection[FieldFeature]
    epsg: int | None
    tally: FeatureTally
    notes: list[Message] = field(default_factory=list)
    columns: list[ColumnGuess] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    delimiter: str = ""


def vertices_of(
    xy: Any, z: Any = None, sigma_m: Any = None, time: Any = None, quality: Sequence[str] | None = None
) -> Vertices:
    """Structured array of vertices.

    Parameters
    ----------
    xy : array-like of float, shape (n, 2)
    z, sigma_m : array-like of float, shape (n,), optional
    time : array-like of datetime64[ms], shape (n,), optional
    quality : sequence of str, optional

    Notes
    -----
    A height or sigma that is not finite is none.
    """
    points = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
    made = np.empty(len(points), dtype=VERTEX_DTYPE)
    made["x"], made["y"] = points[:, 0], points[:, 1]
    made["z"], made["sigma_m"] = _finite(z), _finite(sigma_m)
    made["time"] = np.datetime64("NaT") if time is None else time
    made["quality"] = "" if quality is None else quality
    return made


def _finite(values: Any) -> Any:
    if values is None:
        return math.nan
    if isinstance(values, float):
        return values if math.isfinite(values) else math.nan
    known = np.array(values, dtype=np.float64)
    return np.where(np.isfinite(known), known, math.nan)


def point_feature(kind: str, vertices: Vertices, **words: Any) -> FieldFeature:
    """A feature of one vertex."""
    return FieldFeature(kind, "point", vertices, (Part(0, 0, 1),), **words)


def line_feature(kind: str, runs: Iterable[Vertices], **words: Any) -> FieldFeature:
    """A line of one or several runs."""
    return _joined(kind, "line", [[run] for run in runs], words)


def polygon_feature(kind: str, polygons: Iterable[Sequence[Vertices]], **words: Any) -> FieldFeature:
    """Polygons, each a sequence of rings with the outer one first; open rings are closed."""
    return _joined(kind, "polygon", [[closed(ring) for ring in rings] for rings in polygons], words)


def closed(ring: Vertices) -> Vertices:
    """The ring with its first vertex repeated at the end, if it is not."""
    if len(ring) and (ring["x"][0] != ring["x"][-1] or ring["y"][0] != ring["y"][-1]):
        return np.concatenate([ring, ring[:1]])
    return ring


def _joined(kind: str, shape: str, groups: Sequence[Sequence[Vertices]], words: Mapping[str, Any]) -> FieldFeature:
    parts = []
    runs = []
    at = 0
    for number, group in enumerate(groups):
        for run in group:
            parts.append(Part(number, at, at + len(run)))
            runs.append(run)
            at += len(run)
    vertices = np.concatenate(runs) if runs else vertices_of(np.zeros((0, 2)))
    return FieldFeature(kind, shape, vertices, tuple(parts), **words)


def method_with_quality(method: str, quality: str) -> str:
    """How a vertex was surveyed and the quality of its fix in one text, as the columns of a boundary keep it: ``RTK fix``."""
    if quality.lower() in method.lower():
        return method
    if method.lower() in quality.lower():
        return quality
    return f"{method} {quality}"


def usable(vertices: Vertices, is_geographic: bool) -> Any:
    """Whether each vertex has a place: finite, and on the globe when in degrees."""
    found = np.isfinite(vertices["x"]) & np.isfinite(vertices["y"])
    if is_geographic:
        with np.errstate(invalid="ignore"):
            found &= (np.abs(vertices["x"]) <= 180.0) & (np.abs(vertices["y"]) <= 90.0)
    return found
