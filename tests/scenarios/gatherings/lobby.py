"""Open a lobby, wait until all its players are ready, and start the match."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        lobby = await project.gatherings.create(name="Ranked duo", type="lobby")
        for name in ("ann", "bob"):
            player = await project.participants.create(external_user_id=name)
            await project.gatherings.add_member(lobby.id, participant_id=player.id)
        async with project.gatherings.watch_members(lobby.id) as members:
            async for everyone in members.snapshots():
                ready = [member for member in everyone.values() if member.status == "ready"]
                print(f"{len(ready)}/{len(everyone)} ready")
                if len(ready) == len(everyone):
                    break
        await project.gatherings.start(lobby.id, room_id="ranked-duo")


if __name__ == "__main__":
    asyncio.run(main())
