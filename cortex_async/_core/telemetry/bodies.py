"""How an observer of the SDK's own gets to see bodies, which no value for observers holds.

Private: an observer asks for bodies with an attribute ``_sees_bodies``, a ``BodySink``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from attrs import frozen

if TYPE_CHECKING:
    from cortex_async._core.telemetry.observer import Observer

ASKS: Final = "_sees_bodies"
"""The attribute by which an observer asks for bodies."""


@frozen(eq=False, slots=False, kw_only=True)
class SeenBody:
    """A response or an event as it arrived.

    package: name of the generated package of the API.
    operation, method, path: of the operation's route, without values.
    status: HTTP status, None for an event.
    content_type: the header, empty for an event.
    body: decompressed; None if it was not read as a whole.
    """

    package: str
    operation: str
    method: str
    path: str
    status: int | None = None
    content_type: str = ""
    body: bytes | None = None

    def __repr__(self) -> str:
        return f"SeenBody({self.operation})"


class BodySink(ABC):
    """Takes bodies. Called in the middle of what the client does, so it must only decide and put away."""

    @abstractmethod
    def wants(self) -> bool:
        """Whether to take the next body. Called before any other work."""

    @abstractmethod
    def put(self, seen: SeenBody) -> None:
        """Take a body."""


def sinks_of(observers: Iterable[Observer]) -> tuple[BodySink, ...]:
    """Return the sinks of those observers that ask for bodies."""
    asked: Iterable[object] = (getattr(observer, ASKS, None) for observer in observers)
    return tuple(sink for sink in asked if isinstance(sink, BodySink))
