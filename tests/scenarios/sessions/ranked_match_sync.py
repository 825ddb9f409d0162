"""Transcribe a ranked match; its session ends by itself two minutes after the last player has left."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        session = project.sessions.create(
            title="Ranked Match", external_room_id="match-4821", idle_timeout=120
        )
        print(session.id, session.status)


if __name__ == "__main__":
    main()
