"""Dialogs of the algorithms list choices in words; what they give, and what scripts give, are the names."""

from __future__ import annotations

import re

import pytest
from processing.gui.wrappers import WidgetWrapperFactory
from qgis.core import QgsProcessingContext, QgsProcessingModelAlgorithm, QgsProcessingParameterEnum
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QLineEdit

from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider
from rainforest_alert_plugin.compat import QGIS_VERSION_INT

WORDS = {
    "public": "the public",
    "federation": "the federation",
    "office": "the office of the State",
    "community": "the community itself",
}


class BatchAlgorithmDialog(QDialog):
    """Processing tells the dialog of many runs by its name."""


class ModelerParametersDialog(QDialog):
    """Processing tells the dialog of a step of a model by its name, and asks it for the model."""

    def __init__(self):
        super().__init__()
        self.model = QgsProcessingModelAlgorithm("a model", "models")
        self.childId = "step"
        self.context = QgsProcessingContext()


@pytest.fixture
def provider(qgis_app):
    provider = RainforestAlertProvider()
    provider.loadAlgorithms()
    return provider


def texts(combo):
    return {combo.itemData(index): combo.itemText(index) for index in range(combo.count())}


def closed(*words):
    """What QGIS writes of several choices while their list is not open; earlier versions count them."""
    return ",".join(words) if QGIS_VERSION_INT >= 32400 else f"{len(words)} options selected"


def audience(provider, name):
    return provider.algorithm(name).parameterDefinition("AUDIENCE")


@pytest.mark.parametrize("dialog_class", [QDialog, BatchAlgorithmDialog])
def test_a_dialog_lists_words_and_gives_names(provider, qtbot, dialog_class):
    dialog, context = dialog_class(), QgsProcessingContext()
    qtbot.addWidget(dialog)
    wrapper = WidgetWrapperFactory.create_wrapper(audience(provider, "overlapanalysis"), dialog)
    combo = wrapper.createWrappedWidget(context)
    qtbot.addWidget(combo)

    assert wrapper.parameterValue() is None
    assert {name: text for name, text in texts(combo).items() if name} == WORDS
    for name, text in WORDS.items():
        wrapper.setParameterValue(name, context)
        assert (combo.currentText(), wrapper.parameterValue()) == (text, name)
    with qtbot.waitSignal(wrapper.widgetValueHasChanged):
        combo.setCurrentIndex(combo.findText("the public"))
    assert wrapper.parameterValue() == "public"


def test_several_choices_are_listed_in_words_and_given_as_names(provider, qtbot):
    dialog, context = QDialog(), QgsProcessingContext()
    qtbot.addWidget(dialog)
    wrapper = WidgetWrapperFactory.create_wrapper(
        provider.algorithm("fixboundary").parameterDefinition("RULES"), dialog
    )
    panel = wrapper.createWrappedWidget(context)
    qtbot.addWidget(panel)

    assert wrapper.parameterValue() == ["remove_duplicates", "remove_spikes"]
    assert panel.findChild(QLineEdit).text() == closed("repeated vertices removed", "spikes removed")
    for value in (["swap_axes", "exclude"], "swap_axes,exclude"):
        wrapper.setParameterValue(["orient_rings"], context)
        assert wrapper.parameterValue() == ["orient_rings"]
        wrapper.setParameterValue(value, context)
        assert wrapper.parameterValue() == ["swap_axes", "exclude"]
        assert panel.findChild(QLineEdit).text() == closed("axes swapped back", "land of others taken out")
    words = wrapper._shown.options()
    assert {"repeated vertices removed", "land of others taken out"} <= set(words)
    assert not set(words) & set(wrapper.parameterDefinition().options())


def test_a_step_of_a_model_lists_words_and_keeps_names(provider, qtbot):
    dialog = ModelerParametersDialog()
    qtbot.addWidget(dialog)
    widget = WidgetWrapperFactory.create_wrapper(audience(provider, "titleplan"), dialog)
    qtbot.addWidget(widget)
    listed = [found for found in map(texts, widget.findChildren(QComboBox)) if "office" in found]

    assert listed == [{"office": "the office of the State", "public": "the public"}]
    assert widget.value().staticValue() == "office"


def test_every_algorithm_with_an_audience_says_which_word_is_which_name(provider):
    names = [algorithm.name() for algorithm in provider.algorithms()]
    with_audience = {name: audience(provider, name) for name in names if audience(provider, name)}

    assert len(with_audience) == 19
    for name, parameter in with_audience.items():
        known = [(word.split(": ")[0], word.split(": ")[1]) for word in parameter.help().split("; ")]
        assert known == [(option, WORDS[option]) for option in parameter.options()], name


def test_only_codes_are_listed_as_they_are(provider):
    formats = [
        "gpx",
        "kml",
        "csv",
        "geojson",
        "comapeo",
        "mapeo",
        "odk",
        "rtklib_pos",
        "nmea",
        "dxf",
        "shapefile",
        "bearings",
        "memoria",
    ]
    code = re.compile(r"A\d|\d\d[NS]|EPSG:\d+|" + "|".join(formats))
    unsaid = [
        (algorithm.name(), parameter.name(), option)
        for algorithm in provider.algorithms()
        for parameter in algorithm.parameterDefinitions()
        if isinstance(parameter, QgsProcessingParameterEnum)
        for option in parameter.options()
        if option not in parameter.metadata().get("widget_wrapper", {}).get("words", {}) and not code.fullmatch(option)
    ]

    assert unsaid == []
