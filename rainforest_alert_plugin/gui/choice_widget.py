"""Widget of the algorithm dialogs that lists the choices of a parameter in words."""

from __future__ import annotations

from typing import Any, Mapping

from qgis.core import QgsProcessingContext, QgsProcessingParameterEnum, QgsProcessingParameters
from qgis.gui import QgsAbstractProcessingParameterWidgetWrapper, QgsGui, QgsProcessingGui
from qgis.PyQt.QtWidgets import QComboBox, QWidget

_MODELER = "ModelerParametersDialog"
_BATCH = "BatchAlgorithmDialog"


class ChoiceWidget(QgsAbstractProcessingParameterWidgetWrapper):
    """QGIS's own widget of an enumeration with other texts; values stay the names.

    Processing makes it, by the class that ``algorithms.choices.in_words`` names, as ``ChoiceWidget(parameter, dialog, row, column,
    words=...)``. For the model designer QGIS's own widget with other texts comes instead, as it offers inputs of the model too.
    """

    def __new__(cls, parameter: QgsProcessingParameterEnum, dialog: Any, *_: int, words: Mapping[str, str]) -> Any:
        if type(dialog).__name__ != _MODELER:
            return super().__new__(cls)
        widget = QgsGui.processingGuiRegistry().createModelerParameterWidget(
            dialog.model, dialog.childId, parameter, dialog.context
        )
        _put_words(widget, words)
        return widget

    def __init__(self, parameter: QgsProcessingParameterEnum, dialog: Any, *_: int, words: Mapping[str, str]) -> None:
        types = QgsProcessingGui.WidgetType
        kind = types.Batch if type(dialog).__name__ == _BATCH else types.Standard
        super().__init__(parameter, kind)
        self._words = words
        self._shown = self._shown_of(parameter)
        self._own = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(self._shown, kind)
        self._own.widgetValueHasChanged.connect(self._tell)

    def createWidget(self) -> QWidget:
        widget = self._own.createWrappedWidget(QgsProcessingContext())
        _put_words(widget, self._words)
        return widget

    def setWidgetValue(self, value: Any, context: QgsProcessingContext) -> None:
        self._own.setParameterValue(value, context)

    def widgetValue(self) -> Any:
        return self._own.parameterValue()

    def _shown_of(self, parameter: QgsProcessingParameterEnum) -> QgsProcessingParameterEnum:
        """The enumeration that QGIS's own widget is made for."""
        return parameter

    def _tell(self) -> None:
        self.widgetValueHasChanged.emit(self)


class ChoicesWidget(ChoiceWidget):
    """The same for several choices at once: QGIS's own widget lists an enumeration of the words, of which it gives the numbers."""

    def setWidgetValue(self, value: Any, context: QgsProcessingContext) -> None:
        names = self.parameterDefinition().options()
        chosen = QgsProcessingParameters.parameterAsEnumStrings(self.parameterDefinition(), value, context)
        self._own.setParameterValue([names.index(name) for name in chosen if name in names], context)

    def widgetValue(self) -> Any:
        names = self.parameterDefinition().options()
        return [names[number] for number in self._own.parameterValue() or ()]

    def _shown_of(self, parameter: QgsProcessingParameterEnum) -> QgsProcessingParameterEnum:
        words = [self._words.get(name, name) for name in parameter.options()]
        return QgsProcessingParameterEnum(parameter.name(), parameter.description(), words, True)


def _put_words(widget: QWidget, words: Mapping[str, str]) -> None:
    """Change the texts of all entries whose value is a known name."""
    combos = [widget] if isinstance(widget, QComboBox) else widget.findChildren(QComboBox)
    for combo in combos:
        for index in range(combo.count()):
            name = combo.itemData(index)
            if isinstance(name, str) and name in words:
                combo.setItemText(index, words[name])
