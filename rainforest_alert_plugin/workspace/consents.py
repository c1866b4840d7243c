"""What communities agreed to share, as the gate asks it: of each row that would leave, on the day it would leave."""

from __future__ import annotations

from datetime import date
from typing import Any, Iterable, Mapping

from ..errors import InputError
from .schema import table as described_table
from .store import Row, Workspace

EVERYTHING = "everything"
# Audiences that are strangers to the community; its own people and laptops of the circle of trust need no consent.
ASKING = ("federation", "office", "public")
_COVERS: Mapping[str, frozenset[str]] = {
    "federation": frozenset({"federation"}),
    "office": frozenset({"office"}),
    "public": frozenset(ASKING),
}
# By which column a row belongs to another that belongs to a community.
BELONGS = ("version_id", "workshop_id", "proposal_id", "run_id", "finding_id")


def is_in_force(consent: Row, day: date) -> bool:
    """Whether a consent holds on a day: given, not past its last day, not withdrawn."""
    today = day.isoformat()
    if consent["given_on"] > today or (consent["until"] is not None and consent["until"] < today):
        return False
    return consent["withdrawn_on"] is None or consent["withdrawn_on"] > today


def _covered(consent: Row) -> frozenset[str]:
    return _COVERS.get(consent["audience"], frozenset())


def _takes_out(withdrawn: Row, broad: Row, audience: str) -> bool:
    """Whether a withdrawn consent for a matter takes that matter out of one for everything, as regards an audience."""
    is_reached = not _covered(withdrawn).isdisjoint(_COVERS[audience])
    return (
        is_reached and _covered(withdrawn) <= _covered(broad) and bool(broad["given_on"] <= withdrawn["withdrawn_on"])
    )


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
        self._subjects: dict[tuple[str, str], tuple[str, str | None]] = {}

    def permits(self, table: str, id: str, values: Mapping[str, Any], audience: str) -> bool:
        """Whether a row may go to an audience."""
        if audience not in ASKING or not self._by_community:
            return True
        return self.covers(*self._subject(table, id, values), audience)

    def covers(self, matter: str, community_id: str | None, audience: str) -> bool:
        """Whether a community lets a matter go to an audience."""
        said = [row for row in self._by_community.get(community_id or "", ()) if row["what"] in (matter, EVERYTHING)]
        if audience not in ASKING or not said:
            return True
        withdrawn = [row for row in said if row["what"] == matter and self._is_withdrawn(row)]
        return any(
            row["what"] == matter or not any(_takes_out(one, row, audience) for one in withdrawn)
            for row in said
            if is_in_force(row, self._day) and audience in _covered(row)
        )

    def _is_withdrawn(self, consent: Row) -> bool:
        return consent["withdrawn_on"] is not None and bool(consent["withdrawn_on"] <= self._day.isoformat())

    def community_of(self, table: str, id: str, values: Mapping[str, Any]) -> str | None:
        """Community that a row is about; None when it is about none or nobody can tell."""
        return self._subject(table, id, values)[1]

    def _subject(self, table: str, id: str, values: Mapping[str, Any]) -> tuple[str, str | None]:
        """Matter and community of a row; what belongs to another row (vertices, attendance, photos) goes with it."""
        if table == "community":
            return table, id
        if values.get("community_id"):
            return table, str(values["community_id"])
        if table == "attachment":
            return self._subject_of(str(values.get("table_name")), values.get("row_id"))
        for column in BELONGS:
            if values.get(column):
                other = described_table(table).column(column).references
                return self._subject_of(str(other), values[column])
        return table, None

    def _subject_of(self, table: str, id: Any) -> tuple[str, str | None]:
        key = (table, str(id))
        if key not in self._subjects:
            try:
                found = self._workspace.read(table, '"id" = ?', [key[1]])
            except KeyError:
                found = []  # a row of a table that another version of the plugin knows
            self._subjects[key] = self._subject(table, key[1], found[0]) if found else (table, None)
        return self._subjects[key]


def require_consent(workspace: Workspace, community: Row, matters: Iterable[str], audience: str) -> None:
    """Refuse to let anything of a community leave unless its consent covers all the matters.

    Raises
    ------
    InputError
        ``workspace.no_consent`` with facts ``community``, ``matter`` and ``audience``.
    """
    consents = Consents(workspace)
    for matter in matters:
        if not consents.covers(matter, str(community["id"]), audience):
            label = described_table(matter).label
            raise InputError("workspace.no_consent", community=community["name"], matter=label, audience=audience)


__all__ = ["ASKING", "BELONGS", "EVERYTHING", "Consents", "is_in_force", "require_consent"]
