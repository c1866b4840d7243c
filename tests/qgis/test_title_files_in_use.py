"""Packages of which somebody has a file open in Word or Excel: simulated call by call as Windows behaves (``windows_files``)."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from rainforest_alert_plugin.geo import files
from tests.qgis.test_title_atlas import NAMES, atlas, table, workspace
from tests.qgis.title_packages import Log, export, provider, verify
from tests.unit.windows_files import OpenFiles, refusal

__all__ = ["provider", "workspace"]
SMALLER = "POLYGON((500000 9000000,500100 9000000,500100 9000100,500000 9000000))"


@pytest.fixture
def windows(monkeypatch):
    monkeypatch.setattr(files, "_PAUSES_S", (0.0,))
    return OpenFiles(monkeypatch)


def bytes_of(*folders):
    return {path: path.read_bytes() for folder in folders for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["memoria_descriptiva.docx", "cuadro_tecnico.xlsx", "perimetro.shp", "manifest.json"])
def test_the_open_file_is_named_and_its_package_stays_whole(tmp_path, windows, name):
    folder = tmp_path / "p"
    export(folder)
    before = bytes_of(folder)
    windows.open(folder / name)
    with pytest.raises(QgsProcessingException) as caught:
        export(folder, boundary=SMALLER)
    assert f"“{folder / name}” is open in another program. Close it there and run again" in str(caught.value)
    assert bytes_of(folder) == before
    assert list(tmp_path.iterdir()) == [folder]
    assert verify(folder)[0]["VERIFIED"]
    windows.close()
    export(folder, boundary=SMALLER)
    assert bytes_of(folder) != before
    assert verify(folder)[0]["VERIFIED"]
    assert list(tmp_path.iterdir()) == [folder]


def test_an_open_redacted_package_keeps_both_as_they_were(tmp_path, windows):
    office, third = tmp_path / "p", tmp_path / "t"
    export(office, REDACTED_FOLDER=str(third))
    before = bytes_of(office, third)
    windows.open(third / "memoria_descriptiva.docx")
    with pytest.raises(QgsProcessingException, match=r"memoria_descriptiva\.docx” is open") as caught:
        export(office, boundary=SMALLER, REDACTED_FOLDER=str(third))
    assert str(third) in str(caught.value)
    assert bytes_of(office, third) == before
    assert sorted(tmp_path.iterdir()) == [office, third]


def test_a_new_report_opened_before_the_redacted_package_fails_leaves_both_whole_and_is_named(tmp_path, windows):
    """Somebody opens the new package while the second one is still being made, which then finds its folder in use."""
    office, third = tmp_path / "p", tmp_path / "t"
    export(office, REDACTED_FOLDER=str(third))
    before = bytes_of(office, third)
    windows.open(third / "memoria_descriptiva.docx")

    def look(_call):
        if bytes_of(office)[office / "cuadro_tecnico.csv"] != before[office / "cuadro_tecnico.csv"]:
            windows.open(office / "memoria_descriptiva.docx")

    windows.before_call = lambda call: look(call) if (office / "cuadro_tecnico.csv").exists() else None
    with pytest.raises(QgsProcessingException, match="could not be put back") as caught:
        export(office, boundary=SMALLER, REDACTED_FOLDER=str(third))
    windows.before_call = lambda call: None
    assert str(office / "memoria_descriptiva.docx") in str(caught.value)
    earlier = next(path for path in tmp_path.iterdir() if path not in (office, third))
    assert str(earlier) in str(caught.value)
    assert {path.name: content for path, content in bytes_of(earlier).items()} == {
        path.name: content for path, content in before.items() if path.parent == office
    }
    assert bytes_of(third) == {path: content for path, content in before.items() if path.parent == third}
    for folder in (office, earlier, third):
        assert verify(folder)[0]["VERIFIED"], folder


def test_an_atlas_goes_on_past_a_package_that_is_open_and_says_which_file(workspace, tmp_path, windows):
    folder = tmp_path / "atlas"
    atlas(workspace, folder)
    opened = folder / table(folder)[NAMES[1]]["CARPETA"]
    before = bytes_of(opened)
    # other attributes make other packages
    windows.open(opened / "memoria_descriptiva.docx")
    log = Log()
    result = atlas(workspace, folder, log, ATTRIBUTES='{"department": "Ucayali"}')
    assert (result["WRITTEN"], result["KEPT"], result["FAILED"]) == (3, 0, 2)
    assert bytes_of(opened) == before
    assert str(opened / "memoria_descriptiva.docx") in " ".join(log.lines)
    row = table(folder)[NAMES[1]]
    assert "memoria_descriptiva.docx" in " ".join(row.values())
    windows.close()
    result = atlas(workspace, folder, ATTRIBUTES='{"department": "Ucayali"}')
    assert (result["WRITTEN"], result["KEPT"], result["FAILED"]) == (1, 3, 1)


def test_an_atlas_whose_table_is_open_says_so_before_the_first_package(workspace, tmp_path, windows):
    folder = tmp_path / "atlas"
    folder.mkdir()
    (folder / "resumen.xlsx").write_bytes(b"")
    windows.open(folder / "resumen.xlsx")
    with pytest.raises(QgsProcessingException, match=r"resumen\.xlsx” is open"):
        atlas(workspace, folder)
    assert not any(path.is_dir() for path in folder.iterdir())


def test_a_table_opened_while_an_atlas_runs_ends_nothing_and_is_written_once_it_is_closed(workspace, tmp_path, windows):
    folder = tmp_path / "atlas"
    log = Log()

    def look(percent):
        if 15 < percent < 50:
            windows.open(folder / "resumen.xlsx")
        elif percent >= 50:
            windows.close()

    log.progressChanged.connect(look)
    result = atlas(workspace, folder, log)
    assert (result["WRITTEN"], result["FAILED"]) == (4, 1)
    assert "resumen.xlsx” is open" in " ".join(log.lines)
    assert [row["RESULTADO"] for row in table(folder).values()].count("Escrito") == 4


def test_a_package_that_word_shows_is_verified_and_a_file_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    folder = tmp_path / "p"
    export(folder)
    # what Word leaves beside a document that it has open
    (folder / "~$moria_descriptiva.docx").write_bytes(b"\x03Ana" + bytes(158))
    assert verify(folder)[0]["VERIFIED"]
    real = Path.open

    def denied(path, *arguments, **named):
        if path.name == "cuadro_tecnico.xlsx":
            raise refusal(32)
        return real(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", denied)
    result, lines = verify(folder)
    assert not result["VERIFIED"]
    assert [line for line in lines if "cuadro_tecnico.xlsx cannot be read" in line]
