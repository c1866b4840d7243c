"""Buttons of the Draw page and the tools that they take to hand: QGIS's own, and those that know sides and corners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsProject, QgsSnappingConfig, QgsTolerance
from qgis.gui import QgsMapCanvas, QgsMapCanvasTracer
from qgis.PyQt.QtWidgets import QWidget

from ..host.messages import describe
from ..i18n import translate
from ..territory.draft_edits import join_sides, mark_monument, nearest_vertex, number_vertices, split_side
from .draft_sides import DraftSides
from .line_follower import LineFollower
from .map_tools import CornerTool, DraftTool, FollowTool, PlaceTool, SplitTool, VertexTool
from .open_drafts import OpenDrafts
from .shared_corners import SharedCorners
from .territory_dialogs import MarkDialog
from .territory_page import button_grid, tool_button

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock

_SNAP_PIXELS = 12.0


class DraftTools(QWidget):
    """Three columns of buttons; each map tool is made when it is first taken."""

    def __init__(
        self, dock: TerritoryDock, drafts: OpenDrafts, sides: DraftSides, follower: LineFollower, corners: SharedCorners
    ) -> None:
        super().__init__()
        self.dock = dock
        self.drafts = drafts
        self.sides = sides
        self.follower = follower
        self.corners = corners
        self._tools: dict[str, DraftTool] = {}
        self._build_qgis_tools()
        self._build_own_tools()
        self._build_edits()
        needs_zone = (self.outline_button, self.vertex_button, self.save_button, self.undo_button, self.redo_button)
        buttons = [
            *(self.outline_button, self.vertex_button, self.save_button),
            *(self.follow_button, self.undo_button, self.redo_button),
            *(self.corner_button, self.split_button, self.side_button),
            *(self.mark_button, self.number_button, self.check_button),
        ]
        self._needs_zone = needs_zone
        self._needs_draft = [button for button in buttons if button not in needs_zone]
        grid = button_grid(buttons, 3)
        grid.setContentsMargins(0, 0, 0, 0)
        self.setLayout(grid)

    def show_draft(self) -> None:
        """Let be pressed what the draft as it stands allows."""
        for button in self._needs_draft:
            button.setEnabled(bool(self.drafts.draft))
        for button in self._needs_zone:
            button.setEnabled(self.drafts.zone is not None)

    def split(self, x: float, y: float) -> None:
        """Let two sides meet at a vertex."""
        self.drafts.change(translate("RainforestAlert", "Split a side"), lambda draft: split_side(draft, (x, y)))

    def join(self, x: float, y: float) -> None:
        """Make one of the two sides that meet at a vertex."""
        self.drafts.change(translate("RainforestAlert", "Join two sides"), lambda draft: join_sides(draft, (x, y)))

    def mark(self, x: float, y: float) -> None:
        """Ask for the name and the mark of a vertex."""
        one, _ = nearest_vertex(self.drafts.draft, (x, y))
        self.mark_dialog = MarkDialog(self.dock, one.vertex.label, one.vertex.monument or "")
        self.mark_dialog.accepted.connect(
            lambda: self.drafts.change(
                translate("RainforestAlert", "Mark a vertex"),
                lambda draft: mark_monument(
                    draft, (x, y), self.mark_dialog.monument.currentText(), self.mark_dialog.label.text()
                ),
            )
        )
        self.mark_dialog.open()

    def number_anew(self) -> None:
        """Number the vertices from the northernmost, clockwise."""
        self.drafts.change(
            translate("RainforestAlert", "Number the vertices"),
            lambda draft: number_vertices(draft, self.drafts.label_pattern),
        )

    def close_down(self) -> None:
        """Put the tools away."""
        for tool in self._tools.values():
            tool.put_away()
        self._tools.clear()

    # buttons

    def _build_qgis_tools(self) -> None:
        iface = self.dock.iface
        self.outline_button = tool_button(
            translate("RainforestAlert", "Outline"),
            translate("RainforestAlert", "Draw the polygon with QGIS's own tool; T traces along other layers."),
            lambda: self._take_qgis_tool(iface.actionAddFeature),
            "/mActionCapturePolygon.svg",
        )
        self.vertex_button = tool_button(
            translate("RainforestAlert", "Vertices"),
            translate("RainforestAlert", "Move, add and delete vertices with QGIS's own tool."),
            lambda: self._take_qgis_tool(iface.actionVertexTool),
            "/mActionVertexTool.svg",
        )

    def _build_own_tools(self) -> None:
        self.follow_button = tool_button(
            translate("RainforestAlert", "Follow line"),
            translate(
                "RainforestAlert",
                "Click where the stretch of river, ridge or neighbour's line begins, then where it ends. Shift takes the other way around, "
                "the right button begins anew.",
            ),
            lambda: self._take("follow", self._follow_tool),
            "/mActionTracing.svg",
        )
        self.corner_button = tool_button(
            translate("RainforestAlert", "Move corner"),
            translate(
                "RainforestAlert",
                "Move a corner in both communities that share it: click it, then click its new place.",
            ),
            lambda: self._take("corner", self._corner_tool),
            "/mActionMoveVertex.svg",
        )
        self.split_button = tool_button(
            translate("RainforestAlert", "Split side"),
            translate(
                "RainforestAlert",
                "Click the vertex at which one side ends and the next begins. With Shift, two sides of which the same is known become one.",
            ),
            lambda: self._take("split", self._split_tool),
            "/mActionSplitFeatures.svg",
        )
        self.side_button = tool_button(
            translate("RainforestAlert", "Side…"),
            translate("RainforestAlert", "Click a side to say who lives beyond it and by which record they agreed."),
            lambda: self._take("side", lambda: self._picking(PlaceTool, self.sides.pick)),
            "/mActionIdentify.svg",
        )
        self.mark_button = tool_button(
            translate("RainforestAlert", "Mark…"),
            translate("RainforestAlert", "Click a vertex to name it and to say which mark stands there."),
            lambda: self._take("mark", lambda: self._picking(VertexTool, self.mark)),
            "/mActionAddMarker.svg",
        )

    def _build_edits(self) -> None:
        self.number_button = tool_button(
            translate("RainforestAlert", "Number all"),
            translate(
                "RainforestAlert",
                "Number all vertices from the northernmost, clockwise. Without it the surveyed names stay and new vertices get the "
                "next number.",
            ),
            self.number_anew,
            "/mIconFieldInteger.svg",
        )
        self.undo_button = tool_button(
            translate("RainforestAlert", "Undo"),
            translate("RainforestAlert", "Take the last step back."),
            self.drafts.undo,
            "/mActionUndo.svg",
        )
        self.redo_button = tool_button(
            translate("RainforestAlert", "Redo"),
            translate("RainforestAlert", "Do the step again that was taken back."),
            self.drafts.redo,
            "/mActionRedo.svg",
        )
        self.save_button = tool_button(
            translate("RainforestAlert", "Save"),
            translate("RainforestAlert", "Save the drafts and go on."),
            self.drafts.save,
            "/mActionSaveEdits.svg",
        )
        self.check_button = tool_button(
            translate("RainforestAlert", "Check lines"),
            translate(
                "RainforestAlert",
                "Say whether the rivers that sides follow run there still, in the layer that is chosen below.",
            ),
            lambda: self.dock.guarded(self.follower.check_lines),
            "/mIconSuccess.svg",
        )

    # taking a tool to hand

    def _take_qgis_tool(self, action: Callable[[], Any]) -> None:
        if self.drafts.zone is None:
            return
        self.drafts.draw_for_community()
        self.drafts.edit_zone()
        action().trigger()

    def _take(self, name: str, make: Callable[[], DraftTool]) -> None:
        if self.drafts.zone is None:
            return
        self.drafts.edit_zone()
        if name not in self._tools:
            self._tools[name] = tool = make()
            tool.refused.connect(lambda error: self.dock.status.say("warning", describe(error)))
        self.dock.iface.mapCanvas().setMapTool(self._tools[name])

    def _follow_tool(self) -> DraftTool:
        tool = FollowTool(*self._pointed_at(), self.follower.network)
        tool.followed.connect(self.follower.lay_along)
        return tool

    def _split_tool(self) -> DraftTool:
        tool = SplitTool(*self._pointed_at())
        tool.picked.connect(self.split)
        tool.joined.connect(self.join)
        return tool

    def _corner_tool(self) -> DraftTool:
        tool = CornerTool(*self._pointed_at())
        tool.moved.connect(self.corners.move)
        return tool

    def _picking(self, kind: Any, act: Callable[[float, float], None]) -> DraftTool:
        tool: DraftTool = kind(*self._pointed_at())
        tool.picked.connect(act)  # type: ignore[attr-defined]
        return tool

    def _pointed_at(self) -> tuple[Any, ...]:
        """What each tool points at: the map, the draft as it stands, and its system."""
        return self.dock.iface.mapCanvas(), lambda: self.drafts.draft, lambda: self.drafts.crs


def snap_and_trace(canvas: QgsMapCanvas) -> None:
    """Snapping to vertices and sides of all layers, tracing, and topological editing: what drawing a boundary needs of QGIS."""
    project = QgsProject.instance()
    config = QgsSnappingConfig(project.snappingConfig())
    config.setEnabled(True)
    config.setMode(QgsSnappingConfig.SnappingMode.AllLayers)
    flags = QgsSnappingConfig.SnappingTypes
    config.setTypeFlag(flags.VertexFlag | flags.SegmentFlag)
    config.setTolerance(_SNAP_PIXELS)
    config.setUnits(QgsTolerance.UnitType.Pixels)
    project.setSnappingConfig(config)
    project.setTopologicalEditing(True)
    tracer = QgsMapCanvasTracer.tracerForCanvas(canvas)
    if tracer is not None and tracer.actionEnableTracing() is not None:
        tracer.actionEnableTracing().setChecked(True)
