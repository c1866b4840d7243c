"""The report of a validation in the language of its profile, with its pictures, as HTML and PDF."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Mapping, Sequence

from ..about import name, version
from ..cadastre.case import Case
from ..cadastre.engine import ValidationResult
from ..cadastre.profile import Profile
from ..cadastre.report import ValidatedBoundary, validation_report
from ..cadastre.waivers import Waiver, waivers_of
from ..documents.html import html_text
from ..documents.model import Document
from ..documents.phrases import load_phrases
from ..geo.files import replaced_file
from ..geo.progress import IsCancelled, never_cancelled
from ..i18n import speaking
from ..workspace.release import Record, release
from ..workspace.store import Row, Workspace
from .finding_maps import finding_pictures, overview_picture
from .messages import describe
from .pdf import write_pdf

PURPOSE = "validateboundary"


def waivers_in_force(workspace: Workspace | None, community: Row | None, is_leaving: bool = True) -> dict[str, Waiver]:
    """Waivers of a community that a report for it may name, by the key of the finding; each passes the release gate.

    Of a run of which nothing leaves, all of them.
    """
    if workspace is None or community is None:
        return {}
    waivers = waivers_of(workspace, str(community["id"]))
    if not waivers or not is_leaving:
        return waivers
    records = [
        Record("waiver", waiver.id, {"key": key, "author": waiver.author}, "federation")
        for key, waiver in waivers.items()
    ]
    released = release(records, "community", PURPOSE, workspace)
    return {str(row.values["key"]): waivers[str(row.values["key"])] for row in released.rows}


def report_document(
    done: Sequence[tuple[Case, ValidationResult]],
    waivers: Mapping[str, Waiver],
    profile: Profile,
    made_on: datetime.date,
    is_cancelled: IsCancelled = never_cancelled,
) -> Document:
    """Document of a run.

    Parameters
    ----------
    done : sequence of (Case, ValidationResult)
    waivers : mapping of str to Waiver
        By the key of the finding.
    profile : Profile
        Its language is the document's.
    """
    with speaking(profile.language):
        validated = []
        for case, result in done:
            counted = [finding for finding in result.findings if finding.key not in waivers]
            validated.append(
                ValidatedBoundary(
                    case,
                    result,
                    {f.key: waivers[f.key] for f in result.findings if f.key in waivers},
                    overview_picture(case, counted),
                    finding_pictures(case, counted, is_cancelled),
                )
            )
        plugin = f"{name()} {version()}"
        return validation_report(validated, profile, load_phrases(profile.language), describe, made_on, plugin)


def write_reports(document: Document, html: str, pdf: str) -> None:
    """Write the report to the files that are named.

    Raises
    ------
    OutputError
        When one cannot be written; each is whole or as it was.
    """
    if html:
        with replaced_file(Path(html)) as partial:
            partial.write_text(html_text(document), encoding="utf-8")
    if pdf:
        write_pdf(document, pdf)
