"""Stop a session, and print its summary as soon as it is written."""

import asyncio
import os

from cortex_async import CortexClient
from cortex_async.events import SessionAnnotationCreatedEvent


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        written = await project.events.wait_for(
            SessionAnnotationCreatedEvent,
            where=lambda event: event.payload.data.type == "summary",
            after=lambda: project.sessions.stop(os.environ["CORTEX_SESSION_ID"]),
        )
        print(written.payload.data.text("summary"))


if __name__ == "__main__":
    asyncio.run(main())
