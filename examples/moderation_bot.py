"""A moderation bot: it mutes the speaker of each message that a plugin flags.

Runs against the embedded emulator, or against the real API until Ctrl-C if CORTEX_API_KEY and
CORTEX_PROJECT_ID are set.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from datetime import UTC, datetime, timedelta

from rich.console import Console

from cortex_async import Connected, CortexClient, ProjectScope, StreamState, given
from cortex_async.emulator import Emulator
from cortex_async.events import MessageAnnotationCreatedEvent

console = Console(highlight=False)
FIRST_MUTE = timedelta(minutes=5)


class Bot:
    """Mutes flagged speakers, twice as long each time."""

    def __init__(self, project: ProjectScope) -> None:
        self._project = project
        self._strikes: Counter[str] = Counter()

    async def run(self, *, until: int | None = None, ready: asyncio.Event | None = None) -> None:
        """Act on annotations as they come.

        ``until``: stop after this number of sanctions. ``ready``: set once connected.
        """

        def on_state(state: StreamState) -> None:
            console.print(f"[dim]stream: {type(state).__name__}[/dim]")
            if ready is not None and isinstance(state, Connected):
                ready.set()

        async with self._project.events.stream(types=["message.annotation.*"], on_state=on_state) as stream:
            async for event in stream:
                if isinstance(event, MessageAnnotationCreatedEvent):
                    await self._judge(event)
                if until is not None and self._strikes.total() >= until:
                    return

    async def _judge(self, event: MessageAnnotationCreatedEvent) -> None:
        flagged = event.payload.data
        if flagged.type != "profanity" or flagged.external_user_id is None:
            return
        self._strikes[flagged.external_user_id] += 1
        strike = self._strikes[flagged.external_user_id]
        sanction = await self._project.sanctions.create(
            type="mute",
            external_user_id=flagged.external_user_id,
            participant_id=given(flagged.participant_id),
            reason=f"Profanity, strike {strike}",
            end_at=datetime.now(UTC) + FIRST_MUTE * 2 ** (strike - 1),
            metadata={"messageId": flagged.message_id},
        )
        until = f"{sanction.end_at:%H:%M}" if sanction.end_at else "further notice"
        console.print(f"[red]muted[/red] {flagged.external_user_id} until {until}: {sanction.reason}")


async def install_filter(project: ProjectScope, client: CortexClient) -> None:
    """Install the profanity filter, unless it is installed. Only a free one: some plugins cost money."""
    for plugin in await client.plugin_catalog.list():
        if plugin.slug.startswith("profanity") and plugin.product_slug is None:
            installed = {instance.plugin_id for instance in await project.plugins.list()}
            if plugin.id not in installed:
                await project.plugins.install(plugin_id=plugin.id)


async def demo() -> None:
    """Two speakers, one of them rude, against the emulator."""
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        await install_filter(project, client)
        session = await project.sessions.create(title="Ranked match", external_room_id="room")
        ready = asyncio.Event()
        async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
            tasks.create_task(Bot(project).run(until=2, ready=ready))
            await ready.wait()
            await emulator.say(session.id, "ann", "Good game everyone")
            await emulator.say(session.id, "bob", "Damn, lost again")
            await emulator.say(session.id, "bob", "damn this team")
        sanctions = await project.sanctions.list_active("bob")
        others = await project.sanctions.list_active("ann")
        console.print(f"bob has {len(sanctions)} active sanctions, ann {len(others)}")


async def main() -> None:
    if not os.environ.get("CORTEX_API_KEY"):
        await demo()
        return
    async with CortexClient() as client:
        await Bot(client.project(os.environ["CORTEX_PROJECT_ID"])).run()


if __name__ == "__main__":
    asyncio.run(main())
