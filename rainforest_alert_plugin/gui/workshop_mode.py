"""Workshop mode: the map full, the controls few and large; every stroke belongs to the workshop and is kept at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Callable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDockWidget, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from ..errors import Message, RainforestAlertError
from ..host.messages import describe
from ..host.project import add_result
from ..host.settings import read_settings
from ..host.tasks import AlgorithmRun, Outcome, cancelled_sentence
from ..host.words import federation_words
from ..host.workspace_layers import add_workspace, refresh_workspace, workspace_layers
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..overlay.pinned import pinned_transform
from ..territory.places import (
    PHOTO_TYPES,
    SOUND_TYPES,
    add_place,
    attach_to_place,
    bring_back,
    describe_place,
    places_of_workshop,
    take_back,
)
from ..territory.workshops import Attendance, add_attendance, attendance_of, open_workshop, open_workshops
from ..workspace.opening import database_address
from ..workspace.release import Leaving
from ..workspace.store import Row, Workspace
from .attachments import offer_files
from .big_widgets import STYLE
from .dock import StatusLine
from .photo_corners import CornersDialog
from .quiet_window import QuietWindow
from .release_question import may_leave
from .stroke_tool import StrokeTool, new_band
from .workshop_pages import BringPage, ClosePage, DescribePage, DrawPage, OpenPage, PeoplePage, SheetPage, first_facts

_DEGREES = "EPSG:4326"
_SHEETS = "hojas"
# The smallest names of the workspace's layers are of 8 pt, those of a workshop of 18 and more.
_MAGNIFICATION = 18.0 / 8.0
_FILES = {"photo": PHOTO_TYPES, "sound": SOUND_TYPES}


class WrappingLine(StatusLine):
    """A status line in which long paths wrap instead of widening the panel."""

    def say(self, level: str, sentence: str) -> None:
        super().say(level, sentence.replace("/", "/\u200b").replace("\\", "\\\u200b").replace("_", "_\u200b"))


def _keep(geometry: QgsGeometry, stroke: str, workshop_id: str, workspace: Workspace) -> str:
    return add_place(workspace, geometry, first_facts(stroke), workshop_id=workshop_id)


class WorkshopMode:
    """The switch, the panel and what they do.

    Parameters
    ----------
    iface : QgisInterface
    on_leave : callable
        Called when the mode ends, whoever ended it.
    """

    def __init__(self, iface: Any, on_leave: Callable[[], None]) -> None:
        self.iface = iface
        self._on_leave = on_leave
        self.quiet = QuietWindow(iface.mainWindow())
        self.panel: QDockWidget | None = None
        self.tool: StrokeTool | None = None
        self._former_tool: Any = None
        self._former_magnification = 1.0
        self._pan: Any = None
        self.location = ""
        self.workshop: Row | None = None
        self.done: list[str] = []
        self.undone: list[str] = []
        self.unsaved: list[tuple[QgsGeometry, str, Any]] = []
        self.place_id = ""
        self.current_run: AlgorithmRun | None = None

    @property
    def is_on(self) -> bool:
        """Whether the window is in workshop mode."""
        return self.panel is not None

    def enter(self) -> None:
        """Empty the window and ask which workshop it is."""
        if self.is_on:
            return
        self.words, said = federation_words()
        self._former_tool = self.iface.mapCanvas().mapTool()
        self._former_magnification = self.iface.mapCanvas().magnificationFactor()
        self._magnify(max(self._former_magnification, _MAGNIFICATION))
        self._pan = QgsMapToolPan(self.iface.mapCanvas())
        self.quiet.empty()
        self._build()
        self.choose_tool("")
        for message in said:
            self.status.say("warning", describe(message))
        if self.open_page.box.location():
            self.show_workspace()

    def leave(self) -> bool:
        """Put the window back; refused while a stroke could not be kept or something is at work. Whether it was left."""
        if not self.is_on:
            return True
        if self.current_run is not None:
            self.status.say("warning", translate("RainforestAlert", "Wait until the work is done."))
            return False
        self._save_unsaved()
        if self.unsaved:
            return False
        self.close_down()
        self._on_leave()
        return True

    def close_down(self) -> None:
        """Put the window back whatever there is; for a plugin that goes away."""
        if self.panel is None:
            return
        if self.current_run is not None:
            self.current_run.stop()
            self.current_run = None
        canvas = self.iface.mapCanvas()
        self._drop_tool()
        canvas.unsetMapTool(self._pan)
        if self._former_tool is not None:
            canvas.setMapTool(self._former_tool)
        self._magnify(self._former_magnification)
        for _, _, band in self.unsaved:
            canvas.scene().removeItem(band)
        self.unsaved.clear()
        window = self.iface.mainWindow()
        panel, self.panel = self.panel, None
        window.removeDockWidget(panel)
        # Away from the window before its state is put back, which knows nothing of this panel.
        panel.setParent(None)
        panel.deleteLater()
        self.quiet.restore()
        self._former_tool = self._pan = None
        self.workshop, self.location = None, ""
        self.done, self.undone = [], []

    def show_workspace(self) -> None:
        """List what the chosen workspace has."""
        location = self.open_page.box.location()
        found = self._try(
            lambda workspace: (workspace.read("community", order="name"), open_workshops(workspace)), location
        )
        if found is not None:
            self.status.hide()
            self.open_page.show_workspace(*found)

    def begin(self) -> None:
        """Open the workshop, or go on with one, and draw."""
        location = self.open_page.box.location()
        if not location:
            self.status.say("warning", translate("RainforestAlert", "Choose a workspace first."))
            return
        identity = self.open_page.chosen_workshop()
        if not identity:
            facts = self.open_page.facts()
            identity = self._try(
                lambda workspace: open_workshop(
                    workspace,
                    facts.community_id,
                    facts.held_on,
                    facts.place,
                    facts.purpose,
                    facts.attendance,
                    facts.facilitator,
                ),
                location,
            )
        if identity:
            self.go_on(location, identity)

    def go_on(self, location: str, identity: str) -> None:
        """Draw in a workshop that is open; what was drawn in it before can still be undone."""

        def read(workspace: Workspace) -> tuple[Row, list[str], list[bytes]]:
            row = workspace.read("workshop", '"id" = ?', [identity])[0]
            boundaries = workspace.read("boundary_version", '"community_id" = ?', [row["community_id"]])
            drawn = [place["id"] for place in places_of_workshop(workspace, identity)]
            return row, drawn, [boundary["geom"] for boundary in boundaries if boundary["geom"] is not None]

        found = self._try(read, location)
        if found is None:
            return
        self.location = location
        self.workshop, self.done, boundaries = found
        self.undone = []
        if not workspace_layers(location, "place"):
            try:
                offer_files(add_workspace(location))
            except RainforestAlertError as error:
                self.status.say("error", describe(error))
                return
        self._look_at(boundaries)
        self.status.hide()
        self.draw_page.title.setText(str(self.workshop["place"] or self.words.say("mode.title")))
        self.show_page(self.draw_page)
        self._show_state()

    def _look_at(self, boundaries: list[bytes]) -> None:
        """Bring the community's land into the map when it shows something else."""
        canvas = self.iface.mapCanvas()
        land = QgsRectangle()
        for wkb in boundaries:
            geometry = QgsGeometry()
            geometry.fromWkb(wkb)
            land.combineExtentWith(geometry.boundingBox())
        if land.isNull() or land.isEmpty():
            return
        transform = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(_DEGREES), canvas.mapSettings().destinationCrs(), QgsProject.instance()
        )
        try:
            shown = transform.transformBoundingBox(land)
        except QgsCsException:  # the map's system does not reach there; the person moves the map
            return
        if not canvas.extent().intersects(shown):
            shown.scale(1.2)
            canvas.setExtent(shown, True)
            canvas.refresh()

    def _magnify(self, factor: float) -> None:
        """Draw names and symbols of the map as large as that; it goes on to show the same land."""
        canvas = self.iface.mapCanvas()
        shown = canvas.extent()
        canvas.setMagnificationFactor(factor)
        canvas.setExtent(shown, True)
        canvas.refresh()

    def choose_tool(self, stroke: str) -> None:
        """Draw lines, areas or places; empty moves the map, as it does where what is drawn would have no certain place."""
        canvas = self.iface.mapCanvas()
        self._drop_tool()
        if stroke and self._to_degrees() is None:
            stroke = ""
        if stroke:
            self.tool = StrokeTool(canvas, stroke)
            self.tool.finished.connect(self.keep)
            self.tool.changed.connect(self._show_state)
            canvas.setMapTool(self.tool)
        else:
            canvas.setMapTool(self._pan)
        self.draw_page.show_tool(stroke)
        self._show_state()

    def _to_degrees(self) -> QgsCoordinateTransform | None:
        """From the map to the workspace; said and None where the map's datum is one that cannot be carried."""
        crs = self.iface.mapCanvas().mapSettings().destinationCrs()
        context = QgsProject.instance().transformContext()
        try:
            return pinned_transform(crs, QgsCoordinateReferenceSystem(_DEGREES), context)
        except RainforestAlertError as error:
            self.status.say("error", describe(error))
            return None

    def keep(self, drawn: QgsGeometry) -> None:
        """Keep a stroke at once, then ask what it is."""
        if self.workshop is None or self.tool is None:
            return
        stroke = self.tool.stroke
        canvas = self.iface.mapCanvas()
        geometry = QgsGeometry(drawn)
        transform = self._to_degrees()
        if transform is None:
            return
        try:
            geometry.transform(transform)
        except QgsCsException:
            self.status.say("error", describe(Message("place.bad_geometry", reason="CRS")))
            return
        band = new_band(canvas, stroke)
        band.setToGeometry(drawn, None)
        self.unsaved.append((geometry, stroke, band))
        self._save_unsaved()
        if not self.unsaved:
            self.describe_page.begin(stroke)
            self.show_page(self.describe_page)

    def save_description(self) -> None:
        """Write down what people said of the stroke."""
        facts = self.describe_page.facts()
        written = self._try(lambda workspace: describe_place(workspace, self.place_id, facts) or True)
        if written:
            self._refresh()
            self.show_page(self.draw_page)

    def attach(self, kind: str) -> None:
        """Choose a photo or a sound and keep it with the stroke."""
        patterns = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in _FILES[kind])
        name = self.words.say(f"mode.{kind}")
        path, _ = QFileDialog.getOpenFileName(self.panel, name, str(Path.home()), f"{name} ({patterns})")
        if path:
            self.attach_file(path)

    def attach_file(self, path: str) -> None:
        """Keep a file with the stroke."""
        if self._try(lambda workspace: attach_to_place(workspace, self.place_id, path)):
            self.status.say("success", translate("RainforestAlert", "Kept: {name}").format(name=Path(path).name))

    def show_people(self) -> None:
        """Show who came to the workshop, and let people be noted who came later."""
        people = self._try(self._people)
        if people is not None:
            self.people_page.begin(people)
            self.show_page(self.people_page)

    def add_people(self, attendance: Attendance) -> bool:
        """Keep people who came later with the workshop; whether they were kept."""

        def write(workspace: Workspace) -> list[Attendance]:
            add_attendance(workspace, str(self.workshop["id"]) if self.workshop else "", attendance)
            return self._people(workspace)

        people = self._try(write)
        if people is None:
            return False
        self.people_page.show_people(people)
        refresh_workspace(self.location, "attendance")
        return True

    def undo(self) -> None:
        """Take back a point of what is being drawn, or else the last stroke."""
        if self.tool is not None and self.tool.take_back_point():
            return
        if not self.done:
            return
        last = self.done[-1]
        if self._try(lambda workspace: take_back(workspace, last) or True):
            self.undone.append(self.done.pop())
            self._refresh()

    def redo(self) -> None:
        """Bring the stroke taken back last onto the map again."""
        if not self.undone:
            return
        last = self.undone[-1]
        if self._try(lambda workspace: bring_back(workspace, last) or True):
            self.done.append(self.undone.pop())
            self._refresh()

    def finish_stroke(self) -> None:
        """End a line or an area that was drawn point by point."""
        if self.tool is not None:
            self.tool.finish()

    def zoom(self, factor: float) -> None:
        """Closer or farther."""
        self.iface.mapCanvas().zoomByFactor(factor)

    def print_sheet(self) -> None:
        """Ask where to, and print a sheet of what the map shows."""
        path = self._ask_target("sheet.title", "pdf")
        if path:
            self.print_sheet_to(path)

    def print_sheet_to(self, path: str) -> None:
        """Print a sheet of what the map shows to a file."""
        canvas = self.iface.mapCanvas()
        extent = canvas.extent()
        corners = (extent.xMinimum(), extent.xMaximum(), extent.yMinimum(), extent.yMaximum())
        system = canvas.mapSettings().destinationCrs().authid()
        self.run(
            "rainforestalert:printworkshopsheet",
            {
                "EXTENT": "{:.9f},{:.9f},{:.9f},{:.9f}".format(*corners) + f" [{system}]",
                "LAYERS": canvas.layers(),
                "PAPER": self.sheet_page.paper.currentData(),
                "LANDSCAPE": self.sheet_page.landscape.isChecked(),
                "WORKSPACE": self.location,
                "WORKSHOP": self.workshop["id"] if self.workshop else "",
                "OUTPUT_FILE": path,
            },
            lambda outcome: self._say_written(outcome.outputs["OUTPUT_FILE"]),
            on_main_thread=True,
        )

    def bring_sheet(self) -> None:
        """Ask for the photo of a sheet and place it."""
        title = self.words.say("mode.choose_photo")
        path, _ = QFileDialog.getOpenFileName(
            self.panel, title, str(Path.home()), f"{title} (*.jpg *.jpeg *.png *.tif *.tiff *.JPG *.JPEG *.PNG *.TIF)"
        )
        if path:
            self.place_photo(path)

    def place_photo(self, path: str, corners: str = "", code: str = "") -> None:
        """Place a photo by its marks, or by corners that were tapped; when the marks cannot be read the corners are asked for."""

        def ask_corners(outcome: Outcome) -> None:
            self.status.say("warning", outcome.error)
            if not corners:
                self.ask_corners(path)

        self.run(
            "rainforestalert:placeworkshopsheet",
            {
                "PHOTO": path,
                "CORNERS": corners,
                "SHEET": code,
                "WORKSPACE": self.location,
                "WORKSHOP": self.workshop["id"] if self.workshop else "",
                "OUTPUT": self._sheet_target(path),
            },
            self._show_sheet,
            ask_corners,
        )

    def ask_corners(self, path: str) -> None:
        """Let the person tap the corners of the map in the photo."""
        dialog = CornersDialog(path, self.words, self.panel)
        if dialog.exec() == CornersDialog.DialogCode.Accepted:
            self.place_photo(path, dialog.corners(), dialog.code.text())
        dialog.deleteLater()

    def close_workshop(self) -> None:
        """Ask where the act goes, and close."""
        path = self._ask_target("mode.close", "docx")
        if path:
            self.close_workshop_to(path)

    def close_workshop_to(self, path: str) -> None:
        """Close the workshop and write its act to a file."""
        if self.workshop is None:
            return
        self.run(
            "rainforestalert:closeworkshop",
            {
                "WORKSPACE": self.location,
                "WORKSHOP": self.workshop["id"],
                "DECIDED": self.close_page.decided.toPlainText(),
                "LEFT_OPEN": self.close_page.left_open.toPlainText(),
                "OUTPUT_FILE": path,
            },
            self._say_closed,
            on_main_thread=True,
        )

    def run(
        self,
        algorithm_id: str,
        parameters: dict[str, Any],
        then: Callable[[Outcome], None],
        otherwise: Callable[[Outcome], None] | None = None,
        on_main_thread: bool = False,
    ) -> None:
        """Run an algorithm; meanwhile the panel waits."""
        if self.current_run is not None:
            return
        self.status.say("info", translate("RainforestAlert", "Working…"))
        self.pages.setEnabled(False)

        def end(outcome: Outcome) -> None:
            self.current_run = None
            self.pages.setEnabled(True)
            if outcome.is_success:
                then(outcome)
            elif otherwise is not None and outcome.error:
                otherwise(outcome)
            elif outcome.is_cancelled:
                self.status.say("warning", cancelled_sentence())
            else:
                self.status.say("error", outcome.error)

        self.current_run = AlgorithmRun(algorithm_id, parameters, on_main_thread, self._ask_release)
        self.current_run.ended.connect(end)
        self.current_run.start()

    def _ask_release(self, leaving: Leaving) -> bool:
        """Show what goes and what stays before a sheet or an act is written; whether it may leave."""
        return may_leave(leaving, self.panel, is_seen_by_many=True)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front; while a stroke is described nothing is drawn."""
        if page is not self.draw_page and self.tool is not None:
            self.tool.clear()
        if self.status.level in ("success", "info"):
            self.status.hide()
        self.pages.setCurrentWidget(page)

    def _build(self) -> None:
        words = self.words
        self.status = WrappingLine()
        self.pages = QStackedWidget()
        self.open_page = OpenPage(words, self.begin, self.leave)
        self.open_page.box.changed.connect(self.show_workspace)
        self.draw_page = DrawPage(
            words, self.choose_tool, self.undo, self.redo, self.finish_stroke, self.zoom, self._go, self.leave
        )
        back = lambda: self.show_page(self.draw_page)  # noqa: E731
        self.describe_page = DescribePage(words, self.save_description, back, self.attach)
        self.people_page = PeoplePage(words, self.add_people, back)
        self.sheet_page = SheetPage(words, self.print_sheet, back)
        self.bring_page = BringPage(words, self.bring_sheet, back)
        self.close_page = ClosePage(words, self.close_workshop, back)
        for page in (
            self.open_page,
            self.draw_page,
            self.describe_page,
            self.people_page,
            self.sheet_page,
            self.bring_page,
            self.close_page,
        ):
            self.pages.addWidget(page)
        content = QWidget()
        content.setStyleSheet(STYLE)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.status)
        window = self.iface.mainWindow()
        self.panel = QDockWidget(words.say("mode.title"), window)
        self.panel.setObjectName("RainforestAlert_workshop_mode")
        self.panel.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.panel.setTitleBarWidget(QWidget())
        self.panel.setWidget(content)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
        self.panel.show()

    def _people(self, workspace: Workspace) -> list[Attendance]:
        return attendance_of(workspace, str(self.workshop["id"]) if self.workshop else "")

    def _go(self, page: str) -> None:
        if page == "people":
            self.show_people()
            return
        self.show_page({"sheet": self.sheet_page, "bring": self.bring_page, "close": self.close_page}[page])

    def _drop_tool(self) -> None:
        if self.tool is None:
            return
        tool, self.tool = self.tool, None
        self.iface.mapCanvas().unsetMapTool(tool)
        tool.let_go()
        tool.deleteLater()

    def _save_unsaved(self) -> None:
        """Write what could not be written before, then the rest; what still cannot stays on the map in red."""
        while self.unsaved and self.workshop is not None:
            geometry, stroke, band = self.unsaved[0]
            kept = self._try(partial(_keep, geometry, stroke, str(self.workshop["id"])))
            if kept is None:
                return
            self.unsaved.pop(0)
            self.iface.mapCanvas().scene().removeItem(band)
            self.place_id = kept
            self.done.append(kept)
            self.undone.clear()
        self._refresh()

    def _refresh(self) -> None:
        refresh_workspace(self.location, "place")
        self._show_state()

    def _show_state(self) -> None:
        is_drawing = self.tool is not None and bool(self.tool.points)
        can_finish = self.tool is not None and self.tool.can_finish
        self.draw_page.show_state(len(self.done), bool(self.done) or is_drawing, bool(self.undone), can_finish)

    def _try(self, work: Callable[[Workspace], Any], location: str = "") -> Any:
        """Do something with the workspace; a refusal is said, and gives None."""
        try:
            with open_workspace(location or self.location) as workspace:
                done = work(workspace)
        except RainforestAlertError as error:
            self.status.say("error", describe(error))
            return None
        self.status.hide()
        return done

    def _ask_target(self, word: str, suffix: str) -> str:
        folder = read_settings().packages_folder()
        folder = folder if folder.is_dir() else Path.home()
        day = str(self.workshop["held_on"]) if self.workshop else ""
        stem = "acta" if suffix == "docx" else "hoja"
        path, _ = QFileDialog.getSaveFileName(
            self.panel, self.words.say(word), str(folder / f"{stem}_{day}.{suffix}"), f"{suffix.upper()} (*.{suffix})"
        )
        return path if not path or path.lower().endswith(f".{suffix}") else f"{path}.{suffix}"

    def _sheet_target(self, photo: str) -> str:
        """Where a placed sheet is kept: beside the workspace, so that the project finds it tomorrow; never over another one."""
        if database_address(self.location) is not None:
            return "TEMPORARY_OUTPUT"
        folder = Path(self.location).parent / _SHEETS
        stem = Path(photo).stem
        number, target = 1, folder / f"{stem}.tif"
        while target.exists():
            number += 1
            target = folder / f"{stem}_{number}.tif"
        return str(target)

    def _say_written(self, path: str) -> None:
        self.show_page(self.draw_page)
        self.status.say("success", translate("RainforestAlert", "Written: {path}").format(path=path))

    def _show_sheet(self, outcome: Outcome) -> None:
        layer = add_result(
            outcome.layers["OUTPUT"],
            translate("RainforestAlert", "Sheet {code}").format(code=outcome.outputs["CODE"][:4]),
        )
        self.show_page(self.draw_page)
        self.iface.mapCanvas().setExtent(self._on_map(layer), True)
        self.iface.mapCanvas().refresh()
        if outcome.outputs["MARK_COUNT"]:
            sentence = translate(
                "RainforestAlert", "The sheet lies in its place: {mean} m off on average, {most} m at most."
            ).format(mean=f"{outcome.outputs['RESIDUAL_M']:.1f}", most=f"{outcome.outputs['LARGEST_RESIDUAL_M']:.1f}")
        else:
            sentence = translate("RainforestAlert", "The sheet lies where its four corners were tapped.")
        warnings = outcome.warnings()
        self.status.say("warning" if warnings else "success", "\n".join([sentence, *warnings]))

    def _on_map(self, layer: Any) -> Any:
        canvas = self.iface.mapCanvas()
        transform = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance())
        return transform.transformBoundingBox(layer.extent())

    def _say_closed(self, outcome: Outcome) -> None:
        self.workshop = None
        self.done, self.undone = [], []
        self.close_page.decided.clear()
        self.close_page.left_open.clear()
        self.choose_tool("")
        self.show_workspace()
        self.show_page(self.open_page)
        warnings = outcome.warnings()
        written = translate("RainforestAlert", "Written: {path}").format(path=outcome.outputs["OUTPUT_FILE"])
        self.status.say("warning" if warnings else "success", "\n".join([written, *warnings]))
