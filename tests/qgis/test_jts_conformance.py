"""The conformance cases of JTS: validity and overlay of this plugin say nothing worse than GEOS itself."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from rainforest_alert_plugin.cadastre.case import Case
from rainforest_alert_plugin.cadastre.engine import validate
from rainforest_alert_plugin.cadastre.profile import load_profile
from rainforest_alert_plugin.cadastre.rules import rings
from rainforest_alert_plugin.overlay.boundary import OverlayError, PreparedBoundary

POLYGONS = ("Polygon", "MultiPolygon")


def geometry_of(text: str) -> BaseGeometry | None:
    """WKT or hexadecimal WKB as the files hold it; None for what shapely cannot make at all."""
    plain = text.strip()
    try:
        if re.fullmatch(r"[0-9A-Fa-f\s]+", plain):
            return shapely.from_wkb(re.sub(r"\s", "", plain))
        return shapely.from_wkt(plain)
    except (GEOSException, ValueError):
        return None


def cases(folder: Path) -> Iterator[tuple[str, ET.Element]]:
    for path in sorted(folder.glob("*.xml")):
        for case in ET.parse(path).getroot().iter("case"):
            yield path.name, case


def operations(case: ET.Element, name: str) -> Iterator[ET.Element]:
    return (op for op in case.iter("op") if op.get("name", "").lower() == name)


@pytest.mark.realdata
def test_validity_of_polygons_is_that_of_geos(shared_data):
    """A polygon is found fault with by G01 or G02 when, and only when, GEOS calls it invalid."""
    profile = load_profile("peru_native_community")
    judged, differing = 0, []
    for file, case in cases(shared_data / "geo" / "conformance-jts"):
        for op in operations(case, "isvalid"):
            text = case.findtext(op.get("arg1", "A").lower()) or ""
            geometry = geometry_of(text)
            if geometry is None or geometry.geom_type not in POLYGONS or geometry.is_empty:
                continue
            wkb = shapely.to_wkb(geometry, output_dimension=2)
            found = validate(Case("jts", file, "", wkb, "18S"), profile, rules=rings.RULES[:2]).findings
            faults = [f for f in found if f.message.id not in ("finding.repeated_vertex", "finding.spike")]
            judged += 1
            # A repeated vertex and a spike that encloses area are remarks of a registry, no faults of GEOS; a spike without area is.
            is_valid = not faults and not (found and not geometry.is_valid)
            expected = (op.text or "").strip() == "true"
            if is_valid != expected and geometry.is_valid == expected:
                differing.append((file, case.findtext("desc"), expected, [f.message for f in found]))
    assert judged > 60
    assert differing == []


@pytest.mark.realdata
def test_common_area_of_polygons_is_that_of_geos(shared_data):
    judged, differing = 0, []
    for file, case in cases(shared_data / "geo" / "conformance-jts"):
        for _ in operations(case, "intersection"):
            pair = [geometry_of(case.findtext(name) or "") for name in ("a", "b")]
            if any(g is None or g.geom_type not in POLYGONS or g.is_empty or not g.is_valid for g in pair):
                continue
            one, other = pair
            try:
                expected = shapely.intersection(one, other).area
            except GEOSException:
                continue
            wkb = shapely.to_wkb(shapely.multipolygons([shapely.get_parts(other)])[0], output_dimension=2)
            boundary = PreparedBoundary(shapely.to_wkb(one, output_dimension=2))
            bounds = np.array([other.bounds])
            found = list(boundary.common([wkb], bounds, np.array([shapely.get_num_coordinates(other)])))
            area = 0.0
            for _, common in found:
                if isinstance(common, OverlayError):
                    differing.append((file, case.findtext("desc"), common.message))
                elif common:
                    area += shapely.from_wkb(common).area
            judged += 1
            # GEOS says 1e-9 of the smaller polygon is its own noise.
            if abs(area - expected) > 1e-6 * min(one.area, other.area):
                differing.append((file, case.findtext("desc"), area, expected))
    assert judged > 40
    assert differing == []
