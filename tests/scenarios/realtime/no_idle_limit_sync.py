"""Keep connections however long they are silent."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient(idle_limit=0) as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        with project.sessions.watch() as sessions:
            print(len(sessions.value), "sessions")
            for change in sessions:
                print(type(change).__name__, change.id)


if __name__ == "__main__":
    main()
