"""Names of secret header fields.

Plain data: the emulator reads it, too, although it shares no code with the SDK.
"""

from __future__ import annotations

SECRET_HEADERS = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-api-key",
        "x-signature",
        "x-auth-token",
    }
)
"""Header fields whose values are never shown. An API may add others."""
