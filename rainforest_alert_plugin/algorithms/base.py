"""What the algorithms share: errors as sentences, tallies in the log, sinks that are whole or absent."""

from __future__ import annotations

import itertools
import os
import sqlite3
from pathlib import Path
from typing import Any, Iterable, Iterator, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsWkbTypes,
)

from ..errors import CancelledError, InputError, Message, OutputError, RainforestAlertError
from ..geo.features import FeatureTally
from ..geo.progress import IsCancelled, Progress
from ..host.held_back import HeldBack
from ..host.layer_marks import mark
from ..host.made_of import Made, made_at, made_elsewhere, note_made
from ..host.main_thread import on_main_thread
from ..host.messages import describe
from ..host.release_words import release_lines
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..workspace.geopackage import is_workspace
from ..workspace.origins import Origin, OriginRow, merged
from ..workspace.release import WHOLE, Leaving, Record, Writing, beginning, consulting, writing
from .destinations import Destination, destination_of, writes_over
from .layer_gate import AUDIENCE, HELD_BACK_COUNT, USUAL_AUDIENCE, GatedInputs, GateOrder, gated_inputs
from .polygon_rows import EmptyTable, PolygonRows

_MOST_NAMED = 20
_LAYER_TYPES = ("source", "layer", "vector", "raster")
_INPUT_TYPES = (*_LAYER_TYPES, "multilayer", "file")
_NEW_FILE = ("", "TEMPORARY_OUTPUT")
_SINK_CHUNK = 500
_LAYER_NAME = "layername="


class RainforestAlgorithm(QgsProcessingAlgorithm):
    """An algorithm whose ``prepare`` and ``compute`` may raise :class:`~rainforest_alert_plugin.errors.RainforestAlertError`.

    ``prepare`` runs on the main thread and gathers layers; ``compute`` runs on the worker thread, computes first and writes last.
    """

    # Layer parameters that the algorithm itself takes to the release gate, and those that are drawn and not computed with.
    passed_elsewhere: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    # Layer parameters of which each row shapes the result: with a row held back it would be false, and nothing is made.
    whole: tuple[str, ...] = ()
    # Parameters with the field by which rows are named in the result; where it is a community of a workspace, by its name.
    named: tuple[str, ...] = ()
    # Whether its inputs become rows of a workspace with a level of their own, so that they leave where they came from.
    takes_in = False
    # Whether what it reads from the parameter WORKSPACE is for the community itself and for nobody else.
    workspace_is_for_the_community = False
    _refusal: RainforestAlertError | None = None

    def __init__(self) -> None:
        super().__init__()
        self._written: list[tuple[Destination, str]] = []
        self._inputs = GatedInputs()
        self._begun = Writing(open_workspace)

    def createInstance(self) -> QgsProcessingAlgorithm:
        return type(self)()

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Gather what only the main thread may touch."""
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Do the work on the worker thread and return the outputs; each algorithm has its own."""
        return {}

    def second_audience(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Who else gets something of the same run; empty for nobody."""
        return ""

    def second_rows(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, QgsFeatureRequest]:
        """By parameter, the rows of which the second audience gets something; all where nothing is said."""
        return {}

    def whole_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[str, ...]:
        """Those of :attr:`whole` that count in a run."""
        return self.whole

    def held_back(self, *names: str) -> list[HeldBack]:
        """Rows of layers that stay in their workspace and take no part in this run, of some parameters or of all."""
        found = self._inputs.held_back
        return [each for name in (names or found) for each in found.get(name, ())]

    def held_back_count(self, *names: str) -> int:
        """Number of rows that take no part in this run, of some parameters."""
        return sum(each.count for each in self.held_back(*names))

    def origins_of_output(self, name: str, origins: Sequence[Origin]) -> Sequence[Origin]:
        """Of the rows of workspaces that passed in a run, those that are in an output."""
        return origins

    def written_into(self, folder: Path) -> Sequence[Path]:
        """What a run wrote into a folder that may hold other things; the folder itself where it is all the run's."""
        return [folder]

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuse what cannot be read in a sentence with its path, where QGIS names only the parameter."""
        is_valid, reason = super().checkParameterValues(parameters, context)
        if is_valid:
            return True, ""
        for definition in self.parameterDefinitions():
            value = parameters.get(definition.name())
            if not isinstance(value, str) or definition.isDestination() or definition.type() not in _LAYER_TYPES:
                continue
            if value and QgsProcessingUtils.mapLayerFromString(value, context) is None:
                return False, describe(
                    Message("input.unreadable", path=value, reason=describe(Message("input.not_a_layer")))
                )
        return False, reason

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        name_layers_by_table(parameters, context)
        try:
            self._refuse_inputs_as_outputs(parameters, context)
            self._let_through(parameters, context, feedback)
            return self.prepare({**parameters, **self._inputs.values}, context, feedback)
        except RainforestAlertError as error:
            # QGIS turns what is raised here into "There were errors"; raised when the run starts, the sentence reaches everybody.
            # Where it was raised would hold the layers of the run for as long as QGIS keeps the algorithm.
            self._refusal = error.with_traceback(None)
            error.__cause__ = error.__context__ = None
            return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        outputs, sentence = self._outcome(parameters, context, feedback)
        if sentence:
            # QGIS never lets go of what is raised here: layers in reach of it would stay open, and their files locked.
            self._inputs = GatedInputs()
            del parameters, context, feedback
            raise QgsProcessingException(sentence)
        return outputs

    def _outcome(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[dict[str, Any], str]:
        """Outputs of a run, or the sentence that says why there are none."""
        asking = consulting(lambda leaving: _tell_and_ask(leaving, feedback))
        try:
            refusal, self._refusal = self._refusal, None
            if refusal is not None:
                raise refusal
            with asking, writing(open_workspace, self._begun):
                outputs = self.compute({**parameters, **self._inputs.values}, context, feedback)
                self._note_origins(outputs, context)
            if self.outputDefinition(HELD_BACK_COUNT) is not None:
                # One that reads a workspace by itself counts by itself.
                outputs = {HELD_BACK_COUNT: self._inputs.held_back_count(), **outputs}
        except RainforestAlertError as error:
            self._take_back(context)
            return {}, describe(error)
        except BaseException:
            self._take_back(context)
            raise
        for place, _ in self._written:
            place.release()
        self._written.clear()
        return outputs, ""

    def write_sink(
        self,
        parameters: dict[str, Any],
        name: str,
        context: QgsProcessingContext,
        fields: QgsFields,
        wkb_type: Any,
        crs: QgsCoordinateReferenceSystem,
        features: Iterable[QgsFeature],
        feedback: QgsProcessingFeedback,
    ) -> str:
        """Write all features to the sink parameter `name`; when the run is cancelled or fails, then or later, the place is left as it was.

        Returns
        -------
        str
            Identifier of the destination, for the outputs.
        """
        place = self._place_to_write(parameters, name, context, feedback)
        opened = self._open_sink(place, parameters, name, context, fields, wkb_type, crs)
        opened.put(features, feedback)
        return opened.destination

    def write_polygons(
        self,
        parameters: dict[str, Any],
        name: str,
        context: QgsProcessingContext,
        fields: QgsFields,
        crs: QgsCoordinateReferenceSystem,
        batches: Iterable[PolygonRows],
        feedback: QgsProcessingFeedback,
    ) -> str:
        """Write many multipolygons to the sink parameter `name` as :meth:`write_sink` does.

        QGIS makes a GeoPackage of its own; the rows then go into it without a feature object for each, and the spatial index is
        packed at once.
        """
        layout = fields, QgsWkbTypes.Type.MultiPolygon, crs
        place = self._place_to_write(parameters, name, context, feedback)
        opened = self._open_sink(place, parameters, name, context, *layout)
        if place.path is not None and place.is_geopackage():
            opened.close()
            table = EmptyTable.of(place.path, fields)
            if table is not None:
                try:
                    table.fill(batches, fields, feedback.isCanceled)
                except sqlite3.Error as error:
                    raise _sink_error(opened.destination, str(error)) from error
                return opened.destination
            opened = self._open_sink(place, parameters, name, context, *layout)
        opened.put((feature for rows in batches for feature in rows.features()), feedback)
        return opened.destination

    def _place_to_write(
        self, parameters: dict[str, Any], name: str, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Destination:
        """Where a sink will write, with what stands there kept aside."""
        if feedback.isCanceled():
            raise CancelledError
        place = destination_of(parameters.get(name), context)
        place.keep_earlier()
        self._written.append((place, ""))
        return place

    def _open_sink(
        self,
        place: Destination,
        parameters: dict[str, Any],
        name: str,
        context: QgsProcessingContext,
        fields: QgsFields,
        wkb_type: Any,
        crs: QgsCoordinateReferenceSystem,
    ) -> _OpenSink:
        """Let QGIS make what is written; `place` is the last one of the run."""
        try:
            sink, destination = self.parameterAsSink(parameters, name, context, fields, wkb_type, crs)
        except QgsProcessingException as error:
            raise _sink_error(place.text, str(error)) from error
        if sink is None:
            raise _sink_error(place.text, self.invalidSinkError(parameters, name))
        place.is_open = True
        if place.text in _NEW_FILE:
            file = Path(destination.split("|", maxsplit=1)[0])
            place.path = file if file.is_file() else None
        self._written[-1] = (place, destination)
        return _OpenSink(sink, destination)

    def _refuse_inputs_as_outputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Refuse a destination that one of the inputs is read from: QGIS would empty it before it is read."""
        definitions = self.parameterDefinitions()
        inputs = [parameters.get(each.name()) for each in definitions if each.type() in _INPUT_TYPES]
        for definition in definitions:
            if definition.type() != "sink" or not parameters.get(definition.name()):
                continue
            place = destination_of(parameters[definition.name()], context)
            if any(writes_over(place, value, context) for value in inputs):
                raise OutputError("output.is_input", path=str(place.path))

    def _let_through(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Take layers of workspaces among the inputs to the release gate."""
        order = GateOrder(
            self.passed_elsewhere,
            self.drawn,
            self.takes_in,
            self.second_audience(parameters, context),
            self.second_rows(parameters, context),
            self.whole_inputs(parameters, context),
            self.named,
        )
        with consulting(lambda leaving: _tell_and_ask(leaving, feedback)), beginning(self._begun):
            self._inputs = gated_inputs(self, order, parameters, context, feedback)
        if self.workspace_is_for_the_community and self.parameterAsString(parameters, "WORKSPACE", context).strip():
            audience = self.parameterAsEnumString(parameters, AUDIENCE, context) or USUAL_AUDIENCE
            if audience != USUAL_AUDIENCE:
                raise InputError("workspace.for_the_community", audience=audience)

    @property
    def is_leaving(self) -> bool:
        """Whether anything of this run leaves; what is only shown is computed with all rows, and nobody is asked."""
        return self._inputs.is_leaving

    def take_as_they_are(self, location: str, records: Iterable[Record]) -> None:
        """Let what is made of rows that a run of which nothing leaves reads from a workspace bear them, for when it is to leave."""
        rows = [(each.table, OriginRow.of(each.id, each.values, each.sensitivity, each.subject)) for each in records]
        self._inputs.origins += [Origin(location, WHOLE, table, (row,), 1) for table, row in rows]

    def origins_of_inputs(self) -> tuple[Origin, ...]:
        """Rows of workspaces that are in the inputs of this run, as far as it got."""
        return merged([*self._begun.origins, *self._inputs.origins])

    def _note_origins(self, outputs: dict[str, Any], context: QgsProcessingContext) -> None:
        """Note of which rows of workspaces outputs were made, so that a later run can ask for whom they may be."""
        origins = self.origins_of_inputs()
        appended = {destination for place, destination in self._written if place.is_appended}
        notes: list[Made] = []
        for definition in self.destinationParameterDefinitions():
            name = definition.name()
            if not outputs.get(name):
                continue
            text = str(outputs[name])
            path, _, rest = text.partition("|")
            found = tuple(self.origins_of_output(name, origins))
            if os.path.isdir(path):
                notes += [Made(str(each), "", found) for each in self.written_into(Path(path))]
                continue
            if os.path.exists(path):
                # A workspace passes by the levels of its own rows.
                part = rest[len(_LAYER_NAME) :] if rest.startswith(_LAYER_NAME) else ""
                notes.append(Made(path, part, () if is_workspace(Path(path)) else found, text in appended))
                continue
            layer = QgsProcessingUtils.mapLayerFromString(text, context)
            if layer is None:
                notes += made_at(text, found, text in appended)
                continue
            mark(layer, found, self._inputs.is_for_the_screen)
            notes += made_elsewhere(layer, found, text in appended)
        note_made(notes)

    def _take_back(self, context: QgsProcessingContext) -> None:
        """Leave every destination as it was before the run: a failed run has no outputs."""
        for place, destination in reversed(self._written):
            context.temporaryLayerStore().removeMapLayer(destination)
            place.undo()
        self._written.clear()


class _OpenSink:
    """A sink that is closed once its rows are in it, also when they do not get there.

    Nobody else holds it: the traceback of an error would keep it, and with it the file, open while the run is taken back.
    """

    def __init__(self, sink: QgsFeatureSink, destination: str) -> None:
        self._sink: Any = sink
        self.destination = destination

    def close(self) -> None:
        """Let QGIS finish the file."""
        self._sink = None

    def put(self, features: Iterable[QgsFeature], feedback: QgsProcessingFeedback) -> None:
        """Write all features and close."""
        try:
            for rows in _in_chunks(features):
                if feedback.isCanceled():
                    raise CancelledError
                if not self._sink.addFeatures(rows, QgsFeatureSink.Flag.FastInsert):
                    raise _sink_error(self.destination, self._sink.lastError())
            if not self._sink.flushBuffer():
                raise _sink_error(self.destination, self._sink.lastError())
        finally:
            self.close()


def _tell_and_ask(leaving: Leaving, feedback: QgsProcessingFeedback) -> None:
    """Say in the log what is about to leave, and let the dock that started the run ask whether it may."""
    for line in release_lines(leaving.audience, leaving.shares):
        feedback.pushInfo(line)
    ask = getattr(feedback, "ask_release", None)
    if ask is not None and not on_main_thread(lambda: ask(leaving), feedback.isCanceled):
        feedback.cancel()
        raise CancelledError


def _in_chunks(features: Iterable[QgsFeature]) -> Iterator[list[QgsFeature]]:
    """Features in lists of some hundred, which a sink takes faster than one by one."""
    source = iter(features)
    while True:
        rows = list(itertools.islice(source, _SINK_CHUNK))
        if not rows:
            return
        yield rows


def without_selection(value: Any) -> Any:
    """The layer in the definition that QGIS puts round it for “selected features only”, and does not look into for a layer."""
    return value.source.staticValue() if isinstance(value, QgsProcessingFeatureSourceDefinition) else value


def name_layers_by_table(parameters: dict[str, Any], context: QgsProcessingContext) -> None:
    """Name layers given as ``file|layername=table`` after their table, so that messages and results tell them apart.

    QGIS names them all after the file. Layers of the project keep the names that the person gave them.
    """
    for value in parameters.values():
        for text in value if isinstance(value, (list, tuple)) else (value,):
            if not isinstance(text, str) or "|layername=" not in text:
                continue
            layer = QgsProcessingUtils.mapLayerFromString(text, context)
            if layer is not None and context.temporaryLayerStore().mapLayer(layer.id()) is not None:
                layer.setName(text.split("|layername=", 1)[1].split("|", 1)[0])


def progress_of(feedback: QgsProcessingFeedback) -> Progress:
    """Progress callback for a room."""
    return feedback.setProgress


def cancel_of(feedback: QgsProcessingFeedback) -> IsCancelled:
    """Cancel callback for a room."""
    return feedback.isCanceled


def report(feedback: QgsProcessingFeedback, tally: FeatureTally, warnings: Iterable[Message] = ()) -> None:
    """Say in the log what became of the features of a layer."""
    for warning in warnings:
        feedback.pushWarning(f"{tally.layer}: {describe(warning)}")
    for outcomes in (tally.repaired, tally.left_out):
        for identity, reason in outcomes[:_MOST_NAMED]:
            feedback.pushWarning(f"{tally.layer}, {identity}: {describe(reason)}")
        if len(outcomes) > _MOST_NAMED:
            feedback.pushWarning(
                translate("RainforestAlert", "… and {count} more features of “{layer}”.").format(
                    count=len(outcomes) - _MOST_NAMED, layer=tally.layer
                )
            )
    feedback.pushInfo(describe(tally.summary()))


def _sink_error(destination: str, reason: str) -> OutputError:
    if "space" in reason.lower() or "disk full" in reason.lower() or "disk is full" in reason.lower():
        return OutputError("output.no_space", path=destination)
    return OutputError("output.folder_unwritable", path=destination, reason=reason)
