"""Graphic choices of the plan: scales, papers, sizes of letters, read from a file that says where each comes from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from ..errors import InputError
from ..paths import resource


@dataclass(frozen=True)
class PlanSettings:
    """How a plan is drawn.

    Attributes
    ----------
    scales : tuple of int
        Denominators that a plan may have, ascending.
    fill_share : float
        Largest share of the map's width and height that the perimeter takes.
    papers_mm : mapping of str to (float, float)
        Width and height of each paper, landscape, in millimetres.
    every_vertex_up_to : int
        Up to this number every vertex is labelled.
    label_spacing_mm : float
        Least distance between labels when not every vertex is labelled.
    text_mm : mapping of str to float
        Heights of letters: ``vertex``, ``readable_vertex`` (below it a larger paper is taken), ``smallest_vertex``, ``side``,
        ``neighbour``.
    grid_spacing_mm : float
        Least distance between grid lines.
    """

    scales: tuple[int, ...]
    fill_share: float
    papers_mm: Mapping[str, tuple[float, float]]
    every_vertex_up_to: int
    label_spacing_mm: float
    text_mm: Mapping[str, float]
    grid_spacing_mm: float


def plan_settings(path: Path | None = None) -> PlanSettings:
    """Read the settings that the plugin carries, or those of `path`.

    Raises
    ------
    InputError
        ``plan.settings`` with the file and what is wrong in it.
    """
    place = path or resource("layouts", "plan.json")
    try:
        stated: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        values = {key: entry["value"] for key, entry in stated.items()}
        return PlanSettings(
            tuple(sorted(int(scale) for scale in values["scales"])),
            float(values["fill_share"]),
            {name: (float(width), float(height)) for name, (width, height) in values["papers_mm"].items()},
            int(values["every_vertex_up_to"]),
            float(values["label_spacing_mm"]),
            {name: float(height) for name, height in values["text_mm"].items()},
            float(values["grid_spacing_mm"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("plan.settings", path=str(place), reason=str(error)) from error
