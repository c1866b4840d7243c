"""Sentences about the files of a title, its land capacity and its road."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "package.redacted": translate(
            "RainforestAlert", "The package for third parties: {count} files written and read back in “{path}”."
        ),
        "package.same_folder": translate(
            "RainforestAlert",
            "The package for third parties cannot lie in the folder of the other package or around it: “{path}”. "
            "Choose another folder for it.",
        ),
    }
