"""Mute players for a minute when what they say is more profane than 0.8."""

import asyncio
import os
from datetime import UTC, datetime, timedelta

from cortex_async import CortexClient, EventRouter
from cortex_async.events import MessageAnnotationCreatedEvent


async def main() -> None:
    router = EventRouter()
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])

        @router.on(MessageAnnotationCreatedEvent)
        async def mute(event: MessageAnnotationCreatedEvent) -> None:
            flag = event.payload.data
            if flag.type == "profanity" and flag.number("severity", 0.0) > 0.8 and flag.participant_id:
                end = datetime.now(UTC) + timedelta(minutes=1)
                await project.sanctions.create(type="mute", participant_id=flag.participant_id, end_at=end)

        await router.run(project.events.stream())


if __name__ == "__main__":
    asyncio.run(main())
