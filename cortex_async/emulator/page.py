"""The status page at ``/``: what there is, as it changes. HTML from the server; a stream says when to fetch it again."""

from __future__ import annotations

import asyncio
import secrets
from functools import lru_cache
from importlib import resources
from string import Template

from aiohttp import web

from cortex_async.emulator._connection import json_response
from cortex_async.emulator.errors import error_body
from cortex_async.emulator.recording import Recording
from cortex_async.emulator.status import status
from cortex_async.emulator.world import World

HEARTBEAT = 15.0
PAUSE = 0.05
"""Seconds between two notices at least: changes come in bursts."""

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class StatusPage:
    """The emulator's own pages. They show no keys and change nothing, but they ask for no credentials either.

    So that no web site can read them through a name of its own that leads here, a page on a local address answers only to local
    names.
    """

    def __init__(self, world: World, recording: Recording, host: str) -> None:
        self._world = world
        self._recording = recording
        self._local = host in LOCAL
        self._changed = asyncio.Event()
        world.bus.listen(self.touch)
        recording.listen(self.touch)

    async def answer(self, request: web.BaseRequest, path: str) -> web.StreamResponse | None:
        """The answer to a path of the page, None for the API's paths."""
        if path not in ("/", "/_emulator/status", "/_emulator/changes") or request.method != "GET":
            return None
        if self._local and (request.url.host or "") not in LOCAL:
            return json_response(403, error_body(403, "this page answers to local names only"))
        if path == "/_emulator/changes":
            return await self._changes(request)
        shown = status(self._world, self._recording)
        if path == "/_emulator/status":
            return web.Response(text=shown, content_type="text/html")
        nonce = secrets.token_urlsafe(16)
        text = _template().substitute(nonce=nonce, status=shown)
        policy = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": policy})

    def touch(self, _change: object = None) -> None:
        """There is something new to show."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def _changes(self, request: web.BaseRequest) -> web.StreamResponse:
        """A message whenever something has changed, at once for what changed before the page was open."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        notice = b"data: changed\n\n"
        while True:
            changed = self._changed
            await response.write(notice)
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await changed.wait()
                    await asyncio.sleep(PAUSE)
                notice = b"data: changed\n\n"
            except TimeoutError:
                notice = b": heartbeat\n\n"


@lru_cache(maxsize=1)
def _template() -> Template:
    return Template(resources.files("cortex_async.emulator").joinpath("page.html").read_text("utf-8"))
