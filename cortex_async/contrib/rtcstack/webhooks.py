"""Deliveries of RTCstack's webhooks: verified, then typed. A function on values: no I/O, and the clock is a parameter."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from cortex_async._core.timing.clock import unix
from cortex_async.webhooks.errors import (
    BodyNotBytes,
    HeaderMalformed,
    HeaderMissing,
    SignatureMismatch,
    TimestampTooNew,
    TimestampTooOld,
)
from cortex_async.webhooks.signature import Secrets, keys_of, secret_bytes
from cortex_async.webhooks.verification import json_object

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import WebhookDelivery

SIGNATURE_HEADERS = ("X-RTCstack-Signature", "X-RTCstack-Webhook-Signature")
"""What the service sends, and what its guide calls it."""

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
    """The delivery, after its signature has been verified.

    body: the raw request body, as bytes, before anything has parsed it.
    headers: of the request, as the framework gives them; names in any case.
    secrets: the webhook's secret, as the response to its creation shows it; several while one replaces the other. Line breaks at
        the end, as files have them, do not count.
    tolerance: seconds by which a timestamp header may differ from now, None for any. The signature does not cover that header
        and not every delivery has it, so it keeps mistakes out, not attackers.
    now: Unix seconds, for tests.

    A delivery that was recorded and sent again passes. What tells it apart is ``delivery_id``, which is signed: remember it,
    e.g. in a ``cortex_async.webhooks.MemoryReplayStore``.

    Raises ``WebhookError``: ``BodyNotBytes``, ``HeaderMissing``, ``HeaderMalformed``, ``SignatureMismatch``,
    ``TimestampTooOld``, ``TimestampTooNew`` or ``BodyMalformed``; ``DecodeError`` for a signed body of another shape;
    ``ConfigError`` without a usable secret.
    """
    if not isinstance(body, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]  # frameworks offer parsed bodies too
        raise BodyNotBytes.of(type(body).__name__)
    keys = keys_of(secrets)
    found = _fields(headers)
    signature = _signature(found)
    matched = False
    for key in keys:
        # Every one is compared: how long it takes must not tell which secret is the right one.
        matched |= hmac.compare_digest(hmac.new(key, body, "sha256").hexdigest(), signature)
    if not matched:
        raise SignatureMismatch
    _check_age(found.get(TIMESTAMP_HEADER.lower()), tolerance, unix() if now is None else now)
    return _typed(json_object(body))


def sign(body: bytes, secret: str | bytes) -> str:
    """The value of the signature header of a delivery, for tests."""
    return f"sha256={hmac.new(secret_bytes(secret), body, 'sha256').hexdigest()}"


def _fields(headers: HeaderLike) -> dict[str, str]:
    items = getattr(headers, "items", None)
    pairs = cast("Iterable[tuple[str | bytes, object]]", items() if callable(items) else headers)
    return {_text(name).lower(): _text(value) for name, value in pairs}


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(part) for part in cast("list[object]", value))
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _signature(found: Mapping[str, str]) -> str:
    name = next((name for name in SIGNATURE_HEADERS if name.lower() in found), None)
    if name is None:
        raise HeaderMissing.of(SIGNATURE_HEADERS[0])
    match = _SIGNATURE.fullmatch(found[name.lower()].strip())
    if match is None:
        raise HeaderMalformed.of(name, "sha256= and 64 hexadecimal digits expected")
    return match[1]


def _check_age(text: str | None, tolerance: float | None, now: float) -> None:
    if text is None or tolerance is None:
        return
    if not _SECONDS.fullmatch(text.strip()):
        raise HeaderMalformed.of(TIMESTAMP_HEADER, "a number of Unix seconds expected")
    age = now - float(text)
    if age > tolerance:
        raise TimestampTooOld.of(age, tolerance)
    if age < -tolerance:
        raise TimestampTooNew.of(age, tolerance)


def _typed(delivery: dict[str, Any]) -> WebhookDelivery:
    from cortex_async.contrib.rtcstack._generated.models import WebhookDelivery
    from cortex_async.contrib.rtcstack.client import RTCSTACK

    return RTCSTACK.codec.structure(delivery, WebhookDelivery)
