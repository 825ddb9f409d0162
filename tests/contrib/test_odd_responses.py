"""Values that services write in several formats are read in all of them, and every final status ends a wait."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cortex_async._core.call_errors import DecodeError
from cortex_async._core.errors import WaitTimedOut
from cortex_async.contrib.fake import Reply
from cortex_async.contrib.nimrobo import NimroboClient, Patience, SessionRef, StillPending
from cortex_async.contrib.nimrobo.fake import FakeNimrobo
from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.orga.fake import FakeOrga
from cortex_async.contrib.orga.models import ClientSecret, IceConfig
from cortex_async.contrib.orga.service import ORGA
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from tests.contrib.clock import ManualClock

END = datetime(2026, 1, 31, 12, 15, tzinfo=UTC)
UNIX = int(END.timestamp())
ENDS: list[Any] = [
    UNIX, UNIX * 1000, float(UNIX), str(UNIX), f" {UNIX} ", f"{UNIX}.0", "2026-01-31T12:15:00", "2026-01-31T12:15:00Z",
    "2026-01-31T13:15:00.000000+01:00",
]  # fmt: skip
NO_ENDS: list[Any] = [None, "", "  ", 0, "0", -1]
NO_DATES: list[Any] = ["soon", True, [], {}, 10**18, "1e400"]


@pytest.fixture
async def client(orga: FakeOrga, clock: ManualClock) -> OrgaClient:
    return OrgaClient(base_url=orga.base_url, api_key=orga.api_key, clock=clock)


async def secret(client: OrgaClient, orga: FakeOrga, end: Any) -> ClientSecret:
    orga.next("createClientSecret", Reply(200, {"ephemeral_token": "a.b.c", "expires_at": end}))
    async with client:
        return await client.realtime.create_client_secret()


@pytest.mark.parametrize("end", ENDS, ids=repr)
async def test_formats_of_expires_at(client: OrgaClient, orga: FakeOrga, end: Any) -> None:
    assert (await secret(client, orga, end)).expires_at == END


@pytest.mark.parametrize("end", NO_ENDS, ids=repr)
async def test_expires_at_may_be_missing(client: OrgaClient, orga: FakeOrga, end: Any) -> None:
    assert (await secret(client, orga, end)).expires_at is None


@pytest.mark.parametrize("end", NO_DATES, ids=repr)
async def test_an_invalid_expires_at_is_named(client: OrgaClient, orga: FakeOrga, end: Any) -> None:
    with pytest.raises(DecodeError, match="expires_at: expected an ISO 8601 date and time") as caught:
        await secret(client, orga, end)
    assert caught.value.location == "expires_at"


@pytest.mark.parametrize("end", ENDS, ids=repr)
async def test_a_token_of_rtcstack_as_its_readme_has_it(
    stack: RTCStackClient, rtcstack: FakeRTCStack, end: Any
) -> None:
    rtcstack.next("createToken", Reply(200, {"token": "a.b.c", "url": "wss://x", "expiresAt": end}))
    token = await stack.tokens.create(room_id="lobby", user_id="ada", name="Ada", role="host")
    assert token.expires_at == END


def test_the_callers_values_are_not_changed() -> None:
    raw = {"ephemeral_token": "a.b.c", "expires_at": UNIX}
    assert ORGA.codec.structure(raw, ClientSecret).expires_at == END
    assert raw["expires_at"] == UNIX


SERVER = {"urls": ["stun:stun.example.com"]}


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ({"iceServers": None}, 0),
        (None, 0),
        ([], 0),
        ({"iceServers": [None, SERVER]}, 1),
        ([SERVER, None, SERVER], 2),
        ({"iceServers": [SERVER]}, 1),
    ],
)
async def test_no_ice_servers_are_an_empty_list(
    client: OrgaClient, orga: FakeOrga, body: Any, count: int
) -> None:
    raw = b"null" if body is None else body
    orga.next("getIceConfig", *[Reply(200, raw, {"Content-Type": "application/json"})] * 2)
    async with client:
        config = await client.realtime.get_ice_config()
        servers = config if isinstance(config, list) else config.ice_servers
        assert (len(servers), None in servers) == (count, False)
        shown = (await client.session_config()).to_json()["iceServers"]
    assert shown == [SERVER] * count


def test_ice_servers_of_another_kind_are_named() -> None:
    with pytest.raises(DecodeError, match=r"iceServers\[0\]: expected an object"):
        ORGA.codec.structure({"iceServers": ["stun:x"]}, IceConfig)


WORDS = [
    "completed", "failed", "ended", "finished", "error", "cancelled", "canceled", "expired", "aborted", "abandoned", "timeout",
    "timed_out", "Timed Out", "no-show", "NO_SHOW", "rejected", "declined", "missed", "terminated", "closed", "deleted", "done",
]  # fmt: skip
GOING_ON = [
    "pending",
    "active",
    "in_progress",
    "started",
    "processing",
    "cancelling",
    "queued",
    "",
    5,
    None,
    [],
    {},
]


@pytest.mark.parametrize(
    "status", [*WORDS, {"status": "expired"}, {"state": "cancelled", "reason": "x"}], ids=repr
)
async def test_final_statuses_of_a_session(
    robo: NimroboClient, nimrobo: FakeNimrobo, clock: ManualClock, status: Any
) -> None:
    nimrobo.add("sess_1", project_id="proj_1", status=status)
    found = await robo.wait_session(SessionRef.project("sess_1", "proj_1"))
    assert (found.status, clock.slept) == (status, [])


@pytest.mark.parametrize("status", GOING_ON, ids=repr)
async def test_other_statuses_of_a_session(robo: NimroboClient, nimrobo: FakeNimrobo, status: Any) -> None:
    nimrobo.add("sess_1", project_id="proj_1", status=status)
    with pytest.raises(StillPending) as caught:
        await robo.wait_session(SessionRef.project("sess_1", "proj_1"), patience=Patience(deadline=10))
    assert isinstance(caught.value, WaitTimedOut)
    assert caught.value.seconds == 10


@pytest.mark.parametrize("word", ["cancelled", "expired", "Failed"])
async def test_final_statuses_of_a_transcription(
    stack: RTCStackClient, rtcstack: FakeRTCStack, word: str
) -> None:
    queued = await stack.recordings.transcribe("EG_1")
    rtcstack.transcriptions.proceed(queued.transcription_id, status=word)
    assert (await stack.wait_transcription(queued.transcription_id)).status == word
    await stack.live_transcription.start("lobby")
    rtcstack.transcriptions.rooms["lobby"].status = word
    assert [segment async for segment in stack.iter_segments("lobby")] == []


@pytest.mark.parametrize("nothing", [None, [None]])
async def test_null_lists_are_empty(stack: RTCStackClient, rtcstack: FakeRTCStack, nothing: Any) -> None:
    rtcstack.next("listParticipants", Reply(200, {"participants": nothing}))
    rtcstack.rooms.join("lobby", "ada", "Ada")
    assert (await stack.wait_participant("lobby", "ada")).name == "Ada"
    await stack.live_transcription.start("lobby")
    stopped = {
        "transcriptionId": "t",
        "roomId": "lobby",
        "status": "stopped",
        "language": "en",
        "speakers": [],
    }
    rtcstack.next("getLiveTranscription", *[Reply(200, {**stopped, "segments": nothing})] * 2)
    assert [segment async for segment in stack.iter_segments("lobby")] == []
