"""Handle events with a function for each type, and with one for all of a kind."""

import asyncio
import os

from cortex_async import CortexClient, EventRouter
from cortex_async.events import Event, MessageCreatedEvent

router = EventRouter()


@router.on(MessageCreatedEvent)
async def said(event: MessageCreatedEvent) -> None:
    print("said:", event.payload.data.content)


@router.on("participant.*")
async def moved(event: Event) -> None:
    print(event.type)


async def main() -> None:
    async with CortexClient() as client:
        await router.run(client.project(os.environ["CORTEX_PROJECT_ID"]).events.stream())


if __name__ == "__main__":
    asyncio.run(main())
