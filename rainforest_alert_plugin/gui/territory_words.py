"""Names of what the Territory dock shows, as the person reads them."""

from __future__ import annotations

from datetime import datetime
from textwrap import shorten
from typing import Iterable

from qgis.PyQt.QtCore import QDate, QDateTime, Qt

from ..host.choice_words import proposal_states
from ..i18n import translate
from ..workspace.store import Row

_LONGEST_REASON = 28


def side_kind_name(kind: str) -> str:
    """Name of what lies beyond a side."""
    return {
        "community": translate("RainforestAlert", "Community"),
        "private_parcel": translate("RainforestAlert", "Private parcel"),
        "state": translate("RainforestAlert", "State"),
        "river": translate("RainforestAlert", "River"),
        "road": translate("RainforestAlert", "Road"),
        "other": translate("RainforestAlert", "Other"),
    }.get(kind, kind)


def proposal_state_name(state: str) -> str:
    """Name of how a proposal stands."""
    return proposal_states().get(state, state)


def day_name(text: str | None) -> str:
    """A day or a UTC time of the workspace as a local day."""
    if not text:
        return ""
    if len(text) == 10:
        return QDate.fromString(text, Qt.DateFormat.ISODate).toString("dd/MM/yyyy")
    return str(QDateTime.fromString(text, Qt.DateFormat.ISODateWithMs).toLocalTime().toString("dd/MM/yyyy"))


def hour_name(text: str) -> str:
    """A UTC time of the workspace as local day and hour."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone()
    return moment.strftime("%d/%m/%Y %H:%M")


def version_name(row: Row) -> str:
    """A version in a few words."""
    known = [str(row["record_act"] or row["reason"] or ""), day_name(row["record_on"] or row["created_at"])]
    number = translate("RainforestAlert", "Version {number}").format(number=row["number"])
    return " · ".join([number, *(part for part in known if part)])


def proposal_name(row: Row) -> str:
    """A proposal in a few words; its reason comes first, by which those of one author and day are told apart in a narrow list."""
    reason = " ".join(str(row["reason"] or "–").split())
    return translate("RainforestAlert", "Proposal “{reason}” · {author} · {day}").format(
        reason=shorten(reason, _LONGEST_REASON, placeholder="…"),
        author=row["author"] or "–",
        day=day_name(row["created_at"]),
    )


def told_apart(names: Iterable[str]) -> list[str]:
    """Names of which each stands once: those that come again are numbered."""
    given: set[str] = set()
    found = []
    for name in names:
        told, number = name, 1
        while told in given:
            number += 1
            told = f"({number}) {name}"
        given.add(told)
        found.append(told)
    return found
