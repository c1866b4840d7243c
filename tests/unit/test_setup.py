"""Set-up: the backports entry follows from the machine's own sources, and the pins are held against what is installed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import vendor

ROOT = Path(__file__).resolve().parent.parent.parent
SETUP = ROOT / "scripts" / "setup.sh"


def derive(folder, codename="bookworm"):
    done = subprocess.run(
        [str(SETUP), "derive-backports", str(folder), codename], capture_output=True, text=True, check=True
    )
    return done.stdout


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_one_line_entry_keeps_options_and_address(tmp_path):
    write(
        tmp_path / "sources.list",
        "# deb http://old.example.org/debian bookworm main\n"
        "deb http://security.example.org/debian-security bookworm-security main\n"
        "deb-src [signed-by=/k.gpg] http://mirror.example.org/debian bookworm main\n"
        "deb [arch=amd64 signed-by=/k.gpg] http://mirror.example.org/debian bookworm main contrib\n",
    )

    assert (
        derive(tmp_path)
        == "list\ndeb [arch=amd64 signed-by=/k.gpg] http://mirror.example.org/debian bookworm-backports main\n"
    )


def test_deb822_entry_keeps_address_and_key(tmp_path):
    write(
        tmp_path / "sources.list.d" / "debian.sources",
        "Types: deb\n# the mirror of the office\nURIs: http://mirror.example.org/debian\n"
        "Suites: bookworm bookworm-updates\nComponents: main contrib\nSigned-By: /usr/share/keyrings/k.gpg\n\n"
        "Types: deb\nURIs: http://security.example.org/debian-security\nSuites: bookworm-security\nComponents: main\n",
    )

    assert derive(tmp_path) == (
        "sources\nTypes: deb\nURIs: http://mirror.example.org/debian\nSuites: bookworm-backports\n"
        "Components: main\nSigned-By: /usr/share/keyrings/k.gpg\n"
    )


def test_deb822_entry_keeps_a_key_written_into_it(tmp_path):
    write(
        tmp_path / "sources.list.d" / "debian.sources",
        "Types: deb deb-src\nURIs: http://mirror.example.org/debian\nSuites: bookworm\nComponents: main\n"
        "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n AAAA\n -----END PGP PUBLIC KEY BLOCK-----\n",
    )

    assert derive(tmp_path).endswith(
        "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n AAAA\n -----END PGP PUBLIC KEY BLOCK-----\n"
    )


@pytest.mark.parametrize(
    "stanza",
    [
        "Types: deb\nEnabled: no\nURIs: http://m.example.org\nSuites: bookworm\nComponents: main\n",
        "Types: deb-src\nURIs: http://m.example.org\nSuites: bookworm\nComponents: main\n",
        "Types: deb\nURIs: http://m.example.org\nSuites: bookworm\nComponents: contrib\n",
        "Types: deb\nURIs: http://m.example.org\nSuites: bookworm-security\nComponents: main\n",
        "Types: deb\nURIs: http://m.example.org\nSuites: trixie\nComponents: main\n",
    ],
    ids=["disabled", "sources only", "no main", "other suite", "other release"],
)
def test_an_entry_that_does_not_serve_the_release_is_not_used(tmp_path, stanza):
    write(tmp_path / "sources.list.d" / "debian.sources", stanza)

    assert derive(tmp_path) == ""


def test_set_up_says_what_it_can_be_asked_for():
    done = subprocess.run([str(SETUP), "everything"], capture_output=True, text=True)

    assert done.returncode == 1
    assert "Say run, test or bench" in done.stderr


def test_without_debian_the_zip_is_pointed_to(tmp_path):
    for name in ("bash", "dirname", "env"):
        (tmp_path / name).symlink_to(Path("/usr/bin") / name)

    done = subprocess.run(["/bin/bash", str(SETUP), "run"], capture_output=True, text=True, env={"PATH": str(tmp_path)})

    assert done.returncode == 1
    assert "Install from ZIP" in done.stderr


@pytest.mark.parametrize("name", ["test.txt", "bench.txt", "qt6.txt", "vendor.txt"])
def test_every_python_package_is_pinned_to_one_version(name):
    lines = [
        line.split("#")[0].split() for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    ]
    pins = [words for words in lines if words and not words[0].startswith("-")]

    assert pins
    assert [words[0] for words in pins if words[0].count("==") != 1] == []
    if name == "vendor.txt":
        assert all(any(word.startswith("--hash=sha256:") for word in words) for words in pins)


def test_the_test_environment_keeps_the_numpy_and_requests_that_qgis_runs_with():
    import numpy as np
    import requests

    assert not Path(np.__file__).is_relative_to(ROOT)
    assert not Path(requests.__file__).is_relative_to(ROOT)


def test_a_vendored_package_finds_its_own_modules_and_no_other_copy():
    source = "from xlsxwriter.workbook import Workbook\nfrom xlsxwriter import (\n    chart,\n)\nimport io\n"

    assert vendor.relative_imports(source, "xlsxwriter") == (
        "from .workbook import Workbook\nfrom . import (\n    chart,\n)\nimport io\n"
    )


def test_an_import_that_cannot_be_made_relative_stops_the_vendoring():
    with pytest.raises(SystemExit, match=r"import xlsxwriter.workbook"):
        vendor.relative_imports("import xlsxwriter.workbook\n", "xlsxwriter")


def test_only_false_passwords_are_marked():
    marked = vendor.mark_false_passwords('if token == "blanks":\npassword = "chaquira"\nname = ""\n')

    assert marked == 'if token == "blanks":  # nosec\npassword = "chaquira"\nname = ""\n'


def test_an_environment_whose_making_was_broken_off_is_made_again(tmp_path):
    environment = tmp_path / "venv"
    subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", str(environment)], check=True)

    first = subprocess.run([str(SETUP), "make-environment", str(environment)], capture_output=True, text=True)
    assert first.returncode == 0, first.stderr
    assert "making" in first.stdout
    subprocess.run([str(environment / "bin" / "python"), "-m", "pip", "--version"], check=True, capture_output=True)
    again = subprocess.run([str(SETUP), "make-environment", str(environment)], capture_output=True, text=True)
    assert (again.returncode, again.stdout) == (0, "")


def test_what_apt_says_is_read_in_the_language_it_is_looked_for():
    text = SETUP.read_text(encoding="utf-8")

    assert text.index("\nexport LC_ALL=C.UTF-8\n") < text.index("/Candidate:/")
