"""Everything the rules may look at, as plain data: the boundary as drawn, what the documents state, and what lies around it."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Mapping

from qgis.core import QgsGeometry

from ..errors import InputError
from ..geo.wkb import rings_of
from ..overlay.reference import mended_polygon
from .findings import NotEvaluated

Point = tuple[float, float]
METRES_PER_HECTARE = 10_000.0
_METRES_PER_DEGREE = 111_320.0
_MOST_DEGREES = 360.0
_PLAIN = (float, int, str, bool, type(None), Decimal)


@dataclass(frozen=True)
class Ring:
    """A ring as drawn.

    Attributes
    ----------
    part, ring : int
        From 0; ring 0 is the outer one.
    points : tuple of (float, float)
        Every vertex as it stands in the file, the closing one too if it is there.
    """

    part: int
    ring: int
    points: tuple[Point, ...]

    @property
    def is_closed(self) -> bool:
        """Whether the last vertex is the first."""
        return len(self.points) > 1 and self.points[0] == self.points[-1]

    @property
    def open_points(self) -> tuple[Point, ...]:
        """Vertices without the one that closes the ring."""
        return self.points[:-1] if self.is_closed else self.points


@dataclass(frozen=True)
class SurveyedVertex:
    """A vertex with what is known of its survey.

    Attributes
    ----------
    part, ring, number : int
        Part and ring from 0, position in the ring from 1.
    label : str
    easting, northing : float
        Metres in the system of the case.
    method : str
        ``handheld``, ``differential``, ``rtk``, ``total_station``, ``digitised``, ``derived``; empty when unknown.
    sigma_m : float or None
    surveyed_at, receiver, base_station, raw_file, monument : str
    """

    part: int
    ring: int
    number: int
    label: str
    easting: float
    northing: float
    method: str = ""
    sigma_m: float | None = None
    surveyed_at: str = ""
    receiver: str = ""
    base_station: str = ""
    raw_file: str = ""
    monument: str = ""


@dataclass(frozen=True)
class Side:
    """A stretch of the boundary with its neighbour, from one vertex to another.

    Attributes
    ----------
    part, ring, number : int
        The side leaves vertex `number` of its ring (from 1).
    kind : str
        ``community``, ``private_parcel``, ``state``, ``river``, ``road``, ``other``; empty when nobody said.
    neighbour : str
    registry_entry : str
        Registry entry of the neighbour; a registered neighbour needs no record of agreement.
    record_act, record_on, signed_by, mandate : str
        Record of agreement: its number, date, who signed for the neighbour, and where that power stands.
    length_m : float or None
        Length as stated.
    line : tuple of (float, float)
        Course of the side in the system of the case; empty for the straight line between its vertices.
    """

    part: int
    ring: int
    number: int
    kind: str = ""
    neighbour: str = ""
    registry_entry: str = ""
    record_act: str = ""
    record_on: str = ""
    signed_by: str = ""
    mandate: str = ""
    length_m: float | None = None
    line: tuple[Point, ...] = ()


@dataclass(frozen=True)
class StatedRow:
    """A row of a technical table as printed; `between` holds the points of a channel up to the next vertex, where it has one."""

    part: int
    ring: int
    vertex: str
    side: str
    distance_m: Decimal | None
    interior_angle_s: Decimal | None
    azimuth_s: Decimal | None
    easting: Decimal
    northing: Decimal
    neighbour: str = ""
    is_sinuous: bool = False
    between: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def points(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """The vertex, and the points of the channel that leaves it."""
        return ((self.easting, self.northing), *self.between)


@dataclass(frozen=True)
class StatedTable:
    """A technical table as printed, with its sums (None where nothing is stated) and what people call it."""

    rows: tuple[StatedRow, ...]
    area_ha: Decimal | None = None
    perimeter_m: Decimal | None = None
    name: str = ""


@dataclass(frozen=True)
class StatedDocument:
    """A document of the file and the values it states.

    Attributes
    ----------
    kind : str
        ``plan``, ``memoria``, ``resolution``, ``shapefile``, ``boundary_act``, ``assembly_act``, ``overlap_report``,
        ``title`` (registered antecedent), ``recognition`` or ``other``.
    name : str
        As the person knows it, for instance its file name.
    values : Mapping of str to str
        Values as printed, by name (``area_ha``, ``community``, ``scale``).
    """

    kind: str
    name: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReferenceUnit:
    """A polygon of a reference layer near the boundary, valid, in the system of the case."""

    feature_id: str
    name: str
    wkb: bytes
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reference:
    """A reference layer as far as it lies near the boundary.

    Attributes
    ----------
    name, role : str
        Role as in the profile: ``registered_land``, ``riverbed`` and so on.
    units : tuple of ReferenceUnit
    sigma_m : float or None
        Accuracy of its lines, when known; otherwise the profile's for its role.
    date : str
        When it was fetched or published.
    """

    name: str
    role: str
    units: tuple[ReferenceUnit, ...] = ()
    sigma_m: float | None = None
    date: str = ""


@dataclass(frozen=True)
class Overlap:
    """Land in common with a unit of a reference layer, measured by the declared method."""

    layer: str
    role: str
    feature_id: str
    name: str
    area_ha: float
    percent: float
    percent_of_feature: float
    width_m: float
    wkb: bytes
    date: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    is_own: bool = False
    sigma_m: float | None = None


@dataclass(frozen=True)
class KnownUnit:
    """Land whose place is trusted, in longitude and latitude of WGS 84: what the datum doctor compares with."""

    layer: str
    role: str
    feature_id: str
    name: str
    wkb: bytes
    ubigeo: str = ""


@dataclass(frozen=True)
class CapacityUnit:
    """A land-capacity unit (major use capacity of the soil), in the system of the case."""

    feature_id: str
    group: str
    wkb: bytes
    area_ha: Decimal | None = None


@dataclass(frozen=True)
class District:
    """A district that the boundary meets, with its share of the territory."""

    ubigeo: str
    district: str
    province: str
    department: str
    percent: float


@dataclass(frozen=True)
class SourceFile:
    """The file the boundary was read from.

    Attributes
    ----------
    name, format : str
        ``format`` as OGR names it (``ESRI Shapefile``); empty for layers in memory.
    has_crs : bool
        Whether the file itself states its reference system.
    encoding : str
        Declared encoding of its texts; empty when the format fixes it or none is declared.
    has_encoding_file : bool
        Whether the ``.cpg`` of a shapefile is there.
    fields : tuple of (str, str)
        Names and values of the boundary's attributes, as text.
    cut_fields : tuple of str
        Fields whose text fills its width to the last byte: it was probably cut.
    """

    name: str = ""
    format: str = ""
    has_crs: bool = True
    encoding: str = ""
    has_encoding_file: bool = True
    fields: tuple[tuple[str, str], ...] = ()
    cut_fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One boundary with all that can be said about it.

    Attributes
    ----------
    boundary_id, name : str
        Identity of the boundary in its layer, and the name of the layer.
    crs, zone : str
        Reference system of all coordinates of the case (``EPSG:32718``) and its UTM zone (``18S``); empty when unknown.
    declared_crs, declared_proj : str
        What the file declares, and its PROJ definition; `crs` differs when the coordinates were carried to a UTM zone.
    operation : str
        How they were carried.
    geometry_wkb : bytes
        The boundary in `crs`, as drawn: it may be invalid.
    drawn_wkb : bytes
        The same in the declared system.
    central_zone, zones : str, tuple of (str, float)
        UTM zone of the middle of the boundary, and the zones it lies in with the share of its area in percent.
    zone_areas_ha : Mapping of str to float
        Plane area in its own zone and in the neighbouring ones: what a computation in the wrong zone gives.
    area_method : str
        By which areas of `overlaps` were measured.
    evaluated_on : str
        Local day of the run.
    has_documents : bool
        Whether the documents of the file were given at all: without them their absence is no observation.
    """

    boundary_id: str
    name: str
    crs: str
    geometry_wkb: bytes
    zone: str = ""
    declared_crs: str = ""
    declared_proj: str = ""
    operation: str = ""
    drawn_wkb: bytes = b""
    box_degrees: tuple[float, float, float, float] | None = None
    central_zone: str = ""
    zones: tuple[tuple[str, float], ...] = ()
    area_method: str = "utm"
    zone_areas_ha: Mapping[str, float] = field(default_factory=dict)
    ellipsoidal_area_ha: float | None = None
    evaluated_on: str = ""
    vertices: tuple[SurveyedVertex, ...] = ()
    sides: tuple[Side, ...] = ()
    has_sides: bool = False
    table: StatedTable | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[StatedDocument, ...] = ()
    has_documents: bool = False
    references: tuple[Reference, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    known: tuple[KnownUnit, ...] = ()
    districts: tuple[District, ...] = ()
    capacity: tuple[CapacityUnit, ...] = ()
    source: SourceFile = field(default_factory=SourceFile)
    layers_not_evaluated: tuple[NotEvaluated, ...] = ()

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """Rings as drawn; none when the geometry is no polygon."""
        return rings_drawn(self.geometry_wkb)

    @cached_property
    def metres_per_unit(self) -> float:
        """What a unit of the coordinates is worth: a metre, or a degree when they are degrees of an unknown system."""
        largest = max((max(abs(x), abs(y)) for ring in self.rings for x, y in ring.points), default=0.0)
        return _METRES_PER_DEGREE if not self.zone and largest <= _MOST_DEGREES else 1.0

    @cached_property
    def drawn_rings(self) -> tuple[Ring, ...]:
        """Rings in the declared system."""
        return rings_drawn(self.drawn_wkb) if self.drawn_wkb else self.rings

    @cached_property
    def polygon(self) -> QgsGeometry:
        """Valid multipolygon of the boundary, mended where it had to be; empty when nothing could be kept."""
        return mended_polygon(self.geometry_wkb)[0]

    def stated(self, kind: str) -> tuple[StatedDocument, ...]:
        """Documents of one kind."""
        return tuple(document for document in self.documents if document.kind == kind)

    def digest(self, parts: tuple[str, ...]) -> str:
        """SHA-256 of some attributes of the case: what a rule looked at."""
        return hashlib.sha256("".join(self._digest_of(name) for name in parts).encode("ascii")).hexdigest()

    def _digest_of(self, name: str) -> str:
        """Digest of one attribute, computed once: many rules look at the same."""
        memo = self.__dict__.setdefault("_digests", {})
        if name not in memo:
            digest = hashlib.sha256(name.encode("ascii"))
            _feed(digest, getattr(self, name))
            memo[name] = digest.hexdigest()
        found: str = memo[name]
        return found


def rings_drawn(wkb: bytes) -> tuple[Ring, ...]:
    """Rings of binary of a polygon or multipolygon; empty when it is neither."""
    try:
        shapes = rings_of([wkb]) if wkb else None
    except InputError:
        return ()
    if shapes is None:
        return ()
    drawn = []
    number: dict[int, int] = {}
    for index in range(len(shapes.geometry)):
        part = int(shapes.part[index])
        ring = number.get(part, 0)
        number[part] = ring + 1
        points = shapes.xy[shapes.start[index] : shapes.start[index + 1]].tolist()
        drawn.append(Ring(part, ring, tuple((x, y) for x, y in points)))
    return tuple(drawn)


def _feed(digest: Any, value: Any) -> None:
    """Put a value into a digest so that different values never look alike."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = [(each.name, getattr(value, each.name)) for each in dataclasses.fields(value)]
    if isinstance(value, Mapping):
        value = sorted(value.items())
    if isinstance(value, (tuple, list)) and not _is_plain(value):
        digest.update(f"[{len(value)}".encode())
        for item in value:
            _feed(digest, item)
    elif isinstance(value, bytes):
        digest.update(f"b{len(value)}".encode())
        digest.update(value)
    else:
        text = f"{type(value).__name__}{value!r}".encode("utf-8", "surrogatepass")
        digest.update(f"{len(text)}:".encode())
        digest.update(text)


def _is_plain(values: Any) -> bool:
    """Whether the text of a sequence says all of it: numbers, texts, and pairs of them, as long lines are made of."""
    return all(
        type(each) in _PLAIN or (type(each) is tuple and all(type(item) in _PLAIN for item in each)) for each in values
    )
