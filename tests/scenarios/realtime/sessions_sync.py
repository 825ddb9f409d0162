"""Follow all sessions of a project: those that are created, and those that change."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        with project.sessions.watch() as sessions:
            print(len(sessions.value), "sessions")
            for change in sessions:
                print(type(change).__name__, change.id, "of", len(sessions.value))


if __name__ == "__main__":
    main()
