"""Messages to be published, and the headers of those that have an event."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from attrs import field, frozen

from cortex_async._core.strings.surrogates import to_bytes, to_string
from cortex_async.relay.broker import Record

MESSAGE_ID: Final = "Nats-Msg-Id"
EVENT_ID: Final = "ce-id"
"""Only in messages whose id is another one, as in those that are revived."""
KEY: Final = "ce-partitionkey"
_EMPTY: Final = "%"
"""Stands for an empty message id: no other one becomes this by percent-encoding."""
_PRINTABLE: Final = "!#$&'()*+,/:;<=>?@[\\]^`{|}~"
_IS_PLAIN: Final = re.compile(r"[!#$&-~]*").fullmatch


@frozen
class Message:
    """A message to be published.

    content: the body, or what makes it: many large bodies need not be in memory at once.
    """

    subject: str
    content: bytes | Callable[[], bytes] = field(repr=False)
    headers: Mapping[str, str]

    @property
    def body(self) -> bytes:
        """What is sent."""
        content = self.content
        return content if isinstance(content, bytes) else content()

    @property
    def size(self) -> int:
        """Bytes of the body and headers."""
        size = len(self.body)
        for name, value in self.headers.items():
            size += len(name) + len(value) + 4
        return size


def event_to(subject: str, record: Record, message_id: str) -> Message:
    """The message of an event. Its headers are the few that are needed without parsing the body: clients take
    longer to write and to parse headers than anything else about a message.
    """
    headers = {MESSAGE_ID: header(message_id) or _EMPTY, "Content-Type": "application/cloudevents+json"}
    if message_id != record.id:
        headers[EVENT_ID] = header(record.id) or _EMPTY
    if record.key:
        headers[KEY] = header(record.key)
    return Message(subject, record.body, headers)


def event_id_of(headers: Mapping[str, str]) -> str:
    """The id of an event by the headers of its message."""
    found = headers.get(EVENT_ID)
    if found is None:
        found = headers.get(MESSAGE_ID, "")
    return "" if found == _EMPTY else unheader(found)


def unheader(value: str) -> str:
    """The inverse of ``header``. What others have written may be none: then U+FFFD is in it."""
    return to_string(unquote_to_bytes(to_bytes(value))) if "%" in value else value


def header(value: str) -> str:
    """A header's value, percent-encoded as in CloudEvents' HTTP binding."""
    return value if _IS_PLAIN(value) else quote(value, safe=_PRINTABLE, errors="surrogatepass")
