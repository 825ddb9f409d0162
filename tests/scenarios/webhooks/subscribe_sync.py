"""Subscribe an endpoint to events, with a random secret that verifies the deliveries."""

import os
import secrets

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        secret = secrets.token_hex(32)
        project.webhooks.create_subscription(
            url=os.environ["ENDPOINT_URL"], events=["session.*", "message.created"], secret=secret
        )
        print(f"export WEBHOOK_SECRET={secret}")


if __name__ == "__main__":
    main()
