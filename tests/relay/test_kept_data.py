"""A stream that keeps the bytes of its events hands over those of the right one, also while its buffer is full."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cortex_async._core.stream import EventStream, StreamSettings
from cortex_async._core.stream.kept_data import KeptData
from tests.realtime.scripted import ManualClock, Script


@pytest.mark.parametrize("buffer_size", [1, 3, 1000])
async def test_each_event_has_its_own_bytes(buffer_size: int) -> None:
    script, kept = Script(), KeptData()

    def decode(raw: dict[str, Any]) -> tuple[int, bytes] | None:
        return (raw["n"], kept.data) if "n" in raw else None

    settings = StreamSettings(wait=False, buffer_size=buffer_size)
    stream = EventStream(script.connect, decode, settings=settings, clock=ManualClock())
    kept.attach(stream)
    async with stream:
        connection = await script.next()
        pieces = [b'data: {"n": %d}\n\n' % n if n % 7 else b"data: {}\n\n" for n in range(1, 100)]
        connection.send(b"".join(pieces[:60]), *pieces[60:])
        connection.finish()
        for number in (n for n in range(1, 100) if n % 7):
            n, data = await anext(stream)
            assert n == number
            assert json.loads(data) == {"n": number}
