"""Closing the client ends open streams and live views, in each public way to wait for them."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

import cortex_async
import cortex_sync
from cortex_async import ClientClosed
from cortex_async.emulator import Emulator
from cortex_async.live.views import LiveView as AsyncView
from cortex_sync.bridge import loop
from cortex_sync.live import LiveView as SyncView
from tests.at_once import HANG, at_once

AT_ONCE = {
    "stream": {
        "aclose",
        "client_closed",
        "close",
        "connected",
        "counters",
        "last_event_id",
        "ready",
        "silence",
    },
    "view": {"aclose", "close", "on_change", "on_error", "stale", "value"},
}
"""Public names that wait for nothing, once the stream or the view has been entered."""


def never(_: object) -> bool:
    return False


async def drain(iterator: AsyncIterator[object]) -> None:
    async for _ in iterator:
        pass


WAYS: dict[str, dict[str, Callable[[Any], Awaitable[object]]]] = {
    "stream": {"__aiter__": lambda it: drain(aiter(it)), "states": lambda it: drain(it.states())},
    "view": {
        "__aiter__": lambda it: drain(aiter(it)),
        "changes": lambda it: drain(it.changes()),
        "snapshots": lambda it: drain(it.snapshots()),
        "wait_until": lambda it: it.wait_until(never),
    },
}
BLOCKING: dict[str, dict[str, Callable[[Any], object]]] = {
    "stream": {"__aiter__": list, "states": lambda it: list(it.states())},
    "view": {
        "__aiter__": list,
        "changes": lambda it: list(it.changes()),
        "snapshots": lambda it: list(it.snapshots()),
        "wait_until": lambda it: it.wait_until(never),
    },
}
OPENED: dict[str, Callable[[Any], Any]] = {
    "stream": lambda project: project.events.stream(),
    "view": lambda project: project.sessions.watch(),
}
CASES = [(kind, way) for kind, ways in WAYS.items() for way in ways]


@pytest.mark.parametrize(
    ("kind", "face"),
    [
        ("stream", cortex_async.EventStream),
        ("stream", cortex_sync.EventStream),
        ("view", AsyncView),
        ("view", SyncView),
    ],
)
def test_every_public_name_is_either_here_or_waits_for_nothing(kind: str, face: type) -> None:
    names = {name for name, _ in inspect.getmembers_static(face) if not name.startswith("_")}
    assert names - AT_ONCE[kind] == set(WAYS[kind]) - {"__aiter__"}
    assert set(BLOCKING[kind]) == set(WAYS[kind])


def fits(way: str, error: BaseException | None) -> bool:
    # The states end with their stream.
    return isinstance(error, ClientClosed) or (way == "states" and error is None)


@pytest.mark.parametrize(("kind", "way"), CASES)
async def test_closing_the_client(kind: str, way: str) -> None:
    async with Emulator() as emulator:
        client = cortex_async.CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)
        async with OPENED[kind](client.project(emulator.project_id)) as opened:
            waiting = asyncio.ensure_future(WAYS[kind][way](opened))
            await asyncio.sleep(0.1)
            assert not waiting.done()
            async with at_once():
                await client.close()
                await asyncio.wait({waiting})
            assert fits(way, waiting.exception())
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize(("kind", "way"), CASES)
async def test_closing_the_blocking_client_in_another_thread(
    kind: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "CLEAN_UP", 10 * HANG)
    outcomes: list[BaseException | None] = []

    def wait(opened: Any) -> None:
        try:
            BLOCKING[kind][way](opened)
        except BaseException as error:
            outcomes.append(error)
        else:
            outcomes.append(None)

    def work(client: cortex_sync.CortexClient, project_id: str) -> None:
        with OPENED[kind](client.project(project_id)) as opened:
            thread = threading.Thread(target=wait, args=(opened,))
            thread.start()
            thread.join(0.1)
            assert thread.is_alive()
            client.close()
            thread.join(HANG)
        assert not thread.is_alive()

    async with Emulator() as emulator:
        client = cortex_sync.CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)
        await asyncio.to_thread(work, client, emulator.project_id)
    assert [fits(way, error) for error in outcomes] == [True], outcomes
