"""The plan of one boundary on paper."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..documents.phrases import load_phrases
from ..errors import InputError, Message
from ..geo.files import replaced_file
from ..geo.progress import stop_if
from ..host.boundary import TitleBoundary, agreed_title_boundary
from ..host.choice_words import automatic
from ..host.main_thread import on_main_thread
from ..host.messages import describe
from ..host.messages.workspace_words import audiences
from ..host.package_plan import impersonal
from ..host.plan_image import write_map_geotiff
from ..host.plan_layout import AUTO, PAPERS, PlanLayout
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.versions import find_version
from ..titling.attributes import read_attributes
from ..titling.facts import AUDIENCES, OFFICE, NamedTitle, ask_consent, fact_records, release_facts
from ..titling.land_capacity import WHOLE
from ..titling.plan import PlanContent
from ..titling.register import agreed_boundary, attributes_of, find_community
from ..workspace.release import announce
from ..workspace.store import Row, Workspace
from .base import RainforestAlgorithm, cancel_of
from .choices import in_words
from .land_parameters import PART, SHAPING_LAND, LandInput, add_land_parameters, add_part_parameter, no_part
from .layer_gate import held_back_output
from .title_parameters import SHAPING, TitleInput, add_title_parameters, add_version_parameter

SCALE_DENOMINATOR = "SCALE_DENOMINATOR"
SHEETS = "SHEETS"
PAPER_USED = "PAPER_USED"
LABELS_LEFT_OUT = "LABELS_LEFT_OUT"


class TitlePlanAlgorithm(RainforestAlgorithm):
    """Perimeter, labels, grid, neighbours, technical table and title block as a PDF."""

    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    ATTRIBUTES = "ATTRIBUTES"
    AUDIENCE = "AUDIENCE"
    PAPER = "PAPER"
    SCALE = "SCALE"
    TEMPLATE = "TEMPLATE"
    BASE_LAYERS = "BASE_LAYERS"
    drawn = (BASE_LAYERS,)
    whole = (*SHAPING, *SHAPING_LAND)
    DRAFT = "DRAFT"
    OUTPUT = "OUTPUT"
    OUTPUT_GEOTIFF = "OUTPUT_GEOTIFF"

    def name(self) -> str:
        return "titleplan"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Plan of a boundary (PDF)")

    def group(self) -> str:
        return translate("RainforestAlert", "Titling")

    def groupId(self) -> str:
        return "titling"

    def flags(self) -> Any:
        # layouts belong to the main thread
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Draws the plan of one boundary on paper and writes it as a PDF in which text stays text: perimeter with the labels "
            "of its vertices and the lengths of its sides, neighbours along their sides, UTM grid, scale and scale bar, north, "
            "legend, the place in the country, the technical table and the title block.\n\n"
            "The numbers are those of the technical table, from the coordinates as printed; the fingerprint of the geometry is "
            "printed on every sheet.\n\n"
            "No two labels overlap. Up to 500 vertices each has its label; beyond that every k-th and those where the neighbour "
            "changes, and the plan says so. A long table flows to further sheets.\n\n"
            "Paper “auto” takes the smallest from A3 on that has room for readable labels. Scale 0 takes the smallest standard "
            "scale at which the territory fits.\n\n"
            "With units of land capacity the plan shows what is property and what is ceded in use, the exclusions, the areas of "
            "all of them and their sum. Part draws the plan of one of the two in place of the whole, with its own vertices.\n\n"
            "The template is a QGIS layout template (.qpt). Copy one of the plugin's own, change it in the layout manager and "
            "keep the ids of its items.\n\n"
            "Of a community of a workspace, Version takes an earlier agreed boundary; its plan is marked as a draft.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_title_parameters(self, boundary_is_optional=True)
        self.addParameter(
            QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.COMMUNITY,
                translate("RainforestAlert", "Community (its name or id in the workspace)"),
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.ATTRIBUTES,
                translate("RainforestAlert", "Attributes (JSON, or a JSON file)"),
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
            in_words(
                QgsProcessingParameterEnum(
                    self.PAPER, translate("RainforestAlert", "Paper"), list(PAPERS), False, AUTO, False, True
                ),
                automatic(),
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                self.SCALE,
                translate("RainforestAlert", "Scale (denominator; 0 for a standard one)"),
                QgsProcessingParameterNumber.Type.Integer,
                0,
                minValue=0,
            )
        )
        self.addParameter(
            QgsProcessingParameterFile(
                self.TEMPLATE, translate("RainforestAlert", "Template of the plan"), extension="qpt", optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.BASE_LAYERS,
                translate("RainforestAlert", "Layers below (rivers, roads, imagery)"),
                QgsProcessing.SourceType.TypeMapLayer,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(
                self.DRAFT, translate("RainforestAlert", "Mark every sheet as a draft (BORRADOR)"), False
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.OUTPUT, translate("RainforestAlert", "Plan"), translate("RainforestAlert", "PDF files (*.pdf)")
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.OUTPUT_GEOTIFF,
                translate("RainforestAlert", "Map as GeoTIFF"),
                translate("RainforestAlert", "GeoTIFF files (*.tif)"),
                optional=True,
                createByDefault=False,
            )
        )
        add_version_parameter(self)
        add_land_parameters(self)
        add_part_parameter(self, translate("RainforestAlert", "Part of the territory that the plan shows"))
        self.addOutput(QgsProcessingOutputNumber(SCALE_DENOMINATOR, translate("RainforestAlert", "Scale of the plan")))
        self.addOutput(QgsProcessingOutputNumber(SHEETS, translate("RainforestAlert", "Number of sheets")))
        self.addOutput(QgsProcessingOutputString(PAPER_USED, translate("RainforestAlert", "Paper of the plan")))
        self.addOutput(QgsProcessingOutputNumber(LABELS_LEFT_OUT, translate("RainforestAlert", "Labels without room")))
        self.addOutput(held_back_output())

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self.input = TitleInput(self, parameters, context)
        self.attributes = read_attributes(
            self.parameterAsString(parameters, self.ATTRIBUTES, context), self.input.profile
        )
        self.land = LandInput(self, parameters, context)
        self.base = self.parameterAsLayerList(parameters, self.BASE_LAYERS, context)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        # a panel runs every algorithm in the background, whatever its flags say
        return on_main_thread(lambda: self._compute(parameters, context, feedback), cancel_of(feedback))

    def _compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        if location:
            with open_workspace(location) as workspace:
                return self._draw(parameters, context, feedback, workspace)
        if self.parameterAsString(parameters, self.COMMUNITY, context).strip():
            raise InputError("titling.community_without_workspace")
        return self._draw(parameters, context, feedback, None)

    def _draw(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace | None,
    ) -> dict[str, Any]:
        profile = self.input.profile
        attributes = self.attributes
        agreed: TitleBoundary | None = None
        named = self.parameterAsString(parameters, self.COMMUNITY, context).strip()
        self.input.refuse_stray_version(named if workspace is not None else "")
        is_newest = True
        audience = self.parameterAsEnumString(parameters, self.AUDIENCE, context)
        title: NamedTitle | None = None
        if workspace is not None and named:
            community = find_community(workspace, named)
            ask_consent(workspace, community, [audience])
            attributes = {**read_attributes(attributes_of(community), profile), **attributes}
            version: Row | None = None
            if self.input.source is None:
                found = agreed_boundary(workspace, community, self.input.version)
                is_newest = found.note is None
                version = find_version(workspace, found.version_id)
                agreed = agreed_title_boundary(found, str(community["name"]), profile, context.transformContext())
            title = NamedTitle(workspace, community, version)
            title.refuse([audience])
        made = self.input.table(context, feedback, agreed)
        land = self.land.divided(made, context, feedback)
        if workspace is not None and title is not None:
            told = [*title.records(), *fact_records(made.table, attributes, profile, land)]
            announce(told, AUDIENCES[audience], self.name(), workspace)
            title.release(audience, self.name())
        facts = release_facts(made.table, attributes, profile, audience, workspace, land)
        phrases = load_phrases(profile.language)
        notes = (phrases.say("plan.neighbours_withheld"),) if "row:neighbour" in facts.withheld else ()
        is_draft = self.parameterAsBoolean(parameters, self.DRAFT, context) or not is_newest
        is_draft = is_draft or bool(self.input.neighbours_held_back)
        content = PlanContent(
            made.table.with_neighbours(facts.neighbours(made.table)),
            facts.attributes,
            phrases,
            profile.table_columns,
            phrases.say("draft") if is_draft else "",
            notes,
            land=facts.land(land),
        )
        part = self.parameterAsEnumString(parameters, PART, context)
        if part != WHOLE:
            of_part = content.of_part(part)
            if of_part is None:
                raise no_part(part, profile)
            content = of_part
        is_cancelled = cancel_of(feedback)
        plan = PlanLayout(
            content,
            self.parameterAsEnumString(parameters, self.PAPER, context),
            self.parameterAsInt(parameters, self.SCALE, context),
            self.parameterAsString(parameters, self.TEMPLATE, context) or None,
            self.base,
            is_cancelled,
        )
        feedback.setProgress(50.0)
        stop_if(is_cancelled)
        target = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        plan.write_pdf(Path(target))
        # QGIS writes the login of this computer into the file
        stated = facts.attributes.get("document_date")
        day = datetime.date.fromisoformat(stated) if stated else datetime.date.today()
        drawn = impersonal(Path(target).read_bytes(), day, content.table.checksum())
        with replaced_file(target) as partial:
            partial.write_bytes(drawn)
        outputs: dict[str, Any] = {self.OUTPUT: target}
        image = self.parameterAsFileOutput(parameters, self.OUTPUT_GEOTIFF, context)
        if image:
            feedback.setProgress(75.0)
            stop_if(is_cancelled)
            write_map_geotiff(plan, image)
            outputs[self.OUTPUT_GEOTIFF] = image
        labels = plan.drawing.labels
        for note in plan.drawing.notes():
            feedback.pushWarning(note)
        feedback.pushInfo(
            describe(
                Message(
                    "plan.written_one" if plan.sheets == 1 else "plan.written",
                    paper=plan.paper,
                    denominator=plan.drawing.frame.denominator,
                    sheets=plan.sheets,
                    labels=len(labels.labels),
                )
            )
        )
        return {
            **outputs,
            SCALE_DENOMINATOR: plan.drawing.frame.denominator,
            SHEETS: plan.sheets,
            PAPER_USED: plan.paper,
            LABELS_LEFT_OUT: len(labels.left_out) + len(labels.neighbours_left_out),
        }
