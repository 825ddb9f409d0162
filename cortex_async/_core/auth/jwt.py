"""The expiry time of a JSON Web Token, for the message of a 401, and its account, for limiters.

The token is not verified, so nothing may be decided by it but how the caller's own calls are counted.
https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from cortex_async._core.types import JSON

_LONGEST = 16 * 1024


def expiry(token: str) -> float | None:
    """The claim ``exp`` in Unix seconds; None if the string is not a JSON Web Token or has no such claim."""
    end = _claims(token).get("exp")
    return float(end) if isinstance(end, (int, float)) and not isinstance(end, bool) else None


def subject(token: str) -> str | None:
    """The claims ``iss`` and ``sub``, for limiters, which count the calls of an account.

    None if the string is not a JSON Web Token or has no ``sub``.
    """
    claims = _claims(token)
    account = claims.get("sub")
    return f"{claims.get('iss', '')} {account}" if isinstance(account, str) and account else None


def _claims(token: str) -> dict[str, JSON]:
    parts = token.split(".")
    if len(token) > _LONGEST or len(parts) != 3:
        return {}
    try:
        claims: JSON = orjson.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def expiry_hint(values: Iterable[str], now: float) -> str | None:
    """A hint if a token among these header values has expired by ``now`` (Unix seconds), else None."""
    ends = [end for value in values if (end := expiry(value.rpartition(" ")[2])) is not None]
    if not ends or min(ends) > now:
        return None
    # Imported late: most processes never see an error.
    from cortex_async._core.advice import TOKEN_EXPIRED

    ago = _duration(now - min(ends))
    return f"{TOKEN_EXPIRED.cause} {ago} ago{_timestamp(min(ends))}: {TOKEN_EXPIRED.cure}"


def _duration(seconds: float) -> str:
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def _timestamp(seconds: float) -> str:
    try:
        return f" ({datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ})"
    except (ValueError, OverflowError, OSError):
        return ""
