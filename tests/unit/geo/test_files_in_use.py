"""A folder of which Word has a file open: it stays whole, and the sentence names the file; simulated call by call as Windows behaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from rainforest_alert_plugin.errors import CancelledError, OutputError
from rainforest_alert_plugin.geo import files
from rainforest_alert_plugin.geo.files import is_office_lock, replaced_file, replaced_folder
from tests.unit.windows_files import OpenFiles

NAMES = ("manifest.json", "memoria.docx", "tabla.xlsx")


@pytest.fixture
def windows(monkeypatch):
    monkeypatch.setattr(files, "_PAUSES_S", (0.0, 0.0))
    return OpenFiles(monkeypatch)


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def fill(folder: Path, word: str) -> None:
    for name in NAMES:
        (folder / name).write_text(f"{word} {name}", encoding="utf-8")


def whole(word: str) -> dict[str, str]:
    return {name: f"{word} {name}" for name in NAMES}


def publish(target: Path, placed=None) -> None:
    with replaced_folder(target, "manifest.json", placed) as partial:
        fill(partial, "new")


@pytest.mark.parametrize("name", NAMES)
def test_the_open_file_is_named_and_the_folder_stays_whole(tmp_path, windows, name):
    target = tmp_path / "p"
    publish(target)
    fill(target, "old")
    windows.open(target / name)
    with pytest.raises(OutputError) as caught:
        publish(target)
    assert (caught.value.message.id, caught.value.message.facts) == ("output.in_use", {"path": str(target / name)})
    assert contents(target) == whole("old")
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
    windows.close()
    publish(target)
    assert contents(target) == whole("new")
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


@pytest.mark.parametrize("has_earlier", [True, False])
@pytest.mark.parametrize("is_failing", [True, False])
@pytest.mark.parametrize("opened", ["old", "new"])
def test_a_file_opened_before_any_call_of_the_system_never_leaves_half_a_folder(
    tmp_path, windows, has_earlier, is_failing, opened
):
    """One of the two folders has its document opened before the n-th call, and it stays open."""
    number, ended = 0, set()
    while True:
        number += 1
        place = tmp_path / str(number)
        target = place / "p"
        if has_earlier:
            target.mkdir(parents=True)
            fill(target, "old")
        windows.close()
        windows.calls = 0

        def open_document(call, place=place, number=number):
            if call == number:
                for path in place.rglob("memoria.docx"):
                    if path.read_text(encoding="utf-8").startswith(opened):
                        windows.open(path)

        def placed():
            if is_failing:
                raise CancelledError

        windows.before_call = open_document
        error = None
        try:
            publish(target, placed)
        except (OutputError, CancelledError) as raised:
            error = raised
        windows.before_call = lambda call: None
        made = windows.calls
        said = error.message.id if isinstance(error, OutputError) else type(error).__name__
        ended.add(said)
        stands = contents(target) if target.exists() else None
        if error is None:
            assert stands == whole("new")
        elif said == "output.not_put_back":
            earlier = Path(error.message.facts["earlier"])
            assert stands in (whole("new"), None)
            assert contents(earlier) == whole("old")
            assert error.message.facts["file"] == str((target if stands else earlier) / "memoria.docx")
        elif said == "output.not_taken_back":
            assert stands == whole("new")
            assert not has_earlier
        else:
            assert stands == (whole("old") if has_earlier else None)
        # what else is left, because it is open, is not taken for a whole folder
        kept = error.message.facts.get("earlier") if isinstance(error, OutputError) else None
        for left in place.iterdir() if place.exists() else ():
            assert left == target or str(left) == kept or not (left / "manifest.json").exists()
        if made < number:
            break
    assert ended <= {"NoneType", "CancelledError", "output.in_use", "output.not_put_back", "output.not_taken_back"}
    assert ("CancelledError" if is_failing else "NoneType") in ended
    if has_earlier and opened == "old":
        assert "output.in_use" in ended
    if is_failing and opened == "new":
        assert ("output.not_put_back" if has_earlier else "output.not_taken_back") in ended


def test_a_virus_scanner_that_lets_go_again_is_waited_for(tmp_path, windows):
    target = tmp_path / "p"
    publish(target)
    fill(target, "old")
    start = windows.calls

    def scan(call):
        if call == start + 1:
            windows.open(next(tmp_path.glob(".p.*.partial")) / "tabla.xlsx")
        if call == start + 3:
            windows.close()

    windows.before_call = scan
    publish(target)
    assert contents(target) == whole("new")
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_table_that_excel_has_open_stays(tmp_path, windows):
    table = tmp_path / "resumen.xlsx"
    table.write_text("old", encoding="utf-8")
    windows.open(table)
    with pytest.raises(OutputError) as caught, replaced_file(table) as partial:
        partial.write_text("new", encoding="utf-8")
    assert (caught.value.message.id, caught.value.message.facts) == ("output.in_use", {"path": str(table)})
    assert contents(tmp_path) == {"resumen.xlsx": "old"}


def test_where_open_files_can_be_replaced_who_reads_one_keeps_it(tmp_path):
    """The system that the tests run on, with a file that is open indeed."""
    target = tmp_path / "p"
    publish(target)
    fill(target, "old")
    with (target / "memoria.docx").open(encoding="utf-8") as reader:
        publish(target)
        assert reader.read() == "old memoria.docx"
    assert contents(target) == whole("new")


def test_a_document_that_libreoffice_has_open_is_not_replaced(tmp_path):
    target = tmp_path / "p"
    publish(target)
    fill(target, "old")
    lock = target / ".~lock.memoria.docx#"
    lock.write_text(",ana,laptop,26.11.2026 17:00,file:///home/ana;", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        publish(target)
    assert caught.value.message.id == "output.locked"
    assert caught.value.message.facts == {"path": str(target / "memoria.docx"), "lock": str(lock)}
    lock.unlink()
    assert contents(target) == whole("old")
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


@pytest.mark.parametrize(
    ("name", "size", "is_lock"),
    [
        ("~$moria.docx", 162, True),
        (".~lock.memoria.docx#", 90, True),
        ("~$moria.docx", 2000, False),
        ("memoria.docx", 9, False),
    ],
)
def test_what_office_programs_leave_beside_an_open_document_is_small(tmp_path, name, size, is_lock):
    (tmp_path / name).write_bytes(b"x" * size)
    assert is_office_lock(tmp_path / name) is is_lock
