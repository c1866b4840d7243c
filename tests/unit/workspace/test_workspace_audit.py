"""The log: written as documented, tampering found at its line, a person erased without breaking it."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
from rainforest_alert_plugin.workspace.identity import (
    add_person,
    choose_person,
    erase_person,
    erase_row,
    people,
    present_person,
)

from .conftest import bystander

NAME = "Rosa Ampush Wajai"


@pytest.fixture
def busy(path):
    """A workspace whose log has eight lines: made, a person, then six organizations."""
    with open_geopackage(path) as workspace:
        add_person(workspace, NAME)
        for number in range(6):
            with workspace.write() as transaction:
                transaction.insert("organization", {"name": f"Organización {number}"})
    return path


def chains(path):
    with open_geopackage(path, read_only=True) as workspace:
        return verify_audit(workspace.connection)


def tamper(path, *commands):
    """Change the log as somebody does who knows databases: without its triggers."""
    with bystander(path) as database:
        for trigger in ("insert", "update", "delete"):
            database.execute(f"DROP TRIGGER guard_audit_log_{trigger}")
            database.execute(f"DROP TRIGGER guard_replica_{trigger}")
        for command in commands:
            assert database.execute(command).rowcount >= 1


def test_each_line_is_the_sha256_of_the_documented_text(busy):
    with bystander(busy) as database:
        lines = database.execute(
            "SELECT replica_id, sequence, previous_hash, happened_at, person_id, action, table_name, row_id, content, hash "
            "FROM audit_log ORDER BY sequence"
        ).fetchall()
        head = database.execute("SELECT audit_sequence, audit_head FROM replica").fetchall()
    assert [line[1] for line in lines] == list(range(1, 9))
    previous = "0" * 64
    for line in lines:
        assert line[2] == previous
        text = json.dumps(["rainforest-alert-audit-1", *line[:9]], ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256(text.encode("utf-8")).hexdigest()
        assert line[9] == previous
    assert head == [(8, previous)]
    assert json.loads(lines[3][8])["name"] == "Organización 1"
    assert lines[3][5:7] == ("create", "organization")


def test_the_hash_of_a_line_is_a_known_figure():
    from rainforest_alert_plugin.workspace.audit import line_hash

    text = (
        '["rainforest-alert-audit-1","r",1,"' + "0" * 64 + '","2026-11-23T10:00:00.000Z",null,"create","place","p",'
        '"{\\"name\\":\\"Ñawi\\"}"]'
    )
    expected = hashlib.sha256(text.encode("utf-8")).hexdigest()
    made = line_hash("r", 1, "0" * 64, "2026-11-23T10:00:00.000Z", None, "create", "place", "p", '{"name":"Ñawi"}')
    assert made == expected


def test_a_name_enters_the_log_as_a_salted_digest_only(busy):
    with bystander(busy) as database:
        row_id, content = database.execute(
            "SELECT row_id, content FROM audit_log WHERE table_name = 'person'"
        ).fetchone()
        (salt,) = database.execute("SELECT salt FROM audit_salt WHERE row_id = ?", [row_id]).fetchone()
        log = " ".join(row[0] for row in database.execute("SELECT content FROM audit_log"))
    assert NAME not in log
    text = f'name="{NAME}"'.encode()
    expected = hmac.new(bytes.fromhex(salt), text, hashlib.sha256).hexdigest()
    assert json.loads(content)["name"] == {"digest": expected}


def test_an_untouched_log_is_intact(busy):
    (chain,) = chains(busy)
    assert (chain.intact, chain.lines, chain.replica) == (True, 8, "laptop A")
    assert chain.message().id == "workspace.chain_intact"


@pytest.mark.parametrize(
    ("command", "line", "cause"),
    [
        ("UPDATE audit_log SET content = '{}' WHERE sequence = 5", 5, "changed"),
        ("UPDATE audit_log SET person_id = NULL WHERE sequence = 8", 8, "changed"),
        ("UPDATE audit_log SET happened_at = '2026-01-01T00:00:00.000Z' WHERE sequence = 1", 1, "changed"),
        ("DELETE FROM audit_log WHERE sequence = 3", 3, "missing"),
        ("DELETE FROM audit_log WHERE sequence = 1", 1, "missing"),
        ("DELETE FROM audit_log WHERE sequence > 6", 7, "cut_off"),
        ("UPDATE audit_log SET previous_hash = hash WHERE sequence = 4", 4, "unlinked"),
        ("UPDATE audit_log SET sequence = 99 WHERE sequence = 8", 8, "missing"),
    ],
)
def test_tampering_is_found_at_its_line(busy, command, line, cause):
    tamper(busy, command)
    (chain,) = chains(busy)
    assert (chain.intact, chain.broken_at, chain.cause) == (False, line, cause)
    assert chain.message().id == f"workspace.chain_broken_{cause}"


def test_a_line_forged_with_its_own_right_hash_is_found_at_the_next_one(busy):
    with bystander(busy) as database:
        line = database.execute(
            "SELECT replica_id, sequence, previous_hash, happened_at, person_id, action, table_name, row_id, '{}' "
            "FROM audit_log WHERE sequence = 5"
        ).fetchone()
    text = json.dumps(["rainforest-alert-audit-1", *line], ensure_ascii=False, separators=(",", ":"))
    forged = hashlib.sha256(text.encode("utf-8")).hexdigest()
    tamper(busy, f"UPDATE audit_log SET content = '{{}}', hash = '{forged}' WHERE sequence = 5")
    (chain,) = chains(busy)
    assert (chain.broken_at, chain.cause) == (6, "unlinked")


def test_lines_of_a_laptop_nobody_knows_are_named(busy):
    tamper(
        busy,
        "INSERT INTO audit_log (id, replica_id, sequence, previous_hash, happened_at, action, table_name, content, hash) SELECT "
        "'33333333-3333-4333-8333-333333333333', '44444444-4444-4444-8444-444444444444', 1, previous_hash, happened_at, action, "
        "table_name, content, hash FROM audit_log WHERE sequence = 1",
    )
    known, stranger = chains(busy)
    assert known.intact
    assert (stranger.broken_at, stranger.cause) == (1, "foreign")


def test_a_person_erased_on_request_is_gone_and_the_chain_intact(busy):
    with open_geopackage(busy) as workspace:
        person = present_person(workspace)
        assert person["name"] == NAME
        erase_person(workspace, person["id"])
        assert (people(workspace), present_person(workspace)) == ([], None)
        with pytest.raises(InputError) as refused:
            choose_person(workspace, person["id"])
        assert refused.value.message.id == "workspace.unknown_person"
    with bystander(busy) as database:
        assert database.execute("SELECT name FROM person").fetchall() == [(None,)]
        assert database.execute("SELECT COUNT(*) FROM audit_salt WHERE row_id = ?", [person["id"]]).fetchone() == (0,)
        database.execute("VACUUM")
    assert NAME.encode() not in busy.read_bytes()
    (chain,) = chains(busy)
    assert (chain.intact, chain.lines) == (True, 9)


def test_any_row_can_lose_its_personal_columns(path):
    with open_geopackage(path) as workspace:
        with workspace.write() as transaction:
            report = transaction.insert(
                "field_report",
                {"observed_at": "2026-05-01T10:00:00.000Z", "author": NAME, "notes": "vio a J. P.", "cause": "tala"},
            )
        with workspace.write() as transaction:
            erase_row(transaction, "field_report", report)
        (row,) = workspace.read("field_report")
    assert (row["author"], row["notes"], row["cause"]) == (None, None, "tala")
    assert all(chain.intact for chain in chains(path))


def test_who_works_is_in_every_line_from_then_on(path):
    with open_geopackage(path) as workspace:
        first = add_person(workspace, NAME)
        second = add_person(workspace, "Luis", "facilitator")
        choose_person(workspace, first)
        with workspace.write() as transaction:
            transaction.insert("organization", {"name": "FECONARIN"})
        assert [row["id"] for row in people(workspace)] == [second, first]
        rows = workspace.read("audit_log", order="sequence")
    assert [row["person_id"] for row in rows] == [None, None, first, first]
    with open_geopackage(path) as again:
        assert present_person(again)["id"] == first
        for name, role, said in (("  ", "technician", "workspace.no_name"), ("Ana", "chief", "workspace.unknown_role")):
            with pytest.raises(InputError) as refused:
                add_person(again, name, role)
            assert refused.value.message.id == said
