"""Where the plugin's own files are, in a checkout as well as in an installed copy."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def root() -> Path:
    """Folder that holds ``metadata.txt`` and ``resources``: the package itself once staged, its parent in a checkout."""
    return PACKAGE if (PACKAGE / "resources").is_dir() else PACKAGE.parent


def resource(*parts: str) -> Path:
    """Path of a file or folder below ``resources``."""
    return root().joinpath("resources", *parts)


def translations() -> Path:
    """Folder of the compiled translations."""
    return root() / "i18n"


def metadata_file() -> Path:
    """The plugin's ``metadata.txt``, the single source of its name, version and addresses."""
    return root() / "metadata.txt"
