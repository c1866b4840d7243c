"""Sentences about what leaves a workspace, and about the consent it takes."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "workspace.held_back_reduced": translate(
            "RainforestAlert",
            "For the audience “{audience}”: rows released: {released}, of them in reduced form: {reduced}; rows held back: {held_back}; "
            "single values held back: {blanked}.",
        ),
        "workspace.copied": translate(
            "RainforestAlert",
            "({released} rows copied for: {audience}; {held_back} rows are more sensitive and were not copied.)",
        ),
        "workspace.bad_release_rule": translate(
            "RainforestAlert",
            "A rule about what leaves of “{table}” cannot be followed ({reason}). Correct it in the table “What leaves in reduced "
            "form” of the workspace. Nothing was released.",
        ),
        "workspace.photo_kind": translate(
            "RainforestAlert",
            "“{path}” is neither JPEG nor PNG, so that nobody can take out of it where and when it was made. It was held back; save "
            "it as JPEG to let it leave.",
        ),
        "workspace.photo_damaged": translate(
            "RainforestAlert",
            "The photo “{path}” is damaged, so that nobody can take out of it where and when it was made. It was held back.",
        ),
        "workspace.secret_title": translate(
            "RainforestAlert",
            "“{community}” or its boundary is marked as secret in the workspace, and what is secret leaves for nobody. Nothing was "
            "exported.",
        ),
        "workspace.ruled_title": translate(
            "RainforestAlert",
            "A rule of the workspace (What leaves in reduced form) lets “{community}” or its boundary go only in part, or not at all, to: "
            "{audience}. No table, report or title can be made of a part. Change the rule if it is not meant so. Nothing was exported.",
        ),
        "workspace.level_title": translate(
            "RainforestAlert",
            "“{table}” of “{community}” has the level “{level}”, and that does not go to: {audience}. Choose another audience, or leave "
            "out the package for third parties. Nothing was exported.",
        ),
        "workspace.person_repeated": translate(
            "RainforestAlert",
            "{count} people of the workspace have this name. Give the identity of the one who is meant: {ids}.",
        ),
        "workspace.reason_names_person": translate(
            "RainforestAlert",
            "The reason names the person, and the log keeps it for good. Write it without the name, for instance "
            "“request of 23 November”. Nothing was erased.",
        ),
        "workspace.person_erased": translate(
            "RainforestAlert",
            "The data of the person was erased here and in {count} other records. Copies made before still hold it.",
        ),
        "workspace.name_stands": translate(
            "RainforestAlert",
            "The name left the list of people and {count} other records, and still stands in {left} texts that are not changed here: "
            "{places}. Correct by hand what people may edit; agreed boundaries and the log stay as they were written. Copies made before "
            "still hold it.",
        ),
        "territory.consent_act": translate(
            "RainforestAlert",
            "A consent is written down only with the act in which it was agreed. Write the act and run again.",
        ),
        "territory.no_such_consent": translate(
            "RainforestAlert",
            "“{community}” has no consent for “{what}” and “{audience}” that could be withdrawn (act: “{act}”). Look "
            "at its consents in “Consent of the communities”.",
        ),
        "territory.consents_withdrawn": translate(
            "RainforestAlert",
            "{count} consents withdrawn; nothing that they alone covered leaves any more. What was handed over before "
            "cannot be called back.",
        ),
        "territory.still_covered": translate(
            "RainforestAlert",
            "“{matter}” of “{community}” still goes to “{audience}”: another consent covers it. Withdraw that one too "
            "if it is meant so.",
        ),
        "territory.consent_given": translate(
            "RainforestAlert", "The consent of “{community}” is written down; it holds for everything that leaves."
        ),
        "workspace.no_consent": translate(
            "RainforestAlert",
            "“{community}” has no consent in force that lets “{matter}” go to: {audience}. It was never given for this, has run "
            "out or was withdrawn. Ask the assembly, then write its act down (Consent of the communities). Nothing was exported.",
        ),
    }
