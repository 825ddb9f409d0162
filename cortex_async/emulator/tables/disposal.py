"""Frees the memory of what is not needed any more little by little.

Freeing a hundred thousand records takes tens of milliseconds, and whatever drops the last reference to them
waits for that long.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from cortex_async.emulator.records import Record

Container: TypeAlias = "dict[Any, Any] | list[Any] | deque[Any]"

PIECE = 200
"""Items that are freed at once, which takes about 0.1 ms."""


Discard: TypeAlias = "Callable[[Iterable[Container]], object]"
"""Takes containers that nothing else refers to."""


class Large:
    """An object that may hold much."""

    __slots__ = ()

    @abstractmethod
    def contents(self) -> Iterable[Container]:
        """Containers that nothing else refers to. They are emptied item by item."""


class Partition(dict[str, Record], Large):
    """A dict that may itself be large, as an item of another container."""

    def contents(self) -> Iterable[Container]:
        return (self,)


def at_once(_containers: Iterable[Container]) -> None:
    """Let what goes be freed by whatever drops the last reference."""


class Disposal:
    """What is waiting to be freed. Works on the event loop in which it is used, between other things."""

    def __init__(self) -> None:
        self._waiting: list[Container] = []
        self._next: asyncio.Handle | None = None

    def free(self, containers: Iterable[Container]) -> None:
        """Free the contents of some containers soon.

        Without an event loop, or in another thread than its own, nothing is kept: whatever drops the last
        reference frees them.
        """
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._waiting.extend(containers)
        if self._next is None:
            self._next = loop.call_soon(self._work, loop)

    def finish(self) -> None:
        """Free everything now."""
        self._waiting.clear()
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _work(self, loop: asyncio.AbstractEventLoop) -> None:
        for _ in range(PIECE):
            if not self._waiting:
                self._next = None
                return
            self._step(self._waiting[-1])
        self._next = loop.call_soon(self._work, loop)

    def _step(self, container: Container) -> None:
        if not container:
            self._waiting.pop()
            return
        item: object = container.popitem()[1] if isinstance(container, dict) else container.pop()
        if isinstance(item, Large):
            self._waiting.extend(item.contents())
