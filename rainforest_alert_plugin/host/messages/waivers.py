"""Sentences of findings set aside and of the validation report."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "waiver.no_reason": translate(
            "RainforestAlert", "A finding is set aside only with a reason. Write it and run again."
        ),
        "waiver.no_author": translate(
            "RainforestAlert", "Say who decides: choose who works on this laptop, or write the author."
        ),
        "waiver.no_finding": translate(
            "RainforestAlert",
            "No validation of this community found “{key}”. Validate it with the workspace and the community, and take the key from "
            "the findings.",
        ),
        "waiver.set_already": translate("RainforestAlert", "“{key}” is set aside already."),
        "waiver.not_set": translate("RainforestAlert", "“{key}” is not set aside, so there is nothing to take back."),
        "waiver.set": translate(
            "RainforestAlert", "“{key}” is set aside; every report says so with the reason and the author."
        ),
        "validation.set_aside": translate(
            "RainforestAlert", "{count} findings are set aside; they stay in the report and no longer count."
        ),
        "waiver.taken_back": translate("RainforestAlert", "“{key}” counts again."),
    }
