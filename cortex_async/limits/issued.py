"""Tokens as they are issued, and how long they live."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, TypeAlias

from attrs import field, frozen

from cortex_async._core.auth.credentials import checked_token, fetched
from cortex_async._core.auth.jwt import expiry
from cortex_async._core.errors import ConfigError
from cortex_async._core.secrets.masking import Secret, hidden
from cortex_async._core.timing.clock import Clock

_LONGEST: Final = 366 * 86_400.0
"""Upper bound in seconds of a token's life, since claims may have any size."""


def _hide(value: str) -> str:
    return hidden(value)


@frozen
class IssuedToken:
    """A token and when it expires, for a ``SharedToken``.

    expires_at: None if unknown.
    """

    value: str = field(repr=False, converter=_hide)
    expires_at: datetime | None = None


Fetch: TypeAlias = "Callable[[], str | IssuedToken | Awaitable[str | IssuedToken]]"
"""A function, async or not, that returns a new token."""


@frozen
class Held:
    """A token, and when it expires in Unix seconds."""

    value: Secret
    expires: float


async def issue(fetch: Fetch, lifetime: float, clock: Clock) -> Held:
    """Fetch a token.

    lifetime: seconds that it counts as alive if nothing says when it expires.

    Raises ``ConfigError``, which does not show it, for what cannot be a token.
    """
    made = await fetched(fetch)
    issued = made if isinstance(made, IssuedToken) else None
    token = checked_token(made if issued is None else issued.value, "shared token")
    end = issued.expires_at if issued is not None else None
    if end is not None and (not isinstance(end, datetime) or end.tzinfo is None):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise ConfigError("expires_at of an IssuedToken must be a datetime with a time zone")
    claimed = expiry(token) if end is None else end.timestamp()
    now = clock.unix()
    return Held(token, now + lifetime if claimed is None else min(claimed, now + _LONGEST))
