"""Where a sink writes, what stood there before, and how a failed run leaves it as it was."""

from __future__ import annotations

import os
import shutil
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterable

from osgeo import ogr
from qgis.core import (
    QgsDataSourceUri,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsProviderRegistry,
)

from ..geo.files import output_error

_FAMILIES = (
    (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qix", ".qpj", ".qmd", ".sbn", ".sbx"),
    (".tab", ".dat", ".map", ".id", ".ind"),
    (".mif", ".mid"),
    (".gpkg", ".gpkg-wal", ".gpkg-shm", ".gpkg-journal"),
)


@dataclass
class Destination:
    """The file, or the table in a file, that a sink is about to write.

    Attributes
    ----------
    text : str
        What the person chose, for sentences.
    path : Path or None
        File; None for layers in memory and for databases on a server.
    table : str
        Table in the file, when only a table is written; otherwise empty.
    existed : bool
        Whether the file stood there before the run.
    table_existed : bool
        Whether the table did.
    is_appended : bool
        Whether QGIS brings the rows into the layout and the reference system of a layer that is there.
    """

    text: str
    path: Path | None = None
    table: str = ""
    existed: bool = False
    table_existed: bool = False
    is_appended: bool = False
    is_open: bool = False
    _aside: list[tuple[Path, Path]] = field(default_factory=list)

    def is_geopackage(self) -> bool:
        """Whether a whole GeoPackage is written, not a table among others in one, and as the rows are."""
        return self.path is not None and not self.table and not self.is_appended and self.path.suffix.lower() == ".gpkg"

    def is_in_memory(self) -> bool:
        """Whether only this session of QGIS has what is written."""
        return self.text == "TEMPORARY_OUTPUT" or self.text.startswith("memory:")

    def keep_earlier(self) -> None:
        """Copy the file that is about to be replaced aside.

        Raises
        ------
        OutputError
            When there is no room for the copy or the folder cannot be written.
        """
        if self.path is None or self.table or not self.path.is_file():
            return
        try:
            for member in _family(self.path):
                aside = member.with_name(f".{member.name}.{uuid.uuid4().hex[:8]}.partial")
                self._aside.append((aside, member))
                shutil.copy2(member, aside)
        except OSError as error:
            self.release()
            raise output_error(self.path, error) from error

    def release(self) -> None:
        """Delete the copy: the run ended well."""
        for aside, _ in self._aside:
            _remove(aside)
        self._aside.clear()

    def undo(self) -> None:
        """Leave the place as it was before the run. Never raises: the error that led here is the one to be told."""
        if self.path is None:
            return
        if self.table and self.existed:
            # a table that was there and was not opened for writing is still the person's
            if self.is_open or not self.table_existed:
                _drop_table(self.path, self.table)
            return
        if self.existed and not self._aside:
            return
        if self.path.is_file():
            for member in _family(self.path):
                _remove(member)
        for aside, member in self._aside:
            try:
                os.replace(aside, member)
            except OSError:
                # the file is open elsewhere: the copy stays beside it, for it is all that is left of the earlier result
                continue
        self._aside.clear()


def destination_of(value: Any, context: QgsProcessingContext) -> Destination:
    """Read the value of a sink parameter and note what stands at its place."""
    text = _text_of(value, context)
    path, table = _place_of(text)
    is_appended = isinstance(value, QgsProcessingOutputLayerDefinition) and value.useRemapping()
    if path is None:
        return Destination(text, is_appended=is_appended)
    existed = path.exists()
    return Destination(text, path, table, existed, bool(table) and existed and table in _tables(path), is_appended)


def writes_over(destination: Destination, value: Any, context: QgsProcessingContext) -> bool:
    """Whether `destination` is the file, or the table, that the value of an input parameter is read from."""
    if destination.path is None or not destination.existed:
        return False
    for each in value if isinstance(value, (list, tuple)) else (value,):
        path, table = _input_place(each, context)
        if not path or not os.path.exists(path) or not os.path.samefile(path, destination.path):
            continue
        if not destination.table or destination.table == (table or next(iter(_tables(destination.path)), "")):
            return True
    return False


def _text_of(value: Any, context: QgsProcessingContext) -> str:
    if isinstance(value, (QgsProcessingOutputLayerDefinition, QgsProcessingFeatureSourceDefinition)):
        value = value.sink if isinstance(value, QgsProcessingOutputLayerDefinition) else value.source
    if isinstance(value, QgsProperty):
        text, _ = value.valueAsString(context.expressionContext(), "")
        return str(text or "")
    return "" if value is None else str(value)


def _place_of(text: str) -> tuple[Path | None, str]:
    """File and table of the text of a destination."""
    if text.startswith("ogr:"):
        uri = QgsDataSourceUri(text[len("ogr:") :])
        return (Path(uri.database()), uri.table()) if uri.database() else (None, "")
    provider = text.split(":", 1)[0]
    is_drive = len(provider) == 1
    if not text or text == "TEMPORARY_OUTPUT" or (":" in text and not is_drive and not os.path.isabs(text)):
        return None, ""
    path = Path(text)
    if not path.suffix:
        # QGIS completes a name without extension
        path = path.with_name(f"{path.name}.{QgsProcessingUtils.defaultVectorExtension()}")
    return path, ""


def _input_place(value: Any, context: QgsProcessingContext) -> tuple[str, str]:
    """File and table that the value of an input parameter is read from."""
    layer = value if isinstance(value, QgsMapLayer) else None
    if layer is None:
        text = _text_of(value, context)
        if not text or os.path.isfile(text):
            return text, ""
        layer = QgsProcessingUtils.mapLayerFromString(text, context)
    if layer is None:
        return "", ""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return str(parts.get("path") or ""), str(parts.get("layerName") or "")


def _family(path: Path) -> Iterable[Path]:
    """The files there are that make up the data source `path`."""
    members = [path]
    for main, *others in _FAMILIES:
        if path.suffix.lower() != main:
            continue
        for suffix in others:
            # the journals of a GeoPackage are named after its whole name
            journal = suffix[len(main) :] if suffix.startswith(f"{main}-") else ""
            member = path.with_name(path.name + journal) if journal else path.with_suffix(suffix)
            if member.is_file():
                members.append(member)
    return members


def _tables(path: Path) -> list[str]:
    try:
        source = ogr.Open(str(path))
    except RuntimeError:
        return []
    return [] if source is None else [source.GetLayer(number).GetName() for number in range(source.GetLayerCount())]


def _drop_table(path: Path, table: str) -> None:
    """Drop one table and leave the rest of the file alone."""
    try:
        source = ogr.Open(str(path), 1)
        names = [] if source is None else [source.GetLayer(n).GetName() for n in range(source.GetLayerCount())]
        if table in names:
            source.DeleteLayer(names.index(table))
    except RuntimeError:
        # the file is locked by another program: its other tables matter more than the half-written one
        return


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        return
