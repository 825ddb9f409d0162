"""What the API lists, as plain JSON: synthetic events carry it as it is."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from cortex_async._core.call_errors import NotFound
from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request
from cortex_async._generated.operations.project import messages
from cortex_async.relay.versions import Kind

Row: TypeAlias = dict[str, Any]

PAGE: Final = 100
_NO_OPTIONS: Final[Options] = {}


class Rows(Operations):
    """The resources of a project, unconverted."""

    __slots__ = ()

    async def all(self, kind: Kind, limit: int) -> tuple[list[Row], bool]:
        """Return the resources of a kind, and whether there are no more than ``limit``."""
        request = Request(kind.listed, self._bound)
        if kind.items is None:
            rows: list[Row] = _usable(await self._call(request, list[dict[str, Any]], _NO_OPTIONS))
            return rows[:limit], len(rows) <= limit
        pager = self._pages(
            request, dict[str, Any], kind.items, _NO_OPTIONS, page_size=PAGE, max_items=limit + 1, offset=0
        )
        found = _usable([row async for row in pager])
        return found[:limit], len(found) <= limit

    async def one(self, kind: Kind, key: str) -> Row | None:
        """Return one resource, None if it does not exist."""
        try:
            return await self._call(Request(kind.one, (*self._bound, key)), dict[str, Any], _NO_OPTIONS)
        except NotFound:
            return None

    async def messages(self, session: str) -> list[Row] | None:
        """Return the messages of a session, None if it does not exist."""
        request = Request(messages.LIST, (*self._bound, session))
        try:
            return _usable(await self._call(request, list[dict[str, Any]], _NO_OPTIONS))
        except NotFound:
            return None


def _usable(rows: list[Row]) -> list[Row]:
    """The rows that have an id. Without one there is no resource to speak of."""
    return [row for row in rows if isinstance(row.get("id"), str) and row["id"]]
