"""Make a client with the JWT of a user who has logged in, and show who that is."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient(access_token=os.environ["CORTEX_ACCESS_TOKEN"]) as client:
        user = await client.auth.get_profile()
        print(user.username)


if __name__ == "__main__":
    asyncio.run(main())
