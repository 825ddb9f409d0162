"""Follow the messages of a session, and the members and invitations of a gathering."""

import asyncio
import os
from typing import Any

from cortex_async import CortexClient
from cortex_async.live import LiveCollection


async def follow(kind: str, view: LiveCollection[Any]) -> None:
    async with view:
        print(kind, len(view.value), "so far")
        async for change in view:
            print(kind, type(change).__name__, change.id)


async def main() -> None:
    async with CortexClient() as client, asyncio.TaskGroup() as tasks:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        tasks.create_task(follow("message", project.sessions.watch_messages(os.environ["CORTEX_SESSION_ID"])))
        tasks.create_task(
            follow("member", project.gatherings.watch_members(os.environ["CORTEX_GATHERING_ID"]))
        )
        tasks.create_task(
            follow("invitation", project.gatherings.watch_invitations(os.environ["CORTEX_GATHERING_ID"]))
        )


if __name__ == "__main__":
    asyncio.run(main())
