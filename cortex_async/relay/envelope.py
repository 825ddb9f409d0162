"""Events as CloudEvents 1.0: what relays and webhook receivers publish, and what workers read.

The envelope is structured JSON. Its ``data`` is the API's own envelope, byte for byte as it came.
https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/extensions/partitioning.md (``partitionkey``)
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

import orjson
from attrs import field, frozen

from cortex_async._core.errors import CortexError
from cortex_async._core.strings.json_text import NotJSON, is_strict, parse
from cortex_async._core.strings.timestamps import canonical
from cortex_async.relay.broker import Record
from cortex_async.relay.keys import key_of

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

SERVICE: Final = "https://ots.odin.4players.io/api"
"""Names the API in ``source`` and ``dataschema``. Nothing is sent there."""

UNKNOWN: Final = "unknown"
"""The type of an event that has none."""

_LONGEST_ID: Final = 256
_DEEP: Final = 1000


class EnvelopeMalformed(CortexError):
    """A body is not an envelope that this package has made, so it has no event."""


@frozen
class Envelope:
    """An event as it was taken from a broker.

    id: by which repeated events are recognised. That of the API, if the event has one.
    source: the address of the project.
    type: the event's type.
    subject: the event's resource id, empty if it has none.
    time: when it happened, None if it does not say.
    key: what it stays in order with, e.g. ``PROJECT/session:abc``.
    data: the event as the API sent it, parsed.
    """

    id: str
    source: str
    type: str
    subject: str
    time: datetime | None
    key: str
    data: Mapping[str, Any] = field(repr=False)

    @property
    def synthetic(self) -> bool:
        """Whether a relay has made the event from what it has read, instead of receiving it."""
        return self.data.get("synthetic") is True

    @property
    def event(self) -> Event:
        """The typed event, an ``UnknownEvent`` if this version does not know it or cannot decode it."""
        return _event(self.data)


def seal(raw: Mapping[str, Any], data: bytes) -> Record:
    """Return the record of an event, whatever its type.

    An event without a usable id gets one that is made from its bytes. Bytes that a strict JSON parser would
    refuse, such as lone surrogates, go into ``data_base64`` instead of ``data``.

    raw: the event, parsed.
    data: its bytes.
    """
    key = key_of(raw)
    record_id = _id(raw, data)
    kind, subject = _string(raw, "type") or UNKNOWN, _string(raw, "resourceId")
    head: dict[str, object] = {
        "specversion": "1.0",
        "id": record_id,
        "source": _source(_string(raw, "projectId"), _string(raw, "tenantId")),
        "type": kind,
        "partitionkey": key,
        "datacontenttype": "application/json",
        "dataschema": f"{SERVICE}/events/schema",
    }
    if subject:
        head["subject"] = subject
    time = canonical(_string(raw, "timestamp"))
    if time is not None:
        head["time"] = time
    return Record(id=record_id, key=key, type=kind, subject=subject, body=_body(head, data))


def open_envelope(body: bytes) -> Envelope:
    """Parse what ``seal`` has made. Raises ``EnvelopeMalformed``."""
    outer = _object(body)
    return Envelope(
        id=_string(outer, "id"),
        source=_string(outer, "source"),
        type=_string(outer, "type"),
        subject=_string(outer, "subject"),
        time=_datetime(_string(outer, "time")),
        key=_string(outer, "partitionkey"),
        data=_data(outer),
    )


def event_of(body: bytes) -> Event:
    """Return the typed event in an envelope. Raises ``EnvelopeMalformed``."""
    return _event(_data(_object(body)))


def _data(outer: Mapping[str, Any]) -> Mapping[str, Any]:
    data = outer.get("data")
    encoded = outer.get("data_base64")
    if data is None and isinstance(encoded, str):
        try:
            data = _object(b64decode(encoded, validate=True))
        except ValueError:
            raise EnvelopeMalformed("data_base64 is not Base64") from None
    if not isinstance(data, dict):
        raise EnvelopeMalformed("the envelope has no data")
    return cast("dict[str, Any]", data)


def _event(data: Mapping[str, Any]) -> Event:
    # Imported late: it loads every event model.
    from cortex_async._generated.events import decode_event

    try:
        return decode_event(data)
    except Exception as error:  # noqa: BLE001  (whatever a payload does to a decoder)
        raise EnvelopeMalformed(f"the event cannot be decoded ({type(error).__name__})") from None


def _body(head: dict[str, object], data: bytes) -> bytes:
    opened = orjson.dumps(head)[:-1]
    if is_strict(data):
        body = b"".join((opened, b',"data":', data, b"}"))
        # Parsers have a limit of depth, and the envelope is one level more.
        if data.count(b"{") + data.count(b"[") < _DEEP or _is_json(body):
            return body
    return b"".join((opened, b',"data_base64":"', b64encode(data), b'"}'))


def _is_json(body: bytes) -> bool:
    try:
        orjson.loads(body)
    except ValueError:
        return False
    return True


def _id(raw: Mapping[str, Any], data: bytes) -> str:
    """The event's id, if it can be one: brokers put it into keys and headers."""
    found = _string(raw, "id")
    if 0 < len(found) <= _LONGEST_ID and found.isascii() and found.isprintable():
        return found
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@lru_cache(maxsize=1024)
def _source(project: str, tenant: str) -> str:
    if project:
        return f"{SERVICE}/projects/{quote(project, safe='')}"
    return f"{SERVICE}/tenants/{quote(tenant, safe='')}" if tenant else SERVICE


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found: object = parse(body, replace=True)
    except NotJSON as error:
        raise EnvelopeMalformed(f"the body is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise EnvelopeMalformed("the body is not a JSON object")
    return cast("dict[str, Any]", found)


def _string(owner: Mapping[str, Any], name: str) -> str:
    value = owner.get(name)
    return value if isinstance(value, str) else ""


def _datetime(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
