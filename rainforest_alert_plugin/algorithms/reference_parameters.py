"""Boundaries and reference layers as parameters of several algorithms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
)

from ..cadastre.datum_doctor import Region
from ..errors import InputError, Message
from ..geo.features import PolygonFeature
from ..host.layers import WGS84
from ..host.messages import describe
from ..host.reference import ReferenceLayer, SearchArea, reference_layer
from ..host.reference_datum import declared_psad56, layer_elsewhere, shifted_layers, units_near
from ..overlay.overlaps import OverlapTally, Reference
from .base import cancel_of, without_selection


def boundaries_of(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> Any:
    """Feature source of the boundaries.

    Raises
    ------
    InputError
        ``input.unreadable``.
    """
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        raise InputError(
            "input.unreadable", path=str(parameters.get(name)), reason=describe(Message("input.not_a_layer"))
        )
    return source


def references_of(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    name: str,
    boundaries: str,
    context: QgsProcessingContext,
) -> list[ReferenceLayer]:
    """Reference layers, each under a name of its own; to be called on the main thread.

    Parameters
    ----------
    boundaries : str
        Parameter of the boundaries, to know whether both are one layer.

    Raises
    ------
    InputError
        ``input.unreadable`` for a layer that cannot be opened, or what a reference layer is refused for.
    """
    layers = algorithm.parameterAsLayerList(parameters, name, context)
    given = parameters.get(name)
    if isinstance(given, (list, tuple)) and len(given) != len(layers):
        for value in given:
            if isinstance(value, str) and QgsProcessingUtils.mapLayerFromString(value, context) is None:
                raise InputError("input.unreadable", path=value, reason=describe(Message("input.not_a_layer")))
    own = without_selection(parameters.get(boundaries))
    layer = algorithm.parameterAsVectorLayer({boundaries: own}, boundaries, context)
    return told_apart([reference_layer(each, layer) for each in layers])


def told_apart(layers: list[ReferenceLayer]) -> list[ReferenceLayer]:
    """Layers under names that occur once: the later ones of a name get a number that no other layer bears."""
    taken = {layer.name for layer in layers}
    given: set[str] = set()
    apart = []
    for layer in layers:
        name, number = layer.name, 2
        if name in given:
            while f"{layer.name} ({number})" in taken:
                number += 1
            name = f"{layer.name} ({number})"
            taken.add(name)
        given.add(name)
        apart.append(replace(layer, name=name))
    return apart


def layer_doubts(
    layers: Sequence[ReferenceLayer],
    references: Sequence[Reference],
    boundaries: Sequence[PolygonFeature],
    boundaries_name: str,
    area: SearchArea | None,
    feedback: QgsProcessingFeedback,
) -> dict[str, str]:
    """Say of layers that they do not lie where they are declared; the sentence by the layer's name.

    Parameters
    ----------
    references : sequence of Reference
        The layers, opened.
    area : SearchArea or None
        Round all boundaries.
    """
    for layer in layers:
        said = declared_psad56(layer)
        if said is not None:
            feedback.pushWarning(describe(said))
    place = area.rectangle_in(QgsCoordinateReferenceSystem(WGS84)) if area is not None else None
    if area is None or place is None:
        return {}
    box = place.xMinimum(), place.yMinimum(), place.xMaximum(), place.yMaximum()
    region = Region.round(box)
    found: dict[str, Message] = {}
    for layer in layers:
        elsewhere = layer_elsewhere(layer, box, region, area.context)
        if elsewhere is not None and not layer.is_boundaries:
            found[layer.name] = elsewhere
    trusted = [reference for reference in references if reference.source.name not in found]
    known = units_near(boundaries, boundaries_name, area, trusted)
    systems = {layer.name: layer.crs for layer in layers if not layer.is_boundaries and layer.name not in found}
    found.update(shifted_layers(known, systems, box, region, area.context, cancel_of(feedback)))
    said_of = {name: describe(message) for name, message in found.items()}
    for sentence in said_of.values():
        feedback.pushWarning(sentence)
    return said_of


def layer_facts(layer: ReferenceLayer, reference: Reference, pairs: OverlapTally, doubt: str = "") -> dict[str, Any]:
    """What became of a reference layer, as the output LAYERS states it."""
    features = reference.source.tally
    # Of a layer on a server, and of a copy of a service, only what lies near is there: none is an answer, and nowhere else.
    was_looked_at = features.used > 0 or ((layer.is_remote or layer.is_copy) and not features.read)
    held_back = layer.held_back
    reason = features.left_out[0][1] if features.left_out else None if held_back is None else held_back.message()
    return {
        "layer": layer.name,
        "read": features.read,
        "used": features.used,
        "left_out": features.left_out_count,
        "reason": describe(reason) if reason is not None else "",
        "rows": pairs.pairs,
        "small": pairs.small,
        "touching": pairs.touching,
        "failed": len(pairs.failed),
        "doubt": doubt,
        "evaluated": was_looked_at and not pairs.failed and not doubt and held_back is None,
    }
