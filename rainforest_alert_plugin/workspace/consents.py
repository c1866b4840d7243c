"""What communities agreed to share, as the gate asks it: of each row that would leave, on the day it would leave."""

from __future__ import annotations

from datetime import date
from typing import Any, Mapping

from .store import Row, Workspace

EVERYTHING = "everything"
# Audiences that are strangers to the community; its own people and laptops of the circle of trust need no consent.
ASKING = ("federation", "public")
_COVERS: Mapping[str, frozenset[str]] = {"federation": frozenset({"federation"}), "public": frozenset(ASKING)}


def is_in_force(consent: Row, day: date) -> bool:
    """Whether a consent holds on a day: given, not past its last day, not withdrawn."""
    today = day.isoformat()
    if consent["given_on"] > today or (consent["until"] is not None and consent["until"] < today):
        return False
    return consent["withdrawn_on"] is None or consent["withdrawn_on"] > today


class Consents:
    """Consents of a workspace, read when the gate opens.

    A community that never said what may be shared of a matter leaves it to the sensitivity of each row. Once it did, only what a
    consent in force covers goes to others; what was withdrawn or has run out goes no more. Consent never opens what the
    sensitivity of a row closes.
    """

    def __init__(self, workspace: Workspace, day: date | None = None) -> None:
        self._workspace = workspace
        self._day = day or date.today()
        self._by_community: dict[str, list[Row]] = {}
        for row in workspace.read("consent"):
            self._by_community.setdefault(row["community_id"], []).append(row)
        self._community_of_version: dict[str, str] = {}

    def permits(self, table: str, id: str, values: Mapping[str, Any], audience: str) -> bool:
        """Whether a row may go to an audience."""
        if audience not in ASKING or not self._by_community:
            return True
        matter, community = self._subject(table, id, values)
        said = [row for row in self._by_community.get(community or "", ()) if row["what"] in (matter, EVERYTHING)]
        if not said:
            return True
        return any(is_in_force(row, self._day) and audience in _COVERS.get(row["audience"], ()) for row in said)

    def _subject(self, table: str, id: str, values: Mapping[str, Any]) -> tuple[str, str | None]:
        """Matter and community of a row; vertices and sides go with their boundary."""
        if table == "community":
            return table, id
        if values.get("community_id"):
            return table, str(values["community_id"])
        version = values.get("version_id")
        if version is None:
            return table, None
        if version not in self._community_of_version:
            found = self._workspace.read("boundary_version", '"id" = ?', [version])
            self._community_of_version[version] = found[0]["community_id"] if found else ""
        return "boundary_version", self._community_of_version[version]
