"""Which deliveries are trusted, and why the others are not."""

from __future__ import annotations

import copy
import hmac
import json
import pickle
from collections import UserDict
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict, CIMultiDictProxy

from cortex_async import events, webhooks
from cortex_async._core.errors import ConfigError, CortexError
from cortex_async._core.response import Headers
from cortex_async.webhooks import (
    BodyMalformed,
    BodyNotBytes,
    BodyTooLarge,
    HeaderMalformed,
    HeaderMissing,
    SignatureMismatch,
    TimestampTooNew,
    TimestampTooOld,
    WebhookError,
    parse_timestamp,
    sign,
    sign_ingest,
    signed_headers,
    unwrap,
)
from tests.webhooks.deliveries import NOON, SECRET, delivery, envelope

BODY = b'{"id":"1","type":"session.created"}'


def raw(body: bytes, headers: Any, secrets: Any = SECRET, **options: Any) -> dict[str, Any]:
    parsed: dict[str, Any] = unwrap(body, headers, secrets, decode=dict, **{"now": NOON, **options})
    return parsed


# -- the construction


def test_what_openssl_says() -> None:
    """``printf '%s%s' 2026-01-31T12:00:00.000Z '{"id":"1","type":"session.created"}' | openssl dgst -sha256
    -hmac key``
    """
    signature = "660182796078096806d9cf1e4fea675cf077227a89d082c0749f718cfc606f63"
    assert sign(BODY, "key", "2026-01-31T12:00:00.000Z") == signature
    assert sign(BODY, b"key", "2026-01-31T12:00:00.000Z") == signature


def test_signed_headers_are_accepted() -> None:
    headers = signed_headers(BODY, SECRET, at=NOON)
    assert headers["X-Timestamp"] == "2026-01-31T12:00:00.000Z"
    assert raw(BODY, headers) == json.loads(BODY)


def test_ingest_is_signed_with_the_project_secret() -> None:
    headers = sign_ingest("project", "project secret", BODY, at=NOON)
    assert headers == {
        "X-Project-Id": "project",
        "X-Timestamp": "2026-01-31T12:00:00.000Z",
        "X-Signature": sign(BODY, "project secret", "2026-01-31T12:00:00.000Z"),
    }


def test_datetimes_are_written_in_utc_and_never_guessed() -> None:
    headers = signed_headers(BODY, SECRET, at=NOON.astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert headers["X-Timestamp"] == "2026-01-31T12:00:00.000Z"
    with pytest.raises(ValueError, match="naive"):
        signed_headers(BODY, SECRET, at=datetime(2026, 1, 31))  # noqa: DTZ001


@given(st.binary(max_size=200), st.binary(min_size=1, max_size=80).filter(bytes.strip))
def test_what_is_signed_verifies_and_nothing_else_does(body: bytes, secret: bytes) -> None:
    headers = signed_headers(body, secret, at=NOON)
    verification = webhooks.verification.Verification(secrets=secret, now=NOON)
    assert verification.check(body, headers) == b"2026-01-31T12:00:00.000Z"
    with pytest.raises(SignatureMismatch):
        verification.check(body + b"\n", headers)


@pytest.mark.parametrize("timestamp", ["2026-01-31T12:00:00.000Z", "1769860800", "1769860800000"])
@pytest.mark.parametrize("tolerance", [300, None])
def test_nothing_can_be_moved_between_timestamp_and_body(timestamp: str, tolerance: float | None) -> None:
    """The vendor puts nothing between the two, so one signature covers every split of the same bytes."""
    text = timestamp.encode() + BODY
    signature = sign(BODY, SECRET, timestamp)
    accepted: list[int] = []
    for at in range(1, len(text)):
        try:
            headers = {"X-Timestamp": text[:at].decode(), "X-Signature": signature}
            raw(text[at:], headers, tolerance=tolerance)
        except WebhookError:
            continue
        accepted.append(at)
    assert accepted == [len(timestamp)]


# -- the event


def test_the_event_is_typed() -> None:
    body = envelope("server.started")
    event = unwrap(body, signed_headers(body, SECRET), SECRET)
    assert isinstance(event, events.GenericDomainEvent)
    assert event.payload.data["note"] == "voilà"


def test_an_unknown_type_is_an_event_too() -> None:
    body = envelope("holodeck.opened")
    event = unwrap(body, signed_headers(body, SECRET), SECRET)
    assert isinstance(event, events.UnknownEvent)
    assert event.type == "holodeck.opened"
    assert event.raw == json.loads(body)


# -- bodies


@pytest.mark.parametrize("body", ["text", {"id": 1}, None, bytearray(b"{}"), memoryview(b"{}")])
def test_anything_but_bytes_is_an_error_that_helps(body: Any) -> None:
    with pytest.raises(BodyNotBytes, match="raw request body") as caught:
        raw(body, {})
    assert type(body).__name__ in str(caught.value)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'"x"', b"{", b'{"a": 1}{', b'{"a": "caf\xe9"}', b"\xff\xfe", b"{'a': 1}"]
)
def test_a_signed_body_that_is_not_a_json_object(body: bytes) -> None:
    with pytest.raises(BodyMalformed):
        raw(body, signed_headers(body, SECRET, at=NOON))


@pytest.mark.parametrize(
    "body", [b'{"a":\r\n1}\r\n', b'  {"a": 1}', '{"a": "\u2028é"}'.encode(), b'{"a": 1, "a": 2}']
)
def test_every_byte_counts(body: bytes) -> None:
    headers = signed_headers(body, SECRET, at=NOON)
    assert raw(body, headers) == json.loads(body)
    with pytest.raises(SignatureMismatch):
        raw(json.dumps(json.loads(body)).encode() + b" ", headers)


def test_nothing_is_parsed_before_it_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(body: bytes) -> object:
        raise AssertionError("parsed")

    monkeypatch.setattr("cortex_async.webhooks.body.parse_exactly", parse)
    with pytest.raises(SignatureMismatch):
        raw(BODY, signed_headers(BODY, "another", at=NOON))


# -- headers


SIGNED = signed_headers(BODY, SECRET, at=NOON)
SIGNATURE, TIMESTAMP = SIGNED["X-Signature"], SIGNED["X-Timestamp"]


@pytest.mark.parametrize(
    "headers",
    [
        {"x-signature": SIGNATURE, "x-timestamp": TIMESTAMP},
        {"X-SIGNATURE": SIGNATURE.upper(), "X-TIMESTAMP": TIMESTAMP},
        [("X-Signature", SIGNATURE), ("X-Timestamp", TIMESTAMP)],
        [(b"x-signature", SIGNATURE.encode()), (b"x-timestamp", TIMESTAMP.encode())],
        {"X-Signature": [SIGNATURE], "X-Timestamp": [TIMESTAMP]},
        Headers(SIGNED.items()),
        CIMultiDict(SIGNED),
        CIMultiDictProxy(CIMultiDict(SIGNED)),
        UserDict(SIGNED),
        {"X-Signature": f"  {SIGNATURE} ", "X-Timestamp": TIMESTAMP},
        {"X-Signature": f"sha256={SIGNATURE}", "X-Timestamp": TIMESTAMP},
        # Several signatures while the sender's key changes, in one header or in repeated ones.
        {"X-Signature": f"{'0' * 64}, {SIGNATURE}", "X-Timestamp": TIMESTAMP},
        {"X-Signature": f"v1={'0' * 64},v1={SIGNATURE},v0=legacy", "X-Timestamp": TIMESTAMP},
        CIMultiDict([("X-Signature", "0" * 64), ("X-Signature", SIGNATURE), ("X-Timestamp", TIMESTAMP)]),
        CIMultiDict([*SIGNED.items(), ("x-timestamp", TIMESTAMP)]),
    ],
)
def test_headers_in_every_form_that_frameworks_have(headers: Any) -> None:
    assert raw(BODY, headers) == json.loads(BODY)


@pytest.mark.parametrize("missing", ["X-Signature", "X-Timestamp"])
def test_a_missing_header_is_named(missing: str) -> None:
    headers = {name: value for name, value in SIGNED.items() if name != missing}
    with pytest.raises(HeaderMissing, match=missing) as caught:
        raw(BODY, headers)
    assert caught.value.header == missing


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "0",
        SIGNATURE[:-1],
        SIGNATURE + "0",
        SIGNATURE[:-1] + "g",
        SIGNATURE[:-1] + "é",
        f"sha1={SIGNATURE}",
        f"v0={SIGNATURE}",
        "sha256=",
        "0" * 64 + " ," * 5000,
    ],
)
def test_a_malformed_signature_is_not_a_mismatch(signature: str) -> None:
    with pytest.raises(HeaderMalformed, match="X-Signature"):
        raw(BODY, {**SIGNED, "X-Signature": signature})


@pytest.mark.parametrize(
    "timestamp",
    [
        "",
        "soon",
        "2026-01-31T12:00:00",
        "2026-01-31",
        "12:00Z",
        "nan",
        "inf",
        "1e9",
        "0x10",
        "٣",
        "1" * 65,
        "2026-13-01T00:00Z",
    ],
)
def test_a_malformed_timestamp_is_named(timestamp: str) -> None:
    headers = {"X-Timestamp": timestamp, "X-Signature": sign(BODY, SECRET, timestamp)}
    with pytest.raises(HeaderMalformed, match="X-Timestamp"):
        raw(BODY, headers)


def test_two_timestamps_that_differ_are_refused() -> None:
    headers = CIMultiDict([*SIGNED.items(), ("X-Timestamp", "2026-01-31T12:00:01.000Z")])
    with pytest.raises(HeaderMalformed, match="several"):
        raw(BODY, headers)


def test_names_of_the_headers_are_a_setting() -> None:
    names = {"signature_header": "X-Cortex-Signature", "timestamp_header": "X-Cortex-Time"}
    headers = signed_headers(BODY, SECRET, at=NOON, **names)
    assert raw(BODY, headers, **names) == json.loads(BODY)
    with pytest.raises(HeaderMissing):
        raw(BODY, headers)


# -- secrets


def test_any_of_several_secrets_matches() -> None:
    headers = signed_headers(BODY, "old", at=NOON)
    assert raw(BODY, headers, ["new", "old"]) == json.loads(BODY)
    assert raw(BODY, headers, (secret for secret in (b"new", b"old"))) == json.loads(BODY)
    with pytest.raises(SignatureMismatch):
        raw(BODY, headers, ["new", "newer"])


@pytest.mark.parametrize("secrets", ["", b"", "  ", [], ["good", ""], ()])
def test_an_empty_secret_is_refused_for_signing_and_verifying(secrets: Any) -> None:
    with pytest.raises(ConfigError, match="secret"):
        raw(BODY, SIGNED, secrets)


def test_signatures_are_compared_in_constant_time_with_every_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return hmac_compare(one, other)

    hmac_compare = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", compare)
    headers = {**SIGNED, "X-Signature": f"{SIGNATURE},{'0' * 64}"}
    raw(BODY, headers, [SECRET, "second", "third"])
    assert len(compared) == 6
    assert all(len(one) == len(other) == 32 for one, other in compared)


# -- time


@pytest.mark.parametrize(
    ("offset", "error"),
    [(-301, TimestampTooOld), (-300, None), (0, None), (300, None), (301, TimestampTooNew)],
)
def test_the_tolerance_counts_in_both_directions(offset: int, error: type[WebhookError] | None) -> None:
    body, headers = delivery(at=NOON + timedelta(seconds=offset))
    if error is None:
        assert raw(body, headers) == json.loads(body)
    else:
        with pytest.raises(error) as caught:
            raw(body, headers)
        assert caught.value.age == -offset  # type: ignore[attr-defined]


def test_a_wrong_signature_does_not_learn_about_its_age() -> None:
    with pytest.raises(SignatureMismatch):
        raw(BODY, signed_headers(BODY, "another", at=NOON - timedelta(days=1)))


def test_the_tolerance_is_a_setting_and_can_be_switched_off() -> None:
    old = signed_headers(BODY, SECRET, at=NOON - timedelta(days=365))
    assert raw(BODY, old, tolerance=None) == json.loads(BODY)
    assert raw(BODY, old, tolerance=366 * 86_400) == json.loads(BODY)
    strange = {"X-Timestamp": "not a time", "X-Signature": sign(BODY, SECRET, "not a time")}
    assert raw(BODY, strange, tolerance=None) == json.loads(BODY)


@pytest.mark.parametrize(
    "now",
    [NOON, NOON.timestamp(), lambda: NOON, NOON.timestamp, NOON.astimezone(timezone(timedelta(hours=-8)))],
)
def test_now_in_every_form(now: Any) -> None:
    assert raw(BODY, SIGNED, now=now) == json.loads(BODY)


def test_now_is_now_by_default() -> None:
    body, headers = delivery()
    assert raw(body, headers, now=None) == json.loads(body)
    with pytest.raises(ValueError, match="aware"):
        raw(BODY, SIGNED, now=NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-01-31T12:00:00Z", 0),
        ("2026-01-31T12:00:00.000Z", 0),
        ("2026-01-31T12:00:00.123456789Z", 0.123456789),
        ("2026-01-31 13:00:00,5+01:00", 0.5),
        ("2026-01-31T12:00z", 0),
        ("2026-01-31T17:30:00+0530", 0),
        ("2026-01-31T12:00:00-00", 0),
        (str(int(NOON.timestamp())), 0),
        (f"{NOON.timestamp():.3f}", 0),
        (str(int(NOON.timestamp() * 1000) + 250), 0.25),
        (f"{NOON.timestamp() * 1000:.1f}", 0),
    ],
)
def test_timestamps_in_every_form(text: str, seconds: float) -> None:
    assert parse_timestamp(text) == pytest.approx(NOON.timestamp() + seconds, abs=1e-6)
    headers = {"X-Timestamp": text, "X-Signature": sign(BODY, SECRET, text)}
    assert raw(BODY, headers) == json.loads(BODY)


@given(st.datetimes(min_value=datetime(1974, 1, 1), max_value=datetime(5000, 1, 1)))  # noqa: DTZ001
def test_seconds_and_milliseconds_are_distinguished(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC, microsecond=0)
    seconds = int(moment.timestamp())
    assert (
        parse_timestamp(str(seconds))
        == parse_timestamp(str(seconds * 1000))
        == parse_timestamp(moment.isoformat())
    )


def test_another_form_of_timestamp_is_a_setting() -> None:
    headers = {"X-Timestamp": "t-12", "X-Signature": sign(BODY, SECRET, "t-12")}
    assert raw(BODY, headers, parse_timestamp=lambda text: NOON.timestamp() + float(text[2:])) == json.loads(
        BODY
    )


@given(st.text(max_size=70))
def test_no_timestamp_breaks_the_parser(text: str) -> None:
    headers = {"X-Timestamp": text, "X-Signature": SIGNATURE}
    with pytest.raises(WebhookError):
        raw(BODY + b" ", headers)


# -- errors


@pytest.mark.parametrize(
    "error",
    [
        BodyNotBytes.of("str"),
        BodyTooLarge.of(10),
        HeaderMissing.of("X-Signature"),
        HeaderMalformed.of("X-Timestamp", "it has no time zone"),
        SignatureMismatch(),
        TimestampTooOld.of(301.5, 300),
        TimestampTooNew.of(-301.5, 300),
        BodyMalformed.of("it is a list"),
    ],
)
def test_errors_travel(error: WebhookError) -> None:
    assert isinstance(error, CortexError)
    for copied in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert type(copied) is type(error)
        assert str(copied) == str(error)
        assert vars(copied) == vars(error)


def test_no_error_and_no_repr_shows_a_secret() -> None:
    canary = "canary-secret"
    verification = webhooks.verification.Verification(secrets=canary, now=NOON)
    shown = [repr(verification)]
    for headers in (SIGNED, {}, {**SIGNED, "X-Signature": "zz"}):
        with pytest.raises(WebhookError) as caught:
            verification.check(BODY, headers)
        shown.append(f"{caught.value!r} {caught.value}")
    expected = sign(BODY, canary, TIMESTAMP)
    assert not [text for text in shown if canary in text or expected in text]
