"""The checks catch what they are for: each is shown a planted defect and a clean neighbour of it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import check_enums
import check_site
import check_translations
import checks

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON_QT6 = ROOT / ".venv-qt6" / "bin" / "python"


def check_qt6(tmp_path, source):
    """Run the Qt 6 check on one module, in the environment that has PyQt6."""
    assert PYTHON_QT6.is_file(), "PyQt6 is not installed: run `make setup`"
    (tmp_path / "module.py").write_text(source, encoding="utf-8")
    command = [str(PYTHON_QT6), str(ROOT / "scripts" / "check_qt6.py"), str(tmp_path)]
    return subprocess.run(command, capture_output=True, text=True, env={"PATH": ""})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("from qgis.PyQt.QtCore import Qt\nQt.AlignRight\n", "module.py:2: Qt.AlignRight is not in PyQt6"),
        ("from qgis.PyQt import QtCore\nQtCore.Qt.UserRole\n", "module.py:2: QtCore.Qt.UserRole is not in PyQt6"),
        ("from qgis.PyQt.QtCore import QRegExp\n", "module.py:1: QtCore.QRegExp is not in PyQt6"),
        ("from qgis.PyQt.QtCore import QVariant\nQVariant.Int\n", "module.py:2: QVariant.Int is not in PyQt6"),
        ("from qgis.PyQt.QtWidgets import QDialog\nQDialog().exec_()\n", "module.py:2: exec_ is exec in Qt 6"),
        ("from PyQt5.QtCore import Qt\n", "module.py:1: from PyQt5.QtCore: take it from qgis.PyQt"),
    ],
)
def test_what_qt_6_lacks_is_found(tmp_path, source, said):
    done = check_qt6(tmp_path, source)

    assert done.returncode == 1
    assert done.stdout.splitlines()[0].endswith(said)


def test_names_that_both_qt_versions_have_pass(tmp_path):
    done = check_qt6(
        tmp_path,
        "from qgis.PyQt import sip\nfrom qgis.PyQt.QtCore import NULL, Qt, pyqtSignal\n"
        "from qgis.PyQt.QtWidgets import QAction, QDialog\nQt.AlignmentFlag.AlignRight\nQDialog.exec\n"
        "Qt.DockWidgetArea.RightDockWidgetArea\nsip.isdeleted\n",
    )

    assert (done.returncode, done.stdout) == (0, "check_qt6: 1 files, 0 complaints\n")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("from qgis.core import QgsNoSuchThing\n", "QgsNoSuchThing is not in qgis.core of this QGIS"),
        ("from qgis.core import Qgis\nQgis.MessageLevel.Loud\n", "Qgis.MessageLevel.Loud is not in this QGIS"),
        ("from qgis.core import Qgis\nQgis.Warning\n", "Qgis.Warning has no scope: write Qgis.MessageLevel.Warning"),
        (
            "from qgis.core import QgsProcessing\nQgsProcessing.TypeVectorPolygon\n",
            "QgsProcessing.TypeVectorPolygon has no scope",
        ),
        ("from qgis.core import QgsTask as Task\nTask.CanCancel\n", "Task.CanCancel has no scope"),
    ],
)
def test_what_this_qgis_lacks_or_has_without_scope_is_found(source, said):
    found = check_enums.complaints(source)

    assert len(found) == 1
    assert found[0][1].startswith(said)


def test_scoped_names_of_qgis_pass():
    source = (
        "from qgis.core import Qgis, QgsProcessing, QgsWkbTypes, QgsTask, QgsProject\nQgis.MessageLevel.Warning\n"
        "QgsProcessing.SourceType.TypeVectorPolygon\nQgsWkbTypes.GeometryType.PolygonGeometry\n"
        "QgsTask.Flag.CanCancel\nQgsProject.instance().mapLayers\nQgis.QGIS_VERSION_INT\n"
    )

    assert check_enums.complaints(source) == []


METADATA = (
    "[general]\nname=Alert\ndescription=d\nversion=1.0\nqgisMinimumVersion=3.22\nauthor=We\nemail=we@example.org\n"
    "about=a\ntracker=https://example.org/t\nrepository=https://example.org/r\nhomepage=https://example.org\nicon=icon.svg\n"
)
PLUGIN = {
    "alert_plugin/__init__.py": "def classFactory(iface):\n    return None\n",
    "alert_plugin/metadata.txt": METADATA,
    "alert_plugin/LICENSE": "GPL",
    "alert_plugin/icon.svg": "<svg/>",
}


def make_zip(tmp_path, changes=(), mode=0o644):
    archive = tmp_path / "alert_plugin.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for name, text in {**PLUGIN, **dict(changes)}.items():
            if text is not None:
                entry = zipfile.ZipInfo(name)
                entry.external_attr = mode << 16
                opened.writestr(entry, text)
    return archive


def test_a_sound_zip_passes_the_gate(tmp_path):
    assert check_site.gate(make_zip(tmp_path)) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"alert_plugin/LICENSE": None}, "alert_plugin/LICENSE is missing"),
        ({"alert_plugin/icon.svg": None}, "metadata.txt: the icon icon.svg is not in the package"),
        ({"other/readme.txt": ""}, "one top folder is expected, there are ['alert_plugin', 'other']"),
        ({"alert_plugin/../x.py": ""}, "alert_plugin/../x.py leaves the folder"),
        ({"alert_plugin/__pycache__/a.txt": ""}, "alert_plugin/__pycache__/a.txt must not be packaged"),
        ({"alert_plugin/kernel.so": ""}, "alert_plugin/kernel.so is a binary or a script of a system"),
        ({"alert_plugin/.bandit": ""}, "alert_plugin/.bandit is hidden"),
        ({"alert_plugin/metadata.txt": METADATA.replace("tracker=", "trucker=")}, "metadata.txt has no tracker"),
        (
            {"alert_plugin/metadata.txt": METADATA.replace("=We", "=We/They")},
            "metadata.txt: author must not contain a slash",
        ),
        (
            {"alert_plugin/metadata.txt": METADATA + "supportsQt6=True\n"},
            "metadata.txt: supportsQt6 is no longer known to QGIS",
        ),
    ],
)
def test_what_the_site_refuses_in_the_structure_is_found(tmp_path, changes, said):
    assert check_site.structure(make_zip(tmp_path, changes)) == [said]


def test_a_percent_sign_that_the_site_cannot_parse_is_found(tmp_path):
    found = check_site.structure(make_zip(tmp_path, {"alert_plugin/metadata.txt": METADATA + "tags=40 % faster\n"}))

    assert len(found) == 1
    assert found[0].startswith("metadata.txt cannot be read")


def test_files_outside_a_folder_and_executable_modules_are_found(tmp_path):
    flat = tmp_path / "flat.zip"
    with zipfile.ZipFile(flat, "w") as opened:
        opened.writestr("metadata.txt", METADATA)

    assert "the first entry, metadata.txt, is not inside a folder" in check_site.structure(flat)
    assert "alert_plugin/__init__.py is executable" in check_site.structure(make_zip(tmp_path, mode=0o755))


def test_a_zip_over_the_sites_limit_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(check_site, "LARGEST", 100)

    assert "the site takes 100" in check_site.structure(make_zip(tmp_path))[0]


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("import hashlib\nhashlib.md5(b'')\n", "bandit B324 alert_plugin/planted.py:2"),
        ("def f(x):\n    assert x\n", "bandit B101 alert_plugin/planted.py:2"),
        # A key as a cloud provider writes it, put together so that this file itself passes the scan.
        (f"KEY = '{'AKIA' + 'Z7PQ4NXTB2WKLM5R'}'\n", "detect-secrets AWS Access Key alert_plugin/planted.py:1"),
        ("def f(x):\n    return x == None\n", "flake8 ./alert_plugin/planted.py:2"),
    ],
)
def test_what_the_sites_scanners_block_is_found(tmp_path, module, said):
    found = check_site.gate(make_zip(tmp_path, {"alert_plugin/planted.py": module}))

    assert len(found) == 1
    assert found[0].startswith(said)


def translation_file(messages):
    body = "".join(
        f"<message><source>{source}</source><translation{state}>{text}</translation></message>"
        for source, state, text in messages
    )
    return f'<?xml version="1.0"?><TS version="2.1"><context><name>RainforestAlert</name>{body}</context></TS>'


@pytest.fixture
def translated_package(tmp_path):
    """A package with one sentence, and a function that writes its Spanish file and checks both."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "words.py").write_text(
        'translate("RainforestAlert", "{count} alerts "\n    "since {date}").format(count=1, date=2)\n',
        encoding="utf-8",
    )

    def check(*messages):
        path = tmp_path / "rainforest_alert_es.ts"
        path.write_text(translation_file(messages), encoding="utf-8")
        return check_translations.check(package, [path])

    return package, check


SENTENCE = "{count} alerts since {date}"


def test_a_complete_translation_passes_even_in_another_order(translated_package):
    _, check = translated_package

    assert check((SENTENCE, "", "Desde {date}: {count} alertas")) == []


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ((SENTENCE, "", "{count} alertas"), "placeholders differ"),
        ((SENTENCE, "", "{count} alertas desde {fecha}"), "placeholders differ"),
        ((SENTENCE, "", "{count} alertas desde {date"), "placeholders differ"),
        ((SENTENCE, ' type="unfinished"', "{count} alertas desde {date}"), "unfinished"),
        ((SENTENCE, "", ""), "empty"),
        (("{count} fires", "", "{count} incendios"), "not there"),
    ],
)
def test_what_a_translation_lacks_is_found(translated_package, message, said):
    _, check = translated_package

    assert any(said in problem for problem in check(message))


@pytest.mark.parametrize(
    "line",
    [
        'translate("RainforestAlert", f"{count} alerts")',
        'translate("RainforestAlert", "{} alerts".format(count))',
        'translate("Dock", "alerts")',
        'translate("RainforestAlert", text)',
        'translate("RainforestAlert", "{count alerts")',
        'self.tr("alerts")',
    ],
)
def test_a_mark_that_the_extraction_tools_cannot_read_is_found(translated_package, line):
    package, check = translated_package
    (package / "planted.py").write_text(line, encoding="utf-8")

    problems = check((SENTENCE, "", "{count} alertas desde {date}"))

    assert len(problems) == 1
    assert problems[0].startswith(f"{package / 'planted.py'}:1:")


def plain(name, code, program="pass"):
    command = sys.executable, "-c", f"print('{name} ran')\n{program}\nraise SystemExit({code})"
    return checks.Check(name, "planted", (command,))


def run_checks(monkeypatch, capfd, cores, *planted):
    """Exit code and output of a run of planted checks on a machine of so many cores."""
    monkeypatch.setattr(checks, "checks", lambda: list(planted))
    monkeypatch.setattr(sys, "argv", ["checks.py", "all"])
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(cores)))
    code = checks.main()
    return code, capfd.readouterr().out


@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize("failing", ["second", "second-3.22"])
def test_a_failed_check_fails_the_run_and_the_others_still_run(monkeypatch, capfd, cores, failing):
    names = ["first", "first-3.22", "second", "second-3.22", "third", "third-3.22"]
    code, out = run_checks(monkeypatch, capfd, cores, *(plain(name, 3 * (name == failing)) for name in names))

    assert code == 1
    assert [name for name in names if f"\n{name} ran\n" in out] == names
    summary = out.split("== summary\n")[1].splitlines()
    assert [line.split()[3].rstrip(":") for line in summary[:-1]] == names
    assert [line.split()[0] for line in summary[:-1]] == ["FAILED" if name == failing else "passed" for name in names]
    assert summary[-1].startswith("checks: 5 passed, 1 failed")


def test_side_by_side_each_check_prints_in_one_piece_and_writes_to_a_tree_of_its_own(monkeypatch, capfd, tmp_path):
    """Each of the two waits for the file of the other, so that neither can end unless both run at once."""
    halves = {}
    for name, other in (("one", "two-3.22"), ("two-3.22", "one")):
        halves[name] = f"""
import os, pathlib, time
pathlib.Path({str(tmp_path / name)!r}).write_text(os.getcwd())
while not pathlib.Path({str(tmp_path / other)!r}).exists():
    time.sleep(0.01)
assert pathlib.Path("scripts/checks.py").is_file() and pathlib.Path(".venv/bin/python").exists()
print("end of {name}")
"""
    code, out = run_checks(monkeypatch, capfd, 2, *(plain(name, 0, program) for name, program in halves.items()))

    assert code == 0, out
    for name in halves:
        assert f"\n== {name}: planted\n{name} ran\nend of {name}\n" in out
    trees = {(tmp_path / name).read_text() for name in halves}
    assert len(trees) == 2
    assert str(ROOT) in trees
    assert [tree for tree in trees if Path(tree).exists()] == [str(ROOT)]
