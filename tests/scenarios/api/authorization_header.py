"""Send the API key as Authorization: ApiKey."""

import asyncio

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient(api_key_header="Authorization") as client:
        print(len(await client.projects.list()), "projects")


if __name__ == "__main__":
    asyncio.run(main())
