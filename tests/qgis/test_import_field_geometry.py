"""``importfieldgeometry`` as Processing runs it: kinds to their outputs, coordinates as surveyed, names left out."""

from __future__ import annotations

import json
from pathlib import Path

import gpxpy
import processing
import pytest
from processing.core.Processing import Processing
from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer
from qgis.PyQt.QtCore import QTranslator

ALGORITHM = "rainforestalert:importfieldgeometry"
TABLE = """Punto;Este;Norte;Precision;Metodo
V-1;640123,456;8812345,678;0,02;RTK
V-2;640123,456;8813345,678;0,04;RTK
V-3;641123,456;8813345,678;;RTK
"""


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
        super().__init__(False)
        self.warnings, self.said = [], []

    def pushWarning(self, text):
        self.warnings.append(text)

    def pushInfo(self, text):
        self.said.append(text)


def run(path, **more):
    log = Log()
    return processing.run(ALGORITHM, {"INPUT": str(path), "OUTPUT": "TEMPORARY_OUTPUT", **more}, feedback=log), log


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.realdata
def test_tracks_and_waypoints_of_one_gpx_go_to_their_own_outputs(shared_data):
    path = shared_data / "geo" / "field-gc" / "locusmap_tracks.gpx"
    oracle = gpxpy.parse(path.read_text(encoding="utf-8"))

    result, _ = run(path, OUTPUT_POINTS="TEMPORARY_OUTPUT")

    tracks = list(result["OUTPUT"].getFeatures())
    assert [track["name"] for track in tracks] == [track.name for track in oracle.tracks]
    assert result["OUTPUT_POINTS"].featureCount() == len(oracle.waypoints)
    points = oracle.tracks[0].segments[0].points
    assert [(v.x(), v.y(), v.z()) for v in tracks[0].geometry().vertices()] == [
        (p.longitude, p.latitude, p.elevation) for p in points
    ]
    times = json.loads(tracks[0]["vertex_time"])
    assert times[0] == points[0].time.strftime("%Y-%m-%dT%H:%M:%S.653Z")
    assert tracks[0]["time"].toSecsSinceEpoch() == int(points[0].time.timestamp())
    assert result["OUTPUT"].crs().authid() == "EPSG:4326"


@pytest.mark.realdata
def test_what_has_no_output_of_its_own_is_told(shared_data):
    _, log = run(shared_data / "geo" / "field-gc" / "locusmap_tracks.gpx")

    assert any("1 others (points)" in warning for warning in log.warnings)


def test_vertices_of_a_table_keep_their_coordinates_accuracy_and_method(tmp_path):
    result, log = run(write(tmp_path / "v.csv", TABLE), KIND="vertex", OUTPUT=str(tmp_path / "v.gpkg"))

    layer = QgsVectorLayer(str(tmp_path / "v.gpkg"), "v", "ogr")
    rows = [(f["label"], f["easting"], f["northing"], f["epsg"], f["method"]) for f in layer.getFeatures()]
    assert rows[0] == ("V-1", 640123.456, 8812345.678, 32718, "RTK")
    assert [f["sigma_m"] for f in layer.getFeatures()][:2] == [0.02, 0.04]
    assert layer.crs().authid() == "EPSG:32718"
    assert json.loads(result["COLUMNS"]) == {
        "vertex": "Punto",
        "easting": "Este",
        "northing": "Norte",
        "sigma": "Precision",
        "method": "Metodo",
    }
    assert any("“Este” is taken as “East (X)”, by its header; decimal mark: comma." in said for said in log.said)
    assert "The columns are parted by: semicolon ( ; )." in log.said
    assert any("zone 18S" in warning for warning in log.warnings)


def test_vertices_of_a_table_become_a_boundary(tmp_path):
    result, _ = run(write(tmp_path / "v.csv", TABLE), KIND="boundary")

    (boundary,) = result["OUTPUT"].getFeatures()
    assert boundary.geometry().area() == pytest.approx(500_000.0)  # half a square kilometre
    assert boundary["sigma_m"] == pytest.approx(0.03)
    assert json.loads(boundary["vertex_label"]) == ["V-1", "V-2", "V-3"]


def test_an_open_zone_is_refused_with_the_zones_and_taken_when_chosen(tmp_path):
    path = write(tmp_path / "v.csv", "vertice,este,norte\nA,284780,8695972\n")

    with pytest.raises(QgsProcessingException, match=r"18S \(EPSG:32718\), 19S \(EPSG:32719\)"):
        run(path)
    result, _ = run(path, CRS="EPSG:24878")
    assert result["OUTPUT"].crs().authid() == "EPSG:24878"


def test_names_of_people_are_in_no_field_unless_asked_for(tmp_path):
    path = write(
        tmp_path / "CoMapeo.geojson",
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {
                            "$id": "1",
                            "$author": "Rosa Shawit",
                            "$authorId": "canary-9c1",
                            "notes": "tala",
                        },
                        "geometry": {"type": "Point", "coordinates": [-74.5, -8.5]},
                    }
                ],
            }
        ),
    )

    _, log = run(path, OUTPUT=str(tmp_path / "out.gpkg"))
    written = (tmp_path / "out.gpkg").read_bytes()
    assert b"Rosa" not in written
    assert b"canary-9c1" not in written
    assert not any("Rosa" in said for said in (*log.said, *log.warnings))

    result, _ = run(path, INCLUDE_NAMES=True)
    assert [feature["author"] for feature in result["OUTPUT"].getFeatures()] == ["Rosa Shawit"]


@pytest.mark.realdata
def test_photos_of_a_kmz_are_copied_as_they_are(shared_data, tmp_path):
    import zipfile

    path = shared_data / "geo" / "field-gc" / "locus_Favorites.kmz"

    run(path, PHOTOS_FOLDER=str(tmp_path / "photos"))

    copies = {photo.name: photo.read_bytes() for photo in (tmp_path / "photos").iterdir()}
    with zipfile.ZipFile(path) as archive:
        assert copies
        for name, data in copies.items():
            assert data == archive.read(f"files/{name}")


def test_a_track_becomes_vertices_and_a_boundary_becomes_a_track(tmp_path):
    points = "".join(f'<trkpt lat="-8.{i}" lon="-74.{i % 2}"/>' for i in range(1, 5))
    path = write(tmp_path / "t.gpx", f"<gpx><trk><name>T</name><trkseg>{points}</trkseg></trk></gpx>")

    vertices, _ = run(path, KIND="vertex")
    boundary, _ = run(path, KIND="boundary")

    assert [f["label"] for f in vertices["OUTPUT"].getFeatures()] == ["1", "2", "3", "4"]
    (polygon,) = boundary["OUTPUT"].getFeatures()
    assert len(polygon.geometry().asMultiPolygon()[0][0]) == 5


def test_a_bad_file_leaves_nothing_behind(tmp_path):
    path = write(tmp_path / "t.gpx", "<gpx>\n<wpt lat='1' lon='1'/>\n<wpt lat='2'")

    with pytest.raises(QgsProcessingException, match="breaks at line 3"):
        run(path, OUTPUT=str(tmp_path / "out.gpkg"))
    assert not (tmp_path / "out.gpkg").exists()


def test_a_kind_that_the_file_does_not_hold_is_refused(tmp_path):
    path = write(tmp_path / "t.gpx", '<gpx><rte><rtept lat="1" lon="1"/><rtept lat="2" lon="1"/></rte></gpx>')

    with pytest.raises(QgsProcessingException, match="place"):
        run(path, KIND="place")


def test_columns_that_are_no_json_are_refused(tmp_path):
    with pytest.raises(QgsProcessingException, match="JSON"):
        run(write(tmp_path / "v.csv", TABLE), COLUMNS="X,Y")


class Spanish(QTranslator):
    """The translations of the plugin, as their sources have them."""

    def __init__(self, parent):
        super().__init__(parent)
        parts = (Path(__file__).parents[2] / "i18n" / "es").glob("*.json")
        self.words = {text: said for part in parts for text, said in json.loads(part.read_text("utf-8")).items()}

    def translate(self, context, text, *_):
        return self.words.get(text, "")


@pytest.fixture
def in_spanish(qgis_app):
    translator = Spanish(qgis_app)
    qgis_app.installTranslator(translator)
    yield
    qgis_app.removeTranslator(translator)


def test_what_was_guessed_is_said_in_spanish_words(tmp_path, in_spanish):
    _, log = run(write(tmp_path / "v.csv", TABLE), CRS="EPSG:32718")
    assert log.said[:6] == [
        "Las columnas se separan con: punto y coma ( ; ).",
        "La columna «Punto» se toma como «Nombre del vértice», por su encabezado.",
        "La columna «Este» se toma como «Este (X)», por su encabezado; signo decimal: coma.",
        "La columna «Norte» se toma como «Norte (Y)», por su encabezado; signo decimal: coma.",
        "La columna «Precision» se toma como «Precisión (m)», por su encabezado; signo decimal: coma.",
        "La columna «Metodo» se toma como «Método», por su encabezado.",
    ]


def test_formats_qualities_and_kinds_are_said_in_spanish_words(tmp_path, in_spanish):
    title = "Vértice;Lado;Rumbo;Distancia;Este;Norte\nA;A-B;N 0° E;100;640000;8812000\nB;B-C;N 90° E;100;;\nC;C-A;S 45° O;141,42;;\n"
    _, log = run(write(tmp_path / "t.csv", title), CRS="EPSG:32718")
    assert "La columna «Rumbo» se toma como «Rumbo o azimut», por su encabezado." in log.said
    assert "La columna «Distancia» se toma como «Distancia (m)», por su encabezado; signo decimal: coma." in log.said
    assert "Leído como: tabla de rumbos y distancias." in log.said
    fixes = "".join(f"$GPGGA,12000{n}.00,0807.4,S,07407.4,W,{n},10,0.8,200.1,M,0,M,,\n" for n in (4, 5))
    _, log = run(write(tmp_path / "n.nmea", fixes))
    assert "Posiciones por calidad: fija 1, flotante 1." in log.warnings
    line = '{"type":"LineString","coordinates":[[-74,-8],[-74.1,-8]]}'
    with pytest.raises(QgsProcessingException, match="«Lugar»"):
        run(write(tmp_path / "l.geojson", f'{{"type":"Feature","properties":{{}},"geometry":{line}}}'), KIND="place")
