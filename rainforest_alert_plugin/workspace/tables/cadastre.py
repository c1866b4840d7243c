"""Tables of the cadastre: reference layers with their date, and what each check found."""

from __future__ import annotations

from ..model import Column, Geometry, Table, created_at, reference

SEVERITIES = ("blocker", "review", "exclude", "note")

TABLES = (
    Table(
        "reference_layer",
        "cadastre",
        "Reference layers",
        (
            Column("name", "text", "Name", required=True),
            Column("service", "text", "Service", required=True),
            Column("role", "text", "Role"),
            Column("fetched_at", "timestamp", "Fetched", required=True),
            Column("licence", "text", "Licence and attribution"),
            Column("relative_path", "text", "File"),
            Column("layer", "text", "Layer in the file"),
            Column("feature_count", "integer", "Features", check="feature_count IS NULL OR feature_count >= 0"),
            Column("complete", "boolean", "Complete", required=True),
            Column("expected_count", "integer", "Features by the service's count"),
            Column("address", "text", "Address"),
            Column("boxes", "json", "Where was asked"),
            Column("fields", "json", "Meaning of the fields"),
            created_at(),
        ),
    ),
    Table(
        "validation_run",
        "cadastre",
        "Validations",
        (
            reference("community_id", "community", "Community"),
            reference("version_id", "boundary_version", "Version"),
            Column("profile", "text", "Profile", required=True),
            Column("profile_version", "text", "Version of the profile"),
            Column("area_method", "text", "Area method"),
            Column("not_evaluated", "json", "Layers not evaluated", required=True),
            Column("person_id", "uuid", "Who"),
            created_at(),
        ),
        guarded=True,
    ),
    Table(
        "finding",
        "cadastre",
        "Findings",
        (
            reference("run_id", "validation_run", "Validation", required=True),
            Column("rule", "text", "Rule", required=True),
            Column("severity", "text", "Severity", required=True, choices=SEVERITIES),
            Column("message", "text", "Message", required=True),
            Column("measure", "real", "Measure"),
            Column("unit", "text", "Unit"),
            Column("legal_basis", "text", "Legal basis"),
            Column("fix", "text", "How to mend it"),
            reference("reference_layer_id", "reference_layer", "Reference layer"),
            Column("feature", "text", "Feature in that layer"),
            Column("layer", "text", "Name of that layer"),
            Column("key", "text", "Key, the same in every run"),
        ),
        geometry=Geometry("GEOMETRY"),
        indexes=(("run_id",),),
        guarded=True,
        audited=False,
    ),
    Table(
        "waiver",
        "cadastre",
        "Findings set aside",
        (
            reference("finding_id", "finding", "Finding", required=True),
            Column("reason", "text", "Reason", required=True),
            Column("author", "text", "Author", required=True, sensitivity="federation", personal=True),
            Column("document", "text", "Document"),
            reference("community_id", "community", "Community"),
            Column("finding_key", "text", "Key of the finding"),
            Column("rule", "text", "Rule"),
            Column("withdrawn_at", "timestamp", "Withdrawn"),
            Column("withdrawn_by", "text", "Withdrawn by", sensitivity="federation", personal=True),
            created_at(),
        ),
        indexes=(("finding_id",), ("community_id",)),
        guarded=True,
    ),
)
