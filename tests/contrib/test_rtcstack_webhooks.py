"""Deliveries of RTCstack's webhooks."""

from __future__ import annotations

import hmac
import time

import orjson
import pytest

from cortex_async._core.call_errors import DecodeError
from cortex_async._core.errors import ConfigError, WebhookError
from cortex_async.contrib.rtcstack import RTCStackClient, unwrap
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_async.contrib.rtcstack.webhooks import sign
from cortex_async.webhooks.errors import (
    BodyMalformed,
    BodyNotBytes,
    HeaderMalformed,
    HeaderMissing,
    SignatureMismatch,
    TimestampTooNew,
    TimestampTooOld,
)

SECRET = "webhook-secret-canary"
BODY = orjson.dumps({"event": "recording_started", "payload": {"roomId": "lobby"}, "deliveryId": "d-1"})


def headers(body: bytes = BODY, timestamp: str | None = None) -> dict[str, str]:
    fields = {"X-RTCstack-Signature": sign(body, SECRET)}
    return fields if timestamp is None else {**fields, "X-RTCstack-Timestamp": timestamp}


def test_a_delivery_becomes_typed() -> None:
    delivery = unwrap(BODY, headers(), SECRET)
    assert (delivery.event, delivery.delivery_id) == ("recording_started", "d-1")
    assert delivery.payload == {"roomId": "lobby"}


def test_the_signature_is_that_of_the_vendors_description() -> None:
    assert sign(BODY, SECRET) == "sha256=" + hmac.new(SECRET.encode(), BODY, "sha256").hexdigest()


async def test_the_fakes_deliveries_pass(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    made = await stack.webhooks.create(url="https://example.com")
    fields, body = rtcstack.webhooks.delivery(made.id)
    assert unwrap(body, fields, made.secret).event == "test"
    with pytest.raises(SignatureMismatch):
        unwrap(body, fields, "another")


@pytest.mark.parametrize(
    "name", ["x-rtcstack-signature", "X-RTCSTACK-SIGNATURE", "X-RTCstack-Webhook-Signature"]
)
def test_header_names_in_any_case_and_as_the_guide_has_them(name: str) -> None:
    assert unwrap(BODY, {name: sign(BODY, SECRET)}, SECRET).delivery_id == "d-1"
    assert unwrap(BODY, [(name.encode(), sign(BODY, SECRET).encode())], SECRET).delivery_id == "d-1"
    assert unwrap(BODY, {name: [sign(BODY, SECRET)]}, SECRET).delivery_id == "d-1"


def test_several_secrets_while_one_replaces_the_other() -> None:
    assert unwrap(BODY, headers(), ["new", SECRET]).delivery_id == "d-1"


@pytest.mark.parametrize(
    ("body", "fields", "error"),
    [
        (BODY, {}, HeaderMissing),
        (BODY, {"X-RTCstack-Signature": "abc"}, HeaderMalformed),
        (BODY, {"X-RTCstack-Signature": sign(BODY, SECRET).removeprefix("sha256=")}, HeaderMalformed),
        (BODY, {"X-RTCstack-Signature": "sha1=" + "0" * 64}, HeaderMalformed),
        (BODY + b" ", headers(), SignatureMismatch),
        (b"[]", headers(b"[]"), BodyMalformed),
        (b"\xff", headers(b"\xff"), BodyMalformed),
        (b"{}", headers(b"{}"), DecodeError),
    ],
)
def test_what_is_not_to_be_trusted_or_read(
    body: bytes, fields: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        unwrap(body, fields, SECRET)
    assert isinstance(caught.value, (WebhookError, DecodeError))
    assert SECRET not in str(caught.value)


def test_a_parsed_body_is_refused() -> None:
    with pytest.raises(BodyNotBytes):
        unwrap({"event": "x"}, headers(), SECRET)  # type: ignore[arg-type]  # a wrong type is tested


@pytest.mark.parametrize("secrets", ["", "  ", ["good", ""]])
def test_an_empty_secret_is_refused(secrets: str | list[str]) -> None:
    with pytest.raises(ConfigError):
        unwrap(BODY, headers(), secrets)


@pytest.mark.parametrize(
    ("age", "error"), [(0, None), (299, None), (-299, None), (301, TimestampTooOld), (-301, TimestampTooNew)]
)
def test_a_timestamp_counts_if_there_is_one(age: float, error: type[Exception] | None) -> None:
    now = 1_769_860_800.0
    fields = headers(timestamp=str(int(now - age)))
    if error is None:
        assert unwrap(BODY, fields, SECRET, now=now).delivery_id == "d-1"
    else:
        with pytest.raises(error):
            unwrap(BODY, fields, SECRET, now=now)
        assert unwrap(BODY, fields, SECRET, now=now, tolerance=None).delivery_id == "d-1"


def test_the_clock_is_the_systems_by_default() -> None:
    assert unwrap(BODY, headers(timestamp=str(int(time.time()))), SECRET).delivery_id == "d-1"
    with pytest.raises(TimestampTooOld):
        unwrap(BODY, headers(timestamp="1000000000"), SECRET)


def test_a_timestamp_that_is_none_is_refused() -> None:
    with pytest.raises(HeaderMalformed):
        unwrap(BODY, headers(timestamp="soon"), SECRET)
