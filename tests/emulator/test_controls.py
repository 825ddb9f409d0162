"""The same tests against every kind of emulator: ``RemoteEmulator`` does what ``Emulator`` does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from cortex_async.testing import BotNotRunning, WebhookReceiver
from tests.emulator.api import Api
from tests.emulator.controlled import KINDS, SEED, child, controlled, done, elsewhere


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with child("--random-seed", str(SEED)) as exported:
        yield exported["CORTEX_BASE_URL"]


@pytest.fixture(params=KINDS)
async def emulator(request: pytest.FixtureRequest, url: str) -> AsyncIterator[Any]:
    async with controlled(request.param, url) as emulator:
        yield emulator
        assert list(emulator.violations) == []


@pytest.fixture
async def api(emulator: Any) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as http:
        yield Api(emulator, http)


async def test_people_speak(emulator: Any, api: Api) -> None:
    session = await api.session()
    participant = await done(emulator.join(session["id"], "ada", display_name="Ada"))
    assert participant["displayName"] == "Ada"
    message = await done(emulator.say(session["id"], "ada", "hello"))
    assert (message["senderName"], message["content"]) == ("Ada", "hello")
    await done(emulator.leave(session["id"], "ada"))
    heard = [one["content"] for one in await api.get(f"/sessions/{session['id']}/messages")]
    assert heard == ["Ada joined", "hello", "Ada left"]
    assert [one["type"] for one in emulator.events if one["type"].startswith("message")] == [
        "message.created"
    ] * 3


async def test_messages_and_sessions_are_annotated(emulator: Any, api: Api) -> None:
    session = await api.session()
    message = await done(emulator.say(session["id"], "ada", "hello"))
    content = {"score": 0.93, "labels": ["insult"]}
    flag = await done(emulator.annotate(message["id"], "toxicity", content))
    again = await done(emulator.annotate(message["id"], "sentiment", {}))
    summary = await done(emulator.annotate_session(session["id"], "summary", {"summary": "They met."}))
    content["score"] = 0.1
    assert (flag["type"], flag["data"]) == ("toxicity", {"score": 0.93, "labels": ["insult"]})
    batch = {"messageIds": [message["id"]]}
    found = await api.post("/api/plugins/annotations/messages/batch", batch)
    assert found == {message["id"]: [flag, again]}
    assert await api.get(f"/api/plugins/annotations/sessions/{session['id']}") == [summary]
    first, _, last = [one for one in emulator.events if "annotation" in one["type"]]
    data = first["payload"]["data"]
    assert (first["type"], first["resourceId"]) == ("message.annotation.created", f"message:{message['id']}")
    assert (data["annotationId"], data["content"], data["externalUserId"]) == (
        flag["id"],
        flag["data"],
        "ada",
    )
    data = last["payload"]["data"]
    assert (last["type"], last["resourceId"]) == ("session.annotation.created", f"session:{session['id']}")
    assert (data["annotationId"], data["sessionId"], data["content"]) == (
        summary["id"],
        session["id"],
        summary["data"],
    )


async def test_wrong_annotations_change_nothing(emulator: Any, api: Api) -> None:
    session = await api.session()
    message = await done(emulator.say(session["id"], "ada", "hello"))
    known, unknown = message["id"], "nowhere"
    wrong: list[tuple[Any, str, Any, Any, type[Exception], str]] = [
        (emulator.annotate, unknown, "toxicity", {}, KeyError, "message nowhere"),
        (emulator.annotate_session, unknown, "summary", {}, KeyError, "session nowhere"),
        (emulator.annotate, known, "", {}, ValueError, "type must be a non-empty string, got ''"),
        (emulator.annotate, known, 5, {}, ValueError, "type must be a"),
        (emulator.annotate, known, "toxicity", [1], ValueError, "content must be a JSON object, got list"),
        (emulator.annotate, known, "toxicity", {"at": {1}}, ValueError, "content must be a JSON object: "),
        (emulator.annotate, known, "toxicity", {"x": float("nan")}, ValueError, "content must be a JSON obj"),
    ]
    for control, subject, kind, content, error, expected in wrong:
        with pytest.raises(error, match=expected):
            await done(control(subject, kind, content))
    assert not [one for one in emulator.events if "annotation" in one["type"]]
    assert await api.post("/api/plugins/annotations/messages/batch", {"messageIds": [known]}) == {}


async def test_the_system_and_generated_messages_can_be_annotated(emulator: Any, api: Api) -> None:
    session = await api.session()
    await done(emulator.join(session["id"], "ada"))
    (system,) = await api.get(f"/sessions/{session['id']}/messages")
    await done(emulator.annotate(system["id"], "sentiment", {"score": 0.5}))
    (event,) = [one for one in emulator.events if "annotation" in one["type"]]
    assert event["payload"]["data"].keys() == {"annotationId", "messageId", "type", "content"}
    emulator.reset()
    emulator.seed("large", sessions=2, messages=5)
    *_, second = await api.get("/sessions")
    *_, last = await api.get(f"/sessions/{second['id']}/messages")
    flag = await done(emulator.annotate(last["id"], "toxicity", {"score": 0.9}))
    assert flag["messageId"] == last["id"]


async def test_errors_are_the_same_exceptions(emulator: Any, api: Api) -> None:
    with pytest.raises(KeyError, match="session nowhere"):
        await done(emulator.say("nowhere", "ada", "hello"))
    session = await api.session(autoStart=False)
    with pytest.raises(BotNotRunning, match="start the session first"):
        await done(emulator.say(session["id"], "ada", "hello"))
    running = await api.session()
    with pytest.raises(ValueError, match="speaker ada is not in the room"):
        await done(emulator.leave(running["id"], "ada"))
    with pytest.raises(ValueError, match="name must be one of: demo, large; got 'other'"):
        emulator.seed("other")
    with pytest.raises(ValueError, match="messages can be chosen for 'large' only"):
        emulator.seed("demo", messages=5)
    with pytest.raises(ValueError, match="sessions must be between 1 and 100000, got 0"):
        emulator.seed("large", sessions=0)
    with pytest.raises(ValueError, match="name 'emulator' is taken"):
        emulator.add_tenant("emulator")


async def test_who_it_is(emulator: Any, api: Api) -> None:
    assert emulator.base_url.startswith("http://127.0.0.1:")
    assert emulator.access_token.count(".") == 2
    assert emulator.credentials == ("emulator@example.com", "emulator")
    assert emulator.fusion_session.startswith("fsid_")
    assert (emulator.control_enabled, emulator.control_token) == (True, None)
    assert emulator.settings.webhook_retries == (1, 5, 25, 125)
    (project,) = [one for one in await api.get("/api/projects") if one["id"] == emulator.project_id]
    assert emulator.project_secret() == emulator.project_secret(emulator.project_id) == project["secret"]
    second = emulator.add_project("Second", configured=False, secret=False)
    assert emulator.project_secret(second) is None
    key, other = emulator.add_tenant("rival")
    headers = {"X-API-Key": key}
    assert (await api.call("GET", f"/api/projects/{other}/sessions", headers=headers)).status == 200
    assert (await api.call("GET", f"/api/projects/{second}/sessions", headers=headers)).status == 404
    assert emulator.tenant_id == (await api.session())["tenantId"]


async def test_time(emulator: Any, api: Api) -> None:
    session = await api.session(idleTimeout=60)
    await done(emulator.settle())
    began = emulator.clock.now()
    await done(emulator.clock.advance(30))
    await done(emulator.clock.advance(timedelta(seconds=31)))
    assert 61 <= (emulator.clock.now() - began).total_seconds() < 120
    assert (await api.get(f"/sessions/{session['id']}"))["status"] == "ended"
    assert abs(emulator.clock.timestamp() - emulator.clock.now().timestamp()) < 10
    assert emulator.clock.iso().endswith("Z")
    assert emulator.clock.frozen is False
    emulator.clock.reset()
    assert emulator.clock.now() < began + timedelta(seconds=60)
    for wrong, message in (
        (-1, "seconds must not be negative"),
        (1e15, "seconds must not lead past the year 9000"),
    ):
        with pytest.raises(ValueError, match=message):
            await done(emulator.clock.advance(wrong))


async def test_faults_of_calls(emulator: Any, api: Api) -> None:
    rule = emulator.faults.next(
        "listSessions", times=2, status=503, headers={"Retry-After": "2"}, body={"a": 1}
    )
    assert (rule.target, rule.left, rule.taken, rule.fault.status) == ("listSessions", 2, 0, 503)
    response = await api.call("GET", "/sessions")
    assert (response.status, response.body, response.headers["Retry-After"]) == (503, {"a": 1}, "2")
    assert (rule.left, rule.taken) == (1, 1)
    emulator.faults.remove(rule)
    assert (await api.call("GET", "/sessions")).status == 200
    with pytest.raises(ValueError, match="removed already"):
        emulator.faults.remove(rule)
    raw = emulator.faults.always("*", status=500, body=b"\xff\x00")
    assert raw.left is None
    assert (await api.call("GET", "/sessions")).body == b"\xff\x00"
    emulator.faults.clear()
    with pytest.raises(
        ValueError, match="target must match an operation, got 'listSesions'; did you mean 'listSessions'"
    ):
        emulator.faults.next("listSesions", status=500)
    with pytest.raises(ValueError, match="times must be at least 1, got 0"):
        emulator.faults.next("*", times=0, status=500)


async def test_streams_and_their_faults(emulator: Any, api: Api) -> None:
    url = api.url("/events/stream")
    async with asyncio.timeout(20), api.http.get(url, headers=api.headers) as stream:
        await elsewhere(emulator.wait_for_streams, 1)
        assert emulator.streams == 1
        emulator.faults.events.drop("participant.*")
        emulator.faults.events.duplicate("participant.*")
        emulator.faults.events.reorder("participant.*")
        await api.participant("dropped")
        await api.participant("doubled")
        await api.participant("late")
        await api.participant("early")
        emulator.faults.events.cut("session.*")
        emulator.faults.events.clear()
        received = b""
        while received.count(b"data:") < 4:
            received += await stream.content.readany()
        order = [
            name
            for line in received.split(b"\n")
            for name in (b"dropped", b"doubled", b"late", b"early")
            if b'"%b"' % name in line
        ]
        assert order == [b"doubled", b"doubled", b"early", b"late"]
        emulator.cut_streams()
        with pytest.raises(aiohttp.ClientPayloadError):
            await stream.content.read()
        await elsewhere(emulator.wait_for_streams, 0)


async def test_webhooks_and_their_faults(emulator: Any, api: Api) -> None:
    async with WebhookReceiver() as receiver:
        body = {"url": receiver.url, "events": ["participant.created"], "secret": "s" * 32}
        await api.post("/webhooks/subscriptions", body)
        emulator.faults.webhooks.bad_signature()
        emulator.faults.webhooks.skew(600)
        emulator.faults.webhooks.duplicate(times=2)
        emulator.faults.webhooks.clear()
        receiver.respond_with(500)
        await api.participant()
        await receiver.next()
        await elsewhere(emulator.clock.advance, 1)
        assert len(receiver.received) == 2


async def test_requests(emulator: Any, api: Api) -> None:
    emulator.requests.clear()
    await api.session(title="One")
    await api.session(title="Two")
    await api.call("POST", "/sessions", {})
    assert len(emulator.requests) == 3
    assert [one.status for one in emulator.requests] == [201, 201, 400]
    assert emulator.requests.last().body == {}
    found = emulator.requests.all("createSession", status=201, body={"title": "Two"})
    assert [one.body["externalRoomId"] for one in found] == ["room-1"]
    assert found[0].headers["X-API-Key"] == "[redacted]"
    assert str(found[0]).endswith("createSession 201")
    emulator.requests.assert_called("createSession", times=2, status=201)
    emulator.requests.assert_not_called("createParticipant")
    with pytest.raises(
        AssertionError, match="createSession expected 1 times, called 3 times; seen: POST /api/"
    ):
        emulator.requests.assert_called("createSession", times=1)
    emulator.requests.clear()
    with pytest.raises(AssertionError, match="no request of any operation; seen: nothing"):
        emulator.requests.last()


async def test_the_state_travels(emulator: Any, api: Api) -> None:
    emulator.seed()
    await done(emulator.settle())
    before = await api.get("/sessions")
    dumped = emulator.dump()
    assert repr(dumped).startswith("<state of an emulator")
    emulator.reset()
    assert await api.get("/sessions") == []
    assert emulator.events == []
    emulator.load(dumped)
    assert await api.get("/sessions") == before
    for damaged in ("{", "[]", '{"version": 1, "state": 1, "timers": []}'):
        with pytest.raises(ValueError):
            emulator.load(damaged)
    assert await api.get("/sessions") == before


async def test_the_same_seed_gives_the_same_identifiers(emulator: Any, api: Api) -> None:
    emulator.reset()
    first = (await api.session())["id"]
    await api.get("/sessions")
    await api.session()
    emulator.reset()
    await api.get("/sessions")
    assert (await api.session())["id"] == first


async def test_large_sample_data_emits_no_events(emulator: Any) -> None:
    assert emulator.seed("large", sessions=20, messages=5) is None
    assert len(emulator.events) == 0
