"""A package checked against its manifest and its files against each other, each read by GDAL or by plain text."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any, Mapping, Sequence

from osgeo import gdal, ogr, osr

from ..documents.sheet import can_read_xlsx, read_csv, read_xlsx
from ..errors import InputError, Message
from ..geo.files import is_office_lock
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from .dxf import same_text
from .land_verification import DrawnText, LandCheck
from .manifest import MANIFEST, read_manifest, sha256_of
from .printed_values import NoNumberError, canonical_ring, exponent_of, printed_number, printed_seconds, same_number
from .ring_areas import UTM_GRID, ring_areas_m2
from .second_reading import all_lines, read_geopackage, read_shapefile, same_value
from .stated_texts import Texts, text_differences
from .technical_table import degrees_minutes_seconds

_NOT_THERE = ("difference.missing_file", "difference.unreadable")
_COORDINATE_SLACK_M = 1e-6
_POINT_SLACK_M = 1e-4
_KML_SLACK_M = 0.01


def differences(
    folder: Path | str, is_cancelled: IsCancelled = never_cancelled, texts: Texts | None = None
) -> list[Message]:
    """What of a package is not as its manifest says.

    Files are compared by presence, size and SHA-256. The CSV's coordinates must have the manifest's fingerprint; from them
    sides, angles, area and perimeter are computed anew. Every other file must state what the CSV and the manifest state.

    Parameters
    ----------
    folder : Path
    texts : Texts, optional
        What was read of the same files before.

    Returns
    -------
    list of Message
        ``difference.*``; empty when everything agrees.

    Raises
    ------
    InputError
        When there is no manifest to check against.
    """
    place = Path(folder)
    manifest = read_manifest(place)
    found: list[Message] = []
    # A manifest whose parts have another shape than ours fails in one of these ways, wherever it is read.
    try:
        found += _files(place, manifest)
        missing = {str(message.facts["file"]) for message in found if message.id in _NOT_THERE}
        check = _Check(place, manifest, missing, found)
        for step in (
            check.csv,
            check.land.pieces,
            check.xlsx,
            check.shapefiles,
            check.land.breakdown,
            check.land.workbook,
            check.geopackage,
            check.dxf,
            check.kml,
        ):
            stop_if(is_cancelled)
            step()
        found += text_differences(
            place, manifest, [row.cells for row in check.rows], check.land, missing, is_cancelled, texts or Texts()
        )
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, InvalidOperation) as error:
        raise InputError("verify.bad_manifest", path=str(place / MANIFEST), reason=repr(error)) from error
    return found


def _files(folder: Path, manifest: dict[str, Any]) -> list[Message]:
    found = []
    named = set()
    for entry in manifest["files"]:
        name = str(entry["name"])
        if Path(name).name != name or name in ("", ".", ".."):
            found.append(Message("difference.bad_name", file=name))
            continue
        named.add(name)
        path = folder / name
        if not path.is_file():
            found.append(Message("difference.missing_file", file=name))
            continue
        size = path.stat().st_size
        try:
            sha256 = sha256_of(path)
        except OSError as error:
            found.append(Message("difference.unreadable", file=name, reason=error.strerror or str(error)))
            continue
        if size != entry["bytes"]:
            found.append(Message("difference.size", file=name, found=size, stated=entry["bytes"]))
        elif sha256 != entry["sha256"]:
            found.append(Message("difference.sha256", file=name))
    for path in sorted(folder.iterdir()):
        # a document that somebody reads meanwhile is no other document
        if path.name not in named and path.name != MANIFEST and not is_office_lock(path):
            found.append(Message("difference.extra_file", file=path.name))
    return found


@dataclass(frozen=True)
class _Row:
    """A row of the CSV by column, with the points of its channel."""

    cells: dict[str, str]
    between: tuple[dict[str, str], ...] = ()

    @property
    def point(self) -> tuple[Decimal, Decimal]:
        return printed_number(self.cells["easting"]), printed_number(self.cells["northing"])

    @property
    def points(self) -> list[tuple[Decimal, Decimal]]:
        """The vertex and the points of the channel up to the next one."""
        return [
            self.point,
            *((printed_number(cells["easting"]), printed_number(cells["northing"])) for cells in self.between),
        ]

    @property
    def lines(self) -> list[str]:
        """What the fingerprint of the geometry is taken of."""
        place = "{part},{ring}".format(**self.cells)
        return [f"{place},{cells['easting']},{cells['northing']}" for cells in (self.cells, *self.between)]


class _Check:
    """One pass over a package; what differs is added to `found`."""

    def __init__(self, folder: Path, manifest: dict[str, Any], missing: set[str], found: list[Message]) -> None:
        self.folder = folder
        self.numbers = manifest["numbers"]
        self.area_method = manifest["profile"]["area_method"]
        self.plane_areas = self.area_method == UTM_GRID
        self.attributes = manifest["attributes"]
        self.documents = manifest["documents"]
        self.missing = missing
        self.found = found
        self.rows: list[_Row] = []
        self.land = LandCheck(folder, manifest, missing, found)
        self.following: list[int] = []

    def differ(self, file: str, place: str, found: object, stated: object) -> None:
        self.found.append(Message("difference.value", file=file, place=place, found=str(found), stated=str(stated)))

    def csv(self) -> None:
        """The table itself: its coordinates, and the numbers that follow from them."""
        file = self.documents["csv"]["file"]
        if file in self.missing:
            return
        columns = self.documents["csv"]["columns"]
        try:
            lines = read_csv(self.folder / file)
        except InputError as error:
            self.found.append(Message("difference.unreadable", file=file, reason=error.message.facts["reason"]))
            return
        channel = self._channel()
        if channel is None:
            return
        rows = []
        for line in lines[1:]:
            if len(line) == len(columns):
                cells = dict(zip(columns, line))
                rows.append(_Row(cells, tuple(channel.pop(cells["side"], ()))))
        for side in channel:
            self.found.append(Message("difference.geometry", file=self.documents["channel"]["file"], place=side))
        if len(rows) != self.numbers["vertices"] or len(rows) != len(lines) - 1:
            self.found.append(
                Message("difference.count", file=file, found=len(lines) - 1, stated=self.numbers["vertices"])
            )
            return
        try:
            text = [self.numbers["crs"]] + [line for row in rows for line in row.lines]
            if hashlib.sha256("\n".join(text).encode("utf-8")).hexdigest() != self.numbers["geometry_sha256"]:
                self.found.append(Message("difference.geometry", file=file, place=rows[0].cells["vertex"]))
            self._numbers(file, rows)
        except NoNumberError as error:
            self.found.append(Message("difference.unreadable", file=file, reason=str(error)))
            return
        self.rows = rows
        self.following = _following(self.numbers["rings"])

    def _channel(self) -> dict[str, list[dict[str, str]]] | None:
        """Points along channels by side; None when they cannot be read."""
        document = self.documents.get("channel")
        if document is None:
            return {}
        if document["file"] in self.missing:
            return None
        try:
            lines = read_csv(self.folder / document["file"])
        except InputError as error:
            reason = error.message.facts["reason"]
            self.found.append(Message("difference.unreadable", file=document["file"], reason=reason))
            return None
        found: dict[str, list[dict[str, str]]] = {}
        for line in lines[1:]:
            cells = dict(zip(document["columns"], line))
            found.setdefault(cells["side"], []).append(cells)
        return found

    def _numbers(self, file: str, rows: Sequence[_Row]) -> None:
        at = 0
        net = Fraction(0)
        other = self._areas_by_method(rows)
        for number, ring in enumerate(self.numbers["rings"]):
            some = rows[at : at + ring["vertices"]]
            at += ring["vertices"]
            label = f"{ring['part']}/{ring['ring']}"
            twice = Fraction(0)
            sides = Decimal(0)
            angles = Decimal(0)
            for row, following in zip(some, [*some[1:], *some[:1]]):
                stated = printed_number(row.cells["distance_m"])
                unit = Decimal(1).scaleb(exponent_of(stated))
                length = 0.0
                along = [*row.points, following.point]
                for (e1, n1), (e2, n2) in zip(along, along[1:]):
                    twice += Fraction(e1) * Fraction(n2) - Fraction(e2) * Fraction(n1)
                    length += math.hypot(float(e2 - e1), float(n2 - n1))
                if abs(length - float(stated)) > 0.5001 * float(unit):
                    self.differ(file, row.cells["side"], stated, f"{length:.4f}")
                sides += stated
                angles += printed_seconds(row.cells["interior_angle"])
            if sides != printed_number(ring["perimeter_m"]):
                self.differ(file, f"{label} perimeter_m", sides, ring["perimeter_m"])
            is_sinuous = any(row.between for row in some)
            whole_angles = angles == Decimal((len(some) - 2) * 180 * 3600)
            if not (is_sinuous or whole_angles) or angles != printed_number(ring["interior_angles_s"]):
                self.differ(file, f"{label} interior_angle", angles, ring["interior_angles_s"])
            area = (abs(twice) / 2 if other is None else other[number]) / 10000
            digit = Fraction(Decimal(1).scaleb(exponent_of(printed_number(ring["area_ha"]))))
            if abs(area - Fraction(printed_number(ring["area_ha"]))) >= digit:
                self.differ(file, f"{label} area_ha", float(area), ring["area_ha"])
            net += -area if ring["ring"] else area
        whole = printed_number(self.numbers["area_ha"])
        if abs(net - Fraction(whole)) > Fraction(Decimal(1).scaleb(exponent_of(whole))) / 2:
            self.differ(file, "area_ha", float(net), whole)
        pieces = sum(
            (printed_number(r["area_ha"]) * (-1 if r["ring"] else 1) for r in self.numbers["rings"]), Decimal(0)
        )
        if pieces != whole:
            self.differ(MANIFEST, "area_ha", pieces, whole)
        perimeter = sum((printed_number(r["perimeter_m"]) for r in self.numbers["rings"]), Decimal(0))
        if perimeter != printed_number(self.numbers["perimeter_m"]):
            self.differ(MANIFEST, "perimeter_m", perimeter, self.numbers["perimeter_m"])

    def _areas_by_method(self, rows: Sequence[_Row]) -> list[Fraction] | None:
        """Areas of the rings by the profile's method; None when it is the plane, where they follow from whole numbers."""
        if self.plane_areas:
            return None
        rings = []
        at = 0
        for ring in self.numbers["rings"]:
            some = rows[at : at + ring["vertices"]]
            at += ring["vertices"]
            rings.append([(float(east), float(north)) for row in some for east, north in row.points])
        return ring_areas_m2(rings, self.numbers["crs"], self.area_method)

    def xlsx(self) -> None:
        """The worksheet states what the CSV states, in the same digits."""
        document = self.documents["xlsx"]
        file = document["file"]
        if file in self.missing or not self.rows or not can_read_xlsx():
            return
        try:
            lines = read_xlsx(self.folder / file, document["sheet"])
        except InputError as error:
            self.found.append(Message("difference.unreadable", file=file, reason=error.message.facts["reason"]))
            return
        width = len(document["columns"])
        starts = [index for index, line in enumerate(lines) if line[:width] == document["headings"]]
        if not starts:
            self.found.append(Message("difference.unreadable", file=file, reason=document["headings"][0]))
            return
        body = lines[starts[0] + 1 : starts[0] + 1 + len(self.rows)]
        if len(body) != len(self.rows):
            self.found.append(Message("difference.count", file=file, found=len(body), stated=len(self.rows)))
            return
        for row, line in zip(self.rows, body):
            for column, cell in zip(document["columns"], line):
                stated = row.cells[column]
                if column in ("distance_m", "easting", "northing", "part", "ring"):
                    if not same_number(cell, stated):
                        self.differ(file, f"{row.cells['vertex']} {column}", cell, stated)
                elif cell != stated:
                    self.differ(file, f"{row.cells['vertex']} {column}", cell, stated)
        self._sums(file, document["columns"], lines[starts[0] + 1 + len(self.rows) :])

    def _sums(self, file: str, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """The rows below the table state the perimeter and the angles of each ring."""
        rings = self.numbers["rings"]
        if len(lines) != len(rings):
            self.found.append(Message("difference.count", file=file, found=len(lines), stated=len(rings)))
            return
        for line, ring in zip(lines, rings):
            cells = dict(zip(columns, line))
            is_sinuous = ring["points"] != ring["vertices"]
            angles = "" if is_sinuous else degrees_minutes_seconds(printed_number(ring["interior_angles_s"]))
            if not same_number(cells.get("distance_m", ring["perimeter_m"]), ring["perimeter_m"]):
                self.differ(file, f"{cells.get('vertex', '')} distance_m", cells["distance_m"], ring["perimeter_m"])
            if cells.get("interior_angle", angles) != angles:
                self.differ(file, f"{cells.get('vertex', '')} interior_angle", cells["interior_angle"], angles)

    def shapefiles(self) -> None:
        """Coordinates, ring order and attributes of each shapefile."""
        for layer in self.documents["layers"]:
            stem = Path(layer["file"]).stem
            if any(Path(name).stem == stem for name in self.missing) or not self.rows:
                continue
            self._layer(layer["file"], str(self.folder / layer["file"]), None, layer)

    def geopackage(self) -> None:
        """The same of each table of the GeoPackage."""
        file = self.documents["geopackage"]["file"]
        if file in self.missing or not self.rows:
            return
        for layer in self.documents["layers"]:
            self._layer(file, str(self.folder / file), layer["table"], layer)

    def dxf(self) -> None:
        """The drawing has the rings, the labels and the lengths of the table, each in its layer."""
        document = self.documents.get("dxf")
        if document is None or document["file"] in self.missing or not self.rows:
            return
        file = document["file"]
        texts: dict[str, list[DrawnText]] = {}
        lines: dict[str, list[list[tuple[float, float]]]] = {}
        for layer, text, geometry in self._features(file, ("Layer", "Text")):
            if text:
                texts.setdefault(layer, []).append((text, geometry.GetPoint_2D(0)))
            else:
                lines.setdefault(layer, []).append([geometry.GetPoint_2D(i) for i in range(geometry.GetPointCount())])
        rings = lines.get(document["perimeter"], [])
        labels = [row.cells["vertex"] for row in self.rows]
        self._drawn_texts(file, texts, document["labels"], labels, labels)
        sides = [row.cells["side"] for row in self.rows]
        lengths = [f"{row.cells['distance_m']} m" for row in self.rows]
        self._drawn_texts(file, texts, document["lengths"], sides, lengths)
        self._drawn_vertices(file, document, texts, lines)
        self._drawn_words(file, document, texts)
        drawn = {canonical_ring(points[:-1], False) for points in rings if points and points[0] == points[-1]}
        for ring, points in self._stated_rings():
            if canonical_ring(points, False) not in drawn:
                self.found.append(Message("difference.geometry", file=file, place=ring))
        if len(rings) != len(self.numbers["rings"]):
            self.found.append(
                Message("difference.count", file=file, found=len(rings), stated=len(self.numbers["rings"]))
            )
        self.land.drawing(file, lines, texts)

    def _drawn_texts(
        self,
        file: str,
        texts: Mapping[str, Sequence[DrawnText]],
        layer: str,
        places: Sequence[str],
        stated: Sequence[str],
    ) -> None:
        """A layer of the drawing has these texts in this order; the format spells some characters its own way, theirs as ours."""
        found = [text for text, _ in texts.get(layer, ())]
        if len(found) != len(stated):
            self.found.append(Message("difference.count", file=file, found=len(found), stated=len(stated)))
            return
        for place, text, wanted in zip(places, found, stated):
            if not same_text(text, wanted):
                self.differ(file, f"{layer} {place}", text, wanted)

    def _drawn_vertices(
        self,
        file: str,
        document: Mapping[str, Any],
        texts: Mapping[str, Sequence[DrawnText]],
        lines: Mapping[str, Sequence[Sequence[tuple[float, float]]]],
    ) -> None:
        """Every vertex is a point where the table says, and its label stands there."""
        drawn = [[point for _, point in texts.get(document["labels"], ())]]
        if "vertices" in document:
            drawn.append([point for line in lines.get(document["vertices"], ()) for point in line])
        for points in drawn:
            if len(points) != len(self.rows):
                self.found.append(Message("difference.count", file=file, found=len(points), stated=len(self.rows)))
                continue
            for row, point in zip(self.rows, points):
                east, north = row.point
                if math.dist(point, (float(east), float(north))) > _COORDINATE_SLACK_M:
                    self.found.append(Message("difference.geometry", file=file, place=row.cells["vertex"]))

    def _drawn_words(self, file: str, document: Mapping[str, Any], texts: Mapping[str, Sequence[DrawnText]]) -> None:
        """The neighbours along their sides, and the numbers above the territory."""
        if "neighbours" in document:
            named = [row.cells for row in self.rows if row.cells.get("neighbour")]
            sides = [cells["side"] for cells in named]
            self._drawn_texts(file, texts, document["neighbours"], sides, [cells["neighbour"] for cells in named])
        if "notes" in document:
            notes = " ".join(text for text, _ in texts.get(document["notes"], ()))
            for name in ("area_ha", "perimeter_m", "geometry_sha256"):
                if re.search(rf"(?<![0-9.]){re.escape(self.numbers[name])}(?![0-9.]*[0-9])", notes) is None:
                    self.differ(file, f"{document['notes']} {name}", "–", self.numbers[name])

    def kml(self) -> None:
        """The reference file shows every vertex under its label, where it is."""
        document = self.documents.get("kml")
        if document is None or document["file"] in self.missing or not self.rows:
            return
        file = document["file"]
        wanted, degrees = osr.SpatialReference(), osr.SpatialReference()
        wanted.SetFromUserInput(self.numbers["crs"])
        degrees.SetFromUserInput("EPSG:4326")
        for system in (wanted, degrees):
            system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        back = osr.CoordinateTransformation(degrees, wanted)
        points = [
            (name, back.TransformPoint(*geometry.GetPoint_2D(0))[:2])
            for name, _, geometry in self._features(file, ("Name", "Description"))
            if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPoint
        ]
        if len(points) != len(self.rows):
            self.found.append(Message("difference.count", file=file, found=len(points), stated=len(self.rows)))
            return
        for (name, place), row in zip(points, self.rows):
            east, north = row.point
            if name != row.cells["vertex"] or math.dist(place, (float(east), float(north))) > _KML_SLACK_M:
                self.found.append(Message("difference.geometry", file=file, place=row.cells["vertex"]))

    def _stated_rings(self) -> list[tuple[str, list[tuple[float, float]]]]:
        """First label and points of every ring of the table."""
        rings = []
        at = 0
        for ring in self.numbers["rings"]:
            some = self.rows[at : at + ring["vertices"]]
            at += ring["vertices"]
            points = [(float(east), float(north)) for row in some for east, north in row.points]
            rings.append((some[0].cells["vertex"], points))
        return rings

    def _features(self, file: str, fields: tuple[str, str]) -> list[tuple[str, str, Any]]:
        """Two texts and the geometry of each feature of a file, in all its layers."""
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        source = None
        try:
            source = gdal.OpenEx(str(self.folder / file), gdal.OF_VECTOR | gdal.OF_READONLY)
            if source is None:
                self.found.append(Message("difference.unreadable", file=file, reason=gdal.GetLastErrorMsg()))
                return []
            found = []
            for number in range(source.GetLayerCount()):
                for feature in source.GetLayer(number):
                    geometry = feature.GetGeometryRef()
                    if geometry is not None:
                        found.append((*(_field_text(feature, name, "text") for name in fields), geometry.Clone()))
            return found
        except RuntimeError as error:
            self.found.append(Message("difference.unreadable", file=file, reason=str(error)))
            return []
        finally:
            source = None
            gdal.PopErrorHandler()

    def _layer(self, file: str, path: str, table: str | None, stated: dict[str, Any]) -> None:
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        try:
            source = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
            layer = None if source is None else source.GetLayerByName(table) if table else source.GetLayer(0)
            if layer is None:
                self.found.append(
                    Message("difference.unreadable", file=file, reason=gdal.GetLastErrorMsg() or str(table))
                )
                return
            self._records(file, layer, stated)
            layer.ResetReading()
            self._second_reading(file, list(layer), table, stated)
        except RuntimeError as error:
            self.found.append(Message("difference.unreadable", file=file, reason=str(error)))
        finally:
            layer = source = None
            gdal.PopErrorHandler()

    def _second_reading(self, file: str, features: Sequence[Any], table: str | None, stated: dict[str, Any]) -> None:
        """What GDAL, which wrote the file, reads in it is what another reader reads."""
        names = [field[0] for field in stated["fields"]]
        try:
            path = self.folder / file
            found = read_geopackage(path, table, names) if table else read_shapefile(path)
        except InputError as error:
            self.found.append(Message("difference.unreadable", file=file, reason=error.message.facts["reason"]))
            return
        if len(found) != len(features):
            self.found.append(Message("difference.count", file=file, found=len(found), stated=len(features)))
            return
        for number, (reading, feature) in enumerate(zip(found, features), start=1):
            # readers may put the rings of several parts in another order
            if sorted(reading.lines) != sorted(all_lines(feature.GetGeometryRef())):
                self.found.append(Message("difference.geometry", file=file, place=f"{number}"))
            for name, kind, *_ in stated["fields"]:
                seen = _field_text(feature, name, kind)
                if not same_value(kind, reading.values.get(name, ""), seen):
                    self.differ(file, f"{number} {name}", reading.values.get(name, ""), seen)

    def _records(self, file: str, layer: Any, stated: dict[str, Any]) -> None:
        wanted = osr.SpatialReference()
        wanted.SetFromUserInput(self.numbers["crs"])
        system = layer.GetSpatialRef()
        if system is None or not system.IsSame(
            wanted, ["CRITERION=EQUIVALENT", "IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES"]
        ):
            self.found.append(Message("difference.crs", file=file, stated=self.numbers["crs"]))
        features = list(layer)
        if len(features) != stated["records"]:
            self.found.append(Message("difference.count", file=file, found=len(features), stated=stated["records"]))
            return
        role = stated["role"]
        if role == "perimeter":
            self._rings(file, features[0].GetGeometryRef())
        if role == "regimes":
            self.land.keep_rings([feature.GetGeometryRef() for feature in features])
        if role in ("units", "exclusions"):
            self.land.keep_pieces(role, [feature.GetGeometryRef() for feature in features])
        if role in ("regimes", "units", "exclusions"):
            self._areas(file, features, stated["fields"], role)
            return
        values = {f"attribute:{key}": text for key, text in self.attributes.items()}
        values.update(
            {f"table:{key}": str(value) for key, value in self.numbers.items() if not isinstance(value, list)}
        )
        for index, feature in enumerate(features):
            if role != "perimeter":
                self._points(file, feature.GetGeometryRef(), index, role)
                values = {f"row:{key}": text for key, text in self.rows[index].cells.items()}
            for name, kind, decimals, origin in stated["fields"]:
                if origin.startswith("package:"):
                    continue
                found = _field_text(feature, name, kind)
                expected = values.get(origin, "")
                same = same_number(found, expected, decimals) if kind in ("number", "integer") else found == expected
                if not same:
                    self.differ(file, f"{index + 1} {name}", found, expected)

    def _areas(self, file: str, features: Sequence[Any], fields: Sequence[Any], role: str) -> None:
        """Each piece of the land has the area that the manifest states, and a geometry of that area."""
        land = self.numbers["land_capacity"]
        if role == "regimes":
            expected = [table["area_ha"] for _, table in sorted(land["tables"].items(), reverse=True)]
        else:
            is_excluded = role == "exclusions"
            expected = [row["area_ha"] for row in land["rows"] if (row["regime"] == "excluded") == is_excluded]
        name, _, decimals, _ = next(field for field in fields if field[3].endswith(":area_ha"))
        for number, (feature, area) in enumerate(zip(features, expected), start=1):
            found = _field_text(feature, name, "number")
            if not same_number(found, area, decimals):
                self.differ(file, f"{number} {name}", found, area)
            if self.plane_areas and not self._has_area(feature.GetGeometryRef(), printed_number(area)):
                self.found.append(Message("difference.geometry", file=file, place=f"{number}"))

    @staticmethod
    def _has_area(geometry: Any, area_ha: Decimal) -> bool:
        """Whether a polygon has an area to the printed digit, and what rounding its points to theirs moves."""
        slack = float(Decimal(1).scaleb(exponent_of(area_ha))) + geometry.Boundary().Length() * _POINT_SLACK_M / 10_000
        return abs(geometry.GetArea() / 10_000 - float(area_ha)) <= slack

    def _rings(self, file: str, geometry: Any) -> None:
        polygons = (
            [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]
            if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbMultiPolygon
            else [geometry]
        )
        found = set()
        for polygon in polygons:
            for number in range(polygon.GetGeometryCount()):
                points = [
                    polygon.GetGeometryRef(number).GetPoint_2D(i)
                    for i in range(polygon.GetGeometryRef(number).GetPointCount())
                ]
                found.add(canonical_ring(points[:-1], number > 0))
        for ring, (label, points) in zip(self.numbers["rings"], self._stated_rings()):
            if canonical_ring(points[::-1] if ring["ring"] else points, bool(ring["ring"])) not in found:
                self.found.append(Message("difference.geometry", file=file, place=label))

    def _points(self, file: str, geometry: Any, index: int, role: str) -> None:
        row = self.rows[index]
        expected = [row.point] if role == "vertices" else [*row.points, self.rows[self.following[index]].point]
        points = [geometry.GetPoint_2D(i) for i in range(geometry.GetPointCount())]
        same = len(points) == len(expected) and all(
            math.dist(point, (float(east), float(north))) <= _COORDINATE_SLACK_M
            for point, (east, north) in zip(points, expected)
        )
        if not same:
            self.found.append(Message("difference.geometry", file=file, place=row.cells["vertex"]))


def _following(rings: Sequence[dict[str, Any]]) -> list[int]:
    """Index of the row that follows each row around its ring."""
    found: list[int] = []
    for ring in rings:
        at = len(found)
        found += [*range(at + 1, at + ring["vertices"]), at]
    return found


def _field_text(feature: Any, name: str, kind: str) -> str:
    index = feature.GetFieldIndex(name)
    if index < 0 or not feature.IsFieldSetAndNotNull(index):
        return ""
    if kind == "date":
        year, month, day = feature.GetFieldAsDateTime(index)[:3]
        return f"{year:04d}-{month:02d}-{day:02d}"
    if kind == "number":
        return repr(feature.GetFieldAsDouble(index))
    return str(feature.GetFieldAsString(index))
