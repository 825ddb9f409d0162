"""Have the summary of a session written anew, and print it."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        summary = await project.sessions.regenerate_summary(os.environ["CORTEX_SESSION_ID"], wait=30)
        print(summary.text("summary"))


if __name__ == "__main__":
    asyncio.run(main())
