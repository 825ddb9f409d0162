"""Time that passes in Redis."""

from __future__ import annotations

from typing import Any


async def pass_time(client: Any, name: str, seconds: float) -> None:
    """Move every time that is stored back, which is what the server's clock going on amounts to.

    client: of redis.asyncio. name: of the broker.
    """
    back = round(seconds * 1000)
    async for key in client.scan_iter(f"{{{name}}}:*"):
        kind = key.split(b":")[1]
        if kind == b"seen":
            await client.pexpire(key, await client.pttl(key) - back)
        if kind in (b"scope", b"owners", b"members"):
            for field in await client.hkeys(key):
                if kind == b"members" or field.partition(b":")[0] == b"until":
                    await client.hincrby(key, field, -back)
