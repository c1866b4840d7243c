"""Reference systems as files state them: which one is taken, which is not, and what is said; codes and places are pyproj's."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import ogr, osr
from pyproj import CRS, Transformer

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.datum_names import stated_system
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file

# In 18S and in 19S these lie in Peru: only what the file says tells the zone.
TABLE = "Vertice;Este;Norte\n1;484780.25;8695972.10\n2;485780.25;8695972.10\n3;485780.25;8696972.10\n"
# Atalaya: only 18S lies in Peru.
ATALAYA = "Vertice;Este;Norte\n1;640123.45;8812345.67\n2;640223.45;8812345.67\n3;640223.45;8812445.67\n"
WALK = (
    "Partiendo del vértice V-1 (E 484780,00, N 8695972,00) el lindero sigue en línea recta hasta el vértice V-2 (E 485780,00, "
    "N 8695972,00), de allí hasta el vértice V-3 (E 485780,00, N 8696972,00) y al vértice V-1.\n"
)


def code(name):
    """EPSG code of the system of this name in pyproj's registry."""
    return CRS.from_user_input(name).to_epsg()


def read(path, text, **options):
    path.write_text(text, encoding="utf-8")
    return read_field_file(path, "auto", ReadingOptions(**options))


def places(reading):
    return [(float(f.vertices["x"][0]), float(f.vertices["y"][0])) for f in reading.features]


def noted(reading):
    return [note.id for note in reading.notes]


def facts(reading, name):
    return next(note.facts for note in reading.notes if note.id == name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("P.S.A.D. 56 zona 18 Sur", "PSAD56 / UTM zone 18S"),
        ("PSAD'56 zona 18", "PSAD56 / UTM zone 18S"),
        ("PSAD/56 huso 17", "PSAD56 / UTM zone 17S"),
        ("zona 19, PSAD_56", "PSAD56 / UTM zone 19S"),
        ("Datum Provisional Sudamericano de 1956 (La Canoa), Zona 18", "PSAD56 / UTM zone 18S"),
        ("Provisional South American Datum 1956, UTM 18S", "PSAD56 / UTM zone 18S"),
        ("Provisional para América del Sur 1956 - 18 L", "PSAD56 / UTM zone 18S"),
        ("SAM56 zona 18L", "PSAD56 / UTM zone 18S"),
        ("Datum La Canoa, huso 18", "PSAD56 / UTM zone 18S"),
        ("South American Datum 1969 zona 18", "SAD69 / UTM zone 18S"),
        ("WGS 1984 UTM Zone 18S", "WGS 84 / UTM zone 18S"),
        ("W.G.S.-84 zona Nº 17M", "WGS 84 / UTM zone 17S"),
        ("Sistema Geodésico Mundial 1984, zona 19K", "WGS 84 / UTM zone 19S"),
        ("SIRGAS2000 / UTM 18S", "SIRGAS 2000 / UTM zone 18S"),
        ("PERÚ 96 zona 18", "Peru96 / UTM zone 18S"),
        ("Peru96 zona 17", "Peru96 / UTM zone 17S"),
        ("WGS84 / UTM 18N", "WGS 84 / UTM zone 18N"),
        ("sistema EPSG: 24878", "PSAD56 / UTM zone 18S"),
        ("PSAD56 (elipsoide Internacional 1924) zona 18", "PSAD56 / UTM zone 18S"),
        ("WGS84 zona 18, transformadas de las del título en PSAD56", "WGS 84 / UTM zone 18S"),
        ("transformadas del PSAD 56 al WGS 84, zona 18", "WGS 84 / UTM zone 18S"),
    ],
)
def test_a_system_is_known_in_every_spelling(text, name):
    assert stated_system(text).epsg == code(name)


@pytest.mark.parametrize(
    "text",
    [
        "PSAD56 y WGS84, zona 18",
        "zonas 18 y 19, WGS84",
        "Elipsoide de Hayford, zona 18",
        "EPSG:32718 o EPSG:24878",
        "Datum PSAD56 zona 18, convertidas a WGS84",
    ],
)
def test_what_names_two_systems_or_none_whole_stays_open(text):
    stated = stated_system(text)

    assert stated.is_open
    assert stated.epsg is None


@pytest.mark.parametrize(
    "text",
    [
        "a 18 m del hito",
        "zona de 18 ha",
        "vértice UTM V-18",
        "18°10'18\" S",
        "comunidad La Canoa",
        "provincia de Samán",
    ],
)
def test_other_numbers_and_names_are_no_system(text):
    assert stated_system(text) == stated_system("")


def test_a_northing_after_the_zone_is_no_hemisphere():
    assert stated_system("WGS84 zona 18 N 8695972,00 E 484780,00").epsg == code("WGS 84 / UTM zone 18S")


@pytest.mark.parametrize(
    ("head", "first", "name"),
    [
        ("Vertice;Este WGS84;Norte WGS84;Este PSAD56;Norte PSAD56", (0, 1), "WGS 84 / UTM zone 18S"),
        ("Vertice;Este PSAD56;Norte PSAD56;Este WGS84;Norte WGS84", (2, 3), "WGS 84 / UTM zone 18S"),
        (";COORDENADAS PSAD-56;;COORDENADAS WGS-84;\nVertice;Este;Norte;Este;Norte", (2, 3), "WGS 84 / UTM zone 18S"),
        ("Vertice;X (P.S.A.D. 56);Y (P.S.A.D. 56);X (SIRGAS);Y (SIRGAS)", (2, 3), "SIRGAS 2000 / UTM zone 18S"),
    ],
)
def test_of_two_systems_side_by_side_the_modern_columns_are_taken_as_what_they_are(tmp_path, head, first, name):
    row = ("484780.25", "8695972.10", "485000.25", "8696340.10")
    reading = read(tmp_path / "a.csv", f"CUADRO DE DATOS TECNICOS - ZONA 18 SUR\n{head}\n1;{';'.join(row)}\n")

    assert reading.epsg == code(name)
    assert places(reading) == [tuple(float(row[i]) for i in first)]
    assert facts(reading, "field.columns_of_datum")["others"] == "PSAD56"


def test_the_columns_that_a_person_names_keep_their_own_datum(tmp_path):
    text = "ZONA 18\nV;Este WGS84;Norte WGS84;Este PSAD56;Norte PSAD56\n1;484780.25;8695972.10;485000.25;8696340.10\n"

    reading = read(tmp_path / "a.csv", text, columns={"easting": "Este PSAD56", "northing": "Norte PSAD56"})

    assert reading.epsg == code("PSAD56 / UTM zone 18S")
    twice = text.replace("Este WGS84;Norte WGS84;Este PSAD56;Norte PSAD56", "Este;Norte;Este;Norte")
    grouped = twice.replace("V;", ";PSAD56;;WGS84;\nV;")
    assert places(read(tmp_path / "a.csv", grouped, columns={"easting": "Este", "northing": "Norte"})) == [
        (485000.25, 8696340.10)
    ]
    mixed = read(tmp_path / "a.csv", text, columns={"easting": "Este WGS84", "northing": "Norte PSAD56"})
    assert mixed.epsg is None
    assert "field.datums_open" in noted(mixed)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("DATUM PSAD 56\n" + ATALAYA, "PSAD56 / UTM zone 18S", "field.datum_named"),
        (ATALAYA + "NOTA: Datum Provisional Sudamericano 1956;;\n", "PSAD56 / UTM zone 18S", "field.datum_named"),
        ("DATUM PSAD 56\n" + TABLE, None, "field.datum_zone_open"),
        ("WGS84 y PSAD56, ZONA 18\n" + TABLE, None, "field.datums_open"),
        ("ZONA 18\n" + TABLE, "WGS 84 / UTM zone 18S", "field.zone_named_only"),
        ("Datum;PSAD56;\nv;lat;lon\n1;-8.25;-74.5\n", "PSAD56", "field.zone_named"),
        ("v;este;norte;datum;zona\n1;484780.25;8695972.1;PSAD-56;18 L\n", "PSAD56 / UTM zone 18S", "field.zone_named"),
        ("v;este;norte;EPSG\n1;484780.25;8695972.1;24878\n", "PSAD56 / UTM zone 18S", "field.zone_named"),
    ],
)
def test_no_datum_is_taken_in_silence(tmp_path, text, name, said):
    reading = read(tmp_path / "a.csv", text)

    assert reading.epsg == (None if name is None else code(name))
    assert said in noted(reading)


@pytest.mark.parametrize(
    ("heading", "name", "said"),
    [
        ("Datum Provisional Sudamericano 1956, zona 18. ", "PSAD56 / UTM zone 18S", "field.zone_named"),
        ("Datum WGS84 zona 18 Sur, transformadas de las de PSAD56. ", "WGS 84 / UTM zone 18S", "field.datum_carried"),
        ("Datum WGS84, antes PSAD56, zona 18. ", None, "field.datums_open"),
    ],
)
def test_a_memoria_is_placed_by_the_datum_that_holds(tmp_path, heading, name, said):
    reading = read(tmp_path / "a.txt", heading + WALK)

    assert reading.format == "memoria"
    assert reading.epsg == (None if name is None else code(name))
    assert said in noted(reading)


def test_rows_of_two_zones_are_carried_into_one(tmp_path):
    text = (
        "Vertice;Zona;Este;Norte\n1;18L;484780,25;8695972,10\n2;18 L;485780,25;8695972,10\n3;19L;185780,25;8696972,10\n"
    )
    reading = read(tmp_path / "a.csv", text)

    carried = Transformer.from_crs(32719, 32718, always_xy=True).transform(185780.25, 8696972.10)
    assert reading.epsg == 32718
    assert np.allclose(places(reading), [(484780.25, 8695972.10), (485780.25, 8695972.10), carried], atol=0.001)
    assert ": 2–3; " in facts(reading, "field.zones_carried")["zones"]
    assert list(reading.features)[2].properties["as_written"] == "185780,25; 8696972,10 (EPSG:32719)"


def test_rows_of_two_zones_go_into_the_chosen_one_on_its_datum(tmp_path):
    text = "V;Zona;Este;Norte\n1;18;484780.25;8695972.10\n2;19;185780.25;8696972.10\n"

    reading = read(tmp_path / "a.csv", text, epsg=24879)

    carried = Transformer.from_crs(24878, 24879, always_xy=True).transform(484780.25, 8695972.10)
    assert np.allclose(places(reading), [carried, (185780.25, 8696972.10)], atol=0.001)


@pytest.mark.parametrize("zone", ["18L", "18 S", "18M", "18", "18.0", "Zona 18 Sur", "UTM 18S"])
def test_a_zone_that_a_column_states_is_taken_as_stated(tmp_path, zone):
    reading = read(tmp_path / "a.csv", f"V;Zona;Este;Norte\n1;{zone};484780.25;8695972.10\n")

    assert reading.epsg == 32718
    assert "field.zone_guessed" not in noted(reading)


@pytest.mark.parametrize(
    ("text", "refusal", "lines"),
    [
        ("V;Zona;Este;Norte\n1;18;484780;8695972\n2;19;185780;8696972\n3;;185780;8696972\n", "rows_without_zone", "4"),
        (
            "V;Zona;Datum;Este;Norte\n1;18;WGS84;484780;8695972\n2;18;PSAD56;485780;8696972\n",
            "rows_of_datums",
            "WGS 84: 2; PSAD56: 3",
        ),
    ],
)
def test_rows_that_do_not_say_enough_are_refused_with_their_lines(tmp_path, text, refusal, lines):
    with pytest.raises(InputError, match=refusal) as refused:
        read(tmp_path / "a.csv", text)
    assert lines in refused.value.message.facts.values()


def test_rows_without_a_zone_beside_those_of_one_zone_are_told(tmp_path):
    reading = read(tmp_path / "a.csv", "V;Zona;Este;Norte\n1;18;484780;8695972\n2;;485780;8696972\n")

    assert reading.epsg == 32718
    assert facts(reading, "field.rows_as_others")["lines"] == "3"


def test_a_column_of_zones_that_are_none_does_not_matter(tmp_path):
    reading = read(tmp_path / "a.csv", "V;Zona;Este;Norte\n1;Alto Ucayali;640123.45;8812345.67\n2;;640223;8812345\n")

    assert reading.epsg == 32718
    assert "field.zone_guessed" in noted(reading)


@pytest.mark.parametrize("chosen", [32618, 32719, 32717])
def test_a_chosen_zone_in_which_numbers_lie_outside_of_peru_is_told(tmp_path, chosen):
    reading = read(tmp_path / "a.csv", ATALAYA, epsg=chosen)

    longitude, latitude = Transformer.from_crs(chosen, 4326, always_xy=True).transform(640123.45, 8812345.67)
    said = facts(reading, "field.system_elsewhere")
    assert reading.epsg == chosen
    assert (said["latitude"], said["longitude"]) == (f"{latitude:.2f}", f"{longitude:.2f}")
    assert said["fitting"] == "WGS 84 / UTM zone 18S (EPSG:32718)"


@pytest.mark.parametrize("raises", [False, True])
def test_a_number_that_lies_nowhere_on_earth_stops_nothing(tmp_path, raises):
    was_raising = osr.GetUseExceptions()
    (osr.UseExceptions if raises else osr.DontUseExceptions)()
    try:
        text = "V;Zona;Este;Norte\n1;18;484780;8695972\n2;18;485780;8695972\n3;19;1e30;8696972\n4;19;185780;8696972\n"
        reading = read(tmp_path / "a.csv", text)
        nowhere = read(tmp_path / "b.csv", "v,x,y\n1,1e12,1e12\n", epsg=32718)
    finally:
        (osr.UseExceptions if was_raising else osr.DontUseExceptions)()

    assert [feature.label for feature in reading.features] == ["1", "2", "4"]
    assert [name for name, _ in reading.tally.left_out] == ["#4"]
    assert "field.system_nowhere" in noted(nowhere)


def test_a_chosen_zone_beside_which_another_one_fits_is_told(tmp_path):
    said = facts(read(tmp_path / "a.csv", TABLE, epsg=32719), "field.chosen_of_several")

    assert said["others"] == "WGS 84 / UTM zone 18S (EPSG:32718)"
    assert "field.chosen_of_several" not in noted(read(tmp_path / "a.csv", TABLE, epsg=32618))


DEGREES = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":%s}}]%s}'
CRS_MEMBER = ',"crs":{"type":"name","properties":{"name":"%s"}}'


@pytest.mark.parametrize(
    ("name", "text", "chosen", "expected", "said"),
    [
        ("a.csv", "PSAD56 zona 18\n" + ATALAYA, 32718, 24878, "field.choice_not_needed"),
        ("a.csv", "PSAD56 zona 18\n" + ATALAYA, 24878, 24878, "field.zone_named"),
        ("a.csv", "PSAD56\n" + TABLE, 32719, 24879, "field.choice_completed"),
        ("a.csv", "ZONA 18\n" + TABLE, 24879, 24878, "field.choice_completed"),
        ("a.csv", "WGS84 y PSAD56, ZONA 18\n" + TABLE, 24878, 24878, None),
        ("psad56.csv", ATALAYA, 32718, 32718, None),
        ("a.txt", "Datum PSAD56, zona 18. " + WALK, 32718, 24878, "field.choice_not_needed"),
        ("a.csv", "v;lat;lon\n1;-8.25;-74.5\n", 32718, 4326, "field.degrees_not_chosen"),
        ("a.csv", "v;lat;lon\n1;-8.25;-74.5\n", 4248, 4248, None),
        ("a.geojson", DEGREES % ("[-74.5,-8.25]", ""), 32718, 4326, "field.degrees_not_chosen"),
        ("a.geojson", DEGREES % ("[640123,8812345]", ""), 32718, 32718, None),
        (
            "a.geojson",
            DEGREES % ("[640123,8812345]", CRS_MEMBER % "urn:ogc:def:crs:EPSG::24878"),
            32718,
            24878,
            "field.choice_not_needed",
        ),
        ("a.geojson", DEGREES % ("[640123,8812345]", CRS_MEMBER % "Mi sistema"), None, None, "field.datums_open"),
    ],
)
def test_a_choice_fills_up_what_the_file_leaves_open_and_no_more(tmp_path, name, text, chosen, expected, said):
    reading = read(tmp_path / name, text, epsg=chosen)

    assert reading.epsg == expected
    assert said is None or said in noted(reading)


PRJ = (
    'PROJCS["{name}",GEOGCS["GCS_Peru",DATUM["{datum}",SPHEROID["e",{ellipsoid}]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],'
    'PARAMETER["False_Northing",{north}],PARAMETER["Central_Meridian",{meridian}],PARAMETER["Scale_Factor",0.9996],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
HAYFORD, WGS = "6378388.0,297.0", "6378137.0,298.257223563"


def shapefile(folder, prj, name="limite"):
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(folder / f"{name}.shp"))
    layer = source.CreateLayer(name, None, ogr.wkbPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    ring = "640123 8812345,641123 8812345,641123 8813345,640123 8812345"
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
    layer.CreateFeature(feature)
    del feature, layer, source
    if prj:
        (folder / f"{name}.prj").write_text(prj, encoding="ascii")
    return folder / f"{name}.shp"


@pytest.mark.parametrize(
    ("datum", "ellipsoid", "meridian", "north", "name"),
    [
        ("D_Provisional_S_American_1956", HAYFORD, "-75.0", "10000000.0", "PSAD56 / UTM zone 18S"),
        ("Provisional_South_American_1956", HAYFORD, "-81.0", "10000000.0", "PSAD56 / UTM zone 17S"),
        ("D_WGS_1984", WGS, "-75.0", "10000000.0", "WGS 84 / UTM zone 18S"),
        ("D_WGS_1984", WGS, "-75.0", "0.0", "WGS 84 / UTM zone 18N"),
        ("unknown", HAYFORD, "-75.0", "10000000.0", None),
        ("D_WGS_1984", HAYFORD, "-75.0", "10000000.0", None),
        ("D_WGS_1984", WGS, "-76.0", "10000000.0", None),
    ],
)
def test_a_prj_without_a_code_is_recognised_by_its_datum_and_zone_or_not_at_all(
    tmp_path, datum, ellipsoid, meridian, north, name
):
    prj = PRJ.format(name="PSAD56_18S", datum=datum, ellipsoid=ellipsoid, meridian=meridian, north=north)
    reading = read_field_file(shapefile(tmp_path, prj), "auto", ReadingOptions())

    assert reading.epsg == (None if name is None else code(name))
    assert ("field.prj_unknown" in noted(reading)) == (name is None)
    # the numbers lie in Peru in zone 18S only
    assert ("field.system_elsewhere" in noted(reading)) == (name is not None and "18S" not in name)
    if name is None:
        path = tmp_path / "limite.shp"
        assert read_field_file(path, "auto", ReadingOptions(epsg=24878)).epsg == 24878


def test_a_shapefile_without_a_prj_goes_by_the_datum_of_its_name(tmp_path):
    path = shapefile(tmp_path, "", "limite_psad56")

    assert read_field_file(path, "auto", ReadingOptions()).epsg == code("PSAD56 / UTM zone 18S")


def test_a_prj_holds_against_the_choice_and_this_is_told(tmp_path):
    prj = CRS.from_epsg(24878).to_wkt("WKT1_ESRI")
    reading = read_field_file(shapefile(tmp_path, prj), "auto", ReadingOptions(epsg=32718))

    assert reading.epsg == 24878
    assert "field.choice_not_needed" in noted(reading)
