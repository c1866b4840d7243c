"""Shown before an export is written: what goes to its audience, what goes in part, what stays, in numbers, one by one and on the map."""

from __future__ import annotations

from typing import Iterable, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsMapLayer,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..host.messages.workspace_words import audiences, geometry_words, levels, table_words
from ..host.release_words import column_words, is_whole
from ..i18n import translate
from ..territory.versions import WGS84
from ..workspace.release import Leaving, Record
from .release_table import share_columns, share_row
from .table import Column, ResultTable, count

_MOST_ROWS = 500
_MOST_DRAWN = 2000
_NAMES = ("name", "name_es", "label", "number", "code", "value")
_GOES, _IN_PART, _STAYS = "#2e7d32", "#ef6c00", "#b3001b"
_KINDS = (
    ("Point", QgsWkbTypes.GeometryType.PointGeometry),
    ("LineString", QgsWkbTypes.GeometryType.LineGeometry),
    ("Polygon", QgsWkbTypes.GeometryType.PolygonGeometry),
)
# What was agreed to in this session: by workspace, purpose and audience, each thing that then went and stayed.
_agreed: dict[tuple[str, str, str], set[frozenset[tuple[str, ...]]]] = {}


def may_leave(
    leaving: Leaving, parent: QWidget | None, layers: Sequence[QgsMapLayer] = (), is_seen_by_many: bool = False
) -> bool:
    """Ask whoever sits before the screen, unless all of it goes as it is or they said not to ask about the same again.

    Parameters
    ----------
    layers : sequence of QgsMapLayer
        Drawn below what leaves and what stays.
    is_seen_by_many : bool
        Whether the screen is a projector's: then only numbers are shown, and neither names nor places of what stays.
    """
    key = (leaving.location, leaving.purpose, leaving.audience)
    kind = _kind_of(leaving)
    if is_whole(leaving.shares) or kind in _agreed.get(key, ()):
        return True
    dialog = ReleaseQuestion(leaving, parent, layers, is_seen_by_many)
    is_agreed = dialog.exec() == QDialog.DialogCode.Accepted
    if is_agreed and dialog.again.isChecked():
        _agreed.setdefault(key, set()).add(kind)
    dialog.close_down()
    return is_agreed


def forget_agreements() -> None:
    """Ask about everything again."""
    _agreed.clear()


def _kind_of(leaving: Leaving) -> frozenset[tuple[str, ...]]:
    """What goes and stays, without numbers: something of another kind is asked about again."""
    found: set[tuple[str, ...]] = set()
    for share in leaving.shares:
        if share.released:
            found.add((share.table, "goes"))
        for what, names in (("stays", share.held_back), ("reduced", share.reduced), ("blanked", share.blanked)):
            found.update((share.table, what, name) for name in names)
    return frozenset(found)


class ReleaseQuestion(QDialog):
    """What would leave, before it does; nothing is written or logged until it is agreed to."""

    def __init__(
        self,
        leaving: Leaving,
        parent: QWidget | None,
        layers: Sequence[QgsMapLayer] = (),
        is_seen_by_many: bool = False,
    ) -> None:
        super().__init__(parent)
        audience = audiences()[leaving.audience]
        self.setWindowTitle(translate("RainforestAlert", "Before it leaves"))
        column = QVBoxLayout(self)
        goes = sum(share.released for share in leaving.shares)
        stays = sum(sum(share.held_back.values()) for share in leaving.shares)
        self.about = QLabel(
            translate(
                "RainforestAlert",
                "To {audience}: rows that go: {goes}; rows that stay: {stays}. Nothing has been written yet; what leaves is noted in "
                "“What left”.",
            ).format(audience=audience, goes=count(goes), stays=count(stays))
        )
        self.about.setWordWrap(True)
        column.addWidget(self.about)
        self.table = ResultTable(share_columns())
        self.table.setAccessibleName(translate("RainforestAlert", "What goes and what stays, by table"))
        self.table.show_in_order([share_row(share) for share in leaving.shares])
        self.rows = ResultTable(
            [
                Column(translate("RainforestAlert", "Table")),
                Column(translate("RainforestAlert", "Row")),
                Column(translate("RainforestAlert", "What becomes of it")),
            ]
        )
        self.rows.setAccessibleName(translate("RainforestAlert", "Rows that stay or go in part, one by one"))
        self.rows.show_in_order([] if is_seen_by_many else _listed_rows(leaving))
        self.rows.setVisible(not is_seen_by_many)
        upper = QSplitter(Qt.Orientation.Vertical)
        upper.addWidget(self.table)
        upper.addWidget(self.rows)
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self.parts.addWidget(upper)
        self.map: QgsMapCanvas | None = None
        self._layers = [] if is_seen_by_many else _drawn(leaving)
        if self._layers:
            self.parts.addWidget(self._build_map(layers))
            self.parts.setSizes([620, 420])
        column.addWidget(self.parts, 1)
        self.again = QCheckBox(
            translate(
                "RainforestAlert",
                "Do not ask again in this session for {audience}, unless something else goes or stays",
            ).format(audience=audience)
        )
        column.addWidget(self.again)
        buttons = QDialogButtonBox()
        self.release_button = buttons.addButton(
            translate("RainforestAlert", "&Release"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.cancel_button = buttons.addButton(
            translate("RainforestAlert", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        # Enter must not let anything out.
        self.release_button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.resize(1120, 620)

    def close_down(self) -> None:
        """Let the map go before its layers."""
        if self.map is not None:
            self.map.setLayers([])
        self._layers = []
        self.deleteLater()

    def _build_map(self, below: Sequence[QgsMapLayer]) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        self.map = QgsMapCanvas()
        self.map.setCanvasColor(QColor("white"))
        self.map.setDestinationCrs(QgsCoordinateReferenceSystem(WGS84))
        self.map.setLayers([*self._layers, *below])
        extent = QgsRectangle()
        for layer in self._layers:
            extent.combineExtentWith(layer.extent())
        extent.grow(max(extent.width(), extent.height(), 0.01) * 0.08)
        self.map.setExtent(extent)
        self._pan = QgsMapToolPan(self.map)
        self.map.setMapTool(self._pan)
        column.addWidget(self.map, 1)
        legend = QLabel(
            "<span style='color:{}'>■</span> {} &nbsp; <span style='color:{}'>■</span> {} &nbsp; "
            "<span style='color:{}'>■</span> {}".format(
                _GOES,
                translate("RainforestAlert", "goes"),
                _IN_PART,
                translate("RainforestAlert", "goes coarser"),
                _STAYS,
                translate("RainforestAlert", "stays"),
            )
        )
        legend.setWordWrap(True)
        column.addWidget(legend)
        return side


def _listed_rows(leaving: Leaving) -> list[tuple[str, str, str]]:
    found = [
        (table_words(record.table), _name(record), f"{translate('RainforestAlert', 'stays')}: {levels().get(why, why)}")
        for record, why in leaving.staying
    ]
    before = {(record.table, record.id): record for record in leaving.records}
    for record in leaving.going:
        was = before[record.table, record.id]
        if was.values != record.values:
            found.append((table_words(record.table), _name(was), _change(was, record)))
    if len(found) > _MOST_ROWS:
        more = translate("RainforestAlert", "… and {count} more").format(count=count(len(found) - _MOST_ROWS))
        found = [*found[:_MOST_ROWS], ("", more, "")]
    return found


def _name(record: Record) -> str:
    named = (record.values.get(name) for name in _NAMES)
    return next((str(value) for value in named if value), record.id[:8])


def _change(was: Record, record: Record) -> str:
    words = column_words(record.table)
    blank = [
        words[name]
        for name, value in was.values.items()
        if name in words and value is not None and record.values.get(name) is None
    ]
    parts = []
    if was.values.get("geom") != record.values.get("geom"):
        is_there = record.values.get("geom") is not None
        coarser = translate("RainforestAlert", "goes coarser")
        parts.append(coarser if is_there else geometry_words()["drop"])
    if blank:
        parts.append(translate("RainforestAlert", "left blank: {what}").format(what=", ".join(blank)))
    return "; ".join(parts)


def _drawn(leaving: Leaving) -> list[QgsVectorLayer]:
    """Layers of what stays, goes as it is and goes coarser, the first on top."""
    before = {(record.table, record.id): record.values.get("geom") for record in leaving.records}
    exact, coarse = [], []
    for record in leaving.going:
        wkb = record.values.get("geom")
        (exact if wkb == before[record.table, record.id] else coarse).append(wkb)
    staying = [record.values.get("geom") for record, _ in leaving.staying]
    groups = ((staying, _STAYS), (exact, _GOES), (coarse, _IN_PART))
    layers = [layer for wkbs, colour in groups for layer in _layers_of(wkbs, colour)]
    order = [kind for kind, _ in _KINDS]
    # Points before lines before areas, and what is coarse, which covers much, at the bottom.
    return sorted(layers, key=lambda layer: order.index(layer.name()))


def _layers_of(wkbs: Iterable[object], colour: str) -> list[QgsVectorLayer]:
    geometries = []
    for wkb in wkbs:
        if isinstance(wkb, bytes) and len(geometries) < _MOST_DRAWN:
            geometry = QgsGeometry()
            geometry.fromWkb(wkb)
            if not geometry.isEmpty():
                geometries.append(geometry)
    found = []
    for kind, geometry_type in _KINDS:
        features = []
        for geometry in geometries:
            if geometry.type() == geometry_type:
                feature = QgsFeature()
                feature.setGeometry(geometry)
                features.append(feature)
        if features:
            layer = QgsVectorLayer(f"{kind}?crs={WGS84}", kind, "memory")
            layer.dataProvider().addFeatures(features)
            layer.updateExtents()
            symbol = QgsSymbol.defaultSymbol(geometry_type)
            symbol.setColor(QColor(colour))
            symbol.setOpacity(0.55 if geometry_type == QgsWkbTypes.GeometryType.PolygonGeometry else 1.0)
            layer.setRenderer(QgsSingleSymbolRenderer(symbol))
            found.append(layer)
    return found
