"""What can be tried again when a field file was refused."""

from __future__ import annotations

from ..errors import Message
from .messages import describe

_HERE = "\x00"


def can_recover(refusal: str, name: str) -> bool:
    """Whether a run was refused because a file breaks off, so that what stands before the break can be taken.

    Parameters
    ----------
    refusal : str
        What the run said.
    name : str
        Name of the file.
    """
    before, after = describe(Message("field.markup_broken", path=name, line=_HERE)).split(_HERE)
    return refusal.startswith(before) and refusal.endswith(after)
