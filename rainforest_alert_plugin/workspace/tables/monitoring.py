"""Tables of the monitoring: missions, what people saw in the field, and what came of it."""

from __future__ import annotations

from ..model import Column, Geometry, Table, created_at, reference, sensitivity

TABLES = (
    Table(
        "mission",
        "monitoring",
        "Missions",
        (
            Column("name", "text", "Name", required=True),
            Column("planned_on", "date", "Planned for"),
            Column(
                "state",
                "text",
                "State",
                required=True,
                default="'planned'",
                choices=("planned", "out", "back", "closed"),
            ),
            Column("leader", "text", "Leader", sensitivity="secret", personal=True),
            Column("events", "json", "Events to visit"),
            sensitivity("community"),
            created_at(),
        ),
    ),
    Table(
        "case_file",
        "monitoring",
        "Case files",
        (
            Column("number", "text", "Number"),
            Column("addressee", "text", "Addressed to"),
            Column(
                "state",
                "text",
                "State",
                required=True,
                default="'open'",
                choices=("open", "submitted", "answered", "closed"),
            ),
            Column("submitted_on", "date", "Submitted"),
            Column("complainant", "text", "Who denounces", sensitivity="secret", personal=True),
            Column("summary", "text", "Summary", sensitivity="community"),
            sensitivity("secret"),
            created_at(),
        ),
    ),
    Table(
        "field_report",
        "monitoring",
        "Field reports",
        (
            reference("mission_id", "mission", "Mission"),
            reference("event_id", "alert_event", "Event"),
            reference("case_file_id", "case_file", "Case file"),
            Column("observed_at", "timestamp", "Observed", required=True),
            Column("finding", "text", "What was found"),
            Column("cause", "text", "Cause"),
            Column("notes", "text", "Notes", sensitivity="community", personal=True),
            Column("author", "text", "Author", sensitivity="secret", personal=True),
            Column("source", "text", "Source"),
            Column("source_key", "text", "Key in its source"),
            Column("accuracy_m", "real", "Accuracy (m)", check="accuracy_m IS NULL OR accuracy_m >= 0"),
            sensitivity("community"),
            created_at(),
        ),
        geometry=Geometry("POINT"),
        unique=(("source", "source_key"),),
        indexes=(("event_id",),),
    ),
    Table(
        "activity",
        "monitoring",
        "Activities",
        (
            reference("mission_id", "mission", "Mission"),
            Column("kind", "text", "Kind", required=True),
            Column("start_on", "date", "From", required=True),
            Column("end_on", "date", "Until", check="end_on IS NULL OR end_on >= start_on"),
            Column("people_count", "integer", "Number of people", check="people_count IS NULL OR people_count >= 0"),
            Column("cost", "real", "Cost", check="cost IS NULL OR cost >= 0"),
            Column("currency", "text", "Currency"),
            Column("notes", "text", "Notes", sensitivity="community"),
            sensitivity("community"),
            created_at(),
        ),
    ),
)
