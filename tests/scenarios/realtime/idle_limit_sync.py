"""Reconnect a view after 20 seconds without a sign of life, instead of the default 45."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient(idle_limit=float(os.environ.get("IDLE_LIMIT", "20"))) as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        with project.sessions.watch() as sessions:
            print(len(sessions.value), "sessions")
            for change in sessions:
                print(type(change).__name__, change.id)


if __name__ == "__main__":
    main()
