"""The way into a loop from other threads.

``call_soon_threadsafe`` would do, but it swallows every ``OSError`` around its wake-up, and with it the ``TimeoutError`` of a
signal handler (SIGALRM) that strikes there.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable


class Inbox:
    """Callbacks to be run by ``loop``, in the order in which they were put."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._callbacks: deque[Callable[[], object]] = deque()
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._ear.setblocking(False)
        loop.add_reader(self._ear, self._run)

    def put(self, callback: Callable[[], object]) -> None:
        """Takes no lock, so that finalisers and signal handlers can use it. Raises ``OSError`` when closed."""
        self._callbacks.append(callback)
        try:
            self._bell.send(b"\0")
        except BlockingIOError:
            return  # so many wake-ups are unread that another one adds nothing

    def close(self) -> None:
        """On the loop's thread. What is still in the box is dropped."""
        self._loop.remove_reader(self._ear)
        self._ear.close()
        self._bell.close()

    def _run(self) -> None:
        self._ear.recv(4096)
        while self._callbacks:
            self._callbacks.popleft()()
