"""Hands over the body of a streamed response as it arrives, without waking a task for each piece."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from typing import cast

import aiohttp

_CRLF = b"\r\n"
_LONGEST_SIZE = 10


class Arrivals(asyncio.Protocol):
    """Receives what arrives on a connection, passes it to aiohttp, and hands the piece of the body on.

    aiohttp wakes the task that waits for the body, which runs in another turn of the event loop. For a small
    piece that takes longer than everything else that happens to it. While ``next_piece`` waits, each piece is
    given to ``take`` instead, in the turn that reads the socket; a piece that it does not accept is what
    ``next_piece`` returns. Everything else is aiohttp's: parsing, back-pressure, and the end of the body,
    after which the connection may carry another response and is aiohttp's alone again.
    https://docs.python.org/3/library/asyncio-protocol.html#asyncio.BaseTransport.set_protocol

    aiohttp's parser is not asked about a read that is exactly one chunk, as a small piece mostly is, if it is
    known to be between two chunks: it would return the chunk's data, and be between two chunks again.

    past_parser: bytes of the body that were handed over without aiohttp's parser.
    take: returns whether it has accepted the piece. Runs in the context in which this was made. What it
        raises, ``next_piece`` raises.
    """

    __slots__ = (
        "_aiohttp", "_between_chunks", "_content", "_context", "_take", "_transport", "_waiter",
        "past_parser",
    )  # fmt: skip

    def __init__(
        self, transport: asyncio.Transport, content: aiohttp.StreamReader, take: Callable[[bytes], bool]
    ) -> None:
        self._transport = transport
        self._content = content
        self._take = take
        self._context = copy_context()
        self._waiter: asyncio.Future[bytes] | None = None
        # Whether the parser is known to be between two chunks, with nothing unread.
        self._between_chunks = False
        self.past_parser: int = 0
        self._aiohttp = cast("asyncio.Protocol", transport.get_protocol())
        transport.set_protocol(self)

    async def next_piece(self) -> bytes:
        """Return the next piece that is not taken, empty at the end of the body."""
        content = self._content
        piece = content.read_nowait()
        if not piece and not content.is_eof():
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                piece = await self._waiter
            finally:
                self._waiter = None
            # Empty: the connection has ended. Why and what is left is for aiohttp to say.
            piece = piece or content.read_nowait()
        if content.is_eof():
            self._leave()
        return piece

    def data_received(self, data: bytes) -> None:
        waiter = self._waiter
        if waiter is None or waiter.done():
            self._between_chunks = False
            self._aiohttp.data_received(data)
        else:
            try:
                if self._between_chunks and (piece := data_of_chunk(data)):
                    self.past_parser += len(piece)
                    if not self._context.run(self._take, piece) and not waiter.done():
                        waiter.set_result(piece)
                    return
                self._parse(data, waiter)
            except BaseException as error:
                # asyncio would close the connection. It is the task that reads the body that gets it.
                if not waiter.done():
                    waiter.set_exception(error)
                    # Retrieved now, since the task may be cancelled before it gets it.
                    waiter.exception()
                elif not isinstance(error, Exception):
                    raise
        if self._content.is_eof():
            self._leave()

    def _parse(self, data: bytes, waiter: asyncio.Future[bytes]) -> None:
        """Let aiohttp parse what was read, and hand over what it finds."""
        self._between_chunks = False
        self._aiohttp.data_received(data)
        content, arrived, found = self._content, -1, list[bytes]()
        # Reading makes aiohttp go on with what it could not parse before, since there was too much of it.
        while content.total_bytes != arrived:
            arrived = content.total_bytes
            piece = content.read_nowait()
            taken = not piece or self._context.run(self._take, piece)
            if waiter.done():
                return
            if not taken or content.at_eof():
                waiter.set_result(b"" if taken else piece)
                return
            found.append(piece)
        # Windows reads into a bytearray.
        self._between_chunks = type(data) is bytes and ends_chunk(data, found)

    def connection_lost(self, exc: Exception | None) -> None:
        self._aiohttp.connection_lost(exc)
        self.wake()

    def wake(self) -> None:
        """Make ``next_piece`` look whether the body has ended or failed."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(b"")

    def eof_received(self) -> bool | None:
        return self._aiohttp.eof_received()

    def pause_writing(self) -> None:
        self._aiohttp.pause_writing()

    def resume_writing(self) -> None:
        self._aiohttp.resume_writing()

    def _leave(self) -> None:
        """Give the connection back to aiohttp at the end of the body."""
        transport = self._transport
        if not transport.is_closing() and transport.get_protocol() is self:
            transport.set_protocol(self._aiohttp)


def data_of_chunk(data: bytes) -> bytes | None:
    """The data of a chunk if these bytes are exactly one chunk, as servers write it; None for anything else.

    https://www.rfc-editor.org/rfc/rfc9112#section-7.1
    """
    end = data.find(_CRLF, 0, _LONGEST_SIZE)
    size = len(data) - end - 4
    if size > 0 and data[:end].lower() == b"%x" % size and data.endswith(_CRLF):
        return data[end + 2 : -2]
    return None


def ends_chunk(data: bytes, found: list[bytes]) -> bool:
    """Whether a parser that was given ``data`` and returned these pieces is between two chunks now.

    That is certain if the bytes look like one chunk, the parser returned the data of that chunk, and this
    data has no CR and is not ``1``. Then no CR in ``data`` was data to the parser. If the first line was a
    size, the whole second line was returned, and its line break ended the chunk. If the first line was data,
    its line break ended that chunk, and the second line began with a size. What was returned began with the
    first line, and so did the second: with as many digits as were not returned of it. No line break ended
    them but the last, so they are all of the second line, and equal to the first. That is possible for ``1``
    alone.
    """
    return len(found) == 1 and found[0] == data_of_chunk(data) and b"\r" not in found[0] and found[0] != b"1"
