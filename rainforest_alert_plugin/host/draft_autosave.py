"""Edits of drafts that were not saved yet, kept beside the file of drafts: those of all UTM zones in one file, whole or not at all.

A corner that moved in two zones is in the file for both or for none, whenever QGIS ends.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

from ..geo.files import output_error, replaced_file
from ..territory.draft import read
from ..workspace.clock import utc_now

Kept = Mapping[str, str]
# Communities of which one step moved a corner, identity and name, by EPSG code of their zone.
Corner = Mapping[int, Mapping[str, str]]


def autosave_path(drafts: Path) -> Path:
    """Where the edits of a file of drafts that were not saved yet are kept."""
    return drafts.with_name(f"{drafts.stem}.autosave.json")


@dataclass(frozen=True)
class Autosaved:
    """Edits that a session left behind.

    Attributes
    ----------
    path : Path
    saved_at : str
        UTC.
    zones : mapping of EPSG code to tuple of mapping
        The drafts of each zone that had edits.
    corners : tuple of mapping
        What one step moved in several zones.
    """

    path: Path
    saved_at: str
    zones: Mapping[int, tuple[Kept, ...]]
    corners: tuple[Corner, ...] = ()

    def communities(self) -> list[str]:
        """Names of the communities whose drafts it holds."""
        return sorted({str(kept.get("community") or "–") for drafts in self.zones.values() for kept in drafts})

    def of_zones(self, wanted: Iterable[int]) -> Autosaved | None:
        """What it holds of some zones; nothing when it holds none of them."""
        zones = {epsg: self.zones[epsg] for epsg in sorted(set(wanted) & set(self.zones))}
        return Autosaved(self.path, self.saved_at, zones, self.corners) if zones else None


def left_behind(drafts: Path) -> Autosaved | None:
    """Edits that were not saved; a file that cannot be read is passed over and stays.

    What an earlier version of the plugin kept in a file per zone is among them, for zones of which the one file of all has nothing.
    """
    path = autosave_path(drafts)
    every = [found for found in (_read(path), *map(_read_of_one_zone, _files_by_zone(path))) if found is not None]
    if not every:
        return None
    zones = {epsg: kept for found in reversed(every) for epsg, kept in found.zones.items()}
    corners = tuple(corner for found in every for corner in found.corners)
    return Autosaved(path, max(found.saved_at for found in every), zones, corners)


def _read(path: Path) -> Autosaved | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        zones = {int(epsg): _checked(kept) for epsg, kept in content["zones"].items()}
        corners = tuple({int(epsg): dict(found) for epsg, found in corner.items()} for corner in content["corners"])
        return Autosaved(path, str(content["saved_at"]), zones, corners) if zones else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _files_by_zone(path: Path) -> list[Path]:
    """Files of earlier versions, ``<drafts>.<EPSG code>.autosave.json``, in their order."""
    name = re.escape(path.name).replace(re.escape(".autosave.json"), r"\.\d+\.autosave\.json")
    try:
        return sorted(one for one in path.parent.iterdir() if re.fullmatch(name, one.name))
    except OSError:
        return []


def _read_of_one_zone(path: Path) -> Autosaved | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Autosaved(path, str(content["saved_at"]), {int(content["epsg"]): _checked(content["drafts"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _checked(drafts: Iterable[Kept]) -> tuple[Kept, ...]:
    kept = tuple(drafts)
    for one in kept:
        bytes.fromhex(one["wkb"])
    return kept


def keep(path: Path, zones: Mapping[int, Sequence[Kept]], corners: Sequence[Corner]) -> None:
    """Write edits in the place of all that were kept before, in one file or per zone; without any the files go.

    A file that cannot be read is no autosave of this version: it gets another name, so that nothing in it is lost.

    Raises
    ------
    OutputError
        What the file system says.
    """
    earlier = [one for one in _files_by_zone(path) if _read_of_one_zone(one) is not None]
    try:
        if path.exists() and _read(path) is None:
            moment = utc_now()[:19].replace(":", "")
            os.replace(path, path.with_name(path.name.replace(".autosave.json", f".{moment}.unreadable.json")))
        if zones:
            _write(path, zones, corners)
        for one in earlier if zones else (path, *earlier):
            one.unlink(missing_ok=True)
    except OSError as error:
        raise output_error(path, error) from error


def _write(path: Path, zones: Mapping[int, Sequence[Kept]], corners: Sequence[Corner]) -> None:
    content = {"saved_at": utc_now(), "zones": zones, "corners": list(corners)}
    with replaced_file(path) as partial, open(partial, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def put_aside(saved: Autosaved) -> Path:
    """Nobody wants these edits back now; they are kept under another name all the same."""
    name = saved.path.name.replace(".autosave.json", f".{saved.saved_at[:19].replace(':', '')}.aside.json")
    aside = saved.path.with_name(name)
    _write(aside, saved.zones, saved.corners)
    every = left_behind(drafts_of(saved.path))
    if every is not None:
        others = {epsg: kept for epsg, kept in every.zones.items() if epsg not in saved.zones}
        keep(saved.path, others, every.corners)
    return aside


def drafts_of(path: Path) -> Path:
    """The file of drafts to which an autosave belongs."""
    return path.with_name(path.name.replace(".autosave.json", ".gpkg"))


def half_saved(saved: Autosaved, stored: Mapping[int, Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """Of a corner that was moved in several zones and saved in some of them only: names of those where it was, and of the others.

    Parameters
    ----------
    stored : mapping of EPSG code to mapping of community's identity to Draft
        As it was saved.
    """
    there: set[str] = set()
    missing: set[str] = set()
    for corner in saved.corners:
        found: dict[bool, set[str]] = {True: set(), False: set()}
        for epsg, communities in corner.items():
            kept = {one["community_id"]: read(one["facts"]) for one in saved.zones.get(epsg, ())}
            for identity, name in communities.items():
                # a zone that was saved is no longer kept
                is_there = epsg not in saved.zones or stored.get(epsg, {}).get(identity) == kept.get(identity)
                found[is_there].add(name)
        if found[True] and found[False]:
            there |= found[True]
            missing |= found[False]
    return sorted(there), sorted(missing - there)
