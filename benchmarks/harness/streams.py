"""What the server's event streams send: as many events as fit, or single events at a fixed rate."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import orjson

from benchmarks.harness import payloads

_WRITE = 64 * 1024
LARGE = 64 * 1024
"""Characters of the message in a large event."""


@cache
def burst(kind: str, count: int) -> tuple[bytes, ...]:
    """``count`` events in pieces of about 64 KiB, as the writes of a busy server arrive."""
    pieces: list[bytes] = []
    waiting: list[bytes] = []
    size = 0
    for number, body in enumerate(event_bodies(kind, count)):
        waiting.append(b"id: %d\nevent: message\ndata: %s\n\n" % (number, body))
        size += len(waiting[-1])
        if size >= _WRITE:
            pieces.append(b"".join(waiting))
            waiting.clear()
            size = 0
    return (*pieces, b"".join(waiting)) if waiting else tuple(pieces)


def event_bodies(kind: str, count: int) -> list[bytes]:
    """Bodies of ``count`` events. ``small``: of all types, about 700 bytes. ``large``: messages of 64 KiB."""
    if kind == "small":
        return payloads.events(count)
    event = _of_type("message.created")
    event["payload"]["data"]["content"] = (payloads.TEXT * (LARGE // len(payloads.TEXT) + 1))[:LARGE]
    return [orjson.dumps({**event, "id": f"evt_{number:012}"}) for number in range(count)]


def watched_session(key: str, title: str = "quiet") -> dict[str, Any]:
    return {**payloads.session(1), "id": key, "title": title}


class Updates:
    """Makes events ``session.updated``. The new title of the session is the time of sending."""

    def __init__(self) -> None:
        self._pattern = _of_type("session.updated")
        self._titles: dict[str, str] = {}
        self._count = 0

    def event(self, key: str) -> bytes:
        self._count += 1
        title = repr(time.monotonic())
        before = self._titles.get(key, "quiet")
        self._titles[key] = title
        body = orjson.dumps(
            {
                **self._pattern,
                "id": f"evt_{self._count:012}",
                "resourceId": f"session:{key}",
                "timestamp": datetime.now(UTC),
                "payload": {
                    "action": "updated",
                    "data": watched_session(key, title),
                    "changes": {"title": before},
                },
            }
        )
        return b"id: %d\nevent: message\ndata: %s\n\n" % (self._count, body)


class Messages:
    """Makes events ``message.created``."""

    def __init__(self) -> None:
        self._pattern = _of_type("message.created")
        self._count = 0

    def event(self, key: str) -> bytes:
        self._count += 1
        number, now = f"{self._count:012}", datetime.now(UTC)
        message = {
            **self._pattern["payload"]["data"],
            "id": f"msg_{number}",
            "sessionId": key,
            "timestamp": now,
        }
        body = {
            **self._pattern,
            "id": f"evt_{number}",
            "resourceId": f"message:msg_{number}",
            "timestamp": now,
            "payload": {**self._pattern["payload"], "data": message},
        }
        return b"id: %d\nevent: message\ndata: %s\n\n" % (self._count, orjson.dumps(body))


async def paced(
    write: Callable[[bytes], object], event: Callable[[int], bytes], count: int, rate: float
) -> None:
    """Write ``count`` events, ``rate`` per second, each in its own write."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for number in range(count):
        early = begun + number / rate - loop.time()
        if early > 0:
            await asyncio.sleep(early)
        write(event(number))


@cache
def _patterns() -> list[dict[str, Any]]:
    return [orjson.loads(body) for body in payloads.events(25)]


def _of_type(name: str) -> dict[str, Any]:
    """A copy of the spec's example event of this type."""
    found = next(event for event in _patterns() if event["type"] == name)
    copied: dict[str, Any] = orjson.loads(orjson.dumps(found))
    return copied
