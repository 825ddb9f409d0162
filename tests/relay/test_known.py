"""What a leader keeps in memory: bytes for each known version, and what a repair and a saved state add."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import pytest

from cortex_async.relay.broker import Checkpoint
from cortex_async.relay.known import Known
from cortex_async.relay.nats.messages import Message
from cortex_async.relay.nats.scope_state import ScopeState

T = TypeVar("T")

COUNT = 6_000
NOON = Checkpoint("e", datetime(2026, 11, 28, 12, tzinfo=UTC), 1)
CHANGE = Message("state", b"", {})


@pytest.fixture(autouse=True)
def traced() -> Iterator[None]:
    gc.collect()
    tracemalloc.start()
    yield
    tracemalloc.stop()


def measured(make: Callable[[], T]) -> tuple[T, float, float]:
    """What a function returns, and the bytes for each version that this takes: afterwards, and at most."""
    gc.collect()
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    made = make()
    after, peak = tracemalloc.get_traced_memory()
    return made, (after - before) / COUNT, (peak - before) / COUNT


def published(at: int) -> dict[str, str | None]:
    """The changes of a hundred messages."""
    project = "00000000-0000-4000-8000-000000000001"
    return {
        f"{project}/message:{UUID(int=number)}": f"{UUID(int=number % 50)}@{1e9 + number:.3f}"
        for number in range(at, at + 100)
    }


def filled() -> tuple[Known, ScopeState]:
    known, state = Known({}), ScopeState("scope", "state", COUNT)
    for at in range(0, COUNT, 100):
        changes = published(at)
        known.note(changes)
        state.stored(NOON, changes, [CHANGE])
    return known, state


def test_bytes_for_each_version() -> None:
    (known, state), kept, _ = measured(filled)
    assert len(known.messages) == len(state.known) == COUNT
    # A name of 81 characters and a version of 51, each with the header of a string, and an entry in two dicts.
    assert kept < 320


def test_a_repair_copies_no_messages() -> None:
    known, _ = filled()
    known.note({f"p/session:{number}": "active.0" for number in range(10)})
    snapshot, kept, _ = measured(lambda: known.snapshot(None))
    assert len(snapshot.states) == 10
    assert snapshot.messages is known.messages
    assert kept < 1


def test_a_state_that_is_written_anew_is_in_memory_once() -> None:
    _, state = filled()
    state.stored(NOON, {}, [CHANGE] * 1_000)  # so many that everything is written anew
    messages, kept, peak = measured(lambda: state.messages(NOON, {}, {}))
    assert len(messages) == COUNT // 2_000
    assert kept < 20
    assert peak < 40
    sent, kept, _ = measured(lambda: sum(len(one.body) for one in messages))
    assert sent > COUNT * 130
    assert kept < 1
