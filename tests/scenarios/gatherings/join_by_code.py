"""Join a lobby by its code, typed with or without the hyphen, in any case."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        player = await project.participants.create(external_user_id="ann", display_name="Ann")
        joined = await project.gatherings.join(join_code=os.environ["JOIN_CODE"], participant_id=player.id)
        print(joined.require().display_name, "has joined")


if __name__ == "__main__":
    asyncio.run(main())
