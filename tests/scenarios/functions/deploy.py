"""Publish a function, deploy it, and call it over HTTP."""

import asyncio
import os

from cortex_async import CortexClient

CODE = "exports.handler = async (event) => ({ statusCode: 200, body: { hello: event.body.name } });"


async def main() -> None:
    async with CortexClient() as client:
        functions = client.project(os.environ["CORTEX_PROJECT_ID"]).functions
        greet = await functions.create(name="Greet", slug="greet", code=CODE)
        await functions.publish(greet.id, wait=60)
        await functions.deploy(greet.id, wait=60)
        response = await functions.invoke(greet, json={"name": "Ada"})
        print(response.status, response.json())


if __name__ == "__main__":
    asyncio.run(main())
