"""Alerts dock: what is new each morning, and how much was cleared in each territory, when, and how surely."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsRasterLayer
from qgis.gui import QgsCheckableComboBox, QgsDateEdit
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from ..alerts.sources.catalogue import services
from ..host.clipboard import released_text
from ..host.project import add_result
from ..host.settings import CONFIDENCES, read_settings, recall, remember
from ..host.statistics import StatisticsRow, by_period, read_statistics
from ..host.styles import LOOKS, apply_look, kind_of, refresh_raster_ages
from ..host.tasks import Outcome
from ..i18n import translate
from .chart import BarChart, Series
from .choosers import NameFieldCombo, alerts_combo, communities_combo
from .copying import CopyGate
from .dock import JobDock, NotReadyError
from .map_view import features_by_identity, zoom_to_features
from .morning import NEWS, Morning
from .news_panel import NewsPanel
from .table import Column, ResultTable, count, number
from .territory_filter import TerritoryFilter
from .words import CONFIDENCE_COLORS, confidence_name, look_name, period_label, period_name
from .workspace_box import WorkspaceBox

FIGURES = "figures"
_PAGES = (NEWS, FIGURES)
_PERIODS = ("day", "week", "month", "year")
_USUAL_SOURCES = "gfw_integrated_raster"


class AlertsDock(JobDock):
    """Two pages with one form: what is new in the workspace, and the figures of a layer of alerts."""

    def __init__(self, iface: Any) -> None:
        super().__init__(
            iface,
            "alerts",
            translate("RainforestAlert", "Alerts"),
            translate("RainforestAlert", "Shows what is new in the territories, and measures it."),
            "alerts.svg",
            translate("RainforestAlert", "&Measure alerts"),
        )
        # Rows of the form that stand on one page only, and what stands below the form of each page.
        self._only_on: dict[str, list[QWidget]] = {page: [] for page in _PAGES}
        self._page_parts: dict[str, list[QWidget]] = {page: [] for page in _PAGES}
        self._has_figures = False
        self._build_pages()
        self._build_form()
        self._build_results()
        self._build_news()
        self._rows: list[StatisticsRow] = []
        self._period = "month"
        self._territories_id = ""
        self._fids: dict[str, int] = {}
        self.morning = Morning(self)
        self.territories.layerChanged.connect(lambda _: self.morning.look_around())
        self.complete()
        self.show_page(recall(self.name, "page", NEWS))
        QgsProject.instance().readProject.connect(self._count_ages)

    def close_down(self) -> None:
        QgsProject.instance().readProject.disconnect(self._count_ages)
        self.morning.close_down()
        super().close_down()

    @property
    def page(self) -> str:
        """``news`` or ``figures``."""
        return _PAGES[self.page_bar.currentIndex()]

    def show_page(self, page: str) -> None:
        """Turn to a page."""
        index = _PAGES.index(page) if page in _PAGES else 0
        if self.page_bar.currentIndex() == index:
            self._turn()
        self.page_bar.setCurrentIndex(index)

    def show_results(self) -> None:
        if self.page == FIGURES:
            self._has_figures = True
            super().show_results()

    def _build_pages(self) -> None:
        self.page_bar = QTabBar()
        self.page_bar.setExpanding(True)
        self.page_bar.addTab(translate("RainforestAlert", "What is new"))
        self.page_bar.addTab(translate("RainforestAlert", "Figures"))
        self.page_bar.currentChanged.connect(self._turn)
        self.column.insertWidget(1, self.page_bar)

    def _turn(self, *_: Any) -> None:
        """Show what belongs to the page; territories and dates belong to both."""
        is_news = self.page == NEWS
        shows_choices = not is_news or self.choices_button.isChecked()
        for row in range(self.form.rowCount()):
            for role in (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole):
                widget = self.form.itemAt(row, role).widget()
                widget.setVisible(widget is self.workspace or widget is self.workspace_label or shows_choices)
        # Rows that are hidden keep their spacing.
        self.form.setVerticalSpacing(4 if shows_choices else 0)
        for page, widgets in self._only_on.items():
            if page != self.page:
                for widget in widgets:
                    widget.setVisible(False)
        for widget in self._page_parts[self.page]:
            widget.setVisible(True)
        for widget in self._page_parts[FIGURES if is_news else NEWS]:
            widget.setVisible(False)
        remember(self.name, "choices", self.choices_button.isChecked())
        self.run_button.setText(
            translate("RainforestAlert", "Updat&e") if is_news else translate("RainforestAlert", "&Measure alerts")
        )
        self.run_button.setToolTip(
            translate("RainforestAlert", "Ask the sources for what is new, take it in and sort the events by priority.")
            if is_news
            else translate("RainforestAlert", "Count the alerts of the layer by territory and period.")
        )
        self.results.setVisible(not is_news and self._has_figures)
        self.morning.look_around()
        remember(self.name, "page", self.page)

    def _add_page_row(self, page: str, text: str, widget: QWidget, tip: str) -> None:
        self._only_on[page] += [self.add_row(text, widget, tip), widget]

    def _build_form(self) -> None:
        filters = QgsMapLayerProxyModel.Filter
        self.workspace = WorkspaceBox(self.name)
        self._add_page_row(
            NEWS,
            translate("RainforestAlert", "&Workspace"),
            self.workspace,
            translate("RainforestAlert", "The file in which the federation keeps alerts, events and decisions."),
        )
        self.workspace_label = self.form.labelForField(self.workspace)
        self.alerts = alerts_combo(filters.RasterLayer | filters.PointLayer, self.name)
        self._add_page_row(
            FIGURES,
            translate("RainforestAlert", "&Alerts"),
            self.alerts,
            translate("RainforestAlert", "Raster of GFW, GLAD, RADD or DIST-ALERT, or a layer of alert points."),
        )
        self.territories = communities_combo(filters.PolygonLayer, self.name)
        self.add_row(
            translate("RainforestAlert", "&Territories"),
            self.territories,
            translate(
                "RainforestAlert", "Polygons of the communities; where two overlap, both count the alerts there."
            ),
        )
        self.id_field = NameFieldCombo(self.territories, self.name, "id_field")
        self.add_row(
            translate("RainforestAlert", "&Identifier"),
            self.id_field,
            translate("RainforestAlert", "Field with the code or name that tells the territories apart."),
        )
        self.only = TerritoryFilter(self.territories, self.name)
        self._add_page_row(
            NEWS,
            translate("RainforestAlert", "On&ly"),
            self.only,
            translate(
                "RainforestAlert", "One federation, basin or community: a field of the territories and its value."
            ),
        )
        self.sources = QgsCheckableComboBox()
        self.sources.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sources.setMinimumContentsLength(12)
        self.sources.setDefaultText(translate("RainforestAlert", "none chosen"))
        checked = recall(self.name, "sources", _USUAL_SOURCES).split(",")
        for service in services().values():
            self.sources.addItemWithCheckState(service.title, _check(service.id in checked), service.id)
        self._add_page_row(
            NEWS,
            translate("RainforestAlert", "S&ources"),
            self.sources,
            translate("RainforestAlert", "Which services “Update” asks. Some need a key, which is asked for once."),
        )
        self.period = QComboBox()
        for period in _PERIODS:
            self.period.addItem(period_name(period), period)
        self.period.setCurrentIndex(max(0, self.period.findData(recall(self.name, "period", "month"))))
        self._add_page_row(
            FIGURES,
            translate("RainforestAlert", "&Group by"),
            self.period,
            translate("RainforestAlert", "Length of the periods in the table and the chart."),
        )
        self.start = _date_box()
        self.end = _date_box()
        tip = translate(
            "RainforestAlert",
            "First and last day. Without dates all alerts of a layer or file count, and services are asked for the last 30 days.",
        )
        self.start.setAccessibleName(translate("RainforestAlert", "First day"))
        self.end.setAccessibleName(translate("RainforestAlert", "Last day"))
        days = QWidget()
        row = QHBoxLayout(days)
        row.setContentsMargins(0, 0, 0, 0)
        until = QLabel(translate("RainforestAlert", "&until"))
        until.setBuddy(self.end)
        until.setToolTip(tip)
        self.end.setToolTip(tip)
        row.addWidget(self.start, 1)
        row.addWidget(until)
        row.addWidget(self.end, 1)
        self.add_row(translate("RainforestAlert", "F&rom"), days, tip).setBuddy(self.start)
        self.look = QComboBox()
        for look in LOOKS:
            self.look.addItem(look_name(look), look)
        self.look.setCurrentIndex(max(0, self.look.findData(recall(self.name, "look", LOOKS[0]))))
        self.look.activated.connect(lambda _: self.color_layers())
        self.add_row(
            translate("RainforestAlert", "Colours"),
            self.look,
            translate("RainforestAlert", "How alerts and events are coloured on the map."),
        )
        points_row = QWidget()
        points = QHBoxLayout(points_row)
        points.setContentsMargins(0, 0, 0, 0)
        label = QLabel(translate("RainforestAlert", "&Confidence at least"))
        self.min_confidence = QComboBox()
        for confidence in CONFIDENCES:
            self.min_confidence.addItem(confidence_name(confidence), confidence)
        self.min_confidence.setCurrentIndex(self.min_confidence.findData(read_settings().min_confidence))
        self.min_confidence.setToolTip(translate("RainforestAlert", "Alerts that are less sure are not drawn."))
        label.setBuddy(self.min_confidence)
        self.draw_button = self.add_job_button(
            translate("RainforestAlert", "&Draw points"),
            translate(
                "RainforestAlert",
                "Put each alert inside the territories on the map as a point, with its date and confidence.",
            ),
            self.draw_points,
            "/mIconPointLayer.svg",
        )
        points.addWidget(label)
        points.addWidget(self.min_confidence, 1)
        points.addWidget(self.draw_button)
        self.column.insertWidget(4, points_row)
        self._page_parts[FIGURES].append(points_row)

    def _build_news(self) -> None:
        row = QWidget()
        buttons = QHBoxLayout(row)
        buttons.setContentsMargins(0, 0, 0, 0)
        self.import_button = self.add_job_button(
            translate("RainforestAlert", "Import a &file…"),
            translate(
                "RainforestAlert", "Take alerts of a file on this computer into the workspace, without a connection."
            ),
            self._ask_and_import,
            "/mActionFileOpen.svg",
        )
        self.keys_button = QPushButton(translate("RainforestAlert", "&Keys…"))
        self.keys_button.setToolTip(translate("RainforestAlert", "Enter and test the keys of the sources."))
        self.keys_button.clicked.connect(self._ask_keys)
        self.choices_button = QToolButton()
        self.choices_button.setText(translate("RainforestAlert", "Choices"))
        self.choices_button.setCheckable(True)
        self.choices_button.setToolTip(
            translate("RainforestAlert", "Show which territories, sources, days and colours are chosen.")
        )
        self.choices_button.setChecked(bool(recall(self.name, "choices", True)))
        self.choices_button.toggled.connect(self._turn)
        buttons.addWidget(self.import_button, 1)
        buttons.addWidget(self.keys_button)
        buttons.addWidget(self.choices_button)
        self.column.insertWidget(4, row)
        self.news = NewsPanel()
        self.copy_gate = CopyGate(self.news.list, self._copied_news)
        self.column.insertWidget(self.column.indexOf(self.results), self.news, 1)
        self._page_parts[NEWS] += [row, self.news]

    def _build_results(self) -> None:
        shown = QHBoxLayout()
        label = QLabel(translate("RainforestAlert", "&Show"))
        self.shown_territory = QComboBox()
        self.shown_territory.setToolTip(translate("RainforestAlert", "Territory in the table and the chart."))
        self.shown_territory.currentIndexChanged.connect(self._show_rows)
        label.setBuddy(self.shown_territory)
        shown.addWidget(label)
        shown.addWidget(self.shown_territory, 1)
        self.save_chart_button = QPushButton(translate("RainforestAlert", "Save &picture…"))
        self.save_chart_button.setToolTip(
            translate("RainforestAlert", "Save the chart as a PNG picture for a slide or a report.")
        )
        self.save_chart_button.clicked.connect(self._ask_and_save_chart)
        shown.addWidget(self.save_chart_button)
        self.results_column.addLayout(shown)
        self.tabs = QTabWidget()
        self.chart = BarChart()
        self.table = ResultTable(
            [
                Column(translate("RainforestAlert", "Territory")),
                Column(translate("RainforestAlert", "Period"), lambda day: period_label(day, self._period)),
                Column(translate("RainforestAlert", "Confidence"), confidence_name),
                Column(
                    translate("RainforestAlert", "Pixels"),
                    count,
                    is_number=True,
                    tip=translate("RainforestAlert", "Alert pixels whose centre lies in the territory"),
                ),
                Column(
                    "ha",
                    number(2),
                    is_number=True,
                    tip=translate("RainforestAlert", "Hectares of these pixels, on the ellipsoid"),
                ),
            ]
        )
        self.table.chosen.connect(self._zoom)
        self.tabs.addTab(self.chart, translate("RainforestAlert", "Chart"))
        self.tabs.addTab(self.table, translate("RainforestAlert", "Table"))
        self.results_column.addWidget(self.tabs, 1)

    def _copied_news(self) -> str:
        texts = {event.id: self.news.text_of(event) for event in self.news.selected()}
        return released_text(self.workspace.location(), "alert_event", texts) if texts else ""

    def propose_choices(self) -> None:
        self.alerts.propose()
        self.territories.propose()
        self.morning.look_around()

    def start_job(self) -> None:
        if self.page == NEWS:
            self.morning.update()
        else:
            self.measure()

    def measure(self) -> None:
        """Count the alerts of the layer by territory and period."""
        parameters = {
            **self._common_parameters("ALERTS"),
            "PERIOD": self.period.currentData(),
            "OUTPUT": "TEMPORARY_OUTPUT",
        }
        self._period = self.period.currentData()
        self._territories_id = self.territories.currentLayer().id()
        self._fids = features_by_identity(self.territories.currentLayer(), self.id_field.currentField())
        self.run_algorithm("rainforestalert:alertstatistics", parameters, self._take_statistics)

    def draw_points(self) -> None:
        """Import the alerts as points and put them on the map."""
        parameters = {
            **self._common_parameters("INPUT"),
            "MIN_CONFIDENCE": self.min_confidence.currentData(),
            "OUTPUT": "TEMPORARY_OUTPUT",
        }
        self.run_algorithm("rainforestalert:importalerts", parameters, self._take_points)

    def color_layers(self) -> None:
        """Colour the alerts and events of the project as chosen."""
        look = self.look.currentData()
        remember(self.name, "look", look)
        for layer in QgsProject.instance().mapLayers().values():
            if kind_of(layer) and (not isinstance(layer, QgsRasterLayer) or layer is self.alerts.currentLayer()):
                apply_look(layer, look)
        self.iface.mapCanvas().refresh()

    def period_parameters(self) -> dict[str, str]:
        """First and last day, where they are given.

        Raises
        ------
        NotReadyError
            When the first is later than the last.
        """
        start, end = self.start, self.end
        if not start.isNull() and not end.isNull() and start.date() > end.date():
            raise NotReadyError(
                translate("RainforestAlert", "The first day is later than the last one. Change one of the two dates."),
                start,
            )
        boxes = (("START", start), ("END", end))
        return {key: box.date().toString("yyyy-MM-dd") for key, box in boxes if not box.isNull()}

    def territories_or_ask(self) -> Any:
        """Layer of the territories.

        Raises
        ------
        NotReadyError
            When none is chosen.
        """
        if self.territories.currentLayer() is None:
            raise NotReadyError(
                translate("RainforestAlert", "Choose the layer with the territories of the communities."),
                self.territories,
            )
        return self.territories.currentLayer()

    def save_chart(self, path: str) -> None:
        """Save the chart and say where it is."""
        if not path.lower().endswith(".png"):
            path += ".png"
        if self.chart.save_png(Path(path)):
            self.status.say("success", translate("RainforestAlert", "The chart was saved as {path}.").format(path=path))
        else:
            self.status.say(
                "error",
                translate(
                    "RainforestAlert", "The chart could not be saved as {path}. Choose a folder you may write to."
                ).format(path=path),
            )

    def _common_parameters(self, alerts_key: str) -> dict[str, Any]:
        if self.alerts.currentLayer() is None:
            raise NotReadyError(
                translate(
                    "RainforestAlert",
                    "Choose the layer of alerts. If the project has none, add the raster you downloaded.",
                ),
                self.alerts,
            )
        territories = self.territories_or_ask()
        period = self.period_parameters()
        self.alerts.keep()
        self.territories.keep()
        self.id_field.keep()
        remember(self.name, "period", self.period.currentData())
        alerts = self.alerts.currentLayer()
        parameters = {
            alerts_key: alerts if alerts_key == "ALERTS" or not isinstance(alerts, QgsRasterLayer) else alerts.source(),
            "TERRITORIES": territories,
            "TERRITORY_ID": self.id_field.currentField(),
        }
        return {**parameters, **period}

    def _ask_and_import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self,
            translate("RainforestAlert", "Alerts to take in"),
            "",
            translate("RainforestAlert", "Alerts (*.tif *.tiff *.csv *.tsv *.txt *.json *.geojson *.gpkg *.shp)"),
        )
        if path:
            self.morning.import_file(path)

    def _ask_keys(self) -> None:
        self.morning.ask_keys()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.morning.wake()

    def _count_ages(self, *_: Any) -> None:
        refresh_raster_ages(list(QgsProject.instance().mapLayers().values()))

    def _take_statistics(self, outcome: Outcome) -> None:
        layer = add_result(
            outcome.layers["OUTPUT"],
            translate("RainforestAlert", "Alerts by territory ({period})").format(
                period=period_name(self._period).lower()
            ),
        )
        self._rows = read_statistics(layer)
        self.shown_territory.blockSignals(True)
        self.shown_territory.clear()
        self.shown_territory.addItem(translate("RainforestAlert", "Sum of all territories"), None)
        for territory in sorted({row.territory_id for row in self._rows}):
            self.shown_territory.addItem(territory, territory)
        self.shown_territory.blockSignals(False)
        self._show_rows()
        self.status.say("success" if self._rows else "info", self._sentence())

    def _take_points(self, outcome: Outcome) -> None:
        layer = add_result(outcome.layers["OUTPUT"], translate("RainforestAlert", "Alert points"))
        apply_look(layer, self.look.currentData())
        self.iface.mapCanvas().refresh()
        self.status.say(
            "success",
            translate("RainforestAlert", "{count} alerts were put on the map as points.").format(
                # An alert where two territories overlap has a point for each.
                count=count(len(layer.uniqueValues(layer.fields().lookupField("alert_id"))))
            ),
        )

    def _sentence(self) -> str:
        if not self._rows:
            return translate("RainforestAlert", "No alerts in the {count} territories in this time.").format(
                count=count(len(self._fids))
            )
        days = sorted(row.period_start for row in self._rows)
        return translate(
            "RainforestAlert",
            "Sum of the territories: {pixels} alert pixels, {area} ha, from {first} to {last}. "
            "{with_alerts} of {all} territories have alerts; where two overlap, both count.",
        ).format(
            pixels=count(sum(row.pixel_count for row in self._rows)),
            area=number(2)(sum(row.area_ha for row in self._rows)),
            with_alerts=len({row.territory_id for row in self._rows}),
            all=len(self._fids),
            first=period_label(days[0], self._period),
            last=period_label(days[-1], self._period),
        )

    def _show_rows(self) -> None:
        territory = self.shown_territory.currentData()
        rows = [row for row in self._rows if territory is None or row.territory_id == territory]
        self.table.show_rows(
            [(row.territory_id, row.period_start, row.confidence, row.pixel_count, row.area_ha) for row in rows],
            sort_column=4,
            descending=True,
        )
        days, areas = by_period(rows, self._period)
        self.chart.show_bars(
            translate("RainforestAlert", "Alerts: {territory}").format(territory=self.shown_territory.currentText()),
            "ha",
            [period_label(day, self._period) for day in days],
            [
                Series(
                    translate("RainforestAlert", "confidence {level}").format(level=confidence_name(level)),
                    CONFIDENCE_COLORS[level],
                    areas[level],
                )
                for level in CONFIDENCES
                if any(areas[level])
            ],
        )
        self.save_chart_button.setEnabled(bool(rows))

    def _zoom(self, row: Any) -> None:
        fid = self._fids.get(row[0])
        if fid is not None:
            zoom_to_features(self.iface, self._territories_id, [fid])

    def _ask_and_save_chart(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, translate("RainforestAlert", "Save the chart"), "", translate("RainforestAlert", "Picture (*.png)")
        )
        if path:
            self.save_chart(path)


def _check(is_checked: bool) -> Any:
    return Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked


def _date_box() -> QgsDateEdit:
    box = QgsDateEdit()
    box.setAllowNull(True)
    box.setNullRepresentation(translate("RainforestAlert", "all"))
    box.setDisplayFormat("dd/MM/yyyy")
    box.setCalendarPopup(True)
    box.clear()
    return box
