"""The handlers and hooks of a router: kept, combined, and found for an event."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, Final, TypeVar, cast

from attrs import frozen

from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.stream import Gap
from cortex_async.routing.calling import Match, event_type
from cortex_async.routing.selectors import Handler, Selection, check_handler, same_handler, select

H = TypeVar("H", bound=Callable[..., object])


@frozen
class _Route:
    selection: Selection
    handler: Handler


_MOST_KINDS: Final = 1000
"""Kinds of events whose handlers a router remembers: servers may send any type."""


class Routes:
    """The handlers and hooks of one router, and the routers that it includes, in order of registration.

    time_limit: seconds per handler, None for no limit.
    """

    _changes: ClassVar[Iterator[int]] = itertools.count(1)
    _change: ClassVar[int] = 0
    """The number of the last registration in any router: what was found before may be out of date."""

    def __init__(self, time_limit: float | None) -> None:
        self._entries: list[_Route | Routes] = []
        self._found: dict[object, tuple[int, list[Match]]] = {}
        self.time_limit: float | None = time_limit
        self.on_error: list[Callable[..., object]] = []
        self.on_gap: list[Callable[[Gap], object]] = []

    def decorator(self, events: tuple[object, ...]) -> Callable[[H], H]:
        """Check the arguments of ``on``, and return what registers a handler for them."""
        selection = select(events)

        def register(handler: H) -> H:
            check_handler(handler)
            self._entries.append(_Route(selection, handler))
            self.changed()
            return handler

        return register

    def include(self, routes: Routes) -> None:
        if self in routes.all():
            raise ArgumentValueError("router must not include itself", parameter="router")
        self._entries.append(routes)
        self.changed()

    @staticmethod
    def changed() -> None:
        """Forget, in every router, which handlers were found for an event."""
        Routes._change = next(Routes._changes)

    def all(self) -> Iterator[Routes]:
        """These, and the included ones."""
        yield self
        for entry in tuple(self._entries):
            if isinstance(entry, Routes):
                yield from entry.all()

    def matching(self, event: Any, kind: str | None = None, *, limit: float | None = None) -> Sequence[Match]:
        """The handlers of an event, each once, in the order of registration.

        kind: the event's type, by default its attribute ``type``. limit: an upper bound of the time limits.
        """
        if kind is None:
            kind = event_type(event)
        # Selections look at nothing else of an event.
        about: tuple[object, ...] = (cast("object", type(event)), event.__class__, kind, limit)
        change = Routes._change
        known = self._found.get(about)
        if known is not None and known[0] == change:
            return known[1]
        found: list[Match] = []
        for match in self._matching(event, kind, limit, ()):
            if not any(same_handler(match.handler, other.handler) for other in found):
                found.append(match)
        if len(self._found) >= _MOST_KINDS:
            self._found.clear()
        self._found[about] = change, found
        return found

    def gap_hooks(self) -> list[Callable[[Gap], object]]:
        """The hooks for gaps, each once, those of included routers too."""
        hooks: list[Callable[[Gap], object]] = []
        for routes in self.all():
            hooks += [hook for hook in routes.on_gap if not any(same_handler(hook, other) for other in hooks)]
        return hooks

    def _matching(
        self, event: object, kind: str, limit: float | None, hooks: tuple[Callable[..., object], ...]
    ) -> Iterator[Match]:
        limit = _shorter(limit, self.time_limit)
        hooks = tuple(self.on_error) or hooks
        for entry in tuple(self._entries):
            if isinstance(entry, Routes):
                yield from entry._matching(event, kind, limit, hooks)
            elif entry.selection.matches(event, kind):
                yield Match(entry.handler, hooks, limit)


def _shorter(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
