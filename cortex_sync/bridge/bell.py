"""What wakes the loop while it sleeps for events."""

from __future__ import annotations

import os
import selectors
import socket
import sys
from typing import Protocol

Events = list[tuple[selectors.SelectorKey, int]]


class Bell(Protocol):
    descriptors: tuple[int, ...]
    """What the selector watches beside what is registered with it."""

    def ring(self) -> None:
        """Called in any thread; takes no lock."""
        ...

    def others(self, events: Events) -> Events:
        """``events`` without those of the bell."""
        ...

    def close(self) -> None: ...


class SocketBell:
    """Works wherever there is a selector, at the price of a read after each ring."""

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
            return  # so many rings are unheard that another one adds nothing
        except OSError:
            # Closed meanwhile: there is nobody left to wake.
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
        """An event counter, watched for its changes: nothing has to be read, and the selector passes over what it does not know."""

        _counter: int = -1

        def __init__(self, selector: selectors.EpollSelector) -> None:
            self._counter = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
            self.descriptors: tuple[int, ...] = (self._counter,)
            # A copy, since this object closes its descriptor.
            with select.epoll.fromfd(os.dup(selector.fileno())) as watched:
                watched.register(self._counter, select.EPOLLIN | select.EPOLLET)

        def ring(self) -> None:
            try:
                os.eventfd_write(self._counter, 1)
            except OSError:
                # Closed meanwhile: there is nobody left to wake.
                if self._counter >= 0:
                    raise

        def others(self, events: Events) -> Events:
            return events

        def close(self) -> None:
            counter, self._counter = self._counter, -1
            if counter >= 0:
                os.close(counter)

        def __del__(self) -> None:
            # Of a loop that could not be made: descriptors ran out, or a signal handler raised.
            self.close()


def bell_of(selector: selectors.BaseSelector) -> Bell:
    if sys.platform == "linux" and isinstance(selector, selectors.EpollSelector):
        return EventBell(selector)
    return SocketBell(selector)
