"""Layers of a workspace among the inputs of an algorithm pass the release gate before anything is made of them that leaves."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Iterator, Mapping, Sequence

from qgis.core import (
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorLayer,
)

from ..errors import InputError, Message
from ..host.held_back import HeldBack, note_held_back
from ..host.made_of import origins_of, origins_of_file
from ..host.messages import describe
from ..host.messages.workspace_words import audiences
from ..host.release_words import is_whole
from ..host.released_layers import (
    COMMUNITY_COLUMN,
    computed_columns,
    let_read_beside_a_writer,
    name_communities,
    reads_rows,
    released_layer,
    shown_origins,
    unseen_rows,
    workspace_table,
)
from ..host.released_style import changes_of_style
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..workspace.derived import release_again
from ..workspace.origins import Origin
from ..workspace.release import OUTWARD
from .choices import in_words
from .destinations import destination_of

AUDIENCE = "AUDIENCE"
HELD_BACK_COUNT = "HELD_BACK_COUNT"
USUAL_AUDIENCE = "community"
_LAYER_TYPES = ("source", "layer", "vector", "raster", "multilayer")
_FILE_TYPES = ("file", "string")
_WORKSPACE = "WORKSPACE"


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
    return in_words(parameter, audiences())


def add_audience(algorithm: QgsProcessingAlgorithm) -> None:
    """Add for whom layers of a workspace are read, and how many rows of them take no part for that."""
    algorithm.addParameter(audience_parameter())
    algorithm.addOutput(held_back_output())


def held_back_output() -> QgsProcessingOutputNumber:
    """Rows of layers of a workspace that the audience of a run may not have, so that its figures are of the others only."""
    return QgsProcessingOutputNumber(
        HELD_BACK_COUNT, translate("RainforestAlert", "Number of rows held back, which take no part")
    )


def for_whom_parameter() -> QgsProcessingParameterEnum:
    """For whom something of a workspace is written; for the community itself where nobody says."""
    parameter = QgsProcessingParameterEnum(
        AUDIENCE,
        translate("RainforestAlert", "For whom"),
        list(OUTWARD),
        defaultValue=USUAL_AUDIENCE,
        usesStaticStrings=True,
    )
    return in_words(parameter, audiences())


@dataclass(frozen=True)
class GateOrder:
    """What an algorithm asks of the gate.

    Attributes
    ----------
    passed_elsewhere : tuple of str
        Parameters that the algorithm itself takes to the gate.
    drawn : tuple of str
        Parameters that are only drawn: a reduced geometry goes there, and a layer of which nothing goes is left away. Of the others
        a row goes whole or not at all, since no figure is right on half of it.
    always : bool
        Whether rows leave although nothing is written.
    second_audience : str
        Who else gets of the same run; empty for nobody. Of what is computed with, all that the first gets must go to this one too.
    rows : mapping of str to QgsFeatureRequest
        By parameter, the rows that the second audience gets something of; all where nothing is said.
    whole : tuple of str
        Parameters of which each row shapes the result, so that it would be false without one.
    named : tuple of str
        Parameters with the field by which rows are named in the result: communities bear their names there, not their identities.
    """

    passed_elsewhere: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    always: bool = False
    second_audience: str = ""
    rows: Mapping[str, QgsFeatureRequest] = field(default_factory=dict)
    whole: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass
class GatedInputs:
    """Inputs of a run after the gate.

    Attributes
    ----------
    values : dict of str to Any
        By parameter, what is taken in place of what was given.
    is_for_the_screen : bool
        Whether rows of a workspace are taken as they are of which nobody can tell which, since nothing of what is made of them is written.
    is_leaving : bool
        Whether anything of the run leaves: not where only layers in memory are made, and nobody says for whom.
    origins : list of Origin
        Rows of workspaces that are taken as they are, or of which earlier runs made inputs that did not pass the gate again.
    held_back : dict of str to list of HeldBack
        By parameter, rows that stay of what is computed with.
    """

    values: dict[str, Any] = field(default_factory=dict)
    is_for_the_screen: bool = False
    is_leaving: bool = True
    origins: list[Origin] = field(default_factory=list)
    held_back: dict[str, list[HeldBack]] = field(default_factory=dict)

    def held_back_count(self) -> int:
        """Rows that stay of all layers; of a layer that several parameters name they count once."""
        return sum(each.count for each in {id(each): each for of in self.held_back.values() for each in of}.values())


def gated_inputs(
    algorithm: QgsProcessingAlgorithm,
    order: GateOrder,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> GatedInputs:
    """Replace layers of workspaces by what the audience of the run may have; to be called on the main thread.

    Where nothing is written but layers in memory, and nobody says for whom, rows are taken as they are: they do not leave.

    Raises
    ------
    InputError
        ``workspace.layer_held_back`` when nothing of a layer may go; ``workspace.some_held_back`` for the second audience;
        ``workspace.shapes_result`` where the result would be false without the rows that stay;
        ``workspace.column_stays`` when a field is chosen that does not go;
        ``workspace.made_for_the_screen`` for a layer that an earlier run made of such rows as they are, ``workspace.made_for_another``
        for one that was made for an audience that gets more, and ``workspace.shows_rows`` for one that shows them another way.
    CancelledError
        When whoever is asked says no.
    """
    chosen = algorithm.parameterAsEnumString(parameters, AUDIENCE, context)
    is_written = bool(chosen) or _leaves(algorithm, parameters, context)
    leaves = order.always or is_written
    home = (
        algorithm.parameterAsString(parameters, _WORKSPACE, context).strip() if order.always and not is_written else ""
    )
    audiences = (chosen or USUAL_AUDIENCE, *([order.second_audience] if order.second_audience else []))
    # Of a run that makes nothing no file bears what its folder is made of.
    makes = leaves or bool(algorithm.destinationParameterDefinitions())
    inputs = _Inputs(algorithm.name(), audiences, leaves, context, feedback, home)
    inputs.found.is_leaving = leaves
    for definition in algorithm.parameterDefinitions():
        name, given = definition.name(), parameters.get(definition.name())
        if name in order.passed_elsewhere or given in (None, ""):
            continue
        for value in _each(given):
            inputs.evaluate(value, definition.description())
        if makes and definition.type() in _FILE_TYPES and name != _WORKSPACE:
            inputs.carry(algorithm.parameterAsString(parameters, name, context))
        if definition.type() not in _LAYER_TYPES:
            continue
        is_list = isinstance(given, (list, tuple))
        hint, rows, values = _hint(definition), order.rows.get(name), list(_each(given))
        inputs.look_at(name, name in order.whole)
        inputs.columns = _chosen_columns(algorithm, name, parameters)
        inputs.is_named = any(inputs.columns.get(each) == COMMUNITY_COLUMN for each in order.named)
        taken = [inputs.taken(value, name in order.drawn, hint, rows) for value in values]
        if any(one is not value for one, value in zip(taken, values)):
            taken = [one for one in taken if one is not None]
            inputs.found.values[name] = taken if is_list else next(iter(taken), None)
    return inputs.found


class _Inputs:
    """Takes one value after the other to the gate, each layer once."""

    def __init__(
        self,
        purpose: str,
        audiences: Sequence[str],
        leaves: bool,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        home: str = "",
    ) -> None:
        self.found = GatedInputs()
        # Of the parameter that is taken: the columns chosen of it by parameter, and whether communities are to bear their names.
        self.columns: dict[str, str] = {}
        self.is_named = False
        # Workspace to which what was made of its rows may return without leaving it.
        self._home = home
        self._purpose = purpose
        self._audiences = audiences
        self._leaves = leaves
        self._context = context
        self._feedback = feedback
        self._taken: dict[tuple[Any, ...], QgsVectorLayer | None] = {}
        self._held_back: dict[tuple[Any, ...], HeldBack] = {}
        self._parameter = ""
        self._must_be_whole = False

    def look_at(self, parameter: str, must_be_whole: bool) -> None:
        """Take the next values for those of a parameter."""
        self._parameter, self._must_be_whole = parameter, must_be_whole

    def carry(self, path: str) -> None:
        """Let what a file or a folder was made of pass again for whom the run is, or what stays here bear it."""
        origins = origins_of_file(path) if path and os.path.exists(path) else ()
        if not self._leaves:
            self.found.origins += origins
            return
        for audience in self._audiences:
            release_again(origins, audience, self._purpose, open_workspace, os.path.basename(os.path.normpath(path)))

    def evaluate(self, value: Any, name: str) -> None:
        """Refuse a value that QGIS computes from rows of a workspace."""
        if not isinstance(value, QgsProperty) or not reads_rows(value.expressionString()):
            return
        if self._leaves:
            raise InputError("workspace.shows_rows", layer=name, way=Message("workspace.way_expression"))
        self.found.is_for_the_screen = True

    def taken(self, value: Any, is_drawn: bool, hint: Any, second_rows: QgsFeatureRequest | None) -> Any:
        """What is taken in place of a value: the same when it passes; None when a drawn layer stays behind whole."""
        layer = layer_of(value, self._context, hint)
        if layer is None:
            self.carry(value if isinstance(value, str) else "")
            return value
        unseen = unseen_rows(layer, is_drawn)
        if unseen is not None:
            if not self._leaves:
                self.found.is_for_the_screen = True
                return value
            self._refuse(layer, InputError(unseen.id, **unseen.facts), is_drawn)
            return None
        if not isinstance(layer, QgsVectorLayer) or workspace_table(layer) is None:
            return self._made_before(layer, value, is_drawn)
        let_read_beside_a_writer(layer)
        if not self._leaves:
            self._show(layer, _Rows.of(value))
            return value
        rows = _Rows.of(value)
        key = (layer.id(), is_drawn, rows, second_rows is None, self.is_named)
        if key not in self._taken:
            self._taken[key], held_back = self._released(layer, rows, is_drawn, second_rows)
            if held_back is not None:
                self._held_back[key] = held_back
        taken = self._taken[key]
        if key in self._held_back:
            self._account_for(self._held_back[key])
        return value if taken is layer else taken

    def _show(self, layer: QgsVectorLayer, rows: _Rows) -> None:
        """Take rows as they are, and let what is made of them bear which, for when it is to leave."""
        try:
            self.found.origins += shown_origins(layer, rows.request(layer))
        except InputError:
            self.found.is_for_the_screen = True

    def _account_for(self, held_back: HeldBack) -> None:
        """Say that rows take no part in what is computed; refuse where that would be false without them."""
        if self._must_be_whole:
            facts = {"layer": held_back.layer, "count": held_back.count, "audience": held_back.audience}
            raise InputError("workspace.shapes_result", **facts)
        if not any(each is held_back for of in self.found.held_back.values() for each in of):
            self._feedback.pushWarning(describe(held_back.no_part()))
        self.found.held_back.setdefault(self._parameter, []).append(held_back)

    def _refuse(self, layer: QgsMapLayer, error: InputError, is_drawn: bool) -> None:
        """Leave away what is only drawn, and say so; of anything else nothing is computed."""
        if not is_drawn:
            raise error
        self._feedback.pushWarning(
            describe(Message("workspace.not_on_the_plan", layer=layer.name(), why=error.message))
        )

    def _made_before(self, layer: QgsMapLayer, value: Any, is_drawn: bool) -> Any:
        """What an earlier run made of rows of a workspace passes again, for the audience of this one."""
        origins = origins_of(layer)
        staying = [each for each in origins if not self._leaves or (self._home and _is_same(each.location, self._home))]
        self.found.origins += staying
        leaving = [each for each in origins if each not in staying]
        try:
            for audience in self._audiences if leaving else ():
                release_again(leaving, audience, self._purpose, open_workspace, layer.name())
        except InputError as error:
            self._refuse(layer, error, is_drawn)
            return None
        return value

    def _released(
        self, layer: QgsVectorLayer, rows: _Rows, is_drawn: bool, second_rows: QgsFeatureRequest | None
    ) -> tuple[QgsVectorLayer | None, HeldBack | None]:
        """What is taken in place of a layer, and the rows that stay of one that is computed with."""
        columns = computed_columns(layer)
        staying = next((each for each in self.columns.values() if each in columns), "")
        if staying:
            fields = ", ".join(each for each in layer.fields().names() if each not in columns)
            raise InputError("workspace.column_stays", layer=layer.name(), field=staying, fields=fields)
        if columns:
            said = Message("workspace.computed_columns", layer=layer.name(), columns=", ".join(columns))
            self._feedback.pushWarning(describe(said))
        copy: QgsVectorLayer | None = layer
        held_back: HeldBack | None = None
        for number, audience in enumerate(self._audiences):
            asked = second_rows if number and second_rows is not None else rows.request(layer)
            found, count = self._released_to(audience, layer, asked, is_drawn, is_second=number > 0)
            if count and not number and not is_drawn:
                held_back = HeldBack(layer.name(), count, audience)
            # Of what is drawn the second audience gets no more than it may have; of the rest all goes to it, or nothing is made.
            if not number or is_drawn:
                copy = found if copy is not None else None
        if copy is None or copy is layer:
            return copy, held_back
        if held_back is not None:
            note_held_back(copy, held_back)
        if self.is_named:
            self._name_communities(layer, copy)
        if is_drawn:
            for message in changes_of_style(layer, copy):
                self._feedback.pushWarning(describe(message))
        store = self._context.temporaryLayerStore()
        if store.mapLayer(layer.id()) is not None:
            # Layers that Processing loaded are known by that they lie here.
            store.addMapLayer(copy)
        return copy, held_back

    def _name_communities(self, layer: QgsVectorLayer, copy: QgsVectorLayer) -> None:
        """Let communities bear their names in a copy, where these may go to whom the run is for."""
        unnamed = name_communities(layer, copy, self._audiences, self._purpose)
        if unnamed:
            said = Message("workspace.names_stay", layer=layer.name(), count=unnamed, audience=self._audiences[0])
            self._feedback.pushWarning(describe(said))

    def _released_to(
        self, audience: str, layer: QgsVectorLayer, asked: QgsFeatureRequest, is_drawn: bool, is_second: bool
    ) -> tuple[QgsVectorLayer | None, int]:
        """What an audience gets of a layer, and how many rows stay."""
        copy, released = released_layer(layer, audience, self._purpose, asked, whole_only=not is_drawn)
        if is_whole(released.shares):
            return copy, 0
        if is_drawn and not released.rows:
            why = Message("workspace.not_on_the_plan", layer=layer.name(), why=released.message())
            self._feedback.pushWarning(describe(why))
            return None, released.held_back_count()
        self._feedback.pushWarning(f"{layer.name()}: {describe(released.message())}")
        facts = {"layer": layer.name(), "count": released.held_back_count(), "audience": audience}
        if released.rows and is_second and not is_drawn and released.held_back:
            raise InputError("workspace.some_held_back", **facts)
        if not released.rows:
            raise InputError("workspace.layer_held_back", **facts)
        return copy, released.held_back_count()


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


def _is_same(location: str, other: str) -> bool:
    """Whether two names of workspaces, paths or connections, say the same one."""
    return location == other or os.path.realpath(location) == os.path.realpath(other)


def _chosen_columns(algorithm: QgsProcessingAlgorithm, of: str, parameters: dict[str, Any]) -> dict[str, str]:
    """Columns that are chosen of a layer parameter, by the parameter that they are chosen in; of several the first."""
    found = {}
    for definition in algorithm.parameterDefinitions():
        if definition.type() == "field" and definition.parentLayerParameterName() == of:
            chosen = next(_each(parameters.get(definition.name())), None)
            found[definition.name()] = chosen if isinstance(chosen, str) else ""
    return found


def _each(given: Any) -> Iterator[Any]:
    """Values of a parameter one by one: a model gives a list for each of the sources of one that takes several."""
    if isinstance(given, (list, tuple)):
        for value in given:
            yield from _each(value)
    else:
        yield given


def layer_of(
    value: Any, context: QgsProcessingContext, hint: Any = QgsProcessingUtils.LayerHint.UnknownType
) -> QgsMapLayer | None:
    """Layer that a value of a parameter names; None where it names none."""
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
