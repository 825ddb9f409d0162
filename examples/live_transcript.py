"""A transcript that grows on the screen while people talk: a live view of a session's messages.

Runs against the embedded emulator with two speakers. If CORTEX_API_KEY, CORTEX_PROJECT_ID and
CORTEX_SESSION_ID are set, it follows that session of the real API until Ctrl-C.
"""

from __future__ import annotations

import asyncio
import os

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.text import Text

from cortex_async import CortexClient, ProjectScope
from cortex_async.emulator import Emulator
from cortex_async.models import MessageCreatedEventData

console = Console(highlight=False)
CONVERSATION = (
    ("ann", "Everybody to the left flank"),
    ("bob", "On my way"),
    ("ann", "They are behind us!"),
    ("bob", "Got one"),
    ("ann", "Well played"),
)


def transcript(title: str, messages: list[MessageCreatedEventData]) -> Panel:
    lines = [
        Text.assemble(
            (f"{message.timestamp:%H:%M:%S} ", "dim"), (message.sender_name, "bold"), f": {message.content}"
        )
        for message in messages
    ]
    return Panel(Group(*lines), title=title, width=72)


async def follow(project: ProjectScope, session_id: str, *, until: int | None = None) -> None:
    """Show the transcript and every addition to it. ``until``: stop at this number of messages."""
    session = await project.sessions.get(session_id)
    async with project.sessions.watch_messages(session_id) as live:
        with Live(transcript(session.title, list(live.value.values())), console=console) as screen:
            async for messages in live.snapshots():
                screen.update(transcript(session.title, list(messages.values())), refresh=True)
                if until is not None and len(messages) >= until:
                    return


async def talk(emulator: Emulator, session_id: str) -> None:
    for speaker, sentence in CONVERSATION:
        await emulator.say(session_id, speaker, sentence)
        await asyncio.sleep(0.4)  # people take turns


async def demo() -> None:
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Friday match", external_room_id="room-1")
        await emulator.join(session.id, "ann")
        await emulator.join(session.id, "bob")
        async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
            # Two system messages say who joined.
            tasks.create_task(follow(project, session.id, until=len(CONVERSATION) + 2))
            tasks.create_task(talk(emulator, session.id))


async def main() -> None:
    if not os.environ.get("CORTEX_API_KEY"):
        await demo()
        return
    async with CortexClient() as client:
        await follow(client.project(os.environ["CORTEX_PROJECT_ID"]), os.environ["CORTEX_SESSION_ID"])


if __name__ == "__main__":
    asyncio.run(main())
