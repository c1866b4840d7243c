"""Layers of a workspace among the inputs of an algorithm pass the release gate before anything is made of them that leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Sequence

from qgis.core import (
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorLayer,
)

from ..errors import InputError, Message
from ..host.messages import describe
from ..host.release_words import is_whole
from ..host.released_layers import is_made_of_workspace, let_read_beside_a_writer, released_layer, workspace_table
from ..i18n import translate
from ..workspace.release import OUTWARD
from .destinations import destination_of

AUDIENCE = "AUDIENCE"
USUAL_AUDIENCE = "community"
_LAYER_TYPES = ("source", "layer", "vector", "multilayer")


def audience_parameter() -> QgsProcessingParameterEnum:
    """For whom layers of a workspace are taken; left empty, for the community itself as soon as a file is written."""
    parameter = QgsProcessingParameterEnum(
        AUDIENCE,
        translate(
            "RainforestAlert", "For whom layers of a workspace are read (files are for the community when empty)"
        ),
        list(OUTWARD),
        optional=True,
        usesStaticStrings=True,
    )
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return parameter


@dataclass
class GatedInputs:
    """Inputs of a run after the gate.

    Attributes
    ----------
    values : dict of str to Any
        By parameter, what is taken in place of what was given.
    is_for_the_screen : bool
        Whether rows of a workspace are taken as they are, since nothing of what is made of them is written to a file.
    """

    values: dict[str, Any] = field(default_factory=dict)
    is_for_the_screen: bool = False


def gated_inputs(
    algorithm: QgsProcessingAlgorithm,
    passed_elsewhere: Sequence[str],
    drawn: Sequence[str],
    always: bool,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> GatedInputs:
    """Replace layers of workspaces by what the audience of the run may have; to be called on the main thread.

    Where nothing is written but layers in memory, and nobody says for whom, rows are taken as they are: they do not leave.

    Parameters
    ----------
    passed_elsewhere : sequence of str
        Parameters that the algorithm itself takes to the gate.
    drawn : sequence of str
        Parameters that are only drawn: a reduced geometry goes there, and a layer of which nothing goes is left away. Of the others
        a row goes whole or not at all, since no figure is right on half of it.
    always : bool
        Whether rows leave although nothing is written.

    Raises
    ------
    InputError
        ``workspace.layer_held_back`` when nothing of a layer may go; ``workspace.made_for_the_screen`` for a layer that an earlier run
        made of such rows as they are.
    CancelledError
        When whoever is asked says no.
    """
    found = GatedInputs()
    chosen = algorithm.parameterAsEnumString(parameters, AUDIENCE, context)
    leaves = always or bool(chosen) or _leaves(algorithm, parameters, context)
    inputs = _Inputs(algorithm.name(), chosen or USUAL_AUDIENCE, leaves, context, feedback)
    for definition in algorithm.parameterDefinitions():
        name, given = definition.name(), parameters.get(definition.name())
        if definition.type() not in _LAYER_TYPES or name in passed_elsewhere or given in (None, ""):
            continue
        is_list = isinstance(given, (list, tuple))
        hint = _hint(definition)
        taken = [inputs.taken(value, name in drawn, hint) for value in (given if is_list else [given])]
        if any(one is not value for one, value in zip(taken, given if is_list else [given])):
            taken = [one for one in taken if one is not None]
            found.values[name] = taken if is_list else next(iter(taken), None)
    found.is_for_the_screen = inputs.is_for_the_screen
    return found


class _Inputs:
    """Takes one value after the other to the gate, each layer once."""

    def __init__(
        self,
        purpose: str,
        audience: str,
        leaves: bool,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self.is_for_the_screen = False
        self._purpose = purpose
        self._audience = audience
        self._leaves = leaves
        self._context = context
        self._feedback = feedback
        self._taken: dict[tuple[Any, ...], QgsVectorLayer | None] = {}

    def taken(self, value: Any, is_drawn: bool, hint: Any) -> Any:
        """What is taken in place of a value: the same when it passes; None when a drawn layer stays behind whole."""
        layer = _layer_of(value, self._context, hint)
        if not isinstance(layer, QgsVectorLayer):
            return value
        if is_made_of_workspace(layer):
            if self._leaves and not is_drawn:
                raise InputError("workspace.made_for_the_screen", layer=layer.name())
            if self._leaves:
                self._feedback.pushWarning(describe(Message("workspace.made_for_the_screen", layer=layer.name())))
                return None
            self.is_for_the_screen = True
            return value
        if workspace_table(layer) is None:
            return value
        let_read_beside_a_writer(layer)
        if not self._leaves:
            self.is_for_the_screen = True
            return value
        rows = _Rows.of(value)
        key = (layer.id(), is_drawn, rows)
        if key not in self._taken:
            self._taken[key] = self._released(layer, rows, is_drawn)
        taken = self._taken[key]
        return value if taken is layer else taken

    def _released(self, layer: QgsVectorLayer, rows: _Rows, is_drawn: bool) -> QgsVectorLayer | None:
        asked = rows.request(layer)
        copy, released = released_layer(layer, self._audience, self._purpose, asked, whole_only=not is_drawn)
        if is_whole(released.shares):
            return layer
        self._feedback.pushWarning(f"{layer.name()}: {describe(released.message())}")
        if not released.rows:
            if not is_drawn:
                raise InputError(
                    "workspace.layer_held_back",
                    layer=layer.name(),
                    count=released.held_back_count(),
                    audience=self._audience,
                )
            return None
        store = self._context.temporaryLayerStore()
        if store.mapLayer(layer.id()) is not None:
            # Layers that Processing loaded are known by that they lie here.
            store.addMapLayer(copy)
        return copy


@dataclass(frozen=True)
class _Rows:
    """Which rows of a layer a value names."""

    only_selected: bool = False
    limit: int = -1
    expression: str = ""

    @classmethod
    def of(cls, value: Any) -> _Rows:
        if not isinstance(value, QgsProcessingFeatureSourceDefinition):
            return cls()
        # From QGIS 3.32 on.
        expression = str(getattr(value, "filterExpression", "") or "")
        return cls(value.selectedFeaturesOnly, int(value.featureLimit), expression)

    def request(self, layer: QgsVectorLayer) -> QgsFeatureRequest:
        request = QgsFeatureRequest()
        if self.expression:
            request.setFilterExpression(self.expression)
        if self.only_selected:
            chosen = layer.selectedFeatureIds()
            if self.expression:
                chosen = [feature.id() for feature in layer.getFeatures(request) if feature.id() in set(chosen)]
            request = QgsFeatureRequest().setFilterFids(chosen)
        if self.limit >= 0:
            request.setLimit(self.limit)
        return request


def _hint(definition: QgsProcessingParameterDefinition) -> Any:
    """Kind of layer that QGIS looks for by a name that layers of several kinds bear."""
    hints = QgsProcessingUtils.LayerHint
    is_vector = definition.type() in ("source", "vector") or (
        definition.type() == "multilayer"
        and definition.layerType() not in (QgsProcessing.SourceType.TypeMapLayer, QgsProcessing.SourceType.TypeRaster)
    )
    return hints.Vector if is_vector else hints.UnknownType


def _layer_of(value: Any, context: QgsProcessingContext, hint: Any) -> QgsMapLayer | None:
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    elif isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value, _ = value.valueAsString(context.expressionContext(), "")
    if isinstance(value, QgsMapLayer):
        return value
    if not isinstance(value, str) or not value:
        return None
    return QgsProcessingUtils.mapLayerFromString(value, context, True, hint)


def _leaves(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:
    """Whether a run writes anything but layers in memory, which end with the session."""
    for definition in algorithm.parameterDefinitions():
        target = parameters.get(definition.name())
        if not definition.isDestination() or target in (None, ""):
            continue
        if definition.type() != "sink" or not destination_of(target, context).is_in_memory():
            return True
    return False
