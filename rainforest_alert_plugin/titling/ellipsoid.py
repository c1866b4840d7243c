"""Area on the ellipsoid, told beside the plane area and never mixed with it."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsGeometry,
)

from ..errors import InputError

ELLIPSOID = "EPSG:7030"
_SQUARE_METRES_PER_HECTARE = 10_000


def ellipsoidal_area_m2(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> float:
    """Area of a polygon on the WGS 84 ellipsoid, its edges geodesics between the vertices, in square metres.

    QgsDistanceArea (Karney's algorithm in GeographicLib's form, through PROJ) reproduces the published test polygons of
    GeographicLib to their printed digits, poles included, which the authalic sphere does only for short edges.

    Raises
    ------
    InputError
        ``input.outside_world`` when the coordinates have no place on the ellipsoid.
    """
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, QgsCoordinateTransformContext())
    measure.setEllipsoid(ELLIPSOID)
    area = float(measure.measureArea(geometry))
    if not math.isfinite(area):
        raise InputError("input.outside_world", layer=crs.authid(), crs=crs.authid())
    return area


def ellipsoidal_area_ha(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, decimals: int) -> Decimal:
    """The same in hectares, rounded to `decimals`."""
    hectares = Decimal(repr(ellipsoidal_area_m2(geometry, crs))) / _SQUARE_METRES_PER_HECTARE
    return hectares.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
