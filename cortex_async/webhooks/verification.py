"""From a raw delivery to an event that can be trusted. A function on values: no I/O, and the clock is a parameter."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, TypeVar, cast, overload

from attrs import field, frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ConfigError
from cortex_async._core.strings.json_text import NotJSON, parse_exactly
from cortex_async._core.timing.clock import unix
from cortex_async.webhooks.errors import (
    BodyMalformed,
    BodyNotBytes,
    BodyTooLarge,
    HeaderMalformed,
    HeaderMissing,
    SignatureMismatch,
    TimestampTooNew,
    TimestampTooOld,
)
from cortex_async.webhooks.headers import HeaderLike, values_of
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


def _check_tolerance(_: object, __: object, value: object) -> None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
    if value is not None and not number:
        raise ConfigError(str(wrong_type("tolerance", "a number of seconds >= 0, or None", value)))


@frozen(kw_only=True)
class Verification:
    """How deliveries to one endpoint are checked; the parameters are those of ``unwrap``."""

    secrets: tuple[bytes, ...] = field(converter=keys_of, repr=False)
    tolerance: float | None = field(default=TOLERANCE, validator=_check_tolerance)
    now: Now = None
    signature_header: str = SIGNATURE_HEADER
    timestamp_header: str = TIMESTAMP_HEADER
    parse_timestamp: Callable[[str], float] = parse_timestamp

    def check_unread(self, headers: HeaderLike, max_bytes: int) -> None:
        """What can be said without the body. Raises ``HeaderMissing``, ``HeaderMalformed`` or ``BodyTooLarge``."""
        self._signatures(headers)
        self._timestamp(headers)
        lengths = values_of(headers, "Content-Length")
        if any(length.isdecimal() and (len(length) > 18 or int(length) > max_bytes) for length in lengths):
            raise BodyTooLarge.of(max_bytes)

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
            if age < -self.tolerance:
                raise TimestampTooNew.of(age, self.tolerance)
            # Turned round, since NaN is neither more nor less.
            if not age <= self.tolerance:
                raise TimestampTooOld.of(age, self.tolerance)
        return timestamp

    def _signatures(self, headers: HeaderLike) -> list[bytes]:
        values = ",".join(self._required(headers, self.signature_header))
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
        values = {value.strip() for value in self._required(headers, self.timestamp_header)}
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

    def _required(self, headers: HeaderLike, name: str) -> list[str]:
        values = values_of(headers, name)
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
    secrets: the subscription's secret; several while it is being replaced, any of them may fit. Line breaks at the end, as files
        have them, do not count.
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
        parsed: object = parse_exactly(body)
    except NotJSON as error:
        raise BodyMalformed.of(str(error)) from None
    if not isinstance(parsed, dict):
        raise BodyMalformed.of(f"it is a {type(parsed).__name__}")
    return cast("dict[str, Any]", parsed)


def decode_event(raw: dict[str, Any]) -> Event:
    """The typed event. Raises ``BodyMalformed`` for an object that no event can be."""
    # Late: it brings every event model along.
    from cortex_async._generated.events import decode_event

    for name in ("id", "type"):
        value = raw.get(name)
        if value is not None and not isinstance(value, str):
            raise BodyMalformed.of(str(wrong_type(name, "a string", value)))
    try:
        return decode_event(raw)
    except Exception as error:  # noqa: BLE001  (whatever the body does to a decoder, it must not come again as our failure)
        raise BodyMalformed.of(f"it cannot be decoded ({type(error).__name__})") from None


def _unix(now: Now) -> float:
    present = now() if callable(now) else now
    if present is None:
        return unix()
    if isinstance(present, datetime):
        if present.tzinfo is None:
            raise wrong_value("now", "an aware datetime", present.isoformat())
        return present.timestamp()
    return present
