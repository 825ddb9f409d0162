"""Time limits of a call."""

from __future__ import annotations

from types import NoneType
from typing import Any

from attrs import Attribute, evolve, field, frozen

from cortex_async._core.arguments import check_seconds, wrong_type


def _positive(instance: object, attribute: Attribute[Any], value: object) -> None:
    check_seconds(f"timeout {attribute.name}", value)


@frozen
class Timeout:
    """Limits in seconds; None removes one.

    connect: getting a connection: a free place in the pool, name lookup, TCP, TLS.
    read: the longest silence of the server, before and within its answer.
    total: the whole call, retries and the waits between them included. It ends when the answer is complete, or, for an
        answer that is streamed, when its headers are in.
    """

    connect: float | None = field(default=10.0, validator=_positive)
    read: float | None = field(default=30.0, validator=_positive)
    total: float | None = field(default=120.0, validator=_positive)

    def narrowed(self, option: Timeout | float | None) -> Timeout:
        """These limits with what one call asks for: a ``Timeout`` replaces all, a number or None the total."""
        if isinstance(option, Timeout):
            return option
        if not isinstance(option, (int, float, NoneType)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("timeout", "a number of seconds, a Timeout or None", option)
        check_seconds("timeout", option)
        return evolve(self, total=option)
