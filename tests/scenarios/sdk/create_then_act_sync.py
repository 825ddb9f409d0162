"""Create a session, then act on it: start its bot, read the transcript, stop it."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        session = project.sessions.create(title="Team meeting", external_room_id="room-42", auto_start=False)
        project.sessions.start(session.id)
        print(session.title, len(project.messages.list(session.id)), "messages")
        project.sessions.stop(session.id)


if __name__ == "__main__":
    main()
