"""Sentences about the files of a title, its land capacity and its road."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "package.redacted": translate(
            "RainforestAlert", "The package for third parties: {count} files written and read back in “{path}”."
        ),
        "package.rules_not_evaluated": translate(
            "RainforestAlert", "Rules that had nothing to look at and were not evaluated: {rules}."
        ),
        "package.same_folder": translate(
            "RainforestAlert",
            "The package for third parties cannot lie in the folder of the other package or around it: “{path}”. "
            "Choose another folder for it.",
        ),
        **_land_capacity(),
        **_steps(),
        **_atlas(),
    }


def _land_capacity() -> dict[str, str]:
    return {
        "land_capacity.no_rule": translate(
            "RainforestAlert",
            "The profile “{profile}” does not divide land by its capacity. Run without units and exclusions, or choose "
            "another profile.",
        ),
        "land_capacity.no_part": translate(
            "RainforestAlert",
            "No land of this boundary is “{regime}”, so there is no plan of it. Give the units of land capacity, or draw the "
            "whole.",
        ),
        "land_capacity.no_fields": translate(
            "RainforestAlert",
            "The profile “{profile}” does not say which fields the layer “{layer}” has. Complete its layer_fields.",
        ),
        "land_capacity.no_code_field": translate(
            "RainforestAlert", "Choose the field of “{layer}” that holds the class of each unit (A, C, P, F or X)."
        ),
        "land_capacity.unknown_group": translate(
            "RainforestAlert",
            "The unit of land capacity “{code}” belongs to none of the groups {known}. Correct its class and run again.",
        ),
        "land_capacity.mixed_group": translate(
            "RainforestAlert",
            "The unit of land capacity “{code}” joins groups that are titled and groups that are ceded in use. The soil study "
            "must divide it.",
        ),
        "land_capacity.overlap": translate(
            "RainforestAlert",
            "The unit of land capacity “{code}” overlaps units before it by {area_ha} ha. Correct the layer: each hectare has "
            "one class.",
        ),
        "land_capacity.all_excluded": translate(
            "RainforestAlert", "The exclusions cover the whole territory: nothing is left to title. Check their layers."
        ),
        "land_capacity.divided": translate(
            "RainforestAlert",
            "Of {area_ha} ha, {property_ha} ha are property, {cession_ha} ha cession in use and {excluded_ha} ha excluded.",
        ),
        "land_capacity.unclassified": translate(
            "RainforestAlert",
            "{area_ha} ha of the territory lie in no unit of land capacity; they are listed as not classified and are in neither "
            "boundary.",
        ),
    }


def _steps() -> dict[str, str]:
    return {
        "steps.nothing": translate(
            "RainforestAlert",
            "Nothing was given to write down: enter a date, a document, who holds the file or an observation.",
        ),
        "steps.unknown_step": translate(
            "RainforestAlert", "The procedure has no step “{step}”. Choose one of: {known}."
        ),
        "steps.not_date": translate("RainforestAlert", "“{found}” is not a date. Write it as 2026-11-23."),
        "steps.future": translate("RainforestAlert", "{found} lies in the future. Write down what has happened."),
        "steps.no_entry": translate(
            "RainforestAlert",
            "The community has no entry “{entry}”. Choose one of its entries, or leave it empty for a new one.",
        ),
        "steps.answer_first": translate(
            "RainforestAlert", "An answer needs the observation it answers. Enter the observation as well."
        ),
        "steps.answer_before": translate(
            "RainforestAlert",
            "The answer of {answered} is older than its observation of {observed}. Correct one of the dates.",
        ),
        "steps.recorded": translate("RainforestAlert", "Written down for {community}."),
        "steps.overview": translate(
            "RainforestAlert",
            "{count} communities, {area_ha} ha of agreed boundaries, {observations} observations without answer.",
        ),
    }


def _atlas() -> dict[str, str]:
    return {
        "atlas.no_communities": translate(
            "RainforestAlert", "The workspace has no communities yet. Bring them in with “Import communities”."
        ),
        "atlas.held_back": translate("RainforestAlert", "Its name may not go to: {audience}."),
        "atlas.community": translate("RainforestAlert", "Community {number} of {count}: {community}"),
        "atlas.done": translate(
            "RainforestAlert",
            "{written} packages written, {kept} kept as they were, {failed} communities without a package. "
            "The table resumen.csv in “{path}” names each.",
        ),
    }
