"""Tracks, points and boundaries of any field tool as one kind of layer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Iterable, Mapping

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ..errors import InputError, Message
from ..host.choice_words import automatic, field_kinds, turns
from ..host.field_features import field_fields, field_geometry, has_heights, qgis_features, wkb_type
from ..host.field_words import column_roles, decimal_marks, delimiters, formats, note_text
from ..host.layers import WGS84
from ..host.messages import describe
from ..host.messages.workspace_words import levels
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..overlay.pinned import pinned_transform
from ..territory.closure import adjustment, closure_m
from ..territory.field_feature import KINDS, FieldFeature, FieldReading
from ..territory.field_formats import AUTO, FORMATS, ReadingOptions, read_field_file
from ..territory.field_formats.vertex_table import TableRows
from ..territory.field_kinds import as_kind, with_labels_of_points
from ..territory.field_places import FieldPlace, KeptPlaces, keep_places
from ..territory.photos import copy_photos
from ..territory.places import DEFAULT_SENSITIVITY
from ..territory.versions import find_community
from ..workspace.levels import stricter, strictest_of
from ..workspace.model import SENSITIVITIES
from .base import RainforestAlgorithm, cancel_of, report
from .choices import in_words

_MOST_NAMED = 10
_STREAMED_KINDS = (AUTO, "vertex", "place")


class ImportFieldGeometryAlgorithm(RainforestAlgorithm):
    """Field geometry of any format."""

    INPUT = "INPUT"
    FORMAT = "FORMAT"
    CRS = "CRS"
    KIND = "KIND"
    COLUMNS = "COLUMNS"
    ADJUST = "ADJUST"
    TURN = "TURN"
    RECOVER = "RECOVER"
    INCLUDE_NAMES = "INCLUDE_NAMES"
    PHOTOS_FOLDER = "PHOTOS_FOLDER"
    OUTPUT = "OUTPUT"
    OUTPUT_LINES = "OUTPUT_LINES"
    OUTPUT_POINTS = "OUTPUT_POINTS"
    FEATURE_COUNT = "FEATURE_COUNT"
    LEFT_OUT_COUNT = "LEFT_OUT_COUNT"
    FORMAT_READ = "FORMAT_READ"
    MISSING_VERTICES = "MISSING_VERTICES"
    CLOSURE_M = "CLOSURE_M"
    EPSG = "EPSG"
    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    SENSITIVITY = "SENSITIVITY"
    PLACE_COUNT = "PLACE_COUNT"
    FILE_COUNT = "FILE_COUNT"

    def name(self) -> str:
        return "importfieldgeometry"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Import field geometry")

    def group(self) -> str:
        return translate("RainforestAlert", "Territory")

    def groupId(self) -> str:
        return "territory"

    def shortDescription(self) -> str:
        return translate(
            "RainforestAlert", "Brings tracks, points and boundaries of any field tool to layers of one form."
        )

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Brings tracks, points and boundaries to layers of one form: GPX, KML and KMZ, tables of GNSS vertices (CSV, TXT), GeoJSON, "
            "exports of CoMapeo and Mapeo (also zipped, with photos), answers of ODK and KoboToolbox (CSV, JSON), RTKLIB .pos, NMEA, DXF, "
            "shapefiles (also zipped), a table of bearings and distances from an old title, and the text of an old memoria.\n\n"
            "Coordinates stay exactly as surveyed; the output is in the reference system of the file. UTM coordinates without a zone are "
            "placed by their numbers where only one zone lies in Peru; otherwise choose the coordinate system. Columns that stand swapped "
            "are put right, and the log says so. Everything that was guessed is in the log: confirm it.\n\n"
            "Kind: “auto” takes things as the file has them; “vertex” gives each vertex as a point; “track” joins points to a line; "
            "“boundary” closes lines and joins points to polygons; “place” takes the points only. When a file holds several kinds, the "
            "main output takes the polygons, or the lines if there are none; lines and points have outputs of their own.\n\n"
            'Columns: confirm or correct the guess, for instance {"easting": "X", "northing": "Y", "vertex": "Punto"}; also “delimiter” '
            "(between the columns) and “decimal” (“.” or “,”, of numbers such as 1,250 that leave it open).\n\n"
            "Fields of the output:\n"
            "kind, name, label (of a vertex), description.\n"
            "method: how it was surveyed. sigma_m: accuracy in metres, the median over the vertices; only what the file states.\n"
            "quality: of the fix. time: UTC, of the first vertex.\n"
            "easting, northing: of a point, in metres, as in the file. epsg: reference system.\n"
            "vertex_count; vertex_label, vertex_method, vertex_sigma_m, vertex_time, vertex_quality: of lines and polygons, one value per "
            "vertex, as JSON. vertex_place: where each vertex of a polygon was surveyed. A draft or a proposal that begins from a boundary "
            "keeps them of the vertices that still stand there.\n"
            "photos: names of files. properties: all else, as JSON. source_file, source_line: where it stands.\n"
            "author: only when asked for. Names can hurt people who defend their land.\n\n"
            "With a workspace, the places of the file (points of an app, waypoints) are kept in it too, each with its photos and sounds, "
            "for those who may see the sensitivity that is given; brought in again they are there once. PLACE_COUNT and FILE_COUNT say "
            "how many were new. Who recorded them is not kept.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile(self.INPUT, translate("RainforestAlert", "Field file")))
        for name, label, choices, words in (
            (self.FORMAT, translate("RainforestAlert", "Format"), [AUTO, *FORMATS], automatic()),
            (self.KIND, translate("RainforestAlert", "Kind"), [AUTO, *KINDS], field_kinds()),
            (self.TURN, translate("RainforestAlert", "Way round of a table of angles"), list(turns()), turns()),
        ):
            parameter = QgsProcessingParameterEnum(name, label, choices, defaultValue=AUTO, usesStaticStrings=True)
            self.addParameter(in_words(parameter, words))
        self.addParameter(
            QgsProcessingParameterCrs(
                self.CRS, translate("RainforestAlert", "Coordinate system (when the file does not say)"), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterString(self.COLUMNS, translate("RainforestAlert", "Columns (JSON)"), optional=True)
        )
        for name, label in (
            (self.ADJUST, translate("RainforestAlert", "Adjust bearings and distances by the compass rule")),
            (self.RECOVER, translate("RainforestAlert", "Take what stands before the break of a damaged file")),
            (self.INCLUDE_NAMES, translate("RainforestAlert", "Include the names of who recorded")),
        ):
            self.addParameter(QgsProcessingParameterBoolean(name, label, defaultValue=False))
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                self.PHOTOS_FOLDER,
                translate("RainforestAlert", "Folder for photos and sounds"),
                optional=True,
                createByDefault=False,
            )
        )
        for name, label in (
            (self.WORKSPACE, translate("RainforestAlert", "Workspace that keeps places and photos")),
            (self.COMMUNITY, translate("RainforestAlert", "Community of these places")),
        ):
            self.addParameter(QgsProcessingParameterString(name, label, optional=True))
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.SENSITIVITY,
                    translate("RainforestAlert", "Who may see these places"),
                    SENSITIVITIES,
                    defaultValue=DEFAULT_SENSITIVITY,
                    usesStaticStrings=True,
                ),
                levels(),
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(self.OUTPUT, translate("RainforestAlert", "Field geometry"))
        )
        for name, label, kind in (
            (
                self.OUTPUT_LINES,
                translate("RainforestAlert", "Lines, when the file holds polygons too"),
                QgsProcessing.SourceType.TypeVectorLine,
            ),
            (
                self.OUTPUT_POINTS,
                translate("RainforestAlert", "Points, when the file holds lines or polygons too"),
                QgsProcessing.SourceType.TypeVectorPoint,
            ),
        ):
            self.addParameter(QgsProcessingParameterFeatureSink(name, label, kind, optional=True, createByDefault=True))
        for name, label in (
            (self.FEATURE_COUNT, translate("RainforestAlert", "Number of features")),
            (self.LEFT_OUT_COUNT, translate("RainforestAlert", "Number of features left out")),
            (self.EPSG, translate("RainforestAlert", "EPSG code")),
            (self.PLACE_COUNT, translate("RainforestAlert", "Number of places kept")),
            (self.FILE_COUNT, translate("RainforestAlert", "Number of photos and sounds kept")),
            (self.CLOSURE_M, translate("RainforestAlert", "Closure error before any adjustment (m)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        for name, label in (
            (self.FORMAT_READ, translate("RainforestAlert", "Format that was read")),
            (self.COLUMNS, translate("RainforestAlert", "Columns as they were taken")),
            (self.MISSING_VERTICES, translate("RainforestAlert", "Vertices without a place")),
        ):
            self.addOutput(QgsProcessingOutputString(name, label))

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._path = Path(self.parameterAsFile(parameters, self.INPUT, context))
        self._format = self.parameterAsEnumString(parameters, self.FORMAT, context)
        self._kind = self.parameterAsEnumString(parameters, self.KIND, context)
        self._with_author = self.parameterAsBoolean(parameters, self.INCLUDE_NAMES, context)
        self._photos = self.parameterAsString(parameters, self.PHOTOS_FOLDER, context)
        self._workspace = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        self._community = self.parameterAsString(parameters, self.COMMUNITY, context).strip()
        self._sensitivity = self.parameterAsEnumString(parameters, self.SENSITIVITY, context)
        turn = self.parameterAsEnumString(parameters, self.TURN, context)
        self._options = ReadingOptions(
            epsg=_epsg(self.parameterAsCrs(parameters, self.CRS, context)),
            recover=self.parameterAsBoolean(parameters, self.RECOVER, context),
            columns=columns_of(self.parameterAsString(parameters, self.COLUMNS, context)),
            adjust=self.parameterAsBoolean(parameters, self.ADJUST, context),
            turn="" if turn == AUTO else turn,
            is_cancelled=cancel_of(feedback),
        )
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        reading = self._read(feedback)
        epsg = self._say(reading, feedback)
        is_table = isinstance(reading.features, TableRows)
        named = reading.features if is_table else with_labels_of_points(reading.features)
        found = as_kind(named, self._kind, reading.tally)
        is_streamed = is_table and self._kind in _STREAMED_KINDS and not self._workspace
        features: Iterable[FieldFeature] = found if is_streamed else list(found)
        by_shape: dict[str, Iterable[FieldFeature]] = {"point": features}
        if not is_streamed:
            shapes = [shape for shape in ("polygon", "line", "point") if any(f.shape == shape for f in features)]
            by_shape = {shape: [f for f in features if f.shape == shape] for shape in shapes}
        if reading.tally.used == 0 or not by_shape:
            reason = describe(reading.tally.left_out[0][1]) if reading.tally.left_out else ""
            raise InputError("field.nothing_left", path=self._path.name, kind=field_kinds()[self._kind], reason=reason)
        outputs: dict[str, Any] = {}
        written = 0
        for number, (shape, some) in enumerate(by_shape.items()):
            name = self.OUTPUT if number == 0 else {"line": self.OUTPUT_LINES}.get(shape, self.OUTPUT_POINTS)
            if number and not parameters.get(name):
                self._say_apart(by_shape, shape, feedback)
                continue
            outputs[name] = self._write(parameters, name, context, shape, some, epsg, reading, feedback)
            written += reading.tally.used if is_streamed else len(list(some))
        self._copy_photos(reading, feedback)
        kept = KeptPlaces(0, 0, 0)
        if self._workspace:
            kept = self._keep_places(list(features), reading, epsg, context, feedback)
        report(feedback, reading.tally)
        authors = 0 if is_streamed else len({f.author for f in features if f.author})
        if authors and not self._with_author:
            feedback.pushInfo(describe(Message("field.names_left_out", count=authors)))
        return {
            **outputs,
            self.FEATURE_COUNT: written,
            self.LEFT_OUT_COUNT: len(reading.tally.left_out),
            self.FORMAT_READ: reading.format,
            self.EPSG: epsg,
            self.PLACE_COUNT: kept.places,
            self.FILE_COUNT: kept.files,
            self.COLUMNS: json.dumps({guess.role: guess.column for guess in reading.columns}, ensure_ascii=False),
            self.CLOSURE_M: closure_m(reading.notes),
            self.MISSING_VERTICES: "" if is_streamed else ", ".join(name for f in features for name in f.missing),
        }

    def _read(self, feedback: QgsProcessingFeedback) -> FieldReading:
        """Read the file; what was not understood of one that is refused stands in the log all the same."""
        try:
            reading = read_field_file(self._path, self._format, self._options)
            if self._options.adjust and closure_m(reading.notes):
                plain = read_field_file(self._path, self._format, replace(self._options, adjust=False))
                reading.notes.append(adjustment(plain, reading))
            return reading
        except InputError as error:
            for note in error.message.facts.get("marked", ()):
                feedback.pushWarning(describe(note))
            raise

    def _say(self, reading: FieldReading, feedback: QgsProcessingFeedback) -> int:
        """Say what was guessed; returns the EPSG code, or refuses to go on without one."""
        if reading.delimiter:
            parted = Message("field.delimiter", delimiter=delimiters().get(reading.delimiter, reading.delimiter))
            feedback.pushInfo(describe(parted))
        for guess in reading.columns:
            facts = {"column": guess.column, "role": column_roles().get(guess.role, guess.role), "reason": guess.reason}
            said = Message("field.column_guess", **facts)
            if guess.decimal:
                said = Message("field.column_guess_decimal", **facts, mark=decimal_marks()[guess.decimal])
            feedback.pushInfo(describe(said))
        feedback.pushInfo(describe(Message("field.read_as", format=formats().get(reading.format, reading.format))))
        if reading.epsg is None:
            hint = " ".join(note_text(note) for note in reading.notes[1:])
            raise InputError("field.crs_needed", path=self._path.name, hint=hint)
        for note in reading.notes[1:]:
            feedback.pushWarning(note_text(note))
        crs = QgsCoordinateReferenceSystem(f"EPSG:{reading.epsg}")
        feedback.pushInfo(
            translate("RainforestAlert", "Coordinate system: {crs}.").format(
                crs=f"{crs.description()} ({crs.authid()})"
            )
        )
        return reading.epsg

    def _write(
        self,
        parameters: dict[str, Any],
        name: str,
        context: QgsProcessingContext,
        shape: str,
        features: Iterable[FieldFeature],
        epsg: int,
        reading: FieldReading,
        feedback: QgsProcessingFeedback,
    ) -> str:
        is_table = isinstance(reading.features, TableRows) and not isinstance(features, list)
        with_height = is_table or has_heights(features)
        return self.write_sink(
            parameters,
            name,
            context,
            field_fields(self._with_author),
            wkb_type(shape, with_height),
            QgsCoordinateReferenceSystem(f"EPSG:{epsg}"),
            qgis_features(features, epsg, self._path.name, with_height and shape != "polygon", self._with_author),
            feedback,
        )

    def _say_apart(self, by_shape: Mapping[str, Any], shape: str, feedback: QgsProcessingFeedback) -> None:
        words = {
            "polygon": translate("RainforestAlert", "polygons"),
            "line": translate("RainforestAlert", "lines"),
            "point": translate("RainforestAlert", "points"),
        }
        said = Message(
            "field.kinds_apart", shape=words[next(iter(by_shape))], count=len(by_shape[shape]), kinds=words[shape]
        )
        feedback.pushWarning(describe(said))

    def _keep_places(
        self,
        features: list[FieldFeature],
        reading: FieldReading,
        epsg: int,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> KeptPlaces:
        transform = pinned_transform(
            QgsCoordinateReferenceSystem(f"EPSG:{epsg}"),
            QgsCoordinateReferenceSystem(WGS84),
            context.transformContext(),
        )
        places: list[FieldPlace] = []
        nowhere: list[str] = []
        for feature in features:
            if feature.kind == "place":
                geometry = _on_earth(feature, transform)
                if geometry is None:
                    nowhere.append(feature.name or feature.label or str(feature.line))
                else:
                    places.append(FieldPlace(feature, geometry))
        if nowhere:
            named = ", ".join(nowhere[:_MOST_NAMED])
            feedback.pushWarning(describe(Message("field.places_nowhere", count=len(nowhere), names=named)))
        level = stricter(self._sensitivity, strictest_of(self.origins_of_inputs()))
        with open_workspace(self._workspace) as workspace:
            community = str(find_community(workspace, self._community)["id"]) if self._community else None
            kept = keep_places(
                workspace,
                places,
                reading.attachments,
                self._path.name,
                community,
                level,
                cancel_of(feedback),
            )
        if kept.places and level != self._sensitivity:
            said = Message("workspace.stricter_level", count=kept.places, level=levels()[self._sensitivity])
            feedback.pushWarning(describe(said))
        feedback.pushInfo(
            translate(
                "RainforestAlert",
                "Kept in the workspace: {places} new places with {files} photos and sounds; {known} were there already.",
            ).format(places=kept.places, files=kept.files, known=kept.known)
        )
        if kept.unkept_files:
            count, names = len(kept.unkept_files), ", ".join(kept.unkept_files[:_MOST_NAMED])
            feedback.pushWarning(describe(Message("field.media_not_kept", count=count, names=names)))
        return kept

    def _copy_photos(self, reading: FieldReading, feedback: QgsProcessingFeedback) -> None:
        if not self._photos:
            return
        wanted = {photo for feature in reading.features for photo in feature.photos}
        copies = copy_photos(reading.attachments, wanted, Path(self._photos), cancel_of(feedback))
        feedback.pushInfo(
            translate("RainforestAlert", "{count} photos and sounds were copied to “{folder}”.").format(
                count=len(copies), folder=self._photos
            )
        )


def columns_of(text: str) -> dict[str, str]:
    """Columns that a person named, as JSON.

    Raises
    ------
    InputError
        ``field.bad_columns``.
    """
    if not text.strip():
        return {}
    try:
        columns = json.loads(text)
    except ValueError as error:
        raise InputError("field.bad_columns") from error
    if not isinstance(columns, dict) or not all(isinstance(value, str) for value in columns.values()):
        raise InputError("field.bad_columns")
    return columns


def _epsg(crs: QgsCoordinateReferenceSystem) -> int | None:
    """Code of the reference system that a person chose."""
    if not crs.isValid():
        return None
    authority, _, code = str(crs.authid()).partition(":")
    if authority != "EPSG":
        raise InputError("field.system_unknown", name=crs.description() or crs.authid())
    return int(code)


def _on_earth(feature: FieldFeature, to_degrees: QgsCoordinateTransform) -> QgsGeometry | None:
    """Geometry of a feature in longitude and latitude; None when its coordinates lie nowhere."""
    geometry = field_geometry(feature)
    try:
        geometry.transform(to_degrees)
    except QgsCsException:
        return None
    box = geometry.boundingBox()
    is_there = -180 <= box.xMinimum() <= box.xMaximum() <= 180 and -90 <= box.yMinimum() <= box.yMaximum() <= 90
    return geometry if is_there else None
