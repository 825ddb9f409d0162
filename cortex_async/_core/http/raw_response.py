"""A response whose headers have arrived and whose body has yet to be read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
from attrs import evolve
from multidict import istr

from cortex_async._core.http.callers_session import read_until_closed, session_closed
from cortex_async._core.http.content_encoding import Chain, Undecodable, UnknownEncoding, decoder
from cortex_async._core.http.exchange import Progress
from cortex_async._core.http.failures import LIBRARY_ERRORS, failure_of, silence
from cortex_async._core.http.sessions import Sessions
from cortex_async._core.outcomes import Failure, outcome_of
from cortex_async._core.response import Headers
from cortex_async._core.timeouts import Timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from cortex_async._core.http.arrivals import Arrivals
    from cortex_async._core.timing.deadline import Deadline

_ENCODING = istr("Content-Encoding")
_BODILESS = frozenset({204, 205, 304})


class RawResponse:
    """A response whose headers have arrived and whose body has yet to be read.

    streamed: True if the call has returned, so that its time limits no longer apply.
    """

    # Defaults on the class, since few responses are streamed or encoded.
    streamed: bool = False
    _chain: Chain | None = None
    _pieces: Iterator[bytes] | None = None
    _empty = True

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        limits: Timeout,
        progress: Progress,
        callers_sessions: Sessions | None = None,
    ) -> None:
        self.status: Any = response.status
        self.headers: Headers = Headers(response.headers.items())
        self._response = response
        self._limits = limits
        self._progress = progress
        self._callers_sessions = callers_sessions
        # Not on the class: an attribute that comes later makes the instance's dict twice as large.
        self._arrivals: Arrivals | None = None

    def first(self, names: tuple[str, ...]) -> str | None:
        """Return the value of the first of these headers that is present."""
        present = self._response.headers
        for name in names:
            if name in present:
                return self.headers[name]
        return None

    @property
    def received(self) -> int:
        """Bytes of the body that have arrived, before decompression."""
        arrivals = self._arrivals
        return self._response.content.total_bytes + (0 if arrivals is None else arrivals.past_parser)

    @property
    def exhausted(self) -> bool:
        """Whether the body has been read to its end."""
        return self._response.content.at_eof()

    def arrived(self) -> bytes | None:
        """Return the complete body if it arrived together with the headers, as short ones do, else None."""
        content = self._response.content
        # After the end neither data nor an error can follow.
        complete = content.is_eof() and content.exception() is None
        return content.read_nowait() if complete and _ENCODING not in self._response.headers else None

    def next_chunk(self) -> Coroutine[Any, Any, bytes | Failure]:
        """Return the next piece of the body, decompressed; empty at its end."""
        return self._decoded_chunk() if _ENCODING in self._response.headers else self._received()

    def hand_to(self, take: Callable[[bytes], bool]) -> None:
        """Give each piece that arrives while ``next_chunk`` waits to ``take``, if that is possible.

        It is not for a body that must be decompressed, for one with a time limit on silence, and over a
        session that the caller may close; nor if aiohttp should come to read into buffers of its own. See
        ``Arrivals``.
        """
        connection = self._response.connection
        transport = connection.transport if connection is not None else None
        plain = _ENCODING not in self._response.headers and self._limits.read is None
        if not plain or self._callers_sessions is not None or transport is None:
            return
        if isinstance(transport.get_protocol(), asyncio.Protocol):
            try:
                # Imported late: most calls are not streamed.
                from cortex_async._core.http.arrivals import Arrivals
            except OSError:
                return  # no file descriptor is left to import it with

            self._arrivals = Arrivals(transport, self._response.content, take)

    async def _decoded_chunk(self) -> bytes | Failure:
        try:
            return await self._decoded()
        except (Undecodable, UnknownEncoding) as error:
            permanent, problem = isinstance(error, UnknownEncoding), str(error)
        reason = f"the response from {self._peer} with status {self.status} cannot be decoded: {problem}"
        return Failure(outcome_of(self.status), self.status, permanent=permanent, reason=reason)

    async def _received(self) -> bytes | Failure:
        """Return the next piece of the body as received; empty at its end."""
        progress = self._progress
        progress.silent_since = progress.now()
        watch = self._watch() if self.streamed else None
        try:
            return await self._next_piece()
        except asyncio.CancelledError as cancelled:
            if watch is not None and watch.passed("closed"):
                return Failure(
                    outcome_of(self.status), self.status, permanent=True, reason="the client was closed"
                )
            if progress.limit_passed() is None:
                strip_frames(cancelled)
                raise
            return silence(self._limits, outcome_of(self.status), self._peer, self.status)
        except LIBRARY_ERRORS as error:
            return self._broken_off(error)
        finally:
            progress.silent_since = None
            if watch is not None:
                watch.owner.end_watch(watch)

    def _next_piece(self) -> Coroutine[Any, Any, bytes]:
        if self._arrivals is not None:
            return self._arrivals.next_piece()
        if self._callers_sessions is None:
            return self._response.content.readany()
        return read_until_closed(self._response)

    def _broken_off(self, error: Exception) -> Failure:
        failure = failure_of(error, self._limits, self._progress, self._peer)
        failure = evolve(failure, outcome=outcome_of(self.status), status=self.status)
        sessions = self._callers_sessions
        return session_closed(failure) if sessions and sessions.callers_session_closed else failure

    def _watch(self) -> Deadline | None:
        progress = self._progress
        if progress.deadline is None or self._limits.read is None:
            return None
        watch = progress.deadline = progress.deadline.owner.watch(self._limits.read)
        watch.progress = progress
        return watch

    async def _decoded(self) -> bytes | Failure:
        """Raises ``UnknownEncoding`` or ``Undecodable``."""
        if self._pieces is None:
            self._chain, self._pieces = decoder(self.headers[_ENCODING]), iter(())
        while self._chain is not None:
            # A few bytes may expand to a lot: give other tasks a turn in between.
            await asyncio.sleep(0)
            if piece := next(self._pieces, b""):
                return piece
            received = await self._received()
            if isinstance(received, Failure):
                return received
            if not received:
                if not self._empty or not self._may_be_empty():
                    self._chain.finish()
                return b""
            self._empty, self._pieces = False, self._chain.feed(received)
        return await self._received()

    def _may_be_empty(self) -> bool:
        """Whether the server declares that there is no body, and so nothing to decode."""
        response, headers = self._response, self.headers
        bodiless = response.method == "HEAD" or response.status in _BODILESS
        return bodiless or headers.get("content-length") == "0" or "transfer-encoding" in headers

    @property
    def _peer(self) -> str:
        return self._response.url.raw_authority

    async def read(self, most: int) -> tuple[bytes, bool] | Failure:
        """Return the body and whether it is complete: reading stops beyond ``most`` bytes."""
        pieces: list[bytes] = []
        size = 0
        while size <= most:
            chunk = await self.next_chunk()
            if isinstance(chunk, Failure):
                return chunk
            if not chunk:
                return b"".join(pieces), True
            size += len(chunk)
            pieces.append(chunk)
        return b"".join(pieces), False

    def abort(self) -> None:
        """Make the read in progress and all later ones fail."""
        self._response.content.set_exception(aiohttp.ClientConnectionError())
        if self._arrivals is not None:
            self._arrivals.wake()
        self._response.close()

    def close(self) -> None:
        """Close the connection, unless reading the whole body has already returned it to the pool."""
        self._response.close()


def strip_frames(cancelled: asyncio.CancelledError) -> None:
    """Remove the HTTP library's frames from an exception.

    Their variables hold the request with its credential.
    """
    cancelled.__cause__ = cancelled.__context__ = cancelled.__traceback__ = None
