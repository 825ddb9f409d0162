"""Requests that know the attempt they belong to."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextvars import ContextVar
from types import CoroutineType
from typing import Any

import aiohttp
from aiohttp import hdrs
from multidict import CIMultiDict

from cortex_async._core.http.connector import READ, may_wait, readable_check, stale
from cortex_async._core.http.exchange import Progress

CURRENT: ContextVar[Progress | None] = ContextVar("cortex_progress", default=None)
"""The progress of the current task's attempt: aiohttp has no way to pass it to the requests that it
constructs."""

_update_auto_headers = aiohttp.ClientRequest.update_auto_headers
_send = aiohttp.ClientRequest.send
_write_bytes = aiohttp.ClientRequest.write_bytes
_BODY_LATER = sys.version_info < (3, 12)
"""Whether aiohttp writes a request with a body in a task of its own, one turn of the loop after ``send``."""


class TrackedRequest(aiohttp.ClientRequest):
    """A request that keeps the ``Progress`` of its attempt up to date.

    It records when the first bytes leave and when the server's turn begins. An aiohttp trace could report the
    former, but takes a fifth of the time of the whole request.
    """

    _progress: Progress | None = None
    _first = False
    """Whether this is the first request over its connection."""

    def update_auto_headers(self, skip_auto_headers: Iterable[str] | None) -> None:
        # The constructor calls this method, which has nothing else to do: the session's headers include all
        # that aiohttp would add. Wrapping the constructor, with its twenty arguments, costs more.
        progress = self._progress = CURRENT.get()
        if progress is not None:
            progress.tracked = True
        if skip_auto_headers is not None:
            _update_auto_headers(self, skip_auto_headers)

    def send(self, conn: Any) -> CoroutineType[Any, Any, aiohttp.ClientResponse]:
        progress = self._progress
        if progress is not None:
            protocol = conn.protocol
            try:
                # The buffer holds messages that arrived together with the end of the last response.
                if protocol.cortex_readable(0) or protocol._buffer:
                    raise stale(protocol, self._session.connector)
            except AttributeError:
                self._first = True
                progress.connected()
                protocol.cortex_readable = readable_check(protocol)
                self._prepare(protocol.transport)
            progress.sent = True
            progress.silent_since = progress.now()
        return _send(self, conn)  # type: ignore[return-value]  # mypy gives async functions the wider type

    async def write_bytes(self, writer: Any, conn: Any, content_length: int | None = None) -> None:
        # Called for requests with a body. While the body is being sent, it is not the server's turn.
        progress = self._progress
        if progress is None:
            await _write_bytes(self, writer, conn, content_length)
            return
        if _BODY_LATER and conn.protocol.cortex_readable(0) and not (self._first and may_wait(conn.protocol)):
            # Nothing has left yet, not even the headers.
            progress.sent = False
            conn.protocol.set_exception(stale(conn.protocol, self._session.connector))
            return
        progress.silent_since = None
        await _write_bytes(self, writer, conn, content_length)
        progress.silent_since = progress.now()

    def _prepare(self, transport: Any) -> None:
        """Set up a new connection. Those of the caller's session stay as they are."""


class OwnRequest(TrackedRequest):
    """A request over one of the SDK's own connections."""

    def update_headers(self, headers: Any) -> None:
        # aiohttp adds them one by one, and looks for ``Host`` among them, which no call may set.
        fields = self.headers = CIMultiDict()
        fields[hdrs.HOST] = self.url.host_port_subcomponent or ""
        fields.extend(headers)

    def _prepare(self, transport: Any) -> None:
        # An attribute of asyncio's own transports; uvloop's have none and read less at once.
        if getattr(transport, "max_size", 0) > READ:
            transport.max_size = READ
