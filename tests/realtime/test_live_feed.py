"""The connection that views share closes with the last of them, however that view ends."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from cortex_async._core.timing.clock import SystemClock
from cortex_async.live.feed import Feed


class SilentStream:
    """Opens and sends nothing."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.closed = asyncio.Event()

    async def __aenter__(self) -> SilentStream:
        self.open.set()
        return self

    async def __aexit__(self, *problem: object) -> None:
        self.closed.set()

    def _hand_to(self, take: object, has_room: object) -> None:
        """There is nothing to hand on."""

    def __aiter__(self) -> SilentStream:
        return self

    async def __anext__(self) -> None:
        await asyncio.Event().wait()


class Caller:
    def __init__(self, stream: SilentStream) -> None:
        self.stream = stream

    def events(self, *request: object) -> Any:
        return self.stream

    def adopt(self, task: asyncio.Task[object]) -> None:
        """Nothing closes this client."""


class View:
    topic = ("session", None)


async def test_a_view_cancelled_while_closing_leaves_no_stream_open(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = SilentStream()
    caller: Any = Caller(stream)
    view: Any = View()
    feed = Feed(caller, ("p",), SystemClock())
    feed.join(view)
    await stream.open.wait()
    removing = asyncio.Event()

    async def never_done(member: object) -> None:
        removing.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(feed.scheduler, "remove", never_done)
    leaving = asyncio.create_task(feed.leave(view))
    await removing.wait()
    leaving.cancel()
    async with asyncio.timeout(30):
        await stream.closed.wait()
    assert leaving.cancelled()
