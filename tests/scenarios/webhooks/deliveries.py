"""Show the deliveries that are still pending, and those that have failed for good."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        for status in ("pending", "failed"):
            async for event in project.webhooks.list_events(status=status):
                print(status, event.event_type, event.attempts_count, event.last_error)


if __name__ == "__main__":
    asyncio.run(main())
