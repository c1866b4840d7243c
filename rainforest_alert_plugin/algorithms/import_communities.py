"""Communities of another body's list into the workspace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Iterator, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..compat import field
from ..errors import InputError, Message
from ..geo.datum import PinnedShift
from ..geo.features import FeatureTally
from ..geo.progress import span
from ..host.choice_words import doubles
from ..host.community_layers import place_notes, read_communities
from ..host.layers import WGS84
from ..host.messages import describe
from ..host.messages.workspace_words import levels
from ..host.released_layers import original_id, workspace_table
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..overlay.pinned import shift_between
from ..territory.communities import (
    PlannedCommunity,
    fault_message,
    guess_columns,
    plan_import,
    twin_message,
    write_communities,
)
from ..workspace.levels import has_level_of_its_own, stricter, strictest_of
from ..workspace.model import SENSITIVITIES
from .base import RainforestAlgorithm, cancel_of, progress_of, report
from .choices import in_words
from .layer_gate import add_audience, layer_of

KEEP, LEAVE_OUT = "keep", "leave_out"
_MOST_NAMED = 50
_LEVEL = "sensitivity"


class ImportCommunitiesAlgorithm(RainforestAlgorithm):
    """Communities with their present boundaries and sources."""

    takes_in = True
    INPUT = "INPUT"
    WORKSPACE = "WORKSPACE"
    KEY_FIELD = "KEY_FIELD"
    NAME_FIELD = "NAME_FIELD"
    SOURCE = "SOURCE"
    SENSITIVITY = "SENSITIVITY"
    DOUBLES = "DOUBLES"
    OUTPUT = "OUTPUT"
    NEW_COUNT = "NEW_COUNT"
    KNOWN_COUNT = "KNOWN_COUNT"
    CHANGED_COUNT = "CHANGED_COUNT"
    TWIN_COUNT = "TWIN_COUNT"
    INVALID_COUNT = "INVALID_COUNT"
    COMMUNITY_IDS = "COMMUNITY_IDS"

    def name(self) -> str:
        return "importcommunities"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Import communities")

    def group(self) -> str:
        return translate("RainforestAlert", "Territory")

    def groupId(self) -> str:
        return "territory"

    def shortDescription(self) -> str:
        return translate(
            "RainforestAlert", "Brings communities with their present boundaries into the workspace, and finds doubles."
        )

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Brings communities of a layer (BDPI, SICNA, MIDAGRI, SERFOR, your own shapefile) into the workspace, each with its key, name, "
            "source and present boundary. The fields are found by their names; the log says which were taken.\n\n"
            "Vertices stand in the workspace as the layer has them when it is in UTM; otherwise in WGS 84 / UTM of their zone, with the "
            "operation that carried them. Points make communities without a boundary.\n\n"
            "A layer in PSAD56 keeps its numbers and its datum. On the map and in comparisons they are carried to WGS 84 by EPSG:1208, "
            "which is known within 16 m and kept with the version. A layer in another datum (SAD69, NAD27) is refused.\n\n"
            "A second import adds nothing: a community is known by source and key. When its boundary differs from the workspace, the log "
            "says so and the workspace stays as it is; propose the new boundary.\n\n"
            "Doubles are entries of one name, one people and one place, or of nearly the same polygon, in the layer or in the workspace, "
            "as when a first title and its extension are listed apart. They are never merged: “keep” brings both in, marked; "
            "“leave_out” brings in only the first.\n\n"
            "Fields of the output: community_id, version_id (in the workspace), name, people, key, source, status (new, known, changed, "
            "left_out), twins (what it seems to double), district, province, department, ubigeo, recognition_act, title_act, "
            "area_ha (in the plane of epsg), vertex_count, epsg, fault (what is wrong with the boundary).\n\n"
            "A boundary that crosses itself comes in as it is: the log says where and how often, its version is marked and has no area. "
            "Propose the right one over it.\n\n"
            "No new row is less closed than the row of a workspace that it comes from, whatever the sensitivity says: the log counts "
            "those that came in at a stricter level.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.INPUT,
                translate("RainforestAlert", "Communities"),
                [QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorPoint],
            )
        )
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        for name, label in (
            (self.KEY_FIELD, translate("RainforestAlert", "Field with the code of a community")),
            (self.NAME_FIELD, translate("RainforestAlert", "Field with the name of a community")),
        ):
            self.addParameter(
                QgsProcessingParameterField(name, label, parentLayerParameterName=self.INPUT, optional=True)
            )
        self.addParameter(
            QgsProcessingParameterString(
                self.SOURCE, translate("RainforestAlert", "Source (as it is called in the workspace)"), optional=True
            )
        )
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.SENSITIVITY,
                    translate("RainforestAlert", "Sensitivity"),
                    list(SENSITIVITIES),
                    defaultValue="federation",
                    usesStaticStrings=True,
                ),
                levels(),
            )
        )
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.DOUBLES,
                    translate("RainforestAlert", "What to do with doubles"),
                    [KEEP, LEAVE_OUT],
                    defaultValue=KEEP,
                    usesStaticStrings=True,
                ),
                doubles(),
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(self.OUTPUT, translate("RainforestAlert", "Communities imported"))
        )
        for name, label in (
            (self.NEW_COUNT, translate("RainforestAlert", "New communities")),
            (self.KNOWN_COUNT, translate("RainforestAlert", "Communities already in the workspace")),
            (self.CHANGED_COUNT, translate("RainforestAlert", "Communities with another boundary")),
            (self.TWIN_COUNT, translate("RainforestAlert", "Communities that seem to be double")),
            (self.INVALID_COUNT, translate("RainforestAlert", "New communities whose boundary is no valid polygon")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        self.addOutput(QgsProcessingOutputString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addOutput(QgsProcessingOutputString(self.COMMUNITY_IDS, translate("RainforestAlert", "New communities")))
        add_audience(self)

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._layer = self.parameterAsSource(parameters, self.INPUT, context)
        if self._layer is None:
            raise InputError("input.unreadable", path=str(parameters.get(self.INPUT)), reason="")
        self._name = self._layer.sourceName()
        self._workspace = self.parameterAsString(parameters, self.WORKSPACE, context)
        self._source = self.parameterAsString(parameters, self.SOURCE, context).strip() or Path(self._name).stem
        self._sensitivity = self.parameterAsEnumString(parameters, self.SENSITIVITY, context)
        self._doubles = self.parameterAsEnumString(parameters, self.DOUBLES, context)
        self._level_column, self._least = self._levels_of_input(parameters, context)
        names = self._layer.fields().names()
        self._columns = guess_columns(names)
        for role, parameter in (("key", self.KEY_FIELD), ("name", self.NAME_FIELD)):
            chosen = self.parameterAsString(parameters, parameter, context)
            if chosen and chosen not in names:
                raise InputError("input.unknown_field", layer=self._name, field=chosen, fields=", ".join(names))
            if chosen:
                self._columns = {r: column for r, column in self._columns.items() if column != chosen}
                self._columns[role] = chosen
        if "name" not in self._columns:
            raise InputError("community.no_name_field", layer=self._name, fields=", ".join(names))
        return True

    def _levels_of_input(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[str, str]:
        """Where rows of a workspace say how closed each is, and what is the least for all rows."""
        origins = self.origins_of_inputs()
        layer = layer_of(parameters.get(self.INPUT), context)
        if layer is not None and (workspace_table(layer) is not None or original_id(layer) != layer.id()):
            has_column = self._layer.fields().lookupField(_LEVEL) >= 0
            if has_column and all(has_level_of_its_own(origin.table) for origin in origins):
                return _LEVEL, SENSITIVITIES[0]
        return "", strictest_of(origins)

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        progress, is_cancelled = progress_of(feedback), cancel_of(feedback)
        for role, column in self._columns.items():
            feedback.pushInfo(describe(Message("community.column", column=column, role=role)))
        if "key" not in self._columns:
            feedback.pushWarning(describe(Message("community.no_key")))
        transforms = context.transformContext()
        records, tally = read_communities(
            self._layer,
            self._name,
            self._columns,
            transforms,
            span(progress, 0.0, 20.0),
            is_cancelled,
            self._level_column,
        )
        for note in place_notes(self._layer, records):
            feedback.pushWarning(describe(note))
        records = [replace(record, level=stricter(record.level, self._least)) for record in records]
        with open_workspace(self._workspace) as workspace:
            planned = plan_import(workspace, records, self._source, span(progress, 20.0, 50.0), is_cancelled)
            planned = self._decide(planned, tally, feedback)
            is_polygon = any(record.rings for record in records)
            destination = self.write_sink(
                parameters,
                self.OUTPUT,
                context,
                _fields(),
                QgsWkbTypes.Type.MultiPolygon if is_polygon else QgsWkbTypes.Type.MultiPoint,
                QgsCoordinateReferenceSystem(WGS84),
                _features(planned, self._source),
                feedback,
            )
            faulty = [each for each in planned if each.status == "new" and each.record.fault is not None]
            for each in faulty[:_MOST_NAMED]:
                feedback.pushWarning(describe(fault_message(each)))
            # a repeated import leaves no trace in the workspace, not even an empty write
            if any(each.status == "new" for each in planned):
                with workspace.write() as transaction:
                    write_communities(
                        transaction,
                        planned,
                        self._source,
                        self._reason,
                        self._sensitivity,
                        span(progress, 50.0, 100.0),
                        is_cancelled,
                    )
        report(feedback, tally)
        counts = {status: sum(each.status == status for each in planned) for status in ("new", "known", "changed")}
        twins = sum(bool(each.twins) for each in planned)
        levels_of_new = [stricter(self._sensitivity, each.record.level) for each in planned if each.status == "new"]
        closed = sum(level != self._sensitivity for level in levels_of_new)
        if closed:
            feedback.pushWarning(
                describe(Message("workspace.stricter_level", count=closed, level=levels()[self._sensitivity]))
            )
        feedback.pushInfo(describe(Message("community.summary", **counts, twins=twins)))
        return {
            self.OUTPUT: destination,
            self.WORKSPACE: self._workspace,
            self.NEW_COUNT: counts["new"],
            self.KNOWN_COUNT: counts["known"],
            self.CHANGED_COUNT: counts["changed"],
            self.TWIN_COUNT: twins,
            self.INVALID_COUNT: len(faulty),
            self.COMMUNITY_IDS: ",".join(each.community_id for each in planned if each.status == "new"),
        }

    def _shift(self) -> PinnedShift | None:
        """The operation from the layer's datum to that of the map; None where they are one."""
        return shift_between(self._layer.sourceCrs(), QgsCoordinateReferenceSystem(WGS84))

    def _reason(self, each: PlannedCommunity) -> str:
        """What the first version of a boundary gives as its reason; another datum, and what is wrong with it, stand there."""
        reason = translate("RainforestAlert", "Imported from {source}").format(source=self._source)
        if self._shift() is not None:
            reason = f"{reason}, PSAD56 (EPSG:{each.record.epsg})"
        if each.record.fault is None:
            return reason
        return f"{reason} ({_mark(each)})"

    def _decide(
        self, planned: Sequence[PlannedCommunity], tally: FeatureTally, feedback: QgsProcessingFeedback
    ) -> list[PlannedCommunity]:
        """Say what is double or changed, and leave doubles out when the person wants that."""
        decided: list[PlannedCommunity] = []
        # what an entry doubles is told by its words: the first of a group stays, whoever names it later is the second
        kept: set[str] = set()
        said = 0
        for each in planned:
            own = f"{each.record.name} ({self._source}, {each.key})"
            entry = each
            if each.twins and said < _MOST_NAMED:
                said += 1
                feedback.pushWarning(describe(twin_message(each)))
            if each.status == "changed":
                feedback.pushWarning(describe(Message("community.changed", name=each.record.name, key=each.key)))
            others = {other for other in each.twins if other in kept or f"({self._source}, " not in other}
            if self._doubles == LEAVE_OUT and each.status == "new" and others:
                entry = replace(each, status="left_out", community_id="", version_id="")
                tally.used -= 1
                reason = Message("community.twin_left_out", twins="; ".join(sorted(others)[:3]))
                tally.left_out.append((each.record.name, reason))
            else:
                kept.add(own)
            decided.append(entry)
        return decided


def _mark(each: PlannedCommunity) -> str:
    return describe(Message("community.mark_invalid", **fault_message(each).facts))


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in (
        ("community_id", "string"),
        ("version_id", "string"),
        ("name", "string"),
        ("people", "string"),
        ("key", "string"),
        ("source", "string"),
        ("status", "string"),
        ("twins", "string"),
        ("district", "string"),
        ("province", "string"),
        ("department", "string"),
        ("ubigeo", "string"),
        ("recognition_act", "string"),
        ("title_act", "string"),
        ("area_ha", "double"),
        ("vertex_count", "int"),
        ("epsg", "int"),
        ("fault", "string"),
    ):
        fields.append(field(name, kind))
    return fields


def _features(planned: Sequence[PlannedCommunity], source: str) -> Iterator[QgsFeature]:
    fields = _fields()
    for each in planned:
        record = each.record
        geometry = QgsGeometry(record.geometry)
        geometry.convertToMultiType()
        geometry.get().dropZValue()
        geometry.get().dropMValue()
        feature = QgsFeature(fields)
        feature.setGeometry(geometry)
        feature.setAttributes(
            [
                each.community_id or None,
                each.version_id or None,
                record.name,
                record.values.get("people"),
                each.key,
                source,
                each.status,
                "; ".join(each.twins) or None,
                *(record.values.get(role) for role in ("district", "province", "department")),
                record.values.get("ubigeo") or None,
                record.values.get("recognition_act"),
                record.values.get("title_act"),
                record.area_ha(),
                sum(len(vertices) for _, _, vertices in record.rings),
                record.epsg,
                _mark(each) if record.fault is not None else None,
            ]
        )
        yield feature
