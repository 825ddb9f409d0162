"""Events whose payloads are decoded late, one of each class, and a stream of them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from aiohttp import web

from benchmarks.harness import payloads
from cortex_async import events
from cortex_async._core.codec import lazy_payload
from cortex_async._generated.decoders import events as decoders
from cortex_async._generated.events import DECODERS

RAW: dict[str, dict[str, Any]] = {}
"""An event of each class, by type."""
for _body in payloads.events(len(DECODERS)):
    RAW.setdefault(orjson.loads(_body)["type"], orjson.loads(_body))
for _kind in ("participant.left", "server.created"):
    RAW[_kind] = {**RAW["participant.joined"], "type": _kind, "id": _kind}


def read(raw: dict[str, Any]) -> Any:
    """The event as a stream reads it."""
    return events.decode_event(copy.deepcopy(raw), check_payload=False)


def unreadable_message() -> dict[str, Any]:
    return {
        **RAW["message.created"],
        "id": "unreadable",
        "payload": {"action": "created", "secret": "canary"},
    }


async def stream_of(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    bodies = [orjson.dumps(raw) for raw in (*RAW.values(), unreadable_message())]
    await response.write(b"".join(b"data: %s\n\n" % body for body in bodies))
    return response


def noting_decoders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the payload decoders, as often as they are called from now on."""
    calls: list[str] = []

    def noting(decode: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def noted(value: Any) -> Any:
            calls.append(decode.__name__)
            return decode(value)

        return noted

    noted = {kind: (*late[:3], noting(late[3])) for kind, late in decoders.PAYLOADS.items()}
    for kind, late in decoders.PAYLOADS.items():
        monkeypatch.setattr(decoders, late[3].__name__, noted[kind][3])
    monkeypatch.setattr(decoders, "PAYLOADS", noted)
    monkeypatch.setattr(lazy_payload, "_found", {})
    return calls
