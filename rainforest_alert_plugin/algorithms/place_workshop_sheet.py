"""Bring a drawn sheet back onto the map."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from ..errors import InputError, RainforestAlertError
from ..geo.progress import span
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.places import PHOTO_TYPES, open_workshop_row
from ..territory.sheet_code import SheetCode, read_written
from ..territory.sheet_photo import Placement, place_by_hand, place_photo, read_photo
from ..territory.sheet_raster import write_placed
from ..territory.workshops import workshop_named
from ..workspace.attachments import attach
from .base import RainforestAlgorithm, cancel_of, progress_of

_PAIR = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")
_CORNERS = 4
# What lies further off on paper is no matter of measuring: the sheet was folded, rolled or not flat.
_FLAT_MM = 1.0
_UNSEEN_SHARE = 0.25


class PlaceWorkshopSheetAlgorithm(RainforestAlgorithm):
    """``placeworkshopsheet``: a photo or scan of a sheet as a georeferenced picture."""

    PHOTO = "PHOTO"
    CORNERS = "CORNERS"
    SHEET = "SHEET"
    WORKSPACE = "WORKSPACE"
    WORKSHOP = "WORKSHOP"
    OUTPUT = "OUTPUT"
    CODE = "CODE"
    EPSG = "EPSG"
    MARK_COUNT = "MARK_COUNT"
    RESIDUAL_M = "RESIDUAL_M"
    LARGEST_RESIDUAL_M = "LARGEST_RESIDUAL_M"
    PIXEL_M = "PIXEL_M"

    def name(self) -> str:
        return "placeworkshopsheet"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Bring a workshop sheet back")

    def group(self) -> str:
        return translate("RainforestAlert", "Territory")

    def groupId(self) -> str:
        return "territory"

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Places a photo or scan of a drawn sheet on the map by its four corner marks, straightens it, and says how well it fits in "
            "metres. Three of the four marks suffice. The photo may be turned and taken at an angle; it must show the whole sheet, lying "
            "flat. The frame of the map is the check: a fold or the bend of a lens shows in the residuals.\n\n"
            "When the marks cannot be read: give the pixels of the four corners of the map's frame, from the upper left one clockwise, "
            "as “x,y x,y x,y x,y”, and the code that is printed on the sheet.\n\n"
            "With a workspace and a workshop, the photo itself is kept with the workshop.\n\n"
            "Outputs: OUTPUT (GeoTIFF in the UTM system of the sheet, without the photo's own metadata), CODE, EPSG, MARK_COUNT, "
            "RESIDUAL_M (root mean square), LARGEST_RESIDUAL_M, PIXEL_M (side of a pixel on the ground).",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            QgsProcessingParameterFile(
                self.PHOTO,
                translate("RainforestAlert", "Photo or scan"),
                fileFilter=translate("RainforestAlert", "Pictures (*.jpg *.jpeg *.png *.tif *.tiff);;All files (*)"),
            )
        )
        for name, label in (
            (self.CORNERS, translate("RainforestAlert", "Corners of the map in the photo (when marks cannot be read)")),
            (self.SHEET, translate("RainforestAlert", "Code of the sheet (when marks cannot be read)")),
            (self.WORKSPACE, translate("RainforestAlert", "Workspace")),
            (self.WORKSHOP, translate("RainforestAlert", "Workshop (date or identity)")),
        ):
            self.addParameter(QgsProcessingParameterString(name, label, optional=True))
        self.addParameter(
            QgsProcessingParameterRasterDestination(self.OUTPUT, translate("RainforestAlert", "Placed sheet"))
        )
        self.addOutput(QgsProcessingOutputString(self.CODE, translate("RainforestAlert", "Code")))
        for name, label in (
            (self.EPSG, translate("RainforestAlert", "Coordinate system (EPSG)")),
            (self.MARK_COUNT, translate("RainforestAlert", "Marks found")),
            (self.RESIDUAL_M, translate("RainforestAlert", "Residual (m)")),
            (self.LARGEST_RESIDUAL_M, translate("RainforestAlert", "Largest residual (m)")),
            (self.PIXEL_M, translate("RainforestAlert", "Side of a pixel (m)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        path = self.parameterAsFile(parameters, self.PHOTO, context)
        corners = self.parameterAsString(parameters, self.CORNERS, context).strip()
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        workshop = self.parameterAsString(parameters, self.WORKSHOP, context).strip()
        typed = self.parameterAsString(parameters, self.SHEET, context).strip()
        keeps_photo = bool(location and workshop)
        if keeps_photo:
            with open_workspace(location, read_only=True) as workspace:
                workshop = str(workshop_named(workspace, workshop)["id"])
                open_workshop_row(workspace, workshop)
        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        photo = read_photo(path)
        progress = progress_of(feedback)
        if corners:
            placement = place_by_hand(photo, _code(typed, location, workshop), _pixels(corners))
        else:
            placement = place_photo(photo, span(progress, 0, 40), cancel_of(feedback))
        _say(placement, feedback)
        written = write_placed(photo, placement, output, span(progress, 40, 100), cancel_of(feedback))
        if keeps_photo:
            try:
                _keep_photo(location, workshop, Path(path), placement.code)
            except RainforestAlertError:
                written.path.unlink()
                raise
        return {
            self.OUTPUT: output,
            self.CODE: placement.code.written(),
            self.EPSG: placement.code.epsg,
            self.MARK_COUNT: len(placement.corners),
            self.RESIDUAL_M: placement.root_mean_square_m(),
            self.LARGEST_RESIDUAL_M: placement.largest_residual_m(),
            self.PIXEL_M: written.pixel_m,
        }


def _keep_photo(location: str, workshop: str, photo: Path, code: SheetCode) -> None:
    """Keep the photo itself with its workshop, as the proof of what was drawn."""
    with open_workspace(location) as workspace, workspace.write() as transaction:
        open_workshop_row(workspace, workshop)
        attach(
            transaction,
            location,
            photo,
            "workshop",
            workshop,
            media_type=PHOTO_TYPES.get(photo.suffix.lower()),
            caption=code.written(),
            sensitivity="community",
        )


def _pixels(text: str) -> Any:
    """Four pairs of pixels out of ``x,y x,y x,y x,y``."""
    pairs = _PAIR.findall(text.replace(";", " "))
    rest = _PAIR.sub("", text.replace(";", " ")).strip()
    if len(pairs) != _CORNERS or rest:
        raise InputError("sheet.bad_corners")
    return np.array(pairs, np.float64)


def _code(typed: str, location: str, workshop: str) -> SheetCode:
    """The code that was typed, or that of the only sheet of the workshop."""
    if typed:
        return read_written(typed)
    codes: list[str] = []
    if location and workshop:
        with open_workspace(location, read_only=True) as workspace:
            codes = [row["code"] for row in workspace.read("workshop_sheet", '"workshop_id" = ?', [workshop])]
    if len(set(codes)) != 1:
        raise InputError("sheet.no_code", codes=", ".join(sorted(set(codes))) or "–")
    return read_written(codes[0])


def _say(placement: Placement, feedback: QgsProcessingFeedback) -> None:
    code = placement.code
    if not placement.corners:
        feedback.pushInfo(
            translate(
                "RainforestAlert",
                "Sheet {code} placed by the four corners given; there is nothing to compare them with.",
            ).format(code=code.written())
        )
        return
    feedback.pushInfo(
        translate(
            "RainforestAlert",
            "Sheet {code}: {marks} of 4 marks read; marks and frame lie {mean} m from their place (root mean square), at most "
            "{most} m. One "
            "pixel of the photo is {pixel} m.",
        ).format(
            code=code.written(),
            marks=len(placement.corners),
            mean=f"{placement.root_mean_square_m():.2f}",
            most=f"{placement.largest_residual_m():.2f}",
            pixel=f"{placement.pixel_size_m():.2f}",
        )
    )
    if len(placement.corners) < _CORNERS:
        feedback.pushWarning(
            translate(
                "RainforestAlert",
                "One mark could not be read: near that corner the place is less certain. Compare it with the grid of the sheet.",
            )
        )
    if placement.largest_residual_m() > _FLAT_MM * code.scale / 1000 or placement.unseen_share > _UNSEEN_SHARE:
        feedback.pushWarning(
            translate(
                "RainforestAlert",
                "Marks and frame do not fit a flat sheet (up to {off} mm on paper, {unseen} % of the frame not seen). Lay the sheet "
                "flat, take the photo from straight above, and "
                "try again; otherwise what was drawn may lie off by that much or more.",
            ).format(
                off=f"{placement.largest_residual_m() * 1000 / code.scale:.1f}",
                unseen=round(placement.unseen_share * 100),
            )
        )
