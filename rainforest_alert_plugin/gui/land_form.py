"""The part of the Title dock that divides the land: units of land capacity with their class, and what the title leaves out."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Sequence

from qgis.core import QgsMapLayer, QgsMapLayerProxyModel, QgsVectorLayer
from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from ..cadastre.profile import LandCapacityRule, Profile
from ..errors import InputError, Message
from ..host.land_units import class_codes
from ..host.messages import describe
from ..i18n import translate
from ..titling.land_capacity import CESSION, PROPERTY, WHOLE, group_of
from .boundary_form import side_by_side
from .choosers import ClassFieldCombo, LayerChecklist, units_combo
from .dock import JobDock, NotReadyError
from .title_missing import Missing

_LINES = 3


class ExclusionChecklist(LayerChecklist):
    """Layers whose land the title leaves out; those that the profile excludes are proposed once units are chosen."""

    def __init__(self, dock: str, profile: Profile, has_units: Callable[[], bool]) -> None:
        super().__init__(dock, "exclusion_layers", _LINES)
        self._profile = profile
        self._has_units = has_units

    def lists_own(self, layer: QgsVectorLayer) -> bool:
        """A boundary cannot leave itself out."""
        return False

    def is_likely(self, layer: QgsVectorLayer, is_own: bool) -> bool:
        """Whether the profile takes such land out of every title; without units the rest would have no class."""
        return self._has_units() and _is_excluded(layer, self._profile)


class LandForm(QgsCollapsibleGroupBox):
    """Rows about land capacity and exclusions, and the parameters they stand for.

    Layers are asked for anew whenever they are needed, and their features are read by :meth:`look` alone.

    Parameters
    ----------
    dock : JobDock
        Whose settings and rows these are.
    profile : Profile
        Its groups of land capacity hold.
    rule : LandCapacityRule
        Of the profile.
    """

    changed = pyqtSignal()

    def __init__(self, dock: JobDock, profile: Profile, rule: LandCapacityRule) -> None:
        super().__init__()
        self._profile = profile
        self._rule = rule
        self._problem = ""
        self._is_read = False
        self.units = units_combo(QgsMapLayerProxyModel.Filter.PolygonLayer, dock.name, rule)
        self.classes = ClassFieldCombo(self.units, dock.name, rule)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.exclusions = ExclusionChecklist(dock.name, profile, lambda: self.units.currentLayer() is not None)
        self.part = QComboBox()
        for text, part in (
            (translate("RainforestAlert", "Whole territory"), WHOLE),
            (translate("RainforestAlert", "Property"), PROPERTY),
            (translate("RainforestAlert", "Cession in use"), CESSION),
        ):
            self.part.addItem(text, part)
        self._add_rows(dock)
        self.setToolTip(
            translate(
                "RainforestAlert", "Divides the land into property and cession in use, less what the title leaves out."
            )
        )
        self.setCollapsed(True)
        self._show_count()
        self.units.layerChanged.connect(lambda _: self._take_change())
        self.classes.fieldChanged.connect(lambda _: self._take_change())
        self.exclusions.model().itemChanged.connect(lambda _: self._take_change())

    def refill(self, titled: QgsMapLayer | None) -> None:
        """List anew what may be left out of the boundary of a layer; what is listed is looked at later."""
        self.exclusions.refill(titled, self.units.currentLayer())
        self._take_change()

    def look(self) -> None:
        """Say of the first units which of their classes are titled and which are ceded in use; read once for each choice."""
        self._show_count()
        if self._is_read:
            return
        self._is_read = True
        layer, field = self.units.currentLayer(), self.classes.currentField()
        if layer is None:
            self._problem = translate(
                "RainforestAlert", "Without units of land capacity, property and cession in use are not told apart."
            )
        elif not field:
            self._problem = _no_field(layer)
        else:
            self._read(layer, field)
        if self._problem:
            self.note.setText(self._problem)

    def missing(self, compared: Sequence[QgsMapLayer]) -> list[Missing]:
        """What the title still lacks, each with where it is mended.

        Parameters
        ----------
        compared : sequence of QgsMapLayer
            Layers that are compared with the boundary.
        """
        self.look()
        found: list[Missing] = []
        if self._problem:
            found.append((self._problem, partial(self.lead_to, self.units)))
        if self.units.currentLayer() is not None:
            left_out = self.exclusions.checked()
            for layer in compared:
                if layer not in left_out and _is_excluded(layer, self._profile):
                    said = translate("RainforestAlert", "“{layer}” is not left out of the title.").format(
                        layer=layer.name()
                    )
                    found.append((said, partial(self.lead_to, self.exclusions)))
        return found

    def lead_to(self, widget: QWidget) -> None:
        """Open the group at one of its widgets."""
        self.setCollapsed(False)
        widget.setFocus()

    def parameters(self) -> dict[str, Any]:
        """Parameters of an algorithm that divides the land, none when nothing is chosen; remembers the choices.

        Raises
        ------
        NotReadyError
            When the field with the class is not chosen.
        """
        layer, field = self.units.currentLayer(), self.classes.currentField()
        if layer is not None and not field:
            self.setCollapsed(False)
            raise NotReadyError(_no_field(layer), self.classes)
        for chooser in (self.units, self.classes, self.exclusions):
            chooser.keep()
        parameters: dict[str, Any] = {}
        if layer is not None:
            parameters.update(LAND_CAPACITY=layer, LAND_CAPACITY_CODE=field)
        exclusions = self.exclusions.checked()
        if exclusions:
            parameters["EXCLUSIONS"] = exclusions
        return parameters

    def shown_part(self) -> str:
        """Whether previews show the whole territory, or the titled or the ceded land; without units there is only the whole."""
        return str(self.part.currentData()) if self.units.currentLayer() is not None else WHOLE

    def _add_rows(self, dock: JobDock) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(8, 4, 8, 4)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        label = dock.add_row(
            translate("RainforestAlert", "Land &units"),
            side_by_side(self.units, self.classes),
            translate(
                "RainforestAlert",
                "Layer with the units of land capacity (CUM) of the soil study, and the field with the class of each.",
            ),
            form,
        )
        label.setBuddy(self.units)
        tip = translate("RainforestAlert", "Field with the class of each unit, for instance A1, C2se or X")
        self.classes.setAccessibleName(tip)
        self.classes.setToolTip(tip)
        form.addRow(self.note)
        dock.add_row(
            translate("RainforestAlert", "&Leave out"),
            self.exclusions,
            translate(
                "RainforestAlert",
                "Land that the title leaves out: rivers, marginal strips, roads, third parties, registered parcels.",
            ),
            form,
        )
        dock.add_row(
            translate("RainforestAlert", "Previews show"),
            self.part,
            translate("RainforestAlert", "Whose table and plan the previews show; the package holds those of all."),
            form,
        )

    def _read(self, layer: QgsVectorLayer, field: str) -> None:
        groups: dict[str, set[str]] = {PROPERTY: set(), CESSION: set()}
        self._problem = ""
        try:
            for code in class_codes(layer, field):
                group, regime = group_of(code, self._rule)
                groups[regime].update(group.split("-"))
        except InputError as error:
            self._problem = describe(error)
            return
        words = {regime: ", ".join(sorted(letters)) or "–" for regime, letters in groups.items()}
        self.note.setText(
            translate("RainforestAlert", "Property: {property}. Cession in use: {cession}.").format(
                property=words[PROPERTY], cession=words[CESSION]
            )
        )

    def _take_change(self) -> None:
        self._is_read = False
        self.changed.emit()

    def _show_count(self) -> None:
        """Say in the title how many layers are in use, since the group is closed at first; without units there are no parts."""
        self.part.setEnabled(self.units.currentLayer() is not None)
        title = translate("RainforestAlert", "Land capacity and exclusions")
        count = len(self.exclusions.checked()) + (self.units.currentLayer() is not None)
        self.setTitle(f"{title} ({count})" if count else title)


def _is_excluded(layer: QgsMapLayer, profile: Profile) -> bool:
    """Whether the profile takes the land of a layer out of every title, as that of rivers and roads."""
    return profile.overlap_rule(layer.name()).severity == "exclude"


def _no_field(layer: QgsMapLayer) -> str:
    return describe(Message("land_capacity.no_code_field", layer=layer.name()))
