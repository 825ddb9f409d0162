"""Everything that waits on a client ends with it, at once, with ``ClientClosed``; nothing is left behind."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from cortex_async import ClientClosed, CortexClient, Disconnected, Timeout
from tests.at_once import at_once
from tests.wire.hanging import WAITS, Credential, HangingServer, Wait, body, events, get, post, retry_after
from tests.wire.server import RawServer


@pytest.fixture
async def server() -> AsyncIterator[HangingServer]:
    async with HangingServer() as server:
        yield server


def client_of(server: RawServer, **settings: object) -> CortexClient:
    options: dict[str, object] = {"api_key": "k", "timeout": Timeout(None, None, None), **settings}
    return CortexClient(base_url=server.url, **options)  # type: ignore[arg-type]  # of all kinds


async def settled() -> None:
    for _ in range(30):
        await asyncio.sleep(0)


def sdk_tasks() -> list[str]:
    return [name for task in asyncio.all_tasks() if (name := task.get_name()).startswith("cortex")]


@pytest.mark.parametrize("wait", WAITS, ids=lambda wait: wait.__name__)
async def test_a_wait_ends_when_its_client_closes(wait: Wait, server: HangingServer, tmp_path: Path) -> None:
    client = client_of(server)
    waiting = asyncio.create_task(wait(client, tmp_path / "file"))
    async with asyncio.timeout(30):
        await server.hung.acquire()
    await asyncio.sleep(0.05)
    assert not waiting.done()
    async with at_once():
        await client.aclose()
        assert sdk_tasks() == []
        with pytest.raises(ClientClosed):
            await waiting
    assert not waiting.cancelled()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ClientClosed):
        await wait(client, tmp_path / "file")
    await settled()
    assert asyncio.all_tasks() == {asyncio.current_task(), *server._tasks}
    gc.collect()


async def test_a_wait_for_the_pool_ends(server: HangingServer, tmp_path: Path) -> None:
    client = client_of(server, pool_size=1)
    calls = [asyncio.create_task(get(client, tmp_path)) for _ in range(5)]
    await server.hung.acquire()
    async with at_once():
        await client.aclose()
        results = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(result) for result in results] == [ClientClosed] * 5


@pytest.mark.parametrize("kind", ["waiting", "blocking"])
async def test_a_wait_for_a_credential_ends(kind: str, server: HangingServer, tmp_path: Path) -> None:
    credential = Credential()
    client = client_of(server, api_key=getattr(credential, kind))
    calls = [asyncio.create_task(post(client, tmp_path)) for _ in range(3)]
    await credential.asked.wait()
    async with at_once():
        await client.aclose()
        results = await asyncio.gather(*calls, return_exceptions=True)
    credential.released.set()
    assert [(type(one), getattr(one, "outcome", None)) for one in results] == [(ClientClosed, "not_sent")] * 3
    assert server.requests == []
    with pytest.raises(ClientClosed):
        await post(client, tmp_path)
    await settled()
    assert asyncio.all_tasks() == {asyncio.current_task(), *server._tasks}


async def test_connecting_ends(tmp_path: Path) -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await reader.read(-1)
        writer.close()

    arrived = asyncio.Event()
    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    url = f"https://localhost:{server.sockets[0].getsockname()[1]}"
    client = CortexClient(base_url=url, api_key="k", timeout=None)
    waiting = asyncio.create_task(post(client, tmp_path))
    await arrived.wait()
    async with at_once():
        await client.aclose()
        with pytest.raises(ClientClosed) as caught:
            await waiting
    assert caught.value.outcome == "not_sent"
    server.close()


@pytest.mark.parametrize(
    ("wait", "outcome", "text"),
    [
        (
            post,
            "unknown",
            "request POST /api/slow: the client was closed (1 attempt, may have been carried out)",
        ),
        (
            retry_after,
            "rejected",
            "request POST /api/busy: the client was closed (1 attempt, not carried out)",
        ),
    ],
)
async def test_the_error_says_what_became_of_the_call(
    wait: Wait, outcome: str, text: str, server: HangingServer, tmp_path: Path
) -> None:
    client = client_of(server)
    waiting = asyncio.create_task(wait(client, tmp_path))
    await server.hung.acquire()
    await asyncio.sleep(0.05)
    await client.aclose()
    with pytest.raises(ClientClosed) as caught:
        await waiting
    assert (caught.value.operation, caught.value.outcome, str(caught.value)) == ("request", outcome, text)
    assert caught.value.__cause__ is caught.value.__context__ is None


async def test_the_states_of_a_stream_end_with_disconnected(server: HangingServer) -> None:
    client = client_of(server)
    published: list[object] = []
    async with client.project("p").events.stream(idle_limit=0, on_state=published.append) as stream:
        await server.hung.acquire()
        reading = asyncio.ensure_future(anext(stream))
        read = asyncio.create_task(_all(stream.states()))
        await asyncio.sleep(0.05)
        await client.aclose()
        async with at_once():
            states = await read
        for seen in (states, published):
            last = seen[-1]
            assert isinstance(last, Disconnected)
            assert isinstance(last.error, ClientClosed)
            assert (last.reason, last.retry_in) == ("ended", None)
        assert not stream.connected
        with pytest.raises(ClientClosed):
            await reading
        for _ in range(3):
            with pytest.raises(ClientClosed):
                await anext(stream)


async def _all(feed: AsyncIterator[object]) -> list[object]:
    return [one async for one in feed]


async def test_events_that_a_stream_has_read_ahead_are_dropped(server: HangingServer) -> None:
    client = client_of(server)
    async with client.project("full").events.stream(buffer_size=1) as stream:
        assert (await anext(stream)).id == "e1"
        await client.aclose()
        assert stream.last_event_id == "1"
        with pytest.raises(ClientClosed):
            await anext(stream)


async def test_a_body_may_close_the_client_that_it_reads_from(server: HangingServer) -> None:
    client = client_of(server)

    async def read() -> None:
        async with client.project("full").events.stream() as stream:
            async for _ in stream:
                await client.aclose()

    with pytest.raises(ClientClosed):
        await read()


async def test_hooks_may_close_the_client(server: HangingServer) -> None:
    client = client_of(server)
    closing: list[asyncio.Task[None]] = []

    def on_state(state: object) -> None:
        if not closing:
            closing.append(asyncio.create_task(client.aclose()))

    with pytest.raises(ClientClosed):
        async with asyncio.timeout(30), client.project("p").events.stream(on_state=on_state) as stream:
            await anext(stream)
    await closing[0]

    other = client_of(server)

    async def on_response(response: object) -> None:
        await other.aclose()

    with pytest.raises(ClientClosed):
        async with asyncio.timeout(30), other.project("p").events.stream(on_response=on_response) as stream:
            await anext(stream)
    assert sdk_tasks() == []


def left_over(server: HangingServer) -> set[asyncio.Task[object]]:
    current = asyncio.current_task()
    assert current is not None
    return asyncio.all_tasks() - {current, *server._tasks}


async def leave(client: CortexClient, server: HangingServer, idle_limit: float) -> None:
    async with client.project("full").events.stream(idle_limit=idle_limit) as stream:
        await anext(stream)


async def leave_at_once(client: CortexClient, server: HangingServer, idle_limit: float) -> None:
    async with client.project("p").events.stream(idle_limit=idle_limit, wait=False):
        pass


async def leave_by_an_error(client: CortexClient, server: HangingServer, idle_limit: float) -> None:
    with pytest.raises(LookupError):
        async with client.project("p").events.stream(idle_limit=idle_limit):
            raise LookupError


async def leave_by_cancelling(client: CortexClient, server: HangingServer, idle_limit: float) -> None:
    async def read() -> None:
        async with client.project("p").events.stream(idle_limit=idle_limit, wait=False) as stream:
            await anext(stream)

    reading = asyncio.create_task(read())
    await server.hung.acquire()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def leave_by_closing(client: CortexClient, server: HangingServer, idle_limit: float) -> None:
    async with client.project("full").events.stream(idle_limit=idle_limit) as stream:
        await client.aclose()
        with pytest.raises(ClientClosed):
            await anext(stream)


async def leave_by_a_hook(client: CortexClient, server: HangingServer, idle_limit: float) -> None:
    """The hook runs in the stream's own task, which leaving the stream cancels while the client closes."""

    async def on_response(response: object) -> None:
        await client.aclose()

    stream = client.project("p").events.stream(idle_limit=idle_limit, on_response=on_response)
    with pytest.raises(ClientClosed):
        await stream.__aenter__()


@pytest.mark.parametrize("idle_limit", [0, 60])
@pytest.mark.parametrize(
    "way", [leave, leave_at_once, leave_by_an_error, leave_by_cancelling, leave_by_closing, leave_by_a_hook]
)
async def test_leaving_a_stream_leaves_no_task(
    way: Callable[[CortexClient, HangingServer, float], Awaitable[None]],
    idle_limit: float,
    server: HangingServer,
) -> None:
    """Not even for a turn of the loop: test suites look for tasks that were left."""
    client = client_of(server)
    await way(client, server, idle_limit)
    assert left_over(server) == set()
    await client.aclose()
    assert left_over(server) == set()


async def test_a_stream_of_several_leaves_no_task_but_theirs(server: HangingServer) -> None:
    async with client_of(server) as client:
        streams = [client.project("p").events.stream(idle_limit=limit) for limit in (60, 30, 90)]
        for stream in streams:
            await stream.__aenter__()
        for stream in streams:
            assert [name for name in sdk_tasks() if "idle" in name] == ["cortex-idle-watch"]
            await stream.close()
        assert left_over(server) == set()


async def test_closing_that_is_cancelled_ends_first(server: HangingServer, tmp_path: Path) -> None:
    client = client_of(server)
    waiting = asyncio.create_task(get(client, tmp_path))
    await server.hung.acquire()
    closing = asyncio.create_task(client.aclose())
    await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    assert sdk_tasks() == []
    with pytest.raises(ClientClosed):
        await waiting
    assert left_over(server) == set()


async def test_closing_twice_at_once_and_again(server: HangingServer, tmp_path: Path) -> None:
    client = client_of(server)
    waiting = asyncio.create_task(body(client, tmp_path))
    await server.hung.acquire()
    async with at_once():
        await asyncio.gather(*(client.aclose() for _ in range(5)))
        await client.aclose()
    with pytest.raises(ClientClosed):
        await waiting


async def test_variants_end_with_their_owner_and_do_not_end_it(server: HangingServer, tmp_path: Path) -> None:
    client = client_of(server)
    variant = client.with_options(retry=False)
    calls = [asyncio.create_task(get(one, tmp_path)) for one in (client, variant)]
    for _ in calls:
        await server.hung.acquire()
    await variant.aclose()
    assert not any(call.done() for call in calls)
    await client.aclose()
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(result) for result in results] == [ClientClosed, ClientClosed]


async def test_the_owner_of_a_task_can_still_cancel_it(server: HangingServer, tmp_path: Path) -> None:
    """Whichever comes first, a task that its owner cancels ends as cancelled."""
    for first in ("cancel", "close"):
        client = client_of(server)
        waiting = asyncio.create_task(post(client, tmp_path))
        await server.hung.acquire()
        if first == "cancel":
            waiting.cancel()
        closing = asyncio.create_task(client.aclose())
        await asyncio.sleep(0)
        if first == "close":
            waiting.cancel()
        await closing
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert waiting.cancelled()


async def test_a_time_limit_of_the_caller_stays_in_effect(server: HangingServer, tmp_path: Path) -> None:
    client = client_of(server)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await get(client, tmp_path)
    await client.aclose()


async def test_leaving_a_client_ends_its_tasks(server: HangingServer, tmp_path: Path) -> None:
    async with client_of(server) as client:
        waiting = [asyncio.create_task(wait(client, tmp_path / "f")) for wait in (get, body, events)]
        for _ in waiting:
            await server.hung.acquire()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [ClientClosed] * 3
