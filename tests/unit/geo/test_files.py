from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from rainforest_alert_plugin.errors import CancelledError, OutputError
from rainforest_alert_plugin.geo.files import replaced_file, replaced_folder, sqlite_uri


def test_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "table.csv"

    with replaced_file(target) as partial:
        partial.write_text("half", encoding="utf-8")
        assert not target.exists()
        assert partial.suffix == ".csv"

    assert target.read_text(encoding="utf-8") == "half"
    assert os.listdir(target.parent) == ["table.csv"]


def test_failed_writing_leaves_the_earlier_file_untouched(tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    target.write_text("earlier", encoding="utf-8")

    with pytest.raises(CancelledError), replaced_file(target) as partial:
        partial.write_text("half", encoding="utf-8")
        raise CancelledError

    assert target.read_text(encoding="utf-8") == "earlier"
    assert os.listdir(tmp_path) == ["table.csv"]


def test_full_disk_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught, replaced_file(tmp_path / "table.csv"):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert caught.value.message.id == "output.no_space"
    assert os.listdir(tmp_path) == []


def denied(winerror: int) -> OSError:
    """What Windows raises: the number of its own beside the one of POSIX."""
    error = PermissionError(errno.EACCES, "Access is denied")
    error.winerror = winerror  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("winerror", "is_there", "sentence"),
    [
        (32, True, "output.in_use"),
        (5, True, "output.in_use"),
        (5, False, "output.folder_unwritable"),
    ],
)
def test_what_windows_denies_is_in_use_when_it_is_there(
    tmp_path: Path, winerror: int, is_there: bool, sentence: str
) -> None:
    target = tmp_path / "table.csv"
    if is_there:
        target.write_text("earlier", encoding="utf-8")

    with pytest.raises(OutputError) as caught, replaced_file(target):
        raise denied(winerror)

    assert caught.value.message.id == sentence
    assert os.listdir(tmp_path) == (["table.csv"] if is_there else [])


def test_folder_open_elsewhere_stays_and_nothing_is_told_to_be_placed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "package"
    target.mkdir()
    (target / "manifest.json").write_text("earlier", encoding="utf-8")
    told: list[str] = []

    def refuse(*_: object) -> None:
        raise denied(5)

    with (
        pytest.raises(OutputError) as caught,
        replaced_folder(target, "manifest.json", lambda: told.append("placed")) as partial,
    ):
        (partial / "manifest.json").write_text("new", encoding="utf-8")
        monkeypatch.setattr(os, "replace", refuse)

    assert caught.value.message.id == "output.in_use"
    assert told == []
    assert (target / "manifest.json").read_text(encoding="utf-8") == "earlier"
    assert os.listdir(tmp_path) == ["package"]


def test_folder_gives_way_again_when_what_follows_fails(tmp_path: Path) -> None:
    target = tmp_path / "package"
    target.mkdir()
    (target / "manifest.json").write_text("earlier", encoding="utf-8")

    def fail() -> None:
        assert (target / "manifest.json").read_text(encoding="utf-8") == "new"
        raise CancelledError

    with pytest.raises(CancelledError), replaced_folder(target, "manifest.json", fail) as partial:
        (partial / "manifest.json").write_text("new", encoding="utf-8")

    assert (target / "manifest.json").read_text(encoding="utf-8") == "earlier"
    assert os.listdir(tmp_path) == ["package"]


def test_folder_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(OutputError) as caught, replaced_file(tmp_path / "file" / "table.csv"):
        raise AssertionError("the block must not start")

    assert caught.value.message.id == "output.folder_unwritable"


def test_folder_replaces_the_one_an_earlier_run_made(tmp_path: Path) -> None:
    target = tmp_path / "package"
    for content in ("first", "second"):
        with replaced_folder(target, "manifest.json") as partial:
            (partial / "manifest.json").write_text(content, encoding="utf-8")
            (partial / f"{content}.txt").write_text("", encoding="utf-8")

    assert sorted(os.listdir(target)) == ["manifest.json", "second.txt"]
    assert os.listdir(tmp_path) == ["package"]


def test_folder_with_foreign_files_is_left_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "documents"
    target.mkdir()
    (target / "letter.docx").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError) as caught, replaced_folder(target, "manifest.json"):
        raise AssertionError("the block must not start")

    assert caught.value.message.id == "output.folder_not_empty"
    assert os.listdir(target) == ["letter.docx"]


def test_cancelled_folder_leaves_the_earlier_one(tmp_path: Path) -> None:
    target = tmp_path / "package"
    target.mkdir()
    (target / "manifest.json").write_text("earlier", encoding="utf-8")

    with pytest.raises(CancelledError), replaced_folder(target, "manifest.json") as partial:
        (partial / "manifest.json").write_text("half", encoding="utf-8")
        raise CancelledError

    assert (target / "manifest.json").read_text(encoding="utf-8") == "earlier"
    assert os.listdir(tmp_path) == ["package"]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PurePosixPath("/datos/mi título 1%.gpkg"), "file:///datos/mi%20t%C3%ADtulo%201%25.gpkg?mode=ro"),
        (PureWindowsPath(r"C:\datos\x.gpkg"), "file:///C:/datos/x.gpkg?mode=ro"),
        (PureWindowsPath(r"\\servidor\datos\x.gpkg"), "file:////servidor/datos/x.gpkg?mode=ro"),
    ],
)
def test_sqlite_takes_the_address_of_a_file_on_a_disk_and_in_the_network(path, address):
    """https://www.sqlite.org/uri.html: an authority other than ``localhost`` is an error."""
    assert sqlite_uri(path, "ro") == address
    # there is no such file, but the address is one
    with pytest.raises(sqlite3.OperationalError, match="unable to open database file"):
        sqlite3.connect(address, uri=True)


def test_sqlite_opens_a_file_by_its_address(tmp_path):
    path = tmp_path / "año #1?.gpkg"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE one (fid INTEGER)")
    with closing(sqlite3.connect(sqlite_uri(path, "ro"), uri=True)) as opened:
        assert opened.execute("SELECT name FROM sqlite_master").fetchall() == [("one",)]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            opened.execute("INSERT INTO one VALUES (1)")
