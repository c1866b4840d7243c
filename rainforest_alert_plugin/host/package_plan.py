"""The plan as a document of the package, drawn from what the package may state."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from ..geo.progress import IsCancelled
from ..titling.package import UNDATED, PackageContent, Produced, Producer, draft_lines
from ..titling.plan import PlanContent
from ..titling.stated_texts import ALL_LABELS, PDF
from .main_thread import on_main_thread
from .plan_layout import PlanFile, write_plan
from .title_documents import DocumentProducer


def plan_producer(template: str = "") -> Producer:
    """Producer of the plan, with a template of the federation or the plugin's own.

    The layout is filled and exported on the main thread; the window stays alive between its steps.
    """

    def produce_plan(content: PackageContent, is_cancelled: IsCancelled) -> Produced:
        stated = plan_content(content)
        name = f"{content.phrases.say('file.plan')}.pdf"
        with tempfile.TemporaryDirectory(prefix="rainforest_alert_") as folder:
            path = Path(folder) / name
            draw = partial(write_plan, stated, path, template=template or None, is_cancelled=is_cancelled)
            plan: PlanFile = on_main_thread(draw, is_cancelled)
            data = path.read_bytes()
        document = {
            "file": name,
            "kind": PDF,
            "states": ["area_ha", "perimeter_m", "geometry_sha256"],
            "labels": ALL_LABELS,
            "mark": stated.mark,
            "paper": plan.paper,
            "scale": plan.denominator,
            "sheets": plan.sheets,
        }
        return Produced({name: data}, {"plan": document})

    return DocumentProducer(produce_plan, Path(template).read_bytes() if template and Path(template).is_file() else b"")


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
    )
