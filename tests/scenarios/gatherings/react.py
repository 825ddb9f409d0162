"""React to the events of gatherings, with a function for each."""

import asyncio
import os

from cortex_async import CortexClient, EventRouter
from cortex_async.events import GatheringMemberReadyEvent, GatheringStartedEvent

router = EventRouter()


@router.on(GatheringMemberReadyEvent)
async def ready(event: GatheringMemberReadyEvent) -> None:
    print(event.payload.data.member.display_name, "is ready")


@router.on(GatheringStartedEvent)
async def started(event: GatheringStartedEvent) -> None:
    print(event.payload.data.name, "has started")


async def main() -> None:
    async with CortexClient() as client:
        await router.run(client.project(os.environ["CORTEX_PROJECT_ID"]).events.stream(types=["gathering.*"]))


if __name__ == "__main__":
    asyncio.run(main())
