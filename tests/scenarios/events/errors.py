"""Follow the sessions of a project, and hear of the errors of the subscription."""

import asyncio
import os
import sys

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        async with project.sessions.watch() as sessions:
            print(len(sessions.value), "sessions")
            sessions.on_error(lambda error: print("subscription:", error, file=sys.stderr))
            async for change in sessions:
                print(type(change).__name__, change.id)


if __name__ == "__main__":
    asyncio.run(main())
