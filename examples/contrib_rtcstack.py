"""A room, its recording and what is said in it, on RTCstack.

Runs against the embedded fake, or against a server of yours where RTCSTACK_URL, RTCSTACK_API_KEY and
RTCSTACK_API_SECRET are set.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from cortex_async import APIError, NotFound
from cortex_async.contrib.rtcstack import RTCStackClient, unwrap
from cortex_async.contrib.rtcstack.fake import FakeRTCStack


@asynccontextmanager
async def backend() -> AsyncGenerator[tuple[RTCStackClient, FakeRTCStack | None], None]:
    url = os.environ.get("RTCSTACK_URL")
    if url:
        key, secret = os.environ["RTCSTACK_API_KEY"], os.environ["RTCSTACK_API_SECRET"]
        async with RTCStackClient(base_url=url, api_key=key, api_secret=secret) as client:
            yield client, None
        return
    async with (
        FakeRTCStack() as fake,
        RTCStackClient(base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret) as client,
    ):
        yield client, fake


async def main() -> int:
    async with backend() as (client, fake):
        health = await client.health.check()
        print(f"RTCstack {health.version}, live transcription: {health.capabilities.transcription_live}")

        manager = client.token_manager(room_id="lobby", user_id="ada", name="Ada", role="host")
        token = await manager.token()
        print(f"a token for Ada until {token.expires_at:%H:%M}, shown as {token!r:.60}...")

        try:
            room = await client.rooms.create(name="lobby", empty_timeout=300)
            print(f"room {room.name}, opened at Unix time {room.creation_time}")
            recording = await client.ensure_recording("lobby")
            again = await client.ensure_recording("lobby")
            print(f"recording {recording.egress_id}, already running: {again.already_active}")
            await client.recordings.stop("lobby")
        except APIError as error:
            print(f"no rooms without LiveKit: {error.message}")

        if health.capabilities.transcription_live:
            await client.live_transcription.start("lobby", participants={"TR_1": "Ada"})
            if fake is not None:
                for number, text in enumerate(("Hello there.", "Is anybody listening?")):
                    at = 1_769_860_800_000 + number * 2000
                    fake.transcriptions.say("lobby", at, at + 1500, "TR_1", text)
            await client.live_transcription.stop("lobby")
            async for segment in client.iter_segments("lobby"):
                print(f"  {segment.speaker_name}: {segment.text}")

        webhook = await client.webhooks.create(url="https://example.com/hook", events=["recording_started"])
        if fake is not None:
            headers, body = fake.webhooks.delivery(webhook.id)
            print(f"a delivery of the event {unwrap(body, headers, webhook.secret).event!r}, verified")
        await client.webhooks.delete(webhook.id)

        try:
            await client.transcriptions.get("tr_unknown")
        except NotFound as error:
            print(f"{error.title}: {error.detail} ({error.type})")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
