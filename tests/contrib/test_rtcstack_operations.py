"""All 30 operations in one scenario, against the fake, and against a real server if the environment names one."""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
from attrs import define, field

from cortex_async._core.call_errors import APIError, NotFound, ServerError
from cortex_async._core.options import Options
from cortex_async._core.response import Response
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_async.contrib.rtcstack.models import (
    IngressList,
    LiveTranscription,
    LiveTranscriptionAlreadyActive,
    LiveTranscriptionStarted,
    RecordingAlreadyActive,
    RecordingStarted,
    Room,
)
from tests.contrib.clock import ManualClock
from tests.contrib.specs import operations, violations

VARIABLES = ("RTCSTACK_URL", "RTCSTACK_API_KEY", "RTCSTACK_API_SECRET")
LIVE = all(os.environ.get(name) for name in VARIABLES)


@define
class Stage:
    """A server for the scenario. ``fake`` is None for a real one."""

    client: RTCStackClient
    fake: FakeRTCStack | None
    statuses: dict[str, list[int]] = field(factory=dict)
    wrong: list[str] = field(factory=list)

    def watch(self, operation: str) -> Options:
        """Record the response and its violations of the spec."""

        def note(response: Response) -> None:
            self.statuses.setdefault(operation, []).append(response.status)
            media = response.headers.get("content-type", "").partition(";")[0]
            body = response.text() if media.startswith("text/") else response.json()
            if response.status < 500:
                self.wrong += violations("rtcstack", operation, response.status, media, body)

        return Options(on_response=note, retry=False)


@pytest.fixture(
    params=[
        "fake",
        pytest.param(
            "live",
            marks=pytest.mark.skipif(not LIVE, reason=f"set {', '.join(VARIABLES)} to run against a server"),
        ),
    ]
)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    if request.param == "live":
        url, key, secret = (os.environ[name] for name in VARIABLES)
        async with RTCStackClient(base_url=url, api_key=key, api_secret=secret) as client:
            yield Stage(client, None)
        return
    clock = ManualClock()
    async with (
        FakeRTCStack(clock=clock) as fake,
        RTCStackClient(
            base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret, clock=clock
        ) as client,
    ):
        yield Stage(client, fake)


async def test_all_operations(stage: Stage) -> None:
    room = f"room/{uuid.uuid4().hex} ä?"
    health = await stage.client.health.check(**stage.watch("getHealth"))
    assert health.status == "ok"
    await tell_tokens(stage, room)
    with_livekit = await tell_rooms(stage, room)
    if with_livekit:
        await tell_participants(stage, room)
        await tell_recording(stage, room)
        await tell_ingress(stage, room)
        await tell_the_end_of_the_room(stage, room)
    else:
        assert stage.fake is None
        await tell_of_no_livekit(stage, room)
    await tell_live_transcription(stage, room, health.capabilities.transcription_live)
    await tell_transcriptions(stage, health.capabilities.transcription_post)
    await tell_webhooks(stage)
    assert sorted(stage.statuses) == sorted(operations("rtcstack"))
    assert stage.wrong == []


async def tell_tokens(stage: Stage, room: str) -> None:
    tokens = stage.client.tokens
    fields: dict[str, Any] = {
        "room_id": room,
        "user_id": "ada",
        "name": "Ada",
        "role": "host",
        "metadata": {"team": "red"},
    }
    for operation, issue in (("createToken", tokens.create), ("refreshToken", tokens.refresh)):
        token = await issue(**fields, **stage.watch(operation))
        assert token.token.count(".") == 2
        assert token.token not in repr(token)
        assert token.expires_at.utcoffset() is not None


async def tell_rooms(stage: Stage, room: str) -> bool:
    """Whether LiveKit responds."""
    rooms = stage.client.rooms
    try:
        made = await rooms.create(name=room, metadata="{}", empty_timeout=60, **stage.watch("createRoom"))
    except ServerError:
        return False
    assert isinstance(made, Room)
    assert (await rooms.get(room, **stage.watch("getRoom"))).sid == made.sid
    assert room in [one.name for one in (await rooms.list(**stage.watch("listRooms"))).rooms]
    with pytest.raises(NotFound) as unknown:
        await rooms.get("no such room", **stage.watch("getRoom"))
    assert (unknown.value.code, unknown.value.title) == ("not-found", "Not Found")
    return True


async def tell_participants(stage: Stage, room: str) -> None:
    participants = stage.client.participants
    if stage.fake is not None:
        stage.fake.rooms.join(room, "ada", "Ada")
    present = (await participants.list(room, **stage.watch("listParticipants"))).participants
    with pytest.raises(NotFound) as nobody:
        await participants.remove(room, "nobody", **stage.watch("removeParticipant"))
    assert nobody.value.code == "not_found"
    with pytest.raises(NotFound):
        await participants.mute(room, "nobody", track_sid="TR_none", **stage.watch("muteParticipant"))
    for one in present:
        await participants.mute(
            room, one.identity, track_sid=one.tracks[0].sid, **stage.watch("muteParticipant")
        )
        await participants.remove(room, one.identity, **stage.watch("removeParticipant"))
    assert (await participants.list("nowhere", **stage.watch("listParticipants"))).participants == []


async def tell_recording(stage: Stage, room: str) -> None:
    recordings = stage.client.recordings
    idle = await recordings.get(room, **stage.watch("getRecording"))
    assert (idle.is_recording, idle.egress_id, idle.started_at) == (False, None, None)
    with pytest.raises(NotFound):
        await recordings.stop(room, **stage.watch("stopRecording"))
    try:
        started = await recordings.start(room, **stage.watch("startRecording"))
    except APIError:
        # A server without the recorder.
        assert stage.fake is None
        return
    assert isinstance(started, RecordingStarted)
    again = await recordings.start(room, **stage.watch("startRecording"))
    assert isinstance(again, RecordingAlreadyActive)
    assert again.egress_id == started.egress_id
    await recordings.stop(room, **stage.watch("stopRecording"))


async def tell_ingress(stage: Stage, room: str) -> None:
    ingress = stage.client.ingress
    made = await ingress.create(room, participant_name="Studio", **stage.watch("createIngress"))
    assert made.stream_key not in repr(made)
    listed: IngressList = await ingress.list(room, **stage.watch("listIngress"))
    assert [one.ingress_id for one in listed.ingress] == [made.ingress_id]
    await ingress.delete(room, made.ingress_id, **stage.watch("deleteIngress"))
    with pytest.raises(NotFound):
        await ingress.delete(room, made.ingress_id, **stage.watch("deleteIngress"))


async def tell_the_end_of_the_room(stage: Stage, room: str) -> None:
    await stage.client.rooms.delete(room, **stage.watch("deleteRoom"))
    with pytest.raises(NotFound) as gone:
        await stage.client.rooms.delete(room, **stage.watch("deleteRoom"))
    assert gone.value.code == "not_found"


async def tell_of_no_livekit(stage: Stage, room: str) -> None:
    """Thirteen operations that return 500 if the server has no LiveKit."""
    client, watch = stage.client, stage.watch
    for attempt in (
        lambda: client.rooms.list(**watch("listRooms")),
        lambda: client.rooms.get(room, **watch("getRoom")),
        lambda: client.rooms.delete(room, **watch("deleteRoom")),
        lambda: client.participants.list(room, **watch("listParticipants")),
        lambda: client.participants.remove(room, "ada", **watch("removeParticipant")),
        lambda: client.participants.mute(room, "ada", track_sid="TR_1", **watch("muteParticipant")),
        lambda: client.recordings.start(room, **watch("startRecording")),
        lambda: client.recordings.stop(room, **watch("stopRecording")),
        lambda: client.recordings.get(room, **watch("getRecording")),
        lambda: client.ingress.create(room, **watch("createIngress")),
        lambda: client.ingress.list(room, **watch("listIngress")),
        lambda: client.ingress.delete(room, "IN_1", **watch("deleteIngress")),
    ):
        with pytest.raises(ServerError):
            await attempt()


async def tell_live_transcription(stage: Stage, room: str, enabled: bool) -> None:
    live, watch = stage.client.live_transcription, stage.watch
    if not enabled:
        for attempt in (
            lambda: live.start(room, **watch("startLiveTranscription")),
            lambda: live.get(room, **watch("getLiveTranscription")),
            lambda: live.update_speakers(room, participants={"a": "b"}, **watch("updateSpeakers")),
            lambda: live.stop(room, **watch("stopLiveTranscription")),
        ):
            with pytest.raises(ServerError) as disabled:
                await attempt()
            assert (disabled.value.status, disabled.value.code) == (503, "unavailable")
        return
    started = await live.start(room, language="de-DE", **watch("startLiveTranscription"))
    assert isinstance(started, LiveTranscriptionStarted)
    again = await live.start(room, **watch("startLiveTranscription"))
    assert isinstance(again, LiveTranscriptionAlreadyActive)
    assert again.id == started.transcription_id
    await live.update_speakers(room, participants={"TR_1": "Ada"}, **watch("updateSpeakers"))
    if stage.fake is not None:
        stage.fake.transcriptions.say(room, 1_769_860_800_000, 1_769_860_802_000, "TR_1", "Hello.")
    found = await live.get(room, **watch("getLiveTranscription"))
    assert isinstance(found, LiveTranscription)
    assert [(one.sid, one.name) for one in found.speakers] == [("TR_1", "Ada")]
    text = await live.get(room, format="text", **watch("getLiveTranscription"))
    assert isinstance(text, str)
    stopped = await live.stop(room, **watch("stopLiveTranscription"))
    assert stopped.segment_count == len(found.segments)
    await live.stop(room, **watch("stopLiveTranscription"))


async def tell_transcriptions(stage: Stage, enabled: bool) -> None:
    client, watch = stage.client, stage.watch
    with pytest.raises(NotFound):
        await client.transcriptions.get("tr_unknown", **watch("getTranscription"))
    assert (await client.transcriptions.list(**watch("listTranscriptions"))).total == 0
    if not enabled:
        with pytest.raises(ServerError):
            await client.recordings.transcribe("EG_1", **watch("transcribeRecording"))
        await client.transcriptions.delete("tr_unknown", **watch("deleteTranscription"))
        return
    queued = await client.recordings.transcribe("EG_1", **watch("transcribeRecording"))
    found = await client.transcriptions.get(queued.transcription_id, **watch("getTranscription"))
    assert found.recording_id == "EG_1"
    await client.transcriptions.delete(queued.transcription_id, **watch("deleteTranscription"))


async def tell_webhooks(stage: Stage) -> None:
    webhooks, watch = stage.client.webhooks, stage.watch
    url = "http://127.0.0.1:9/hook"
    if stage.fake is not None:
        stage.fake.webhooks.unreachable.add(url)
    made = await webhooks.create(url=url, events=["recording_started"], **watch("createWebhook"))
    assert made.secret != "***"
    assert made.secret not in repr(made)
    assert (await webhooks.get(made.id, **watch("getWebhook"))).secret == "***"
    assert made.id in [hook.id for hook in (await webhooks.list(**watch("listWebhooks"))).webhooks]
    changed = await webhooks.update(made.id, events=["*"], **watch("updateWebhook"))
    assert (changed.url, changed.events) == (url, ["*"])
    tried = await webhooks.test(made.id, **watch("testWebhook"))
    assert not tried.delivered
    assert tried.error
    await webhooks.delete(made.id, **watch("deleteWebhook"))
    with pytest.raises(NotFound):
        await webhooks.get(made.id, **watch("getWebhook"))
