"""The boundary for other programs: a drawing for CAD, and a KML that serves for reference only."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Callable, Mapping, Sequence

from osgeo import osr
from qgis.core import QgsGeometry, QgsPointXY

from ..documents.phrases import Phrases
from ..errors import InputError
from .dxf import Entity, Line, Mark, Place, Text, dxf_bytes
from .land_capacity import EXCLUDED, LandCapacity
from .technical_table import RingTable, TableRow, TechnicalTable

_TEXTS_ACROSS = 250
_FEWEST_METRES = Decimal("0.1")
_RED, _GREEN, _CYAN, _BLUE, _BLACK = 1, 3, 4, 5, 7
# Layers of every drawing, with their colours.
DRAWN_PARTS = {
    "perimeter": _RED,
    "vertices": _RED,
    "labels": _BLACK,
    "lengths": _BLUE,
    "neighbours": _CYAN,
    "notes": _BLACK,
}
_REGIME_COLORS = {"property": 2, "cession": _GREEN}
_PIECE_COLORS = {"units": _GREEN, "exclusions": _CYAN}
KML_DECIMALS = 8


def drawing_bytes(
    table: TechnicalTable, phrases: Phrases, land: LandCapacity | None = None, notes: Sequence[str] = ()
) -> bytes:
    """DXF with a closed polyline per ring, the vertices with their labels, the lengths and the neighbours of the sides.

    Parameters
    ----------
    table : TechnicalTable
        Its neighbours are the released ones.
    phrases : Phrases
        Names of the layers.
    land : LandCapacity, optional
        The two boundaries, each in a layer of its own; units with their codes, and exclusions.
    notes : sequence of str
        Written above the territory: the mark of a draft and its reasons, what the numbers refer to.
    """
    layers = {layer_name(phrases, part): color for part, color in DRAWN_PARTS.items()}
    points = [point for ring in table.rings for point in ring.points]
    east = [point[0] for point in points]
    north = [point[1] for point in points]
    across = max(max(east) - min(east), max(north) - min(north))
    height = max(_FEWEST_METRES, (across / _TEXTS_ACROSS).quantize(Decimal("0.1")))
    entities: list[Entity] = []
    for ring in table.rings:
        entities.append(Line(layer_name(phrases, "perimeter"), ring.points, is_closed=True))
        for row, following in zip(ring.rows, [*ring.rows[1:], ring.rows[0]]):
            place = (row.easting, row.northing)
            entities.append(Mark(layer_name(phrases, "vertices"), place))
            entities.append(Text(layer_name(phrases, "labels"), place, row.vertex, height))
            middle = _middle(row, following)
            entities.append(Text(layer_name(phrases, "lengths"), middle, f"{row.distance_m} m", height))
            if row.neighbour:
                below = (middle[0], middle[1] - height * 2)
                entities.append(Text(layer_name(phrases, "neighbours"), below, row.neighbour, height))
    for regime, part in land.tables if land else ():
        name = layer_name(phrases, regime)
        layers[name] = _REGIME_COLORS[regime]
        entities += [Line(name, ring.points, is_closed=True) for ring in part.rings]
    digits = -int(table.rows[0].easting.as_tuple().exponent)
    for row in land.rows if land else ():
        role = "exclusions" if row.regime == EXCLUDED else "units"
        layers.update({layer_name(phrases, role): _PIECE_COLORS[role], layer_name(phrases, "codes"): _BLACK})
        unit = QgsGeometry()
        unit.fromWkb(row.wkb)
        entities += [Line(layer_name(phrases, role), ring, is_closed=True) for ring in _rings(unit, digits)]
        if row.code:
            place = _place(unit.pointOnSurface().asPoint(), digits)
            entities.append(Text(layer_name(phrases, "codes"), place, row.code, height))
    top = max(north) + height * 2
    for number, note in enumerate(reversed(notes)):
        entities.append(Text(layer_name(phrases, "notes"), (min(east), top + height * 2 * number), note, height))
    return dxf_bytes(layers, entities)


def _rings(area: QgsGeometry, digits: int) -> list[tuple[Place, ...]]:
    """Rings of a multipolygon with printed coordinates, without their closing points."""
    return [
        tuple(_place(point, digits) for point in ring[:-1]) for polygon in area.asMultiPolygon() for ring in polygon
    ]


def _place(point: QgsPointXY, digits: int) -> Place:
    return Decimal(f"{point.x():.{digits}f}"), Decimal(f"{point.y():.{digits}f}")


def layer_name(phrases: Phrases, part: str) -> str:
    """Name of a layer of the drawing, in the language of the documents."""
    return phrases.say(f"drawing.{part}")


def _middle(row: TableRow, following: TableRow) -> tuple[Decimal, Decimal]:
    """Where the length of a side is written: halfway, along a channel at its middle point."""
    if row.between:
        return row.between[len(row.between) // 2]
    return (row.easting + following.easting) / 2, (row.northing + following.northing) / 2


def kml_bytes(table: TechnicalTable, title: str, note: str, data: Mapping[str, str]) -> bytes:
    """KML with the territory and its vertices in longitude and latitude of WGS 84.

    Parameters
    ----------
    title, note : str
        Name of the document, and the sentence that says what it does not serve for; both stand in every feature.
    data : Mapping of str to str
        What else is told of the territory.

    Raises
    ------
    InputError
        ``input.outside_world`` when coordinates cannot be carried to longitude and latitude.
    """
    to_degrees = _to_degrees(table.crs)

    def placed(points: Sequence[tuple[Decimal, Decimal]]) -> str:
        return " ".join(to_degrees(east, north) for east, north in points)

    def ring_of(ring: RingTable) -> str:
        points = ring.points if ring.ring else ring.points[::-1]
        kind = "innerBoundaryIs" if ring.ring else "outerBoundaryIs"
        line = placed([*points, points[0]])
        return f"<{kind}><LinearRing><coordinates>{line}</coordinates></LinearRing></{kind}>"

    polygons = "".join(
        f"<Polygon>{''.join(ring_of(ring) for ring in table.rings if ring.part == part)}</Polygon>"
        for part in table.parts
    )
    more = "".join(f'<Data name="{escape(key)}"><value>{escape(text)}</value></Data>' for key, text in data.items())
    vertices = "".join(
        f"<Placemark><name>{escape(row.vertex)}</name><description>{escape(note)}</description>"
        f"<Point><coordinates>{placed([(row.easting, row.northing)])}</coordinates></Point></Placemark>\n"
        for row in table.rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{escape(title)}</name><description>{escape(note)}</description>\n"
        '<Style id="t"><LineStyle><color>ff0000ff</color><width>3</width></LineStyle>'
        "<PolyStyle><fill>0</fill></PolyStyle></Style>\n"
        f"<Placemark><name>{escape(title)}</name><description>{escape(note)}</description><styleUrl>#t</styleUrl>"
        f"<ExtendedData>{more}</ExtendedData><MultiGeometry>{polygons}</MultiGeometry></Placemark>\n"
        f"<Folder>{vertices}</Folder></Document></kml>\n"
    ).encode()


def _to_degrees(crs: str) -> Callable[[Decimal, Decimal], str]:
    """Function from easting and northing to ``longitude,latitude``; the datum is the same, so only the projection is undone."""
    source, target = osr.SpatialReference(), osr.SpatialReference()
    source.SetFromUserInput(crs)
    target.SetFromUserInput("EPSG:4326")
    for system in (source, target):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transform = osr.CoordinateTransformation(source, target)

    def degrees(east: Decimal, north: Decimal) -> str:
        longitude, latitude, _ = transform.TransformPoint(float(east), float(north))
        if not -180 <= longitude <= 180:
            raise InputError("input.outside_world", layer="KML", crs=crs)
        return f"{longitude:.{KML_DECIMALS}f},{latitude:.{KML_DECIMALS}f}"

    return degrees
