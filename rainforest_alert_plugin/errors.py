"""What rooms say and what they raise: a message id with its facts, worded by ``host.messages`` or ``documents``."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Mapping


class Message:
    """A thing to say, in no language yet.

    Parameters
    ----------
    id : str
        Key of the sentence, ``<room>.<what happened>``, for instance ``"event.reason"``.
    **facts : object
        What the sentence needs; names carry their units (``area_ha``, ``distance_m``).
    """

    __slots__ = ("facts", "id")

    def __init__(self, id: str, /, **facts: Any) -> None:
        self.id = id
        self.facts: Mapping[str, Any] = MappingProxyType(facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.id, dict(self.facts)) == (other.id, dict(other.facts))

    def __hash__(self) -> int:
        return hash((self.id, tuple(sorted((name, repr(value)) for name, value in self.facts.items()))))

    def __reduce__(self) -> tuple[Any, ...]:
        return _said_elsewhere, (self.id, dict(self.facts))

    def __repr__(self) -> str:
        facts = "".join(f", {name}={value!r}" for name, value in self.facts.items())
        return f"Message({self.id!r}{facts})"


class RainforestAlertError(Exception):
    """Something the user can be told and can act upon.

    Anything else that is raised is a fault of the plugin and is not caught.

    Parameters
    ----------
    id : str
        Message id; see :class:`Message`.
    **facts : object
        Facts of the message.
    """

    def __init__(self, id: str, /, **facts: Any) -> None:
        self.message = Message(id, **facts)
        super().__init__(repr(self.message))

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions travel between processes by their text; this one travels with its facts.
        return _raised_elsewhere, (type(self), self.message.id, dict(self.message.facts))


class InputError(RainforestAlertError):
    """What was given cannot be used: empty, truncated, of the wrong kind, without a reference system."""


class OutputError(RainforestAlertError):
    """The destination cannot be written: read-only, full, open in another program."""


class ServiceError(RainforestAlertError):
    """A service on the network did not answer, or not as it should."""


class WorkspaceError(RainforestAlertError):
    """The federation's workspace cannot be opened or written."""


class CancelledError(RainforestAlertError):
    """The user stopped the work; nothing was written."""

    def __init__(self) -> None:
        super().__init__("run.cancelled")


def _said_elsewhere(id: str, facts: dict[str, Any]) -> Message:
    return Message(id, **facts)


def _raised_elsewhere(kind: type[RainforestAlertError], id: str, facts: dict[str, Any]) -> RainforestAlertError:
    return kind() if issubclass(kind, CancelledError) else kind(id, **facts)
