"""A call of every operation of the three APIs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from cortex_async.contrib.nimrobo import NimroboClient
from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.orga.models import Offer
from cortex_async.contrib.rtcstack import RTCStackClient

Call = Callable[[Any], Awaitable[object]]

TOKEN: dict[str, Any] = {"room_id": "lobby", "user_id": "ada", "name": "Ada", "role": "host"}
SESSION: dict[str, Any] = {"session_id": "sess_1", "type": "project", "project_id": "proj_1"}

CALLS: dict[str, dict[str, Call]] = {
    "rtcstack": {
        "getHealth": lambda c: c.health.check(),
        "createToken": lambda c: c.tokens.create(**TOKEN),
        "refreshToken": lambda c: c.tokens.refresh(**TOKEN),
        "createRoom": lambda c: c.rooms.create(name="lobby"),
        "listRooms": lambda c: c.rooms.list(),
        "getRoom": lambda c: c.rooms.get("lobby"),
        "deleteRoom": lambda c: c.rooms.delete("lobby"),
        "listParticipants": lambda c: c.participants.list("lobby"),
        "removeParticipant": lambda c: c.participants.remove("lobby", "ada"),
        "muteParticipant": lambda c: c.participants.mute("lobby", "ada", track_sid="TR_1"),
        "startRecording": lambda c: c.recordings.start("lobby"),
        "stopRecording": lambda c: c.recordings.stop("lobby"),
        "getRecording": lambda c: c.recordings.get("lobby"),
        "transcribeRecording": lambda c: c.recordings.transcribe("EG_1"),
        "createIngress": lambda c: c.ingress.create("lobby"),
        "listIngress": lambda c: c.ingress.list("lobby"),
        "deleteIngress": lambda c: c.ingress.delete("lobby", "IN_1"),
        "startLiveTranscription": lambda c: c.live_transcription.start("lobby"),
        "stopLiveTranscription": lambda c: c.live_transcription.stop("lobby"),
        "getLiveTranscription": lambda c: c.live_transcription.get("lobby"),
        "updateSpeakers": lambda c: c.live_transcription.update_speakers("lobby", participants={"T": "Ada"}),
        "listTranscriptions": lambda c: c.transcriptions.list(),
        "getTranscription": lambda c: c.transcriptions.get("tr_1"),
        "deleteTranscription": lambda c: c.transcriptions.delete("tr_1"),
        "listWebhooks": lambda c: c.webhooks.list(),
        "createWebhook": lambda c: c.webhooks.create(url="https://example.com/hook"),
        "getWebhook": lambda c: c.webhooks.get("id-1"),
        "updateWebhook": lambda c: c.webhooks.update("id-1", url="https://example.com/other"),
        "deleteWebhook": lambda c: c.webhooks.delete("id-1"),
        "testWebhook": lambda c: c.webhooks.test("id-1"),
    },
    "orga": {
        "createClientSecret": lambda c: c.realtime.create_client_secret(),
        "getIceConfig": lambda c: c.realtime.get_ice_config(),
        "createCall": lambda c: c.realtime.create_call(
            offer=Offer(sdp="v=0\r\n", type="offer", candidates=[])
        ),
    },
    "nimrobo": {
        "getSessionSummary": lambda c: c.sessions.get_summary(session_id="sess_1", project_id="proj_1"),
        "regenerateSessionSummary": lambda c: c.sessions.regenerate_summary(
            session_id="sess_1", project_id="proj_1"
        ),
        "getSessionStatus": lambda c: c.sessions.get_status(**SESSION),
        "getSessionTranscript": lambda c: c.sessions.get_transcript(**SESSION),
        "getSessionAudio": lambda c: c.sessions.get_audio(**SESSION),
    },
}

AnyClient = RTCStackClient | OrgaClient | NimroboClient
