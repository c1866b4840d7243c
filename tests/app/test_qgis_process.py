"""The first chain through ``qgis_process``, as scripts and other programs call it; figures read back by other engines.

Runs on the QGIS that is first on the path, 3.22 included; parameters therefore go as arguments, and JSON on standard input, which
QGIS 3.22 does not read, has a test of its own.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import rasterio
import shapefile
import shapely
from conftest import ProcessRun, QgisProcess
from osgeo import ogr
from pyproj import Geod, Transformer
from shapely import wkb

DEMO = Path(__file__).parents[2] / "resources" / "demo"
ALERTS = str(DEMO / "alerts.tif")
GEOD = Geod(ellps="WGS84")
CHAIN = {"importalerts", "alertstatistics", "overlapanalysis", "technicaltable", "exporttitlepackage"}
REFERENCE = ("predios", "concesion", "rio", "comunidades")
CONFIDENCES = {2: "low", 3: "high", 4: "highest"}


def table(name: str) -> str:
    return f"{DEMO / 'demo.gpkg'}|layername={name}"


def called(process: QgisProcess, algorithm: str, inputs: dict[str, Any]) -> ProcessRun:
    """Run an algorithm with its parameters as arguments."""
    arguments = [
        f"--{key}={item}"
        for key, value in inputs.items()
        for item in (value if isinstance(value, (list, tuple)) else (value,))
    ]
    return process.call("--json", "run", f"rainforestalert:{algorithm}", *arguments)


def features(path: Path | str, layer: str | None = None) -> list[tuple[dict[str, Any], Any]]:
    """Attributes and shapely geometry, read with OGR."""
    dataset = ogr.Open(str(path))
    found = []
    for feature in dataset.GetLayerByName(layer) if layer else dataset.GetLayer(0):
        geometry = feature.GetGeometryRef()
        found.append((feature.items(), wkb.loads(bytes(geometry.ExportToWkb())) if geometry is not None else None))
    return found


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def community() -> Any:
    ((_, geometry),) = features(DEMO / "demo.gpkg", "comunidad")
    return geometry


@pytest.fixture(scope="module")
def pixels() -> list[dict[str, Any]]:
    """Every alert pixel, decoded by hand: confidence * 10000 + days since 2014-12-31, with its geodesic area from pyproj."""
    found = []
    with rasterio.open(ALERTS) as raster:
        codes, t = raster.read(1), raster.transform
        degrees = Transformer.from_crs(raster.crs, 4326, always_xy=True)
        metres = Transformer.from_crs(raster.crs, 32720, always_xy=True)
    for row, column in zip(*np.nonzero(codes)):
        west, north = t.c + column * t.a, t.f + row * t.e
        corners = [(west, north), (west + t.a, north), (west + t.a, north + t.e), (west, north + t.e)]
        longitudes, latitudes = zip(*(degrees.transform(*corner) for corner in corners))
        code = int(codes[row, column])
        found.append(
            {
                "date": date(2014, 12, 31) + timedelta(days=code % 10_000),
                "confidence": CONFIDENCES[code // 10_000],
                "area_ha": abs(GEOD.polygon_area_perimeter(longitudes, latitudes)[0]) / 10_000,
                "point": shapely.Point(*metres.transform(west + t.a / 2, north + t.e / 2)),
            }
        )
    return found


@pytest.fixture(scope="module")
def inside(pixels: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Alert pixels by the community that holds their centre."""
    return {
        fields["codigo"]: [pixel for pixel in pixels if geometry.contains(pixel["point"])]
        for fields, geometry in features(DEMO / "demo.gpkg", "comunidades")
    }


def test_the_provider_lists_the_algorithms_of_the_chain(qgis_process: QgisProcess) -> None:
    done = qgis_process.call("list")
    assert done.returncode == 0
    listed = set(re.findall(r"rainforestalert:(\w+)", done.stdout))
    assert listed >= CHAIN


def test_the_plugin_is_listed_as_enabled(qgis_process: QgisProcess) -> None:
    plugins = qgis_process.call("--json", "plugins").answer["plugins"]
    assert plugins["rainforest_alert_plugin"]["loaded"] is True


def test_the_plugin_can_be_disabled_and_enabled_again(qgis_process: QgisProcess) -> None:
    try:
        assert qgis_process.call("plugins", "disable", "rainforest_alert_plugin").returncode == 0
        assert "rainforestalert:" not in qgis_process.call("list").stdout
    finally:
        assert qgis_process.call("plugins", "enable", "rainforest_alert_plugin").returncode == 0
    assert "rainforestalert:" in qgis_process.call("list").stdout


@pytest.mark.parametrize(
    ("algorithm", "parameters"),
    [
        (
            "importalerts",
            "INPUT SOURCE TERRITORIES TERRITORY_ID START END MIN_CONFIDENCE WORKSPACE OUTPUT",
        ),
        ("alertstatistics", "ALERTS SOURCE TERRITORIES TERRITORY_ID PERIOD START END OUTPUT"),
        ("overlapanalysis", "BOUNDARIES BOUNDARY_ID REFERENCE AREA_METHOD MIN_AREA_HA OUTPUT"),
        ("technicaltable", "BOUNDARY PROFILE UTM_ZONE OUTPUT"),
        ("exporttitlepackage", "BOUNDARY PROFILE REFERENCE ATTRIBUTES AUDIENCE ALLOW_BLOCKERS OUTPUT_FOLDER"),
        ("titleatlas", "WORKSPACE COMMUNITIES PROFILE OUTPUT_FOLDER"),
    ],
)
def test_help_names_the_parameters_that_scripts_rely_on(
    qgis_process: QgisProcess, algorithm: str, parameters: str
) -> None:
    answer = qgis_process.call("--json", "help", f"rainforestalert:{algorithm}").answer
    assert set(parameters.split()) <= set(answer["parameters"])


def test_statistics_count_each_pixel_in_the_month_and_confidence_that_its_code_says(
    qgis_process: QgisProcess, tmp_path: Path, inside: dict[str, list[dict[str, Any]]]
) -> None:
    output = tmp_path / "statistics.csv"
    done = called(
        qgis_process,
        "alertstatistics",
        {
            "ALERTS": ALERTS,
            "TERRITORIES": table("comunidades"),
            "TERRITORY_ID": "codigo",
            "PERIOD": "month",
            "OUTPUT": output,
        },
    )
    expected: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0, 0.0])
    for code, members in inside.items():
        for pixel in members:
            row = expected[code, f"{pixel['date']:%Y-%m}-01", pixel["confidence"]]
            row[0] += 1
            row[1] += pixel["area_ha"]
    assert done.results["PIXEL_COUNT"] == sum(len(members) for members in inside.values())
    found = {
        (row["territory_id"], row["period_start"].replace("/", "-"), row["confidence"]): row for row in csv_rows(output)
    }
    assert set(found) == set(expected)
    for key, (count, area_ha) in expected.items():
        assert int(found[key]["pixel_count"]) == count
        assert float(found[key]["area_ha"]) == pytest.approx(area_ha, rel=1e-6)


def test_a_pixel_on_land_that_two_communities_claim_counts_in_both(
    inside: dict[str, list[dict[str, Any]]], qgis_process: QgisProcess, tmp_path: Path
) -> None:
    both = [pixel for pixel in inside["EJ-01"] if pixel in inside["EJ-03"]]
    assert both
    output = tmp_path / "years.csv"
    inputs = {"ALERTS": ALERTS, "TERRITORIES": table("comunidades"), "TERRITORY_ID": "codigo", "PERIOD": "year"}
    assert called(qgis_process, "alertstatistics", {**inputs, "OUTPUT": output}).returncode == 0
    counts: dict[str, int] = defaultdict(int)
    for row in csv_rows(output):
        counts[row["territory_id"]] += int(row["pixel_count"])
    assert counts["EJ-03"] == len(inside["EJ-03"])
    assert counts["EJ-01"] == len(inside["EJ-01"])


def test_statistics_of_a_span_of_dates_leave_out_the_rest(
    qgis_process: QgisProcess, tmp_path: Path, inside: dict[str, list[dict[str, Any]]]
) -> None:
    first, last = date(2023, 8, 10), date(2023, 9, 20)
    output = tmp_path / "span.csv"
    inputs = {"ALERTS": ALERTS, "TERRITORIES": table("comunidades"), "TERRITORY_ID": "codigo", "PERIOD": "day"}
    done = called(qgis_process, "alertstatistics", {**inputs, "START": first, "END": last, "OUTPUT": output})
    assert done.returncode == 0, done.stderr
    expected = sum(first <= pixel["date"] <= last for members in inside.values() for pixel in members)
    assert 0 < expected < sum(len(members) for members in inside.values())
    assert sum(int(row["pixel_count"]) for row in csv_rows(output)) == expected


def test_imported_points_are_the_pixels_inside_the_communities(
    qgis_process: QgisProcess, tmp_path: Path, inside: dict[str, list[dict[str, Any]]]
) -> None:
    output = tmp_path / "points.gpkg"
    inputs = {"INPUT": ALERTS, "TERRITORIES": table("comunidades"), "TERRITORY_ID": "codigo", "OUTPUT": output}
    assert called(qgis_process, "importalerts", inputs).returncode == 0
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for fields, _ in features(output):
        found[fields["territory_id"]].append((str(fields["date"]).replace("/", "-")[:10], fields["confidence"]))
    for code, members in inside.items():
        expected = sorted((pixel["date"].isoformat(), pixel["confidence"]) for pixel in members)
        assert sorted(found[code]) == expected


@pytest.mark.parametrize("method", ["utm", "ellipsoidal"])
def test_overlaps_are_those_that_shapely_finds_with_the_area_that_pyproj_measures(
    qgis_process: QgisProcess, tmp_path: Path, community: Any, method: str
) -> None:
    output = tmp_path / "overlaps.gpkg"
    inputs = {
        "BOUNDARIES": table("comunidad"),
        "BOUNDARY_ID": "codigo",
        "REFERENCE": [table(name) for name in REFERENCE[:3]],
        "AREA_METHOD": method,
        "OUTPUT": output,
    }
    assert called(qgis_process, "overlapanalysis", inputs).returncode == 0
    degrees = Transformer.from_crs(32720, 4326, always_xy=True)
    expected = {}
    for name in REFERENCE[:3]:
        for fields, geometry in features(DEMO / "demo.gpkg", name):
            if geometry is None:
                continue
            shared = community.intersection(shapely.make_valid(geometry))
            if shared.area == 0:
                continue
            if method == "ellipsoidal":
                # Edges are straight in UTM: cut into short pieces before they become geodesics.
                pieces = shapely.transform(shapely.segmentize(shared, 20), degrees.transform, interleaved=False)
                area = abs(GEOD.geometry_area_perimeter(pieces)[0])
            else:
                area = shared.area
            expected[fields.get("NOMPRE") or fields["nombre"]] = area / 10_000
    found = {fields["feature_name"]: fields for fields, _ in features(output)}
    assert set(found) == set(expected)
    for name, area_ha in expected.items():
        assert found[name]["area_ha"] == pytest.approx(area_ha, rel=1e-5)
        assert found[name]["boundary_id"] == "EJ-01"
    assert {fields["layer"] for fields in found.values()} == {"predios", "concesion"}


def test_overlap_geometries_lie_where_both_polygons_do(
    qgis_process: QgisProcess, tmp_path: Path, community: Any
) -> None:
    output = tmp_path / "overlaps.gpkg"
    inputs = {"BOUNDARIES": table("comunidad"), "REFERENCE": table("concesion"), "OUTPUT": output}
    assert called(qgis_process, "overlapanalysis", inputs).returncode == 0
    ((_, concession),) = features(DEMO / "demo.gpkg", "concesion")
    ((_, overlap),) = features(output)
    assert overlap.symmetric_difference(community.intersection(concession)).area < 0.01


def test_every_feature_of_the_parcels_is_accounted_for(qgis_process: QgisProcess, tmp_path: Path) -> None:
    done = called(
        qgis_process,
        "overlapanalysis",
        {"BOUNDARIES": table("comunidad"), "REFERENCE": table("predios"), "OUTPUT": tmp_path / "overlaps.gpkg"},
    )
    said = done.stdout + done.stderr
    # 60 parcels: a bow-tie is repaired, one has no geometry
    assert re.search(r"predios: 60 \D+59 \D+1 \D+1 ", said)
    assert "Predio de ejemplo 43" in said
    assert "Predio de ejemplo 60" in said


def test_the_technical_table_states_what_its_printed_coordinates_give(
    qgis_process: QgisProcess, tmp_path: Path, community: Any
) -> None:
    output = tmp_path / "table.csv"
    done = called(
        qgis_process, "technicaltable", {"BOUNDARY": table("comunidad"), "BOUNDARY_ID": "codigo", "OUTPUT": output}
    )
    results = done.results
    rows = csv_rows(output)
    corners = [(float(row["easting"]), float(row["northing"])) for row in rows]
    sides = [round(math.dist(here, there), 2) for here, there in zip(corners, [*corners[1:], corners[0]])]
    assert [float(row["distance_m"]) for row in rows] == sides
    assert results["PERIMETER_M"] == pytest.approx(sum(sides), abs=1e-6)
    assert results["AREA_HA"] == pytest.approx(shapely.Polygon(corners).area / 10_000, abs=5.1e-5)
    assert shapely.Polygon(corners).equals(community)
    assert corners[0] == max(corners, key=lambda corner: corner[1])
    assert not shapely.LinearRing(corners).is_ccw
    seconds = 0
    for row in rows:
        d, m, s = (int(part) for part in re.findall(r"\d+", row["interior_angle"]))
        seconds += d * 3600 + m * 60 + s
    assert seconds == (len(rows) - 2) * 180 * 3600


def test_the_technical_table_names_who_adjoins_each_side(
    qgis_process: QgisProcess, tmp_path: Path, community: Any
) -> None:
    output = tmp_path / "table.csv"
    inputs = {"BOUNDARY": table("comunidad"), "NEIGHBOURS": table("colindantes"), "NEIGHBOUR_NAME": "nombre"}
    assert called(qgis_process, "technicaltable", {**inputs, "OUTPUT": output}).returncode == 0
    adjoining = features(DEMO / "demo.gpkg", "colindantes")
    rows = csv_rows(output)
    corners = [(float(row["easting"]), float(row["northing"])) for row in rows]
    for row, here, there in zip(rows, corners, [*corners[1:], corners[0]]):
        side = shapely.LineString([here, there])
        # shapely's own answer: who has a line along the whole side, within a centimetre
        along = {
            fields["nombre"]
            for fields, geometry in adjoining
            if side.difference(shapely.make_valid(geometry).boundary.buffer(0.01)).length < 0.05
        }
        assert all(name in row["neighbour"] for name in along)


@pytest.fixture(scope="module")
def draft(qgis_process: QgisProcess, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A package of the demo's community, with the overlaps that were planted."""
    folder = tmp_path_factory.mktemp("package") / "EJ-01"
    done = called(
        qgis_process,
        "exporttitlepackage",
        {
            "BOUNDARY": table("comunidad"),
            "BOUNDARY_ID": "codigo",
            "REFERENCE": [table(name) for name in REFERENCE[:3]],
            "ATTRIBUTES": json.dumps({"community": "Comunidad de ejemplo Uno (inventada)", "ubigeo": "000101"}),
            "ALLOW_BLOCKERS": "true",
            "OUTPUT_FOLDER": folder,
        },
    )
    return folder, done.results


def test_the_shapefile_of_the_package_holds_the_area_that_the_run_states(
    draft: tuple[Path, dict[str, Any]], community: Any
) -> None:
    folder, results = draft
    polygons = {}
    for path in folder.rglob("*.shp"):
        assert path.with_suffix(".prj").is_file()
        assert path.with_suffix(".cpg").read_text(encoding="ascii").strip().upper() == "UTF-8"
        with shapefile.Reader(str(path), encoding="utf-8") as reader:
            if reader.shapeType == shapefile.POLYGON:
                polygons[path.name] = [shapely.geometry.shape(shape) for shape in reader.shapes()]
    ((polygon,),) = polygons.values()
    assert polygon.equals(community)
    assert round(polygon.area / 10_000, 4) == results["AREA_HA"]


def test_the_spreadsheet_of_the_package_lists_every_vertex(draft: tuple[Path, dict[str, Any]], community: Any) -> None:
    folder, _ = draft
    (path,) = folder.rglob("*.xlsx")
    corners = set(shapely.get_coordinates(community)[:, 0].tolist())
    cells = {
        cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row
    }
    numbers = {round(float(cell), 2) for cell in cells if isinstance(cell, (int, float))}
    assert corners <= numbers


def test_the_manifest_has_the_fingerprint_of_every_file(draft: tuple[Path, dict[str, Any]]) -> None:
    folder, results = draft
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    stated = {entry["name"]: entry["sha256"] for entry in manifest["files"]}
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(there) - {"manifest.json"} == set(stated)
    for name, digest in stated.items():
        assert hashlib.sha256(there[name].read_bytes()).hexdigest() == digest
    assert manifest["state"] == results["STATE"] == "draft"


def test_a_package_with_a_blocking_overlap_is_refused_and_leaves_no_folder(
    qgis_process: QgisProcess, tmp_path: Path
) -> None:
    folder = tmp_path / "package"
    inputs = {"BOUNDARY": table("comunidad"), "REFERENCE": table("concesion"), "OUTPUT_FOLDER": folder}
    done = called(qgis_process, "exporttitlepackage", inputs)
    assert done.returncode != 0
    assert "concesion" in done.stderr
    assert not folder.exists() or not any(folder.iterdir())


@pytest.mark.parametrize(
    ("algorithm", "inputs", "says"),
    [
        (
            "alertstatistics",
            {"ALERTS": "{missing}", "TERRITORIES": table("comunidades"), "TERRITORY_ID": "codigo"},
            "missing.tif",
        ),
        (
            "alertstatistics",
            {"ALERTS": ALERTS, "TERRITORIES": table("comunidades"), "TERRITORY_ID": "no_such_field"},
            "no_such_field",
        ),
        ("importalerts", {"INPUT": "{missing}", "TERRITORIES": table("comunidades")}, "missing.tif"),
        ("overlapanalysis", {"BOUNDARIES": table("comunidad"), "REFERENCE": table("rio_eje")}, "rio_eje"),
        ("technicaltable", {"BOUNDARY": table("comunidades")}, "comunidades"),
    ],
)
def test_a_call_that_cannot_work_says_why_and_writes_nothing(
    qgis_process: QgisProcess, tmp_path: Path, algorithm: str, inputs: dict[str, str], says: str
) -> None:
    output = tmp_path / "output.csv"
    given = {key: value.format(missing=tmp_path / "missing.tif") for key, value in inputs.items()}
    done = called(qgis_process, algorithm, {**given, "OUTPUT": output})
    assert done.returncode != 0
    said = done.stderr + done.stdout
    assert says in said
    assert "Traceback" not in said
    assert not output.exists()


def test_json_on_standard_input_gives_what_arguments_give(qgis_process: QgisProcess, tmp_path: Path) -> None:
    version = qgis_process.call("--json", "list").answer["qgis_version"]
    if tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < (3, 24):
        pytest.skip("needs QGIS 3.24: earlier ones do not read JSON from standard input")
    inputs = {"ALERTS": ALERTS, "TERRITORIES": table("comunidades"), "TERRITORY_ID": "codigo"}
    by_arguments, by_json = tmp_path / "arguments.csv", tmp_path / "json.csv"
    first = called(qgis_process, "alertstatistics", {**inputs, "OUTPUT": by_arguments})
    second = qgis_process.run("alertstatistics", {**inputs, "OUTPUT": str(by_json)})
    assert first.returncode == second.returncode == 0
    assert by_json.read_bytes() == by_arguments.read_bytes()


@pytest.fixture(scope="module")
def cajamarca(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real layers of northern Cajamarca, copied: QGIS may leave side files beside what it opens."""
    return Path(shutil.copytree(shared_data / "geo" / "pe-cajamarca-norte", tmp_path_factory.mktemp("real") / "layers"))


@pytest.mark.realdata
def test_real_communities_overlap_fifty_five_mining_claims(
    qgis_process: QgisProcess, tmp_path: Path, cajamarca: Path
) -> None:
    output = tmp_path / "overlaps.gpkg"
    claims, communities = cajamarca / "catastro_minero.geojson", cajamarca / "c_nativa.geojson"
    done = called(qgis_process, "overlapanalysis", {"BOUNDARIES": communities, "REFERENCE": claims, "OUTPUT": output})
    tree = shapely.STRtree([shapely.make_valid(geometry) for _, geometry in features(claims)])
    expected = sum(
        geometry.intersection(tree.geometries[index]).area > 1e-15
        for _, geometry in features(communities)
        for index in tree.query(geometry)
    )
    assert done.results["OVERLAP_COUNT"] == len(features(output)) == expected == 55
    assert re.search(rf"catastro_minero: {len(features(claims))} ", done.stdout)


@pytest.mark.realdata
def test_the_package_of_a_real_community_accounts_for_every_feature_of_its_neighbourhood(
    qgis_process: QgisProcess, tmp_path: Path, cajamarca: Path
) -> None:
    folder = tmp_path / "package"
    names = ("catastro_minero", "ANP", "predio_rural", "distrito")
    done = called(
        qgis_process,
        "exporttitlepackage",
        {
            "BOUNDARY": f"{cajamarca / 'c_nativa.geojson'}|subset=FID = 2",
            "REFERENCE": [cajamarca / f"{name}.geojson" for name in names],
            "ALLOW_BLOCKERS": "true",
            "OUTPUT_FOLDER": folder,
        },
    )
    results = done.results
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    said = done.stdout
    for name in names:
        count = len(features(cajamarca / f"{name}.geojson"))
        read, used, _, left_out = (
            int(n) for n in re.search(rf"{name}: (\d+) \D+(\d+) \D+(\d+) \D+(\d+) ", said).groups()
        )
        assert read == count == used + left_out
    (path,) = folder.glob("*perimetro.shp")
    ((_, written),) = features(path)
    # The community lies west of 78 W: zone 17 South, by pyproj
    _, degrees = features(cajamarca / "c_nativa.geojson")[2]
    metres = shapely.transform(degrees, Transformer.from_crs(4326, 32717, always_xy=True).transform, interleaved=False)
    assert written.area == pytest.approx(metres.area, rel=1e-9)
    assert results["AREA_HA"] == pytest.approx(metres.area / 10_000, abs=1e-3)
    assert manifest["state"] == results["STATE"]
    assert {path.name for path in folder.iterdir()} == {entry["name"] for entry in manifest["files"]} | {
        "manifest.json"
    }


MAKE_WORKSPACE = """
import sys
from osgeo import ogr
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
with create_workspace("atlas", sys.argv[1]) as made:
    location = made.location
shape = bytes(ogr.CreateGeometryFromWkt("MULTIPOLYGON(((-75 -9,-74 -9,-74 -8,-75 -9)))").ExportToWkb())
with open_workspace(location) as opened, opened.write() as transaction:
    for name, size in (("Nueva Vida", 100), ("Puerto Azul", 200)):
        community = transaction.insert("community", {"name": name, "sensitivity": "federation"})
        version = {"community_id": community, "number": 1, "reason": "prueba", "epsg": 32718, "sensitivity": "federation"}
        version_id = transaction.insert("boundary_version", {**version, "geom": shape})
        for number, (east, north) in enumerate([(0, 0), (0, size), (size, size), (size, 0)], start=1):
            place = {"part": 0, "ring": 0, "number": number, "label": f"H-{number}", "epsg": 32718}
            at = {"easting": 500000.0 + east, "northing": 9000000.0 + north}
            transaction.insert("vertex", {"version_id": version_id, **place, **at})
print(location)
"""


def test_the_atlas_writes_the_package_of_each_community_of_a_workspace(
    qgis_process: QgisProcess, tmp_path: Path
) -> None:
    root = Path(__file__).parents[2]
    made = subprocess.run(
        [sys.executable, "-c", MAKE_WORKSPACE, str(tmp_path)], cwd=root, capture_output=True, check=True, text=True
    )
    folder = tmp_path / "paquetes"
    inputs = {"WORKSPACE": made.stdout.strip().splitlines()[-1], "OUTPUT_FOLDER": folder, "PLAN": "false"}
    done = called(qgis_process, "titleatlas", inputs)
    assert done.returncode == 0, done.stderr
    # squares of 100 m and 200 m: 1 ha and 4 ha
    results = done.answer["results"]
    assert (results["WRITTEN"], results["FAILED"], results["AREA_HA"]) == (2, 0, 5)
    for place, area in (("Nueva_Vida", "1.0000"), ("Puerto_Azul", "4.0000")):
        manifest = json.loads((folder / place / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["numbers"]["area_ha"] == area
        ((_, perimeter),) = features(folder / place / "perimetro.shp")
        assert perimeter.area == pytest.approx(float(area) * 10_000)
    again = called(qgis_process, "titleatlas", inputs)
    assert (again.answer["results"]["WRITTEN"], again.answer["results"]["KEPT"]) == (0, 2)


def test_the_reference_of_the_algorithms_is_up_to_date() -> None:
    command = [sys.executable, str(DEMO.parents[1] / "scripts" / "algorithm_reference.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_shipped_demo_is_left_as_it_was(qgis_process: QgisProcess, tmp_path: Path) -> None:
    before = {path.name for path in DEMO.iterdir()}
    inputs = {"BOUNDARIES": table("comunidad"), "REFERENCE": table("predios"), "OUTPUT": tmp_path / "overlaps.gpkg"}
    assert called(qgis_process, "overlapanalysis", inputs).returncode == 0
    assert {path.name for path in DEMO.iterdir()} == before
