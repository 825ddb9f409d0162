"""Follow the sessions of a project, and hear of the errors of the subscription."""

import os
import sys

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        with project.sessions.watch() as sessions:
            print(len(sessions.value), "sessions")
            sessions.on_error(lambda error: print("subscription:", error, file=sys.stderr))
            for change in sessions:
                print(type(change).__name__, change.id)


if __name__ == "__main__":
    main()
