"""Hands over the body of a streamed response as it arrives, without waking a task for each piece."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from typing import cast

import aiohttp


class Arrivals(asyncio.Protocol):
    """Receives what arrives on a connection, passes it to aiohttp, and hands the piece of the body on.

    aiohttp wakes the task that waits for the body, which runs in another turn of the event loop. For a small
    piece that takes longer than everything else that happens to it. While ``next_piece`` waits, each piece is
    given to ``take`` instead, in the turn that reads the socket; a piece that it does not accept is what
    ``next_piece`` returns. Everything else is aiohttp's: parsing, back-pressure, and the end of the body,
    after which the connection may carry another response and is aiohttp's alone again.
    https://docs.python.org/3/library/asyncio-protocol.html#asyncio.BaseTransport.set_protocol

    take: returns whether it has accepted the piece. Runs in the context in which this was made. What it
        raises, ``next_piece`` raises.
    """

    __slots__ = ("_aiohttp", "_content", "_context", "_take", "_transport", "_waiter")

    def __init__(
        self, transport: asyncio.Transport, content: aiohttp.StreamReader, take: Callable[[bytes], bool]
    ) -> None:
        self._transport = transport
        self._content = content
        self._take = take
        self._context = copy_context()
        self._waiter: asyncio.Future[bytes] | None = None
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
        self._aiohttp.data_received(data)
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            try:
                self._hand_over(waiter)
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

    def _hand_over(self, waiter: asyncio.Future[bytes]) -> None:
        content, arrived = self._content, -1
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
