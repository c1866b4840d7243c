"""The title packages of many communities in one run."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any, Sequence

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..documents.phrases import Phrases, load_phrases
from ..documents.sheet import csv_bytes, xlsx_bytes
from ..errors import CancelledError, InputError, Message, OutputError, RainforestAlertError
from ..geo.files import replaced_file
from ..geo.progress import stop_if
from ..host.base_layers import base_layers
from ..host.messages import describe
from ..host.messages.workspace_words import audiences
from ..host.workspaces import open_workspace
from ..i18n import speaking, translate
from ..titling.atlas import FAILED, KEPT, WAITING, WRITTEN, AtlasRow, atlas_sheet, folder_names
from ..titling.attributes import read_attributes
from ..titling.facts import AUDIENCES, OFFICE
from ..titling.package import UNDATED
from ..workspace.release import Record, release, writing
from ..workspace.store import Row, Workspace
from .base import RainforestAlgorithm, cancel_of
from .choices import in_words
from .land_parameters import SHAPING_LAND, LandInput, add_land_parameters
from .layer_gate import held_back_output
from .title_export import (
    PLAN,
    PLAN_LAYERS,
    PLAN_TEMPLATE,
    PackageOrder,
    References,
    TitleExport,
    WrittenPackage,
    add_plan_parameters,
)
from .title_parameters import COMMUNITIES, WORKSPACE, TitleInput, add_communities_parameters
from .titling_overview import communities_named

# In place of the name of a community that the audience may not know.
_HELD_BACK = "—"


class TitleAtlasAlgorithm(RainforestAlgorithm):
    """``titleatlas``: a package per community, and a table of what became of each."""

    drawn = (PLAN_LAYERS,)
    whole = SHAPING_LAND
    WORKSPACE = WORKSPACE
    COMMUNITIES = COMMUNITIES
    REFERENCE = "REFERENCE"
    ATTRIBUTES = "ATTRIBUTES"
    AUDIENCE = "AUDIENCE"
    ALLOW_BLOCKERS = "ALLOW_BLOCKERS"
    OUTPUT_FOLDER = "OUTPUT_FOLDER"
    WRITTEN = "WRITTEN"
    KEPT = "KEPT"
    FAILED = "FAILED"
    AREA_HA = "AREA_HA"
    _rows: Sequence[AtlasRow] = ()

    def name(self) -> str:
        return "titleatlas"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Export the title packages of many communities")

    def group(self) -> str:
        return translate("RainforestAlert", "Titling")

    def groupId(self) -> str:
        return "titling"

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Writes the title package of each community of a workspace, from its newest agreed boundary, into a folder of its own, and a "
            "table (resumen.csv, resumen.xlsx) of what became of each.\n\n"
            "A community whose package cannot be written is listed with the reason, and the run goes on. A run that was cancelled "
            "goes on where it stopped: packages that are there, whole and of the same content, are kept as they are.\n\n"
            "Reference layers, units of land capacity and exclusions are those of the whole area; attributes are those that all "
            "communities share, for instance who signs. See “Export the title package” for what a package holds.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_communities_parameters(self)
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.REFERENCE,
                translate("RainforestAlert", "Reference layers (registered land, rivers, concessions …)"),
                QgsProcessing.SourceType.TypeVectorAnyGeometry,
                optional=True,
            )
        )
        add_land_parameters(self)
        self.addParameter(
            QgsProcessingParameterString(
                self.ATTRIBUTES,
                translate("RainforestAlert", "Attributes that all communities share (JSON, or a JSON file)"),
                multiLine=True,
                optional=True,
            )
        )
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.AUDIENCE, translate("RainforestAlert", "Audience"), list(AUDIENCES), False, OFFICE, False, True
                ),
                audiences(),
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(
                self.ALLOW_BLOCKERS, translate("RainforestAlert", "Make a draft although there are blockers"), False
            )
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                self.OUTPUT_FOLDER, translate("RainforestAlert", "Folder of the packages")
            )
        )
        add_plan_parameters(self)
        for name, label in (
            (self.WRITTEN, translate("RainforestAlert", "Packages written")),
            (self.KEPT, translate("RainforestAlert", "Packages kept as they were")),
            (self.FAILED, translate("RainforestAlert", "Communities without a package")),
            (self.AREA_HA, translate("RainforestAlert", "Area (ha)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        self.addOutput(held_back_output())

    def written_into(self, folder: Path) -> Sequence[Path]:
        packages = [folder / row.folder for row in self._rows if row.state in (WRITTEN, KEPT)]
        return [*packages, *_tables(folder, load_phrases(self.profile.language))]

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        title = TitleInput(self, parameters, context)
        self.profile = title.profile
        self.attributes = read_attributes(self.parameterAsString(parameters, self.ATTRIBUTES, context), self.profile)
        below = self.parameterAsLayerList(parameters, PLAN_LAYERS, context)
        self.plan_layers = base_layers(below, context, cancel_of(feedback))
        land = LandInput(self, parameters, context)
        references = References(
            self.parameterAsLayerList(parameters, self.REFERENCE, context), None, self.profile, feedback
        )
        self.title_export = TitleExport(title, land, references)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        folder = Path(self.parameterAsString(parameters, self.OUTPUT_FOLDER, context))
        named = self.parameterAsString(parameters, self.COMMUNITIES, context)
        with open_workspace(location) as workspace:
            communities = communities_named(workspace, named)
            if not communities:
                raise InputError("atlas.no_communities")
            try:
                rows = self._all(parameters, context, feedback, workspace, communities, folder)
            except RainforestAlertError:
                # The packages made so far stay.
                self._note_origins({self.OUTPUT_FOLDER: str(folder)}, context)
                raise
        written, kept, failed = (sum(row.state == state for row in rows) for state in (WRITTEN, KEPT, FAILED))
        feedback.pushInfo(describe(Message("atlas.done", written=written, kept=kept, failed=failed, path=str(folder))))
        return {
            self.WORKSPACE: location,
            self.OUTPUT_FOLDER: str(folder),
            self.WRITTEN: written,
            self.KEPT: kept,
            self.FAILED: failed,
            self.AREA_HA: float(sum(row.area_ha or 0 for row in rows)),
        }

    def _all(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace,
        communities: list[Row],
        folder: Path,
    ) -> list[AtlasRow]:
        """One community after the other; the table is written anew after each, so that it is true whenever the run stops."""
        names = [str(community["name"]) for community in communities]
        places = folder_names(names)
        audience = self.parameterAsEnumString(parameters, self.AUDIENCE, context)
        allow_blockers = self.parameterAsBoolean(parameters, self.ALLOW_BLOCKERS, context)
        # a table that is open in Excel is said so before the first package is made
        with writing(open_workspace):
            named = self._may_be_named(workspace, communities, audience)
            rows = self._rows = [
                AtlasRow(name, WAITING, place) if is_named else AtlasRow(_HELD_BACK, WAITING, "")
                for name, place, is_named in zip(names, places, named)
            ]
            self._write_table(rows, folder)
        steps = QgsProcessingMultiStepFeedback(len(communities), feedback)
        for number, community in enumerate(communities):
            stop_if(cancel_of(feedback))
            steps.setCurrentStep(number)
            feedback.pushInfo(
                describe(Message("atlas.community", number=number + 1, count=len(communities), community=names[number]))
            )
            order = PackageOrder(
                str(folder / places[number]),
                "",
                audience,
                allow_blockers,
                self.attributes,
                keep_finished=True,
                with_plan=self.parameterAsBoolean(parameters, PLAN, context),
                plan_template=self.parameterAsFile(parameters, PLAN_TEMPLATE, context),
                plan_layers=self.plan_layers,
            )
            try:
                rows[number] = _row_of(
                    self.title_export.write(order, context, steps, workspace, community), rows[number]
                )
            except CancelledError:
                raise
            except RainforestAlertError as error:
                if _is_disk_full(error):
                    raise
                feedback.pushWarning(f"{names[number]}: {describe(error)}")
                # the summary speaks the language of the packages
                with speaking(self.profile.language):
                    reason = describe(error if named[number] else Message("atlas.held_back", audience=audience))
                rows[number] = AtlasRow(rows[number].community, FAILED, "", reason=reason)
            self._update_table(rows, folder, feedback, is_last=number == len(communities) - 1)
        return rows

    def _may_be_named(self, workspace: Workspace, communities: list[Row], audience: str) -> list[bool]:
        """Which communities the table may name: it stands among the packages and goes where they go."""
        records = [Record("community", str(community["id"]), community) for community in communities]
        kept = {record.id for record in release(records, AUDIENCES[audience], self.name(), workspace).rows}
        return [record.id in kept for record in records]

    def _update_table(self, rows: list[AtlasRow], folder: Path, feedback: QgsProcessingFeedback, is_last: bool) -> None:
        """Write the table anew; whoever looks at it in Excel meanwhile does not end the run, and is told."""
        try:
            self._write_table(rows, folder)
        except OutputError as error:
            if is_last or error.message.id not in ("output.in_use", "output.locked"):
                raise
            feedback.pushWarning(describe(error))

    def _write_table(self, rows: list[AtlasRow], folder: Path) -> None:
        phrases = load_phrases(self.profile.language)
        sheet = atlas_sheet(rows, phrases)
        table, book = _tables(folder, phrases)
        with ExitStack() as files:
            files.enter_context(replaced_file(table)).write_bytes(csv_bytes(sheet))
            files.enter_context(replaced_file(book)).write_bytes(xlsx_bytes([sheet], UNDATED))


def _tables(folder: Path, phrases: Phrases) -> tuple[Path, Path]:
    """Where the table of all communities stands, as CSV and as XLSX."""
    name = phrases.say("atlas.file")
    return folder / f"{name}.csv", folder / f"{name}.xlsx"


def _row_of(written: WrittenPackage, row: AtlasRow) -> AtlasRow:
    table = written.content.table
    return AtlasRow(
        row.community,
        KEPT if written.is_kept else WRITTEN,
        row.folder,
        str(written.manifest["state"]),
        table.area_ha,
        table.perimeter_m,
        len(table.rows),
        written.content.blocker_count,
    )


def _is_disk_full(error: RainforestAlertError) -> bool:
    """Whether going on would only fail again for every community that is left."""
    return isinstance(error, OutputError) and error.message.id == "output.no_space"
