"""The committed demo data is what its SOURCES.md says; measured with shapely, pyproj and rasterio."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from osgeo import ogr
from pyproj import Transformer
from shapely import wkb

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "resources" / "demo"
Record = tuple[dict[str, Any], Any]


def read(path: Path) -> dict[str, list[Record]]:
    dataset = ogr.Open(str(path))
    layers = {}
    for layer in dataset:
        records = []
        for feature in layer:
            geometry = feature.GetGeometryRef()
            records.append((feature.items(), wkb.loads(bytes(geometry.ExportToWkb())) if geometry else None))
        layers[layer.GetName()] = records
    return layers


@pytest.fixture(scope="module")
def layers() -> dict[str, list[Record]]:
    return read(DEMO / "demo.gpkg")


@pytest.fixture(scope="module")
def community(layers: dict[str, list[Record]]) -> Any:
    return layers["comunidad"][0][1]


@pytest.fixture(scope="module")
def alerts() -> Any:
    """Pixel centres of all alerts as points in the system of the GeoPackage."""
    with rasterio.open(DEMO / "alerts.tif") as raster:
        rows, columns = np.nonzero(raster.read(1))
        t = raster.transform
        transformer = Transformer.from_crs(raster.crs, 32720, always_xy=True)
    return shapely.points(*transformer.transform(t.c + (columns + 0.5) * t.a, t.f + (rows + 0.5) * t.e))


def table_of_sources(heading: str) -> list[list[str]]:
    text = (DEMO / "SOURCES.md").read_text(encoding="utf-8").split(heading)[1]
    rows = re.search(r"(?:\|.*\n)+", text)
    assert rows is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in rows[0].splitlines()[2:]]


def by_code(layers: dict[str, list[Record]]) -> dict[tuple[str, str], Any]:
    return {
        (name, fields.get("codigo") or fields.get("cod_predio") or fields["nombre"]): geometry
        for name, records in layers.items()
        for fields, geometry in records
    }


def test_the_alert_window_is_the_published_file_unchanged() -> None:
    digest = hashlib.sha256((DEMO / "alerts.tif").read_bytes()).hexdigest()
    assert digest == "47e65df8864f47149578d8901edad10bb75d9fc57ea3e5f63bd28473b0180a62"


def test_the_areas_that_sources_states_are_the_plane_areas_of_the_features(layers: dict[str, list[Record]]) -> None:
    stated = table_of_sources("Áreas en hectáreas")
    features = by_code(layers)
    assert [row[1] for row in stated] == ["EJ-01", "EJ-02", "EJ-03", "EJ-04", "CF-EJ-01"]
    for layer, code, _, area in stated:
        assert features[(layer, code)].area / 10_000 == pytest.approx(float(area), abs=5.1e-5)


def test_the_planted_overlaps_are_all_the_overlaps_and_measure_what_sources_states(
    layers: dict[str, list[Record]], community: Any
) -> None:
    measured = {}
    for (layer, code), geometry in by_code(layers).items():
        if (
            geometry is None
            or (layer, code) in {("comunidad", "EJ-01"), ("comunidades", "EJ-01")}
            or layer in {"rio_eje", "colindantes"}
        ):
            continue
        area = community.intersection(shapely.make_valid(geometry)).area / 10_000
        if area > 0:
            measured[(layer, code)] = area
    stated = {(row[0], row[1]): float(row[3]) for row in table_of_sources("Superposiciones sembradas")}
    assert set(measured) == set(stated)
    for key, area in stated.items():
        assert measured[key] == pytest.approx(area, abs=5.1e-5)


def test_four_parcels_carry_one_planted_defect_each(layers: dict[str, list[Record]]) -> None:
    parcels = layers["predios"]
    assert len(parcels) == 60
    assert sum(bool(fields["OBSERV"]) for fields, _ in parcels) == 4
    assert [fields["cod_predio"] for fields, geometry in parcels if geometry is None] == ["PE-060"]
    assert [fields["cod_predio"] for fields, g in parcels if g is not None and not g.is_valid] == ["PE-043"]
    assert all(fields["NOMPRE"].endswith("(inventado)") for fields, _ in parcels)


def test_the_sliver_is_thirty_centimetres_wide(layers: dict[str, list[Record]], community: Any) -> None:
    sliver = community.intersection(by_code(layers)[("predios", "PE-031")])
    # A strip of width w and length l has area w*l and perimeter 2*(w+l): l is nearly half the perimeter.
    assert sliver.area / (sliver.length / 2) == pytest.approx(0.30, abs=0.01)


def test_parcels_overlap_no_other_parcel(layers: dict[str, list[Record]]) -> None:
    parcels = [shapely.make_valid(geometry) for _, geometry in layers["predios"] if geometry is not None]
    tree = shapely.STRtree(parcels)
    for index, parcel in enumerate(parcels):
        for other in tree.query(parcel):
            assert other <= index or parcel.intersection(parcels[other]).area == 0


def test_the_river_bank_is_the_community_boundary(layers: dict[str, list[Record]], community: Any) -> None:
    channel = layers["rio"][0][1]
    assert community.intersection(channel).area == 0
    assert community.boundary.intersection(channel.boundary).length > 2000


def test_adjoining_land_repeats_the_other_layers_and_covers_the_whole_boundary(
    layers: dict[str, list[Record]], community: Any
) -> None:
    others = [g for name in ("rio", "comunidades", "predios") for _, g in layers[name] if g is not None]
    adjoining = [geometry for _, geometry in layers["colindantes"]]
    assert all(any(shapely.equals_exact(geometry, other) for other in others) for geometry in adjoining)
    covered = community.boundary.intersection(shapely.union_all([shapely.make_valid(g).buffer(1.0) for g in adjoining]))
    # what remains without a neighbour is the short south side, which adjoins the concession
    uncovered = community.boundary.difference(covered.buffer(0.01))
    assert 0 < uncovered.length < 900


def test_coordinates_are_rounded_to_the_centimetre_and_lie_in_zone_20_south(layers: dict[str, list[Record]]) -> None:
    for records in layers.values():
        for _, geometry in records:
            if geometry is None:
                continue
            coordinates = shapely.get_coordinates(geometry)
            assert np.array_equal(coordinates, np.round(coordinates, 2))
    # 63.43 W and 14.95 S, projected by PROJ
    expected = Transformer.from_crs(4326, 32720, always_xy=True).transform(-63.43, -14.945)
    assert layers["comunidad"][0][1].distance(shapely.Point(expected)) == 0


def test_alerts_fall_in_every_community_and_some_in_two(layers: dict[str, list[Record]], alerts: Any) -> None:
    inside = {fields["codigo"]: shapely.contains(g, alerts) for fields, g in layers["comunidades"]}
    assert len(alerts) == 2945
    assert all(mask.sum() >= 20 for mask in inside.values())
    assert (inside["EJ-01"] & inside["EJ-03"]).sum() >= 20


def test_community_fields_are_the_names_of_the_public_cadastre(layers: dict[str, list[Record]]) -> None:
    for fields, _ in layers["comunidades"]:
        assert {"nomcom", "depar", "provi", "distr", "ubidis", "Aarea", "centroide_e", "centroide_n", "titcom"} <= set(
            fields
        )
        assert fields["ubidis"] == "000101"
        assert "inventada" in fields["nomcom"]


def test_the_generator_still_draws_what_is_committed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "scripts" / "make_demo.py"), "--out", str(tmp_path)], check=True)
    assert read(tmp_path / "demo.gpkg") == read(DEMO / "demo.gpkg")
    assert (tmp_path / "SOURCES.md").read_text("utf-8") == (DEMO / "SOURCES.md").read_text("utf-8")


def test_the_demo_stays_small() -> None:
    assert sum(path.stat().st_size for path in DEMO.iterdir()) < 500_000
