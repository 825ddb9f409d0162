"""Counts the bytecodes of what runs once per call, object or event.

    python -m tests.benchmarks.hot_paths            print the counts
    python -m tests.benchmarks.hot_paths --write    record them as the baseline

Counts do not depend on the machine or its load, so the test in CI cannot flake. They differ between versions
of Python: each version has its own baseline.
Decoding and encoding are work per field, and the API gains fields: each count is recorded with the number of
fields that it went through.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import orjson

from benchmarks.harness import networkless, payloads
from cortex_async import CortexClient, events, models
from cortex_async._core.stream.idle import IdleWatch
from cortex_async._core.stream.intake import Intake
from cortex_async._core.stream.opening import identity
from cortex_async._core.stream.settings import StreamSettings
from cortex_async._core.stream.sse import SSEParser
from cortex_async._core.timing.clock import SystemClock
from cortex_async._generated.events import event_decoder
from cortex_async.client import CORTEX
from tests.bytecodes import Counter, count, count_calls

BASELINE = Path(__file__).with_name("hot_paths.json")
ALONE = "GET an object with aiohttp alone"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def counts() -> dict[str, tuple[int, int]]:
    """Hot path -> bytecodes and calls of functions written in C, together, of one pass; and the fields of
    its objects.
    """
    fields = _fields()
    counted = {**_decoding(), **_calls()}
    return {
        name: (counter.bytecodes + counter.c_calls, fields.get(name, 1)) for name, counter in counted.items()
    }


def _fields() -> dict[str, int]:
    """The fields, set or not, of all objects that a hot path goes through; calls and the parser count as
    one.
    """
    found: dict[str, int] = {}
    for schema, name in payloads.KINDS.items():
        kind: Any = list[getattr(models, name)]  # type: ignore[misc]  # looked up while running
        objects = CORTEX.codec.decode(payloads.body(schema, 30), kind)
        found[f"decode 30 {schema}"] = found[f"encode 30 {schema}"] = _slots(objects)
    decoded = [events.decode_event(orjson.loads(body)) for body in payloads.events(50)]
    envelopes = sum(len(attrs.fields(type(event))) for event in decoded)
    return {**found, "decode 50 events": _slots(decoded), "decode 50 events lazily": envelopes}


def _slots(value: Any) -> int:
    if isinstance(value, list):
        return sum(map(_slots, value))
    if not attrs.has(type(value)):
        return 0
    own = attrs.fields(type(value))
    return len(own) + sum(_slots(getattr(value, one.name)) for one in own)


def baseline() -> dict[str, tuple[int, int]] | None:
    """The recorded counts and fields for this version of Python, None if there are none."""
    return recorded().get(VERSION)


def recorded() -> dict[str, dict[str, tuple[int, int]]]:
    """What is recorded for each version of Python, such as ``3.12``."""
    found: dict[str, dict[str, tuple[int, int]]] = json.loads(BASELINE.read_text("utf-8"))
    return found


def _decoding() -> dict[str, Counter]:
    codec = CORTEX.codec
    counted: dict[str, Counter] = {}
    for schema, name in payloads.KINDS.items():
        body = payloads.body(schema, 30)
        kind: Any = list[getattr(models, name)]  # type: ignore[misc]  # looked up while running
        counted[f"decode 30 {schema}"] = count(partial(codec.decode, body, kind))
        counted[f"encode 30 {schema}"] = count(partial(codec.encode, codec.decode(body, kind)))
    bodies = payloads.events(50)
    counted["decode 50 events"] = count(lambda: [events.decode_event(orjson.loads(body)) for body in bodies])
    lazily = event_decoder({})
    counted["decode 50 events lazily"] = count(lambda: [lazily(orjson.loads(body)) for body in bodies])
    stream = b"".join(b"id: %d\nevent: message\ndata: %s\n\n" % pair for pair in enumerate(bodies))
    counted["parse 50 server-sent events"] = count(lambda: list(SSEParser().feed(stream)))
    counted["take in 50 server-sent events"] = asyncio.run(_counted_intake(stream))
    return counted


async def _counted_intake(stream: bytes) -> Counter:
    clock, settings = SystemClock(), StreamSettings(marker=CORTEX.event_marker)

    async def take_in() -> None:
        intake = Intake(event_decoder({}), identity, "", settings, clock)
        await intake.feed(intake.parser(), stream, IdleWatch(0, clock))

    return await count_calls(take_in)


def _calls() -> dict[str, Counter]:
    with networkless.responding(orjson.dumps(payloads.session(1))):
        return asyncio.run(_counted_calls())


async def _counted_calls() -> dict[str, Counter]:
    async with (
        CortexClient(base_url=networkless.ORIGIN, api_key="key") as client,
        aiohttp.ClientSession(headers={"X-API-Key": "key"}) as session,
    ):
        sessions = client.project("proj_123").sessions

        async def alone() -> object:
            async with session.get(f"{networkless.ORIGIN}/api/projects/proj_123/sessions/sess_1") as response:
                return orjson.loads(await response.read())

        return {
            ALONE: await count_calls(alone),
            "GET an object": await count_calls(lambda: sessions.get("sess_1")),
            "POST an object": await count_calls(
                lambda: sessions.create(title="Raid", external_room_id="room")
            ),
        }


def main(arguments: list[str]) -> None:
    found = counts()
    if arguments == ["--write"]:
        text = json.dumps({**recorded(), VERSION: found}, indent=1, sort_keys=True)
        BASELINE.write_text(re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", text) + "\n", "utf-8")
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
