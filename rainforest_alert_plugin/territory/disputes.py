"""Disputed land: polygons with what each side claims, open until a record settles them."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransformContext, QgsGeometry

from ..errors import InputError
from ..overlay.repair import polygons_only
from ..workspace.store import Row, Workspace
from .versions import WGS84, carried

OPEN, SETTLED = "open", "settled"


def record_dispute(
    workspace: Workspace,
    community: Row,
    other_side: str,
    our_claim: str,
    their_claim: str,
    land: QgsGeometry,
    crs: str,
    context: QgsCoordinateTransformContext,
) -> str:
    """Write down land that two sides claim, with the claims of both. Returns the dispute's id.

    Raises
    ------
    InputError
        ``territory.no_disputed_land``, ``territory.dispute_incomplete`` when a side or a claim is not named.
    """
    if land.isNull() or land.isEmpty():
        raise InputError("territory.no_disputed_land", community=community["name"], other=other_side)
    if not (other_side.strip() and our_claim.strip() and their_claim.strip()):
        raise InputError("territory.dispute_incomplete", community=community["name"])
    geometry, _ = carried(polygons_only(land), crs, WGS84, context)
    with workspace.write() as transaction:
        identity: str = transaction.insert(
            "dispute",
            {
                "community_id": community["id"],
                "other_side": other_side.strip(),
                "our_claim": our_claim.strip(),
                "their_claim": their_claim.strip(),
                "sensitivity": "community",
                "geom": bytes(geometry.asWkb()),
            },
        )
    return identity


def settle_dispute(workspace: Workspace, dispute_id: str, act: str) -> None:
    """Close a dispute by the record that settled it.

    Raises
    ------
    InputError
        ``territory.no_dispute``, ``territory.record_incomplete``.
    """
    if not act.strip():
        raise InputError("territory.record_incomplete", missing="act")
    with workspace.write() as transaction:
        found = workspace.read("dispute", '"id" = ?', [dispute_id])
        if not found:
            raise InputError("territory.no_dispute", dispute=dispute_id)
        transaction.update(
            "dispute",
            dispute_id,
            {"state": SETTLED, "settled_act": act.strip()},
            expected_version=found[0]["row_version"],
        )
