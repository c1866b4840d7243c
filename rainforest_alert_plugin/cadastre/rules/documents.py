"""Attributes and documents of the file, A01 to A13."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Iterator, Sequence

from qgis.core import QgsGeometry, QgsPointXY

from ...errors import Message
from ...geo.progress import IsCancelled
from ..case import METRES_PER_HECTARE, Case, Side, StatedDocument, SurveyedVertex
from ..findings import NOTE, REVIEW, Finding
from ..profile import Profile, plain_words
from .numbers import area_fields, decimals_of, number_of, other_reading
from .rule import DOCUMENTS, Rule, finding, point

_PLANS = ("plan", "memoria")
_SYSTEM_VALUES = ("datum", "projection", "zone", "ellipsoid")
_PLAN_VALUES = ("professional", "cip", "equipment", "method", "survey_date", "scale", "signed")
_SHEET_VALUES = ("legend", "north", "grid", "sheet")
_COMPASS = ("north", "south", "east", "west")
_NEEDS_RECORD = ("community", "private_parcel", "other")
_POST_PROCESSED = ("differential",)
# Not Shape_Leng: ArcGIS keeps that itself, in whatever unit the layer has.
_PERIMETER_FIELDS = re.compile(r"^(perime(tro|ter|tro_m|_m)?|peri_pr|perim_m|perimeter_m)$", re.IGNORECASE)
_NO = ("", "no", "false", "0", "falso")
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf±¡©\u00ad³º]|Â[°º]|\ufffd")
_LOST_LETTER = re.compile(r"[A-Za-zÁÉÍÓÚáéíóúÑñ]\?[A-Za-zÁÉÍÓÚáéíóúÑñ]")
_UTF8 = ("utf-8", "utf8", "65001")


def system_stated(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A01: the file carries its reference system, and plan and memoria print datum, projection, zone and ellipsoid.

    Plans must be tied to the official geodetic network: without a .prj or a zone the cadastre office cannot place them.
    """
    if not case.source.has_crs or not (case.declared_crs or case.declared_proj):
        yield finding(
            "A01", profile, Message("finding.no_crs", file=case.source.name or case.name), "file", fix="shift_datum"
        )
    elif profile.official_systems and case.declared_crs not in profile.official_systems:
        yield finding(
            "A01",
            profile,
            Message("finding.other_system", crs=case.declared_crs, systems=", ".join(profile.official_systems)),
            "system",
            severity=REVIEW,
        )
    for document in case.documents:
        if document.kind not in _PLANS:
            continue
        missing = [name for name in _SYSTEM_VALUES if not document.values.get(name, "").strip()]
        if missing:
            yield finding(
                "A01",
                profile,
                Message("finding.system_not_printed", document=document.name, values=", ".join(missing)),
                document.name,
                "missing",
            )
        zone = re.sub(r"\s", "", document.values.get("zone", "")).upper()
        if zone and case.zone and not zone.startswith(case.zone[:-1]):
            yield finding(
                "A01",
                profile,
                Message("finding.zone_printed", document=document.name, printed=zone, zone=case.zone),
                document.name,
                "zone",
            )


def one_name(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A02: the community bears one name, to the last accent, in every document and in the resolution that recognises it.

    A registrar compares names letter by letter: «CN Nueva Vida» and «Comunidad Nativa Nueva Vida» are two persons.
    """
    names = [
        (document.name, document.values["community"].strip())
        for document in case.documents
        if document.values.get("community")
    ]
    own = case.attributes.get("community", "").strip()
    if own:
        names.insert(0, (case.name, own))
    if len({name for _, name in names}) < 2:
        return
    listed = "; ".join(f"{document}: «{name}»" for document, name in names)
    same_words = len({" ".join(_bare(name)) for _, name in names}) == 1
    yield finding(
        "A02",
        profile,
        Message("finding.name_spelling" if same_words else "finding.name_differs", list=listed),
        "name",
        measure=float(len({name for _, name in names})),
        unit="count",
    )


def district_stated(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A03: district, province and department are those the boundary lies in, and the UBIGEO is six digits kept as text.

    The leading zero of Amazonas or Cajamarca is lost when a spreadsheet takes the code for a number; each district that has a
    share is stated.
    """
    code = case.attributes.get("ubigeo", "").strip()
    if code and not re.fullmatch(r"\d{6}", code):
        yield finding("A03", profile, Message("finding.ubigeo_form", ubigeo=code), "form")
    least = profile.threshold("district_percent")
    inside = sorted((d for d in case.districts if d.percent >= least), key=lambda d: -d.percent)
    if not inside:
        return
    shares = "; ".join(f"{d.district} ({d.ubigeo}) {d.percent:.1f} %" for d in inside)
    if re.fullmatch(r"\d{6}", code) and code not in {d.ubigeo for d in inside}:
        yield finding(
            "A03",
            profile,
            Message("finding.ubigeo_elsewhere", ubigeo=code, shares=shares),
            "code",
            geometry=_where(case),
        )
    for column, name in (("district", "district"), ("province", "province"), ("department", "department")):
        stated = case.attributes.get(column, "").strip()
        if not stated:
            continue
        wanted = {getattr(d, name) for d in inside if getattr(d, name)}
        words = " ".join(plain_words(stated))
        lacking = sorted(each for each in wanted if " ".join(plain_words(each)) not in words)
        if wanted and len(lacking) == len(wanted):
            yield finding(
                "A03",
                profile,
                Message(f"finding.{column}_elsewhere", stated=stated, shares=shares, found=", ".join(sorted(wanted))),
                column,
                geometry=_where(case),
            )
        elif lacking and column == "district":
            yield finding(
                "A03",
                profile,
                Message("finding.district_left_out", stated=stated, lacking=", ".join(lacking), shares=shares),
                "left_out",
                measure=float(len(lacking)),
                unit="count",
                geometry=_where(case),
            )


def neighbours_stated(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A04: every side names its neighbour and his kind, and the summary by north, south, east and west is complete.

    First registration states the boundaries side by side; a side without a neighbour is «Terrenos del Estado» only when
    somebody says so.
    """
    for side in case.sides:
        if not side.neighbour.strip() and side.kind not in ("river", "road", "state"):
            yield finding(
                "A04",
                profile,
                Message("finding.side_without_neighbour", **_side_facts(side)),
                "neighbour",
                side.part,
                side.ring,
                side.number,
                geometry=_side_line(side),
            )
        elif not side.kind:
            yield finding(
                "A04",
                profile,
                Message("finding.side_without_kind", neighbour=side.neighbour, **_side_facts(side)),
                "kind",
                side.part,
                side.ring,
                side.number,
                geometry=_side_line(side),
            )
    if case.table is not None and not case.sides and any(row.neighbour for row in case.table.rows):
        for row in case.table.rows:
            if not row.neighbour.strip():
                yield finding(
                    "A04",
                    profile,
                    Message(
                        "finding.side_without_neighbour", side=row.side or row.vertex, part=row.part + 1, ring=row.ring
                    ),
                    "row",
                    row.part,
                    row.ring,
                    row.vertex,
                    geometry=point((float(row.easting), float(row.northing))),
                )
    for document in case.stated("memoria"):
        missing = [name for name in _COMPASS if not document.values.get(name, "").strip()]
        if missing and any(document.values.get(name, "").strip() for name in _COMPASS):
            yield finding(
                "A04",
                profile,
                Message("finding.compass_incomplete", document=document.name, values=", ".join(missing)),
                document.name,
            )


def records_of_agreement(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A05: each neighbour without registered land signed a dated record of agreement, by someone with the power to.

    With a registered neighbour none is needed: his registered line governs. The record of a community is signed by whom its
    assembly gave the mandate.
    """
    registered = {unit.name for r in case.references if r.role == "registered_land" for unit in r.units if unit.name}
    told: set[tuple[str, str]] = set()
    for side in case.sides:
        if side.kind not in _NEEDS_RECORD or side.registry_entry.strip() or side.neighbour in registered:
            continue
        missing = [
            name
            for name, value in (
                ("record_act", side.record_act),
                ("record_on", side.record_on),
                ("signed_by", side.signed_by),
            )
            if not value.strip()
        ]
        key = (side.neighbour, ",".join(missing))
        if key in told:
            continue
        told.add(key)
        facts = {"neighbour": side.neighbour or "-", **_side_facts(side)}
        if "record_act" in missing and "record_on" in missing:
            yield finding(
                "A05",
                profile,
                Message("finding.no_record", **facts),
                side.neighbour,
                side.part,
                side.ring,
                side.number,
                geometry=_side_line(side),
                details={"name": side.neighbour},
            )
        elif missing:
            yield finding(
                "A05",
                profile,
                Message("finding.record_incomplete", values=", ".join(missing), act=side.record_act or "-", **facts),
                side.neighbour,
                "incomplete",
                geometry=_side_line(side),
                details={"name": side.neighbour},
            )
        elif not side.mandate.strip():
            yield finding(
                "A05",
                profile,
                Message("finding.record_mandate", act=side.record_act, signed_by=side.signed_by, **facts),
                side.neighbour,
                "mandate",
                severity=REVIEW,
                geometry=_side_line(side),
                details={"name": side.neighbour},
            )
        if side.record_on and case.evaluated_on and _is_later(side.record_on, case.evaluated_on):
            yield finding(
                "A05",
                profile,
                Message("finding.record_in_future", act=side.record_act, date=side.record_on, **facts),
                side.neighbour,
                "future",
                geometry=_side_line(side),
            )


def plan_signed(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A06: the plan states who made it, how and when, is signed, and its scale is that of the drawing.

    Reviewers measure the grid: a plan whose printed scale is not the drawn one is returned.
    """
    plans = case.stated("plan")
    if not plans:
        yield finding("A06", profile, Message("finding.no_plan"), "none")
    for plan in plans:
        missing = _unstated(plan, _PLAN_VALUES)
        if missing:
            yield finding(
                "A06",
                profile,
                Message("finding.plan_incomplete", document=plan.name, values=", ".join(missing)),
                plan.name,
                "values",
            )
        printed, drawn = _scale(plan.values.get("scale", "")), _scale(plan.values.get("drawn_scale", ""))
        if printed and drawn and abs(drawn - printed) > printed * profile.threshold("scale_percent") / 100.0:
            yield finding(
                "A06",
                profile,
                Message("finding.plan_scale", document=plan.name, printed=f"1:{printed:.0f}", drawn=f"1:{drawn:.0f}"),
                plan.name,
                "scale",
                measure=100.0 * (drawn - printed) / printed,
                unit="%",
            )
        date = plan.values.get("survey_date", "")
        if date and case.evaluated_on and _is_later(date, case.evaluated_on):
            yield finding(
                "A06", profile, Message("finding.plan_date", document=plan.name, date=date), plan.name, "date"
            )


def sheet_complete(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A07: the sheet has a legend, a north arrow, labels on its grid, and its name."""
    for plan in case.stated("plan"):
        missing = _unstated(plan, _SHEET_VALUES)
        if missing:
            yield finding(
                "A07",
                profile,
                Message("finding.sheet_incomplete", document=plan.name, values=", ".join(missing)),
                plan.name,
            )


def survey_recorded(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A08: each vertex states how it was surveyed and how well; post-processed ones name base station and raw data.

    A hand-held receiver gives a preliminary boundary, not one to register.
    """
    groups = {
        "finding.vertices_without_method": [v for v in case.vertices if not v.method],
        "finding.vertices_without_sigma": [v for v in case.vertices if v.method and v.sigma_m is None],
        "finding.vertices_without_base": [
            v for v in case.vertices if v.method in _POST_PROCESSED and not (v.base_station and v.raw_file)
        ],
    }
    for lacking, vertices in groups.items():
        if vertices:
            yield _vertices_finding(profile, Message(lacking, **_vertex_facts(vertices)), lacking, vertices)
    limit = profile.threshold("warn_sigma_m")
    allowed = _sigma_by_type(case, profile)
    coarse = [
        v for v in case.vertices if v.sigma_m is not None and v.sigma_m > allowed.get((v.part, v.ring, v.number), limit)
    ]
    if coarse:
        worst = max(v.sigma_m or 0.0 for v in coarse)
        message = Message(
            "finding.vertices_coarse", limit_m=f"{limit:g}", worst_m=f"{worst:.1f}", **_vertex_facts(coarse)
        )
        yield _vertices_finding(profile, message, "coarse", coarse, worst)


def _sigma_by_type(case: Case, profile: Profile) -> dict[tuple[int, int, int], float]:
    """Accuracy allowed to the vertices of sides whose type of limit the profile knows; at a corner the stricter one."""
    limits = {each.code: each.max_sigma_m for each in profile.boundary_types}
    allowed: dict[tuple[int, int, int], float] = {}
    for side in case.sides:
        limit = limits.get(side.kind)
        if limit is None:
            continue
        ring = next((r for r in case.rings if (r.part, r.ring) == (side.part, side.ring)), None)
        count = len(ring.open_points) if ring is not None else 0
        length = max(len(side.line), 2)
        for step in range(length if count else 0):
            place = (side.part, side.ring, (side.number - 1 + step) % count + 1)
            allowed[place] = min(limit, allowed.get(place, limit))
    return allowed


def overlap_report_dated(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A09: the report on overlaps bears the date of each layer, and lists what could not be read as NOT EVALUATED.

    «Not found» means nothing without the day on which one looked.
    """
    undated = [reference.name for reference in case.references if not reference.date]
    if undated:
        yield finding(
            "A09",
            profile,
            Message("finding.layers_undated", count=len(undated), list=", ".join(undated)),
            "undated",
            severity=NOTE,
            measure=float(len(undated)),
            unit="count",
        )
    if case.layers_not_evaluated:
        listed = ", ".join(each.subject for each in case.layers_not_evaluated)
        yield finding(
            "A09",
            profile,
            Message("finding.layers_not_evaluated", count=len(case.layers_not_evaluated), list=listed),
            "not_evaluated",
            measure=float(len(case.layers_not_evaluated)),
            unit="count",
        )
    for report in case.stated("overlap_report"):
        if not report.values.get("date", "").strip():
            yield finding("A09", profile, Message("finding.report_undated", document=report.name), report.name, "date")
        said = report.values.get("not_evaluated")
        if said is None:
            yield finding(
                "A09", profile, Message("finding.report_without_list", document=report.name), report.name, "list"
            )
        else:
            lacking = [each.subject for each in case.layers_not_evaluated if each.subject not in said]
            if lacking:
                yield finding(
                    "A09",
                    profile,
                    Message("finding.report_hides", document=report.name, list=", ".join(lacking)),
                    report.name,
                    "hides",
                )


def fresh_attributes(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A10: area and perimeter in the attributes are those of the drawn boundary, not of an earlier edit."""
    polygon = case.polygon
    if polygon.isEmpty() or not case.zone:
        return
    share = profile.threshold("stale_area_percent") / 100.0
    plane = polygon.area() / METRES_PER_HECTARE
    declared = (
        plane if profile.area_method == "utm_grid" or case.ellipsoidal_area_ha is None else case.ellipsoidal_area_ha
    )
    for name, stated in area_fields(case):
        if _is_stale(stated, declared, share) and other_reading(case, profile, stated, plane) is None:
            yield finding(
                "A10",
                profile,
                Message("finding.stale_area", field=name, stated_ha=str(stated), area_ha=f"{declared:.4f}"),
                name,
                measure=float(stated) - declared,
                unit="ha",
                fix="refresh_attributes",
            )
    perimeter = polygon.length()
    for name, text in case.source.fields:
        number = number_of(text) if _PERIMETER_FIELDS.match(name) else None
        # Sides along rivers and the tool that measured make perimeters differ more than areas.
        if number is not None and number > 0 and _is_stale(number, perimeter, share):
            yield finding(
                "A10",
                profile,
                Message("finding.stale_perimeter", field=name, stated_m=str(number), perimeter_m=f"{perimeter:.2f}"),
                name,
                measure=float(number) - perimeter,
                unit="m",
                fix="refresh_attributes",
            )


def registry_offices(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A11: a territory in the area of several registry offices is registered at that of its seat, with reports from all.

    Which office serves which district is told by the registry; several departments are the sure sign.
    """
    least = profile.threshold("district_percent")
    departments = sorted({d.department or d.ubigeo[:2] for d in case.districts if d.percent >= least})
    if len(departments) > 1:
        yield finding(
            "A11",
            profile,
            Message("finding.several_offices", count=len(departments), list=", ".join(departments)),
            "departments",
            measure=float(len(departments)),
            unit="count",
            geometry=_where(case),
        )


def assembly_act(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A12: an assembly approved the boundaries: the act has its date, its quorum, and says so."""
    acts = case.stated("assembly_act")
    if not acts:
        yield finding("A12", profile, Message("finding.no_assembly_act"), "none")
    for act in acts:
        missing = _unstated(act, ("date", "quorum", "approves"))
        if missing:
            yield finding(
                "A12",
                profile,
                Message("finding.assembly_act_incomplete", document=act.name, values=", ".join(missing)),
                act.name,
            )


def texts_readable(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """A13: texts of the file keep their letters: declared UTF-8, nothing cut at the width of a field, no lost ñ or accent."""
    source = case.source
    if source.format == "ESRI Shapefile":
        if not source.has_encoding_file:
            yield finding("A13", profile, Message("finding.no_encoding_file", file=source.name), "cpg")
        elif source.encoding and source.encoding.strip().lower() not in _UTF8:
            yield finding(
                "A13",
                profile,
                Message("finding.other_encoding", file=source.name, encoding=source.encoding),
                "encoding",
                severity=NOTE,
            )
    for name in source.cut_fields:
        yield finding("A13", profile, Message("finding.text_cut", field=name), "cut", name)
    for name, text in (*source.fields, *case.attributes.items()):
        # In an address a question mark begins the query.
        broken = _MOJIBAKE.search(text) or ("://" not in text and _LOST_LETTER.search(text))
        if broken:
            yield finding("A13", profile, Message("finding.lost_letters", field=name, text=text[:60]), "letters", name)


def _unstated(document: StatedDocument, names: Sequence[str]) -> list[str]:
    return [name for name in names if document.values.get(name, "").strip().lower() in _NO]


def _is_stale(stated: Decimal, now: float, share: float) -> bool:
    """Whether a number differs from what is true now, written with as many digits, by more than a share and the last digit."""
    digits = decimals_of(stated)
    return abs(stated - Decimal(f"{now:.{digits}f}")) > max(Decimal(share * now), Decimal(1).scaleb(-digits))


def _bare(name: str) -> list[str]:
    """Words of a community's name without what kind of community it is."""
    words = plain_words(name)
    for prefix in (["comunidad", "nativa"], ["comunidad", "campesina"], ["cn"], ["cc"], ["cc", "nn"], ["ccnn"]):
        if words[: len(prefix)] == prefix and len(words) > len(prefix):
            return words[len(prefix) :]
    return words


def _scale(text: str) -> float | None:
    """Denominator of a scale as people write it: ``1:25 000``, ``1/25000``, ``25 000``."""
    digits = re.sub(r"[^0-9]", "", re.split(r"[:/]", text)[-1])
    return float(digits) if digits else None


def _is_later(date: str, today: str) -> bool:
    try:
        return datetime.date.fromisoformat(date[:10]) > datetime.date.fromisoformat(today[:10])
    except ValueError:
        return False


def _side_facts(side: Side) -> dict[str, object]:
    return {"side": side.number, "part": side.part + 1, "ring": side.ring}


def _side_line(side: Side) -> QgsGeometry | None:
    return QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in side.line]) if len(side.line) > 1 else None


def _vertex_facts(vertices: list[SurveyedVertex]) -> dict[str, object]:
    return {"count": len(vertices), "list": ", ".join(v.label or str(v.number) for v in vertices[:10])}


def _vertices_finding(
    profile: Profile, message: Message, key: str, vertices: list[SurveyedVertex], measure: float | None = None
) -> Finding:
    places = [QgsPointXY(v.easting, v.northing) for v in vertices]
    return finding(
        "A08",
        profile,
        message,
        key.rpartition(".")[2],
        measure=float(len(vertices)) if measure is None else measure,
        unit="count" if measure is None else "m",
        geometry=QgsGeometry.fromMultiPointXY(places),
    )


def _where(case: Case) -> QgsGeometry | None:
    return None if case.polygon.isEmpty() else case.polygon.pointOnSurface()


def _lacks_documents(case: Case, profile: Profile) -> Message | None:
    return None if case.has_documents else Message("rule.no_documents")


def _lacks_names(case: Case, profile: Profile) -> Message | None:
    named = sum("community" in document.values for document in case.documents) + bool(case.attributes.get("community"))
    return None if named > 1 else Message("rule.one_name")


def _lacks_place(case: Case, profile: Profile) -> Message | None:
    return (
        None if case.attributes.get("ubigeo") or (case.districts and _states_place(case)) else Message("rule.no_place")
    )


def _states_place(case: Case) -> bool:
    return any(case.attributes.get(name) for name in ("ubigeo", "district", "province", "department"))


def _lacks_sides(case: Case, profile: Profile) -> Message | None:
    has_rows = case.table is not None and any(row.neighbour for row in case.table.rows)
    return None if case.has_sides or has_rows or case.stated("memoria") else Message("rule.no_sides")


def _lacks_side_records(case: Case, profile: Profile) -> Message | None:
    return None if case.has_sides else Message("rule.no_sides")


def _lacks_vertices(case: Case, profile: Profile) -> Message | None:
    return None if case.vertices else Message("rule.no_survey")


def _lacks_report(case: Case, profile: Profile) -> Message | None:
    has_any = case.references or case.layers_not_evaluated or case.stated("overlap_report")
    return None if has_any else Message("rule.no_references")


def _lacks_attributes(case: Case, profile: Profile) -> Message | None:
    has_any = next(area_fields(case), None) or any(_PERIMETER_FIELDS.match(name) for name, _ in case.source.fields)
    return None if has_any else Message("rule.no_stated_area")


def _lacks_districts(case: Case, profile: Profile) -> Message | None:
    return None if case.districts else Message("rule.no_districts")


RULES = (
    Rule("A01", DOCUMENTS, system_stated, ("source", "declared_crs", "declared_proj", "documents", "zone")),
    Rule("A02", DOCUMENTS, one_name, ("documents", "attributes"), _lacks_names),
    Rule("A03", DOCUMENTS, district_stated, ("attributes", "districts"), _lacks_place),
    Rule("A04", DOCUMENTS, neighbours_stated, ("sides", "table", "documents"), _lacks_sides),
    Rule("A05", DOCUMENTS, records_of_agreement, ("sides", "references", "evaluated_on"), _lacks_side_records),
    Rule("A06", DOCUMENTS, plan_signed, ("documents", "evaluated_on"), _lacks_documents),
    Rule("A07", DOCUMENTS, sheet_complete, ("documents",), _lacks_documents),
    Rule("A08", DOCUMENTS, survey_recorded, ("vertices", "sides", "geometry_wkb"), _lacks_vertices),
    Rule("A09", DOCUMENTS, overlap_report_dated, ("references", "documents", "layers_not_evaluated"), _lacks_report),
    Rule(
        "A10",
        DOCUMENTS,
        fresh_attributes,
        ("geometry_wkb", "zone", "source", "zone_areas_ha", "ellipsoidal_area_ha"),
        _lacks_attributes,
    ),
    Rule("A11", DOCUMENTS, registry_offices, ("districts",), _lacks_districts),
    Rule("A12", DOCUMENTS, assembly_act, ("documents",), _lacks_documents),
    Rule("A13", DOCUMENTS, texts_readable, ("source", "attributes")),
)
