"""Which header fields are secret: plain data, which the emulator reads too, although it shares no code with the SDK."""

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
"""Header fields whose value is never shown, beside those that an API adds."""
