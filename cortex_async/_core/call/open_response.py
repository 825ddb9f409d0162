"""A response of a call whose body is read piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING

from cortex_async._core.call.state import Call
from cortex_async._core.errors import ClientClosed
from cortex_async._core.outcomes import Failure
from cortex_async._core.response import Response
from cortex_async._core.secrets.sent import Sent

if TYPE_CHECKING:
    from cortex_async._core.http.raw_response import RawResponse


class OpenResponse:
    """An answer whose body is read piece by piece."""

    def __init__(self, call: Call, response: Response, answer: RawResponse) -> None:
        self._call = call
        self._answer = answer
        self._closed: ClientClosed | None = None
        self.status: int = response.status
        self.headers: Mapping[str, str] = response.headers
        self.request_id: str | None = response.request_id
        self.attempts: int = response.attempts
        self.sent: Sent | None = response.sent

    async def chunks(self) -> AsyncIterator[bytes]:
        while True:
            self._require_open()
            chunk = await self._answer.next_chunk()
            self._require_open()
            if isinstance(chunk, Failure):
                self._call.note(chunk)
                raise self._call.error(chunk)
            if not chunk:
                return
            yield chunk

    def client_closed(self) -> None:
        """Whoever waits for a chunk gets ``ClientClosed``, and so does whoever asks for the next one."""
        self._closed = self._call.closed()
        self._answer.abort()

    def _require_open(self) -> None:
        closed = self._closed
        if closed is not None:
            raise ClientClosed(str(closed), operation=closed.operation, outcome=closed.outcome)

    def close(self) -> None:
        self._answer.close()
