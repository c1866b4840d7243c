"""Choosing layers, fields and features, with sensible proposals that never override the person."""

from __future__ import annotations

import re
from typing import Any, Callable

from qgis.core import QgsFeature, QgsFeatureRequest, QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QComboBox, QCompleter, QListView

from ..cadastre.profile import LandCapacityRule
from ..compat import is_null, layer_filters
from ..host.land_units import class_field
from ..host.layers import id_text
from ..host.project import is_result, polygon_layers
from ..host.settings import recall, remember
from ..i18n import translate

_MOST_FEATURES = 5000
_ALERT_NAME = re.compile(r"alert|gfw|glad|radd|dist[-_]?alert|deforest", re.IGNORECASE)
_COMMUNITY_NAME = re.compile(r"comunidad|communit|ccnn|territor|nativa", re.IGNORECASE)
_NEIGHBOUR_NAME = re.compile(r"colind|neighbo|vecin", re.IGNORECASE)
_CAPACITY_NAME = re.compile(r"(?<![a-z])cum(?![a-z])|capacidad|capacity|uso[ _-]?mayor", re.IGNORECASE)
_UNITS_NAME = re.compile(rf"{_CAPACITY_NAME.pattern}|(?<![a-z])usos?(?![a-z])|suelo|tierra|soil|land", re.IGNORECASE)
_NO_NAME = re.compile(r"(?!)")
_NAME_FIELDS = ("nomcom", "nombre", "name", "nom_com", "comunidad", "nompre")
_KIND_FIELDS = ("kind", "tipo", "tipo_colin", "clase")
_REGISTRY_FIELDS = ("partida", "partida_registral", "part_reg", "painre", "registry_entry", "registry")
_NO_FIELD = "-"  # remembered when somebody took the proposed field away
_ID_FIELDS = ("territory_id", "community_id", "codigo", "cod_com", "code", "id_com", *_NAME_FIELDS, "id")
EVENT_FIELDS = ("event_id", "territory_id")
_LAYER_ID = Qt.ItemDataRole.UserRole


class LayerCombo(QgsMapLayerComboBox):
    """Layers of some kinds; proposes the one used last, or the one whose name speaks for itself.

    Parameters
    ----------
    filters : QgsMapLayerProxyModel.Filter
        Kinds of layers to list.
    dock, key : str
        Under which the choice is remembered.
    wanted : re.Pattern
        What the name of a fitting layer looks like.
    is_single : bool
        Prefer a layer of one feature, otherwise one of several.
    is_optional : bool
        Propose nothing rather than a layer that does not look fitting.
    fits : callable
        What a layer with such a name must fulfil besides.
    """

    def __init__(
        self,
        filters: Any,
        dock: str,
        key: str,
        wanted: re.Pattern[str],
        is_single: bool = False,
        is_optional: bool = False,
        fits: Callable[[QgsMapLayer], bool] = lambda layer: True,
    ) -> None:
        super().__init__()
        self.setFilters(layer_filters(filters))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setAllowEmptyLayer(True)
        self.setLayer(None)
        self._dock = dock
        self._key = key
        self._wanted = wanted
        self._is_single = is_single
        self._is_optional = is_optional
        self._fits = fits
        self._is_chosen = False
        self._chosen_id = self._shown_id = ""
        self.activated.connect(self._choose)
        self.layerChanged.connect(self._take)

    def propose(self) -> None:
        """Choose the likeliest layer, unless the person chose one that is still there."""
        self._let_go_of_removed()
        if self._is_chosen and (self.currentLayer() is not None or self._is_optional):
            return
        self._is_chosen = False
        likeliest = max(self._layers(), key=self._likelihood, default=None)
        if likeliest is not None and self._likelihood(likeliest) > 0 and likeliest is not self.currentLayer():
            self.setLayer(likeliest)

    def keep(self) -> None:
        """Remember the choice for the next session."""
        layer = self.currentLayer()
        if layer is not None or self._is_optional:
            remember(self._dock, self._key, "" if layer is None else layer.name())

    def _choose(self) -> None:
        self._is_chosen = True
        self._chosen_id = _id_of(self.currentLayer())

    def _take(self, layer: QgsMapLayer | None) -> None:
        self._shown_id = _id_of(layer)

    def _let_go_of_removed(self) -> None:
        """When the layer shown is removed, QGIS shows the next of the list without a word: nobody chose that one."""
        if self._chosen_id and QgsProject.instance().mapLayer(self._chosen_id) is None:
            self._is_chosen, self._chosen_id = False, ""
        layer = self.currentLayer()
        if layer is not None and layer.id() != self._shown_id:
            self.setLayer(None)

    def _layers(self) -> list[QgsMapLayer]:
        return [self.layer(index) for index in range(self.count()) if self.layer(index) is not None]

    def _likelihood(self, layer: QgsMapLayer) -> int:
        if is_result(layer):
            return 0
        if layer.name() == recall(self._dock, self._key, ""):
            return 4
        if self._wanted.search(layer.name()) and self._fits(layer):
            is_fitting = isinstance(layer, QgsRasterLayer) or (layer.featureCount() == 1) == self._is_single
            return 3 if is_fitting else 2
        return 0 if self._is_optional else 1


def _id_of(layer: QgsMapLayer | None) -> str:
    return "" if layer is None else str(layer.id())


def alerts_combo(filters: Any, dock: str) -> LayerCombo:
    """Layers that may hold alerts."""
    return LayerCombo(filters, dock, "alerts_layer", _ALERT_NAME)


def communities_combo(filters: Any, dock: str) -> LayerCombo:
    """Layers that may hold the territories of several communities."""
    return LayerCombo(filters, dock, "communities_layer", _COMMUNITY_NAME)


def boundary_combo(filters: Any, dock: str) -> LayerCombo:
    """Layers that may hold the boundary of one community."""
    return LayerCombo(filters, dock, "boundary_layer", _COMMUNITY_NAME, is_single=True)


def neighbours_combo(filters: Any, dock: str) -> LayerCombo:
    """Layers that may hold those who adjoin a boundary; none is proposed unless its name says so."""
    return LayerCombo(filters, dock, "neighbours_layer", _NEIGHBOUR_NAME, is_optional=True)


def rivers_combo(filters: Any, dock: str) -> LayerCombo:
    """Rivers that a boundary may follow; since they change its sides, only those used last are proposed."""
    return LayerCombo(filters, dock, "rivers_layer", _NO_NAME, is_optional=True)


def units_combo(filters: Any, dock: str, rule: LandCapacityRule) -> LayerCombo:
    """Units of land capacity; a layer is proposed whose name speaks for itself and that has a field with classes."""

    def has_classes(layer: QgsMapLayer) -> bool:
        return bool(class_field(layer, rule, by_name=bool(_CAPACITY_NAME.search(layer.name()))))

    return LayerCombo(filters, dock, "units_layer", _UNITS_NAME, is_optional=True, fits=has_classes)


class NameFieldCombo(QgsFieldComboBox):
    """Field that identifies or names the features of the layer chosen in another combo; proposes one by its name.

    Parameters
    ----------
    layers : LayerCombo
        Whose layer it follows.
    dock, key : str
        Under which the choice is remembered.
    names_first : bool
        Propose a name rather than a code.
    """

    def __init__(self, layers: LayerCombo, dock: str, key: str, names_first: bool = False) -> None:
        super().__init__()
        self._dock = dock
        self._key = key
        self._wanted = (*_NAME_FIELDS, *_ID_FIELDS) if names_first else _ID_FIELDS
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setAllowEmptyFieldName(True)
        layers.layerChanged.connect(self.follow)
        self.follow(layers.currentLayer())

    def follow(self, layer: QgsMapLayer | None) -> None:
        """List the fields of `layer` and propose the one used last or the one that looks right."""
        vector = layer if isinstance(layer, QgsVectorLayer) else None
        self.setLayer(vector)
        if vector is None:
            return
        names = {field.name().lower(): field.name() for field in vector.fields()}
        for wanted in (recall(self._dock, self._key, "").lower(), *self.likely_names(vector)):
            if wanted in names:
                self.setField(names[wanted])
                return

    def likely_names(self, layer: QgsVectorLayer) -> tuple[str, ...]:
        """Names of fields to look for, in lower case, the likeliest first."""
        return self._wanted

    def keep(self) -> None:
        """Remember the choice for the next session."""
        remember(self._dock, self._key, self.currentField())


class FactFieldCombo(NameFieldCombo):
    """Field with one fact about the features of a layer, which may be none; who takes the proposed one away is not asked again.

    Parameters
    ----------
    names : tuple of str
        Of fields to propose, in lower case, the likeliest first.
    """

    def __init__(self, layers: LayerCombo, dock: str, key: str, names: tuple[str, ...]) -> None:
        self._names = names
        super().__init__(layers, dock, key)

    def likely_names(self, layer: QgsVectorLayer) -> tuple[str, ...]:
        """The names given, unless the field was taken away."""
        return () if recall(self._dock, self._key, "") == _NO_FIELD else self._names

    def keep(self) -> None:
        """Remember the choice for the next session; without a layer there was none."""
        if self.layer() is not None:
            remember(self._dock, self._key, self.currentField() or _NO_FIELD)


def kind_combo(layers: LayerCombo, dock: str) -> FactFieldCombo:
    """Field that says what each neighbour is."""
    return FactFieldCombo(layers, dock, "neighbour_kind", _KIND_FIELDS)


def registry_combo(layers: LayerCombo, dock: str) -> FactFieldCombo:
    """Field with the registry entry of each neighbour."""
    return FactFieldCombo(layers, dock, "neighbour_registry", _REGISTRY_FIELDS)


class ClassFieldCombo(NameFieldCombo):
    """Field with the class of units of land capacity; proposes the one whose values are classes."""

    def __init__(self, layers: LayerCombo, dock: str, rule: LandCapacityRule) -> None:
        self._rule = rule
        super().__init__(layers, dock, "class_field")

    def likely_names(self, layer: QgsVectorLayer) -> tuple[str, ...]:
        """The one field that looks like one."""
        return (class_field(layer, self._rule).lower(),)


class FeatureCombo(QComboBox):
    """The feature to work on: by name in a list that can be searched, or the one selected on the map.

    A layer with thousands of features is not listed; what is selected on the map is.
    """

    def __init__(self, layers: LayerCombo, id_field: NameFieldCombo) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._layer: QgsVectorLayer | None = None
        self._id_field = id_field
        layers.layerChanged.connect(self.follow)
        id_field.fieldChanged.connect(lambda _: self._fill())
        self.follow(layers.currentLayer())

    def follow(self, layer: QgsMapLayer | None) -> None:
        """List the features of `layer`."""
        self.let_go()
        self._layer = layer if isinstance(layer, QgsVectorLayer) else None
        if self._layer is not None:
            self._layer.selectionChanged.connect(self._follow_selection)
            self._layer.willBeDeleted.connect(self._forget)
        self._fill()

    def let_go(self) -> None:
        """Stop following the layer."""
        if self._layer is not None:
            self._layer.selectionChanged.disconnect(self._follow_selection)
            self._layer.willBeDeleted.disconnect(self._forget)
            self._layer = None

    def feature(self) -> QgsFeature | None:
        """The chosen feature, read afresh; None when there is none."""
        fid = self.currentData()
        if self._layer is None or fid is None:
            return None
        feature = self._layer.getFeature(fid)
        return feature if feature.isValid() else None

    def one_feature_layer(self) -> QgsVectorLayer | None:
        """A layer in memory with the chosen feature alone, under the name of its layer."""
        fid = self.currentData()
        if self._layer is None or fid is None:
            return None
        request = QgsFeatureRequest(fid)
        request.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
        alone = self._layer.materialize(request)
        alone.setName(self._layer.name())
        # QGIS 3.22 gives a layer made from one without reference system its default one, as if the person had said so.
        alone.setCrs(self._layer.crs())
        return alone

    def label(self) -> str:
        """Identifier of the chosen feature as text."""
        feature = self.feature()
        field = self._id_field.currentField()
        text = id_text(feature.attribute(field)) if feature is not None and field else None
        return text or (str(feature.id()) if feature is not None else "")

    def _forget(self) -> None:
        self._layer = None
        self.clear()

    def _fill(self) -> None:
        before = self.currentData()
        self.blockSignals(True)
        self.clear()
        for label, fid in sorted(self._labels()):
            self.addItem(label, fid)
        found = self.findData(before)
        self.setCurrentIndex(found if found >= 0 else (0 if self.count() else -1))
        self.blockSignals(False)
        self.lineEdit().setCursorPosition(0)
        self.lineEdit().setPlaceholderText(
            "" if self.count() else translate("RainforestAlert", "Select one on the map")
        )
        self.currentIndexChanged.emit(self.currentIndex())

    def _labels(self) -> list[tuple[str, int]]:
        layer = self._layer
        if layer is None:
            return []
        request = QgsFeatureRequest()
        if layer.featureCount() > _MOST_FEATURES:
            request.setFilterFids(layer.selectedFeatureIds()[:_MOST_FEATURES])
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        fields = [name for name in (self._id_field.currentField(), _name_field(layer)) if name]
        request.setSubsetOfAttributes(fields, layer.fields())
        labels = []
        for feature in layer.getFeatures(request):
            parts = [str(feature[name]).strip() for name in dict.fromkeys(fields) if not is_null(feature[name])]
            labels.append((" · ".join(part for part in parts if part) or f"#{feature.id()}", feature.id()))
        return labels

    def _follow_selection(self, *_: Any) -> None:
        layer = self._layer
        if layer is None:
            return
        if layer.featureCount() > _MOST_FEATURES:
            self._fill()
        elif layer.selectedFeatureCount() == 1:
            index = self.findData(layer.selectedFeatureIds()[0])
            if index >= 0:
                self.setCurrentIndex(index)


def _name_field(layer: QgsVectorLayer) -> str:
    names = {field.name().lower(): field.name() for field in layer.fields()}
    return next((names[name] for name in _NAME_FIELDS if name in names), "")


def name_fields(layer: QgsVectorLayer, more: tuple[str, ...] = ()) -> list[str]:
    """Fields of a layer that hold names or codes of its features."""
    names = {field.name().lower(): field.name() for field in layer.fields()}
    return [names[name] for name in dict.fromkeys((*_NAME_FIELDS, *_ID_FIELDS[:-1], *more)) if name in names]


class LayerChecklist(QListView):
    """Polygon layers of the project with a box each; results of the plugin are not listed.

    Items hold the ids of layers and never the layers, which QGIS deletes while the list still shows them.

    Parameters
    ----------
    dock, key : str
        Under which the ticked layers are remembered.
    lines : int
        Height, so that the results keep their room.
    """

    def __init__(self, dock: str, key: str = "reference_layers", lines: int = 4) -> None:
        super().__init__()
        self._dock = dock
        self._key = key
        self._model = QStandardItemModel(self)
        self._touched: dict[str, bool] = {}
        self.setModel(self._model)
        self.setUniformItemSizes(True)
        self.setFixedHeight(lines * (self.fontMetrics().height() + 3) + 6)
        self._model.itemChanged.connect(self._take)

    def refill(self, boundaries: QgsMapLayer | None, apart: QgsMapLayer | None = None) -> None:
        """List the layers anew; boxes keep their state.

        Parameters
        ----------
        boundaries : QgsMapLayer or None
            The layer that is compared: its own features are compared among themselves if there are several.
        apart : QgsMapLayer, optional
            A layer that is used for something else and not listed.
        """
        remembered = recall(self._dock, self._key, "").split("\n")
        self._model.itemChanged.disconnect(self._take)
        self._model.clear()
        for layer in self.candidates():
            is_own = layer is boundaries
            if is_result(layer) or layer is apart or (is_own and not self.lists_own(layer)):
                continue
            name = layer.name()
            item = QStandardItem(
                translate("RainforestAlert", "{layer} (among themselves)").format(layer=name) if is_own else name
            )
            item.setData(layer.id(), _LAYER_ID)
            item.setCheckable(True)
            item.setEditable(False)
            item.setToolTip(item.text())
            is_likely = self.is_likely(layer, is_own) if remembered == [""] else name in remembered
            is_checked = self._touched.get(layer.id(), is_likely)
            item.setCheckState(Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked)
            self._model.appendRow(item)
        self._model.itemChanged.connect(self._take)

    def candidates(self) -> list[QgsMapLayer]:
        """Layers of the project that may be listed."""
        return list(polygon_layers())

    def lists_own(self, layer: Any) -> bool:
        """Whether the layer that is compared is listed itself: its features are compared among themselves."""
        return bool(layer.featureCount() != 1)

    def is_likely(self, layer: Any, is_own: bool) -> bool:
        """Whether a layer is ticked of which nothing is remembered."""
        # Copies of the same boundaries would overlap with themselves all over, so a person has to ask for them.
        return is_own or not (_COMMUNITY_NAME.search(layer.name()) or _NEIGHBOUR_NAME.search(layer.name()))

    def checked(self) -> list[Any]:
        """Layers whose box is ticked."""
        return self._layers(Qt.CheckState.Checked)

    def unchecked(self) -> list[Any]:
        """Layers whose box is empty."""
        return self._layers(Qt.CheckState.Unchecked)

    def keep(self) -> None:
        """Remember the ticked layers for the next session."""
        remember(self._dock, self._key, "\n".join(layer.name() for layer in self.checked()))

    def _layers(self, state: Qt.CheckState) -> list[Any]:
        items = [self._model.item(row) for row in range(self._model.rowCount())]
        layers = [QgsProject.instance().mapLayer(item.data(_LAYER_ID)) for item in items if item.checkState() == state]
        return [layer for layer in layers if layer is not None]

    def _take(self, item: QStandardItem) -> None:
        self._touched[item.data(_LAYER_ID)] = item.checkState() == Qt.CheckState.Checked
