"""Publishing to Redis, and the leadership of a scope."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from attrs import field, frozen

from cortex_async._core.strings.surrogates import to_bytes
from cortex_async.relay.broker import Checkpoint, Fenced, Record, RecordRefused, Saved
from cortex_async.relay.redis.connection import Connection
from cortex_async.relay.redis.keys import Keys, to_string
from cortex_async.relay.redis.leader_scripts import LEAD, PUBLISH, RENEW, RESIGN, SAVED
from cortex_async.relay.redis.packing import packed_records, unpacked_versions

_RECORDS: Final = 500
_BYTES: Final = 4 << 20
_KNOWN: Final = 1000
_PART: Final = 5000
"""The most records, bytes of them, known versions to write and to read in one script: Redis does nothing else
meanwhile."""

_NONE: Final = b""

LARGEST: Final = 64 << 20
"""The most bytes of a record's body. By default Redis takes strings of up to 512 MB (proto-max-bulk-len), and
closes the connection on a larger one, which looks like a lost connection."""


@frozen
class Publisher:
    """Publishes records, a bounded number at a time.

    window: in seconds. max_length: of a partition. max_known: known versions of a scope.
    """

    connection: Connection
    keys: Keys
    window: float
    max_length: int
    max_known: int

    async def publish(
        self,
        records: Sequence[Record],
        scope: str = "",
        fence: int | None = None,
        token: bytes = _NONE,
        checkpoint: Checkpoint | None = None,
        known: Mapping[str, str | None] | None = None,
    ) -> int:
        """Append the records, then change the known versions, and save the checkpoint with the last step.

        fence, token: of the leadership; None for no leadership.
        """
        _require_takable(records)
        keys = self.keys
        common = [keys.scope(scope), keys.known(scope), keys.order(scope), *keys.seen]
        holder = _NONE if fence is None else b"%d" % fence
        new = 0
        for batch, changes, last in _steps(records, known or {}):
            saved = checkpoint if last else None
            partitions, *packed = packed_records(batch, changes, keys.partitions)
            names = [*common, *(keys.events[one] for one in partitions)]
            arguments: list[bytes | int] = [
                *(holder, token, max(1, round(self.window * 1000)), self.max_length, self.max_known),
                *_checkpoint(saved),
                len(batch),
                *packed,
            ]
            count, other = await self.connection.run_often(PUBLISH, names, arguments)
            if count < 0:
                raise _fenced(scope, other)
            new += count
        return new


@frozen(eq=False)
class RedisLeadership:
    """A leadership in Redis.

    scope: what is relayed. fence: higher than that of every leadership before.
    """

    _publisher: Publisher = field(repr=False)
    _token: bytes = field(repr=False)
    scope: str
    fence: int

    async def renew(self, seconds: float) -> bool:
        """Extend the lease to ``seconds`` from now. False if it was lost."""
        arguments = (*self._proof, max(1, round(seconds * 1000)))
        return bool(await self._publisher.connection.run(RENEW, [self._key], arguments))

    async def saved(self) -> Saved:
        """What leaders have saved so far.

        Read in parts: Redis does nothing else while it collects one, and each has to arrive within the time
        limit of a command, which is short beside the lease. Only this leadership may change what is read.
        """
        known: dict[str, str] = {}
        while True:
            count, checkpoint, lengths, values = await self._saved(len(known))
            known.update(unpacked_versions(lengths, values))
            if count < _PART:
                return Saved(_checkpoint_of(*checkpoint), known)

    async def _saved(self, skip: int) -> list[Any]:
        """A part of what leaders have saved, and how many versions are in it."""
        names = [self._key, self._publisher.keys.known(self.scope), self._publisher.keys.order(self.scope)]
        arguments = (*self._proof, skip, _PART)
        count, *rest = found = await self._publisher.connection.run(SAVED, names, arguments)
        if count < 0:
            raise _fenced(self.scope, *rest)
        return list(found)

    async def publish(
        self, records: Sequence[Record], checkpoint: Checkpoint, known: Mapping[str, str | None]
    ) -> int:
        """Append the records that were not published before, and save the checkpoint with the last step."""
        return await self._publisher.publish(records, self.scope, self.fence, self._token, checkpoint, known)

    async def release(self) -> None:
        """Give the leadership up, if it is still held."""
        await self._publisher.connection.run(RESIGN, [self._key], self._proof)

    @property
    def _key(self) -> bytes:
        return self._publisher.keys.scope(self.scope)

    @property
    def _proof(self) -> tuple[bytes | int, bytes]:
        return self.fence, self._token


async def lead(publisher: Publisher, scope: str, holder: str, seconds: float) -> RedisLeadership | None:
    """Take the leadership of a scope, None if somebody else has it."""
    token = secrets.token_hex(8).encode()
    arguments = (token, to_bytes(holder), max(1, round(seconds * 1000)))
    fence, _ = await publisher.connection.run(LEAD, [publisher.keys.scope(scope)], arguments)
    return RedisLeadership(publisher, token, scope, fence) if fence else None


def _require_takable(records: Sequence[Record]) -> None:
    for one in records:
        if len(one.body) > LARGEST:
            raise RecordRefused(
                f"event {one.id} has {len(one.body)} bytes, more than the {LARGEST} of a record",
                record_id=one.id,
            )


def _steps(
    records: Sequence[Record], known: Mapping[str, str | None]
) -> Iterator[tuple[list[Record], list[tuple[str, str | None]], bool]]:
    """Split what is to be published into steps, and mark the last one.

    Known versions come after all records: none is saved before its event.
    """
    batch: list[Record] = []
    size = 0
    for one in records:
        if batch and (len(batch) == _RECORDS or size + len(one.body) > _BYTES):
            yield batch, [], False
            batch, size = [], 0
        batch.append(one)
        size += len(one.body)
    changes = iter(known.items())
    part = list(islice(changes, _KNOWN))
    while following := list(islice(changes, _KNOWN)):
        yield batch, part, False
        batch, part = [], following
    yield batch, part, True


def _checkpoint(saved: Checkpoint | None) -> tuple[bytes | int, ...]:
    if saved is None:
        return (_NONE, _NONE, _NONE)
    return (to_bytes(saved.event_id), saved.time.isoformat().encode(), saved.fence)


def _checkpoint_of(event_id: object, time: object, fence: object) -> Checkpoint | None:
    if fence is None:
        return None
    return Checkpoint(to_string(event_id), datetime.fromisoformat(to_string(time)), int(to_string(fence)))


def _fenced(scope: str, holder: object) -> Fenced:
    return Fenced(f"{to_string(holder) or 'nobody'} leads {scope} by now")
