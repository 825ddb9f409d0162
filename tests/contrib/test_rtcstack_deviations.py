"""Where version 0.1.0 deviates from its documentation: the client handles it, and the fake reproduces it."""

from __future__ import annotations

import asyncio

import pytest

from cortex_async._core.call_errors import APIError, BadRequest, NotFound, ServerError
from cortex_async._core.request import Request, Route
from cortex_async.contrib.fake import Reply
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_async.contrib.rtcstack.models import LiveTranscriptionAlreadyActive, RecordingAlreadyActive
from tests.contrib.clock import ManualClock

SIGNED = frozenset({"api-key"})


async def ask(client: RTCStackClient, method: str, path: str, body: object = None, **headers: str) -> Reply:
    """Send a request that the generated operations cannot send."""
    route = Route("raw", method, path, SIGNED)  # type: ignore[arg-type]  # one of the methods
    request = Request(route) if body is None else Request(route, body=body)
    try:
        response = await client._service_client.send(request, {"headers": headers, "retry": False})
    except APIError as error:
        return Reply(error.status, error.parsed)
    return Reply(response.status, response.json())


async def test_a_running_recording_is_reported_without_room_and_time(
    stack: RTCStackClient, rtcstack: FakeRTCStack
) -> None:
    await stack.recordings.start("lobby")
    again = await stack.recordings.start("lobby")
    assert isinstance(again, RecordingAlreadyActive)
    assert again.status == "already_recording"


async def test_a_recording_that_is_starting_has_no_time(stack: RTCStackClient) -> None:
    await stack.recordings.start("lobby")
    status = await stack.recordings.get("lobby")
    assert (status.is_recording, status.started_at) == (True, None)


async def test_the_status_of_a_running_recording_fails(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    await stack.recordings.start("lobby")
    rtcstack.rooms.begin_recording("lobby")
    with pytest.raises(ServerError, match="Invalid time value"):
        await stack.with_options(retry=False).recordings.get("lobby")


async def test_without_the_defect_the_time_is_there(clock: ManualClock) -> None:
    async with (
        FakeRTCStack(clock=clock, defects=False) as fake,
        RTCStackClient(
            base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret, clock=clock
        ) as client,
    ):
        await client.recordings.start("lobby")
        fake.rooms.begin_recording("lobby")
        started = (await client.recordings.get("lobby")).started_at
        assert started is not None
        assert started.timestamp() == clock.unix()


async def test_a_transcription_that_runs_has_its_id_under_another_name(stack: RTCStackClient) -> None:
    await stack.live_transcription.start("lobby", language="de-DE")
    again = await stack.live_transcription.start("lobby")
    assert isinstance(again, LiveTranscriptionAlreadyActive)
    assert (again.id, again.language) == ("tr_000001", "de-DE")


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/rooms/lobby/transcription/start"), ("POST", "/v1/recordings/EG_1/transcribe")],
)
async def test_no_body_at_all_is_a_crash(stack: RTCStackClient, method: str, path: str) -> None:
    assert (await ask(stack, method, path)).status == 500


async def test_the_client_sends_an_empty_object_instead(
    stack: RTCStackClient, rtcstack: FakeRTCStack
) -> None:
    await stack.live_transcription.start("lobby")
    await stack.recordings.transcribe("EG_1")
    made = await stack.webhooks.create(url="https://example.com")
    await stack.webhooks.update(made.id)
    for operation in ("startLiveTranscription", "transcribeRecording", "updateWebhook"):
        assert rtcstack.requests.last(operation).body == {}


async def test_no_speakers_is_a_crash(stack: RTCStackClient) -> None:
    once = stack.with_options(retry=False)
    with pytest.raises(ServerError, match="hset"):
        await once.live_transcription.start("lobby", participants={})
    with pytest.raises(ServerError, match="hset"):
        await once.live_transcription.update_speakers("lobby", participants={})
    await once.live_transcription.update_speakers("nowhere", participants={"TR_1": "Ada"})


async def test_the_list_of_transcriptions_is_always_empty(stack: RTCStackClient) -> None:
    queued = await stack.recordings.transcribe("EG_1")
    listed = await stack.transcriptions.list()
    assert (listed.total, listed.transcriptions) == (0, [])
    assert (await stack.transcriptions.get(queued.transcription_id)).status == "queued"


async def test_the_beginning_of_an_id_deletes_others(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    for _ in range(3):
        await stack.recordings.transcribe("EG_1")
    await stack.transcriptions.delete("tr_00000")
    assert rtcstack.transcriptions.recordings == {}
    await stack.transcriptions.delete("tr_00000")


@pytest.mark.parametrize("given", ["*", "tr_*", "tr_?", "tr_[0-9]", "a\\b", ""])
async def test_wildcards_are_never_sent(stack: RTCStackClient, rtcstack: FakeRTCStack, given: str) -> None:
    await stack.recordings.transcribe("EG_1")
    with pytest.raises(ValueError, match=r"wildcard|empty"):
        await stack.transcriptions.delete(given)
    rtcstack.requests.assert_not_called("deleteTranscription")


async def test_numbers_of_a_transcription_arrive_as_strings(
    stack: RTCStackClient, rtcstack: FakeRTCStack
) -> None:
    queued = await stack.recordings.transcribe("EG_1")
    rtcstack.transcriptions.proceed(
        queued.transcription_id, status="completed", duration="1800.5", segmentCount="42", text="Hello."
    )
    found = await stack.transcriptions.get(queued.transcription_id)
    assert (found.duration, found.segment_count, found.text) == (1800.5, 42, "Hello.")


async def test_64_bit_integers_arrive_as_strings(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    rtcstack.rooms.join("lobby", "ada", "Ada")
    rtcstack.rooms.rooms["lobby"]["creationTimeMs"] = "9007199254740993"
    room = await stack.rooms.get("lobby")
    assert room.creation_time_ms == 9007199254740993
    assert room.creation_time == 1769860800
    joined = (await stack.participants.list("lobby")).participants[0]
    assert joined.joined_at_ms == 1769860800000
    assert joined.tracks[0].version is not None
    assert joined.tracks[0].version.unix_micro == 1769860800123456
    assert stack.codec.unstructure(room)["creationTimeMs"] == "9007199254740993"  # type: ignore[call-overload, index]


async def test_unknown_enumeration_values_come_as_numbers(
    stack: RTCStackClient, rtcstack: FakeRTCStack
) -> None:
    rtcstack.rooms.join("lobby", "ada", "Ada")["kind"] = 17
    assert (await stack.participants.list("lobby")).participants[0].kind == 17


async def test_unset_messages_are_absent(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    del rtcstack.rooms.join("lobby", "ada", "Ada")["permission"]
    assert (await stack.participants.list("lobby")).participants[0].permission is None
    assert (await stack.rooms.get("lobby")).version is None


async def test_deleting_an_unknown_webhook_succeeds(stack: RTCStackClient) -> None:
    await stack.webhooks.delete("unknown")


async def test_a_changed_webhook_is_not_checked(stack: RTCStackClient) -> None:
    made = await stack.webhooks.create(url="https://example.com")
    changed = await ask(
        stack, "PATCH", f"/v1/webhooks/{made.id}", {"url": 5, "events": ["x"], "secret": "mine"}
    )
    assert (changed.body["url"], changed.body["events"], changed.body["secret"]) == (5, ["x"], "***")
    assert (await stack.webhooks.get(made.id)).url == 5  # type: ignore[comparison-overlap]  # nothing checks it


@pytest.mark.parametrize("event", ["room_started", "room_finished", "recording_finished", "egress_ended"])
async def test_the_guides_event_names_are_rejected(stack: RTCStackClient, event: str) -> None:
    with pytest.raises(BadRequest, match="allowed values"):
        await stack.webhooks.create(url="https://example.com", events=[event])


async def test_no_events_are_allowed(stack: RTCStackClient) -> None:
    assert (await stack.webhooks.create(url="https://example.com", events=[])).events == []
    assert (await stack.webhooks.create(url="https://example.com")).events == ["*"]


async def test_a_404_has_two_shapes(stack: RTCStackClient) -> None:
    with pytest.raises(NotFound) as ours:
        await stack.rooms.get("nowhere")
    with pytest.raises(NotFound) as livekits:
        await stack.rooms.delete("nowhere")
    assert (ours.value.type is not None, livekits.value.type) == (True, None)
    assert (ours.value.code, livekits.value.code) == ("not-found", "not_found")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": 5}, 201, None),
        ({"name": "a", "maxParticipants": "7"}, 201, None),
        ({"name": "a", "maxParticipants": 1.5}, 400, "FST_ERR_VALIDATION"),
        ({"name": None}, 400, "FST_ERR_VALIDATION"),
        ({"name": "a", "unknown": 1}, 201, None),
        ({}, 400, "FST_ERR_VALIDATION"),
    ],
)
async def test_bodies_are_coerced_first(
    stack: RTCStackClient, body: dict[str, object], status: int, code: str | None
) -> None:
    reply = await ask(stack, "POST", "/v1/rooms", body)
    assert (reply.status, reply.body.get("code")) == (status, code)


async def test_one_event_becomes_a_list(stack: RTCStackClient) -> None:
    reply = await ask(stack, "POST", "/v1/webhooks", {"url": "https://example.com", "events": "*"})
    assert (reply.status, reply.body["events"]) == (201, ["*"])


async def test_other_media_types_are_rejected(stack: RTCStackClient) -> None:
    from cortex_async._core.codec.bodies import Content

    malformed = await ask(stack, "POST", "/v1/rooms", Content("{", "application/json"))
    assert (malformed.status, "code" in malformed.body) == (400, False)
    other = await ask(stack, "POST", "/v1/rooms", Content("x", "text/csv"))
    assert (other.status, other.body["code"]) == (415, "FST_ERR_CTP_INVALID_MEDIA_TYPE")
    announced = await ask(
        stack, "POST", "/v1/rooms/lobby/recording/start", **{"Content-Type": "application/json"}
    )
    assert (announced.status, announced.body["code"]) == (400, "FST_ERR_CTP_EMPTY_JSON_BODY")


async def test_without_livekit_thirteen_operations_fail(clock: ManualClock) -> None:
    from tests.contrib.calls import CALLS

    async with (
        FakeRTCStack(clock=clock, livekit=False) as fake,
        RTCStackClient(
            base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret, clock=clock, retry=False
        ) as client,
    ):
        calls = CALLS["rtcstack"].values()
        ends = await asyncio.gather(*(call(client) for call in calls), return_exceptions=True)
    failed = [end for end in ends if isinstance(end, ServerError)]
    assert {end.message for end in failed} == {"fetch failed"}
    assert len(failed) == 13
    assert all(isinstance(end, NotFound) for end in ends if isinstance(end, Exception) and end not in failed)


async def test_since_selects_segments_and_an_invalid_one_selects_none(
    stack: RTCStackClient, rtcstack: FakeRTCStack
) -> None:
    await stack.live_transcription.start("lobby")
    rtcstack.transcriptions.say("lobby", 1_769_860_800_000, 1_769_860_801_000, "TR_1", "Hello.")
    reply = await ask(stack, "GET", "/v1/rooms/lobby/transcription")
    assert len(reply.body["segments"]) == 1
    route = Route("raw", "GET", "/v1/rooms/lobby/transcription", SIGNED)
    response = await stack._service_client.send(Request(route, query={"since": "yesterday"}), {})
    assert response.json()["segments"] == []  # type: ignore[call-overload, index]


async def test_starting_again_keeps_old_segments(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    await stack.live_transcription.start("lobby")
    rtcstack.transcriptions.say("lobby", 1_769_860_800_000, 1_769_860_801_000, "TR_1", "Hello.")
    await stack.live_transcription.stop("lobby")
    await stack.live_transcription.start("lobby")
    text = await stack.live_transcription.get("lobby", format="text")
    assert text == "[491628:00:00] TR_1: Hello."
