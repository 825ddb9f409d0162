"""A response that is passed on. Private, because it overrides a method of aiohttp that is not public."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web


class PassedOn(web.StreamResponse):
    """A response with the given headers, to which aiohttp adds no media type."""

    def __init__(self, status: int, reason: str, headers: Iterable[tuple[str, str]]) -> None:
        super().__init__(status=status, reason=reason)
        for name, value in headers:
            self.headers.add(name, value)
        self._typed = "Content-Type" in self.headers

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        if not self._typed:
            self.headers.popall("Content-Type", None)
