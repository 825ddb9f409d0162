"""Enforce the sanctions of each player who joins a room."""

import asyncio
import os

from cortex_async import CortexClient, EventRouter
from cortex_async.events import ParticipantJoinedEvent


async def main() -> None:
    router = EventRouter()
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])

        @router.on(ParticipantJoinedEvent)
        async def enforce(event: ParticipantJoinedEvent) -> None:
            if player := event.payload.data.external_user_id:
                for sanction in await project.sanctions.list_active(player):
                    print(f"{player}: {sanction.type} ({sanction.reason})")

        await router.run(project.events.stream())


if __name__ == "__main__":
    asyncio.run(main())
