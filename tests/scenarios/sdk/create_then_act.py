"""Create a session, then act on it: start its bot, read the transcript, stop it."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        session = await project.sessions.create(
            title="Team meeting", external_room_id="room-42", auto_start=False
        )
        await project.sessions.start(session.id)
        print(session.title, len(await project.messages.list(session.id)), "messages")
        await project.sessions.stop(session.id)


if __name__ == "__main__":
    asyncio.run(main())
