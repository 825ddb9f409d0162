"""Every async method that waits ends at once after any kind of end, without warnings and leftovers."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from cortex_async import ClientClosed, CortexClient
from cortex_async.contrib.nimrobo import NimroboClient
from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.rtcstack import RTCStackClient
from tests.at_once import at_once
from tests.lifecycle.driving import drive
from tests.lifecycle.everything import Use, uses
from tests.lifecycle.hanging import Hanging

CLIENTS: dict[str, Callable[[str], Any]] = {
    "cortex": lambda url: CortexClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
    "orga": lambda url: OrgaClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
    "nimrobo": lambda url: NimroboClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
    "rtcstack": lambda url: RTCStackClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
}


async def begun(client: Any, hanging: Hanging, folder: Path) -> dict[asyncio.Task[None], str]:
    """All uses of a client, each waiting for the hanging server."""
    tasks = {asyncio.create_task(drive(use)): use.name for use in uses(client, folder)}
    await asyncio.to_thread(hanging.wait_for_requests, 1)
    await asyncio.to_thread(hanging.wait_until_quiet)
    early = {name: task.exception() for task, name in tasks.items() if task.done()}
    assert not early, "they wait for nothing"
    return tasks


async def ended(tasks: dict[asyncio.Task[None], str]) -> dict[str, BaseException | None]:
    """How each use ended."""
    await asyncio.wait(tasks, timeout=20)
    assert not [name for task, name in tasks.items() if not task.done()]
    return {
        name: asyncio.CancelledError() if task.cancelled() else task.exception()
        for task, name in tasks.items()
    }


def nothing_left(folder: Path) -> None:
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert list(folder.iterdir()) == []
    gc.collect()


@pytest.mark.parametrize("api", CLIENTS)
async def test_closing_the_client(api: str, hanging: Hanging, tmp_path: Path) -> None:
    client = CLIENTS[api](hanging.base_url)
    tasks = await begun(client, hanging, tmp_path)
    async with at_once():
        await client.close()
        outcomes = await ended(tasks)
    wrong = {
        name: error
        for name, error in outcomes.items()
        if not isinstance(error, ClientClosed) and not (name.endswith(" states") and error is None)
    }
    assert not wrong
    await asyncio.to_thread(hanging.wait_until_left)
    nothing_left(tmp_path)


@pytest.mark.parametrize("api", CLIENTS)
async def test_cancelling(api: str, hanging: Hanging, tmp_path: Path) -> None:
    client = CLIENTS[api](hanging.base_url)
    tasks = await begun(client, hanging, tmp_path)
    async with at_once():
        for task in tasks:
            task.cancel()
        outcomes = await ended(tasks)
    assert {
        name for name, error in outcomes.items() if not isinstance(error, asyncio.CancelledError)
    } == set()
    # Cancelled uses have returned their connections, although the client is not closed.
    await asyncio.to_thread(hanging.wait_until_left)
    await client.close()
    nothing_left(tmp_path)


@pytest.mark.parametrize("api", CLIENTS)
async def test_a_time_limit_of_the_caller(api: str, hanging: Hanging, tmp_path: Path) -> None:
    client = CLIENTS[api](hanging.base_url)
    found = list(uses(client, tmp_path))

    async def limited(use: Use) -> None:
        async with asyncio.timeout(0.5):
            await drive(use)

    outcomes = await asyncio.gather(*map(limited, found), return_exceptions=True)
    wrong = {
        use.name: outcome
        for use, outcome in zip(found, outcomes, strict=True)
        if type(outcome) is not TimeoutError
    }
    assert not wrong
    await client.close()
    await asyncio.to_thread(hanging.wait_until_left)
    nothing_left(tmp_path)


@pytest.mark.parametrize("make", CLIENTS.values(), ids=CLIENTS)
async def test_aclose_is_the_same_as_close(
    make: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make("http://127.0.0.1:9")
    async with aclosing(client):
        await client.open()
    with pytest.raises(ClientClosed):
        await client.open()
    closed: list[str] = []

    async def close() -> None:
        closed.append("close")

    # The contributed clients close more than their own connections.
    monkeypatch.setattr(client, "close", close)
    await client.aclose()
    assert closed == ["close"]
