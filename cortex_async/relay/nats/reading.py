"""Reading single messages of a stream, as its own leader has them, and the server's time."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime
from typing import Final

from attrs import field, frozen
from nats.aio.msg import Msg

from cortex_async._core.strings.timestamps import canonical
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.responses import Refusal

NO_MESSAGE: Final = 10037


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
