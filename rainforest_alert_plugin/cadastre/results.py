"""A validation as JSON by the published schema, read back for a second run, and kept in the workspace."""

from __future__ import annotations

import json
from typing import Any, Callable, Mapping, Sequence

from qgis.core import QgsGeometry

from ..errors import InputError, Message
from ..workspace.store import Workspace
from .case import Case
from .engine import ValidationResult
from .findings import Finding, NotEvaluated
from .profile import Profile
from .waivers import Waiver

SCHEMA = "urn:rainforest-alert:findings:1"
VERSION = 1
Describe = Callable[[Message], str]


def result_document(
    cases: Sequence[tuple[Case, ValidationResult]],
    profile: Profile,
    describe: Describe,
    made_at: str,
    plugin: str,
    waivers: Mapping[str, Waiver] | None = None,
) -> dict[str, Any]:
    """A run as a JSON object.

    Parameters
    ----------
    cases : sequence of (Case, ValidationResult)
        One for each boundary.
    describe : Callable
        Words a message.
    made_at : str
        UTC time.
    plugin : str
        Version of the plugin.
    waivers : mapping of str to Waiver, optional
        Findings set aside, by their key: they stay in the list and no longer count.
    """
    notes = cases[0][1].profile_notes if cases else ()
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "made_at": made_at,
        "plugin": plugin,
        "profile": {
            "id": profile.id,
            "norm": profile.norm_id,
            "norm_read": profile.norm_read,
            "digest": profile.digest,
            "notes": [_message(note, describe) for note in notes],
            "unverified": list(profile.unverified()),
        },
        "boundaries": [_boundary(case, result, describe, waivers or {}) for case, result in cases],
    }


def _boundary(
    case: Case, result: ValidationResult, describe: Describe, waivers: Mapping[str, Waiver]
) -> dict[str, Any]:
    counted = [finding.severity for finding in result.findings if finding.key not in waivers]
    return {
        "id": case.boundary_id,
        "layer": case.name,
        "crs": case.crs,
        "zone": case.zone,
        "declared_crs": case.declared_crs,
        "operation": case.operation,
        "area_method": case.area_method,
        "counts": {severity: counted.count(severity) for severity in ("blocker", "review", "exclude", "note")},
        "findings": [_finding(each, describe, waivers.get(each.key)) for each in result.findings],
        "not_evaluated": [
            {"subject": each.subject, "is_layer": each.is_layer, "reason": _message(each.reason, describe)}
            for each in result.not_evaluated
        ],
        "references": [
            {"layer": each.name, "role": each.role, "date": each.date, "sigma_m": each.sigma_m}
            for each in case.references
        ],
        "rules_run": list(result.rules_run),
        "digests": dict(result.digests),
        "reused": list(result.reused),
    }


def _finding(found: Finding, describe: Describe, waiver: Waiver | None) -> dict[str, Any]:
    geometry = None
    if found.geometry_wkb:
        shape = QgsGeometry()
        shape.fromWkb(found.geometry_wkb)
        geometry = shape.asWkt(4)
    return {
        "key": found.key,
        "rule": found.rule,
        "severity": found.severity,
        "message": _message(found.message, describe),
        "measure": found.measure,
        "unit": found.unit,
        "legal_basis": found.legal_basis,
        "fix": found.fix,
        "layer": found.layer,
        "feature_id": found.feature_id,
        "details": {key: value for key, value in found.details.items() if value},
        "geometry_wkt": geometry,
        "set_aside": None
        if waiver is None
        else {"reason": waiver.reason, "author": waiver.author, "document": waiver.document, "on": waiver.set_on},
    }


def _message(message: Message, describe: Describe) -> dict[str, Any]:
    facts = {key: value if isinstance(value, (int, float, str)) else str(value) for key, value in message.facts.items()}
    return {"id": message.id, "facts": facts, "text": describe(message)}


def earlier_results(text: str, profile: Profile) -> dict[str, ValidationResult]:
    """Results of an earlier run by boundary, out of its JSON; none when another profile was applied.

    Raises
    ------
    InputError
        ``validation.not_a_result``.
    """
    try:
        content = json.loads(text)
        if content["schema"] != SCHEMA or content["version"] != VERSION:
            raise InputError("validation.not_a_result", reason=str(content["schema"]))
        if content["profile"]["digest"] != profile.digest:
            return {}
        return {each["id"]: _earlier(each) for each in content["boundaries"]}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("validation.not_a_result", reason=str(error)) from error


def _earlier(given: Mapping[str, Any]) -> ValidationResult:
    findings = []
    for each in given["findings"]:
        wkb = None
        if each["geometry_wkt"]:
            wkb = bytes(QgsGeometry.fromWkt(each["geometry_wkt"]).asWkb())
        findings.append(
            Finding(
                each["rule"],
                each["severity"],
                Message(each["message"]["id"], **each["message"]["facts"]),
                each["measure"],
                each["unit"],
                each["legal_basis"],
                each["fix"],
                wkb,
                each["layer"],
                each["feature_id"],
                each["details"],
                each["key"],
            )
        )
    not_evaluated = [
        NotEvaluated(each["subject"], Message(each["reason"]["id"], **each["reason"]["facts"]), each["is_layer"])
        for each in given["not_evaluated"]
    ]
    return ValidationResult(
        tuple(findings),
        tuple(not_evaluated),
        tuple(given["rules_run"]),
        (),
        dict(given["digests"]),
        tuple(given["reused"]),
    )


def keep_result(
    workspace: Workspace,
    community_id: str | None,
    version_id: str | None,
    case: Case,
    result: ValidationResult,
    profile: Profile,
    describe: Describe,
    to_degrees: Callable[[bytes], bytes | None],
) -> str:
    """Write a run with its findings into the workspace, in one transaction, and return the id of the run.

    Parameters
    ----------
    to_degrees : Callable
        Carries the geometry of a finding to EPSG:4326, or gives None when it has no place on Earth.
    """
    with workspace.write() as transaction:
        run_id: str = transaction.insert(
            "validation_run",
            {
                "community_id": community_id,
                "version_id": version_id,
                "profile": profile.id,
                "profile_version": profile.digest,
                "area_method": case.area_method,
                "not_evaluated": [
                    {"subject": each.subject, "reason": describe(each.reason)} for each in result.not_evaluated
                ],
                "person_id": transaction.person_id,
            },
        )
        for found in result.findings:
            transaction.insert(
                "finding",
                {
                    "run_id": run_id,
                    "rule": found.rule,
                    "severity": found.severity,
                    "message": describe(found.message),
                    "measure": found.measure,
                    "unit": found.unit or None,
                    "legal_basis": found.legal_basis or None,
                    "fix": found.fix or None,
                    "feature": found.feature_id or None,
                    "key": found.key,
                    "layer": found.layer or None,
                    "geom": to_degrees(found.geometry_wkb) if found.geometry_wkb else None,
                },
            )
    return run_id
