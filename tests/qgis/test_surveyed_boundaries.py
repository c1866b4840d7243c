"""What the field knows of each vertex goes from the file into the draft, the proposal and the agreed version."""

from __future__ import annotations

import json
import time

import numpy as np
import processing
import pytest
from osgeo import ogr
from qgis.core import QgsGeometry, QgsProcessingException, QgsVectorLayer

from rainforest_alert_plugin.host.surveyed_outlines import surveyed_draft
from rainforest_alert_plugin.host.tracks import track_of
from rainforest_alert_plugin.territory.field_formats.receivers import checksum
from rainforest_alert_plugin.territory.track import snap_to_lines
from tests.qgis.test_proposals import accept, rows, workspace
from tests.qgis.title_packages import provider

__all__ = ["provider", "workspace"]

CSV = """Vertice;Este;Norte;precision;metodo;fecha;hora;calidad
H-07;500000,00;9000000,00;0,02;RTK;2026-05-01;08:00;FIX
H-08;500000,00;9001000,00;0,03;RTK;2026-05-01;09:00;FIX
H-09;501000,00;9001000,00;0,04;estación total;2026-05-01;10:00;
H-10;501000,00;9000000,00;0,05;RTK;2026-05-01;11:00;FLOAT
"""
# eight in the morning in Peru is thirteen UTC
SURVEYED = [
    ("H-07", "RTK FIX", 0.02, "2026-05-01T13:00:00.000Z"),
    ("H-08", "RTK FIX", 0.03, "2026-05-01T14:00:00.000Z"),
    ("H-09", "estación total", 0.04, "2026-05-01T15:00:00.000Z"),
    ("H-10", "RTK FLOAT", 0.05, "2026-05-01T16:00:00.000Z"),
]
CORNERS = ((-8.1, -74.1), (-8.09, -74.1), (-8.09, -74.09), (-8.1, -74.09))


def rtklib(folder):
    line = "2026/05/01 10:0{minute}:18.000  {lat:.9f}  {lon:.9f}  150.1  {quality}  9  0.03  0.04  0.1  0  0  0  0  9\n"
    head = "%  GPST                  latitude(deg) longitude(deg)  height(m)   Q  ns  sdn(m) sde(m) sdu(m)\n"
    lines = [line.format(minute=at, lat=lat, lon=lon, quality=1 + at % 2) for at, (lat, lon) in enumerate(CORNERS)]
    (folder / "a.pos").write_text(head + "".join(lines), encoding="utf-8")
    # sigma by 3-4-5; GPS time is 18 s ahead of UTC
    words = ["fix", "float", "fix", "float"]
    return "a.pos", [
        (f"V-{at + 1}", f"gnss_postprocessed {word}", 0.05, f"2026-05-01T10:0{at}:00.000Z")
        for at, word in enumerate(words)
    ]


def nmea(folder):
    lines = []
    for at, (lat, lon) in enumerate(CORNERS):
        clock = f"10000{at}"
        place = f"{-lat * 100 // 100:02.0f}{(-lat % 1) * 60:07.4f},S,{-lon // 1:03.0f}{(-lon % 1) * 60:07.4f},W"
        lines += [
            f"GPRMC,{clock},A,{place},0,0,010526,,",
            f"GPGST,{clock},0,0,0,0,3.0,4.0,9",
            f"GPGGA,{clock},{place},4,08,0.9,150,M,0,M,,",
        ]
    text = "".join(f"${one}*{checksum(one):02X}\n" for one in lines)
    (folder / "a.nmea").write_text(text, encoding="utf-8")
    return "a.nmea", [
        (f"V-{at + 1}", "nmea fix hdop=0.9", 5.0, f"2026-05-01T10:00:0{at}.000Z") for at in range(len(CORNERS))
    ]


def bearings(folder):
    (folder / "a.csv").write_text(
        "Vertice,Este,Norte,Azimut,Distancia\nP-1,500000,9000000,0,1000\nP-2,,,90,1000\nP-3,,,180,1000\nP-4,,,270,1000\n",
        encoding="utf-8",
    )
    return "a.csv", [(f"P-{at}", "paper_title", None, None) for at in (1, 2, 3, 4)]


def memoria(folder):
    corners = ((500000, 9000000), (500000, 9001000), (501000, 9001000), (501000, 9000000))
    text = "".join(
        f"Del vértice L-{at + 1} (E {east},00, N {north},00) el lindero sigue en línea recta hasta el vértice L-{(at + 1) % 4 + 1}.\n"
        for at, (east, north) in enumerate(corners)
    )
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return "a.txt", [(f"L-{at}", "paper_title", None, None) for at in (1, 2, 3, 4)]


def drawing(folder):
    source = ogr.GetDriverByName("DXF").CreateDataSource(str(folder / "a.dxf"))
    layer = source.CreateLayer("entities")
    corners = ((500000, 9000000), (500000, 9001000), (501000, 9001000), (501000, 9000000))
    ring = ",".join(f"{east} {north}" for east, north in (*corners, corners[0]))
    texts = [(f"POINT({east} {north})", f'LABEL(t:"D-{at + 5}")') for at, (east, north) in enumerate(corners)]
    for wkt, style in ((f"LINESTRING({ring})", ""), *texts):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        feature.SetStyleString(style)
        layer.CreateFeature(feature)
    source.FlushCache()
    del layer, source
    return "a.dxf", [(f"D-{at}", None, None, None) for at in (5, 6, 7, 8)]


def table(folder):
    (folder / "a.csv").write_text(CSV, encoding="utf-8")
    return "a.csv", SURVEYED


def imported(path, kind="boundary", output="TEMPORARY_OUTPUT", crs="EPSG:32718"):
    given = {"INPUT": str(path), "KIND": kind, "OUTPUT": output, "OUTPUT_POINTS": "TEMPORARY_OUTPUT"}
    if path.suffix in (".csv", ".txt", ".dxf"):
        given["CRS"] = crs
    made = processing.run("rainforestalert:importfieldgeometry", given)["OUTPUT"]
    return QgsVectorLayer(made, "imported", "ogr") if isinstance(made, str) else made


def proposed(location, **layers):
    given = {"WORKSPACE": location, "COMMUNITY": "Nueva Vida", "AUTHOR": "Rosa", "REASON": "linderos"}
    return processing.run("rainforestalert:proposeboundary", {**given, **layers})


def told(vertices):
    return [tuple(one[name] for name in ("label", "method", "sigma_m", "surveyed_at")) for one in vertices]


def agreed(location):
    return told(sorted(rows(location, "vertex"), key=lambda row: row["number"]))


@pytest.mark.parametrize("format", [table, rtklib, nmea, bearings, memoria, drawing])
def test_a_boundary_of_any_format_keeps_what_it_knows_of_each_vertex(format, tmp_path, workspace):
    name, expected = format(tmp_path)
    boundary = imported(tmp_path / name)
    (feature,) = boundary.getFeatures()
    draft = surveyed_draft(boundary, feature, 32718, "V-")
    assert sorted(told(one.vertex.values() for one in draft)) == sorted(expected)
    accept(workspace, proposed(workspace, BOUNDARY=boundary))
    (version,) = rows(workspace, "boundary_version")
    assert version["source"].startswith(f"{name}, EPSG:")
    # without surveyed names a proposal is numbered as a title is, from the northernmost vertex
    first = 0 if json.loads(feature["vertex_label"] or "null") else 1
    assert sorted(row[first:] for row in agreed(workspace)) == sorted(row[first:] for row in expected)


@pytest.fixture
def in_peru(monkeypatch):
    monkeypatch.setenv("TZ", "America/Lima")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("output", ["TEMPORARY_OUTPUT", "v.gpkg"])
def test_surveyed_points_bring_the_time_under_the_name_that_the_importer_gives_it(output, tmp_path, workspace, in_peru):
    name, expected = table(tmp_path)
    place = output if output == "TEMPORARY_OUTPUT" else str(tmp_path / output)
    points = imported(tmp_path / name, "vertex", place)
    square = QgsVectorLayer("Polygon?crs=EPSG:32718", "trazo", "memory")
    feature = next(imported(tmp_path / name).getFeatures())
    drawn = type(feature)(square.fields())
    drawn.setGeometry(feature.geometry())
    square.dataProvider().addFeatures([drawn])
    accept(workspace, proposed(workspace, BOUNDARY=square, VERTICES=points, VERTEX_LABEL="label"))
    assert agreed(workspace) == expected


def test_facts_go_over_into_another_zone_and_leave_a_polygon_that_was_changed(tmp_path):
    name, expected = table(tmp_path)
    boundary = imported(tmp_path / name)
    (feature,) = boundary.getFeatures()
    assert [values[0] for values in told(one.vertex.values() for one in surveyed_draft(boundary, feature, 32717, "V-"))] == [
        values[0] for values in expected
    ]  # fmt: skip
    # one vertex was moved by a centimetre and one was added before the draft began: neither is a measurement
    geometry = QgsGeometry(feature.geometry())
    geometry.moveVertex(500000.01, 9001000.0, 1)
    geometry.insertVertex(500500.0, 9000000.0, 4)
    feature.setGeometry(geometry)
    changed = told(one.vertex.values() for one in surveyed_draft(boundary, feature, 32718, "V-"))
    nothing = (None, None, None)
    assert changed == [expected[0], ("H-11", *nothing), *expected[2:], ("H-12", *nothing)]


def test_a_layer_carried_into_degrees_still_tells_of_its_vertices(tmp_path, workspace):
    name, expected = table(tmp_path)
    boundary = imported(tmp_path / name)
    given = {"INPUT": boundary, "TARGET_CRS": "EPSG:4326", "OUTPUT": str(tmp_path / "grados.gpkg")}
    carried = QgsVectorLayer(processing.run("native:reprojectlayer", given)["OUTPUT"], "grados", "ogr")
    proposed(workspace, BOUNDARY=carried)
    (proposal,) = rows(workspace, "proposal")
    assert sorted(told(json.loads(proposal["vertices"]))) == expected


def test_names_that_are_missing_or_come_twice_are_told_apart(tmp_path):
    text = CSV.replace("H-08", "H-07").replace("H-10", "")
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    boundary = imported(tmp_path / "a.csv")
    (feature,) = boundary.getFeatures()
    assert json.loads(feature["vertex_label"]) == ["H-07", "H-07", "H-09", None]
    labels = [one.vertex.label for one in surveyed_draft(boundary, feature, 32718, "V-")]
    assert labels == ["H-07", "H-07-2", "H-09", "H-10"]


@pytest.mark.parametrize("format", [table, rtklib, nmea, bearings, memoria, drawing])
def test_a_track_that_becomes_a_boundary_keeps_what_is_known_of_each_vertex(format, tmp_path):
    name, expected = format(tmp_path)
    track = imported(tmp_path / name, "track")
    (feature,) = track.getFeatures()
    session = track_of(track, feature)
    assert told(one.vertex.values() for one in session.draft("V-")) == expected
    # moved by half a metre onto a registered line: no measurement any more, and not the vertex that was surveyed
    x, y = float(session.vertices["x"][1]), float(session.vertices["y"][1])
    session.do(snap_to_lines(session.vertices, [np.array([(x + 0.5, y), (x + 0.5, y + 100.0)])], 1.0))
    moved = told(one.vertex.values() for one in session.draft("V-"))
    assert moved[1][1:] == (None, None, None)
    is_named_by_the_survey = not expected[1][0].startswith("V-")
    assert (moved[1][0] != expected[1][0]) == is_named_by_the_survey
    assert [*moved[:1], *moved[2:]] == [*expected[:1], *expected[2:]]


def test_a_new_survey_of_the_same_corners_is_a_proposal_and_the_same_survey_again_is_none(tmp_path, workspace):
    name, _ = table(tmp_path)
    boundary = imported(tmp_path / name)
    accept(workspace, proposed(workspace, BOUNDARY=boundary))
    with pytest.raises(QgsProcessingException, match="the same as version 1"):
        proposed(workspace, BOUNDARY=boundary)
    (tmp_path / "b.csv").write_text(CSV.replace("0,02;RTK", "0,01;RTK"), encoding="utf-8")
    accept(workspace, proposed(workspace, BOUNDARY=imported(tmp_path / "b.csv")))
    newest = [row for row in rows(workspace, "vertex") if row["sigma_m"] == 0.01]
    assert [row["label"] for row in newest] == ["H-07"]
