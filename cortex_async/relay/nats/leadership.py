"""Leaderships: taken by compare-and-set, and checked by the server with every message of a leader.

The stream sequence of the message with which a leadership was taken is its fence. Whatever a leader publishes
is refused unless that message is still the last one of its subject. Both are one stream, so nothing can come
between. Leases are compared with the clock of the server only, and decide on nothing but who may try.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final, TypeVar

from cortex_async._core.timing.clock import SystemClock
from cortex_async.relay.broker import BrokerUnavailable, Checkpoint, Fenced, Record, Saved
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.messages import Message
from cortex_async.relay.nats.publishing import WRONG_SEQUENCE, append, events, send
from cortex_async.relay.nats.reading import direct, last_message, messages_after, server_time
from cortex_async.relay.nats.responses import Refusal
from cortex_async.relay.nats.scope_state import ScopeState
from cortex_async.relay.nats.streams import NEVER, ONLY, Settings, as_json, expected, from_json

_TRIES: Final = 20

T = TypeVar("T")


async def lead(
    connection: Connection, settings: Settings, scope: str, holder: str, seconds: float
) -> JetStreamLeadership | None:
    """Take the leadership of a scope, None if somebody else has it."""
    leader, lease = settings.relay(scope, "leader"), settings.relay(scope, "lease")
    stream = settings.name
    taken, renewed = await asyncio.gather(
        last_message(connection, stream, leader), last_message(connection, stream, lease)
    )
    latest = max((one for one in (taken, renewed) if one), key=lambda one: one.sequence, default=None)
    if latest is not None and (held := from_json(latest.data)["seconds"]) > 0:
        age = await server_time(connection, stream) - latest.time
        if age.total_seconds() < held:
            return None
    body = as_json({"holder": holder, "seconds": seconds})
    before = expected(taken.sequence if taken else 0)
    found = await send(connection, Message(leader, body, {**NEVER, **ONLY, **before}))
    if not isinstance(found, Refusal):
        return JetStreamLeadership(connection, settings, scope, found.sequence)
    if found.code in WRONG_SEQUENCE:
        return None
    raise BrokerUnavailable(f"NATS: {found.description}")


class JetStreamLeadership:
    """A leadership on JetStream.

    singly: up to this many events are published in a call each, which takes 0.3 ms. A batch takes the server
        2 ms, and up to 50 ms on a busy machine: the next events would be ready by then, and make another
        batch.
    """

    singly: Final = 16

    def __init__(self, connection: Connection, settings: Settings, scope: str, fence: int) -> None:
        self._connection = connection
        self._settings = settings
        self._scope = scope
        self._fence = fence
        self._leader = settings.relay(scope, "leader")
        self._guard = expected(fence, self._leader)
        self._state = ScopeState(scope, settings.relay(scope, "state"), settings.max_known)
        self._is_read = False
        # Two locks: the lease is renewed while the state is being read, which may take longer than it lasts.
        self._using_state: asyncio.Lock = asyncio.Lock()
        # A cluster refuses a message while another one with the same expectation is on its way.
        self._writing: asyncio.Lock = asyncio.Lock()

    @property
    def fence(self) -> int:
        """The stream sequence with which this leadership was taken."""
        return self._fence

    def __repr__(self) -> str:
        return f"JetStreamLeadership(scope={self._scope!r}, fence={self._fence})"

    async def renew(self, seconds: float) -> bool:
        """Extend the lease to ``seconds`` from now. False if it was lost."""
        async with self._writing:
            return await self._lease(seconds)

    async def saved(self) -> Saved:
        """What leaders have saved so far."""
        async with self._using_state:
            await self._require()
            await self._read_state()
            return self._state.saved

    async def publish(
        self, records: Sequence[Record], checkpoint: Checkpoint, known: Mapping[str, str | None]
    ) -> int:
        """Append the records that were not published before, and save the checkpoint."""
        async with self._using_state:
            messages = await events(self._connection, self._settings, records)
            if not self._is_read:
                await self._read_state()
            self._is_read = False  # until it is known how this ends
            alone = None
            if len(messages) == 1:
                alone = self._state.carrying(messages[0], checkpoint, known, self._guard)
            async with self._writing:
                if alone is None:
                    new = await self._append(messages, checkpoint, known)
                else:
                    new = await self._append_alone(alone, checkpoint, known)
            self._is_read = True
            return new

    async def release(self) -> None:
        """Give the leadership up, if it is still held."""
        async with self._writing:
            checkpoint = self._state.checkpoint
            if self._is_read and self._state.is_carried and checkpoint is not None:
                with suppress(BrokerUnavailable, Fenced):  # the next leader finds what events carry
                    await self._append((), checkpoint, {})
            await self._lease(0)

    async def _append_alone(
        self, message: Message, checkpoint: Checkpoint, known: Mapping[str, str | None]
    ) -> int:
        """Publish an event that carries what is to be saved. Returns whether it was not there before.

        If it was, it is perhaps a webhook receiver's, which carries nothing.
        """
        stored = await self._accepted(lambda: send(self._connection, message))
        if stored.duplicate:
            return await self._append((), checkpoint, known)
        self._state.stored_with(message, checkpoint, known)
        if self._state.is_due:
            await self._append((), checkpoint, {})
        return 1

    async def _append(
        self, messages: Sequence[Message], checkpoint: Checkpoint, known: Mapping[str, str | None]
    ) -> int:
        """Publish events with what saves the state. Returns how many were new."""
        state = self._state.messages(checkpoint, known, self._guard)
        new = await self._accepted(lambda: append(self._connection, messages, self._guard, state))
        self._state.stored(checkpoint, known, state)
        return new

    async def _accepted(self, call: Callable[[], Awaitable[T | Refusal]]) -> T:
        """Repeat a call that the server refuses for a moment. Raises ``Fenced``, ``BrokerUnavailable``."""
        for tries in range(1, _TRIES + 1):
            found = await call()
            if not isinstance(found, Refusal):
                return found
            await self._bear(found, tries)
        raise AssertionError("the last refusal is raised")

    async def _lease(self, seconds: float) -> bool:
        body = as_json({"seconds": seconds})
        message = Message(self._settings.relay(self._scope, "lease"), body, {**NEVER, **ONLY, **self._guard})
        for tries in range(1, _TRIES + 1):
            found = await send(self._connection, message)
            if not isinstance(found, Refusal):
                return True
            try:
                await self._bear(found, tries)
            except Fenced:
                return False
        return False

    async def _bear(self, refusal: Refusal, tries: int) -> None:
        """Return if it is worth another try. Raises ``Fenced`` and ``BrokerUnavailable``."""
        if refusal.code in WRONG_SEQUENCE:
            await self._require()
        if refusal.code not in WRONG_SEQUENCE or tries == _TRIES:
            raise BrokerUnavailable(f"NATS: {refusal.description}")
        await SystemClock().sleep(0.01 * tries)

    async def _require(self) -> None:
        """Raise ``Fenced`` if there was another leader since."""
        last = await last_message(self._connection, self._settings.name, self._leader)
        if last is None or last.sequence != self._fence:
            raise Fenced(f"another relay leads {self._scope} by now")

    async def _read_state(self) -> None:
        """Read the messages of the state, and the events after them that carry more.

        To be asked under this leadership: what its predecessors have sent and is still on its way is refused.
        """
        connection, settings = self._connection, self._settings
        state, carriers = settings.relay(self._scope, "state"), settings.carriers(self._scope)
        messages = await messages_after(connection, settings.name, state, 0)
        after = direct(messages[-1])[1].sequence if messages else 0
        self._state.read(messages, await messages_after(connection, settings.name, carriers, after))
        self._is_read = True
