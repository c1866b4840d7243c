"""The four corners of a sheet's map, tapped on its photo when its marks cannot be read."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QImageReader, QPainter, QPen, QPixmap
from qgis.PyQt.QtWidgets import (
    QDialog,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ..territory.words import Words
from .big_widgets import STYLE, big_button

_CORNERS = 4
_MOST_SHOWN_PIXELS = 2500
_INK = QColor("#ff1744")
_ZOOM = 1.4


class PhotoView(QGraphicsView):
    """A photo that can be moved, drawn closer, and tapped."""

    def __init__(self, dialog: CornersDialog) -> None:
        super().__init__(dialog.scene)
        self._dialog = dialog
        self._pressed_at: Any = None
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)

    def mousePressEvent(self, event: Any) -> None:
        self._pressed_at = event.pos()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: Any) -> None:
        super().mouseReleaseEvent(event)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        # Whoever moved the photo did not tap it.
        if self._pressed_at is not None and (event.pos() - self._pressed_at).manhattanLength() < 8:
            self._dialog.tap(self.mapToScene(event.pos()))
        self._pressed_at = None

    def wheelEvent(self, event: Any) -> None:
        factor = _ZOOM if event.angleDelta().y() > 0 else 1 / _ZOOM
        self.scale(factor, factor)


class CornersDialog(QDialog):
    """Asks for the code of a sheet and the four corners of its map.

    Parameters
    ----------
    path : str
        The photo.
    """

    def __init__(self, path: str, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.setWindowTitle(words.say("mode.bring"))
        self.setStyleSheet(STYLE)
        self.resize(1200, 720)
        self.scene = QGraphicsScene(self)
        self.points: list[QPointF] = []
        self._marks: list[Any] = []
        self._factor = 1.0
        self._show_photo(path)
        self.view = PhotoView(self)
        hint = QLabel(words.say("mode.corners_hint"))
        hint.setWordWrap(True)
        self.code = QLineEdit()
        self.code.setAccessibleName(words.say("mode.code"))
        self.next_corner = QLabel()
        self.undo_button = big_button(words.say("mode.undo"), self.take_back)
        self.place_button = big_button(words.say("mode.place_sheet"), self.accept, is_primary=True)
        self.back_button = big_button(words.say("mode.back"), self.reject)
        code_row = QHBoxLayout()
        code_label = QLabel(words.say("mode.code"))
        code_label.setBuddy(self.code)
        code_row.addWidget(code_label)
        code_row.addWidget(self.code, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.next_corner, 1)
        for button in (self.undo_button, self.back_button, self.place_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(hint)
        column.addLayout(code_row)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)
        self.code.textChanged.connect(lambda _: self._allow())
        self._allow()

    def tap(self, place: QPointF) -> None:
        """Take a corner; `place` in the picture as shown."""
        if len(self.points) == _CORNERS or not self.scene.sceneRect().contains(place):
            return
        self.points.append(place)
        radius = max(self.scene.width(), self.scene.height()) / 150
        pen = QPen(_INK, radius / 4)
        circle = self.scene.addEllipse(
            QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius), pen, QBrush(Qt.BrushStyle.NoBrush)
        )
        font = QFont()
        font.setPixelSize(max(8, round(radius * 2)))
        font.setBold(True)
        number = self.scene.addText(str(len(self.points)), font)
        number.setDefaultTextColor(_INK)
        number.setPos(place + QPointF(radius, -2 * radius))
        self._marks.append((circle, number))
        self._allow()

    def take_back(self) -> None:
        """Forget the corner tapped last."""
        if self.points:
            self.points.pop()
            for item in self._marks.pop():
                self.scene.removeItem(item)
        self._allow()

    def corners(self) -> str:
        """The corners in pixels of the photo itself, as ``placeworkshopsheet`` takes them."""
        return " ".join(f"{point.x() * self._factor:.1f},{point.y() * self._factor:.1f}" for point in self.points)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.view.fitInView(self.scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)

    def _show_photo(self, path: str) -> None:
        reader = QImageReader(path)
        # Pixels count as they lie in the file, not as the phone was held.
        reader.setAutoTransform(False)
        size = reader.size()
        longest = max(size.width(), size.height(), 1)
        if longest > _MOST_SHOWN_PIXELS:
            self._factor = longest / _MOST_SHOWN_PIXELS
            reader.setScaledSize(size / self._factor)
        self.scene.addPixmap(QPixmap.fromImage(reader.read()))

    def _allow(self) -> None:
        count = len(self.points)
        self.next_corner.setText(self.words.say("mode.corner", number=min(count + 1, _CORNERS)))
        self.undo_button.setEnabled(count > 0)
        self.place_button.setEnabled(count == _CORNERS and bool(self.code.text().strip()))
