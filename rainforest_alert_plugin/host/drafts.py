"""Drafts of boundaries as an ordinary editable layer beside the workspace: one polygon per community, and QGIS's own undo.

A layer holds all drafts of one UTM zone; ``draft_zones`` holds the layers of a workspace together.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsDefaultValue,
    QgsFeature,
    QgsFields,
    QgsFillSymbol,
    QgsGeometry,
    QgsMapLayer,
    QgsPointXY,
    QgsProject,
    QgsProviderRegistry,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..compat import field
from ..errors import OutputError
from ..i18n import translate
from ..territory.draft import (
    FACT_NAMES,
    Draft,
    DraftVertex,
    Ring,
    carried_over,
    complete_labels,
    joined,
    label_prefix,
    read,
    rings,
    sides,
    vertices,
    written,
)
from ..territory.versions import polygon_of
from ..workspace.clock import utc_now
from ..workspace.opening import database_address
from .boundary import zone_of
from .draft_file import (
    COLUMNS,
    ENDING,
    TABLE,
    complete_table,
    holds_drafts,
    make_table,
    note_workspace,
    noted_workspace,
    opened_drafts,
    unreadable,
    unsaved,
)
from .draft_form import give_form, is_of_form, is_shown_by
from .layer_files import file_of
from .messages import describe
from .project import add_result
from .surveyed_outlines import attribute_text, is_new_vertex, open_rings

_PROPERTY = "rainforest_alert/drafts"
_SURVEY_COLUMNS = ("label", "method", "sigma_m", "surveyed_at", "monument", "access")


def drafts_path(location: str) -> Path:
    """File of the drafts of a workspace: beside it, or in the person's QGIS profile when the workspace is a database."""
    if database_address(location) is None:
        path = Path(location)
        return path.with_name(f"{path.stem}{ENDING}")
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", location)
    return Path(QgsApplication.qgisSettingsDirPath()) / "rainforest_alert" / f"{name}{ENDING}"


def whole_location(location: str) -> str:
    """Location of a workspace from wherever it is read: files by their whole path."""
    return str(Path(location).absolute()) if database_address(location) is None else location


def drafts_of_workspace(layer: QgsVectorLayer) -> str | None:
    """Location of the workspace whose drafts a layer shows, empty where it cannot be told; None when it shows none.

    It is the file beside the drafts that has their name, or else where they say that they were begun; whether it can be opened is
    not asked.
    """
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = Path(file_of(layer) or str(parts.get("path") or ""))
    if not holds_drafts(path):
        return None
    if path.name.endswith(ENDING):
        workspace = path.with_name(path.name[: -len(ENDING)] + ".gpkg")
        if workspace.is_file():
            return str(workspace)
    return noted_workspace(path)


def draft_systems(path: Path) -> list[int]:
    """EPSG codes of the layers of drafts in a file; none when there is no file."""
    if not path.is_file():
        return []
    source = opened_drafts(path)
    names = [source.GetLayerByIndex(index).GetName() for index in range(source.GetLayerCount())]
    return sorted(int(name[6:]) for name in names if re.fullmatch(r"draft_\d+", name))


def stored_drafts(path: Path) -> list[tuple[int, str]]:
    """EPSG code and community's identity of every draft that was saved."""
    found = []
    for epsg in draft_systems(path):
        source = opened_drafts(path)
        found += [
            (epsg, feature.GetField("community_id") or "") for feature in source.GetLayerByName(TABLE.format(epsg=epsg))
        ]
    return found


def open_drafts(location: str, epsg: int) -> QgsVectorLayer:
    """The layer of drafts of a workspace in a UTM zone, in the project; made when there is none.

    Raises
    ------
    InputError, OutputError
        ``draft.unreadable``, or what the file system says.
    """
    path = drafts_path(location)
    layer = drafts_in_project(path, epsg)
    if layer is not None:
        complete_table(layer, path)
        if not layer.isEditable():
            note_workspace(path, whole_location(location))
        give_form(layer, location)
        return layer
    if epsg not in draft_systems(path):
        make_table(path, epsg)
    note_workspace(path, whole_location(location))
    layer = _read_layer(path, epsg)
    complete_table(layer, path)
    layer.setCustomProperty(_PROPERTY, f"{path}|{epsg}")
    _dress(layer)
    give_form(layer, location)
    add_result(
        layer, translate("RainforestAlert", "Drafts of boundaries, zone {zone}").format(zone=zone_of(layer.crs()))
    )
    return layer


def drafts_in_project(path: Path, epsg: int) -> QgsVectorLayer | None:
    """The layer of drafts of a file and a UTM zone, where the project has it."""
    for layer in QgsProject.instance().mapLayers().values():
        if layer.customProperty(_PROPERTY, "") == f"{path}|{epsg}":
            return layer
    return None


def drafts_of_zone(
    path: Path, epsg: int, prefix: str, around: QgsRectangle | None = None
) -> list[tuple[DraftEntry, Draft]]:
    """The drafts of a UTM zone as they stand: with the edits of the project's layer, otherwise as they were saved.

    Parameters
    ----------
    prefix : str
        Of the names of vertices that have none.
    around : QgsRectangle, optional
        In the system of the zone. Drafts that do not reach it are not read: they come as empty ones.
    """
    layer = drafts_in_project(path, epsg)
    if layer is None and epsg not in draft_systems(path):
        return []
    found = []
    for feature in (layer or _read_layer(path, epsg)).getFeatures():
        is_near = around is None or feature.geometry().boundingBox().intersects(around)
        found.append((_entry_of(feature), _draft_of(feature, epsg, prefix) if is_near else ()))
    return sorted(found, key=lambda one: (one[0].community, one[0].fid))


def _read_layer(path: Path, epsg: int) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{path}|layername={TABLE.format(epsg=epsg)}", "", "ogr")
    if not layer.isValid():
        raise unreadable(path, layer.error().summary())
    return layer


def is_drafts(layer: Any) -> bool:
    """Whether a layer of the project holds drafts."""
    return isinstance(layer, QgsVectorLayer) and bool(layer.customProperty(_PROPERTY, ""))


def _dress(layer: QgsVectorLayer) -> None:
    look = {"color": "216,27,96,34", "outline_color": "#d81b60", "outline_width": "0.5"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(look)))


@dataclass(frozen=True)
class DraftEntry:
    """A draft in a layer: its feature, whose it is, what it changes, and the file or survey that it began from."""

    fid: int
    community_id: str
    community: str
    base_version_id: str
    source: str = ""


def _entry_of(feature: QgsFeature) -> DraftEntry:
    names = ("community_id", "community", "base_version_id", "source")
    return DraftEntry(feature.id(), *(attribute_text(feature, name) for name in names))


def _draft_of(feature: QgsFeature, epsg: int, prefix: str) -> Draft:
    """What is kept beside a polygon, brought to the polygon."""
    known = read(attribute_text(feature, "facts"))
    places = _places(feature.geometry())
    kept = {ring: [one.vertex.place for one in line] for ring, line in rings(known).items()}
    return known if kept == places else carried_over(known, places, epsg, prefix)


def _epsg_of(layer: QgsVectorLayer) -> int:
    return int(layer.crs().authid().split(":")[1])


class DraftLayer(QObject):
    """A layer of drafts, with what is known of vertices and sides kept beside each polygon through every edit.

    Parameters
    ----------
    layer : QgsVectorLayer
        As :func:`open_drafts` gives it.
    location : str
        The workspace.
    label_pattern : str
        How vertices are named, with ``{n}`` for the number.

    Notes
    -----
    `changed` tells the window to show the drafts anew, `touched` that there is something to keep, `saving` that the layer is about to be
    saved, `settled` that it was saved (True) or its edits were discarded, and `gone` that it is about to leave the project.
    """

    changed = pyqtSignal()
    touched = pyqtSignal()
    saving = pyqtSignal()
    settled = pyqtSignal(bool)
    gone = pyqtSignal()

    def __init__(self, layer: QgsVectorLayer, location: str, label_pattern: str) -> None:
        super().__init__()
        self.layer = layer
        self.location = location
        self.label_pattern = label_pattern
        self.prefix = label_prefix(label_pattern)
        self.epsg = _epsg_of(layer)
        self._is_own_edit = False
        # Tools ask for the draft whenever the hand moves.
        self._known: dict[str, Draft] = {}
        self._tell_later = QTimer(self)
        self._tell_later.setSingleShot(True)
        self._tell_later.timeout.connect(self.changed)
        self._join_later = QTimer(self)
        self._join_later.setSingleShot(True)
        self._join_later.timeout.connect(self._join_outlines)
        # Qt joins repeated changes of one feature to one step, of which its index says nothing: the layer's own signals do.
        self._followed = (
            *((signal, self._touch) for signal in (layer.geometryChanged, layer.attributeValueChanged)),
            *((signal, self._touch) for signal in (layer.featureAdded, layer.featureDeleted)),
            (layer.geometryChanged, self._follow_geometry),
            (layer.featureAdded, self._follow_added),
            (layer.undoStack().indexChanged, self._note_change),
            (layer.beforeCommitChanges, self._tell_saving),
            (layer.afterCommitChanges, self._tell_saved),
            (layer.afterRollBack, self._tell_discarded),
            # the layer says it only while it is deleted already
            (QgsProject.instance().layersWillBeRemoved["QStringList"], self._look_whether_gone),
            (QgsProject.instance().layersRemoved, self._forget_layers),
            (QgsProject.instance().layersAdded, self._take_layers),
        )
        for signal, slot in self._followed:
            signal.connect(slot)

    def let_go(self) -> None:
        """Stop following the layer."""
        self._join_later.stop()
        self._tell_later.stop()
        for signal, slot in self._followed:
            signal.disconnect(slot)

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        """System of the drafts."""
        return self.layer.crs()

    def entries(self) -> list[DraftEntry]:
        """All drafts, by name of their community."""
        found = [_entry_of(feature) for feature in self.layer.getFeatures()]
        return sorted(found, key=lambda entry: (entry.community, entry.fid))

    def entry(self, community_id: str) -> DraftEntry | None:
        """A community's draft; none when it has none."""
        return next((entry for entry in self.entries() if entry.community_id == community_id), None)

    def feature(self, community_id: str) -> QgsFeature | None:
        """Feature of a community's draft."""
        entry = self.entry(community_id)
        return self.layer.getFeature(entry.fid) if entry is not None else None

    def draft(self, community_id: str) -> Draft:
        """A community's draft as it stands; empty when it has none."""
        if community_id not in self._known:
            feature = self.feature(community_id)
            self._known[community_id] = () if feature is None else self.draft_of(feature)
        return self._known[community_id]

    def draft_of(self, feature: QgsFeature) -> Draft:
        """Draft out of a feature: what is kept beside it, brought to its polygon."""
        return _draft_of(feature, self.epsg, self.prefix)

    def draw_for(self, community_id: str, community: str, base_version_id: str) -> None:
        """What QGIS's own tools draw from now on is the draft of this community."""
        values = {
            "community_id": community_id,
            "community": community,
            "base_version_id": base_version_id,
            "source": translate("RainforestAlert", "Drawn on the map"),
        }
        for name, value in values.items():
            quoted = "'" + value.replace("'", "''") + "'" if value else "NULL"
            self.layer.setDefaultValueDefinition(self.layer.fields().lookupField(name), QgsDefaultValue(quoted))

    def start_editing(self) -> None:
        """Let the layer be edited, if it is not.

        Raises
        ------
        OutputError
            ``draft.read_only``.
        """
        if not self.layer.isEditable() and not self.layer.startEditing():
            raise OutputError("draft.read_only", path=str(drafts_path(self.location)))

    @contextmanager
    def edit(self, words: str) -> Iterator[None]:
        """One step of QGIS's undo; nothing of it is left when the block fails."""
        self.start_editing()
        self._is_own_edit = True
        self.layer.beginEditCommand(words)
        try:
            yield
        except BaseException:
            self.layer.destroyEditCommand()
            raise
        else:
            self.layer.endEditCommand()
        finally:
            self._is_own_edit = False
        self.changed.emit()

    def put(self, words: str, drafts: Mapping[str, Draft]) -> None:
        """Take drafts of one or several communities in, as one step of undo.

        Parameters
        ----------
        words : str
            What the step is called in QGIS's list of undo.
        drafts : mapping of community's identity to Draft
        """
        with self.edit(words):
            for community_id, draft in drafts.items():
                feature = self.feature(community_id)
                if feature is not None:
                    self.set_draft(feature.id(), draft)

    def begin(self, community_id: str, community: str, base_version_id: str, draft: Draft, source: str = "") -> None:
        """Begin a draft, in place of the one there is.

        Parameters
        ----------
        source : str
            The file or survey that it begins from, or the version.
        """
        with self.edit(translate("RainforestAlert", "Begin a draft")):
            for entry in self.entries():
                if entry.community_id == community_id:
                    self.layer.deleteFeature(entry.fid)
            self.add_draft(community_id, community, base_version_id, draft, source)

    def remove(self, community_id: str) -> None:
        """Take a draft out, for instance because it was proposed."""
        with self.edit(translate("RainforestAlert", "Take a draft out")):
            for entry in self.entries():
                if entry.community_id == community_id:
                    self.layer.deleteFeature(entry.fid)

    def save(self) -> str:
        """Save the edits and go on editing; the reason when that failed, otherwise nothing."""
        if not self.layer.isModified():
            return ""
        if self.layer.commitChanges(False):
            return ""
        return describe(unsaved(drafts_path(self.location), "\n".join(self.layer.commitErrors())))

    def kept(self) -> list[dict[str, str]]:
        """What is kept of the drafts in an autosave."""
        return [
            {
                **{name: attribute_text(feature, name) for name in COLUMNS if name != "facts"},
                "facts": written(self.draft_of(feature)),
                "wkb": bytes(feature.geometry().asWkb()).hex(),
            }
            for feature in self.layer.getFeatures()
        ]

    def bring_back(self, kept: Sequence[Mapping[str, str]]) -> None:
        """Let the drafts be those of an autosave; within a step of :meth:`edit`."""
        for entry in self.entries():
            self.layer.deleteFeature(entry.fid)
        for one in kept:
            feature = QgsFeature(self.layer.fields())
            geometry = QgsGeometry()
            geometry.fromWkb(bytes.fromhex(one["wkb"]))
            feature.setGeometry(geometry)
            for name in COLUMNS:
                feature.setAttribute(name, one.get(name) or None)
            self.layer.addFeature(feature)

    def add_draft(self, community_id: str, community: str, base_version_id: str, draft: Draft, source: str) -> None:
        """Add a draft; within a step of :meth:`edit`."""
        feature = QgsFeature(self.layer.fields())
        feature.setGeometry(polygon_of(vertices(draft)))
        values = (community_id, community, base_version_id, written(draft), utc_now(), source)
        for name, value in zip(COLUMNS, values):
            feature.setAttribute(name, value or None)
        self.layer.addFeature(feature)

    def set_draft(self, fid: int, draft: Draft) -> None:
        """Put a draft in the place of a feature's; within a step of :meth:`edit`."""
        self.layer.changeGeometry(fid, polygon_of(vertices(draft)))
        self._set_facts(fid, draft)

    def _set_facts(self, fid: int, draft: Draft) -> None:
        fields = self.layer.fields()
        self.layer.changeAttributeValue(fid, fields.lookupField("facts"), written(draft))
        self.layer.changeAttributeValue(fid, fields.lookupField("changed_at"), utc_now())

    def _follow_geometry(self, fid: int, geometry: QgsGeometry) -> None:
        """An edit of QGIS's own tools: what is known goes with it, within the same step of undo."""
        if self._is_own_edit or not self.layer.isEditCommandActive():
            return
        feature = self.layer.getFeature(fid)
        feature.setGeometry(geometry)
        self._is_own_edit = True
        try:
            self._set_facts(fid, self.draft_of(feature))
        finally:
            self._is_own_edit = False

    def _follow_added(self, fid: int) -> None:
        if not self._is_own_edit and fid < 0:
            self._join_later.start(0)

    def _join_outlines(self) -> None:
        """A second polygon drawn for a community is a further part of its draft."""
        by_community: dict[str, list[DraftEntry]] = {}
        for entry in self.entries() if self.layer.isEditable() else ():
            by_community.setdefault(entry.community_id, []).append(entry)
        for entries in by_community.values():
            if len(entries) > 1:
                parts = [self.draft_of(self.layer.getFeature(entry.fid)) for entry in entries]
                with self.edit(translate("RainforestAlert", "Join outlines")):
                    self.set_draft(entries[0].fid, _together(parts))
                    for entry in entries[1:]:
                        self.layer.deleteFeature(entry.fid)
        self.changed.emit()

    def _look_whether_gone(self, layer_ids: Sequence[str]) -> None:
        if self.layer.id() in layer_ids:
            self.gone.emit()

    def _forget_layers(self, layer_ids: Sequence[str]) -> None:
        if is_shown_by(self.layer, list(layer_ids)):
            give_form(self.layer, self.location)

    def _take_layers(self, layers: Sequence[QgsMapLayer]) -> None:
        if any(is_of_form(layer, self.location) for layer in layers):
            give_form(self.layer, self.location)

    def _touch(self, *_: Any) -> None:
        self._known.clear()
        self.touched.emit()
        self._tell_later.start(0)

    def _note_change(self, *_: Any) -> None:
        self._known.clear()
        self.touched.emit()
        self.changed.emit()

    def _tell_saving(self, *_: Any) -> None:
        self.saving.emit()

    def _tell_saved(self) -> None:
        self._settle(is_saved=True)

    def _tell_discarded(self) -> None:
        self._settle(is_saved=False)

    def _settle(self, is_saved: bool) -> None:
        self._known.clear()
        self.settled.emit(is_saved)
        self.changed.emit()


def _together(parts: Sequence[Draft]) -> Draft:
    """Drafts as parts of one; labels that come twice are told apart."""
    labels = iter(complete_labels([one.vertex.label for draft in parts for one in draft], ""))
    by_ring: dict[Ring, list[DraftVertex]] = {}
    first = 0
    for draft in parts:
        found = rings(draft)
        for (part, ring), line in found.items():
            by_ring[first + part, ring] = [replace(one, vertex=replace(one.vertex, label=next(labels))) for one in line]
        first += max((part for part, _ in found), default=-1) + 1
    return joined(by_ring)


def proposal_layers(entry_name: str, crs: str, draft: Draft) -> dict[str, QgsVectorLayer]:
    """Layers in memory by which ``proposeboundary`` takes a draft in: BOUNDARY, VERTICES and SIDES."""
    name = translate("RainforestAlert", "Draft of {community}").format(community=entry_name)
    boundary = _memory("MultiPolygon", crs, name, ("community",))
    _add(boundary, [(polygon_of(vertices(draft)), (entry_name,))])
    points = _memory("Point", crs, "vertices", _SURVEY_COLUMNS)
    _add(
        points,
        [
            (QgsGeometry.fromPointXY(QgsPointXY(*one.vertex.place)), [getattr(one.vertex, n) for n in _SURVEY_COLUMNS])
            for one in draft
        ],
    )
    layers = {"BOUNDARY": boundary, "VERTICES": points}
    told = [side for side in sides(draft) if side.facts.kind]
    if told:
        lines = _memory("LineString", crs, "sides", FACT_NAMES)
        _add(
            lines,
            [
                (
                    QgsGeometry.fromPolylineXY([QgsPointXY(*one.vertex.place) for one in side.vertices]),
                    [getattr(side.facts, name) or None for name in FACT_NAMES],
                )
                for side in told
            ],
        )
        layers["SIDES"] = lines
    return layers


def _memory(kind: str, crs: str, name: str, columns: Sequence[str]) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{kind}?crs={crs}", name, "memory")
    fields = QgsFields()
    for column in columns:
        fields.append(field(column, "double" if column == "sigma_m" else "string"))
    layer.dataProvider().addAttributes(fields.toList())
    layer.updateFields()
    return layer


def _add(layer: QgsVectorLayer, rows: Sequence[tuple[QgsGeometry, Sequence[Any]]]) -> None:
    features = []
    for geometry, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        feature.setAttributes(list(values))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()


def _places(geometry: QgsGeometry) -> dict[Ring, list[tuple[float, float]]]:
    """Open rings of a polygon by part and ring; segments that stand in one place twice are one vertex."""
    return {
        ring: [place for at, place in enumerate(places) if is_new_vertex(places, at)]
        for ring, places in open_rings(geometry).items()
    }
