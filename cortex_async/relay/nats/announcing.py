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

from base64 import b64decode
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import evolve
from nats.aio.msg import Msg

from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.messages import MESSAGE_ID, Message
from cortex_async.relay.nats.publishing import is_there, send
from cortex_async.relay.nats.reading import NO_MESSAGE
from cortex_async.relay.nats.responses import Refusal
from cortex_async.relay.nats.scope_state import Announced, announced_by, confirmed

_LOOKED_AT: Final = 50
"""Messages of the partition after the announcement: its event is the first of them, but for what receivers of
webhooks have published at that moment."""


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

    The server knows its id for a time; after that, the event follows the announcement.
    """
    if await is_there(connection, Message(announced.subject, b"", {MESSAGE_ID: announced.message_id})):
        return True
    wanted, sequence = f"{MESSAGE_ID}: {announced.message_id}\r\n".encode(), announced.after
    for _ in range(_LOOKED_AT):
        request = {"seq": sequence + 1, "next_by_subj": announced.subject}
        found = await connection.call(f"STREAM.MSG.GET.{stream}", request)
        if isinstance(found, Refusal):
            if found.code == NO_MESSAGE:
                return False
            raise BrokerUnavailable(f"NATS: {found.description}")
        message = found["message"]
        if wanted in b64decode(message.get("hdrs", "")):
            return True
        sequence = message["seq"]
    return False
