"""Lift a sanction; its record stays, with who lifted it and why."""

import asyncio
import os

from cortex_async import CortexClient


async def main() -> None:
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        for sanction in await project.sanctions.list_active("user-123"):
            revoked = await project.sanctions.revoke(sanction.id, reason="Appeal accepted")
            print(revoked.type, revoked.status)


if __name__ == "__main__":
    asyncio.run(main())
