"""The plan on paper: a print layout filled from its template, written as PDF with text kept as text.

The table flows to further sheets. Fonts may join letters (“ff”): who reads the PDF back normalises its text (NFKC) first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsExpressionContextUtils,
    QgsFillSymbol,
    QgsLayoutExporter,
    QgsLayoutFrame,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemManualTable,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutMultiFrame,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLayoutTable,
    QgsLayoutTableColumn,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsTableCell,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QFile, QIODevice, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

from ..compat import always_text
from ..errors import InputError
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..paths import resource
from ..titling.plan import PlanContent, PlanDrawing, draw_plan, land_table, spaced, table_rows, title_block
from ..titling.plan_labels import NEIGHBOUR, SIDE, UNIT, VERTEX, NoRoomError
from ..titling.plan_scale import choose_scale, grid_interval_m
from ..titling.plan_settings import PlanSettings, plan_settings
from ..titling.zones import datum_of
from .layout_export import write_layout_pdf
from .main_thread import while_alive
from .plan_layers import (
    INK,
    TextMeasure,
    enclave_layer,
    label_layer,
    leader_layer,
    letter_family,
    perimeter_layer,
    regime_layers,
    text_format,
    vertex_layer,
)
from .released_layers import refuse_asking_template

AUTO = "auto"
PAPERS = (AUTO, "A4", "A3", "A2", "A1", "A0")
AUTO_PAPERS = ("A3", "A2", "A1", "A0")
_ROOM = 1.3
_MM = QgsUnitTypes.LayoutUnit.LayoutMillimeters
_DPI = 300
_LETTER_WIDTH = 0.56
_LETTERS_MM = (1.5, 2.6)
_SHEET_MARGIN_MM = (20.0, 22.0, 10.0, 14.0)  # left, top, right, bottom
_FEWEST_ROWS = 5
_TABLE_WIDTH_MM = 160.0
_COLUMN_GAP_MM = 5.0
_ROW_HEIGHT = 1.35  # of the height of the letters, at the least
_DIGIT_WIDTH = 0.62
_LEGEND_GAP_MM = 1.0
_BAR_SHARE = 0.04  # least length of one of its three segments, of the width of the map
_MARK_RGB = (192, 57, 43)
_MARK_OPACITY = 0.2
_GRID_MM = 0.1
_CELL_MARGIN = 0.2  # of the height of the letters
_COUNTRY = {"south": -18.4, "north": 0.1, "west": -81.4, "east": -68.6}


@dataclass(frozen=True)
class PlanFile:
    """A plan as it was written.

    Attributes
    ----------
    path : Path
    paper : str
    denominator : int
        Of the scale.
    sheets : int
    drawing : PlanDrawing
    """

    path: Path
    paper: str
    denominator: int
    sheets: int
    drawing: PlanDrawing


def write_plan(
    content: PlanContent,
    path: Path | str,
    paper: str = AUTO,
    denominator: int = 0,
    template: Path | str | None = None,
    base_layers: Sequence[QgsMapLayer] = (),
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> PlanFile:
    """Write the plan of a territory; on the main thread, as QGIS demands of layouts.

    Parameters
    ----------
    content : PlanContent
    path : Path
        PDF, written whole or not at all.
    paper : str
        One of :data:`PAPERS`; ``auto`` takes the smallest from A3 on that has room for every label at its full size.
    denominator : int
        Of the scale; 0 to choose a standard one.
    template : Path, optional
        A ``.qpt`` of the federation, with the ids of ``resources/layouts``; its page decides the paper.
    base_layers : sequence of QgsMapLayer
        Drawn below, the first on top.

    Raises
    ------
    InputError
        ``plan.template`` (with reason), ``plan.too_large``, ``plan.scale_too_large``.
    OutputError
        When the file cannot be written.
    CancelledError
    """
    plan = PlanLayout(content, paper, denominator, template, base_layers, is_cancelled)
    progress(40.0)
    plan.write_pdf(Path(path))
    progress(100.0)
    stop_if(is_cancelled)
    return PlanFile(Path(path), plan.paper, plan.drawing.frame.denominator, plan.sheets, plan.drawing)


class PlanLayout:
    """A filled print layout in a project of its own, which the person's project does not notice."""

    def __init__(
        self,
        content: PlanContent,
        paper: str = AUTO,
        denominator: int = 0,
        template: Path | str | None = None,
        base_layers: Sequence[QgsMapLayer] = (),
        is_cancelled: IsCancelled = never_cancelled,
        settings: PlanSettings | None = None,
    ) -> None:
        self.is_cancelled = while_alive(is_cancelled)
        self.content = content
        self.settings = settings or plan_settings()
        self.family = letter_family()
        self.project = QgsProject()
        self.crs = QgsCoordinateReferenceSystem(content.table.crs)
        self.project.setCrs(self.crs)
        self.project.setEllipsoid("NONE")
        self.layout, self.drawing, self.paper = self._chosen(paper, denominator, template)
        self._legend_layers: list[QgsMapLayer] = []
        self._fill_map(base_layers)
        self._fill_location()
        self._fill_small_items()
        self._fill_legend()
        stop_if(self.is_cancelled)
        self._fill_table()
        self.sheets = self.layout.pageCollection().pageCount()
        self._fill_title_block()
        self._set_variables()

    def write_pdf(self, path: Path) -> None:
        """Export all sheets.

        Raises
        ------
        OutputError, CancelledError
            As :func:`~.layout_export.write_layout_pdf`.
        """
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.dpi = _DPI
        settings.forceVectorOutput = True
        settings.rasterizeWholeImage = False
        settings.simplifyGeometries = False
        settings.textRenderFormat = always_text()
        write_layout_pdf(self.layout, path, settings, self.is_cancelled)

    def map_item(self) -> QgsLayoutItemMap:
        """The map of the first sheet."""
        return _item(self.layout, "map", QgsLayoutItemMap)

    def _chosen(
        self, paper: str, denominator: int, template: Path | str | None
    ) -> tuple[QgsPrintLayout, PlanDrawing, str]:
        if template:
            layout = self._loaded(Path(template))
            return layout, self._drawn(layout, denominator), _paper_of(layout, self.settings)
        tried = AUTO_PAPERS if paper == AUTO else (paper,)
        for name in tried:
            layout = self._loaded(resource("layouts", f"plan_{name.lower()}.qpt"))
            if name != tried[-1] and not self._has_room(layout, denominator):
                continue
            readable_mm = self.settings.text_mm["readable_vertex"] if name != tried[-1] else 0.0
            try:
                return layout, self._drawn(layout, denominator, readable_mm), name
            except (InputError, NoRoomError):
                if name == tried[-1]:
                    raise
        raise InputError("plan.template", path=paper, reason=", ".join(PAPERS))

    def _has_room(self, layout: QgsPrintLayout, denominator: int) -> bool:
        """Whether, along the perimeter as it would be on this paper, readable labels fit side by side."""
        table = self.content.table
        if len(table.rows) > self.settings.every_vertex_up_to:
            return True
        size = _item(layout, "map", QgsLayoutItemMap).rect()
        west, south, east, north = self.content.extent
        scale = denominator or choose_scale(
            east - west, north - south, size.width(), size.height(), self.settings.fill_share, self.settings.scales
        )
        _, height = TextMeasure(self.family)("V-0", self.settings.text_mm["readable_vertex"])
        return float(table.perimeter_m) * 1000.0 / scale / len(table.rows) >= height * _ROOM

    def _loaded(self, path: Path) -> QgsPrintLayout:
        document = QDomDocument()
        file = QFile(str(path))
        if not file.open(QIODevice.OpenModeFlag.ReadOnly):
            raise InputError("plan.template", path=str(path), reason=file.errorString())
        try:
            is_read = document.setContent(file)
        finally:
            file.close()
        if not (is_read[0] if isinstance(is_read, tuple) else is_read):
            raise InputError("plan.template", path=str(path), reason="XML")
        refuse_asking_template(document.toString(), str(path))
        layout = QgsPrintLayout(self.project)
        _, is_loaded = layout.loadFromTemplate(document, QgsReadWriteContext())
        if not is_loaded or layout.pageCollection().pageCount() < 1:
            raise InputError("plan.template", path=str(path), reason="qpt")
        if _item(layout, "map", QgsLayoutItemMap) is None:
            raise InputError("plan.template", path=str(path), reason="id “map”")
        return layout

    def _drawn(self, layout: QgsPrintLayout, denominator: int, least_vertex_mm: float = 0.0) -> PlanDrawing:
        size = _item(layout, "map", QgsLayoutItemMap).rect()
        measure = TextMeasure(self.family)
        return draw_plan(
            self.content,
            size.width(),
            size.height(),
            measure,
            self.settings,
            denominator,
            self.is_cancelled,
            least_vertex_mm,
        )

    def _fill_map(self, base_layers: Sequence[QgsMapLayer]) -> None:
        drawing = self.drawing
        text_mm = {
            VERTEX: drawing.labels.vertex_mm,
            SIDE: min(self.settings.text_mm[SIDE], drawing.labels.vertex_mm),
            NEIGHBOUR: self.settings.text_mm[NEIGHBOUR],
            UNIT: self.settings.text_mm[NEIGHBOUR],
        }
        shown = [vertex_layer(drawing), enclave_layer(drawing), perimeter_layer(drawing), *regime_layers(drawing)]
        self._legend_layers = [layer for layer in shown if layer is not None]
        base = [layer.clone() for layer in base_layers]
        layers = [label_layer(drawing, self.family, text_mm), leader_layer(drawing), *self._legend_layers, *base]
        for layer in layers:
            self.project.addMapLayer(layer, False)
        self._legend_layers += base
        chart = self.map_item()
        frame = drawing.frame
        chart.setCrs(self.crs)
        chart.setKeepLayerSet(True)
        chart.setLayers(layers)
        east, north = frame.on_ground(frame.width_mm, frame.height_mm)
        chart.setExtent(QgsRectangle(frame.west, frame.south, east, north))
        self._add_grid(chart)

    def _add_grid(self, chart: QgsLayoutItemMap) -> None:
        interval = grid_interval_m(self.drawing.frame.denominator, self.settings.grid_spacing_mm)
        grid = QgsLayoutItemMapGrid("UTM", chart)
        grid.setCrs(self.crs)
        grid.setIntervalX(interval)
        grid.setIntervalY(interval)
        grid.setStyle(QgsLayoutItemMapGrid.GridStyle.Solid)
        grid.setLineSymbol(QgsLineSymbol.createSimple({"line_color": "70,110,140,110", "line_width": "0.1"}))
        grid.setAnnotationEnabled(True)
        grid.setAnnotationPrecision(0)
        grid.setAnnotationFormat(QgsLayoutItemMapGrid.AnnotationFormat.Decimal)
        grid.setAnnotationTextFormat(text_format(self.family, self.settings.text_mm[SIDE], "#2d5068", halo=True))
        inside = QgsLayoutItemMapGrid.AnnotationPosition.InsideMapFrame
        for side in (
            QgsLayoutItemMapGrid.BorderSide.Left,
            QgsLayoutItemMapGrid.BorderSide.Right,
            QgsLayoutItemMapGrid.BorderSide.Top,
            QgsLayoutItemMapGrid.BorderSide.Bottom,
        ):
            grid.setAnnotationPosition(inside, side)
        for side in (QgsLayoutItemMapGrid.BorderSide.Left, QgsLayoutItemMapGrid.BorderSide.Right):
            grid.setAnnotationDirection(QgsLayoutItemMapGrid.AnnotationDirection.Vertical, side)
        grid.setAnnotationFrameDistance(0.8)
        chart.grids().addGrid(grid)
        self.grid_interval_m = interval

    def _fill_location(self) -> None:
        item = _item(self.layout, "location", QgsLayoutItemMap)
        if item is None:
            return
        wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
        outline = QgsVectorLayer(str(resource("basemap", "peru_departments.geojson")), "", "ogr")
        outline.setRenderer(
            QgsSingleSymbolRenderer(
                QgsFillSymbol.createSimple(
                    {"color": "238,240,232", "outline_color": "120,130,120", "outline_width": "0.12"}
                )
            )
        )
        here = QgsVectorLayer(f"Point?crs={self.content.table.crs}", "", "memory")
        centre = _centre_feature(here, self.content)
        place = QgsCoordinateTransform(self.crs, wgs84, self.project).transform(centre.geometry().asPoint())
        is_inside = (
            _COUNTRY["west"] <= place.x() <= _COUNTRY["east"] and _COUNTRY["south"] <= place.y() <= _COUNTRY["north"]
        )
        if not is_inside:
            # the departments of Peru say nothing of a place in another country
            self.layout.removeLayoutItem(item)
            return
        here.dataProvider().addFeature(centre)
        here.setRenderer(
            QgsSingleSymbolRenderer(
                QgsMarkerSymbol.createSimple(
                    {
                        "name": "square",
                        "size": "2.4",
                        "color": "0,0,0,0",
                        "outline_color": "192,57,43",
                        "outline_width": "0.6",
                    }
                )
            )
        )
        for layer in (outline, here):
            self.project.addMapLayer(layer, False)
        item.setCrs(wgs84)
        item.setKeepLayerSet(True)
        item.setLayers([here, outline])
        size = item.rect()
        height = _COUNTRY["north"] - _COUNTRY["south"]
        width = max(_COUNTRY["east"] - _COUNTRY["west"], height * size.width() / size.height())
        height = width * size.height() / size.width()
        x, y = (_COUNTRY["west"] + _COUNTRY["east"]) / 2, (_COUNTRY["south"] + _COUNTRY["north"]) / 2
        item.setExtent(QgsRectangle(x - width / 2, y - height / 2, x + width / 2, y + height / 2))

    def _fill_small_items(self) -> None:
        north = _item(self.layout, "north", QgsLayoutItemPicture)
        if north is not None:
            north.setPicturePath(str(resource("icons", "north.svg")))
        bar = _item(self.layout, "scalebar", QgsLayoutItemScaleBar)
        if bar is not None:
            bar.setLinkedMap(self.map_item())
            is_far = self.drawing.frame.denominator >= 10_000
            unit = QgsUnitTypes.DistanceUnit.DistanceKilometers if is_far else QgsUnitTypes.DistanceUnit.DistanceMeters
            bar.setUnits(unit)
            bar.setUnitLabel("km" if is_far else "m")
            metres = grid_interval_m(self.drawing.frame.denominator, self.drawing.frame.width_mm * _BAR_SHARE)
            bar.setUnitsPerSegment(metres / 1000.0 if is_far else metres)
            bar.setNumberOfSegments(3)
            bar.setNumberOfSegmentsLeft(0)
        checksum = _item(self.layout, "checksum", QgsLayoutItemLabel)
        if checksum is not None:
            letter = min(checksum.rect().height() / 3.5, checksum.rect().width() / 100.0 / _DIGIT_WIDTH)
            _letter(checksum, text_format(self.family, letter))
        mark = _item(self.layout, "mark", QgsLayoutItemLabel)
        if mark is not None and not self.content.mark:
            self.layout.removeLayoutItem(mark)
        elif mark is not None:
            _fade(mark)

    def _fill_legend(self) -> None:
        legend = _item(self.layout, "legend", QgsLayoutItemLegend)
        if legend is None:
            return
        for layer in self._legend_layers:
            self.project.layerTreeRoot().addLayer(layer)
        legend.setLinkedMap(self.map_item())
        legend.setAutoUpdateModel(True)
        legend.adjustBoxSize()

    def _fill_table(self) -> None:
        headings, rows = table_rows(self.content)
        place = self._table_area()
        width = place[2] if place else _TABLE_WIDTH_MM
        flow, letter = self._flow(headings, rows, width)
        if place is not None:
            x, y, _, height = place
            height -= self._add_notes(self.drawing.notes(), x, y + height, width, letter)
            title = letter * 1.8
            if height > title + letter * 1.7 * _FEWEST_ROWS:
                self._add_label(self._table_title, (x, y, width, title), letter, bold=True)
                flow.fill(x, y + title, width, height - title, 0)
        self._flow_on(flow, width, self._table_title)
        headings, rows = land_table(self.content)
        if rows:
            self._flow_on(self._flow(headings, rows, width)[0], width, self.content.phrases.say("land.title"))

    @property
    def _table_title(self) -> str:
        table = self.content.table
        return self.content.phrases.say("plan.table", datum=datum_of(table), zone=table.zone)

    def _table_area(self) -> tuple[float, float, float, float] | None:
        """Where the table stands on the first sheet: what the legend has left of its place."""
        place = _area(self.layout, "table_area")
        legend = _item(self.layout, "legend", QgsLayoutItemLegend)
        if place is None or legend is None:
            return place
        x, y, width, height = place
        left, top, size = legend.pos().x(), legend.pos().y(), legend.rect()
        is_above = left < x + width and x < left + size.width() and top < y < top + size.height() + _LEGEND_GAP_MM
        over = top + size.height() + _LEGEND_GAP_MM - y if is_above else 0.0
        return x, y + over, width, max(0.0, height - over)

    def _flow(self, headings: list[str], rows: list[list[str]], width: float) -> tuple[_TableFlow, float]:
        """A table ready to be laid into frames of a width, and the height of its letters."""
        shares = [
            max(len(heading) * 0.75, *(len(row[number]) for row in rows)) + 1.6
            for number, heading in enumerate(headings)
        ]
        letter = min(max(width / (sum(shares) * _LETTER_WIDTH), _LETTERS_MM[0]), _LETTERS_MM[1])
        # a column's width is that of its text: margins and grid lines come on top
        room = width - len(shares) * 2 * letter * _CELL_MARGIN - (len(shares) + 1) * _GRID_MM
        return _TableFlow(self, headings, rows, [room * share / sum(shares) for share in shares], letter), letter

    def _flow_on(self, flow: _TableFlow, width: float, title: str) -> None:
        """Lay what is left of a table on as many further sheets as it needs."""
        left, top, right, bottom = _SHEET_MARGIN_MM
        while flow.has_rows():
            stop_if(self.is_cancelled)
            page = self._add_sheet(title)
            size = self.layout.pageCollection().page(0).pageSize()
            columns = max(1, int((size.width() - left - right + _COLUMN_GAP_MM) // (width + _COLUMN_GAP_MM)))
            for column in range(columns):
                if flow.has_rows():
                    x = left + column * (width + _COLUMN_GAP_MM)
                    flow.fill(x, top, width, size.height() - top - bottom, page)

    def _add_sheet(self, title: str) -> int:
        """A further sheet with its title, its mark and the fingerprint; returns its number, from 0."""
        left, _, right, _ = _SHEET_MARGIN_MM
        size = self.layout.pageCollection().page(0).pageSize()
        page = QgsLayoutItemPage(self.layout)
        page.setPageSize(QgsLayoutSize(size.width(), size.height(), _MM))
        self.layout.pageCollection().addPage(page)
        number = self.layout.pageCollection().pageCount() - 1
        parts = (
            _as_text(self.content.attributes.get("community", "")),
            title,
            "[% @plan_sheet_prefix %] [% @layout_page %] / [% @layout_numpages %]",
        )
        width = size.width() - left - right
        self._add_label(" · ".join(part for part in parts if part), (left, 10.0, width, 9.0), 3.2, number, bold=True)
        self._add_label("[% @plan_checksum_text %]", (left, size.height() - 11.0, width, 6.0), 1.9, number)
        if self.content.mark:
            box = (left, size.height() * 0.35, width, size.height() * 0.25)
            _fade(self._add_label(self.content.mark, box, size.height() * 0.13, number, True, True))
        return number

    def _add_notes(self, notes: list[str], x: float, bottom: float, width: float, letter: float) -> float:
        if not notes:
            return 0.0
        text = _as_text("\n".join(notes))
        per_line = max(20, int(width / (letter * _LETTER_WIDTH)))
        lines = sum(-(-len(note) // per_line) for note in notes)
        height = min(lines * letter * 1.45 + 1.0, 0.3 * width + 20.0)
        self._add_label(text, (x, bottom - height, width, height), letter * 0.9)
        return height

    def _add_label(
        self,
        text: str,
        box: tuple[float, float, float, float],
        letter: float,
        page: int = 0,
        bold: bool = False,
        is_centred: bool = False,
    ) -> QgsLayoutItemLabel:
        item = QgsLayoutItemLabel(self.layout)
        item.setText(text)
        _letter(item, text_format(self.family, letter, bold=bold))
        if is_centred:
            item.setHAlign(Qt.AlignmentFlag.AlignHCenter)
        item.setVAlign(Qt.AlignmentFlag.AlignVCenter)
        self.layout.addLayoutItem(item)
        item.attemptResize(QgsLayoutSize(box[2], box[3], _MM))
        item.attemptMove(QgsLayoutPoint(box[0], box[1], _MM), True, False, page)
        return item

    def _fill_title_block(self) -> None:
        place = _area(self.layout, "title_block_area")
        if place is None:
            return
        x, y, width, height = place
        say = self.content.phrases.say
        rows = [[name, text] for name, text in title_block(self.content, self.drawing.frame.denominator)]
        rows.append([say("plan.item.sheet"), say("plan.sheet_of", sheet=1, sheets=self.sheets)])
        heading = height * 0.075
        title = f"plan.title.{self.content.part}" if self.content.part else "plan.title"
        self._add_label(say(title), (x, y, width, heading), heading * 0.48, bold=True, is_centred=True)
        signature = height * 0.11
        body = height - heading - signature
        letter = body / len(rows) * 0.56
        names = max(len(name) for name, _ in rows) * letter * 0.6 + 1.5
        chars = int((width - names) / (letter * _LETTER_WIDTH))
        wrapped = sum(max(0, -(-len(text) // max(1, chars)) - 1) for _, text in rows)
        if wrapped:
            letter = body / (len(rows) + wrapped) * 0.56
            names = max(len(name) for name, _ in rows) * letter * 0.6 + 1.5
        table = QgsLayoutItemManualTable.create(self.layout)
        self.layout.addMultiFrame(table)
        table.setResizeMode(QgsLayoutMultiFrame.ResizeMode.UseExistingFrames)
        table.setContentTextFormat(text_format(self.family, letter))
        table.setCellMargin(letter * _CELL_MARGIN)
        table.setGridStrokeWidth(_GRID_MM)
        table.setGridColor(QColor(INK))
        table.setWrapBehavior(QgsLayoutTable.WrapBehavior.WrapText)
        contents = []
        for name, text in rows:
            contents.append([QgsTableCell(name), QgsTableCell(text)])
        table.setTableContents(contents)
        table.setColumnWidths([names, width - names - 4 * letter * _CELL_MARGIN - 3 * _GRID_MM])
        _add_frame(self.layout, table, x, y + heading, width, body, 0)
        self._add_label(
            say("plan.item.signature") + ": ______________________",
            (x + 1.0, y + height - signature, width - 2.0, signature),
            heading * 0.32,
        )

    def _set_variables(self) -> None:
        say = self.content.phrases.say
        table = self.content.table
        values = {
            "plan_scale_text": say("plan.scale", denominator=spaced(self.drawing.frame.denominator)),
            "plan_frame_text": say("plan.frame", datum=datum_of(table), zone=table.zone, crs=table.crs),
            "plan_checksum_text": say("plan.checksum", checksum=table.checksum()),
            "plan_mark": self.content.mark,
            "plan_sheet_prefix": say("plan.item.sheet"),
            "plan_area_ha": str(table.area_ha),
            "plan_perimeter_m": str(table.perimeter_m),
            "plan_zone": table.zone,
            **{f"plan_{key}": text for key, text in self.content.attributes.items()},
        }
        QgsExpressionContextUtils.setLayoutVariables(self.layout, values)


class _TableFlow:
    """Rows of the technical table, laid into one frame after the other; each frame has a table of its own, so that long ones stay quick."""

    def __init__(
        self, plan: PlanLayout, headings: list[str], rows: list[list[str]], widths: list[float], letter: float
    ) -> None:
        self.plan = plan
        self.headings = headings
        self.rows = rows
        self.widths = widths
        self.letter = letter
        self._row_mm = letter * _ROW_HEIGHT
        self._next = 0

    def has_rows(self) -> bool:
        """Whether some rows have not been laid out yet."""
        return self._next < len(self.rows)

    def fill(self, x: float, y: float, width: float, height: float, page: int) -> None:
        """Lay as many of the next rows into a frame as it holds, at least one."""
        count = max(1, int(height / self._row_mm))
        table = self._table()
        # a table has a height only once a frame shows it: that of as many such frames as its rows need
        _add_frame(self.plan.layout, table, x, y, width, height, page)
        while True:
            table.setTableContents(self._cells(count))
            if table.totalSize().height() <= height * (1 + 1e-9) or count == 1:
                break
            # a name broken into lines makes its row higher
            count = min(count, len(self.rows) - self._next)
            count -= max(1, count // 60)
        self._row_mm = height / (count + 1) if self._next + count < len(self.rows) else self._row_mm
        self._next += count

    def _table(self) -> QgsLayoutItemManualTable:
        table = QgsLayoutItemManualTable.create(self.plan.layout)
        self.plan.layout.addMultiFrame(table)
        table.setResizeMode(QgsLayoutMultiFrame.ResizeMode.UseExistingFrames)
        table.setHeaderMode(QgsLayoutTable.HeaderMode.AllFrames)
        table.setHeaderHAlignment(QgsLayoutTable.HeaderHAlignment.HeaderCenter)
        table.setIncludeTableHeader(True)
        table.setHeaders([QgsLayoutTableColumn(heading) for heading in self.headings])
        table.setContentTextFormat(text_format(self.plan.family, self.letter))
        table.setHeaderTextFormat(text_format(self.plan.family, self.letter * 0.9, bold=True))
        table.setCellMargin(self.letter * _CELL_MARGIN)
        table.setGridStrokeWidth(_GRID_MM)
        table.setGridColor(QColor(INK))
        table.setWrapBehavior(QgsLayoutTable.WrapBehavior.WrapText)
        table.setColumnWidths(self.widths)
        return table

    def _cells(self, count: int) -> list[list[QgsTableCell]]:
        contents = []
        for row in self.rows[self._next : self._next + count]:
            cells = []
            for text in row:
                cell = QgsTableCell(text)
                cell.setHorizontalAlignment(
                    Qt.AlignmentFlag.AlignRight if _is_number(text) else Qt.AlignmentFlag.AlignHCenter
                )
                cells.append(cell)
            contents.append(cells)
        return contents


def _add_frame(layout: QgsPrintLayout, table: Any, x: float, y: float, width: float, height: float, page: int) -> None:
    frame = QgsLayoutFrame(layout, table)
    frame.attemptResize(QgsLayoutSize(width, height, _MM))
    frame.attemptMove(QgsLayoutPoint(x, y, _MM), True, False, page)
    table.addFrame(frame)
    frame.attemptResize(QgsLayoutSize(width, height, _MM))
    frame.attemptMove(QgsLayoutPoint(x, y, _MM), True, False, page)


def _item(layout: QgsPrintLayout, name: str, kind: type) -> Any:
    item = layout.itemById(name)
    return item if isinstance(item, kind) else None


def _area(layout: QgsPrintLayout, name: str) -> tuple[float, float, float, float] | None:
    """Place of an area of the template, which is taken out: left, top, width, height on its sheet."""
    item = layout.itemById(name)
    if item is None:
        return None
    place, size = item.pagePos(), item.rect()
    found = (place.x(), place.y(), size.width(), size.height())
    layout.removeLayoutItem(item)
    return found


def _paper_of(layout: QgsPrintLayout, settings: PlanSettings) -> str:
    size = layout.pageCollection().page(0).pageSize()
    for name, (width, height) in settings.papers_mm.items():
        if {round(size.width()), round(size.height())} == {round(width), round(height)}:
            return name
    return f"{size.width():.0f} x {size.height():.0f} mm"


def _centre_feature(layer: QgsVectorLayer, content: PlanContent) -> Any:
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY

    west, south, east, north = content.extent
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY((west + east) / 2, (south + north) / 2)))
    return feature


def _letter(label: QgsLayoutItemLabel, lettering: QgsTextFormat) -> None:
    """Set the letters of a label; QGIS before 3.24 takes a font in points."""
    if hasattr(label, "setTextFormat"):
        label.setTextFormat(lettering)
        return
    font = lettering.font()
    font.setPointSizeF(lettering.size() * 72 / 25.4)
    label.setFont(font)
    label.setFontColor(lettering.color())


def _fade(label: QgsLayoutItemLabel) -> None:
    """Let the map show through the letters of a mark."""
    if hasattr(label, "textFormat"):
        lettering = label.textFormat()
        lettering.setColor(QColor(*_MARK_RGB))
        lettering.setOpacity(_MARK_OPACITY)
        label.setTextFormat(lettering)
    else:
        label.setFontColor(QColor(*_MARK_RGB, round(255 * _MARK_OPACITY)))


def _as_text(words: str) -> str:
    """Names of others in a label, where QGIS would run what stands between ``[%`` and ``%]`` and print what it knows of the computer."""
    return words.replace("[%", "[ %")


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
