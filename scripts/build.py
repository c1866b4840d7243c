"""Assemble the plugin that QGIS loads: stage it, zip it, or deploy it to a profile.

QGIS wants ``metadata.txt``, ``LICENSE``, ``resources`` and the compiled translations inside the package, where the repository
keeps them beside it; each command therefore works on a staged folder.
"""

from __future__ import annotations

import argparse
import configparser
import fnmatch
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import vendor

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "rainforest_alert_plugin"
BESIDE = ("metadata.txt", "LICENSE", "resources")
LEFT_OUT = (".*", "__pycache__", "*.pyc", "*.ts", "tests", "*.aux.xml", "*.gpkg-wal", "*.gpkg-shm", "*~")
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
QGIS_MAJORS = (3, 4)


class BuildError(Exception):
    """The plugin cannot be assembled; the text says why and what to do."""


def is_left_out(name: str) -> bool:
    """Whether a file or folder of this name stays out of the plugin."""
    return any(fnmatch.fnmatch(name, pattern) for pattern in LEFT_OUT)


def files_of(folder: Path) -> Iterator[Path]:
    """All files below `folder` that belong into the plugin, in a fixed order."""
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if is_left_out(path.name):
            continue
        if path.is_dir():
            yield from files_of(path)
        else:
            yield path


def copy_tree(source: Path, target: Path) -> None:
    """Copy what belongs into the plugin; links become files."""
    for path in files_of(source):
        copied = target / path.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)


def compile_translations(source: Path, target: Path) -> None:
    """Compile each ``.ts`` of `source` to a ``.qm`` in `target`."""
    texts = sorted(source.glob("*.ts"))
    if not texts:
        return
    lrelease = shutil.which("lrelease") or shutil.which("lrelease-qt5") or shutil.which("lrelease-qt6")
    if lrelease is None:
        raise BuildError("lrelease, which compiles the translations, is not installed: run `make setup`.")
    target.mkdir(parents=True, exist_ok=True)
    for text in texts:
        compiled = target / text.with_suffix(".qm").name
        made = subprocess.run([lrelease, "-silent", str(text), "-qm", str(compiled)], capture_output=True, text=True)
        if made.returncode or not compiled.is_file():
            raise BuildError(f"{text.name} cannot be compiled: {made.stderr.strip() or made.stdout.strip()}")


def fetch_vendored(package: Path) -> None:
    """Fill ``_vendor`` of the checkout's package if it is not what the pinned list says."""
    target = package / "_vendor"
    if not vendor.is_current(target):
        vendor.vendor(target)


def stage(build: Path, root: Path = ROOT) -> Path:
    """Lay the whole plugin into ``build/rainforest_alert_plugin``.

    It is made beside and then renamed, so that a QGIS or a test that reads the folder sees the old one or the new one.

    Returns
    -------
    Path
        The staged folder.
    """
    fetch_vendored(root / PACKAGE)
    build.mkdir(parents=True, exist_ok=True)
    plugin = build / PACKAGE
    with tempfile.TemporaryDirectory(prefix=".stage-", dir=build) as folder:
        made = Path(folder) / PACKAGE
        copy_tree(root / PACKAGE, made)
        for name in BESIDE:
            source = root / name
            if source.is_dir():
                copy_tree(source, made / name)
            elif source.is_file():
                shutil.copyfile(source, made / name)
            else:
                raise BuildError(f"{name} is missing beside the package.")
        compile_translations(root / "i18n", made / "i18n")
        if plugin.is_symlink():
            plugin.unlink()
        elif plugin.exists():
            plugin.rename(Path(folder) / "previous")
        made.rename(plugin)
    return plugin


def version_of(plugin: Path) -> str:
    """Version that the staged ``metadata.txt`` states."""
    parser = configparser.ConfigParser()
    parser.read(plugin / "metadata.txt", encoding="utf-8")
    return parser["general"]["version"]


def package(plugin: Path, folder: Path) -> Path:
    """Zip the staged plugin; the same content gives the same bytes.

    Returns
    -------
    Path
        ``<folder>/rainforest_alert_plugin-<version>.zip``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{PACKAGE}-{version_of(plugin)}.zip"
    beside = target.with_suffix(".zip.part")
    with zipfile.ZipFile(beside, "w") as archive:
        for path in files_of(plugin):
            entry = zipfile.ZipInfo(f"{PACKAGE}/{path.relative_to(plugin).as_posix()}", ZIP_EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    beside.replace(target)
    return target


def profiles_roots(platform: str, home: Path, environment: dict[str, str]) -> list[Path]:
    """Folders in which QGIS 3 and QGIS 4 keep their profiles on a platform (``sys.platform``)."""
    if platform == "win32":
        data = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    elif platform == "darwin":
        data = home / "Library" / "Application Support"
    else:
        data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    return [data / "QGIS" / f"QGIS{major}" / "profiles" for major in QGIS_MAJORS]


def plugins_folders(profile: str, roots: list[Path]) -> list[Path]:
    """Plugin folders of a profile, one for each QGIS that has the profile.

    A machine on which QGIS never ran has none yet; the first one is then made.
    """
    there = [root / profile for root in roots if (root / profile).is_dir()]
    if not there and any(root.is_dir() for root in roots):
        known = sorted({entry.name for root in roots if root.is_dir() for entry in root.iterdir() if entry.is_dir()})
        raise BuildError(f"QGIS has no profile named {profile}; it has: {', '.join(known) or 'none'}.")
    return [folder / "python" / "plugins" for folder in there or [roots[0] / profile]]


def remove(plugin: Path) -> None:
    """Remove an earlier deployment, never what its links point to."""
    if plugin.is_symlink() or plugin.is_file():
        plugin.unlink()
    elif plugin.is_dir():
        shutil.rmtree(plugin)


def deploy(staged: Path, plugins: Path, links: bool, root: Path = ROOT) -> Path:
    """Put the plugin into a plugin folder of QGIS.

    Parameters
    ----------
    staged : Path
        Folder that :func:`stage` made.
    plugins : Path
        ``.../profiles/<profile>/python/plugins``.
    links : bool
        Link to the checkout, so that an edit is seen when the plugin is reloaded; otherwise copy the staged folder.
    """
    plugin = plugins / PACKAGE
    remove(plugin)
    plugins.mkdir(parents=True, exist_ok=True)
    if not links:
        shutil.copytree(staged, plugin)
        return plugin
    plugin.mkdir()
    sources = [path for path in (root / PACKAGE).iterdir() if not is_left_out(path.name)]
    sources += [root / name for name in BESIDE]
    if (staged / "i18n").is_dir():
        sources.append(staged / "i18n")
    for source in sources:
        os.symlink(source.absolute(), plugin / source.name, target_is_directory=source.is_dir())
    return plugin


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("command", choices=("stage", "package", "deploy"))
    parser.add_argument("--profile", default="default", help="QGIS profile to deploy to")
    parser.add_argument("--plugins-dir", type=Path, help="deploy into this plugin folder instead of a profile's")
    parser.add_argument("--copy", action="store_true", help="deploy copies (always so on Windows)")
    options = parser.parse_args()
    try:
        staged = stage(ROOT / "build")
        if options.command == "stage":
            print(staged)
        elif options.command == "package":
            print(package(staged, ROOT / "dist"))
        else:
            roots = profiles_roots(sys.platform, Path.home(), dict(os.environ))
            folders = [options.plugins_dir] if options.plugins_dir else plugins_folders(options.profile, roots)
            for folder in folders:
                print(deploy(staged, folder, links=not options.copy and sys.platform != "win32"))
            print("Switch it on in QGIS: Plugins > Manage and Install Plugins > Installed > Rainforest Alert.")
    except BuildError as error:
        print(f"build: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
