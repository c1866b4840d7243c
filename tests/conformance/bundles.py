"""Clean title files made of real boundaries: what a community would hand in, with every number computed here, by shapely and pyproj.

Nothing of the plugin is imported: what it judges is judged by others' arithmetic.
"""

from __future__ import annotations

import copy
import csv
import json
import math
from dataclasses import dataclass, field
from pathlib import Path

import pyproj
import shapefile
from shapely.geometry import LineString, MultiPolygon, Polygon, box, mapping, shape
from shapely.ops import split, transform

ZONE, EPSG = "17S", 32717
COORDINATE_DECIMALS, AREA_DECIMALS, DISTANCE_DECIMALS = 4, 4, 2
TO_PLANE = pyproj.Transformer.from_crs(4326, EPSG, always_xy=True).transform
TO_DEGREES = pyproj.Transformer.from_crs(EPSG, 4326, always_xy=True).transform
DAY = "2026-10-05"


@dataclass
class Layer:
    """A reference layer: name, attributes and polygon of each unit, in the plane unless `epsg` says otherwise."""

    name: str
    units: list[tuple[dict, object]]
    epsg: int | None = EPSG


@dataclass
class Bundle:
    """A title file; `parts` are lists of rings (outer first) of open coordinate lists."""

    name: str
    parts: list[list[list[tuple[float, float]]]]
    epsg: int | None = EPSG
    fields: dict[str, object] = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    documents: list[dict] = field(default_factory=list)
    sides: list[dict] = field(default_factory=list)
    vertices: list[dict] = field(default_factory=list)
    table: list[dict] | None = None
    capacity: list[tuple[str, object, str]] = field(default_factory=list)
    shapefile: bool = False
    prj: bool = True
    cpg: bool = True
    open_ring: bool = False
    close_rings: bool = True

    def copy(self) -> Bundle:
        return copy.deepcopy(self)

    @property
    def ring(self) -> list[tuple[float, float]]:
        return self.parts[0][0]

    def polygon(self) -> Polygon:
        return Polygon(self.ring, self.parts[0][1:])

    def document(self, kind: str) -> dict:
        return next(document for document in self.documents if document["kind"] == kind)

    def refresh(self) -> None:
        """Compute table, documents and vertices anew from the ring; defects are planted afterwards."""
        area, perimeter = area_text(self.ring), perimeter_text(self.ring)
        self.table = table_of(self.ring)
        self.vertices = [
            {"part": 0, "ring": 0, "number": n, "label": f"V-{n}", "method": "rtk", "sigma_m": 0.05}
            for n in range(1, len(self.ring) + 1)
        ]
        for document in self.documents:
            if "area_ha" in document:
                document["area_ha"] = area
            if "perimeter_m" in document:
                document["perimeter_m"] = perimeter
        self.fields.update(area_ha=float(area), perimetro=float(perimeter))


def rounded(points):
    """Printed coordinates."""
    return [(round(x, COORDINATE_DECIMALS), round(y, COORDINATE_DECIMALS)) for x, y in points]


def shoelace(points) -> float:
    x0, y0 = points[0]
    total = 0.0
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]):
        total += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
    return total / 2.0


def area_text(points) -> str:
    return f"{abs(shoelace(points)) / 10000.0:.{AREA_DECIMALS}f}"


def perimeter_text(points) -> str:
    sides = [round(math.dist(a, b), DISTANCE_DECIMALS) for a, b in zip(points, points[1:] + points[:1])]
    return f"{sum(sides):.{DISTANCE_DECIMALS}f}"


def dms(seconds: int) -> str:
    return f"{seconds // 3600}°{seconds // 60 % 60:02d}'{seconds % 60:02d}\""


def table_of(points) -> list[dict]:
    """Technical table of a clockwise ring; angles rounded to the second, their sum brought to (n-2) 180 degrees at the largest."""
    count = len(points)
    angles = []
    for i, here in enumerate(points):
        before, after = points[i - 1], points[(i + 1) % count]
        a = math.atan2(before[0] - here[0], before[1] - here[1])
        b = math.atan2(after[0] - here[0], after[1] - here[1])
        # Inside lies on the right hand of a clockwise ring: from the way onward, clockwise to the way back.
        angles.append(round(math.degrees((a - b) % (2 * math.pi)) * 3600))
    angles[angles.index(max(angles))] += (count - 2) * 648000 - sum(angles)
    rows = []
    for i, here in enumerate(points):
        after = points[(i + 1) % count]
        azimuth = round(math.degrees(math.atan2(after[0] - here[0], after[1] - here[1])) % 360.0 * 3600)
        rows.append(
            {
                "vertice": f"V-{i + 1}",
                "lado": f"V-{i + 1} - V-{(i + 1) % count + 1}",
                "distancia": f"{math.dist(here, after):.{DISTANCE_DECIMALS}f}",
                "angulo_interno": dms(angles[i]),
                "azimut": dms(azimuth),
                "este": f"{here[0]:.{COORDINATE_DECIMALS}f}",
                "norte": f"{here[1]:.{COORDINATE_DECIMALS}f}",
                "colindante": "Terrenos del Estado",
                "tipo": "state",
            }
        )
    return rows


def real_boundaries(data: Path) -> list[tuple[str, Polygon]]:
    """Communities and parcels of the real data in the plane, drawn coarsely enough for a table of vertices."""
    found = []
    for file, prefix, most, coarse in (
        ("c_nativa", "nativa", 4, 60.0),
        ("c_campesina", "campesina", 23, 25.0),
        ("predio_rural", "predio", 60, 0.6),
    ):
        content = json.loads((data / "geo/pe-cajamarca-norte" / f"{file}.geojson").read_text(encoding="utf-8"))
        for number, feature in enumerate(content["features"][:most]):
            plane = transform(TO_PLANE, shape(feature["geometry"]))
            part = max(plane.geoms, key=lambda each: each.area) if isinstance(plane, MultiPolygon) else plane
            simple = Polygon(part.exterior).simplify(coarse)
            ring = clean_ring(list(simple.exterior.coords)[:-1], coarse)
            if len(ring) >= 6:
                found.append((f"{prefix}-{number}", Polygon(ring)))
    return found


def clean_ring(points, coarse: float):
    """Clockwise from the northernmost vertex, without vertices that a rule would rightly remark on."""
    points = rounded(points)
    if shoelace(points) > 0:
        points = points[::-1]
    changed = True
    while changed and len(points) > 5:
        changed = False
        for i, here in enumerate(points):
            before, after = points[i - 1], points[(i + 1) % len(points)]
            off = LineString([before, after]).distance(shape({"type": "Point", "coordinates": here}))
            ax, ay, bx, by = before[0] - here[0], before[1] - here[1], after[0] - here[0], after[1] - here[1]
            angle = math.degrees(abs(math.atan2(ax * by - ay * bx, ax * bx + ay * by)))
            if math.dist(here, after) < 3.0 or off < 0.3 or angle < 5.0:
                points = points[:i] + points[i + 1 :]
                changed = True
                break
    first = min(range(len(points)), key=lambda i: (-points[i][1], points[i][0]))
    return points[first:] + points[:first]


def districts_of(data: Path) -> list[tuple[dict, object]]:
    content = json.loads((data / "geo/pe-cajamarca-norte/distrito.geojson").read_text(encoding="utf-8"))
    return [
        (feature["properties"], shape(feature["geometry"])) for feature in content["features"] if feature["geometry"]
    ]


def near(polygon: Polygon, districts):
    """Districts within some thirty kilometres: all others only cost time."""
    degrees = transform(TO_DEGREES, polygon)
    return [(properties, district) for properties, district in districts if district.distance(degrees) < 0.3]


def clean_bundle(name: str, polygon: Polygon, districts) -> Bundle:
    """A title file in order: registered neighbours to the east, an unregistered one with his record to the west."""
    ring = clean_ring(list(polygon.exterior.coords)[:-1], 0.0)
    # The chain of neighbours follows the ring's own vertices, so that lines are shared exactly.
    size = math.sqrt(polygon.area)
    half = len(ring) // 2
    outer = polygon.buffer(0.4 * size, join_style=2).minimum_rotated_rectangle.buffer(0.1 * size, join_style=2)
    belt = outer.difference(Polygon(ring))
    middle = polygon.centroid.x
    west_box, east_box = box(-1e9, -1e9, middle, 1e9), box(middle, -1e9, 1e9, 1e9)
    east = exact(belt.intersection(east_box), ring)
    west = exact(belt.intersection(west_box), ring)
    degrees = transform(TO_DEGREES, Polygon(ring))
    shares = []
    for properties, district in districts:
        common = transform(TO_PLANE, degrees.intersection(district)) if degrees.intersects(district) else None
        if common is not None and common.area > 0.0005 * polygon.area:
            shares.append((common.area / polygon.area, properties))
    shares.sort(key=lambda share: -share[0])
    keys = district_keys(districts[0][0])
    main = shares[0][1]
    attributes = {
        "community": "Comunidad Nativa Nueva Peña",
        "ubigeo": str(main[keys["ubigeo"]]).zfill(6),
        "district": ", ".join(dict.fromkeys(str(p[keys["district"]]) for _, p in shares)),
        "province": ", ".join(dict.fromkeys(str(p[keys["province"]]) for _, p in shares)),
        "department": ", ".join(dict.fromkeys(str(p[keys["department"]]) for _, p in shares)),
    }
    system = {"datum": "WGS84", "projection": "UTM", "zone": ZONE, "ellipsoid": "WGS84"}
    community = attributes["community"]
    documents = [
        {"kind": "technical_table", "name": "cuadro", "area_ha": "", "perimeter_m": ""},
        {
            "kind": "plan",
            "name": "plano.pdf",
            "community": community,
            "area_ha": "",
            "perimeter_m": "",
            "professional": "Ing. R. Tello",
            "cip": "12345",
            "equipment": "GNSS RTK",
            "method": "RTK",
            "survey_date": DAY,
            "scale": "1:25 000",
            "drawn_scale": "1:25000",
            "signed": "yes",
            "legend": "yes",
            "north": "yes",
            "grid": "yes",
            "sheet": "P-01",
            **system,
        },
        {
            "kind": "memoria",
            "name": "memoria.docx",
            "community": community,
            "area_ha": "",
            "perimeter_m": "",
            "north": "Terrenos del Estado",
            "south": "Terrenos del Estado",
            "east": "Predio 1",
            "west": "Comunidad Alto Peña",
            **system,
        },
        {"kind": "resolution_draft", "name": "proyecto.docx", "community": community, "area_ha": ""},
        {"kind": "title", "name": "titulo anterior", "area_ha": ""},
        {"kind": "assembly_act", "name": "acta 04-2026", "date": DAY, "quorum": "2/3", "approves": "yes"},
        {"kind": "overlap_report", "name": "informe.pdf", "date": DAY, "not_evaluated": "ninguna"},
    ]
    sides = [
        {
            "part": 0,
            "ring": 0,
            "number": 1,
            "kind": "private_parcel",
            "neighbour": "Predio 1",
            "registry_entry": "P-11002",
        },
        {
            "part": 0,
            "ring": 0,
            "number": half,
            "kind": "community",
            "neighbour": "Comunidad Alto Peña",
            "record_act": "003-2026",
            "record_on": DAY,
            "signed_by": "Jefa R. Antún",
            "mandate": "acta 11-2026",
        },
    ]
    made = Bundle(
        name,
        [[ring]],
        layers=[
            Layer("predios inscritos", [({"nombre": "Predio 1"}, east), ({"nombre": "Predio 2"}, west)]),
            Layer("distritos", [(p, g) for p, g in districts], 4326),
        ],
        attributes=attributes,
        documents=documents,
        sides=sides,
        fields={"nombre": community},
    )
    made.refresh()
    made.capacity = halves(Polygon(ring))
    return made


def district_keys(properties: dict) -> dict[str, str]:
    """Columns of the district layer by what they hold."""
    found = {}
    for key, marks in (
        ("ubigeo", ("CODIGO_DIS", "IDDIST", "UBIGEO")),
        ("district", ("DISTRITO", "NOMBDIST", "NOM_DIS", "NOMB_DIST")),
        ("province", ("PROVINCIA", "NOMBPROV", "NOM_PROV", "NOMB_PROV")),
        ("department", ("DEPARTAMEN", "NOMBDEP", "NOM_DEP", "NOMB_DEP")),
    ):
        found[key] = next((column for column in properties if any(column.upper().startswith(m) for m in marks)), key)
    return found


def exact(geometry, ring):
    """Largest polygon of a belt, its vertices near the ring put exactly on those of the ring."""
    part = max(geometry.geoms, key=lambda each: each.area) if hasattr(geometry, "geoms") else geometry
    near = {(round(x, 2), round(y, 2)): (x, y) for x, y in ring}
    points = [near.get((round(x, 2), round(y, 2)), (x, y)) for x, y in part.exterior.coords[:-1]]
    return Polygon(points)


def halves(polygon: Polygon) -> list[tuple[str, object, str]]:
    """Two land-capacity units that share a line, their areas adding up to the printed whole."""
    middle = polygon.centroid.y
    west, _, east, _ = polygon.bounds
    pieces = split(polygon, LineString([(west - 10, middle), (east + 10, middle + 1.0)]))
    return [("A" if i % 2 == 0 else "F", piece, "") for i, piece in enumerate(pieces.geoms)]


def write(bundle: Bundle, folder: Path) -> dict[str, object]:
    """Files of a bundle, and the parameters of the algorithm that read them."""
    folder.mkdir(parents=True, exist_ok=True)
    parameters: dict[str, object] = {"BOUNDARY": str(_write_boundary(bundle, folder))}
    references = []
    for layer in bundle.layers:
        path = folder / f"{layer.name}.geojson"
        _geojson(path, [(attributes, mapping(geometry)) for attributes, geometry in layer.units], layer.epsg)
        references.append(str(path))
    if references:
        parameters["REFERENCE"] = references
    stated: dict[str, object] = dict(bundle.attributes)
    if bundle.documents:
        stated["documents"] = bundle.documents
    if bundle.sides:
        stated["sides"] = bundle.sides
    if bundle.vertices:
        stated["vertices"] = bundle.vertices
    path = folder / "datos.json"
    path.write_text(json.dumps(stated, ensure_ascii=False), encoding="utf-8")
    parameters["ATTRIBUTES"] = str(path)
    if bundle.table is not None:
        path = folder / "cuadro.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(bundle.table[0]))
            writer.writeheader()
            writer.writerows(bundle.table)
        parameters["TABLE"] = str(path)
    if bundle.capacity:
        path = folder / "capacidad.geojson"
        rows = [
            ({"grupo": group, "area_ha": area or None}, mapping(geometry)) for group, geometry, area in bundle.capacity
        ]
        _geojson(path, rows, bundle.epsg)
        parameters["LAND_CAPACITY"] = str(path)
    return parameters


def _write_boundary(bundle: Bundle, folder: Path) -> Path:
    parts = [[(ring + [ring[0]]) if bundle.close_rings else ring for ring in rings] for rings in bundle.parts]
    if not bundle.shapefile:
        geometry = {"type": "MultiPolygon", "coordinates": parts}
        path = folder / "lindero.geojson"
        _geojson(path, [(bundle.fields, geometry)], bundle.epsg)
        return path
    path = folder / "lindero.shp"
    with shapefile.Writer(str(path), shapeType=shapefile.POLYGON, encoding="utf-8") as writer:
        for name, value in bundle.fields.items():
            if isinstance(value, float):
                writer.field(name[:10], "N", 18, 4)
            else:
                writer.field(name[:10], "C", 60)
        writer.poly([ring for rings in parts for ring in rings])
        writer.record(*bundle.fields.values())
    if bundle.prj and bundle.epsg:
        path.with_suffix(".prj").write_text(pyproj.CRS(bundle.epsg).to_wkt("WKT1_ESRI"), encoding="ascii")
    if bundle.cpg:
        path.with_suffix(".cpg").write_text("UTF-8", encoding="ascii")
    return path


def _geojson(path: Path, rows, epsg: int | None) -> None:
    content: dict[str, object] = {"type": "FeatureCollection"}
    if epsg and epsg != 4326:
        content["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    content["features"] = [
        {"type": "Feature", "properties": attributes, "geometry": geometry} for attributes, geometry in rows
    ]
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
