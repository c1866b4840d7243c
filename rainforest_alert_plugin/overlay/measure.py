"""Area by the method the user chose, and how thin a polygon is."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext

from ..geo.arrays import Floats
from ..geo.authalic import ellipsoidal_area_m2, perimeter_m, plane_area_m2
from ..geo.utm import utm_epsg
from ..geo.wkb import Rings
from .transformation import transform_points, transform_rings

ELLIPSOIDAL = "ellipsoidal"
UTM = "utm"
AREA_METHODS = (ELLIPSOIDAL, UTM)
_LONGITUDE_LATITUDE = "EPSG:4326"
_M2_PER_HA = 10_000.0
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Measured:
    """Measures of several geometries.

    Attributes
    ----------
    area_ha : ndarray of float64
    width_m : ndarray of float64
        Mean width, twice the area by the perimeter: what is left of a long sliver. Zero where there is no area.
    """

    area_ha: Floats
    width_m: Floats


class AreaMeasure:
    """Area of polygons of one reference system.

    Parameters
    ----------
    method : str
        ``ellipsoidal``: on the WGS 84 ellipsoid. ``utm``: in the plane of a WGS 84 / UTM zone, as Peruvian titles state it.
    crs : QgsCoordinateReferenceSystem
        Of the polygons.
    context : QgsCoordinateTransformContext
        Decides the datum operation.
    epsg : int or None
        System of the plane; None for ``ellipsoidal``.
    """

    def __init__(
        self,
        method: str,
        crs: QgsCoordinateReferenceSystem,
        context: QgsCoordinateTransformContext,
        epsg: int | None = None,
    ) -> None:
        self.method = method
        self.epsg = epsg
        name = _LONGITUDE_LATITUDE if epsg is None else f"EPSG:{epsg}"
        self._transform = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(name), context)

    def measure(self, shapes: Rings) -> Measured:
        """Measure valid polygons; see :class:`~rainforest_alert_plugin.geo.wkb.Rings`.

        Raises
        ------
        QgsCsException
            When they cannot be brought to the system of the measure.
        """
        shapes = transform_rings(shapes, self._transform)
        in_degrees = self.epsg is None
        area = ellipsoidal_area_m2(shapes) if in_degrees else plane_area_m2(shapes)
        length = perimeter_m(shapes, in_degrees)
        length[length == 0] = 1.0
        return Measured(area / _M2_PER_HA, 2 * area / length)


def width_in_crs_m(shapes: Rings, crs: QgsCoordinateReferenceSystem) -> Floats:
    """Mean width of polygons with edges straight in their own reference system, about right in metres.

    Geodesics bulge: where one polygon has a long side and its neighbour vertices along it, an ellipsoidal area sees an overlap
    although the two only touch in the system they were drawn in.
    """
    length = perimeter_m(shapes, is_geographic=False)
    length[length == 0] = 1.0
    return 2 * plane_area_m2(shapes) / length * (METRES_PER_DEGREE if crs.isGeographic() else 1.0)


def measure_for(
    method: str, shape: Rings, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> AreaMeasure:
    """Measure to use for what overlaps one boundary: for ``utm`` in the zone of the middle of its bounding box."""
    if method != UTM:
        return AreaMeasure(method, crs, context)
    box = shape.boxes()
    to_degrees = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(_LONGITUDE_LATITUDE), context)
    longitude, latitude = transform_points((box[:, :2] + box[:, 2:]) / 2, to_degrees)[0]
    return AreaMeasure(method, crs, context, utm_epsg(float(longitude), float(latitude)))
