"""GPX and KML of real apps against gpxpy and GDAL, and the broken ones against their sentence."""

from __future__ import annotations

import zipfile

import gpxpy
import numpy as np
import pytest
from osgeo import ogr

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file

GPX = "field-gpx"
REAL_GPX = (
    "field-gpx/korita-zbevnica.gpx",
    "field-gpx/cerknicko-jezero.gpx",
    "field-gpx/cerknicko-without-times.gpx",
    "field-gpx/route.gpx",
    "field-gpx/track-with-empty-segment.gpx",
    "field-gpx/track_with_dilution_errors.gpx",
    "field-gpx/unicode_with_bom.gpx",
    "field-gpx/gpx1.0_with_all_fields.gpx",
    "field-gc/locusmap_tracks.gpx",
    "field-gc/garmin_sample.gpx",
    "field-gc/osmand_notes.gpx",
    "field-gc/gpx_with_duplicate_names.gpx",
)


def read(path, format="auto", **options):
    return read_field_file(path, format, ReadingOptions(**options))


def instant(point):
    return None if point.time is None else np.datetime64(point.time.replace(tzinfo=None), "ms")


@pytest.mark.realdata
@pytest.mark.parametrize("name", REAL_GPX)
def test_every_point_of_a_real_gpx_is_there_with_its_height_and_time(shared_data, name):
    path = shared_data / "geo" / name
    oracle = gpxpy.parse(path.read_text(encoding="utf-8-sig"))
    expected = list(oracle.waypoints)
    for route in oracle.routes:
        expected += route.points
    for track in oracle.tracks:
        for segment in track.segments:
            expected += segment.points

    reading = read(path)

    vertices = np.concatenate([feature.vertices for feature in reading.features])
    key = sorted((p.longitude, p.latitude, p.elevation if p.elevation is not None else -1e9) for p in expected)
    assert sorted((v["x"], v["y"], v["z"] if v["z"] == v["z"] else -1e9) for v in vertices) == pytest.approx(key)
    times = sorted(instant(p) for p in expected if p.time is not None)
    assert sorted(vertices["time"][~np.isnat(vertices["time"])]) == times
    assert reading.epsg == 4326
    assert reading.tally.is_complete()


@pytest.mark.realdata
def test_duplicate_names_are_told_and_each_place_is_kept(shared_data):
    reading = read(shared_data / "geo" / "field-gc" / "gpx_with_duplicate_names.gpx")

    assert [feature.name for feature in reading.features].count("Camp") == 3
    note = next(note for note in reading.notes if note.id == "field.names_repeated")
    assert dict(note.facts) == {"count": 2, "example": "Boundary marker"}


@pytest.mark.realdata
def test_dilution_is_kept_as_quality_and_never_taken_for_metres(shared_data):
    reading = read(shared_data / "geo" / GPX / "track_with_dilution_errors.gpx")

    assert [str(f.vertices["quality"][0]) for f in reading.features] == ["hdop=100.1", "hdop=200.1", "hdop=300.1"]
    assert all(np.isnan(f.vertices["sigma_m"]).all() for f in reading.features)


def test_the_accuracy_that_an_app_adds_is_the_sigma(tmp_path):
    path = tmp_path / "a.gpx"
    point = '<trkpt lat="-8" lon="-74.{i}"><extensions><acc>{i}.5</acc></extensions></trkpt>'
    points = "".join(point.replace("{i}", str(i)) for i in range(3, 6))
    path.write_text(f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>", encoding="utf-8")

    (track,) = read(path).features

    assert track.vertices["sigma_m"].tolist() == [3.5, 4.5, 5.5]
    assert track.median_sigma_m() == 4.5


def test_the_author_of_a_gpx_is_kept_apart_and_not_shown(tmp_path):
    path = tmp_path / "a.gpx"
    path.write_text(
        "<gpx><metadata><author><name>Rosa Shawit</name></author></metadata>"
        '<wpt lat="-8" lon="-74"><name>hito</name><recorder>Rosa</recorder></wpt></gpx>',
        encoding="utf-8",
    )

    (place,) = read(path).features

    assert place.author == "Rosa"
    assert "Rosa" not in repr(place)
    assert dict(place.properties) == {}


def test_a_gpx_that_breaks_off_is_refused_with_its_line_and_taken_when_asked(tmp_path):
    path = tmp_path / "cut.gpx"
    path.write_text(
        '<gpx>\n<trk><trkseg>\n<trkpt lat="-8" lon="-74"></trkpt>\n<trkpt lat="-8.1" lon="-74"></trkpt>\n<trkpt lat="-8.2"',
        encoding="utf-8",
    )

    with pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.message.id == "field.markup_broken"
    assert refused.value.message.facts["line"] == 5

    reading = read(path, recover=True)
    assert [len(feature.vertices) for feature in reading.features] == [2]
    assert [note.id for note in reading.notes] == ["field.read_as", "field.markup_recovered"]


def test_points_without_coordinates_are_left_out_and_counted(tmp_path):
    path = tmp_path / "a.gpx"
    path.write_text(
        '<gpx><wpt lat="NaN" lon="1"><name>A</name></wpt><wpt lat="inf" lon="1"/><wpt lat="95" lon="1"/>'
        '<wpt lat="1" lon="1"/><trk><name>T</name><trkseg><trkpt lat="1" lon="1"/><trkpt lon="1"/><trkpt lat="2" lon="1"/>'
        "</trkseg></trk></gpx>",
        encoding="utf-8",
    )

    reading = read(path)

    assert (reading.tally.read, reading.tally.used, len(reading.tally.left_out)) == (5, 2, 3)
    assert reading.tally.left_out[0][0] == "A"
    assert [(name, said.facts["count"]) for name, said in reading.tally.repaired] == [("T", 1)]


def test_utf_16_is_read(tmp_path):
    path = tmp_path / "a.gpx"
    path.write_bytes('<gpx><wpt lat="-8" lon="-74"><name>Ñahuinpuquio</name></wpt></gpx>'.encode("utf-16"))

    assert [feature.name for feature in read(path).features] == ["Ñahuinpuquio"]


@pytest.mark.realdata
@pytest.mark.parametrize("name", ["gc_alerts.kml", "osm_overpass.kml", "locusmap_tracks.kml"])
def test_a_real_kml_has_the_geometries_that_gdal_reads(shared_data, name):
    path = shared_data / "geo" / "field-gc" / name
    expected = []
    source = ogr.Open(str(path))
    for i in range(source.GetLayerCount()):
        for feature in source.GetLayer(i):
            geometry = feature.GetGeometryRef().Clone()
            geometry.FlattenTo2D()
            expected.append(geometry)

    reading = read(path)

    assert len(reading.features) == len(expected)
    assert sum(len(f.vertices) for f in reading.features) == sum(_count(geometry) for geometry in expected)
    boxes = [(f.vertices["x"].min(), f.vertices["x"].max(), f.vertices["y"].min()) for f in reading.features]
    assert sorted(boxes) == pytest.approx(sorted(geometry.GetEnvelope()[:3] for geometry in expected))


def _count(geometry):
    children = geometry.GetGeometryCount()
    return geometry.GetPointCount() + sum(_count(geometry.GetGeometryRef(i)) for i in range(children))


@pytest.mark.realdata
def test_the_kmz_of_locus_gives_its_words_and_its_photos(shared_data):
    reading = read(shared_data / "geo" / "field-gc" / "locus_Favorites.kmz")

    places = list(reading.features)
    assert [place.description for place in places] == ["My favorite tree", "My favorite rock"]
    assert places[1].photos == (
        "p_2025-01-09_15-_20250109_154929.jpg",
        "p_2025-01-09_15-_20250109_154918.m4a",
    )
    assert {a.name for a in reading.attachments} >= set(places[1].photos)


def test_holes_and_a_timed_track_of_kml(tmp_path):
    path = tmp_path / "a.kml"
    path.write_text(
        """<kml xmlns:gx="x"><Document>
        <Placemark><name>P</name><Polygon>
        <innerBoundaryIs><LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing></innerBoundaryIs>
        <outerBoundaryIs><LinearRing><coordinates>0,0 9,0 9,9 0,9</coordinates></LinearRing></outerBoundaryIs>
        </Polygon></Placemark>
        <Placemark><gx:Track><when>2026-01-01T00:00:00Z</when><when>2026-01-01T00:01:00Z</when>
        <gx:coord>-74 -8 100</gx:coord><gx:coord>-74.1 -8 101</gx:coord></gx:Track></Placemark>
        <Placemark><name>empty</name></Placemark></Document></kml>""",
        encoding="utf-8",
    )

    reading = read(path)
    polygon, track = reading.features

    assert [(p.polygon, p.stop - p.start) for p in polygon.parts] == [(0, 5), (0, 4)]  # the outer ring first, closed
    assert str(track.vertices["time"][1]) == "2026-01-01T00:01:00.000"
    assert [name for name, _ in reading.tally.left_out] == ["empty"]


def kmz(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("name", ["../doc.kml", "/etc/doc.kml", "files/../../x.jpg", "..\\doc.kml", "C:/doc.kml"])
def test_a_kmz_whose_names_lead_out_is_refused(tmp_path, name):
    path = kmz(tmp_path / "a.kmz", {"doc.kml": "<kml/>", name: "x"})

    with pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.message.id == "field.zip_escapes"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = kmz(tmp_path / "a.kmz", {"doc.kml": b"\0" * (64 << 20)})  # 64 MB in some 64 kB

    with pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.message.id == "field.zip_bomb"
    assert refused.value.message.facts["megabytes"] == 64


def test_a_damaged_kmz_is_named(tmp_path):
    path = kmz(tmp_path / "a.kmz", {"doc.kml": "<kml/>" * 500})
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(InputError, match="zip_broken"):
        read(path)


def test_a_kmz_without_kml_is_named(tmp_path):
    with pytest.raises(InputError, match="zip_empty"):
        read(kmz(tmp_path / "a.kmz", {"readme.md": "x"}))


def test_an_empty_file_and_an_absent_one_are_named(tmp_path):
    (tmp_path / "a.gpx").write_bytes(b"\0\0  \n")
    with pytest.raises(InputError, match=r"field\.empty"):
        read(tmp_path / "a.gpx")
    with pytest.raises(InputError, match="unreadable"):
        read(tmp_path / "none.gpx")


def test_a_kml_read_as_gpx_is_refused(tmp_path):
    (tmp_path / "a.kml").write_text("<kml><Document/></kml>", encoding="utf-8")
    with pytest.raises(InputError, match="wrong_format"):
        read(tmp_path / "a.kml", "gpx")


def place(name):
    return f"<Placemark><name>{name}</name><Point><coordinates>-74.5,-8.1</coordinates></Point></Placemark>"


def linking(*addresses):
    return "".join(f"<NetworkLink><Link><href>{address}</href></Link></NetworkLink>" for address in addresses)


def document(*parts):
    return f"<kml><Document>{''.join(parts)}</Document></kml>"


def test_of_a_kmz_the_document_and_what_it_links_is_read_and_the_rest_is_named(tmp_path):
    path = kmz(
        tmp_path / "a.kmz",
        {
            "files/old.kml": document(place("old")),
            "first.kml": document(place("first")),
            "files/creek 1.kml": document(place("creek"), linking("corner.kml", "../DOC.kml")),
            "files/corner.kml": document(place("corner")),
            "DOC.kml": document(place("own"), linking("files/creek%201.kml", "https://maps.example/live.kml")),
        },
    )

    reading = read(path)

    assert [feature.name for feature in reading.features] == ["own", "creek", "corner"]
    notes = {note.id: dict(note.facts) for note in reading.notes}
    assert notes["field.kml_linked"] == {"count": 2}
    assert notes["field.kml_unread"] == {"count": 2, "members": "files/old.kml, first.kml"}
    assert notes["field.network_links"] == {"count": 1}


@pytest.mark.parametrize(
    ("name", "members", "taken"),
    [
        ("a.kmz", ("files/b.kml", "z.kml", "c.kml"), "z.kml"),
        ("a.kmz", ("files/b.kml", "files/doc.kml"), "files/doc.kml"),
        ("a.zip", ("territory/doc.kml", "territory/files/b.kml"), "territory/doc.kml"),
        ("a.zip", ("b.kml",), "b.kml"),
    ],
)
def test_the_document_of_an_archive_is_the_one_that_google_earth_opens(tmp_path, name, members, taken):
    path = kmz(tmp_path / name, {member: document(place(member)) for member in members})

    assert [feature.name for feature in read(path).features] == [taken]


def test_of_a_zip_of_several_kml_nobody_can_tell_which_is_meant(tmp_path):
    with pytest.raises(InputError) as refused:
        read(kmz(tmp_path / "a.zip", {"b.kml": document(place("b")), "c.kml": document(place("c"))}))

    assert refused.value.message.id == "field.zip_several"


def test_pieces_that_are_too_short_are_places_or_counted(tmp_path):
    fix = "<when>2026-05-01T12:00:0{0}Z</when><gx:coord>-74.{0} -8.1 200</gx:coord>"
    tracks = "".join(f"<gx:Track>{''.join(fix.format(n) for n in run)}</gx:Track>" for run in ((1,), (2, 3)))
    ring = (
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    )
    line = "<LineString><coordinates>-74.1,-8.1</coordinates></LineString>"
    path = tmp_path / "a.kml"
    path.write_text(
        '<kml xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>'
        f"<Placemark><name>walk</name><gx:MultiTrack>{tracks}</gx:MultiTrack></Placemark>"
        f"<Placemark><name>land</name><MultiGeometry>{line}{ring.format('-74,-8 -74,-9')}"
        f"{ring.format('-74,-8 -74,-9 -73,-9 -74,-8')}</MultiGeometry></Placemark></Document></kml>"
    )

    reading = read(path)

    assert [(f.name, f.kind, len(f.vertices)) for f in reading.features] == [
        ("walk", "place", 1),
        ("walk", "track", 2),
        ("land", "boundary", 4),
    ]
    stood = next(iter(reading.features)).vertices[0]
    assert (stood["x"], stood["z"], str(stood["time"])) == (-74.1, 200.0, "2026-05-01T12:00:01.000")
    assert [(name, reason.id) for name, reason in reading.tally.left_out] == [("land", "field.piece_too_short")] * 2
    assert reading.tally.is_complete()
