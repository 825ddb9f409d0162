"""Follow all sessions of a project: those that are created, and those that change."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        async with project.sessions.watch() as sessions:
            print(len(sessions.value), "sessions")
            async for change in sessions:
                print(type(change).__name__, change.id, "of", len(sessions.value))


if __name__ == "__main__":
    asyncio.run(main())
