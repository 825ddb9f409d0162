"""``sessions.regenerate_summary(id, wait=...)`` returns the summary that it causes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

import cortex_sync
from cortex_async import ArgumentError, CortexClient, NotFound, WaitTimedOut
from cortex_async.emulator import Emulator
from cortex_async.models import SessionAnnotationCreatedEventData


async def test_the_summary_is_returned_async_and_sync() -> None:
    async with Emulator() as emulator:
        settings: Any = {"base_url": emulator.base_url, "api_key": emulator.api_key}
        async with CortexClient(**settings) as client:
            project = client.project(emulator.project_id)
            await project.plugins.install(plugin_id="session-summary")
            session = await project.sessions.create(title="Raid", external_room_id="room")
            other = await project.sessions.create(title="Other", external_room_id="room 2")
            await emulator.say(session.id, "ada", "hello")
            statuses: list[int] = []
            await project.sessions.regenerate_summary(other.id)
            summary = await project.sessions.regenerate_summary(
                session.id, wait=10, on_response=lambda response: statuses.append(response.status)
            )

            def blocking() -> SessionAnnotationCreatedEventData:
                with cortex_sync.CortexClient(**settings) as client:
                    sessions = client.project(emulator.project_id).sessions
                    assert sessions.regenerate_summary(session.id) == {
                        "message": "Summary regeneration triggered"
                    }
                    asyncio.run_coroutine_threadsafe(emulator.settle(), loop).result(10)
                    return sessions.regenerate_summary(
                        session.id, wait=10, on_response=lambda response: statuses.append(response.status)
                    )

            loop = asyncio.get_running_loop()
            again = await asyncio.to_thread(blocking)
            (stored,) = await project.sessions.list_annotations(session.id)
    for one in (summary, again):
        assert one.session_id == session.id
        assert one.content["messageCount"] == 1
    assert again.annotation_id == stored.id != summary.annotation_id
    assert statuses == [200, 200]


async def test_without_the_plugin_the_wait_ends_and_says_why() -> None:
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        sessions = client.project(emulator.project_id).sessions
        session = await sessions.create(title="Raid", external_room_id="room")
        with pytest.raises(WaitTimedOut) as caught:
            await sessions.regenerate_summary(session.id, wait=0.1)
        assert str(caught.value) == (
            f"no new summary of the session {session.id} arrived (is the plugin session-summary enabled?) "
            "within 0.1 s; last seen: nothing"
        )
        with pytest.raises(NotFound):
            await sessions.regenerate_summary("unknown", wait=5)
        unusable: Any = (-1, "1", True)
        for wrong in unusable:
            with pytest.raises(ArgumentError, match="wait must be a number of seconds >= 0, got"):
                await sessions.regenerate_summary(session.id, wait=wrong)
        await emulator.wait_for_streams(0)


async def test_bad_arguments_are_refused_before_a_stream_is_opened() -> None:
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        sessions = client.project(emulator.project_id).sessions
        no_id: Any = 5
        for wrong in ("", no_id):
            with pytest.raises(ArgumentError, match="session_id must be"):
                await sessions.regenerate_summary(wrong, wait=5)
        unusable: Any
        for unusable in (
            {"timeout": "soon"},
            {"retry": "often"},
            {"headers": 5},
            {"on_response": 5},
            {"typo": 1},
        ):
            with pytest.raises(ArgumentError, match=next(iter(unusable))):
                await sessions.regenerate_summary("s", wait=5, **unusable)
        assert list(emulator.requests) == []
