"""Transcribe a call: create its session, start the bot, read what was said, stop."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        session = project.sessions.create(
            title="Support call", external_room_id="support-1021", auto_start=False
        )
        project.sessions.start(session.id)
        input("Press Enter when the call is over\n")
        for message in project.messages.list(session.id):
            print(f"{message.sender_name}: {message.content}")
        project.sessions.stop(session.id)


if __name__ == "__main__":
    main()
