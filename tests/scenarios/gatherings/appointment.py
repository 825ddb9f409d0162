"""Plan a meeting that starts by itself and is transcribed, invite people, and watch their replies."""

import asyncio
import os
from datetime import UTC, datetime, timedelta

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        host = await project.participants.create(external_user_id="host")
        guest = await project.participants.create(external_user_id="guest")
        start = datetime.now(UTC) + timedelta(hours=1)
        meeting = await project.gatherings.create(
            name="Quarterly review", type="appointment", starts_at=start, auto_start_session=True
        )
        await project.gatherings.send_invitations(
            meeting.id, invited_by_id=host.id, participant_ids=[guest.id]
        )
        async with project.gatherings.watch_invitations(meeting.id) as invitations:
            async for everyone in invitations.snapshots():
                print("replies:", *(invitation.status for invitation in everyone.values()))


if __name__ == "__main__":
    asyncio.run(main())
