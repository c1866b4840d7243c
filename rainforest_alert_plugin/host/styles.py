"""How results look: QML files of ``resources/styles``, their legend in the person's language."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsVectorLayer

from ..i18n import translate
from ..paths import resource


def apply_style(layer: QgsVectorLayer, style: str) -> None:
    """Give a layer one of the styles of the plugin.

    Parameters
    ----------
    layer : QgsVectorLayer
        Result of an algorithm.
    style : str
        Name of the file below ``resources/styles``, without ``.qml``.
    """
    layer.loadNamedStyle(str(resource("styles", f"{style}.qml")))
    renderer = layer.renderer().clone()
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        names = _legend()
        for index, category in enumerate(renderer.categories()):
            renderer.updateCategoryLabel(index, names.get(category.value(), category.label()))
        layer.setRenderer(renderer)
    layer.triggerRepaint()
    layer.emitStyleChanged()


def _legend() -> dict[str, str]:
    return {
        "low": translate("RainforestAlert", "low confidence"),
        "high": translate("RainforestAlert", "high confidence"),
        "highest": translate("RainforestAlert", "highest confidence"),
    }
