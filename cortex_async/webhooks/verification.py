"""Verifies raw deliveries. Pure functions on values: no I/O, and the clock is a parameter."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, overload

from attrs import field, frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ConfigError
from cortex_async._core.timing.clock import unix
from cortex_async.webhooks.body import decode_event, json_object
from cortex_async.webhooks.errors import (
    BodyNotBytes,
    BodyTooLarge,
    HeaderMalformed,
    HeaderMissing,
    SignatureMismatch,
    TimestampTooNew,
    TimestampTooOld,
)
from cortex_async.webhooks.headers import HeaderLike, values_of
from cortex_async.webhooks.options import TOLERANCE, Now, VerifyOptions
from cortex_async.webhooks.signature import (
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    Secrets,
    digest,
    keys_of,
    parse_timestamp,
)

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

T = TypeVar("T")

# One signature has 64 characters, and a key rotation takes a handful of them.
_LONGEST_HEADER = 4096
_LONGEST_TIMESTAMP = 64
_SIGNATURE = re.compile(r"(?:(\w+)=)?([0-9a-fA-F]{64})", re.ASCII)
_LABELS = frozenset({None, "sha256", "v1"})


def _check_tolerance(_: object, __: object, value: object) -> None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
    if value is not None and not number:
        raise ConfigError(str(wrong_type("tolerance", "a number of seconds >= 0, or None", value)))


@frozen(kw_only=True)
class Verification:
    """Checks deliveries to one endpoint.

    The fields beside ``secrets`` are those of ``VerifyOptions``, with their defaults.
    """

    secrets: tuple[bytes, ...] = field(converter=keys_of, repr=False)
    tolerance: float | None = field(default=TOLERANCE, validator=_check_tolerance)
    now: Now = None
    signature_header: str = SIGNATURE_HEADER
    timestamp_header: str = TIMESTAMP_HEADER
    parse_timestamp: Callable[[str], float] = parse_timestamp

    def check_unread(self, headers: HeaderLike, max_bytes: int) -> None:
        """Check what needs no body. Raises ``HeaderMissing``, ``HeaderMalformed`` or ``BodyTooLarge``."""
        self._signatures(headers)
        self._timestamp(headers)
        lengths = values_of(headers, "Content-Length")
        if any(length.isdecimal() and (len(length) > 18 or int(length) > max_bytes) for length in lengths):
            raise BodyTooLarge.of(max_bytes)

    def check(self, body: bytes, headers: HeaderLike, max_bytes: int | None = None) -> bytes:
        """The timestamp as it was signed. Raises the reason if the delivery must not be trusted."""
        if not isinstance(body, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]  # the most common mistake
            raise BodyNotBytes.of(type(body).__name__)
        if max_bytes is not None and len(body) > max_bytes:
            raise BodyTooLarge.of(max_bytes)
        signatures = self._signatures(headers)
        timestamp, signed_at = self._timestamp(headers)
        matched = False
        for secret in self.secrets:
            expected = digest(body, secret, timestamp)
            for signature in signatures:
                # Every pair is compared, in constant time: the time taken must not reveal which secret
                # matches. https://docs.python.org/3/library/hmac.html#hmac.compare_digest
                matched |= hmac.compare_digest(expected, signature)
        if not matched:
            raise SignatureMismatch
        if self.tolerance is not None and signed_at is not None:
            age = _unix(self.now) - signed_at
            if age < -self.tolerance:
                raise TimestampTooNew.of(age, self.tolerance)
            # Not "age > tolerance", which is false for NaN.
            if not age <= self.tolerance:
                raise TimestampTooOld.of(age, self.tolerance)
        return timestamp

    def _signatures(self, headers: HeaderLike) -> list[bytes]:
        values = ",".join(self._required(headers, self.signature_header))
        if len(values) > _LONGEST_HEADER:
            raise HeaderMalformed.of(self.signature_header, "too long")
        found = [_SIGNATURE.fullmatch(part.strip()) for part in values.split(",")]
        # Signatures of other schemes are skipped: a weaker one must not be accepted just because it is there.
        signatures = [bytes.fromhex(match[2]) for match in found if match and match[1] in _LABELS]
        if not signatures:
            raise HeaderMalformed.of(self.signature_header, "it must have 64 hexadecimal digits")
        return signatures

    def _timestamp(self, headers: HeaderLike) -> tuple[bytes, float | None]:
        """The timestamp as it was signed, and in Unix seconds if there is a tolerance."""
        values = {value.strip() for value in self._required(headers, self.timestamp_header)}
        value = values.pop()
        if values:
            raise HeaderMalformed.of(self.timestamp_header, "there are several different ones")
        if not value or len(value) > _LONGEST_TIMESTAMP or not value.isascii():
            raise HeaderMalformed.of(self.timestamp_header, "it is not a timestamp")
        if self.tolerance is None:
            return value.encode(), None
        try:
            return value.encode(), self.parse_timestamp(value)
        except (ValueError, OverflowError) as error:
            raise HeaderMalformed.of(self.timestamp_header, str(error)) from None

    def _required(self, headers: HeaderLike, name: str) -> list[str]:
        values = values_of(headers, name)
        if not values:
            raise HeaderMissing.of(name)
        return values


@overload
def unwrap(body: bytes, headers: HeaderLike, secrets: Secrets, **options: Unpack[VerifyOptions]) -> Event: ...
@overload
def unwrap(
    body: bytes,
    headers: HeaderLike,
    secrets: Secrets,
    *,
    decode: Callable[[dict[str, Any]], T],
    **options: Unpack[VerifyOptions],
) -> T: ...
def unwrap(
    body: bytes,
    headers: HeaderLike,
    secrets: Secrets,
    *,
    decode: Callable[[dict[str, Any]], Any] | None = None,
    **options: Unpack[VerifyOptions],
) -> Any:
    """Verify a webhook delivery and return its event; an event of an unknown type is an ``UnknownEvent``.

    body: the raw request body, as bytes, before anything has parsed it.
    headers: the request's headers, in any form that a framework has.
    secrets: the subscription's secret, or several while it is being replaced, any of which may match. A line
        break at the end, as in files, is ignored.
    decode: converts the parsed body; by default it makes the typed event.
    options: keywords of ``VerifyOptions``: ``tolerance`` (300 s by default), ``now``, ``signature_header``,
        ``timestamp_header``, ``parse_timestamp``.

    Raises ``BodyNotBytes``, ``HeaderMissing``, ``HeaderMalformed``, ``SignatureMismatch``,
    ``TimestampTooOld``, ``TimestampTooNew`` or ``BodyMalformed``, all of them ``WebhookError``;
    ``ConfigError`` without a usable secret.

    Source: https://docs.4players.io/cortex/features/webhooks/
    """
    Verification(secrets=secrets, **options).check(body, headers)
    return (decode or decode_event)(json_object(body))


def _unix(now: Now) -> float:
    current = now() if callable(now) else now
    if current is None:
        return unix()
    if isinstance(current, datetime):
        if current.tzinfo is None:
            raise wrong_value("now", "an aware datetime", current.isoformat())
        return current.timestamp()
    return current
