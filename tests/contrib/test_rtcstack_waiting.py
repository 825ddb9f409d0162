"""Waiting for transcriptions and participants, following segments, ensuring recordings, tokens that do not run out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core.call_errors import BadRequest, NotFound, ServerError, Unauthorized
from cortex_async.contrib.fake import Reply
from cortex_async.contrib.rtcstack import Patience, RTCStackClient, StillPending
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_async.contrib.rtcstack.fake.errors import framework
from cortex_async.contrib.rtcstack.models import Segment
from cortex_async.contrib.rtcstack.segments import SETTLE, SegmentFeed
from tests.contrib.clock import ManualClock

START = 1_769_860_800_000


async def test_a_transcription_is_waited_for(
    stack: RTCStackClient, rtcstack: FakeRTCStack, clock: ManualClock
) -> None:
    queued = await stack.recordings.transcribe("EG_1")
    rtcstack.requests.listen(
        lambda request: (
            rtcstack.transcriptions.proceed(queued.transcription_id, status="completed", text="Hello.")
            if len(rtcstack.requests.all("getTranscription")) == 3
            else None
        )
    )
    found = await stack.wait_transcription(queued.transcription_id)
    assert (found.status, found.text) == ("completed", "Hello.")
    assert clock.slept == [2.0, 3.0, 4.5]


async def test_a_failed_transcription_is_over_as_well(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    queued = await stack.recordings.transcribe("EG_1")
    rtcstack.transcriptions.proceed(queued.transcription_id, status="failed", error="no such file")
    found = await stack.wait_transcription(queued.transcription_id)
    assert (found.status, found.error) == ("failed", "no such file")


async def test_waiting_ends(stack: RTCStackClient, clock: ManualClock) -> None:
    queued = await stack.recordings.transcribe("EG_1")
    patience = Patience(first=10, cap=20, deadline=60)
    with pytest.raises(StillPending, match="within 60 s") as caught:
        await stack.wait_transcription(queued.transcription_id, patience=patience)
    assert clock.slept == [10, 15, 20]
    assert getattr(caught.value.last, "status", None) == "queued"


async def test_what_is_unknown_is_not_waited_for(stack: RTCStackClient) -> None:
    with pytest.raises(NotFound):
        await stack.wait_transcription("tr_unknown")


@pytest.mark.parametrize("wrong", [{"first": 0}, {"cap": -1}, {"deadline": float("inf")}, {"first": True}])
def test_patience_is_positive(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="patience"):
        Patience(**wrong)


async def test_a_participant_is_waited_for(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    rtcstack.rooms.join("lobby", "bob", "Bob")
    rtcstack.requests.listen(
        lambda request: rtcstack.rooms.join("lobby", "ada", "Ada") if len(rtcstack.requests) == 2 else None
    )
    assert (await stack.wait_participant("lobby", "ada")).name == "Ada"
    with pytest.raises(StillPending):
        await stack.wait_participant("lobby", "eve")


async def test_a_recording_is_ensured(stack: RTCStackClient, clock: ManualClock) -> None:
    first = await stack.ensure_recording("lobby")
    second = await stack.ensure_recording("lobby")
    assert first.egress_id == second.egress_id
    assert (first.already_active, second.already_active) == (False, True)
    assert first.started_at == datetime.fromtimestamp(clock.unix(), UTC)
    assert second.started_at is None


async def test_segments_come_once_each_until_the_end(
    stack: RTCStackClient, rtcstack: FakeRTCStack, clock: ManualClock
) -> None:
    await stack.live_transcription.start("lobby")
    live = rtcstack.transcriptions
    live.say("lobby", START, START + 1000, "TR_1", "one")
    rounds: Iterator[Callable[[], object]] = iter(
        [
            lambda: live.say("lobby", START + 5000, START + 6000, "TR_1", "two"),
            lambda: None,
            # Who began before the last one and ended after it.
            lambda: live.say("lobby", START + 2000, START + 9000, "TR_2", "late"),
            lambda: setattr(live.rooms["lobby"], "status", "stopped"),
        ]
    )
    rtcstack.requests.listen(
        lambda request: next(rounds, lambda: None)() if request.operation == "getLiveTranscription" else None
    )
    texts = [segment.text async for segment in stack.iter_segments("lobby", every=0.5)]
    assert texts == ["one", "two", "late"]
    assert clock.slept == [*[0.5] * 4, SETTLE]


async def test_only_segments_since_a_datetime(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    await stack.live_transcription.start("lobby")
    for second in range(3):
        rtcstack.transcriptions.say(
            "lobby", START + second * 1000, START + second * 1000 + 1, "T", str(second)
        )
    rtcstack.transcriptions.rooms["lobby"].status = "stopped"
    since = datetime.fromtimestamp(START / 1000 + 1, UTC)
    assert [segment.text async for segment in stack.iter_segments("lobby", since=since)] == ["1", "2"]


async def test_segments_of_a_room_without_transcription(stack: RTCStackClient) -> None:
    with pytest.raises(NotFound, match="No transcription session"):
        await anext(aiter(stack.iter_segments("lobby")))


@given(
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 500), st.sampled_from("ab")), max_size=40),
    st.data(),
)
def test_every_segment_of_the_last_seconds_is_taken_once(
    spoken: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    """Whatever the order in which segments turn up, as long as none is later than the overlap."""
    segments = {
        (START + at, START + at + length, who): Segment(
            start_ms=START + at, end_ms=START + at + length, speaker_id=who, speaker_name=who, text=f"{at}"
        )
        for at, length, who in spoken
    }
    feed, seen, there = SegmentFeed(None), [], []
    for segment in data.draw(st.permutations([*segments.values()])):
        there.append(segment)
        if data.draw(st.booleans()):
            since = feed.since
            low = 0 if since is None else since.timestamp() * 1000
            seen += feed.take([one for one in there if one.start_ms >= low - 1e-3])
    seen += feed.take(there)
    assert sorted(one.start_ms for one in seen) == sorted(one.start_ms for one in segments.values())


def test_the_feed_forgets_what_cannot_come_again() -> None:
    feed = SegmentFeed(None, 30.0)
    for number in range(1000):
        at = START + number * 1000
        feed.take([Segment(start_ms=at, end_ms=at, speaker_id="a", speaker_name="a", text="x")])
    assert len(feed._taken) <= 31
    assert feed.since == datetime.fromtimestamp(START / 1000, UTC) + timedelta(seconds=999 - 30)


FIELDS: dict[str, Any] = {"room_id": "lobby", "user_id": "ada", "name": "Ada", "role": "host"}


async def test_a_token_is_kept_and_renewed_before_its_end(
    stack: RTCStackClient, rtcstack: FakeRTCStack, clock: ManualClock
) -> None:
    manager = stack.token_manager(early=60.0, **FIELDS)
    first = await manager.token()
    assert (await manager.token()).token == first.token
    clock.move(21600.0 - 61)
    assert (await manager.token()).token == first.token
    clock.move(2)
    second = await manager.token()
    assert second.token != first.token
    assert second.expires_at > first.expires_at
    rtcstack.requests.assert_called("createToken", times=1)
    rtcstack.requests.assert_called("refreshToken", times=1)
    bodies = [rtcstack.requests.last(name).body for name in ("createToken", "refreshToken")]
    assert bodies[0] == bodies[1]


async def test_many_who_wait_ask_once(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    manager = stack.token_manager(**FIELDS)
    tokens = await asyncio.gather(*(manager.token() for _ in range(50)))
    assert len({token.token for token in tokens}) == 1
    rtcstack.requests.assert_called("createToken", times=1)


async def test_one_who_leaves_does_not_take_the_others_along(
    stack: RTCStackClient, rtcstack: FakeRTCStack
) -> None:
    manager = stack.token_manager(**FIELDS)
    waiting = [asyncio.create_task(manager.token()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    found = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(found[0], asyncio.CancelledError)
    assert len({getattr(one, "token", None) for one in found[1:]}) == 1
    rtcstack.requests.assert_called("createToken", times=1)


async def test_a_server_that_is_out_of_reach_does_not_end_a_token_early(
    stack: RTCStackClient, rtcstack: FakeRTCStack, clock: ManualClock
) -> None:
    manager = stack.with_options(retry=False).token_manager(early=60.0, **FIELDS)
    first = await manager.token()
    clock.move(21600.0 - 50)
    rtcstack.next("refreshToken", framework(500, "fetch failed"), Reply(close=True))
    assert (await manager.token()).token == first.token
    # Half of what is left passes before the next try.
    clock.move(20)
    assert (await manager.token()).token == first.token
    rtcstack.requests.assert_called("refreshToken", times=1)
    clock.move(40)
    with pytest.raises(Exception, match="closed the connection"):
        await manager.token()
    assert (await manager.token()).token != first.token


async def test_a_refusal_goes_through(
    stack: RTCStackClient, rtcstack: FakeRTCStack, clock: ManualClock
) -> None:
    manager = stack.token_manager(**{**FIELDS, "role": "king"})
    with pytest.raises(BadRequest):
        await manager.token()
    manager = stack.token_manager(**FIELDS)
    await manager.token()
    clock.move(21600.0 - 10)
    rtcstack.next("refreshToken", Reply(401, {"title": "Unauthorized", "type": "x/unauthorized"}))
    with pytest.raises(Unauthorized):
        await manager.token()


async def test_a_token_that_is_short_lived_is_used_for_half_of_its_life(clock: ManualClock) -> None:
    async with (
        FakeRTCStack(clock=clock, token_lifetime=40.0) as fake,
        RTCStackClient(
            base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret, clock=clock
        ) as client,
    ):
        manager = client.token_manager(early=60.0, **FIELDS)
        for _ in range(3):
            await manager.token()
        fake.requests.assert_not_called("refreshToken")
        clock.move(21)
        await manager.token()
        fake.requests.assert_called("refreshToken", times=1)


async def test_an_error_in_following_goes_through(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    await stack.live_transcription.start("lobby")
    rtcstack.next("getLiveTranscription", *[framework(500, "fetch failed")] * 4)
    with pytest.raises(ServerError, match="fetch failed"):
        await anext(aiter(stack.iter_segments("lobby")))
