"""Work in one project: list its sessions, create a gathering and a participant."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        print(len(await project.sessions.list()), "sessions")
        await project.gatherings.create(name="Stand-up", type="open")
        await project.participants.create(external_user_id="u1", display_name="Alice")


if __name__ == "__main__":
    asyncio.run(main())
