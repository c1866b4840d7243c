"""Fetch the vendored packages by hash and lay them into the plugin as subpackages.

They are pure Python and flat (one package, no subpackages). Their absolute imports of themselves are made
relative, so that the plugin finds its own copy whatever else is installed, without touching ``sys.path``.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements" / "vendor.txt"
TARGET = ROOT / "rainforest_alert_plugin" / "_vendor"
STAMP = ".made-from"

# Comparisons and defaults that bandit takes for passwords written into the code (B105, B107): "" and Excel's own words.
FALSE_PASSWORD = re.compile(r"""\b(?:password|token)\b[^"#]*(?:==|!=|=) "(?: |blanks)?"(?! *#)""")


def fingerprint() -> str:
    """What the vendored folder must have been made from: the pinned list and this script."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


def is_current(target: Path) -> bool:
    """Whether `target` holds what the pinned list says."""
    stamp = target / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint()


def relative_imports(source: str, package: str) -> str:
    """Source text of a module of the flat `package`, importing its own modules relatively."""
    source = re.sub(rf"^(\s*)from {package} import ", r"\1from . import ", source, flags=re.MULTILINE)
    source = re.sub(rf"^(\s*)from {package}\.", r"\1from .", source, flags=re.MULTILINE)
    left = re.search(rf"^\s*(?:import|from) {package}\b.*$", source, flags=re.MULTILINE)
    if left:
        raise SystemExit(f"vendor: this import of {package} cannot be made relative: {left.group().strip()}")
    return source


def mark_false_passwords(source: str) -> str:
    """Source text with bandit's false findings marked, so that a true one in the plugin is seen."""
    return "\n".join(f"{line}  # nosec" if FALSE_PASSWORD.search(line) else line for line in source.split("\n"))


def unpack(wheel: Path, target: Path) -> None:
    """Lay the package in `wheel`, with its licence, into `target`."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        folders = {name.split("/")[0] for name in names}
        packages = sorted(folder for folder in folders if not folder.endswith((".dist-info", ".data")))
        if len(packages) != 1:
            raise SystemExit(f"vendor: {wheel.name} holds {packages}; one package is expected")
        package = packages[0]
        for name in names:
            parts = name.split("/")
            if parts[0] == package and len(parts) == 2 and name.endswith(".py"):
                text = relative_imports(archive.read(name).decode("utf-8"), package)
                write(target / package / parts[1], mark_false_passwords(text).encode("utf-8"))
            elif parts[0] != package and "licen" in parts[-1].lower():
                write(target / package / parts[-1], archive.read(name))
            elif parts[0] == package:
                raise SystemExit(f"vendor: {name} is no module of a flat, pure Python package")


def write(path: Path, content: bytes) -> None:
    """Write one file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def vendor(target: Path) -> None:
    """Fetch the pinned wheels, each checked against its hash, and lay them into `target`."""
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder) / "wheels"
        fetch = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
        fetch += ["--only-binary", ":all:", "--require-hashes", "-r", str(REQUIREMENTS), "-d", str(wheels)]
        subprocess.run(fetch, check=True)
        made = Path(folder) / "_vendor"
        write(
            made / "__init__.py", b'"""Packages of others, carried inside the plugin; see requirements/vendor.txt."""\n'
        )
        for wheel in sorted(wheels.glob("*.whl")):
            unpack(wheel, made)
        write(made / STAMP, fingerprint().encode("ascii"))
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made, target)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--target", type=Path, default=TARGET)
    target = parser.parse_args().target
    if not is_current(target):
        print(f"vendor: fetching what {REQUIREMENTS.relative_to(ROOT)} pins")
        vendor(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
