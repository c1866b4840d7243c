"""`downloadreferencelayers` as Processing runs it, against an ArcGIS server on this machine."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import processing
import pytest
from processing.core.Processing import Processing
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from rainforest_alert_plugin.algorithms.download_reference_layers import DownloadReferenceLayersAlgorithm
from rainforest_alert_plugin.cadastre.reference_layers import latest_layers
from rainforest_alert_plugin.cadastre.roles import ROLES
from rainforest_alert_plugin.cadastre.services.catalogue import shipped_services
from rainforest_alert_plugin.host import service_catalogue
from rainforest_alert_plugin.host.messages import catalogue
from rainforest_alert_plugin.host.moved_lines import news
from rainforest_alert_plugin.host.workspaces import open_workspace
from tests.unit.net import loopback

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "cadastre"))
from map_services import ArcGis, claims

PACKAGE = Path(__file__).parents[2] / "rainforest_alert_plugin"


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


@pytest.fixture
def arcgis():
    with loopback.running() as service:
        server = ArcGis(service, claims(100), most=40)
        moved = replace(shipped_services()["ingemmet_catastro"], url=server.url)
        service_catalogue.keep_services({**shipped_services(), moved.id: moved})
        yield server
        service_catalogue.keep_services(shipped_services())


@pytest.fixture
def community():
    layer = QgsVectorLayer("Polygon?crs=EPSG:32718&field=name:string", "San Pedro", "memory")
    feature = QgsFeature(layer.fields())
    # 5 km square south-west of the first claims, whose corner is 74.5 W, 8.5 S = 555 051 E, 9 060 395 N
    feature.setGeometry(
        QgsGeometry.fromWkt("POLYGON((550000 9055000,555600 9055000,555600 9061000,550000 9061000,550000 9055000))")
    )
    layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


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


def run(community, folder, log=None, **parameters):
    given = {"AREA": community, "SERVICES": ["ingemmet_catastro"], "OUTPUT_FOLDER": str(folder), **parameters}
    return processing.run("rainforestalert:downloadreferencelayers", given, feedback=log or Log())


def test_claims_near_a_community_are_copied_and_open_as_a_layer(arcgis, community, tmp_path):
    log = Log()
    result = run(community, tmp_path, log)
    (facts,) = json.loads(result["LAYERS"])
    # 2 km beyond the square's corner lie claims of the first rows and columns only
    assert 1 <= facts["features"] < 20
    assert facts["complete"]
    assert (result["LAYER_COUNT"], result["INCOMPLETE_COUNT"], result["NOT_READ_COUNT"]) == (1, 0, 0)
    layer = QgsVectorLayer(result["OUTPUT_LAYERS"][0], "copy", "ogr")
    assert layer.featureCount() == facts["features"]
    assert layer.crs().authid() == "EPSG:4326"
    assert any("no declara licencia" in said for said in log.said)
    note = json.loads(next(tmp_path.glob("*.source.json")).read_text(encoding="utf-8"))
    assert note["address"] == arcgis.url


def test_the_boundary_itself_is_not_sent(arcgis, community, tmp_path):
    run(community, tmp_path)
    geometries = {query["geometry"] for query in arcgis.queries if "geometry" in query}
    assert geometries
    assert all(set(json.loads(text)) == {"xmin", "ymin", "xmax", "ymax", "spatialReference"} for text in geometries)


def test_a_wider_margin_finds_more(arcgis, community, tmp_path):
    (near,) = json.loads(run(community, tmp_path / "a", MARGIN_M=0)["LAYERS"])
    (far,) = json.loads(run(community, tmp_path / "b", MARGIN_M=20_000)["LAYERS"])
    assert (near["features"], far["features"]) == (1, 100)


def test_a_workspace_knows_its_latest_copies_and_where_they_lie(arcgis, community, tmp_path):
    made = processing.run("rainforestalert:createworkspace", {"NAME": "Federación", "LOCATION": str(tmp_path)})
    run(community, tmp_path / "capas", WORKSPACE=made["WORKSPACE"])
    arcgis.features = arcgis.features[1:]
    result = run(community, tmp_path / "capas", WORKSPACE=made["WORKSPACE"])
    (facts,) = json.loads(result["LAYERS"])
    assert facts["gone"] == ["01000000 LA FE 0"]
    with open_workspace(made["WORKSPACE"], read_only=True) as workspace:
        rows = workspace.connection.read("reference_layer")
        assert {row["relative_path"].rpartition("/")[0] for row in rows} == {"capas"}
        (kept,) = latest_layers(workspace)
    assert kept.path == Path(facts["path"])
    assert kept.is_here
    assert (kept.role, kept.is_complete, kept.fields["holder"]) == ("mining", True, "TIT_CONCES")


def test_whoever_shows_a_workspace_hears_that_it_has_newer_copies(arcgis, community, tmp_path):
    made = processing.run("rainforestalert:createworkspace", {"NAME": "Federación", "LOCATION": str(tmp_path)})
    heard = []
    news.came.connect(heard.append)
    try:
        run(community, tmp_path / "capas")
        assert heard == []
        run(community, tmp_path / "capas", WORKSPACE=made["WORKSPACE"])
        assert heard == [made["WORKSPACE"]]
    finally:
        news.came.disconnect(heard.append)


def test_a_copy_with_nothing_in_it_is_compared_and_counts_as_evaluated(arcgis, community, tmp_path):
    arcgis.features = [(n, values, shape) for n, values, shape in claims(3, west=-70.0)]
    result = run(community, tmp_path)
    (facts,) = json.loads(result["LAYERS"])
    assert (facts["features"], facts["complete"]) == (0, True)
    overlaps = processing.run(
        "rainforestalert:overlapanalysis",
        {"BOUNDARIES": community, "REFERENCE": result["OUTPUT_LAYERS"], "OUTPUT": "memory:"},
    )
    (looked_at,) = json.loads(overlaps["LAYERS"])
    assert (looked_at["read"], looked_at["rows"], looked_at["evaluated"]) == (0, 0, True)


def test_a_service_that_is_gone_is_named_and_the_last_copy_stays(arcgis, community, tmp_path):
    run(community, tmp_path)
    arcgis.service.on(arcgis.folder, loopback.text("", status=404))
    log = Log()
    result = run(community, tmp_path, log)
    assert (result["LAYER_COUNT"], result["NOT_READ_COUNT"]) == (0, 1)
    assert any("NOT READ" in said and "does not have what was asked for" in said for said in log.said)
    assert any("stays in use" in said for said in log.said)


def test_a_damaged_catalogue_of_ones_own_is_named_and_nothing_is_fetched(arcgis, community, tmp_path):
    service_catalogue.own_file().write_text("{", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="catalogue of services"):
        run(community, tmp_path)
    assert arcgis.queries == []


def test_what_repeats_another_service_or_says_nothing_of_rights_is_asked_for_by_name_only():
    algorithm = DownloadReferenceLayersAlgorithm()
    algorithm.initAlgorithm()
    asked = algorithm.parameterDefinition("SERVICES")
    left = set(asked.options()) - set(asked.defaultValue())
    repeating = {
        "sernanp_ogc", "sernanp_amortiguamiento", "sernanp_otras", "serfor_acceso_wfs", "serfor_predios", "minam_bpp",
        "midagri_georural_publico",
    }  # fmt: skip
    assert left == repeating | {"sernanp_planificacion", "inei_provincias", "inei_departamentos"}


def test_every_message_of_the_services_has_its_sentence_and_every_role_and_quirk_its_words():
    sentences = catalogue()
    used = {
        name
        for file in (PACKAGE / "cadastre").rglob("*.py")
        for name in re.findall(r'"(services\.\w+)"', file.read_text(encoding="utf-8"))
    }
    assert len(used) > 15
    assert used <= set(sentences)
    assert {f"role.{role}" for role in ROLES} <= set(sentences)
    quirks = {quirk for service in shipped_services().values() for quirk in service.quirks}
    assert {f"quirk.{quirk}" for quirk in quirks} <= set(sentences)
