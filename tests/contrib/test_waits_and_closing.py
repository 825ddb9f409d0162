"""Closing a client ends its waits, even in the pause between two requests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from cortex_async import ClientClosed, WaitTimedOut
from cortex_async.contrib.fake import FakeServer
from cortex_async.contrib.nimrobo import NimroboClient, Patience, SessionRef, StillPending
from cortex_async.contrib.nimrobo.fake import FakeNimrobo
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_sync.contrib import rtcstack as sync_rtcstack
from tests.at_once import at_once

LONG = Patience(first=30, cap=30, deadline=60)


async def transcription(client: RTCStackClient) -> object:
    queued = await client.recordings.transcribe("EG_1")
    return await client.wait_transcription(queued.transcription_id, patience=LONG)


async def participant(client: RTCStackClient) -> object:
    return await client.wait_participant("lobby", "kim", patience=LONG)


async def segments(client: RTCStackClient) -> object:
    await client.live_transcription.start("lobby")
    return [segment async for segment in client.iter_segments("lobby", every=30)]


def requested(fake: FakeServer, operation: str) -> asyncio.Event:
    """An event that is set when the operation is called."""
    event = asyncio.Event()
    fake.requests.listen(lambda request: event.set() if request.operation == operation else None)
    return event


async def until_paused(requested: asyncio.Event) -> None:
    async with asyncio.timeout(30):
        await requested.wait()
    await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("wait", "operation"),
    [
        (transcription, "getTranscription"),
        (participant, "listParticipants"),
        (segments, "getLiveTranscription"),
    ],
)
async def test_rtcstack(
    wait: Callable[[RTCStackClient], Coroutine[Any, Any, object]], operation: str
) -> None:
    async with FakeRTCStack(rate_limit=1000) as fake:
        client = RTCStackClient(base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret)
        event = requested(fake, operation)
        waiting = asyncio.create_task(wait(client))
        await until_paused(event)
        assert not waiting.done()
        async with at_once():
            await client.aclose()
            with pytest.raises(ClientClosed):
                await waiting


async def test_nimrobo() -> None:
    async with FakeNimrobo() as fake:
        fake.add("sess_1", project_id="proj_1", transcript="Hello.", audio=b"RIFF")
        fake.sessions["sess_1"].summary_after = 10**6
        client = NimroboClient(base_url=fake.base_url, api_key=fake.api_key)
        session = SessionRef.project("sess_1", "proj_1")
        event = requested(fake, "getSessionSummary")
        waiting = asyncio.create_task(client.wait_summary(session, patience=LONG))
        await until_paused(event)
        assert not waiting.done()
        async with at_once():
            await client.aclose()
            with pytest.raises(ClientClosed):
                await waiting


async def test_a_wait_that_runs_out_is_a_time_out_of_ours() -> None:
    async with (
        FakeRTCStack(rate_limit=1000) as fake,
        RTCStackClient(base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret) as client,
    ):
        queued = await client.recordings.transcribe("EG_1")
        with pytest.raises(WaitTimedOut, match="last seen: status 'queued'") as caught:
            await client.wait_transcription(
                queued.transcription_id, patience=Patience(first=0.01, deadline=0.05)
            )
        assert isinstance(caught.value, (StillPending, TimeoutError))


async def test_blocking_code() -> None:
    async with FakeRTCStack(rate_limit=1000) as fake:
        client = sync_rtcstack.RTCStackClient(
            base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret
        )
        with ThreadPoolExecutor(2) as pool:
            loop = asyncio.get_running_loop()
            queued = await loop.run_in_executor(pool, client.recordings.transcribe, "EG_1")
            event = requested(fake, "getTranscription")
            waiting = pool.submit(client.wait_transcription, queued.transcription_id, patience=LONG)
            await until_paused(event)
            await loop.run_in_executor(pool, client.close)
            assert isinstance(waiting.exception(1), ClientClosed)
