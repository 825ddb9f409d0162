"""One delivery: an attempt, and what became of it."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
import orjson
from attrs import frozen

from cortex_async._core.timing.clock import monotonic
from cortex_async._core.version import VERSION
from cortex_async.webhooks import signed_headers
from cortex_cli.following.occurred import Occurred
from cortex_cli.hiding import without_known

KEPT: Final = 4096
"""Bytes of a response's body that are shown."""


@frozen(kw_only=True)
class Attempt:
    """What became of one attempt.

    status: of the response, None if there was none. error: why there was none. body: the first bytes of the
    response if it says that the delivery failed.
    """

    url: str
    number: int
    seconds: float
    status: int | None = None
    error: str | None = None
    body: str | None = None

    @property
    def delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def body_of(event: Occurred) -> bytes:
    """Return the JSON that is signed and sent."""
    try:
        return orjson.dumps(event.raw)
    except TypeError:
        # Integers of more than 64 bits.
        return json.dumps(event.raw, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


@asynccontextmanager
async def opened_sender(secret: str, timeout: float) -> AsyncGenerator[Sender]:
    """Open a sender. ``timeout``: seconds that an attempt may take."""
    async with aiohttp.ClientSession(
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(timeout),
        headers={"User-Agent": f"odin-cortex-cli/{VERSION}", "Content-Type": "application/json"},
    ) as http:
        yield Sender(http, secret, timeout)


class Sender:
    """Sends deliveries, each signed when it is sent.

    Redirects are not followed and proxies of the environment are not used: what is local stays local.
    """

    def __init__(self, http: aiohttp.ClientSession, secret: str, timeout: float) -> None:
        self._http = http
        self._secret = secret
        self._timeout = timeout

    async def send(self, url: str, body: bytes, number: int) -> Attempt:
        """Make an attempt. Does not raise: what goes wrong is a part of what happened."""
        start = monotonic()
        found: Mapping[str, Any]
        try:
            headers = signed_headers(body, self._secret)
            async with self._http.post(url, data=body, headers=headers, allow_redirects=False) as response:
                content = await response.content.read(KEPT)
                failed = not 200 <= response.status < 300
                found = {"status": response.status, "body": _shown(content) if failed else None}
        except TimeoutError:
            found = {"error": f"no response within {self._timeout:g} s"}
        except (aiohttp.ClientError, OSError, ValueError) as error:
            found = {"error": _reason(error)}
        return Attempt(url=url, number=number, seconds=monotonic() - start, **found)


def _shown(content: bytes) -> str:
    return without_known(content.decode("utf-8", "replace"))


def _reason(error: Exception) -> str:
    inner = getattr(error, "os_error", error)
    text = getattr(inner, "strerror", None) or str(error) or type(error).__name__
    return f"no response: {without_known(text)}"
