"""Open a lobby, wait until all its players are ready, and start the match."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        lobby = project.gatherings.create(name="Ranked duo", type="lobby")
        for name in ("ann", "bob"):
            player = project.participants.create(external_user_id=name)
            project.gatherings.add_member(lobby.id, participant_id=player.id)
        with project.gatherings.watch_members(lobby.id) as members:
            for everyone in members.snapshots():
                ready = [member for member in everyone.values() if member.status == "ready"]
                print(f"{len(ready)}/{len(everyone)} ready")
                if len(ready) == len(everyone):
                    break
        project.gatherings.start(lobby.id, room_id="ranked-duo")


if __name__ == "__main__":
    main()
