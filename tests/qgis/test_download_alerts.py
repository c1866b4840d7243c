"""`downloadalerts` as Processing runs it, with a key from the QGIS password store and a service on this machine."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import processing
import pytest
from processing.core.Processing import Processing
from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from rainforest_alert_plugin.host.messages import catalogue
from tests.unit.alerts.gfw_service import DataApi
from tests.unit.net import loopback

ROOMS = Path(__file__).parents[2] / "rainforest_alert_plugin" / "alerts"
DAY_1_OCTOBER = 4292  # days from 2014-12-31 to 2026-10-01: 4,018 to the end of 2025 and 274


@pytest.fixture(scope="module", autouse=True)
def provider(qgis_app):
    from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider

    registry = QgsApplication.processingRegistry()
    if registry.providerById("rainforestalert") is not None:
        yield
        return
    Processing.initialize()
    made = RainforestAlertProvider()
    registry.addProvider(made)
    yield
    registry.removeProvider(made)


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__()
        self.said = []

    def pushWarning(self, text):
        self.said.append(text)

    def pushInfo(self, text):
        self.said.append(text)

    def reportError(self, text, fatalError=False):
        self.said.append(text)


@pytest.fixture
def api():
    with loopback.running() as service:
        alerts = [(-74.50005, -8.45005, 30000 + DAY_1_OCTOBER), (-74.50015, -8.45005, 40000 + DAY_1_OCTOBER + 4)]
        yield DataApi(service, "gfw_integrated_alerts", [*alerts, (-70.0, -8.0, 30000 + DAY_1_OCTOBER)])


@pytest.fixture
def key_of(qgis_app):
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("only for this test", True)  # pragma: allowlist secret
    made = []

    def store(secret):
        config = QgsAuthMethodConfig("APIHeader")
        config.setName("GFW")
        config.setConfigMap({"x-api-key": secret})
        stored = manager.storeAuthenticationConfig(config)
        made.append((stored[1] if isinstance(stored, tuple) else config).id())
        return made[-1]

    yield store
    for identity in made:
        manager.removeAuthenticationConfig(identity)


@pytest.fixture
def area():
    layer = QgsVectorLayer("Polygon?crs=EPSG:32718&field=name:string", "communities", "memory")
    feature = QgsFeature(layer.fields())
    # 40 km around 74.5 W, 8.45 S in UTM 18 south
    feature.setGeometry(
        QgsGeometry.fromWkt("POLYGON((535000 9046000,575000 9046000,575000 9086000,535000 9086000,535000 9046000))")
    )
    layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


def run(log=None, **parameters):
    given = {"SOURCE": "gfw_integrated", "START": "2026-10-01", "END": "2026-10-31", **parameters}
    return processing.run("rainforestalert:downloadalerts", given, feedback=log or Log())


def refusal(**parameters):
    log = Log()
    with pytest.raises(QgsProcessingException) as caught:
        run(log, **parameters)
    return " ".join([*log.said, str(caught.value)])


def test_alerts_arrive_with_a_note_and_the_licence_is_said(api, key_of, area, tmp_path):
    log = Log()
    result = run(log, AREA=area, AUTH=key_of(api.key), ADDRESS=api.service.url, OUTPUT_FOLDER=str(tmp_path / "out"))
    assert (result["RASTERS"], result["FILE_COUNT"], len(result["POINTS"])) == ([], 1, 1)
    with open(result["POINTS"][0], encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["gfw_integrated_alerts__date"] for row in rows] == ["2026-10-01", "2026-10-05"]
    note = json.loads(Path(result["POINTS"][0] + ".source.json").read_text(encoding="utf-8"))
    assert note["rows"] == 2
    assert any("CC BY 4.0" in said for said in log.said)
    assert not any(api.key in said for said in log.said)


def test_a_layer_drawn_in_utm_is_asked_for_in_degrees(api, key_of, area, tmp_path):
    run(AREA=area, AUTH=key_of(api.key), ADDRESS=api.service.url, OUTPUT_FOLDER=str(tmp_path / "out"))
    question = next(asked for asked in api.service.asked if "query" in asked.path).json()
    x, y = question["geometry"]["coordinates"][0][0]
    assert -75.0 < x < -74.0
    assert -9.0 < y < -8.0


def test_without_a_key_the_user_is_told_where_to_put_one(api, area, tmp_path):
    said = refusal(AREA=area, ADDRESS=api.service.url, OUTPUT_FOLDER=str(tmp_path / "out"))
    assert "needs a key" in said
    assert api.service.asked == []


def test_an_expired_key_is_explained_and_nothing_is_left_behind(api, key_of, area, tmp_path):
    folder = tmp_path / "out"
    said = refusal(AREA=area, AUTH=key_of("expired-0123456789"), ADDRESS=api.service.url, OUTPUT_FOLDER=str(folder))
    assert "No valid API Key found" in said
    assert "expired-0123456789" not in said
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_failing_service_is_explained(api, key_of, area, tmp_path):
    api.service.on("/dataset/gfw_integrated_alerts/latest", loopback.text("<html>maintenance</html>", kind="text/html"))
    said = refusal(AREA=area, AUTH=key_of(api.key), ADDRESS=api.service.url, OUTPUT_FOLDER=str(tmp_path / "out"))
    assert "web page instead of data" in said


def test_every_message_of_sources_events_and_priority_has_its_sentence(qgis_app):
    files = [*(ROOMS / "sources").glob("*.py"), *(ROOMS / f"{name}.py" for name in ("priority", "point_grid"))]
    used = {
        name
        for file in files
        for name in re.findall(r'"((?:sources|priority)\.\w+)"', file.read_text(encoding="utf-8"))
    }
    assert len(used) > 25
    assert used - {"priority.at_", "priority.from_"} <= set(catalogue())
