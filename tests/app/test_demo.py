"""``make demo`` and ``make demo-gui`` as a person runs them; what is said is compared with what was written."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from osgeo import ogr
from pyproj import Transformer
from shapely import wkb

import demo
import demo_session
from demo_words import EN, ES

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, str(ROOT / "scripts" / "demo.py")]
SPACE = "\u00a0"


def run_demo(out: Path, language: str = "es", **environment: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LANG": {"es": "C.UTF-8", "en": "en_US.UTF-8"}[language], **environment}
    environment.pop("LC_ALL", None)
    return subprocess.run([*COMMAND, "--out", str(out)], env=environment, capture_output=True, text=True, timeout=900)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "out"


@pytest.fixture(scope="module")
def told(out: Path) -> str:
    """What the demo says, in Spanish, its lines joined again."""
    done = run_demo(out)
    assert done.returncode == 0, done.stdout + done.stderr
    return re.sub(r"\n {5}", " ", done.stdout).replace(SPACE, "")


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_the_summary_states_the_alerts_that_the_statistics_hold(told: str, out: Path) -> None:
    counts: dict[str, int] = defaultdict(int)
    areas: dict[str, float] = defaultdict(float)
    for row in csv_rows(out / "alertas_por_comunidad.csv"):
        counts[row["territory_id"]] += int(row["pixel_count"])
        areas[row["territory_id"]] += float(row["area_ha"])
    said = re.findall(r"Comunidad de ejemplo (\w+) \(inventada\): (\d+) píxeles con alerta, ([\d.]+) ha", told)
    order = ("EJ-01", "EJ-02", "EJ-03", "EJ-04")
    assert [(word, int(count)) for word, count, _ in said] == [
        (word, counts[code]) for word, code in zip(("Uno", "Dos", "Tres", "Cuatro"), order)
    ]
    for (_, _, area), code in zip(said, order):
        assert float(area) == pytest.approx(areas[code], abs=0.0051)


def test_the_summary_counts_once_what_two_communities_claim(told: str, out: Path) -> None:
    with rasterio.open(ROOT / "resources" / "demo" / "alerts.tif") as raster:
        rows, columns = np.nonzero(raster.read(1))
        t = raster.transform
        transformer = Transformer.from_crs(raster.crs, 32720, always_xy=True)
    points = shapely.points(*transformer.transform(t.c + (columns + 0.5) * t.a, t.f + (rows + 0.5) * t.e))
    inside = np.zeros(len(points), dtype=int)
    dataset = ogr.Open(str(ROOT / "resources" / "demo" / "demo.gpkg"))
    for feature in dataset.GetLayerByName("comunidades"):
        inside += shapely.contains(wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb())), points)
    shared = int((inside == 2).sum())
    assert f"{shared} píxeles caen en tierra que reclaman dos comunidades" in told


def test_the_summary_states_every_overlap_that_was_written(told: str, out: Path) -> None:
    rows = csv_rows(out / "superposiciones.csv")
    assert len(rows) == 5
    for row in rows:
        (area,) = re.findall(rf"\d\. {re.escape(row['feature_name'])}: ([\d.]+) ha", told)
        assert float(area) == pytest.approx(float(row["area_ha"]), abs=5.1e-5)
    assert "roce de unos 0.30 m de ancho" in told
    assert "No se encontró superposición en la capa «río»" in told
    assert "libre de superposiciones" not in told
    assert "PE-043" in told
    assert "PE-060" in told


def test_the_summary_states_the_area_and_perimeter_of_the_package(told: str, out: Path) -> None:
    (path,) = (out / "paquete_titulo").glob("*perimetro.shp")
    dataset = ogr.Open(str(path))
    (feature,) = list(dataset.GetLayer(0))
    polygon = wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb()))
    area, perimeter, vertices = re.search(r"Área ([\d.]+) ha, perímetro ([\d.]+) m, (\d+) vértices", told).groups()
    assert float(area) == round(polygon.area / 10_000, 4) == feature.GetField("Aarea")
    corners = shapely.get_coordinates(polygon)
    sides = np.round(np.hypot(*np.diff(corners, axis=0).T), 2)
    assert float(perimeter) == pytest.approx(sides.sum(), abs=1e-6)
    assert int(vertices) == len(corners) - 1
    files = [path for path in (out / "paquete_titulo").rglob("*") if path.is_file()]
    assert f"El paquete tiene {len(files)} archivos" in told


def test_the_summary_is_kept_and_every_result_it_names_is_there(told: str, out: Path) -> None:
    kept = re.sub(r"\n {5}", " ", (out / "resumen.txt").read_text(encoding="utf-8")).replace(SPACE, "")
    assert kept in told
    named = re.findall(r"^  (\w+(?:\.\w+)?)  +\S", told.split(ES["results_heading"])[1], re.MULTILINE)
    assert len(named) == 8
    assert {path.name for path in out.iterdir()} == set(named)


@pytest.mark.usefixtures("told")
def test_the_map_is_an_a4_sheet_with_the_alerts_in_their_colours(out: Path) -> None:
    with rasterio.open(out / "mapa.png") as picture:
        assert (picture.width, picture.height) == pytest.approx((297 / 25.4 * 200, 210 / 25.4 * 200), abs=2)
        bands = picture.read([1, 2, 3])
    colours = {tuple(colour) for colour in bands.reshape(3, -1).T[::7].tolist()}
    assert len(colours) > 200
    high = (bands == np.array([0xE4, 0x57, 0x2E])[:, None, None]).all(axis=0).sum()
    highest = (bands == np.array([0x7D, 0x11, 0x38])[:, None, None]).all(axis=0).sum()
    # 2 825 pixels of 9.2 m at 1:22 500 and 200 dots per inch are about 3.2 dots wide each, and 60 of the highest confidence
    assert high > 2_825 * 5
    assert highest > 60 * 5


@pytest.mark.usefixtures("told")
def test_a_second_run_in_english_replaces_the_results_and_nothing_else(out: Path) -> None:
    (out / "paquete_titulo" / "stale.txt").write_text("from an earlier run", encoding="utf-8")
    (out / "screenshots").mkdir()
    names = {path.name for path in out.iterdir()}
    done = run_demo(out, "en")
    assert done.returncode == 0, done.stderr
    assert EN["title"] in done.stdout
    assert ES["alerts_warning"] not in done.stdout
    assert EN["title"] in (out / "resumen.txt").read_text(encoding="utf-8")
    assert not (out / "paquete_titulo" / "stale.txt").exists()
    assert {path.name for path in out.iterdir()} == names


def test_a_file_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "mapa.png").write_bytes(b"years of work")
    done = run_demo(tmp_path)
    assert done.returncode != 0
    assert str(tmp_path) in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mapa.png"]
    assert (tmp_path / "mapa.png").read_bytes() == b"years of work"


def test_a_step_that_fails_stops_the_demo_with_its_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "demo"
    shutil.copytree(demo_session.DEMO, broken)
    (broken / "alerts.tif").write_bytes(b"not a raster")
    monkeypatch.setattr(demo, "DEMO", broken)
    out = tmp_path / "out"
    with pytest.raises(demo_session.DemoError, match=r"alerts\.tif") as raised:
        demo.make(out, "es")
    assert "ERROR" not in str(raised.value)
    assert not out.exists()


def test_the_window_says_that_it_needs_a_screen(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run([*COMMAND, "--gui", "--language", "es"], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert ES["no_display"] in done.stderr


LOOK = """
import json, os
from pathlib import Path
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer

def look():
    from qgis.utils import plugins
    layers = QgsProject.instance().mapLayers().values()
    parts = getattr(plugins.get("rainforest_alert_plugin"), "window_parts", None)
    if parts is None or not layers:
        return
    seen = {
        "docks": {dock.name: not dock.isHidden() for dock in parts.docks},
        "layers": sorted(layer.name() for layer in layers),
        "valid": all(layer.isValid() for layer in layers),
        "crs": QgsProject.instance().crs().authid(),
    }
    Path(os.environ["SEEN"]).write_text(json.dumps(seen), encoding="utf-8")
    if all(seen["docks"].values()):
        os._exit(0)

timer = QTimer()
timer.timeout.connect(look)
timer.start(500)
"""


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_window_opens_with_the_project_and_the_docks(tmp_path: Path, language: str) -> None:
    start, seen = tmp_path / "start.py", tmp_path / "seen.json"
    start.write_text(LOOK, encoding="utf-8")
    environment = {**os.environ, "PYQGIS_STARTUP": str(start), "SEEN": str(seen)}
    for name in ("QT_QPA_PLATFORM", "QGIS_CUSTOM_CONFIG_PATH"):
        environment.pop(name, None)
    command = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24 -dpi 96", *COMMAND, "--gui", "--language", language]
    done = subprocess.run(
        [*command, "--place", str(tmp_path / "place")], env=environment, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(seen.read_text(encoding="utf-8"))
    said = ES if language == "es" else EN
    assert found["docks"] == dict.fromkeys(("alerts", "territory", "validation", "title"), True)
    expected = {said[key] for key in ("alerts", "community", "communities", "parcels", "river", "adjoining")}
    assert expected <= set(found["layers"])
    assert found["valid"]
    assert found["crs"] == "EPSG:32720"
