"""Features as plain records, and the tally that proves none of them vanished."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import Message


@dataclass(frozen=True)
class PolygonFeature:
    """A polygon or multipolygon with its identity.

    Attributes
    ----------
    id : str
        Identity in its layer, unique there (see :func:`unique_ids`).
    wkb : bytes
        Well-known binary of a (multi)polygon, two-dimensional, in the reference system its reader promised.
    fid : int
        Feature id in the layer it was read from.
    """

    id: str
    wkb: bytes
    fid: int = -1


@dataclass(frozen=True)
class ToldArea:
    """What of an area is told to a service on the internet.

    Attributes
    ----------
    outlines : tuple of PolygonFeature
        What anybody may have as it is.
    cells : tuple of PolygonFeature
        In the place of outlines that are told to nobody: cells of a grid, dissolved.
    held_back : int
        Number of those outlines.
    """

    outlines: tuple[PolygonFeature, ...]
    cells: tuple[PolygonFeature, ...] = ()
    held_back: int = 0

    def features(self) -> tuple[PolygonFeature, ...]:
        """All that is told."""
        return self.outlines + self.cells


@dataclass
class FeatureTally:
    """What became of each feature of a layer: read = used + left out; repaired ones are among the used.

    Attributes
    ----------
    layer : str
        Name of the layer, as the user knows it.
    read, used : int
        Number of features read and used.
    repaired, left_out : list of (str, Message)
        Identity of the feature, and what was mended or why it could not be used.
    held_back : int
        Number of features that stay in a workspace: nothing but their number is known of them, and they are left out too.
    """

    layer: str
    read: int = 0
    used: int = 0
    repaired: list[tuple[str, Message]] = field(default_factory=list)
    left_out: list[tuple[str, Message]] = field(default_factory=list)
    held_back: int = 0

    def hold_back(self, count: int) -> None:
        """Account for features of the layer that did not come as far as here."""
        self.read += count
        self.held_back += count

    @property
    def left_out_count(self) -> int:
        """How many features could not be used."""
        return len(self.left_out) + self.held_back

    def is_complete(self) -> bool:
        """Whether every feature read is accounted for."""
        return self.read == self.used + self.left_out_count

    def summary(self) -> Message:
        """One sentence with the counts."""
        return Message(
            "features.tally",
            layer=self.layer,
            read=self.read,
            used=self.used,
            repaired=len(self.repaired),
            left_out=self.left_out_count,
        )


def unique_ids(values: list[str | None], fids: list[int]) -> tuple[list[str], list[Message]]:
    """Identities that name each feature once.

    A missing value becomes ``#<fid>``; a value that occurs several times becomes ``<value> #<fid>`` in every feature that
    carries it, so that two drawings of one community never add up unseen.

    Returns
    -------
    ids : list of str
    warnings : list of Message
        ``features.ids_missing`` and ``features.ids_repeated``, each with ``count``, ``example``.
    """
    counts: dict[str, int] = {}
    for value in values:
        if value is not None:
            counts[value] = counts.get(value, 0) + 1
    ids = []
    missing = 0
    repeated = 0
    taken = {value for value, count in counts.items() if count == 1}
    for value, fid in zip(values, fids):
        if value is not None and counts[value] == 1:
            ids.append(value)
            continue
        if value is None:
            missing += 1
            name = f"#{fid}"
        else:
            repeated += 1
            name = f"{value} #{fid}"
        while name in taken:
            name += "'"
        taken.add(name)
        ids.append(name)
    warnings = []
    if missing:
        example = next(i for i, value in zip(ids, values) if value is None)
        warnings.append(Message("features.ids_missing", count=missing, example=example))
    if repeated:
        example = next(i for i, value in zip(ids, values) if value is not None and counts[value] > 1)
        warnings.append(Message("features.ids_repeated", count=repeated, example=example))
    return ids, warnings
