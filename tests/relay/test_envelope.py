"""The envelope around each event, and the key that decides what it stays in order with."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cortex_async._core.strings.json_text import parse
from cortex_async.events import MessageCreatedEvent, SessionCreatedEvent, UnknownEvent
from cortex_async.relay.envelope import EnvelopeMalformed, event_of, open_envelope, seal
from cortex_async.relay.keys import key_of
from cortex_async.routing.order import resources_of
from tests.relay.events import raw_event

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text('aü😀\n\0"\\/: ', max_size=6),
    lambda inner: st.lists(inner, max_size=2),
)
ENVELOPES = st.dictionaries(
    st.sampled_from(["id", "type", "source", "projectId", "tenantId", "resourceId", "timestamp", "payload"]),
    JSON | st.sampled_from(["session.created", "message:m", "2026-11-27T10:00:00Z"]),
)
SPOILED = [
    pytest.param(b'{"id":"e","type":"x.y","payload":"\\ud83d"}', id="lone surrogate"),
    pytest.param(b'{"id":"e","type":"x.y","payload":"\xff"}', id="not UTF-8"),
    pytest.param(b'\xef\xbb\xbf{"id":"e","type":"x.y"}', id="byte order mark"),
    pytest.param(b'{"id":"e","type":"x.y","payload":%s}' % (b"[" * 1023 + b"]" * 1023), id="depth"),
]


def sealed(data: bytes) -> bytes:
    return seal(parse(data, replace=True), data).body


def test_an_envelope_is_a_cloud_event_with_the_bytes_that_came() -> None:
    data = b'{ "id":"e1", "type":"session.created","projectId":"p/1","resourceId":"session:s",\n"a":1,"a":1.00 ,"timestamp":"2026-11-27T10:00:00z"}'
    record = seal(parse(data), data)
    outer = orjson.loads(record.body)
    outer.pop("data")
    assert outer == {
        "specversion": "1.0",
        "id": "e1",
        "source": "https://ots.odin.4players.io/api/projects/p%2F1",
        "type": "session.created",
        "subject": "session:s",
        "time": "2026-11-27T10:00:00Z",
        "partitionkey": "p/1/session:s",
        "datacontenttype": "application/json",
        "dataschema": "https://ots.odin.4players.io/api/events/schema",
    }
    assert record.body.endswith(b',"data":' + data + b"}")
    assert (record.id, record.type, record.subject) == ("e1", "session.created", "session:s")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=ENVELOPES)
def test_every_object_gets_an_envelope_that_can_be_opened(raw: dict[str, Any]) -> None:
    data = orjson.dumps(raw)
    record = seal(raw, data)
    opened = open_envelope(record.body)
    assert opened.data == raw
    assert (opened.id, opened.key, opened.type) == (record.id, record.key, record.type)
    assert record.type
    for sent_in_headers in (record.id, record.key):
        assert sent_in_headers.isascii()
        assert sent_in_headers.isprintable()
    assert seal(raw, data) == record


@pytest.mark.parametrize("data", SPOILED)
def test_bytes_that_strict_parsers_refuse_still_arrive_as_they_are(data: bytes) -> None:
    from base64 import b64decode

    outer = orjson.loads(sealed(data))
    assert b64decode(outer["data_base64"]) == data
    assert "data" not in outer
    assert open_envelope(sealed(data)).data["id"] == "e"


@pytest.mark.parametrize("data", [b'{"type":"x.y","s":"\\ud83d\\ude00"}', '{"type":"x.y","s":"ü"}'.encode()])
def test_what_is_strict_is_not_encoded(data: bytes) -> None:
    assert sealed(data).endswith(b',"data":' + data + b"}")


@pytest.mark.parametrize("unusable", [None, "", 5, "a\nb", "ü", "x" * 257])
def test_an_event_without_a_usable_id_gets_one_from_its_bytes(unusable: object) -> None:
    first, second = raw_event(id=unusable), raw_event(id=unusable, tenantId="other")
    ids = [seal(raw, orjson.dumps(raw)).id for raw in (first, first, second)]
    assert ids[0] == ids[1] != ids[2]


def test_an_envelope_opens_to_the_typed_event() -> None:
    raw = raw_event(
        "session.created",
        payload={
            "action": "created",
            "data": {
                "id": "s", "tenantId": "t", "externalRoomId": "r", "projectId": "p", "gateway": "g", "title": "t",
                "createdByUserId": "u", "createdAt": "2026-11-27T10:00:00Z", "status": "active",
            },
        },
    )  # fmt: skip
    event = event_of(sealed(orjson.dumps(raw)))
    assert isinstance(event, SessionCreatedEvent)
    assert event.payload.data.id == "s"
    assert not isinstance(event, MessageCreatedEvent)
    assert isinstance(event_of(sealed(b'{"type":"x.y","synthetic":true}')), UnknownEvent)
    assert open_envelope(sealed(b'{"type":"x.y","synthetic":true}')).synthetic


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"data":5}', b'{"data_base64":"?"}', b'{"data_base64":"W10="}']
)
def test_what_is_no_envelope_is_refused(body: bytes) -> None:
    with pytest.raises(EnvelopeMalformed):
        event_of(body)


KEYS = [
    (raw_event("session.updated"), "p/session:s"),
    (raw_event("message.created", "message:m", payload={"data": {"sessionId": "s"}}), "p/session:s"),
    (raw_event("session.annotation.created", payload={"data": {"sessionId": "s"}}), "p/session:s"),
    (
        raw_event("message.annotation.created", "message:m", payload={"data": {"messageId": "m"}}),
        "p/message:m",
    ),
    (raw_event("gathering.started", "gathering:g", payload={"data": {"sessionId": "s"}}), "p/gathering:g"),
    (
        raw_event("gathering.member.joined", "member:x", payload={"data": {"gatheringId": "g"}}),
        "p/gathering:g",
    ),
    (
        raw_event("participant.joined", "participant:a", payload={"data": {"sessionId": "s"}}),
        "p/participant:a",
    ),
    (
        raw_event(
            "sanction.created", "sanction:x", payload={"data": {"sessionId": "s", "participantId": "a"}}
        ),
        "p/participant:a",
    ),
    (raw_event("sanction.created", "sanction:x", payload={"data": {"externalUserId": "u"}}), "p/sanction:x"),
    (raw_event("image.ready", "image:i", projectId=None), "/image:i"),
    ({"type": "x.y"}, "/"),
    (raw_event("session.updated", "session:a\nb"), "p/session:a%0Ab"),
]


@pytest.mark.parametrize(("raw", "key"), KEYS)
def test_the_key_is_what_an_event_is_kept_in_order_with_in_one_process_too(
    raw: dict[str, Any], key: str
) -> None:
    assert key_of(raw) == key
    assert any(key.endswith("/" + one.replace("\n", "%0A")) for one in resources_of(raw))
