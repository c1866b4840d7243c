"""The plugin as QGIS finds it: staged, unzipped into a profile as the installer does, and linked by ``make deploy``."""

from __future__ import annotations

import zipfile

import pytest

import build

FIRST_CHAIN = ("importalerts", "alertstatistics", "overlapanalysis", "technicaltable", "exporttitlepackage")


def test_qgis_process_lists_the_algorithms_of_the_first_chain_without_a_warning(qgis_process):
    done = qgis_process.call("list")

    listed = {line.split("\t")[1] for line in done.stdout.splitlines() if line.startswith("\trainforestalert:")}
    assert done.returncode == 0
    assert {f"rainforestalert:{name}" for name in FIRST_CHAIN} <= listed
    assert "rainforest_alert" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", FIRST_CHAIN)
def test_each_algorithm_explains_itself(qgis_process, name):
    done = qgis_process.call("--json", "help", f"rainforestalert:{name}")

    assert done.returncode == 0, done.stderr
    answer = done.answer
    assert answer["provider_details"]["name"] == "Rainforest Alert"
    assert all(parameter["description"].strip() for parameter in answer["parameters"].values())
    assert answer["outputs"]


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
