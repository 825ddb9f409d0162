"""Verify and decode deliveries of RTCstack's webhooks. No I/O; the time is a parameter."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from cortex_async._core.timing.clock import unix
from cortex_async.contrib.rtcstack.service import RTCSTACK
from cortex_async.webhooks.body import json_object
from cortex_async.webhooks.errors import (
    BodyNotBytes,
    HeaderMalformed,
    HeaderMissing,
    SignatureMismatch,
    TimestampTooNew,
    TimestampTooOld,
)
from cortex_async.webhooks.signature import Secrets, keys_of, secret_bytes

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import WebhookDelivery

SIGNATURE_HEADERS = ("X-RTCstack-Signature", "X-RTCstack-Webhook-Signature")
"""The name that the service sends, and the one in its guide."""

TIMESTAMP_HEADER = "X-RTCstack-Timestamp"
TOLERANCE = 300.0

HeaderLike: TypeAlias = "Mapping[str, Any] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]"

_SIGNATURE = re.compile(r"sha256=([0-9a-f]{64})", re.ASCII)
_SECONDS = re.compile(r"\d{1,12}", re.ASCII)


def unwrap(
    body: bytes,
    headers: HeaderLike,
    secrets: Secrets,
    *,
    tolerance: float | None = TOLERANCE,
    now: float | None = None,
) -> WebhookDelivery:
    """Verify the signature of a delivery and decode it.

    body: the raw request body, in bytes.
    headers: the headers of the request, as the framework provides them. The case of names does not matter.
    secrets: the webhook's secret, as in the response that created it, or several during a change of secrets.
        Line breaks at the end are ignored.
    tolerance: maximum difference in seconds between a timestamp header and now. Default 300; None for no
        limit. The signature does not cover this header, and some deliveries lack it, so the check guards
        against mistakes, not attackers.
    now: Unix seconds, for tests. Default: the current time.

    A replayed delivery is accepted. To detect it, remember ``delivery_id``, which the signature covers, e.g.
    in a ``cortex_async.webhooks.MemoryReplayStore``.

    Raises ``WebhookError``: ``BodyNotBytes``, ``HeaderMissing``, ``HeaderMalformed``, ``SignatureMismatch``,
    ``TimestampTooOld``, ``TimestampTooNew`` or ``BodyMalformed``; ``DecodeError`` if a signed body does not
    match the model; ``ConfigError`` without a valid secret.
    """
    if not isinstance(body, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]  # frameworks offer parsed bodies too
        raise BodyNotBytes.of(type(body).__name__)
    keys = keys_of(secrets)
    fields = _fields(headers)
    signature = _signature(fields)
    matched = False
    for key in keys:
        # Compare with every secret, so that the duration does not reveal which one matches.
        matched |= hmac.compare_digest(hmac.new(key, body, "sha256").hexdigest(), signature)
    if not matched:
        raise SignatureMismatch
    _check_age(fields.get(TIMESTAMP_HEADER.lower()), tolerance, unix() if now is None else now)
    return _decoded(json_object(body))


def sign(body: bytes, secret: str | bytes) -> str:
    """The value of the signature header of a delivery, for tests."""
    return f"sha256={hmac.new(secret_bytes(secret), body, 'sha256').hexdigest()}"


def _fields(headers: HeaderLike) -> dict[str, str]:
    items = getattr(headers, "items", None)
    pairs = cast("Iterable[tuple[str | bytes, object]]", items() if callable(items) else headers)
    return {_string(name).lower(): _string(value) for name, value in pairs}


def _string(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_string(part) for part in cast("list[object]", value))
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _signature(fields: Mapping[str, str]) -> str:
    name = next((name for name in SIGNATURE_HEADERS if name.lower() in fields), None)
    if name is None:
        raise HeaderMissing.of(SIGNATURE_HEADERS[0])
    match = _SIGNATURE.fullmatch(fields[name.lower()].strip())
    if match is None:
        raise HeaderMalformed.of(name, "must be sha256= and 64 hexadecimal digits")
    return match[1]


def _check_age(timestamp: str | None, tolerance: float | None, now: float) -> None:
    if timestamp is None or tolerance is None:
        return
    if not _SECONDS.fullmatch(timestamp.strip()):
        raise HeaderMalformed.of(TIMESTAMP_HEADER, "must be a number of Unix seconds")
    age = now - float(timestamp)
    if age > tolerance:
        raise TimestampTooOld.of(age, tolerance)
    if age < -tolerance:
        raise TimestampTooNew.of(age, tolerance)


def _decoded(delivery: dict[str, Any]) -> WebhookDelivery:
    from cortex_async.contrib.rtcstack._generated.models import WebhookDelivery

    return RTCSTACK.codec.structure(delivery, WebhookDelivery)
