"""From a raw delivery to an event that can be trusted. A function on values: no I/O, and the clock is a parameter."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, TypeVar, cast, overload

from attrs import field, frozen

from cortex_async.core.arguments import wrong_value
from cortex_async.core.errors import ConfigError
from cortex_async.core.json_text import NotJSON, parse

from .errors import (
    BodyMalformed,
    BodyNotBytes,
    BodyTooLarge,
    HeaderMalformed,
    HeaderMissing,
    SignatureMismatch,
    TimestampTooNew,
    TimestampTooOld,
)
from .signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, digest, parse_timestamp, secret_bytes

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

T = TypeVar("T")

HeaderValue: TypeAlias = "str | bytes | list[str] | tuple[str, ...]"
HeaderLike: TypeAlias = "Mapping[str, Any] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]"
"""What frameworks call headers: any mapping, a multi-dict, or pairs of text or bytes. Names in any case, repeated or not."""

Secrets: TypeAlias = str | bytes | Iterable[str | bytes]
"""One secret, or several while one replaces the other."""

Now: TypeAlias = "datetime | float | Callable[[], datetime | float] | None"
"""The present: an aware datetime, Unix seconds, a function that gives one of them, or None for the system's clock."""

TOLERANCE = 300.0

# One signature is 64 characters; more than a handful of them is nobody's key rotation.
_LONGEST_HEADER = 4096
_LONGEST_TIMESTAMP = 64
_SIGNATURE = re.compile(r"(?:(\w+)=)?([0-9a-fA-F]{64})", re.ASCII)
_LABELS = frozenset({None, "sha256", "v1"})


class VerifyOptions(TypedDict, total=False):
    """The keyword options of ``unwrap`` where something else takes them along."""

    tolerance: float | None
    now: Now
    signature_header: str
    timestamp_header: str
    parse_timestamp: Callable[[str], float]


def _keys(secrets: Secrets) -> tuple[bytes, ...]:
    given = (secrets,) if isinstance(secrets, (str, bytes)) else tuple(secrets)
    if not given:
        raise ConfigError("a webhook needs at least one secret")
    return tuple(secret_bytes(secret) for secret in given)


@frozen(kw_only=True)
class Verification:
    """How deliveries to one endpoint are checked; the parameters are those of ``unwrap``."""

    secrets: tuple[bytes, ...] = field(converter=_keys, repr=False)
    tolerance: float | None = TOLERANCE
    now: Now = None
    signature_header: str = SIGNATURE_HEADER
    timestamp_header: str = TIMESTAMP_HEADER
    parse_timestamp: Callable[[str], float] = parse_timestamp

    def check(self, body: bytes, headers: HeaderLike, max_bytes: int | None = None) -> bytes:
        """The timestamp as it was signed. Raises the reason if the delivery is not to be trusted."""
        if not isinstance(body, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]  # the commonest mistake there is
            raise BodyNotBytes.of(type(body).__name__)
        if max_bytes is not None and len(body) > max_bytes:
            raise BodyTooLarge.of(max_bytes)
        signatures = self._signatures(headers)
        timestamp, instant = self._timestamp(headers)
        matched = False
        for secret in self.secrets:
            expected = digest(body, secret, timestamp)
            for signature in signatures:
                # Every pair is compared: how long it takes must not tell which secret is the right one.
                matched |= hmac.compare_digest(expected, signature)
        if not matched:
            raise SignatureMismatch
        if self.tolerance is not None and instant is not None:
            age = _unix(self.now) - instant
            if age > self.tolerance:
                raise TimestampTooOld.of(age, self.tolerance)
            if age < -self.tolerance:
                raise TimestampTooNew.of(age, self.tolerance)
        return timestamp

    def _signatures(self, headers: HeaderLike) -> list[bytes]:
        values = ",".join(self._values(headers, self.signature_header))
        if len(values) > _LONGEST_HEADER:
            raise HeaderMalformed.of(self.signature_header, "too long")
        found = [_SIGNATURE.fullmatch(part.strip()) for part in values.split(",")]
        # Labels of other schemes are passed over: a weaker one must not be accepted because it is there.
        signatures = [bytes.fromhex(match[2]) for match in found if match and match[1] in _LABELS]
        if not signatures:
            raise HeaderMalformed.of(self.signature_header, "64 hexadecimal digits expected")
        return signatures

    def _timestamp(self, headers: HeaderLike) -> tuple[bytes, float | None]:
        """As it was signed, and in Unix seconds where the age counts."""
        values = {value.strip() for value in self._values(headers, self.timestamp_header)}
        text = values.pop()
        if values:
            raise HeaderMalformed.of(self.timestamp_header, "there are several, and they differ")
        if not text or len(text) > _LONGEST_TIMESTAMP or not text.isascii():
            raise HeaderMalformed.of(self.timestamp_header, "not a timestamp")
        if self.tolerance is None:
            return text.encode(), None
        try:
            return text.encode(), self.parse_timestamp(text)
        except (ValueError, OverflowError) as error:
            raise HeaderMalformed.of(self.timestamp_header, str(error)) from None

    def _values(self, headers: HeaderLike, name: str) -> list[str]:
        wanted = name.lower()
        # Not isinstance: the multi-dicts of some frameworks are no Mapping.
        items = getattr(headers, "items", None)
        pairs = cast("Iterable[tuple[str | bytes, HeaderValue]]", headers if items is None else items())
        values: list[str] = []
        for key, value in pairs:
            if _text(key).lower() == wanted:
                values.extend(value if isinstance(value, (list, tuple)) else (_text(value),))
        if not values:
            raise HeaderMissing.of(name)
        return values


@overload
def unwrap(
    body: bytes,
    headers: HeaderLike,
    secrets: Secrets,
    *,
    tolerance: float | None = ...,
    now: Now = ...,
    signature_header: str = ...,
    timestamp_header: str = ...,
    parse_timestamp: Callable[[str], float] = ...,
) -> Event: ...
@overload
def unwrap(
    body: bytes,
    headers: HeaderLike,
    secrets: Secrets,
    *,
    tolerance: float | None = ...,
    now: Now = ...,
    signature_header: str = ...,
    timestamp_header: str = ...,
    parse_timestamp: Callable[[str], float] = ...,
    decode: Callable[[dict[str, Any]], T],
) -> T: ...
def unwrap(
    body: bytes,
    headers: HeaderLike,
    secrets: Secrets,
    *,
    tolerance: float | None = TOLERANCE,
    now: Now = None,
    signature_header: str = SIGNATURE_HEADER,
    timestamp_header: str = TIMESTAMP_HEADER,
    parse_timestamp: Callable[[str], float] = parse_timestamp,
    decode: Callable[[dict[str, Any]], Any] | None = None,
) -> Any:
    """The event of a webhook delivery, after its signature has been verified. Of an unknown type, an ``UnknownEvent``.

    body: the raw request body, as bytes, before anything has parsed it.
    headers: of the request, as the framework gives them.
    secrets: the subscription's secret; several while it is being replaced, any of them may fit.
    tolerance: seconds by which the signing instant may differ from now, in either direction; None accepts any.
    now: the present, for tests.
    signature_header, timestamp_header: their names, which the vendor does not document.
    parse_timestamp: timestamp text to Unix seconds, ``ValueError`` if it cannot be read.
    decode: the parsed body to whatever it is to be, instead of the typed event.

    Raises ``BodyNotBytes``, ``HeaderMissing``, ``HeaderMalformed``, ``SignatureMismatch``, ``TimestampTooOld``,
    ``TimestampTooNew`` or ``BodyMalformed``, all of them ``WebhookError``; ``ConfigError`` without a usable secret.
    """
    verification = Verification(
        secrets=secrets,
        tolerance=tolerance,
        now=now,
        signature_header=signature_header,
        timestamp_header=timestamp_header,
        parse_timestamp=parse_timestamp,
    )
    verification.check(body, headers)
    return (decode or decode_event)(json_object(body))


def json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed: object = parse(body)
    except NotJSON as error:
        raise BodyMalformed.of(str(error)) from None
    if not isinstance(parsed, dict):
        raise BodyMalformed.of(f"it is a {type(parsed).__name__}")
    return cast("dict[str, Any]", parsed)


def decode_event(raw: dict[str, Any]) -> Event:
    # Late: it brings every event model along.
    from cortex_async._generated.events import decode_event

    return decode_event(raw)


def _text(value: HeaderValue) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _unix(now: Now) -> float:
    present = now() if callable(now) else now
    if present is None:
        return time.time()
    if isinstance(present, datetime):
        if present.tzinfo is None:
            raise wrong_value("now", "an aware datetime", present.isoformat())
        return present.timestamp()
    return present
