"""What a boundary changes against another, as numbers and layers: outputs of the algorithms that propose and compare."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)

from ..compat import field
from ..errors import Message
from ..host.messages import describe
from ..i18n import translate
from ..territory.differences import Difference
from ..workspace.release import Record, release
from ..workspace.store import Workspace
from .base import RainforestAlgorithm


def add_difference_sinks(algorithm: RainforestAlgorithm) -> None:
    """Add the layers that show what a boundary changes, none made unless wanted; :func:`write_differences` fills them."""
    sinks = (
        ("OUTPUT", translate("RainforestAlert", "Land gained and lost"), "TypeVectorPolygon"),
        ("OUTPUT_SIDES", translate("RainforestAlert", "Sides that changed"), "TypeVectorLine"),
        ("OUTPUT_VERTICES", translate("RainforestAlert", "Vertices that changed"), "TypeVectorPoint"),
    )
    for name, words, kind in sinks:
        source_type = getattr(QgsProcessing.SourceType, kind)
        algorithm.addParameter(
            QgsProcessingParameterFeatureSink(name, words, source_type, optional=True, createByDefault=False)
        )


def add_difference_numbers(algorithm: RainforestAlgorithm) -> None:
    """Add the outputs that :func:`difference_numbers` fills."""
    numbers = (
        ("AREA_GAINED_HA", translate("RainforestAlert", "Area gained (ha)")),
        ("AREA_LOST_HA", translate("RainforestAlert", "Area lost (ha)")),
        ("AREA_GAINED_UTM_HA", translate("RainforestAlert", "Area gained in the UTM plane (ha)")),
        ("AREA_LOST_UTM_HA", translate("RainforestAlert", "Area lost in the UTM plane (ha)")),
        ("VERTICES_CHANGED", translate("RainforestAlert", "Vertices changed")),
        ("SIDES_CHANGED", translate("RainforestAlert", "Sides changed")),
        ("FURTHEST_M", translate("RainforestAlert", "Largest distance moved (m)")),
    )
    for name, words in numbers:
        algorithm.addOutput(QgsProcessingOutputNumber(name, words))


def difference_numbers(difference: Difference) -> dict[str, float]:
    """What a boundary changes in numbers: hectares on the ellipsoid and in the UTM plane, counts, metres."""
    return {
        "AREA_GAINED_HA": difference.gained_ha,
        "AREA_LOST_HA": difference.lost_ha,
        "AREA_GAINED_UTM_HA": difference.gained_plane_ha,
        "AREA_LOST_UTM_HA": difference.lost_plane_ha,
        "VERTICES_CHANGED": len(difference.vertices),
        "SIDES_CHANGED": len(difference.sides),
        "FURTHEST_M": difference.furthest_m(),
    }


def wanted_layers(parameters: dict[str, Any]) -> list[str]:
    """Names of the sinks that are to be filled."""
    return [name for name in _LAYERS if parameters.get(name) not in (None, "")]


def may_leave_whole(records: Sequence[Record], purpose: str, workspace: Workspace) -> bool:
    """Whether all of some boundaries goes to the community itself as it is; written down."""
    return len(release(records, "community", purpose, workspace, whole_only=True).rows) == len(records)


def write_differences(
    algorithm: RainforestAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    difference: Difference,
) -> dict[str, str]:
    """Write the layers that are wanted; returns where each is."""
    return {
        name: _write(algorithm, parameters, context, feedback, name, difference) for name in wanted_layers(parameters)
    }


def _write(
    algorithm: RainforestAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    name: str,
    difference: Difference,
) -> str:
    columns, wkb_type, rows = _LAYERS[name]
    fields = QgsFields()
    for column, kind in columns:
        fields.append(field(column, kind))
    features = []
    for geometry, attributes in rows(difference):
        feature = QgsFeature(fields)
        feature.setGeometry(geometry)
        feature.setAttributes(attributes)
        features.append(feature)
    crs = QgsCoordinateReferenceSystem(f"EPSG:{difference.epsg}")
    return algorithm.write_sink(parameters, name, context, fields, wkb_type, crs, features, feedback)


def change_message(difference: Difference, against: str) -> Message:
    """What a proposal changes, in one sentence."""
    return Message(
        "territory.changes" if against else "territory.first_boundary",
        version=against,
        gained_ha=difference.gained_plane_ha,
        lost_ha=difference.lost_plane_ha,
        gained_ellipsoidal_ha=difference.gained_ha,
        lost_ellipsoidal_ha=difference.lost_ha,
        vertices=len(difference.vertices),
        sides=len(difference.sides),
        furthest_m=difference.furthest_m(),
    )


def say_repaired(difference: Difference, feedback: QgsProcessingFeedback) -> None:
    """Warn when areas gained and lost follow from a boundary that is no valid polygon."""
    if difference.repaired:
        feedback.pushWarning(describe(Message("territory.compared_repaired")))


def _lands(difference: Difference) -> Iterator[tuple[QgsGeometry, list[Any]]]:
    lands = (
        ("gained", difference.gained, difference.gained_ha, difference.gained_plane_ha),
        ("lost", difference.lost, difference.lost_ha, difference.lost_plane_ha),
    )
    for change, land, area_ha, plane_ha in lands:
        if not land.isNull() and not land.isEmpty():
            yield land, [change, area_ha, plane_ha]


def _sides(difference: Difference) -> Iterator[tuple[QgsGeometry, list[Any]]]:
    for side in difference.sides:
        yield side.line, [side.start, side.end, side.distance_m]


def _vertices(difference: Difference) -> Iterator[tuple[QgsGeometry, list[Any]]]:
    for vertex in difference.vertices:
        places = [QgsPointXY(*place) for place in (vertex.after or vertex.before,) if place]
        yield QgsGeometry.fromPointXY(places[0]), [vertex.label, vertex.kind, vertex.distance_m]


_LAYERS = {
    "OUTPUT": (
        (("change", "string"), ("area_ha", "double"), ("area_utm_ha", "double")),
        QgsWkbTypes.Type.MultiPolygon,
        _lands,
    ),
    "OUTPUT_SIDES": (
        (("start", "string"), ("end", "string"), ("distance_m", "double")),
        QgsWkbTypes.Type.LineString,
        _sides,
    ),
    "OUTPUT_VERTICES": (
        (("label", "string"), ("kind", "string"), ("distance_m", "double")),
        QgsWkbTypes.Type.Point,
        _vertices,
    ),
}
