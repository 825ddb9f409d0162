"""Enforce the sanctions of each player who joins a room."""

import os

from cortex_sync import CortexClient, EventRouter
from cortex_sync.events import ParticipantJoinedEvent


def main() -> None:
    router = EventRouter()
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])

        @router.on(ParticipantJoinedEvent)
        def enforce(event: ParticipantJoinedEvent) -> None:
            if player := event.payload.data.external_user_id:
                for sanction in project.sanctions.list_active(player):
                    print(f"{player}: {sanction.type} ({sanction.reason})")

        router.run(project.events.stream())


if __name__ == "__main__":
    main()
