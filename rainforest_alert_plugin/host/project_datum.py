"""The operation of the house in a project, so that QGIS draws and snaps by it, and has nothing to ask."""

from __future__ import annotations

from itertools import product

from qgis.core import QgsCoordinateReferenceSystem, QgsProject

from ..errors import InputError
from ..geo.datum import PinnedShift
from ..overlay.pinned import shift_between, stands_in_psad56


def pin_in_project(*systems: QgsCoordinateReferenceSystem) -> None:
    """Let the project carry between PSAD56 and the other systems in it by the operation of the house; what a person chose there stays.

    Parameters
    ----------
    systems : QgsCoordinateReferenceSystem
        Further ones, which will come into the project.
    """
    project = QgsProject.instance()
    found = {crs.authid() or crs.toWkt(): crs for crs in (*systems, project.crs(), *_of_layers(project))}
    context = project.transformContext()
    is_changed = False
    for source, target in product(filter(stands_in_psad56, found.values()), found.values()):
        shift = _shift(source, target)
        if shift is not None and not (context.hasTransform(source, target) or context.hasTransform(target, source)):
            is_changed = context.addCoordinateOperation(source, target, shift.pipeline, True) or is_changed
    if is_changed:
        project.setTransformContext(context)


def _of_layers(project: QgsProject) -> list[QgsCoordinateReferenceSystem]:
    return [layer.crs() for layer in project.mapLayers().values()]


def _shift(source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem) -> PinnedShift | None:
    try:
        return shift_between(source, target)
    except InputError:  # of a layer in a third datum nothing is known here
        return None
