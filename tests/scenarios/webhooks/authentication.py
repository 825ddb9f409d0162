"""Subscribe endpoints that ask for credentials besides the signature, in each of the four ways."""

import asyncio
import os
from functools import partial

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        subscribe = partial(
            client.project(os.environ["CORTEX_PROJECT_ID"]).webhooks.create_subscription,
            events=["session.*"],
            secret=os.environ["WEBHOOK_SECRET"],
        )
        url, password = os.environ["ENDPOINT_URL"], os.environ["ENDPOINT_PASSWORD"]
        await subscribe(url=url, auth_type="none")
        await subscribe(url=url, auth_type="api_key", api_key=password, api_key_header="X-Game-Key")
        await subscribe(
            url=url, auth_type="basic_auth", basic_auth_username="cortex", basic_auth_password=password
        )
        await subscribe(url=url, auth_type="custom_headers", custom_headers={"X-Game-Password": password})


if __name__ == "__main__":
    asyncio.run(main())
