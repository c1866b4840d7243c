"""The person's own weights of the priority, kept beside the QGIS profile; the plugin's own stay as they came."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Mapping

from qgis.core import QgsApplication

from ..alerts.priority import PARTS, read_priority_profile
from ..errors import InputError
from ..geo.files import replaced_file
from ..paths import resource


def own_profile() -> Path:
    """Where the person's weights stand once they are changed."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "rainforest_alert" / "priorities.json"


def profile_in_use() -> Path:
    """The person's profile where there is a usable one, else the plugin's."""
    try:
        read_priority_profile(own_profile())
    except InputError:  # none was made, or a hand spoiled it
        return resource("priorities", "default.json")
    return own_profile()


def weights(path: Path | None = None) -> dict[str, float]:
    """Weight of each part in the profile in use, or in another."""
    return dict(read_priority_profile(path or profile_in_use()).weights)


def default_weights() -> dict[str, float]:
    """Weights that come with the plugin."""
    return weights(resource("priorities", "default.json"))


def write_weights(wanted: Mapping[str, float]) -> Path:
    """Keep other weights; what makes each part full stays as the profile in use has it.

    Raises
    ------
    InputError
        ``priority.no_weight`` when all are 0.
    """
    if not any(wanted[part] for part in PARTS):
        raise InputError("priority.no_weight")
    content = json.loads(profile_in_use().read_text(encoding="utf-8"))
    whole = json.loads(resource("priorities", "default.json").read_text(encoding="utf-8"))["parts"]
    content["parts"] = {
        part: {**whole[part], **content["parts"].get(part, {}), "weight": wanted[part]} for part in PARTS
    }
    content["id"] = "priority_own"
    path = own_profile()
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced_file(path) as partial:
        partial.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def reset_weights() -> None:
    """Go back to the weights that come with the plugin."""
    own_profile().unlink(missing_ok=True)
