"""Decoding events of streams and webhooks from bytes to typed objects, one by one, as a consumer does."""

from __future__ import annotations

import json
from typing import Any

import orjson

from benchmarks.harness import clients, payloads
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Run, Settings, scaled
from benchmarks.harness.rounds import cpu_seconds
from cortex_async import events
from cortex_async._generated.events import UnknownEvent

COUNT = 100_000
SLOW_COUNT = 5_000
"""Events for openapi-python-client, which is slow: it tries one member of the union after the other."""


def take(settings: Settings) -> list[Comparison]:
    count = settings.amount(COUNT)
    bodies = payloads.events(count)
    few = bodies[: settings.amount(SLOW_COUNT)]
    assert not any(isinstance(events.decode_event(orjson.loads(body)), UnknownEvent) for body in bodies[:100])
    contestants: dict[str, Run] = {
        OURS: lambda: _typed(bodies),
        "orjson.loads": lambda: _parsed(bodies),
        "openapi-python-client": lambda: _first_that_fits(few),
    }
    samples = cpu_seconds(contestants, settings.rounds)
    samples["openapi-python-client"] = [
        value * count / len(few) for value in samples["openapi-python-client"]
    ]
    return [
        Comparison(
            f"{count:,} events of all types in turn",
            "ms",
            scaled(samples, 1000),
            (Requirement("orjson.loads", at_most=3), Requirement("openapi-python-client", at_most=0.1)),
            f"openapi-python-client decodes {len(few):,} of them and its time is multiplied",
        )
    ]


def _typed(bodies: list[bytes]) -> None:
    decode, loads = events.decode_event, orjson.loads
    for body in bodies:
        decode(loads(body))


def _parsed(bodies: list[bytes]) -> None:
    loads = orjson.loads
    for body in bodies:
        loads(body)


def _first_that_fits(bodies: list[bytes]) -> None:
    parse = clients.python_client("api.events.get_event_schema")._parse_response
    for body in bodies:
        parse(client=None, response=_Response(body))


class _Response:
    """The part of an httpx response that its parsing function uses."""

    status_code = 200

    def __init__(self, body: bytes) -> None:
        self._body = body

    def json(self) -> Any:
        return json.loads(self._body)


MEASURE = Measure(
    "events",
    "events from bytes to typed objects",
    take,
    processes=2,
    needs=frozenset({clients.PYTHON_CLIENT}),
)
