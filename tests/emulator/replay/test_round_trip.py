"""A session with the SDK is recorded against a live emulator, then replayed: the SDK gets the same results."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

import cortex_sync
from cortex_async import APIError, CortexClient, CortexError, NotFound, ServerError
from cortex_async.emulator import Emulator, Recorder, Replay
from cortex_sync.emulator import Recorder as SyncRecorder
from cortex_sync.emulator import Replay as SyncReplay

WAIT = 30.0


async def drive(base_url: str, api_key: str, project_id: str, emulator: Emulator | None) -> dict[str, Any]:
    """The same program in both runs. Only the recorded one has people who talk, and faults."""
    found: dict[str, Any] = {}
    async with CortexClient(base_url=base_url, api_key=api_key, retry=False) as client:
        project = client.project(project_id)
        async with project.events.stream() as stream:
            session = await project.sessions.create(title="Raid", external_room_id="room-1")
            found["session"] = session
            if emulator is not None:
                await emulator.settle()
                await emulator.say(session.id, "ada", "two behind the gate")
                await emulator.say(session.id, "bob", "RUN")
            events = [await asyncio.wait_for(anext(stream), WAIT) for _ in range(9)]
            found["events"] = events
        found["messages"] = await project.messages.list(session.id)
        found["sanction"] = await project.sanctions.create(
            external_user_id="bob", type="mute", reason="shouting"
        )
        try:
            await project.sessions.get("unknown")
        except NotFound as error:
            found["error"] = (error.status, error.message)
        if emulator is not None:
            emulator.faults.next("listSessions", status=503, body={"message": "down"})
        try:
            await project.sessions.list()
        except ServerError as error:
            found["down"] = (error.status, error.message)
        found["sessions"] = await project.sessions.list()
        if emulator is not None:
            emulator.faults.next("listParticipants", close="after")
        with pytest.raises(CortexError) as closed:
            await project.participants.list()
        found["closed"] = type(closed.value)
        if emulator is not None:
            emulator.faults.next("listParticipants", truncate=True)
        with pytest.raises(CortexError) as truncated:
            await project.participants.list()
        found["truncated"] = type(truncated.value)
        found["participants"] = [one async for one in project.participants.list()]
    return found


async def test_the_sdk_gets_the_same_results(tmp_path: Path) -> None:
    file = tmp_path / "session.ndjson"
    async with Emulator() as emulator, Recorder(emulator.base_url, file) as recorder:
        recorded = await drive(recorder.base_url, emulator.api_key, emulator.project_id, emulator)
        project_id, api_key = emulator.project_id, emulator.api_key
    assert api_key not in file.read_text()
    async with Replay(file, speed="max") as replay:
        replayed = await drive(replay.base_url, "any", project_id, None)
        assert replay.unmatched == ()
    assert replayed == recorded


async def watch(base_url: str, api_key: str, project_id: str, emulator: Emulator | None) -> dict[str, Any]:
    """Live views, with a stream that is cut in the middle."""
    async with CortexClient(base_url=base_url, api_key=api_key) as client:
        project = client.project(project_id)
        session = await project.sessions.create(title="Raid", external_room_id="room-1")
        if emulator is not None:
            await emulator.settle()
        async with (
            project.sessions.watch_messages(session.id) as said,
            project.participants.watch() as people,
        ):
            if emulator is not None:
                await emulator.say(session.id, "ada", "one")
            await said.wait_until(lambda messages: len(messages) == 2, timeout=WAIT)
            if emulator is not None:
                emulator.cut_streams()
                await emulator.wait_for_streams(0)
                await emulator.say(session.id, "bob", "two")
                await emulator.wait_for_streams(1)
                await emulator.say(session.id, "cleo", "three")
            await said.wait_until(lambda messages: len(messages) == 6, timeout=WAIT)
            await people.wait_until(lambda known: len(known) == 3, timeout=WAIT)
            return {"said": dict(said.value), "people": dict(people.value)}


@pytest.mark.parametrize("speed", ["max", 10.0])
async def test_live_views_over_a_cut(tmp_path: Path, speed: Any) -> None:
    file = tmp_path / "live.ndjson"
    async with Emulator() as emulator, Recorder(emulator.base_url, file) as recorder:
        recorded = await watch(recorder.base_url, emulator.api_key, emulator.project_id, emulator)
        project_id = emulator.project_id
    async with Replay(file, speed=speed) as replay:
        assert await watch(replay.base_url, "any", project_id, None) == recorded


def test_the_sync_sdk_gets_the_same_results(tmp_path: Path) -> None:
    file = tmp_path / "session.ndjson"

    def drive_sync(base_url: str, project_id: str) -> list[Any]:
        with cortex_sync.CortexClient(base_url=base_url, api_key=key) as client:
            project = client.project(project_id)
            session = project.sessions.create(title="Raid", external_room_id="room-1")
            with pytest.raises(APIError) as missing:
                project.gatherings.get("unknown")
            return [
                session,
                project.sessions.get(session.id),
                list(project.messages.list(session.id)),
                missing.value.status,
            ]

    with Emulator.in_thread() as emulator:
        key, project_id = emulator.api_key, emulator.project_id
        with SyncRecorder(emulator.base_url, file) as recorder:
            recorded = drive_sync(recorder.base_url, project_id)
            assert recorder.path == file
            with pytest.raises(RuntimeError, match="already running"):
                recorder.start()
        recorder.stop()
        with Recorder.in_thread(emulator.base_url, file, overwrite=True) as again:
            recorded = drive_sync(again.base_url, project_id)
    key = "another"
    with SyncReplay(file) as replay:
        assert drive_sync(replay.base_url, project_id) == recorded
        assert (len(replay), replay.unmatched) == (4, ())
        replay.rewind()
        assert drive_sync(replay.base_url, project_id) == recorded
    with pytest.raises(RuntimeError, match="not running"):
        replay.rewind()
    with Replay.in_thread(file, speed="max") as replay_again:
        assert drive_sync(replay_again.base_url, project_id) == recorded


def test_errors_of_the_thread_reach_the_caller(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").touch()
    with Emulator.in_thread() as emulator:
        recorder = Recorder.in_thread(emulator.base_url, tmp_path / "a.ndjson")
        with pytest.raises(FileExistsError):
            recorder.start()
    assert not [one for one in threading.enumerate() if one.name == "cortex-replay"]
