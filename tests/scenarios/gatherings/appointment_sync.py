"""Plan a meeting that starts by itself and is transcribed, invite people, and watch their replies."""

import os
from datetime import UTC, datetime, timedelta

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        host = project.participants.create(external_user_id="host")
        guest = project.participants.create(external_user_id="guest")
        start = datetime.now(UTC) + timedelta(hours=1)
        meeting = project.gatherings.create(
            name="Quarterly review", type="appointment", starts_at=start, auto_start_session=True
        )
        project.gatherings.send_invitations(meeting.id, invited_by_id=host.id, participant_ids=[guest.id])
        with project.gatherings.watch_invitations(meeting.id) as invitations:
            for everyone in invitations.snapshots():
                print("replies:", *(invitation.status for invitation in everyone.values()))


if __name__ == "__main__":
    main()
