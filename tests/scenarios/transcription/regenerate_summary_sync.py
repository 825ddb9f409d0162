"""Have the summary of a session written anew, and print it."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        summary = project.sessions.regenerate_summary(os.environ["CORTEX_SESSION_ID"], wait=30)
        print(summary.text("summary"))


if __name__ == "__main__":
    main()
