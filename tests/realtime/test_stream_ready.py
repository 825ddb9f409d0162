"""Entering a stream waits until the server listens, so that no event is lost, and never hangs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from cortex_async import ArgumentError, ClientClosed, CortexClient, DecodeError, Unauthorized, WaitTimedOut
from cortex_async._core.call_errors import ConnectionFailed
from cortex_async._core.response import Headers
from cortex_async._core.stream import CONNECT_GRACE
from tests.realtime.lost_event_probe import probe
from tests.realtime.scripted import Connection, Scene, event, settle
from tests.wire.hanging import HangingServer

DOWN = ConnectionFailed("cannot connect", outcome="not_sent")
REFUSED = Unauthorized("no", status=401)


async def entering(scene: Scene) -> asyncio.Task[Any]:
    task = asyncio.ensure_future(scene.stream.__aenter__())
    await settle()
    return task


async def next_attempt(scene: Scene) -> Connection:
    """Wait for the next connection, and no longer."""
    while not scene.script.open:
        await scene.clock.advance(0.1)
    return scene.script.connections[-1]


async def test_no_first_event_is_lost() -> None:
    """``python -m tests.realtime.lost_event_probe 200`` tries more."""
    assert await probe(20) == (0, 0)


# -- entering


async def test_entering_waits_for_the_headers() -> None:
    scene = Scene(wait=True)
    task = await entering(scene)
    assert not task.done()
    (await scene.script.next()).accept()
    assert await task is scene.stream
    await scene.stream.close()


async def test_entering_goes_ahead_when_the_server_sends_nothing() -> None:
    scene = Scene(wait=True)
    task = await entering(scene)
    await scene.clock.advance(CONNECT_GRACE - 0.1)
    assert not task.done()
    await scene.clock.advance(0.1)
    await task
    await scene.stream.ready(5)
    connection = await scene.script.next()
    connection.send(event(1))
    assert await scene.take() == [{"id": "e1"}]
    await scene.stream.close()


async def refuse_all(scene: Scene) -> None:
    while scene.script.open:
        scene.script.connections[-1].refuse(DOWN)
        await settle()


async def test_entering_goes_ahead_when_the_network_is_down() -> None:
    scene = Scene(wait=True)
    task = await entering(scene)
    while scene.clock.now < 1000 + CONNECT_GRACE:
        assert not task.done()
        await refuse_all(scene)
        await scene.clock.advance(0.1)
    await task
    # The pauses between attempts are random, so there may be one more.
    await refuse_all(scene)
    with pytest.raises(WaitTimedOut) as caught:
        await scene.stream.ready(0.01)
    assert str(caught.value) == (
        "the event stream was not ready within 0.01 s; last seen: no connection (failed)"
    )
    assert caught.value.seconds == 0.01
    waiting = asyncio.ensure_future(scene.stream.ready())
    connection = await next_attempt(scene)
    assert not waiting.done()
    connection.accept()
    await waiting
    await scene.stream.close()


async def test_entering_raises_what_will_not_go_away() -> None:
    scene = Scene(wait=True)
    task = await entering(scene)
    (await scene.script.next()).refuse(REFUSED)
    with pytest.raises(Unauthorized):
        await task
    assert scene.script.open == 0
    assert [item async for item in scene.stream] == []
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_entering_raises_for_a_response_that_is_no_event_stream() -> None:
    scene = Scene(wait=True)
    task = await entering(scene)
    connection = await scene.script.next()
    connection.headers = Headers([("Content-Type", "text/html")])
    connection.accept()
    with pytest.raises(DecodeError, match="text/event-stream"):
        await task


async def test_entering_without_waiting_leaves_the_error_to_ready_and_the_iteration() -> None:
    async with Scene(wait=False) as scene:
        (await scene.script.next()).refuse(REFUSED)
        with pytest.raises(Unauthorized):
            await scene.stream.ready(5)
        with pytest.raises(Unauthorized):
            await scene.take()


async def test_an_error_after_events_does_not_keep_them_from_the_reader() -> None:
    scene = Scene(wait=True, max_event_bytes=100)
    task = await entering(scene)
    connection = await scene.script.next()
    connection.send(event(1), b"data: " + b"x" * 200 + b"\n\n")
    await task
    assert await scene.take() == [{"id": "e1"}]
    with pytest.raises(Exception, match="larger than"):
        await scene.take()


async def test_a_stream_that_the_server_ends_at_once_is_empty() -> None:
    scene = Scene(wait=True)
    task = await entering(scene)
    connection = await scene.script.next()
    connection.status = 204
    connection.accept()
    await task
    await scene.stream.ready()
    assert [item async for item in scene.stream] == []


async def test_cancelling_the_entry_closes_the_connection() -> None:
    scene = Scene(wait=True)
    task = await entering(scene)
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
    assert scene.script.open == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_closing_the_client_ends_the_entry() -> None:
    async with HangingServer() as server:
        client = CortexClient(base_url=server.url, api_key="k")
        task = asyncio.ensure_future(client.project("silent").events.stream().__aenter__())
        await server.hung.acquire()
        await client.close()
        with pytest.raises(ClientClosed):
            await task


# -- ready


async def test_ready_waits_for_the_next_connection() -> None:
    async with Scene() as scene:
        connection = (await scene.script.next()).accept()
        await scene.stream.ready(5)
        connection.finish()
        await settle()
        waiting = [asyncio.ensure_future(scene.stream.ready()) for _ in range(3)]
        connection = await next_attempt(scene)
        assert not any(one.done() for one in waiting)
        connection.accept()
        await asyncio.gather(*waiting)


async def test_a_request_counts_as_accepted_after_a_while_but_a_wait_for_one_does_not() -> None:
    async with Scene() as scene:
        connection = (await scene.script.next()).accept()
        connection.finish()
        await settle()
        waiting = asyncio.ensure_future(scene.stream.ready())
        await scene.clock.advance(scene.clock.slept[-1] + CONNECT_GRACE - 0.1)
        assert not waiting.done()
        await scene.clock.advance(0.1)
        await waiting
        assert not scene.stream.connected


@pytest.mark.parametrize("seconds", [0, 0.01])
async def test_ready_gives_up(seconds: float) -> None:
    async with Scene() as scene:
        await scene.script.next()
        with pytest.raises(WaitTimedOut, match="last seen: a request without a response"):
            await scene.stream.ready(timeout=seconds)


async def test_ready_needs_an_open_stream_and_a_limit_that_can_be_used() -> None:
    scene = Scene()
    with pytest.raises(RuntimeError, match="not open"):
        await scene.stream.ready()
    async with scene:
        for timeout in (-1, "1"):
            with pytest.raises(ArgumentError, match="timeout must be a number of seconds"):
                await scene.stream.ready(timeout)  # type: ignore[arg-type]


def test_the_option_is_checked() -> None:
    client = CortexClient(api_key="k", base_url="http://127.0.0.1:1")
    wrong: Any = 3
    with pytest.raises(ArgumentError, match="wait must be True or False, got 3"):
        client.events.stream(wait=wrong)
