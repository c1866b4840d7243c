"""The reports of `alertstatistics`: a federation's whole table and its chart, read back by other programs."""

from __future__ import annotations

import csv
from xml.etree import ElementTree

import openpyxl
import processing
import pytest
from processing.core.Processing import Processing
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsProcessingException, QgsVectorLayer
from qgis.PyQt.QtGui import QImage

SVG = "{http://www.w3.org/2000/svg}"


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
def layers():
    """Three communities side by side, of which the third is quiet; five alerts of two systems."""
    communities = QgsVectorLayer("Polygon?crs=EPSG:4326&field=code:string", "communities", "memory")
    for number, name in enumerate(("CN A", "CN B", "CN C")):
        feature = QgsFeature(communities.fields())
        west = -74 + number
        feature.setGeometry(
            QgsGeometry.fromWkt(f"POLYGON(({west} -9, {west + 1} -9, {west + 1} -8, {west} -8, {west} -9))")
        )
        feature.setAttributes([name])
        communities.dataProvider().addFeature(feature)
    alerts = QgsVectorLayer(
        "Point?crs=EPSG:4326&field=source:string&field=date:date&field=confidence:string&field=area_ha:double",
        "alerts",
        "memory",
    )
    for x, source, day, confidence, area_ha in (
        (-73.5, "radd", "2023-11-05", "low", 1.5),
        (-73.4, "radd", "2023-11-30", "high", 2.0),
        (-73.3, "glad_l", "2024-02-01", "low", 0.25),
        (-72.5, "radd", "2024-02-10", "highest", 4.0),
        (-72.4, "radd", "2024-02-11", "highest", 1.0),
    ):
        feature = QgsFeature(alerts.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, -8.5)))
        feature.setAttributes([source, day, confidence, area_ha])
        alerts.dataProvider().addFeature(feature)
    return alerts, communities


def run(layers, **reports):
    alerts, communities = layers
    given = {"ALERTS": alerts, "TERRITORIES": communities, "TERRITORY_ID": "code", "PERIOD": "month"}
    return processing.run(
        "rainforestalert:alertstatistics",
        {**given, "OUTPUT": "TEMPORARY_OUTPUT", **{name: str(path) for name, path in reports.items()}},
    )


def test_the_workbook_holds_every_territory_and_source_and_every_period(layers, tmp_path):
    result = run(layers, REPORT_XLSX=tmp_path / "federation.xlsx")
    assert result["REPORT_XLSX"] == str(tmp_path / "federation.xlsx")
    book = openpyxl.load_workbook(tmp_path / "federation.xlsx")
    summary, periods = (list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets)
    assert summary == [
        ("CN A", "glad_l", 1, 0.25, 0, 0, 0.25),
        ("CN A", "radd", 2, 1.5, 2, 0, 3.5),
        ("CN B", "glad_l", 0, 0, 0, 0, 0),
        ("CN B", "radd", 2, 0, 0, 5, 5),
        ("CN C", "glad_l", 0, 0, 0, 0, 0),
        ("CN C", "radd", 0, 0, 0, 0, 0),
    ]
    assert [row[:3] + row[4:] for row in periods] == [
        ("CN A", "glad_l", "2024-02-01", 1, 0.25),
        ("CN A", "radd", "2023-11-01", 1, 1.5),
        ("CN A", "radd", "2023-11-01", 1, 2),
        ("CN B", "radd", "2024-02-01", 2, 5),
    ]


def test_the_csv_holds_the_same_periods_and_the_output_keeps_its_fields(layers, tmp_path):
    result = run(layers, REPORT_CSV=tmp_path / "periods.csv")
    with open(tmp_path / "periods.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 5
    assert sum(float(row[-1]) for row in rows[1:]) == pytest.approx(1.5 + 2 + 0.25 + 5)
    output = result["OUTPUT"]
    assert [field.name() for field in output.fields()] == [
        "territory_id",
        "period_start",
        "confidence",
        "pixel_count",
        "area_ha",
    ]
    assert output.featureCount() == 4


def test_the_chart_has_a_bar_for_each_month_and_a_line_that_begins_anew_with_the_year(layers, tmp_path):
    run(layers, REPORT_CHART=tmp_path / "chart.svg")
    root = ElementTree.parse(tmp_path / "chart.svg").getroot()
    texts = [element.text for element in root.iter(f"{SVG}text")]
    # November to February, the quiet months between included.
    assert [text for text in texts if text and text.startswith("202")] == ["2023-11", "2023-12", "2024-01", "2024-02"]
    assert "glad_l, radd" in texts
    bars = [element for element in root.iter(f"{SVG}rect") if element.find(f"{SVG}title") is not None]
    # November low and high; February low and highest, 0.25 and 5 ha: the heights are as 20 to 1.
    heights = [float(bar.get("height")) for bar in bars]
    assert len(heights) == 4
    assert heights[3] / heights[2] == pytest.approx(20, rel=0.01)
    lines = [element.get("points").split() for element in root.iter(f"{SVG}polyline")]
    assert [len(points) for points in lines] == [2, 2]
    level = [[float(point.split(",")[1]) for point in points] for points in lines]
    # 3.5 ha stay 3.5 until the end of 2023; 2024 begins at nothing, which is the base of the chart.
    assert level[0][0] == level[0][1] < level[1][0]
    assert level[1][0] == pytest.approx(675 - 72)


def test_a_picture_for_a_slide_is_drawn_from_the_same_chart(layers, tmp_path):
    run(layers, REPORT_CHART=tmp_path / "chart.png")
    image = QImage(str(tmp_path / "chart.png"))
    assert (image.width(), image.height()) == (2400, 1350)
    colors = {image.pixelColor(x, y).name() for x in range(0, 2400, 4) for y in range(0, 1350, 9)}
    assert {"#f2b632", "#e0651a", "#9b1c1c", "#ffffff"} <= colors


def test_a_report_that_cannot_be_written_is_named_and_leaves_nothing(layers, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(QgsProcessingException):
        run(layers, REPORT_XLSX=tmp_path / "file" / "federation.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("blocked", ["file", "folder"])
def test_a_good_workbook_is_not_left_beside_a_table_that_cannot_be_written(layers, tmp_path, blocked):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    csv_path = tmp_path / "file" / "periods.csv" if blocked == "file" else tmp_path / "folder"
    with pytest.raises(QgsProcessingException):
        run(layers, REPORT_XLSX=tmp_path / "federation.xlsx", REPORT_CSV=csv_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
