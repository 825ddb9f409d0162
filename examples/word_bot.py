"""A moderation bot in about twenty lines: it mutes who says a forbidden word, and goes on where it stopped.

Runs against the embedded emulator, or against the real API until Ctrl-C if CORTEX_API_KEY and
CORTEX_PROJECT_ID are set.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cortex_async import CortexClient, ProjectScope
from cortex_async.emulator import Emulator
from cortex_async.feeds import FeedPosition

FORBIDDEN = {"damn"}


async def moderate(project: ProjectScope, path: Path) -> None:
    """Mute speakers of forbidden words for five minutes, until cancelled."""
    try:
        since = FeedPosition.load(path)
    except FileNotFoundError:
        since = None
    async with project.messages.follow(since=since) as feed:
        async for message in feed:
            person = message.speaker.external_user_id
            if person is not None and FORBIDDEN & {*message.text.lower().split()}:
                await project.sanctions.create(
                    type="mute",
                    external_user_id=person,
                    reason=f"Said a forbidden word at {message.start:%H:%M}",
                    end_at=datetime.now(UTC) + timedelta(minutes=5),
                    metadata={"messageId": message.id},
                )
                print(f"muted {person}: {message.text}")
            feed.acknowledge()
            feed.position.save(path)


async def muted(project: ProjectScope, person: str) -> None:
    """Wait until this person is muted."""
    async with project.sanctions.watch() as live:
        await live.wait_until(lambda found: person in {one.external_user_id for one in found.values()})


async def demo(path: Path) -> None:
    """Two runs of the bot. What is said in between is found by the second one."""
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Ranked match", external_room_id="room")
        bot = asyncio.create_task(moderate(project, path))
        await emulator.wait_for_streams(1)
        await emulator.say(session.id, "bob", "damn lost again")
        await muted(project, "bob")
        bot.cancel()
        await asyncio.wait({bot})
        await emulator.say(session.id, "eve", "damn this team")
        bot = asyncio.create_task(moderate(project, path))
        await muted(project, "eve")
        bot.cancel()
        await asyncio.wait({bot})


async def main() -> None:
    if not os.environ.get("CORTEX_API_KEY"):
        with tempfile.TemporaryDirectory() as directory:
            async with asyncio.timeout(20):
                await demo(Path(directory) / "feed.json")
        return
    async with CortexClient() as client:
        await moderate(client.project(os.environ["CORTEX_PROJECT_ID"]), Path("feed.json"))


if __name__ == "__main__":
    asyncio.run(main())
