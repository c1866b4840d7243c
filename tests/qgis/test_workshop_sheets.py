"""A sheet is printed, drawn on, photographed and brought back: the photo lies where the land is."""

from __future__ import annotations

import subprocess
import zlib
from datetime import date

import numpy as np
import processing
import pytest
from osgeo import gdal, osr
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsProject, QgsVectorLayer

from rainforest_alert_plugin.host.workspace_layers import add_workspace
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.territory.places import PlaceFacts, add_place
from rainforest_alert_plugin.territory.sheet_code import read_written
from rainforest_alert_plugin.territory.sheet_geometry import sheet_geometry
from rainforest_alert_plugin.territory.workshops import close_workshop, open_workshop
from tests.qgis.title_packages import provider

__all__ = ["provider"]
pytestmark = pytest.mark.usefixtures("provider", "qgis_new_project")
DPI = 110
# A cross of 200 m arms, whose middle is looked for in the placed photo.
CROSS = (518_850.0, 9_012_900.0)
EXTENT = "518500,521500,9011500,9013500 [EPSG:32718]"


def cross_layer():
    layer = QgsVectorLayer("Polygon?crs=EPSG:32718&field=name:string", "base", "memory")
    x, y = CROSS
    features = []
    for width, height in ((100, 8), (8, 100)):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(
            QgsGeometry.fromWkt(
                f"Polygon(({x - width} {y - height},{x + width} {y - height},{x + width} {y + height},{x - width} {y + height},"
                f"{x - width} {y - height}))"
            )
        )
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    from qgis.core import QgsFillSymbol, QgsSingleSymbolRenderer

    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "255,0,0", "outline_style": "no"})))
    return layer


def print_sheet(folder, **more):
    given = {"EXTENT": EXTENT, "LAYERS": [cross_layer()], "SCALE": 10_000, "OUTPUT_FILE": str(folder / "hoja.pdf")}
    return processing.run("rainforestalert:printworkshopsheet", {**given, **more})


@pytest.fixture(scope="module")
def sheet(tmp_path_factory, provider):
    """A printed sheet and its page as pixels, drawn by poppler."""
    folder = tmp_path_factory.mktemp("hoja")
    printed = print_sheet(folder)
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", printed["OUTPUT_FILE"], str(folder / "page")], check=True
    )
    page = gdal.Open(str(folder / "page.png")).ReadAsArray()[:3]
    return printed, page


def homography(source, target):
    """Plain solution of eight equations; independent of the code under test."""
    rows, values = [], []
    for (x, y), (u, v) in zip(source, target):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.append(np.linalg.solve(np.array(rows, float), np.array(values, float)), 1).reshape(3, 3)


def photograph(page, size, corners, seed=1, noise=5.0, shadow=True, hidden=None):
    """The page as a camera sees it: at an angle, noisy, half in the shade; `corners` are those of the paper in the photo."""
    height, width = page.shape[1:]
    paper = page.astype(np.float32)
    if hidden is not None:
        top, bottom, left, right = hidden
        paper = paper.copy()
        paper[:, top:bottom, left:right] = 150
    inverse = np.linalg.inv(homography([(0, 0), (width, 0), (width, height), (0, height)], corners))
    wide, high = size
    photo = np.zeros((3, high, wide), np.float32)
    y, x = np.mgrid[0:high, 0:wide].astype(np.float64)
    for dx, dy in ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)):
        u, v, w = inverse @ np.stack([(x + dx).ravel(), (y + dy).ravel(), np.ones(wide * high)])
        column, row = np.floor(u / w).astype(int), np.floor(v / w).astype(int)
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        values = np.full((3, wide * high), 95.0, np.float32)
        values[:, inside] = paper[:, row[inside], column[inside]]
        photo += values.reshape(3, high, wide) / 4
    if shadow:
        photo *= np.where(x + y > (wide + high) / 2, 0.55, 1.0) * np.linspace(0.8, 1.05, wide)
    photo += np.random.default_rng(seed).normal(0, noise, photo.shape)
    return np.clip(photo, 0, 255).astype(np.uint8)


def save(photo, path, driver="JPEG", **options):
    memory = gdal.GetDriverByName("MEM").Create("", photo.shape[2], photo.shape[1], 3, gdal.GDT_Byte)
    for number in range(3):
        memory.GetRasterBand(number + 1).WriteArray(photo[number])
    gdal.GetDriverByName(driver).CreateCopy(
        str(path), memory, options=[f"{key}={value}" for key, value in options.items()]
    )
    return path


def place(photo_path, folder, **more):
    return processing.run(
        "rainforestalert:placeworkshopsheet", {"PHOTO": str(photo_path), "OUTPUT": str(folder / "placed.tif"), **more}
    )


def red_middle(path):
    """Middle of what is red in a raster, in the raster's own system."""
    raster = gdal.Open(str(path))
    red, green, _ = raster.ReadAsArray()[:3].astype(int)
    rows, columns = np.nonzero(red - green > 60)
    west, pixel, _, north, _, down = raster.GetGeoTransform()
    return west + (columns.mean() + 0.5) * pixel, north + (rows.mean() + 0.5) * down


PHOTOS = {
    "from above": ((1600, 1200), [(60, 55), (1540, 65), (1530, 1110), (55, 1100)]),
    "at an angle": ((1600, 1200), [(330, 165), (1340, 230), (1560, 1100), (40, 1040)]),
    "upright phone": ((1350, 1800), [(1275, 100), (1245, 1720), (120, 1650), (170, 195)]),
    "upside down": ((1600, 1200), [(1550, 1130), (60, 1100), (90, 60), (1490, 80)]),
}


@pytest.mark.parametrize("view", PHOTOS)
def test_a_photo_finds_back_to_its_place(sheet, tmp_path, view):
    printed, page = sheet
    size, corners = PHOTOS[view]
    placed = place(save(photograph(page, size, corners), tmp_path / "foto.jpg"), tmp_path)
    assert (placed["CODE"], placed["EPSG"], placed["MARK_COUNT"]) == (printed["CODE"], 32718, 4)
    pixel = placed["PIXEL_M"]
    assert 1.0 < pixel < 4.0
    # A pixel of these photos is a quarter of a millimetre on paper; the cross is found within one.
    assert np.hypot(*np.subtract(red_middle(placed["OUTPUT"]), CROSS)) < 0.75 * pixel
    assert placed["RESIDUAL_M"] < 0.5 * pixel
    system = osr.SpatialReference(wkt=gdal.Open(placed["OUTPUT"]).GetProjection())
    assert system.GetAuthorityCode(None) == "32718"


def test_a_flatbed_scan_is_placed_to_a_fraction_of_a_millimetre(sheet, tmp_path):
    _, page = sheet
    placed = place(save(page, tmp_path / "escaneo.png", "PNG"), tmp_path)
    # One pixel of the scan is 0.23 mm on paper, 2.3 m at 1:10 000.
    assert placed["LARGEST_RESIDUAL_M"] < 2.0
    assert np.hypot(*np.subtract(red_middle(placed["OUTPUT"]), CROSS)) < 1.0


def test_a_sheet_full_of_strokes_is_placed_as_well_as_an_empty_one(sheet, tmp_path):
    printed, page = sheet
    drawn = page.copy()
    height, width = page.shape[1:]
    scale = DPI / 25.4
    # blue pen strokes across the map, its frame and the legend; the cross in the upper left stays free
    for number in range(10):
        columns = np.arange(int(12 * scale), width - int(12 * scale))
        rows = (height * (0.4 + 0.04 * number) + columns * (number - 5) * 0.02).astype(int)
        for thick in range(-1, 2):
            drawn[:, rows + thick, columns] = np.array([[30], [40], [160]])
    # and one that runs along the lower right mark and touches it
    mark = sheet_geometry("A3", True).marks["se"]
    left, top = int(mark.left * scale), int(mark.top * scale)
    drawn[:, top - 120 : top + 60, left - 2 : left + 1] = np.array([30, 40, 160])[:, None, None]
    size, corners = PHOTOS["at an angle"]
    placed = place(save(photograph(drawn, size, corners), tmp_path / "foto.jpg", QUALITY=50), tmp_path)
    assert (placed["CODE"], placed["MARK_COUNT"]) == (printed["CODE"], 4)
    assert np.hypot(*np.subtract(red_middle(placed["OUTPUT"]), CROSS)) < 0.75 * placed["PIXEL_M"]


@pytest.mark.parametrize("corner", ["nw", "se"])
def test_a_torn_corner_loses_nothing(sheet, tmp_path, corner):
    printed, page = sheet
    box = sheet_geometry("A3", True).marks[corner]
    scale = DPI / 25.4
    hidden = [int(edge * scale) for edge in (box.top - 3, box.bottom + 2, box.left - 3, box.right + 2)]
    size, corners = PHOTOS["from above"]
    placed = place(save(photograph(page, size, corners, hidden=hidden), tmp_path / "foto.jpg"), tmp_path)
    assert (placed["CODE"], placed["MARK_COUNT"]) == (printed["CODE"], 3)
    # Where a mark is gone the frame holds the place; the cross stands near the north-western corner.
    assert np.hypot(*np.subtract(red_middle(placed["OUTPUT"]), CROSS)) < 0.75 * placed["PIXEL_M"]


def test_two_torn_corners_are_said_and_the_corners_of_the_map_can_be_given(sheet, tmp_path):
    printed, page = sheet
    size, corners = PHOTOS["at an angle"]
    hidden = [0, page.shape[1], 0, int(page.shape[2] * 0.07)]
    path = save(photograph(page, size, corners, hidden=hidden), tmp_path / "foto.jpg")
    with pytest.raises(QgsProcessingException, match="2 corner marks were found, 3 are needed"):
        place(path, tmp_path)
    assert not (tmp_path / "placed.tif").exists()
    frame = sheet_geometry("A3", True).map
    scale = DPI / 25.4
    on_page = [
        (frame.left, frame.top),
        (frame.right, frame.top),
        (frame.right, frame.bottom),
        (frame.left, frame.bottom),
    ]
    height, width = page.shape[1:]
    matrix = homography([(0, 0), (width, 0), (width, height), (0, height)], corners)
    clicked = []
    for x, y in on_page:
        u, v, w = matrix @ (x * scale, y * scale, 1)
        clicked.append(f"{u / w:.1f},{v / w:.1f}")
    placed = place(path, tmp_path, CORNERS=" ".join(clicked), SHEET=printed["CODE"])
    assert placed["MARK_COUNT"] == 0
    assert np.hypot(*np.subtract(red_middle(placed["OUTPUT"]), CROSS)) < placed["PIXEL_M"]


def test_a_folded_sheet_is_placed_with_a_warning(sheet, tmp_path):
    from qgis.core import QgsProcessingFeedback

    _, page = sheet
    folded = page.copy()
    # The middle of the sheet pushed up by as much as 3 mm, as by a bulge of the paper: all four marks lie where they should.
    height, width = page.shape[1:]
    bulge = (3 * DPI / 25.4 * np.sin(np.linspace(0, np.pi, width))).astype(int)
    for column in range(width):
        folded[:, : height - bulge[column], column] = page[:, bulge[column] :, column]
    feedback = QgsProcessingFeedback()
    path = save(folded, tmp_path / "foto.png", "PNG")
    placed = processing.run(
        "rainforestalert:placeworkshopsheet",
        {"PHOTO": str(path), "OUTPUT": str(tmp_path / "placed.tif")},
        feedback=feedback,
    )
    # 3 mm at 1:10 000 are 30 m; the outer ends, where the marks are, are pulled along a little
    assert 15 < placed["LARGEST_RESIDUAL_M"] < 35
    assert "do not fit a flat sheet" in feedback.textLog()


@pytest.mark.parametrize(
    ("corners", "code", "refusal"),
    [
        ("1,1 2,2 3,3", "", "Which sheet is it"),
        ("100,100 900,100 900,700 100,700", "7F3A-18S-1-1-1-A3H-20261123", "is no code of a sheet"),
        ("100,100 900,100 900,700", None, "do not go round"),
        ("100,100 100,700 900,700 900,100", None, "do not go round"),  # the wrong way round
        ("100,100 900,100 300,300 100,700", None, "do not go round"),  # dented
        ("100,100 99999,100 900,700 100,700", None, "do not go round"),  # outside the photo
        ("a,b", None, "do not go round"),
    ],
)
def test_corners_given_wrong_are_refused(sheet, tmp_path, corners, code, refusal):
    printed, page = sheet
    path = save(page, tmp_path / "foto.png", "PNG")
    with pytest.raises(QgsProcessingException, match=refusal):
        place(path, tmp_path, CORNERS=corners, SHEET=printed["CODE"] if code is None else code)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(tmp_path, content):
    path = tmp_path / "foto.jpg"
    path.write_bytes(content)
    with pytest.raises(QgsProcessingException, match="cannot be read as a picture"):
        place(path, tmp_path)


def test_a_picture_too_large_for_a_laptop_is_refused_unread(tmp_path):
    import struct

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    path = tmp_path / "bomba.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)))
    with pytest.raises(QgsProcessingException, match="60000 x 60000"):
        place(path, tmp_path)


@pytest.mark.parametrize("kind", ["blank", "noise", "lines"])
def test_a_photo_of_something_else_has_no_marks(tmp_path, kind):
    rng = np.random.default_rng(3)
    photo = np.full((3, 600, 800), 240, np.uint8)
    if kind == "noise":
        photo = rng.integers(0, 255, photo.shape).astype(np.uint8)
    if kind == "lines":
        photo[:, ::40, :] = 20
        photo[:, :, ::40] = 20
    with pytest.raises(QgsProcessingException, match="corner marks were found"):
        place(save(photo, tmp_path / "foto.png", "PNG"), tmp_path)


def test_a_grey_scan_and_one_with_a_palette_are_read(sheet, tmp_path):
    printed, page = sheet
    grey = gdal.GetDriverByName("MEM").Create("", page.shape[2], page.shape[1], 1, gdal.GDT_Byte)
    grey.GetRasterBand(1).WriteArray(page.mean(axis=0).astype(np.uint8))
    gdal.GetDriverByName("PNG").CreateCopy(str(tmp_path / "gris.png"), grey)
    assert place(tmp_path / "gris.png", tmp_path)["CODE"] == printed["CODE"]
    table = gdal.ColorTable()
    for index in range(256):
        table.SetColorEntry(index, (255 - index, 255 - index, 255 - index, 255))
    grey.GetRasterBand(1).WriteArray(255 - page.mean(axis=0).astype(np.uint8))
    grey.GetRasterBand(1).SetColorTable(table)
    gdal.GetDriverByName("PNG").CreateCopy(str(tmp_path / "paleta.png"), grey)
    assert place(tmp_path / "paleta.png", tmp_path)["CODE"] == printed["CODE"]


def test_the_text_of_a_sheet_stays_text(sheet):
    printed, _ = sheet
    text = subprocess.run(["pdftotext", printed["OUTPUT_FILE"], "-"], capture_output=True, text=True, check=True).stdout
    assert printed["CODE"] in text
    assert "1:10\u00a0000" in text or "1:10 000" in text or "1:10,000" in text
    assert "Map to draw on" in text
    assert "UTM grid 18S" in text


def test_the_paper_has_the_size_that_was_asked_for(tmp_path):
    for paper, landscape, millimetres in (("A4", False, (210, 297)), ("A0", True, (1189, 841))):
        printed = print_sheet(tmp_path, PAPER=paper, LANDSCAPE=landscape)
        info = subprocess.run(["pdfinfo", printed["OUTPUT_FILE"]], capture_output=True, text=True, check=True).stdout
        size = next(line for line in info.splitlines() if line.startswith("Page size")).split()
        assert float(size[2]) * 25.4 / 72 == pytest.approx(millimetres[0], abs=0.3)
        assert float(size[4]) * 25.4 / 72 == pytest.approx(millimetres[1], abs=0.3)
        assert "Pages:           1" in info


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"EXTENT": "0,0,0,0 [EPSG:4326]"}, "Choose the land"),
        ({"EXTENT": "-75,-74,85,86 [EPSG:4326]"}, "Choose the land"),
        ({"EXTENT": "-80,-70,-15,0 [EPSG:4326]", "SCALE": 0, "PAPER": "A4"}, "do not fit on a sheet"),
        ({"SCALE": 7}, "is no scale of a sheet"),
    ],
)
def test_a_sheet_of_nowhere_is_not_printed(tmp_path, more, refusal):
    with pytest.raises(QgsProcessingException, match=refusal):
        print_sheet(tmp_path, **more)
    assert not (tmp_path / "hoja.pdf").exists()


@pytest.fixture
def workshop(tmp_path):
    folder = tmp_path / "datos"
    folder.mkdir()
    with create_workspace("prueba", str(folder)) as made:
        with made.write() as transaction:
            community = transaction.insert("community", {"name": "Nueva Vida"})
        identity = open_workshop(made, community, "2026-09-12", "Local [% 1 %]", "mapa")
        for level in ("community", "secret"):
            add_place(
                made,
                QgsGeometry.fromWkt("Point(-74.82 -8.93)"),
                PlaceFacts(name=f"nombre {level}", sensitivity=level),
                workshop_id=identity,
            )
        return made.location, identity


def test_secret_places_never_come_on_paper(workshop, tmp_path):
    location, identity = workshop
    layers = [layer for layer in add_workspace(location) if layer.isSpatial()]
    printed = print_sheet(tmp_path, LAYERS=layers, WORKSPACE=location, WORKSHOP=identity)
    text = subprocess.run(["pdftotext", printed["OUTPUT_FILE"], "-"], capture_output=True, text=True, check=True).stdout
    assert "nombre community" in text
    assert "secret" not in text
    assert b"secret" not in (tmp_path / "hoja.pdf").read_bytes()
    with open_workspace(location, read_only=True) as opened:
        logged = [row for row in opened.read("release_log") if row["table_name"] == "place"]
        assert sum(row["released_count"] for row in logged) == 1
        sheets = opened.read("workshop_sheet")
    assert [row["code"] for row in sheets] == [printed["CODE"]]
    assert sheets[0]["workshop_id"] == identity
    assert read_written(sheets[0]["code"]).made_on == date.today()


def test_a_layer_of_the_workspace_added_by_hand_passes_the_gate_too(workshop, tmp_path):
    location, _ = workshop
    layer = QgsVectorLayer(f"{location}|layername=place|geometrytype=Point", "mi capa", "ogr")
    QgsProject.instance().addMapLayer(layer)
    from rainforest_alert_plugin.host.released_layers import released_layers

    copies, messages = released_layers([layer, cross_layer()], "community", "test")
    assert [feature["name"] for feature in copies[0].getFeatures()] == ["nombre community"]
    assert copies[1].name() == "base"
    assert len(messages) == 1


def test_the_photo_is_kept_with_the_workshop_and_its_code_found_there(workshop, sheet, tmp_path):
    location, identity = workshop
    printed, page = sheet
    path = save(page, tmp_path / "foto.png", "PNG")
    place(path, tmp_path, WORKSPACE=location, WORKSHOP=identity)
    with open_workspace(location) as opened:
        attached = opened.read("attachment")
        assert [(row["table_name"], row["row_id"], row["caption"]) for row in attached] == [
            ("workshop", identity, printed["CODE"])
        ]
        close_workshop(opened, identity, "nada", "")
    with pytest.raises(QgsProcessingException, match="is closed"):
        place(path, tmp_path, WORKSPACE=location, WORKSHOP=identity)


def test_the_words_of_the_workshop_stand_on_the_sheet_and_are_no_expression(workshop, tmp_path):
    location, identity = workshop
    printed = print_sheet(tmp_path, WORKSPACE=location, WORKSHOP=identity)
    text = subprocess.run(["pdftotext", printed["OUTPUT_FILE"], "-"], capture_output=True, text=True, check=True).stdout
    assert "Nueva Vida" in text
    assert "Local [ % 1 %]" in text
    assert "12/09/2026" in text
