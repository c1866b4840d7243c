"""The plan as a document of the package, drawn from what the package may state."""

from __future__ import annotations

import datetime
import re
import tempfile
import uuid
from functools import partial
from pathlib import Path
from typing import Any, Sequence

from qgis.core import QgsMapLayer

from ..geo.progress import IsCancelled
from ..titling.facts import OFFICE
from ..titling.package import LAND_COLUMNS, UNDATED, PackageContent, Produced, Producer, draft_lines
from ..titling.plan import PlanContent, printed_columns
from ..titling.stated_rows import DIVISION, TERRITORY
from ..titling.stated_texts import ALL_LABELS, PDF
from .base_layers import BaseLayers
from .main_thread import on_main_thread
from .plan_layout import PlanFile, write_plan
from .title_documents import DocumentProducer

# What stands behind must keep its place, for the table at the end of a PDF counts bytes: each is replaced by as many.
_INFO_TIME = re.compile(rb"(?<=Date \(D:)\d{14}")
_XMP_TIME = re.compile(rb"(?<=Date=\")\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")
_XMP_IDENTITY = re.compile(rb"(?<=\"uuid:)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_STATED = ("area_ha", "perimeter_m", "geometry_sha256")
_AUTHOR = re.compile(rb"(/Author \(|<dc:creator>\s*<rdf:Seq>\s*<rdf:li>)([^)<]*)")


def plan_producer(template: str, base: BaseLayers) -> Producer:
    """Producer of the plan, and of those of the titled and the ceded land where it was divided.

    Layers below are drawn for the office only: their labels may name what third parties may not have.

    A template of the federation is taken, or the plugin's own. The layouts are filled and exported on the main thread; the window
    stays alive between their steps.
    """

    def drawn(
        stated: PlanContent, name: str, below: Sequence[QgsMapLayer], is_cancelled: IsCancelled
    ) -> tuple[PlanFile, bytes]:
        with tempfile.TemporaryDirectory(prefix="rainforest_alert_") as folder:
            path = Path(folder) / name
            draw = partial(
                write_plan, stated, path, template=template or None, base_layers=below, is_cancelled=is_cancelled
            )
            plan: PlanFile = on_main_thread(draw, is_cancelled)
            return plan, impersonal(path.read_bytes(), stated.made_on or UNDATED, stated.table.checksum())

    def produce_plan(content: PackageContent, is_cancelled: IsCancelled) -> Produced:
        whole = plan_content(content)
        below = base.layers if content.facts.audience == OFFICE else ()
        say = content.phrases.say
        plans = [("plan", say("file.plan"), whole, list(_STATED), ALL_LABELS)]
        for regime, _ in content.land.tables if content.land else ():
            part = whole.of_part(regime)
            if part is not None:
                states = [f"land_capacity:tables:{regime}:{key}" for key in _STATED]
                plans.append((f"plan_{regime}", say(f"file.plan.{regime}"), part, states, ""))
        files = {}
        documents = {}
        for key, stem, stated, states, labels in plans:
            name = f"{stem}.pdf"
            plan, files[name] = drawn(stated, name, below, is_cancelled)
            documents[key] = {
                "file": name,
                "kind": PDF,
                "states": [*states, *(f"land_capacity:{regime}_ha" for regime, _ in stated.regimes())],
                "labels": labels,
                "parts": [stated.part] if stated.part else [],
                "part_columns": {stated.part: printed_columns(stated)} if stated.part else {},
                "tables": [] if stated.part else _tables(stated),
                "mark": stated.mark,
                "paper": plan.paper,
                "scale": plan.denominator,
                "sheets": plan.sheets,
            }
        return Produced(files, documents)

    used = Path(template).read_bytes() if template and Path(template).is_file() else b""
    return DocumentProducer(produce_plan, (used, base.fingerprint))


def _tables(stated: PlanContent) -> list[dict[str, Any]]:
    """Tables of the plan of the whole, for those who verify it."""
    say = stated.phrases.say
    whole = {"of": TERRITORY, "columns": printed_columns(stated), "totals": [say("total"), say("total.enclave")]}
    divided = {"of": DIVISION, "columns": list(LAND_COLUMNS), "total": say("total")}
    return [whole, divided] if stated.land is not None else [whole]


def impersonal(pdf: bytes, made_on: datetime.date, checksum: str) -> bytes:
    """A PDF without the clock, without a random identity and without the login of this computer, which QGIS writes into it.

    In their places stand the day of the document and the fingerprint of the geometry, so that the same plan gives the same bytes.
    """
    identity = str(uuid.UUID(checksum[:32])).encode()
    pdf = _INFO_TIME.sub(f"{made_on:%Y%m%d}000000".encode(), pdf)
    pdf = _XMP_TIME.sub(f"{made_on.isoformat()}T00:00:00".encode(), pdf)
    pdf = _XMP_IDENTITY.sub(identity, pdf)
    return _AUTHOR.sub(lambda found: found.group(1) + b" " * len(found.group(2)), pdf)


def plan_content(content: PackageContent) -> PlanContent:
    """What the plan of a package states: the released neighbours, the mark of a draft and what stops the title."""
    say = content.phrases.say
    notes = list(draft_lines(content))
    if "row:neighbour" in content.facts.withheld:
        notes.append(say("plan.neighbours_withheld"))
    return PlanContent(
        content.table.with_neighbours(content.facts.neighbours(content.table)),
        content.facts.attributes,
        content.phrases,
        content.profile.table_columns,
        say("draft") if content.is_draft else "",
        tuple(notes),
        content.made_on if content.made_on != UNDATED else None,
        content.facts.land(content.land),
    )
