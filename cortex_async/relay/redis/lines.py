"""Connections that are kept for what happens with each event.

For each command, redis-py takes a connection from its pool, checks that it is open, and gives it back; a
pipeline does that in a task of its own. This takes longer than anything else that a relay or a worker does
about one event. So there are a few connections beside the pool, each for one request at a time. What comes
while all of them are in use is for the pool.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import RedisError, ResponseError

Command = Sequence[bytes | int | str]

_MOST: Final = 16
"""Connections at the same time. They stay open, so a burst must not leave hundreds of them."""


class Lines:
    """client: one of redis-py, with the settings of the connections."""

    def __init__(self, client: Any) -> None:
        self._pool = client.connection_pool
        self._idle: list[Any] = []
        self._busy: set[Any] = set()
        self._closed = False

    @property
    def is_free(self) -> bool:
        """Whether there is a connection for another request, or may be one more."""
        return len(self._busy) < _MOST

    async def request(self, *commands: Command) -> list[Any]:
        """Send commands at once. Returns the response to each, which may be a ``ResponseError``.

        They must be safe to repeat: a connection that was closed while it was idle shows it only now.

        Raises ``RedisError`` and ``OSError``.
        """
        packed = b"".join(map(_packed, commands))
        while self._idle:
            try:
                return await self._exchange(self._idle.pop(), packed, len(commands))
            except ConnectionLost:
                if self._closed:
                    raise
        return await self._exchange(self._pool.make_connection(), packed, len(commands))

    async def close(self) -> None:
        """Close all connections. Requests that are waiting for a response fail."""
        self._closed = True
        lines = [*self._idle, *self._busy]
        self._idle.clear()
        for line in lines:
            with suppress(RedisError, OSError):
                await line.disconnect()

    def abandon(self) -> None:
        """Forget the connections: their event loop is closed."""
        self._idle.clear()
        self._busy.clear()

    async def _exchange(self, line: Any, packed: bytes, count: int) -> list[Any]:
        """Send a request, which connects first if that has not been done, and read the responses."""
        found: list[Any] = []
        self._busy.add(line)
        try:
            await line.send_packed_command(packed)
            for _ in range(count):
                try:
                    found.append(await line.read_response())
                except ResponseError as error:
                    found.append(error)
        except BaseException:
            # Whatever responds to this request must not be taken for the response to the next one.
            await line.disconnect(nowait=True)
            raise
        finally:
            self._busy.discard(line)
        if self._closed:
            await line.disconnect(nowait=True)
        else:
            self._idle.append(line)
        return found


def _packed(command: Command) -> bytes:
    """A command as Redis reads it: https://redis.io/docs/latest/develop/reference/protocol-spec/#arrays"""
    parts = [b"*%d\r\n" % len(command)]
    for one in command:
        value = one if isinstance(one, bytes) else str(one).encode()
        parts.append(b"$%d\r\n%b\r\n" % (len(value), value))
    return b"".join(parts)
