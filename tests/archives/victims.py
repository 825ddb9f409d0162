"""Processes that update an archive until they are killed: see ``tests.victims``.

A task has also ``{"base_url": ..., "api_key": ..., "project": ..., "place": ..., "options": {...}}``.
"""

from __future__ import annotations

import asyncio

from cortex_async import CortexClient
from cortex_async.archives import Archive
from tests.victims import Task, serve


def update(task: Task) -> None:
    asyncio.run(_update(task))


async def _update(task: Task) -> None:
    async with CortexClient(base_url=task["base_url"], api_key=task["api_key"]) as client:
        await Archive(task["place"], **task["options"]).update(client.project(task["project"]))


if __name__ == "__main__":
    serve(update)
