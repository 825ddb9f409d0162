"""The rules of a stream, one by one, against a scripted server and a manual clock."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async._core.call_errors import (
    ConnectionFailed,
    DecodeError,
    Forbidden,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
)
from cortex_async._core.response import Headers
from cortex_async._core.retry import Retry
from cortex_async._core.stream import (
    Connected,
    Disconnected,
    EventStream,
    Gap,
    Resumed,
    StateFeed,
    StreamOptions,
    StreamSettings,
    StreamState,
)
from cortex_async._core.stream.idle import IdleWatch, Silence
from cortex_async._core.stream.intake import Intake
from cortex_async._core.stream.sse import EventTooLarge
from tests.realtime.scripted import Connection, ManualClock, Scene, Script, decode, event, settle

HEARTBEAT = b": ping\n\n"


def ids(items: list[dict[str, object]]) -> list[object]:
    return [item["id"] for item in items]


# -- events


async def test_events_come_in_order_and_the_id_moves_when_they_are_consumed() -> None:
    async with Scene() as scene:
        (await scene.script.next()).send(event(1) + event(2), event(3))
        await settle()
        assert scene.stream.last_event_id is None
        assert ids(await scene.take(2)) == ["e1", "e2"]
        assert scene.stream.last_event_id == "2"
        assert ids(await scene.take()) == ["e3"]
        assert scene.stream.last_event_id == "3"


async def test_what_is_not_an_event_is_ignored_and_counted() -> None:
    async with Scene() as scene:
        connection = await scene.script.next()
        connection.send(
            b"data:\n\ndata: ping\n\ndata: []\n\ndata: {}\n\nevent: heartbeat\ndata: {}\n\n", event(1)
        )
        assert ids(await scene.take()) == ["e1"]
        assert scene.stream.counters.ignored == 5
        assert scene.states == [Connected(1)]


async def test_invalid_utf8_in_a_transcript_does_not_cost_the_event() -> None:
    async with Scene() as scene:
        (await scene.script.next()).send(b'data: {"id": "e1", "text": "caf\xe9"}\n\n')
        assert (await scene.take())[0]["text"] == "caf\ufffd"


async def test_an_event_that_cannot_be_decoded_is_a_gap_and_not_the_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Scene() as scene:
        (await scene.script.next()).send(event(1), event(2, broken=True, text="canary"), event(3))
        assert ids(await scene.take(2)) == ["e1", "e3"]
        assert [state for state in scene.states if isinstance(state, Gap)] == [Gap(dropped=1)]
        assert scene.stream.counters.dropped == 1
    assert "KeyError" in caplog.text
    assert "canary" not in caplog.text


async def test_duplicates_are_known_by_the_envelope_id_not_by_the_sse_id() -> None:
    async with Scene() as scene:
        connection = await scene.script.next()
        connection.send(event(1), event(1, sse_id="77"), event(2, sse_id="1"))
        assert ids(await scene.take(2)) == ["e1", "e2"]
        assert scene.stream.counters.duplicates == 1


async def test_the_memory_for_duplicates_is_bounded() -> None:
    async with Scene(remembered=4, buffer_size=2) as scene:
        connection = await scene.script.next()
        for number in range(12):
            connection.send(event(number))
            assert ids(await scene.take(1)) == [f"e{number}"]
        # At least the last four are remembered, and at most twice as many.
        connection.send(event(11), event(10), event(9), event(8), event(3), event(0))
        assert ids(await scene.take(2)) == ["e3", "e0"]


async def test_without_identity_everything_comes() -> None:
    script = Script()
    stream = EventStream(script.connect, decode)
    async with stream:
        (await script.next()).send(event(1), event(1))
        assert [(await anext(stream))["id"] for _ in range(2)] == ["e1", "e1"]


# -- reconnecting


async def test_a_normal_close_reconnects_from_what_was_taken() -> None:
    async with Scene() as scene:
        first = await scene.script.next()
        first.send(event(1), event(2), event(3))
        assert ids(await scene.take(2)) == ["e1", "e2"]
        first.finish()
        second = await scene.reconnected()
        assert first.closed
        assert second.resume_id == "2"
        second.send(event(3), event(4))
        assert ids(await scene.take(2)) == ["e3", "e4"]
        assert scene.kinds() == ["Connected", "Disconnected", "Connected", "Resumed"]
        lost = scene.states[1]
        assert isinstance(lost, Disconnected)
        assert (lost.reason, lost.error) == ("closed", None)
        assert lost.retry_in in scene.clock.slept
        assert scene.states[3] == Resumed(since="2", verified=False)


async def test_a_reconnect_without_an_id_is_a_gap() -> None:
    async with Scene() as scene:
        first = await scene.script.next()
        first.send(event(1, sse_id=None))
        await scene.take()
        first.finish()
        second = await scene.reconnected()
        assert second.resume_id is None
        second.accept()
        await settle()
        assert scene.states[-2:] == [Connected(1), Gap(since=None, dropped=None)]


async def test_an_id_without_an_event_counts_when_all_before_it_are_taken() -> None:
    async with Scene() as scene:
        connection = await scene.script.next()
        connection.send(event(1), b"id: 9\n\n")
        await settle()
        assert scene.stream.last_event_id is None
        await scene.take()
        assert scene.stream.last_event_id == "9"
        connection.send(b"id: 10\ndata: {}\n\n")
        await settle()
        assert scene.stream.last_event_id == "10"
        connection.send(b"id\n\n")
        await settle()
        assert scene.stream.last_event_id is None


async def test_the_id_of_an_earlier_stream_is_sent_at_once() -> None:
    async with Scene(last_event_id="41") as scene:
        connection = await scene.script.next()
        assert connection.resume_id == "41"
        connection.accept()
        await settle()
        assert scene.states == [Connected(1)]
        connection.send(HEARTBEAT)
        await settle()
        assert scene.states == [Connected(1), Resumed("41")]


@pytest.mark.parametrize(
    "error", [ConnectionFailed("no route"), ServerError("502", status=502), RateLimited("slow", status=429)]
)
async def test_passing_failures_are_waited_for_from_the_start(error: Exception) -> None:
    async with Scene() as scene:
        for _ in range(3):
            (await scene.script.next()).refuse(error)
            await scene.clock.advance(30)
        (await scene.script.next()).send(event(1))
        assert ids(await scene.take()) == ["e1"]
        assert scene.kinds() == ["Disconnected"] * 3 + ["Connected"]
        assert scene.states[-1] == Connected(attempts=4)


async def test_a_time_out_of_the_transport_is_one_more_failure() -> None:
    async with Scene() as scene:
        (await scene.script.next()).accept().fail(TimeoutError())
        (await scene.reconnected()).send(event(1))
        assert ids(await scene.take()) == ["e1"]
        lost = scene.states[1]
        assert isinstance(lost, Disconnected)
        assert (lost.reason, type(lost.error)) == ("failed", TimeoutError)


async def test_a_fault_of_the_stream_itself_reaches_the_consumer() -> None:
    async with Scene() as scene:

        async def broken_sleep(seconds: float) -> None:
            raise ZeroDivisionError

        scene.clock.sleep = broken_sleep  # type: ignore[method-assign]
        (await scene.script.next()).refuse(ConnectionFailed("down"))
        with pytest.raises(ZeroDivisionError):
            await scene.take()


@pytest.mark.parametrize("error", [Unauthorized("who?", status=401), Forbidden("no", status=403)])
@pytest.mark.parametrize("connected_before", [False, True])
async def test_a_refused_credential_ends_the_stream(error: Exception, connected_before: bool) -> None:
    async with Scene() as scene:
        if connected_before:
            first = await scene.script.next()
            first.send(event(1))
            await scene.take()
            first.finish()
            await scene.clock.advance(30)
        (await scene.script.next()).refuse(error)
        with pytest.raises(type(error)):
            await scene.take()
        assert scene.states[-1] == Disconnected("refused", error, None)
        await scene.clock.advance(3600)
        assert len(scene.script.connections) == 1 + connected_before
        with pytest.raises(StopAsyncIteration):
            await anext(scene.stream)


async def test_events_read_before_the_end_are_still_delivered() -> None:
    async with Scene(retry=Retry(attempts=1)) as scene:
        connection = await scene.script.next()
        connection.send(event(1), event(2))
        connection.fail(ConnectionFailed("reset"))
        await settle()
        assert ids(await scene.take(2)) == ["e1", "e2"]
        with pytest.raises(ConnectionFailed):
            await scene.take()


async def test_204_ends_without_an_error() -> None:
    async with Scene() as scene:
        connection = await scene.script.next()
        connection.status = 204
        connection.accept()
        assert [item async for item in scene.stream] == []
        assert scene.states == [Disconnected("ended")]
        assert scene.script.open == 0


@pytest.mark.parametrize(
    "failure", [NotFound("no such project", status=404), TypeError("a fault in connect()"), "text/html"]
)
async def test_what_will_not_pass_ends_a_stream_that_never_was_connected(failure: Exception | str) -> None:
    async with Scene() as scene:
        fail(await scene.script.next(), failure)
        with pytest.raises(DecodeError if isinstance(failure, str) else type(failure)):
            await scene.take()


@pytest.mark.parametrize(
    "failure",
    [NotFound("in the middle of a deployment", status=404), TypeError("a fault"), "text/html; charset=utf-8"],
)
async def test_what_will_not_pass_is_waited_for_once_it_worked(failure: Exception | str) -> None:
    async with Scene() as scene:
        first = await scene.script.next()
        first.send(event(1, sse_id=None))
        await scene.take()
        first.finish()
        for _ in range(3):
            fail(await scene.reconnected(), failure)
        (await scene.reconnected()).send(event(2))
        assert ids(await scene.take()) == ["e2"]


def fail(connection: Connection, failure: Exception | str) -> None:
    if isinstance(failure, str):
        connection.headers = Headers([("content-type", failure)])
        connection.accept()
    else:
        connection.refuse(failure)


async def test_a_refused_id_is_given_up_and_reported() -> None:
    async with Scene(last_event_id="old") as scene:
        (await scene.script.next()).refuse(NotFound("unknown event id", status=404))
        second = await scene.reconnected()
        assert second.resume_id is None
        second.accept()
        await settle()
        assert scene.states[-2:] == [Connected(2), Gap(since="old")]
        second.send(event(7))
        await scene.take()
        second.finish()
        assert (await scene.reconnected()).resume_id == "7"


async def test_retry_false_makes_one_connection() -> None:
    async with Scene(retry=StreamSettings.of(StreamOptions(retry=False)).retry) as scene:
        connection = await scene.script.next()
        connection.send(event(1))
        connection.finish()
        assert ids([item async for item in scene.stream]) == ["e1"]
        assert len(scene.script.connections) == 1


async def test_a_number_of_failed_connections_in_a_row_can_be_the_end() -> None:
    async with Scene(retry=Retry(attempts=3)) as scene:
        for _ in range(3):
            (await scene.script.next()).refuse(ConnectionFailed("down"))
            await scene.clock.advance(30)
        with pytest.raises(ConnectionFailed):
            await scene.take()
        assert len(scene.script.connections) == 3


# -- waiting


async def test_waits_grow_and_start_anew_after_a_connection_that_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("backoff.full_jitter", lambda ceiling: ceiling)
    async with Scene(idle_limit=0) as scene:
        for _ in range(8):
            (await scene.script.next()).accept().finish()
            await scene.clock.advance(30)
        assert scene.clock.slept == [0.5, 1, 2, 4, 8, 16, 30, 30]
        connection = (await scene.script.next()).accept()
        await scene.clock.advance(10)
        connection.finish()
        await scene.clock.advance(0.5)
        assert scene.clock.slept[8:] == [0.5]
        (await scene.script.next()).fail(OSError("reset"))


async def test_the_servers_retry_time_is_a_bounded_minimum() -> None:
    async with Scene(idle_limit=0) as scene:
        first = await scene.script.next()
        first.send(b"retry: 7000\n\n")
        first.finish()
        await settle()
        assert 7 <= scene.clock.slept[-1] <= 7.5
        await scene.clock.advance(8)
        (await scene.script.next()).refuse(RateLimited("slow", status=429, retry_after=40))
        await settle()
        assert 40 <= scene.clock.slept[-1] <= 41
        await scene.clock.advance(41)
        (await scene.script.next()).refuse(ServerError("down", status=503, retry_after=86_400))
        await settle()
        assert 300 <= scene.clock.slept[-1] <= 302
        await scene.clock.advance(303)
        (await scene.script.next()).refuse(ConnectionFailed("down"))
        await settle()
        assert 7 <= scene.clock.slept[-1] <= 11


# -- silence


async def test_a_silent_connection_is_closed_and_made_again() -> None:
    async with Scene() as scene:
        first = await scene.script.next()
        first.send(event(1))
        await scene.take()
        await scene.clock.advance(44)
        assert not first.closed
        assert scene.stream.connected
        assert scene.stream.silence == 44
        await scene.clock.advance(1)
        assert first.closed
        assert not scene.stream.connected
        assert scene.stream.silence is None
        lost = scene.states[-1]
        assert isinstance(lost, Disconnected)
        assert lost.reason == "idle"
        assert isinstance(lost.error, Silence)
        assert (await scene.reconnected()).resume_id == "1"


async def test_headers_may_take_as_long_as_the_idle_limit() -> None:
    async with Scene() as scene:
        first = await scene.script.next()
        await scene.clock.advance(44)
        first.send(event(1))
        assert ids(await scene.take()) == ["e1"]
        first.finish()
        second = await scene.reconnected()
        await scene.clock.advance(45)
        assert second.closed


@pytest.mark.parametrize("sign_of_life", [HEARTBEAT, b":", b"\n", b"data: half an ev"])
async def test_any_byte_is_life(sign_of_life: bytes) -> None:
    async with Scene() as scene:
        connection = await scene.script.next()
        for _ in range(90):
            connection.send(sign_of_life)
            await scene.clock.advance(40)
        assert not connection.closed
        assert len(scene.script.connections) == 1


async def test_heartbeats_for_an_hour_and_no_reconnect() -> None:
    async with Scene() as scene:
        connection = await scene.script.next()
        for _ in range(240):
            connection.send(HEARTBEAT)
            await scene.clock.advance(15)
        assert len(scene.script.connections) == 1


async def test_a_server_with_a_steady_pace_is_missed_sooner() -> None:
    async with Scene() as scene:
        connection = await scene.script.next()
        for _ in range(12):
            connection.send(HEARTBEAT)
            await scene.clock.advance(5)
        assert not connection.closed
        await scene.clock.advance(10)
        assert connection.closed


async def test_heartbeats_held_up_and_delivered_at_once_tell_no_pace() -> None:
    async with Scene() as scene:
        connection = await scene.script.next()
        connection.send(*[HEARTBEAT] * 8)
        await scene.clock.advance(44)
        assert not connection.closed


async def test_zero_switches_the_limit_off() -> None:
    async with Scene(idle_limit=0) as scene:
        connection = (await scene.script.next()).accept()
        await scene.clock.advance(86_400)
        assert not connection.closed
        assert scene.stream.connected


async def test_a_consumer_that_sleeps_is_not_a_silent_server() -> None:
    async with Scene(buffer_size=2) as scene:
        connection = await scene.script.next()
        connection.send(b"".join(event(number) for number in range(5)))
        await scene.clock.advance(600)
        assert not connection.closed
        assert ids(await scene.take(5)) == ["e0", "e1", "e2", "e3", "e4"]
        # From here on it counts, from zero.
        await scene.clock.advance(44)
        assert not connection.closed
        await scene.clock.advance(1)
        assert connection.closed


# -- the buffer


async def test_block_stops_reading_and_loses_nothing() -> None:
    async with Scene(buffer_size=10) as scene:
        connection = await scene.script.next()
        connection.send(*[event(number) for number in range(100)])
        await settle()
        assert connection.read == 11
        assert ids(await scene.take(100)) == [f"e{number}" for number in range(100)]
        assert scene.stream.counters.dropped == 0


async def test_drop_oldest_reports_what_it_dropped_where_it_is_missing() -> None:
    async with Scene(buffer_size=10, overflow="drop_oldest") as scene:
        connection = await scene.script.next()
        connection.send(event(0))
        assert ids(await scene.take()) == ["e0"]
        connection.send(*[event(number) for number in range(1, 100)])
        for _ in range(20):
            await settle()
        assert connection.read == 100
        assert scene.kinds() == ["Connected"]
        assert ids(await scene.take()) == ["e90"]
        assert scene.states[-1] == Gap(since="0", dropped=89)
        assert ids(await scene.take(9)) == [f"e{number}" for number in range(91, 100)]
        assert scene.stream.counters.dropped == 89
        assert scene.stream.counters.received == 100


async def test_drops_that_nobody_saw_are_reported_at_the_end() -> None:
    async with Scene(buffer_size=1, overflow="drop_oldest") as scene:
        (await scene.script.next()).send(event(1), event(2), event(3))
        await settle()
    assert scene.states == [Connected(1), Gap(dropped=2)]


async def test_a_consumer_that_keeps_up_loses_nothing_to_a_burst() -> None:
    async with Scene(buffer_size=10, overflow="drop_oldest") as scene:
        connection = await scene.script.next()

        taken: list[object] = []

        async def keep_up() -> None:
            async for item in scene.stream:
                taken.append(item["id"])
                if len(taken) == 200:
                    return

        consumer = asyncio.create_task(keep_up())
        connection.send(b"".join(event(number) for number in range(200)))
        await asyncio.wait_for(consumer, 30)
        assert scene.stream.counters.dropped == 0


@pytest.mark.parametrize("overflow", ["block", "drop_oldest"])
async def test_a_sleeping_consumer_costs_no_more_memory_the_more_there_is(overflow: str) -> None:
    """A tenth of a per cent of benchmarks/stream_soak.py."""
    async with Scene(buffer_size=50, overflow=overflow, remembered=100) as scene:
        connection = await scene.script.next()
        sizes: list[int] = []
        tracemalloc.start()
        try:
            for batch in range(10):
                connection.send(b"".join(event(f"{batch}-{number}") for number in range(200)))
                await settle()
                # Each event that takes the place of another one is a turn of the loop.
                while overflow == "drop_oldest" and scene.stream.counters.received < 200 * (batch + 1):
                    await settle()
                scene.script.connections[0].forget()
                sizes.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
    assert max(sizes[3:]) < sizes[2] + 20_000


@pytest.mark.parametrize("overflow", ["block", "drop_oldest"])
async def test_the_buffer_is_bounded_in_bytes_too(overflow: str) -> None:
    async with Scene(buffer_bytes=10_000, overflow=overflow) as scene:
        connection = await scene.script.next()
        connection.send(*[event(number, text="x" * 3000) for number in range(20)])
        for _ in range(5):
            await settle()
        if overflow == "block":
            assert connection.read == 4
            assert len(await scene.take(20)) == 20
        else:
            assert ids(await scene.take(3)) == ["e17", "e18", "e19"]
        connection.send(event("big", text="x" * 50_000))
        assert ids(await scene.take()) == ["ebig"]


async def test_an_event_that_found_no_room_before_its_connection_was_lost_comes_again() -> None:
    """It must not count as seen, or its replay would be dropped as a duplicate and the event lost."""
    intake = Intake(decode, lambda item: item["id"], "", StreamSettings(buffer_size=1), ManualClock())
    watch = IdleWatch(45, ManualClock())
    feeding = asyncio.create_task(intake.feed(intake.parser(), event(1) + event(2), watch))
    await settle()
    feeding.cancel()
    await asyncio.wait({feeding})
    assert await intake.take() == {"id": "e1"}
    assert intake.taken_id == "1"
    await intake.feed(intake.parser(), event(2), watch)
    assert await intake.take() == {"id": "e2"}


async def test_too_large_an_event_ends_the_stream_after_the_ones_before_it() -> None:
    async with Scene(max_event_bytes=100) as scene:
        connection = await scene.script.next()
        connection.send(event(1) + b"data: " + b"x" * 200)
        assert ids(await scene.take()) == ["e1"]
        with pytest.raises(EventTooLarge, match="max_event_bytes=100"):
            await scene.take()
        assert scene.stream.last_event_id == "1"
        assert connection.closed
        assert connection.body_left_first


# -- states


async def test_each_feed_gets_the_states_from_where_it_begins() -> None:
    async with Scene() as scene:
        early = scene.stream.states()
        first = (await scene.script.next()).accept()
        await settle()
        late = scene.stream.states()
        first.finish()
        second = await scene.reconnected()
        second.status = 204
        second.accept()
        expected = [Connected, Disconnected, Disconnected]
        assert [type(state) async for state in early] == expected
        assert [type(state) async for state in late] == expected
        assert [type(state) async for state in scene.stream.states()] == [Disconnected]


async def test_a_feed_waits_and_ends_with_the_stream() -> None:
    async with Scene() as scene:
        feed = scene.stream.states()
        following = asyncio.create_task(collect(feed))
        (await scene.script.next()).accept()
        await settle()
    assert await asyncio.wait_for(following, 30) == [Connected(1)]


async def collect(feed: StateFeed) -> list[StreamState]:
    return [state async for state in feed]


async def test_an_unread_feed_is_bounded() -> None:
    async with Scene(buffer_size=1, overflow="drop_oldest") as scene:
        feed = scene.stream.states()
        connection = await scene.script.next()
        for number in range(300):
            connection.send(event(2 * number), event(2 * number + 1))
            await settle()
            await scene.take()
    states = await collect(feed)
    assert len(states) == 256
    assert feed.missed == 301 - 256
    assert sum(state.dropped or 0 for state in scene.states if isinstance(state, Gap)) == 300


@pytest.mark.parametrize("raised", [RuntimeError, asyncio.CancelledError])
async def test_a_hook_that_raises_does_not_break_the_stream(
    caplog: pytest.LogCaptureFixture, raised: type[BaseException]
) -> None:
    def hook(state: object) -> None:
        raise raised("hook")

    async with Scene(on_state=hook) as scene:
        (await scene.script.next()).send(event(1))
        assert ids(await scene.take()) == ["e1"]
    assert "on_state raised for Connected" in caplog.text


# -- opening and closing


async def test_cancelling_the_consumer_closes_at_once_and_leaves_no_task() -> None:
    scene = Scene()
    before = asyncio.all_tasks()

    async def consume() -> None:
        async with scene.stream as stream:
            async for _ in stream:
                pass

    consumer = asyncio.create_task(consume())
    (await scene.script.next()).send(event(1))
    await settle()
    consumer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await consumer
    assert scene.script.open == 0
    assert asyncio.all_tasks() == before


@pytest.mark.parametrize("moment", ["connecting", "reading", "waiting", "blocked"])
async def test_closing_at_any_moment_leaves_nothing_behind(moment: str) -> None:
    before = asyncio.all_tasks()
    async with Scene(buffer_size=1) as scene:
        connection = await scene.script.next()
        if moment == "reading":
            connection.accept()
        elif moment == "waiting":
            connection.refuse(ConnectionFailed("down"))
        elif moment == "blocked":
            connection.send(event(1), event(2), event(3))
        await settle()
    assert scene.script.open == 0
    assert asyncio.all_tasks() == before
    await scene.stream.aclose()
    with pytest.raises(StopAsyncIteration):
        await anext(scene.stream)


async def test_closing_wakes_what_waits_for_an_event() -> None:
    async with Scene() as scene:
        (await scene.script.next()).accept()
        waiting = asyncio.create_task(anext(scene.stream, None))
        await settle()
        await scene.stream.aclose()
        assert await asyncio.wait_for(waiting, 30) is None


async def test_giving_up_on_one_event_loses_none() -> None:
    async with Scene() as scene:
        connection = await scene.script.next()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(scene.stream), 0.001)
        waiting = asyncio.create_task(anext(scene.stream))
        await settle()
        connection.send(event(1))
        await asyncio.sleep(0)
        waiting.cancel()
        taken: list[object] = []
        with contextlib.suppress(asyncio.CancelledError):
            taken.append((await waiting)["id"])
        if not taken:
            taken = ids(await scene.take())
        assert taken == ["e1"]


async def test_a_stream_must_be_opened_and_only_once() -> None:
    stream = Scene().stream
    with pytest.raises(RuntimeError, match="async with"):
        aiter(stream)
    with pytest.raises(RuntimeError, match="async with"):
        await anext(stream)
    async with stream:
        with pytest.raises(RuntimeError, match="opened once"):
            await stream.__aenter__()
    with pytest.raises(RuntimeError, match="opened once"):
        async with stream:
            pass


async def test_a_connection_that_does_not_close_does_not_hold_the_consumer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("cortex_async._core.stream.events._CLOSE_LIMIT", 0.01)
    scene = Scene()
    before = asyncio.all_tasks()
    with caplog.at_level(logging.WARNING):
        async with scene:
            connection = await scene.script.next()
            connection.release = asyncio.Event()
            connection.accept()
            await settle()
    assert "did not close within" in caplog.text
    connection.release.set()
    await settle()
    assert asyncio.all_tasks() == before


# -- settings


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"idle_limit": -1}, "idle_limit"),
        ({"idle_limit": float("inf")}, "idle_limit"),
        ({"buffer_size": 0}, "buffer_size"),
        ({"buffer_size": 1.5}, "buffer_size"),
        ({"overflow": "explode"}, "overflow"),
        ({"max_event_bytes": True}, "max_event_bytes"),
    ],
)
def test_settings_say_what_is_wrong_with_them(options: StreamOptions, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        StreamSettings.of(options)


def test_settings_from_options_leave_the_requests_own_alone() -> None:
    options = StreamOptions(headers={"X": "y"}, timeout=3, idle_limit=5, retry=True)
    assert StreamSettings.of(options) == StreamSettings(idle_limit=5)
    assert StreamSettings.of(StreamOptions(retry=Retry(attempts=2))).retry == Retry(attempts=2)


# -- any disturbance


MOVES = st.lists(
    st.sampled_from(["send", "send", "send", "close", "reset", "cut", "502", "silence"]), max_size=30
)


@settings(max_examples=60, deadline=None)
@given(MOVES, st.integers(1, 5), st.booleans())
def test_a_server_that_replays_delivers_each_event_once_through_any_disturbance(
    moves: list[str], buffer_size: int, lazy: bool
) -> None:
    asyncio.run(disturbed(moves, buffer_size, lazy))


async def disturbed(moves: list[str], buffer_size: int, lazy: bool) -> None:
    """The server keeps every event and replays those after the requested id; ids are event numbers."""
    log: list[int] = []
    taken: list[object] = []
    async with Scene(buffer_size=buffer_size) as scene:

        async def consume() -> None:
            async for item in scene.stream:
                taken.append(item["id"])
                if lazy:
                    await asyncio.sleep(0)

        consumer = asyncio.create_task(consume())
        connection = replay(await scene.script.next(), log)
        for move in [*moves, "close"]:
            log.append(len(log) + 1)
            if move == "send":
                connection.send(event(log[-1]))
                await settle()
                continue
            await break_off(scene, connection, move, log[-1])
            connection = replay(await scene.reconnected(), log)
        for _ in range(10):
            await settle()
        consumer.cancel()
        assert taken == [f"e{number}" for number in log]
        assert scene.script.open == 1
    assert scene.script.open == 0


def replay(connection: Connection, log: list[int]) -> Connection:
    after = int(connection.resume_id or 0)
    connection.send(*[event(number) for number in log if number > after])
    return connection


async def break_off(scene: Scene, connection: Connection, move: str, number: int) -> None:
    if move == "cut":
        connection.send(event(number)[:-9])
    if move in ("cut", "close"):
        connection.finish()
    elif move in ("reset", "502"):
        connection.fail(ConnectionFailed("reset"))
    await settle()
    if move == "silence":
        await scene.clock.advance(45)
    if move == "502":
        (await scene.reconnected()).refuse(ServerError("bad gateway", status=502))
