"""Area on the ellipsoid, told beside the plane area and never mixed with it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsGeometry,
)

ELLIPSOID = "EPSG:7030"
_SQUARE_METRES_PER_HECTARE = 10_000


def ellipsoidal_area_m2(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> float:
    """Area of a polygon on the WGS 84 ellipsoid, its edges geodesics between the vertices, in square metres.

    QgsDistanceArea (Karney's algorithm in GeographicLib's form, through PROJ) reproduces the published test polygons of
    GeographicLib to their printed digits, poles included, which the authalic sphere does only for short edges.
    """
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, QgsCoordinateTransformContext())
    measure.setEllipsoid(ELLIPSOID)
    return float(measure.measureArea(geometry))


def ellipsoidal_area_ha(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, decimals: int) -> Decimal:
    """The same in hectares, rounded to `decimals`."""
    hectares = Decimal(repr(ellipsoidal_area_m2(geometry, crs))) / _SQUARE_METRES_PER_HECTARE
    return hectares.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
