"""The descriptive report (memoria descriptiva): the numbers of the technical table in words, put into a template."""

from __future__ import annotations

import datetime
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any, Collection

from osgeo import osr

from ..documents.docx_template import fields_of, fill_template
from ..documents.numbers import cardinal_words, cell_text, counted, date_text, listed
from ..documents.phrases import Phrases
from ..errors import InputError
from ..geo.progress import IsCancelled, stop_if
from ..paths import resource
from .agreements import SEVERAL
from .land_capacity import CESSION, EXCLUDED, PROPERTY, UNCLASSIFIED
from .limits import EAST, NORTH, SOUTH, WEST, directions_of, neighbours_in_order, stretches_of
from .package import UNDATED, PackageContent, Produced, draft_lines, land_words, ring_totals
from .sides import RIVER
from .stated_rows import DIVISION, TERRITORY
from .stated_texts import DOCX
from .technical_table import RingTable, TableRow, TechnicalTable
from .zones import crossed_zones

TEMPLATE = "memoria_{profile}.docx"
# Numbers of the manifest that a text may state.
STATED: tuple[str, ...] = ("area_ha", "area_m2", "perimeter_m", "geometry_sha256")
_SQUARE_METRES_PER_HECTARE = 10_000


def produce_memoria(content: PackageContent, is_cancelled: IsCancelled, template: Path | None = None) -> Produced:
    """The report as DOCX.

    Parameters
    ----------
    template : Path, optional
        A template of the federation; the plugin's own by default.

    Raises
    ------
    InputError
        What :func:`~..documents.docx_template.fill_template` says of a template.
    """
    chosen = template or template_of(content.profile.id)
    used = fields_of(chosen)
    stop_if(is_cancelled)
    context = memoria_context(content)
    name = f"{content.phrases.say('file.memoria')}.docx"
    states = [key for key in STATED if key in used]
    if content.land is not None and "land" in used:
        regimes = [regime for regime in (PROPERTY, CESSION, UNCLASSIFIED, EXCLUDED) if content.land.of(regime)]
        states += [f"land_capacity:{regime}_ha" for regime in regimes]
    states += [f"attribute:{key}" for key in content.facts.attributes if key in used and key not in context["dates"]]
    if content.is_draft and not used & {"mark", "draft_reasons"}:
        raise InputError("template.no_mark", template=chosen.name)
    parts = [regime for regime, _ in content.land.tables] if content.land is not None and "land" in used else []
    document = {
        "kind": DOCX,
        "states": states,
        "mark": context["mark"],
        "headings": context["columns"] if "tables" in used else [],
        "columns": table_columns(content),
        "parts": parts,
        "part_columns": dict.fromkeys(parts, part_columns(content)),
        **_stated(content, used),
        "is_of_template": template is not None,
    }
    return Produced({name: fill_template(chosen, context)}, {"memoria": {"file": name, **document}})


def _stated(content: PackageContent, used: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Tables of the report and the runs of sides that it tells of, for those who verify it."""
    table = content.table.with_neighbours(content.facts.neighbours(content.table))
    say = content.phrases.say
    tables: list[dict[str, Any]] = []
    runs: list[dict[str, Any]] = []
    if "tables" in used:
        totals = [say("total"), say("total.enclave")]
        tables.append({"of": TERRITORY, "columns": table_columns(content), "totals": totals})
    if "land" in used and content.land is not None:
        tables.append({"of": DIVISION, "columns": ["regime", "unit", "area_ha"], "regimes": True, "total": None})
    if "limits" in used:
        stretches = [
            stretch
            for ring in table.rings
            if not ring.ring
            for sides in directions_of(ring).values()
            for stretch in stretches_of(ring, sides)
        ]
        runs.append({"ends": [(stretch.rows[0].vertex, stretch.end.vertex) for stretch in stretches]})
    if "descriptions" in used:
        channel = [row.vertex for row in table.rows if _follows_channel(row)]
        runs.append({"angles": ["azimuth", "interior_angle"], "channel": channel})
    return {"tables": tables, "runs": runs}


def template_of(profile: str) -> Path:
    """The plugin's template for a profile, or the one for native communities of Peru."""
    own = resource("templates", TEMPLATE.format(profile=profile))
    return own if own.is_file() else resource("templates", TEMPLATE.format(profile="peru_native_community"))


def memoria_context(content: PackageContent) -> dict[str, Any]:
    """Every field that a template may use; ``docs`` list them."""
    say = content.phrases.say
    # only what was released, whoever calls
    table = content.table.with_neighbours(content.facts.neighbours(content.table))
    columns = table_columns(content)
    neighbours = neighbours_in_order(table)
    with_neighbours = "row:neighbour" not in content.facts.withheld
    stated, dates = _attributes(content)
    zones = crossed_zones(table)
    context: dict[str, Any] = {
        **stated,
        **_system(table, content.phrases),
        "dates": dates,
        "zone_note": say("plan.zone_crossed", zone=table.zone, zones=", ".join(zones)) if zones else "",
        "frame": content.profile.dossier.frame,
        "legal_base": list(content.profile.dossier.legal_base),
        "area_ha": cell_text(table.area_ha),
        "area_m2": cell_text(table.area_m2),
        "area_words": area_words(table.area_m2),
        "perimeter_m": cell_text(table.perimeter_m),
        "ellipsoidal_area_ha": cell_text(content.ellipsoidal_area_ha),
        "area_method": say(f"memoria.area_method.{content.profile.area_method}"),
        "vertices": counted(len(table.rows), *say("memoria.vertex_forms").split("|")),
        "parts": counted(len(table.parts), *say("memoria.part_forms").split("|")),
        "enclaves": sum(1 for ring in table.rings if ring.ring),
        "neighbours": listed(neighbours) if with_neighbours else "",
        "with_neighbours": with_neighbours,
        "limits": _limits(table, content.phrases, with_neighbours),
        "descriptions": [
            {"title": _ring_title(ring, table, content.phrases), "sentences": _sentences(ring, content.phrases)}
            for ring in table.rings
        ],
        "columns": [say(f"column.{column}") for column in columns],
        "tables": _tables(table, columns, content.phrases),
        "land": _land(content),
        "geometry_sha256": table.checksum(),
        "mark": say("draft") if content.is_draft else "",
        "draft_reasons": draft_lines(content)[1:],
        "footer": say("memoria.footer", checksum=table.checksum()),
        "document_date": date_text(content.made_on) if content.made_on != UNDATED else say("memoria.to_complete"),
    }
    return context


def table_columns(content: PackageContent) -> list[str]:
    """Columns of the technical table that the audience may have."""
    columns = [column for column in content.profile.table_columns if f"row:{column}" not in content.facts.withheld]
    if len(content.table.rings) > 1:
        columns = ["part", "ring", *(column for column in columns if column not in ("part", "ring"))]
    return columns


def part_columns(content: PackageContent) -> list[str]:
    """Columns of the tables of the titled and the ceded land."""
    return [column for column in content.profile.table_columns if column not in ("neighbour", "part", "ring")]


def area_words(area_m2: Decimal) -> str:
    """Hectares and square metres in words, as resolutions write them."""
    whole = area_m2.to_integral_value(ROUND_FLOOR)
    hectares, metres = divmod(int(whole), _SQUARE_METRES_PER_HECTARE)
    rest = f"{area_m2 - whole:f}".partition(".")[2]
    square = f"{cardinal_words(metres)} {'metro cuadrado' if metres == 1 else 'metros cuadrados'}"
    if rest.strip("0"):
        # a fraction as offices write it, in its printed digits
        square = f"{cardinal_words(metres)} y {rest}/{10 ** len(rest)} metros cuadrados"
    if not hectares:
        return square
    said = f"{cardinal_words(hectares, True)} {'hectárea' if hectares == 1 else 'hectáreas'}"
    if said.endswith(("millón hectáreas", "millones hectáreas")):
        said = said.replace(" hectáreas", " de hectáreas")
    return f"{said} con {square}" if metres or rest.strip("0") else said


def side_sentence(row: TableRow, end: TableRow, phrases: Phrases, is_last: bool) -> str:
    """One side in words: from where to where, how long, in which direction, beside whom."""
    facts = {"start": row.vertex, "end": end.vertex, "distance_m": cell_text(row.distance_m)}
    if _follows_channel(row):
        kind = "memoria.side_river_named" if row.neighbour else "memoria.side_river"
        said = phrases.say(kind, neighbour=_named(row.neighbour), **facts)
    else:
        said = phrases.say("memoria.side_straight", azimuth=row.azimuth, angle=row.interior_angle, **facts)
        if row.neighbour:
            said += phrases.say("memoria.side_neighbour", neighbour=_named(row.neighbour))
    return said + phrases.say("memoria.side_last" if is_last else "memoria.side_end")


def _named(neighbour: str) -> str:
    """Several who adjoin one side, as a sentence names them."""
    return listed(neighbour.split(SEVERAL))


def _follows_channel(row: TableRow) -> bool:
    return row.is_sinuous or row.kind == RIVER


def _attributes(content: PackageContent) -> tuple[dict[str, str], list[str]]:
    """What was stated of each attribute; what is missing is shown as a place to complete, what was held back as such."""
    say = content.phrases.say
    # a template may ask for what another country's profile knows
    words = content.phrases.texts
    stated = {key[10:]: say("memoria.to_complete") for key in words if key.startswith("attribute.")}
    dates = []
    for attribute in content.profile.attributes:
        text = content.facts.attributes.get(attribute.key, "")
        if attribute.kind == "date":
            dates.append(attribute.key)
            text = date_text(datetime.date.fromisoformat(text)) if text else ""
        held = f"attribute:{attribute.key}" in content.facts.withheld
        stated[attribute.key] = text or say("memoria.withheld" if held else "memoria.to_complete")
    return stated, dates


def _system(table: TechnicalTable, phrases: Phrases) -> dict[str, str]:
    """The reference system as its definition states it."""
    system = osr.SpatialReference()
    system.SetFromUserInput(table.crs)
    meridian = system.GetProjParm(osr.SRS_PP_CENTRAL_MERIDIAN)
    return {
        "crs": table.crs,
        "zone": table.zone,
        "datum": (system.GetAttrValue("GEOGCS") or "").replace("_", " "),
        "ellipsoid": (system.GetAttrValue("SPHEROID") or "").replace("_", " "),
        "semi_major_m": f"{system.GetSemiMajor():.3f}",
        "inverse_flattening": f"{system.GetInvFlattening():.9f}",
        "central_meridian": f"{abs(meridian):g}° {phrases.say('memoria.west' if meridian < 0 else 'memoria.east')}",
        "scale_factor": f"{system.GetProjParm(osr.SRS_PP_SCALE_FACTOR, 1.0):g}",
        "false_easting_m": f"{system.GetProjParm(osr.SRS_PP_FALSE_EASTING):.0f}",
        "false_northing_m": f"{system.GetProjParm(osr.SRS_PP_FALSE_NORTHING):.0f}",
    }


def _limits(table: TechnicalTable, phrases: Phrases, with_neighbours: bool) -> list[dict[str, Any]]:
    """North, east, south and west of each part, with the neighbours along each."""
    found = []
    outer = [ring for ring in table.rings if not ring.ring]
    for ring in outer:
        sides = directions_of(ring)
        part = phrases.say("memoria.of_part", part=ring.part) if len(outer) > 1 else ""
        for direction in (NORTH, EAST, SOUTH, WEST):
            texts = []
            for stretch in stretches_of(ring, sides[direction]):
                name = _named(stretch.neighbour) if with_neighbours else phrases.say("memoria.withheld")
                texts.append(
                    phrases.say(
                        "memoria.stretch",
                        neighbour=name or phrases.say("memoria.no_neighbour"),
                        start=stretch.rows[0].vertex,
                        end=stretch.end.vertex,
                        sides=counted(len(stretch.rows), *phrases.say("memoria.side_forms").split("|")),
                        length_m=cell_text(stretch.length_m),
                    )
                )
            if not texts:
                texts.append(phrases.say("memoria.no_side"))
            found.append({"direction": phrases.say(f"memoria.{direction}") + part, "text": "; ".join(texts) + "."})
    return found


def _ring_title(ring: RingTable, table: TechnicalTable, phrases: Phrases) -> str:
    if ring.ring:
        return phrases.say("memoria.enclave", ring=ring.ring, part=ring.part)
    return phrases.say("memoria.part", part=ring.part) if len(table.parts) > 1 else phrases.say("memoria.perimeter")


def _sentences(ring: RingTable, phrases: Phrases) -> list[str]:
    first = ring.rows[0]
    place = {"easting": cell_text(first.easting), "northing": cell_text(first.northing)}
    said = [phrases.say("memoria.start", vertex=first.vertex, **place)]
    ends = [*ring.rows[1:], first]
    for number, (row, end) in enumerate(zip(ring.rows, ends), start=1):
        said.append(side_sentence(row, end, phrases, number == len(ring.rows)))
    return said


def _tables(table: TechnicalTable, columns: list[str], phrases: Phrases) -> list[dict[str, Any]]:
    """The technical table, ring by ring, each cell as printed."""
    totals = ring_totals(table, columns, phrases)
    return [
        {
            "title": _ring_title(ring, table, phrases),
            "rows": [[cell_text(getattr(row, column)) for column in columns] for row in ring.rows],
            "totals": [cell_text(cell) for cell in total],
            "area_ha": cell_text(ring.area_ha),
            "perimeter_m": cell_text(ring.perimeter_m),
        }
        for ring, total in zip(table.rings, totals)
    ]


def _land(content: PackageContent) -> dict[str, Any]:
    """Property, cession in use and exclusions; empty rows when the land was not divided."""
    land = content.facts.land(content.land)
    if land is None:
        return {"rows": [], "totals": [], "regimes": []}
    words = land_words(land, content.phrases)
    rows = [
        [
            words[row.regime],
            row.code or " ".join(w for w in (words.get(row.kind, ""), row.name) if w),
            cell_text(row.area_ha),
        ]
        for row in land.rows
    ]
    totals = [
        [words[regime], cell_text(land.area_ha(regime))]
        for regime in (PROPERTY, CESSION, UNCLASSIFIED, EXCLUDED)
        if land.of(regime)
    ]
    regimes = []
    for regime, table in land.tables:
        columns = part_columns(content)
        regimes.append(
            {
                "title": words[regime],
                "area_ha": cell_text(table.area_ha),
                "area_m2": cell_text(table.area_m2),
                "perimeter_m": cell_text(table.perimeter_m),
                "geometry_sha256": table.checksum(),
                "columns": [content.phrases.say(f"column.{column}") for column in columns],
                "tables": _tables(table, columns, content.phrases),
            }
        )
    return {"rows": rows, "totals": totals, "regimes": regimes}
