"""Work in one project: list its sessions, create a gathering and a participant."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        print(len(project.sessions.list()), "sessions")
        project.gatherings.create(name="Stand-up", type="open")
        project.participants.create(external_user_id="u1", display_name="Alice")


if __name__ == "__main__":
    main()
