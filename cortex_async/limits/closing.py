"""Objects that keep connections of their own: closed by ``close``, and by the end of an ``async with``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class ClosesConnections(ABC):
    """What ``RedisLimiter`` and ``SharedToken`` have in common besides Redis."""

    @abstractmethod
    async def _shut(self) -> None: ...

    async def close(self) -> None:
        """Close the connections of this event loop. May be called again.

        A client that was given stays open.
        """
        await self._shut()

    async def aclose(self) -> None:
        """Do the same as ``close``, under the name that ``contextlib.aclosing`` calls."""
        await self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()
