"""A real browser for tests: headless Chromium, driven over the Chrome DevTools Protocol.

https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp
from attrs import define, field

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome", "chrome", "chromium-headless-shell")
        if (path := shutil.which(name))
    ),
    None,
)

KEYS = {"Tab": 9, "Enter": 13, " ": 32, "Escape": 27, "ArrowDown": 40}


@define(eq=False)
class Tab:
    """One page.

    problems: uncaught exceptions, and what the browser logs as an error, e.g. a violation of the content
        security policy.
    """

    _socket: aiohttp.ClientWebSocketResponse
    problems: list[str] = field(factory=list[str])
    _number: int = 0
    _events: list[str] = field(factory=list[str])

    async def call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            message = await self._receive()
            if message.get("id") == self._number:
                assert "error" not in message, (method, message)
                return message["result"]

    async def _receive(self) -> Any:
        message = await self._socket.receive_json(timeout=30)
        name, parameters = message.get("method", ""), message.get("params", {})
        self._events.append(name)
        if name == "Runtime.exceptionThrown":
            self.problems.append(str(parameters["exceptionDetails"]))
        elif name == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.problems.append(str(parameters["entry"]["text"]))
        elif name == "Page.javascriptDialogOpening":
            self.problems.append(f"dialog {parameters['message']}")
        return message

    async def prepare(self, width: int, scheme: str, *, script: bool = True) -> None:
        for domain in ("Page", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        await self.look(width, scheme)
        await self.call("Emulation.setScriptExecutionDisabled", value=not script)

    async def look(self, width: int, scheme: str) -> None:
        """Set the width in pixels, and the theme: ``light`` or ``dark``."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
        )
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        await self.call("Emulation.setEmulatedMedia", features=features)

    async def open(self, url: str) -> None:
        """Load a page and wait until it has loaded."""
        self._events.clear()
        await self.call("Page.navigate", url=url)
        while "Page.loadEventFired" not in self._events:
            await self._receive()

    async def run(self, expression: str) -> Any:
        """The value of an expression, awaited if it is a promise."""
        result = await self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    async def wait_for(self, expression: str) -> None:
        """Wait until the expression is true. The page itself evaluates it after each of its changes."""
        script = f"""new Promise(done => {{
            const look = () => {{ if ({expression}) {{ observer.disconnect(); done(true); }} }};
            const observer = new MutationObserver(look);
            observer.observe(document, {{subtree: true, childList: true, characterData: true, attributes: true}});
            look();
        }})"""
        assert await self.run(script) is True

    async def press(self, *keys: str) -> None:
        for key in keys:
            text = {"Enter": "\r", " ": " "}.get(key)
            common = {"key": key, "windowsVirtualKeyCode": KEYS[key], "code": key}
            await self.call(
                "Input.dispatchKeyEvent",
                type="keyDown" if text else "rawKeyDown",
                **common,
                **({"text": text} if text else {}),
            )
            await self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    async def type(self, text: str) -> None:
        await self.call("Input.insertText", text=text)

    async def picture(self, path: Path, *, whole: bool = False) -> None:
        """Write a screenshot."""
        taken = await self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(taken["data"]))


@contextmanager
def browser(profile: Path) -> Generator[str]:
    """Run a browser; yields the address of its debugging port."""
    assert CHROMIUM is not None
    process = subprocess.Popen(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-extensions",
            "--no-first-run",
            "--remote-debugging-port=0",
            "--remote-allow-origins=*",
            f"--user-data-dir={profile}",
            "about:blank",
        ],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert process.stderr is not None
    try:
        found = None
        while found is None:
            line = process.stderr.readline()
            assert line, "chromium did not start"
            found = re.search(rb"ws://([\d.:]+)/", line)
        # The file is written too, but the pipe must not fill up: nothing more is read from it.
        yield f"http://{found[1].decode()}"
    finally:
        process.terminate()
        process.communicate()


@asynccontextmanager
async def tab(
    address: str, *, width: int = 1280, scheme: str = "light", script: bool = True
) -> AsyncGenerator[Tab]:
    """A new page, with its own storage."""
    async with aiohttp.ClientSession() as http:
        async with http.put(f"{address}/json/new?about:blank") as response:
            target = await response.json()
        async with http.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
            page = Tab(socket)
            await page.prepare(width, scheme, script=script)
            yield page
        async with http.get(f"{address}/json/close/{target['id']}"):
            pass
