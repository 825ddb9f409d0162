"""Limiters: the limits that they keep, what they are asked, and their protocol."""

from __future__ import annotations

import math
import sys
from collections.abc import Collection, Mapping
from typing import Any, Final, Literal, Protocol, TypeAlias, cast, runtime_checkable

from attrs import Attribute, field, frozen

from cortex_async._core.arguments import check_count, check_seconds, wrong_type, wrong_value
from cortex_async._core.errors import ArgumentTypeError
from cortex_async._core.turns import Turn

CountedBy: TypeAlias = Literal["credential", "project"]
"""What has a count of its own."""

DEFAULT: Final = "default"
"""Name of the limit for all operations that no other limit names."""

_COUNTED_BY: Final = ("credential", "project")
SECOND: Final = 1_000_000
"""Microseconds, which limits are counted in."""

_LONGEST: Final = 366 * 86_400 * SECOND


def _rate(instance: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, (int, float)):
        raise wrong_type("limit rate", "a number > 0", value)
    if isinstance(value, bool) or not 0 < value <= sys.float_info.max:
        raise wrong_value("limit rate", "a number > 0", value)


def _seconds(instance: object, attribute: Attribute[Any], value: object) -> None:
    check_seconds("limit per", value, none=False)


def _count(instance: object, attribute: Attribute[Any], value: object) -> None:
    check_count("limit burst", value)


def _operations(value: object) -> tuple[str, ...]:
    return _strings("limit operations", value)


def _by(value: object) -> tuple[CountedBy, ...]:
    found = _strings("limit by", value)
    for one in found:
        if one not in _COUNTED_BY:
            raise wrong_value("limit by", "made of 'credential' and 'project'", one)
    return cast("tuple[CountedBy, ...]", found)


def _strings(parameter: str, value: object) -> tuple[str, ...]:
    # A string is a collection of strings, too.
    if isinstance(value, (str, bytes)) or not isinstance(value, Collection):
        raise wrong_type(parameter, "a list of strings", value)
    members = tuple(cast("Collection[object]", value))
    for place, one in enumerate(members):
        if not isinstance(one, str):
            raise wrong_type(f"{parameter}[{place}]", "a string", one)
    return cast("tuple[str, ...]", members)


@frozen
class Limit:
    """How many calls may be sent in a time, by the generic cell rate algorithm (GCRA).

        Limit(50)                                         # 50 a second, evenly spread
        Limit(600, per=60, burst=20)                      # 10 a second, up to 20 of them at once
        Limit(5, operations=["getMessages"], by=["credential", "project"])

    rate, per: ``rate`` calls in ``per`` seconds. Default for ``per``: 1.
    burst: how many may be sent at once after a pause. Default 1: calls are spread evenly. No span of
        ``per`` seconds has more than ``rate + burst - 1`` calls.
    operations: the operations that this limit is for, by their names in the API's spec, e.g.
        ``createSession``. Empty (default) for the limit called ``default``, which is for all others.
    by: what has a count of its own: each ``credential`` (default), each ``project``, or each pair of both.
        Empty: all calls share one count.

    Raises ``ArgumentError`` for a value that cannot be used.
    https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
    """

    rate: float = field(validator=_rate)
    per: float = field(default=1.0, validator=_seconds, kw_only=True)
    burst: int = field(default=1, validator=_count, kw_only=True)
    operations: tuple[str, ...] = field(default=(), converter=_operations, kw_only=True)
    by: tuple[CountedBy, ...] = field(default=("credential",), converter=_by, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.per * SECOND / self.rate > _LONGEST or self.burst * self.interval > _LONGEST:
            raise wrong_value("limit", "one whose burst takes at most 366 days", f"{self.burst} of {self}")

    @property
    def interval(self) -> int:
        """Microseconds between two calls, rounded up."""
        return math.ceil(self.per * SECOND / self.rate)

    @property
    def tolerance(self) -> int:
        """Microseconds that a call may be ahead of the even spread."""
        return (self.burst - 1) * self.interval

    def __str__(self) -> str:
        return f"{self.rate:g} in {self.per:g} s"


@frozen(eq=False, kw_only=True)
class LimitedAttempt:
    """An attempt that is about to be sent, as a limiter sees it.

    operation: the operation's name in the API's spec; ``request`` for ``client.request``.
    server: host and port of the API.
    project_id: the project that the call is about, None if it is about none.
    credential: what the server tells callers apart by: an API key, or the account of a token. Secret: a
        limiter keeps a digest at most.
    published: the limits that the API's vendor publishes, by name.
    """

    operation: str
    server: str
    project_id: str | None
    credential: str = field(repr=False)
    published: Mapping[str, Limit]


@runtime_checkable
class Limiter(Protocol):
    """Decides when attempts may be sent. One limiter may serve any number of clients, loops and threads."""

    async def turn(self, attempt: LimitedAttempt, remaining: float | None, /) -> Turn:
        """Wait until the attempt may be sent, or refuse it. Called before each attempt, retries included.

        remaining: what is left of the call's total time limit in seconds, None without one. Cancelling the
            wait gives the place back.
        """
        ...

    async def cool_down(self, attempt: LimitedAttempt, seconds: float, /) -> None:
        """Let no attempt under the same limit be sent for this long: the server has responded with 429."""
        ...


def checked_limiter(limiter: object) -> Limiter:
    """Return a limiter. Raises ``ArgumentTypeError`` for anything else."""
    if isinstance(limiter, type):
        raise ArgumentTypeError(
            f"limiter must be an object, got the class {limiter.__name__}: construct it", parameter="limiter"
        )
    if not isinstance(limiter, Limiter):
        raise wrong_type("limiter", "a LocalLimiter, a RedisLimiter or another Limiter", limiter)
    return limiter
