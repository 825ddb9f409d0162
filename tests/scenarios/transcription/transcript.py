"""Transcribe a call: create its session, start the bot, read what was said, stop."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        session = await project.sessions.create(
            title="Support call", external_room_id="support-1021", auto_start=False
        )
        await project.sessions.start(session.id)
        await asyncio.to_thread(input, "Press Enter when the call is over\n")
        for message in await project.messages.list(session.id):
            print(f"{message.sender_name}: {message.content}")
        await project.sessions.stop(session.id)


if __name__ == "__main__":
    asyncio.run(main())
