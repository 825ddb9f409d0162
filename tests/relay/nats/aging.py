"""Lets leases in streams expire without waiting: what they say is shortened, as their age would do it."""

from __future__ import annotations

import json
from contextlib import suppress

import nats
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError


async def age(url: str, name: str, seconds: float) -> None:
    """Make every lease of a broker end earlier by ``seconds``."""
    client = await nats.connect(url)
    try:
        context = client.jetstream()
        for leader in await _subjects(context, name, f"{name}.relay.*.leader"):
            lease = f"{leader.removesuffix('leader')}lease"
            found = [await _last(context, name, leader), await _last(context, name, lease)]
            await _shorten(context, lease, max(found), seconds)
        workers = f"{name}-workers"
        for signature in await _subjects(context, workers, f"{name}.workers.*.members.*"):
            await _shorten(context, signature, await _last(context, workers, signature), seconds)
    finally:
        await client.close()


async def _subjects(context: JetStreamContext, stream: str, pattern: str) -> list[str]:
    with suppress(NotFoundError):
        return list((await context.stream_info(stream, subjects_filter=pattern)).state.subjects or {})
    return []


async def _last(context: JetStreamContext, stream: str, subject: str) -> tuple[int, bytes]:
    with suppress(NotFoundError):
        last = await context.get_last_msg(stream, subject)
        return last.seq or 0, last.data or b""
    return 0, b""


async def _shorten(context: JetStreamContext, subject: str, last: tuple[int, bytes], seconds: float) -> None:
    body = json.loads(last[1])
    body["seconds"] = max(0.0, body["seconds"] - seconds)
    await context.publish(subject, json.dumps(body).encode())
