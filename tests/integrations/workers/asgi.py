"""``service:app`` of docs/recipes/servers.md."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import import_module
from typing import Any

from tests.integrations.workers import HEADER

_inner = import_module("service").app


async def app(
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[Any]],
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
) -> None:
    async def send_with_pid(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (HEADER.lower().encode(), b"%d" % os.getpid())]
        await send(message)

    await _inner(scope, receive, send_with_pid)
