"""One defect planted in a clean title file, or its near miss: something alike that no registry would return."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Callable

import pyproj
from shapely.geometry import LineString, Point, Polygon, box
from shapely.ops import transform

from .bundles import EPSG, TO_DEGREES, Bundle, Layer, area_text, halves, rounded, shoelace

# Findings that follow from the planted defect by nature: a bow-tie has no table, a moved boundary overlaps its neighbours.
SHAPE = frozenset(
    {"N01", "N02", "N03", "N04", "N07", "N08", "N09", "A10", "G14", "G07", "G08", "O01", "N05", "G06", "A03", "G02"}
)
# Swapped axes turn the direction of a ring round.
PLACE = SHAPE | {"G05", "G09", "G10", "G11", "G12", "A03", "A09", "A01", "A11"}


@dataclass(frozen=True)
class Defect:
    """A case.

    Attributes
    ----------
    rule : str
    check : str
        The check of the list of typical observations, in short.
    name : str
        What is planted.
    fires : bool
        False for a near miss.
    plant : Callable
        Changes a clean bundle; gives False when the boundary does not lend itself to it.
    also : frozenset of str
        Rules that may fire besides.
    """

    rule: str
    check: str
    name: str
    fires: bool
    plant: Callable[[Bundle], object]
    also: frozenset[str] = frozenset()


def longest_side(bundle: Bundle) -> int:
    """Position of the vertex that the longest side leaves."""
    ring = bundle.ring
    return max(range(len(ring)), key=lambda i: math.dist(ring[i], ring[(i + 1) % len(ring)]))


def along(a, b, share: float, off: float = 0.0):
    """Place at a share of a side, `off` metres to its left."""
    length = math.dist(a, b)
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    return a[0] + share * (b[0] - a[0]) - off * uy, a[1] + share * (b[1] - a[1]) + off * ux


def insert(bundle: Bundle, at: int, *points) -> None:
    bundle.parts[0][0][at:at] = rounded(points)


def with_vertex(off: float, share: float = 0.5):
    """A vertex on the longest side, moved off it."""

    def plant(bundle: Bundle) -> None:
        at = longest_side(bundle)
        a, b = bundle.ring[at], bundle.ring[(at + 1) % len(bundle.ring)]
        insert(bundle, at + 1, along(a, b, share, off))
        bundle.refresh()
        bundle.sides = []
        bundle.layers = [layer for layer in bundle.layers if layer.name == "distritos"]
        bundle.capacity = []

    return plant


def alone(bundle: Bundle) -> None:
    """Without neighbours and their records, where these do not matter."""
    bundle.layers = [layer for layer in bundle.layers if layer.name == "distritos"]
    bundle.sides = []
    bundle.capacity = []


# --- geometry


def repeated(distance: float):
    def plant(bundle: Bundle) -> None:
        alone(bundle)
        at = longest_side(bundle)
        a, b = bundle.ring[at], bundle.ring[(at + 1) % len(bundle.ring)]
        ux, uy = (b[0] - a[0]) / math.dist(a, b), (b[1] - a[1]) / math.dist(a, b)
        # A little off the side, so that only its nearness is remarkable.
        insert(
            bundle,
            at + 1,
            (a[0] + distance * ux * 0.8 - distance * uy * 0.6, a[1] + distance * uy * 0.8 + distance * ux * 0.6),
        )
        bundle.refresh()

    return plant


def collapse(bundle: Bundle) -> None:
    alone(bundle)
    a, b = bundle.ring[0], bundle.ring[1]
    bundle.parts = [[[a, b, a]]]


def triangle(bundle: Bundle) -> None:
    alone(bundle)
    ring = bundle.ring
    points = [ring[0], ring[len(ring) // 3], ring[2 * len(ring) // 3]]
    if shoelace(points) > 0:
        points = points[::-1]
    bundle.parts = [[points]]
    bundle.refresh()


def bow_tie(bundle: Bundle) -> None:
    alone(bundle)
    bundle.parts = [[list(bundle.ring)]]
    ring = bundle.parts[0][0]
    for i in range(len(ring) - 1):
        ring[i], ring[i + 1] = ring[i + 1], ring[i]
        if not Polygon(ring).is_valid:
            return
        ring[i], ring[i + 1] = ring[i + 1], ring[i]
    # A convex ring: two opposite vertices change places.
    half = len(ring) // 2
    ring[1], ring[half] = ring[half], ring[1]


def spike(angle_deg: float):
    def plant(bundle: Bundle) -> bool:
        alone(bundle)
        at = longest_side(bundle)
        a, b = bundle.ring[at], bundle.ring[(at + 1) % len(bundle.ring)]
        length = math.dist(a, b)
        height = 0.3 * length
        half = height * math.tan(math.radians(angle_deg) / 2.0) / length
        # Three vertices: two feet on the side, a little off it, and the tip outside (left of a clockwise ring).
        off = 0.2
        insert(
            bundle,
            at + 1,
            along(a, b, 0.5 - half, off),
            along(a, b, 0.5, off + height),
            along(a, b, 0.5 + half, off),
        )
        bundle.refresh()
        return Polygon(bundle.ring).is_valid and 2 * half * length > 0.6

    return plant


def touching(bundle: Bundle) -> bool:
    """A vertex lies on a far side: the ring touches itself."""
    alone(bundle)
    ring = bundle.ring
    at = longest_side(bundle)
    a, b = ring[at], ring[(at + 1) % len(ring)]
    inside = along(a, b, 0.5, -0.1)
    far = (at + len(ring) // 2) % len(ring)
    if far in (at, (at + 1) % len(ring)):
        return False
    ring[far] = along(a, b, 0.5, 0.0)
    return bool(inside) and not Polygon(ring).is_valid


def two_parts(bundle: Bundle) -> None:
    alone(bundle)
    x = max(p[0] for p in bundle.ring) + 100.0
    y = bundle.ring[0][1] - 50.0
    bundle.parts.append([rounded([(x, y), (x + 60, y - 10), (x + 55, y - 70), (x + 5, y - 65)])])


def hole_ring(bundle: Bundle, size: float = 0.08):
    place = bundle.polygon().representative_point()
    radius = min(size * math.sqrt(bundle.polygon().area), 0.45 * place.distance(bundle.polygon().exterior))
    return rounded(
        [
            (place.x + radius * 0.9, place.y + radius),
            (place.x - radius, place.y + radius * 0.8),
            (place.x - radius * 0.9, place.y - radius),
            (place.x + radius, place.y - radius * 0.8),
        ]
    )


def enclave(bundle: Bundle) -> None:
    alone(bundle)
    ring = hole_ring(bundle)
    bundle.parts[0].append(ring if shoelace(ring) > 0 else ring[::-1])


def enclave_same_way(bundle: Bundle) -> None:
    alone(bundle)
    ring = hole_ring(bundle)
    bundle.parts[0].append(ring if shoelace(ring) < 0 else ring[::-1])


def bay(bundle: Bundle) -> None:
    """A deep bay is no enclave."""
    alone(bundle)
    at = longest_side(bundle)
    a, b = bundle.ring[at], bundle.ring[(at + 1) % len(bundle.ring)]
    depth = 0.05 * math.sqrt(bundle.polygon().area)
    insert(
        bundle,
        at + 1,
        along(a, b, 0.45, -0.5),
        along(a, b, 0.47, -depth),
        along(a, b, 0.55, -depth * 0.9),
        along(a, b, 0.57, -0.5),
    )
    bundle.refresh()


def numbers_backwards(bundle: Bundle) -> None:
    alone(bundle)
    count = len(bundle.ring)
    for vertex in bundle.vertices:
        vertex["label"] = f"V-{count + 1 - vertex['number']}"
    bundle.table = None


def start_elsewhere(bundle: Bundle) -> None:
    """The table starts at another vertex than the northernmost, and the survey did not number so."""
    alone(bundle)
    rows = bundle.table or []
    turned = rows[3:] + rows[:3]
    for number, row in enumerate(turned, start=1):
        row["vertice"] = f"V-{number}"
        row["lado"] = f"V-{number} - V-{number % len(turned) + 1}"
    bundle.table = turned
    bundle.vertices = []


def counterclockwise_drawing(bundle: Bundle) -> None:
    """GeoJSON wants outer rings counterclockwise; the table is clockwise, and that counts."""
    alone(bundle)
    bundle.parts[0][0] = bundle.ring[:1] + bundle.ring[1:][::-1]
    bundle.vertices = []


def second_part_reversed(bundle: Bundle) -> None:
    two_parts(bundle)
    bundle.parts[1][0].reverse()


# --- neighbours


def move_neighbour(distance: float, index: int = 0):
    """The eastern registered neighbour lies `distance` metres farther off (negative: over the boundary)."""

    def plant(bundle: Bundle) -> bool:
        layer = bundle.layers[0]
        attributes, polygon = layer.units[index]
        own = bundle.polygon()
        if polygon.area < 4 * abs(distance) * own.length:
            return False
        bundle.capacity = []
        reach = own.buffer(abs(distance), join_style=2)
        moved = polygon.difference(reach) if distance > 0 else polygon.union(_ribbon(own, polygon, -distance))
        moved = max(moved.geoms, key=lambda g: g.area) if hasattr(moved, "geoms") else moved
        layer.units[index] = (attributes, Polygon(moved.exterior))
        return True

    return plant


def _ribbon(own: Polygon, neighbour: Polygon, width: float):
    """Strip of own land along the shared line."""
    shared = own.exterior.intersection(neighbour.buffer(0.05))
    return shared.buffer(width, cap_style=2).intersection(own)


def wedge(hectares: float):
    """A registered parcel reaches into the territory by a block."""

    def plant(bundle: Bundle) -> bool:
        bundle.capacity = []
        own = bundle.polygon()
        place = own.representative_point()
        half = math.sqrt(hectares * 10000.0) / 2.0
        block = box(place.x - half, place.y - half, place.x + half, place.y + half)
        common = own.intersection(block)
        if common.area < 0.5 * block.area:
            return False
        bundle.layers[0].units.append(({"nombre": "Predio Z"}, block))
        return True

    return plant


def other_layer(name: str, hectares: float, attributes: dict):
    def plant(bundle: Bundle) -> bool:
        own = bundle.polygon()
        place = own.representative_point()
        half = math.sqrt(hectares * 10000.0) / 2.0
        block = box(place.x - half, place.y - half, place.x + half, place.y + half)
        bundle.layers.append(Layer(name, [(attributes, block)]))
        return own.intersection(block).area > 0.3 * block.area

    return plant


def beside(name: str, attributes: dict):
    """The unit lies a hundred metres beside the territory."""

    def plant(bundle: Bundle) -> None:
        x = max(p[0] for p in bundle.ring) + 100.0
        y = bundle.ring[0][1]
        bundle.layers.append(Layer(name, [(attributes, box(x, y - 500, x + 500, y))]))

    return plant


# --- position


def shifted(operation: int):
    """PSAD56 coordinates declared as WGS 84."""
    dx, dy, dz = {1201: (-288, 175, -376), 1208: (-279, 175, -379)}[operation]
    pipeline = pyproj.Transformer.from_pipeline(
        "+proj=pipeline +step +inv +proj=utm +zone=17 +south +ellps=WGS84 +step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
        f"+step +proj=helmert +x={-dx} +y={-dy} +z={-dz} +step +inv +proj=cart +ellps=intl +step +proj=pop +v_3 "
        "+step +proj=utm +zone=17 +south +ellps=intl"
    )

    def plant(bundle: Bundle) -> None:
        bundle.layers.append(Layer("comunidades nativas", [({"nombre": "registro anterior"}, bundle.polygon())]))
        bundle.layers = [layer for layer in bundle.layers if layer.name != "predios inscritos"]
        bundle.sides = []
        bundle.capacity = []
        east, north = pipeline.transform([p[0] for p in bundle.ring], [p[1] for p in bundle.ring])
        bundle.parts = [[rounded(list(zip(east, north)))]]
        bundle.refresh()

    return plant


def survey_differs(metres: float):
    """The new survey lies some metres off the old drawing, as surveys do."""

    def plant(bundle: Bundle) -> None:
        bundle.layers.append(
            Layer("comunidades nativas", [({"nombre": bundle.attributes["community"]}, bundle.polygon())])
        )
        bundle.layers = [layer for layer in bundle.layers if layer.name != "predios inscritos"]
        bundle.sides = []
        bundle.capacity = []
        bundle.parts = [[rounded([(x - 0.6 * metres, y - 0.8 * metres) for x, y in bundle.ring])]]
        bundle.refresh()

    return plant


def declared(epsg: int):
    """Another zone is declared than the coordinates are in."""

    def plant(bundle: Bundle) -> None:
        alone(bundle)
        bundle.layers.append(Layer("comunidades nativas", [({"nombre": "registro anterior"}, bundle.polygon())]))
        bundle.epsg = epsg

    return plant


def in_zone(epsg: int):
    """Everything is stated in the neighbouring zone, and declared so: the territory does not lie there."""

    def plant(bundle: Bundle) -> None:
        alone(bundle)
        carry = pyproj.Transformer.from_crs(EPSG, epsg, always_xy=True).transform
        bundle.parts = [[rounded([carry(x, y) for x, y in bundle.ring])]]
        bundle.epsg = epsg
        bundle.documents = []
        bundle.table = None
        bundle.vertices = []

    return plant


def swapped_all(bundle: Bundle) -> None:
    alone(bundle)
    bundle.parts = [[[(y, x) for x, y in bundle.ring]]]


def swapped_one(bundle: Bundle) -> None:
    alone(bundle)
    x, y = bundle.ring[2]
    bundle.ring[2] = (y, x)


def digit_lost(bundle: Bundle) -> None:
    alone(bundle)
    x, y = bundle.ring[2]
    bundle.ring[2] = (x, float(str(int(y))[:-1]))


def degrees_pasted(bundle: Bundle) -> None:
    alone(bundle)
    bundle.parts = [[[TO_DEGREES(x, y) for x, y in bundle.ring]]]


def degrees_declared(bundle: Bundle) -> None:
    """The same in degrees, and declared as degrees: nothing is wrong."""
    alone(bundle)
    bundle.parts = [[[TO_DEGREES(x, y) for x, y in bundle.ring]]]
    bundle.epsg = 4326
    bundle.vertices = []
    bundle.table = None
    bundle.documents = []


def to_meridian(offset_m: float):
    """The territory is moved so that its middle lies `offset_m` west of the limit of zones 17 and 18.

    A small parcel that shall lie across is moved nearer: a fifth of what it reaches to the east of its middle.
    """

    def plant(bundle: Bundle) -> None:
        alone(bundle)
        middle = bundle.polygon().centroid
        east = max(px for px, _ in bundle.ring) - middle.x
        off = min(offset_m, east / 5.0) if offset_m < 1000.0 else offset_m
        _, latitude = TO_DEGREES(middle.x, middle.y)
        x, y = pyproj.Transformer.from_crs(4326, EPSG, always_xy=True).transform(-78.0, latitude)
        bundle.parts = [[rounded([(px - middle.x + x - off, py - middle.y + y) for px, py in bundle.ring])]]
        bundle.layers = []
        bundle.attributes = {"community": bundle.attributes["community"]}
        bundle.refresh()

    return plant


def moved_out(bundle: Bundle) -> None:
    """Beyond the limit of the country, in the ocean."""
    alone(bundle)
    bundle.parts = [[[(x - 700_000.0, y) for x, y in bundle.ring]]]


# --- rivers and soils


def river_side(stated: str, bend: float):
    """The longest stretch follows a river that bends; its stated length is the chord or the course."""

    def plant(bundle: Bundle) -> bool:
        alone(bundle)
        at = longest_side(bundle)
        a, b = bundle.ring[at], bundle.ring[(at + 1) % len(bundle.ring)]
        length = math.dist(a, b)
        insert(
            bundle,
            at + 1,
            along(a, b, 0.25, bend * length),
            along(a, b, 0.5, -bend * length),
            along(a, b, 0.75, bend * length),
        )
        bundle.refresh()
        course = [a, *bundle.ring[at + 1 : at + 4], b]
        real = sum(math.dist(p, q) for p, q in zip(course, course[1:]))
        value = {"chord": length, "course": real}[stated]
        bundle.sides = [
            {"number": at + 1, "kind": "river", "neighbour": "río Peña", "length_m": f"{value:.2f}"},
            {"number": (at + 4) % len(bundle.ring) + 1, "kind": "state", "neighbour": "Terrenos del Estado"},
        ]
        return Polygon(bundle.ring).is_valid

    return plant


def river_bed(position: str):
    """A riverbed lies along the longest side: round it (the boundary on its axis), or beyond it (on its bank)."""

    def plant(bundle: Bundle) -> None:
        alone(bundle)
        at = longest_side(bundle)
        a, b = bundle.ring[at], bundle.ring[(at + 1) % len(bundle.ring)]
        axis = LineString([along(a, b, 0.05), along(a, b, 0.95)])
        wide = min(40.0, 0.05 * axis.length)
        bed = axis.buffer(wide, cap_style=2)
        if position == "beyond":
            left = LineString([along(a, b, 0.05, wide), along(a, b, 0.95, wide)])
            bed = left.buffer(wide, cap_style=2).difference(bundle.polygon())
            bed = max(bed.geoms, key=lambda g: g.area) if hasattr(bed, "geoms") else bed
        bundle.layers.append(Layer("cauce del rio", [({"nombre": "río Peña"}, bed)]))

    return plant


def capacity_gap(width: float):
    def plant(bundle: Bundle) -> None:
        pieces = []
        cut = bundle.polygon().centroid.y
        west, _, east, _ = bundle.polygon().bounds
        strip = box(west - 10, cut - width / 2, east + 10, cut + width / 2)
        for group, piece, area in halves(bundle.polygon()):
            part = piece.difference(strip)
            parts = part.geoms if hasattr(part, "geoms") else [part]
            pieces.extend((group, each, area) for each in parts if each.area > 0)
        bundle.capacity = pieces

    return plant


def capacity_over(width: float):
    def plant(bundle: Bundle) -> bool:
        pieces = halves(bundle.polygon())
        group, piece, area = pieces[0]
        other = pieces[1][1]
        grown = piece.union(piece.buffer(width).intersection(other))
        if hasattr(grown, "geoms"):
            return False
        pieces[0] = (group, grown, area)
        bundle.capacity = pieces
        return True

    return plant


def capacity_areas(extra: float):
    def plant(bundle: Bundle) -> None:
        whole = float(area_text(bundle.ring))
        pieces = halves(bundle.polygon())
        areas = [round(piece.area / 10000.0, 4) for _, piece, _ in pieces]
        areas[-1] = round(whole - sum(areas[:-1]) + extra, 4)
        bundle.capacity = [(group, piece, area) for (group, piece, _), area in zip(pieces, areas)]

    return plant


# --- numbers


def document_value(kind: str, key: str, value):
    """A value of a document, given or made of the present one."""

    def plant(bundle: Bundle) -> None:
        document = bundle.document(kind)
        given = value(document.get(key, ""), bundle) if callable(value) else value
        if given is None:
            document.pop(key, None)
        else:
            document[key] = given

    return plant


def every_area(change):
    """All documents and fields state the same, other area."""

    def plant(bundle: Bundle) -> bool:
        for document in bundle.documents:
            if "area_ha" in document and document["kind"] != "title":
                document["area_ha"] = change(bundle)
        bundle.fields["area_ha"] = float(change(bundle))
        # On a small parcel two methods may differ by less than a printed digit or two.
        return abs(float(change(bundle)) - float(area_text(bundle.ring))) > 0.00025 or change not in (
            ellipsoidal,
            neighbouring_zone,
        )

    return plant


def ellipsoidal(bundle: Bundle) -> str:
    geod = pyproj.Geod(ellps="WGS84")
    area, _ = geod.geometry_area_perimeter(transform(TO_DEGREES, Polygon(bundle.ring)))
    return f"{abs(area) / 10000.0:.4f}"


def neighbouring_zone(bundle: Bundle) -> str:
    carry = pyproj.Transformer.from_crs(EPSG, 32718, always_xy=True).transform
    return f"{transform(carry, Polygon(bundle.ring)).area / 10000.0:.4f}"


def row_value(index: int, key: str, change):
    def plant(bundle: Bundle) -> None:
        rows = bundle.table or []
        rows[index][key] = change(rows[index][key])

    return plant


def more(amount: float, decimals: int):
    return lambda text: f"{float(text) + amount:.{decimals}f}"


def dms_more(seconds: int):
    def change(text: str) -> str:
        degrees, rest = text.split("°")
        minutes, rest = rest.split("'")
        total = int(degrees) * 3600 + int(minutes) * 60 + int(rest.rstrip('"')) + seconds
        return f"{total // 3600}°{total // 60 % 60:02d}'{total % 60:02d}\""

    return change


def sinuous_row(bundle: Bundle) -> None:
    """A side along a river is longer than its chord, and says that it is a river."""
    rows = bundle.table or []
    rows[1]["distancia"] = f"{float(rows[1]['distancia']) * 1.12:.2f}"
    rows[1]["tipo"] = "rio"
    total = sum(float(row["distancia"]) for row in rows)
    for document in bundle.documents:
        if "perimeter_m" in document:
            document["perimeter_m"] = f"{total:.2f}"


def parts_of_area(extra: float):
    def plant(bundle: Bundle) -> None:
        document = bundle.document("memoria")
        whole = float(document["area_ha"])
        title, cession = round(whole * 0.6, 4), round(whole * 0.3, 4)
        document["title_area_ha"] = f"{title:.4f}"
        document["cession_area_ha"] = f"{cession:.4f}"
        document["exclusion_area_ha"] = f"{whole - title - cession + extra:.4f}"

    return plant


def swap_rows(bundle: Bundle) -> None:
    rows = bundle.table or []
    rows[1], rows[2] = rows[2], rows[1]


def own_numbers(bundle: Bundle) -> None:
    """The survey numbered from 101 on: unusual, and in order."""
    for rows in (bundle.table or [],):
        for number, row in enumerate(rows, start=101):
            row["vertice"] = f"H-{number}"
    for vertex in bundle.vertices:
        vertex["label"] = f"H-{100 + vertex['number']}"


# --- documents


def attribute(key: str, value):
    def plant(bundle: Bundle) -> None:
        bundle.attributes[key] = value(bundle) if callable(value) else value

    return plant


def side_value(index: int, key: str, value):
    def plant(bundle: Bundle) -> None:
        bundle.sides[index][key] = value

    return plant


def without(kind: str):
    def plant(bundle: Bundle) -> None:
        bundle.documents = [document for document in bundle.documents if document["kind"] != kind]

    return plant


def survey(**facts):
    """What the third vertex says of its survey."""

    def plant(bundle: Bundle) -> None:
        bundle.vertices[2].update(facts)

    return plant


def as_shapefile(prj: bool = True, cpg: bool = True, **fields):
    def plant(bundle: Bundle) -> None:
        bundle.shapefile, bundle.prj, bundle.cpg = True, prj, cpg
        bundle.fields.update(fields)
        if not prj:
            alone(bundle)
            bundle.table = None
            bundle.vertices = []

    return plant


def field_value(key: str, change):
    def plant(bundle: Bundle) -> None:
        bundle.fields[key] = change(bundle)

    return plant


def second_district(bundle: Bundle) -> bool:
    """Only the main district is stated though another has a share."""
    names = bundle.attributes["district"].split(", ")
    if len(names) < 2:
        return False
    bundle.attributes["district"] = names[0]
    return True


def two_departments(bundle: Bundle) -> None:
    """The districts in the south belong to another department."""
    layer = next(layer for layer in bundle.layers if layer.name == "distritos")
    middle = transform(TO_DEGREES, Point(bundle.polygon().centroid)).y
    units = []
    for attributes, polygon in layer.units:
        for part, name in (
            (polygon.intersection(box(-180, middle, 180, 90)), None),
            (polygon.intersection(box(-180, -90, 180, middle)), "AMAZONAS"),
        ):
            if part.is_empty or part.geom_type not in ("Polygon", "MultiPolygon"):
                continue
            units.append(({**attributes, "NOMB_DEP": name} if name else attributes, part))
    layer.units = units
    bundle.attributes["department"] = f"{bundle.attributes['department']}, AMAZONAS"


def unreadable_layer(said: str):
    """A layer of lines cannot be compared; the report lists it, or does not."""

    def plant(bundle: Bundle) -> None:
        bundle.layers.append(
            Layer("predios en linea", [({"nombre": "x"}, LineString([bundle.ring[0], bundle.ring[1]]))])
        )
        bundle.document("overlap_report")["not_evaluated"] = said

    return plant


def _d(rule, check, name, fires, plant, also=frozenset()):
    return Defect(rule, check, name, fires, plant, frozenset(also))


DEFECTS: tuple[Defect, ...] = (
    _d("G01", "ring closed, three vertices, none repeated", "vertex repeated 4 mm away", True, repeated(0.004), SHAPE),
    _d("G01", "ring closed, three vertices, none repeated", "ring of two vertices", True, collapse, PLACE | {"A03"}),
    _d("G01", "ring closed, three vertices, none repeated", "vertices 70 cm apart", False, repeated(0.7), {"G06"}),
    _d("G01", "ring closed, three vertices, none repeated", "a triangle", False, triangle, {"A03"}),
    _d("G02", "no crossing, no spike", "two vertices exchanged: bow-tie", True, bow_tie, SHAPE),
    _d("G02", "no crossing, no spike", "spike of half a degree", True, spike(0.5), SHAPE - {"G02"}),
    _d("G02", "no crossing, no spike", "vertex on a far side", True, touching, SHAPE),
    _d("G02", "no crossing, no spike", "tongue of three degrees", False, spike(3.0), {"G06"}),
    _d("G02", "no crossing, no spike", "deep bay", False, bay),
    _d("G03", "single part", "second part 100 m away", True, two_parts, SHAPE | {"A08"}),
    _d("G03", "single part", "an enclave is no second part", False, enclave, SHAPE | {"G04"}),
    _d("G04", "enclaves listed", "enclave", True, enclave, SHAPE),
    _d("G04", "enclaves listed", "deep bay", False, bay),
    _d("G05", "direction and first vertex", "numbers run backwards", True, numbers_backwards, {"N09", "N07"}),
    _d("G05", "direction and first vertex", "enclave runs like the boundary", True, enclave_same_way, SHAPE | {"G04"}),
    _d("G05", "direction and first vertex", "second part runs backwards", True, second_part_reversed, SHAPE | {"G03"}),
    _d("G05", "direction and first vertex", "table starts elsewhere", True, start_elsewhere),
    _d(
        "G05",
        "direction and first vertex",
        "drawing counterclockwise, table clockwise",
        False,
        counterclockwise_drawing,
    ),
    _d("G05", "direction and first vertex", "enclave the other way round", False, enclave, SHAPE | {"G04"}),
    _d("G06", "short sides, collinear vertices", "side of 30 cm", True, repeated(0.3)),
    _d("G06", "short sides, collinear vertices", "vertex 2 cm off the line", True, with_vertex(0.02)),
    _d("G06", "short sides, collinear vertices", "vertex 12 cm off the line", False, with_vertex(0.12)),
    _d("G06", "short sides, collinear vertices", "side of 80 cm", False, repeated(0.8)),
    _d("G07", "on the registered line", "neighbour 60 cm beside", True, move_neighbour(0.6)),
    _d("G07", "on the registered line", "neighbour 2.5 m beside", True, move_neighbour(2.5)),
    _d("G07", "on the registered line", "neighbour 30 m away", False, move_neighbour(30.0)),
    _d("G07", "on the registered line", "line and vertices shared", False, lambda bundle: None),
    _d("G08", "slivers told from overlaps", "strip of 50 cm over the boundary", True, move_neighbour(-0.5), {"G07"}),
    _d("G08", "slivers told from overlaps", "parcel of 2 ha inside", True, wedge(2.0)),
    _d("G08", "slivers told from overlaps", "neighbour 30 m away", False, move_neighbour(30.0)),
    _d("G08", "slivers told from overlaps", "line and vertices shared", False, lambda bundle: None),
    _d("G09", "in the country and its zone", "zone 18S declared for 17S", True, declared(32718), PLACE),
    _d("G09", "in the country and its zone", "stated in zone 18S, lying in 17S", True, in_zone(32718), PLACE),
    _d("G09", "in the country and its zone", "700 km to the west", True, moved_out, PLACE),
    _d("G09", "in the country and its zone", "lying across the limit of zones", False, to_meridian(40.0), {"G12"}),
    _d("G10", "no numbers mixed up", "easting and northing swapped in all", True, swapped_all, PLACE),
    _d("G10", "no numbers mixed up", "swapped in one vertex", True, swapped_one, PLACE),
    _d("G10", "no numbers mixed up", "northing of six digits", True, digit_lost, PLACE),
    _d("G10", "no numbers mixed up", "degrees pasted as UTM", True, degrees_pasted, PLACE | {"G01"}),
    _d("G10", "no numbers mixed up", "degrees declared as degrees", False, degrees_declared, {"A10"}),
    _d("G11", "datum shift", "PSAD56 by EPSG:1208 declared as WGS 84", True, shifted(1208), PLACE),
    _d("G11", "datum shift", "PSAD56 by EPSG:1201 declared as WGS 84", True, shifted(1201), PLACE),
    _d("G11", "datum shift", "survey 6 m off the old drawing", False, survey_differs(6.0), SHAPE),
    _d("G12", "zone crossing", "middle within 40 m of the limit of zones", True, to_meridian(40.0)),
    _d("G12", "zone crossing", "wholly 60 km from the limit", False, to_meridian(60_000.0)),
    _d("G13", "river sides", "chord stated for the course", True, river_side("chord", 0.08), SHAPE),
    _d("G13", "river sides", "boundary on the axis of the river", True, river_bed("axis"), {"O01"}),
    _d("G13", "river sides", "length of the course stated", False, river_side("course", 0.08), SHAPE),
    _d("G13", "river sides", "boundary on the bank", False, river_bed("beyond"), {"O01"}),
    _d("G14", "land-capacity units tile", "gap of 2 m", True, capacity_gap(2.0)),
    _d("G14", "land-capacity units tile", "overlap of 3 m", True, capacity_over(3.0)),
    _d("G14", "land-capacity units tile", "areas 0.5 ha too much", True, capacity_areas(0.5)),
    _d("G14", "land-capacity units tile", "gap of 2 cm", False, capacity_gap(0.02)),
    _d("G14", "land-capacity units tile", "areas add up", False, capacity_areas(0.0)),
    _d(
        "N01",
        "area from printed coordinates",
        "all documents 0.4 ha too much",
        True,
        every_area(lambda b: f"{float(area_text(b.ring)) + 0.4:.4f}"),
        {"A10", "N05", "N08"},
    ),
    _d(
        "N01",
        "area from printed coordinates",
        "a vertex keyed 30 m off",
        True,
        row_value(2, "este", more(30.0, 4)),
        {"N03", "G05"},
    ),
    _d(
        "N01",
        "area from printed coordinates",
        "last digit off by one",
        False,
        every_area(lambda b: f"{float(area_text(b.ring)) + 0.0001:.4f}"),
    ),
    _d(
        "N02",
        "sides add up to the perimeter",
        "perimeter 25 m too long",
        True,
        document_value("technical_table", "perimeter_m", lambda v, b: f"{float(v) + 25:.2f}"),
        {"N07"},
    ),
    _d(
        "N02",
        "sides add up to the perimeter",
        "perimeter one digit off",
        False,
        document_value("technical_table", "perimeter_m", lambda v, b: f"{float(v) + 0.01:.2f}"),
        {"N07"},
    ),
    _d(
        "N03",
        "sides from printed vertices",
        "side 1.5 m too long",
        True,
        row_value(1, "distancia", more(1.5, 2)),
        {"N02"},
    ),
    _d("N03", "sides from printed vertices", "side one digit off", False, row_value(1, "distancia", more(0.01, 2))),
    _d("N03", "sides from printed vertices", "river longer than its chord", False, sinuous_row, {"A10", "N07"}),
    _d(
        "N04",
        "sum of interior angles",
        "angle one degree too wide",
        True,
        row_value(1, "angulo_interno", dms_more(3600)),
    ),
    _d("N04", "sum of interior angles", "angle one second off", False, row_value(1, "angulo_interno", dms_more(1))),
    _d(
        "N05",
        "area of title within tolerance",
        "title 20 % smaller",
        True,
        document_value("title", "area_ha", lambda v, b: f"{float(v) * 0.8:.4f}"),
    ),
    _d(
        "N05",
        "area of title within tolerance",
        "title 2 % smaller",
        False,
        document_value("title", "area_ha", lambda v, b: f"{float(v) * 0.98:.4f}"),
    ),
    _d("N06", "title, cession and exclusions add up", "parts 1 ha too much", True, parts_of_area(1.0)),
    _d("N06", "title, cession and exclusions add up", "parts add up", False, parts_of_area(0.0)),
    _d(
        "N07",
        "one area everywhere",
        "memoria 0.01 ha more",
        True,
        document_value("memoria", "area_ha", lambda v, b: f"{float(v) + 0.01:.4f}"),
    ),
    _d(
        "N07",
        "one area everywhere",
        "draft with two decimals",
        True,
        document_value("resolution_draft", "area_ha", lambda v, b: f"{float(v):.2f}"),
    ),
    _d(
        "N07",
        "one area everywhere",
        "decimal comma",
        False,
        document_value("memoria", "area_ha", lambda v, b: v.replace(".", ",")),
    ),
    _d("N08", "one method of area", "area on the ellipsoid", True, every_area(ellipsoidal), {"N01", "N05"}),
    _d(
        "N08",
        "one method of area",
        "area in the neighbouring zone",
        True,
        every_area(neighbouring_zone),
        {"N01", "N05"},
    ),
    _d(
        "N08",
        "one method of area",
        "area wrong by 5 %",
        False,
        every_area(lambda b: f"{float(area_text(b.ring)) * 1.05:.4f}"),
        {"N01", "A10", "N05"},
    ),
    _d("N09", "labels and order of the table", "label twice", True, row_value(2, "vertice", lambda v: "V-2")),
    _d(
        "N09",
        "labels and order of the table",
        "number skipped",
        True,
        row_value(-1, "vertice", lambda v: f"V-{int(v[2:]) + 1}"),
    ),
    _d("N09", "labels and order of the table", "rows exchanged", True, swap_rows, {"N01", "N03", "N04", "G05"}),
    _d("N09", "labels and order of the table", "numbered from 101 on", False, own_numbers),
    _d("A01", "reference system stated", "shapefile without .prj", True, as_shapefile(prj=False), PLACE | {"A13"}),
    _d("A01", "reference system stated", "plan without datum", True, document_value("plan", "datum", None)),
    _d("A01", "reference system stated", "memoria prints zone 18S", True, document_value("memoria", "zone", "18S")),
    _d("A01", "reference system stated", "shapefile with .prj", False, as_shapefile()),
    _d("A02", "one name", "CN for Comunidad Nativa", True, document_value("plan", "community", "CN Nueva Peña")),
    _d("A02", "one name", "accent lost", True, document_value("memoria", "community", "Comunidad Nativa Nueva Pena")),
    _d("A02", "one name", "no name in the draft", False, document_value("resolution_draft", "community", None)),
    _d(
        "A03",
        "district and UBIGEO",
        "UBIGEO without its zero",
        True,
        attribute("ubigeo", lambda b: b.attributes["ubigeo"].lstrip("0")),
    ),
    _d("A03", "district and UBIGEO", "UBIGEO of another district", True, attribute("ubigeo", "250101")),
    _d("A03", "district and UBIGEO", "another district named", True, attribute("district", "IQUITOS")),
    _d("A03", "district and UBIGEO", "second district left out", True, second_district),
    _d(
        "A03",
        "district and UBIGEO",
        "district in lower case",
        False,
        attribute("district", lambda b: b.attributes["district"].title()),
    ),
    _d("A04", "neighbours of every side", "side without neighbour", True, side_value(1, "neighbour", ""), {"A05"}),
    _d("A04", "neighbours of every side", "kind of neighbour missing", True, side_value(0, "kind", "")),
    _d("A04", "neighbours of every side", "west missing in the memoria", True, document_value("memoria", "west", "")),
    _d("A04", "neighbours of every side", "side along the State's land", False, side_value(0, "kind", "state")),
    _d(
        "A05",
        "records of agreement",
        "no record with the unregistered neighbour",
        True,
        lambda b: b.sides[1].update(record_act="", record_on="", signed_by=""),
    ),
    _d("A05", "records of agreement", "record without date", True, side_value(1, "record_on", "")),
    _d("A05", "records of agreement", "record without mandate", True, side_value(1, "mandate", "")),
    _d(
        "A05", "records of agreement", "no record with the registered neighbour", False, side_value(0, "record_act", "")
    ),
    _d("A06", "plan signed", "no CIP number", True, document_value("plan", "cip", "")),
    _d("A06", "plan signed", "drawn at another scale", True, document_value("plan", "drawn_scale", "1:20000")),
    _d("A06", "plan signed", "scale written otherwise", False, document_value("plan", "scale", "1/25000")),
    _d("A07", "sheet complete", "no legend", True, document_value("plan", "legend", "no")),
    _d("A07", "sheet complete", "legend named", False, document_value("plan", "legend", "leyenda, parte inferior")),
    _d("A08", "survey of vertices", "method unknown", True, survey(method="")),
    _d("A08", "survey of vertices", "accuracy unknown", True, survey(sigma_m=None)),
    _d("A08", "survey of vertices", "hand-held, 5 m", True, survey(method="handheld", sigma_m=5.0)),
    _d("A08", "survey of vertices", "post-processed without base", True, survey(method="differential", sigma_m=0.4)),
    _d(
        "A08",
        "survey of vertices",
        "post-processed with base and raw data",
        False,
        survey(method="differential", sigma_m=0.4, base_station="LO01", raw_file="v3.24o"),
    ),
    _d("A09", "overlap report dated", "report without date", True, document_value("overlap_report", "date", "")),
    _d(
        "A09",
        "overlap report dated",
        "report without the list",
        True,
        document_value("overlap_report", "not_evaluated", None),
    ),
    _d("A09", "overlap report dated", "unreadable layer not listed", True, unreadable_layer("ninguna")),
    _d("A09", "overlap report dated", "report that lists none, and all were read", False, lambda bundle: None),
    _d(
        "A10",
        "fresh area and perimeter",
        "area of an earlier edit",
        True,
        field_value("area_ha", lambda b: round(float(area_text(b.ring)) * 0.9, 4)),
    ),
    _d(
        "A10",
        "fresh area and perimeter",
        "perimeter of an earlier edit",
        True,
        field_value("perimetro", lambda b: round(Polygon(b.ring).length * 1.1, 2)),
    ),
    _d(
        "A10",
        "fresh area and perimeter",
        "area with two decimals",
        False,
        field_value("area_ha", lambda b: round(float(area_text(b.ring)), 2)),
    ),
    _d("A11", "registry offices", "districts of two departments", True, two_departments, {"A03"}),
    _d("A11", "registry offices", "one department", False, lambda bundle: None),
    _d("A12", "act of the assembly", "no act", True, without("assembly_act")),
    _d("A12", "act of the assembly", "act without quorum", True, document_value("assembly_act", "quorum", "")),
    _d("A12", "act of the assembly", "act in order", False, lambda bundle: None),
    _d("A13", "texts readable", "shapefile without .cpg", True, as_shapefile(cpg=False)),
    _d("A13", "texts readable", "ñ lost in a field", True, field_value("nombre", lambda b: "Nueva Pe\ufffda")),
    _d("A13", "texts readable", "ñ read as Latin-1", True, field_value("nombre", lambda b: "Nueva PeÃ±a")),
    _d("A13", "texts readable", "ñ as it should be, .cpg there", False, as_shapefile()),
    _d(
        "O01",
        "overlaps by kind",
        "mining claim inside",
        True,
        other_layer("catastro minero", 4.0, {"CODIGOU": "010327508", "CONCESION": "LA PEÑA"}),
    ),
    _d(
        "O01",
        "overlaps by kind",
        "protected area inside",
        True,
        other_layer("area natural protegida", 4.0, {"anp_nomb": "Reserva"}),
    ),
    _d("O01", "overlaps by kind", "road inside", True, other_layer("carretera", 1.0, {"nombre": "vía"}), {"G13"}),
    _d(
        "O01",
        "overlaps by kind",
        "mining claim 100 m beside",
        False,
        beside("catastro minero", {"CODIGOU": "010327508", "CONCESION": "LA PEÑA"}),
    ),
)
