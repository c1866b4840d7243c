"""Title and cession in use: classes of land capacity divide a territory, less what no title may include.

Every hectare of the territory goes to exactly one row: first the exclusions in the order they are given, then the units in
theirs, and what is left has no class. Areas are those of the plane, brought to the printed whole and apportioned, so that the
rows add up to the area of the title to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Iterable, Sequence

from qgis.core import QgsGeometry

from ..cadastre.profile import LandCapacityRule, Profile
from ..errors import InputError
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .boundary import printed_polygon, surveyed_boundary
from .technical_table import TechnicalTable, apportion, build_technical_table

# The territory before it is divided, where one of its parts may stand in its place.
WHOLE = "whole"
PROPERTY, CESSION, UNCLASSIFIED, EXCLUDED = "property", "cession", "unclassified", "excluded"
_SQUARE_METRES_PER_HECTARE = 10_000
_NO_LAND_M2 = 0.005


@dataclass(frozen=True)
class UnitInput:
    """A unit of land capacity as drawn, in the reference system of the table.

    Attributes
    ----------
    code : str
        As the study writes it (``A1s-P2se``); its capital letters of group tell the group.
    geometry : QgsGeometry
        Valid polygon.
    """

    code: str
    geometry: QgsGeometry


@dataclass(frozen=True)
class ExclusionInput:
    """Land that the title leaves out, in the reference system of the table.

    Attributes
    ----------
    kind : str
        Role of its layer: ``riverbed``, ``road``, ``registered_land`` and so on.
    name, layer : str
    geometry : QgsGeometry
        Valid polygon.
    """

    kind: str
    name: str
    layer: str
    geometry: QgsGeometry


@dataclass(frozen=True)
class LandRow:
    """A piece of the territory.

    Attributes
    ----------
    regime : str
        :data:`PROPERTY`, :data:`CESSION`, :data:`UNCLASSIFIED` or :data:`EXCLUDED`.
    area_ha, area_m2 : Decimal
        As printed; over all rows they add up to those of the whole.
    wkb : bytes
        Multipolygon in the reference system of the table.
    code, group : str
        Of a unit of land capacity.
    kind, name, layer : str
        Of an exclusion.
    """

    regime: str
    area_ha: Decimal
    area_m2: Decimal
    wkb: bytes
    code: str = ""
    group: str = ""
    kind: str = ""
    name: str = ""
    layer: str = ""


@dataclass(frozen=True)
class LandCapacity:
    """A territory divided.

    Attributes
    ----------
    rows : tuple of LandRow
        Exclusions first, then units, then what has no class.
    property, cession : TechnicalTable, optional
        Vertices and sides of the two boundaries; None when nothing falls to one of them.
    """

    rows: tuple[LandRow, ...]
    property: TechnicalTable | None
    cession: TechnicalTable | None

    def area_ha(self, regime: str) -> Decimal:
        """Area of all rows of a regime."""
        return sum((row.area_ha for row in self.rows if row.regime == regime), Decimal(0))

    def of(self, regime: str) -> tuple[LandRow, ...]:
        """Rows of a regime."""
        return tuple(row for row in self.rows if row.regime == regime)

    @property
    def tables(self) -> tuple[tuple[str, TechnicalTable], ...]:
        """The tables there are, by regime."""
        both = ((PROPERTY, self.property), (CESSION, self.cession))
        return tuple((regime, table) for regime, table in both if table is not None)


@dataclass
class _Piece:
    row: LandRow
    geometry: QgsGeometry


def divide_land(
    table: TechnicalTable,
    units: Sequence[UnitInput],
    exclusions: Sequence[ExclusionInput],
    profile: Profile,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> LandCapacity:
    """Divide a territory into property, cession in use and exclusions.

    Parameters
    ----------
    table : TechnicalTable
        Of the whole territory.
    units : sequence of UnitInput
        May be empty: then only the exclusions are taken off and the rest has no class.
    exclusions : sequence of ExclusionInput
        Where two of them overlap, the first has the land.
    profile : Profile
        Its ``land_capacity`` says which group goes where.

    Raises
    ------
    InputError
        ``land_capacity.no_rule``, ``land_capacity.unknown_group``, ``land_capacity.mixed_group``, ``land_capacity.overlap`` or
        ``land_capacity.all_excluded``.
    """
    rule = profile.land_capacity
    if rule is None:
        raise InputError("land_capacity.no_rule", profile=profile.id)
    groups = [(unit, *group_of(unit.code, rule)) for unit in units]
    rest = printed_polygon(table)
    pieces: list[_Piece] = []
    count = len(exclusions) + len(units)
    empty = Decimal(0)
    for number, exclusion in enumerate(exclusions):
        stop_if(is_cancelled)
        taken, rest = _split(rest, exclusion.geometry)
        if not taken.isEmpty():
            row = LandRow(EXCLUDED, empty, empty, b"", kind=exclusion.kind, name=exclusion.name, layer=exclusion.layer)
            pieces.append(_Piece(row, taken))
        progress(60.0 * (number + 1) / count)
    if rest.isEmpty():
        raise InputError("land_capacity.all_excluded")
    titled = rest
    for number, (unit, group, regime) in enumerate(groups, start=len(exclusions)):
        stop_if(is_cancelled)
        whole, _ = _split(titled, unit.geometry)
        taken, rest = _split(rest, unit.geometry)
        _refuse_overlap(unit, _area(whole) - _area(taken), rule)
        if not taken.isEmpty():
            pieces.append(_Piece(LandRow(regime, empty, empty, b"", code=unit.code, group=group), taken))
        progress(60.0 * (number + 1) / count)
    if not rest.isEmpty():
        pieces.append(_Piece(LandRow(UNCLASSIFIED, empty, empty, b""), rest))
    _settle_slivers(pieces, rule)
    stop_if(is_cancelled)
    rows = _apportioned(table, pieces, profile)
    made = {}
    for regime, label in ((PROPERTY, rule.property_label), (CESSION, rule.cession_label)):
        stop_if(is_cancelled)
        some = [(piece.geometry, row) for piece, row in zip(pieces, rows) if row.regime == regime]
        made[regime] = _table_of(some, table, label, profile) if some else None
    progress(100.0)
    return LandCapacity(tuple(rows), made[PROPERTY], made[CESSION])


def group_of(code: str, rule: LandCapacityRule) -> tuple[str, str]:
    """Group of a unit and where its land goes; a unit that joins groups of both kinds must be divided by the study.

    Raises
    ------
    InputError
        ``land_capacity.unknown_group`` or ``land_capacity.mixed_group``.
    """
    found = []
    for word in code.replace("/", "-").replace("+", "-").split("-"):
        letter = word.strip()[:1].upper()
        if letter in rule.property_groups:
            found.append((letter, PROPERTY))
        elif letter in rule.cession_groups:
            found.append((letter, CESSION))
        else:
            known = ", ".join((*rule.property_groups, *rule.cession_groups))
            raise InputError("land_capacity.unknown_group", code=code, known=known)
    if len({regime for _, regime in found}) > 1:
        raise InputError("land_capacity.mixed_group", code=code)
    return "-".join(dict.fromkeys(letter for letter, _ in found)), found[0][1]


def _split(whole: QgsGeometry, by: QgsGeometry) -> tuple[QgsGeometry, QgsGeometry]:
    """What of `whole` lies within `by`, and the rest."""
    if whole.isEmpty() or not whole.boundingBoxIntersects(by):
        return QgsGeometry(), whole
    taken = _polygons(whole.intersection(by))
    # what two lines share by the last digit of a double is no land
    if _area(taken) < _NO_LAND_M2:
        return QgsGeometry(), whole
    return taken, _polygons(whole.difference(by))


def _area(geometry: QgsGeometry) -> float:
    return 0.0 if geometry.isEmpty() else float(geometry.area())


def _polygons(geometry: QgsGeometry) -> QgsGeometry:
    """The areas of a geometry; points and lines where two polygons only touch carry no land."""
    if geometry.isEmpty():
        return QgsGeometry()
    areas = [part for part in geometry.asGeometryCollection() if part.area() > _NO_LAND_M2]
    return QgsGeometry.collectGeometry(areas) if areas else QgsGeometry()


def _refuse_overlap(unit: UnitInput, area_m2: float, rule: LandCapacityRule) -> None:
    if area_m2 > rule.sliver_ha * _SQUARE_METRES_PER_HECTARE:
        area = f"{area_m2 / _SQUARE_METRES_PER_HECTARE:.4f}"
        raise InputError("land_capacity.overlap", code=unit.code, area_ha=area)


def _settle_slivers(pieces: list[_Piece], rule: LandCapacityRule) -> None:
    """Give land without a class that is only drawing inaccuracy to the unit it touches longest."""
    if not pieces or pieces[-1].row.regime != UNCLASSIFIED:
        return
    units = [piece for piece in pieces if piece.row.regime in (PROPERTY, CESSION)]
    if not units:
        return
    kept = []
    for part in pieces[-1].geometry.asGeometryCollection():
        if part.area() >= rule.sliver_ha * _SQUARE_METRES_PER_HECTARE:
            kept.append(part)
            continue
        shared = [_shared_length(part, piece.geometry) for piece in units]
        nearest = units[shared.index(max(shared))]
        nearest.geometry = _polygons(nearest.geometry.combine(part))
    if kept:
        pieces[-1].geometry = QgsGeometry.collectGeometry(kept)
    else:
        pieces.pop()


def _shared_length(one: QgsGeometry, other: QgsGeometry) -> float:
    if not one.boundingBoxIntersects(other):
        return 0.0
    # a hair's breadth, for two lines that were cut apart meet only to the last digit of a double
    return float(other.buffer(1e-3, 1).intersection(QgsGeometry(one.constGet().boundary())).length())


def _apportioned(table: TechnicalTable, pieces: Sequence[_Piece], profile: Profile) -> list[LandRow]:
    """Rows whose printed areas add up to the printed whole, in hectares as in square metres."""
    areas = [Fraction(piece.geometry.area()) for piece in pieces]
    total = sum(areas, Fraction(0))
    hectares = _parts_of(table.area_ha, areas, total, profile.decimals.area_ha)
    square_metres = _parts_of(table.area_m2, areas, total, profile.decimals.area_m2)
    return [
        replace(piece.row, area_ha=ha, area_m2=m2, wkb=_wkb(_on_printed_grid(piece.geometry, profile)))
        for piece, ha, m2 in zip(pieces, hectares, square_metres)
    ]


def _parts_of(whole: Decimal, shares: Sequence[Fraction], total: Fraction, decimals: int) -> list[Decimal]:
    units = int(whole.scaleb(decimals))
    return [Decimal(part).scaleb(-decimals) for part in apportion(units, [share * units / total for share in shares])]


def _wkb(geometry: QgsGeometry) -> bytes:
    """Multipolygon with outer rings clockwise and enclaves counterclockwise, as shapefiles demand."""
    multi = QgsGeometry(geometry).forceRHR()
    multi.convertToMultiType()
    return bytes(multi.asWkb())


def _table_of(
    some: Iterable[tuple[QgsGeometry, LandRow]], table: TechnicalTable, label: str, profile: Profile
) -> TechnicalTable:
    """Technical table of the union of some pieces, with the area that its rows add up to."""
    geometries, rows = zip(*some)
    union = QgsGeometry.unaryUnion(list(geometries))
    printed = _on_printed_grid(_polygons(union), profile)
    boundary = surveyed_boundary(printed, table.crs, table.zone)
    named = replace(profile, vertex=replace(profile.vertex, label_pattern=label))
    made = build_technical_table(boundary, named)
    return made.with_area(
        sum((row.area_ha for row in rows), Decimal(0)), sum((row.area_m2 for row in rows), Decimal(0))
    )


def _on_printed_grid(geometry: QgsGeometry, profile: Profile) -> QgsGeometry:
    """Coordinates as they are printed: what a cut leaves thinner than that is no land."""
    unit = 10.0**-profile.decimals.coordinate_m
    snapped = geometry.snappedToGrid(unit, unit)
    if not snapped.isGeosValid():
        snapped = _polygons(snapped.makeValid())
    areas = [part for part in snapped.asGeometryCollection() if part.area() > _NO_LAND_M2]
    return QgsGeometry.collectGeometry(areas)
