"""Consent: what a community agreed to share, with whom, until when, in which act; and taking it back."""

from __future__ import annotations

from datetime import date

from ..errors import InputError
from ..workspace.consents import ASKING, EVERYTHING
from ..workspace.schema import TABLES
from ..workspace.store import Row, Workspace

GIVEN_TO = ASKING
MATTERS = (
    EVERYTHING,
    "community",
    *(described.name for described in TABLES if any(column.references == "community" for column in described.columns)),
)


def give_consent(
    workspace: Workspace,
    community: Row,
    what: str,
    audience: str,
    act: str,
    given_on: str,
    until: str | None = None,
) -> str:
    """Write down what a community agreed to share. Returns the consent's id.

    Parameters
    ----------
    what : str
        One of :data:`MATTERS`: a table, or ``everything``.
    audience : str
        One of :data:`GIVEN_TO`: ``federation``, ``office`` (of the State, for the title), or ``public``, which covers both.
    act : str
        The act in which it was agreed.
    given_on, until : str
        First and last day, as 2026-11-23; without `until` it holds until it is withdrawn.

    Raises
    ------
    InputError
        ``territory.consent_matter``, ``territory.consent_audience``, ``territory.consent_act``, ``territory.record_date``,
        ``territory.consent_period``.
    """
    if what not in MATTERS:
        raise InputError("territory.consent_matter", what=what, matters=", ".join(MATTERS))
    if audience not in ASKING:
        raise InputError("territory.consent_audience", audience=audience, audiences=", ".join(ASKING))
    if not act.strip():
        raise InputError("territory.consent_act")
    first = _day(given_on)
    last = _day(until) if until else None
    if last is not None and last < first:
        raise InputError("territory.consent_period", given_on=given_on, until=until)
    with workspace.write() as transaction:
        identity: str = transaction.insert(
            "consent",
            {
                "community_id": community["id"],
                "what": what,
                "audience": audience,
                "act": act.strip(),
                "given_on": first.isoformat(),
                "until": last.isoformat() if last else None,
            },
        )
    return identity


def withdraw_matching(workspace: Workspace, community: Row, what: str, audience: str, act: str = "") -> list[str]:
    """Take back, from today, every consent of a community for a matter and an audience; only those of an act when one is named.

    Returns
    -------
    list of str
        Identities of the consents taken back.

    Raises
    ------
    InputError
        ``territory.no_such_consent`` when none is left to be withdrawn.
    """
    condition = '"community_id" = ? AND "what" = ? AND "audience" = ? AND "withdrawn_on" IS NULL'
    with workspace.write() as transaction:
        rows = workspace.read("consent", condition, [community["id"], what, audience], order="given_on")
        found = [row for row in rows if not act.strip() or row["act"] == act.strip()]
        if not found:
            raise InputError(
                "territory.no_such_consent", community=community["name"], what=what, audience=audience, act=act.strip()
            )
        for row in found:
            transaction.update(
                "consent",
                row["id"],
                {"withdrawn_on": date.today().isoformat()},
                expected_version=row["row_version"],
            )
    return [str(row["id"]) for row in found]


def withdraw_consent(workspace: Workspace, consent_id: str, on: str | None = None) -> None:
    """Take a consent back, from today unless said otherwise; the gate heeds it at once. The row stays, for the record.

    Raises
    ------
    InputError
        ``territory.no_consent``, ``territory.consent_withdrawn``, ``territory.record_date``.
    """
    day = _day(on) if on else date.today()
    with workspace.write() as transaction:
        found = workspace.read("consent", '"id" = ?', [consent_id])
        if not found:
            raise InputError("territory.no_consent", consent=consent_id)
        if found[0]["withdrawn_on"] is not None:
            raise InputError("territory.consent_withdrawn", consent=consent_id, date=found[0]["withdrawn_on"])
        transaction.update(
            "consent", consent_id, {"withdrawn_on": day.isoformat()}, expected_version=found[0]["row_version"]
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError("territory.record_date", date=text) from error
