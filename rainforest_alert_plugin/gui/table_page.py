"""Page of the Territory dock with the technical table: vertices of a boundary, its sides and angles, on the map and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtWidgets import QLabel

from ..host.project import add_result
from ..host.styles import apply_style
from ..host.tasks import Outcome
from ..i18n import translate
from .map_view import zoom_to_features
from .table import Column, ResultTable, count, number
from .territory_page import TerritoryPage

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock


class TablePage(TerritoryPage):
    """Computes the technical table of one boundary and shows each vertex; its results stand where every dock has them."""

    def __init__(self, dock: TerritoryDock) -> None:
        super().__init__(
            dock,
            translate("RainforestAlert", "&Compute table"),
            translate("RainforestAlert", "Computes vertices, sides, angles, area and perimeter of a boundary."),
        )
        self.results_column = dock.results_column
        self._build_results()
        self._vertices_id = ""
        self._community = ""

    def _build_results(self) -> None:
        self.sums = QLabel()
        self.sums.setWordWrap(True)
        self.results_column.addWidget(self.sums)
        self.table = ResultTable(
            [
                Column(translate("RainforestAlert", "Vertex")),
                Column(translate("RainforestAlert", "Side")),
                Column(translate("RainforestAlert", "Distance (m)"), number(2), is_number=True),
                Column(
                    translate("RainforestAlert", "Angle"),
                    tip=translate("RainforestAlert", "Interior angle in degrees, minutes and seconds"),
                ),
                Column(translate("RainforestAlert", "East (X)"), number(2), is_number=True),
                Column(translate("RainforestAlert", "North (Y)"), number(2), is_number=True),
                Column(translate("RainforestAlert", "Neighbour")),
            ]
        )
        self.table.chosen.connect(self._zoom)
        self.results_column.addWidget(self.table, 1)

    def start(self) -> None:
        parameters = {**self.dock.boundary.parameters(), "OUTPUT": "TEMPORARY_OUTPUT"}
        self._community = self.dock.boundary.feature.label()
        self.dock.run_algorithm("rainforestalert:technicaltable", parameters, self._take)

    def _take(self, outcome: Outcome) -> None:
        layer = add_result(
            outcome.layers["OUTPUT"],
            translate("RainforestAlert", "Vertices of {community}").format(community=self._community),
        )
        apply_style(layer, "vertices")
        self._vertices_id = layer.id()
        rows = [
            (
                feature["vertex"],
                feature["side"],
                feature["distance_m"],
                feature["interior_angle"],
                feature["easting"],
                feature["northing"],
                feature["neighbour"] or "",
                feature.id(),
            )
            for feature in layer.getFeatures()
        ]
        self.table.show_in_order(rows)
        outputs = outcome.outputs
        self.dock.status.say(
            "success",
            translate(
                "RainforestAlert", "{community}: {area} ha, perimeter {perimeter} m, {vertices} vertices ({crs})."
            ).format(
                community=self._community,
                area=number(4)(outputs["AREA_HA"]),
                perimeter=number(2)(outputs["PERIMETER_M"]),
                vertices=count(outputs["VERTEX_COUNT"]),
                crs=outputs["CRS"],
            ),
        )
        self.sums.setText(
            translate("RainforestAlert", "For information, on the ellipsoid: {area} ha.").format(
                area=number(4)(outputs["ELLIPSOIDAL_AREA_HA"])
            )
        )
        zoom_to_features(self.dock.iface, layer.id(), [row[-1] for row in rows])

    def _zoom(self, row: Any) -> None:
        zoom_to_features(self.dock.iface, self._vertices_id, [row[-1]])
