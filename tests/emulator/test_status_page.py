"""The status page: what it shows, what it does not show, and that a browser keeps it up to date."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome", "chrome", "chromium-headless-shell")
        if (path := shutil.which(name))
    ),
    None,
)


async def page(api: Api, path: str = "/", **headers: str) -> tuple[int, str, Any]:
    async with api.http.get(api.emulator.base_url + path, headers=headers) as response:
        return response.status, await response.text(), response.headers


async def test_what_the_demo_shows(api: Api, emulator: Emulator) -> None:
    emulator.seed()
    await emulator.settle()
    await api.get("/sessions")
    status, html, headers = await page(api)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    for expected in (
        "Raid night",
        "Damn, they saw me!",
        "Friday lobby",
        "3 of 8",
        "Eve (ready)",
        "Joe (invited)",
        "Bad language",
        "revoked",
        "listSessions",
    ):
        assert expected in html, expected


async def test_the_demo_data_is_consistent(api: Api, emulator: Emulator) -> None:
    emulator.seed("demo")
    await emulator.settle()
    assert [one["status"] for one in await api.get("/sessions")] == ["ended", "active"]
    assert (await api.get("/participants"))["total"] == 4
    assert len(api.events("message.annotation.created")) == 1
    assert len(api.events("session.annotation.created")) == 1
    assert len(await api.get("/sanctions/user/eve/active")) == 1
    with pytest.raises(ValueError, match="name must be one of: demo, large; got 'other'"):
        emulator.seed("other")


async def test_an_empty_page(api: Api) -> None:
    _, html, _ = await page(api)
    assert html.count('<p class="empty">none</p>') == 5


async def test_values_are_escaped(api: Api, emulator: Emulator) -> None:
    evil = "<script>alert(1)</script>\"'&"
    session = await api.session(title=evil, externalRoomId=evil)
    await emulator.say(session["id"], evil, evil)
    await api.gathering(name=evil)
    await api.post("/sanctions", {"externalUserId": evil, "type": "mute", "reason": evil})
    await api.call("GET", "/api/<script>alert(1)</script>")
    _, html, headers = await page(api)
    assert "alert(1)" in html
    assert "<script>alert" not in html
    policy = headers["Content-Security-Policy"]
    (nonce,) = set(re.findall(r"'nonce-([^']+)'", policy))
    assert html.count(f'nonce="{nonce}"') == 2
    assert "default-src 'none'" in policy


async def test_no_keys(api: Api, emulator: Emulator) -> None:
    await api.session()
    _, html, _ = await page(api)
    assert emulator.api_key not in html
    assert (emulator.project_secret() or "") not in html


async def test_only_local_host_names_are_served(api: Api, emulator: Emulator) -> None:
    for path in ("/", "/_emulator/status", "/_emulator/changes"):
        status, body, _ = await page(api, path, Host="evil.example")
        assert (status, json.loads(body)["statusCode"]) == (403, 403)
    assert (await page(api, Host="localhost:1234"))[0] == 200
    assert (await page(api, Host="[::1]"))[0] == 200
    assert (await page(api, "/_emulator/other"))[0] == 404


async def test_a_stream_reports_changes(api: Api, emulator: Emulator) -> None:
    async with api.http.get(emulator.base_url + "/_emulator/changes") as response:
        async with asyncio.timeout(5):
            assert await response.content.readuntil(b"\n\n") == b"data: changed\n\n"
            await api.participant()
            assert await response.content.readuntil(b"\n\n") == b"data: changed\n\n"


class Tab:
    """A page in a browser, over the DevTools protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self._events: list[str | None] = []

    async def call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            response = await self._socket.receive_json()
            self._events.append(response.get("method"))
            if response.get("id") == self._number:
                assert "error" not in response, response
                return response["result"]

    async def open(self, url: str) -> None:
        """Load a page and wait: every page has its own script context, which must exist before scripts can run."""
        await self.call("Page.enable")
        self._events.clear()
        await self.call("Page.navigate", url=url)
        while "Page.loadEventFired" not in self._events:
            self._events.append((await self._socket.receive_json()).get("method"))

    async def wait_for(self, expression: str) -> None:
        """Wait until the expression is true. The page itself evaluates it after each of its changes."""
        script = f"""new Promise(done => {{
            const look = () => {{ if ({expression}) {{ observer.disconnect(); done(true); }} }};
            const observer = new MutationObserver(look);
            observer.observe(document, {{subtree: true, childList: true, characterData: true}});
            look();
        }})"""
        result = await self.call("Runtime.evaluate", expression=script, awaitPromise=True)
        assert result["result"]["value"] is True, result


@asynccontextmanager
async def browser(profile: Path) -> AsyncIterator[Tab]:
    assert CHROMIUM is not None
    process = await asyncio.create_subprocess_exec(
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--remote-debugging-port=0",
        "--remote-allow-origins=*",
        f"--user-data-dir={profile}",
        "about:blank",
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(30):
            while not (found := re.search(rb"ws://([\d.:]+)/", await process.stderr.readline())):
                pass
        address = f"http://{found[1].decode()}"
        async with aiohttp.ClientSession() as http:
            async with http.get(f"{address}/json") as response:
                tabs = [one for one in await response.json() if one["type"] == "page"]
            async with http.ws_connect(tabs[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Tab(socket)
    finally:
        process.terminate()
        # Reading to the end keeps the pipe from filling up.
        await process.communicate()


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
async def test_a_browser_sees_what_happens(api: Api, emulator: Emulator, tmp_path: Path) -> None:
    session = await api.session()
    async with asyncio.timeout(50), browser(tmp_path) as tab:
        await tab.open(emulator.base_url + "/")
        await tab.wait_for("document.getElementById('live')?.textContent === 'live'")
        await tab.wait_for("document.querySelector('#status').innerText.includes('Raid')")
        await emulator.say(session["id"], "ada", "<b>two behind the gate</b>")
        await tab.wait_for(
            "document.querySelector('#status').innerText.includes('<b>two behind the gate</b>')"
        )
        picture = await tab.call("Page.captureScreenshot")
        assert len(picture["data"]) > 10_000
        emulator.reset()
        await tab.wait_for("!document.querySelector('#status').innerText.includes('Raid')")
