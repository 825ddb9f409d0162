"""Signed bodies of every shape: an event or a refusal, never another exception and never a 500."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cortex_async import ConfigError, CortexError, WebhookError
from cortex_async.contrib.rtcstack import webhooks as rtcstack
from cortex_async.event_types import known_types
from cortex_async.webhooks import BodyMalformed, WebhookRouter, sign, signed_headers, unwrap
from tests.webhooks.deliveries import SECRET, envelope

SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
MEMBERS = list(json.loads(envelope()))
TYPES = sorted(known_types())


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """An event with members left out or replaced by anything, sometimes with changed bytes."""
    event: dict[str, Any] = json.loads(envelope(draw(st.sampled_from(TYPES))))
    for name in draw(st.lists(st.sampled_from(MEMBERS), max_size=4)):
        if draw(st.booleans()):
            event.pop(name, None)
        else:
            event[name] = draw(VALUES)
    body = bytearray(json.dumps(event).encode())
    for at, byte in draw(st.lists(st.tuples(st.integers(0, len(body) - 1), st.integers(0, 255)), max_size=2)):
        body[at] = byte
    return bytes(body)


ODD = [
    b'{"id":"1","type":["x"]}', b'{"id":"1","type":{}}', b'{"id":"1","type":5}', b'{"id":["1"],"type":"session.created"}',
    b'{"id":5,"type":"session.created"}', b'{"id":true,"type":"session.created"}',
    b"[]", b'"text"', b"5", b"null", b"true", b"", b" ", b"\xef\xbb\xbf", b"\xff\xfe", b"{", b'{"id":"1"', b'{"a":NaN}',
    b"[" * 100_000, b'{"a":' * 100_000, b'{"a":"\xff"}', b'{"a":1}}', b"\x00", b'{"a":1e999}',
]  # fmt: skip
FINE = [
    b"{}", b'{"id":null,"type":null}', b'{"id":"","type":""}', b'{"id":"1","type":"session.created","payload":[]}',
    b'{"id":"1","id":"2","type":"session.created"}', b'{"id":"1","type":"session.created","payload":{"data":{"startedAt":{}}}}',
    b'{"id":"1","type":"new.type","payload":' + b"[" * 900 + b"]" * 900 + b"}",
    b'{"id":"1","type":"message.created","timestamp":{"$date":1}}',
    b'{"id":"1","type":"message.created","timestamp":"9999-12-31T23:59:59-23:59","payload":{}}',
    b'{"id":"1","type":"new.type","n":123456789012345678901234567890}',
]  # fmt: skip


def outcome(body: bytes) -> tuple[str, int, str | None]:
    router = WebhookRouter(SECRET, replay=False)
    router.on("*")(lambda event: None)
    sync = router.handle_sync(body, signed_headers(body, SECRET))
    assert asyncio.run(router.handle(body, signed_headers(body, SECRET))) == sync
    return sync.outcome, sync.status, sync.error


@pytest.mark.parametrize("body", ODD, ids=range(len(ODD)))
def test_what_cannot_be_an_event_is_malformed(body: bytes) -> None:
    with pytest.raises(BodyMalformed):
        unwrap(body, signed_headers(body, SECRET), SECRET)
    assert outcome(body) == ("rejected", 400, "BodyMalformed")


@pytest.mark.parametrize("body", FINE, ids=range(len(FINE)))
def test_an_object_that_can_be_read_arrives(body: bytes) -> None:
    unwrap(body, signed_headers(body, SECRET), SECRET)
    assert outcome(body) == ("handled", 200, None)


@given(body=bodies())
@example(body=b"")
@settings(deadline=None)
def test_any_body_is_an_event_or_a_refusal(body: bytes) -> None:
    try:
        event = unwrap(body, signed_headers(body, SECRET), SECRET)
    except BodyMalformed as error:
        assert str(error).startswith("body is not the JSON object of an event: ")  # noqa: PT017  (either will do)
        assert outcome(body) == ("rejected", 400, "BodyMalformed")
    else:
        assert event.id is None or isinstance(event.id, str)
        assert event.type is None or isinstance(event.type, str)
        assert outcome(body)[:2] == ("handled", 200)


@given(
    body=st.dictionaries(st.sampled_from(["event", "payload", "deliveryId"]), VALUES).map(
        lambda one: json.dumps(one).encode()
    )
)
@example(body=b"[" * 100_000)
@settings(deadline=None)
def test_a_delivery_of_rtcstack_has_one_kind_of_error(body: bytes) -> None:
    with contextlib.suppress(CortexError):
        rtcstack.unwrap(body, {"X-RTCstack-Signature": rtcstack.sign(body, SECRET)}, SECRET)


@pytest.mark.parametrize("member", [b"", b'"id":"",', b'"id":null,'])
async def test_events_without_an_id_are_distinguished_by_their_timestamp(member: bytes) -> None:
    router = WebhookRouter(SECRET, now=1_769_860_800)
    handled: list[Any] = []
    router.on("*")(handled.append)
    body = b"{" + member + b'"type":"server.started"}'
    for stamp, expected in (
        ("1769860800.1", "handled"),
        ("1769860800.2", "handled"),
        ("1769860800.1", "duplicate"),
    ):
        headers = {"X-Timestamp": stamp, "X-Signature": sign(body, SECRET, stamp)}
        assert (await router.handle(body, headers)).outcome == expected
    assert len(handled) == 2


@given(stamp=st.text(max_size=40) | st.floats().map(str) | st.integers().map(str) | st.datetimes().map(str))
@example(stamp="9" * 20)
@example(stamp="0001-01-01T00:00:00+23:59")
@example(stamp="9999-12-31T23:59:59-23:59")
@example(stamp="nan")
@example(stamp="2026-02-30T00:00:00Z")
def test_any_timestamp_is_read_or_refused(stamp: str) -> None:
    body = envelope()
    headers = (
        {"X-Timestamp": stamp, "X-Signature": sign(body, SECRET, stamp.strip())}
        if stamp.isascii()
        else {"X-Timestamp": stamp}
    )
    with contextlib.suppress(WebhookError):
        unwrap(body, headers, SECRET)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_timestamp_that_is_not_a_number_has_no_age(value: float) -> None:
    body = envelope()
    with pytest.raises(WebhookError):
        unwrap(body, signed_headers(body, SECRET), SECRET, parse_timestamp=lambda text: value)


def test_headers_as_lists_of_bytes() -> None:
    body = envelope()
    headers = {name: [value.encode()] for name, value in signed_headers(body, SECRET).items()}
    assert unwrap(body, headers, SECRET).type == "session.created"


@pytest.mark.parametrize(
    "options",
    [
        {"tolerance": float("nan")}, {"tolerance": -1}, {"tolerance": "300"}, {"tolerance": True}, {"handler_timeout": 0},
        {"handler_timeout": float("nan")}, {"handler_timeout": "30"}, {"max_body_bytes": 0}, {"max_body_bytes": None},
    ],
)  # fmt: skip
def test_settings_that_would_fail_with_a_delivery_fail_at_once(options: dict[str, Any]) -> None:
    (name,) = options
    with pytest.raises(ConfigError, match=rf"^{name} must be"):
        WebhookRouter(SECRET, **options)
