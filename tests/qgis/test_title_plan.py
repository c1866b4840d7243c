"""The plan on paper, read back by other programs: poppler for its text, shapely for its labels, rasterio for its map."""

from __future__ import annotations

import json
import math
import resource as resource_limits
import shutil
import subprocess
import unicodedata
from enum import Enum

import numpy as np
import pytest
import rasterio
import shapely
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsLayoutItemMap,
    QgsMapRendererSequentialJob,
    QgsPointXY,
    QgsPrintLayout,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSizeF, QTimer
from title_packages import ATTRIBUTES, BOUNDARY, UTM18, Log, layer_of, provider  # noqa: F401

from rainforest_alert_plugin.cadastre.profile import load_profile
from rainforest_alert_plugin.documents.phrases import load_phrases
from rainforest_alert_plugin.errors import CancelledError, OutputError
from rainforest_alert_plugin.host import layout_export, plan_layers
from rainforest_alert_plugin.host.plan_image import write_map_geotiff
from rainforest_alert_plugin.host.plan_layout import PlanLayout, write_plan
from rainforest_alert_plugin.paths import resource
from rainforest_alert_plugin.titling.plan import PlanContent
from rainforest_alert_plugin.titling.technical_table import SurveyedBoundary, SurveyedRing, build_technical_table

PERU = load_profile("peru_native_community")


def wavy(count, east=550_000.0, north=9_075_000.0, radius=5_000.0):
    points = []
    for number in range(count):
        angle = math.pi / 2 - 2 * math.pi * number / count
        reach = radius * (1 + 0.18 * math.sin(3 * angle + 1) + 0.09 * math.sin(7 * angle) + 0.05 * math.sin(11 * angle))
        points.append((east + reach * math.cos(angle), north + 0.8 * reach * math.sin(angle)))
    return tuple(points)


def content(*parts, mark=""):
    rings = tuple(tuple(SurveyedRing(ring) for ring in rings) for rings in parts)
    table = build_technical_table(SurveyedBoundary(rings, UTM18, "18S"), PERU)
    names = ["CN Santa Rosa", "Terrenos del Estado", "Río Ucayali"]
    count = len(table.rows)
    table = table.with_neighbours([names[number * 3 // count] for number in range(count)])
    return PlanContent(table, ATTRIBUTES, load_phrases("es"), PERU.table_columns, mark)


def text_of(path, *options):
    """Text of a PDF; joined letters (“ﬀ”) are taken apart, as a reader's search does."""
    done = subprocess.run(["pdftotext", *options, str(path), "-"], check=True, capture_output=True, text=True)
    return unicodedata.normalize("NFKC", done.stdout)


def drawn_labels(plan):
    """Boxes of the labels as QGIS's own engine drew them, in metres."""
    chart = plan.map_item()
    settings = chart.mapSettings(chart.extent(), QSizeF(2400, 1800), 200, True)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    results = job.takeLabelingResults()
    return [
        (label.labelText, shapely.Polygon([(p.x(), p.y()) for p in label.cornerPoints]), label.isUnplaced)
        for label in results.allLabels()
    ]


@pytest.mark.parametrize("count", [5, 100, 500])
def test_all_labels_are_drawn_and_none_overlaps_as_qgis_places_them(qgis_app, count):
    plan = PlanLayout(content((wavy(count),)))
    drawn = drawn_labels(plan)
    placed = plan.drawing.labels.labels
    assert sorted(text for text, _, _ in drawn) == sorted(label.text for label in placed)
    assert {f"V-{number}" for number in range(1, count + 1)} <= {text for text, _, _ in drawn}
    assert not any(is_unplaced for _, _, is_unplaced in drawn)
    # QGIS's box of a line holds what hangs below its capitals too: it is taken to the height of the capitals
    metres_per_mm = plan.drawing.frame.metres_per_mm
    frame = plan.drawing.frame
    centres = {}
    for label in placed:
        centres.setdefault(label.text, []).append(frame.on_ground(label.x, label.y))
    boxes = []
    for text, box, _ in drawn:
        near = min(math.dist((box.centroid.x, box.centroid.y), centre) for centre in centres[text])
        assert near < 1.2 * metres_per_mm, f"{text} stands {near / metres_per_mm:.1f} mm from its place"
        boxes.append(box)
    placed_boxes = [shapely.Polygon(label.corners()) for label in placed]
    tree = shapely.STRtree(placed_boxes)
    one, other = tree.query(placed_boxes, predicate="intersects")
    assert [(placed[i].text, placed[j].text) for i, j in zip(one, other) if i < j] == []


def test_the_words_of_the_pdf_do_not_overlap(qgis_app, tmp_path):
    # level labels only: 12 vertices far apart; poppler gives boxes along the axes
    path = tmp_path / "plano.pdf"
    write_plan(content((wavy(12),)), path, "A3")
    boxes = {}
    for line in text_of(path, "-bbox").splitlines():
        if ">V-" not in line:
            continue
        values = dict(part.split("=") for part in line.split(">V-")[0].replace("<word", "").split())
        label = "V-" + line.split(">V-")[1].split("<")[0]
        corners = [float(values[key].strip('"')) for key in ("xMin", "yMin", "xMax", "yMax")]
        boxes.setdefault(label, []).append(shapely.box(*corners))
    # each is on the map and in the table (in its column, and twice among the sides)
    assert set(boxes) == {f"V-{number}" for number in range(1, 13)}
    words = [box for found in boxes.values() for box in found]
    tree = shapely.STRtree(words)
    one, other = tree.query(words, predicate="intersects")
    assert [(i, j) for i, j in zip(one, other) if i < j and words[i].intersection(words[j]).area > 0.5] == []


def test_text_stays_text_and_states_the_numbers_of_the_table(qgis_app, tmp_path):
    made = content((wavy(40),))
    path = tmp_path / "plano.pdf"
    written = write_plan(made, path, "A3")
    text = text_of(path, "-layout")
    flat = " ".join(text.split())
    table = made.table
    for stated in (
        str(table.area_ha),
        str(table.perimeter_m),
        table.checksum(),
        f"1:{written.denominator:,}".replace(",", " "),
        "060301",
        "PLANO DE DEMARCACIÓN TERRITORIAL",
        "20/11/2026",
    ):
        assert stated in flat, stated
    for row in table.rows:
        assert str(row.easting) in flat
        assert str(row.northing) in flat
        assert row.interior_angle in flat


def test_a_long_table_flows_to_further_sheets_and_loses_no_row(qgis_app, tmp_path):
    made = content(
        (wavy(2000),),
    )
    path = tmp_path / "plano.pdf"
    written = write_plan(made, path, "A1")
    assert written.sheets > 1
    sheets = text_of(path).count("\f")
    assert sheets == written.sheets
    words = text_of(path).split()
    for row in made.table.rows:
        assert str(row.northing) in words or str(row.easting) in words
    missing = {str(row.northing) for row in made.table.rows} - set(words)
    assert missing == set()
    for number in range(1, sheets + 1):
        assert made.table.checksum() in text_of(path, "-f", str(number), "-l", str(number))


class Click:
    """A person who clicks on “Cancel” a while after `start`: only a window that answers events hears of it."""

    def __init__(self):
        self.clicked = False
        self.asked = 0

    def start(self, milliseconds=0):
        QTimer.singleShot(milliseconds, self.click)

    def click(self):
        self.clicked = True

    def __call__(self):
        self.asked += 1
        return self.clicked


def test_a_click_while_the_sheets_are_drawn_stops_between_two_items_and_leaves_the_earlier_file(
    qgis_app, tmp_path, heard_at_each_look
):
    click = Click()
    plan = PlanLayout(content((wavy(500),)), "A4", is_cancelled=click)
    assert plan.sheets > 3
    click.asked = 0
    plan.write_pdf(tmp_path / "plano.pdf")
    whole = click.asked
    before = (tmp_path / "plano.pdf").read_bytes()
    click.start()
    click.asked = 0
    with pytest.raises(CancelledError):
        plan.write_pdf(tmp_path / "plano.pdf")
    # a look at each height of each sheet: the click is heard on the first sheet, and nothing that follows is asked or drawn
    assert click.asked * plan.sheets < whole
    assert [path.name for path in tmp_path.iterdir()] == ["plano.pdf"]
    assert (tmp_path / "plano.pdf").read_bytes() == before
    # the layout is as it was: another export has every sheet
    click.clicked = False
    plan.write_pdf(tmp_path / "otra.pdf")
    assert text_of(tmp_path / "otra.pdf") == text_of(tmp_path / "plano.pdf")


def test_a_click_is_looked_for_on_every_sheet(qgis_app, tmp_path):
    asked = []
    plan = PlanLayout(content((wavy(150),)), "A4")
    assert plan.sheets > 1
    plan.is_cancelled = lambda: bool(asked.append(1))
    plan.write_pdf(tmp_path / "plano.pdf")
    assert len(asked) >= 2 * plan.sheets
    for stop in (1, len(asked) // 2, len(asked)):
        looked = []
        plan.is_cancelled = lambda stop=stop, looked=looked: looked.append(1) or len(looked) == stop
        with pytest.raises(CancelledError):
            plan.write_pdf(tmp_path / "nada.pdf")
        assert len(looked) == stop
        assert [path.name for path in tmp_path.iterdir()] == ["plano.pdf"]


def test_a_click_while_labels_are_placed_is_heard(qgis_app, tmp_path, heard_at_each_look):
    click = Click()
    click.start(300)
    with pytest.raises(CancelledError):
        write_plan(content((wavy(2000),)), tmp_path / "plano.pdf", is_cancelled=click)
    assert list(tmp_path.iterdir()) == []


def test_a_plan_that_the_disk_has_no_room_for_leaves_nothing(qgis_app, tmp_path):
    """The system itself refuses to write more than a number of bytes, as a full disk does."""
    plan = PlanLayout(content((wavy(20),)), "A4")
    plan.write_pdf(tmp_path / "plano.pdf")
    before = (tmp_path / "plano.pdf").read_bytes()
    soft, hard = resource_limits.getrlimit(resource_limits.RLIMIT_FSIZE)
    for room in (0, 1_000, len(before) // 2, len(before) - 200):
        resource_limits.setrlimit(resource_limits.RLIMIT_FSIZE, (room, hard))
        try:
            with pytest.raises(OutputError) as caught:
                plan.write_pdf(tmp_path / "plano.pdf")
        finally:
            resource_limits.setrlimit(resource_limits.RLIMIT_FSIZE, (soft, hard))
        assert caught.value.message.id in ("output.folder_unwritable", "output.no_space")
        assert [path.name for path in tmp_path.iterdir()] == ["plano.pdf"]
        assert (tmp_path / "plano.pdf").read_bytes() == before
    usage = shutil.disk_usage(tmp_path)._replace(free=0)
    resource_limits.setrlimit(resource_limits.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.MonkeyPatch.context() as patch, pytest.raises(OutputError) as caught:
            patch.setattr(shutil, "disk_usage", lambda path: usage)
            plan.write_pdf(tmp_path / "plano.pdf")
    finally:
        resource_limits.setrlimit(resource_limits.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.message.id == "output.no_space"


def test_a_computer_without_fonts_is_told_so_and_one_with_others_has_its_plan(qgis_app, tmp_path, monkeypatch):
    monkeypatch.setattr(plan_layers, "font_families", list)
    with pytest.raises(OutputError) as caught:
        write_plan(content((wavy(12),)), tmp_path / "plano.pdf", "A4")
    assert caught.value.message.id == "pdf.no_fonts"
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(plan_layers, "font_families", lambda: ["Nunca vista"])
    made = content((wavy(12),))
    write_plan(made, tmp_path / "plano.pdf", "A4")
    words = text_of(tmp_path / "plano.pdf").split()
    assert all(str(row.northing) in words for row in made.table.rows)


def test_a_draft_says_so_on_every_sheet(qgis_app, tmp_path):
    path = tmp_path / "plano.pdf"
    written = write_plan(content((wavy(150),), mark="BORRADOR"), path, "A4")
    assert written.sheets > 1
    for number in range(1, written.sheets + 1):
        assert "BORRADOR" in text_of(path, "-f", str(number), "-l", str(number))
    final = tmp_path / "final.pdf"
    write_plan(content((wavy(20),)), final, "A4")
    assert "BORRADOR" not in text_of(final)


def test_enclaves_and_parts_have_their_own_rows_and_totals(qgis_app, tmp_path):
    made = content((wavy(30), wavy(6, radius=600.0)), (wavy(8, east=565_000.0, radius=900.0),))
    path = tmp_path / "plano.pdf"
    write_plan(made, path, "A3")
    flat = " ".join(text_of(path, "-layout").split())
    assert "TOTAL DEL ENCLAVE" in flat
    assert "Enclave excluido" in flat
    for ring in made.table.rings:
        assert str(ring.perimeter_m) in flat


def test_the_drawn_scale_is_the_printed_one_by_the_distance_of_grid_lines(qgis_app):
    plan = PlanLayout(content((wavy(20),)), "A3")
    chart = plan.map_item()
    assert isinstance(chart, QgsLayoutItemMap)
    # what a ruler measures: the frame on paper against the ground it shows
    assert chart.extent().width() / (chart.rect().width() / 1000) == pytest.approx(
        plan.drawing.frame.denominator, rel=1e-9
    )
    assert chart.grid().intervalX() / plan.drawing.frame.metres_per_mm >= 45


def test_an_expression_in_the_name_of_a_community_is_printed_and_not_run(qgis_app, tmp_path, qgis_processing):
    import math
    import subprocess

    import processing

    # two hundred vertices: the table flows to a second sheet, which names the community
    circle = [
        (500000 + 900 * math.cos(n * math.pi / 100), 9000000 - 900 * math.sin(n * math.pi / 100)) for n in range(200)
    ]
    ring = ",".join(f"{x:.2f} {y:.2f}" for x, y in [*circle, circle[0]])
    path = tmp_path / "plano.pdf"
    processing.run(
        "rainforestalert:titleplan",
        {
            "BOUNDARY": layer_of(("Nueva Vida", f"POLYGON(({ring}))")),
            "ATTRIBUTES": '{"community": "Vida [% 4321 * 2 %]"}',
            "OUTPUT": str(path),
            "PAPER": "A4",
        },
    )
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True)
    assert "8642" not in done.stdout
    assert "4321 * 2" in done.stdout.split("\f")[1]


def test_the_map_as_geotiff_lies_where_the_vertices_are(qgis_app, tmp_path, qgis_processing):
    import processing

    path = tmp_path / "mapa.tif"
    processing.run(
        "rainforestalert:titleplan",
        {
            "BOUNDARY": layer_of(
                ("Nueva Vida", "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000))")
            ),
            "OUTPUT": str(tmp_path / "plano.pdf"),
            "OUTPUT_GEOTIFF": str(path),
            "PAPER": "A4",
        },
    )
    with rasterio.open(path) as raster:
        assert raster.crs.to_epsg() == 32718
        pixels = raster.read()
        ink = pixels.sum(axis=0) < 3 * 90
        rows, columns = np.nonzero(ink)
        # the perimeter's corners: its line is 0.6 mm wide, at 1:10 000 6 m of ground
        for x, y in ((500000, 9000000), (501000, 9001000)):
            row, column = raster.index(x, y)
            assert np.hypot(rows - row, columns - column).min() * raster.res[0] < 6.0
        inside = pixels[:, raster.index(500500, 9000430)[0], raster.index(500500, 9000430)[1]]
        assert inside.sum() > 3 * 200


def test_a_click_while_the_geotiff_is_drawn_leaves_none(qgis_app, tmp_path, heard_at_each_look):
    click = Click()
    plan = PlanLayout(content((wavy(500),)), "A1", is_cancelled=click)
    click.start()
    with pytest.raises(CancelledError):
        write_map_geotiff(plan, tmp_path / "mapa.tif", 600)
    assert list(tmp_path.iterdir()) == []


def test_titleplan_reads_a_workspace_free_layer_with_attributes_and_says_what_it_wrote(
    qgis_app, tmp_path, qgis_processing
):
    import processing

    log = Log()
    outputs = processing.run(
        "rainforestalert:titleplan",
        {
            "BOUNDARY": layer_of(("Nueva Vida", BOUNDARY)),
            "ATTRIBUTES": json.dumps(ATTRIBUTES),
            "OUTPUT": str(tmp_path / "plano.pdf"),
            "DRAFT": True,
        },
        feedback=log,
    )
    assert outputs["SHEETS"] == 1
    assert outputs["LABELS_LEFT_OUT"] == 0
    assert outputs["PAPER_USED"] == "A3"
    flat = " ".join(text_of(tmp_path / "plano.pdf", "-layout").split())
    assert "Nueva Vida “Ñahuinco” & anexo <Sol>" in flat


def test_the_public_plan_names_no_neighbour(qgis_app, tmp_path, qgis_processing):
    import processing

    neighbours = QgsVectorLayer(f"Polygon?crs={UTM18}&field=nombre:string", "vecinos", "memory")
    feature = QgsFeature(neighbours.fields())
    feature.setGeometry(
        QgsGeometry.fromWkt("POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))")
    )
    feature.setAttributes(["Fundo Secreto"])
    neighbours.dataProvider().addFeatures([feature])
    square = layer_of(
        ("Nueva Vida", "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000))")
    )
    texts = {}
    for audience in ("office", "public"):
        path = tmp_path / f"{audience}.pdf"
        processing.run(
            "rainforestalert:titleplan",
            {
                "BOUNDARY": square,
                "NEIGHBOURS": neighbours,
                "NEIGHBOUR_NAME": "nombre",
                "AUDIENCE": audience,
                "OUTPUT": str(path),
            },
        )
        texts[audience] = text_of(path)
    assert "Fundo Secreto" in texts["office"]
    assert "Fundo Secreto" not in texts["public"]
    assert "Los nombres de los colindantes se reservan" in " ".join(texts["public"].split())


@pytest.mark.parametrize(
    ("written", "said"),
    [("", "template"), ("<Layout", "template"), ("<Layout units='mm'/>", "template"), (None, "template")],
)
def test_a_template_that_cannot_be_used_is_named_and_nothing_is_written(
    qgis_app, tmp_path, qgis_processing, written, said
):
    import processing

    template = tmp_path / "propia.qpt"
    if written is None:
        # one of our own without its map
        text = resource("layouts", "plan_a3.qpt").read_text(encoding="utf-8").replace('id="map"', 'id="otro"')
        template.write_text(text, encoding="utf-8")
    else:
        template.write_text(written, encoding="utf-8")
    with pytest.raises(QgsProcessingException) as refused:
        processing.run(
            "rainforestalert:titleplan",
            {
                "BOUNDARY": layer_of(("Nueva Vida", BOUNDARY)),
                "TEMPLATE": str(template),
                "OUTPUT": str(tmp_path / "plano.pdf"),
            },
        )
    assert str(template) in str(refused.value)
    assert not (tmp_path / "plano.pdf").exists()


def test_a_federations_template_keeps_its_own_words(qgis_app, tmp_path):
    template = tmp_path / "propia.qpt"
    text = resource("layouts", "plan_a3.qpt").read_text(encoding="utf-8")
    assert "[% @plan_frame_text %]" in text
    template.write_text(
        text.replace("[% @plan_frame_text %]", "FEDERACIÓN ORAU, área [% @plan_area_ha %] ha"), encoding="utf-8"
    )
    made = content((wavy(9),))
    written = write_plan(made, tmp_path / "plano.pdf", template=template)
    assert written.paper == "A3"
    assert f"FEDERACIÓN ORAU, área {made.table.area_ha} ha" in " ".join(text_of(tmp_path / "plano.pdf").split())


def test_a_scale_at_which_the_territory_does_not_fit_is_refused_with_one_that_does(qgis_app, tmp_path, qgis_processing):
    import processing

    with pytest.raises(QgsProcessingException) as refused:
        processing.run(
            "rainforestalert:titleplan",
            {
                "BOUNDARY": layer_of(("Nueva Vida", BOUNDARY)),
                "SCALE": 100,
                "PAPER": "A4",
                "OUTPUT": str(tmp_path / "plano.pdf"),
            },
        )
    assert "1:100 " in str(refused.value)


def test_a_name_of_300_characters_is_drawn_in_lines_and_whole(qgis_app, tmp_path):
    name = " ".join(f"palabra{number:02d}" for number in range(30))
    rings = (tuple(SurveyedRing(ring) for ring in (wavy(12),)),)
    table = build_technical_table(SurveyedBoundary(rings, UTM18, "18S"), PERU).with_neighbours([name] * 12)
    plan = PlanContent(table, {"community": name}, load_phrases("es"), PERU.table_columns)
    write_plan(plan, tmp_path / "plano.pdf", "A3")
    words = set(text_of(tmp_path / "plano.pdf").split())
    assert set(name.split()) <= words


def test_layers_below_are_drawn_and_stand_in_the_legend(qgis_app, tmp_path):
    river = QgsVectorLayer(f"LineString?crs={UTM18}", "Río Tamaya", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(540_000, 9_075_000), QgsPointXY(560_000, 9_076_000)]))
    river.dataProvider().addFeatures([feature])
    write_plan(content((wavy(9),)), tmp_path / "plano.pdf", "A3", base_layers=[river])
    assert "Río Tamaya" in " ".join(text_of(tmp_path / "plano.pdf").split())


def test_a_territory_across_two_zones_says_so_on_the_plan_and_one_within_a_zone_does_not(qgis_app, tmp_path):
    # 72° W is the edge of zones 18 and 19: pyproj puts its crossing with 10° S at E 828 929, N 8 893 091 in zone 18
    across = content((wavy(9, east=828_929.0, north=8_893_091.0),))
    write_plan(across, tmp_path / "across.pdf", "A3")
    said = " ".join(text_of(tmp_path / "across.pdf").split())
    assert "El territorio se extiende por las zonas UTM 18S, 19S." in said
    assert "son de la zona 18S" in said
    write_plan(content((wavy(9),)), tmp_path / "within.pdf", "A3")
    assert "se extiende" not in text_of(tmp_path / "within.pdf")


@pytest.mark.parametrize(
    ("crs", "zone", "north", "datum", "has_inset"),
    [
        ("EPSG:32718", "18S", 9_075_000.0, "WGS84", True),
        ("EPSG:5387", "18S", 9_075_000.0, "Peru96", True),
        # 8.4° S, 48.5° W: Tocantins
        ("EPSG:31982", "22S", 9_075_000.0, "SIRGAS 2000", False),
    ],
)
def test_the_plan_names_the_datum_of_its_coordinates_and_shows_peru_only_where_it_is(
    qgis_app, tmp_path, crs, zone, north, datum, has_inset
):
    table = build_technical_table(SurveyedBoundary(((SurveyedRing(wavy(9, north=north)),),), crs, zone), PERU)
    plan = PlanLayout(PlanContent(table, ATTRIBUTES, load_phrases("es"), PERU.table_columns), "A3")
    plan.write_pdf(tmp_path / "plano.pdf")
    said = " ".join(text_of(tmp_path / "plano.pdf").split())
    assert f"CUADRO DE DATOS TÉCNICOS ({datum}, UTM {zone})" in said
    assert f"Datum {datum} · Proyección UTM · Zona {zone} · {crs}" in said
    assert datum == "WGS84" or "WGS84" not in said
    assert isinstance(plan.layout.itemById("location"), QgsLayoutItemMap) is has_inset


def test_a_file_that_cannot_be_written_is_said_also_where_results_are_no_numbers(qgis_app, tmp_path, monkeypatch):
    """In QGIS 4 the results of an export are members of an enumeration, which PyQt6 does not turn into numbers."""

    class ExportResult(Enum):
        Success = 0
        FileError = 3

    class Exporter:
        def __init__(self, layout):
            pass

        def exportToPdf(self, path, settings):
            return ExportResult.FileError

        def errorMessage(self):
            return ""

    Exporter.ExportResult = ExportResult
    monkeypatch.setattr(layout_export, "QgsLayoutExporter", Exporter)
    with pytest.raises(OutputError) as said:
        layout_export.write_layout_pdf(QgsPrintLayout(QgsProject.instance()), tmp_path / "p.pdf", None)
    assert said.value.message.id == "output.folder_unwritable"
