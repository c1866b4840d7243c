"""Make ``resources/demo``: an invented community, its neighbours and their land around a real window of GFW alerts.

The figures of SOURCES.md are computed from the geometry that is written, so that the text cannot drift from the data.
Runs with any Python that has GDAL; the same input gives the same features, whatever the day or the machine.
"""

from __future__ import annotations

import argparse
import math
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Iterable, Sequence

from osgeo import gdal, ogr, osr

EPSG = 32720
ORIGIN = (453600.0, 8347700.0)
ROWS = 9
COLUMNS = 6
ROW_OF_REAL_OVERLAP = 2
ROW_OF_SLIVER = 5
ROW_OF_BOW_TIE = 7
SLIVER_WIDTH_M = 0.30
LICENCE_DATE = "2026-11-23"

Point = tuple[float, float]
Ring = list[Point]

# Everything below is drawn in metres from ORIGIN, x to the east and y to the north.
RIVER_AXIS: Ring = [
    (640.0, 2050.0), (500.0, 1740.0), (560.0, 1460.0), (430.0, 1180.0), (290.0, 900.0), (360.0, 600.0),
    (520.0, 330.0), (500.0, 60.0), (395.0, -230.0), (450.0, -540.0), (560.0, -830.0), (480.0, -1120.0),
    (330.0, -1390.0), (390.0, -1700.0), (540.0, -1960.0), (500.0, -2300.0),
]  # fmt: skip
RIVER_HALF_WIDTH = 34.0
NORTH_END, SOUTH_END = (4, 12)  # of the community's side along the river, as indices of RIVER_AXIS
WEST_SIDE: Ring = [
    (-905.0, 655.0), (-872.0, 428.0), (-921.0, 196.0), (-868.0, -31.0), (-842.0, -262.0),
    (-890.0, -478.0), (-858.0, -704.0), (-907.0, -925.0), (-871.0, -1149.0), (-829.0, -1372.0),
]  # fmt: skip
NORTH_SIDE: Ring = [(-96.0, 726.0), (-402.0, 611.0), (-668.0, 697.0)]
SOUTH_SIDE: Ring = [(-474.0, -1421.0), (-88.0, -1334.0)]
AROUND_DOS: Ring = [
    (905.0, -1261.0), (1398.0, -1172.0), (1761.0, -1344.0), (1902.0, -760.0), (1790.0, -215.0), (1938.0, 330.0),
    (1846.0, 905.0), (1511.0, 1369.0), (1042.0, 1296.0),
]  # fmt: skip
# The tongue of "Tres" along the river lies on land that "Uno" also claims: a true overlap, with alerts in it.
AROUND_TRES: Ring = [
    (180.0, -2044.0), (-260.0, -1968.0), (-301.0, -1660.0), (-88.0, -1334.0), (236.0, -1196.0), (389.0, -876.0),
    (148.0, -691.0), (32.0, -516.0), (171.0, -402.0),
]  # fmt: skip
AROUND_CUATRO: Ring = [
    (-948.0, 930.0), (-861.0, 1240.0), (-925.0, 1515.0), (-540.0, 1622.0), (-130.0, 1561.0), (233.0, 1648.0),
]  # fmt: skip


def main() -> None:
    """Write the GeoPackage and the text that describes it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "resources" / "demo")
    folder: Path = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    layers = draw()
    write_geopackage(folder / "demo.gpkg", layers)
    (folder / "SOURCES.md").write_text(describe(layers), encoding="utf-8")


def draw() -> dict[str, list[dict[str, Any]]]:
    """All layers as lists of records; ``geometry`` is an OGR geometry in EPSG:32720 or None."""
    west_bank = bank(-RIVER_HALF_WIDTH)
    east_bank = bank(RIVER_HALF_WIDTH)
    per_span = len(west_bank) // (len(RIVER_AXIS) - 1)
    river_side = west_bank[NORTH_END * per_span : SOUTH_END * per_span + 1]
    uno = polygon(river_side + SOUTH_SIDE[::-1] + WEST_SIDE[::-1] + NORTH_SIDE[::-1])
    cuatro = polygon(west_bank[2 * per_span : NORTH_END * per_span + 1] + NORTH_SIDE + WEST_SIDE[:1] + AROUND_CUATRO)
    dos = polygon(east_bank[2 * per_span : (SOUTH_END - 1) * per_span + 1] + AROUND_DOS)
    tres = polygon(west_bank[9 * per_span - 1 : 14 * per_span + 1] + AROUND_TRES)
    communities = [
        community("EJ-01", "Uno", uno, "Colinda con el río de ejemplo"),
        community("EJ-02", "Dos", dos, "Margen derecha del río de ejemplo"),
        community("EJ-03", "Tres", tres, "Reclama una franja que también reclama Uno"),
        community("EJ-04", "Cuatro", cuatro, "Comparte el lindero norte de Uno"),
    ]
    channel = polygon(west_bank + east_bank[::-1])
    axis = ogr.Geometry(ogr.wkbLineString)
    for x, y in placed(smooth(RIVER_AXIS)):
        axis.AddPoint_2D(x, y)
    concession = polygon([(-1240.0, -1262.0), (-402.0, -1262.0), (-402.0, -2010.0), (-1240.0, -2010.0)])
    note = "Inventado para el ejemplo"
    land = parcels()
    adjoining = [{"nombre": "Río de ejemplo (inventado)", "tipo": "río", "geometry": channel}]
    adjoining += [{"nombre": c["nomcom"], "tipo": "comunidad", "geometry": c["geometry"]} for c in communities[2:]]
    adjoining += [
        {"nombre": p["NOMPRE"], "tipo": "predio", "geometry": p["geometry"]} for p in land[: ROWS * COLUMNS : COLUMNS]
    ]
    return {
        "comunidad": [dict(communities[0])],
        "comunidades": communities,
        "predios": land,
        "concesion": [
            {
                "codigo": "CF-EJ-01", "nombre": "Concesión forestal de ejemplo (inventada)", "FUENTE": note,
                "DOCREG": "Contrato de ejemplo 001", "FECREG": "2004-05-18", "ZONUTM": "20", "ORIGEN": "1",
                "SUPAPR": area_ha(concession), "geometry": concession,
            }
        ],
        "rio": [{"nombre": "Río de ejemplo (inventado)", "tipo": "cauce", "geometry": channel}],
        "rio_eje": [{"nombre": "Río de ejemplo (inventado)", "tipo": "eje", "geometry": axis}],
        "colindantes": adjoining,
    }  # fmt: skip


def parcels() -> list[dict[str, Any]]:
    """Sixty rural parcels west of the community, four of them with a planted defect."""
    records = []
    edges = [column_edge(column) for column in range(COLUMNS + 1)]
    for row in range(ROWS):
        for column in range(COLUMNS):
            west, east = edges[column + 1], edges[column]
            trail = 8.0 if column == 2 else 0.0
            nw, ne = west[row], (east[row][0] - trail, east[row][1])
            sw, se = west[row + 1], (east[row + 1][0] - trail, east[row + 1][1])
            ring = [nw, ne, se, sw]
            note = ""
            if column == 0 and row == ROW_OF_REAL_OVERLAP:
                ring = [nw, ne, (ne[0] + 214.0, ne[1] - 9.0), (se[0] + 183.0, se[1] + 14.0), se, sw]
                note = "Defecto sembrado: se superpone de verdad con la comunidad Uno"
            elif column == 0 and row == ROW_OF_SLIVER:
                ring = [nw, ne, *sliver_side(ne, se), se, sw]
                note = "Defecto sembrado: roce de unos 0.30 m de ancho con la comunidad Uno"
            elif column == 0 and row == ROW_OF_BOW_TIE:
                ring = [nw, (se[0] + 88.0, se[1]), (ne[0] + 88.0, ne[1]), sw]
                note = "Defecto sembrado: polígono que se cruza a sí mismo (lazo)"
            records.append(parcel(len(records) + 1, polygon(ring), note))
    for index in range(5):
        x, y = -1190.0 - 236.0 * index, 700.0 + 6.0 * math.sin(2.0 * index)
        ring = [(x, y + 244.0), (x + 220.0, y + 252.0), (x + 222.0, y + 11.0), (x + 3.0, y + 9.0)]
        records.append(parcel(len(records) + 1, polygon(ring), ""))
    records.append(parcel(len(records) + 1, None, "Defecto sembrado: registro sin geometría"))
    return records


def column_edge(column: int) -> Ring:
    """Line between two columns of parcels; the first is the community's own west side."""
    if column == 0:
        return WEST_SIDE
    return [
        (x - 241.0 * column + 14.0 * math.sin(1.7 * row + column), y + 9.0 * math.sin(0.9 * row + 1.3 * column))
        for row, (x, y) in enumerate(WEST_SIDE)
    ]


def sliver_side(north: Point, south: Point) -> Ring:
    """The side from `north` to `south`, moved into the community by the width of the sliver."""
    dx, dy = south[0] - north[0], south[1] - north[1]
    length = math.hypot(dx, dy)
    shift = (-dy / length * SLIVER_WIDTH_M, dx / length * SLIVER_WIDTH_M)
    return [(north[0] + shift[0], north[1] + shift[1]), (south[0] + shift[0], south[1] + shift[1])]


def bank(offset: float) -> Ring:
    """A bank of the river: its axis moved sideways; positive to the east."""
    axis = smooth(RIVER_AXIS)
    points = []
    for index, (x, y) in enumerate(axis):
        before, after = axis[max(index - 1, 0)], axis[min(index + 1, len(axis) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy)
        points.append((x - dy / length * offset, y + dx / length * offset))
    return points


def smooth(points: Ring, steps: int = 2) -> Ring:
    """Catmull-Rom curve through the points, `steps` vertices per span."""
    result = []
    for index in range(len(points) - 1):
        p0, p1 = points[max(index - 1, 0)], points[index]
        p2, p3 = points[index + 1], points[min(index + 2, len(points) - 1)]
        for step in range(steps):
            t = step / steps
            result.append(
                tuple(
                    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d in zip(p0, p1, p2, p3)
                )
            )
    return [*result, points[-1]]  # type: ignore[list-item]


def placed(points: Iterable[Sequence[float]]) -> Ring:
    """Points in EPSG:32720, rounded to the centimetre as a surveyor prints them."""
    return [(round(ORIGIN[0] + x, 2), round(ORIGIN[1] + y, 2)) for x, y in points]


def polygon(points: Iterable[Sequence[float]]) -> Any:
    """Closed OGR polygon of the points, in their order."""
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in placed(points):
        ring.AddPoint_2D(x, y)
    ring.CloseRings()
    geometry = ogr.Geometry(ogr.wkbPolygon)
    geometry.AddGeometry(ring)
    return geometry


def area_ha(geometry: Any) -> float:
    """Plane UTM area in hectares with the four decimals of Peruvian practice."""
    return half_up(geometry.GetArea() / 10_000.0)


def half_up(area: float) -> float:
    """Four decimals, halves upwards as a person rounds them; the ninth decimal is noise of binary numbers."""
    return float(Decimal(f"{area:.9f}").quantize(Decimal("0.0001"), ROUND_HALF_UP))


def community(code: str, word: str, geometry: Any, remark: str) -> dict[str, Any]:
    """A community with the fields of the public SIC replica; every value is invented."""
    centre = geometry.Centroid()
    return {
        "codigo": code, "nomcom": f"Comunidad de ejemplo {word} (inventada)", "pueblo": "Pueblo de ejemplo (inventado)",
        "depar": "Departamento de ejemplo", "provi": "Provincia de ejemplo", "distr": "Distrito de ejemplo",
        "ubidis": "000101", "Aarea": area_ha(geometry), "centroide_e": round(centre.GetX(), 2),
        "centroide_n": round(centre.GetY(), 2), "titcom": f"Resolución de ejemplo 00{code[-1]} (inventada)",
        "observ": remark, "geometry": geometry,
    }  # fmt: skip


def parcel(number: int, geometry: Any, remark: str) -> dict[str, Any]:
    """A rural parcel with the fields of the public SICAR replica; every value is invented."""
    centre = geometry.Centroid() if geometry is not None else None
    return {
        "cod_predio": f"PE-{number:03d}", "NOMPRE": f"Predio de ejemplo {number:02d} (inventado)",
        "AREA": area_ha(geometry) if geometry is not None else None,
        "PERIME": round(geometry.Boundary().Length(), 2) if geometry is not None else None,
        "UBIDIS": "000101", "COORX": round(centre.GetX(), 2) if centre else None,
        "COORY": round(centre.GetY(), 2) if centre else None, "ZUTM": "20", "OBSERV": remark, "geometry": geometry,
    }  # fmt: skip


def write_geopackage(path: Path, layers: dict[str, list[dict[str, Any]]]) -> None:
    """One GeoPackage with a table per layer; the time stamp is fixed, so that a new run changes nothing."""
    gdal.UseExceptions()
    path.unlink(missing_ok=True)
    gdal.SetConfigOption("OGR_CURRENT_DATE", f"{LICENCE_DATE}T00:00:00.000Z")
    system = osr.SpatialReference()
    system.ImportFromEPSG(EPSG)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    for name, records in layers.items():
        kind = ogr.wkbLineString if name == "rio_eje" else ogr.wkbPolygon
        layer = dataset.CreateLayer(name, system, kind, ["SPATIAL_INDEX=YES"])
        for field, value in records[0].items():
            if field != "geometry":
                layer.CreateField(ogr.FieldDefn(field, ogr.OFTReal if isinstance(value, float) else ogr.OFTString))
        for record in records:
            feature = ogr.Feature(layer.GetLayerDefn())
            for field, value in record.items():
                if field == "geometry":
                    feature.SetGeometry(value)
                elif value is None:
                    feature.SetFieldNull(field)
                else:
                    feature.SetField(field, value)
            layer.CreateFeature(feature)
    layer = None
    dataset = None


def describe(layers: dict[str, list[dict[str, Any]]]) -> str:
    """SOURCES.md, with the figures of the geometry as written."""
    uno = layers["comunidad"][0]["geometry"]
    by_remark = {record["OBSERV"].split(": ")[-1]: record for record in layers["predios"] if record["OBSERV"]}

    def shared(other: Any) -> float:
        return half_up(uno.Intersection(other.MakeValid()).GetArea() / 10_000.0)

    rows = [("comunidades", r["codigo"], r["nomcom"], r["Aarea"]) for r in layers["comunidades"]]
    rows += [("concesion", r["codigo"], r["nombre"], r["SUPAPR"]) for r in layers["concesion"]]
    areas = "\n".join(f"| {layer} | {code} | {name} | {area:.4f} |" for layer, code, name, area in rows)
    planted = [
        ("predios", record["cod_predio"], remark, shared(record["geometry"]))
        for remark, record in by_remark.items()
        if record["geometry"] is not None
    ]
    planted += [
        ("comunidades", r["codigo"], "reclama una franja que también reclama Uno", shared(r["geometry"]))
        for r in layers["comunidades"]
        if r["codigo"] == "EJ-03"
    ]
    planted += [
        ("concesion", r["codigo"], "entra en la esquina suroeste de Uno", shared(r["geometry"]))
        for r in layers["concesion"]
    ]
    overlaps = "\n".join(f"| {layer} | {code} | {what} | {area:.4f} |" for layer, code, what, area in planted)
    null = next(record["cod_predio"] for record in layers["predios"] if record["geometry"] is None)
    return SOURCES.format(
        epsg=EPSG, areas=areas, overlaps=overlaps, null=null, parcels=len(layers["predios"]),
        vertices=uno.GetGeometryRef(0).GetPointCount() - 1,
    )  # fmt: skip


SOURCES = """# Los datos del ejemplo y de dónde vienen

## alerts.tif: alertas reales

- Qué es: una ventana de las alertas integradas de deforestación (GLAD-L, GLAD-S2 y RADD) de Global Forest Watch, con fecha y
  confianza en cada píxel (`date_conf`, uint16, EPSG:3857, 207 x 171 píxeles). Lugar: Beni, Bolivia, cerca de 63.43° O, 14.95° S.
- Cita: "Integrated Deforestation Alerts". UMD/GLAD and WUR, accessed through Global Forest Watch.
- Licencia: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
- De dónde se tomó: archivo `tests/fixtures/date_conf.tif` del repositorio público wri/gfw-tile-cache, revisión
  1fd53c6581dfd1f4c900d61105b2ecde04a36888.
- Cambios: ninguno; solo el nombre del archivo.

## demo.gpkg: todo es inventado

Ninguna comunidad, predio, río ni concesión de este archivo existe. No copia el lindero ni el nombre de ninguna comunidad real. Se
dibujó alrededor de las alertas para mostrar el trabajo completo, y lo hace `scripts/make_demo.py`. Se puede usar sin condiciones
(CC0 1.0).

Sistema de referencia: WGS 84 / UTM zona 20 Sur (EPSG:{epsg}), porque las alertas están a 63.4° O. En la Amazonía del Perú las zonas son
la 17, 18 y 19 Sur. Las coordenadas están redondeadas al centímetro.

| capa | contenido |
| --- | --- |
| comunidad | la comunidad que se va a titular (EJ-01), {vertices} vértices; su lado este es la orilla del río |
| comunidades | la misma comunidad y sus tres vecinas: los territorios de las alertas |
| predios | {parcels} predios rurales, cuatro de ellos con un defecto sembrado; {null} no tiene geometría |
| concesion | una concesión forestal |
| rio | el cauce del río como polígono; su orilla coincide con el lindero de la comunidad, sin superposición |
| rio_eje | el eje del río como línea |
| colindantes | quienes tocan el lindero, en una sola capa: río, comunidades y predios de las otras capas |

Áreas en hectáreas, planas en UTM:

| capa | código | nombre | área (ha) |
| --- | --- | --- | --- |
{areas}

Superposiciones sembradas con la comunidad EJ-01, en hectáreas planas en UTM:

| capa | código | qué es | superposición (ha) |
| --- | --- | --- | --- |
{overlaps}
"""


if __name__ == "__main__":
    main()
