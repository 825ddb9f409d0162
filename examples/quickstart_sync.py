"""The quickstart for scripts: the same client, names and errors, without ``await``.

Runs against the embedded emulator, or against the real API if CORTEX_API_KEY and CORTEX_PROJECT_ID are set.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from rich.console import Console

from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_sync import CortexClient, NotFound, ProjectScope, Response

console = Console(highlight=False)


@contextmanager
def backend() -> Generator[tuple[CortexClient, str, ThreadedEmulator | None], None, None]:
    """A client, a project id and the emulator in its own thread, which is None for the real API."""
    if os.environ.get("CORTEX_API_KEY"):
        with CortexClient() as client:
            yield client, os.environ["CORTEX_PROJECT_ID"], None
    else:
        with (
            Emulator.in_thread() as emulator,
            CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
        ):
            yield client, emulator.project_id, emulator


def transcribe(project: ProjectScope, emulator: ThreadedEmulator | None) -> None:
    console.rule("A session and its transcript")
    session = project.sessions.create(title="Nightly report", external_room_id=f"room-{uuid.uuid4().hex[:8]}")
    if emulator is not None:
        emulator.say(session.id, "ann", "The server is up again")
        emulator.say(session.id, "bob", "Thank you")
    for message in project.messages.list(session.id):
        console.print(f"  {message.timestamp:%H:%M:%S} [b]{message.sender_name}[/b]: {message.content}")
    project.sessions.stop(session.id)


def walk_participants(project: ProjectScope) -> None:
    console.rule("Participants")
    for number in range(5):
        project.participants.create(external_user_id=f"player-{number}", display_name=f"Player {number}")
    for participant in project.participants.list(page_size=2, max_items=10):
        console.print(f"  {participant.external_user_id}: {participant.display_name}")


def moderate(project: ProjectScope) -> None:
    console.rule("A mute for ten minutes")
    end = datetime.now(UTC) + timedelta(minutes=10)
    project.sanctions.create(type="mute", external_user_id="player-1", reason="Shouting", end_at=end)
    for active in project.sanctions.list_active("player-1"):
        console.print(f"player-1: {active.type} ({active.reason}) until {active.end_at:%H:%M:%S}")
        project.sanctions.revoke(active.id)


def open_lobby(project: ProjectScope) -> None:
    console.rule("A lobby and its join code")
    player = project.participants.create(external_user_id="player-2")
    lobby = project.gatherings.create(name="Ranked duo", type="lobby", max_members=2)
    typed = f"{lobby.join_code[:4]}-{lobby.join_code[4:]}".lower()
    joined = project.gatherings.join(join_code=typed, participant_id=player.id)
    member = joined.require()  # raises JoinRefused, for example if the lobby is full
    console.print(f"code {lobby.join_code}, typed as {typed}: {member.display_name} is {member.status}")
    project.gatherings.cancel(lobby.id)


def show_errors(project: ProjectScope, emulator: ThreadedEmulator | None) -> None:
    console.rule("Errors")
    try:
        project.sessions.get("no-such-session")
    except NotFound as error:
        console.print(f"404: [red]{error}[/red]")
    if emulator is None:
        console.print("429: shown with the emulator only")
        return
    emulator.faults.next("listSessions", status=429, headers={"Retry-After": "1"})
    seen: list[Response] = []
    project.sessions.list(on_response=seen.append)
    console.print(
        f"429: the server asked for a pause of 1 s; attempt {seen[-1].attempts} got {seen[-1].status}"
    )


def main() -> None:
    with backend() as (client, project_id, emulator):
        project = client.project(project_id)
        console.print(
            f"[b]ODIN Cortex[/b], sync, {'the real API' if emulator is None else 'the embedded emulator'}"
        )
        transcribe(project, emulator)
        walk_participants(project)
        moderate(project)
        open_lobby(project)
        show_errors(project, emulator)
    console.print("\n[green]done[/green]")


if __name__ == "__main__":
    main()
