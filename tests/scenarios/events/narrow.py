"""Tell events apart by their class, so that type checkers know the payload of each."""

import asyncio
import os

from cortex_async import CortexClient
from cortex_async.events import GatheringMemberJoinedEvent, MessageCreatedEvent


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        async with project.events.stream() as stream:
            async for event in stream:
                match event:
                    case GatheringMemberJoinedEvent():
                        print("joined:", event.payload.data.member.display_name)
                    case MessageCreatedEvent():
                        print("said:", event.payload.data.content)
                    case _:
                        pass


if __name__ == "__main__":
    asyncio.run(main())
