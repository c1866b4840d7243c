"""Tables of the titling: the road of each community's file, and the packages that were written."""

from __future__ import annotations

from ..model import Column, Table, created_at, reference

TABLES = (
    Table(
        "titling_step",
        "titling",
        "Steps of the title file",
        (
            reference("community_id", "community", "Community", required=True),
            Column("step", "text", "Step", required=True),
            Column("reached_on", "date", "Reached"),
            Column("document", "text", "Document"),
            Column("held_by", "text", "Who holds it", sensitivity="federation"),
            Column("observation", "text", "Observation", sensitivity="federation"),
            Column("observed_on", "date", "Observed"),
            Column("answer", "text", "Answer", sensitivity="federation"),
            Column("answered_on", "date", "Answered"),
            created_at(),
        ),
        indexes=(("community_id",),),
    ),
    Table(
        "export_package",
        "titling",
        "Title packages",
        (
            reference("community_id", "community", "Community"),
            reference("version_id", "boundary_version", "Version"),
            Column("audience", "text", "Audience", required=True),
            Column("manifest", "json", "Manifest", required=True),
            Column("sha256", "text", "SHA-256 of the manifest", required=True, check="length(sha256) = 64"),
            Column("draft", "boolean", "Draft", required=True),
            Column("person_id", "uuid", "Who"),
            created_at(),
        ),
        guarded=True,
    ),
)
