"""Segments that are stored long after they were spoken: each is delivered once, while it can still come and after the stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cortex_sync.contrib.rtcstack as sync_rtcstack
from cortex_async import ArgumentError
from cortex_async._core.call_errors import NotFound
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_async.contrib.rtcstack.models import Segment
from cortex_async.contrib.rtcstack.segments import OVERLAP, SegmentFeed
from tests.contrib.clock import ManualClock

START = 1_769_860_800_000
ROOM = "lobby"


def script(fake: FakeRTCStack, *steps: Callable[[], object]) -> None:
    """Run one step after each response to the client; the last one stops the transcription."""
    rounds: Iterator[Callable[[], object]] = iter(steps)
    fake.requests.listen(
        lambda request: next(rounds, lambda: None)() if request.operation == "getLiveTranscription" else None
    )


def say(fake: FakeRTCStack, seconds: float, text: str, speaker: str = "TR_1") -> Callable[[], None]:
    at = START + int(seconds * 1000)
    return lambda: fake.transcriptions.say(ROOM, at, at + 500, speaker, text)


def stop(fake: FakeRTCStack) -> Callable[[], None]:
    return lambda: setattr(fake.transcriptions.rooms[ROOM], "status", "stopped")


def nothing() -> None:
    return


@pytest.mark.parametrize("late", [0, 31, 90, 240, 299.9])
async def test_a_segment_may_be_as_late_as_the_overlap(
    stack: RTCStackClient, rtcstack: FakeRTCStack, late: float
) -> None:
    await stack.live_transcription.start(ROOM)
    script(
        rtcstack, say(rtcstack, 1000, "B"), nothing, say(rtcstack, 1000 - late, "A", "TR_2"), stop(rtcstack)
    )
    assert [segment.text async for segment in stack.iter_segments(ROOM)] == ["B", "A"]


async def test_the_overlap_is_a_parameter(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    await stack.live_transcription.start(ROOM)
    late = say(rtcstack, 100, "late"), stop(rtcstack)
    script(rtcstack, say(rtcstack, 1000, "B"), nothing, *late)
    assert [one.text async for one in stack.iter_segments(ROOM, overlap=900)] == ["B", "late"]


async def test_segments_stored_around_the_stop_are_delivered(
    stack: RTCStackClient, rtcstack: FakeRTCStack, clock: ManualClock
) -> None:
    """So is a second one that arrives during the client's last request."""
    await stack.live_transcription.start(ROOM)
    script(
        rtcstack,
        say(rtcstack, 1, "while it runs"),
        stop(rtcstack),
        say(rtcstack, 0, "after the stop"),
        say(rtcstack, 2, "even later"),
    )
    texts = [segment.text async for segment in stack.iter_segments(ROOM, every=1.0, settle=7.0)]
    assert texts == ["while it runs", "after the stop", "even later"]
    assert clock.slept == [1.0, 1.0, 7.0, 7.0, 7.0]


async def test_a_transcription_that_restarts_is_followed(
    stack: RTCStackClient, rtcstack: FakeRTCStack
) -> None:
    await stack.live_transcription.start(ROOM)
    live = rtcstack.transcriptions.rooms[ROOM]
    script(
        rtcstack,
        stop(rtcstack),
        lambda: setattr(live, "status", "active"),
        say(rtcstack, 1, "again"),
        nothing,
        stop(rtcstack),
    )
    assert [segment.text async for segment in stack.iter_segments(ROOM)] == ["again"]


async def test_a_transcription_that_is_gone_after_its_stop(
    stack: RTCStackClient, rtcstack: FakeRTCStack
) -> None:
    await stack.live_transcription.start(ROOM)
    script(rtcstack, say(rtcstack, 0, "x"), stop(rtcstack), rtcstack.transcriptions.rooms.clear)
    assert [segment.text async for segment in stack.iter_segments(ROOM)] == ["x"]


async def test_a_transcription_that_is_gone_while_it_runs(
    stack: RTCStackClient, rtcstack: FakeRTCStack
) -> None:
    await stack.live_transcription.start(ROOM)
    script(rtcstack, rtcstack.transcriptions.rooms.clear)
    with pytest.raises(NotFound):
        [segment async for segment in stack.iter_segments(ROOM)]


async def test_equal_segments_are_all_delivered(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    await stack.live_transcription.start(ROOM)
    script(rtcstack, *[say(rtcstack, 5, "yes")] * 3, stop(rtcstack))
    assert [segment.text async for segment in stack.iter_segments(ROOM)] == ["yes"] * 3


async def test_an_invalid_start_does_not_stop_the_iteration(
    stack: RTCStackClient, rtcstack: FakeRTCStack
) -> None:
    await stack.live_transcription.start(ROOM)
    live = rtcstack.transcriptions
    for odd in (None, 2**62, "soon", -1):
        live.rooms[ROOM].segments.append(
            {"startMs": odd, "endMs": odd, "speakerName": "x", "speakerId": "x", "text": str(odd)}
        )
    script(rtcstack, say(rtcstack, 1, "sound"), stop(rtcstack))
    texts = [segment.text async for segment in stack.iter_segments(ROOM)]
    assert sorted(texts) == ["-1", str(2**62), "None", "soon", "sound"]


def test_the_same_for_blocking_code() -> None:
    clock = ManualClock()
    with (
        FakeRTCStack(clock=clock).in_thread() as fake,
        sync_rtcstack.RTCStackClient(
            base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret, clock=clock
        ) as client,
    ):
        client.live_transcription.start(ROOM)
        script(fake, say(fake, 500, "B"), say(fake, 260, "A"), stop(fake), say(fake, 250, "last"))
        assert [segment.text for segment in client.iter_segments(ROOM)] == ["B", "A", "last"]


@pytest.mark.parametrize("name", ["every", "overlap", "settle"])
@pytest.mark.parametrize("value", [-1, float("inf"), float("nan"), True, "2", None])
def test_seconds_are_checked_before_anything_is_sent(stack: RTCStackClient, name: str, value: object) -> None:
    with pytest.raises(ArgumentError, match=f"^{name} must be a finite number of seconds"):
        stack.iter_segments(ROOM, **{name: value})  # type: ignore[arg-type]  # wrong values are tested


@given(st.lists(st.tuples(st.integers(0, 900), st.floats(0, OVERLAP - 1)), max_size=40), st.integers(1, 7))
def test_every_segment_is_taken_as_often_as_it_is_stored(spoken: list[tuple[int, float]], every: int) -> None:
    """In any order in which each segment is stored at most ``overlap`` after its start."""
    stored = sorted((begun + late, begun) for begun, late in spoken)
    feed, taken = SegmentFeed(None), Counter[int]()
    for now in range(0, 1300, every):
        since = feed.since
        low = 0.0 if since is None else since.timestamp() * 1000
        there = [START + begun * 1000 for at, begun in stored if at <= now]
        taken.update(
            segment.start_ms
            for segment in feed.take([_segment(start) for start in there if start >= low - 1e-3])
        )
    assert taken == Counter(START + begun * 1000 for _, begun in stored)


def _segment(start: int) -> Segment:
    return Segment(start_ms=start, end_ms=start + 1, speaker_id="a", speaker_name="a", text="x")
