"""Hold the packaged zip against what the QGIS plugin site checks when a version is uploaded.

Structure and metadata, bandit, detect-secrets, the site's list of flake8 codes, and files that get a plugin rejected.
"""

from __future__ import annotations

import argparse
import configparser
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

import build

LARGEST = 25_000_000
REQUIRED = (
    "name",
    "description",
    "version",
    "qgisMinimumVersion",
    "author",
    "email",
    "about",
    "tracker",
    "repository",
    "homepage",
)
FORBIDDEN = re.compile(r"(^|/)(__pycache__|\.git|__MACOSX)(/|$)|\.pyc$")
REJECTED = (".exe", ".dll", ".so", ".dylib", ".pyd", ".bat", ".cmd", ".sh", ".ps1")
FLAKE8 = "E711,E712,E713,E714,E721,E722,E731,E741,E9,W605,F402,F403,F404,F405,F811,F821,F822,F823,F831,F901"


def structure(archive: Path) -> list[str]:
    """What the site refuses at upload, or its reviewers afterwards, about the zip itself."""
    problems: list[str] = []
    if archive.stat().st_size > LARGEST:
        problems.append(f"the zip has {archive.stat().st_size} bytes; the site takes {LARGEST}")
    with zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
        names = [entry.filename for entry in entries]
        if not names:
            return [*problems, "the zip is empty"]
        if "/" not in names[0]:
            problems.append(f"the first entry, {names[0]}, is not inside a folder")
        tops = sorted({name.split("/")[0] for name in names})
        if len(tops) != 1:
            problems.append(f"one top folder is expected, there are {tops}")
        top = names[0].split("/")[0]
        if not (top.isidentifier() and re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]+", top)):
            problems.append(f"{top} is no name for a plugin folder")
        for entry in entries:
            path = PurePosixPath(entry.filename)
            if path.is_absolute() or ".." in path.parts or "\\" in entry.orig_filename or ":" in entry.filename:
                problems.append(f"{entry.orig_filename} leaves the folder")
            if FORBIDDEN.search(entry.filename):
                problems.append(f"{entry.filename} must not be packaged")
            if path.suffix.lower() in REJECTED:
                problems.append(f"{entry.filename} is a binary or a script of a system")
            if any(part.startswith(".") and part != ".." for part in path.parts):
                problems.append(f"{entry.filename} is hidden")
            if path.suffix == ".py" and (entry.external_attr >> 16) & 0o111:
                problems.append(f"{entry.filename} is executable")
        for wanted in ("__init__.py", "metadata.txt", "LICENSE"):
            if f"{top}/{wanted}" not in names:
                problems.append(f"{top}/{wanted} is missing")
        if f"{top}/metadata.txt" in names:
            problems += metadata(opened.read(f"{top}/metadata.txt"), {name[len(top) + 1 :] for name in names})
    return problems


def metadata(content: bytes, packaged: set[str]) -> list[str]:
    """What the site refuses about ``metadata.txt``; `packaged` are the paths inside the plugin folder."""
    try:
        parser = configparser.ConfigParser()
        parser.optionxform = str  # type: ignore[assignment, method-assign]
        parser.read_string(content.decode("utf-8"))
        general = dict(parser.items("general"))
    except (configparser.Error, UnicodeDecodeError) as error:
        return [f"metadata.txt cannot be read: {error}"]
    problems = [f"metadata.txt has no {key}" for key in REQUIRED if not general.get(key, "").strip()]
    if "/" in general.get("author", ""):
        problems.append("metadata.txt: author must not contain a slash")
    problems += [
        f"metadata.txt: {key} is not an address"
        for key in ("homepage", "tracker", "repository")
        if not general.get(key, "https://").startswith("https://")
    ]
    if "supportsQt6" in general:
        problems.append("metadata.txt: supportsQt6 is no longer known to QGIS")
    icon = general.get("icon")
    if icon and icon not in packaged:
        problems.append(f"metadata.txt: the icon {icon} is not in the package")
    return problems


def bandit(folder: Path) -> list[str]:
    """Findings of bandit, of any severity: the site blocks on each."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    answer = json.loads(done.stdout[done.stdout.index("{") :])
    return [
        *(f"bandit could not read {error['filename']}: {error['reason']}" for error in answer["errors"]),
        *(
            f"bandit {found['test_id']} {Path(found['filename']).relative_to(folder)}:{found['line_number']} {found['issue_text']}"
            for found in answer["results"]
        ),
    ]


def secrets(folder: Path) -> list[str]:
    """Findings of detect-secrets, whose exit code is always zero."""
    scan = "import sys; from detect_secrets.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", scan, "scan", "--all-files", "--exclude-files", r"metadata\.txt", "."]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    if done.returncode:
        return [f"detect-secrets failed: {done.stderr.strip()}"]
    results = json.loads(done.stdout)["results"]
    return [
        f"detect-secrets {found['type']} {name}:{found['line_number']}"
        for name, lines in results.items()
        for found in lines
    ]


def flake8(folder: Path) -> list[str]:
    """Findings of flake8 among the codes that the site lists."""
    command = [sys.executable, "-m", "flake8", "--isolated", "--max-line-length", "120", "--select", FLAKE8, "."]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    lines = [f"flake8 {line}" for line in done.stdout.splitlines()]
    return lines or ([f"flake8 failed: {done.stderr.strip()}"] if done.returncode else [])


def gate(archive: Path) -> list[str]:
    """All problems of the zip."""
    problems = structure(archive)
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
        for scan in (bandit, secrets, flake8):
            problems += scan(Path(folder))
    return problems


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path, nargs="?", help="zip to check; the packaged one by default")
    archive = parser.parse_args().archive
    if archive is None:
        version = build.version_of(build.ROOT / "build" / build.PACKAGE)
        archive = build.ROOT / "dist" / f"{build.PACKAGE}-{version}.zip"
    problems = gate(archive)
    for problem in problems:
        print(f"{archive.name}: {problem}")
    print(f"check_site: {archive.name}, {archive.stat().st_size} bytes, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
