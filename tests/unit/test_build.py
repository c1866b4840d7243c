"""Staging, packaging and deployment of the plugin."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

import build

ROOT = Path(__file__).resolve().parent.parent.parent
SITE_LIMIT_BYTES = 25_000_000


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    return build.stage(tmp_path_factory.mktemp("build"))


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A small repository with what staging must take and what it must leave."""
    root = tmp_path / "checkout"
    taken = {
        "metadata.txt": "[general]\nversion=1.2.3\n",
        "LICENSE": "licence",
        "resources/icons/plugin.svg": "<svg/>",
        "rainforest_alert_plugin/__init__.py": "",
        "rainforest_alert_plugin/geo/area.py": "AREA = 1\n",
    }
    left = {
        "README.md": "readme",
        "tests/test_area.py": "",
        "rainforest_alert_plugin/.hidden": "",
        "rainforest_alert_plugin/geo/__pycache__/area.pyc": "",
        "rainforest_alert_plugin/geo/tests/test_area.py": "",
        "resources/.DS_Store": "",
        "resources/demo/alerts.tif.aux.xml": "",
        "i18n/notes.json": "{}",
    }
    for name, text in {**taken, **left}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(build, "fetch_vendored", lambda package: None)
    return root, sorted(taken)


def files_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_stage_takes_the_package_and_what_stands_beside_it_and_nothing_else(checkout, tmp_path):
    root, _ = checkout

    plugin = build.stage(tmp_path / "build", root)

    assert files_below(plugin) == [
        "LICENSE",
        "__init__.py",
        "geo/area.py",
        "metadata.txt",
        "resources/icons/plugin.svg",
    ]


def test_staging_again_leaves_no_file_of_the_earlier_stage_and_no_rest_of_the_work(checkout, tmp_path):
    root, _ = checkout
    plugin = build.stage(tmp_path / "build", root)
    (root / "rainforest_alert_plugin/geo/area.py").unlink()

    build.stage(tmp_path / "build", root)

    assert not (plugin / "geo" / "area.py").exists()
    assert [path.name for path in (tmp_path / "build").iterdir()] == [build.PACKAGE]


def test_a_checkout_without_licence_is_not_staged_and_the_earlier_stage_stays(checkout, tmp_path):
    root, _ = checkout
    plugin = build.stage(tmp_path / "build", root)
    (root / "LICENSE").unlink()

    with pytest.raises(build.BuildError, match="LICENSE is missing"):
        build.stage(tmp_path / "build", root)

    assert (plugin / "LICENSE").is_file()


def test_a_broken_translation_is_named_and_nothing_is_staged(checkout, tmp_path):
    root, _ = checkout
    (root / "i18n" / "rainforest_alert_es.ts").write_text("<TS><context>", encoding="utf-8")

    with pytest.raises(build.BuildError, match=r"rainforest_alert_es\.ts"):
        build.stage(tmp_path / "build", root)

    assert not (tmp_path / "build" / build.PACKAGE).exists()


def test_translations_are_compiled_and_their_sources_left_out(checkout, tmp_path):
    root, _ = checkout
    (root / "i18n" / "rainforest_alert_es.ts").write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="es"><context>'
        "<name>RainforestAlert</name><message><source>Alerts</source><translation>Alertas</translation>"
        "</message></context></TS>",
        encoding="utf-8",
    )

    plugin = build.stage(tmp_path / "build", root)

    assert files_below(plugin / "i18n") == ["rainforest_alert_es.qm"]
    # The magic number with which Qt's file format of compiled translations begins.
    assert (plugin / "i18n" / "rainforest_alert_es.qm").read_bytes()[:4] == b"\x3c\xb8\x64\x18"


def test_two_packages_in_a_row_have_identical_bytes(staged, tmp_path):
    first = build.package(staged, tmp_path / "first").read_bytes()
    again = build.stage(tmp_path / "again")
    for path in again.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o755)

    assert build.package(again, tmp_path / "second").read_bytes() == first


def test_the_zip_has_one_folder_no_forbidden_file_and_the_version_in_its_name(staged, tmp_path):
    archive = build.package(staged, tmp_path)

    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        assert opened.testzip() is None
        assert {entry.external_attr >> 16 for entry in opened.infolist()} == {0o100644}
    stated = [
        line for line in (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines() if line.startswith("version=")
    ]
    assert archive.name == f"rainforest_alert_plugin-{stated[0].partition('=')[2]}.zip"
    assert archive.stat().st_size < SITE_LIMIT_BYTES
    assert "/" in names[0]
    assert {name.split("/")[0] for name in names} == {"rainforest_alert_plugin"}
    assert len(names) == len(set(names))
    forbidden = ("__pycache__", ".pyc", ".ts", "/tests/", "/.", ".aux.xml", "~")
    assert [name for name in names if any(part in name for part in forbidden)] == []
    assert "rainforest_alert_plugin/LICENSE" in names
    assert "rainforest_alert_plugin/_vendor/xlsxwriter/LICENSE.txt" in names
    assert "rainforest_alert_plugin/i18n/rainforest_alert_es.qm" in names


def test_the_vendored_spreadsheet_writer_works_from_the_staged_plugin_alone(staged, tmp_path):
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from rainforest_alert_plugin._vendor import xlsxwriter\n"
        "book = xlsxwriter.Workbook(sys.argv[2]); book.add_worksheet('V').write_number(0, 0, 1.25); book.close()\n"
        "print(sum(name.split('.')[0] == 'xlsxwriter' for name in sys.modules))\n"
    )
    book = tmp_path / "table.xlsx"
    done = subprocess.run(
        [sys.executable, "-c", program, str(staged.parent), str(book)], capture_output=True, text=True, cwd=tmp_path
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "0"
    assert load_workbook(book)["V"]["A1"].value == 1.25


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, "/home/ana/.local/share/QGIS/QGIS{}/profiles"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/QGIS/QGIS{}/profiles"),
        ("darwin", {}, "/home/ana/Library/Application Support/QGIS/QGIS{}/profiles"),
        ("win32", {"APPDATA": "/home/ana/Roaming"}, "/home/ana/Roaming/QGIS/QGIS{}/profiles"),
    ],
)
def test_profiles_lie_where_qgis_3_and_4_keep_them_on_each_platform(platform, environment, expected):
    roots = build.profiles_roots(platform, Path("/home/ana"), environment)

    assert [root.as_posix() for root in roots] == [expected.format(3), expected.format(4)]


def test_deployment_goes_to_every_qgis_that_has_the_profile(tmp_path):
    roots = [tmp_path / "QGIS3", tmp_path / "QGIS4"]
    for root in roots:
        (root / "default").mkdir(parents=True)
    (roots[1] / "cedia").mkdir()

    assert build.plugins_folders("default", roots) == [root / "default" / "python" / "plugins" for root in roots]
    assert build.plugins_folders("cedia", roots) == [roots[1] / "cedia" / "python" / "plugins"]
    with pytest.raises(build.BuildError, match="it has: cedia, default"):
        build.plugins_folders("other", roots)


def test_deployment_before_qgis_first_ran_makes_the_profile_of_qgis_3(tmp_path):
    roots = [tmp_path / "QGIS3", tmp_path / "QGIS4"]

    assert build.plugins_folders("default", roots) == [roots[0] / "default" / "python" / "plugins"]


def test_linked_deployment_shows_an_edit_of_the_checkout_and_copied_deployment_does_not(checkout, tmp_path):
    root, _ = checkout
    plugin = build.stage(tmp_path / "build", root)
    linked = build.deploy(plugin, tmp_path / "linked", links=True, root=root)
    copied = build.deploy(plugin, tmp_path / "copied", links=False, root=root)

    (root / "rainforest_alert_plugin" / "geo" / "area.py").write_text("AREA = 2\n", encoding="utf-8")

    assert (linked / "geo" / "area.py").read_text(encoding="utf-8") == "AREA = 2\n"
    assert (copied / "geo" / "area.py").read_text(encoding="utf-8") == "AREA = 1\n"
    assert (linked / "metadata.txt").is_file()
    assert not linked.is_symlink()
    assert not any(path.is_symlink() for path in copied.rglob("*"))


def test_deploying_again_never_touches_the_checkout(checkout, tmp_path):
    root, taken = checkout
    plugin = build.stage(tmp_path / "build", root)
    build.deploy(plugin, tmp_path / "plugins", links=True, root=root)

    build.deploy(plugin, tmp_path / "plugins", links=False, root=root)

    assert all((root / name).is_file() for name in taken)
