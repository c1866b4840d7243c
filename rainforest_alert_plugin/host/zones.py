"""Places of one UTM zone in the coordinates of another: a change of projection alone, written out step by step."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Sequence

import numpy as np
from osgeo import osr

from ..errors import InputError
from ..territory.draft import Place

# Degrees of WGS 84, Peru96 and SIRGAS 2000: one frame, with a shift of zero between them (EPSG:5378 and its like).
_ONE_FRAME = frozenset({"4326", "5373", "4674"})


def carried_places(places: Sequence[Place], source_epsg: int, target_epsg: int) -> list[Place]:
    """Places of a UTM zone in the coordinates of another zone.

    The operation is pinned, so that no installation or project can choose another: out of one zone by the inverse of its projection,
    into the other by its projection, on the ellipsoid of each. Carried there and back a place is the same within a thousandth of a
    millimetre. Nothing is rounded: drafts keep coordinates as they are, documents print them with the decimals of their profile.

    Parameters
    ----------
    places : sequence of (float, float)
        Easting and northing in metres, in the system `source_epsg`.
    source_epsg, target_epsg : int
        UTM systems of one datum, for instance 32718 and 32719.

    Raises
    ------
    InputError
        ``territory.untransformable``: one of the systems is not UTM, they differ in their datum, or a place lies where the zone has none.
    """
    if source_epsg == target_epsg or not places:
        return [(float(x), float(y)) for x, y in places]
    try:
        found = _transformation(source_epsg, target_epsg).TransformPoints(np.asarray(places, float).tolist())
    except RuntimeError as error:  # another plugin may have told GDAL to raise
        raise _untransformable(source_epsg, target_epsg) from error
    if not all(math.isfinite(x) and math.isfinite(y) for x, y, *_ in found):
        raise _untransformable(source_epsg, target_epsg)
    return [(float(x), float(y)) for x, y, *_ in found]


def are_of_one_datum(one_epsg: int, other_epsg: int) -> bool:
    """Whether :func:`carried_places` carries from one system to the other."""
    frames = [_utm(epsg)[0] for epsg in (one_epsg, other_epsg)]
    return "" not in frames and (frames[0] == frames[1] or _ONE_FRAME.issuperset(frames))


def _transformation(source_epsg: int, target_epsg: int) -> osr.CoordinateTransformation:
    """Made anew each time: one object may not serve two threads."""
    if not are_of_one_datum(source_epsg, target_epsg):
        raise _untransformable(source_epsg, target_epsg)
    options = osr.CoordinateTransformationOptions()
    options.SetOperation(f"+proj=pipeline +step +inv {_utm(source_epsg)[1]} +step {_utm(target_epsg)[1]}")
    return osr.CoordinateTransformation(_system(source_epsg), _system(target_epsg), options)


@lru_cache(maxsize=16)
def _utm(epsg: int) -> tuple[str, str]:
    """EPSG code of the degrees of a UTM system, and its projection; both are empty when it is none."""
    system = _system(epsg)
    zone = system.GetUTMZone()
    if not zone:
        return "", ""
    south = " +south" if zone < 0 else ""
    ellipsoid = f"+a={system.GetSemiMajor()!r} +rf={system.GetInvFlattening()!r}"
    return str(system.GetAuthorityCode("GEOGCS")), f"+proj=utm +zone={abs(zone)}{south} {ellipsoid}"


def _system(epsg: int) -> osr.SpatialReference:
    """The system; an empty one when nobody knows the code."""
    system = osr.SpatialReference()
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    try:
        system.ImportFromEPSG(epsg)
    except RuntimeError:  # as above; the system stays empty
        return osr.SpatialReference()
    return system


def _untransformable(source_epsg: int, target_epsg: int) -> InputError:
    return InputError("territory.untransformable", source=f"EPSG:{source_epsg}", target=f"EPSG:{target_epsg}")
