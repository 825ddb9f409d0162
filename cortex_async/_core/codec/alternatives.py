"""Check of a value against the alternatives of its declared type, such as ``str | datetime | None``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final, cast

from attrs import frozen

from cortex_async._core.arguments import wrong_type
from cortex_async._core.codec.free_form import check_integer, check_scalar
from cortex_async._core.errors import ArgumentTypeError
from cortex_async._core.strings.kinds import fits, unwrapped

Check = Callable[[object, str], None]
"""(value, its place) -> None; raises ``ArgumentError``."""

SCALARS: Final[dict[object, tuple[str, str]]] = {
    str: ("str", "a string"),
    int: ("int", "an integer"),
    float: ("float", "a number"),
    bool: ("bool", "True or False"),
    datetime: ("datetime", "a datetime"),
    date: ("date", "a date"),
}
"""Annotation -> kind of value, and its name in messages."""


@frozen(eq=False)
class Alternative:
    """One member of a declared type.

    expected: its name in messages. claims: whether a value belongs to it. check: what else such a value must
        satisfy.
    """

    expected: str
    claims: Callable[[object], bool]
    check: Check | None = None


def check_alternatives(alternatives: Sequence[Alternative]) -> Check:
    """Make a check that applies the first alternative that claims a value, and refuses other values."""
    expected = _expected([one.expected for one in alternatives])

    def check(value: object, where: str) -> None:
        plain = unwrapped(value)
        for one in alternatives:
            if one.claims(plain):
                if one.check is not None:
                    one.check(plain, where)
                return
        error, hint = wrong_type(where, expected, value), _hint(value, expected)
        raise ArgumentTypeError(f"{error}: {hint}", parameter=where) if hint else error

    return check


def scalar(hint: object) -> Alternative:
    """The alternative for one of ``SCALARS``."""
    kind, expected = SCALARS[hint]
    check = _check_integer if kind == "int" else _check_scalar
    return Alternative(expected, lambda value: fits(value, kind), check)


def _check_integer(value: object, where: str) -> None:
    # A float without a fraction is sent as an integer.
    check_integer(int(cast("float", value)), where)


def _check_scalar(value: object, where: str) -> None:
    if not isinstance(value, bool):
        check_scalar(value, where)


def _expected(names: list[str]) -> str:
    """What a message says was expected. An open enumeration is only "a string", since it takes any."""
    open_ended = not {"a string", "an integer"}.isdisjoint(names)
    return " or ".join(
        dict.fromkeys(name for name in names if name and not (open_ended and name.startswith("one of")))
    )


def _hint(value: object, expected: str) -> str:
    if value is None:
        return "leave it out, or send an optional value with given(...)"
    if isinstance(value, str) and "a datetime" in expected:
        return "parse it with datetime.fromisoformat(...)"
    return ""
