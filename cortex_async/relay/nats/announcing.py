"""A leader's single events: announced, published, and looked for by the next leader.

A batch makes a server create files, which takes milliseconds: too long for one event. The leader therefore
first stores what it saves about a single event, which announces it, and then the event. If it dies between
the two, the next leader finds the announcement as the last message of the state and no event, and ignores
it. By then the server refuses what the dead leader has sent and what is still on its way.

Only the last announcement is in doubt: before a leader announces another event, it has published the one
before, or has found it missing and replaced the state. One event may be announced several times, if
responses get lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import evolve
from nats.aio.msg import Msg

from cortex_async._core.timing.clock import SystemClock, monotonic
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.messages import MESSAGE_ID, Message
from cortex_async.relay.nats.publishing import is_there, send
from cortex_async.relay.nats.reading import direct, last_message
from cortex_async.relay.nats.responses import Refusal
from cortex_async.relay.nats.scope_state import Announced, announced_by, confirmed

_AT_ONCE: Final = 1_000
_BYTES_AT_ONCE: Final = 4 << 20
"""Messages, and bytes, of one request for the events of a partition. A server sends at least one."""
_LONGEST: Final = 20.0
"""Seconds for which events are read: less than a leader has before it gives way to others."""
_TRIES: Final = 20


async def append_announced(
    connection: Connection, message: Message, fence: Mapping[str, str], announcement: Message
) -> int | Refusal:
    """Publish an event after what announces it. Returns whether it was not there before.

    One that was there may be older than its announcement, and would not be found later. So it is confirmed.
    """
    announced = await send(connection, announcement)
    if isinstance(announced, Refusal):
        return announced
    stored = await send(connection, evolve(message, headers={**message.headers, **fence}))
    if isinstance(stored, Refusal):
        return stored
    if stored.duplicate:
        saved = await send(connection, confirmed(announcement))
        if isinstance(saved, Refusal):
            return saved
    return not stored.duplicate


async def count_valid(connection: Connection, stream: str, messages: Sequence[Msg]) -> int:
    """How many messages of the state count: not the last ones if they announce what was never published.

    To be asked under a later leadership.
    """
    last = first = announced_by(messages[-1]) if messages else None
    if last is None or first is None:
        return len(messages)
    valid = len(messages) - 1
    while valid and (other := announced_by(messages[valid - 1])) is not None and other.is_of_same_event(last):
        first = other
        valid -= 1
    return len(messages) if await _was_published(connection, stream, first) else valid


async def _was_published(connection: Connection, stream: str, announced: Announced) -> bool:
    """Whether an announced event is in the stream.

    The server knows its id for a time. After that, everything in its partition since the announcement is
    read: receivers of webhooks may have published any number of events in between, and went on while nobody
    led. An event that is not found in time counts as not published. It is published again then, and never
    lost.
    """
    subject, message_id = announced.subject, announced.message_id
    if await is_there(connection, Message(subject, b"", {MESSAGE_ID: message_id})):
        return True
    sequence, tries, deadline = announced.after, 0, monotonic() + _LONGEST
    newest = await last_message(connection, stream, subject)
    while newest is not None and sequence < newest.sequence and monotonic() < deadline:
        request = {
            "seq": sequence + 1,
            "next_by_subj": subject,
            "batch": _AT_ONCE,
            "max_bytes": _BYTES_AT_ONCE,
        }
        found = await connection.call_for_many(f"DIRECT.GET.{stream}", request)
        if any((one.headers or {}).get(MESSAGE_ID) == message_id for one in found):
            return True
        if found:
            sequence, tries = direct(found[-1])[1].sequence, 0
            continue
        # Any replica may respond, and it may be behind; or what was the newest has been deleted.
        tries += 1
        if tries == _TRIES:
            raise BrokerUnavailable(f"NATS: the replicas of the stream {stream} do not agree")
        await SystemClock().sleep(0.01 * tries)
        newest = await last_message(connection, stream, subject)
    return False
