"""Sentences of the room `documents` and of printing."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "document.picture": translate(
            "RainforestAlert", "A picture of the document is not a PNG that can be read. Choose another picture."
        ),
        "pdf.no_fonts": translate(
            "RainforestAlert",
            "No font was found on this computer, so no PDF can be written. Install a font such as DejaVu Sans and run again.",
        ),
        "pdf.failed": translate(
            "RainforestAlert", "The PDF could not be drawn. Check the free memory and disk space, and run again."
        ),
    }
