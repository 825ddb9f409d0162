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
    from cortex_async._core.call_errors import CallError
    from cortex_async._core.http.raw_response import RawResponse
    from cortex_async._core.timing.closing import OpenWork


class Opening:
    """A response that is being opened, for ``async with``; leaving closes it.

    begin: opens it; returns it with the work of the client, which it is part of while it is open.
    """

    __slots__ = ("_begin", "_response", "_work")

    def __init__(self, begin: Callable[[], Coroutine[Any, Any, tuple[OpenResponse, OpenWork]]]) -> None:
        self._begin = begin

    async def __aenter__(self) -> OpenResponse:
        self._response, self._work = await self._begin()
        # A stream stays open for hours, and these hold all that was needed to open it.
        del self._begin
        self._response.opened()
        self._work.add(self._response)
        return self._response

    async def __aexit__(self, *_: object) -> None:
        self._work.discard(self._response)
        self._response.close()


class OpenResponse:
    """A response whose body is read piece by piece; see ``StreamedResponse``."""

    __slots__ = ("_call", "_closed", "_raw", "attempts", "headers", "request_id", "status")

    def __init__(self, call: Call, response: Response, raw: RawResponse) -> None:
        self._call = call
        self._raw = raw
        self._closed: ClientClosed | None = None
        self.status: int = response.status
        self.headers: Mapping[str, str] = response.headers
        self.request_id: str | None = response.request_id
        self.attempts: int = response.attempts

    @property
    def sent(self) -> Sent:
        """What the request carried, for masking errors about this response."""
        return self._call.sent

    def chunks(self) -> AsyncIterator[bytes]:
        return _Chunks(self)

    def next_chunk(self) -> Coroutine[Any, Any, bytes | Failure]:
        """Return the next piece of the body, empty at its end."""
        self.require_open()
        return self._raw.next_chunk()

    def hand_to(self, take: Callable[[bytes], bool]) -> None:
        """Give pieces to ``take``, see ``HandsOver``."""
        self._raw.hand_to(take)

    def failed(self, failure: Failure) -> CallError:
        """Build the error for a body that broke off."""
        self._call.last_response = Response(
            self.status, self.headers, request_id=self.request_id, attempts=self.attempts
        )
        self._call.note(failure)
        return self._call.error(failure)

    def opened(self) -> None:
        """Release the response that observers and ``on_response`` got."""
        self._call.last_response = None

    def client_closed(self) -> None:
        """Make ``chunks`` raise ``ClientClosed``, at once if it waits for one."""
        self._closed = self._call.closed()
        self._raw.abort()

    def require_open(self) -> None:
        """Raise ``ClientClosed`` once the client is closed."""
        closed = self._closed
        if closed is not None:
            raise ClientClosed(str(closed), operation=closed.operation, outcome=closed.outcome)

    def close(self) -> None:
        self._raw.close()


class _Chunks:
    """Iterates over the body. Not a generator, which takes 250 bytes more of every stream."""

    __slots__ = ("_response",)

    def __init__(self, response: OpenResponse) -> None:
        self._response: OpenResponse | None = response

    def __aiter__(self) -> _Chunks:
        return self

    async def __anext__(self) -> bytes:
        # None until a chunk has arrived: after an error there is nothing more.
        response, self._response = self._response, None
        if response is None:
            raise StopAsyncIteration
        chunk = await response.next_chunk()
        response.require_open()
        if isinstance(chunk, Failure):
            raise response.failed(chunk)
        if not chunk:
            raise StopAsyncIteration
        self._response = response
        return chunk

    def hand_to(self, take: Callable[[bytes], bool]) -> None:
        """Give pieces to ``take``, see ``HandsOver``."""
        if self._response is not None:
            self._response.hand_to(take)

    async def aclose(self) -> None:
        """End the iteration."""
        self._response = None
