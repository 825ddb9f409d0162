"""List the plugins of the catalog, and install the profanity filter in a project."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        for plugin in await client.plugin_catalog.list():
            print(plugin.slug, "costs money" if plugin.product_slug else "is free")
        await project.plugins.install(plugin_id="profanity-filter", settings={"severity": "high"})


if __name__ == "__main__":
    asyncio.run(main())
