"""The plugin as QGIS finds it: staged, unzipped into a profile as the installer does, and linked by ``make deploy``."""

from __future__ import annotations

import zipfile

import pytest

import build


@pytest.mark.parametrize("way", ["unzipped", "linked"])
def test_the_plugin_works_from_the_plugins_folder_of_a_profile(qgis_process, staged_plugins, tmp_path, way):
    plugins = tmp_path / "profiles" / "default" / "python" / "plugins"
    staged = staged_plugins / build.PACKAGE
    if way == "unzipped":
        with zipfile.ZipFile(build.package(staged, tmp_path / "dist")) as archive:
            archive.extractall(plugins)
    else:
        build.deploy(staged, plugins, links=True)
    installed = qgis_process.beside(plugins)

    done = installed.call("list")

    assert done.returncode == 0, done.stderr
    assert "\trainforestalert:technicaltable\t" in done.stdout
    assert "Traceback" not in done.stderr
