"""The status page at ``/``: server-rendered HTML that refreshes when an event stream reports a change."""

from __future__ import annotations

import asyncio
import secrets

from aiohttp import web

from cortex_async.emulator._connection import json_response
from cortex_async.emulator.errors import error_body
from cortex_async.emulator.hosts import host_name, is_local
from cortex_async.emulator.page.filters import Filter
from cortex_async.emulator.page.layout import Layout
from cortex_async.emulator.page.view import Sources, View

HEARTBEAT = 15.0
PAUSE = 0.1
"""Minimum number of seconds between two notices: changes come in bursts."""

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class StatusPage:
    """The emulator's own pages. They show no keys and need no credentials.

    On a local address the pages are served only under local host names. Otherwise a web site could point its
    own host name at this address and read them (DNS rebinding).

    page_token: what the page's script sends with controls, None if the page is read-only.
    wants_token: whether controls want the control token too. It is never on the page.
    """

    def __init__(self, sources: Sources, host: str, *, page_token: str | None, wants_token: bool) -> None:
        self._sources = sources
        self._layout = Layout(wants_token=wants_token)
        self._page_token = page_token
        self._local = is_local(host)
        self._changed = asyncio.Event()
        self._watchers = 0
        sources.world.bus.listen(self.touch)
        sources.recording.listen(self.touch)

    async def respond(self, request: web.BaseRequest, path: str) -> web.StreamResponse | None:
        """The response for a path of these pages, None for a path of the API."""
        if path not in ("/", "/_emulator/status", "/_emulator/changes") or request.method != "GET":
            return None
        if self._local and not is_local(host_name(request.headers.get("Host", ""))):
            return json_response(403, error_body(403, "this page is served under local host names only"))
        if path == "/_emulator/changes":
            return await self._changes(request)
        view = self._view(request)
        if path == "/_emulator/status":
            return _html(self._layout.status(view), "default-src 'none'; frame-ancestors 'none'")
        nonce = secrets.token_urlsafe(16)
        policy = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; "
            "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        return _html(self._layout.page(view, nonce, self._page_token), policy)

    def touch(self, _change: object = None) -> None:
        """Tell open pages that something has changed."""
        if self._watchers:
            self._changed.set()
            self._changed = asyncio.Event()

    def _view(self, request: web.BaseRequest) -> View:
        self._sources.redaction.begin()
        query = request.raw_path.partition("?")[2]
        return View(self._sources, Filter.parse(query), self._sources.world.clock.timestamp())

    async def _changes(self, request: web.BaseRequest) -> web.StreamResponse:
        """Send a message at once and after every change."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        self._watchers += 1
        try:
            await self._watch(response)
        finally:
            self._watchers -= 1
        return response

    async def _watch(self, response: web.StreamResponse) -> None:
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


def _html(content: str, policy: str) -> web.Response:
    headers = {**HEADERS, "Content-Security-Policy": policy}
    # What cannot be UTF-8 has been escaped already.
    return web.Response(text=content, content_type="text/html", charset="utf-8", headers=headers)
