"""Where a stream resumes, and when it gives up an id: only if the id makes the difference, never because a
server was down.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async._core.call_errors import (
    ConnectionFailed,
    NotFound,
    RateLimited,
    ServerError,
    TimedOut,
    Unauthorized,
    error_class,
)
from cortex_async._core.stream import Connected, Gap, Resumed
from cortex_async._core.stream.resumption import FRUITLESS
from tests.realtime.scripted import Connection, Scene, event, settle

DOWN = ServerError("down", status=500)
OUTAGES = [
    ServerError("down", status=500),
    ServerError("gateway", status=502),
    ServerError("busy", status=503),
    ServerError("busy", status=503, retry_after=3),
    ConnectionFailed("refused", outcome="not_sent"),
    TimedOut("slow", limit="connect"),
    OSError("reset"),
]

SHORT_OUTAGES = [error for error in OUTAGES if not getattr(error, "retry_after", None)]


async def connected(scene: Scene) -> None:
    """Connect, consume one event, lose the connection."""
    first = await scene.script.next()
    first.send(event(1))
    await scene.take()
    first.finish()


def gaps(scene: Scene) -> list[Gap]:
    return [state for state in scene.states if isinstance(state, Gap)]


@pytest.mark.parametrize(
    "error", OUTAGES, ids=lambda error: f"{type(error).__name__}-{getattr(error, 'status', '')}"
)
@pytest.mark.parametrize("times", [1, 2, FRUITLESS])
async def test_an_id_survives_an_outage(error: Exception, times: int) -> None:
    async with Scene() as scene:
        await connected(scene)
        for _ in range(times):
            connection = await scene.reconnected()
            assert connection.resume_id == "1"
            connection.refuse(error)
        last = await scene.reconnected()
        if last.resume_id is None:
            # Held open while the id is tried once more.
            last.accept()
            last = await scene.script.next()
        assert last.resume_id == "1"
        last.send(event(2))
        await scene.take()
        assert gaps(scene) == []
        assert scene.states[-1] == Resumed("1")
        assert scene.script.open == 1


async def doubted(scene: Scene, failing: Callable[[Connection], object]) -> Connection:
    """Fail every connection with the id and return the one that is made without it."""
    await connected(scene)
    for _ in range(FRUITLESS):
        failing(await scene.reconnected())
    spare = await scene.reconnected()
    assert spare.resume_id is None
    return spare


async def test_an_id_that_alone_fails_is_given_up() -> None:
    async with Scene() as scene:
        spare = await doubted(scene, lambda connection: connection.refuse(DOWN))
        spare.send(event(7))
        tried = await scene.script.next()
        assert tried.resume_id == "1"
        tried.refuse(DOWN)
        assert [item["id"] for item in await scene.take()] == ["e7"]
        assert scene.states[-2:] == [Connected(5), Gap(since="1")]
        assert not any(isinstance(state, Resumed) for state in scene.states)
        spare.finish()
        assert (await scene.reconnected()).resume_id == "7"


async def test_an_id_that_was_given_up_is_not_sent_again() -> None:
    async with Scene() as scene:
        spare = await doubted(scene, lambda connection: connection.refuse(DOWN))
        spare.accept()
        (await scene.script.next()).refuse(DOWN)
        spare.finish()
        for _ in range(FRUITLESS + 2):
            connection = await scene.reconnected()
            assert connection.resume_id is None
            connection.refuse(DOWN)


async def test_a_refused_id_stays_given_up_until_another_event_is_taken() -> None:
    async with Scene() as scene:
        await connected(scene)
        (await scene.reconnected()).refuse(NotFound("no such event", status=404))
        for reported in (1, 2):
            without = await scene.reconnected()
            assert without.resume_id is None
            without.accept().finish()
            await settle()
            assert gaps(scene) == [Gap(since="1")] * reported
        without = await scene.reconnected()
        without.send(event(7))
        await scene.take()
        without.finish()
        assert (await scene.reconnected()).resume_id == "7"


async def test_each_id_is_doubted_for_its_own_failures() -> None:
    """A consumer of events that were read ahead moves the id while the server is down."""
    async with Scene() as scene:
        first = await scene.script.next()
        first.send(*[event(number) for number in range(1, 6)])
        await settle()
        first.finish()
        for number in range(1, 6):
            await scene.take()
            for _ in range(FRUITLESS - 1):
                connection = await scene.reconnected()
                assert connection.resume_id == str(number)
                connection.refuse(DOWN)


async def test_what_fails_without_the_id_as_well_does_not_cost_it() -> None:
    async with Scene() as scene:
        await connected(scene)
        sent: list[str | None] = []
        for _ in range(5 * (FRUITLESS + 1)):
            connection = await scene.reconnected()
            sent.append(connection.resume_id)
            connection.refuse(DOWN)
        assert sent[:4] == ["1", "1", "1", None]
        assert sent.count(None) <= len(sent) / FRUITLESS
        connection = await scene.reconnected()
        if connection.resume_id is None:
            connection.accept()
            connection = await scene.script.next()
        assert connection.resume_id == "1"
        connection.send(event(2))
        await scene.take()
        assert gaps(scene) == []


@pytest.mark.parametrize("status", [400, 404, 410, 412, 422])
async def test_a_refusal_that_is_not_about_the_id_does_not_cost_it(status: int) -> None:
    error = error_class(status)("not now", status=status)
    async with Scene() as scene:
        await connected(scene)
        (await scene.reconnected()).refuse(error)
        second = await scene.reconnected()
        assert second.resume_id is None
        second.refuse(error)
        third = await scene.reconnected()
        assert third.resume_id == "1"
        third.send(event(2))
        await scene.take()
        assert gaps(scene) == []


async def test_a_server_that_wants_fewer_requests_does_not_cost_the_id() -> None:
    async with Scene() as scene:
        spare = await doubted(scene, lambda connection: connection.refuse(DOWN))
        spare.accept()
        (await scene.script.next()).refuse(RateLimited("one at a time", status=429))
        await settle()
        assert spare.closed
        assert gaps(scene) == []


async def test_a_refused_credential_still_ends_the_stream() -> None:
    async with Scene() as scene:
        spare = await doubted(scene, lambda connection: connection.refuse(DOWN))
        spare.accept()
        (await scene.script.next()).refuse(Unauthorized("who?", status=401))
        with pytest.raises(Unauthorized):
            await scene.take()


async def test_a_stream_that_never_was_connected_still_ends_at_a_wrong_address() -> None:
    async with Scene(last_event_id="old") as scene:
        for _ in range(FRUITLESS):
            (await scene.script.next()).refuse(DOWN)
            await scene.clock.advance(30)
        (await scene.script.next()).refuse(NotFound("no such project", status=404))
        with pytest.raises(NotFound):
            await scene.take()


async def test_an_id_that_is_accepted_and_then_brings_nothing_is_given_up() -> None:
    async with Scene() as scene:
        spare = await doubted(scene, lambda connection: connection.accept().finish())
        spare.send(event(7))
        (await scene.script.next()).accept().finish()
        assert [item["id"] for item in await scene.take()] == ["e7"]
        assert gaps(scene) == [Gap(since="1")]
        assert not any(isinstance(state, Resumed) for state in scene.states)


async def test_a_server_that_closes_everything_does_not_cost_the_id() -> None:
    async with Scene() as scene:
        spare = await doubted(scene, lambda connection: connection.accept().finish())
        spare.accept().finish()
        (await scene.script.next()).accept().finish()
        following = await scene.reconnected()
        if following.resume_id is None:
            following.accept()
            following = await scene.script.next()
        assert following.resume_id == "1"
        following.send(event(2))
        await scene.take()
        assert gaps(scene) == []
        assert scene.states[-1] == Resumed("1")


async def test_a_connection_that_holds_is_not_doubted_for_its_silence() -> None:
    async with Scene(idle_limit=0) as scene:
        await connected(scene)
        for _ in range(3 * FRUITLESS):
            connection = await scene.reconnected()
            assert connection.resume_id == "1"
            connection.accept()
            await scene.clock.advance(20)
            connection.finish()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(SHORT_OUTAGES)), min_size=1, max_size=5))
def test_no_outage_however_long_costs_an_event(outages: list[tuple[int, Exception]]) -> None:
    """With a server that replays: after any number of failures in a row, every event comes once and no gap is
    reported.
    """

    async def run() -> None:
        async with Scene() as scene:
            await connected(scene)
            log = [1]
            for failures, error in outages:
                log.append(log[-1] + 1)
                for _ in range(failures):
                    (await scene.reconnected()).refuse(error)
                connection = await scene.reconnected()
                if connection.resume_id is None:
                    connection.send(*[event(number) for number in log])
                    connection = await scene.script.next()
                assert connection.resume_id == str(log[-2])
                connection.send(event(log[-1]))
                assert [item["id"] for item in await scene.take()] == [f"e{log[-1]}"]
                connection.finish()
            assert gaps(scene) == []

    asyncio.run(run())
