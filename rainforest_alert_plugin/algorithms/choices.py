"""Choices of a parameter in words for people, while scripts, models and the log keep their names."""

from __future__ import annotations

from typing import Mapping

from qgis.core import QgsProcessingParameterEnum

# Named, not imported: QGIS imports it when it opens a dialog, and qgis_process has none.
_WIDGETS = "rainforest_alert_plugin.gui.choice_widget"


def in_words(parameter: QgsProcessingParameterEnum, words: Mapping[str, str]) -> QgsProcessingParameterEnum:
    """The same parameter, whose dialog lists words instead of names and whose help says which word is which name.

    Parameters
    ----------
    words : mapping of str to str
        Word of each name; a name without one is shown as it is.
    """
    known = {name: words[name] for name in parameter.options() if name in words}
    parameter.setHelp("; ".join(f"{name}: {word}" for name, word in known.items()))
    widget = "ChoicesWidget" if parameter.allowMultiple() else "ChoiceWidget"
    parameter.setMetadata({"widget_wrapper": {"class": f"{_WIDGETS}.{widget}", "words": known}})
    return parameter
