"""The options of a signature check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeAlias, TypedDict

Now: TypeAlias = "datetime | float | Callable[[], datetime | float] | None"
"""The current time: an aware datetime, Unix seconds, a function that returns one of them, or None for the
system's clock.
"""

TOLERANCE: Final = 300.0


class VerifyOptions(TypedDict, total=False):
    """Keywords of ``unwrap``, ``WebhookRouter`` and ``starlette.signed_event``.

    A new one also needs its field in ``Verification``.
    """

    tolerance: float | None
    """Seconds by which the time of signing may differ from now, in either direction; 300 by default.

    None accepts any age.
    """

    now: Now
    """The current time, for tests; by default that of the system's clock."""

    signature_header: str
    """Name of the signature's header, which the vendor does not document; ``X-Signature`` by default."""

    timestamp_header: str
    """Name of the timestamp's header, which the vendor does not document; ``X-Timestamp`` by default."""

    parse_timestamp: Callable[[str], float]
    """Converts the timestamp header to Unix seconds; ``webhooks.parse_timestamp`` by default.

    Raises ``ValueError`` if it cannot.
    """
