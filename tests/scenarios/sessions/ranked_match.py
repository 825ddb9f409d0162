"""Transcribe a ranked match; its session ends by itself two minutes after the last player has left."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        session = await project.sessions.create(
            title="Ranked Match", external_room_id="match-4821", idle_timeout=120
        )
        print(session.id, session.status)


if __name__ == "__main__":
    asyncio.run(main())
