"""The response of a call whose body is read piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from cortex_async._core.call.state import Call
from cortex_async._core.errors import ClientClosed
from cortex_async._core.outcomes import Failure
from cortex_async._core.response import Response
from cortex_async._core.secrets.sent import Sent

if TYPE_CHECKING:
    from cortex_async._core.http.raw_response import RawResponse
    from cortex_async._core.timing.closing import OpenWork


class Opening:
    """A response that is being opened, for ``async with``; leaving closes it.

    begin: opens it; returns it with the work of the client, which it is part of while it is open.
    """

    __slots__ = ("_begin", "_opened")

    def __init__(self, begin: Callable[[], Coroutine[Any, Any, tuple[OpenResponse, OpenWork]]]) -> None:
        self._begin = begin

    async def __aenter__(self) -> OpenResponse:
        self._opened = response, work = await self._begin()
        # A stream stays open for hours, and this holds all that was needed to open it.
        del self._begin
        work.add(response)
        return response

    async def __aexit__(self, *_: object) -> None:
        response, work = self._opened
        work.discard(response)
        response.close()


class OpenResponse:
    """A response whose body is read piece by piece; see ``StreamedResponse``."""

    __slots__ = ("_call", "_closed", "_raw", "attempts", "headers", "request_id", "sent", "status")

    def __init__(self, call: Call, response: Response, raw: RawResponse) -> None:
        self._call = call
        self._raw = raw
        self._closed: ClientClosed | None = None
        self.status: int = response.status
        self.headers: Mapping[str, str] = response.headers
        self.request_id: str | None = response.request_id
        self.attempts: int = response.attempts
        self.sent: Sent | None = response.sent

    async def chunks(self) -> AsyncIterator[bytes]:
        while True:
            self._require_open()
            chunk = await self._raw.next_chunk()
            self._require_open()
            if isinstance(chunk, Failure):
                self._call.note(chunk)
                raise self._call.error(chunk)
            if not chunk:
                return
            yield chunk

    def client_closed(self) -> None:
        """Make ``chunks`` raise ``ClientClosed``, at once if it waits for one."""
        self._closed = self._call.closed()
        self._raw.abort()

    def _require_open(self) -> None:
        closed = self._closed
        if closed is not None:
            raise ClientClosed(str(closed), operation=closed.operation, outcome=closed.outcome)

    def close(self) -> None:
        self._raw.close()
