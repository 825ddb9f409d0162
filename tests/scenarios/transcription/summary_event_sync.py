"""Stop a session, and print its summary as soon as it is written."""

import os

from cortex_sync import CortexClient
from cortex_sync.events import SessionAnnotationCreatedEvent


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        written = project.events.wait_for(
            SessionAnnotationCreatedEvent,
            where=lambda event: event.payload.data.type == "summary",
            after=lambda: project.sessions.stop(os.environ["CORTEX_SESSION_ID"]),
        )
        print(written.payload.data.text("summary"))


if __name__ == "__main__":
    main()
