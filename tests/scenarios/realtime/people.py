"""Follow the participants, sanctions and gatherings of a project over one connection."""

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
        tasks.create_task(follow("participant", project.participants.watch()))
        tasks.create_task(follow("sanction", project.sanctions.watch()))
        tasks.create_task(follow("gathering", project.gatherings.watch()))


if __name__ == "__main__":
    asyncio.run(main())
