"""The part of a form that says which boundary: layer, identifier, community, neighbours and zone."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayerProxyModel
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from ..cadastre.profile import load_profile
from ..host.boundary import AUTO
from ..host.settings import recall, remember
from ..i18n import translate
from .choosers import (
    FactFieldCombo,
    FeatureCombo,
    NameFieldCombo,
    boundary_combo,
    kind_combo,
    neighbours_combo,
    registry_combo,
    rivers_combo,
)
from .dock import JobDock, NotReadyError

DEFAULT_PROFILE = "peru_native_community"


class BoundaryForm:
    """Rows of a dock's form, and the parameters they stand for.

    Parameters
    ----------
    dock : JobDock
        Whose form is filled.
    with_records : bool
        Ask also what decides who signs a record of agreement.
    """

    def __init__(self, dock: JobDock, with_records: bool = False) -> None:
        self.dock = dock
        self.facts: dict[str, FactFieldCombo] = {}
        filters = QgsMapLayerProxyModel.Filter
        self.boundaries = boundary_combo(filters.PolygonLayer, dock.name)
        dock.add_row(
            translate("RainforestAlert", "&Boundaries"),
            self.boundaries,
            translate("RainforestAlert", "Polygon layer with the boundary of the community."),
        )
        self.id_field = NameFieldCombo(self.boundaries, dock.name, "id_field")
        self.feature = FeatureCombo(self.boundaries, self.id_field)
        dock.add_row(
            translate("RainforestAlert", "&Identifier"),
            self.id_field,
            translate("RainforestAlert", "Field with the code or name that tells the boundaries apart."),
        )
        dock.add_row(
            translate("RainforestAlert", "C&ommunity"),
            self.feature,
            translate("RainforestAlert", "Type part of the name, or select the community on the map."),
        )
        self.neighbours = neighbours_combo(filters.PolygonLayer, dock.name)
        self.neighbour_name = NameFieldCombo(self.neighbours, dock.name, "neighbour_name", names_first=True)
        self.neighbour_name.setAccessibleName(translate("RainforestAlert", "Field with the name of each neighbour"))
        self.neighbour_name.setToolTip(translate("RainforestAlert", "Field with the name of each neighbour"))
        both = side_by_side(self.neighbours, self.neighbour_name)
        label = dock.add_row(
            translate("RainforestAlert", "&Neighbours"),
            both,
            translate(
                "RainforestAlert",
                "Layer with those who adjoin and the field with their name, to write them along the sides. It may stay empty.",
            ),
        )
        label.setBuddy(self.neighbours)
        if with_records:
            self._add_facts()
        self.rivers = rivers_combo(filters.LineLayer | filters.PolygonLayer, dock.name)
        self.river_name = NameFieldCombo(self.rivers, dock.name, "river_name", names_first=True)
        self.river_name.setAccessibleName(translate("RainforestAlert", "Field with the name of each river"))
        self.rivers_row = side_by_side(self.rivers, self.river_name)
        label = dock.add_row(
            translate("RainforestAlert", "&Rivers"),
            self.rivers_row,
            translate(
                "RainforestAlert",
                "Layer with rivers that the boundary follows and the field with their name: along each river it has one side, as long "
                "as the channel. It may stay empty.",
            ),
        )
        label.setBuddy(self.rivers)
        self.river_name.setToolTip(translate("RainforestAlert", "Field with the name of each river"))
        self.zone = QComboBox()
        self.zone.addItem(translate("RainforestAlert", "automatic"), AUTO)
        for zone in load_profile(DEFAULT_PROFILE).zones:
            self.zone.addItem(zone, zone)
        self.zone.setCurrentIndex(max(0, self.zone.findData(recall(dock.name, "zone", AUTO))))
        dock.add_row(
            translate("RainforestAlert", "UTM &zone"),
            self.zone,
            translate(
                "RainforestAlert",
                "Zone of the printed coordinates. Automatic keeps the zone of a UTM layer, or takes the one the community lies in.",
            ),
        )

    def _add_facts(self) -> None:
        """Add the fields that say which neighbours sign no record; shown while there is a layer of neighbours."""
        kind, registry = kind_combo(self.neighbours, self.dock.name), registry_combo(self.neighbours, self.dock.name)
        self.facts = {"NEIGHBOUR_KIND": kind, "NEIGHBOUR_REGISTRY": registry}
        for combo, tip in (
            (kind, translate("RainforestAlert", "Field that says what each neighbour is: community, river, road …")),
            (registry, translate("RainforestAlert", "Field with the registry entry of each neighbour")),
        ):
            combo.setAccessibleName(tip)
            combo.setToolTip(tip)
        row = side_by_side(kind, registry)
        label = self.dock.add_row(
            translate("RainforestAlert", "&Kind, registry entry"),
            row,
            translate(
                "RainforestAlert",
                "Fields with the kind of each neighbour and with its registry entry: rivers, roads and who is registered sign no "
                "record of agreement. Both may stay empty.",
            ),
        )
        label.setBuddy(kind)

        def show(_: Any = None) -> None:
            for widget in (label, row):
                widget.setVisible(self.neighbours.currentLayer() is not None)

        self.neighbours.layerChanged.connect(show)
        show()

    def propose(self) -> None:
        """Propose layers."""
        self.boundaries.propose()
        self.neighbours.propose()
        self.rivers.propose()

    def let_go(self) -> None:
        """Stop following layers."""
        self.feature.let_go()

    def parameters(self) -> dict[str, Any]:
        """Parameters of an algorithm about one boundary; remembers the choices.

        Raises
        ------
        NotReadyError
            When no boundary is chosen.
        """
        if self.boundaries.currentLayer() is None:
            raise NotReadyError(
                translate("RainforestAlert", "Choose the polygon layer with the boundary of the community."),
                self.boundaries,
            )
        alone = self.feature.one_feature_layer()
        if alone is None:
            raise NotReadyError(
                translate("RainforestAlert", "Choose the community in the list, or select it on the map."), self.feature
            )
        for chooser in (self.boundaries, self.id_field, self.rivers, self.river_name):
            chooser.keep()
        remember(self.dock.name, "zone", self.zone.currentData())
        parameters = {
            "BOUNDARY": alone,
            "BOUNDARY_ID": self.id_field.currentField(),
            "PROFILE": DEFAULT_PROFILE,
            "UTM_ZONE": self.zone.currentData(),
        }
        if self.rivers.currentLayer() is not None:
            parameters.update(RIVERS=self.rivers.currentLayer(), RIVER_NAME=self.river_name.currentField())
        parameters.update(self.neighbour_parameters())
        return parameters

    def neighbour_parameters(self) -> dict[str, Any]:
        """Parameters that say who adjoins, none when no layer is chosen; remembers the choices."""
        for chooser in (self.neighbours, self.neighbour_name, *self.facts.values()):
            chooser.keep()
        if self.neighbours.currentLayer() is None:
            return {}
        stated = {name: combo.currentField() for name, combo in self.facts.items() if combo.currentField()}
        return {
            "NEIGHBOURS": self.neighbours.currentLayer(),
            "NEIGHBOUR_NAME": self.neighbour_name.currentField(),
            **stated,
        }


def side_by_side(*widgets: QWidget) -> QWidget:
    """Widgets in one line of a form."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for widget in widgets:
        widget.setSizePolicy(QSizePolicy.Policy.Expanding, widget.sizePolicy().verticalPolicy())
        widget.setMinimumWidth(60)
        row.addWidget(widget, 1)
    return box
