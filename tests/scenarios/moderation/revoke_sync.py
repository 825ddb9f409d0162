"""Lift a sanction; its record stays, with who lifted it and why."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        for sanction in project.sanctions.list_active("user-123"):
            revoked = project.sanctions.revoke(sanction.id, reason="Appeal accepted")
            print(revoked.type, revoked.status)


if __name__ == "__main__":
    main()
