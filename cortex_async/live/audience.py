"""Who follows a live view: its readers, waits and hooks."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from cortex_async.live.changes import Change
from cortex_async.live.hooks import Hooks, log_error
from cortex_async.live.readers import ChangeReader, Listener

T = TypeVar("T")
L = TypeVar("L", bound=Listener[Any])


class Audience(Generic[T]):
    """The readers, waits and hooks of one view. What nobody uses is not made: most views have few of them.

    kind: names the view in the log.
    current: returns the object with an id as it is now, None if there is none.
    """

    __slots__ = (
        "_begun", "_current", "_error", "_first", "_hooks", "_kind", "_listeners", "_over", "_unread",
    )  # fmt: skip

    def __init__(self, kind: str, current: Callable[[str], T | None]) -> None:
        self._kind = kind
        self._current = current
        # Weak: a reader that was dropped must not accumulate changes for the life of the view.
        self._listeners: dict[weakref.ref[Listener[T]], None] | None = None
        self._hooks: Hooks[T] | None = None
        self._first: ChangeReader[T] | None = None
        self._begun = False
        self._unread = False
        self._over = False
        self._error: Exception | None = None

    def begin(self) -> None:
        """The view has been entered: what changes from now on is for ``first``."""
        self._begun = self._unread = True
        if self._hooks is not None:
            self._hooks.begin()

    def first(self) -> ChangeReader[T]:
        """The reader of everything since ``begin``, and at each further call one of what changes from now
        on.
        """
        reader, self._first, self._unread = self._first, None, False
        return reader or self.listen()

    def listen(self) -> ChangeReader[T]:
        return self.add(ChangeReader(self._current))

    def add(self, listener: L) -> L:
        if self._over:
            listener.end(None)
            return listener
        listeners = self._listeners
        if listeners is None:
            listeners = self._listeners = {}
        reference: weakref.ref[Listener[T]] = weakref.ref(listener, listeners.__delitem__)
        listeners[reference] = None
        if self._error is not None:
            listener.end(self._error)
        return listener

    def hooks(self) -> Hooks[T]:
        if self._hooks is None:
            self._hooks = Hooks(self._kind, self.listen)
            if self._begun:
                self._hooks.begin()
        return self._hooks

    def notify(self, changes: list[Change[T]]) -> None:
        if self._unread and self._first is None:
            self._first = self.listen()
        if self._listeners:
            for reference in tuple(self._listeners):
                listener = reference()
                if listener is not None:
                    listener.notify(changes)
        if self._hooks is not None:
            self._hooks.notify(changes)

    def report(self, error: Exception) -> None:
        """Report an error that does not end the view."""
        if self._hooks is None:
            log_error(self._kind, error)
        else:
            self._hooks.report(error)

    def end(self, error: Exception) -> None:
        """The stream has ended for good."""
        self._error = error
        self._end_listeners(error)
        self.report(error)

    def close(self) -> None:
        """The view is left: end the readers. May be called more than once."""
        self._over = True
        self._end_listeners(None)
        self._listeners = None

    async def end_hooks(self) -> None:
        """End the tasks of hooks. A call that is running has a second to end before it is cancelled."""
        if self._hooks is not None:
            await self._hooks.end()

    def _end_listeners(self, error: Exception | None) -> None:
        for reference in tuple(self._listeners or ()):
            listener = reference()
            if listener is not None:
                listener.end(error)
