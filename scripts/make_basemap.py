"""Draw the departments of Peru for the location map of the plan.

From the districts of INEI 2007 (MPL-2.0; see SOURCES.md beside the result):

    scripts/make_basemap.py FOLDER_OF_THE_DISTRICTS

Needs shapely, which the test environment has.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import shapely

TARGET = Path(__file__).resolve().parent.parent / "resources" / "basemap" / "peru_departments.geojson"
TOLERANCE_DEG = 0.03
DECIMALS = 2


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    source = next(parser.parse_args().folder.glob("*.geojson"))
    of_department: dict[str, list[shapely.Geometry]] = {}
    for feature in json.loads(source.read_text(encoding="utf-8"))["features"]:
        if feature["geometry"] is not None:
            shape = shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
            of_department.setdefault(str(feature["properties"]["NOMBDEP"]).title(), []).append(shape)
    names = sorted(of_department)
    # the slivers between simplified districts are closed before the outlines are taken
    whole = [shapely.buffer(shapely.union_all(shapely.buffer(of_department[name], 0.01)), -0.01) for name in names]
    plain = shapely.coverage_simplify(whole, TOLERANCE_DEG) if hasattr(shapely, "coverage_simplify") else whole
    features = []
    for name, shape in zip(names, plain):
        parts = [part for part in shapely.get_parts(shape) if part.area > 0.005] or list(shapely.get_parts(shape))
        outline = shapely.set_precision(
            shapely.MultiPolygon([shapely.Polygon(part.exterior) for part in parts]), 10**-DECIMALS
        )
        geometry = json.loads(shapely.to_geojson(outline))
        features.append({"type": "Feature", "properties": {"name": name}, "geometry": geometry})
    TARGET.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    TARGET.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")
    print(f"basemap: {len(features)} departments, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
