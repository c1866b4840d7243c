"""Every community polygon of the real data, put in the wrong place in every way that happens: what the datum doctor must say.

The polygons are moved by pyproj; only :func:`verdicts` calls the plugin.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyproj
from shapely.geometry import shape
from shapely.ops import transform

_ZONE = 17
_SHIFTS = {1201: (-288, 175, -376), 1208: (-279, 175, -379)}
LAYERS = (
    ("c_nativa", "registered_land", "NOMBRE"),
    ("c_campesina", "registered_land", ""),
    ("distrito", "district", ""),
)
_TO_UTM = pyproj.Transformer.from_crs(4326, 32700 + _ZONE, always_xy=True).transform


@dataclass(frozen=True)
class Misplaced:
    """A polygon as a file would hold it, with what the file declares; `truth` is empty where nothing is wrong."""

    community: str
    how: str
    truth: str
    declared: str
    geometry: object


def features(data: Path, name: str) -> list[tuple[dict, object]]:
    content = json.loads((data / "geo/pe-cajamarca-norte" / f"{name}.geojson").read_text(encoding="utf-8"))
    return [
        (feature["properties"], shape(feature["geometry"])) for feature in content["features"] if feature["geometry"]
    ]


def _to_psad56(operation: int):
    dx, dy, dz = _SHIFTS[operation]
    return pyproj.Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
        f"+step +proj=helmert +x={-dx} +y={-dy} +z={-dz} +step +inv +proj=cart +ellps=intl +step +proj=pop +v_3 "
        f"+step +proj=utm +zone={_ZONE} +south +ellps=intl"
    ).transform


def _converted_twice(operation: int):
    """WGS 84 taken for PSAD56 and converted: moved once more to the south-west."""
    dx, dy, dz = _SHIFTS[operation]
    return pyproj.Transformer.from_pipeline(
        f"+proj=pipeline +step +inv +proj=utm +zone={_ZONE} +south +ellps=intl +step +proj=push +v_3 +step +proj=cart +ellps=intl "
        f"+step +proj=helmert +x={dx} +y={dy} +z={dz} +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
        f"+step +proj=utm +zone={_ZONE} +south +ellps=WGS84"
    ).transform


def misplaced(community: str, degrees) -> Iterator[Misplaced]:
    """The polygon as it is, and in every wrong way."""
    plane = transform(_TO_UTM, degrees)
    own = f"EPSG:{32700 + _ZONE}"
    yield Misplaced(community, "as it is, UTM", "", own, plane)
    yield Misplaced(community, "as it is, degrees", "", "EPSG:4326", degrees)
    for operation in _SHIFTS:
        shifted = transform(_to_psad56(operation), degrees)
        yield Misplaced(community, f"PSAD56 by {operation} declared as WGS 84", "psad56", own, shifted)
        twice = transform(_converted_twice(operation), plane)
        yield Misplaced(community, f"converted twice by {operation}", "psad56_twice", own, twice)
    for zone in (18, 19):
        yield Misplaced(community, f"zone {zone}S declared", "zone", f"EPSG:{32700 + zone}", plane)
    yield Misplaced(community, "axes swapped, UTM", "swapped", own, transform(lambda x, y: (y, x), plane))
    yield Misplaced(community, "axes swapped, degrees", "swapped", "EPSG:4326", transform(lambda x, y: (y, x), degrees))
    yield Misplaced(community, "degrees declared as UTM", "degrees", own, degrees)
    yield Misplaced(community, "UTM declared as degrees", "zone", "EPSG:4326", plane)


def verdicts(data: Path, every: int = 1) -> Iterator[tuple[Misplaced, str]]:
    """What the doctor says of each: the kind of mistake, or nothing."""
    from rainforest_alert_plugin.cadastre.case import KnownUnit, rings_drawn
    from rainforest_alert_plugin.cadastre.datum_doctor import Declared, diagnose
    from rainforest_alert_plugin.cadastre.profile import load_profile
    from rainforest_alert_plugin.cadastre.rules.position import region_of

    known = [
        KnownUnit(
            name,
            role,
            str(number),
            str(properties.get(column) or number),
            polygon.wkb,
            str(properties.get("CODIGO_DIS", "")),
        )
        for name, role, column in LAYERS
        for number, (properties, polygon) in enumerate(features(data, name))
    ]
    region = region_of(load_profile("peru_native_community"))
    communities = [
        (f"{name}-{number}", polygon)
        for name in ("c_nativa", "c_campesina")
        for number, (_, polygon) in enumerate(features(data, name))
    ]
    for community, polygon in communities[::every]:
        for case in misplaced(community, polygon):
            declared = Declared(case.declared, pyproj.CRS(case.declared).to_proj4())
            found = diagnose(rings_drawn(case.geometry.wkb), declared, region, known)
            said = "" if found is None else found.kind
            # Metres in a file of degrees are told by the zone they are read in.
            yield case, "zone" if said == "metres" else said
