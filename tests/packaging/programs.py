"""The program that the tests pack, and how they run it."""

from __future__ import annotations

import os
import subprocess
import textwrap
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]

PROGRAM = textwrap.dedent(
    """
    import asyncio
    import gc
    import os
    import sys
    import warnings
    import cortex_async
    from cortex_sync import CortexClient, NotFound

    def blocking(project_id):
        with CortexClient() as client:
            project = client.project(project_id)
            session = project.sessions.create(title="packed", external_room_id="room")
            print(session.title, len(project.messages.list(session.id)))
            print(project.participants.list().first_page().total)
            try:
                project.sessions.get("nowhere")
            except NotFound as error:
                print(error.status)
            with project.sessions.watch(session.id) as live:
                print(live.value.id == session.id)
            with project.events.stream() as stream:
                print(next(stream.states()))
            return session.id

    async def awaited(project_id, session_id):
        async with cortex_async.CortexClient() as client:
            found = await client.project(project_id).sessions.get(session_id)
            print(type(found).__name__)
            print(type(client.codec.structure({"id": 1}, dict[str, int])).__name__)

    def dropped(project_id):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            CortexClient().project(project_id).sessions.list()
            gc.collect()
        return [str(warning.message).rpartition("created at ")[2].split(":")[0] for warning in caught]

    session_id = blocking(sys.argv[1])
    asyncio.run(awaited(sys.argv[1], session_id))
    print(*(os.path.basename(place) for place in dropped(sys.argv[1])))
    """
)

PRINTED = ["packed 0", "0", "404", "True", "Connected(attempts=1)", "Session", "dict"]
"""Followed by the file name of the program, which a warning shows."""


def run(command: list[str], environment: Mapping[str, str]) -> tuple[list[str], str]:
    """(lines of standard output, standard error)."""
    # A developer's own settings must not reach the program.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CORTEX_", "PYTHON"))}
    ended = subprocess.run(command, env={**kept, **environment}, capture_output=True, text=True, timeout=60)
    return ended.stdout.splitlines(), ended.stderr
