"""What the demo found, read back from the files it wrote, and said in a person's words."""

from __future__ import annotations

import csv
import re
import sqlite3
import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr

ogr.UseExceptions()

COMMUNITY = "EJ-01"
STATISTICS, ALERTS, TABLE = "alertas_por_comunidad.csv", "alertas.gpkg", "cuadro_tecnico.csv"
OVERLAPS, OVERLAPS_TABLE = "superposiciones.gpkg", "superposiciones.csv"
PACKAGE, PICTURE, SUMMARY = "paquete_titulo", "mapa.png", "resumen.txt"
SLIVER_M = 1.0
WIDTH = 110
_KEPT = "\u2007"

Words = Mapping[str, str]


@dataclass(frozen=True)
class TerritoryAlerts:
    """Alerts of one community.

    Attributes
    ----------
    name : str
        Name of the community.
    pixel_count : int
    area_ha : float
    months : dict of str to float
        Area in hectares by month, ``2023-08``.
    """

    name: str
    pixel_count: int
    area_ha: float
    months: dict[str, float]


@dataclass(frozen=True)
class Overlap:
    """One overlap with the boundary; the mean width in metres tells a sliver from disputed land."""

    layer: str
    name: str
    area_ha: float
    percent: float
    mean_width_m: float


@dataclass(frozen=True)
class Title:
    """What the package states of the title."""

    area_ha: str
    perimeter_m: str
    vertices: int
    crs: str
    files: int
    blockers: int


@dataclass(frozen=True)
class Findings:
    """All that the demo found.

    Attributes
    ----------
    shared_pixels : int
        How often a pixel is counted again because two communities claim its place.
    alerts : dict of str to (str, float)
        Date and area in hectares of each alert inside a community, by its identifier.
    not_found : tuple of (str, str)
        Tables that were evaluated and have no overlap, each with the date of its data.
    repaired, without_geometry : tuple of (str, tuple of str)
        Features that had to be mended, and those that could not be evaluated, by table.
    """

    community: str
    territories: tuple[TerritoryAlerts, ...]
    shared_pixels: int
    alerts: dict[str, tuple[str, float]]
    overlaps: tuple[Overlap, ...]
    not_found: tuple[tuple[str, str], ...]
    repaired: tuple[tuple[str, tuple[str, ...]], ...]
    without_geometry: tuple[tuple[str, tuple[str, ...]], ...]
    title: Title

    @property
    def years(self) -> tuple[str, str]:
        """Year of the first and of the last alert."""
        dates = [date for date, _ in self.alerts.values()]
        return min(dates)[:4], max(dates)[:4]


def records(path: Path, table: str | None = None) -> list[tuple[dict[str, Any], Any]]:
    """Attributes and geometry of every feature."""
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayerByName(table) if table else dataset.GetLayer(0)
    found = []
    for feature in layer:
        geometry = feature.GetGeometryRef()
        found.append((feature.items(), geometry.Clone() if geometry is not None else None))
    return found


def table_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def read_findings(
    out: Path, gpkg: Path, tables: Sequence[str], nothing_there: Sequence[str], numbers: Mapping[str, Any]
) -> Findings:
    """Read the findings back from the folder of results.

    Parameters
    ----------
    gpkg : Path
        GeoPackage of the demo, for the names of the communities and for what could not be evaluated.
    tables : sequence of str
        Its tables that the boundary was compared with.
    nothing_there : sequence of str
        Those of them that were evaluated and have no overlap.
    numbers : mapping
        What ``technicaltable`` and ``exporttitlepackage`` returned.
    """
    names = {fields["codigo"]: fields["nomcom"] for fields, _ in records(gpkg, "comunidades")}
    points = alert_points(out / ALERTS)
    territories = territory_alerts(table_rows(out / STATISTICS), names)
    overlaps = read_overlaps(out / OVERLAPS)
    with closing(sqlite3.connect(f"{gpkg.as_uri()}?mode=ro", uri=True)) as connection:
        dates = dict(connection.execute("SELECT table_name, substr(last_change, 1, 10) FROM gpkg_contents"))
    return Findings(
        community=names[COMMUNITY],
        territories=territories,
        shared_pixels=sum(territory.pixel_count for territory in territories) - len(points),
        alerts=points,
        overlaps=overlaps,
        not_found=tuple((table, dates[table]) for table in nothing_there),
        repaired=faulty(gpkg, tables, lambda geometry: geometry is not None and not geometry.IsValid()),
        without_geometry=faulty(gpkg, tables, lambda geometry: geometry is None),
        title=Title(
            area_ha=number(numbers["AREA_HA"], 4),
            perimeter_m=number(numbers["PERIMETER_M"], 2),
            vertices=numbers["VERTEX_COUNT"],
            crs=numbers["CRS"],
            blockers=numbers["BLOCKERS"],
            files=sum(path.is_file() for path in (out / PACKAGE).rglob("*")),
        ),
    )


def alert_points(path: Path) -> dict[str, tuple[str, float]]:
    """Date and area of each alert, by its identifier; a pixel that two communities count is one alert."""
    return {
        fields["alert_id"]: (str(fields["date"]).replace("/", "-")[:10], fields["area_ha"])
        for fields, _ in records(path)
    }


def territory_alerts(rows: list[dict[str, str]], names: Mapping[str, str]) -> tuple[TerritoryAlerts, ...]:
    """Sum the rows of the statistics by community, those without alerts included."""
    counts: dict[str, int] = defaultdict(int)
    months: dict[str, dict[str, float]] = {code: defaultdict(float) for code in names}
    for row in rows:
        counts[row["territory_id"]] += int(row["pixel_count"])
        months[row["territory_id"]][row["period_start"].replace("/", "-")[:7]] += float(row["area_ha"])
    return tuple(
        TerritoryAlerts(names[code], counts[code], sum(months[code].values()), dict(months[code])) for code in names
    )


def read_overlaps(path: Path) -> tuple[Overlap, ...]:
    """Overlaps, the largest first."""
    keys = ("layer", "feature_name", "area_ha", "percent", "width_m")
    found = [Overlap(*(fields[key] for key in keys)) for fields, _ in records(path)]
    return tuple(sorted(found, key=lambda overlap: -overlap.area_ha))


def faulty(gpkg: Path, tables: Any, is_faulty: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Identities of the features of each table whose geometry is faulty."""
    found = []
    # GDAL says on the terminal why a geometry is not valid; here it is only counted.
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    for table in tables:
        key = "cod_predio" if table == "predios" else "codigo"
        ids = tuple(str(fields.get(key)) for fields, geometry in records(gpkg, table) if is_faulty(geometry))
        if ids:
            found.append((table, ids))
    gdal.PopErrorHandler()
    return tuple(found)


def number(value: float, decimals: int) -> str:
    """A figure with a space between thousands and a decimal point, halves rounded upwards as the package does."""
    rounded = Decimal(f"{value:.9f}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:,}".replace(",", "\u00a0")


def month_in_words(month: str, words: Words) -> str:
    """``2023-08`` as "agosto de 2023"."""
    year, index = month.split("-")
    return words["month_year"].format(month=words["months"].split()[int(index) - 1], year=year)


def write_summary(found: Findings, words: Words) -> str:
    """The summary as text."""
    lines = [words["title"], "=" * len(words["title"]), words["invented"], "", words["alerts_heading"]]
    lines += _wrapped(_alert_lines(found, words))
    lines += ["", words["overlaps_heading"].format(name=found.community.upper())]
    lines += _wrapped(_overlap_lines(found, words))
    title = found.title
    stated = {"area": title.area_ha, "perimeter": title.perimeter_m, "vertices": title.vertices, "crs": title.crs}
    said = [words["title_line"].format(**stated), words["title_agree"], words["title_files"].format(count=title.files)]
    if title.blockers:
        said.append(words["title_draft"].format(count=title.blockers))
    lines += ["", words["title_heading"], *_wrapped(said)]
    return "\n".join(lines) + "\n"


def _wrapped(sentences: Sequence[str]) -> list[str]:
    """Lines of a width that a terminal shows, a figure never parted from its unit."""
    lines = []
    for sentence in sentences:
        kept = re.sub(r"(\d) (ha|m|%)(?!\w)", rf"\1{_KEPT}\2", sentence)
        lines += textwrap.wrap(kept, WIDTH, initial_indent="  ", subsequent_indent="     ", break_long_words=False)
    return [line.replace(_KEPT, " ") for line in lines]


def _alert_lines(found: Findings, words: Words) -> list[str]:
    lines = []
    for territory in found.territories:
        if not territory.pixel_count:
            lines.append(words["alerts_none"].format(name=territory.name))
            continue
        last = max(territory.months)
        lines.append(
            words["alerts_line"].format(
                name=territory.name,
                count=number(territory.pixel_count, 0),
                area=number(territory.area_ha, 2),
                last=month_in_words(last, words),
                last_area=number(territory.months[last], 2),
            )
        )
    months: dict[str, float] = defaultdict(float)
    for date, area in found.alerts.values():
        months[date[:7]] += area
    most = sorted(months, key=lambda month: -months[month])[:3]
    said = [words["alerts_month"].format(month=month_in_words(m, words), area=number(months[m], 2)) for m in most]
    lines.append(words["alerts_months"].format(months=", ".join(said)))
    if found.shared_pixels:
        lines.append(words["alerts_shared"].format(count=number(found.shared_pixels, 0)))
    return [*lines, words["alerts_warning"]]


def _overlap_lines(found: Findings, words: Words) -> list[str]:
    lines = []
    for rank, overlap in enumerate(found.overlaps, 1):
        if overlap.mean_width_m < SLIVER_M:
            meaning = words["overlap_sliver"].format(width=number(overlap.mean_width_m, 2))
        else:
            meaning = words.get(f"overlap_{overlap.layer}", words["overlap_other"])
        lines.append(
            words["overlap_line"].format(
                number=rank,
                what=overlap.name,
                area=number(overlap.area_ha, 4),
                percent=number(overlap.percent, 3),
                meaning=meaning,
            )
        )
    lines += [words["not_found"].format(layer=words[f"layer_{layer}"], date=date) for layer, date in found.not_found]
    for message, faults in (("repaired", found.repaired), ("not_evaluated", found.without_geometry)):
        for table, ids in faults:
            said = words[message].format(layer=words[f"layer_{table}"], count=len(ids), ids=", ".join(ids))
            lines.append(said[0].upper() + said[1:])
    return lines


def panel_notes(found: Findings, words: Words) -> dict[str, list[str]]:
    """Lines for the panel beside the map."""
    title = found.title
    return {
        "alerts": [
            words["panel_alert_line"].format(
                name=territory.name, area=number(territory.area_ha, 2), count=number(territory.pixel_count, 0)
            )
            for territory in found.territories
        ],
        "overlaps": [
            words["panel_overlap_line"].format(number=rank, what=overlap.name, area=number(overlap.area_ha, 4))
            for rank, overlap in enumerate(found.overlaps, 1)
        ],
        "title": [
            words["panel_title_line"].format(area=title.area_ha, perimeter=title.perimeter_m, vertices=title.vertices)
        ],
    }
