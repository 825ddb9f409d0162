"""The time limits of a call."""

from __future__ import annotations

from types import NoneType
from typing import Any

from attrs import Attribute, evolve, field, frozen

from cortex_async._core.arguments import check_seconds, wrong_type


def _positive(instance: object, attribute: Attribute[Any], value: object) -> None:
    check_seconds(f"timeout {attribute.name}", value)


@frozen
class Timeout:
    """Time limits of a call in seconds; None removes one.

    connect: getting a connection: a free slot in the pool, DNS, TCP, TLS. Default 10.
    read: the longest time that the server may send nothing, before and during its response. Default 30.
    total: the whole call, including retries and the waits between them, until the response is complete or,
        for a streamed response, until its headers have arrived. Default 120.

    Raises ``ArgumentError`` for a value that cannot be used.
    """

    connect: float | None = field(default=10.0, validator=_positive)
    read: float | None = field(default=30.0, validator=_positive)
    total: float | None = field(default=120.0, validator=_positive)

    def narrowed(self, option: Timeout | float | None) -> Timeout:
        """Return these limits with the option of a call applied.

        A ``Timeout`` replaces all of them, a number or None the total.
        """
        if isinstance(option, Timeout):
            return option
        if not isinstance(option, (int, float, NoneType)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("timeout", "a number of seconds, a Timeout or None", option)
        check_seconds("timeout", option)
        return evolve(self, total=option)
