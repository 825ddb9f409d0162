"""Read the raw event stream over HTTP, without this SDK."""

import asyncio
import json
import os

import aiohttp


async def main() -> None:
    url = f"{os.environ['CORTEX_BASE_URL']}/api/projects/{os.environ['CORTEX_PROJECT_ID']}/events/stream"
    headers = {"X-API-Key": os.environ["CORTEX_API_KEY"]}
    async with aiohttp.ClientSession(headers=headers) as http, http.get(url) as response:
        async for line in response.content:
            if line.startswith(b"data:"):
                print(json.loads(line[5:])["type"])


if __name__ == "__main__":
    asyncio.run(main())
