"""Transformations of QGIS whose datum operation is pinned, so that neither QGIS nor the project chooses another one."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext

from ..geo.datum import PinnedShift, is_psad56, pinned_shift


def pinned_transform(
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
) -> QgsCoordinateTransform:
    """A transformation that goes by the operation of the house where the datums differ.

    Raises
    ------
    InputError
        ``datum.not_pinned`` where the house has none for them.
    """
    return QgsCoordinateTransform(source, target, pinned_context(source, target, context))


def pinned_context(
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
) -> QgsCoordinateTransformContext:
    """A copy of a context that knows the operation of the house for two systems; raises as :func:`pinned_transform`."""
    shift = shift_between(source, target)
    pinned = QgsCoordinateTransformContext(context)
    if shift is not None:
        # The way back is looked up first where somebody has set it.
        pinned.removeCoordinateOperation(target, source)
        pinned.addCoordinateOperation(source, target, shift.pipeline, False)
    return pinned


def shift_between(source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem) -> PinnedShift | None:
    """Operation of the house between two systems; None where their datum is one, and for systems that are none.

    Raises
    ------
    InputError
        ``datum.not_pinned``.
    """
    if not source.isValid() or not target.isValid() or source == target:
        return None
    return pinned_shift(_text(source), _text(target))


def stands_in_psad56(crs: QgsCoordinateReferenceSystem) -> bool:
    """Whether coordinates of a system stand in PSAD56."""
    return crs.isValid() and is_psad56(_text(crs))


def _text(crs: QgsCoordinateReferenceSystem) -> str:
    return str(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED))
