"""Signs deliveries and ingested events: hex HMAC-SHA256 over the timestamp and the raw body, with nothing in
between.

Webhooks: https://docs.4players.io/cortex/features/webhooks/. ``events/ingest``: the API's spec. HMAC:
https://www.rfc-editor.org/rfc/rfc2104. The names of the webhook headers and the form of their timestamp are
not documented; those of ``events/ingest`` are used.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeAlias

from cortex_async._core.errors import ConfigError
from cortex_async._core.strings.wire_strings import in_utc

SIGNATURE_HEADER = "X-Signature"
TIMESTAMP_HEADER = "X-Timestamp"
PROJECT_HEADER = "X-Project-Id"

Secrets: TypeAlias = str | bytes | Iterable[str | bytes]
"""One secret, or several while one replaces the other. A line break at the end is ignored."""

_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,9})?", re.ASCII)
_DATE = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)([.,]\d{1,12})?(Z|z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)

# Unix seconds reach this in the year 5138, Unix milliseconds did in 1973.
_MILLISECONDS_FROM = 100_000_000_000


def sign(body: bytes, secret: str | bytes, timestamp: str) -> str:
    """The signature of a body. ``timestamp`` is the exact value of the timestamp header."""
    return digest(body, secret_bytes(secret), timestamp.encode()).hex()


def signed_headers(
    body: bytes,
    secret: str | bytes,
    *,
    at: datetime | None = None,
    signature_header: str = SIGNATURE_HEADER,
    timestamp_header: str = TIMESTAMP_HEADER,
) -> dict[str, str]:
    """The two headers of a delivery, for tests and for forwarding one.

    ``at``: the time of signing, aware; now by default.
    """
    timestamp = format_timestamp(at)
    return {timestamp_header: timestamp, signature_header: sign(body, secret, timestamp)}


def sign_ingest(
    project_id: str, secret: str | bytes, body: bytes, *, at: datetime | None = None
) -> dict[str, str]:
    """The headers of a request to ``events/ingest``.

    ``body``: the exact bytes sent. ``secret``: the project's.
    """
    return {PROJECT_HEADER: project_id, **signed_headers(body, secret, at=at)}


def digest(body: bytes, secret: bytes, timestamp: bytes) -> bytes:
    signer = hmac.new(secret, timestamp, "sha256")
    signer.update(body)
    return signer.digest()


def secret_bytes(secret: str | bytes) -> bytes:
    """A secret as a key, without line breaks at its end, which come from the file that it was read from.

    Raises ``ConfigError`` for other types, and for an empty secret, with which anybody could sign.
    """
    key = _as_given(secret).rstrip(b"\r\n")
    if not key.strip():
        raise ConfigError("secret must not be empty")
    return key


def keys_of(secrets: Secrets) -> tuple[bytes, ...]:
    """The keys that may have signed. Raises ``ConfigError`` if there is none.

    A secret that ends in a line break gives two keys: the sender may have been given the line break too.
    """
    try:
        given = (secrets,) if isinstance(secrets, (str, bytes)) else tuple(secrets)
    except TypeError:
        kind = type(secrets).__name__
        raise ConfigError(f"secrets must be a string, bytes or several of them, got {kind}") from None
    if not given:
        raise ConfigError("secrets must hold at least one secret")
    keys = [key for secret in given for key in (secret_bytes(secret), _as_given(secret))]
    return tuple(dict.fromkeys(keys))


def _as_given(secret: str | bytes) -> bytes:
    if not isinstance(secret, (str, bytes)):  # pyright: ignore[reportUnnecessaryIsInstance]  # e.g. None, from an unset variable
        raise ConfigError(f"secret must be a string or bytes, got {type(secret).__name__}")
    # Not "strict": its exception would show the secret.
    return secret.encode("utf-8", "surrogatepass") if isinstance(secret, str) else secret


def format_timestamp(at: datetime | None = None) -> str:
    """An aware datetime, now by default, in the API's format: ``2026-01-31T12:00:00.000Z``."""
    at = datetime.now(UTC) if at is None else at
    return in_utc(at, "at").isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_timestamp(value: str) -> float:
    """Convert ISO 8601 with a time zone, Unix seconds or Unix milliseconds to Unix seconds.

    The two differ by their size.

    Raises ``ValueError`` with the reason.
    """
    if _NUMBER.fullmatch(value):
        number = float(value)
        return number / 1000 if abs(number) >= _MILLISECONDS_FROM else number
    found = _DATE.fullmatch(value)
    if found is None:
        raise ValueError("it is neither ISO 8601 nor a number of seconds or milliseconds")
    seconds, fraction, zone = found.groups()
    if zone is None:
        raise ValueError("it has no time zone")
    whole = datetime.fromisoformat(seconds + ("Z" if zone == "z" else zone)).timestamp()
    return whole + float("0." + fraction[1:]) if fraction else whole
