"""The bell: what another thread rings to wake the loop from its ``select``."""

from __future__ import annotations

import os
import selectors
import socket
import sys
from typing import Protocol

Events = list[tuple[selectors.SelectorKey, int]]


class Bell(Protocol):
    """Wakes a selector from any thread."""

    descriptors: tuple[int, ...]
    """File descriptors that are watched without being registered with the selector."""

    def ring(self) -> None:
        """Wake the selector. Safe in any thread; takes no lock."""
        ...

    def others(self, events: Events) -> Events:
        """``events`` without the bell's own."""
        ...

    def close(self) -> None: ...


class SocketBell:
    """A socket pair: works with every selector, but each ring costs a read."""

    def __init__(self, selector: selectors.BaseSelector) -> None:
        self.descriptors: tuple[int, ...] = ()
        self._hand, self._ear = socket.socketpair()
        self._hand.setblocking(False)
        self._ear.setblocking(False)
        selector.register(self._ear, selectors.EVENT_READ)

    def ring(self) -> None:
        try:
            self._hand.send(b"\0")
        except BlockingIOError:
            return  # the buffer is full: the loop has been woken already
        except OSError:
            # Closed in the meantime: no loop is left to wake.
            if self._hand.fileno() >= 0:
                raise

    def others(self, events: Events) -> Events:
        for index, (key, _) in enumerate(events):
            if key.fileobj is self._ear:
                self._ear.recv(4096)
                del events[index]
                break
        return events

    def close(self) -> None:
        self._hand.close()
        self._ear.close()


if sys.platform == "linux":
    import select

    class EventBell:
        """An eventfd, watched edge-triggered: it is never read, and the selector ignores a descriptor that it
        does not know.

        See https://man7.org/linux/man-pages/man2/eventfd.2.html and
        https://man7.org/linux/man-pages/man7/epoll.7.html.
        """

        _counter: int = -1

        def __init__(self, selector: selectors.EpollSelector) -> None:
            self._counter = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
            self.descriptors: tuple[int, ...] = (self._counter,)
            # A duplicate, because the epoll object closes its descriptor.
            with select.epoll.fromfd(os.dup(selector.fileno())) as watched:
                watched.register(self._counter, select.EPOLLIN | select.EPOLLET)

        def ring(self) -> None:
            try:
                os.eventfd_write(self._counter, 1)
            except OSError:
                # Closed in the meantime: no loop is left to wake.
                if self._counter >= 0:
                    raise

        def others(self, events: Events) -> Events:
            return events

        def close(self) -> None:
            counter, self._counter = self._counter, -1
            if counter >= 0:
                os.close(counter)

        def __del__(self) -> None:
            # For a loop whose constructor failed: descriptors ran out, or a signal handler raised.
            self.close()


def bell_of(selector: selectors.BaseSelector) -> Bell:
    """The cheapest bell for ``selector``."""
    if sys.platform == "linux" and isinstance(selector, selectors.EpollSelector):
        return EventBell(selector)
    return SocketBell(selector)
