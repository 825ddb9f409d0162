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

from cortex_async import CortexClient, EventRouter, Gap, ProjectScope, given
from cortex_async.emulator import Emulator
from cortex_async.events import MessageAnnotationCreatedEvent

console = Console(highlight=False)
FIRST_MUTE = timedelta(minutes=5)


def moderation(project: ProjectScope) -> EventRouter:
    """A router that mutes flagged speakers, twice as long each time."""
    router = EventRouter()
    strikes: Counter[str] = Counter()

    @router.on(MessageAnnotationCreatedEvent)
    async def judge(event: MessageAnnotationCreatedEvent) -> None:
        flagged = event.payload.data
        if flagged.type != "profanity" or flagged.external_user_id is None:
            return
        strikes[flagged.external_user_id] += 1
        strike = strikes[flagged.external_user_id]
        sanction = await project.sanctions.create(
            type="mute",
            external_user_id=flagged.external_user_id,
            participant_id=given(flagged.participant_id),
            reason=f"Profanity, strike {strike}",
            end_at=datetime.now(UTC) + FIRST_MUTE * 2 ** (strike - 1),
            metadata={"messageId": flagged.message_id, "words": flagged.texts("words")},
        )
        until = f"{sanction.end_at:%H:%M}" if sanction.end_at else "further notice"
        console.print(f"[red]muted[/red] {flagged.external_user_id} until {until}: {sanction.reason}")

    @router.on_gap
    def missed(gap: Gap) -> None:
        console.print(f"[dim]some messages were not seen: {gap}[/dim]")

    return router


async def moderate(project: ProjectScope) -> None:
    """Act on annotations until cancelled."""
    await moderation(project).run(project.events.stream(types=["message.annotation.*"]))


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
        async with asyncio.timeout(20), project.sanctions.watch() as live:
            bot = asyncio.create_task(moderate(project))
            await emulator.wait_for_streams(2)
            await emulator.say(session.id, "ann", "Good game everyone")
            await emulator.say(session.id, "bob", "Damn, lost again")
            await emulator.say(session.id, "bob", "damn this team")
            await live.wait_until(lambda sanctions: len(sanctions) == 2)
            bot.cancel()
            await asyncio.wait({bot})
        sanctions = await project.sanctions.list_active("bob")
        others = await project.sanctions.list_active("ann")
        console.print(f"bob has {len(sanctions)} active sanctions, ann {len(others)}")


async def main() -> None:
    if not os.environ.get("CORTEX_API_KEY"):
        await demo()
        return
    async with CortexClient() as client:
        await moderate(client.project(os.environ["CORTEX_PROJECT_ID"]))


if __name__ == "__main__":
    asyncio.run(main())
