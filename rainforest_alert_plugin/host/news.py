"""What the Alerts panel reads of a workspace and decides about its events; short reads and writes on the main thread."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Iterator, Sequence

from qgis.core import QgsFeature, QgsFields, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QLocale

from ..compat import field
from ..i18n import translate
from ..monitoring.missions import Mission, open_missions
from ..workspace import events as decisions
from ..workspace.news import SourceStatus, source_status
from ..workspace.opening import database_address
from ..workspace.store import Row, Transaction, Workspace
from .layers import WGS84
from .workspaces import event_table_uri, open_workspace

EVENTS_MARK = "rainforest_alert/events"
NEW_STATES = ("new", "grown")
EVENT_ID = "id"
_LISTED = '"pixel_count" > 0 AND "state" <> ?'


@dataclass(frozen=True)
class AlertEvent:
    """An event of a workspace.

    Attributes
    ----------
    id, state, confidence, source : str
        As the table ``alert_event`` has them.
    territory : str
        Empty outside all territories.
    first_date, last_date : datetime.date
    area_ha : float
    last_change : str
        What happened to it last; empty when unknown.
    dismissed_reason : str
    wkb : bytes
        Multipolygon in EPSG:4326.
    """

    id: str
    state: str
    territory: str
    first_date: date
    last_date: date
    area_ha: float
    confidence: str
    source: str
    last_change: str
    dismissed_reason: str
    wkb: bytes


@dataclass(frozen=True)
class News:
    """What a workspace holds of alerts.

    Attributes
    ----------
    events : tuple of AlertEvent
        All that stand: not merged into another, not wholly withdrawn.
    sources : tuple of SourceStatus
    missions : tuple of Mission
        Those that are not over.
    """

    events: tuple[AlertEvent, ...] = ()
    sources: tuple[SourceStatus, ...] = ()
    missions: tuple[Mission, ...] = ()


@dataclass(frozen=True)
class Place:
    """Something with a name and a place: `wkt` in EPSG:4326, `kind` in words."""

    name: str
    kind: str
    wkt: str


def read_news(location: str) -> News:
    """Events and state of the sources of a workspace.

    Raises
    ------
    RainforestAlertError
        When the workspace cannot be read.
    """
    with open_workspace(location, read_only=True) as workspace:
        return News(tuple(_events(workspace)), tuple(source_status(workspace)), open_missions(workspace.connection))


def _events(workspace: Workspace) -> list[AlertEvent]:
    return [_event(row) for row in workspace.read("alert_event", _LISTED, ["merged"]) if row["geom"]]


def _event(row: Row) -> AlertEvent:
    return AlertEvent(
        str(row["id"]),
        str(row["state"]),
        str(row["territory_id"] or ""),
        date.fromisoformat(str(row["first_date"])[:10]),
        date.fromisoformat(str(row["last_date"])[:10]),
        float(row["area_ha"]),
        str(row["max_confidence"]),
        str(row["source"]),
        str(row["last_change"] or ""),
        str(row["dismissed_reason"] or ""),
        bytes(row["geom"]),
    )


def places(location: str) -> list[Place]:
    """Communities with their agreed boundary, and events, by name."""
    found = []
    with open_workspace(location, read_only=True) as workspace:
        names = {str(row["id"]): str(row["name"]) for row in workspace.read("community")}
        latest: dict[str, Row] = {}
        for row in workspace.read("boundary_version", order="number"):
            if row["geom"]:
                latest[str(row["community_id"])] = row
        for community, row in latest.items():
            found.append(
                Place(names[community], translate("RainforestAlert", "Community of the workspace"), _box(row["geom"]))
            )
        for event in _events(workspace):
            found.append(Place(event_name(event), translate("RainforestAlert", "Alert event"), _box(event.wkb)))
    return found


def event_name(event: AlertEvent) -> str:
    """How a person speaks of an event."""
    last = event.last_date
    return translate("RainforestAlert", "Event {territory} {date}, {area} ha").format(
        territory=event.territory,
        date=QLocale().toString(QDate(last.year, last.month, last.day), "dd/MM/yyyy"),
        area=QLocale().toString(event.area_ha, "f", 2),
    )


def geometry_of(event: AlertEvent) -> QgsGeometry:
    """Outline of an event in EPSG:4326."""
    geometry = QgsGeometry()
    geometry.fromWkb(event.wkb)
    return geometry


def _box(wkb: bytes) -> str:
    geometry = QgsGeometry()
    geometry.fromWkb(bytes(wkb))
    return QgsGeometry.fromRect(geometry.boundingBox()).asWkt()


def layer_to_rank(events: Sequence[AlertEvent]) -> QgsVectorLayer:
    """Events as a layer in memory, as ``prioritizeevents`` takes them."""
    layer = QgsVectorLayer(f"MultiPolygon?crs={WGS84}", "alert_event", "memory")
    fields = QgsFields()
    for name, kind in (
        (EVENT_ID, "string"),
        ("first_date", "date"),
        ("last_date", "date"),
        ("area_ha", "double"),
        ("max_confidence", "string"),
    ):
        fields.append(field(name, kind))
    layer.dataProvider().addAttributes(list(fields))
    layer.updateFields()
    features = []
    for event in events:
        feature = QgsFeature(layer.fields())
        first, last = (QDate(day.year, day.month, day.day) for day in (event.first_date, event.last_date))
        feature.setAttributes([event.id, first, last, event.area_ha, event.confidence])
        feature.setGeometry(geometry_of(event))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def ranks(layer: QgsVectorLayer) -> dict[str, tuple[float, str]]:
    """Priority and reason by event, from the result of ``prioritizeevents``."""
    return {
        str(feature[EVENT_ID]): (float(feature["priority"]), str(feature["reason"])) for feature in layer.getFeatures()
    }


def event_layer(location: str, name: str) -> QgsVectorLayer:
    """The table of events of a workspace as a layer; those that are part of another are not shown."""
    address = database_address(location)
    if address is None:
        layer = QgsVectorLayer(f"{location}|layername=alert_event", name, "ogr")
    else:
        layer = QgsVectorLayer(event_table_uri(*address), name, "postgres")
    layer.setSubsetString("\"state\" NOT IN ('merged', 'dismissed')")
    layer.setReadOnly(True)
    return layer


def mark_seen(location: str, event_ids: Sequence[str]) -> None:
    """Note that somebody looked at events."""
    with _write(location) as transaction:
        decisions.mark_seen(transaction, event_ids)


def dismiss(location: str, event_ids: Sequence[str], reason: str) -> None:
    """Set events aside, with the reason."""
    with _write(location) as transaction:
        for event_id in event_ids:
            decisions.dismiss(transaction, event_id, reason)


def take_back(location: str, event_ids: Sequence[str]) -> None:
    """Undo dismissing events."""
    with _write(location) as transaction:
        for event_id in event_ids:
            decisions.take_back(transaction, event_id)


@contextmanager
def _write(location: str) -> Iterator[Transaction]:
    with open_workspace(location) as workspace, workspace.write() as transaction:
        yield transaction
