"""The connection to Redis: scripts by their hash, time limits, and errors in the SDK's terms."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from redis.asyncio import RedisCluster
from redis.exceptions import NoScriptError, RedisError

from cortex_async._core.errors import ConfigError
from cortex_async._core.strings.surrogates import to_bytes
from cortex_async._core.timing.library_limit import library_limit
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.redis.clients import Clients
from cortex_async.relay.redis.keys import Keys, to_string
from cortex_async.relay.redis.lines import Command
from cortex_async.relay.redis.lua import Script
from cortex_async.relay.redis.problems import problem
from cortex_async.relay.redis.server import check_memory, check_server

T = TypeVar("T")

_BLOCK: Final = 1.0
"""The most seconds of one wait for events. Short, so that a connection which died silently is noticed."""

_WAIT: Final = "wait for events"

_SETTINGS: Final = Script(
    "read the settings",
    """
-- KEYS: the settings. ARGV: names and values. Returns the values that are in use: those of the first to come.
local found = {}
for i = 1, #ARGV, 2 do
  local value = redis.call('HGET', KEYS[1], ARGV[i])
  if not value then redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
  found[#found + 1] = value or ARGV[i + 1]
end
return found
""",
)


class Connection:
    """Runs scripts and waits for events.

    timeout: seconds for each command.
    shared: settings that all who use the broker must agree on.
    """

    def __init__(self, clients: Clients, keys: Keys, timeout: float, shared: Mapping[str, str]) -> None:
        self._clients = clients
        # A wait must end well before the client's own limit ends it.
        self._block = min(_BLOCK, clients.socket_timeout / 4)
        self._keys = keys
        self._timeout = timeout
        self._shared = shared
        self._checked = False

    async def run(self, script: Script, keys: Sequence[bytes], arguments: Sequence[bytes | int]) -> Any:
        """Run a script and return its result.

        Raises ``BrokerUnavailable``, ``ConfigError``, and ``ClientClosed`` after ``close``.
        """
        if not self._checked:
            await self._check()
        return await self._limited(lambda client: _evaluate(client, script, keys, arguments), script.name)

    async def run_often(self, script: Script, keys: Sequence[bytes], arguments: Sequence[bytes | int]) -> Any:
        """Run a script that may be repeated, in less time. Raises what ``run`` raises."""
        if not self._checked:
            await self._check()
        lines = await self._clients.lines()
        if lines is None:
            return await self.run(script, keys, arguments)
        evaluate: Command = ["EVALSHA", script.sha, len(keys), *keys, *arguments]
        (result,) = await self._within(lines.request(evaluate), script.name)
        if isinstance(result, RedisError):
            return await self._instead(result, script, keys, arguments)
        return result

    async def run_after_entry(
        self,
        positions: Mapping[bytes, bytes],
        seconds: float,
        script: Script,
        keys: Sequence[bytes],
        arguments: Sequence[bytes | int],
    ) -> Any:
        """Run a script once a stream has an entry after its position.

        After some time, at most ``seconds``, it runs in any case. The script finds out what is there, and
        checks the fence in the same step.
        """
        block = min(seconds, self._block)
        milliseconds = max(1, math.ceil(block * 1000))  # 0 would wait for ever
        lines = await self._clients.lines()
        if lines is None:
            return await self._limited(
                lambda client: _evaluate_after(client, positions, milliseconds, script, keys, arguments),
                _WAIT,
                block,
            )
        # Both in one request: Redis runs the script when the wait has ended, and not a round trip later.
        ends = positions.values()
        wait: Command = ["XREAD", "COUNT", 1, "BLOCK", milliseconds, "STREAMS", *positions, *ends]
        evaluate: Command = ["EVALSHA", script.sha, len(keys), *keys, *arguments]
        waited, result = await self._within(lines.request(wait, evaluate), _WAIT, block)
        if isinstance(waited, RedisError):
            raise problem(waited, _WAIT)
        if isinstance(result, RedisError):
            return await self._instead(result, script, keys, arguments)
        return result

    async def close(self) -> None:
        """Close our own connections. The caller's client stays open."""
        await self._clients.close()

    async def _check(self) -> None:
        """Check once what cannot work otherwise: the server's version, and settings that differ."""
        check_server(await self._limited(lambda client: client.info("server"), "read the server's version"))
        check_memory(await self._limited(lambda client: client.info("memory"), "read the server's settings"))
        arguments = [
            part for name, value in self._shared.items() for part in (to_bytes(name), to_bytes(value))
        ]
        found: list[bytes] = await self._limited(
            lambda client: _evaluate(client, _SETTINGS, [self._keys.settings], arguments), _SETTINGS.name
        )
        for (name, value), used in zip(self._shared.items(), map(to_string, found), strict=True):
            if value != used:
                raise ConfigError(
                    f"{name} must be {used}, as {self._keys.name!r} has in this Redis, got {value}: "
                    "all relays, receivers and workers must agree on it"
                )
        self._checked = True

    async def _instead(
        self, error: RedisError, script: Script, keys: Sequence[bytes], arguments: Sequence[bytes | int]
    ) -> Any:
        """The result of a script that the server did not know by its hash. Raises any other error."""
        if isinstance(error, NoScriptError):
            return await self.run(script, keys, arguments)
        raise problem(error, script.name)

    async def _limited(self, call: Callable[[Any], Awaitable[T]], name: str, more: float = 0.0) -> T:
        """Run a command with the time limit, ``more`` seconds later for one that is to wait."""
        client = await self._clients.get()
        return await self._within(call(client), name, more)

    async def _within(self, call: Awaitable[T], name: str, more: float = 0.0) -> T:
        try:
            async with library_limit(self._timeout + more):
                return await call
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


async def _evaluate_after(
    client: Any,
    positions: Mapping[bytes, bytes],
    milliseconds: int,
    script: Script,
    keys: Sequence[bytes],
    arguments: Sequence[bytes | int],
) -> Any:
    streams: dict[Any, Any] = dict(positions)
    if isinstance(client, RedisCluster):  # its pipelines take no scripts
        await client.xread(streams, count=1, block=milliseconds)
        return await _evaluate(client, script, keys, arguments)
    # Both in one request: Redis runs the script when the wait has ended, and not a round trip later.
    pipeline = client.pipeline(transaction=False)
    pipeline.xread(streams, count=1, block=milliseconds)
    pipeline.evalsha(script.sha, len(keys), *keys, *arguments)
    waited, result = await pipeline.execute(raise_on_error=False)
    if isinstance(waited, Exception):
        raise waited
    if isinstance(result, NoScriptError):
        return await client.eval(script.source, len(keys), *keys, *arguments)
    if isinstance(result, Exception):
        raise result
    return result
