"""What a JSON web token says of its own end. Nothing is verified, so nothing is decided by it: it only explains a 401."""

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
    """``exp`` in Unix seconds, None for what is no such token or does not say it."""
    parts = token.split(".")
    if len(token) > _LONGEST or len(parts) != 3:
        return None
    try:
        claims: JSON = orjson.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return None
    end = claims.get("exp") if isinstance(claims, dict) else None
    return float(end) if isinstance(end, (int, float)) and not isinstance(end, bool) else None


def expiry_hint(values: Iterable[str], now: float) -> str | None:
    """What to say if a token among these values of header fields has expired by ``now``."""
    ends = [end for value in values if (end := expiry(value.rpartition(" ")[2])) is not None]
    if not ends or min(ends) > now:
        return None
    return f"The token expired {_span(now - min(ends))} ago{_moment(min(ends))}: get a new one, or give a function that does"


def _span(seconds: float) -> str:
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def _moment(unix: float) -> str:
    try:
        return f" ({datetime.fromtimestamp(unix, UTC):%Y-%m-%dT%H:%M:%SZ})"
    except (ValueError, OverflowError, OSError):
        return ""
