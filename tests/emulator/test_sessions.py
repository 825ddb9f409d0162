"""Sessions, messages and debug audio."""

from __future__ import annotations

import io
import wave
from datetime import timedelta

import pytest

from cortex_async.emulator import BotNotRunning, Emulator
from tests.emulator.api import Api


async def test_a_session_is_created_found_and_listed(api: Api) -> None:
    session = await api.session(idleTimeout=300)
    assert session["title"] == "Raid"
    assert session["status"] == "active"
    assert session["idleTimeout"] == 300
    assert session["createdAt"] == "2026-01-31T12:00:00.000Z"
    assert await api.get(f"/sessions/{session['id']}") == session
    assert await api.get("/sessions") == [session]


async def test_an_unconfigured_project_has_no_sessions(api: Api, emulator: Emulator) -> None:
    bare = emulator.add_project("Bare", configured=False)
    body = {"title": "Raid", "externalRoomId": "room-1"}
    response = await api.call("POST", f"/api/projects/{bare}/sessions", body)
    assert (response.status, response["message"]) == (400, "Project settings not configured")


@pytest.mark.parametrize("idle", [-1, 1.5, 1e12])
async def test_an_idle_timeout_is_a_reasonable_whole_number(api: Api, idle: float) -> None:
    body = {"title": "Raid", "externalRoomId": "room-1", "idleTimeout": idle}
    assert (await api.call("POST", "/sessions", body)).status == 400


async def test_speech_becomes_messages_and_participants(api: Api, emulator: Emulator) -> None:
    session = await api.session()
    said = await emulator.say(session["id"], "ada", "hello")
    await emulator.say(session["id"], "bob", "hi")
    messages = await api.get(f"/sessions/{session['id']}/messages")
    assert [(one["type"], one["senderName"], one["content"]) for one in messages] == [
        ("system", "[System]", "ada joined"),
        ("user", "ada", "hello"),
        ("system", "[System]", "bob joined"),
        ("user", "bob", "hi"),
    ]
    assert messages[1] == said
    found = await api.get("/participants")
    assert [one["externalUserId"] for one in found["participants"]] == ["ada", "bob"]


async def test_a_known_participant_speaks_under_its_name(api: Api, emulator: Emulator) -> None:
    await api.post("/participants", {"externalUserId": "ada", "displayName": "Ada L."})
    session = await api.session()
    assert (await emulator.say(session["id"], "ada", "hello"))["senderName"] == "Ada L."
    await emulator.leave(session["id"], "ada")
    with pytest.raises(ValueError, match="ada is not in the room"):
        await emulator.leave(session["id"], "ada")
    last = (await api.get(f"/sessions/{session['id']}/messages"))[-1]
    assert (last["type"], last["content"]) == ("system", "Ada L. left")


async def test_nobody_listens_before_the_start_and_after_the_end(api: Api, emulator: Emulator) -> None:
    session = await api.session(autoStart=False)
    with pytest.raises(BotNotRunning, match="start the session first"):
        await emulator.say(session["id"], "ada", "hello")
    assert await api.post(f"/sessions/{session['id']}/start") == {"message": "Bot start command sent"}
    await emulator.say(session["id"], "ada", "hello")
    assert await api.post(f"/sessions/{session['id']}/stop") == {"message": "Bot stop command sent"}
    with pytest.raises(BotNotRunning):
        await emulator.say(session["id"], "ada", "hello")
    with pytest.raises(KeyError):
        await emulator.say("unknown", "ada", "hello")


async def test_stop_and_start_take_effect_later(api: Api) -> None:
    session = await api.session()
    path = f"/sessions/{session['id']}"
    await api.post(f"{path}/stop")
    await api.emulator.settle()
    assert (await api.get(path))["status"] == "ended"
    await api.post(f"{path}/start")
    await api.emulator.settle()
    assert (await api.get(path))["status"] == "active"
    changes = [event["payload"]["changes"] for event in api.events("session.updated")]
    assert changes == [{"status": "active"}, {"status": "ended"}]
    bots = [event["payload"]["data"]["status"] for event in api.events("bot.status.changed")]
    assert bots == ["running", "stopped", "running"]


async def test_a_delayed_bot_follows_the_last_command() -> None:
    async with Emulator(bot_delay=5) as emulator:
        import aiohttp

        async with aiohttp.ClientSession() as http:
            api = Api(emulator, http)
            session = await api.session()
            assert (await api.get(f"/sessions/{session['id']}"))["status"] == "active"
            with pytest.raises(BotNotRunning):
                await emulator.say(session["id"], "ada", "hello")
            await emulator.clock.advance(5)
            await emulator.say(session["id"], "ada", "hello")
            await api.post(f"/sessions/{session['id']}/stop")
            await api.post(f"/sessions/{session['id']}/start")
            await emulator.clock.advance(60)
            assert (await api.get(f"/sessions/{session['id']}"))["status"] == "active"


async def test_an_empty_room_ends_the_session(api: Api, emulator: Emulator) -> None:
    session = await api.session(idleTimeout=60)
    path = f"/sessions/{session['id']}"
    await emulator.clock.advance(59)
    await emulator.join(session["id"], "ada")
    await emulator.clock.advance(timedelta(hours=1))
    assert (await api.get(path))["status"] == "active"
    await emulator.leave(session["id"], "ada")
    await emulator.clock.advance(59)
    assert (await api.get(path))["status"] == "active"
    await emulator.clock.advance(1)
    assert (await api.get(path))["status"] == "ended"


async def test_debug_audio_is_a_wav_file_for_a_day(api: Api, emulator: Emulator) -> None:
    session = await api.session()
    silent = await emulator.say(session["id"], "ada", "before")
    await api.ok("PATCH", "/settings/debug-audio", {"enabled": True})
    message = await emulator.say(session["id"], "ada", "hello")
    assert (silent["hasDebugAudio"], message["hasDebugAudio"]) == (False, True)
    path = f"/sessions/{session['id']}/messages/{message['id']}/debug-audio"
    response = await api.call("GET", path)
    assert response.headers["Content-Type"] == "audio/wav"
    with wave.open(io.BytesIO(response.body)) as audio:
        assert (audio.getnchannels(), audio.getframerate(), audio.getnframes()) == (1, 16_000, 4000)
    await emulator.clock.advance(timedelta(hours=24))
    assert (await api.call("GET", path)).status == 404
    assert (await api.get(f"/sessions/{session['id']}/messages"))[-1]["hasDebugAudio"] is False
    gone = f"/sessions/{session['id']}/messages/{silent['id']}/debug-audio"
    assert (await api.call("GET", gone)).status == 404


@pytest.mark.parametrize("path", ["", "/messages", "/actions"])
async def test_an_unknown_session_is_404(api: Api, path: str) -> None:
    assert (await api.call("GET", f"/sessions/unknown{path}")).status == 404
