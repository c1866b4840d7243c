"""Drawings to picture files."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QImageReader, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer

from ..errors import OutputError
from ..geo.files import replaced_file

_SCALE = 2
_PAPER = QColor("#ffffff")


def write_drawing(path: str, svg: str) -> None:
    """Write SVG text to a file: as it is, or drawn at twice its size when the file is to be a PNG.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    with replaced_file(Path(path)) as partial:
        if Path(path).suffix.lower() != ".png":
            partial.write_text(svg, encoding="utf-8")
            return
        partial.write_bytes(png_bytes(svg))


def png_bytes(svg: str, scale: int = _SCALE) -> bytes:
    """SVG text drawn at so many times its size.

    Raises
    ------
    OutputError
        When Qt cannot write PNG.
    """
    return _png(_drawn(svg, scale))


def image_png(path: Path, longest: int) -> bytes:
    """A photo as PNG, upright, its longer side of at most so many pixels, without what the camera wrote into the file.

    Returns
    -------
    bytes
        Empty when there is no picture that can be read.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        return b""
    if max(image.width(), image.height()) > longest:
        image = image.scaled(
            longest, longest, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    # a copy of the pixels alone: texts of the file, such as its place, would go along
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(_PAPER)
    painter = QPainter(plain)
    painter.drawImage(0, 0, image)
    painter.end()
    return _png(plain)


def _drawn(svg: str, scale: int) -> QImage:
    renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
    image = QImage(renderer.defaultSize() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(_PAPER)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return image


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise OutputError("output.folder_unwritable", path="PNG", reason="PNG")
    return bytes(buffer.data())
