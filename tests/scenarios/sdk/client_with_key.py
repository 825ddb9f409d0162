"""Make a client with an API key, read from CORTEX_API_KEY, and list the projects of the account."""

import asyncio

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        for project in await client.projects.list():
            print(project.id, project.name)


if __name__ == "__main__":
    asyncio.run(main())
