"""What the tests of title packages share: a boundary, an export, a check, and a log that can cancel."""

from __future__ import annotations

import json

import processing
import pytest
from processing.core.Processing import Processing
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

UTM18 = "EPSG:32718"
# 1 000 m by 1 000 m less an enclave of 100 m by 100 m, and a second part of 10 m by 10 m to the south
BOUNDARY = (
    "MULTIPOLYGON(((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000),"
    "(500400 9000400,500500 9000400,500500 9000500,500400 9000500,500400 9000400)),"
    "((500000 8999000,500010 8999000,500010 8999010,500000 8999010,500000 8999000)))"
)
ATTRIBUTES = {
    "community": "Nueva Vida “Ñahuinco” & anexo <Sol> 🌳 مجتمع",
    "department": "San Martín",
    "ubigeo": "060301",
    "titling_resolution": "058-2016-GRL-DRA-L",
    "titling_resolution_date": "2016-03-31",
    "registry_entry": "11001234",
    "document_date": "2026-11-20",
}
FILES = sorted(
    [f"{n}{s}" for n in ("perimetro", "vertices", "lados") for s in (".shp", ".shx", ".dbf", ".prj", ".cpg")]
    + [
        "cuadro_tecnico.xlsx",
        "cuadro_tecnico.csv",
        "paquete.gpkg",
        "memoria_descriptiva.docx",
        "acta_01_terrenos_del_estado.docx",
        "acta_02_fundo_el_nato_hnos_s_a.docx",
        "relacion_de_colindancias.docx",
        "caratula.pdf",
        "plano_cad.dxf",
        "referencia.kml",
        "manifest.json",
    ]
)
OVERLAP = "POLYGON((500900 9000000,501100 9000000,501100 9000100,500900 9000100,500900 9000000))"


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
    def __init__(self, cancel_at=None):
        super().__init__(False)
        self.lines = []
        self.cancel_at = cancel_at
        self.progressChanged.connect(self.look)

    def look(self, percent):
        if self.cancel_at is not None and percent >= self.cancel_at:
            self.cancel()

    def pushWarning(self, text):
        self.lines.append(text)

    def pushInfo(self, text):
        self.lines.append(text)

    def reportError(self, text, fatalError=False):
        self.lines.append(text)


def layer_of(*rows, crs=UTM18, kind="MultiPolygon", name="linderos"):
    layer = QgsVectorLayer(f"{kind}?field=nombre:string(400)", name, "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(crs))
    features = []
    for identity, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttribute("nombre", identity)
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    layer.setDisplayExpression('"nombre"')
    return layer


def export(folder, feedback=None, boundary=BOUNDARY, attributes=ATTRIBUTES, **parameters):
    return processing.run(
        "rainforestalert:exporttitlepackage",
        {
            "BOUNDARY": layer_of(("Nueva Vida", boundary)),
            "ATTRIBUTES": json.dumps(attributes, ensure_ascii=False) if isinstance(attributes, dict) else attributes,
            "OUTPUT_FOLDER": str(folder),
            # the plan takes longer than all the rest: the tests that need it ask for it
            "PLAN": False,
            **parameters,
        },
        feedback=feedback or QgsProcessingFeedback(False),
    )


def verify(folder, **parameters):
    log = Log()
    result = processing.run("rainforestalert:verifypackage", {"FOLDER": str(folder), **parameters}, feedback=log)
    return result, log.lines


@pytest.fixture(scope="module")
def package(provider, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out") / "paquete"
    neighbours = layer_of(
        (
            "=Fundo “El Ñato” & Hnos. <S.A.>",
            "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))",
        ),
        name="vecinos",
    )
    result = export(folder, NEIGHBOURS=neighbours, NEIGHBOUR_NAME="nombre")
    return folder, result, json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
