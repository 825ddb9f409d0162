"""Reading single messages of a stream, as its own leader has them, and the server's time."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime
from typing import Final

from attrs import field, frozen
from nats.aio.msg import Msg

from cortex_async._core.strings.timestamps import canonical
from cortex_async._core.timing.clock import SystemClock
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.responses import Refusal

NO_MESSAGE: Final = 10037
_TRIES: Final = 20
_AT_ONCE: Final = 1_000


@frozen
class Last:
    """The last message of a subject. time: when the server has stored it."""

    sequence: int
    time: datetime
    data: bytes = field(repr=False)


async def last_message(connection: Connection, stream: str, subject: str) -> Last | None:
    """The last message of a subject, None if there is none. Raises ``BrokerUnavailable``."""
    found = await connection.call(f"STREAM.MSG.GET.{stream}", {"last_by_subj": subject})
    if isinstance(found, Refusal):
        if found.code == NO_MESSAGE:
            return None
        raise BrokerUnavailable(f"NATS: {found.description}")
    message = found["message"]
    return Last(message["seq"], timestamp(message["time"]), b64decode(message.get("data", "")))


async def messages_after(connection: Connection, stream: str, subject: str, sequence: int) -> list[Msg]:
    """All messages of a subject after a sequence. Raises ``BrokerUnavailable``.

    subject: may have wildcards.
    """
    found, tries = list[Msg](), 0
    newest = await last_message(connection, stream, subject)
    while newest is not None and sequence < newest.sequence:
        # Any replica may respond to a direct read, and it may be behind.
        request = {"seq": sequence + 1, "next_by_subj": subject, "batch": _AT_ONCE}
        part = await connection.call_for_many(f"DIRECT.GET.{stream}", request)
        if part:
            found += part
            sequence = direct(part[-1])[1].sequence
            continue
        tries += 1
        if tries == _TRIES:
            raise BrokerUnavailable(f"NATS: the replicas of the stream {stream} do not agree")
        await SystemClock().sleep(0.01 * tries)
        newest = await last_message(connection, stream, subject)
    return found


async def server_time(connection: Connection, stream: str) -> datetime:
    """The time of the server. Raises ``BrokerUnavailable``."""
    found = await connection.call(f"STREAM.INFO.{stream}")
    if isinstance(found, Refusal):
        raise BrokerUnavailable(f"NATS: {found.description}")
    return timestamp(found["ts"])


def direct(message: Msg) -> tuple[str, Last]:
    """The subject and content of a message that was read directly."""
    headers = message.headers or {}
    time = timestamp(headers["Nats-Time-Stamp"])
    return headers["Nats-Subject"], Last(int(headers["Nats-Sequence"]), time, message.data)


def timestamp(value: str) -> datetime:
    """Read a timestamp of the server, which has nanoseconds."""
    readable = canonical(value)
    if readable is None:
        raise BrokerUnavailable(f"NATS has sent an unreadable timestamp: {value!r}")
    return datetime.fromisoformat(readable)
