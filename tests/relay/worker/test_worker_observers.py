"""What observers, metrics and traces show of workers."""

from __future__ import annotations

import asyncio
import json

import pytest
from opentelemetry.trace import get_current_span
from prometheus_client import CollectorRegistry

from cortex_async import ArgumentError, EventRouter, Observer, Retry
from cortex_async.relay import MemoryBroker, Record, Worker
from cortex_async.telemetry import HandlingEnded, HandlingStarted
from cortex_async.telemetry.prometheus import PrometheusObserver
from cortex_async.testing import RecordingObserver
from cortex_async.webhooks import MemoryReplayStore
from tests.relay.worker.playing import Stage
from tests.telemetry.otel import Telemetry


async def test_each_attempt_has_a_beginning_and_an_end() -> None:
    stage, seen, store = Stage(), RecordingObserver(), MemoryReplayStore()
    stage.failing["b"], stage.failing["c"] = 1, 2
    async with stage.working(
        group="g", observers=[seen], replay=store, retry=Retry(attempts=2, base=1.0, cap=1.0)
    ):
        await stage.publish(("a", 1), ("b", 1), ("c", 1))
        await stage.broker.publish([Record("x", "p/x", "", "", b"{")])
        await stage.clock.advance(10)
    ends = [
        (ended.handling.type, ended.handling.attempt, ended.outcome, ended.error)
        for ended in seen.all(HandlingEnded)
    ]
    kind = "message.created"
    assert sorted(ends, key=str) == sorted(
        [
            (kind, 1, "handled", None),
            (kind, 1, "failed", "RuntimeError"),
            (kind, 2, "handled", None),
            (kind, 1, "failed", "RuntimeError"),
            (kind, 2, "dead", "RuntimeError"),
            ("unknown", 1, "dead", "EnvelopeMalformed"),
        ],
        key=str,
    )
    assert {ended.handling for ended in seen.all(HandlingEnded)} == set(seen.all(HandlingStarted))
    assert {ended.handling.group for ended in seen.all(HandlingEnded)} == {"g"}
    handled = [ended for ended in seen.all(HandlingEnded) if ended.outcome == "handled"]
    assert all(ended.age is not None and ended.duration == 0 for ended in handled)


async def test_what_was_handled_before_and_what_is_interrupted() -> None:
    stage, seen, store = Stage(), RecordingObserver(), MemoryReplayStore()
    async with stage.working(replay=store):
        await stage.publish(("a", 1))
        await stage.clock.advance(1)
    stage.broker = MemoryBroker(clock=stage.clock)
    stage.blocked["b"] = asyncio.Event()
    async with stage.working("two", replay=store, observers=[seen], drain_timeout=0.0):
        await stage.publish(("a", 1), ("b", 1))
        await stage.clock.advance(1)
    ends = [(ended.outcome, ended.error) for ended in seen.all(HandlingEnded)]
    assert ends == [("repeated", None), ("interrupted", "CancelledError")]


async def test_an_observer_that_raises_harms_nothing() -> None:
    class Raising(Observer):
        def handling_started(self, handling: HandlingStarted) -> None:
            raise ValueError("no")

    stage = Stage()
    async with stage.working(observers=[Raising()]):
        await stage.publish(("a", 1))
        await stage.clock.advance(1)
    assert stage.handled == [("a", 1)]


async def test_handlers_run_in_a_span_of_their_attempt() -> None:
    stage, telemetry = Stage(), Telemetry()
    current: list[int] = []
    stage.router.on("message.created")(
        lambda event: current.append(get_current_span().get_span_context().span_id)
    )
    stage.failing["a"] = 1
    async with stage.working(
        group="g", observers=[telemetry.observer], retry=Retry(attempts=2, base=1.0, cap=1.0)
    ):
        await stage.publish(("a", 1))
        await stage.clock.advance(5)
    spans = telemetry.spans()
    assert [span.name for span in spans] == ["process message.created"] * 2
    assert [span.context.span_id for span in spans] == current
    assert [dict(span.attributes or {}) for span in spans] == [
        {
            "odin.cortex.event.type": "message.created",
            "odin.cortex.worker.group": "g",
            "odin.cortex.worker.attempt": 1,
            "odin.cortex.worker.outcome": "failed",
            "error.type": "RuntimeError",
        },
        {
            "odin.cortex.event.type": "message.created",
            "odin.cortex.worker.group": "g",
            "odin.cortex.worker.attempt": 2,
            "odin.cortex.worker.outcome": "handled",
        },
    ]
    # The resource has a random id of the process, in which anything may be.
    assert "a-1" not in str([{**json.loads(span.to_json()), "resource": None} for span in spans])


async def test_the_metrics_count_attempts() -> None:
    stage, registry = Stage(), CollectorRegistry()
    async with stage.working(group="g", observers=[PrometheusObserver(registry=registry)]):
        await stage.publish(("a", 1), ("b", 1))
        await stage.clock.advance(1)
    labels = {"odin_cortex_worker_group": "g", "odin_cortex_worker_outcome": "handled"}
    counted = {**labels, "odin_cortex_event_type": "message.created", "error_type": ""}
    assert registry.get_sample_value("odin_cortex_worker_handlings_total", counted) == 2
    assert registry.get_sample_value("odin_cortex_worker_handling_duration_seconds_count", labels) == 2
    age = {"odin_cortex_worker_group": "g"}
    assert registry.get_sample_value("odin_cortex_worker_event_age_seconds_count", age) == 2


async def test_observers_are_checked() -> None:
    with pytest.raises(ArgumentError, match="observers"):
        Worker(EventRouter(), MemoryBroker(), observers=[object()])  # type: ignore[list-item]  # wrong on purpose
