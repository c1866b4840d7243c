"""Sentences of the plan."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "plan.settings": translate(
            "RainforestAlert", "The settings of the plan “{path}” cannot be read: {reason}. Install the plugin again."
        ),
        "plan.template_asks": translate(
            "RainforestAlert",
            "The template “{path}” reads other layers by an expression (aggregate, get_feature …), and the project has layers of a "
            "workspace, whose rows would leave so. Take the expression out, or these layers.",
        ),
        "plan.template": translate(
            "RainforestAlert",
            "The template “{path}” cannot be used: {reason}. Make it from one of the plugin's own (resources/layouts) in the "
            "layout manager and keep the ids of its items.",
        ),
        "plan.too_large": translate(
            "RainforestAlert",
            "The territory fits the paper only at 1:{needed}; the smallest standard scale is 1:{largest}. Choose a larger "
            "paper, or give the scale yourself.",
        ),
        "plan.scale_too_large": translate(
            "RainforestAlert",
            "At 1:{denominator} the territory does not fit the paper. Choose 1:{needed} or smaller, or a larger paper.",
        ),
        "plan.written": translate(
            "RainforestAlert", "Plan on {paper} at 1:{denominator}, {sheets} sheets, {labels} labels on the map."
        ),
        "plan.written_one": translate(
            "RainforestAlert", "Plan on {paper} at 1:{denominator}, one sheet, {labels} labels on the map."
        ),
    }
