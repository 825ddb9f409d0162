"""A session with a transcript, a mute, a lobby: what a game backend does with ODIN Cortex, in one run.

Runs against the embedded emulator, or against the real API if CORTEX_API_KEY and CORTEX_PROJECT_ID are set.
"""

from __future__ import annotations

import asyncio
import os
import sys
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.table import Table

from cortex_async import CortexClient, NotFound, ProjectScope, Response
from cortex_async.emulator import Emulator

console = Console(highlight=False)


@asynccontextmanager
async def backend() -> AsyncGenerator[tuple[CortexClient, str, Emulator | None], None]:
    """A client, a project id and the emulator, which is None for the real API."""
    if os.environ.get("CORTEX_API_KEY"):
        async with CortexClient() as client:
            yield client, os.environ["CORTEX_PROJECT_ID"], None
    else:
        async with (
            Emulator() as emulator,
            CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
        ):
            yield client, emulator.project_id, emulator


async def transcribe(project: ProjectScope, emulator: Emulator | None) -> None:
    console.rule("A session and its transcript")
    session = await project.sessions.create(
        title="Friday match", external_room_id=f"room-{uuid.uuid4().hex[:8]}"
    )
    console.print(f"session [b]{session.title}[/b] is {session.status}, room {session.external_room_id}")
    if emulator is not None:
        await emulator.say(session.id, "ann", "Everybody to the left flank")
        await emulator.say(session.id, "bob", "On my way")
        await emulator.say(session.id, "ann", "They are behind us!")
    for message in await project.messages.list(session.id):
        console.print(f"  {message.timestamp:%H:%M:%S} [b]{message.sender_name}[/b]: {message.content}")
    await project.sessions.stop(session.id)


async def walk_participants(project: ProjectScope) -> None:
    console.rule("Participants, page by page")
    for number in range(5):
        await project.participants.create(
            external_user_id=f"player-{number}", display_name=f"Player {number}"
        )
    table = Table("id", "name", "first seen")
    async for participant in project.participants.list(page_size=2, max_items=10):
        table.add_row(
            participant.external_user_id, participant.display_name, f"{participant.joined_at:%H:%M:%S}"
        )
    console.print(table)


async def moderate(project: ProjectScope) -> None:
    console.rule("A mute for ten minutes")
    end = datetime.now(UTC) + timedelta(minutes=10)
    sanction = await project.sanctions.create(
        type="mute", external_user_id="player-1", reason="Shouting", end_at=end
    )
    for active in await project.sanctions.list_active("player-1"):
        console.print(
            f"player-1: {active.type} ({active.reason}), {active.status} until {active.end_at:%H:%M:%S}"
        )
    await project.sanctions.revoke(sanction.id, reason="Said sorry")
    left = await project.sanctions.list_active("player-1")
    console.print(f"after the revocation: {len(left)} active sanctions")


async def open_lobby(project: ProjectScope) -> None:
    console.rule("A lobby and its join code")
    player = await project.participants.create(external_user_id="player-2")
    lobby = await project.gatherings.create(name="Ranked duo", type="lobby", max_members=2)
    typed = f"{lobby.join_code[:4]}-{lobby.join_code[4:]}".lower()
    joined = await project.gatherings.join(join_code=typed, participant_id=player.id)
    member = joined.require()  # raises JoinRefused, for example if the lobby is full
    console.print(f"code {lobby.join_code}, typed as {typed}: {member.display_name} is {member.status}")
    await project.gatherings.cancel(lobby.id)


async def show_errors(project: ProjectScope, emulator: Emulator | None) -> None:
    console.rule("Errors")
    try:
        await project.sessions.get("no-such-session")
    except NotFound as error:
        console.print(f"404: [red]{error}[/red]")
    if emulator is None:
        console.print("429: shown with the emulator only")
        return
    emulator.faults.next("listSessions", status=429, headers={"Retry-After": "1"})
    seen: list[Response] = []
    await project.sessions.list(on_response=seen.append)
    console.print(
        f"429: the server asked for a pause of 1 s; attempt {seen[-1].attempts} got {seen[-1].status}"
    )


async def main() -> None:
    async with backend() as (client, project_id, emulator):
        project = client.project(project_id)
        console.print(
            f"[b]ODIN Cortex[/b], async, {'the real API' if emulator is None else 'the embedded emulator'}"
        )
        await transcribe(project, emulator)
        await walk_participants(project)
        await moderate(project)
        await open_lobby(project)
        await show_errors(project, emulator)
    console.print("\n[green]done[/green]")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
