"""What decoding a list leaves behind: objects that the garbage collector tracks, memory, and its runs."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import pytest

from benchmarks.harness import payloads
from cortex_async import models
from cortex_async._core.codec.emitted import replaced
from cortex_async._core.codec.names import parsed_name
from cortex_async.client import CORTEX

COUNT = 1_000
KINDS = [("Message", 1.0, 490), ("SessionResponse", 1.0, 695), ("GatheringResponse", 1.8, 1_510)]
"""Schema, tracked objects for each object, and its bytes with Python 3.11; later versions take less memory.

Every fifth gathering has a list of three members.
"""


@contextmanager
def _collector(*, enabled: bool) -> Iterator[None]:
    before = gc.isenabled()
    gc.collect()
    (gc.enable if enabled else gc.disable)()
    try:
        yield
    finally:
        (gc.enable if before else gc.disable)()


def _decode(schema: str) -> list[Any]:
    kind: Any = list[getattr(models, payloads.KINDS[schema])]  # type: ignore[misc]  # looked up while running
    decoded: list[Any] = CORTEX.codec.decode(payloads.body(schema, COUNT), kind)
    return decoded


@pytest.mark.parametrize(("schema", "tracked", "size"), KINDS)
def test_what_an_object_keeps(schema: str, tracked: float, size: int) -> None:
    _decode(schema)
    with _collector(enabled=False):
        before = len(gc.get_objects())
        tracemalloc.start()
        held = _decode(schema)
        memory = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        found = len(gc.get_objects()) - before
    assert found / len(held) <= tracked + 0.01
    assert memory / len(held) <= size


def test_a_list_is_decoded_without_a_run_of_the_collector() -> None:
    """Each model takes the place of a dict, so the number of objects that sets the collector off stays."""
    raw = orjson.loads(payloads.body("Message", 5 * COUNT))
    runs: list[str] = []

    def note(phase: str, _: object) -> None:
        runs.append(phase)

    decode = CORTEX.codec.decoder(models.Message)
    with _collector(enabled=True):
        gc.callbacks.append(note)
        try:
            replaced(decode, raw)
        finally:
            gc.callbacks.remove(note)
    assert runs == []


def test_decoders_look_members_up_with_the_strings_of_the_parser() -> None:
    name = parsed_name("hasDebugAudio")
    (met,) = orjson.loads(b'{"hasDebugAudio": true}')
    assert met is name
