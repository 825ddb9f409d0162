"""The connection to Redis: scripts by their hash, time limits, and errors in the SDK's terms."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from redis.exceptions import NoScriptError, RedisError

from cortex_async._core.errors import ConfigError
from cortex_async._core.timing.clock import time_limit
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.redis.clients import Clients, check_version
from cortex_async.relay.redis.keys import Keys
from cortex_async.relay.redis.lua import Script
from cortex_async.relay.redis.problems import problem

T = TypeVar("T")

_BLOCK: Final = 1.0
"""The most seconds of one wait for events. Short, so that a connection which died silently is noticed."""

_SETTINGS: Final = Script(
    "read the settings",
    """
-- KEYS: the settings. ARGV: the number of partitions. Returns the one that is in use.
local found = redis.call('HGET', KEYS[1], 'partitions')
if found then return found end
redis.call('HSET', KEYS[1], 'partitions', ARGV[1])
return ARGV[1]
""",
)


class Connection:
    """Runs scripts and waits for events.

    timeout: seconds for each command.
    """

    def __init__(self, clients: Clients, keys: Keys, timeout: float) -> None:
        self._clients = clients
        # A wait must end before the client's own limit ends it.
        self._block = min(_BLOCK, clients.socket_timeout / 2)
        self._keys = keys
        self._timeout = timeout
        self._checked = False

    async def run(self, script: Script, keys: Sequence[bytes], arguments: Sequence[bytes | int]) -> Any:
        """Run a script and return its result.

        Raises ``BrokerUnavailable``, ``ConfigError``, and ``ClientClosed`` after ``close``.
        """
        if not self._checked:
            await self._check()
        return await self._limited(lambda client: _evaluate(client, script, keys, arguments), script.name)

    async def wait_for_entries(self, positions: Mapping[bytes, bytes], seconds: float) -> None:
        """Wait until a stream has an entry after its position, or some time, but no longer than ``seconds``.

        It only wakes up: what is there is read by a script, which checks the fence in the same step.
        """
        block = min(seconds, self._block)
        milliseconds = max(1, math.ceil(block * 1000))  # 0 would wait for ever
        await self._limited(
            lambda client: client.xread(dict(positions), count=1, block=milliseconds),
            "wait for events",
            block,
        )

    async def close(self) -> None:
        """Close our own connections. The caller's client stays open."""
        await self._clients.close()

    async def _check(self) -> None:
        """Check once what cannot work otherwise: the server's version, and the number of partitions."""
        check_version(await self._limited(lambda client: client.info("server"), "read the server's version"))
        keys, arguments = [self._keys.settings], [self._keys.partitions]
        found = int(
            await self._limited(lambda client: _evaluate(client, _SETTINGS, keys, arguments), _SETTINGS.name)
        )
        if found != self._keys.partitions:
            raise ConfigError(
                f"partitions must be {found}, as {self._keys.name!r} has in this Redis, "
                f"got {self._keys.partitions}: events of one key would be in two partitions"
            )
        self._checked = True

    async def _limited(self, call: Callable[[Any], Awaitable[T]], name: str, more: float = 0.0) -> T:
        """Run a command with the time limit, ``more`` seconds later for one that is to wait."""
        client = await self._clients.get()
        try:
            async with time_limit(self._timeout + more):
                return await call(client)
        except TimeoutError:
            failed: Exception = BrokerUnavailable(
                f"Redis did not respond within {self._timeout:g} s to: {name}"
            )
        except (RedisError, OSError) as error:
            failed = problem(error, name)
        # Outside of the handler: the context of an error of redis-py may hold what was sent.
        raise failed


async def _evaluate(
    client: Any, script: Script, keys: Sequence[bytes], arguments: Sequence[bytes | int]
) -> Any:
    try:
        return await client.evalsha(script.sha, len(keys), *keys, *arguments)
    except NoScriptError:  # after a restart, or on a replica that has taken over
        return await client.eval(script.source, len(keys), *keys, *arguments)
