"""What every reader of a field format offers, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterable, Iterator, Mapping, Protocol

from ...errors import InputError, Message
from ...geo.features import FeatureTally
from ...geo.progress import IsCancelled, never_cancelled
from ..field_feature import FieldFeature, FieldReading, Vertices, line_feature, usable
from ..markup import Markup, parse_markup
from ..source_file import SourceFile


@dataclass(frozen=True)
class ReadingOptions:
    """What the person decided.

    Attributes
    ----------
    epsg : int, optional
        Reference system of coordinates that the file does not name.
    recover : bool
        Whether to take what stands before the place where a file breaks off.
    columns : mapping of str to str
        Role to header, where the guess was wrong.
    adjust : bool
        Whether a traverse that does not close is adjusted by the compass rule.
    turn : str
        Way round in which the vertices of a table of angles follow each other, ``clockwise`` or ``counterclockwise``; blank when the file
        shall tell.
    is_cancelled : callable
    """

    epsg: int | None = None
    recover: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    adjust: bool = False
    turn: str = ""
    is_cancelled: IsCancelled = never_cancelled


class FieldReader(Protocol):
    """A reader of one format."""

    name: str

    def recognises(self, file: SourceFile, head: str) -> bool:
        """Whether a file looks like this format; `head` is its beginning as text."""

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """Read all of it."""


def markup_of(file: SourceFile, options: ReadingOptions, notes: list[Message]) -> Markup:
    """Parse XML; what breaks off is refused, or taken up to there when the person asks for it.

    Raises
    ------
    InputError
        ``field.markup_broken`` with ``line``, and what :func:`~rainforest_alert_plugin.territory.markup.parse_markup` raises.
    """
    document = parse_markup(file.text(), file.name)
    if document.broken_line:
        if not options.recover:
            raise InputError("field.markup_broken", path=file.name, line=document.broken_line)
        notes.append(Message("field.markup_recovered", line=document.broken_line))
    return document


def kept(features: Iterable[FieldFeature], tally: FeatureTally, is_geographic: bool = True) -> Iterator[FieldFeature]:
    """Features that have a place; what has none is left out with its reason, and counted.

    A point without coordinates is left out; a track loses the vertex and says so; a polygon is left out whole, since a missing corner
    would be another boundary.
    """
    for feature in features:
        tally.read += 1
        name = _name_of(feature)
        good = usable(feature.vertices, is_geographic)
        if not len(good):
            tally.left_out.append((name, Message("feature.empty_geometry")))
        elif good.all():
            tally.used += 1
            yield feature
        elif feature.shape != "line":
            tally.left_out.append((name, Message("field.no_place", line=feature.line)))
        else:
            mended = _without(feature, good)
            if len(mended.vertices) < 2:
                tally.left_out.append((name, Message("field.no_place", line=feature.line)))
                continue
            tally.used += 1
            tally.repaired.append((name, Message("field.vertices_dropped", count=int((~good).sum()))))
            yield mended


def left_out(tally: FeatureTally, name: str, reason: Message) -> None:
    """Count a feature that cannot be used."""
    tally.read += 1
    tally.left_out.append((name, reason))


def _name_of(feature: FieldFeature) -> str:
    return feature.label or feature.name or f"#{feature.line}"


def _without(feature: FieldFeature, good: Any) -> FieldFeature:
    runs: list[Vertices] = [
        feature.vertices[part.start : part.stop][good[part.start : part.stop]] for part in feature.parts
    ]
    return line_feature(
        feature.kind,
        [run for run in runs if len(run) > 1],
        name=feature.name,
        label=feature.label,
        description=feature.description,
        method=feature.method,
        photos=feature.photos,
        author=feature.author,
        properties=feature.properties,
        line=feature.line,
    )


__all__ = ["FieldReader", "ReadingOptions", "kept", "left_out", "markup_of"]
