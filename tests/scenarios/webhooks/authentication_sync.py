"""Subscribe endpoints that ask for credentials besides the signature, in each of the four ways."""

import os
from functools import partial

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        subscribe = partial(
            client.project(os.environ["CORTEX_PROJECT_ID"]).webhooks.create_subscription,
            events=["session.*"],
            secret=os.environ["WEBHOOK_SECRET"],
        )
        url, password = os.environ["ENDPOINT_URL"], os.environ["ENDPOINT_PASSWORD"]
        subscribe(url=url, auth_type="none")
        subscribe(url=url, auth_type="api_key", api_key=password, api_key_header="X-Game-Key")
        subscribe(url=url, auth_type="basic_auth", basic_auth_username="cortex", basic_auth_password=password)
        subscribe(url=url, auth_type="custom_headers", custom_headers={"X-Game-Password": password})


if __name__ == "__main__":
    main()
