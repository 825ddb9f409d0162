"""Create the participant of a player, or find the one that has this external user id already."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        participant = await project.participants.create(external_user_id="user-123", display_name="Alice")
        print(participant.id, participant.display_name)


if __name__ == "__main__":
    asyncio.run(main())
