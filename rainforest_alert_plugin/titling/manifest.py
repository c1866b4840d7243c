"""The manifest of a package: what went in, what was done, every number, and the fingerprint of every file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Mapping, Sequence

from ..cadastre.profile import Profile
from ..errors import InputError
from .conflicts import Conflict
from .land_capacity import CESSION, EXCLUDED, PROPERTY, UNCLASSIFIED, LandCapacity
from .technical_table import TechnicalTable

MANIFEST = "manifest.json"
KIND = "rainforest-alert-title-package"
SCHEMA = 1


@dataclass(frozen=True)
class ReferenceUse:
    """A reference layer as it was read.

    Attributes
    ----------
    layer, crs : str
    read, used, repaired, left_out : int
        Counts of features.
    evaluated : bool
        False when not all of it could be compared.
    not_whole : str
        Why it was not compared whole because rows of it stay in a workspace, in the language of the package; empty when it was.
    """

    layer: str
    crs: str
    read: int
    used: int
    repaired: int
    left_out: int
    evaluated: bool
    not_whole: str = field(default="", repr=False)

    def facts(self) -> dict[str, Any]:
        """What a manifest says of it."""
        return {name: value for name, value in vars(self).items() if name != "not_whole" or value}


@dataclass(frozen=True)
class Origin:
    """Where the boundary came from and how it was brought to its system.

    Attributes
    ----------
    layer, feature_id, crs : str
    operation : str
        Coordinate operation; empty when the surveyed coordinates were taken as they are.
    references : tuple of ReferenceUse
    versions : Mapping of str to str
        Of this plugin, QGIS, GDAL, PROJ.
    made_at : str
        UTC time in ISO format.
    """

    layer: str
    feature_id: str
    crs: str
    operation: str
    references: tuple[ReferenceUse, ...]
    versions: Mapping[str, str]
    made_at: str


def numbers_of(table: TechnicalTable, ellipsoidal_area_ha: str) -> dict[str, Any]:
    """Every number that more than one file states; decimals as text, so that no digit is lost."""
    return {
        "crs": table.crs,
        "zone": table.zone,
        "area_ha": str(table.area_ha),
        "area_m2": str(table.area_m2),
        "perimeter_m": str(table.perimeter_m),
        "ellipsoidal_area_ha": ellipsoidal_area_ha,
        "centroid_e": str(table.centroid[0]),
        "centroid_n": str(table.centroid[1]),
        "vertices": len(table.rows),
        "parts": len(table.parts),
        "enclaves": sum(1 for ring in table.rings if ring.ring),
        "rings": [
            {
                "part": ring.part,
                "ring": ring.ring,
                "vertices": len(ring.rows),
                "points": len(ring.points),
                "perimeter_m": str(ring.perimeter_m),
                "area_ha": str(ring.area_ha),
                "interior_angles_s": str(ring.angle_sum_s),
            }
            for ring in table.rings
        ],
        "geometry_sha256": table.checksum(),
    }


def land_of(land: LandCapacity) -> dict[str, Any]:
    """Areas of a division of the land, decimals as text."""
    return {
        "property_ha": str(land.area_ha(PROPERTY)),
        "cession_ha": str(land.area_ha(CESSION)),
        "unclassified_ha": str(land.area_ha(UNCLASSIFIED)),
        "excluded_ha": str(land.area_ha(EXCLUDED)),
        "rows": [
            {
                "regime": row.regime,
                "code": row.code,
                "kind": row.kind,
                "name": row.name,
                "layer": row.layer,
                "area_ha": str(row.area_ha),
                "area_m2": str(row.area_m2),
            }
            for row in land.rows
        ],
        "tables": {
            regime: {
                "area_ha": str(table.area_ha),
                "perimeter_m": str(table.perimeter_m),
                "vertices": len(table.rows),
                "geometry_sha256": table.checksum(),
            }
            for regime, table in land.tables
        },
    }


def profile_of(profile: Profile) -> dict[str, Any]:
    """What a reader must know of the profile."""
    return {
        "id": profile.id,
        "norm_id": profile.norm_id,
        "norm_date": profile.norm_date,
        "norm_read": profile.norm_read,
        "area_method": profile.area_method,
        "decimals": asdict(profile.decimals),
        "unverified": list(profile.unverified()),
    }


def overlaps_of(conflicts: Sequence[Conflict]) -> list[dict[str, str]]:
    """Overlaps as text, in the order they were found."""
    return [{name: str(value) for name, value in asdict(conflict).items()} for conflict in conflicts]


def file_entries(folder: Path) -> list[dict[str, Any]]:
    """Name, size and SHA-256 of each file of the folder, by name."""
    return [
        {"name": path.name, "bytes": path.stat().st_size, "sha256": sha256_of(path)}
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.is_file() and path.name != MANIFEST
    ]


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def manifest_bytes(content: Mapping[str, Any]) -> bytes:
    """Manifest as UTF-8 text with a fixed order of keys."""
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Manifest of a package.

    Raises
    ------
    InputError
        ``verify.no_manifest`` or ``verify.bad_manifest``.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise InputError("verify.no_manifest", path=str(folder))
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("verify.bad_manifest", path=str(path), reason=str(error)) from error
    if not isinstance(content, dict) or content.get("kind") != KIND or content.get("schema") != SCHEMA:
        raise InputError("verify.bad_manifest", path=str(path), reason=f"{KIND}, {SCHEMA}")
    for key in ("numbers", "files", "documents", "attributes"):
        if key not in content:
            raise InputError("verify.bad_manifest", path=str(path), reason=key)
    return content
