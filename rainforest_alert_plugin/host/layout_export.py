"""A print layout as PDF, which a person can stop while it is drawn."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemMap,
    QgsPrintLayout,
    QgsRenderedFeatureHandlerInterface,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtWidgets import QGraphicsItem

from ..compat import export_failure
from ..errors import CancelledError, OutputError
from ..geo.files import replaced_file
from ..geo.progress import IsCancelled, never_cancelled

_ABOVE = 1e-3
_TAIL = 1024
_LITTLE_SPACE = 5_000_000


def write_layout_pdf(
    layout: QgsPrintLayout,
    path: Path | str,
    settings: QgsLayoutExporter.PdfExportSettings,
    is_cancelled: IsCancelled = never_cancelled,
) -> None:
    """Write all sheets of a layout, whole or not at all; on the main thread, as QGIS demands of layouts.

    QGIS draws the sheets of a layout in one go. Between the items of each sheet, and at every feature that a map draws, a stop is looked
    for; after one, the rest of the features and of the sheets is left out and the file thrown away. What has no features is drawn to
    its end: an image below a map, the labels of one layer, a frame of a table.

    Parameters
    ----------
    layout : QgsPrintLayout
    path : Path
    settings : QgsLayoutExporter.PdfExportSettings
    is_cancelled : callable
        From :func:`~.main_thread.while_alive`, so that the window has its say meanwhile.

    Raises
    ------
    OutputError
        When the file cannot be written.
    CancelledError
    """
    look = _Look(layout, is_cancelled)
    with replaced_file(path) as partial:
        try:
            exporter = QgsLayoutExporter(layout)
            result = exporter.exportToPdf(str(partial), settings)
        finally:
            look.end()
        if look.is_stopped:
            raise CancelledError
        if result != QgsLayoutExporter.ExportResult.Success or not _is_whole(partial):
            if shutil.disk_usage(partial.parent).free < _LITTLE_SPACE:
                raise OutputError("output.no_space", path=str(path))
            reason = export_failure(exporter) or f"PDF {result}"
            raise OutputError("output.folder_unwritable", path=str(path), reason=reason)


def _is_whole(path: Path) -> bool:
    """Whether a PDF was written to its end: Qt and QGIS do not notice when a disk is full."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        return b"%%EOF" in file.read()


class _Look:
    """Looks for a stop at many places of a layout, and leaves out what has not been drawn yet.

    Attributes
    ----------
    is_stopped : bool
        Whether the person stopped.
    """

    def __init__(self, layout: QgsPrintLayout, is_cancelled: IsCancelled) -> None:
        self.layout = layout
        self.is_cancelled = is_cancelled
        self.is_stopped = False
        self._hidden: list[QgsLayoutItem] = []
        pages = layout.pageCollection().pages()
        items = [item for item in layout.items() if isinstance(item, QgsLayoutItem)]
        heights = sorted({item.zValue() for item in items})
        self._places = [_Place(self, page.scenePos(), z + _ABOVE) for page in pages for z in heights]
        for place in self._places:
            layout.addItem(place)
        self._watch = _Watch(self)
        self._maps = [item for item in items if isinstance(item, QgsLayoutItemMap)]
        for item in self._maps:
            item.addRenderedFeatureHandler(self._watch)

    def stop_if_asked(self) -> None:
        """Hide all that is not drawn yet when the person stopped."""
        if self.is_stopped or not self.is_cancelled():
            return
        self.is_stopped = True
        for item in self.layout.items():
            if isinstance(item, QgsLayoutItem) and not item.excludeFromExports():
                item.setExcludeFromExports(True)
                self._hidden.append(item)

    def end(self) -> None:
        """Leave the layout as it was."""
        for item in self._maps:
            item.removeRenderedFeatureHandler(self._watch)
        for place in self._places:
            self.layout.removeItem(place)
        for item in self._hidden:
            item.setExcludeFromExports(False)


class _Place(QGraphicsItem):
    """Draws nothing; when its turn comes, a stop is looked for."""

    def __init__(self, look: _Look, corner: Any, z: float) -> None:
        super().__init__()
        self.look = look
        self.setPos(corner)
        self.setZValue(z)

    def boundingRect(self) -> QRectF:
        return QRectF(1.0, 1.0, 1.0, 1.0)

    def paint(self, painter: Any, option: Any, widget: Any = None) -> None:
        self.look.stop_if_asked()


class _Watch(QgsRenderedFeatureHandlerInterface):
    """Looks for a stop at each feature that a map draws, and ends its layer; the layers that follow end at their first feature.

    Of the context of a rendering Python gets a copy, whose own stop nobody asks for; what it shares with the rendering is the feedback
    that the readers of files and databases obey.
    """

    def __init__(self, look: _Look) -> None:
        super().__init__()
        self.look = look

    def handleRenderedFeature(self, feature: Any, bounds: Any, context: Any) -> None:
        self.look.stop_if_asked()
        if self.look.is_stopped:
            feedback = context.renderContext.expressionContext().feedback()
            if feedback is not None:
                feedback.cancel()
