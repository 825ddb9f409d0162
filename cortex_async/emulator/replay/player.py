"""Plays recorded exchanges to clients, with their timing."""

from __future__ import annotations

import asyncio
import math

from aiohttp import web

from cortex_async.emulator._connection import Connection, json_response
from cortex_async.emulator.errors import error_body
from cortex_async.emulator.replay._passed_on import PassedOn
from cortex_async.emulator.replay.playlist import Cue, Playlist
from cortex_async.emulator.replay.recorded import Exchange
from cortex_async.emulator.replay.scribe import COMPLETE, CUT

HEARTBEAT = 15.0
"""Seconds between comments on a stream that has nothing more to send. They show clients that it is alive."""


class Player:
    """Responds to requests from a playlist. Any credential is accepted.

    speed: how much faster than in the recording; infinity for no waiting.
    unmatched: the requests that are not in the recording.
    """

    def __init__(self, playlist: Playlist, speed: float) -> None:
        self._playlist = playlist
        self._speed = speed
        self._order = playlist.order
        self.unmatched: list[str] = []

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Play the response to one request."""
        if isinstance(request.protocol, Connection):
            request.protocol.headers_arrived()
        async for _ in request.content.iter_any():
            pass
        target = request.raw_path
        cue = self._playlist.take(request.method, target, request.headers.get("Last-Event-ID"))
        if cue is None:
            return self._not_recorded(request.method, target)
        try:
            return await self._play(request, cue)
        finally:
            self._order.played(cue.exchange)

    async def _play(self, request: web.BaseRequest, cue: Cue) -> web.StreamResponse:
        exchange = cue.exchange
        if exchange.delay is None:
            return await _end(request, web.StreamResponse(), exchange)
        await self._wait(exchange.delay)
        if exchange.omitted and exchange.how == COMPLETE:
            return json_response(501, error_body(501, exchange.omitted))
        response = PassedOn(exchange.status, "", _headers(exchange, request.method))
        await response.prepare(request)
        if exchange.stream:
            await self._events(response, cue)
        elif exchange.body:
            await response.write(exchange.body)
        return await _end(request, response, exchange, held=cue.held)

    async def _events(self, response: web.StreamResponse, cue: Cue) -> None:
        exchange = cue.exchange
        played = exchange.events[cue.skip - 1].at if cue.skip else exchange.at + (exchange.delay or 0.0)
        for event in exchange.events[cue.skip :]:
            await self._wait(event.at - played)
            await self._order.wait_for(event.at)
            played = event.at
            await response.write(event.raw)
        if exchange.partial and not cue.held:
            # An incomplete event of the same size:
            # https://html.spec.whatwg.org/multipage/server-sent-events.html says to drop it.
            await response.write(b"data: ".ljust(exchange.partial)[: exchange.partial])

    async def _wait(self, seconds: float) -> None:
        if seconds > 0 and not math.isinf(self._speed):
            await asyncio.sleep(seconds / self._speed)

    def _not_recorded(self, method: str, target: str) -> web.Response:
        request = f"{method} {target[:500]}"
        self.unmatched.append(request)
        nearest = self._playlist.nearest(method, target)
        hint = f"nearest: {', '.join(nearest)}" if nearest else "nothing in it is similar"
        return json_response(404, error_body(404, f"{request} is not in the recording; {hint}"))


def _headers(exchange: Exchange, method: str) -> list[tuple[str, str]]:
    """The recorded headers, with the length of the decoded body if it arrived whole."""
    if method == "HEAD":
        return exchange.headers
    headers = [(name, value) for name, value in exchange.headers if name.lower() != "content-length"]
    if not exchange.stream and exchange.how == COMPLETE:
        headers.append(("Content-Length", str(len(exchange.body or b""))))
    return headers


async def _end(
    request: web.BaseRequest, response: web.StreamResponse, exchange: Exchange, *, held: bool = False
) -> web.StreamResponse:
    """End a response as in the recording. It stays open if the client left first or the recording stopped."""
    if exchange.how == COMPLETE and not held:
        return response
    while held or exchange.how != CUT:
        await asyncio.sleep(HEARTBEAT)
        if exchange.stream:
            await response.write(b": heartbeat\n\n")
    request.protocol.force_close()
    return response
