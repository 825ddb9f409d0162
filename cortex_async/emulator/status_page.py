"""The status page at ``/``: server-rendered HTML that refreshes when an event stream reports a change."""

from __future__ import annotations

import asyncio
import secrets
from functools import lru_cache
from importlib import resources
from string import Template

from aiohttp import web

from cortex_async.emulator._connection import json_response
from cortex_async.emulator.errors import error_body
from cortex_async.emulator.hosts import host_name, is_local
from cortex_async.emulator.recording import Recording
from cortex_async.emulator.status_html import status_html
from cortex_async.emulator.world import World

HEARTBEAT = 15.0
PAUSE = 0.05
"""Minimum number of seconds between two notices: changes come in bursts."""


class StatusPage:
    """The emulator's own pages. They are read-only, show no keys, and need no credentials.

    On a local address the pages are served only under local host names. Otherwise a web site could point its
    own host name at this address and read them (DNS rebinding).
    """

    def __init__(self, world: World, recording: Recording, host: str) -> None:
        self._world = world
        self._recording = recording
        self._local = is_local(host)
        self._changed = asyncio.Event()
        world.bus.listen(self.touch)
        recording.listen(self.touch)

    async def respond(self, request: web.BaseRequest, path: str) -> web.StreamResponse | None:
        """The response for a path of these pages, None for a path of the API."""
        if path not in ("/", "/_emulator/status", "/_emulator/changes") or request.method != "GET":
            return None
        if self._local and not is_local(host_name(request.headers.get("Host", ""))):
            return json_response(403, error_body(403, "this page is served under local host names only"))
        if path == "/_emulator/changes":
            return await self._changes(request)
        content = status_html(self._world, self._recording)
        if path == "/_emulator/status":
            return web.Response(text=content, content_type="text/html")
        nonce = secrets.token_urlsafe(16)
        page = _template().substitute(nonce=nonce, status=content)
        policy = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return web.Response(text=page, content_type="text/html", headers={"Content-Security-Policy": policy})

    def touch(self, _change: object = None) -> None:
        """Tell open pages that something has changed."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def _changes(self, request: web.BaseRequest) -> web.StreamResponse:
        """Send a message at once and after every change."""
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
