"""Send the API key as X-API-Key, which is the default."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient(api_key=os.environ["CORTEX_API_KEY"]) as client:
        print(len(await client.projects.list()), "projects")


if __name__ == "__main__":
    asyncio.run(main())
